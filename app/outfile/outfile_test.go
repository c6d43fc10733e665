package outfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"scranno/app/outfile"
)

// What a killed export left goes with the next one into the same folder, and
// nothing else does.
func TestWhatAKilledExportLeftIsSwept(t *testing.T) {
	dir := t.TempDir()
	old := time.Now().Add(-2 * time.Hour)
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
	f, err := outfile.Begin(dir)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Write([]byte("x"))
	if err := errors.Join(err, f.End(0o640, filepath.Join(dir, "atto.txt"))); err != nil {
		t.Fatal(err)
	}
	if at, err := os.Stat(filepath.Join(dir, "atto.txt")); err != nil || at.Mode().Perm() != 0o640 || at.Size() != 1 {
		t.Errorf("%+v, %v", at, err)
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

// Where the place cannot be taken, or the file is given up, nothing is left.
func TestNothingIsLeftOfWhatCannotBeEnded(t *testing.T) {
	dir := t.TempDir()
	f, err := outfile.Begin(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.End(0o600, filepath.Join(dir, "missing", "atto.txt")); err == nil {
		t.Error("it is said to be there")
	}
	if f, err = outfile.Begin(dir); err == nil {
		err = f.Drop()
	}
	if err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}
