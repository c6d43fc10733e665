package desk

import (
	"context"
	"time"

	"scranno/app/civic"
)

// GroupDraft is what is known of a draft that is shared in a group.
type GroupDraft struct {
	Group  civic.ID
	Name   string          // of the group
	Part   civic.GroupPart // the person's own there
	By     civic.ID        // who last changed it, of what was met
	ByName string
	At     time.Time // when
	Seen   int       // others who have seen the text as it stands
	Joined int       // who supports the text as it stands
	Mine   DraftMark // zero: nothing said yet
	Ended  bool      // it is shared no longer, and is the person's own now
	// Returning tells that the central was put back and has not the person's seat
	// again yet: what is written waits here.
	Returning bool
	Unread    bool      // its newest text cannot be opened here yet
	Out       *GroupOut // how it was published; nil: it was not
}

// ShareInGroup lets the members of a group have a draft too, sealed to their
// keys. A draft is shared in one place at a time: from the own devices it goes
// over to the group, which they are in too. Conflict: it is in another group.
func (d *Desk) ShareInGroup(ctx context.Context, draft, group civic.ID) error {
	const op = "desk.share_in_group"
	x, err := d.open(ctx, draft)
	if err != nil {
		return err
	}
	if !x.Plain.Kind.Leaves() {
		return refusal(civic.ReasonNotShareable)
	}
	if _, err := d.seat(ctx, group); err != nil {
		return err
	}
	if _, err := d.ensureIdentity(ctx, ""); err != nil {
		return err
	}
	row, err := d.sharedDraft(ctx, draft)
	switch {
	case err != nil:
		return err
	case row != nil && row.State == civic.ShareOn && row.Group == group:
		return nil
	case row != nil && row.State == civic.ShareOn && row.Group != "":
		return civic.NewError(civic.Conflict, op, "group.elsewhere")
	}
	if err := d.unshare(ctx, draft); err != nil {
		return err
	}
	if err := d.giveActID(ctx, x); err != nil {
		return err
	}
	next, err := d.groupRow(ctx, row, draft, group)
	if err != nil {
		return err
	}
	if err := d.o.Store.SaveShared(ctx, next); err != nil {
		return err
	}
	return d.toSend(d.tendSealed(ctx))
}

// giveActID settles which id the draft's act will have, whoever publishes it.
func (d *Desk) giveActID(ctx context.Context, x civic.Draft) error {
	if x.As != "" || x.Act != "" || x.Revises != "" {
		return nil
	}
	as, err := d.newID()
	if err != nil {
		return err
	}
	_, err = d.o.Store.ChangeDraft(ctx, x.ID, d.now(), func(y *civic.Draft) error {
		if y.As == "" {
			y.As = as
		}
		return nil
	})
	return err
}

// groupRow is where the sharing begins: anew, or where it was left on this desk
// alone.
func (d *Desk) groupRow(ctx context.Context, row *civic.SharedDraft, draft, group civic.ID) (civic.SharedDraft, error) {
	if row != nil && row.Group == group && row.State == civic.ShareOff {
		records, err := d.o.Store.GroupRecords(ctx, group)
		if err != nil {
			return *row, err
		}
		for _, r := range records {
			if r.ID == row.Record && !r.Deleted {
				row.State = civic.ShareOn
				return *row, nil
			}
		}
	}
	record, err := d.newID() // says nothing of the draft, nor of the act it may become
	return civic.SharedDraft{Draft: draft, Record: record, Group: group, State: civic.ShareOn}, err
}

// EndGroupSharing ends the sharing of a draft, for all members: each keeps the
// copy they have.
func (d *Desk) EndGroupSharing(ctx context.Context, draft civic.ID) error {
	row, err := d.sharedDraft(ctx, draft)
	if err != nil {
		return err
	}
	if row == nil || row.Group == "" {
		return civic.NewError(civic.NotFound, "desk.group", "group.not_shared")
	}
	return d.after(d.endShare(ctx, row))
}

