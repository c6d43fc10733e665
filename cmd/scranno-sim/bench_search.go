package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/storage/deskdb"
	"scranno/storage/sqldb"
)

// asked is what someone types: a word, and the beginning of another that
// stands in the same act.
type asked struct{ word, prefix string }

const searchHits = 20

// search compares a whole query of the desk with the bare one of FTS5 over the
// same acts: match, rank, the first twenty with an excerpt.
func (b *bencher) search(ctx context.Context) error {
	if b.floor == nil {
		return errors.New("wants the floor")
	}
	for _, n := range b.sizes {
		if err := b.searchIn(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

func (b *bencher) searchIn(ctx context.Context, n int) (err error) {
	dir, err := b.floor.corpus(ctx, n, 0)
	if err != nil {
		return err
	}
	bare := filepath.Join(dir, "bare.db")
	if _, err := b.floor.say(ctx, "ftsbuild", "-docs", strconv.Itoa(n), "-size", "6000", "-db", bare, "-fts", "ftsprefix"); err != nil {
		return err
	}
	home := b.path(fmt.Sprintf("library-%d", n))
	store, err := deskdb.Open(ctx, deskdb.Options{Home: home, Log: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	queries, err := fillLibrary(ctx, store, dir, n)
	if err != nil {
		return err
	}
	db, err := sqldb.Open(ctx, bare, sqldb.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	ours, facets, theirs, err := timeQueries(ctx, store, db, queries)
	if err != nil {
		return err
	}
	for _, q := range []struct {
		name  string
		share float64
	}{{"p50", 0.5}, {"p99", 0.99}} {
		o, f, t := quantile(ours, q.share), quantile(facets, q.share), quantile(theirs, q.share)
		b.add(measure{fmt.Sprintf("search of %d acts, %s", n, q.name), ms(o), ms(t), o / t, "≤ 1.3"})
		b.add(measure{fmt.Sprintf("  with the counts of all facets, %s", q.name), ms(f), ms(t), f / t, ""})
	}
	return nil
}

// timeQueries runs each query on both, one after the other, after a first round
// that warms both.
func timeQueries(ctx context.Context, store *deskdb.Store, db *sqldb.DB, queries []asked) (ours, facets, theirs []float64, err error) {
	took := func(fn func() error) (float64, error) {
		start := time.Now()
		err := fn()
		return float64(time.Since(start).Microseconds()) / 1000, err
	}
	for round := range 2 {
		for _, q := range queries {
			query := civic.ActQuery{Text: q.word + " " + q.prefix, Limit: searchHits}
			o, err1 := took(func() error { _, err := store.Acts(ctx, query); return err })
			query.Facets = true
			f, err2 := took(func() error { _, err := store.Acts(ctx, query); return err })
			t, err3 := took(func() error { return bareQuery(ctx, db, q) })
			if err := errors.Join(err1, err2, err3); err != nil {
				return nil, nil, nil, err
			}
			if round > 0 {
				ours, facets, theirs = append(ours, o), append(facets, f), append(theirs, t)
			}
		}
	}
	return ours, facets, theirs, nil
}

func bareQuery(ctx context.Context, db *sqldb.DB, q asked) error {
	return db.View(ctx, func(tx *sqldb.Tx) error {
		var id, title, piece string
		return tx.Each(ctx, `SELECT i.id, i.title, snippet(item_fts, 1, '[', ']', '…', 24) FROM item_fts JOIN item i ON i.rowid = item_fts.rowid
			WHERE item_fts MATCH $1 ORDER BY rank LIMIT $2`, []any{q.word + " " + q.prefix + "*", searchHits}, []any{&id, &title, &piece},
			func() error { return nil })
	})
}

// fillLibrary puts the acts of a corpus into a desk's copy, as pages of the
// feed would, and draws queries from them.
func fillLibrary(ctx context.Context, store *deskdb.Store, dir string, n int) ([]asked, error) {
	const channel, pageSize, wanted = civic.Channel("acts/08/2025"), 500, 300
	if err := openChannel(ctx, store, channel); err != nil {
		return nil, err
	}
	now := civic.Stamp(time.Now())
	head := civic.Head{Channel: channel}
	page := civic.Page{Epoch: "bench", Now: now}
	flush := func() error {
		page.Heads = []civic.Head{head}
		page.Cursors = []civic.Cursor{{Channel: channel, Tail: head.Head}}
		_, err := store.ApplyPage(ctx, page, now)
		page.Ops = page.Ops[:0]
		return err
	}
	r := rand.New(rand.NewPCG(uint64(n), 1)) //nolint:gosec // drawn to be repeated
	places := townsByName()
	var queries []asked
	for it, err := range readCorpus(dir) {
		if err != nil {
			return nil, err
		}
		op, err := it.op(places, channel, head.Head+1, now)
		if err != nil {
			return nil, err
		}
		head.Head, head.Count, head.Sum = op.Seq, head.Count+1, head.Sum+op.Digest()
		page.Ops = append(page.Ops, op)
		if len(page.Ops) == pageSize {
			if err := flush(); err != nil {
				return nil, err
			}
		}
		if len(queries) < wanted && r.IntN(max(1, n/wanted/2)) == 0 {
			queries = append(queries, draw(r, it.Body))
		}
	}
	return queries, flush()
}

// openChannel makes a channel ready for pages, as if it had been asked for.
func openChannel(ctx context.Context, store *deskdb.Store, channel civic.Channel) error {
	if err := store.ChangeProfile(ctx, func(p *civic.Profile) error {
		p.Central, p.Years = "http://localhost", 30
		return nil
	}); err != nil {
		return err
	}
	if _, err := store.Join(ctx, []civic.Channel{channel}, true); err != nil {
		return err
	}
	_, err := store.Wants(ctx)
	return err
}

func (it item) op(places map[string]town, channel civic.Channel, seq int64, now time.Time) (civic.Op, error) {
	l := it.line(places)
	l.Clauses = drafting.Cut(l.Text, func(i int) civic.ID { return civic.DerivedID("clause", string(l.ID), strconv.Itoa(i)) })
	body, err := civic.CanonicalOf(civic.Act{Content: l.Content, Visibility: civic.Everyone, Licence: civic.LicenceCCBY, Published: now})
	return civic.Op{Seq: seq, Record: civic.Record{
		Kind: civic.KindAct, ID: l.ID, Channel: channel, Version: 1, Born: seq, Created: now, Updated: now, Body: body,
	}}, err
}

// draw picks two words of a text: one whole, one cut to what is typed so far.
func draw(r *rand.Rand, text string) asked {
	var long []string
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if utf8.RuneCountInString(w) >= 6 {
			long = append(long, w)
		}
	}
	if len(long) == 0 {
		return asked{"consiglio", "comu"}
	}
	prefix := []rune(long[r.IntN(len(long))])
	return asked{long[r.IntN(len(long))], string(prefix[:3+r.IntN(3)])}
}
