package drafts

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"scranno/app/civic"
)

func TestANewDraftComesFromTheMandate(t *testing.T) {
	s := newStory(t)
	s.until("the gazetteer", func() bool { return s.p.gaz != nil })
	s.h.Go("drafts/new")
	if s.p.fresh == nil {
		t.Fatal("the form is not there")
	}
	s.p.fresh.kinds.SetCurrent(1) // a question
	s.p.fresh.create()
	s.until("the editor", func() bool { return s.p.ed != nil })
	c := *s.d.drafts[0].Plain
	if c.Kind != civic.Question || c.Body != "demo:908001" || c.BodyName != "Valchiara" || c.Region != "08" || c.Heading != "Insieme" {
		t.Errorf("the draft is %+v", c)
	}
	if want := []civic.Signatory{{Name: "Anna Bianchi", Group: "Insieme"}}; !reflect.DeepEqual(c.Signatories, want) {
		t.Errorf("signed by %v", c.Signatories)
	}
	if !slices.ContainsFunc(c.Clauses, func(x civic.Clause) bool { return x.Opener == "interroga il Sindaco e la Giunta per sapere:" }) || c.Subkind != "scritta" {
		t.Errorf("the pattern is %v", c.Clauses)
	}
}

func TestAPatternIsNotImposed(t *testing.T) {
	s := newStory(t)
	s.h.Go("drafts/new")
	s.p.fresh.pattern.SetChecked(false)
	s.p.fresh.create()
	s.until("the editor", func() bool { return s.p.ed != nil })
	if c := s.d.drafts[0].Plain.Clauses; len(c) != 0 {
		t.Errorf("clauses on a white sheet: %v", c)
	}
}

func TestWhatIsTypedIsSavedByItself(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Recital, "premesso che", "")))
	e := s.open(0)
	s.typeText("piove\nvisto l'art. 42")
	if s.d.saves != 0 {
		t.Error("saved before the time")
	}
	if got := e.bar.status.Text(); got != "Salvataggio…" {
		t.Errorf("the state is %q", got)
	}
	s.tick()
	s.until("the saving", func() bool { return s.d.saves == 1 && !e.save.busy })
	if got := e.bar.status.Text(); got != "Salvato" {
		t.Errorf("the state is %q", got)
	}
	want := "premesso che piove\n\nvisto l'art. 42"
	if got := joined(*s.d.drafts[0].Plain); got != want {
		t.Errorf("saved %q, want %q", got, want)
	}
}

// TestWhatIsTypedWithoutAPauseIsSavedEverySecond types on and on: a fault then
// takes a second of it at most.
func TestWhatIsTypedWithoutAPauseIsSavedEverySecond(t *testing.T) {
	s := newStory(t, motion("Prova", clause(civic.Operative, "", "piove")))
	var wait time.Duration
	s.p.after = func(d time.Duration, _ func()) func() { wait = d; return func() {} }
	now := s.h.Now()
	s.h.Now = func() time.Time { return now }
	e := s.open(0)
	e.changed()
	if wait > 300*time.Millisecond {
		t.Errorf("a pause of %v is waited for", wait)
	}
	now = now.Add(900 * time.Millisecond)
	if e.changed(); wait > 100*time.Millisecond {
		t.Errorf("after nearly a second it waits for %v more", wait)
	}
}

func joined(c civic.Content) string {
	x := &sheet{rows: c.Clauses}
	return x.text()
}

func TestLeavingSaves(t *testing.T) {
	s := newStory(t, motion("Uno", clause(civic.Intro, "", "")), motion("Due", clause(civic.Intro, "", "altro")))
	first := s.open(1).draft.ID
	s.typeText("parole")
	s.p.hidden()
	s.until("the saving", func() bool { return s.d.saves == 1 })
	s.focused().TypedRune('!')
	s.open(0)
	s.until("the saving", func() bool { return s.d.saves == 2 })
	d, err := s.d.at(first)
	if err != nil || joined(*d.Plain) != "parole!" {
		t.Errorf("the text left is %v, %v", d, err)
	}
}

