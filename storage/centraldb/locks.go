package centraldb

import (
	"context"
	"errors"
	"slices"
	"strings"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// errHeld ends a transaction that needs a row which another holds: it begins anew
// and takes all its rows first, in order.
var errHeld = errors.New("another transaction holds a row")

// maxRounds is how often a transaction begins anew for rows that others held.
// Each time it knows more of them.
const maxRounds = 12

// lockKey names rows that are held together: the place of an id, or the notes of
// a command. Commands come first in the order, then places by id.
type lockKey string

// everything is held alone by who must see what all others write: it comes first.
const everything lockKey = "a"

func placeKey(id civic.ID) lockKey   { return lockKey("p" + id) }
func commandKey(id civic.ID) lockKey { return lockKey("c" + id) }

// locks are the rows that a transaction on a server holds until it ends. A place
// is held before its record is read, shared by who only reads: what a rule was
// told stays so until the commit. Whoever lists what hangs on a record holds it
// alone, and whoever hangs something on it shares it, so that nothing is missed.
//
// What is free is taken as it is needed, without waiting. What is not ends the
// transaction; the next try takes every row that is known, in the order of the
// keys, and waits there, holding nothing that comes later: no two can wait for
// each other.
type locks struct {
	tx     *sqldb.Tx
	held   map[lockKey]bool // true: alone
	absent map[civic.ID]bool
	missed map[lockKey]bool
	steps  []lockStep // since the beginning, for savepoints
}

func newLocks(tx *sqldb.Tx) *locks {
	return &locks{tx: tx, held: map[lockKey]bool{}, absent: map[civic.ID]bool{}, missed: map[lockKey]bool{}}
}

type lockStep struct {
	key          lockKey
	was, present bool
}

// begin takes the rows that former tries have learnt of, and keeps a new epoch
// from beginning until the transaction ends.
func (k *locks) begin(ctx context.Context, want map[lockKey]bool) error {
	var one int
	lean := `SELECT one FROM meta FOR KEY SHARE`
	if want[everything] {
		lean = `SELECT one FROM meta FOR UPDATE`
		k.held[everything] = true
	}
	if err := k.tx.Get(ctx, lean, nil, &one); err != nil {
		return err
	}
	var run []string // of one kind and one strength
	var kind byte
	var alone bool
	flush := func() error {
		if len(run) == 0 {
			return nil
		}
		ids := run
		run = nil
		return k.wait(ctx, kind, ids, alone)
	}
	for _, key := range sortedKeys(want) {
		if key == everything {
			continue
		}
		if key[0] != kind || want[key] != alone {
			if err := flush(); err != nil {
				return err
			}
			kind, alone = key[0], want[key]
		}
		run = append(run, string(key[1:]))
	}
	return flush()
}

func sortedKeys(m map[lockKey]bool) []lockKey {
	keys := make([]lockKey, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b lockKey) int { return strings.Compare(string(a), string(b)) })
	return keys
}

const (
	// In the order of ids: of locks, not of records.
	holdNotes  = `SELECT id FROM note WHERE id = ANY($1) ORDER BY 1, device, n FOR UPDATE`
	holdPlaces = `SELECT id FROM place WHERE id = ANY($1) ORDER BY 1 FOR `
)

func (k *locks) wait(ctx context.Context, kind byte, ids []string, alone bool) error {
	query := holdNotes
	if kind == 'p' {
		query = holdPlaces + strength(alone)
	}
	var id string
	return k.tx.Each(ctx, query, []any{ids}, []any{&id}, func() error {
		k.hold(lockKey(string(kind)+id), alone)
		return nil
	})
}

func strength(alone bool) string {
	if alone {
		return `UPDATE`
	}
	return `SHARE`
}

func (k *locks) hold(key lockKey, alone bool) {
	was, present := k.held[key]
	k.held[key] = alone || was
	k.steps = append(k.steps, lockStep{key, was, present})
}

// step is where back goes back to.
func (k *locks) step() int {
	if k == nil {
		return 0
	}
	return len(k.steps)
}

// back forgets what was held after the given step: a savepoint that was undone
// has let it go.
func (k *locks) back(step int) {
	if k == nil {
		return
	}
	for i := len(k.steps) - 1; i >= step; i-- {
		s := k.steps[i]
		if s.present {
			k.held[s.key] = s.was
		} else {
			delete(k.held, s.key)
		}
	}
	k.steps = k.steps[:step]
}

func (k *locks) miss(key lockKey, alone bool) error {
	k.missed[key] = alone
	return &civic.Error{Kind: civic.Busy, Op: "centraldb.lock", Err: errHeld}
}

// place holds an id's place and tells whether there is one.
func (k *locks) place(ctx context.Context, id civic.ID, alone bool) (bool, error) {
	key := placeKey(id)
	if has, ok := k.held[key]; ok && (has || !alone) {
		return true, nil
	}
	if k.absent[id] && !alone {
		return false, nil
	}
	var got string
	err := k.tx.Get(ctx, `SELECT id FROM place WHERE id = $1 FOR `+strength(alone)+` SKIP LOCKED`, []any{id}, &got)
	if err == nil {
		if k.absent[id] { // it came after it was looked for in vain
			return false, k.miss(key, alone)
		}
		k.hold(key, alone)
		return true, nil
	}
	if !civic.Is(err, civic.NotFound) {
		return false, err
	}
	err = k.tx.Get(ctx, `SELECT id FROM place WHERE id = $1`, []any{id}, &got)
	if civic.Is(err, civic.NotFound) {
		k.absent[id] = true
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return false, k.miss(key, alone)
}

// claim makes the place of an id that has none, and holds it.
func (k *locks) claim(ctx context.Context, id civic.ID, ch civic.Channel) error {
	const claim = `INSERT INTO place (id, channel, version) VALUES ($1, $2, 0) ON CONFLICT (id) DO NOTHING`
	n, err := k.tx.Exec(ctx, claim, id, ch)
	if err != nil {
		return err
	}
	if n == 0 {
		return k.miss(placeKey(id), true)
	}
	delete(k.absent, id)
	k.hold(placeKey(id), true)
	return nil
}

// command holds the notes of a command: of two that bring it at once, the second
// finds the first one's receipt.
func (k *locks) command(ctx context.Context, id civic.ID) error {
	key := commandKey(id)
	if _, ok := k.held[key]; ok {
		return nil
	}
	const try = `SELECT id FROM note WHERE id = $1 ORDER BY device, n FOR UPDATE SKIP LOCKED`
	var got string
	free := 0
	err := k.tx.Each(ctx, try, []any{id}, []any{&got}, func() error {
		free++
		return nil
	})
	if err != nil {
		return err
	}
	all := 0
	if err := k.tx.Get(ctx, `SELECT count(*) FROM note WHERE id = $1`, []any{id}, &all); err != nil {
		return err
	}
	if free < all {
		return k.miss(key, true)
	}
	k.hold(key, true)
	return nil
}

// alone has no other write until this transaction ends.
func (l *ledger) alone() error {
	if l.locks == nil || l.locks.held[everything] {
		return nil
	}
	return l.locks.miss(everything, true)
}

// known are the rows that the next try takes first.
func (k *locks) known(want map[lockKey]bool) {
	for _, m := range []map[lockKey]bool{k.held, k.missed} {
		for key, alone := range m {
			want[key] = want[key] || alone
		}
	}
}
