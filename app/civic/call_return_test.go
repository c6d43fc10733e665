package civic_test

import (
	"slices"
	"testing"

	"scranno/app/civic"
)

// takenOut is a world with a debate that a deputy opened to the councils of a region.
type takenOut struct {
	*world
	act, call, thread, post            civic.ID
	author, deputy, moderator, citizen civic.ID
}

func newTakenOut(t *testing.T) *takenOut {
	w := &takenOut{world: newWorld(t), act: uid("act", "1"), call: uid("call", "1")}
	moderates := civic.Role{Name: civic.RoleModerator, Scope: civic.RegionScope("08")}
	w.author = w.person("Giulia Conti", valchiara, "08")
	w.deputy = w.person("Ada Neri", "reg:08", "08", civic.Role{Name: civic.RoleRepresentative, Scope: civic.ScopeAll})
	w.moderator = w.person("Anna Villa", "", "", moderates)
	w.citizen = w.person("Luca Neri", "", "")
	w.world.run(civic.CmdPublish, w.author, 0, publish(w.act))
	a := debateCall(w.call, w.act)
	a.To = "08"
	w.thread, w.post = a.Thread, a.Post
	w.do("", civic.CmdOpenCall, w.deputy, a)
	return w
}

func (w *takenOut) do(want civic.Reason, name civic.CommandName, who civic.ID, args any) {
	w.t.Helper()
	if got := w.runAt(now, name, who, w.records[w.call].Version, args); got != want {
		w.t.Errorf("%s: %q, not %q", name, got, want)
	}
}

func (w *takenOut) in(want civic.Channel, ids ...civic.ID) {
	w.t.Helper()
	for _, id := range ids {
		if r := w.records[id]; r.Channel != want || r.Deleted {
			w.t.Errorf("a %s is in %s, not in %s", r.Kind, r.Channel, want)
		}
	}
}

// A moderator of the territory takes an invitation out for a reason of the list; it
// goes to its author, who may only take it back, with a trace for the moderators.
func TestAnInvitationIsTakenOut(t *testing.T) {
	w := newTakenOut(t)
	out := civic.ReturnCallArgs{ID: w.call, Reason: civic.ReturnPersonalData, Note: "Il telefono nella nota."}
	other := w.person("Bea Sala", "", "", civic.Role{Name: civic.RoleModerator, Scope: civic.RegionScope("09")})
	colleague := w.person("Ivo Po", "reg:08", "08", civic.Role{Name: civic.RoleModerator, Scope: civic.ScopeAll})
	w.do(civic.ReasonNotModerator, civic.CmdReturnCall, w.citizen, out)
	w.do(civic.ReasonNotModerator, civic.CmdReturnCall, other, out)
	w.do(civic.ReasonOwnCouncil, civic.CmdReturnCall, colleague, out)
	for _, r := range []civic.ReturnReason{"", "opinion", civic.ReturnNotAnAct} {
		w.do(civic.ReasonInvalid, civic.CmdReturnCall, w.moderator, civic.ReturnCallArgs{ID: w.call, Reason: r})
	}
	w.do(civic.ReasonGone, civic.CmdReturnCall, w.moderator, civic.ReturnCallArgs{ID: w.act, Reason: civic.ReturnMistake})
	w.do(civic.ReasonGone, civic.CmdBringCall, w.moderator, civic.CallArgs{ID: w.call})
	w.do("", civic.CmdReturnCall, w.moderator, out)
	home := civic.UserChannel(w.deputy)
	w.in(home, w.call, w.thread, w.post)
	w.in(civic.ActChannel(civic.Everyone, "08", now.Year()), w.act)
	c := callOf(t, w.world, w.call)
	if c.State("2026-11-23") != civic.CallReturned || c.Returned.Reason != civic.ReturnPersonalData || c.Returned.Note != out.Note {
		t.Errorf("%+v", c.Returned)
	}
	var trace civic.Case
	for _, r := range w.records {
		if r.Kind == civic.KindCase && r.Channel == civic.DeskChannel(civic.RegionScope("08")) {
			trace, _ = civic.DecodeBody[civic.Case](r)
		}
	}
	if trace.About != w.call || trace.Act != w.act || !trace.Out() || trace.By != w.moderator || trace.Reason != civic.ReturnPersonalData {
		t.Errorf("its trace: %+v", trace)
	}
	w.do(civic.ReasonReturned, civic.CmdReturnCall, w.moderator, out)
	w.do(civic.ReasonGone, civic.CmdReturnCall, w.citizen, out)
	w.do(civic.ReasonReturned, civic.CmdEditCall, w.deputy, civic.EditCallArgs{ID: w.call, Until: "2026-12-30", Note: "Di nuovo."})
	w.do(civic.ReasonReturned, civic.CmdCloseCall, w.deputy, civic.CloseCallArgs{ID: w.call, Synthesis: "Di nuovo."})
	again := debateCall(uid("call", "2"), w.act)
	again.To = "08"
	w.do("", civic.CmdOpenCall, w.deputy, again)
	w.do("", civic.CmdWithdrawCall, w.deputy, civic.CallArgs{ID: w.call})
}

// What others said stays where it is; the author's own words go, and all of it comes
// back. When the act goes and comes back meanwhile, what was taken out stays out.
func TestOthersWordsStay(t *testing.T) {
	w := newTakenOut(t)
	answer := uid("post", "answer")
	w.do("", civic.CmdPost, w.author, civic.PostArgs{ID: answer, Thread: w.thread, Text: "Il personale."})
	w.do("", civic.CmdReturnCall, w.moderator, civic.ReturnCallArgs{ID: w.call, Reason: civic.ReturnLanguage})
	home, talk := civic.UserChannel(w.deputy), civic.TalkChannel("08")
	w.in(home, w.call, w.post)
	w.in(talk, w.thread, answer)
	w.do("", civic.CmdReturn, w.moderator, civic.ReturnArgs{Act: w.act, Reason: civic.ReturnMistake})
	w.in(home, w.call, w.post)
	w.in(civic.UserChannel(w.author), w.thread, answer)
	w.do(civic.ReasonReturned, civic.CmdBringCall, w.moderator, civic.CallArgs{ID: w.call})
	w.do("", civic.CmdReinstate, w.moderator, civic.ActArgs{Act: w.act})
	w.in(home, w.call, w.post)
	w.in(talk, w.thread, answer)
	w.do(civic.ReasonGone, civic.CmdBringCall, w.citizen, civic.CallArgs{ID: w.call})
	w.do("", civic.CmdBringCall, w.moderator, civic.CallArgs{ID: w.call})
	w.in(civic.PublicChannel("08"), w.call)
	w.in(talk, w.thread, answer, w.post)
	if c := callOf(t, w.world, w.call); c.Returned != nil || c.State("2026-11-23") != civic.CallOpen {
		t.Errorf("%+v", c)
	}
	if !slices.Contains(civic.CommandNames(), civic.CmdBringCall) {
		t.Error("not listed")
	}
}