func TestTwoWindowsLoseNothing(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Intro, "", "")))
	e := s.open(0)
	s.typeText("mio")
	other := motion("Lampioni", clause(civic.Intro, "", "altrui"))
	s.d.drafts[0].Plain, s.d.drafts[0].Revision = &other, 9
	s.p.reload()
	s.until("the list", func() bool { d, _, _ := s.p.find(e.draft.ID); return d.Revision == 9 })
	s.until("both texts", func() bool {
		text := joined(*s.d.drafts[0].Plain)
		return strings.Contains(text, "mio") && strings.Contains(text, "altrui") && !e.save.busy && !e.save.dirty
	})
	if text := e.sheet.text(); !strings.Contains(text, "mio") || !strings.Contains(text, "altrui") {
		t.Errorf("on the screen stands %q", text)
	}
	s.typeText("!")
	s.tick()
	s.until("the saving", func() bool { return strings.Contains(joined(*s.d.drafts[0].Plain), "mio!") })
}

// What arrives for the clause beside leaves the caret among the letters that one
// types, and takes no step back away.
func TestTypingGoesOnWhileANewerTextArrives(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Recital, "premesso che", "uno"), clause(civic.Recital, "", "due")))
	e := s.open(0)
	e.paper.goTo(caret{1, 1})
	s.typeText("XY")
	other := *s.d.drafts[0].Plain
	first := clause(civic.Intro, "", "prima di tutto")
	first.ID = civic.DerivedID("arrived")
	other.Clauses = append([]civic.Clause{first}, other.Clauses...)
	other.Clauses[1].Text, other.Subject = "uno di là", "Lampioni nuovi"
	s.d.drafts[0].Plain, s.d.drafts[0].Revision = &other, 9
	s.p.reload()
	s.until("the newer text", func() bool { return len(e.sheet.rows) == 3 })
	s.typeText("Z")
	if f := s.focused(); f.Text != "dXYZue" || f.CursorTextOffset() != 4 {
		t.Fatalf("%q, the caret at %d", f.Text, f.CursorTextOffset())
	}
	s.tick()
	s.until("the saving", func() bool { return !e.save.busy && !e.save.dirty })
	want := "prima di tutto\n\npremesso che uno di là\n\ndXYZue"
	if got := joined(*s.d.drafts[0].Plain); got != want || s.d.drafts[0].Plain.Subject != "Lampioni nuovi" || e.form.subject.Text != "Lampioni nuovi" {
		t.Errorf("%q, %q", got, s.d.drafts[0].Plain.Subject)
	}
	for e.sheet.undo() {
	}
	if got := e.sheet.text(); got != "prima di tutto\n\npremesso che uno di là\n\ndue" {
		t.Errorf("back to the beginning it is %q", got)
	}
}

func TestWhatWasWrittenOnADraftThatLeftStandsBeside(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Intro, "", "testo")))
	e := s.open(0)
	e.paper.goTo(caret{0, 5})
	s.typeText(" mio")
	s.d.drafts[0].State, s.d.drafts[0].Revision = civic.DraftSubmitted, 9
	s.p.reload()
	s.until("a draft beside", func() bool { return len(s.d.drafts) == 2 })
	var texts []string
	for _, d := range s.d.drafts {
		texts = append(texts, string(d.State)+" "+joined(*d.Plain))
	}
	slices.Sort(texts)
	if !slices.Equal(texts, []string{"open testo mio", "submitted testo"}) {
		t.Errorf("%q", texts)
	}
}

func TestSharingAndDoubts(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Intro, "", "testo")))
	e := s.open(0)
	s.d.profile.Central = "https://prova.example"
	s.p.who.profile.Central = "https://prova.example"
	s.p.share(true)
	s.until("it is shared", func() bool { return s.p.sharedNow() })
	if got := s.p.whereElse(e.draft.ID); got == "" {
		t.Error("the list does not say so")
	}
	s.p.share(false)
	s.until("it is not", func() bool { return !s.p.sharedNow() })
	s.d.drafts[0].Doubts = []civic.Doubt{{Kind: civic.DoubtBoth, Clause: e.sheet.rows[0].ID, From: "Casa", Other: "Ufficio"}}
	s.p.reload()
	s.until("the doubt", func() bool { return e.doubtful() == 1 })
	if len(newChecksTab(e).doubts()) != 2 {
		t.Errorf("%d rows", len(newChecksTab(e).doubts()))
	}
	e.looked()
	s.until("no doubt", func() bool { return e.doubtful() == 0 })
}

