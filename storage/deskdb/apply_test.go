package deskdb_test

import (
	"testing"

	"scranno/app/civic"
)

func TestActTravelsThereAndBack(t *testing.T) {
	f := newFixture(t)
	f.pull(3)
	act, q := f.publish("Acqua pubblica", "la rete idrica perde")
	if q.Drawing != civic.Drawn || q.Command.N != 1 {
		t.Fatalf("drawing %q, n %d", q.Drawing, q.Command.N)
	}
	v, err := f.s.Act(t.Context(), act)
	f.ok(err)
	if !v.Pending || v.Author != "Ada Verdi" || v.Outcome != civic.Pending {
		t.Fatalf("waiting act: %+v", v)
	}
	f.push()
	if v, err = f.s.Act(t.Context(), act); err != nil || !v.Pending {
		t.Fatalf("accepted and not back yet: %v %v", v.Pending, err)
	}
	f.pull(100)
	if v, err = f.s.Act(t.Context(), act); err != nil || v.Pending {
		t.Fatalf("came back: pending %v %v", v.Pending, err)
	}
	r, err := f.s.Acts(t.Context(), civic.ActQuery{Text: "rete idrica", Facets: true})
	f.ok(err)
	if r.Total != 1 || len(r.Hits) != 1 || r.Hits[0].Pending || r.Hits[0].Excerpt == "" {
		t.Fatalf("search: %+v", r)
	}
	if got := r.Facets["theme"]; len(got) != 1 || got[0].Value != "water" {
		t.Fatalf("facets: %+v", r.Facets)
	}
	hist, err := f.s.History(t.Context(), 10)
	f.ok(err)
	if len(hist) != 1 || hist[0].State != civic.QueueDone {
		t.Fatalf("history: %+v", hist)
	}
}

func TestChannelsEndWhole(t *testing.T) {
	f := newFixture(t)
	f.pull(1)
	chs, err := f.s.Channels(t.Context())
	f.ok(err)
	if len(chs) != 6 {
		t.Fatalf("%d channels", len(chs))
	}
	for _, c := range chs {
		if h := f.c.head(c.Channel); !c.Complete || c.Count != h.Count || c.Tail != h.Head {
			t.Errorf("%+v, central %+v", c, h)
		}
	}
	p, err := f.s.Profile(t.Context())
	f.ok(err)
	if p.Synced.IsZero() || p.Epoch != "e1" {
		t.Errorf("profile: %+v", p)
	}
}
