package desk

import (
	"context"

	"scranno/app/civic"
)

// target is what a command carries beside its arguments.
type target struct {
	base    int64          // version that it was written upon
	draft   civic.ID       // the draft that it publishes
	held    bool           // waits for the filing
	subject string         // for the outbox; empty: the store finds it
	why     *civic.Refusal // for which it waits here; nil: it does not
}

// do turns what a person does into a command of the outbox. It is refused at
// once where the rule's answer cannot change by waiting; what hangs on roles
// and mandates goes out, because this copy may not know them yet.
func (d *Desk) do(ctx context.Context, name civic.CommandName, args any, t target) (civic.Queued, error) {
	c, err := d.command(ctx, name, args, t.base)
	if err != nil {
		return civic.Queued{}, err
	}
	if err := civic.Check(c); err != nil {
		return civic.Queued{}, err
	}
	q := civic.Queued{Command: c, State: civic.QueueWaiting, Queued: d.now(), Subject: t.subject}
	if t.held {
		q.State = civic.QueueHeld
	}
	if t.why != nil {
		q.State, q.Reason, q.Params = civic.QueueHeld, t.why.Reason, t.why.Params
	}
	q, err = d.o.Store.Enqueue(ctx, q, t.draft, judgeOf(name))
	if err != nil {
		return civic.Queued{}, d.detailed(ctx, c, err)
	}
	d.Nudge()
	d.changed()
	return q, nil
}

func (d *Desk) command(ctx context.Context, name civic.CommandName, args any, base int64) (civic.Command, error) {
	p, err := d.me(ctx)
	if err != nil {
		return civic.Command{}, err
	}
	id, err := d.newID()
	if err != nil {
		return civic.Command{}, err
	}
	raw, err := encode(args)
	if err != nil {
		return civic.Command{}, err
	}
	return civic.Command{
		ID: id, Device: p.Device, Name: name, Schema: civic.SchemaVersion, Args: raw, Base: base, Author: p.Person,
	}, nil
}

// judgeOf gives the judge of a command's drawing. What a moderator puts back is
// gone from here: it lives with its author, where this copy does not look.
func judgeOf(name civic.CommandName) func(civic.CommandDrawing) error {
	return func(dr civic.CommandDrawing) error {
		if (name == civic.CmdReinstate || name == civic.CmdBringCall) && dr.Reason == civic.ReasonGone {
			return nil
		}
		return judge(dr)
	}
}

// judge refuses a command whose rule already says no for good.
func judge(dr civic.CommandDrawing) error {
	switch dr.Drawing {
	case civic.Drawn, civic.Undrawn:
		return nil
	}
	if waits(dr.Reason) {
		return nil
	}
	return refusal(dr.Reason)
}

// detailed gives the error of a command that was refused as ill-formed with what
// the rule says of it, else the error itself.
func (d *Desk) detailed(ctx context.Context, c civic.Command, err error) error {
	if !civic.Is(err, civic.Invalid) {
		return err
	}
	out := err
	if looked := d.o.Store.Look(ctx, func(ctx context.Context, w civic.World) error {
		dec, err := civic.Decide(ctx, w, c, d.now())
		if err != nil || dec.Refusal == nil || dec.Refusal.Reason != civic.ReasonInvalid {
			return err
		}
		if key := dec.Refusal.Params["detail"]; key != "" {
			out = &civic.Error{Kind: civic.Invalid, Op: "desk.refused", Key: key, Params: dec.Refusal.Params}
		}
		return nil
	}); looked != nil {
		return err
	}
	return out
}

// waits tells whether the reason hangs on trust that the central may have given
// since this copy was made.
func waits(r civic.Reason) bool {
	switch r {
	case civic.ReasonNotCouncillor, civic.ReasonNotYourBody, civic.ReasonNotYourCouncil, civic.ReasonNotModerator,
		civic.ReasonNotMember, civic.ReasonMandateMismatch, civic.ReasonDisabled, civic.ReasonCannotInvite:
		return true
	}
	return false
}

// refusal is the error of a command that is refused before it is queued.
func refusal(r civic.Reason) error {
	kind := civic.Forbidden
	switch r {
	case civic.ReasonInvalid:
		kind = civic.Invalid
	case civic.ReasonConflict:
		kind = civic.Conflict
	case civic.ReasonGone, civic.ReasonReturned:
		kind = civic.NotFound
	}
	return civic.NewError(kind, "desk.refused", "refusal."+string(r))
}

// May tells whether the rules would let this person do it now: empty when they
// would, or when this copy cannot tell; else the reason.
func (d *Desk) may(ctx context.Context, name civic.CommandName, args any, base int64) (civic.Reason, error) {
	c, err := d.command(ctx, name, args, base)
	if civic.Is(err, civic.Unauthenticated) {
		return civic.ReasonNotMember, nil
	}
	if err != nil {
		return "", err
	}
	var out civic.Reason
	err = d.o.Store.Look(ctx, func(ctx context.Context, w civic.World) error {
		dec, err := civic.Decide(ctx, w, c, d.now())
		if civic.Is(err, civic.Unknown) {
			return nil
		}
		if err == nil && dec.Refusal != nil {
			out = dec.Refusal.Reason
		}
		return err
	})
	return out, err
}
