package desk

import (
	"cmp"
	"context"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// NewDraft begins a draft with the given content, which need not be complete.
func (d *Desk) NewDraft(ctx context.Context, c civic.Content) (civic.Draft, error) {
	if c.Lineage != nil {
		// What one builds upon stays within reach; full or not, the draft comes first.
		if err := d.o.Store.Pin(ctx, c.Lineage.Parent, civic.PinReused, d.now()); err != nil && !civic.Is(err, civic.TooLarge) {
			return civic.Draft{}, err
		}
	}
	return d.addDraft(ctx, civic.Draft{Plain: &c})
}

func (d *Desk) addDraft(ctx context.Context, x civic.Draft) (civic.Draft, error) {
	id, err := d.newID()
	if err != nil {
		return civic.Draft{}, err
	}
	now := d.now()
	x.ID, x.State, x.Revision, x.Created, x.Updated = id, civic.DraftOpen, 1, now, now
	if err := fits(x.Plain); err != nil {
		return civic.Draft{}, err
	}
	return x, d.after(d.o.Store.AddDraft(ctx, x))
}

// fits bounds what a draft may hold: what no command could carry would be
// written for nothing.
func fits(c *civic.Content) error {
	if c == nil {
		return civic.NewError(civic.Invalid, "desk.draft", "")
	}
	raw, err := encode(c)
	if err != nil {
		return err
	}
	switch {
	case len(raw) > civic.MaxArgs && len(c.Clauses) > civic.MaxClauses:
		return civic.TooManyClauses("desk.draft")
	case len(raw) > civic.MaxArgs:
		return civic.NewError(civic.TooLarge, "desk.draft", "invalid.too_long", "field", "text")
	}
	return nil
}

// Drafts lists the drafts, the last touched first.
// Sealed ones that cannot be read here come without a text.
func (d *Desk) Drafts(ctx context.Context) ([]civic.Draft, error) {
	return d.listDrafts(ctx, d.o.Store.Drafts)
}

// DraftLines lists them without the clauses of their texts, for screens that only
// name them.
func (d *Desk) DraftLines(ctx context.Context) ([]civic.Draft, error) {
	return d.listDrafts(ctx, d.o.Store.DraftLines)
}

func (d *Desk) listDrafts(ctx context.Context, ask func(context.Context) ([]civic.Draft, error)) ([]civic.Draft, error) {
	all, err := ask(ctx)
	if err != nil {
		return nil, err
	}
	records, err := d.o.Store.SealedRecords(ctx)
	if err != nil {
		return nil, err
	}
	unread, err := d.unreadable(ctx, records)
	return append(all, unread...), err
}

// Bin lists the drafts that were deleted in the last thirty days.
func (d *Desk) Bin(ctx context.Context) ([]civic.Draft, error) { return d.o.Store.BinnedDrafts(ctx) }

// Draft gives one draft.
func (d *Desk) Draft(ctx context.Context, id civic.ID) (civic.Draft, error) {
	return d.o.Store.Draft(ctx, id)
}

// SaveDraft keeps the text that was written upon the base revision. Where the
// draft has moved on meanwhile it is a Conflict: the present text stays, this
// one is kept as a stale version.
func (d *Desk) SaveDraft(ctx context.Context, id civic.ID, base int64, c civic.Content) (civic.Draft, error) {
	if err := fits(&c); err != nil {
		return civic.Draft{}, err
	}
	x, err := d.o.Store.SaveDraft(ctx, id, base, c, d.now())
	if err != nil {
		return x, d.after(err)
	}
	if !c.Kind.Leaves() {
		return x, d.after(d.unshare(ctx, id))
	}
	d.sealSoon(ctx, id)
	return x, d.after(nil)
}

// DeleteDraft puts a draft into the bin for thirty days. The person's other
// devices keep the copies they have.
func (d *Desk) DeleteDraft(ctx context.Context, id civic.ID) error {
	if err := d.o.Store.BinDraft(ctx, id, d.now()); err != nil {
		return err
	}
	return d.after(d.unshare(ctx, id))
}

// RestoreDraft takes a draft out of the bin.
func (d *Desk) RestoreDraft(ctx context.Context, id civic.ID) error {
	return d.after(d.o.Store.RestoreDraft(ctx, id, d.now()))
}

// NameVersion keeps the present text under a name.
func (d *Desk) NameVersion(ctx context.Context, id civic.ID, name string) (civic.DraftVersion, error) {
	if name == "" || len(name) > civic.MaxName {
		return civic.DraftVersion{}, civic.NewError(civic.Invalid, "desk.version", "desk.version_name")
	}
	v, err := d.o.Store.NameVersion(ctx, id, civic.CleanText(name), d.now())
	return v, d.after(err)
}

// Versions lists the former texts of a draft, the newest first.
func (d *Desk) Versions(ctx context.Context, id civic.ID) ([]civic.DraftVersion, error) {
	return d.o.Store.Versions(ctx, id)
}

// CheckDraft says what is missing or doubtful in a draft.
func (d *Desk) CheckDraft(ctx context.Context, id civic.ID) ([]civic.Finding, error) {
	x, err := d.open(ctx, id)
	if err != nil {
		return nil, err
	}
	found, err := d.o.Check(ctx, *x.Plain)
	return append(found, doubtful(x)...), err
}

// open gives a draft whose text can be read here.
func (d *Desk) open(ctx context.Context, id civic.ID) (civic.Draft, error) {
	x, err := d.o.Store.Draft(ctx, id)
	if err == nil && x.Plain == nil {
		err = civic.NewError(civic.Unknown, "desk.draft", "")
	}
	return x, err
}

// Submit queues the publication of a draft, or the new text of the act that it
// revises. Blocking findings are an Invalid error that names the first. With
// Hold it waits on the desk until MarkFiled or Release.
func (d *Desk) Submit(ctx context.Context, id civic.ID, how civic.SubmitHow) (civic.Queued, error) {
	const op = "desk.submit"
	x, err := d.open(ctx, id)
	if err != nil {
		return civic.Queued{}, err
	}
	if x.State == civic.DraftSubmitted {
		return civic.Queued{}, civic.NewError(civic.Conflict, op, "desk.already_submitted")
	}
	if err := d.mayLeave(ctx, x); err != nil {
		return civic.Queued{}, err
	}
	found, err := d.o.Check(ctx, *x.Plain)
	if err != nil {
		return civic.Queued{}, err
	}
	for _, f := range found {
		if f.Severity == civic.Blocking {
			return civic.Queued{}, &civic.Error{Kind: civic.Invalid, Op: op, Key: "finding." + f.Code, Params: f.Params}
		}
	}
	if err := x.Plain.Validate(); err != nil {
		return civic.Queued{}, err
	}
	if !x.Plain.Kind.Leaves() && how.Visibility != civic.OnlyMe {
		return civic.Queued{}, refusal(civic.ReasonNotShareable)
	}
	if drafting.Amending(*x.Plain) && how.Visibility != civic.OnlyMe {
		return civic.Queued{}, civic.NewError(civic.Invalid, op, "amend.not_yet")
	}
	if how.Visibility == civic.OnlyMe || how.Visibility == civic.GroupOnly {
		return civic.Queued{State: civic.QueueDone, Draft: id}, d.keepFor(ctx, id, how.Visibility)
	}
	if err := d.filesHere(ctx, x); err != nil {
		return civic.Queued{}, err
	}
	t := target{draft: id, held: how.Hold, subject: x.Plain.Subject}
	if x.Revises != "" {
		return d.submitRevision(ctx, x, t)
	}
	act := cmp.Or(x.Act, x.As)
	if act == "" {
		if act, err = d.newID(); err != nil {
			return civic.Queued{}, err
		}
	}
	args := civic.PublishArgs{ID: act, Content: *x.Plain, Visibility: how.Visibility, Licence: how.Licence}
	return d.do(ctx, civic.CmdPublish, args, t)
}

// keepFor makes an act of a draft for oneself alone, or for the group that it is
// shared in.
func (d *Desk) keepFor(ctx context.Context, id civic.ID, v civic.Visibility) (err error) {
	if v == civic.GroupOnly {
		if _, _, err = d.inGroup(ctx, id); err == nil {
			_, err = d.keepDraft(ctx, id)
		}
		return err
	}
	_, err = d.KeepForMe(ctx, id)
	return err
}

func (d *Desk) submitRevision(ctx context.Context, x civic.Draft, t target) (civic.Queued, error) {
	t.base = x.Base
	q, err := d.do(ctx, civic.CmdRevise, civic.ReviseArgs{Act: x.Revises, Content: *x.Plain}, t)
	if civic.Is(err, civic.Conflict) {
		// The act has a newer text here already: the draft stands beside it.
		_, merr := d.o.Store.ChangeDraft(ctx, x.ID, d.now(), func(y *civic.Draft) error {
			y.Beside = x.Revises
			return nil
		})
		if merr != nil {
			return q, merr
		}
		d.changed()
	}
	return q, err
}

// Rebase says that a draft standing beside a newer text was brought up to it by
// hand: it may then be submitted upon that text.
func (d *Desk) Rebase(ctx context.Context, id civic.ID) (civic.Draft, error) {
	x, err := d.open(ctx, id)
	if err != nil {
		return x, err
	}
	if x.Revises == "" {
		return x, civic.NewError(civic.Invalid, "desk.rebase", "")
	}
	rec, err := d.o.Store.Record(ctx, x.Revises)
	if err != nil {
		return x, err
	}
	x, err = d.o.Store.ChangeDraft(ctx, id, d.now(), func(y *civic.Draft) error {
		y.Base, y.Beside = rec.Version, ""
		return nil
	})
	return x, d.after(err)
}

// MarkFiled notes the protocol number and the day of filing with the files that
// came back, all or nothing, and lets go a publication that was held for it.
func (d *Desk) MarkFiled(ctx context.Context, id civic.ID, protocol string, on civic.Date, papers ...string) error {
	const op = "desk.filed"
	if !on.Valid() || on == "" || on > civic.DateOf(d.now().AddDate(0, 0, 1)) { // it may be tomorrow where the person is
		return civic.NewError(civic.Invalid, op, "invalid.date")
	}
	if protocol = civic.CleanText(protocol); len(protocol) > civic.MaxName {
		return civic.NewError(civic.TooLarge, op, "invalid.too_long", "field", "protocol")
	}
	if err := d.mayFile(ctx, id); err != nil {
		return err
	}
	kept, err := d.paperFiles(ctx, papers)
	if err != nil {
		return err
	}
	x, err := d.o.Store.ChangeDraft(ctx, id, d.now(), func(y *civic.Draft) (err error) {
		if y.Papers, err = withPapers(y.Papers, kept); err != nil {
			return err
		}
		y.Protocol, y.FiledOn = protocol, on
		if y.State == civic.DraftOpen {
			y.State = civic.DraftFiled
		}
		return nil
	})
	if err != nil {
		return err
	}
	if x.Act != "" {
		q, err := d.publication(ctx, x.Act)
		if err == nil && q.State == civic.QueueHeld {
			err = d.Release(ctx, q.Command.ID)
		}
		if err != nil && !civic.Is(err, civic.NotFound) {
			return err
		}
	}
	d.changed()
	return nil
}
