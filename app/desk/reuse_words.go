package desk

import (
	"context"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// taken gives the rewrites that were chosen from a plan's.
func (h ReuseHow) taken(offered []drafting.Rewrite) ([]drafting.Rewrite, error) {
	if h.AllWords {
		return offered, nil
	}
	return picked(offered, h.Words)
}

func picked(offered []drafting.Rewrite, chosen []int) ([]drafting.Rewrite, error) {
	var out []drafting.Rewrite
	for _, i := range chosen {
		if i < 0 || i >= len(offered) {
			return nil, civic.NewError(civic.Invalid, "desk.words", "")
		}
		out = append(out, offered[i])
	}
	return out, nil
}

// LevelWords lists the organs of the level that a draft was taken from, with what
// stands for them on its own. None where it was not taken from a level below its reach.
func (d *Desk) LevelWords(ctx context.Context, draft civic.ID) ([]drafting.Rewrite, error) {
	x, err := d.open(ctx, draft)
	if err != nil {
		return nil, err
	}
	return d.levelWords(*x.Plain)
}

func (d *Desk) levelWords(c civic.Content) ([]drafting.Rewrite, error) {
	l := c.Lineage
	if l == nil || l.Body == "" || l.Body == c.Body || l.Mode == civic.Amends {
		return nil, nil
	}
	g, err := d.gazetteer("desk.words")
	if err != nil {
		return nil, err
	}
	return drafting.Rewrites(c, g.BodyOr(l.Body, l.BodyName, l.Level, ""), d.bodyOfAct(g, c)), nil
}

// TakeLevelWords makes the chosen ones of what LevelWords lists, by their place.
func (d *Desk) TakeLevelWords(ctx context.Context, draft civic.ID, chosen []int) (civic.Draft, error) {
	x, err := d.open(ctx, draft)
	if err != nil {
		return civic.Draft{}, err
	}
	offered, err := d.levelWords(*x.Plain)
	if err != nil {
		return civic.Draft{}, err
	}
	taken, err := picked(offered, chosen)
	if err != nil || len(taken) == 0 {
		return x, err
	}
	return d.SaveDraft(ctx, x.ID, x.Revision, drafting.TakeRewrites(*x.Plain, taken))
}
