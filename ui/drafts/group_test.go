package drafts

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
	"scranno/ui/uitest"
)

func TestAGroupIsMadeAndInvitesByACode(t *testing.T) {
	s := newStory(t)
	s.run("drafts.groups")
	s.sees("Non sei in nessun gruppo di lavoro", "Il servizio centrale sa chi è nel gruppo, non può leggerne i testi")
	s.tap("Nuovo gruppo…")
	uitest.Write(t, s.win.Canvas(), "Per esempio: Mobilità, gruppo di studio", "Mobilità\ndolce")
	s.sees("Il nome lo leggono i membri e chi gestisce il servizio")
	s.tap("Crea il gruppo")
	s.sees("Mobilità dolce", "In attesa del servizio centrale")
	if b := uitest.Button(s.win.Canvas(), "Invita…"); b != nil {
		t.Error("who is invited to a group that is not there yet?")
	}
	s.inCircle(civic.PartOwner)
	s.sees("Berto Neri", "consigliere, Valchiara", "non legge ancora", "AAAA-BBBB-CCCC-DDDD", "Invito di Berto Neri")
	s.tap("Invita…")
	s.tap("Collaboratore")
	s.sees("Quello che esce lo conferma un consigliere")
	s.tap("Prepara il codice")
	s.sees("Vale una volta, per 14 giorni")
	s.tap("Copia il codice")
	if got := fyne.CurrentApp().Clipboard().Content(); got != "AAAA-BBBB-CCCC-DDDD" {
		t.Errorf("the clipboard has %q", got)
	}
	if !slices.Contains(s.d.circle.asked, "invite collaborator") {
		t.Errorf("%q", s.d.circle.asked)
	}
}

func TestWhoHasACodeGoesIn(t *testing.T) {
	s := newStory(t)
	s.d.actor = civic.Actor{}
	s.p.reload()
	s.until("who is here", func() bool { return len(s.p.who.actor.Mandates) == 0 })
	s.run("drafts.groups")
	s.sees("Per entrare serve il codice di chi ti invita")
	s.seesNot("Nuovo gruppo…")
	s.tap("Ho un codice…")
	uitest.Write(t, s.win.Canvas(), kit.CodeHint(4), " aaaa bbbb cccc dddd ")
	s.tap("Entra")
	s.until("the code", func() bool { return slices.Contains(s.d.circle.asked, "join aaaa bbbb cccc dddd") })
	s.d.profile.Central = ""
	s.p.reload()
	s.until("nowhere", func() bool { return s.p.who.profile.Central == "" })
	s.run("drafts.group_code")
	if n := len(s.toasts); !strings.Contains(s.toasts[n-1].Text, "non è ancora collegato") {
		t.Errorf("%v", s.toasts)
	}
}

func TestTheOwnerRemovesAndWithdraws(t *testing.T) {
	s := newStory(t, motion("Piste ciclabili"))
	s.inCircle(civic.PartOwner)
	s.h.Go("drafts/groups/g1")
	s.sees("Bozze del gruppo", "Piste ciclabili", "cambiata da Berto Neri")
	s.choose("consigliere, Valchiara")
	s.choose("Togli dal gruppo…")
	s.sees("i testi si sigillano senza le sue chiavi")
	s.tap("Togli dal gruppo")
	s.until("the removal", func() bool { return slices.Contains(s.d.circle.asked, "remove berto") })
	s.choose("AAAA-BBBB-CCCC-DDDD")
	s.choose("Ritira l’invito")
	s.until("the withdrawal", func() bool { return slices.Contains(s.d.circle.asked, "uninvite i1") })
	s.tap("Lascia il gruppo…")
	s.sees("Il gruppo passa a chi ne fa parte da più tempo")
	s.tap("Lascia il gruppo")
	s.sees("Non sei in nessun gruppo di lavoro")
}

func TestAMemberNeitherRemovesNorRenames(t *testing.T) {
	s := newStory(t)
	s.inCircle(civic.PartMember)
	s.h.Go("drafts/groups")
	s.sees("puoi invitare altri e pubblicare")
	s.seesNot("Rinomina…")
	s.choose("consigliere, Valchiara")
	s.seesNot("Togli dal gruppo…")
	s.inCircle(civic.PartCollaborator)
	s.sees("Quello che esce lo conferma un consigliere")
	s.seesNot("Invita…")
}

