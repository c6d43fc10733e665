package desk

import (
	"context"

	"scranno/app/civic"
)

const maxSuggestions = 12

// Acts searches the acts kept on this desk. Hits of a query with a text carry
// the excerpt that its words are found in.
func (d *Desk) Acts(ctx context.Context, q civic.ActQuery) (civic.ActResult, error) {
	return d.o.Store.Acts(ctx, q)
}

// Act gives an act with all that hangs on it.
func (d *Desk) Act(ctx context.Context, id civic.ID) (civic.ActView, error) {
	v, err := d.o.Store.Act(ctx, id)
	if err != nil {
		return v, err
	}
	return v, d.silence(ctx, v.Calls)
}

// Suggest gives words of the library that begin with what is being typed, the
// most used first.
func (d *Desk) Suggest(ctx context.Context, prefix string) ([]string, error) {
	return d.o.Store.Words(ctx, prefix, maxSuggestions)
}

// MarkUseful sets or takes back one's own mark on an act.
func (d *Desk) MarkUseful(ctx context.Context, act civic.ID, on bool) (civic.Queued, error) {
	return d.do(ctx, civic.CmdUseful, civic.UsefulArgs{Act: act, On: on}, target{})
}

// RecordEvent adds a fact to the life of an act in its council.
func (d *Desk) RecordEvent(ctx context.Context, e civic.ActEvent) (civic.Queued, error) {
	if err := e.Validate(); err != nil {
		return civic.Queued{}, err
	}
	if v, err := d.o.Store.Act(ctx, e.Act); err == nil { // an act that is not here is the rule's to judge
		if err := e.Tellable(v.Act.Kind, d.now()); err != nil {
			return civic.Queued{}, err
		}
	}
	id, err := d.newID()
	if err != nil {
		return civic.Queued{}, err
	}
	return d.do(ctx, civic.CmdActEvent, civic.ActEventArgs{ID: id, Event: e}, target{})
}

// WithdrawAct takes one's own act out of the library. One that has not begun to
// leave is simply not sent.
func (d *Desk) WithdrawAct(ctx context.Context, act civic.ID) (civic.Queued, error) {
	return d.takeBack(ctx, civic.CmdWithdraw, act)
}

// takeBack cancels the waiting publication of an act, or queues the command that
// takes it back.
func (d *Desk) takeBack(ctx context.Context, name civic.CommandName, act civic.ID) (civic.Queued, error) {
	q, err := d.publication(ctx, act)
	switch {
	case err == nil:
		return d.cancel(ctx, q)
	case !civic.Is(err, civic.NotFound):
		return civic.Queued{}, err
	}
	return d.do(ctx, name, civic.ActArgs{Act: act}, target{})
}

// publication finds the waiting command that publishes the act.
func (d *Desk) publication(ctx context.Context, act civic.ID) (civic.Queued, error) {
	all, err := d.o.Store.Outbox(ctx)
	if err != nil {
		return civic.Queued{}, err
	}
	for _, q := range all {
		if q.Command.Name == civic.CmdPublish && q.State != civic.QueueRefused && civic.Concerns(q.Command) == act {
			return q, nil
		}
	}
	return civic.Queued{}, civic.NewError(civic.NotFound, "desk.publication", "")
}

// ReturnAct takes someone's act out of the library for one of the closed
// reasons; for moderators.
func (d *Desk) ReturnAct(ctx context.Context, act civic.ID, r civic.ReturnReason, note string) (civic.Queued, error) {
	return d.do(ctx, civic.CmdReturn, civic.ReturnArgs{Act: act, Reason: r, Note: note}, target{})
}

// Reinstate puts a returned act back; for moderators.
func (d *Desk) Reinstate(ctx context.Context, act civic.ID) (civic.Queued, error) {
	return d.do(ctx, civic.CmdReinstate, civic.ActArgs{Act: act}, target{})
}

