package central

import (
	"context"
	"sync"
	"time"

	"scranno/app/civic"
)

// How often the background does what with segments, by the central's clock.
const (
	resealEvery  = 20 * time.Second
	sealEvery    = time.Minute
	compactEvery = time.Hour
)

// keepSealed seals what has become old, seals again what lost its bytes, and
// takes old removals out of what is sent.
func (s *Service) keepSealed(ctx context.Context) {
	if s.o.Sealer == nil {
		return
	}
	reseal := time.NewTicker(resealEvery)
	defer reseal.Stop()
	fresh := time.NewTicker(sealEvery)
	defer fresh.Stop()
	compact := time.NewTicker(compactEvery)
	defer compact.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-reseal.C:
			err = s.resealStale(ctx)
		case <-fresh.C:
			err = s.sealAll(ctx, s.now().Add(-sealAfter), sealLeast)
		case <-compact.C:
			if err = s.settleRemovals(ctx); err == nil {
				err = s.compactAll(ctx)
			}
		}
		if err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "sealing failed", "kind", string(civic.KindOf(err)), "error", err)
		}
	}
}

// settleRemovals takes removals older than 180 days out of what is sent.
func (s *Service) settleRemovals(ctx context.Context) error {
	for {
		n, err := s.store.Settle(ctx, s.now().Add(-settleAfter), settleBatch)
		if err != nil || n == 0 {
			return err
		}
		if err := s.resealStale(ctx); err != nil {
			return err
		}
	}
}

// sealNotes remember which channels had too little to seal, so that they are not
// read at every turn.
type sealNotes struct {
	mu    sync.Mutex
	noted map[civic.Channel]sealNote
}

type sealNote struct {
	head, sealed int64
	n            int // changes above what is sealed
}

// few tells that a channel is known to have fewer changes than that.
func (c *sealNotes) few(h civic.Head, least int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	was, ok := c.noted[h.Channel]
	return ok && was.sealed == h.Sealed && int64(was.n)+h.Head-was.head < int64(least)
}

func (c *sealNotes) note(h civic.Head, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.noted == nil {
		c.noted = map[civic.Channel]sealNote{}
	}
	c.noted[h.Channel] = sealNote{head: h.Head, sealed: h.Sealed, n: n}
}
