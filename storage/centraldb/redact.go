package centraldb

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"slices"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// redacting is what a redaction asks of a transaction.
type redacting = interface {
	Holding(ctx context.Context, keys []string) ([]civic.Record, error)
	List(ctx context.Context, r civic.Redaction) error
	Listed(ctx context.Context, keys []string) (civic.Listing, error)
}

// shortKey is how a key stands in clause_key. Two may share one: who finds a
// record looks at its own keys.
func shortKey(key string) int64 {
	sum := sha256.Sum256([]byte(key))
	return int64(binary.BigEndian.Uint64(sum[:])) //nolint:gosec // wraps on purpose
}

// rekey keeps clause_key in step with a record: before is what stood in its row,
// next what stands there now; nil where there is none.
func (l *ledger) rekey(ctx context.Context, n int64, before, next *civic.Record) error {
	var was, is []string
	if before != nil {
		was = before.Keys()
	}
	if next != nil {
		is = next.Keys()
	}
	const drop = `DELETE FROM clause_key WHERE key = $1 AND n = $2`
	for _, k := range was {
		if _, kept := slices.BinarySearch(is, k); kept {
			continue
		}
		if _, err := l.tx.Exec(ctx, drop, shortKey(k), n); err != nil {
			return err
		}
	}
	for _, k := range is {
		if _, had := slices.BinarySearch(was, k); had {
			continue
		}
		if err := putKey(ctx, l.tx, k, n); err != nil {
			return err
		}
	}
	return nil
}

func putKey(ctx context.Context, tx *sqldb.Tx, key string, n int64) error {
	const put = `INSERT INTO clause_key (key, n) VALUES ($1, $2) ON CONFLICT (key, n) DO NOTHING`
	_, err := tx.Exec(ctx, put, shortKey(key), n)
	return err
}

// Holding gives the live records that have one of the keys. From here to the
// end of the transaction nobody else writes: no text slips past a redaction.
func (l *ledger) Holding(ctx context.Context, keys []string) ([]civic.Record, error) {
	if err := l.alone(); err != nil {
		return nil, err
	}
	const find = `SELECT ` + recordColumns + ` FROM clause_key JOIN record ON record.n = clause_key.n
		WHERE clause_key.key = $1 AND record.deleted = 0 ORDER BY record.n`
	var out []civic.Record
	seen := map[civic.ID]bool{}
	for _, k := range keys {
		found, err := l.list(ctx, find, shortKey(k))
		if err != nil {
			return nil, err
		}
		for _, r := range found {
			if _, has := slices.BinarySearch(r.Keys(), k); has && !seen[r.ID] {
				seen[r.ID] = true
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// List keeps a redaction for ever.
func (l *ledger) List(ctx context.Context, r civic.Redaction) error {
	// Nobody may be writing words that were not listed when they were read.
	if err := l.alone(); err != nil {
		return err
	}
	line, err := civic.CanonicalOf(r)
	if err != nil {
		return err
	}
	const put = `INSERT INTO redaction (id, line, at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET line = excluded.line`
	if _, err := l.tx.Exec(ctx, put, r.ID, string(line), stamp(r.At)); err != nil {
		return err
	}
	const key = `INSERT INTO redaction_key (key, redaction) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING`
	for _, k := range r.Keys() {
		if _, err := l.tx.Exec(ctx, key, k, r.ID); err != nil {
			return err
		}
	}
	l.changes++
	return nil
}

// Listed gives the listing of those of the keys that are in the list; nil where
// none is.
func (l *ledger) Listed(ctx context.Context, keys []string) (civic.Listing, error) {
	var some bool
	if err := l.tx.Get(ctx, `SELECT count(*) > 0 FROM (SELECT 1 FROM redaction_key LIMIT 1) AS one`, nil, &some); err != nil || !some {
		return nil, err
	}
	found := map[string]bool{}
	for _, k := range keys {
		var one int
		err := l.tx.Get(ctx, `SELECT count(*) FROM redaction_key WHERE key = $1`, []any{k}, &one)
		if err != nil {
			return nil, err
		}
		if one > 0 {
			found[k] = true
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	return func(key string) bool { return found[key] }, nil
}

// Redactions gives the whole list, the oldest first.
func (d *DB) Redactions(ctx context.Context) ([]civic.Redaction, error) {
	var out []civic.Redaction
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		var raw []byte
		return tx.Each(ctx, `SELECT line FROM redaction ORDER BY at`, nil, []any{&raw}, func() error {
			var r civic.Redaction
			if err := json.Unmarshal(raw, &r); err != nil {
				return civic.WrapError(civic.Damaged, "centraldb.redactions", err)
			}
			out = append(out, r)
			return nil
		})
	})
	return out, err
}

// keysAgain makes the keys of a database that was written before they were kept.
func (d *DB) keysAgain(ctx context.Context) error {
	const missing = `SELECT NOT EXISTS (SELECT 1 FROM clause_key) AND EXISTS (SELECT 1 FROM record WHERE kind = 'act' AND deleted = 0)`
	var due bool
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error { return tx.Get(ctx, missing, nil, &due) })
	if err != nil || !due {
		return err
	}
	return d.sql.Update(ctx, func(tx *sqldb.Tx) error {
		const list = `SELECT ` + recordColumns + ` FROM record WHERE kind IN ('act', 'revision', 'post') AND deleted = 0 AND n > $1
			ORDER BY n LIMIT 500`
		for after, more := int64(0), true; more; {
			var r recordRow
			type row struct {
				n    int64
				keys []string
			}
			var rows []row
			if err := tx.Each(ctx, list, []any{after}, r.dest(), func() error {
				rows = append(rows, row{r.n, r.record().Keys()})
				return nil
			}); err != nil {
				return err
			}
			more = len(rows) > 0
			for _, x := range rows {
				after = x.n
				for _, k := range x.keys {
					if err := putKey(ctx, tx, k, x.n); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
}
