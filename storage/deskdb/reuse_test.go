package deskdb_test

import (
	"fmt"
	"testing"

	"scranno/app/civic"
)

// TestKinGoesUpAndDown: a line is read from the first act that is here, each act
// after the one that it came from; a ring and a parent that is away stop it.
func TestKinGoesUpAndDown(t *testing.T) {
	f := newFixture(t)
	bodies := 0
	of := func(parent civic.ID, o civic.Outcome) func(*civic.Act) {
		return func(a *civic.Act) {
			bodies++
			a.Lineage, a.Declared, a.Body = &civic.Lineage{Parent: parent, Revision: 1, Mode: civic.Adapted}, o, civic.BodyCode(fmt.Sprintf("istat:03600%d", bodies))
		}
	}
	away := civic.DerivedID("act", "away")
	root := f.other("root", of(away, ""))
	first := f.other("first", of(root, civic.Approved))
	f.other("second", of(root, civic.Rejected))
	leaf := f.other("leaf", of(first, civic.ApprovedAmended))
	f.other("ring", of(civic.DerivedID("act", "ring"), ""))
	f.pull(10)
	for _, from := range []civic.ID{root, leaf} {
		all, err := f.s.Kin(t.Context(), from, 100)
		f.ok(err)
		if len(all) != 4 || all[0].ID != root || all[0].Depth != 0 || all[0].Act.Lineage.Parent != away {
			t.Fatalf("from %s: %+v", from, all)
		}
		for i, k := range all[1:] {
			if up := all[0]; k.Depth == 1 && k.Act.Lineage.Parent != up.ID || k.Depth == 2 && all[i].ID != k.Act.Lineage.Parent {
				t.Errorf("%s stands in the wrong place", k.Subject)
			}
		}
	}
	if all, err := f.s.Kin(t.Context(), civic.DerivedID("act", "ring"), 100); err != nil || len(all) != 1 {
		t.Errorf("a ring: %d acts, %v", len(all), err)
	}
	if _, err := f.s.Kin(t.Context(), away, 100); !civic.Is(err, civic.NotFound) {
		t.Errorf("an act that is not here: %v", err)
	}
	v, err := f.s.Acts(t.Context(), civic.ActQuery{Reused: true})
	f.ok(err)
	if v.Total != 5 {
		t.Errorf("%d acts", v.Total)
	}
	for _, h := range v.Hits {
		if h.ID == root && (h.Passed != 2 || h.Near != 1) {
			t.Errorf("%d of the root's were approved, %d straight from it", h.Passed, h.Near)
		}
	}
}

func TestWhatOneHasSeenOfAParentIsKept(t *testing.T) {
	f := newFixture(t)
	child := civic.DerivedID("child")
	for _, v := range []int64{3, 2} {
		f.ok(f.s.SeeParent(t.Context(), child, v))
	}
	if v, err := f.s.ParentSeen(t.Context(), child); err != nil || v != 3 {
		t.Errorf("seen up to %d, %v", v, err)
	}
	if v, err := f.s.ParentSeen(t.Context(), civic.DerivedID("other")); err != nil || v != 0 {
		t.Errorf("seen up to %d, %v", v, err)
	}
}
