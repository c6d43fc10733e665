package storetest

import (
	"testing"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
)

// Two services over one store: each hears of what it writes, and of what the
// other one does, and of nothing else.
func centralHints(t *testing.T, open OpenCentral) {
	here := newStage(t, open)
	f := here.people()
	there := &stage{t: t, dir: here.dir, open: open}
	there.clock.Store(here.clock.Load())
	there.ids.Store(1_000)
	there.reopen()
	for _, s := range []*stage{here, there} {
		s.check(s.Start(s.ctx()))
	}
	t.Cleanup(func() {
		for _, s := range []*stage{here, there} {
			s.check(s.Close())
		}
		there.check(there.store.Close())
	})
	year := civic.ActChannel(civic.Everyone, "08", here.now().Year())
	channels := []civic.Channel{year, "acts/09/2025"}
	for round, writes := range []*stage{here, there, here} {
		ears := map[string]*central.Listener{"its own": writes.Listen(channels)}
		if writes == here {
			ears["another's"] = there.Listen(channels)
		} else {
			ears["another's"] = here.Listen(channels)
		}
		before, err := writes.Service.Standing(writes.ctx(), central.Caller{}, channels)
		writes.check(err)
		writes.published(f.giulia, valchiara, "Una panchina")
		after, err := writes.Service.Standing(writes.ctx(), central.Caller{}, channels)
		writes.check(err)
		if after.Heads[year] <= before.Heads[year] || after.Epoch != before.Epoch || len(after.Heads) != len(channels) {
			t.Fatalf("round %d: %+v, then %+v", round, before, after)
		}
		for whose, l := range ears {
			hears(t, whose, l, year, after.Heads[year])
			l.Close()
		}
	}
	closed := civic.UserChannel(f.giulia.Person)
	for who, want := range map[central.Caller]int{{}: 0, f.luca: 0, f.giulia: 1} {
		at, err := here.Service.Standing(here.ctx(), who, []civic.Channel{closed, "nonsense"})
		here.check(err)
		if len(at.Heads) != want {
			t.Errorf("%+v is told of %+v", who, at.Heads)
		}
	}
}

// hears waits until the listener is told that the channel came to the seq.
func hears(t *testing.T, whose string, l *central.Listener, ch civic.Channel, seq int64) {
	t.Helper()
	late := time.NewTimer(30 * time.Second)
	defer late.Stop()
	for {
		select {
		case <-l.Moved():
		case <-late.C:
			t.Fatalf("nothing is heard of %s writing", whose)
		}
		moved, _ := l.Take()
		if moved[ch] > seq {
			t.Fatalf("%s writing: %s is said to be at %d, and is at %d", whose, ch, moved[ch], seq)
		}
		if moved[ch] == seq {
			return
		}
	}
}
