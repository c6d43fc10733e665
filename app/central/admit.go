package central

import (
	"context"
	"sync"
	"time"

	"scranno/app/civic"
)

// What is known of desks that come in is believed for a moment: a desk asks
// several times in a row. Who is shut out by this process is out at once; by
// another one, within this time.
const (
	admitFor  = 3 * time.Second
	mostKnown = 20_000
)

// gate remembers whose desks came in a moment ago.
type gate struct {
	mu   sync.Mutex
	seen map[civic.ID]admitted // by device
	shut int                   // how often somebody was shut out
}

type admitted struct {
	person civic.ID
	at     time.Time
}

func (g *gate) knows(who Caller, now time.Time) (ok bool, shut int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	a, ok := g.seen[who.Device]
	age := now.Sub(a.at)
	return ok && a.person == who.Person && age >= 0 && age < admitFor, g.shut
}

// note remembers what was read before anybody else was shut out.
func (g *gate) note(who Caller, now time.Time, shut int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shut != shut {
		return
	}
	if g.seen == nil || len(g.seen) >= mostKnown {
		g.seen = map[civic.ID]admitted{}
	}
	g.seen[who.Device] = admitted{who.Person, now}
}

func (g *gate) forget() {
	g.mu.Lock()
	defer g.mu.Unlock()
	clear(g.seen)
	g.shut++
}

// Admit tells whether the caller's desk may come in: known, that person's, not
// revoked, the account open. It is at most some seconds behind.
func (s *Service) Admit(ctx context.Context, who Caller) (bool, error) {
	now := s.o.Now()
	known, shut := s.gate.knows(who, now)
	if known {
		return true, nil
	}
	d, err := s.store.Device(ctx, who.Device)
	if civic.Is(err, civic.NotFound) || err == nil && d.Person != who.Person {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	ok, err := s.open(ctx, d)
	if ok && err == nil {
		s.gate.note(who, now, shut)
	}
	return ok, err
}

// open tells whether the desk is not revoked and its person's account open.
func (s *Service) open(ctx context.Context, d civic.Device) (bool, error) {
	if !d.Revoked.IsZero() {
		return false, nil
	}
	a, err := s.store.Account(ctx, d.Person)
	if civic.Is(err, civic.NotFound) {
		return false, nil
	}
	return err == nil && !a.Disabled, err
}