func TestTheGroupsAreLeftByTheRail(t *testing.T) {
	s := newStory(t, motion("Piste ciclabili"))
	s.inCircle(civic.PartMember)
	s.h.Go("drafts/groups")
	s.sees("Chi c’è")
	if got := s.p.page().Save(); got != "groups" {
		t.Errorf("the state is %q", got)
	}
	s.p.open("")
	s.seesNot("Chi c’è")
	s.sees("Piste ciclabili")
	s.p.page().Restore("groups")
	s.sees("Chi c’è")
	s.choose("Piste ciclabili")
	s.until("the draft", func() bool { return s.p.ed != nil })
	s.seesNot("Chi c’è")
}

func TestTheListIsNarrowedToAGroup(t *testing.T) {
	s := newStory(t, motion("Solo mia"), motion("Del gruppo"))
	if !s.p.of.Hidden {
		t.Error("there is nothing to choose")
	}
	s.inCircle(civic.PartMember)
	s.sees("Mobilità · cambiata da Berto Neri")
	s.p.of.SetSelected("Mobilità")
	s.seesNot("Solo mia")
	s.sees("Del gruppo")
	s.p.of.SetSelected("Solo mie, in nessun gruppo")
	s.sees("Solo mia")
	s.seesNot("Del gruppo")
	s.d.circle.groups = nil
	s.p.reload()
	s.until("no groups", func() bool { return s.p.of.Hidden })
	s.sees("Solo mia", "Del gruppo")
}

func TestADraftIsSharedInAGroupAndBack(t *testing.T) {
	s := newStory(t, motion("Piste ciclabili", clause(civic.Intro, "", "testo")))
	s.inCircle(civic.PartMember)
	clear(s.d.circle.of)
	s.p.reload()
	s.until("a draft of one's own", func() bool { return len(s.p.inGroup) == 0 })
	e := s.open(0)
	if e.aside.tab(tabTogether) != nil {
		t.Error("alone together")
	}
	s.typeText("con parole nuove ")
	s.run("drafts.share_group")
	s.sees("non può leggerne i testi", "restano tutte e due")
	s.tap("Condividi")
	s.until("the tab", func() bool { return e.aside.tab(tabTogether) != nil })
	if got := s.d.drafts[0].Plain.Clauses[0].Text; !strings.Contains(got, "parole nuove") {
		t.Errorf("shared before it was saved: %q", got)
	}
	s.sees("Condivisa in «Mobilità»")
	if c := s.p.commands(); slices.ContainsFunc(c, func(x kit.Command) bool { return x.ID == "drafts.share" && x.Can() }) {
		t.Error("a group's draft goes to one's own computers with it")
	}
	s.run("drafts.unshare_group")
	s.tap("Smetti di condividere")
	s.until("no tab", func() bool { return e.aside.tab(tabTogether) == nil })
	s.seesNot("Condivisa in")
}

func TestInsiemeSaysWhoSawAndWhoJoined(t *testing.T) {
	s := newStory(t, motion("Piste ciclabili", clause(civic.Intro, "", "testo")))
	id := s.d.drafts[0].ID
	then := time.Date(2026, 3, 11, 9, 0, 0, 0, time.UTC)
	s.d.circle.marks[id] = []desk.DraftMark{
		{Person: berto, Name: "Berto Neri", Seen: then, SeenNow: true, Joined: then},
		{Person: "dario", Name: "Dario Blu", Seen: then, Joined: then, Stale: true},
	}
	s.inCircle(civic.PartMember)
	e := s.open(0)
	s.until("the marks", func() bool { return len(e.marks) == 2 })
	s.sees("Condivisa in «Mobilità» · 1 persona l’ha vista · 1 adesione")
	s.win.Resize(fyne.NewSize(1280, 1100))
	s.run("drafts.together")
	s.sees("l’ha visto ieri", "ha visto un testo precedente", "non l’ha ancora visto", "al testo precedente", "Dario Blu", "non sono firme")
	s.tap("Aderisco")
	s.sees("Aderire a questo testo?", "art. 65 del CAD")
	s.tap("Aderisco")
	s.until("the support", func() bool { return e.adheres() })
	s.sees("2 adesioni", "Ritiro l’adesione")
	s.tap("Ritiro l’adesione")
	s.until("its end", func() bool { return !e.adheres() })
}

