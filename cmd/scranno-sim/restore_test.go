package main

import (
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"scranno/app/civic"
	"scranno/cmd/assemble"
)

// backup keeps the central as it is now, by its own command.
func (h *history) backup() string {
	path := filepath.Join(h.dir, "backup.db")
	if err := h.set.Service.Backup(h.ctx, path); err != nil {
		h.t.Fatal(err)
	}
	return path
}

// restore puts a backup back: by the central's own command, or behind its back,
// as an administrator does who copies a folder.
func (h *history) restore(path string) {
	if err := h.stopCentral(); err != nil {
		h.t.Fatal(err)
	}
	var err error
	if rapid.Bool().Draw(h.t, "behind its back") {
		err = putBack(filepath.Join(h.dir, "central"), path)
	} else {
		err = assemble.RestoreCentral(h.ctx, h.options(), path, false)
	}
	if err != nil {
		h.t.Fatal(err)
	}
	if err := h.startCentral(); err != nil {
		h.t.Fatal(err)
	}
}

// signInAgain is what a person does whose session the restored central forgot.
func (h *history) signInAgain() {
	for i, d := range h.desks {
		h.links[i].Heal()
		h.lines[i].cutNext(-1)
		if _, err := d.Desk.Sync(h.ctx, nil); civic.Is(err, civic.Unauthenticated) {
			how := civic.SignInHow{Email: emailOf(h.names[i]), Password: password}
			if _, err := d.Desk.Connect(h.ctx, publicURL, how); err != nil {
				h.t.Fatalf("signing in again: %v", err)
			}
		}
	}
}

// TestRestoredCentral: what was acknowledged after a backup comes back when the
// desks do, once, whichever of them comes first and whatever stands on what.
func TestRestoredCentral(t *testing.T) {
	inHistories(t, func(h *history) {
		steps := []func(){
			h.publish, h.publish, h.withdraw, h.post, h.post, h.editPost, h.withdrawPost, h.useful, h.syncOne, h.syncAll, h.reopen,
		}
		some := func(label string) {
			for range rapid.IntRange(1, 7).Draw(h.t, label) {
				steps[rapid.IntRange(0, len(steps)-1).Draw(h.t, "step")]()
			}
		}
		some("before")
		path := h.backup()
		some("after the backup")
		for i := range h.desks {
			h.trouble(i)
			if err := h.sync(i); err != nil {
				h.t.Fatal(err)
			}
		}
		h.restore(path)
		time.Sleep(time.Minute)
		h.signInAgain()
		some("after the restore")
		h.signInAgain()
		h.heal()
		h.heal()
		h.judge()
	})
}

// TestCopiedProfile: one profile on two machines that both write. They are told
// apart, and what either of them wrote stands once.
func TestCopiedProfile(t *testing.T) {
	copied := func(dir string) error { return copyTree(filepath.Join(dir, "ada-bis"), filepath.Join(dir, "ada")) }
	inChanged(t, copied, append(desks(), "ada-bis"), func(h *history) {
		h.writers = []int{0, 3}
		steps := []func(){
			h.publish, h.withdraw, h.post, h.post, h.editPost, h.withdrawPost, h.syncOne, h.syncOne, h.reopen,
		}
		for range rapid.IntRange(2, 12).Draw(h.t, "steps") {
			steps[rapid.IntRange(0, len(steps)-1).Draw(h.t, "step")]()
		}
		h.signInAgain()
		h.heal()
		h.heal()
		h.judge()
	})
}
