package acts

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
	"scranno/app/desk"
)

func TestTheActIsReadWithItsFacts(t *testing.T) {
	d := library(2)
	v := d.views[actID(0)]
	v.Act.Protocol, v.Act.Themes = "77/2026", []civic.Theme{"environment"}
	v.Act.Signatories = []civic.Signatory{{Name: "Anna Rossi", Group: "Insieme"}}
	v.Outcome = civic.Approved
	v.Events = []civic.EventView{{Event: civic.ActEvent{Type: civic.OutcomeEvent, Date: "2026-03-01", Outcome: civic.Approved, Votes: &civic.Votes{For: 18, Against: 2}}}}
	v.Tally = civic.Tally{Reuses: 2}
	d.views[actID(0)] = v
	s := newStage(t, d, wide())
	s.read(actID(0))
	text := s.p.reader.paper.Text()
	for _, want := range []string{
		"Mozione · Valchiara · Comune · 1° febbraio 2026", "Protocollo: 77/2026", "Anna Rossi (Insieme)", "Temi: Ambiente",
		"Esito: Approvato a maggioranza (18 favorevoli, 2 contrari, 0 astenuti), 1° marzo 2026", "da Giulia Conti", "CC BY 4.0",
		"Ripreso in 2 Comuni", "gli alberi fanno ombra",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	s.run("acts.copy_text")
	got := fyne.CurrentApp().Clipboard().Content()
	if !strings.Contains(got, "gli alberi fanno ombra") || strings.Contains(got, "Protocollo:") {
		t.Errorf("copied %q", got)
	}
}

func TestWhatWouldBeRefusedIsNotOffered(t *testing.T) {
	s := newStage(t, library(1), wide())
	s.read(actID(0))
	for _, id := range []string{"acts.revise", "acts.withdraw", "acts.undo_publish", "acts.event", "acts.return", "acts.reinstate"} {
		if s.can(id) {
			t.Errorf("%s is offered", id)
		}
	}
	for _, id := range []string{"acts.useful", "acts.copy_text", "acts.copy_link", "acts.export_pdf", "acts.preview", "acts.thread_new"} {
		if !s.can(id) {
			t.Errorf("%s is not offered", id)
		}
	}
}

func TestUsefulGoesOnAndOff(t *testing.T) {
	s := newStage(t, library(1), wide())
	s.read(actID(0))
	s.run("acts.useful")
	s.until(func() bool { return s.p.reader.known.view.Useful })
	if s.can("acts.useful") {
		t.Error("it can be marked twice")
	}
	s.run("acts.not_useful")
	s.until(func() bool { return !s.p.reader.known.view.Useful })
}

func TestTheLinkIsOnlyOfPublicActs(t *testing.T) {
	d := library(3)
	v := d.views[actID(1)]
	v.Act.Visibility = civic.Councillors
	d.views[actID(1)] = v
	v = d.views[actID(2)]
	v.Act.Published = now().Add(-time.Minute)
	d.views[actID(2)] = v
	s := newStage(t, d, wide())
	s.read(actID(0))
	s.run("acts.copy_link")
	if got := fyne.CurrentApp().Clipboard().Content(); got != "https://scranno.example.it/atti/"+string(actID(0)) {
		t.Errorf("copied %q", got)
	}
	s.read(actID(1))
	if s.can("acts.copy_link") {
		t.Error("an act for councillors has a public link")
	}
	s.read(actID(2))
	s.run("acts.copy_link")
	if got := s.toasts[len(s.toasts)-1]; !strings.Contains(got, "dieci minuti") {
		t.Errorf("a page that is not there yet: %q", got)
	}
}

func TestWithinTenMinutesThePublicationIsUndone(t *testing.T) {
	d := library(2)
	d.can.Withdraw = true
	v := d.views[actID(0)]
	v.Act.Published = now().Add(-5 * time.Minute)
	d.views[actID(0)] = v
	s := newStage(t, d, wide())
	s.read(actID(0))
	if !s.can("acts.undo_publish") || s.can("acts.withdraw") {
		t.Error("a fresh publication is not undone but withdrawn")
	}
	s.read(actID(1))
	if s.can("acts.undo_publish") || !s.can("acts.withdraw") {
		t.Error("an old publication is undone")
	}
	deed(s.p, s.d.WithdrawAct, nil)
	s.until(func() bool { return s.p.reader.known == nil && s.p.total == 1 })
	if s.p.reader.id != "" {
		t.Errorf("what was withdrawn is still read: %q", s.p.reader.id)
	}
}

func TestPDFGoesIntoTheFolderWithoutTakingAName(t *testing.T) {
	s := newStage(t, library(1), wide())
	s.read(actID(0))
	for range 2 {
		n := len(s.opened)
		s.run("acts.export_pdf")
		s.until(func() bool { return len(s.opened) == n+1 })
	}
	files, err := os.ReadDir(s.h.Exports)
	if err != nil || len(files) != 2 {
		t.Fatalf("%v, %v", files, err)
	}
	if filepath.Base(s.opened[1]) != "2026-02-01 Mozione Mozione numero 0 sulle aree verdi (2).pdf" {
		t.Errorf("opened %q", s.opened[1])
	}
	if raw, err := os.ReadFile(s.opened[0]); err != nil || string(raw) != "pdf "+string(actID(0)) {
		t.Errorf("wrote %q, %v", raw, err)
	}
}

// TestWhatIsOddIsSaidWhereItIsEntered, and taken all the same.
func TestWhatIsOddIsSaidWhereItIsEntered(t *testing.T) {
	d := library(1)
	d.can.Event = true
	s := newStage(t, d, wide())
	s.read(actID(0))
	e := newEventForm(s.p, s.p.reader.known.view)
	e.kind.SetSelected("Discusso")
	if !e.doubt.Hidden {
		t.Errorf("nothing is odd, and it says %q", e.doubt.Text)
	}
	e.kind.SetSelected("Risposta") // the act is a motion
	if e.doubt.Hidden || !strings.Contains(e.doubt.Text, "non finisce così") {
		t.Errorf("an answer to a motion: %q", e.doubt.Text)
	}
	e.date.SetText("3.3.1999")
	if !strings.Contains(e.doubt.Text, "precedente al deposito") {
		t.Errorf("before it was filed: %q", e.doubt.Text)
	}
	if got := e.submit(); got != "" {
		t.Fatalf("refused: %q", got)
	}
	s.until(func() bool { return len(s.d.done) == 1 })
}

func TestAnEventIsRecorded(t *testing.T) {
	d := library(1)
	d.can.Event = true
	s := newStage(t, d, wide())
	s.read(actID(0))
	e := newEventForm(s.p, s.p.reader.known.view)
	if got := e.submit(); got == "" {
		t.Error("an event without a type was taken")
	}
	e.kind.SetSelected("Esito")
	if e.outcomeRow.Hidden || e.votesRow.Hidden || !e.askerRow.Hidden {
		t.Error("an outcome does not have the fields of an outcome")
	}
	e.date.SetText("31/02/2026")
	if got := e.submit(); got == "" {
		t.Error("the 31st of February was taken")
	}
	e.date.SetText("3.3.2026")
	if got := e.submit(); got == "" {
		t.Error("an outcome without an outcome was taken")
	}
	e.outcome.SetSelected("Approvato")
	e.yes.SetText("diciotto")
	if got := e.submit(); got == "" {
		t.Error("votes in words were taken")
	}
	e.yes.SetText("18")
	if got := e.submit(); got != "" {
		t.Fatalf("refused: %s", got)
	}
	s.until(func() bool { return len(s.p.reader.known.view.Events) == 1 })
	if got := s.d.done[0]; got != "event outcome 2026-03-03 approved {For:18 Against:0 Abstained:0}" {
		t.Errorf("did %q", got)
	}
	s.p.reader.turn(tabHistory)
	if !s.shows(s.p.reader.history.column, "3 marzo 2026 – Esito") || !s.shows(s.p.reader.history.column, "18 favorevoli") {
		t.Errorf("the history shows %q", shownTexts(s.p.reader.history.column))
	}
}

// TestTheWayOfAnOutcomeIsTold: the form asks for what the outcome has, and the
// history says it.
func TestTheWayOfAnOutcomeIsTold(t *testing.T) {
	d := library(1)
	d.can.Event = true
	s := newStage(t, d, wide())
	s.read(actID(0))
	e := newEventForm(s.p, s.p.reader.known.view)
	if slices.ContainsFunc(e.types, civic.ActEventType.Enforcement) {
		t.Error("a motion is offered what a deliberation has")
	}
	e.kind.SetSelected("Esito")
	if !e.mannerRow.Hidden || !e.sittingRow.Hidden {
		t.Error("a way is asked for before the outcome")
	}
	e.outcome.SetSelected("Approvato")
	if e.mannerRow.Hidden || !e.sittingRow.Hidden || !slices.Contains(e.manner.Options, "a maggioranza") {
		t.Errorf("approved: %v", e.manner.Options)
	}
	e.manner.SetSelected("all’unanimità")
	e.outcome.SetSelected("Rinviato")
	if e.manner.SelectedIndex() >= 0 {
		t.Error("a way of another outcome stays chosen")
	}
	e.manner.SetSelected("ad altra seduta")
	if e.sittingRow.Hidden {
		t.Error("the other sitting has no day")
	}
	e.date.SetText("3/3/2026")
	e.sitting.SetText("10/4/2026")
	if got := e.submit(); got != "" {
		t.Fatalf("refused: %s", got)
	}
	s.until(func() bool { return len(s.p.reader.known.view.Events) == 1 })
	if x := s.p.reader.known.view.Events[0].Event; x.Manner != civic.ToSitting || x.Sitting != "2026-04-10" {
		t.Errorf("%+v", x)
	}
	s.p.reader.turn(tabHistory)
	if c := s.p.reader.history.column; !s.shows(c, "Rinviato ad altra seduta") || !s.shows(c, "Seduta del 10 aprile 2026") {
		t.Errorf("the history shows %q", shownTexts(c))
	}
}

func TestFormerTextsAreRead(t *testing.T) {
	d := library(1)
	v := d.views[actID(0)]
	old := v.Act.Content
	old.Clauses = []civic.Clause{{ID: "c", Section: civic.Intro, Text: "com’era prima"}}
	v.Revisions = []civic.RevisionView{{ID: "r1", Revision: civic.Revision{Act: actID(0), Version: 2, At: now(), Content: old}}}
	d.views[actID(0)] = v
	s := newStage(t, d, wide())
	s.read(actID(0))
	s.p.reader.readRevision("r1")
	if !strings.Contains(s.p.reader.paper.Text(), "com’era prima") || !s.shows(s.p.reader.banner, "Torna al testo attuale") {
		t.Error("the former text is not on the screen")
	}
	s.p.reader.readRevision("")
	if strings.Contains(s.p.reader.paper.Text(), "com’era prima") {
		t.Error("the present text does not come back")
	}
}

func TestWaitingAndReturnedActsSaySo(t *testing.T) {
	d := library(1)
	v := d.views[actID(0)]
	v.Pending = true
	v.Act.Returned = &civic.Return{Reason: civic.ReturnDuplicate, Note: "Vedi la mozione di marzo", At: now()}
	d.views[actID(0)] = v
	s := newStage(t, d, wide())
	s.read(actID(0))
	for _, want := range []string{"In attesa", "È un duplicato", "Vedi la mozione di marzo"} {
		if !s.shows(s.p.reader.banner, want) {
			t.Errorf("%q is not said in %q", want, shownTexts(s.p.reader.banner))
		}
	}
	if s.can("acts.copy_link") {
		t.Error("a returned act has a link")
	}
}

func TestDescentLeadsToOtherActs(t *testing.T) {
	d := library(3)
	for i, a := range []int{2, 0, 1} {
		d.reuse.line.Tree = append(d.reuse.line.Tree, desk.Kin{ActHit: d.acts[a], Depth: i, Self: a == 0})
	}
	s := newStage(t, d, wide())
	s.read(actID(0))
	s.p.reader.turn(tabKin)
	s.until(func() bool { return len(s.p.reader.kin.rows) == 3 })
	if !s.shows(s.p.reader.body, "questo atto") {
		t.Errorf("shows %q", shownTexts(s.p.reader.body))
	}
	s.p.reader.kin.list.SetCurrent(2)
	s.p.reader.kin.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(s.went) != 1 || s.went[0] != "acts/"+string(actID(1)) {
		t.Errorf("went to %v", s.went)
	}
}

func TestTheConversationOnAnAct(t *testing.T) {
	d := library(1)
	v := d.views[actID(0)]
	v.Threads = []civic.ThreadHit{{ID: "t1", Thread: civic.Thread{Act: actID(0), Title: "Come è andata?"}, Author: "Elena", Posts: 1}}
	d.views[actID(0)] = v
	d.posts["t1"] = []civic.PostView{{ID: "p1", Author: "Elena", Post: civic.Post{Thread: "t1", Text: "Da noi bene"}, Created: now()}}
	s := newStage(t, d, wide())
	s.read(actID(0))
	s.p.reader.turn(tabTalk)
	talk := s.p.reader.talk
	talk.open("t1")
	s.until(func() bool { return len(talk.posts) == 1 })
	if !s.shows(talk.column, "Da noi bene") {
		t.Errorf("shows %q", shownTexts(talk.column))
	}
	if s.can("acts.send") {
		t.Error("nothing can be sent")
	}
	talk.answer("p1")
	talk.text.SetText("Anche da noi")
	s.d.mu.Lock()
	s.d.posts["t1"] = append(s.d.posts["t1"], civic.PostView{ID: "p2", Post: civic.Post{Thread: "t1", Text: "E da voi?"}, Created: now()})
	s.d.mu.Unlock()
	s.page.Reload()
	s.until(func() bool { return len(talk.posts) == 2 })
	if talk.text.Text != "Anche da noi" || talk.reply != "p1" {
		t.Error("a reload took what was being written")
	}
	s.run("acts.send")
	s.until(func() bool { return len(talk.posts) == 3 })
	if got := strings.Join(s.d.done, "|"); !strings.Contains(got, "post Anche da noi > p1") || talk.text.Text != "" {
		t.Errorf("did %s, the field holds %q", got, talk.text.Text)
	}
	talk.close()
	s.run("acts.thread_new")
	talk.text.SetText("Chi l’ha già presentata?")
	talk.send()
	if talk.busy || len(s.toasts) == 0 {
		t.Error("a conversation without a title was opened")
	}
	talk.title.SetText("Prima volta")
	s.run("acts.send")
	s.until(func() bool { return !talk.begins })
	if got := strings.Join(s.d.done, "|"); !strings.Contains(got, "open Prima volta: Chi l’ha già presentata?") {
		t.Errorf("did %s", got)
	}
}

func TestWhatCouldNotBeSentStays(t *testing.T) {
	d := library(1)
	d.posts["t1"] = nil
	s := newStage(t, d, wide())
	s.read(actID(0))
	s.p.reader.turn(tabTalk)
	talk := s.p.reader.talk
	talk.open("t1")
	talk.text.SetText("Non perdermi")
	s.d.mu.Lock()
	s.d.err = civic.NewError(civic.Forbidden, "fake", "")
	s.d.mu.Unlock()
	talk.send()
	s.until(func() bool { return !talk.busy && len(s.toasts) > 0 })
	if talk.text.Text != "Non perdermi" {
		t.Errorf("the field holds %q", talk.text.Text)
	}
}

func TestThePreviewShowsPages(t *testing.T) {
	s := newStage(t, library(1), wide())
	s.read(actID(0))
	s.run("acts.preview")
	s.until(func() bool { return s.p.reader.previews })
	if !s.can("acts.close_preview") || s.can("acts.preview") {
		t.Error("an open preview can be opened")
	}
	s.run("acts.close_preview")
	if s.p.reader.previews {
		t.Error("the preview stays")
	}
}

func TestAnActIsAmendedOnACopy(t *testing.T) {
	s := newStage(t, library(1), wide())
	s.read(actID(0))
	s.run("acts.amend")
	s.until(func() bool { return len(s.went) > 0 })
	if s.went[0] != "drafts/copy" {
		t.Errorf("went to %v", s.went)
	}
}

func TestMineIsRevisedAsADraft(t *testing.T) {
	d := library(1)
	d.can = desk.Abilities{Revise: true}
	s := newStage(t, d, wide())
	s.read(actID(0))
	s.run("acts.revise")
	s.until(func() bool { return len(s.went) > 0 })
	if s.went[0] != "drafts/draft" {
		t.Errorf("went to %v", s.went)
	}
}

// TestAnotherActBeginsWithItsText keeps an act from looking empty because the
// one before it was left on a tab that has nothing for it.
func TestAnotherActBeginsWithItsText(t *testing.T) {
	s := newStage(t, library(3), wide())
	s.read(actID(1))
	for _, tab := range []string{tabFiles, tabKin, tabTalk} {
		s.p.reader.turn(tab)
		s.p.reader.show(actID(2), "")
		s.until(func() bool { return s.p.reader.known != nil && s.p.reader.known.view.Record.ID == actID(2) })
		if s.p.reader.tab != tabText {
			t.Errorf("from %s the next act opens on an empty %s", tab, s.p.reader.tab)
		}
		s.read(actID(1))
	}
	s.p.reader.turn(tabHistory)
	s.p.reader.show(actID(2), "")
	s.until(func() bool { return s.p.reader.known.view.Record.ID == actID(2) })
	if s.p.reader.tab != tabHistory {
		t.Error("who goes through histories loses them")
	}
}

// TestAnActWithoutADayTellsThatOfItsFiling, where an event has it.
func TestAnActWithoutADayTellsThatOfItsFiling(t *testing.T) {
	l := newStage(t, library(1), wide()).p.h.Lang
	v := civic.ActView{Act: civic.Act{Content: civic.Content{Kind: civic.Motion, Level: civic.Municipal}}}
	if got := facts(l, v, time.Now()).Text; !strings.Contains(got, "senza data") {
		t.Errorf("%q", got)
	}
	v.Events = append(v.Events, civic.EventView{Event: civic.ActEvent{Type: civic.Filed, Date: "2026-03-12"}})
	if got := facts(l, v, time.Now()).Text; strings.Contains(got, "senza data") || !strings.Contains(got, "depositato il 12 marzo 2026") {
		t.Errorf("%q", got)
	}
	v.Act.Date = "2026-03-01"
	if got := facts(l, v, time.Now()).Text; !strings.Contains(got, "1° marzo 2026") || strings.Contains(got, "depositato") {
		t.Errorf("%q", got)
	}
}
