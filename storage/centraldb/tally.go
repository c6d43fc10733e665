package centraldb

import (
	"context"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// MarkTally remembers that the public figures of the acts may have moved.
func (l *ledger) MarkTally(ctx context.Context, acts []civic.ID) error {
	const mark = `INSERT INTO tally_dirty (act) VALUES ($1) ON CONFLICT DO NOTHING`
	for _, id := range acts {
		if _, err := l.tx.Exec(ctx, mark, id); err != nil {
			return err
		}
	}
	return nil
}

// DueTallies counts the present figures of acts that were marked. Reuses that
// are for councillors alone do not show in the figures of a public act.
func (l *ledger) DueTallies(ctx context.Context, limit int) ([]civic.Tally, error) {
	const count = `SELECT act, (SELECT count(*) FROM useful WHERE useful.act = tally_dirty.act),
			(SELECT count(*) FROM act WHERE act.lineage = tally_dirty.act AND act.lineage <> '' AND (act.family = 'acts'
				OR NOT EXISTS (SELECT 1 FROM act AS parent WHERE parent.id = tally_dirty.act AND parent.family = 'acts')))
		FROM tally_dirty LIMIT $1`
	var out []civic.Tally
	var t civic.Tally
	err := l.tx.Each(ctx, count, []any{limit}, []any{&t.Of, &t.Useful, &t.Reuses}, func() error {
		out = append(out, t)
		return nil
	})
	return out, err
}

// ClearTally forgets the mark of an act whose figures are written.
func (l *ledger) ClearTally(ctx context.Context, act civic.ID) error {
	_, err := l.tx.Exec(ctx, `DELETE FROM tally_dirty WHERE act = $1`, act)
	return err
}

// MarkAllTallies has every figure counted again.
func (d *DB) MarkAllTallies(ctx context.Context) error {
	return d.sql.Update(ctx, func(tx *sqldb.Tx) error { return markAllTallies(ctx, tx) })
}

func markAllTallies(ctx context.Context, tx *sqldb.Tx) error {
	const mark = `INSERT INTO tally_dirty (act)
		SELECT act FROM useful UNION SELECT lineage FROM act WHERE lineage <> '' UNION
		SELECT parent FROM record WHERE kind = 'tally' AND parent <> ''
		ON CONFLICT DO NOTHING`
	_, err := tx.Exec(ctx, mark)
	return err
}