// KeepEnded says that the person has heard that a draft is shared no longer.
func (d *Desk) KeepEnded(ctx context.Context, draft civic.ID) error {
	row, err := d.sharedDraft(ctx, draft)
	if err != nil || row == nil || row.State != civic.ShareEnded {
		return err
	}
	// What comes from there again, to who is let in anew, is another draft.
	record, err := d.newID()
	if err != nil {
		return err
	}
	return d.after(d.o.Store.SaveShared(ctx, civic.SharedDraft{Draft: draft, Record: record, State: civic.ShareOff}))
}

// inGroup gives what is remembered of a draft that is shared in a group. NotFound:
// it is not.
func (d *Desk) inGroup(ctx context.Context, draft civic.ID) (civic.SharedDraft, groupSeat, error) {
	row, err := d.sharedDraft(ctx, draft)
	if err != nil {
		return civic.SharedDraft{}, groupSeat{}, err
	}
	if row == nil || row.Group == "" || row.State != civic.ShareOn {
		return civic.SharedDraft{}, groupSeat{}, civic.NewError(civic.NotFound, "desk.group", "group.not_shared")
	}
	seat, err := d.seat(ctx, row.Group)
	return *row, seat, err
}

// AskConfirmation puts the text as it stands before a councillor of the group, who
// confirms what leaves.
func (d *Desk) AskConfirmation(ctx context.Context, draft, to civic.ID) error {
	const op = "desk.ask_confirmation"
	x, err := d.open(ctx, draft)
	if err != nil {
		return err
	}
	row, _, err := d.inGroup(ctx, draft)
	if err != nil {
		return err
	}
	me, other, err := d.pairIn(ctx, row.Group, to)
	if err != nil {
		return err
	}
	if other.Part == civic.PartCollaborator || other.Person == me.Person {
		return civic.NewError(civic.Invalid, op, "group.ask_councillor")
	}
	ask := civic.Ask{By: me.Person, Name: me.Name, To: to, Text: civic.TextHash(*x.Plain), At: d.now()}
	return d.changeAsk(ctx, draft, func(y *civic.Draft) error {
		y.Ask = &ask
		return nil
	})
}

// ConfirmDraft confirms the text as it stands, to who asked for that. NotFound:
// nobody asked this person.
func (d *Desk) ConfirmDraft(ctx context.Context, draft civic.ID) error {
	p, err := d.me(ctx)
	if err != nil {
		return err
	}
	if err := d.prepares(ctx, "desk.confirm", draft); err != nil {
		return err
	}
	now := d.now()
	err = d.changeAsk(ctx, draft, func(y *civic.Draft) error {
		if y.Ask == nil || y.Ask.To != p.Person || y.Plain == nil {
			return civic.NewError(civic.NotFound, "desk.confirm", "group.not_asked")
		}
		ask := *y.Ask
		ask.Text, ask.Done = civic.TextHash(*y.Plain), now
		y.Ask = &ask
		return nil
	})
	if err != nil {
		return err
	}
	return d.mark(ctx, draft, func(m *markText, text string) bool {
		m.Confirmed, m.ConfirmedAt = text, now
		return true
	})
}

func (d *Desk) changeAsk(ctx context.Context, draft civic.ID, change func(*civic.Draft) error) error {
	_, err := d.o.Store.ChangeDraft(ctx, draft, d.now(), change)
	if err == nil {
		d.sealSoon(ctx, draft)
	}
	return d.after(err)
}

// pairIn gives the seats of the person and of another member. NotFound: one of
// them is not in the group.
func (d *Desk) pairIn(ctx context.Context, group, other civic.ID) (me, them civic.GroupMember, err error) {
	p, err := d.me(ctx)
	if err != nil {
		return me, them, err
	}
	drawn, err := d.o.Store.DrawnGroups(ctx)
	c := circle{id: group, members: map[civic.ID]civic.GroupMember{}}
	c.read(nil, drawn, p.Person)
	me, them = c.members[p.Person], c.members[other]
	if err == nil && (me.Person == "" || them.Person == "") {
		err = civic.NewError(civic.NotFound, "desk.group", "group.not_member")
	}
	return me, them, err
}
