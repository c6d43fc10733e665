package assemble

import (
	"errors"
	"path/filepath"
	"testing"
)

// A command that is at work keeps a restore away: it would write on in the file
// that is put aside, and say that all went well.
func TestNoRestoreUnderACommand(t *testing.T) {
	ctx := t.Context()
	o := CentralOptions{Data: filepath.Join(t.TempDir(), "d")}
	backup := filepath.Join(t.TempDir(), "salvato.db")
	one, err := OpenCentral(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	two, err := OpenCentral(ctx, o) // several work at once
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(one.Service.Backup(ctx, backup), one.Close()); err != nil {
		t.Fatal(err)
	}
	if err := RestoreCentral(ctx, o, backup, false); !errors.Is(err, ErrInUse) {
		t.Errorf("restored under a command: %v", err)
	}
	if err := two.Close(); err != nil {
		t.Fatal(err)
	}
	if err := RestoreCentral(ctx, o, backup, false); err != nil {
		t.Error(err)
	}
}
