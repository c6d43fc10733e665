package drafts

import (
	"context"
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/drafting"
)

// The fake desk knows one misspelt word and, where a draft speaks of lamps, two
// acts like it.

func (f *fakeDesk) SimilarToDraft(_ context.Context, _ civic.ID, c *civic.Content) (desk.Similar, error) {
	return turn(f, func() (desk.Similar, error) {
		if !strings.Contains(drafting.Join(c.Clauses), "lampioni") {
			return desk.Similar{Short: true}, nil
		}
		act := func(n, body string, o civic.Outcome) desk.SimilarAct {
			return desk.SimilarAct{
				Act:      civic.ActHit{ID: civic.DerivedID("like", n), Subject: "Lampioni " + n, BodyName: body, Date: "2026-03-12", Outcome: o},
				Overlap:  0.84,
				Likeness: drafting.NearlyTheSame, Content: civic.Content{Subject: "Lampioni " + n, Clauses: []civic.Clause{{ID: "x", Text: "i lampioni vanno spenti"}}},
			}
		}
		s := desk.Similar{Acts: []desk.SimilarAct{act("1", "Valchiara", civic.Approved), act("2", "Borgolungo", civic.Rejected)}, Bodies: 2, Voted: 2}
		if f.due > 0 {
			s = desk.Similar{Due: f.due}
		}
		return s, nil
	})
}

func (f *fakeDesk) PrepareSimilar(context.Context) (bool, error) {
	return turn(f, func() (bool, error) { f.due = max(0, f.due-1); return f.due > 0, nil })
}

func (f *fakeDesk) Reuse(context.Context, civic.ID, desk.ReuseHow) (desk.Reused, error) {
	return desk.Reused{Draft: "new"}, nil
}

func (f *fakeDesk) Spelling(_ context.Context, c civic.Content) ([]desk.Suspect, error) {
	return turn(f, func() ([]desk.Suspect, error) {
		var out []desk.Suspect
		find := func(clause civic.ID, text string) {
			for from := 0; ; {
				i := strings.Index(text[from:], "perchè")
				if i < 0 || slices.Contains(f.words, "perchè") {
					return
				}
				from += i
				out = append(out, desk.Suspect{Clause: clause, From: from, To: from + len("perchè"), Word: "perchè", Code: "accent", Offers: []string{"perché"}})
				from += len("perchè")
			}
		}
		find("", c.Subject)
		for _, cl := range c.Clauses {
			find(cl.ID, cl.Text)
		}
		return out, nil
	})
}

func (f *fakeDesk) OwnWords(context.Context) ([]string, error) {
	return turn(f, func() ([]string, error) { return slices.Clone(f.words), nil })
}

func (f *fakeDesk) AddWord(_ context.Context, word string) error {
	return turn0(f, func() error { f.words = append(f.words, word); return nil })
}

func (f *fakeDesk) RemoveWord(_ context.Context, word string) error {
	return turn0(f, func() error {
		f.words = slices.DeleteFunc(f.words, func(w string) bool { return w == word })
		return nil
	})
}

func rowTitles(l *asideList) []string {
	var out []string
	for _, r := range l.rows {
		out = append(out, r.view.Title)
	}
	return out
}

func TestTheSideSaysWhoHasWrittenItBefore(t *testing.T) {
	s := newStory(t, motion("Luce", clause(civic.Recital, "premesso che", "i lampioni di via Roma sono spenti")))
	s.d.due = 2
	e := s.open(0)
	s.run("drafts.similar")
	tab := e.aside.tab(tabSimilar).(*similarTab)
	s.until("the acts that are like it, once the library was prepared", func() bool { return len(tab.found.Acts) == 2 })
	got := rowTitles(tab.asideList)
	if len(got) != 3 || got[0] != "Due Consigli hanno già votato qualcosa di simile." || got[1] != "Lampioni 1" {
		t.Fatalf("%q", got)
	}
	if v := tab.rows[1].view; !strings.HasPrefix(v.Detail, "84% · Valchiara") {
		t.Errorf("%+v", v)
	}
	e.compareWith(tab.found.Acts[0])
	s.until("the comparison", func() bool { return e.preview != nil })
	e.closePreview()
	e.paper.change(func(x *sheet) { x.edit(0, func() { x.rows[0].Text = "altro" }) })
	s.tick()
	s.until("the sheet speaks of something else", func() bool { return tab.found.Short })
}

func TestWordsArePutRightAndBack(t *testing.T) {
	s := newStory(t, motion("Luce", clause(civic.Recital, "premesso che", "perchè sì e perchè no"), clause(civic.Recital, "considerato che", "non si sa perchè")))
	e := s.open(0)
	s.run("drafts.spelling")
	tab := e.aside.tab(tabSpelling).(*spellingTab)
	s.until("the suspects", func() bool { return len(tab.found) == 3 })
	if got := tab.rows[0].view.Title; got != "perchè › perché" {
		t.Errorf("the row says %q", got)
	}
	tab.correct(tab.shown()[:1], "perché")
	if got := e.sheet.rows[0].Text; got != "perché sì e perchè no" {
		t.Fatalf("one is put right: %q", got)
	}
	s.until("two are left", func() bool { return len(tab.found) == 2 })
	tab.correct(tab.shown(), "perché")
	if a, b := e.sheet.rows[0].Text, e.sheet.rows[1].Text; a != "perché sì e perché no" || b != "non si sa perché" {
		t.Fatalf("all are put right: %q %q", a, b)
	}
	e.paper.undo()
	if a, b := e.sheet.rows[0].Text, e.sheet.rows[1].Text; a != "perché sì e perchè no" || b != "non si sa perchè" {
		t.Fatalf("one step back: %q %q", a, b)
	}
	s.tick()
	s.until("they are suspects again", func() bool { return len(tab.found) == 2 })
	tab.pass(tab.shown()[0])
	if n := tab.badge(); n != 1 {
		t.Errorf("%d after one is passed over", n)
	}
	tab.add("perchè")
	s.until("one's own word is none", func() bool { return len(tab.found) == 0 && len(s.d.words) == 1 })
}

func TestWordsInTheSubjectArePutRight(t *testing.T) {
	s := newStory(t, motion("perchè no", clause(civic.Recital, "premesso che", "testo")))
	e := s.open(0)
	tab := e.aside.tab(tabSpelling).(*spellingTab)
	s.run("drafts.spelling")
	s.until("the suspect", func() bool { return len(tab.found) == 1 })
	tab.correct(tab.shown(), "perché")
	if e.content.Subject != "perché no" {
		t.Errorf("%q", e.content.Subject)
	}
}

// The person's own words are at hand from the menu and the palette too.
func TestOnesOwnWordsAreACommand(t *testing.T) {
	s := newStory(t, motion("Strade", clause(civic.Intro, "", "testo")))
	s.open(0)
	s.run("drafts.words")
	s.sees("Le mie parole")
}
