package storetest

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
)

// stumbling is a store whose transactions fail after their work is done, when
// told to: as a commit does that finds the disk full.
type stumbling struct {
	CentralStore
	fail func(turn int64) bool
	turn atomic.Int64
}

func (s *stumbling) Update(ctx context.Context, now time.Time, fn func(l central.Ledger) error) error {
	turn := s.turn.Add(1)
	return s.CentralStore.Update(ctx, now, func(l central.Ledger) error {
		if err := fn(l); err != nil {
			return err
		}
		if s.fail(turn) {
			return errPlanned
		}
		return nil
	})
}

// A group that fails to commit runs again one by one; a failure of the request
// leaves nothing behind, and the retry lands once.
func centralGroupFails(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	var failing atomic.Bool
	failing.Store(true)
	odd := &stumbling{CentralStore: s.store, fail: func(turn int64) bool { return failing.Load() && turn%2 == 0 }}
	service, err := central.New(odd, central.Options{Now: s.now})
	s.check(err)
	one := s.publish(f.giulia, s.id(), s.content(valchiara, "Una"))
	two := s.publish(f.giulia, s.id(), s.content(valchiara, "Due"))
	// Turn 1 notes, turn 2 fails, turn 3 is the second try.
	answers, err := service.Push(s.ctx(), f.giulia, pushed(one, two))
	s.check(err)
	for _, a := range answers {
		if a.Receipt == nil || a.Receipt.Outcome != civic.Accepted {
			t.Fatalf("%+v", a)
		}
	}
	// From here every transaction fails.
	odd.fail = func(int64) bool { return failing.Load() }
	three := s.publish(f.giulia, s.id(), s.content(valchiara, "Tre"))
	if _, err := service.Push(s.ctx(), f.giulia, pushed(three)); !errors.Is(err, errPlanned) {
		t.Fatalf("%v", err)
	}
	s.gone(civic.Concerns(three))
	failing.Store(false)
	s.accept(f.giulia, three)
	if r := s.accept(f.giulia, one); r.Effects[0].Seq != answers[0].Receipt.Effects[0].Seq {
		t.Fatalf("%+v", r)
	}
	heads, err := s.store.Heads(s.ctx())
	s.check(err)
	if h := heads[civic.ActChannel(civic.Everyone, "08", s.now().Year())]; h.Head != 3 || h.Count != 3 {
		t.Fatalf("%+v", h)
	}
	s.check(s.store.Check(s.ctx()))
}

// A request that was given up before its turn is not run.
func centralGivenUp(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	ctx, cancel := context.WithCancel(s.ctx())
	c := s.publish(f.giulia, s.id(), s.content(valchiara, "Una"))
	cancel()
	if _, err := s.Push(ctx, f.giulia, pushed(c)); !errors.Is(err, context.Canceled) {
		t.Fatalf("%v", err)
	}
	s.gone(civic.Concerns(c))
	s.check(s.Start(s.ctx()))
	s.check(s.Close())
	if _, err := s.Push(s.ctx(), f.giulia, pushed(c)); !civic.Is(err, civic.Busy) {
		t.Fatalf("a service that has stopped answered %v", err)
	}
}

// The background writes figures, and lets no store be used after Close.
func centralBackground(t *testing.T, open OpenCentral) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &stage{t: t, dir: dir, open: open}
		store, err := open.Open(t.Context(), dir, time.Now)
		s.check(err)
		service, err := central.New(store, central.Options{})
		s.check(err)
		s.store, s.Service = store, service
		f := s.people()
		s.check(s.Start(t.Context()))
		act := s.published(f.giulia, valchiara, "Pensiline")
		s.accept(f.marco, s.command(f.marco, civic.CmdUseful, civic.UsefulArgs{Act: act, On: true}))
		s.gone(civic.TallyID(act))
		time.Sleep(5*time.Minute + time.Second)
		synctest.Wait()
		s.live(civic.TallyID(act))
		s.check(s.Close())
		s.check(store.Close())
	})
}

// An administrator's program works beside the one that serves.
func centralBeside(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	s.check(s.Start(s.ctx()))
	defer func() { s.check(s.Close()) }()
	other := &stage{t: t, dir: s.dir, open: open}
	other.clock.Store(s.clock.Load())
	other.reopen()
	before, err := s.DataVersion(s.ctx())
	s.check(err)
	cmds := make([]civic.Command, 20)
	for i := range cmds {
		cmds[i] = s.publish(f.giulia, s.id(), s.content(valchiara, "Pensiline"))
	}
	var both sync.WaitGroup
	both.Go(func() {
		for _, c := range cmds {
			if _, err := s.Push(s.ctx(), f.giulia, pushed(c)); err != nil {
				t.Error(err)
			}
		}
	})
	both.Go(func() {
		for i := range 10 {
			p := central.NewPerson{Email: "persona" + string(rune('a'+i)) + "@esempio.it", Name: "Persona"}
			if _, err := other.AddPerson(s.ctx(), p); err != nil {
				t.Error(err)
			}
		}
		if !open.Files {
			return // a server has tools of its own
		}
		if err := other.Backup(s.ctx(), filepath.Join(s.dir, "copia.db")); err != nil {
			t.Error(err)
		}
	})
	both.Wait()
	s.check(other.store.Close())
	if after, err := s.DataVersion(s.ctx()); err != nil || after == before {
		t.Fatalf("the other's writes were not noticed: %v", err)
	}
	all, err := s.People(s.ctx())
	s.check(err)
	heads, err := s.store.Heads(s.ctx())
	s.check(err)
	if h := heads[civic.ActChannel(civic.Everyone, "08", s.now().Year())]; len(all) != 14 || h.Head != 20 {
		t.Fatalf("%d people, %+v", len(all), h)
	}
	s.check(s.Check(s.ctx()))
}
