package storetest

import (
	"strings"
	"testing"

	"scranno/app/central"
	"scranno/app/civic"
)

// Invitations of other levels: who may make them, where they are read, what the
// public page says of them, and that they go where their act goes.
func centralCalls(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	deputy := s.person("ada@esempio.it", "")
	s.check(s.Grant(s.ctx(), "ada@esempio.it", civic.Role{Name: civic.RoleRepresentative, Scope: civic.ScopeAll}))
	act := s.published(f.giulia, valchiara, "Pensiline")
	reuse := civic.OpenCallArgs{ID: s.id(), Act: act, Type: civic.CallReuse, To: "08", Until: "2025-06-30", Note: "TOPAZIO"}
	debate := civic.OpenCallArgs{
		ID: s.id(), Act: act, Type: civic.CallDebate, To: civic.NationWide, Until: "2025-04-30", Note: "Che cosa manca?",
		Thread: s.id(), Post: s.id(), Title: "Dibattito",
	}
	s.refused(f.marco, s.command(f.marco, civic.CmdOpenCall, reuse), civic.ReasonCannotInvite)
	s.accept(deputy, s.command(deputy, civic.CmdOpenCall, reuse))
	s.accept(deputy, s.command(deputy, civic.CmdOpenCall, debate))
	again := reuse
	again.ID = s.id()
	s.refused(deputy, s.command(deputy, civic.CmdOpenCall, again), civic.ReasonDuplicate)
	for id, ch := range map[civic.ID]civic.Channel{
		reuse.ID: civic.PublicChannel("08"), debate.ID: civic.PublicNational, debate.Thread: civic.TalkChannel("08"), debate.Post: civic.TalkChannel("08"),
	} {
		if got := s.live(id).Channel; got != ch {
			t.Errorf("%s is in %s, not in %s", id, got, ch)
		}
		shown := false
		for _, r := range s.pull(central.Caller{}, civic.Want{Channel: ch, Tail: -1}).Ops {
			shown = shown || r.ID == id && !r.Deleted
		}
		if !shown {
			t.Errorf("%s is not in the feed of %s", id, ch)
		}
	}
	s.accept(f.marco, s.command(f.marco, civic.CmdPost, civic.PostArgs{ID: s.id(), Thread: debate.Thread, Text: "Il personale."}))
	s.callIsCorrected(deputy, debate)
	s.pass(civic.UndoWindow)
	page, err := s.PublicAct(s.ctx(), act)
	s.check(err)
	if len(page.Calls) != 2 {
		t.Errorf("the public page: %+v", page.Calls)
	}
	s.accept(f.anna, s.command(f.anna, civic.CmdReturn, civic.ReturnArgs{Act: act, Reason: civic.ReturnMistake}))
	if got := s.live(reuse.ID).Channel; got != civic.UserChannel(f.giulia.Person) {
		t.Errorf("after a return the invitation is in %s", got)
	}
	s.accept(f.anna, s.command(f.anna, civic.CmdReinstate, civic.ActArgs{Act: act}))
	if got := s.live(debate.ID).Channel; got != civic.PublicNational {
		t.Errorf("put back, the invitation is in %s", got)
	}
	s.accept(deputy, s.command(deputy, civic.CmdWithdrawCall, civic.CallArgs{ID: debate.ID}))
	s.gone(debate.ID)
	s.live(debate.Thread) // others have written there
	s.accept(f.giulia, s.command(f.giulia, civic.CmdWithdraw, civic.ActArgs{Act: act}))
	s.gone(reuse.ID)
}

func (s *stage) callIsCorrected(who central.Caller, debate civic.OpenCallArgs) {
	s.t.Helper()
	upon := func(name civic.CommandName, args any, base int64) civic.Command {
		c := s.command(who, name, args)
		c.Base = base
		return c
	}
	first := s.live(debate.ID).Version
	s.accept(who, upon(civic.CmdEditCall, civic.EditCallArgs{ID: debate.ID, Until: "2025-05-31", Note: "SMERALDO"}, first))
	s.refused(who, upon(civic.CmdCloseCall, civic.CloseCallArgs{ID: debate.ID, Synthesis: "Prima."}, first), civic.ReasonConflict)
	s.accept(who, upon(civic.CmdCloseCall, civic.CloseCallArgs{ID: debate.ID, Synthesis: "GRANATO"}, s.live(debate.ID).Version))
	if body := string(s.live(debate.ID).Body); !strings.Contains(body, "SMERALDO") || !strings.Contains(body, "GRANATO") || !strings.Contains(body, `"closed"`) {
		s.t.Errorf("corrected and closed: %s", body)
	}
}
