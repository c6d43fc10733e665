package drafts

import (
	"testing"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
)

// apart is a story of a draft in which two wrote the same sentence anew.
func apart(t *testing.T) (*story, *editor) {
	t.Helper()
	s := newStory(t, motion(
		"Piste ciclabili",
		clause(civic.Intro, "", "La scuola fatica a stare al passo con i tempi."),
		clause(civic.Intro, "", "La scuola non riesce a stare al passo con i tempi."),
		clause(civic.Operative, "1.", "a provvedere;"),
	))
	s.inCircle(civic.PartMember)
	e := s.open(0)
	rows := e.sheet.rows
	s.d.drafts[0].Doubts = []civic.Doubt{
		{Kind: civic.DoubtBoth, Clause: rows[0].ID, Beside: rows[1].ID, From: "Berto Neri", Other: "Anna Bianchi"},
		{Kind: civic.DoubtKept, Clause: rows[2].ID, From: "Berto Neri", Other: "Anna Bianchi"},
	}
	s.p.reload()
	s.until("the doubts", func() bool { return e.doubtful() == 2 })
	s.run("drafts.check")
	return s, e
}

func TestOneOfTwoFormsIsChosen(t *testing.T) {
	s, e := apart(t)
	s.choose("Due versioni della stessa frase: stanno una dopo l’altra")
	s.sees("Tieni la frase di Berto Neri: «…scuola fatica…»", "Tieni la frase di Anna Bianchi: «…scuola non riesce…»", "Tienile tutte e due")
	s.choose("Tieni la frase di Anna Bianchi: «…scuola non riesce…»")
	s.until("one doubt", func() bool { return e.doubtful() == 1 && len(s.d.drafts[0].Doubts) == 1 })
	if got := e.written().Clauses; len(got) != 2 || got[0].Text != "La scuola non riesce a stare al passo con i tempi." {
		t.Errorf("%+v", got)
	}
	s.choose("Tolto da una parte, cambiato dall’altra: è rimasto")
	s.sees("Togli il passo, come Anna Bianchi")
	s.choose("Tieni il passo, come Berto Neri: «a provvedere;»")
	s.until("no doubt", func() bool { return e.doubtful() == 0 && len(s.d.drafts[0].Doubts) == 0 })
	s.seesNot("In due avete cambiato")
	if got := e.written().Clauses; len(got) != 2 {
		t.Errorf("%+v", got)
	}
}

// In a narrow window the text takes the place of the list: the choice opens there.
func TestTheChoiceOpensBesideItsWords(t *testing.T) {
	s, e := apart(t)
	s.win.Resize(fyne.NewSize(960, 600))
	s.choose("Due versioni della stessa frase: stanno una dopo l’altra")
	s.sees("Tienile tutte e due")
	if e.asideOn {
		t.Fatal("the window is not narrow")
	}
	at := newChecksTab(e).menuPlace(s.d.drafts[0].Doubts[0])
	if text := fyne.CurrentApp().Driver().AbsolutePositionForObject(e.paper); at.X < text.X || at.Y < text.Y {
		t.Errorf("the choice opens at %v, the text is at %v", at, text)
	}
}

// A doubt whose words were taken out by hand is settled.
func TestADoubtGoesWithItsWords(t *testing.T) {
	_, e := apart(t)
	e.without(e.sheet.rows[1].ID)()
	if n := e.doubtful(); n != 1 {
		t.Errorf("%d doubts", n)
	}
}

func TestWhereTwoFormsDiffer(t *testing.T) {
	for _, x := range [][4]string{
		{"uno due tre", "uno due quattro", "…due tre", "…due quattro"},
		{"uno due", "uno due tre", "…due", "…due tre"},
		{"a b", "c d", "a b", "c d"},
		{"uno", "uno", "uno", "uno"},
	} {
		if a, b := apartWords(x[0], x[1]); a != x[2] || b != x[3] {
			t.Errorf("%q and %q differ in %q and %q", x[0], x[1], a, b)
		}
	}
}
