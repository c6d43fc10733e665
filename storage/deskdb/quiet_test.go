package deskdb_test

import (
	"testing"

	"scranno/app/civic"
)

// The silences of the territories that are here are read; one under a foreign id
// is nobody's word.
func TestQuiets(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	q := civic.Quiet{Region: region, Windows: []civic.QuietWindow{{From: "2026-01-01", To: "2026-02-01", Why: "elezioni"}}}
	f.c.put(civic.KindQuiet, civic.QuietID(region), civic.PublicChannel(region), "", q)
	f.c.put(civic.KindQuiet, civic.DerivedID("other"), civic.PublicChannel(region), "", q)
	f.pull(100)
	got, err := f.s.Quiets(t.Context())
	f.ok(err)
	if len(got) != 1 || got[0].Region != region || len(got[0].Windows) != 1 || got[0].Windows[0] != q.Windows[0] {
		t.Errorf("%+v", got)
	}
}

// What waits for a silence is no errand of the network and says why; it leaves
// when it is let go, and what was sent back comes in anew.
func TestHold(t *testing.T) {
	f := newFixture(t)
	f.c.put(civic.KindRole, civic.DerivedID("role"), civic.UserChannel(f.me), f.me, civic.Role{Name: civic.RoleRepresentative, Scope: "region:08"})
	act := f.other("acqua", nil)
	f.pull(100)
	a := civic.OpenCallArgs{ID: f.id(), Act: act, Type: civic.CallReuse, To: region, Until: "2026-12-31", Note: "SMERALDO"}
	q := f.do(civic.CmdOpenCall, a, 0)
	why := civic.Refusal{Reason: civic.ReasonQuiet, Params: map[string]string{civic.ParamUntil: "2026-06-01"}}
	f.ok(f.s.Hold(t.Context(), q.Command.ID, f.id(), why, f.c.now))
	held := func(want civic.CommandState) civic.Queued {
		t.Helper()
		out, err := f.s.Outbox(t.Context())
		if err != nil || len(out) != 1 || out[0].State != want {
			t.Fatalf("%+v %v", out, err)
		}
		return out[0]
	}
	if got := held(civic.QueueHeld); got.Reason != civic.ReasonQuiet || got.Params[civic.ParamUntil] != "2026-06-01" || got.Subject != "acqua" {
		t.Errorf("%+v", got)
	}
	if all, err := f.s.Calls(t.Context(), civic.CallQuery{Act: act}); err != nil || len(all) != 0 {
		t.Errorf("it is drawn: %+v %v", all, err)
	}
	if out, err := f.s.Outgoing(t.Context(), 10); err != nil || len(out) != 0 {
		t.Errorf("it leaves: %v %v", out, err)
	}
	f.ok(f.s.Release(t.Context(), q.Command.ID))
	if got := held(civic.QueueWaiting); got.Reason != "" || len(got.Params) != 0 {
		t.Errorf("%+v", got)
	}
	out, err := f.s.Outgoing(t.Context(), 10)
	f.ok(err)
	if err := f.s.Hold(t.Context(), q.Command.ID, f.id(), why, f.c.now); len(out) != 1 || !civic.Is(err, civic.Conflict) {
		t.Errorf("one that has begun to leave: %v", err)
	}
	refused := civic.Receipt{ID: q.Command.ID, Outcome: civic.Refused, Reason: civic.ReasonQuiet, Params: why.Params, Epoch: f.c.epoch, At: f.c.now}
	_, _, err = f.s.Answered(t.Context(), []civic.Answer{{ID: q.Command.ID, State: civic.AnswerReceipt, Receipt: &refused}}, f.c.now)
	f.ok(err)
	fresh := f.id()
	f.ok(f.s.Hold(t.Context(), q.Command.ID, fresh, why, f.c.now))
	if got := held(civic.QueueHeld); got.Command.ID != fresh || civic.Concerns(got.Command) != a.ID || got.Params[civic.ParamUntil] != "2026-06-01" || got.Subject != "acqua" {
		t.Errorf("%+v", got)
	}
}
