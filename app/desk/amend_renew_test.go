package desk_test

import (
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// TestAnAmendmentIsToldOfItsActsNewText, as a copy, as a draft and as an act, and
// is brought up to it where it still applies.
func TestAnAmendmentIsToldOfItsActsNewText(t *testing.T) {
	f := newFixture(t)
	act := civic.DerivedID("act")
	of := motion()
	last := len(of.Clauses) - 1
	f.put(civic.KindAct, act, "acts/08/2026", civic.Act{Content: of, Visibility: civic.Everyone, Published: now})
	copied, err := f.AmendAct(t.Context(), act, "Testo dell’atto")
	f.ok(err)
	c := *copied.Plain
	c.Clauses = slices.Clone(c.Clauses)
	c.Clauses[last].Text += " entro l'anno"
	copied, err = f.SaveDraft(t.Context(), copied.ID, copied.Revision, c)
	f.ok(err)
	made, err := f.MakeAmendment(t.Context(), copied.ID)
	f.ok(err)
	for _, id := range []civic.ID{copied.ID, made.ID} {
		if n, err := f.AmendNews(t.Context(), id); err != nil || n.Newer() {
			t.Errorf("news of nothing: %+v, %v", n, err)
		}
		if _, err := f.RenewAmendment(t.Context(), id, "prima"); !civic.Is(err, civic.Invalid) {
			t.Errorf("renewed for nothing: %v", err)
		}
	}
	f.revised(act, func(c *civic.Content) {
		c.Subject = "Acqua di tutti"
		c.Clauses = append([]civic.Clause{{ID: civic.DerivedID("new"), Section: civic.Recital, Opener: "visto", Text: "lo statuto;"}}, c.Clauses...)
	})
	for _, id := range []civic.ID{copied.ID, made.ID} {
		n, err := f.AmendNews(t.Context(), id)
		f.ok(err)
		if !n.Newer() || !n.Own || !n.Applies || len(n.Touched) != 0 || n.Others != 1 {
			t.Errorf("%+v", n)
		}
		x, err := f.RenewAmendment(t.Context(), id, "prima")
		f.ok(err)
		if x.Plain.Lineage.Revision != n.Version {
			t.Errorf("it stands on %d", x.Plain.Lineage.Revision)
		}
		if n, err := f.AmendNews(t.Context(), id); err != nil || n.Newer() {
			t.Errorf("it is told again: %+v, %v", n, err)
		}
	}
	x, err := f.Draft(t.Context(), made.ID)
	f.ok(err)
	if !strings.Contains(x.Plain.Subject, "«Acqua di tutti»") {
		t.Errorf("%q", x.Plain.Subject)
	}
	again, err := f.MakeAmendment(t.Context(), copied.ID)
	f.ok(err)
	if drafting.Join(again.Plain.Clauses) != drafting.Join(x.Plain.Clauses) {
		t.Errorf("%s\nis not\n%s", drafting.Join(again.Plain.Clauses), drafting.Join(x.Plain.Clauses))
	}
	// What it asks for is no longer possible.
	f.revised(act, func(c *civic.Content) { c.Clauses = c.Clauses[:len(c.Clauses)-1] })
	n, err := f.AmendNews(t.Context(), made.ID)
	f.ok(err)
	if n.Applies || len(n.Touched) != 1 || n.Touched[0].Now != "" {
		t.Errorf("%+v", n)
	}
	if _, err := f.RenewAmendment(t.Context(), made.ID, "prima"); !civic.Is(err, civic.Conflict) {
		t.Errorf("%v", err)
	}
}

// TestAPublishedAmendmentIsHeldAgainstItsAct by whoever reads it; only its author
// may renew it.
func TestAPublishedAmendmentIsHeldAgainstItsAct(t *testing.T) {
	f := newFixture(t)
	act, id := civic.DerivedID("act"), civic.DerivedID("amendment")
	of := motion()
	f.put(civic.KindAct, act, "acts/08/2026", civic.Act{Content: of, Visibility: civic.Everyone, Published: now})
	edited := of
	edited.Clauses = slices.Clone(of.Clauses)
	edited.Clauses[len(edited.Clauses)-1].Text += " entro l'anno"
	edited.Lineage = &civic.Lineage{Parent: act, Revision: 1, Mode: civic.Amends}
	c, err := drafting.AmendmentOf(of, edited, func(int) civic.ID { return civic.DerivedID("x") })
	f.ok(err)
	f.put(civic.KindAct, id, "acts/08/2026", civic.Act{Content: c, Visibility: civic.Everyone, Published: now})
	f.revised(act, func(c *civic.Content) { c.Subject = "Acqua di tutti" })
	r := f.s.records[id]
	r.Author = civic.DerivedID("bruno")
	f.s.records[id] = r
	n, err := f.AmendNews(t.Context(), id)
	f.ok(err)
	if !n.Newer() || n.Own || n.Copy {
		t.Errorf("%+v", n)
	}
	if _, err := f.RenewAmendment(t.Context(), id, ""); !civic.Is(err, civic.Invalid) {
		t.Errorf("another's is renewed: %v", err)
	}
}
