package deskdb

import (
	"context"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// Terms lists what the calendar last said of each term.
func (s *Store) Terms(ctx context.Context) ([]civic.Term, error) {
	var out []civic.Term
	err := s.db.View(ctx, func(tx *sqldb.Tx) (err error) {
		out, err = terms(ctx, tx)
		return err
	})
	return out, err
}

func terms(ctx context.Context, tx *sqldb.Tx) ([]civic.Term, error) {
	var out []civic.Term
	var t civic.Term
	err := tx.Each(ctx, `SELECT key, sequence, entry, hidden FROM deadline ORDER BY key`, nil,
		[]any{&t.Key, &t.Sequence, &t.Entry, &t.Hidden}, func() error {
			out = append(out, t)
			return nil
		})
	return out, err
}

// KeepTerms writes what the calendar says now, in one transaction. A sequence
// never falls.
func (s *Store) KeepTerms(ctx context.Context, all []civic.Term) error {
	if len(all) == 0 {
		return nil
	}
	return s.write(ctx, func(w *work) error {
		for _, t := range all {
			n, err := w.putTerm(ctx, t)
			if err != nil {
				return err
			}
			if n > 0 {
				w.note(note{Term: &t})
			}
		}
		return nil
	})
}

func (w *work) putTerm(ctx context.Context, t civic.Term) (int64, error) {
	return w.Exec(ctx, `INSERT INTO deadline (key, sequence, entry, hidden) VALUES ($1, $2, $3, $4)
		ON CONFLICT (key) DO UPDATE SET sequence = excluded.sequence, entry = excluded.entry, hidden = excluded.hidden
		WHERE excluded.sequence >= deadline.sequence`, t.Key, t.Sequence, t.Entry, string(t.Hidden))
}
