package centraldb

import (
	"context"
	"encoding/json"
	"maps"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// Ledger is what may be done inside one transaction. It is an alias of its
// method set, which is the same that the service declares.
type Ledger = interface {
	civic.World
	BlobLedger
	redacting
	Epoch(ctx context.Context) (id string, began time.Time, err error)
	Note(ctx context.Context, c civic.Command) (attempts int, err error)
	Quiet(ctx context.Context, c civic.Command) error
	Receipt(ctx context.Context, id civic.ID) (civic.Receipt, error)
	Keep(ctx context.Context, c civic.Command, r civic.Receipt) error
	Apply(ctx context.Context, author civic.ID, effects []civic.Effect) ([]civic.EffectRef, error)
	MarkTally(ctx context.Context, acts []civic.ID) error
	DueTallies(ctx context.Context, after civic.ID, limit int) ([]civic.Tally, error)
	ClearTally(ctx context.Context, act civic.ID) error
	Savepoint(ctx context.Context, fn func() error) error
}

// ledger is the transaction behind Ledger.
type ledger struct {
	*world
	db      *DB
	heads   map[civic.Channel]head // those that moved, written once at the end
	made    map[civic.EffectRef]civic.ID
	changes int64      // changes and receipts so far
	marks   []civic.ID // of figures that may have moved
	sweep   int        // what is to be swept

	outdated []outdated // must leave the segments with this transaction
	resealed bool       // some segment lost its bytes

	// On a server alone: what waits for its numbers.
	start int64
	lines []waitingLine
	refs  [][]civic.EffectRef
	kept  []civic.Receipt
}

// head is a channel's row as this transaction has moved it; on a server, until
// the end, how it moves.
type head struct {
	seq, count int64
	sum        uint64
}

// Update runs fn in one transaction, at the given time. What fn did is on the
// disk when Update gives nil, and nothing of it is there otherwise. On a server fn
// may run several times, and the numbers in what Apply gave are right only when
// Update has given nil.
func (d *DB) Update(ctx context.Context, now time.Time, fn func(l Ledger) error) error {
	return d.update(ctx, now, func(l *ledger) error { return fn(l) })
}

func (d *DB) update(ctx context.Context, now time.Time, fn func(l *ledger) error) error {
	if !d.server() {
		return d.updateOnce(ctx, now, nil, fn)
	}
	var err error
	want := map[lockKey]bool{}
	for range maxRounds {
		var k *locks
		err = d.updateOnce(ctx, now, func(tx *sqldb.Tx) (*locks, error) {
			k = newLocks(tx)
			return k, k.begin(ctx, want)
		}, fn)
		if k == nil || len(k.missed) == 0 {
			return err
		}
		k.known(want)
	}
	return err
}

// updateOnce runs fn once, on a server with the rows that take has taken.
func (d *DB) updateOnce(ctx context.Context, now time.Time, take func(tx *sqldb.Tx) (*locks, error), fn func(l *ledger) error) error {
	var next witness
	var last *ledger
	err := d.sql.Update(ctx, func(tx *sqldb.Tx) error {
		l := &ledger{
			world: &world{tx: tx, now: civic.Stamp(now)}, db: d,
			heads: map[civic.Channel]head{}, made: map[civic.EffectRef]civic.ID{},
		}
		last = l
		if take != nil {
			var err error
			if l.locks, err = take(tx); err != nil {
				return err
			}
			l.start = newStart()
		}
		if err := fn(l); err != nil {
			return err
		}
		if l.locks != nil && len(l.locks.missed) > 0 {
			return civic.WrapError(civic.Busy, "centraldb.update", errHeld)
		}
		return l.finish(ctx, &next)
	})
	if err != nil {
		return err
	}
	if len(last.heads) > 0 {
		d.commits.Add(1)
	}
	if last.resealed {
		d.resealed.Add(1)
	}
	d.committed(last.heads)
	return d.writeGuard(next)
}

// finish writes what is written last, in one order for all: marks, then the
// channels' rows, then what hangs on them, then what is one for the whole.
func (l *ledger) finish(ctx context.Context, next *witness) error {
	if err := l.writeMarks(ctx); err != nil {
		return err
	}
	if err := l.writeHeads(ctx); err != nil {
		return err
	}
	if err := l.markStale(ctx); err != nil {
		return err
	}
	if l.sweep > 0 {
		if _, err := l.tx.Exec(ctx, `UPDATE meta SET sweep = CASE WHEN -sweep > $1 THEN -sweep ELSE $1 END WHERE sweep < $1`, l.sweep); err != nil {
			return err
		}
	}
	if l.changes == 0 || l.db.server() {
		return nil
	}
	const count = `UPDATE meta SET changes = changes + $1 RETURNING changes, base`
	return l.tx.Get(ctx, count, []any{l.changes}, &next.changes, &next.base)
}

// View runs fn upon one unchanging picture of the records.
func (d *DB) View(ctx context.Context, now time.Time, fn func(w civic.World) error) error {
	return d.sql.View(ctx, func(tx *sqldb.Tx) error { return fn(&world{tx: tx, now: civic.Stamp(now)}) })
}

func (l *ledger) Epoch(ctx context.Context) (string, time.Time, error) { return epochOf(ctx, l.tx) }

// Savepoint runs fn so that its writes, and what is kept in memory of them, are
// undone when it fails.
func (l *ledger) Savepoint(ctx context.Context, fn func() error) error {
	heads, changes, sweep := maps.Clone(l.heads), l.changes, l.sweep
	outdated, marks, lines, refs, kept := len(l.outdated), len(l.marks), len(l.lines), len(l.refs), len(l.kept)
	step := l.locks.step()
	done := false
	defer func() {
		if !done {
			l.heads, l.changes, l.sweep = heads, changes, sweep
			l.outdated, l.marks, l.lines = l.outdated[:outdated], l.marks[:marks], l.lines[:lines]
			l.refs, l.kept = l.refs[:refs], l.kept[:kept]
			l.locks.back(step)
		}
	}()
	if err := l.tx.Savepoint(ctx, fn); err != nil {
		return err
	}
	done = true
	return nil
}

// Note writes down that the command was read, and counts that it is about to
// run. Conflict: this number of this device was another command.
func (l *ledger) Note(ctx context.Context, c civic.Command) (int, error) {
	const note = `INSERT INTO note (device, n, id, person, attempts) VALUES ($1, $2, $3, $4, 1)
		ON CONFLICT (device, n) DO UPDATE SET attempts = note.attempts + 1
		WHERE note.id = excluded.id AND note.person = excluded.person
		RETURNING attempts`
	if civic.Planted(civic.BugBatchKey) {
		return 1, nil
	}
	if civic.Planted(civic.BugLowNumberClone) {
		if err := l.refuseLowNumber(ctx, c); err != nil {
			return 0, err
		}
	}
	var attempts int
	err := l.tx.Get(ctx, note, []any{c.Device, c.N, c.ID, c.Author}, &attempts)
	if civic.Is(err, civic.NotFound) {
		return 0, civic.NewError(civic.Conflict, "centraldb.note", "new-device")
	}
	return attempts, err
}

// refuseLowNumber is a planted bug: whoever comes late is taken for a clone.
func (l *ledger) refuseLowNumber(ctx context.Context, c civic.Command) error {
	const look = `SELECT count(*) FILTER (WHERE n > $2), count(*) FILTER (WHERE n = $2) FROM note WHERE device = $1`
	var above, same int64
	err := l.tx.Get(ctx, look, []any{c.Device, c.N}, &above, &same)
	if err == nil && above > 0 && same == 0 {
		return civic.NewError(civic.Conflict, "centraldb.note", "new-device")
	}
	return err
}

// Quiet forgets the attempts of a command that did not crash.
func (l *ledger) Quiet(ctx context.Context, c civic.Command) error {
	const quiet = `UPDATE note SET attempts = 0 WHERE device = $1 AND n = $2 AND id = $3`
	_, err := l.tx.Exec(ctx, quiet, c.Device, c.N, c.ID)
	return err
}

const receiptColumns = `receipt.id, receipt.person, receipt.hash, receipt.outcome, receipt.reason, receipt.params,
	receipt.epoch, receipt.effects, receipt.at`

type receiptRow struct {
	civic.Receipt
	params, effects []byte
	at              int64
}

func (r *receiptRow) dest() []any {
	return []any{&r.ID, &r.Person, &r.Hash, &r.Outcome, &r.Reason, &r.params, &r.Epoch, &r.effects, &r.at}
}

func (r *receiptRow) receipt() (civic.Receipt, error) {
	out := r.Receipt
	out.At, out.Params, out.Effects = moment(r.at), nil, nil
	if err := json.Unmarshal(r.params, &out.Params); err != nil {
		return out, civic.WrapError(civic.Damaged, "centraldb.receipt", err)
	}
	if err := json.Unmarshal(r.effects, &out.Effects); err != nil {
		return out, civic.WrapError(civic.Damaged, "centraldb.receipt", err)
	}
	return out, nil
}

// Receipt gives the final word on a command; NotFound when there is none yet.
func (l *ledger) Receipt(ctx context.Context, id civic.ID) (civic.Receipt, error) {
	for _, r := range l.kept {
		if r.ID == id {
			return r, nil // of this transaction: its numbers come with the others
		}
	}
	if l.locks != nil {
		if err := l.locks.command(ctx, id); err != nil {
			return civic.Receipt{}, err
		}
	}
	const get = `SELECT ` + receiptColumns + ` FROM receipt WHERE id = $1`
	var r receiptRow
	if err := l.tx.Get(ctx, get, []any{id}, r.dest()...); err != nil {
		return civic.Receipt{}, err
	}
	return r.receipt()
}

// Keep stores the receipt for ever and, of an accepted command, its arguments.
func (l *ledger) Keep(ctx context.Context, c civic.Command, r civic.Receipt) error {
	params, err := json.Marshal(r.Params)
	if err != nil {
		return civic.WrapError(civic.Internal, "centraldb.receipt", err)
	}
	effects, err := json.Marshal(r.Effects)
	if err != nil {
		return civic.WrapError(civic.Internal, "centraldb.receipt", err)
	}
	const put = `INSERT INTO receipt (id, person, hash, outcome, reason, params, epoch, effects, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	_, err = l.tx.Exec(ctx, put, r.ID, r.Person, r.Hash, r.Outcome, r.Reason, string(params), r.Epoch, string(effects), stamp(r.At))
	if err != nil {
		return err
	}
	l.changes++
	if l.locks != nil {
		l.kept = append(l.kept, r)
	}
	if err := l.Quiet(ctx, c); err != nil || r.Outcome != civic.Accepted {
		return err
	}
	return l.keepArguments(ctx, c, r)
}

// keepArguments keeps what an accepted command said, unless words were taken out
// of it: then it comes without arguments.
func (l *ledger) keepArguments(ctx context.Context, c civic.Command, r civic.Receipt) error {
	if len(c.Args) == 0 {
		return nil
	}
	const args = `INSERT INTO argument (id, args, at) VALUES ($1, $2, $3)`
	if _, err := l.tx.Exec(ctx, args, c.ID, string(c.Args), stamp(r.At)); err != nil {
		return err
	}
	const touch = `INSERT INTO argument_record (record, command) VALUES ($1, $2) ON CONFLICT DO NOTHING`
	for _, e := range r.Effects {
		if _, err := l.tx.Exec(ctx, touch, l.made[e], c.ID); err != nil {
			return err
		}
	}
	return nil
}

// Receipts gives a person's receipts for a device's commands numbered above
// after, in the order of the numbers.
func (d *DB) Receipts(ctx context.Context, person, device civic.ID, after int64, limit int) ([]civic.Receipt, error) {
	const list = `SELECT ` + receiptColumns + ` FROM note JOIN receipt ON receipt.id = note.id
		WHERE note.device = $1 AND note.n > $2 AND note.person = $3 AND receipt.person = $3 ORDER BY note.n LIMIT $4`
	var out []civic.Receipt
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		var r receiptRow
		return tx.Each(ctx, list, []any{device, after, person, limit}, r.dest(), func() error {
			one, err := r.receipt()
			out = append(out, one)
			return err
		})
	})
	return out, err
}
