package desk

import (
	"context"

	"scranno/app/civic"
)

// Odd tells what no procedure knows about an event that is about to be told, or
// was told by now: an answer to a motion, a day out of order. It hinders nothing.
// former is the event that it corrects; empty: a new one.
func (d *Desk) Odd(ctx context.Context, e civic.ActEvent, former civic.ID) ([]civic.Oddity, error) {
	v, err := d.o.Store.Act(ctx, e.Act)
	if err != nil {
		return nil, err
	}
	return civic.OddWith(v.Act, OtherEvents(v, former), e, civic.DateOf(d.o.Now())), nil
}

// OtherEvents are an act's events but the one of that id.
func OtherEvents(v civic.ActView, but civic.ID) []civic.ActEvent {
	var out []civic.ActEvent
	for _, e := range v.Events {
		if e.ID != but {
			out = append(out, e.Event)
		}
	}
	return out
}
