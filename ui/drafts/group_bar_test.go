package drafts

import (
	"slices"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/uitest"
)

// title is what a command of the page is called now; empty: it cannot run.
func (s *story) title(id string) string {
	s.t.Helper()
	for _, c := range s.p.commands() {
		if c.ID == id && c.Can() {
			return s.h.Lang.T(c.Key())
		}
	}
	return ""
}

func (s *story) shutting(b desk.Bar) {
	s.t.Helper()
	s.d.circle.bars[s.d.drafts[0].ID] = b
	s.p.reload()
	s.until("what is shut", func() bool { return s.p.bars[s.d.drafts[0].ID] == b })
}

// What a collaborator may not let out says so before they try, wherever it stands.
func TestACollaboratorIsToldBeforehand(t *testing.T) {
	s := newStory(t, motion("Piste ciclabili", clause(civic.Intro, "", "testo")))
	s.inCircle(civic.PartCollaborator)
	renamed := 0
	s.h.Renamed = func() { renamed++ }
	e := s.open(0)
	if renamed == 0 {
		t.Error("the menu bar is not told")
	}
	s.sees("In questo gruppo prepari i testi: a pubblicare e depositare è un consigliere che ne fa parte")
	for id, want := range map[string]string{
		"drafts.publish": "Chiedi conferma…", "drafts.file": "Deposita in Comune: prima chiedi conferma…",
		"drafts.filed": "Numero di protocollo: prima chiedi conferma…", "drafts.adhere": "Aderisco (solo i consiglieri)", "drafts.ask": "",
	} {
		if got := s.title(id); got != want {
			t.Errorf("%s is called %q", id, got)
		}
	}
	e.bar.root.Refresh()
	if e.bar.file.Visible() {
		t.Error("the bar offers to file")
	}
	for _, id := range []string{"drafts.file", "drafts.filed"} {
		s.run(id)
		s.sees("A chi chiedi di confermare il testo?")
		s.tap("Annulla")
	}
	s.run("drafts.adhere")
	if n := len(s.toasts); n == 0 || !strings.Contains(s.toasts[n-1].Text, "ad aderire sono i consiglieri") {
		t.Errorf("%+v", s.toasts)
	}
	// Once it is confirmed they carry it to the registry; it is published by another.
	s.shutting(desk.Bar{Why: desk.BarPrepares, Publish: true, Support: true, Confirmed: true})
	s.sees("Un consigliere ha confermato questo testo: puoi portarlo al protocollo")
	if got := s.title("drafts.filed"); got != "Numero e data di protocollo…" {
		t.Errorf("a confirmed text is not filed: %q", got)
	}
	if got := s.title("drafts.publish"); got != "Chiedi conferma…" {
		t.Errorf("the way out is %q", got)
	}
}

// A new text of another's act is that other's to publish; who asks is offered
// them first.
func TestARevisionIsItsAuthorsToPublish(t *testing.T) {
	s := newStory(t, motion("Piste ciclabili", clause(civic.Intro, "", "testo")))
	s.d.drafts[0].Revises = "a1"
	s.inCircle(civic.PartMember)
	s.d.circle.groups[0].Members = append(s.d.circle.groups[0].Members, desk.GroupMemberView{Person: "zita", Name: "Zita Rossi", Part: civic.PartMember})
	e := s.open(0)
	s.shutting(desk.Bar{Why: desk.BarAuthor, Publish: true, Author: "zita", Name: "Zita Rossi"})
	s.sees("È la nuova versione di un atto di Zita Rossi, preparata in «Mobilità»: la pubblica Zita Rossi.")
	s.seesNot("che hai già pubblicato")
	if got := e.bar.publish.Text; got != "Chiedi conferma…" {
		t.Errorf("the way out is %q", got)
	}
	s.run("drafts.publish")
	s.sees("scrivi pure, la pubblica Zita Rossi")
	s.tap("Chiedi conferma")
	s.until("the question", func() bool { return s.d.drafts[0].Ask != nil && s.d.drafts[0].Ask.To == "zita" })
	// In no group it goes to one first.
	clear(s.d.circle.of)
	s.p.reload()
	s.until("in no group", func() bool { return len(s.p.inGroup) == 0 })
	if got := e.bar.publish.Text; got != "Condividi in un gruppo…" {
		t.Errorf("the way out is %q", got)
	}
}

