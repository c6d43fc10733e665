package deskdb_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/storage/deskdb"
	"scranno/storage/sqldb"
)

// corpus makes pages of acts of about 6 kB and posts of about 400 B, in words
// that repeat as those of councils do.
func corpus(acts, posts, perPage int) []civic.Page {
	r := rand.New(rand.NewPCG(1, 2))
	vocabulary := make([]string, 6000)
	for i := range vocabulary {
		var b strings.Builder
		for range 2 + r.IntN(3) {
			b.WriteString([]string{"co", "mu", "na", "le", "ri", "so", "ta", "pre", "ver", "del", "gi", "un"}[r.IntN(12)])
		}
		vocabulary[i] = b.String() + []string{"zione", "o", "e", "are", "ità", "i"}[r.IntN(6)]
	}
	zipf := rand.NewZipf(r, 1.2, 4, uint64(len(vocabulary)-1))
	text := func(n int) string {
		var b strings.Builder
		for b.Len() < n {
			b.WriteString(vocabulary[zipf.Uint64()])
			b.WriteByte(' ')
		}
		return b.String()
	}
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	var ops []civic.Op
	op := func(kind civic.RecordKind, ch civic.Channel, seq int, v any) civic.ID {
		raw, err := civic.CanonicalOf(v)
		if err != nil {
			panic(err)
		}
		id := civic.DerivedID(string(kind), fmt.Sprint(seq))
		ops = append(ops, civic.Op{Seq: int64(seq), Record: civic.Record{
			Kind: kind, ID: id, Channel: ch, Version: 1, Born: int64(seq), Author: civic.DerivedID("a"), Created: now, Updated: now, Body: raw,
		}})
		return id
	}
	for i := range acts {
		c := content(text(60), "")
		for j := range 8 {
			c.Clauses = append(c.Clauses, civic.Clause{ID: civic.DerivedID(fmt.Sprint(i, j)), Section: civic.Recital, Opener: "premesso che", Text: text(650)})
		}
		c.Clauses[0].Text = text(100)
		op(civic.KindAct, civic.ActChannel(civic.Everyone, region, 2026), i+1, civic.Act{Content: c, Visibility: civic.Everyone, Published: now})
	}
	for i := range posts {
		op(civic.KindPost, civic.SpaceChannel(space), i+1, civic.Post{Thread: civic.DerivedID("t", fmt.Sprint(i/40)), Text: text(300)})
	}
	var pages []civic.Page
	for len(ops) > 0 {
		n := min(perPage, len(ops))
		p := civic.Page{Epoch: "e", Now: now, Ops: ops[:n], More: n < len(ops)}
		last := ops[n-1]
		p.Cursors = []civic.Cursor{{Channel: last.Channel, Tail: last.Seq}}
		pages = append(pages, p)
		ops = ops[n:]
	}
	return pages
}

// BenchmarkFirstSync applies a first sync; its floor writes the same rows and
// the same words with the least that SQLite asks for.
func BenchmarkFirstSync(b *testing.B) {
	pages := corpus(5000, 50000, 1000)
	b.Run("desk", func(b *testing.B) {
		for b.Loop() {
			s := benchStore(b)
			for _, p := range pages {
				if _, err := s.ApplyPage(b.Context(), p, p.Now); err != nil {
					b.Fatal(err)
				}
			}
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("floor", func(b *testing.B) {
		for b.Loop() {
			floor(b, pages)
		}
	})
}

func benchStore(b *testing.B) *deskdb.Store {
	s, err := deskdb.Open(b.Context(), deskdb.Options{Home: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := s.Join(b.Context(), []civic.Channel{civic.SpaceChannel(space), civic.ActChannel(civic.Everyone, region, 2026)}, true); err != nil {
		b.Fatal(err)
	}
	if _, err := s.Wants(b.Context()); err != nil {
		b.Fatal(err)
	}
	return s
}

func floor(b *testing.B, pages []civic.Page) {
	ctx := context.Background()
	db, err := sqldb.Open(ctx, filepath.Join(b.TempDir(), "floor.db"), sqldb.Options{})
	if err != nil {
		b.Fatal(err)
	}
	exec := func(tx *sqldb.Tx, q string, args ...any) {
		if _, err := tx.Exec(ctx, q, args...); err != nil {
			b.Fatal(err)
		}
	}
	err = db.Update(ctx, func(tx *sqldb.Tx) error {
		exec(tx, `CREATE TABLE item(rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, act TEXT, seq INTEGER NOT NULL,
			title TEXT, town TEXT, date TEXT, state TEXT, author TEXT, body TEXT NOT NULL)`)
		exec(tx, `CREATE INDEX item_act ON item(act, seq) WHERE act IS NOT NULL`)
		exec(tx, `CREATE VIRTUAL TABLE item_fts USING fts5(title, body, content='item', content_rowid='rowid', tokenize='unicode61 remove_diacritics 2')`)
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range pages {
		err := db.Update(ctx, func(tx *sqldb.Tx) error {
			for _, o := range p.Ops {
				body := string(o.Body)
				id, err := tx.Insert(ctx, `INSERT INTO item(id, kind, act, seq, title, town, date, state, author, body)
					VALUES ($1, $2, NULLIF($3, ''), $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, body = excluded.body`,
					string(o.ID), string(o.Kind), string(o.Author), o.Seq, "titolo", "x", "2026-11-20", "x", string(o.Author), body)
				if err != nil {
					return err
				}
				exec(tx, `INSERT INTO item_fts(rowid, title, body) VALUES ($1, $2, $3)`, id, "titolo", body)
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
}
