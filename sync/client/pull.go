package client

import (
	"context"
	"errors"
	"io"
	"slices"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// A page is asked for in bytes: fewer after a cut, more after a page that came
// whole, so that a line that breaks every so often still advances.
const (
	firstPage    = 1 << 20
	largestPage  = 4 << 20
	smallestPage = 8 << 10
	maxCuts      = 8 // in a row, before the sync gives up for now
)

// pull brings the channels kept to their heads and fills their ranges: what is
// new by the feed, what is sealed by segments, and then what came meanwhile.
func (r *run) pull(ctx context.Context) error {
	var err error
	if r.pins, err = r.askPins(ctx); err != nil {
		return err
	}
	for again := true; again; {
		if err := r.feed(ctx); err != nil {
			return err
		}
		if again, err = r.fill(ctx); err != nil {
			return err
		}
	}
	return nil
}

// feed asks for pages until the tails are at their heads, and what is left to
// fill is sealed.
func (r *run) feed(ctx context.Context) error {
	from := 0
	for {
		all, err := r.wants(ctx)
		if err != nil {
			return err
		}
		if from >= len(all) {
			r.checked, r.check = r.checked || r.check, false
			return nil
		}
		part := all[from:min(from+wire.MaxWants, len(all))]
		page, err := r.page(ctx, part, true)
		if err != nil {
			return err
		}
		if page.Epoch != r.profile.Epoch {
			if err := r.takeEpoch(ctx, page.Epoch, page.Now); err != nil {
				return err
			}
			if err := r.hello(ctx); err != nil {
				return err
			}
			from = 0
			continue
		}
		r.server = page.Now
		applied, err := r.c.store.ApplyPage(ctx, page, r.c.now())
		r.result.Pulled += applied
		if err != nil {
			return err
		}
		r.pins = nil
		r.told(part, page)
		if from, err = r.next(ctx, all, from, page.More); err != nil {
			return err
		}
	}
}

// next tells from which channel on to ask after a page: again for the same
// ones, for those behind them, or from the first where others came or went. A
// page that leaves something open and moves no cursor would go round for ever.
func (r *run) next(ctx context.Context, all []civic.Want, from int, more bool) (int, error) {
	after, err := r.wants(ctx)
	if err != nil {
		return 0, err
	}
	until := min(from+wire.MaxWants, len(all))
	for i, w := range all {
		if len(after) != len(all) || after[i].Channel != w.Channel {
			return 0, nil
		}
		if from <= i && i < until {
			// A page may also have started a walk: its channel differed.
			rewalk := after[i].Tail == civic.Unopened && w.Tail != civic.Unopened
			more = more || rewalk
		}
	}
	switch {
	case !more:
		return until, nil
	case slices.Equal(after, all):
		return 0, civic.NewError(civic.Busy, "client.stalled", "")
	}
	return from, nil
}

// page fetches one page, smaller ones where the line cuts them. With sealed, what
// is in segments is left out.
func (r *run) page(ctx context.Context, part []civic.Want, sealed bool) (civic.Page, error) {
	for cuts := 1; ; cuts++ {
		size := r.c.pageBytes.Load()
		page, err := r.fetch(ctx, part, int(size), sealed)
		if err == nil {
			r.c.pageBytes.Store(min(size*2, largestPage))
			return page, r.plausible(part, &page)
		}
		if _, cut := errors.AsType[*cutError](err); !cut || cuts >= maxCuts || ctx.Err() != nil {
			return civic.Page{}, err
		}
		r.c.pageBytes.Store(max(size/2, smallestPage))
	}
}

func (r *run) fetch(ctx context.Context, part []civic.Want, size int, sealed bool) (page civic.Page, err error) {
	ask := wire.NewFeedRequest(r.profile.Epoch, part, size)
	ask.Schema, ask.Sealed, ask.Heads = civic.SchemaVersion, sealed, sealed && r.check
	if sealed {
		ask.Pins = wire.NewPins(r.pins)
	}
	q := call{
		path: wire.PathFeed, body: ask,
		signed: r.signed, timeout: pageWait, accept: wire.TypePage,
	}
	err = r.c.ask(ctx, r.base, q, func(body io.Reader) error {
		page, err = wire.ReadPage(body, wire.DefaultLimits())
		return err
	})
	return page, err
}

// plausible refuses a page that speaks of channels nobody asked for, and takes
// out the losses that were not told to this person.
func (r *run) plausible(part []civic.Want, page *civic.Page) error {
	asked := make(map[civic.Channel]bool, len(part))
	for _, w := range part {
		asked[w.Channel] = true
	}
	ok := page.Epoch != ""
	for i := range page.Ops {
		ok = ok && asked[page.Ops[i].Channel]
	}
	for _, c := range page.Cursors {
		ok = ok && asked[c.Channel] && c.From <= c.To
	}
	if !ok {
		return civic.NewError(civic.Offline, "client.page", "")
	}
	page.Lost = slices.DeleteFunc(page.Lost, func(c civic.Channel) bool { return !asked[c] })
	page.Pins = r.believed(page.Pins)
	if civic.Planted(civic.BugLossGuessed) && !r.signed {
		for c := range asked {
			if !slices.ContainsFunc(page.Heads, func(h civic.Head) bool { return h.Channel == c }) {
				page.Lost = append(page.Lost, c)
			}
		}
		return nil
	}
	for _, c := range page.Lost {
		r.absent[c] = true
	}
	if !r.signed {
		page.Lost = nil
	}
	return nil
}

// told reports how far the pull has come: what is done, and what the heads say
// is left.
func (r *run) told(part []civic.Want, page civic.Page) {
	for _, h := range page.Heads {
		r.counts[h.Channel] = h.Count
	}
	var left int64
	for _, c := range page.Cursors {
		// Numbers have gaps, after a restore wide ones: no more than there is.
		open := c.To - c.From
		for _, h := range page.Heads {
			if h.Channel == c.Channel {
				open += max(h.Head-c.Tail, 0)
			}
		}
		if n, ok := r.counts[c.Channel]; ok {
			open = min(open, n)
		}
		left += open
	}
	if len(part) > 0 {
		done := int64(r.result.Pulled)
		r.progress(civic.Progress{Step: "status.syncing", Done: done, Total: done + left})
	}
}
