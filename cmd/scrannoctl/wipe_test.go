package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWipeAsksAndTellsWhatWouldBeLost(t *testing.T) {
	home := filepath.Join(t.TempDir(), "profilo")
	doc[made](t, home, question, "draft", "new", "--kind", "motion", "--from", "-")
	code, _, errs := try(t, "", "wipe", "--home", home)
	if code != exitUsage || !strings.Contains(errs, "Una bozza è solo su questo computer") || !strings.Contains(errs, "--yes") {
		t.Fatalf("exit %d: %s", code, errs)
	}
	if _, err := os.Stat(filepath.Join(home, "scranno.db")); err != nil {
		t.Fatalf("removed without consent: %v", err)
	}
	got := doc[wipeDoc](t, home, "", "wipe", "--yes")
	if got.Drafts != 1 || len(got.Left) != 0 || len(got.Removed) == 0 {
		t.Errorf("%+v", got)
	}
	if _, err := os.Stat(home); !os.IsNotExist(err) {
		t.Errorf("the folder is still there: %v", err)
	}
}

// A profile whose file cannot be read is removed like any other.
func TestWipeOfADamagedProfile(t *testing.T) {
	home := filepath.Join(t.TempDir(), "profilo")
	doc[made](t, home, question, "draft", "new", "--kind", "motion", "--from", "-")
	if err := os.Remove(filepath.Join(home, "journal.jsonl")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "scranno.db"), []byte(strings.Repeat("x", 9000)), 0o600); err != nil {
		t.Fatal(err)
	}
	doc[wipeDoc](t, home, "", "wipe", "--yes")
	if _, err := os.Stat(home); !os.IsNotExist(err) {
		t.Errorf("the folder is still there: %v", err)
	}
}

func TestUnsentInATerminal(t *testing.T) {
	got := doc[struct{ Unsent []unsentLine }](t, t.TempDir(), "", "unsent", "list")
	if got.Unsent == nil || len(got.Unsent) != 0 {
		t.Errorf("%+v", got)
	}
}
