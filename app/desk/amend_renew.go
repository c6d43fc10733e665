package desk

import (
	"context"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// AmendNews is what became of the act that an amendment is to.
type AmendNews struct {
	Act     civic.ActHit
	Version int64 // of the act, that has the newer text; 0: there is none
	Own     bool  // the person may renew it
	Copy    bool  // it is the copy on which the changes are written
	drafting.AmendNews
}

// Newer tells whether the act has a newer text than the amendment speaks of.
func (n AmendNews) Newer() bool { return n.Version > 0 }

// AmendNews holds a draft or an act that amends another one against the present
// text of that. Without a newer text, or the act itself, there is no news.
func (d *Desk) AmendNews(ctx context.Context, id civic.ID) (AmendNews, error) {
	n, _, err := d.amendNews(ctx, id)
	return n, err
}

func (d *Desk) amendNews(ctx context.Context, id civic.ID) (AmendNews, *civic.Draft, error) {
	var n AmendNews
	c, draft, own, err := d.amendment(ctx, id)
	if err != nil || c.Lineage == nil || c.Lineage.Mode != civic.Amends {
		return n, draft, err
	}
	v, err := d.o.Store.Act(ctx, c.Lineage.Parent)
	if civic.Is(err, civic.NotFound) || err == nil && v.Act.Returned != nil {
		return n, draft, nil
	}
	if err != nil {
		return n, draft, err
	}
	former, newer := textAt(v, c.Lineage.Revision)
	if !newer {
		return n, draft, nil
	}
	n = AmendNews{Act: hitOf(v), Version: v.Record.Version, Own: own, Copy: drafting.Amending(c)}
	if !n.Copy {
		n.AmendNews = drafting.Renew(former, v.Act.Content, c)
		return n, draft, nil
	}
	n.AmendNews = drafting.RenewCopy(c, former, v.Act.Content, d.clauseID)
	return n, draft, nil
}

// amendment gives the text of a draft, or of an act, and whether the person may
// change it.
func (d *Desk) amendment(ctx context.Context, id civic.ID) (c civic.Content, draft *civic.Draft, own bool, err error) {
	x, err := d.open(ctx, id)
	if err == nil {
		return *x.Plain, &x, x.State != civic.DraftSubmitted, nil
	}
	if !civic.Is(err, civic.NotFound) {
		return c, nil, false, err
	}
	v, err := d.o.Store.Act(ctx, id)
	if err != nil {
		return c, nil, false, err
	}
	p, err := d.o.Store.Profile(ctx)
	return v.Act.Content, nil, p.Person != "" && v.Record.Author == p.Person && v.Act.Returned == nil, err
}

// RenewAmendment brings a draft that amends an act up to the act's present text;
// of one's own published amendment it makes a draft of a new text. What was there
// is kept as a version of that name. Errors: Invalid ("amend.no_news") where
// nothing is newer, Conflict ("amend.not_applies") where it no longer applies.
func (d *Desk) RenewAmendment(ctx context.Context, id civic.ID, keepAs string) (civic.Draft, error) {
	const op = "desk.amend.renew"
	n, draft, err := d.amendNews(ctx, id)
	switch {
	case err != nil:
		return civic.Draft{}, err
	case !n.Newer() || !n.Own:
		return civic.Draft{}, civic.NewError(civic.Invalid, op, "amend.no_news")
	case !n.Applies:
		return civic.Draft{}, civic.NewError(civic.Conflict, op, "amend.not_applies")
	}
	var x civic.Draft
	if draft == nil {
		if x, err = d.ReviseAct(ctx, id); err != nil {
			return x, err
		}
	} else {
		x = *draft
		if _, err = d.NameVersion(ctx, x.ID, keepAs); err != nil {
			return x, err
		}
	}
	c := n.Renewed
	lineage := *c.Lineage
	lineage.Revision = n.Version
	c.Lineage = &lineage
	return d.SaveDraft(ctx, x.ID, x.Revision, c)
}
