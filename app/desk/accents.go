package desk

import (
	"context"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// CorrectAccents writes the accents of a draft that stand there as apostrophes,
// and says how many they were.
func (d *Desk) CorrectAccents(ctx context.Context, id civic.ID) (int, error) {
	x, err := d.open(ctx, id)
	if err != nil {
		return 0, err
	}
	c, n := drafting.WithAccents(*x.Plain)
	if n == 0 {
		return 0, nil
	}
	_, err = d.SaveDraft(ctx, id, x.Revision, c)
	return n, err
}
