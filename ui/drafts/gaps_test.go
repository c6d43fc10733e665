package drafts

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

func (f *fakeDesk) Suggestions(context.Context, civic.ID) (desk.Suggested, error) {
	return turn(f, func() (desk.Suggested, error) { return f.newer, nil })
}

func (f *fakeDesk) TakeSuggestions(_ context.Context, id civic.ID, s desk.Suggested, chosen []int) (civic.Draft, error) {
	return turn(f, func() (civic.Draft, error) {
		var items []drafting.Suggestion
		for _, i := range chosen {
			items = append(items, s.Items[i])
		}
		i := slices.IndexFunc(f.drafts, func(d civic.Draft) bool { return d.ID == id })
		text := drafting.Take(*f.drafts[i].Plain, items)
		f.drafts[i].Plain, f.newer = &text, desk.Suggested{}
		f.drafts[i].Revision++
		return f.drafts[i], nil
	})
}

func TestTheNextGapIsSelectedAndWrittenOver(t *testing.T) {
	s := newStory(t, motion("Percorsi", clause(civic.Recital, "premesso che", "il Comune ha stanziato € [importo] per [via]"), clause(civic.Recital, "visto", "l'atto [protocollo]")))
	e := s.open(0)
	e.notice.update()
	if r, ok := e.notice.remark(); !ok || r.text != s.h.Lang.N("drafts.gaps", 3) {
		t.Errorf("the strip says %q", r.text)
	}
	for _, want := range []string{"[importo]", "[via]", "[protocollo]", "[importo]"} {
		s.run("drafts.next_gap")
		f, ok := s.h.Window.Canvas().Focused().(*clauseEntry)
		if !ok || f.SelectedText() != want {
			t.Fatalf("%q is selected, want %q", f.SelectedText(), want)
		}
	}
	s.typeText("8000")
	if got := e.sheet.rows[0].Text; got != "il Comune ha stanziato € 8000 per [via]" {
		t.Errorf("the clause is %q", got)
	}
}

func TestANewerSourceIsToldAndTaken(t *testing.T) {
	d := motion("Percorsi", clause(civic.Recital, "premesso che", "si aprono"))
	d.Lineage = &civic.Lineage{Parent: civic.DerivedID("source"), Mode: civic.Adapted}
	s := newStory(t, d)
	s.d.newer = desk.Suggested{Parent: civic.ActHit{BodyName: "Carpi"}, Items: []drafting.Suggestion{{
		Kind: drafting.SuggestNew, After: d.Clauses[0].ID, Now: "si chiudono",
		Next: civic.Clause{ID: civic.DerivedID("new"), Section: civic.Recital, Text: "si chiudono"},
	}}}
	e := s.open(0)
	s.until("the strip", func() bool { return len(e.newer.Items) == 1 })
	if len(e.sheet.rows) != 1 {
		t.Error("the text changed by itself")
	}
	s.run("drafts.newer")
	for _, o := range test.LaidOutObjects(s.h.Window.Canvas().Overlays().Top()) {
		if c, ok := o.(*kit.Check); ok {
			c.SetChecked(true)
		}
	}
	for _, o := range test.LaidOutObjects(s.h.Window.Canvas().Overlays().Top()) {
		if b, ok := o.(*kit.Button); ok && b.Text == s.h.Lang.T("reuse.newer_take") {
			test.Tap(b)
		}
	}
	s.until("the new clause", func() bool { return len(e.sheet.rows) == 2 })
}
