package assemble

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/app/drafting"
	"scranno/storage/deskdb"
)

// BenchmarkWeek asks what a councillor looks at each morning of a library of so
// many acts: what is new, with 5,000 arrivals not seen, and the terms of 100 acts
// of their own, where one act in twenty has a point with a day; and the lists by
// use. Ratios and medians, no limits.
func BenchmarkWeek(b *testing.B) {
	for _, n := range []int{5_000, 100_000} {
		if n > 5_000 && testing.Short() {
			continue
		}
		s, c := benchWeek(b, n)
		for _, x := range []struct {
			name string
			ask  func() error
		}{
			{"news", func() error { _, err := c.News(b.Context(), 100); return err }},
			{"deadlines", func() error { _, _, err := c.Deadlines(b.Context(), council.DeadlineQuery{}); return err }},
			{"deadlines_council", func() error { _, _, err := c.Deadlines(b.Context(), council.DeadlineQuery{Home: true}); return err }},
			{"most_useful", func() error { _, err := s.Acts(b.Context(), civic.ActQuery{Useful: true}); return err }},
			{"approved_elsewhere", func() error {
				_, err := s.Acts(b.Context(), civic.ActQuery{Uses: []civic.Use{civic.UsePassed}, Reused: true})
				return err
			}},
			{"facets", func() error { _, err := s.Acts(b.Context(), civic.ActQuery{Facets: true, Limit: 1}); return err }},
		} {
			b.Run(fmt.Sprintf("%s/%d", x.name, n), func(b *testing.B) {
				var took []time.Duration
				for b.Loop() {
					start := time.Now()
					if err := x.ask(); err != nil {
						b.Fatal(err)
					}
					took = append(took, time.Since(start))
				}
				slices.Sort(took)
				b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
				b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
			})
		}
	}
}

const (
	weekOwn      = 100   // acts that the person wrote
	weekArrivals = 5_000 // what is new
	weekBodies   = 200
)

// benchWeek fills a desk with a library in which acts are reused, decided and
// carried out, and then with what is new.
func benchWeek(b *testing.B, n int) (*deskdb.Store, *council.Council) {
	b.Helper()
	ok := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	s, err := deskdb.Open(b.Context(), deskdb.Options{Home: b.TempDir()})
	ok(err)
	b.Cleanup(func() { ok(s.Close()) })
	me, now := civic.DerivedID("me"), time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	ok(s.ChangeProfile(b.Context(), func(p *civic.Profile) error {
		p.Person, p.Central = me, "https://biblioteca.example.it"
		return nil
	}))
	ch := civic.ActChannel(civic.Everyone, "08", 2026)
	_, err = s.Join(b.Context(), []civic.Channel{ch}, true)
	ok(err)
	_, err = s.Wants(b.Context())
	ok(err)
	seq := int64(0)
	send := func(ops []civic.Op, first bool) {
		b.Helper()
		for len(ops) > 0 {
			k := min(1000, len(ops))
			_, err := s.ApplyPage(b.Context(), civic.Page{Epoch: "e", Now: now, Ops: ops[:k], More: first && k < len(ops), Cursors: []civic.Cursor{{Channel: ch, Tail: ops[k-1].Seq}}}, now)
			ok(err)
			ops = ops[k:]
		}
	}
	op := func(kind civic.RecordKind, id, author civic.ID, v any) civic.Op {
		raw, err := civic.CanonicalOf(v)
		ok(err)
		seq++
		return civic.Op{Seq: seq, Record: civic.Record{
			Kind: kind, ID: id, Channel: ch, Version: 1, Born: seq, Author: author, Created: now, Updated: now, Body: raw,
		}}
	}
	known, err := drafting.NewGazetteer()
	ok(err)
	towns := known.Municipalities()
	town := func(i int) civic.BodyCode { return towns[i%weekBodies].Code() }
	ops := weekLibrary(n, me, now, op, town)
	send(ops, true)
	ok(s.SeeNews(b.Context()))
	for i := range 30 {
		ok(s.Follow(b.Context(), civic.Follow{What: civic.FollowBody, Target: string(town(i)), Since: now}, true))
		ok(s.Follow(b.Context(), civic.Follow{What: civic.FollowAct, Target: string(weekAct(1000 + i)), Since: now}, true))
	}
	ok(s.Follow(b.Context(), civic.Follow{What: civic.FollowTheme, Target: string(civic.Themes()[0]), Since: now}, true))
	ops = nil
	for i := range weekArrivals {
		ops = append(ops, op(civic.KindActEvent, civic.DerivedID("new", fmt.Sprint(i)), civic.DerivedID("a", fmt.Sprint(i%2000)),
			civic.ActEvent{Act: weekAct(i * 7 % n), Type: civic.Discussed, Date: "2026-11-22"}))
	}
	send(ops, false)
	bodies := func() (*drafting.Gazetteer, error) { return known, nil }
	c, err := council.New(council.Options{Store: s, Bodies: bodies, Now: func() time.Time { return now }, Rand: rand.Reader})
	ok(err)
	if news, err := c.News(b.Context(), 100); err != nil || len(news) == 0 {
		b.Fatalf("%d news, %v", len(news), err)
	}
	if terms, _, err := c.Deadlines(b.Context(), council.DeadlineQuery{}); err != nil || len(terms) == 0 {
		b.Fatalf("%d terms, %v", len(terms), err)
	}
	return s, c
}

