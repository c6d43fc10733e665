package central

import (
	"context"

	"scranno/app/civic"
)

// The bounds of a page, and of what one request may ask.
const (
	defaultPage = 1 << 20
	maxPage     = 4 << 20
	maxWants    = 2_000
	maxReceipts = 500
)

// FeedRequest is what a desk lacks. An empty Epoch is a desk that has nothing.
type FeedRequest struct {
	Epoch    string
	Wants    []civic.Want
	Pins     []civic.Pin
	MaxBytes int  // 0: a mebibyte
	Sealed   bool // what is sealed is fetched as segments
	Heads    bool // of channels that did not move, too: counts are compared
	Schema   int  // of the desk; 0: it does not say
}

// Feed answers a pull. A desk of another epoch gets the present one and nothing
// else. Channels that a signed-in person may not read come back as lost; to
// others they are simply not there.
func (s *Service) Feed(ctx context.Context, who Caller, q FeedRequest) (civic.Page, error) {
	if len(q.Wants) > maxWants {
		return civic.Page{}, civic.NewError(civic.TooLarge, "central.feed", "")
	}
	if q.Schema != 0 && q.Schema < s.oldest() {
		return civic.Page{}, civic.NewError(civic.TooOld, "central.feed", "")
	}
	now := s.now()
	if q.Epoch != "" {
		epoch, _, err := s.store.Epoch(ctx)
		if err != nil {
			return civic.Page{}, err
		}
		if epoch != q.Epoch {
			return civic.Page{Epoch: epoch, Now: now, More: true}, nil
		}
	}
	size := q.MaxBytes
	if size <= 0 {
		size = defaultPage
	}
	door := &door{person: who.Person}
	page, err := s.store.Feed(ctx, now, civic.FeedQuery{
		Wants: q.Wants, MaxBytes: min(size, maxPage), Sealed: q.Sealed, Heads: q.Heads,
	}, door.may)
	if err != nil {
		return civic.Page{}, err
	}
	if page.Pins, err = s.pinned(ctx, door, q.Pins); err != nil {
		return civic.Page{}, err
	}
	if door.actor == nil {
		page.Lost = nil
	}
	return page, nil
}

// oldest is the oldest desk that may pull. The commands of older ones are taken.
func (s *Service) oldest() int { return max(s.o.Oldest, 1) }

// door asks civic who may read, looking the person up once.
type door struct {
	person civic.ID
	looked bool
	actor  *civic.Actor // nil: not signed in
}

func (d *door) may(ctx context.Context, w civic.World, ch civic.Channel) (bool, error) {
	if !d.looked {
		d.looked = true
		if d.person != "" {
			a, err := w.Actor(ctx, d.person)
			if err != nil {
				return false, err
			}
			if !a.Disabled {
				d.actor = &a
			}
		}
	}
	return civic.MayRead(ctx, w, d.actor, ch)
}

// Receipts gives the caller's own receipts for a device's numbers above after,
// in their order and not all at once: ask again after the last.
func (s *Service) Receipts(ctx context.Context, who Caller, device civic.ID, after int64) ([]civic.Receipt, error) {
	if who.Person == "" {
		return nil, civic.NewError(civic.Unauthenticated, "central.receipts", "")
	}
	return s.store.Receipts(ctx, who.Person, device, after, maxReceipts)
}
