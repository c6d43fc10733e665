package desk

import (
	"context"

	"scranno/app/civic"
)

// Sponsor supports a colleague's act as it reads here now, or takes that back.
// Whoever reads the act sees it. It is no signature.
func (d *Desk) Sponsor(ctx context.Context, act civic.ID, on bool) (civic.Queued, error) {
	a := civic.SponsorArgs{Act: act, On: on}
	if on {
		v, err := d.o.Store.Act(ctx, act)
		if err != nil {
			return civic.Queued{}, err
		}
		a.Text = civic.TextHash(v.Act.Content)
	}
	return d.do(ctx, civic.CmdSponsor, a, target{})
}
