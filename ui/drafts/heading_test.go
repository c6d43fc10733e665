package drafts

import (
	"testing"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
)

// TestTheHeadingIsUndoneWithTheText: what was typed above the text and in it is
// taken back in the order in which it was done.
func TestTheHeadingIsUndoneWithTheText(t *testing.T) {
	s := newStory(t, motion("Strade", clause(civic.Intro, "", "testo")))
	e := s.open(0)
	write := func(f interface{ TypedRune(rune) }, text string) {
		for _, r := range text {
			f.TypedRune(r)
		}
	}
	s.h.Window.Canvas().Focus(e.form.subject)
	e.form.subject.CursorColumn = len("Strade")
	write(e.form.subject, " sicure davvero")
	e.paper.goTo(caret{0, 5})
	write(s.focused(), "!")
	e.form.unfold(true)
	s.h.Window.Canvas().Focus(e.form.place)
	write(e.form.place, "Bologna")
	if e.content.Subject != "Strade sicure davvero" || e.sheet.text() != "testo!" || e.content.Place != "Bologna" {
		t.Fatalf("%q %q %q", e.content.Subject, e.sheet.text(), e.content.Place)
	}
	undo := func() { s.h.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutUndo{}) }
	undo()
	if e.content.Place != "" || e.form.place.Text != "" || e.sheet.text() != "testo!" {
		t.Errorf("the place: %q, the field %q, the text %q", e.content.Place, e.form.place.Text, e.sheet.text())
	}
	if s.h.Window.Canvas().Focused() != e.form.place {
		t.Errorf("the keyboard left the heading for %T", s.h.Window.Canvas().Focused())
	}
	undo()
	if e.sheet.text() != "testo" || e.content.Subject != "Strade sicure davvero" {
		t.Errorf("the text: %q, %q", e.sheet.text(), e.content.Subject)
	}
	undo()
	if e.content.Subject != "Strade sicure" || e.form.subject.Text != e.content.Subject {
		t.Errorf("a word of the subject: %q, %q", e.content.Subject, e.form.subject.Text)
	}
	for range 5 {
		undo()
	}
	if e.content.Subject != "Strade" {
		t.Errorf("all of it: %q", e.content.Subject)
	}
	for range 8 {
		s.run("drafts.redo")
	}
	if e.content.Subject != "Strade sicure davvero" || e.sheet.text() != "testo!" || e.content.Place != "Bologna" || !e.save.dirty {
		t.Errorf("forth again: %q %q %q", e.content.Subject, e.sheet.text(), e.content.Place)
	}
}

// TestTheKindIsUndone: with its formula and its addressees, in one step.
func TestTheKindIsUndone(t *testing.T) {
	s := newStory(t, motion("Strade", clause(civic.Operative, "impegna il Sindaco e la Giunta a:", "")))
	e := s.open(0)
	e.content.Addressees = []string{"il Sindaco e la Giunta"}
	e.sheet.head = headOf(e.content)
	was := e.sheet.text()
	e.form.kind.SetSelectedIndex(1)
	if e.content.Kind != civic.Question || e.sheet.text() == was {
		t.Fatalf("%s, %q", e.content.Kind, e.sheet.text())
	}
	e.paper.undo()
	if e.content.Kind != civic.Motion || e.sheet.text() != was || e.form.kind.SelectedIndex() != 0 {
		t.Errorf("%s, %q", e.content.Kind, e.sheet.text())
	}
	e.paper.redo()
	if e.content.Kind != civic.Question {
		t.Errorf("forth again: %s", e.content.Kind)
	}
}

// TestAStepBackKeepsWhatCameMeanwhile: a heading written on another device is not
// undone here.
func TestAStepBackKeepsWhatCameMeanwhile(t *testing.T) {
	s := newStory(t, motion("Strade", clause(civic.Intro, "", "testo")))
	e := s.open(0)
	e.form.place.SetText("Bologna")
	base, came := e.loaded, e.loaded
	came.Subject = "Strade e piazze"
	mine := e.written()
	mine.Subject = came.Subject
	e.sheet.adopt(base, came, mine)
	e.content = mine
	e.paper.undo()
	if e.content.Subject != "Strade e piazze" || e.content.Place != "" {
		t.Errorf("%q, %q", e.content.Subject, e.content.Place)
	}
}

// TestFilesAreNotUndone: what was attached stays, whatever is taken back.
func TestFilesAreNotUndone(t *testing.T) {
	s := newStory(t, motion("Strade", clause(civic.Intro, "", "testo")))
	e := s.open(0)
	e.form.place.SetText("Bologna")
	e.content.Attachments = []civic.Attachment{{Name: "planimetria.pdf"}}
	e.paper.undo()
	if len(e.content.Attachments) != 1 || e.content.Place != "" {
		t.Errorf("%v, %q", e.content.Attachments, e.content.Place)
	}
}

func TestAHeadingOfSeveralLines(t *testing.T) {
	s := newStory(t, motion("Strade", clause(civic.Intro, "", "testo")))
	e := s.open(0)
	e.form.heading.SetText("Consiglio comunale di Valchiara\n\n Insieme ")
	if e.content.Heading != "Consiglio comunale di Valchiara\nInsieme" {
		t.Errorf("%q", e.content.Heading)
	}
}
