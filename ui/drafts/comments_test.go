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

func (f *fakeDesk) Comments(_ context.Context, draft civic.ID) ([]civic.Comment, error) {
	return turn(f, func() ([]civic.Comment, error) { return slices.Clone(f.remarks), nil })
}

func (f *fakeDesk) AddComment(_ context.Context, draft civic.ID, on civic.Clause, words [2]int, text string) (civic.Comment, error) {
	return turn(f, func() (civic.Comment, error) {
		c := civic.Comment{ID: f.ids(), Draft: draft, On: []civic.Clause{on}, From: words[0], To: words[1], Text: text}
		f.remarks = append(f.remarks, c)
		return c, nil
	})
}

func (f *fakeDesk) at1(id civic.ID) *civic.Comment {
	return &f.remarks[slices.IndexFunc(f.remarks, func(c civic.Comment) bool { return c.ID == id })]
}

func (f *fakeDesk) ChangeComment(_ context.Context, _, id civic.ID, text string) error {
	return turn0(f, func() error { f.at1(id).Text = text; return nil })
}

func (f *fakeDesk) ResolveComment(_ context.Context, _, id civic.ID, on bool) error {
	return turn0(f, func() error { f.at1(id).Resolved = on; return nil })
}

func (f *fakeDesk) DropComment(_ context.Context, id civic.ID) error {
	return turn0(f, func() error {
		f.remarks = slices.DeleteFunc(f.remarks, func(c civic.Comment) bool { return c.ID == id })
		return nil
	})
}

func (f *fakeDesk) AmendNews(context.Context, civic.ID) (desk.AmendNews, error) {
	return f.amended, nil
}

func (f *fakeDesk) RenewAmendment(_ context.Context, id civic.ID, _ string) (civic.Draft, error) {
	x, err := f.at(id)
	if err != nil {
		return civic.Draft{}, err
	}
	c := f.amended.Renewed
	x.Plain, x.Revision, f.amended = &c, x.Revision+1, desk.AmendNews{}
	return *x, nil
}

func (f *fakeDesk) MakeAmendment(_ context.Context, id civic.ID) (civic.Draft, error) {
	return turn(f, func() (civic.Draft, error) {
		d, err := f.at(id)
		if err != nil {
			return civic.Draft{}, err
		}
		c, err := drafting.AmendmentOf(f.versions[0].Content, *d.Plain, func(int) civic.ID { return f.ids() })
		if err != nil {
			return civic.Draft{}, err
		}
		return f.add(c), nil
	})
}

func (s *story) tabRows(id string) []string {
	t := s.p.ed.aside.tab(id)
	t.update()
	var rows []asideRow
	switch t := t.(type) {
	case *commentsTab:
		rows = t.rows
	case *versionsTab:
		rows = t.rows
	}
	var out []string
	for _, r := range rows {
		out = append(out, strings.Trim(r.view.Title+" | "+r.view.Detail+" | "+r.view.Badge, " |"))
	}
	return out
}

