package desk_test

import (
	"context"
	"testing"

	"scranno/app/civic"
	"scranno/app/desk"
)

// syncs is an engine that does nothing.
type syncs struct{ desk.Engine }

func (syncs) Sync(context.Context, func(civic.Progress)) (civic.SyncResult, error) {
	return civic.SyncResult{Complete: true}, nil
}

func (syncs) Nudge() {}

func (s *store) silent(r civic.Region, to civic.Date) {
	s.quiets = []civic.Quiet{{Region: r, Windows: []civic.QuietWindow{{From: "2000-01-01", To: to}}}}
}

// An invitation into an election silence waits here and leaves by itself when it
// is over; one that would have ended by then is told so at once.
func TestAnInvitationWaitsForTheSilenceToEnd(t *testing.T) {
	f := newFixture(t)
	f.o.Engine = syncs{}
	d := f.calling(nil)
	end := civic.DateOf(now).Plus(20)
	f.s.silent("08", end)
	a := civic.OpenCallArgs{Act: civic.DerivedID("act"), Type: civic.CallReuse, To: "08", Until: end, Note: "Portatela in Consiglio."}
	if _, err := d.OpenCall(t.Context(), a); !civic.Is(err, civic.Invalid) || len(f.s.queue) != 0 {
		t.Errorf("it ends before it leaves: %v", err)
	}
	a.Until = end.Plus(30)
	q, err := d.OpenCall(t.Context(), a)
	f.ok(err)
	if q.State != civic.QueueHeld || q.Reason != civic.ReasonQuiet || q.Params[civic.ParamUntil] != string(end) {
		t.Fatalf("%+v", q)
	}
	if _, err := d.OpenCall(t.Context(), a); !civic.Is(err, civic.Conflict) {
		t.Errorf("a second one waits too: %v", err)
	}
	if other, err := d.OpenCall(t.Context(), civic.OpenCallArgs{Act: a.Act, Type: a.Type, To: "09", Until: a.Until, Note: "-"}); err != nil || other.State != civic.QueueWaiting {
		t.Errorf("to others: %+v, %v", other, err)
	}
	state := func(want civic.CommandState, until civic.Date) {
		t.Helper()
		_, err := d.Sync(t.Context(), nil)
		f.ok(err)
		if got := f.s.queue[0]; got.State != want || got.Params[civic.ParamUntil] != string(until) {
			t.Errorf("%s until %s", got.State, got.Params[civic.ParamUntil])
		}
	}
	state(civic.QueueHeld, end)
	f.s.silent("08", end.Plus(2)) // the polls are put off
	state(civic.QueueHeld, end.Plus(2))
	f.s.quiets = []civic.Quiet{{Region: "08"}}
	state(civic.QueueWaiting, "")
}

// What had not left, or was sent back, when the silence was heard of waits too;
// of a territory that is not kept here the central's word is taken.
func TestWhatWasSentBackForASilenceWaits(t *testing.T) {
	f := newFixture(t)
	f.o.Engine = syncs{}
	d := f.calling(nil)
	end := civic.DateOf(now).Plus(20)
	a := civic.OpenCallArgs{Act: civic.DerivedID("act"), Type: civic.CallReuse, To: "08", Until: end.Plus(9), Note: "-"}
	q, err := d.OpenCall(t.Context(), a)
	f.ok(err)
	sync := func(want civic.CommandState) {
		t.Helper()
		_, err := d.Sync(t.Context(), nil)
		f.ok(err)
		if got := f.s.queue[0].State; got != want {
			t.Errorf("%s, not %s", got, want)
		}
	}
	sync(civic.QueueWaiting)
	f.s.silent("08", end)
	f.s.leaving = true
	sync(civic.QueueWaiting) // the central answers
	f.s.leaving = false
	sync(civic.QueueHeld)
	f.s.quiets = nil
	x := &f.s.queue[0]
	x.State, x.Reason, x.Params = civic.QueueRefused, civic.ReasonQuiet, map[string]string{civic.ParamUntil: string(end), civic.ParamRegion: "08"}
	sync(civic.QueueHeld)
	if f.s.queue[0].Command.ID == q.Command.ID {
		t.Error("what has a receipt comes under a new id")
	}
	f.s.profile.Server = now.AddDate(0, 0, 21)
	sync(civic.QueueWaiting)
	f.s.queue[0].State, f.s.queue[0].Reason = civic.QueueRefused, civic.ReasonCannotInvite
	sync(civic.QueueRefused)
}

