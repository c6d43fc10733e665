package deskdb_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/storage/deskdb"
	"scranno/storage/sqldb"
)

// BenchmarkSearch asks what a councillor types of 5,000 acts: the desk's answer
// with its total, hits and excerpts, and the floor's bare FTS5 query with its
// snippets over the same texts.
func BenchmarkSearch(b *testing.B) {
	for _, n := range []int{5_000, 100_000} {
		if n > 5_000 && testing.Short() {
			continue
		}
		pages := corpus(n, 0, 1000)
		queries := queriesOf(pages)
		b.Run(fmt.Sprint("desk/", n), func(b *testing.B) {
			s := filled(b, pages)
			measure(b, queries, func(q string) error {
				_, err := s.Acts(b.Context(), civic.ActQuery{Text: q, Limit: 20})
				return err
			})
		})
		b.Run(fmt.Sprint("facets/", n), func(b *testing.B) {
			s := filled(b, pages)
			measure(b, queries, func(q string) error {
				_, err := s.Acts(b.Context(), civic.ActQuery{Text: q, Limit: 20, Facets: true})
				return err
			})
		})
		b.Run(fmt.Sprint("floor/", n), func(b *testing.B) {
			db := floorIndex(b, pages)
			measure(b, queries, func(q string) error { return floorQuery(b.Context(), db, q) })
		})
	}
}

// queriesOf takes beginnings of two words of an act, as one types.
func queriesOf(pages []civic.Page) []string {
	var out []string
	for _, p := range pages {
		for i := 0; i < len(p.Ops) && len(out) < 300; i += 7 {
			a, err := civic.DecodeBody[civic.Act](p.Ops[i].Record)
			if err != nil {
				panic(err)
			}
			w := strings.Fields(a.Clauses[3].Text)
			out = append(out, w[4][:min(len(w[4]), 4+i%3)]+" "+w[9][:min(len(w[9]), 5)])
		}
	}
	return out
}

func filled(b *testing.B, pages []civic.Page) *deskdb.Store {
	b.Helper()
	s := benchStore(b)
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	for _, p := range pages {
		if _, err := s.ApplyPage(b.Context(), p, p.Now); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

func measure(b *testing.B, queries []string, ask func(string) error) {
	b.Helper()
	var took []time.Duration
	i := 0
	for b.Loop() {
		start := time.Now()
		if err := ask(queries[i%len(queries)]); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
		i++
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}

func floorIndex(b *testing.B, pages []civic.Page) *sqldb.DB {
	b.Helper()
	ctx := b.Context()
	db, err := sqldb.Open(ctx, filepath.Join(b.TempDir(), "floor.db"), sqldb.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	err = db.Update(ctx, func(tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, `CREATE TABLE item (rowid INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL)`); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `CREATE VIRTUAL TABLE item_fts USING fts5(title, body, content='item', content_rowid='rowid',
			tokenize='unicode61 remove_diacritics 2')`)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range pages {
		err := db.Update(ctx, func(tx *sqldb.Tx) error {
			for _, o := range p.Ops {
				a, err := civic.DecodeBody[civic.Act](o.Record)
				if err != nil {
					return err
				}
				var t strings.Builder
				for _, c := range a.Clauses {
					t.WriteString(c.Text)
				}
				id, err := tx.Insert(ctx, `INSERT INTO item (title, body) VALUES ($1, $2)`, a.Subject, t.String())
				if err != nil {
					return err
				}
				if _, err := tx.Exec(ctx, `INSERT INTO item_fts (rowid, title, body) VALUES ($1, $2, $3)`, id, a.Subject, t.String()); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return db
}

func floorQuery(ctx context.Context, db *sqldb.DB, q string) error {
	words := strings.Fields(q)
	for i := range words {
		words[i] = `"` + words[i] + `"*`
	}
	return db.View(ctx, func(tx *sqldb.Tx) error {
		var title, snippet string
		return tx.Each(ctx, `SELECT i.title, snippet(item_fts, 1, '[', ']', '…', 24) FROM item_fts JOIN item i ON i.rowid = item_fts.rowid
			WHERE item_fts MATCH $1 ORDER BY rank LIMIT 20`, []any{strings.Join(words, " ")}, []any{&title, &snippet}, func() error { return nil })
	})
}
