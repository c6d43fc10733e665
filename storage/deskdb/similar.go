package deskdb

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"
	"strings"

	"scranno/app/civic"
	"scranno/app/search"
	"scranno/storage/sqldb"
)

const (
	perSketch  = 60                    // sketches in a row
	sketchSize = 4 * search.SketchSize // bytes
	// leastGuess is the guessed overlap from which an act is measured: a guess is
	// rarely off by more than two tenths.
	leastGuess   = 0.25
	factSketched = "sketched" // up to which act sketches were made
	factShingles = "shingles" // version of the rules that they were made by
	// sketchBatch is of how many acts sketches are made in one transaction.
	sketchBatch = 200
)

// Candidates gives the acts whose sketches promise most in common with a text,
// the best first, with their texts to be measured, and how many acts have no
// sketch yet.
func (s *Store) Candidates(ctx context.Context, like search.Shingles, limit int) (out []civic.Candidate, due int, err error) {
	err = s.db.View(ctx, func(tx *sqldb.Tx) error {
		nums, err := promising(ctx, tx, like.Probe(), limit)
		if err != nil {
			return err
		}
		if out, err = candidates(ctx, tx, nums); err != nil {
			return err
		}
		return tx.Get(ctx, `SELECT (SELECT count(*) FROM act WHERE num > (SELECT coalesce(max(value), 0) FROM fact WHERE name = $1))
			+ (SELECT count(*) FROM sketch_due)`, []any{factSketched}, &due)
	})
	return out, due, err
}