func TestADraftDeletedElsewhereWhileOneWritesComesBack(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Intro, "", "")))
	s.open(0)
	s.typeText("parole")
	s.d.bin, s.d.drafts = s.d.drafts, nil
	s.tick()
	s.until("the draft again", func() bool { return len(s.d.drafts) == 1 && joined(*s.d.drafts[0].Plain) == "parole" })
}

func TestANewerTextIsShownWhereNothingIsBeingTyped(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Intro, "", "prima")))
	e := s.open(0)
	other := motion("Lampioni", clause(civic.Intro, "", "poi"))
	s.d.drafts[0].Plain, s.d.drafts[0].Revision = &other, 2
	s.p.reload()
	s.until("the newer text", func() bool { return e.sheet.text() == "poi" })
	if s.p.ed != e || s.d.saves != 0 {
		t.Error("reading it wrote something")
	}
}

func TestKeysCrossClauses(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Recital, "premesso che", "uno"), clause(civic.Recital, "", "due"), clause(civic.Recital, "", "tre")))
	e := s.open(0)
	e.paper.goTo(caret{1, 0})
	at := func(want caret, after string) {
		t.Helper()
		if f := s.focused(); e.sheet.indexOf(f.id) != want.row || f.CursorTextOffset() != want.pos {
			t.Fatalf("after %s the caret is in row %d at %d, want %v", after, e.sheet.indexOf(f.id), f.CursorTextOffset(), want)
		}
	}
	s.press(fyne.KeyLeft)
	at(caret{0, 3}, "Left")
	s.press(fyne.KeyRight)
	at(caret{1, 0}, "Right")
	s.press(fyne.KeyDown)
	at(caret{2, 0}, "Down")
	s.press(fyne.KeyUp, fyne.KeyUp)
	at(caret{0, 0}, "Up twice")
	s.run("drafts.down")
	at(caret{1, 0}, "moving the clause")
	if got := e.sheet.rows[1].Text; got != "uno" {
		t.Errorf("the clause moved is %q", got)
	}
	s.press(fyne.KeyDelete)
	e.paper.goTo(caret{2, 0})
	s.press(fyne.KeyBackspace)
	at(caret{1, 2}, "Backspace")
	if got := e.sheet.rows[1].Text; got != "notre" {
		t.Errorf("joined to %q", got)
	}
	s.run("drafts.undo")
	if got := len(e.sheet.rows); got != 3 {
		t.Errorf("%d rows after undo", got)
	}
	s.run("drafts.redo")
	if got := len(e.sheet.rows); got != 2 {
		t.Errorf("%d rows after redo", got)
	}
	s.press(fyne.KeyEscape)
	if s.win.Canvas().Focused() != fyne.Focusable(s.p.list) {
		t.Error("Escape does not lead to the list")
	}
}

func TestShiftEnterIsALineWithin(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Intro, "", "uno")))
	e := s.open(0)
	e.paper.goTo(caret{0, 3})
	f := s.focused()
	f.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	s.press(fyne.KeyReturn)
	f.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	s.typeText("due")
	if got := shape(e.sheet); !reflect.DeepEqual(got, []string{"intro |uno\ndue"}) {
		t.Errorf("the sheet is %q", got)
	}
}

func TestAllOfTheActIsChosenCopiedAndPasted(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Recital, "premesso che", "uno"), clause(civic.Operative, "impegna il Sindaco a:", ""), clause(civic.Operative, "1.", "fare")))
	e := s.open(0)
	clip := test.NewClipboard()
	f := s.focused()
	f.TypedShortcut(&fyne.ShortcutSelectAll{})
	if e.paper.all || f.SelectedText() != "uno" {
		t.Fatal("once is the clause")
	}
	f.TypedShortcut(&fyne.ShortcutSelectAll{})
	if !e.paper.all {
		t.Fatal("twice is the act")
	}
	f.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clip})
	const whole = "premesso che uno\n\nimpegna il Sindaco a:\n\n1. fare"
	if clip.Content() != whole {
		t.Errorf("copied %q", clip.Content())
	}
	s.press(fyne.KeyDelete)
	if got := e.sheet.text(); got != "" {
		t.Errorf("left over: %q", got)
	}
	s.focused().TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
	if got := e.sheet.text(); got != whole || len(e.sheet.rows) != 3 {
		t.Errorf("pasted %q in %d clauses", got, len(e.sheet.rows))
	}
	s.focused().TypedShortcut(&fyne.ShortcutUndo{})
	s.focused().TypedShortcut(&fyne.ShortcutUndo{})
	if got := e.sheet.text(); got != whole {
		t.Errorf("undone to %q", got)
	}
}

