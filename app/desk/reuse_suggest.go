package desk

import (
	"context"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// Suggested is what a newer text of the act that a text came from would change.
type Suggested struct {
	Parent  civic.ActHit
	Version int64 // of the parent, that has the newer text
	Items   []drafting.Suggestion
}

// Suggestions says what is newer in the act that a draft, or one's own published
// act, came from, since the person last looked. No items: nothing. It changes
// nothing. NotFound: the parent is not here.
func (d *Desk) Suggestions(ctx context.Context, child civic.ID) (Suggested, error) {
	c, _, err := d.child(ctx, child)
	if err != nil || c.Lineage == nil || !followsParent(c.Lineage.Mode) {
		return Suggested{}, err
	}
	v, err := d.o.Store.Act(ctx, c.Lineage.Parent)
	if err != nil {
		return Suggested{}, err
	}
	seen, err := d.o.Store.ParentSeen(ctx, child)
	if err != nil {
		return Suggested{}, err
	}
	out := Suggested{Parent: hitOf(v), Version: v.Record.Version}
	former, ok := textAt(v, max(seen, c.Lineage.Revision))
	if !ok || v.Act.Returned != nil {
		return out, nil
	}
	g, err := d.gazetteer("desk.suggest")
	if err != nil {
		return out, err
	}
	ids, failed := d.clauseIDs()
	from, to := d.bodyOfAct(g, v.Act.Content), d.bodyOfAct(g, c)
	how := drafting.Adaptation{
		From: g.Place(from), To: g.Place(to), IDs: ids, Level: from.Level != to.Level || from.Kind != to.Kind, Verbatim: c.Lineage.Mode == civic.Copied,
	}
	out.Items = g.Suggestions(former, v.Act.Content, c, how)
	return out, failed()
}

// followsParent tells whether a text of the mode goes on with its parent's words.
func followsParent(m civic.ReuseMode) bool {
	return m == civic.Copied || m == civic.Adapted || m == civic.FromLevel
}

// child gives the text of a draft or of an act, and the draft where it is one.
func (d *Desk) child(ctx context.Context, id civic.ID) (civic.Content, *civic.Draft, error) {
	x, err := d.open(ctx, id)
	if err == nil {
		return *x.Plain, &x, nil
	}
	if !civic.Is(err, civic.NotFound) {
		return civic.Content{}, nil, err
	}
	v, err := d.o.Store.Act(ctx, id)
	if err != nil {
		return civic.Content{}, nil, err
	}
	p, err := d.me(ctx)
	if err != nil {
		return civic.Content{}, nil, err
	}
	if v.Record.Author != p.Person {
		v.Act.Lineage = nil // somebody else's to follow
	}
	return v.Act.Content, nil, nil
}

// textAt gives the text that an act had at a version; false where it is the
// present one.
func textAt(v civic.ActView, version int64) (civic.Content, bool) {
	var out civic.Content
	found := int64(-1)
	for _, r := range v.Revisions {
		if at := r.Revision.Version; at >= version && (found < 0 || at < found) {
			found, out = at, r.Revision.Content
		}
	}
	return out, found >= 0
}

func hitOf(v civic.ActView) civic.ActHit {
	return civic.ActHit{
		ID: v.Record.ID, Kind: v.Act.Kind, Level: v.Act.Level, Subject: v.Act.Subject, Body: v.Act.Body, BodyName: v.Act.BodyName, Region: v.Act.Region,
		Date: v.Act.Date, Outcome: v.Outcome,
	}
}

// TakeSuggestions puts the chosen items into the draft, or into a draft of a new
// text of one's own act, and gives that draft. Choosing none only notes that the
// person has looked.
func (d *Desk) TakeSuggestions(ctx context.Context, child civic.ID, s Suggested, chosen []int) (civic.Draft, error) {
	var items []drafting.Suggestion
	for _, i := range chosen {
		if i < 0 || i >= len(s.Items) {
			return civic.Draft{}, civic.NewError(civic.Invalid, "desk.suggest", "")
		}
		items = append(items, s.Items[i])
	}
	_, draft, err := d.child(ctx, child)
	if err != nil {
		return civic.Draft{}, err
	}
	var x civic.Draft
	switch {
	case len(items) == 0:
		if draft != nil {
			x = *draft
		}
	case draft == nil:
		if x, err = d.ReviseAct(ctx, child); err != nil {
			return x, err
		}
		fallthrough
	default:
		if draft != nil {
			x = *draft
		}
		if x, err = d.SaveDraft(ctx, x.ID, x.Revision, drafting.Take(*x.Plain, items)); err != nil {
			return x, err
		}
	}
	return x, d.after(d.o.Store.SeeParent(ctx, child, s.Version))
}
