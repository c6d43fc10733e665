package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/drafting"
	"scranno/app/search"
	"scranno/storage/deskdb"
)

// shelfOf is a desk with a library of the given acts, kept in one channel.
type shelfOf struct {
	store *deskdb.Store
	desk  *desk.Desk
	ids   []civic.ID
}

func newShelf(tb testing.TB) *shelfOf {
	tb.Helper()
	ctx := context.Background()
	store, err := deskdb.Open(ctx, deskdb.Options{Home: tb.TempDir()})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := store.Close(); err != nil {
			tb.Error(err)
		}
	})
	if err := openChannel(ctx, store, similarChannel); err != nil {
		tb.Fatal(err)
	}
	d, err := desk.New(desk.Options{
		Store: store, Check: func(context.Context, civic.Content) ([]civic.Finding, error) { return nil, nil }, Now: time.Now, Rand: rand.Reader,
	})
	if err != nil {
		tb.Fatal(err)
	}
	return &shelfOf{store: store, desk: d}
}

var similarChannel = civic.ActChannel(civic.Everyone, "08", 2026)

// put adds acts as a sync would.
func (s *shelfOf) put(tb testing.TB, acts []civic.Content) {
	tb.Helper()
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for part := range slices.Chunk(acts, 500) {
		p := civic.Page{Epoch: "e", Now: now, More: true}
		for _, c := range part {
			raw, err := civic.CanonicalOf(civic.Act{Content: c, Visibility: civic.Everyone, Published: now})
			if err != nil {
				tb.Fatal(err)
			}
			n := int64(len(s.ids) + 1)
			id := civic.DerivedID("similar", strconv.FormatInt(n, 10))
			s.ids = append(s.ids, id)
			p.Ops = append(p.Ops, civic.Op{Seq: n, Record: civic.Record{
				Kind: civic.KindAct, ID: id, Channel: similarChannel, Version: 1, Born: n, Author: civic.DerivedID("a"), Created: now, Updated: now, Body: raw,
			}})
			p.Cursors = []civic.Cursor{{Channel: similarChannel, Tail: n}}
		}
		if _, err := s.store.ApplyPage(context.Background(), p, now); err != nil {
			tb.Fatal(err)
		}
	}
}

func (s *shelfOf) prepare(tb testing.TB) {
	tb.Helper()
	for more := true; more; {
		var err error
		if more, err = s.desk.PrepareSimilar(context.Background()); err != nil {
			tb.Fatal(err)
		}
	}
}

func contentsOf(tb testing.TB, lines []byte) []civic.Content {
	tb.Helper()
	var out []civic.Content
	for raw := range bytes.Lines(lines) {
		var l central.ImportLine
		if err := json.Unmarshal(raw, &l); err != nil {
			tb.Fatal(err)
		}
		out = append(out, cut(l))
	}
	return out
}

func cut(l central.ImportLine) civic.Content {
	if len(l.Clauses) == 0 {
		l.Clauses = drafting.Cut(l.Text, func(i int) civic.ID { return civic.DerivedID("clause", string(l.ID), strconv.Itoa(i)) })
	}
	return l.Content
}

// reused makes of an act what another council might have made: some clauses left
// out, some words changed, some text of another act put before it.
func reused(c, other civic.Content, how int) civic.Content {
	keep := c.Clauses[:0:0]
	for i, x := range c.Clauses {
		if how%3 == 1 && i%5 == 4 {
			continue
		}
		if how%2 == 0 && i%3 == 0 {
			x.Text = fmt.Sprintf("%s nel nostro Comune, nell'anno %d", x.Text, 2000+how)
		}
		keep = append(keep, x)
	}
	if how%4 == 3 && len(other.Clauses) > 0 {
		keep = append(keep, other.Clauses[:min(2, len(other.Clauses))]...)
	}
	c.Clauses = keep
	return c
}