func TestALongActHasFewFields(t *testing.T) {
	var rows []civic.Clause
	for i := range 400 {
		rows = append(rows, clause(civic.Recital, "considerato che", fmt.Sprint(i, strings.Repeat(" parole di prova", 40))))
	}
	s := newStory(t, motion("Lungo", rows...))
	e := s.open(0)
	if n := len(e.paper.rows) + len(e.paper.pool); n > 30 {
		t.Errorf("%d fields for what is in sight", n)
	}
	e.paper.goTo(caret{399, 2})
	if f := s.focused(); e.sheet.indexOf(f.id) != 399 || !strings.HasPrefix(f.Text, "399 ") {
		t.Errorf("the last clause shows %.20q", f.Text)
	}
	s.typeText("x")
	if n := len(e.paper.rows) + len(e.paper.pool); n > 60 {
		t.Errorf("%d fields after a jump", n)
	}
	if got := e.sheet.rows[399].Text[:4]; got != "39x9" {
		t.Errorf("typed into %q", got)
	}
}

func TestAnActThatBecomesShorterStaysInSight(t *testing.T) {
	s := newStory(t, motion("Breve", clause(civic.Intro, "", "uno")))
	e := s.open(0)
	e.paper.paste(s.focused(), strings.Repeat("riga di prova che si ripete;\n\n", 120))
	if e.paper.scroll.Offset.Y == 0 {
		t.Fatal("the caret is out of sight")
	}
	s.run("drafts.undo")
	if y := e.paper.scroll.Offset.Y; y != 0 || s.focused().Text != "uno" {
		t.Errorf("the paper is scrolled to %v, the field shows %q", y, s.focused().Text)
	}
	first := e.paper.rows[e.sheet.rows[0].ID]
	if first == nil || first.Position().Y != e.paper.tops[0] {
		t.Error("the first clause is not where it belongs")
	}
}

func TestWhatIsMissingStopsAPublication(t *testing.T) {
	s := newStory(t, motion("", clause(civic.Operative, "1.", "fare")))
	e := s.open(0)
	s.run("drafts.publish")
	s.until("the reason", func() bool { return len(s.toasts) > 0 })
	if !strings.Contains(s.toasts[0].Text, "Manca l’oggetto") || s.win.Canvas().Focused() != fyne.Focusable(e.form.subject) || !e.asideOn {
		t.Errorf("said %q, the keyboard is in %T", s.toasts[0].Text, s.win.Canvas().Focused())
	}
	if len(s.d.queue) != 0 {
		t.Error("it was queued all the same")
	}
}

func TestAPublicationCanBeTakenBack(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Operative, "impegna il Sindaco a:", "fare")))
	e := s.open(0)
	s.typeText("x")
	s.run("drafts.publish")
	s.until("the question", func() bool { return s.win.Canvas().Overlays().Top() != nil })
	if s.d.saves != 1 {
		t.Error("what was typed was not saved first")
	}
	s.p.submit(e, civic.SubmitHow{Visibility: civic.Everyone, Licence: civic.LicenceCCBY})
	s.until("the word", func() bool { return len(s.toasts) > 0 })
	s.until("the state", e.locked)
	if _, waits := s.p.queuedOf(e.draft); !waits {
		t.Error("it does not wait")
	}
	if c, _ := findCommand(s, "drafts.publish"); c {
		t.Error("it may be published twice")
	}
	s.toasts[0].Run()
	s.until("the draft again", func() bool { return !e.locked() })
	if len(s.d.queue) != 0 {
		t.Error("it is still in the queue")
	}
}

func findCommand(s *story, id string) (can, found bool) {
	for _, c := range s.p.commands() {
		if c.ID == id {
			return c.Can(), true
		}
	}
	return false, false
}

func TestFilingWritesAFile(t *testing.T) {
	s := newStory(t, motion("Lampioni di via Roma: «basta buio» / 2", clause(civic.Operative, "1.", "fare")))
	e := s.open(0)
	for range 2 {
		s.opened = nil
		s.p.write(e, pdf, func(path string) { s.opened = append(s.opened, path) })
		s.until("the file", func() bool { return len(s.opened) > 0 })
	}
	want := []string{"2026-03-12 Mozione Lampioni di via Roma basta buio 2 (2).pdf", "2026-03-12 Mozione Lampioni di via Roma basta buio 2.pdf"}
	if got := readDir(t, s.h.Exports); !reflect.DeepEqual(got, want) {
		t.Errorf("files %q, want %q", got, want)
	}
}

