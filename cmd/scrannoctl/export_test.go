package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"scranno/app/civic"
	"scranno/app/outfile"
	"scranno/cmd/assemble"
)

// TestAPlaceWithoutRoom is told as such, and nothing is left of the file.
func TestAPlaceWithoutRoom(t *testing.T) {
	if err := placeError("x", fmt.Errorf("write: %w", syscall.ENOSPC)); !errors.Is(err, assemble.ErrFull) || exitOf(err) != exitFailed {
		t.Errorf("a full disk: %v, exit %d", err, exitOf(err))
	}
	if err := placeError("x", syscall.EACCES); !civic.Is(err, civic.Forbidden) {
		t.Errorf("no leave: %v", err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "atto.pdf")
	err := writeFile(path, func(w io.Writer) error {
		if err := w.(*placed).f.(*outfile.File).Drop(); err != nil {
			return err
		}
		_, err := w.Write([]byte("x"))
		return civic.WrapError(civic.Internal, "pdf", err)
	})
	if !civic.Is(err, civic.Forbidden) {
		t.Errorf("the writer's fault instead of the place's: %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}