// While it holds, the person is told of no invitation of that territory, and of
// none to all where it is their own; each says until when.
func TestNobodyIsToldDuringASilence(t *testing.T) {
	to := func(r civic.Region) func(*civic.CallView) {
		return func(c *civic.CallView) { c.Call.To, c.Followed = r, civic.FollowAct }
	}
	f := newFixture(t)
	f.s.profile.Regions = []civic.Region{"08"}
	d := f.calling([]civic.CallView{invited("here", to("08")), invited("all", to(civic.NationWide)), invited("elsewhere", to("05"))})
	told := func(want int) {
		t.Helper()
		all, err := d.Invitations(t.Context())
		if err != nil || len(all) != want {
			t.Errorf("told of %d, not %d: %v", len(all), want, err)
		}
	}
	told(3)
	end := civic.DateOf(now).Plus(9)
	f.s.silent("08", end)
	told(1)
	if s, on, err := d.Silence(t.Context()); err != nil || !on || s.To != end || s.Region != "08" {
		t.Errorf("%+v %v", s, err)
	}
	all, err := d.Calls(t.Context(), civic.CallQuery{})
	if err != nil || len(all) != 3 || all[0].Silence == nil || all[0].Silence.To != end || all[2].Silence != nil {
		t.Errorf("%+v %v", all, err)
	}
	f.s.silent("05", end)
	told(2)
	if _, on, err := d.Silence(t.Context()); err != nil || on {
		t.Error("of others' territory one is not told")
	}
	f.s.silent(civic.NationWide, end)
	told(0)
	f.s.silent("08", civic.DateOf(now).Plus(-1))
	told(3)
}

// What is said of an invitation comes back whole from the queue.
func TestInvitationsComeBackToBeWrittenAnew(t *testing.T) {
	f := newFixture(t)
	mine := invited("mine", func(c *civic.CallView) { c.Mine, c.Version = true, 3 })
	d := f.calling([]civic.CallView{mine})
	refused := func(q civic.Queued, err error) desk.Given {
		t.Helper()
		f.ok(err)
		for i := range f.s.queue {
			f.s.queue[i].State, f.s.queue[i].Reason = civic.QueueRefused, civic.ReasonCannotInvite
		}
		g, err := d.Edit(t.Context(), q.Command.ID)
		f.ok(err)
		if len(f.s.queue) != 0 {
			t.Error("it is still in the queue")
		}
		return g
	}
	a := civic.OpenCallArgs{Act: civic.DerivedID("act"), Type: civic.CallDebate, To: "08", Until: civic.DateOf(now).Plus(9), Note: "Perché.", Title: "Che cosa manca?"}
	g := refused(d.OpenCall(t.Context(), a))
	if g.Invite == nil || g.Invite.Note != a.Note || g.Invite.Title != a.Title || g.Invite.Until != a.Until || g.Invite.To != "08" || g.Text != a.Note {
		t.Errorf("%+v", g)
	}
	g = refused(d.EditCall(t.Context(), mine.ID, 3, civic.DateOf(now).Plus(5), "Altro."))
	if g.Call == nil || g.Call.ID != mine.ID || g.Call.Text != "Altro." || g.Call.Until != civic.DateOf(now).Plus(5) || g.Call.Closing {
		t.Errorf("%+v", g.Call)
	}
	g = refused(d.CloseCall(t.Context(), mine.ID, 3, "SINTESI"))
	if g.Call == nil || !g.Call.Closing || g.Call.Text != "SINTESI" {
		t.Errorf("%+v", g.Call)
	}
}