// ReviseAct gives the draft of a new text of one's own act: the one already
// begun, or a new one made of the present text. That of a group's act whoever is
// in the group prepares, and its author publishes.
func (d *Desk) ReviseAct(ctx context.Context, act civic.ID) (civic.Draft, error) {
	all, err := d.o.Store.DraftLines(ctx)
	if err != nil {
		return civic.Draft{}, err
	}
	for _, x := range all {
		if x.Revises == act && (x.State == civic.DraftOpen || x.State == civic.DraftFiled) {
			return d.o.Store.Draft(ctx, x.ID)
		}
	}
	p, err := d.me(ctx)
	if err != nil {
		return civic.Draft{}, err
	}
	v, err := d.o.Store.Act(ctx, act)
	if civic.Is(err, civic.NotFound) {
		return d.reviseTogether(ctx, act, nil)
	}
	if err != nil {
		return civic.Draft{}, err
	}
	if v.Record.Author != p.Person {
		x, err := d.reviseTogether(ctx, act, &v)
		if civic.Is(err, civic.NotFound) {
			err = refusal(civic.ReasonNotYours)
		}
		return x, err
	}
	c := v.Act.Content
	return d.addDraft(ctx, civic.Draft{Revises: act, Base: v.Record.Version, Plain: &c})
}

// Abilities says what this person may do with an act now, so that a screen
// offers nothing that would be refused. The reason of what is not allowed is
// under its command's name.
type Abilities struct {
	Revise, Withdraw, Return, Reinstate, Event, Discuss, Useful, Redact, Sponsor, Invite bool
	Prepare                                                                              bool // its new text, in the group that has it: its author publishes that
	Why                                                                                  map[civic.CommandName]civic.Reason
}

// readable are the clauses that are not obscured.
func readable(c civic.Content) []civic.ID {
	var out []civic.ID
	for _, x := range c.Clauses {
		if x.Text != civic.Obscured {
			out = append(out, x.ID)
		}
	}
	return out
}

// Abilities mirrors the rules for one act.
func (d *Desk) Abilities(ctx context.Context, act civic.ID) (Abilities, error) {
	a := Abilities{Why: map[civic.CommandName]civic.Reason{}}
	rec, err := d.o.Store.Record(ctx, act)
	if err != nil {
		return a, err
	}
	view, err := civic.DecodeBody[civic.Act](rec)
	if err != nil {
		return a, err
	}
	some, err := d.newID()
	if err != nil {
		return a, err
	}
	other, err := d.newID()
	if err != nil {
		return a, err
	}
	event := civic.ActEvent{Act: act, Type: civic.Discussed, Date: civic.DateOf(d.now())}
	invite, err := d.invitation(ctx, some, act)
	if err != nil {
		return a, err
	}
	for _, x := range []struct {
		may  *bool
		name civic.CommandName
		args any
	}{
		{&a.Revise, civic.CmdRevise, civic.ReviseArgs{Act: act, Content: view.Content}},
		{&a.Withdraw, civic.CmdWithdraw, civic.ActArgs{Act: act}},
		{&a.Return, civic.CmdReturn, civic.ReturnArgs{Act: act, Reason: civic.ReturnMistake}},
		{&a.Redact, civic.CmdRedact, civic.RedactArgs{Act: act, Clauses: readable(view.Content), Reason: civic.RedactOrder}},
		{&a.Reinstate, civic.CmdReinstate, civic.ActArgs{Act: act}},
		{&a.Event, civic.CmdActEvent, civic.ActEventArgs{ID: some, Event: event}},
		{&a.Discuss, civic.CmdOpenThread, civic.OpenThreadArgs{ID: some, Post: other, Act: act, Title: "-", Text: "-"}},
		{&a.Useful, civic.CmdUseful, civic.UsefulArgs{Act: act, On: true}},
		{&a.Invite, civic.CmdOpenCall, invite},
		{&a.Sponsor, civic.CmdSponsor, civic.SponsorArgs{Act: act, On: true, Text: civic.TextHash(view.Content)}},
	} {
		why, err := d.may(ctx, x.name, x.args, rec.Version)
		if err != nil {
			return a, err
		}
		if *x.may = why == ""; why != "" {
			a.Why[x.name] = why
		}
	}
	if a.Why[civic.CmdRevise] == civic.ReasonNotYours {
		_, _, err := d.revisedTogether(ctx, act, rec.Author)
		if a.Prepare = err == nil; err != nil && !civic.Is(err, civic.NotFound) {
			return a, err
		}
	}
	switch a.Why[civic.CmdOpenCall] {
	case civic.ReasonDuplicate, civic.ReasonQuiet: // there may be one of another kind, or one that waits
		a.Invite = true
	}
	return a, nil
}
