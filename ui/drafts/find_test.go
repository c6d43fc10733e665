package drafts

import (
	"testing"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
)

func TestFindAndReplace(t *testing.T) {
	s := newStory(t, motion("Strade", clause(civic.Intro, "", "La citta e la Città."), clause(civic.Intro, "", "Nessuna CITTÀ, nessuna cittadina.")))
	e := s.open(0)
	e.paper.goTo(caret{0, 0})
	s.run("drafts.replace")
	f := e.finder
	f.words.SetText("città")
	if got := f.count.Text(); got != "1 di 4" {
		t.Errorf("%q", got)
	}
	f.whole.SetChecked(true)
	if got := f.count.Text(); got != "1 di 3" {
		t.Errorf("whole words: %q", got)
	}
	f.step(-1)
	if got := f.count.Text(); got != "3 di 3" {
		t.Errorf("round: %q", got)
	}
	f.exact.SetChecked(true)
	if got := f.count.Text(); got != "non c’è" {
		t.Errorf("by case and accents: %q", got)
	}
	f.exact.SetChecked(false)
	f.by.SetText("paese")
	f.replaceAll()
	if got := e.sheet.text(); got != "La paese e la paese.\n\nNessuna paese, nessuna cittadina." {
		t.Errorf("%s", got)
	}
	s.toasts[len(s.toasts)-1].Run()
	if got := e.sheet.text(); got != "La citta e la Città.\n\nNessuna CITTÀ, nessuna cittadina." {
		t.Errorf("undone: %s", got)
	}
	f.at = 1
	f.replace()
	if got := e.sheet.rows[0].Text; got != "La citta e la paese." || f.count.Text() != "2 di 2" {
		t.Errorf("%s, %s", got, f.count.Text())
	}
	f.words.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if f.root.Visible() || s.focused().SelectedText() != "CITTÀ" {
		t.Errorf("left at %q", s.focused().SelectedText())
	}
	s.p.lookFor()
	if !f.root.Visible() {
		t.Error("Ctrl+F in the text looks in the list")
	}
}

func TestGapsAreMarkedAndReached(t *testing.T) {
	s := newStory(t, motion("Strade", clause(civic.Recital, "premesso che", "in [luogo] accade [fatto];"), clause(civic.Operative, "1.", "fare [che cosa].")))
	e := s.open(0)
	e.paper.goTo(caret{0, 0})
	if got := len(e.marksOf(e.sheet.rows[0])); got != 2 {
		t.Errorf("%d marks", got)
	}
	for _, want := range []string{"[luogo]", "[fatto]", "[che cosa]", "[luogo]"} {
		s.run("drafts.next_gap")
		if got := s.focused().SelectedText(); got != want {
			t.Fatalf("at %q, not %q", got, want)
		}
	}
	if !s.focused().AcceptsTab() {
		t.Error("Tab leaves the gaps")
	}
	s.typeText("via Roma")
	if got := e.sheet.rows[0].Text; got != "in via Roma accade [fatto];" {
		t.Errorf("%q", got)
	}
	if s.focused().AcceptsTab() {
		t.Error("Tab stays in the text")
	}
	s.p.ed.paper.goTo(caret{0, 3})
	s.p.ed.nextGap()
	s.p.ed.paper.goTo(caret{0, 3})
	s.run("drafts.next_gap")
	if got := s.focused().SelectedText(); got != "[fatto]" {
		t.Errorf("F8 goes to %q", got)
	}
}
