package storetest

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
)

// sick is a store that notes what was read and cannot settle it.
type sick struct {
	CentralStore
	ill atomic.Bool
}

type sickLedger struct{ central.Ledger }

func (sickLedger) Epoch(context.Context) (string, time.Time, error) {
	return "", time.Time{}, errPlanned
}

// Quiet fails too: not even the attempts can be taken back while it is ill.
func (sickLedger) Quiet(context.Context, civic.Command) error { return errPlanned }

func (s *sick) Update(ctx context.Context, now time.Time, fn func(l central.Ledger) error) error {
	return s.CentralStore.Update(ctx, now, func(l central.Ledger) error {
		if s.ill.Load() {
			return fn(sickLedger{l})
		}
		return fn(l)
	})
}

// A store that fails is no fault of the command: however often it was tried in
// vain, it runs when the store is well again.
func centralOutage(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	odd := &sick{CentralStore: s.store}
	service, err := central.New(odd, central.Options{Now: s.now})
	s.check(err)
	c := s.publish(f.giulia, s.id(), s.content(valchiara, "Pensiline"))
	odd.ill.Store(true)
	for range 5 {
		if _, err := service.Push(s.ctx(), f.giulia, pushed(c)); err == nil {
			t.Fatal("it was answered")
		}
	}
	odd.ill.Store(false)
	s.accept(f.giulia, c)
}

// Figures are of acts alone, and those of a public act count what all may read.
func centralFigures(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	act := s.published(f.giulia, valchiara, "Pensiline")
	person := s.content(fontelieta, "Da una persona")
	person.Lineage = &civic.Lineage{Parent: f.giulia.Person, Mode: civic.Adapted}
	s.accept(f.marco, s.publish(f.marco, s.id(), person))
	hidden := s.content(fontelieta, "Per i consiglieri")
	hidden.Lineage = &civic.Lineage{Parent: act, Mode: civic.Adapted}
	first := s.id()
	s.accept(f.marco, s.command(f.marco, civic.CmdPublish, civic.PublishArgs{ID: first, Content: hidden, Visibility: civic.Councillors}))
	hidden.Lineage = &civic.Lineage{Parent: first, Mode: civic.Adapted}
	s.accept(f.marco, s.command(f.marco, civic.CmdPublish, civic.PublishArgs{ID: s.id(), Content: hidden, Visibility: civic.Councillors}))
	s.pass(6 * time.Minute)
	s.check(s.FlushTallies(s.ctx()))
	s.gone(civic.TallyID(f.giulia.Person))
	s.gone(civic.TallyID(act))
	tally, err := civic.DecodeBody[civic.Tally](s.live(civic.TallyID(first)))
	s.check(err)
	if tally.Reuses != 1 {
		t.Fatalf("%+v", tally)
	}
}
