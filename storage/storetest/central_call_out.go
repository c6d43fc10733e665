package storetest

import (
	"testing"

	"scranno/app/central"
	"scranno/app/civic"
)

// An election silence is declared, read by desks and on public pages, keeps
// invitations back, and ends; declaring it again replaces it.
func centralQuiet(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	deputy := s.person("ada@esempio.it", "")
	s.check(s.Grant(s.ctx(), "ada@esempio.it", civic.Role{Name: civic.RoleRepresentative, Scope: civic.ScopeAll}))
	act := s.published(f.giulia, valchiara, "Pensiline")
	call := func(to civic.Region) civic.Command {
		return s.command(deputy, civic.CmdOpenCall, civic.OpenCallArgs{ID: s.id(), Act: act, Type: civic.CallReuse, To: to, Until: "2025-12-31", Note: "TOPAZIO"})
	}
	s.accept(deputy, call("08"))
	today := civic.DateOf(s.now())
	window := civic.QuietWindow{From: today.Plus(-1), To: today.Plus(3), Why: "elezioni"}
	s.check(s.DeclareQuiet(s.ctx(), "08", window))
	window.To = today.Plus(9)
	s.check(s.DeclareQuiet(s.ctx(), "08", window))
	all, err := s.Quiets(s.ctx())
	s.check(err)
	if len(all) != 1 || len(all[0].Windows) != 1 || all[0].Windows[0] != window {
		t.Errorf("declared: %+v", all)
	}
	fed := false
	for _, r := range s.pull(central.Caller{}, civic.Want{Channel: civic.PublicChannel("08"), Tail: -1}).Ops {
		fed = fed || r.Kind == civic.KindQuiet && r.ID == civic.QuietID("08")
	}
	if !fed {
		t.Error("no desk hears of it")
	}
	held := call("08")
	answers := s.push(deputy, held)
	if r := answers[0].Receipt; r == nil || r.Reason != civic.ReasonQuiet || r.Params[civic.ParamUntil] != string(window.To) {
		t.Errorf("answered %+v", answers[0])
	}
	s.accept(deputy, call("09"))
	s.accept(f.giulia, s.command(f.giulia, civic.CmdOpenThread, civic.OpenThreadArgs{ID: s.id(), Act: act, Title: "Domanda", Post: s.id(), Text: "Quante?"}))
	s.pass(civic.UndoWindow)
	silent := func(want int) {
		t.Helper()
		page, err := s.PublicAct(s.ctx(), act)
		s.check(err)
		got := 0
		for _, c := range page.Calls {
			if c.Silence != nil {
				got++
			}
		}
		if got != want || len(page.Calls) != 2 {
			t.Errorf("%d of %d are on hold", got, len(page.Calls))
		}
	}
	silent(2) // the second for the territory of the act
	s.check(s.EndQuiet(s.ctx(), "08", window.From))
	if err := s.EndQuiet(s.ctx(), "08", window.From); !civic.Is(err, civic.NotFound) {
		t.Errorf("ended twice: %v", err)
	}
	if err := s.DeclareQuiet(s.ctx(), civic.Europe, window); !civic.Is(err, civic.Invalid) {
		t.Errorf("of a territory without councils: %v", err)
	}
	silent(0)
	s.refused(deputy, call("08"), civic.ReasonDuplicate)
}

// A moderator takes an invitation out by itself: it leaves every copy but its
// author's, the public page has it no more, others' words stay, and it comes back.
func centralCallsOut(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	deputy := s.person("ada@esempio.it", "")
	s.check(s.Grant(s.ctx(), "ada@esempio.it", civic.Role{Name: civic.RoleRepresentative, Scope: civic.ScopeAll}))
	act := s.published(f.giulia, valchiara, "Pensiline")
	a := civic.OpenCallArgs{
		ID: s.id(), Act: act, Type: civic.CallDebate, To: "08", Until: "2025-12-31", Note: "RUBINO",
		Thread: s.id(), Post: s.id(), Title: "Dibattito",
	}
	s.accept(deputy, s.command(deputy, civic.CmdOpenCall, a))
	answer := s.id()
	s.accept(f.marco, s.command(f.marco, civic.CmdPost, civic.PostArgs{ID: answer, Thread: a.Thread, Text: "Il personale."}))
	out := civic.ReturnCallArgs{ID: a.ID, Reason: civic.ReturnPersonalData, Note: "Il telefono."}
	s.refused(f.marco, s.command(f.marco, civic.CmdReturnCall, out), civic.ReasonNotModerator)
	s.accept(f.anna, s.command(f.anna, civic.CmdReturnCall, out))
	s.pass(civic.UndoWindow)
	where := func(call, words civic.Channel, shown int) {
		t.Helper()
		for id, want := range map[civic.ID]civic.Channel{a.ID: call, a.Post: words, a.Thread: civic.TalkChannel("08"), answer: civic.TalkChannel("08")} {
			if got := s.live(id); got.Channel != want {
				t.Errorf("a %s is in %s, not in %s", got.Kind, got.Channel, want)
			}
		}
		page, err := s.PublicAct(s.ctx(), act)
		s.check(err)
		if len(page.Calls) != shown {
			t.Errorf("the public page has %d", len(page.Calls))
		}
	}
	where(civic.UserChannel(deputy.Person), civic.UserChannel(deputy.Person), 0)
	for _, ch := range []civic.Channel{civic.PublicChannel("08"), civic.TalkChannel("08")} {
		for _, r := range s.pull(central.Caller{}, civic.Want{Channel: ch, Tail: -1}).Ops {
			if (r.ID == a.ID || r.ID == a.Post) && !r.Deleted {
				t.Errorf("a %s is still in the feed of %s", r.Kind, ch)
			}
		}
	}
	s.refused(f.marco, s.command(f.marco, civic.CmdBringCall, civic.CallArgs{ID: a.ID}), civic.ReasonGone)
	s.accept(f.anna, s.command(f.anna, civic.CmdBringCall, civic.CallArgs{ID: a.ID}))
	where(civic.PublicChannel("08"), civic.TalkChannel("08"), 1)
	s.accept(f.anna, s.command(f.anna, civic.CmdReturnCall, out))
	s.accept(deputy, s.command(deputy, civic.CmdWithdrawCall, civic.CallArgs{ID: a.ID}))
	s.gone(a.ID)
}
