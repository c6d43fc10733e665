package desk

import (
	"context"
	"slices"
	"time"

	"scranno/app/civic"
)

// nudgeAfter is how long what one types waits for more of it before it goes to
// the other devices.
const nudgeAfter = 10 * time.Second

// ShareDraft lets the person's other devices have a draft too, sealed to the
// keys that were confirmed; or ends that: then each device keeps the copy it has.
func (d *Desk) ShareDraft(ctx context.Context, id civic.ID, on bool) error {
	x, err := d.open(ctx, id)
	if err != nil {
		return err
	}
	if !on {
		return d.after(d.unshare(ctx, id))
	}
	if !x.Plain.Kind.Leaves() {
		return refusal(civic.ReasonNotShareable)
	}
	if _, err := d.ensureIdentity(ctx, ""); err != nil {
		return err
	}
	row, err := d.sharedDraft(ctx, id)
	switch {
	case err != nil:
		return err
	case row != nil && row.State == civic.ShareOn && row.Group != "":
		return civic.NewError(civic.Conflict, "desk.share", "group.elsewhere")
	case row != nil && row.State == civic.ShareOn:
		return nil
	}
	record, err := d.newID() // says nothing of the draft, nor of the act it may become
	if err != nil {
		return err
	}
	if err := d.o.Store.SaveShared(ctx, civic.SharedDraft{Draft: x.ID, Record: record, State: civic.ShareOn}); err != nil {
		return err
	}
	return d.toSend(d.tendSealed(ctx))
}

func (d *Desk) unshare(ctx context.Context, id civic.ID) error {
	row, err := d.sharedDraft(ctx, id)
	if err != nil || row == nil || row.State == civic.ShareOff {
		return err
	}
	if row.Group != "" { // the others of the group go on with it
		row.State, row.Files = civic.ShareOff, nil
		if err := d.o.Store.SaveShared(ctx, *row); err != nil {
			return err
		}
		_, err := d.o.Store.DropSeals(ctx, row.Record)
		return err
	}
	return d.endShare(ctx, row)
}

// endShare ends the sharing of a draft for all who have it.
func (d *Desk) endShare(ctx context.Context, row *civic.SharedDraft) error {
	ended := row.State == civic.ShareEnded
	row.State, row.Files = civic.ShareOff, nil
	if err := d.o.Store.SaveShared(ctx, *row); err != nil || ended {
		return err
	}
	leaving, err := d.o.Store.DropSeals(ctx, row.Record)
	if err != nil || row.Over == 0 && !leaving {
		return err // the central never had it
	}
	name, args := civic.CmdDropDraft, any(civic.IDArgs{ID: row.Record})
	if row.Group != "" {
		name, args = civic.CmdGroupDrop, civic.GroupDropArgs{Group: row.Group, ID: row.Record}
	}
	if _, err := d.do(ctx, name, args, target{}); err != nil && !civic.Is(err, civic.NotFound) {
		return err
	}
	return nil
}

// Shared tells which drafts the person's other devices have, by draft.
func (d *Desk) Shared(ctx context.Context) (map[civic.ID]civic.SharedDraft, error) {
	rows, err := d.o.Store.SharedDrafts(ctx)
	out := make(map[civic.ID]civic.SharedDraft, len(rows))
	for _, r := range rows {
		out[r.Draft] = r
	}
	return out, err
}

func (d *Desk) sharedDraft(ctx context.Context, id civic.ID) (*civic.SharedDraft, error) {
	all, err := d.Shared(ctx)
	if row, ok := all[id]; ok {
		return &row, err
	}
	return nil, err
}

// Looked says that the person has looked at what a merge did not decide.
func (d *Desk) Looked(ctx context.Context, id civic.ID) (civic.Draft, error) {
	x, err := d.o.Store.ChangeDraft(ctx, id, d.now(), func(y *civic.Draft) error {
		y.Doubts = nil
		return nil
	})
	d.sealSoon(ctx, id)
	return x, d.after(err)
}

// Settled says that the person decided one thing that a merge did not.
func (d *Desk) Settled(ctx context.Context, id civic.ID, x civic.Doubt) (civic.Draft, error) {
	y, err := d.o.Store.ChangeDraft(ctx, id, d.now(), func(y *civic.Draft) error {
		y.Doubts = slices.DeleteFunc(slices.Clone(y.Doubts), x.Same)
		return nil
	})
	d.sealSoon(ctx, id)
	return y, d.after(err)
}

// KeepForMe makes an act of a draft that stays the person's own: never published,
// sealed like any shared draft, on all the person's devices.
func (d *Desk) KeepForMe(ctx context.Context, id civic.ID) (civic.Draft, error) {
	if _, _, err := d.inGroup(ctx, id); err == nil {
		return civic.Draft{}, civic.NewError(civic.Conflict, "desk.keep_for_me", "group.not_alone")
	}
	return d.keepDraft(ctx, id)
}

// keepDraft makes an act of a draft that is never published.
func (d *Desk) keepDraft(ctx context.Context, id civic.ID) (civic.Draft, error) {
	x, err := d.o.Store.ChangeDraft(ctx, id, d.now(), func(y *civic.Draft) error {
		if y.State == civic.DraftSubmitted {
			return civic.NewError(civic.Conflict, "desk.keep_for_me", "desk.already_submitted")
		}
		y.State = civic.DraftKept
		return nil
	})
	if err != nil {
		return x, err
	}
	d.changed()
	p, err := d.o.Store.Profile(ctx)
	if err != nil || p.Person == "" || d.o.Vault == nil || x.Plain == nil || !x.Plain.Kind.Leaves() {
		return x, err // nobody to share it with; it is kept here
	}
	if row, err := d.sharedDraft(ctx, id); err != nil || row != nil && row.Group != "" && row.State == civic.ShareOn {
		d.sealSoon(ctx, id)
		return x, err
	}
	return x, d.ShareDraft(ctx, id, true)
}

// unreadable gives the sealed drafts that cannot be read here, as drafts without
// a text.
func (d *Desk) unreadable(ctx context.Context, records []civic.Record) ([]civic.Draft, error) {
	rows, err := d.o.Store.SharedDrafts(ctx)
	if err != nil {
		return nil, err
	}
	known := map[civic.ID]bool{}
	for _, r := range rows {
		known[r.Record] = true
	}
	var out []civic.Draft
	for _, r := range records {
		if r.Kind != civic.KindDraft || r.Deleted || known[r.ID] {
			continue
		}
		b, err := civic.DecodeBody[civic.SealedBody](r)
		if err != nil {
			continue
		}
		out = append(out, civic.Draft{ID: r.ID, State: civic.DraftOpen, Created: r.Created, Updated: r.Updated, Sealed: &b})
	}
	return out, nil
}

// sealSoon brings what was just written on its way to the other devices, where
// the draft is shared. It never fails the writing.
func (d *Desk) sealSoon(ctx context.Context, id civic.ID) {
	row, err := d.sharedDraft(ctx, id)
	if err == nil && row != nil && row.State == civic.ShareOn {
		_, err = d.lookSealed(ctx, &row.Group)
		d.nudgeLater()
	}
	if err != nil && ctx.Err() == nil {
		d.o.Log.Warn("a shared draft could not be sealed", "kind", string(civic.KindOf(err)))
	}
}

func (d *Desk) nudgeLater() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.later {
		return
	}
	d.later = true
	time.AfterFunc(nudgeAfter, func() {
		d.mu.Lock()
		d.later = false
		d.mu.Unlock()
		d.Nudge()
	})
}
