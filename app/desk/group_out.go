package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"scranno/app/civic"
)

// BarReason is why a draft does not leave by the person's own hand.
type BarReason string

// The reasons.
const (
	BarPrepares BarReason = "collaborator" // they prepare the group's text: a councillor of it confirms what leaves
	BarAuthor   BarReason = "author"       // it is a new text of another's act, which its author alone publishes
)

// Bar tells which doors of a draft are shut to the person, so that it is said
// before they try.
type Bar struct {
	Why       BarReason // empty: it may leave
	Publish   bool
	File      bool // in the council, and the note of its number
	Support   bool
	Tell      bool     // of the filing, on the published act
	Rebase    bool     // it stands beside the newer text of an act that is not in this copy
	Revise    bool     // the act that it became is another's, and no group of theirs has it
	Author    civic.ID // of the act that it became, or is a new text of, where that is somebody else
	Name      string   // theirs; empty: not known here
	Confirmed bool     // a councillor of the group confirmed the text as it stands
}

// refusal is the error of who tries a shut door.
func (b Bar) refusal(op string) error {
	if b.Why == BarAuthor {
		return civic.NewError(civic.Forbidden, op, "group.author", "name", b.Name)
	}
	return civic.NewError(civic.Forbidden, op, "group.collaborator")
}

