package desk

import (
	"context"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// Heading is what stands on top of a new draft for a body: the lines of the
// profile that the person keeps for it, and their group there. Nothing for a
// council that is neither.
func (d *Desk) Heading(ctx context.Context, body civic.BodyCode) (string, error) {
	if !body.Valid() {
		return "", nil
	}
	var p civic.CouncilProfile
	if d.o.Council != nil {
		kept, err := d.o.Council.Kept(ctx, body)
		if err != nil && !civic.Is(err, civic.NotFound) {
			return "", err
		}
		p = kept
	}
	a, err := d.Actor(ctx)
	if err != nil && !civic.Is(err, civic.Unauthenticated) && !civic.Is(err, civic.Unknown) && !civic.Is(err, civic.NotFound) {
		return "", err
	}
	m, _ := a.MandateIn(body)
	return drafting.Heading(p, m.Group), nil
}
