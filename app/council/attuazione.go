package council

import (
	"context"

	"scranno/app/civic"
)

// Points lists the operative points of an act with what became of each, and
// tells whether they bind somebody: those of an approved act do.
func (c *Council) Points(ctx context.Context, act civic.ID) ([]civic.CommitmentView, bool, error) {
	v, err := c.o.Store.Act(ctx, act)
	if err != nil {
		return nil, false, err
	}
	return civic.PointsOf(v.Act, v.Points, act), civic.Commits(v.Act.Kind, v.Outcome), nil
}

// Remedy gives the content of the draft that a passed term calls for: a
// reminder, a formal notice or a question on what was not carried out. It cites
// nothing but the term's own article.
func (c *Council) Remedy(ctx context.Context, d DeadlineView) (civic.Content, error) {
	if d.Remedy == NoRemedy {
		return civic.Content{}, civic.NewError(civic.Invalid, "council.remedy", "deadline.no_remedy")
	}
	of, version, err := c.source(ctx, d.Deadline)
	if err != nil {
		return civic.Content{}, err
	}
	w := letter{d: d.Deadline, of: of, today: civic.DateOf(c.o.Now()), newID: c.newID}
	switch d.Remedy {
	case Reminder:
		err = w.reminder()
	case FormalNotice:
		err = w.formalNotice()
	case Verification:
		err = w.verification(ctx, c)
	}
	if err != nil {
		return civic.Content{}, err
	}
	out := w.content()
	if out.Signatories, err = c.signer(ctx, of.Body); err != nil {
		return civic.Content{}, err
	}
	if !d.Mine {
		out.Heading = "" // of another's group
	}
	if d.Act != "" {
		out.Lineage = &civic.Lineage{Parent: d.Act, Revision: version, Mode: civic.FollowUp}
	}
	return out, nil
}

// signer is the person alone, with their group as their mandate says it: a
// follow-up is their own step, and the act's other signatories agreed to none.
func (c *Council) signer(ctx context.Context, body civic.BodyCode) ([]civic.Signatory, error) {
	a, err := c.self(ctx)
	if err != nil || a.Name == "" {
		return nil, err
	}
	who := civic.Signatory{Name: a.Name}
	if m, ok := a.MandateIn(body); ok {
		who.Group = m.Group
	}
	return []civic.Signatory{who}, nil
}

// source reads the act that a term is of.
func (c *Council) source(ctx context.Context, d civic.Deadline) (civic.Content, int64, error) {
	if d.Act != "" {
		v, err := c.o.Store.Act(ctx, d.Act)
		return v.Act.Content, v.Record.Version, err
	}
	x, err := c.o.Store.Draft(ctx, d.Draft)
	if err != nil {
		return civic.Content{}, 0, err
	}
	if x.Plain == nil {
		return civic.Content{}, 0, civic.NewError(civic.NotFound, "council.remedy", "")
	}
	return *x.Plain, 0, nil
}

// Verify gives the content of a question on the points of an act that were not
// carried out, whether or not their day has passed. Conflict: there is none.
func (c *Council) Verify(ctx context.Context, act civic.ID) (civic.Content, error) {
	v, err := c.o.Store.Act(ctx, act)
	if err != nil {
		return civic.Content{}, err
	}
	if !civic.Commits(v.Act.Kind, v.Outcome) {
		return civic.Content{}, civic.NewError(civic.Conflict, "council.verify", "commitment.not_approved")
	}
	p, err := c.o.Store.Profile(ctx)
	if err != nil {
		return civic.Content{}, err
	}
	d := DeadlineView{Deadline: civic.Deadline{Kind: civic.ClockCommitment, Act: act}, Remedy: Verification}
	d.Mine = p.Person != "" && v.Record.Author == p.Person
	return c.Remedy(ctx, d)
}
