package main

import (
	"testing"

	"scranno/app/civic"
	"scranno/cmd/assemble"
)

// What was read on two devices, both off line, unites: nothing read becomes
// unread, and nothing new counts as read.
func TestReadingOnTwoDevicesUnites(t *testing.T) {
	inSealedWorld(t, func(w *sealedWorld) {
		space := civic.SpaceChannel(spaceID())
		one, two := w.desks[1], w.desks[2]
		sync := func(d *assemble.DeskSet) {
			w.t.Helper()
			_, err := d.Desk.Sync(w.t.Context(), nil)
			w.must(err)
		}
		unread := func(d *assemble.DeskSet) int {
			w.t.Helper()
			all, err := d.Desk.Threads(w.t.Context(), spaceID())
			w.must(err)
			if len(all) != 1 {
				w.t.Fatalf("%d threads", len(all))
			}
			return all[0].Unread
		}
		for _, d := range []*assemble.DeskSet{one, two} {
			w.must(d.Desk.Join(w.t.Context(), space))
		}
		w.write(space, 0, 40, "prima")
		w.seal()
		sync(one)
		w.must(one.Desk.MarkRead(w.t.Context(), threadID()))
		w.write(space, 40, 60, "poi")
		sync(two)
		w.must(two.Desk.MarkRead(w.t.Context(), threadID()))
		w.write(space, 60, 65, "ultimi")
		// Each sends its own mark, and then hears of the other's.
		for range 2 {
			sync(one)
			sync(two)
		}
		if a, b := unread(one), unread(two); a != 5 || b != 5 {
			w.t.Errorf("unread %d and %d, want 5", a, b)
		}
		w.must(one.Desk.MarkRead(w.t.Context(), threadID()))
		sync(one)
		sync(two)
		if a, b := unread(one), unread(two); a != 0 || b != 0 {
			w.t.Errorf("unread %d and %d, want none", a, b)
		}
	})
}
