package deskdb

import (
	"context"
	"strings"

	"scranno/app/civic"
)

// kinChanges are the acts of whose line something changes in a transaction. Their
// counts are made again at its end, when all of the line is here: what comes may
// come before the act that it came from.
type kinChanges struct {
	climb  map[civic.ID]bool // the counts of this one and of all above it
	beside map[civic.ID]bool // of this one alone, whether it was taken up
	fresh  []civic.ID        // new in the list; others may have come from it already
}

// noteKin notes what an act of the list was before, and is now; nil: not there.
func (w *work) noteKin(id civic.ID, was, now *listed) {
	k := &w.marking.kin
	switch {
	case was == nil:
		k.fresh = append(k.fresh, id)
		if now.passes() {
			k.up(civic.ID(now.lineage))
		} else {
			k.at(civic.ID(now.lineage))
		}
	case now == nil:
		k.up(civic.ID(was.lineage))
	case was.lineage != now.lineage:
		k.up(civic.ID(was.lineage))
		k.up(id)
	case was.body != now.body || was.kind != now.kind || was.passes() != now.passes():
		k.up(id)
	}
}

func (k *kinChanges) up(id civic.ID) {
	if k.climb == nil {
		k.climb = map[civic.ID]bool{}
	}
	if id != "" {
		k.climb[id] = true
	}
}

func (k *kinChanges) at(id civic.ID) {
	if k.beside == nil {
		k.beside = map[civic.ID]bool{}
	}
	if id != "" {
		k.beside[id] = true
	}
}

// passesSQL is what has to hold for an act k to count as approved for another.
const (
	approvals = `IN ('approved', 'approved_amended', 'approved_in_parts')`
	passesSQL = `(k.kind <> 'amendment' AND k.outcome ` + approvals + `)`
)

// kinAct is an act of a line, with its counts as they stand.
type kinAct struct {
	num                    int64
	id, lineage            civic.ID
	body                   civic.BodyCode
	passes, amends, reused bool

	passed, near int64
	taken        bool

	parent int   // place of the act that it came from; -1: not here
	kids   []int // places
}

const kinColumns = `k.num, k.id, k.lineage, k.body, ` + passesSQL + `, k.kind = 'amendment', k.reuses > 0, k.passed, k.near, k.taken`

func (k *kinAct) dest() []any {
	return []any{&k.num, &k.id, &k.lineage, &k.body, &k.passes, &k.amends, &k.reused, &k.passed, &k.near, &k.taken}
}