// promising reads all sketches and gives the numbers of the best acts.
func promising(ctx context.Context, tx *sqldb.Tx, p *search.Probe, limit int) ([]int64, error) {
	type guess struct {
		num     int64
		overlap float64
	}
	var best []guess
	var row int64
	var data []byte
	var sk search.Sketch
	err := tx.Each(ctx, `SELECT num, data FROM sketch ORDER BY num`, nil, []any{&row, &data}, func() error {
		for i := range len(data) / sketchSize {
			part := data[i*sketchSize : (i+1)*sketchSize]
			for j := range sk {
				sk[j] = binary.LittleEndian.Uint32(part[4*j:])
			}
			if o := p.Overlap(&sk); o >= leastGuess {
				best = append(best, guess{row*perSketch + int64(i), o})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(best) > limit { // all that are as good as the last one wanted, in one walk
		var at [101]int
		for _, g := range best {
			at[int(g.overlap*100)]++
		}
		least, n := 100, at[100]
		for ; least > 0 && n < limit; n += at[least] {
			least--
		}
		best = slices.DeleteFunc(best, func(g guess) bool { return int(g.overlap*100) < least })
	}
	slices.SortFunc(best, func(a, b guess) int { return cmp.Or(cmp.Compare(b.overlap, a.overlap), cmp.Compare(b.num, a.num)) })
	nums := make([]int64, 0, min(limit, len(best)))
	for _, g := range best[:min(limit, len(best))] {
		nums = append(nums, g.num)
	}
	return nums, nil
}

// candidates reads acts by their numbers, in that order. One that is no more, or
// that this version cannot read, is left out.
func candidates(ctx context.Context, tx *sqldb.Tx, nums []int64) ([]civic.Candidate, error) {
	if len(nums) == 0 {
		return nil, nil
	}
	args, place := make([]any, len(nums)), make(map[int64]int, len(nums))
	for i, n := range nums {
		args[i], place[n] = n, i
	}
	among := ` IN (?` + strings.Repeat(", ?", len(nums)-1) + `)`
	order := make(map[civic.ID]int, len(nums))
	var ids []civic.ID
	var num int64
	var id civic.ID
	err := tx.Each(ctx, `SELECT num, id FROM act WHERE num`+among, args, []any{&num, &id}, func() error {
		order[id] = place[num]
		ids = append(ids, id)
		return nil
	})
	if err != nil {
		return nil, err
	}
	lines, err := hits(ctx, tx, `SELECT `+hitColumns+` FROM act a WHERE a.num`+among, args)
	if err != nil {
		return nil, err
	}
	all := make([]civic.Candidate, len(nums))
	texts, err := bodies(ctx, tx, ids)
	for _, h := range lines {
		var c civic.Content
		if body, there := texts[h.ID]; there && decodeText(body, &c, &c.Clauses) == nil {
			all[order[h.ID]] = civic.Candidate{Hit: h, Content: c}
		}
	}
	return slices.DeleteFunc(all, func(c civic.Candidate) bool { return c.Hit.ID == "" }), err
}

// bodies reads acts by their ids, as the screen shows them. A join with the view
// would make the whole of it first.
func bodies(ctx context.Context, tx *sqldb.Tx, ids []civic.ID) (map[civic.ID][]byte, error) {
	out := make(map[civic.ID][]byte, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	var id civic.ID
	var body []byte
	err := tx.Each(ctx, `SELECT id, body FROM live WHERE kind = 'act' AND id IN (?`+strings.Repeat(", ?", len(ids)-1)+`)`, anys(ids), []any{&id, &body}, func() error {
		out[id] = body
		return nil
	})
	return out, err
}

// toSketch is an act whose sketch is to be made.
type toSketch struct {
	num, words int64
	id         civic.ID // empty: it is no more
	body       []byte
	sketch     search.Sketch
}

// SketchSome makes sketches of acts that have none, or an old one, and tells
// whether there are more. Whoever calls it again until there are not does so in
// the background: a sync makes none.
func (s *Store) SketchSome(ctx context.Context) (more bool, err error) {
	var some []toSketch
	err = s.db.View(ctx, func(tx *sqldb.Tx) (err error) {
		some, err = unsketched(ctx, tx)
		return err
	})
	if err != nil || len(some) == 0 {
		return false, err
	}
	shingler := search.NewShingler()
	for i := range some {
		var c civic.Content
		if decodeText(some[i].body, &c, &c.Clauses) == nil { // else it is like nothing
			some[i].sketch = shingler.Shingles(search.ActPieces(c)).Sketch()
		}
		if err := ctx.Err(); err != nil {
			return true, err
		}
	}
	return true, s.db.Update(ctx, func(tx *sqldb.Tx) error { return putSketches(ctx, tx, some) })
}

// unsketched reads the next acts to be sketched, the lowest numbers first.
func unsketched(ctx context.Context, tx *sqldb.Tx) ([]toSketch, error) {
	mark, err := fact(ctx, tx, factSketched)
	if err != nil {
		return nil, err
	}
	var out []toSketch
	var ids []civic.ID
	var x toSketch
	err = tx.Each(ctx, `SELECT due.num, coalesce(a.id, ''), coalesce(a.words, 0)
		FROM (SELECT act AS num FROM sketch_due UNION SELECT num FROM act WHERE num > $1 ORDER BY num LIMIT $2) due
		LEFT JOIN act a ON a.num = due.num ORDER BY due.num`, []any{mark, sketchBatch}, []any{&x.num, &x.id, &x.words}, func() error {
		out = append(out, x)
		ids = append(ids, x.id)
		return nil
	})
	if err != nil {
		return nil, err
	}
	texts, err := bodies(ctx, tx, ids)
	for i := range out {
		out[i].body = texts[out[i].id]
	}
	return out, err
}

// putSketches writes sketches into their rows. An act that has changed since it
// was read stays due.
func putSketches(ctx context.Context, tx *sqldb.Tx, some []toSketch) error {
	mark, err := fact(ctx, tx, factSketched)
	if err != nil {
		return err
	}
	now, err := sumsOf(ctx, tx, some[0].num, some[len(some)-1].num)
	if err != nil {
		return err
	}
	var last int64
	if err := tx.Get(ctx, `SELECT coalesce(max(num), 0) FROM act`, nil, &last); err != nil {
		return err
	}
	for len(some) > 0 {
		row := some[0].num / perSketch
		n := 1
		for n < len(some) && some[n].num/perSketch == row {
			n++
		}
		if err := putSketchRow(ctx, tx, row, some[:n], now); err != nil {
			return err
		}
		mark = max(mark, min(last, some[n-1].num))
		some = some[n:]
	}
	return setFact(ctx, tx, factSketched, mark)
}

func putSketchRow(ctx context.Context, tx *sqldb.Tx, row int64, some []toSketch, now map[int64]int64) error {
	var data []byte
	err := tx.Get(ctx, `SELECT data FROM sketch WHERE num = $1`, []any{row}, &data)
	if err != nil && !civic.Is(err, civic.NotFound) {
		return err
	}
	if len(data) != perSketch*sketchSize {
		data = make([]byte, perSketch*sketchSize)
	}
	for i := range some {
		x := &some[i]
		how := `DELETE FROM sketch_due WHERE act = $1`
		if words, there := now[x.num]; there && words != x.words {
			how, x.sketch = `INSERT OR IGNORE INTO sketch_due (act) VALUES ($1)`, search.Sketch{}
		}
		if _, err := tx.Exec(ctx, how, x.num); err != nil {
			return err
		}
		at := data[x.num%perSketch*sketchSize:]
		for j, v := range x.sketch {
			binary.LittleEndian.PutUint32(at[4*j:], v)
		}
	}
	_, err = tx.Exec(ctx, `INSERT INTO sketch (num, data) VALUES ($1, $2) ON CONFLICT (num) DO UPDATE SET data = excluded.data`, row, data)
	return err
}

// sumsOf gives the checksums of the acts numbered from to to.
func sumsOf(ctx context.Context, tx *sqldb.Tx, from, to int64) (map[int64]int64, error) {
	out := map[int64]int64{}
	var num, words int64
	err := tx.Each(ctx, `SELECT num, words FROM act WHERE num BETWEEN $1 AND $2`, []any{from, to}, []any{&num, &words}, func() error {
		out[num] = words
		return nil
	})
	return out, err
}

// unsketch takes the sketch of an act away, whose words have changed or must be
// found no more. again: a new one is due.
func (w *work) unsketch(ctx context.Context, num int64, again bool) error {
	at := num % perSketch * sketchSize
	_, err := w.Exec(ctx, `UPDATE sketch SET data = CAST(substr(data, 1, $2) || zeroblob($3) || substr(data, $2 + $3 + 1) AS BLOB) WHERE num = $1`,
		num/perSketch, at, sketchSize)
	if err != nil || !again {
		return err
	}
	_, err = w.Exec(ctx, `INSERT OR IGNORE INTO sketch_due (act) VALUES ($1)`, num)
	return err
}

// sketchBelow says that acts from next on have no sketch: their numbers are
// given anew.
func (w *work) sketchBelow(ctx context.Context, next int64) error {
	mark, err := fact(ctx, w.Tx, factSketched)
	if err != nil || mark < next {
		return err
	}
	return setFact(ctx, w.Tx, factSketched, next-1)
}

// refreshSketches forgets the sketches where the rules by which they were made
// have changed.
func (s *Store) refreshSketches(ctx context.Context) error {
	var made int64
	err := s.db.View(ctx, func(tx *sqldb.Tx) (err error) {
		made, err = fact(ctx, tx, factShingles)
		return err
	})
	if err != nil || made == search.ShingleVersion {
		return err
	}
	return s.write(ctx, func(w *work) error {
		if err := w.dropSketches(ctx); err != nil {
			return err
		}
		return setFact(ctx, w.Tx, factShingles, search.ShingleVersion)
	})
}

func (w *work) dropSketches(ctx context.Context) error {
	for _, q := range []string{`DELETE FROM sketch`, `DELETE FROM sketch_due`} {
		if _, err := w.Exec(ctx, q); err != nil {
			return err
		}
	}
	return setFact(ctx, w.Tx, factSketched, 0)
}
