package centraldb

import (
	"context"
	"errors"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// Purge forgets the arguments of commands accepted before the given time.
func (d *DB) Purge(ctx context.Context, before time.Time) error {
	return d.sql.Update(ctx, func(tx *sqldb.Tx) error {
		const touched = `DELETE FROM argument_record WHERE command IN (SELECT id FROM argument WHERE at < $1)`
		if _, err := tx.Exec(ctx, touched, stamp(before)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM argument WHERE at < $1`, stamp(before))
		return err
	})
}

// What an erasing left behind, as meta.sweep says it.
const (
	sweepLog   = 1 // bytes in the log
	sweepIndex = 2 // words in freed parts of the index too
)

// sweepLater remembers that something was erased.
func (l *ledger) sweepLater(_ context.Context, what int) error {
	l.sweep = max(l.sweep, what)
	return nil
}

// Sweep takes what was erased out of the log, and the words of erased acts out
// of freed parts of the index: FTS5 only marks them there when its table has no
// content of its own, whatever its secure-delete says; and out of what is unused in
// all pages. Of a server it asks to clear dead rows; what remains in its files is
// written over in its own time.
//
// While it goes on, and where it ended before its end, what is due stands below zero.
func (d *DB) Sweep(ctx context.Context) error {
	var due int
	err := d.sql.Update(ctx, func(tx *sqldb.Tx) error {
		if err := tx.Get(ctx, `SELECT sweep FROM meta`+d.forUpdate("NO KEY "), nil, &due); err != nil || due == 0 {
			return err
		}
		due = max(due, -due)
		if due == sweepIndex && !d.server() {
			if _, err := tx.Exec(ctx, `INSERT INTO found (found) VALUES ('optimize')`); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `UPDATE meta SET sweep = $1`, -due)
		return err
	})
	if err != nil || due == 0 {
		return err
	}
	done := true
	switch {
	case d.server():
		err = d.sql.Direct(ctx, `VACUUM (SKIP_LOCKED) record, argument, act, found`)
	case due == sweepIndex:
		err = d.sql.Blank(ctx)
		fallthrough
	default:
		if err == nil {
			done, err = d.sql.Truncate(ctx)
		}
	}
	if err != nil || !done { // a reader looks at the log: at the next turn
		return err
	}
	return d.exec(ctx, `UPDATE meta SET sweep = 0 WHERE sweep = $1`, -due)
}

// Check reads the whole file: its pages, its references, and each channel's
// count, sum and numbers against its records. Damaged: something differs.
func (d *DB) Check(ctx context.Context) error {
	if !d.server() { // a server's own tools look at its files
		if err := d.sql.FullCheck(ctx); err != nil {
			return err
		}
	}
	return d.sql.View(ctx, func(tx *sqldb.Tx) error {
		w := &world{tx: tx}
		kept, err := w.heads(ctx)
		if err != nil {
			return err
		}
		found, err := w.recount(ctx)
		if err != nil {
			return err
		}
		for ch, h := range kept {
			if c := found[ch]; h.Count != c.Count || h.Sum != c.Sum || c.Head > h.Head {
				return civic.WrapError(civic.Damaged, "centraldb.check", errors.New("a channel differs from its records"))
			}
			delete(found, ch)
		}
		if len(found) > 0 {
			return civic.WrapError(civic.Damaged, "centraldb.check", errors.New("a channel has no head"))
		}
		return nil
	})
}

// Is tells whether the file at path is a central's: else Damaged. It changes
// nothing of it.
func Is(ctx context.Context, path string) error {
	const op = "centraldb.is"
	file, err := sqldb.Open(ctx, path, sqldb.Options{ReadOnly: true})
	if err != nil {
		return civic.WrapError(civic.Damaged, op, err)
	}
	var epoch string
	err = file.View(ctx, func(tx *sqldb.Tx) error {
		return tx.Get(ctx, `SELECT epoch FROM meta WHERE secret <> '' AND marker IS NOT NULL`, nil, &epoch)
	})
	if err = errors.Join(err, file.Close()); err != nil {
		return &civic.Error{Kind: civic.Damaged, Op: op, Err: err}
	}
	return nil
}

// Heads gives every channel that ever had a change.
func (d *DB) Heads(ctx context.Context) (map[civic.Channel]civic.Head, error) {
	var out map[civic.Channel]civic.Head
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		var err error
		out, err = (&world{tx: tx}).heads(ctx)
		return err
	})
	return out, err
}

func (w *world) heads(ctx context.Context) (map[civic.Channel]civic.Head, error) {
	out := map[civic.Channel]civic.Head{}
	var h civic.Head
	var sum int64
	err := w.tx.Each(ctx, `SELECT id, head, count, sum FROM channel`, nil, []any{&h.Channel, &h.Head, &h.Count, &sum}, func() error {
		h.Sum = uint64(sum) //nolint:gosec // stored with its sign
		out[h.Channel] = h
		return nil
	})
	return out, err
}

// recount counts every channel again from its records.
func (w *world) recount(ctx context.Context) (map[civic.Channel]civic.Head, error) {
	out := map[civic.Channel]civic.Head{}
	var r recordRow
	err := w.tx.Each(ctx, `SELECT `+recordColumns+` FROM record`, nil, r.dest(), func() error {
		h := out[r.Channel]
		h.Channel, h.Head = r.Channel, max(h.Head, r.seq)
		if rec := r.record(); !rec.Deleted {
			h.Count++
			h.Sum += rec.Digest()
		}
		out[r.Channel] = h
		return nil
	})
	return out, err
}
