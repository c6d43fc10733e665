package deskdb_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/search"
	"scranno/storage/deskdb"
)

// library is a desk that holds acts of a few words each.
func library(t *testing.T, texts []string, perPage int) *deskdb.Store {
	t.Helper()
	s, err := deskdb.Open(t.Context(), deskdb.Options{Home: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	fillLibrary(t, s, texts, perPage)
	return s
}

func fillLibrary(t *testing.T, s *deskdb.Store, texts []string, perPage int) {
	t.Helper()
	ch := civic.ActChannel(civic.Everyone, region, 2026)
	if _, err := s.Join(t.Context(), []civic.Channel{ch}, true); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Wants(t.Context()); err != nil {
		t.Fatal(err)
	}
	now := newCentral().now
	for from := 0; from < len(texts); from += perPage {
		page := civic.Page{Epoch: "e", Now: now, More: from+perPage < len(texts)}
		for i := from; i < min(from+perPage, len(texts)); i++ {
			subject, text, _ := strings.Cut(texts[i], "|")
			c := content(subject, text)
			c.Themes = nil
			if i%3 == 0 {
				c.Themes = []civic.Theme{"water"}
			}
			body, err := civic.CanonicalOf(civic.Act{Content: c, Visibility: civic.Everyone, Published: now})
			if err != nil {
				t.Fatal(err)
			}
			page.Ops = append(page.Ops, civic.Op{Seq: int64(i + 1), Record: civic.Record{
				Kind: civic.KindAct, ID: actID(i), Channel: ch, Version: 1, Born: int64(i + 1), Created: now, Updated: now, Body: body,
			}})
			page.Cursors = []civic.Cursor{{Channel: ch, Tail: int64(i + 1)}}
		}
		if _, err := s.ApplyPage(t.Context(), page, now); err != nil {
			t.Fatal(err)
		}
	}
}

func actID(i int) civic.ID { return civic.DerivedID("library", fmt.Sprint(i)) }

var words = strings.Fields(`acqua acque città citta casa case cassa barriere barriera scuola scuole scolastico
	regolamento regolamenti ambiente ambientale sanità sanitario è di il e più re rete art articolo 12 2026 ΩΜΕΓΑ ωμέγα straße naïve`)

// someTexts are subjects and texts drawn from the words; a seed makes them again.
func someTexts(seed uint64, n int) []string {
	r := rand.New(rand.NewPCG(seed, 1))
	some := func(most int) string {
		out := make([]string, 1+r.IntN(most))
		for i := range out {
			out[i] = words[r.IntN(len(words))]
		}
		return strings.Join(out, " ")
	}
	out := make([]string, n)
	for i := range out {
		out[i] = some(3) + "|" + some(8)
	}
	return out
}

// What one types finds, letter by letter, the acts in which the query's words are
// marked as found.
func TestTheFirstLettersFindWhatTheyBegin(t *testing.T) {
	for seed := range uint64(3) {
		texts := someTexts(seed, 30)
		s := library(t, texts, 7)
		for _, word := range words {
			for n := 2; n <= len([]rune(word)); n++ {
				finds(t, s, string([]rune(word)[:n]), texts)
			}
		}
	}
}

func finds(t *testing.T, s *deskdb.Store, q string, texts []string) {
	t.Helper()
	res, err := s.Acts(t.Context(), civic.ActQuery{Text: q, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	m := search.Parse(q).Matcher()
	var got, want []civic.ID
	for _, h := range res.Hits {
		got = append(got, h.ID)
	}
	for i, text := range texts {
		if search.Parse(q).Empty() || len(m.Highlights(strings.ReplaceAll(text, "|", " \n"))) > 0 {
			want = append(want, actID(i))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || res.Total != len(want) {
		t.Errorf("%q finds %d of %d, total %d\n%q", q, len(got), len(want), res.Total, texts)
	}
}

// However the pages are cut, the index is the same: what is found, in what
// order, and how many.
func TestIndexingInBulkIsIndexingOneByOne(t *testing.T) {
	for seed := range uint64(3) {
		texts := someTexts(seed, 40)
		one, bulk := library(t, texts, 1), library(t, texts, 40)
		for _, q := range append(slices.Clone(words), "cas", "ac re", "scuol città", `"acqua città"`, "acqua -casa") {
			for _, themes := range [][]civic.Theme{nil, {"water"}} {
				query := civic.ActQuery{Text: q, Limit: 7, Themes: themes, Facets: true}
				a, errA := one.Acts(t.Context(), query)
				b, errB := bulk.Acts(t.Context(), query)
				if errA != nil || errB != nil {
					t.Fatal(errA, errB)
				}
				if fmt.Sprint(a) != fmt.Sprint(b) {
					t.Fatalf("%q\n%+v\n%+v", q, a, b)
				}
				walk(t, bulk, query, a)
			}
		}
	}
}

// walk goes through a result part by part: nothing is missing, nothing comes
// twice, and each part tells the same number.
func walk(t *testing.T, s *deskdb.Store, q civic.ActQuery, first civic.ActResult) {
	t.Helper()
	seen := map[civic.ID]bool{}
	for q.Offset = 0; q.Offset <= first.Total; q.Offset += q.Limit {
		res, err := s.Acts(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range res.Hits {
			if seen[h.ID] {
				t.Fatalf("%q gives %s twice", q.Text, h.ID)
			}
			seen[h.ID] = true
		}
		if res.Total != first.Total {
			t.Fatalf("%q has %d, then %d", q.Text, first.Total, res.Total)
		}
	}
	if len(seen) != first.Total {
		t.Fatalf("%q gives %d of %d", q.Text, len(seen), first.Total)
	}
}