// Barred tells of which drafts the person keeps some door shut.
func (d *Desk) Barred(ctx context.Context) (map[civic.ID]Bar, error) {
	out := map[civic.ID]Bar{}
	p, err := d.o.Store.Profile(ctx)
	if err != nil || p.Person == "" {
		return out, err
	}
	all, err := d.o.Store.DraftLines(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := d.o.Store.SharedDrafts(ctx)
	if err != nil {
		return nil, err
	}
	together := map[civic.ID]bool{}
	for _, x := range rows {
		together[x.Draft] = together[x.Draft] || x.Group != ""
	}
	for _, x := range all {
		if x.Plain == nil || x.Act == "" && x.Revises == "" && !together[x.ID] {
			continue // nobody else has a part in it
		}
		b, err := d.bar(ctx, x)
		if err != nil {
			return nil, err
		}
		if b != (Bar{}) {
			out[x.ID] = b
		}
	}
	return out, nil
}

// bar tells what is shut of one draft.
func (d *Desk) bar(ctx context.Context, x civic.Draft) (b Bar, err error) {
	p, err := d.o.Store.Profile(ctx)
	if err != nil || p.Person == "" {
		return b, err
	}
	if b.Author, b.Name, err = d.otherAuthor(ctx, p.Person, cmp.Or(x.Revises, x.Act)); err != nil {
		return b, err
	}
	gone := x.State == civic.DraftSubmitted
	if b.Author != "" && x.Revises != "" && !gone {
		b.Why, b.Publish = BarAuthor, true
	}
	switch _, seat, err := d.inGroup(ctx, x.ID); {
	case civic.Is(err, civic.NotFound):
	case err != nil:
		return b, err
	case seat.Part == civic.PartCollaborator:
		b.Why, b.Publish, b.Support = BarPrepares, true, true
		if b.Confirmed, err = d.confirmed(ctx, x.ID); err != nil {
			return b, err
		}
		// Who carries a text that a councillor let go takes its number home too.
		b.File = !b.Confirmed && !gone && x.FiledOn == ""
	}
	if b.Author != "" && gone {
		_, _, err := d.revisedTogether(ctx, cmp.Or(x.Revises, x.Act), b.Author)
		if b.Revise = civic.Is(err, civic.NotFound); err != nil && !b.Revise {
			return b, err
		}
	}
	if x.Beside != "" {
		_, err := d.o.Store.Record(ctx, x.Beside)
		if b.Rebase = civic.Is(err, civic.NotFound); err != nil && !b.Rebase {
			return b, err
		}
	}
	if x.Act != "" && x.FiledOn != "" {
		b.Tell, err = d.mayNotTell(ctx, x)
	}
	return b, err
}

// otherAuthor gives who published an act, where it is here and not the person's.
func (d *Desk) otherAuthor(ctx context.Context, me, act civic.ID) (civic.ID, string, error) {
	if act == "" {
		return "", "", nil
	}
	rec, err := d.o.Store.Record(ctx, act)
	if civic.Is(err, civic.NotFound) || err == nil && rec.Author == me {
		return "", "", nil
	}
	if err != nil {
		return "", "", err
	}
	return d.authorOf(ctx, act)
}

// authorOf gives who published an act; empty: it is not here.
func (d *Desk) authorOf(ctx context.Context, act civic.ID) (id civic.ID, name string, err error) {
	v, err := d.o.Store.Act(ctx, act)
	if civic.Is(err, civic.NotFound) {
		return "", "", nil
	}
	return v.Record.Author, v.Author, err
}

// mayNotTell asks the rules whether the person may tell of the act's filing. Of an
// act that is not here nobody tells.
func (d *Desk) mayNotTell(ctx context.Context, x civic.Draft) (bool, error) {
	if _, err := d.o.Store.Record(ctx, x.Act); err != nil {
		return true, passing(err, civic.NotFound)
	}
	id, err := d.newID()
	if err != nil {
		return false, err
	}
	e := civic.ActEvent{Act: x.Act, Type: civic.Filed, Date: x.FiledOn, Protocol: x.Protocol}
	why, err := d.may(ctx, civic.CmdActEvent, civic.ActEventArgs{ID: id, Event: e}, 0)
	if civic.Is(err, civic.Invalid) {
		return false, nil // the rule says what is wrong with it
	}
	return why != "", err
}

// passing lets an error of one kind go.
func passing(err error, kind civic.ErrorKind) error {
	if civic.Is(err, kind) {
		return nil
	}
	return err
}

// confirmed tells whether a councillor of the group has said of the text as it
// stands that it may leave.
func (d *Desk) confirmed(ctx context.Context, draft civic.ID) (bool, error) {
	marks, err := d.DraftMarks(ctx, draft)
	return slices.ContainsFunc(marks, func(m DraftMark) bool { return m.Agreed && m.Part != civic.PartCollaborator && m.Part != "" }), err
}

// mayLeave refuses a publication that is not the person's to make.
func (d *Desk) mayLeave(ctx context.Context, x civic.Draft) error {
	b, err := d.bar(ctx, x)
	if err == nil && b.Publish {
		err = b.refusal("desk.submit")
	}
	return err
}

// mayFile refuses that what nobody confirmed is filed.
func (d *Desk) mayFile(ctx context.Context, id civic.ID) error {
	x, err := d.o.Store.Draft(ctx, id)
	if err != nil {
		return err
	}
	b, err := d.bar(ctx, x)
	if err == nil && b.File {
		err = b.refusal("desk.filed")
	}
	return err
}

// prepares refuses to whoever only prepares a group's text what a councillor of it
// says of that.
func (d *Desk) prepares(ctx context.Context, op string, draft civic.ID) error {
	_, seat, err := d.inGroup(ctx, draft)
	if civic.Is(err, civic.NotFound) {
		return nil
	}
	if err == nil && seat.Part == civic.PartCollaborator {
		err = Bar{Why: BarPrepares}.refusal(op)
	}
	return err
}

// GroupOut is how a group's draft left.
type GroupOut struct {
	Act  civic.ID
	By   civic.ID
	Name string
	At   time.Time
	Here bool // the act is in this copy of the library; else its publication is known by the group alone
}

// out tells what became of a draft that was given to be published.
func (t *tending) out(ctx context.Context, row civic.SharedDraft, x civic.Draft) (*GroupOut, error) {
	if x.State != civic.DraftSubmitted {
		return nil, nil
	}
	o := &GroupOut{Act: cmp.Or(x.Act, x.Revises), By: row.By, Name: t.circle.members[row.By].Name, At: row.At}
	v, err := t.d.o.Store.Act(ctx, o.Act)
	if civic.Is(err, civic.NotFound) {
		return o, nil
	}
	if err != nil {
		return nil, err
	}
	o.Here = !v.Pending
	o.By, o.Name, o.At = v.Record.Author, cmp.Or(v.Author, t.circle.members[v.Record.Author].Name), v.Act.Published
	if x.Revises != "" && v.Act.Revised.After(o.At) {
		o.At = v.Act.Revised
	}
	return o, nil
}

// revisedTogether gives the draft by which a group of the person's has another's
// act, and where it is shared: there its next text is prepared, which the author
// publishes. NotFound: no group of theirs has it, or not with its author.
func (d *Desk) revisedTogether(ctx context.Context, act, author civic.ID) (civic.Draft, civic.ID, error) {
	rows, err := d.o.Store.SharedDrafts(ctx)
	if err != nil {
		return civic.Draft{}, "", err
	}
	for _, row := range rows {
		if row.Group == "" || row.State != civic.ShareOn {
			continue
		}
		x, err := d.o.Store.Draft(ctx, row.Draft)
		if civic.Is(err, civic.NotFound) || err == nil && (x.Plain == nil || x.State != civic.DraftSubmitted || cmp.Or(x.Act, x.Revises) != act) {
			continue
		}
		if err != nil {
			return x, "", err
		}
		if author != "" {
			_, _, err = d.pairIn(ctx, row.Group, author)
		}
		if civic.Is(err, civic.NotFound) {
			continue
		}
		return x, row.Group, err
	}
	return civic.Draft{}, "", civic.NewError(civic.NotFound, "desk.revise", "")
}

// reviseTogether begins the new text of another's act in the group that prepared
// it. NotFound: there is none.
func (d *Desk) reviseTogether(ctx context.Context, act civic.ID, v *civic.ActView) (civic.Draft, error) {
	var author civic.ID
	if v != nil {
		author = v.Record.Author
	}
	x, group, err := d.revisedTogether(ctx, act, author)
	if err != nil {
		return x, err
	}
	c, base := *x.Plain, int64(1) // of an act that the person may not read: the text that went out
	if v != nil {
		c, base = v.Act.Content, v.Record.Version
	}
	if x, err = d.addDraft(ctx, civic.Draft{Revises: act, Base: base, Plain: &c}); err != nil {
		return x, err
	}
	if err := d.ShareInGroup(ctx, x.ID, group); err != nil {
		return x, err
	}
	return d.o.Store.Draft(ctx, x.ID)
}
