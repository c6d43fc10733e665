package central

import (
	"context"
	"slices"

	"scranno/app/civic"
)

// remembering is a ledger that knows the last person whom a rule asked about:
// the commands of one push are one person's.
type remembering struct {
	Ledger
	person civic.ID // empty: nobody yet
	actor  civic.Actor
}

// Actor gives what rules need to know of a person.
func (r *remembering) Actor(ctx context.Context, person civic.ID) (civic.Actor, error) {
	if person != "" && person == r.person {
		return r.actor, nil
	}
	a, err := r.Ledger.Actor(ctx, person)
	if err == nil {
		r.person, r.actor = person, a
	}
	return a, err
}

// wrote forgets the person where the effects may have changed what they are.
func (r *remembering) wrote(effects []civic.Effect) {
	own := civic.UserChannel(r.person)
	if slices.ContainsFunc(effects, func(e civic.Effect) bool { return e.Channel == own || e.Remove }) {
		r.person = ""
	}
}
