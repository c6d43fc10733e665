//go:build unix

package deskdb_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"scranno/storage/deskdb"
)

// Files that others could read are closed to them when the profile is opened,
// and the person is told.
func TestFilesAreTheirOwnersAlone(t *testing.T) {
	f := newFixture(t)
	f.draft("riservata")
	f.ok(f.s.Close())
	foreign := filepath.Join(f.home, "note.txt")
	f.ok(os.WriteFile(foreign, nil, 0o644))
	f.ok(os.Chmod(foreign, 0o644))
	f.ok(os.Chmod(f.home, 0o755))
	for _, name := range []string{deskdb.FileName, deskdb.JournalName} {
		f.ok(os.Chmod(filepath.Join(f.home, name), 0o644))
	}
	f.open()
	all, err := os.ReadDir(f.home)
	f.ok(err)
	for _, e := range all {
		info, err := e.Info()
		f.ok(err)
		if open := info.Mode().Perm()&0o077 != 0; open != (e.Name() == "note.txt") {
			t.Errorf("%s is %o", e.Name(), info.Mode().Perm())
		}
	}
	if info, err := os.Stat(f.home); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is %o, %v", info.Mode().Perm(), err)
	}
	if m := f.s.Opened().Mended; len(m) != 2 || !slices.Contains(m, deskdb.FileName) {
		t.Errorf("mended %v", m)
	}
	found, err := f.s.Doctor(t.Context())
	f.ok(err)
	if len(found) != 1 || found[0].Code != "doctor.rights" {
		t.Errorf("%+v", found)
	}
	f.ok(f.s.Close())
	f.open()
	if m := f.s.Opened().Mended; len(m) != 0 {
		t.Errorf("mended again: %v", m)
	}
}