func weekAct(i int) civic.ID { return civic.DerivedID("act", fmt.Sprint(i)) }

// weekLibrary makes the acts with what became of them.
func weekLibrary(n int, me civic.ID, now time.Time, op func(civic.RecordKind, civic.ID, civic.ID, any) civic.Op, town func(int) civic.BodyCode) []civic.Op {
	var ops []civic.Op
	for i := range n {
		author := civic.DerivedID("a", fmt.Sprint(i%2000))
		if i < weekOwn {
			author = me
		}
		c := civic.Content{
			Kind: []civic.ActKind{civic.Motion, civic.Question}[i%2], Level: civic.Municipal, Body: town(i), BodyName: "Valchiara", Region: "08",
			Subject: fmt.Sprint("Oggetto numero ", i), Date: "2026-03-01", Themes: []civic.Theme{civic.Themes()[i%len(civic.Themes())]},
			Clauses: []civic.Clause{
				{ID: civic.DerivedID("c", fmt.Sprint(i)), Section: civic.Operative, Opener: "1.", Text: strings.Repeat("fare quanto serve ", 20)},
			},
		}
		if i > 0 && i%5 == 0 {
			c.Lineage = &civic.Lineage{Parent: weekAct(i / 3), Revision: 1, Mode: civic.Adapted}
		}
		ops = append(ops, op(civic.KindAct, weekAct(i), author, civic.Act{Content: c, Visibility: civic.Everyone, Published: now}))
		ops = append(ops, op(civic.KindActEvent, civic.DerivedID("filed", fmt.Sprint(i)), author, civic.ActEvent{Act: weekAct(i), Type: civic.Filed, Date: "2026-11-10"}))
		if i%4 == 0 && i >= weekOwn {
			ops = append(ops, op(civic.KindActEvent, civic.DerivedID("voted", fmt.Sprint(i)), author,
				civic.ActEvent{Act: weekAct(i), Type: civic.OutcomeEvent, Date: "2026-11-12", Outcome: civic.Approved}))
		}
		if i%20 == 0 {
			ops = append(ops, op(civic.KindCommitment, civic.CommitmentID(weekAct(i), c.Clauses[0].ID), author,
				civic.Commitment{Act: weekAct(i), Clause: c.Clauses[0].ID, State: civic.CommitmentStates()[0], Due: "2026-12-20"}))
		}
	}
	return ops
}