// recountKin makes the counts again of what changed.
func (w *work) recountKin(ctx context.Context) error {
	k := w.marking.kin
	w.marking.kin = kinChanges{}
	if err := w.withKids(ctx, &k); err != nil {
		return err
	}
	tops, seen, err := w.climb(ctx, k.climb)
	if err != nil {
		return err
	}
	for _, top := range tops {
		var line []kinAct
		var x kinAct
		err := w.Each(ctx, `WITH RECURSIVE down(id) AS (VALUES ($1) UNION SELECT c.id FROM down d JOIN act c ON c.lineage = d.id AND c.lineage <> '')
			SELECT `+kinColumns+` FROM down d JOIN act k ON k.id = d.id`, []any{string(top)}, x.dest(), func() error {
			line = append(line, x)
			return nil
		})
		if err == nil {
			err = w.recountLines(ctx, line)
		}
		if err != nil {
			return err
		}
	}
	for id := range k.beside {
		if seen[id] {
			continue
		}
		if err := w.recountTaken(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// recountAll makes all counts again.
func (w *work) recountAll(ctx context.Context) error {
	var all []kinAct
	var x kinAct
	err := w.Each(ctx, `SELECT `+kinColumns+` FROM act k WHERE k.lineage <> '' OR k.passed + k.near + k.taken > 0
		OR k.id IN (SELECT lineage FROM act WHERE lineage <> '')`, nil, x.dest(), func() error {
		all = append(all, x)
		return nil
	})
	if err != nil {
		return err
	}
	return w.recountLines(ctx, all)
}

// kidsOf asks of hangBatch acts which of them others came from.
var kidsOf = `SELECT DISTINCT lineage FROM act WHERE lineage <> '' AND lineage IN (?` + strings.Repeat(", ?", hangBatch-1) + `)`

// withKids climbs from the new acts that others came from already.
func (w *work) withKids(ctx context.Context, k *kinChanges) error {
	args := make([]any, hangBatch)
	for from := 0; from < len(k.fresh); from += hangBatch {
		for i := range args {
			args[i] = "" // is no act's id
			if from+i < len(k.fresh) {
				args[i] = string(k.fresh[from+i])
			}
		}
		var id civic.ID
		if err := w.Each(ctx, kidsOf, args, []any{&id}, func() error {
			k.up(id)
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// climb goes up from acts as far as they are here, and gives those at the top,
// below which all the others are. In a ring any is at the top.
func (w *work) climb(ctx context.Context, from map[civic.ID]bool) (tops []civic.ID, seen map[civic.ID]bool, err error) {
	seen = map[civic.ID]bool{}
	for id := range from {
		last, way := civic.ID(""), map[civic.ID]bool{}
		for id != "" && !seen[id] {
			var above civic.ID
			err := w.Get(ctx, `SELECT lineage FROM act WHERE id = $1`, []any{string(id)}, &above)
			if civic.Is(err, civic.NotFound) {
				break
			}
			if err != nil {
				return nil, nil, err
			}
			seen[id], way[id] = true, true
			last, id = id, above
		}
		if last != "" && (!seen[id] || way[id]) {
			tops = append(tops, last)
		}
	}
	return tops, seen, nil
}

// recountTaken looks whether an act was taken up by another body.
func (w *work) recountTaken(ctx context.Context, id civic.ID) error {
	var x kinAct
	var taken bool
	err := w.Get(ctx, `SELECT `+kinColumns+`, EXISTS (SELECT 1 FROM act c WHERE c.lineage = k.id AND c.lineage <> '' AND c.kind <> 'amendment'
		AND c.body <> k.body) FROM act k WHERE k.id = $1`, []any{string(id)}, append(x.dest(), &taken)...)
	if civic.Is(err, civic.NotFound) || err == nil && taken == x.taken {
		return nil
	}
	if err != nil {
		return err
	}
	was := x
	x.taken = taken
	return w.putCounts(ctx, was, x)
}

func (w *work) putCounts(ctx context.Context, was, now kinAct) error {
	if was.passed == now.passed && was.near == now.near && was.taken == now.taken {
		return nil
	}
	if _, err := w.Exec(ctx, `UPDATE act SET passed = $2, near = $3, taken = $4 WHERE num = $1`, now.num, now.passed, now.near, now.taken); err != nil {
		return err
	}
	w.hold(now.num, holdsOf(now.passed > 0, now.taken || now.reused))
	return nil
}

// recountLines makes the counts of acts again that are all of some lines, or all that
// is below some acts: each hands what was approved below it to the one above, the
// smaller set into the larger.
func (w *work) recountLines(ctx context.Context, line []kinAct) error {
	left := link(line) // how many of each's kids have not handed over yet
	below := make([]map[civic.BodyCode]bool, len(line))
	var ready []int
	for i, n := range left {
		if n == 0 {
			ready = append(ready, i)
		}
	}
	done := 0
	for ; len(ready) > 0; done++ {
		i := ready[len(ready)-1]
		ready = ready[:len(ready)-1]
		set := withOwn(below[i], &line[i])
		if err := w.count(ctx, line, i, set); err != nil {
			return err
		}
		below[i] = nil
		if up := line[i].parent; up >= 0 {
			below[up] = union(below[up], set)
			if left[up]--; left[up] == 0 {
				ready = append(ready, up)
			}
		}
	}
	if done == len(line) {
		return nil
	}
	return w.recountRings(ctx, line, left, below)
}

// recountRings counts where acts name each other in a ring: each has all that is
// in it and below it.
func (w *work) recountRings(ctx context.Context, line []kinAct, left []int, below []map[civic.BodyCode]bool) error {
	for i := range line {
		if left[i] <= 0 {
			continue
		}
		var ring []int
		var set map[civic.BodyCode]bool
		for at := i; left[at] > 0; at = line[at].parent {
			left[at] = 0
			ring = append(ring, at)
			set = union(set, withOwn(below[at], &line[at]))
		}
		for _, at := range ring {
			if err := w.count(ctx, line, at, set); err != nil {
				return err
			}
		}
	}
	return nil
}

// link finds each act's place in its line, and counts who came from it.
func link(line []kinAct) (kids []int) {
	at := make(map[civic.ID]int, len(line))
	for i := range line {
		at[line[i].id] = i
	}
	kids = make([]int, len(line))
	for i := range line {
		line[i].parent = -1
		if up, here := at[line[i].lineage]; here && line[i].lineage != "" {
			line[i].parent = up
			line[up].kids = append(line[up].kids, i)
			kids[up]++
		}
	}
	return kids
}

func withOwn(set map[civic.BodyCode]bool, k *kinAct) map[civic.BodyCode]bool {
	if !k.passes {
		return set
	}
	if set == nil {
		set = map[civic.BodyCode]bool{}
	}
	set[k.body] = true
	return set
}

// union gives the larger set with what is in the other one.
func union(a, b map[civic.BodyCode]bool) map[civic.BodyCode]bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	for x := range b {
		a[x] = true
	}
	return a
}

// count gives an act its counts; set are the bodies of all that was approved in
// and below it.
func (w *work) count(ctx context.Context, line []kinAct, i int, set map[civic.BodyCode]bool) error {
	was := line[i]
	now := was
	if now.passed = int64(len(set)); set[now.body] {
		now.passed--
	}
	now.taken = false
	straight := map[civic.BodyCode]bool{}
	for _, kid := range now.kids {
		k := &line[kid]
		if k.body == now.body || k.amends {
			continue
		}
		now.taken = true
		if k.passes {
			straight[k.body] = true
		}
	}
	now.near = int64(len(straight))
	return w.putCounts(ctx, was, now)
}