// Who cannot read the newer text of an act is not asked whether they brought
// their changes into it.
func TestANewerTextThatIsNotHereIsNotToBeRebasedUpon(t *testing.T) {
	s := newStory(t, motion("Piste ciclabili", clause(civic.Intro, "", "testo")))
	s.d.drafts[0].Revises, s.d.drafts[0].Beside = "a1", "a1"
	s.inCircle(civic.PartCollaborator)
	s.open(0)
	s.sees("Ho riportato le modifiche")
	s.shutting(desk.Bar{Why: desk.BarPrepares, Publish: true, File: true, Support: true, Rebase: true})
	s.sees("qui non si può leggere")
	s.seesNot("Ho riportato le modifiche", "Apri l’atto")
}

// The group's screen tells which drafts were published, by whom, and what one can
// do then.
func TestThePublishedDraftsOfAGroup(t *testing.T) {
	s := newStory(t, motion("Piste ciclabili", clause(civic.Intro, "", "testo")))
	s.d.drafts[0].State, s.d.drafts[0].Act = civic.DraftSubmitted, "a1"
	s.inCircle(civic.PartMember)
	id := s.d.drafts[0].ID
	x := s.d.circle.of[id]
	x.Out = &desk.GroupOut{Act: "a1", By: berto, Name: "Berto Neri", At: time.Date(2026, 3, 11, 9, 0, 0, 0, time.UTC), Here: true}
	s.d.circle.of[id] = x
	s.d.circle.bars[id] = desk.Bar{Author: berto, Name: "Berto Neri"}
	s.p.reload()
	s.until("what went out", func() bool { return s.p.inGroup[id].Out != nil })
	s.h.Go("drafts/groups/g1")
	s.sees("Pubblicate", "pubblicata da Berto Neri", "pubblicata")
	s.choose("pubblicata da Berto Neri")
	s.sees("Apri l’atto", "Archivia…")
	s.choose("Apri la bozza")
	s.sees("Pubblicata da Berto Neri, 11 marzo 2026")
	if got := s.title("drafts.revise"); got != "Prepara una nuova versione nel gruppo" {
		t.Errorf("a new version is %q", got)
	}
	s.tap("Archivia…")
	s.sees("Esce dall’elenco del gruppo, per tutti")
	s.tap("Archivia")
	s.until("the end of it", func() bool { return len(s.d.circle.of) == 0 })
	s.sees("Questo testo è in biblioteca, pubblicato da Berto Neri.")
	s.shutting(desk.Bar{Author: berto, Name: "Berto Neri", Revise: true})
	if got := s.title("drafts.revise"); got != "" {
		t.Errorf("another's act in no group has a new version: %q", got)
	}
}

// An act that one may not read is on its way as far as one knows.
func TestAPublicationThatOneCannotRead(t *testing.T) {
	s := newStory(t, motion("Piste ciclabili", clause(civic.Intro, "", "testo")))
	s.d.drafts[0].State, s.d.drafts[0].Act = civic.DraftSubmitted, "a1"
	s.inCircle(civic.PartCollaborator)
	id := s.d.drafts[0].ID
	x := s.d.circle.of[id]
	x.Out = &desk.GroupOut{Act: "a1", By: berto, Name: "Berto Neri"}
	s.d.circle.of[id] = x
	s.p.reload()
	s.until("what went out", func() bool { return s.p.inGroup[id].Out != nil })
	e := s.open(0)
	s.sees("Berto Neri ha avviato la pubblicazione")
	if got := e.bar.publish.Text; got != "Prepara una nuova versione nel gruppo" {
		t.Errorf("the bar offers %q", got)
	}
	s.h.Go("drafts/groups/g1")
	s.sees("in uscita", "la pubblica Berto Neri")
}

// Who came second hears who was first, in place of an error.
func TestTheSecondToPublish(t *testing.T) {
	s := newStory(t, motion("Piste ciclabili", clause(civic.Intro, "", "testo")))
	d := &s.d.drafts[0]
	d.State, d.Act = civic.DraftSubmitted, "a1"
	s.d.queue = []civic.Queued{{
		Command: civic.Command{ID: "q1", Name: civic.CmdPublish, Args: []byte(`{"id":"a1"}`)},
		State:   civic.QueueRefused, Reason: civic.ReasonDuplicate, Params: map[string]string{civic.ParamBy: "Berto Neri"},
	}}
	s.inCircle(civic.PartMember)
	s.open(0)
	s.sees("Berto Neri l’ha già pubblicata", "già pubblicata")
	s.seesNot("non è stata accettata")
	if b := uitest.Button(s.win.Canvas(), "Ho capito"); b == nil {
		t.Error("it cannot be put away")
	}
	s.tap("Apri l’atto")
	if !slices.Contains(s.gone, "acts/a1") {
		t.Errorf("it leads to %q", s.gone)
	}
}
