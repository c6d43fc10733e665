package desk

import (
	"context"
	"time"

	"scranno/app/civic"
)

// PinStore keeps acts outside the channels.
type PinStore interface {
	// Pin keeps an act; its copy comes with the next pull. TooLarge: too many are
	// kept by hand.
	Pin(ctx context.Context, id civic.ID, why civic.PinReason, now time.Time) error
	// Unpin lets it go with its copy, unless a kept channel holds it.
	Unpin(ctx context.Context, id civic.ID) error
	Pins(ctx context.Context) ([]civic.PinState, error)
}

// Pins lists the acts that are kept beside the chosen channels.
func (d *Desk) Pins(ctx context.Context) ([]civic.PinState, error) { return d.o.Store.Pins(ctx) }

// Pin keeps an act on this computer, whatever channels are kept.
func (d *Desk) Pin(ctx context.Context, act civic.ID) error {
	return d.toSend(d.o.Store.Pin(ctx, act, civic.PinByHand, d.now()))
}

// Unpin lets it go.
func (d *Desk) Unpin(ctx context.Context, act civic.ID) error {
	return d.after(d.o.Store.Unpin(ctx, act))
}

// FetchAct gives an act that was found at the central: from here where it is, else
// it is fetched and kept as a pin. NotFound where the central has none for this
// person; Offline where it does not answer.
func (d *Desk) FetchAct(ctx context.Context, act civic.ID) (civic.ActView, error) {
	v, err := d.o.Store.Act(ctx, act)
	if !civic.Is(err, civic.NotFound) {
		return v, err
	}
	if d.o.Engine == nil {
		return v, civic.NewError(civic.Offline, "desk.fetch", "")
	}
	if err := d.o.Store.Pin(ctx, act, civic.PinRead, d.now()); err != nil {
		return v, err
	}
	ferr := d.o.Engine.FetchPins(ctx)
	v, err = d.o.Store.Act(ctx, act)
	if err == nil {
		d.changed()
		return v, nil
	}
	// What did not come is not awaited: the person will ask again.
	if uerr := d.o.Store.Unpin(context.WithoutCancel(ctx), act); uerr != nil && !civic.Is(uerr, civic.NotFound) {
		return v, uerr
	}
	if ferr != nil {
		return v, ferr
	}
	return v, err
}