// TestEverySimilarRealActIsFound measures every pair of the real acts, and of
// what reuse might make of some, and asks the desk for those of each act.
func TestEverySimilarRealActIsFound(t *testing.T) {
	acts := contentsOf(t, slices.Concat(realActs(t, "trento", "trento-questions.jsonl"), realActs(t, "karlsruhe", "karlsruhe-papers.jsonl.gz")))
	for i := range 60 {
		acts = append(acts, reused(acts[i*7], acts[i*11+1], i))
	}
	shingler := search.NewShingler()
	all := make([]search.Shingles, len(acts))
	for i, c := range acts {
		all[i] = shingler.Shingles(search.ActPieces(c))
	}
	s := newShelf(t)
	s.put(t, acts)
	s.prepare(t)
	pairs := make([]map[civic.ID]drafting.Likeness, len(acts))
	for i := range acts {
		pairs[i] = map[civic.ID]drafting.Likeness{}
		for j := range i {
			if l := drafting.LikenessOf(all[i].Overlap(all[j])); l != drafting.Unlike {
				pairs[i][s.ids[j]], pairs[j][s.ids[i]] = l, l
			}
		}
	}
	want := map[drafting.Likeness]int{}
	missed := map[drafting.Likeness]int{}
	for i, near := range pairs {
		if len(near) == 0 && i%20 != 0 {
			continue
		}
		found, err := s.desk.SimilarToAct(t.Context(), s.ids[i])
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range found.Acts {
			if near[x.Act.ID] != x.Likeness {
				t.Errorf("act %d: %v is %q, measured %q", i, x.Act.ID, x.Likeness, near[x.Act.ID])
			}
			delete(near, x.Act.ID)
			want[x.Likeness]++
		}
		for _, l := range near {
			want[l]++
			missed[l]++
		}
	}
	t.Logf("of %d near duplicates %d are missed, of %d variants %d",
		want[drafting.NearlyTheSame], missed[drafting.NearlyTheSame], want[drafting.VariantOf], missed[drafting.VariantOf])
	if want[drafting.NearlyTheSame] < 80 || len(missed) > 0 {
		t.Errorf("missed: %v of %v", missed, want)
	}
}

// BenchmarkSimilar asks for what is like a draft, in libraries of an invented
// world, whose acts are made of few sentences and so are much alike.
func BenchmarkSimilar(b *testing.B) {
	for _, n := range []int{5_000, 100_000} {
		if n > 5_000 && testing.Short() {
			continue
		}
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			s := newShelf(b)
			var drafts []civic.Content
			spec := worldSpec{seed: 7, acts: n}
			var some []civic.Content
			for i, l := range spec.lines() {
				c := cut(l)
				if some = append(some, c); i%(n/20) == 0 {
					drafts = append(drafts, reused(c, c, i))
				}
				if len(some) == 5_000 {
					s.put(b, some)
					some = some[:0]
				}
			}
			s.put(b, some)
			at := time.Now()
			s.prepare(b)
			b.ReportMetric(float64(time.Since(at).Milliseconds())/float64(n)*1000, "prepare-µs/act")
			b.Run("ask", func(b *testing.B) { askAlike(b, s, drafts) })
		})
	}
}

func askAlike(b *testing.B, s *shelfOf, drafts []civic.Content) {
	var ids []civic.ID
	for _, c := range drafts {
		d, err := s.desk.NewDraft(b.Context(), c)
		if err != nil {
			b.Fatal(err)
		}
		ids = append(ids, d.ID)
	}
	var took []time.Duration
	acts, i := 0, 0
	cpu := ownCPU()
	for b.Loop() {
		at := time.Now()
		found, err := s.desk.SimilarToDraft(b.Context(), ids[i%len(ids)], nil)
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(at))
		acts += len(found.Acts)
		i++
	}
	b.ReportMetric((ownCPU()-cpu)/float64(i)*1e6, "cpu-µs/answer")
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(float64(acts)/float64(i), "acts/answer")
}
