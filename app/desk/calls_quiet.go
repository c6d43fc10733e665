package desk

import (
	"context"
	"slices"

	"scranno/app/civic"
)

// territories are one's own: those of the person's mandates or, where they have
// none, those that they chose to keep.
func territories(p civic.Profile, a *civic.Actor) []civic.Region {
	if a == nil || len(a.Mandates) == 0 {
		return p.Regions
	}
	var out []civic.Region
	for _, m := range a.Mandates {
		if m.Region != "" && !slices.Contains(out, m.Region) {
			out = append(out, m.Region)
		}
	}
	return out
}

// silences reads what is declared, and the person's own territories.
func (d *Desk) silences(ctx context.Context) (all []civic.Quiet, own []civic.Region, err error) {
	if all, err = d.o.Store.Quiets(ctx); err != nil || len(all) == 0 {
		return nil, nil, err
	}
	p, err := d.o.Store.Profile(ctx)
	if err != nil {
		return nil, nil, err
	}
	a, err := d.actor(ctx)
	return all, territories(p, a), err
}

// silence marks the invitations that an election silence holds back today: in
// their territory or, of those to all, in one of the person's own.
func (d *Desk) silence(ctx context.Context, calls []civic.CallView) error {
	if len(calls) == 0 {
		return nil
	}
	all, own, err := d.silences(ctx)
	if err != nil || len(all) == 0 {
		return err
	}
	today := civic.DateOf(d.o.Now())
	for i := range calls {
		in := []civic.Region{calls[i].Call.To}
		if calls[i].Call.To == civic.NationWide {
			in = own
		}
		if s, on := civic.SilentOn(all, today, in...); on {
			calls[i].Silence = &s
		}
	}
	return nil
}

// Silence gives the election silence that holds today in the person's own
// territories, of several the one that ends last.
func (d *Desk) Silence(ctx context.Context) (civic.Silence, bool, error) {
	all, own, err := d.silences(ctx)
	s, on := civic.SilentOn(all, civic.DateOf(d.o.Now()), own...)
	return s, on, err
}

// CallNotices is what the person is told of invitations beside those they asked for.
type CallNotices struct {
	Silence *civic.Silence // in their own territories; nil: none
	// Returned are their own invitations that a moderator took out, until they put
	// them away.
	Returned []civic.CallView
}

// CallNotices gives it, as of today.
func (d *Desk) CallNotices(ctx context.Context) (CallNotices, error) {
	var n CallNotices
	s, on, err := d.Silence(ctx)
	if err != nil {
		return n, err
	}
	if on {
		n.Silence = &s
	}
	all, err := d.o.Store.Calls(ctx, civic.CallQuery{})
	for _, c := range all {
		if c.Mine && !c.Hidden && c.Call.Returned != nil {
			n.Returned = append(n.Returned, c)
		}
	}
	return n, err
}

// SilenceIn gives the one that holds back an invitation to those councils.
func (d *Desk) SilenceIn(ctx context.Context, to civic.Region) (civic.Silence, bool, error) {
	all, err := d.o.Store.Quiets(ctx)
	if err != nil || len(all) == 0 {
		return civic.Silence{}, false, err
	}
	day, err := d.serverDay(ctx)
	s, on := civic.SilentOn(all, day, to)
	return s, on, err
}

// serverDay is today by the central's clock, which alone says whether a silence
// holds for what leaves.
func (d *Desk) serverDay(ctx context.Context) (civic.Date, error) {
	p, err := d.o.Store.Profile(ctx)
	return civic.DateOf(d.clock(p).UTC()), err
}

// heldBack tells why an invitation waits here; nil: it does not. One that would be
// over by the time it leaves is Invalid.
func (d *Desk) heldBack(ctx context.Context, a civic.OpenCallArgs) (*civic.Refusal, error) {
	s, on, err := d.SilenceIn(ctx, a.To)
	switch {
	case err != nil || !on:
		return nil, err
	case a.Until <= s.To:
		return nil, civic.NewError(civic.Invalid, "desk.call", "invalid.call_until_quiet", civic.ParamUntil, string(s.To))
	}
	return s.Refusal(), nil
}

// callOut is an invitation that has not been accepted yet.
type callOut struct {
	civic.Queued
	args civic.OpenCallArgs
}

func (d *Desk) callsOut(ctx context.Context) ([]callOut, error) {
	all, err := d.o.Store.Outbox(ctx)
	var out []callOut
	for _, q := range all {
		x := callOut{Queued: q}
		if q.Command.Name == civic.CmdOpenCall && q.Command.Decode(&x.args) == nil {
			out = append(out, x)
		}
	}
	return out, err
}

// until is the last day of the silence for which it waits, as it was last heard.
func (x callOut) until() civic.Date {
	if x.Reason != civic.ReasonQuiet {
		return ""
	}
	return civic.Date(x.Params[civic.ParamUntil])
}

// tendCalls keeps here the invitations that would leave into an election silence,
// also those that the central sent back for one, and lets them go when it is
// over. It tells how many may leave now.
func (d *Desk) tendCalls(ctx context.Context) (int, error) {
	waiting, err := d.callsOut(ctx)
	if err != nil || len(waiting) == 0 {
		return 0, err
	}
	all, err := d.o.Store.Quiets(ctx)
	if err != nil {
		return 0, err
	}
	day, err := d.serverDay(ctx)
	freed := 0
	for _, x := range waiting {
		if err != nil {
			break
		}
		s, on := civic.SilentOn(all, day, x.args.To)
		if !on {
			s, on = x.silenceHeard(all, day)
		}
		switch {
		case on && x.holds(s):
			err = d.hold(ctx, x, s)
		case !on && x.State == civic.QueueHeld:
			freed++
			err = d.o.Store.Release(ctx, x.Command.ID)
		}
	}
	return freed, err
}

// silenceHeard is the one that the central told of, where this copy does not keep
// that territory and cannot know better.
func (x callOut) silenceHeard(all []civic.Quiet, day civic.Date) (civic.Silence, bool) {
	where := civic.Region(x.Params[civic.ParamRegion])
	if x.until() < day || slices.ContainsFunc(all, func(q civic.Quiet) bool { return q.Region == where }) {
		return civic.Silence{}, false
	}
	return civic.Silence{Region: where, QuietWindow: civic.QuietWindow{To: x.until()}}, true
}

// holds tells whether it is to be kept here, or kept for another day than it says.
func (x callOut) holds(s civic.Silence) bool {
	switch x.State {
	case civic.QueueHeld:
		return x.until() != s.To
	case civic.QueueRefused:
		return x.Reason == civic.ReasonQuiet
	}
	return x.State == civic.QueueWaiting
}

func (d *Desk) hold(ctx context.Context, x callOut, s civic.Silence) error {
	fresh, err := d.newID()
	if err != nil {
		return err
	}
	err = d.o.Store.Hold(ctx, x.Command.ID, fresh, *s.Refusal(), d.now())
	if civic.Is(err, civic.Conflict) { // it may have left: the central answers
		return nil
	}
	return err
}