func TestATextIsSeenOnceItWasBeforeOne(t *testing.T) {
	s := newStory(t, motion("Piste ciclabili", clause(civic.Intro, "", "testo")))
	s.inCircle(civic.PartMember)
	s.open(0)
	if s.d.circle.saw != 0 {
		t.Error("seen at once")
	}
	s.tick()
	s.until("the mark", func() bool { return s.d.circle.saw == 1 })
	s.p.reload()
	s.p.ed.seeSoon()
	if s.p.ed.seeing != nil {
		t.Error("seen twice")
	}
	s.p.page().Hidden()
	s.p.ed.saw = ""
	s.p.ed.seeSoon()
	s.tick()
	if s.p.ed.saw != "" {
		t.Error("seen while another area is on show")
	}
}

func TestAnActIsKeptForTheGroup(t *testing.T) {
	s := newStory(t, motion("Piste ciclabili", clause(civic.Intro, "", "testo")))
	s.inCircle(civic.PartMember)
	e := s.open(0)
	s.until("the checks", func() bool { return len(e.findings) > 0 })
	s.run("drafts.publish")
	s.sees("Solo il gruppo «Mobilità»")
	s.seesNot("Solo io")
	s.tap("Solo il gruppo «Mobilità»")
	s.sees("non arriva al servizio in chiaro")
	s.tap("Pubblica")
	s.until("the act", func() bool { return s.d.how.Visibility == civic.GroupOnly })
	clear(s.d.circle.of)
	s.d.drafts[0].State, s.d.how = civic.DraftOpen, civic.SubmitHow{}
	s.p.reload()
	s.until("a draft of one's own", func() bool { return len(s.p.inGroup) == 0 && !e.locked() })
	s.run("drafts.publish")
	s.sees("Solo io")
	s.tap("Un gruppo di lavoro")
	s.tap("Pubblica")
	s.sees("Condividi in un gruppo")
	s.tap("Condividi")
	s.until("the act of the group", func() bool { return s.d.how.Visibility == civic.GroupOnly })
	if s.d.circle.of[s.d.drafts[0].ID].Group != "g1" {
		t.Error("kept for a group that does not have it")
	}
}

func TestACollaboratorAsksAndACouncillorConfirms(t *testing.T) {
	s := newStory(t, motion("Piste ciclabili", clause(civic.Intro, "", "testo")))
	s.inCircle(civic.PartCollaborator)
	e := s.open(0)
	s.until("the checks", func() bool { return len(e.findings) > 0 })
	if got := e.bar.publish.Text; got != "Chiedi conferma…" {
		t.Errorf("the way out is %q", got)
	}
	s.run("drafts.publish")
	s.sees("A chi chiedi di confermare il testo?")
	s.seesNot("Carla Verdi")
	s.tap("Chiedi conferma")
	s.until("the question", func() bool { return s.d.drafts[0].Ask != nil && s.d.drafts[0].Ask.To == berto })
	s.d.drafts[0].Ask.To, s.d.drafts[0].Ask.Name = s.d.profile.Person, "Carla Verdi"
	s.inCircle(civic.PartMember)
	s.sees("Carla Verdi ti chiede di confermare questo testo", "da confermare")
	if got := e.bar.publish.Text; got != "Pubblica nella biblioteca…" {
		t.Errorf("the way out is %q", got)
	}
	s.tap("Confermo")
	s.sees("Confermare questo testo?")
	s.tap("Confermo")
	s.until("the confirmation", func() bool { return !s.d.drafts[0].Ask.Done.IsZero() })
	s.sees("Condivisa in «Mobilità»")
}
