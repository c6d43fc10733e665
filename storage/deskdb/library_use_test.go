package deskdb_test

import (
	"slices"
	"testing"

	"scranno/app/civic"
)

// TestListsByUse: what was approved is counted over the whole tree, one's own body
// and amendments aside; a list narrows by use and puts the most useful, or the most
// often reused, first.
func TestListsByUse(t *testing.T) {
	f := newFixture(t)
	made := func(body civic.BodyCode, parent civic.ID, o civic.Outcome) func(*civic.Act) {
		return func(a *civic.Act) {
			a.Body, a.Declared = body, o
			if parent != "" {
				a.Lineage = &civic.Lineage{Parent: parent, Revision: 1, Mode: civic.Adapted}
			}
		}
	}
	root := f.other("root", made("istat:036023", "", civic.Rejected))
	near := f.other("near", made("istat:036005", root, civic.Approved))
	failed := f.other("failed", made("istat:100005", root, civic.Rejected))
	f.other("far", made("istat:037006", failed, civic.ApprovedInParts))
	f.other("again", made("istat:037006", near, civic.Approved))
	f.other("home", made("istat:036023", root, civic.Approved))
	f.other("amendment", func(a *civic.Act) { made("istat:048017", root, civic.Approved)(a); a.Kind = civic.Amendment })
	alone := f.other("alone", made("istat:015146", "", ""))
	f.pull(10)
	byID := map[civic.ID]civic.ActHit{}
	ask := func(q civic.ActQuery) []civic.ID {
		t.Helper()
		r, err := f.s.Acts(t.Context(), q)
		f.ok(err)
		var out []civic.ID
		for _, h := range r.Hits {
			byID[h.ID] = h
			out = append(out, h.ID)
		}
		if r.Total != len(out) {
			t.Errorf("%d of %d", len(out), r.Total)
		}
		return out
	}
	ask(civic.ActQuery{})
	for id, want := range map[civic.ID][2]int64{root: {2, 1}, near: {1, 1}, failed: {1, 1}, alone: {0, 0}} {
		if h := byID[id]; h.Passed != want[0] || h.Near != want[1] {
			t.Errorf("%s: approved in %d, %d straight; want %v", h.Subject, h.Passed, h.Near, want)
		}
	}
	v, err := f.s.Act(t.Context(), root)
	f.ok(err)
	if v.Passed != 2 || v.Near != 1 {
		t.Errorf("the reader says %d, %d", v.Passed, v.Near)
	}
	for _, x := range []struct {
		uses []civic.Use
		want []civic.ID
	}{
		{[]civic.Use{civic.UseReused}, []civic.ID{root, near, failed}},
		{[]civic.Use{civic.UsePassed}, []civic.ID{root, near, failed}},
		{[]civic.Use{civic.UsePassed, civic.UseDecided}, []civic.ID{root, near, failed}},
		{[]civic.Use{"strange"}, nil},
	} {
		got := ask(civic.ActQuery{Uses: x.uses})
		slices.Sort(got)
		slices.Sort(x.want)
		if !slices.Equal(got, x.want) {
			t.Errorf("%v: %v, want %v", x.uses, got, x.want)
		}
	}
	r, err := f.s.Acts(t.Context(), civic.ActQuery{Facets: true, Uses: []civic.Use{civic.UsePassed}})
	f.ok(err)
	if want := []civic.FacetCount{{Value: "reused", Count: 3}, {Value: "passed", Count: 3}, {Value: "decided", Count: 3}}; !slices.Equal(r.Facets["use"], want) {
		t.Errorf("%v, want %v", r.Facets["use"], want)
	}
	for id, figures := range map[civic.ID]civic.Tally{alone: {Of: alone, Useful: 4, Reuses: 1}, near: {Of: near, Useful: 2, Reuses: 9}} {
		f.c.put(civic.KindTally, civic.TallyID(id), civic.ActChannel(civic.Everyone, region, 2026), "", figures)
	}
	f.pull(10)
	if got := ask(civic.ActQuery{Useful: true}); got[0] != alone || got[1] != near {
		t.Errorf("the most useful: %v", got)
	}
	if got := ask(civic.ActQuery{Reused: true}); got[0] != near || got[1] != alone {
		t.Errorf("the most reused: %v", got)
	}
	if got := ask(civic.ActQuery{Useful: true, Text: "alone"}); len(got) != 1 {
		t.Errorf("with a text: %v", got)
	}
}
