package client

import (
	"context"
	"slices"

	"scranno/app/civic"
)

// FetchPins asks for the acts kept outside the channels alone: those that were
// just pinned come, the others are compared. It does not wait for a sync that
// is under way. Errors: Offline, Busy where the central is of another epoch and
// a sync must come first, and those of the store.
func (c *Client) FetchPins(ctx context.Context) error {
	at, err := c.standing(ctx)
	if err != nil {
		return err
	}
	r := &run{c: c, profile: at.profile, base: at.base, signed: at.signed, absent: map[civic.Channel]bool{}}
	if r.pins, err = r.askPins(ctx); err != nil || len(r.pins) == 0 {
		return err
	}
	page, err := r.page(ctx, nil, true)
	if err != nil {
		return err
	}
	if at.profile.Epoch != "" && page.Epoch != at.profile.Epoch {
		return civic.NewError(civic.Busy, "client.pins", "")
	}
	_, err = c.store.ApplyPage(ctx, civic.Page{Epoch: page.Epoch, Now: page.Now, Pins: page.Pins, More: true}, c.now())
	return err
}

// askPins gives the pins that this request may ask after: without the token not
// those of private channels, whose absence must never look like a loss.
func (r *run) askPins(ctx context.Context) ([]civic.Pin, error) {
	all, err := r.c.store.AskPins(ctx)
	return slices.DeleteFunc(slices.Clone(all), func(p civic.Pin) bool {
		return !r.signed && p.Channel != "" && !p.Channel.Public()
	}), err
}

// believed leaves out what is said of pins that nobody asked after, and, where
// the token that might have opened it is missing, that one is gone.
func (r *run) believed(told []civic.Pinned) []civic.Pinned {
	return slices.DeleteFunc(told, func(x civic.Pinned) bool {
		i := slices.IndexFunc(r.pins, func(p civic.Pin) bool { return p.ID == x.ID })
		return i < 0 || x.Gone && !r.signed && r.profile.Person != "" && r.pins[i].Channel == ""
	})
}
