package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"scranno/app/civic"
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
		if err := w.(*placed).f.(*os.File).Close(); err != nil {
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

// What a killed export left goes with the next one into the same folder, and
// nothing else does.
func TestWhatAKilledExportLeftIsSwept(t *testing.T) {
	dir := t.TempDir()
	old := time.Now().Add(-2 * stale)
	keep := []string{".scranno-12", ".scranno-note", ".scranno-12.pdf", "x.scranno-12", ".scranno-"}
	for _, name := range append(keep, ".scranno-3141592653") {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if name == ".scranno-12" {
			continue // is being written
		}
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	folder := filepath.Join(dir, ".scranno-77")
	if err := errors.Join(os.Mkdir(folder, 0o700), os.Chtimes(folder, old, old)); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(filepath.Join(dir, "atto.txt"), func(w io.Writer) error { _, err := w.Write([]byte("x")); return err }); err != nil {
		t.Fatal(err)
	}
	for _, name := range append(keep, "atto.txt", ".scranno-77") {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, ".scranno-3141592653")); err == nil {
		t.Error("what was left is still there")
	}
}
