package desk

import (
	"context"
	"slices"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// OwnCouncil tells of the person's own council.
type OwnCouncil interface {
	// Home gives its body; NotFound where the person has none.
	Home(ctx context.Context) (civic.BodyCode, error)
	Profile(ctx context.Context, body civic.BodyCode) (civic.CouncilProfile, error)
	// Kept gives the profile that the person keeps for a body; NotFound: none.
	Kept(ctx context.Context, body civic.BodyCode) (civic.CouncilProfile, error)
}

// ReuseHow says how an act is reused.
type ReuseHow struct {
	Body civic.BodyCode  // for whom; empty: the person's own council
	Mode civic.ReuseMode // empty: what the two bodies make of it
	// Words are the rewrites to make, by their place in the plan's list; AllWords
	// makes them all. Without either none is made.
	Words    []int
	AllWords bool
}

// Reused is what becomes of an act elsewhere.
type Reused struct {
	Draft    civic.ID // empty in a plan
	Content  civic.Content
	From, To civic.Body
	Mode     civic.ReuseMode
	Replaced []drafting.Replacement
	Gaps     []drafting.Gap
	Rewrites []drafting.Rewrite // organs of the other level with what stands for them, for the person to take
	Flags    []civic.Finding    // clauses that name another body's powers, and what recalls the source
	Files    int                // attachments of the source, which stay with it
}

// Reuse begins a draft made of an act. Nothing of the act changes.
func (d *Desk) Reuse(ctx context.Context, act civic.ID, how ReuseHow) (Reused, error) {
	r, err := d.ReusePlan(ctx, act, how)
	if err != nil {
		return r, err
	}
	x, err := d.NewDraft(ctx, r.Content)
	r.Draft = x.ID
	return r, err
}

// ReusePlan says what Reuse would make, and makes nothing. Errors: NotFound
// ("reuse.no_council") where no body is named and the person has none; Invalid
// ("reuse.mode") for a mode that does not fit.
func (d *Desk) ReusePlan(ctx context.Context, act civic.ID, how ReuseHow) (Reused, error) {
	const op = "desk.reuse"
	v, err := d.o.Store.Act(ctx, act)
	if err != nil {
		return Reused{}, err
	}
	if v.Act.Returned != nil {
		return Reused{}, refusal(civic.ReasonReturned)
	}
	g, err := d.gazetteer(op)
	if err != nil {
		return Reused{}, err
	}
	to, council, err := d.reuseBody(ctx, g, how.Body)
	if err != nil {
		return Reused{}, err
	}
	from := d.bodyOfAct(g, v.Act.Content)
	if how.Mode == "" {
		how.Mode = modeBetween(from, to)
	}
	ids, failed := d.clauseIDs()
	a := drafting.Adaptation{From: g.Place(from), To: g.Place(to), IDs: ids, Council: council, Level: from.Level != to.Level || from.Kind != to.Kind}
	var made drafting.Adapted
	switch how.Mode {
	case civic.Copied:
		a.Verbatim, a.Level = true, false
		made = g.Adapt(v.Act.Content, a)
	case civic.Adapted, civic.FromLevel:
		made = g.Adapt(v.Act.Content, a)
	case civic.Inspired:
		made = g.Inspired(v.Act.Content, a)
	case civic.FollowUp:
		made = drafting.FollowUp(v.Act.Content, a)
	default:
		return Reused{}, civic.NewError(civic.Invalid, op, "reuse.mode")
	}
	if err := failed(); err != nil {
		return Reused{}, err
	}
	taken, err := how.taken(made.Rewrites)
	if err != nil {
		return Reused{}, err
	}
	c := drafting.TakeRewrites(made.Content, taken)
	c.Lineage = &civic.Lineage{Parent: act, Revision: v.Record.Version, Mode: how.Mode, Body: v.Act.Body, BodyName: v.Act.BodyName, Level: v.Act.Level}
	if err := d.signFor(ctx, &c); err != nil {
		return Reused{}, err
	}
	if c.Heading, err = d.Heading(ctx, c.Body); err != nil {
		return Reused{}, err
	}
	return Reused{
		Content: c, From: from, To: to, Mode: how.Mode, Replaced: made.Replaced, Gaps: drafting.Gaps(c), Rewrites: made.Rewrites, Flags: made.Flags,
		Files: len(v.Act.Attachments),
	}, nil
}

func (d *Desk) gazetteer(op string) (*drafting.Gazetteer, error) {
	if d.o.Bodies == nil {
		return nil, civic.NewError(civic.Internal, op, "")
	}
	return d.o.Bodies()
}

// clauseIDs gives new ids for clauses; failed says whether one could not be made.
func (d *Desk) clauseIDs() (ids func(int) civic.ID, failed func() error) {
	var first error
	ids = func(int) civic.ID {
		id, err := d.newID()
		if first == nil {
			first = err
		}
		return id
	}
	return ids, func() error { return first }
}

// modeBetween is how a text goes from one body to another where nobody says.
func modeBetween(from, to civic.Body) civic.ReuseMode {
	switch {
	case from.Level != to.Level:
		return civic.FromLevel
	case from.Code() == to.Code():
		return civic.Copied
	}
	return civic.Adapted
}

// bodyOfAct finds an act's body, or makes one of what the act says of it.
func (d *Desk) bodyOfAct(g *drafting.Gazetteer, c civic.Content) civic.Body {
	return g.BodyOr(c.Body, c.BodyName, c.Level, c.Region)
}

// reuseBody finds the body that a text is made for, with its council's profile.
func (d *Desk) reuseBody(ctx context.Context, g *drafting.Gazetteer, code civic.BodyCode) (civic.Body, civic.CouncilProfile, error) {
	const op = "desk.reuse"
	none := civic.NewError(civic.NotFound, op, "reuse.no_council")
	if d.o.Council == nil {
		return civic.Body{}, civic.CouncilProfile{}, none
	}
	if code == "" {
		var err error
		if code, err = d.o.Council.Home(ctx); civic.Is(err, civic.NotFound) {
			return civic.Body{}, civic.CouncilProfile{}, none
		} else if err != nil {
			return civic.Body{}, civic.CouncilProfile{}, err
		}
	}
	p, err := d.o.Council.Profile(ctx, code)
	if err != nil {
		return civic.Body{}, p, err
	}
	if b, err := g.Body(code); err == nil {
		return b, p, nil
	}
	if p.Name == "" || !p.Level.Valid() {
		return civic.Body{}, p, civic.NewError(civic.NotFound, op, "invalid.body_unknown")
	}
	b := g.BodyOr(code, p.Name, p.Level, p.Region)
	if len(p.Forms) > 0 {
		b.OtherName = p.Forms[0]
	}
	return b, p, nil
}

// signFor puts the person under the text, with what their mandate says.
func (d *Desk) signFor(ctx context.Context, c *civic.Content) error {
	p, err := d.o.Store.Profile(ctx)
	if err != nil || p.Person == "" {
		return err
	}
	who := civic.Signatory{Name: p.Name}
	a, err := d.Actor(ctx)
	if err != nil && !civic.Is(err, civic.Unknown) && !civic.Is(err, civic.NotFound) {
		return err
	}
	if m, ok := a.MandateIn(c.Body); ok {
		who.Group, c.Organ, c.Term = m.Group, m.Organ, m.Term
		c.BodyName, c.Level, c.Region = m.BodyName, m.Level, m.Region
	}
	if who.Name != "" {
		c.Signatories = []civic.Signatory{who}
	}
	return nil
}

// ReuseTarget is a body that an act may be made for.
type ReuseTarget struct {
	Body civic.Body
	Own  bool // the person's own council, or one that they sit in
}

// ReuseTargets lists the bodies that a text may be made for: one's own council
// first, the others that one sits in, then the region and the chambers.
func (d *Desk) ReuseTargets(ctx context.Context) ([]ReuseTarget, error) {
	g, err := d.gazetteer("desk.reuse")
	if err != nil {
		return nil, err
	}
	var out []ReuseTarget
	add := func(code civic.BodyCode, own bool) error {
		b, _, err := d.reuseBody(ctx, g, code)
		switch {
		case civic.Is(err, civic.NotFound):
			return nil
		case err != nil:
			return err
		}
		if !slices.ContainsFunc(out, func(t ReuseTarget) bool { return t.Body.Code() == b.Code() }) {
			out = append(out, ReuseTarget{b, own})
		}
		return nil
	}
	if err := add("", true); err != nil {
		return nil, err
	}
	a, err := d.Actor(ctx)
	if err != nil && !civic.Is(err, civic.Unknown) && !civic.Is(err, civic.NotFound) && !civic.Is(err, civic.Unauthenticated) {
		return nil, err
	}
	for _, m := range a.Mandates {
		if err := add(m.Body, true); err != nil {
			return nil, err
		}
	}
	if len(out) == 0 {
		return nil, nil
	}
	for _, code := range []civic.BodyCode{civic.BodyCode("reg:" + string(out[0].Body.Region)), "it:camera", "it:senato"} {
		if _, err := g.Body(code); err != nil {
			continue
		}
		if err := add(code, false); err != nil {
			return nil, err
		}
	}
	return out, nil
}
