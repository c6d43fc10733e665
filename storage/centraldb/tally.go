package centraldb

import (
	"context"
	"slices"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// MarkTally remembers that the public figures of the acts may have moved. The
// marks are written at the end, in one order for all.
func (l *ledger) MarkTally(_ context.Context, acts []civic.ID) error {
	l.marks = append(l.marks, acts...)
	return nil
}

// writeMarks holds the row of each mark, also of one that is there: whoever
// counts meanwhile leaves it for the next time.
func (l *ledger) writeMarks(ctx context.Context) error {
	const mark = `INSERT INTO tally_dirty (act) VALUES ($1) ON CONFLICT (act) DO UPDATE SET act = excluded.act`
	slices.Sort(l.marks)
	for _, id := range slices.Compact(l.marks) {
		if _, err := l.tx.Exec(ctx, mark, id); err != nil {
			return err
		}
	}
	return nil
}

// DueTallies counts the present figures of acts that were marked and come after
// the given one. Reuses that are for councillors alone do not show in the figures of a public act. What
// others are just marking is left for the next time.
func (l *ledger) DueTallies(ctx context.Context, after civic.ID, limit int) ([]civic.Tally, error) {
	due := `SELECT act FROM tally_dirty WHERE act > $1 ORDER BY act LIMIT $2`
	if l.db.server() {
		due += ` FOR UPDATE SKIP LOCKED`
	}
	var acts []civic.ID
	var act civic.ID
	err := l.tx.Each(ctx, due, []any{after, limit}, []any{&act}, func() error {
		acts = append(acts, act)
		return nil
	})
	if err != nil {
		return nil, err
	}
	// A statement of its own, which sees what stood when the mark was held.
	const count = `SELECT (SELECT count(*) FROM useful WHERE useful.act = $1),
		(SELECT count(*) FROM act WHERE act.lineage = $1 AND act.lineage <> '' AND (act.family = 'acts'
			OR NOT EXISTS (SELECT 1 FROM act AS parent WHERE parent.id = $1 AND parent.family = 'acts')))`
	out := make([]civic.Tally, len(acts))
	for i, id := range acts {
		out[i].Of = id
		if err := l.tx.Get(ctx, count, []any{id}, &out[i].Useful, &out[i].Reuses); err != nil {
			return nil, err
		}
	}
	return out, nil
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
		SELECT parent FROM record WHERE kind = 'tally' AND parent <> '' ORDER BY 1
		ON CONFLICT DO NOTHING`
	_, err := tx.Exec(ctx, mark)
	return err
}