func TestDeletingCanBeUndone(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Intro, "", "testo")))
	s.open(0)
	s.run("drafts.delete")
	s.until("the word", func() bool { return len(s.toasts) > 0 })
	if len(s.d.bin) != 1 || s.p.ed != nil {
		t.Fatal("it is not in the bin")
	}
	s.toasts[0].Run()
	s.until("the draft again", func() bool { return s.p.ed != nil && len(s.d.bin) == 0 })
}

func TestAVersionIsBroughtBackAndUndone(t *testing.T) {
	s := newStory(t, motion("Ora", clause(civic.Intro, "", "ora")))
	e := s.open(0)
	e.restore(motion("Prima", clause(civic.Intro, "", "prima"), clause(civic.Intro, "", "ancora")))
	if e.sheet.text() != "prima\n\nancora" || e.content.Subject != "Prima" || e.form.subject.Text != "Prima" {
		t.Errorf("restored %q, %q", e.sheet.text(), e.content.Subject)
	}
	s.toasts[len(s.toasts)-1].Run()
	if e.sheet.text() != "ora" || e.form.subject.Text != "Ora" {
		t.Errorf("undone to %q, %q", e.sheet.text(), e.form.subject.Text)
	}
}

func TestTheHeadingIsWrittenDown(t *testing.T) {
	s := newStory(t, civic.Content{Kind: civic.Motion, Level: civic.Municipal})
	e := s.open(0)
	s.until("the gazetteer", func() bool { return s.p.gaz != nil })
	e.form.body.entry.SetText("Bologn")
	if len(e.form.body.hits) == 0 {
		t.Fatal("no council is offered")
	}
	e.form.body.take(0)
	e.form.signers.SetText("Anna Bianchi (Insieme)\n\n Ugo Neri ")
	e.form.date.SetText("1/3/2026")
	e.form.subject.SetText("Una riga\nsola")
	c := e.written()
	if c.Body != "istat:037006" || c.Region != "08" || c.Place != "Bologna" || c.Date != "2026-03-01" || c.Subject != "Una riga sola" {
		t.Errorf("the heading is %+v", c)
	}
	if want := []civic.Signatory{{Name: "Anna Bianchi", Group: "Insieme"}, {Name: "Ugo Neri"}}; !reflect.DeepEqual(c.Signatories, want) {
		t.Errorf("signed by %v", c.Signatories)
	}
	e.form.date.SetText("31/2/2026")
	if e.form.dateWrong.Text() == "" || e.written().Date != "2026-03-01" {
		t.Error("a day that does not exist was taken")
	}
	e.form.kind.SetSelectedIndex(1)
	if e.written().Kind != civic.Question {
		t.Error("the kind did not change")
	}
}

func TestTheListIsSearched(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Intro, "", "la piazza è buia")), motion("Scuola", clause(civic.Intro, "", "il tetto perde")))
	s.p.search.SetText("piazza BUIA")
	var titles []string
	for _, r := range s.p.rows {
		if !r.heading {
			titles = append(titles, r.title)
		}
	}
	if !reflect.DeepEqual(titles, []string{"Lampioni"}) {
		t.Errorf("found %q", titles)
	}
}

// What a search leaves is shown from its top, whatever is open stays open.
func TestASearchBeginsAtTheTopOfTheList(t *testing.T) {
	var all []civic.Content
	for i := range 60 {
		all = append(all, motion("Lampioni "+strconv.Itoa(i)))
	}
	s := newStory(t, all...)
	e := s.open(59)
	at := s.p.list.Current()
	s.p.list.SetOffset(2000)
	if at < 1 || s.p.list.Offset() == 0 {
		t.Fatal("the list is not long enough")
	}
	s.p.search.SetText("lampioni")
	if y := s.p.list.Offset(); y != 0 {
		t.Errorf("the list stands at %v", y)
	}
	if s.p.list.Current() != at || s.p.ed != e {
		t.Error("the open draft is no longer chosen")
	}
}