func TestCommentsFollowTheText(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Operative, "1.", "coprire la piazza entro trenta giorni"), clause(civic.Operative, "2.", "riferire")))
	e := s.open(0)
	e.paper.goTo(caret{0, 0})
	s.focused().choose(24, 37)
	if got := s.focused().chosen(); e.sheet.rows[0].Text[got[0]:got[1]] != "trenta giorni" {
		t.Fatalf("chosen: %v", got)
	}
	tab := e.aside.tab(tabComments).(*commentsTab)
	words, on := s.focused().chosen(), e.sheet.rows[0]
	tab.do(func(ctx context.Context) error {
		_, err := s.d.AddComment(ctx, e.draft.ID, on, words, "troppo poco")
		return err
	})
	s.until("the comment", func() bool { return len(tab.all) == 1 })
	if got := s.tabRows(tabComments); len(got) != 1 || got[0] != "troppo poco | «trenta giorni»" {
		t.Errorf("%q", got)
	}
	e.paper.goTo(caret{0, 0})
	s.run("drafts.down")
	s.run("drafts.comments")
	if got := e.aside.strip.Word(tabComments); got != "Commenti 1" {
		t.Errorf("the tab says %q", got)
	}
	at := drafting.PlaceComment(tab.all[0], e.sheet.rows)
	e.goToWords(at.Clause, at.From, at.To)
	if f := s.focused(); f.SelectedText() != "trenta giorni" || e.sheet.at.row != 1 {
		t.Errorf("%q in row %d", f.SelectedText(), e.sheet.at.row)
	}
	e.paper.change(func(x *sheet) { x.remove(1) })
	if got := s.tabRows(tabComments); len(got) != 2 || got[0] != "Senza più il testo" {
		t.Errorf("%q", got)
	}
	e.paper.undo()
	if got := s.tabRows(tabComments); len(got) != 1 {
		t.Errorf("after undo: %q", got)
	}
	id := tab.all[0].ID
	tab.do(func(ctx context.Context) error { return s.d.ResolveComment(ctx, e.draft.ID, id, true) })
	s.until("it is resolved", func() bool { return tab.badge() == 0 })
	if got := s.tabRows(tabComments); len(got) != 2 || got[0] != "Risolti" {
		t.Errorf("%q", got)
	}
}

func TestVersionsSideBySide(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Intro, "", "entro trenta giorni")))
	e := s.open(0)
	e.name("prima")
	s.until("the version", func() bool { return len(e.versions) == 1 })
	e.paper.goTo(caret{0, 19})
	s.typeText(" al massimo")
	s.run("drafts.compare")
	if e.preview == nil {
		t.Fatal("nothing is compared")
	}
	c := newComparing(e, 0)
	c.look()
	s.until("the comparison", func() bool { return !c.result.Same() && c.sum.Text() != "" })
	if got := c.sum.Text(); !strings.HasPrefix(got, "1 paragrafo cambiato") {
		t.Errorf("%q", got)
	}
	if b := compareBlocks(c.result, sideBefore, s.h.Lang); len(b) != 1 || b[0].Text != "entro trenta giorni" {
		t.Errorf("%+v", b)
	}
	c.restore()
	s.until("the former text", func() bool { return e.sheet.text() == "entro trenta giorni" })
	if e.preview != nil || s.d.versions[1].Name != "Prima del ripristino" || s.d.versions[1].Content.Clauses[0].Text != "entro trenta giorni al massimo" {
		t.Errorf("%+v", s.d.versions)
	}
	if !e.sheet.undo() || e.sheet.text() != "entro trenta giorni al massimo" {
		t.Error("it cannot be undone")
	}
}

func TestACopyBecomesAnAmendment(t *testing.T) {
	act := motion("Lampioni", clause(civic.Operative, "1.", "coprire la piazza entro trenta giorni."))
	copied := drafting.CopyToAmend(act, civic.DerivedID("act"), 3, func(int) civic.ID { return civic.DerivedID("clause") })
	s := newStory(t, copied)
	s.d.versions = []civic.DraftVersion{{Draft: s.d.drafts[0].ID, Revision: 1, Name: "Testo", Content: copied}}
	e := s.open(0)
	if got := e.bar.publish.Text; got != "Prepara l’emendamento" || !e.notice.root.Visible() {
		t.Errorf("%q", got)
	}
	e.paper.change(func(x *sheet) { x.typed(0, "coprire la piazza entro sessanta giorni.", 3) })
	s.run("drafts.amendment")
	s.until("the amendment", func() bool { return len(s.d.drafts) == 2 && s.p.ed != nil && s.p.ed.content.Kind == civic.Amendment })
	if got := s.p.ed.sheet.text(); !strings.Contains(got, "«trenta» è sostituita dalla seguente: «sessanta»") || s.p.ed.bar.publish.Text == "Prepara l’emendamento" {
		t.Errorf("%s", got)
	}
}
