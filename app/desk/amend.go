package desk

import (
	"context"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// AmendAct begins the amending of an act: a draft that is its copy, to be edited
// freely. MakeAmendment then writes what differs as an amendment. The name is
// that of the version that keeps the text to start from.
func (d *Desk) AmendAct(ctx context.Context, act civic.ID, startAs string) (civic.Draft, error) {
	v, err := d.amendable(ctx, act)
	if err != nil {
		return civic.Draft{}, err
	}
	c := drafting.CopyToAmend(v.Act.Content, act, v.Record.Version, d.clauseID)
	if err := d.signAmendment(ctx, &c); err != nil {
		return civic.Draft{}, err
	}
	x, err := d.NewDraft(ctx, c)
	if err != nil {
		return x, err
	}
	_, err = d.NameVersion(ctx, x.ID, startAs)
	return x, err
}

// AmendWith writes the amendment that makes of an act the text given, whose
// clauses are found by their ids or by their words.
func (d *Desk) AmendWith(ctx context.Context, act civic.ID, edited []civic.Clause) (civic.Draft, error) {
	v, err := d.amendable(ctx, act)
	if err != nil {
		return civic.Draft{}, err
	}
	base := v.Act.Content
	c := drafting.CopyToAmend(base, act, v.Record.Version, d.clauseID)
	c.Clauses = drafting.Realign(base.Clauses, edited)
	if err := d.signAmendment(ctx, &c); err != nil {
		return civic.Draft{}, err
	}
	if c, err = drafting.AmendmentOf(base, c, d.clauseID); err != nil {
		return civic.Draft{}, err
	}
	return d.NewDraft(ctx, c)
}

// signAmendment puts the person's own name and heading in the place of those of
// the act: an amendment is of who asks for it.
func (d *Desk) signAmendment(ctx context.Context, c *civic.Content) error {
	if err := d.signFor(ctx, c); err != nil {
		return err
	}
	heading, err := d.Heading(ctx, c.Body)
	c.Heading = heading
	return err
}

func (d *Desk) amendable(ctx context.Context, act civic.ID) (civic.ActView, error) {
	v, err := d.o.Store.Act(ctx, act)
	if err == nil && v.Act.Returned != nil {
		err = civic.NewError(civic.NotFound, "desk.amend", "amend.gone")
	}
	return v, err
}

// MakeAmendment writes the amendment that a copy to be amended has come to, as a
// draft of its own; the copy stays. Invalid where nothing was changed.
func (d *Desk) MakeAmendment(ctx context.Context, id civic.ID) (civic.Draft, error) {
	x, err := d.open(ctx, id)
	if err != nil {
		return x, err
	}
	if !drafting.Amending(*x.Plain) {
		return x, civic.NewError(civic.Invalid, "desk.amend", "")
	}
	base, err := d.amendedText(ctx, x)
	if err != nil {
		return x, err
	}
	c, err := drafting.AmendmentOf(base, *x.Plain, d.clauseID)
	if err != nil {
		return x, err
	}
	return d.NewDraft(ctx, c)
}

// amendedText is the text that a copy began with: its first version, else the
// act as it is now.
func (d *Desk) amendedText(ctx context.Context, x civic.Draft) (civic.Content, error) {
	all, err := d.o.Store.Versions(ctx, x.ID)
	if err != nil {
		return civic.Content{}, err
	}
	upon := x.Plain.Lineage.Revision
	for i := len(all) - 1; i >= 0; i-- {
		if v := all[i]; v.Name != "" && v.Revision == 1 && v.Content.Lineage != nil && v.Content.Lineage.Revision == upon {
			return v.Content, nil
		}
	}
	v, err := d.o.Store.Act(ctx, x.Plain.Lineage.Parent)
	if civic.Is(err, civic.NotFound) {
		err = civic.NewError(civic.NotFound, "desk.amend", "amend.gone")
	}
	if c, former := textAt(v, upon); former {
		return c, err
	}
	return v.Act.Content, err
}

// clauseID makes an id for a clause. Where the system gives no randomness it is
// empty, and the draft is refused as ill-formed.
func (d *Desk) clauseID(int) civic.ID {
	id, err := d.newID()
	if err != nil {
		return ""
	}
	return id
}
