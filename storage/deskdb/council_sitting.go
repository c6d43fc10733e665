package deskdb

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// sittingNote is a row of sitting, as the journal has it.
type sittingNote struct {
	Sitting civic.Sitting `json:"sitting"`
	Binned  int64         `json:"binned,omitempty"`
}

// paperNote is a row of sitting_paper, as the journal has it.
type paperNote struct {
	ID      civic.ID       `json:"id"`
	Sitting civic.ID       `json:"sitting"`
	Text    []civic.Clause `json:"text"`
}

// binnedFor is how long a sitting stays in the bin.
const binnedFor = binDays * 24 * time.Hour

// Sittings lists the sittings in use by date, the latest first.
func (s *Store) Sittings(ctx context.Context) ([]civic.Sitting, error) {
	var out []civic.Sitting
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		return eachSitting(ctx, tx, `WHERE binned = 0`, nil, func(x civic.Sitting, _ int64) { out = append(out, x) })
	})
	return out, err
}

func eachSitting(ctx context.Context, tx *sqldb.Tx, where string, args []any, fn func(x civic.Sitting, binned int64)) error {
	var raw []byte
	var binned int64
	return tx.Each(ctx, `SELECT body, binned FROM sitting `+where+` ORDER BY at DESC`, args, []any{&raw, &binned}, func() error {
		var x civic.Sitting
		if err := json.Unmarshal(raw, &x); err != nil {
			return civic.WrapError(civic.Damaged, "deskdb.sitting", err)
		}
		fn(x, binned)
		return nil
	})
}

// Sitting gives one sitting in use.
func (s *Store) Sitting(ctx context.Context, id civic.ID) (civic.Sitting, error) {
	var x civic.Sitting
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		var binned int64
		var err error
		if x, binned, err = sittingOf(ctx, tx, id); err == nil && binned > 0 {
			err = civic.NewError(civic.NotFound, "deskdb.sitting", "")
		}
		return err
	})
	return x, err
}

func sittingOf(ctx context.Context, tx *sqldb.Tx, id civic.ID) (civic.Sitting, int64, error) {
	var x civic.Sitting
	var raw []byte
	var binned int64
	err := tx.Get(ctx, `SELECT body, binned FROM sitting WHERE id = $1`, []any{string(id)}, &raw, &binned)
	if err != nil {
		return x, 0, err
	}
	return x, binned, civic.WrapError(civic.Damaged, "deskdb.sitting", json.Unmarshal(raw, &x))
}

// putSitting writes a sitting whole, without what moderation took out, and
// journals it.
func (w *work) putSitting(ctx context.Context, x civic.Sitting, binned int64) error {
	if _, err := w.cleanNotes(ctx, &x); err != nil {
		return err
	}
	raw, err := json.Marshal(x)
	if err != nil {
		return civic.WrapError(civic.Internal, "deskdb.encode", err)
	}
	_, err = w.Exec(ctx, `INSERT OR REPLACE INTO sitting (id, at, revision, binned, body) VALUES ($1, $2, $3, $4, $5)`,
		string(x.ID), milli(x.At), x.Revision, binned, string(raw))
	w.note(note{Sitting: &sittingNote{Sitting: x, Binned: binned}})
	return err
}

// AddSitting keeps a new sitting.
func (s *Store) AddSitting(ctx context.Context, x civic.Sitting) error {
	return s.write(ctx, func(w *work) error {
		w.urgent = true
		_, _, err := sittingOf(ctx, w.Tx, x.ID)
		if err == nil {
			return civic.NewError(civic.Conflict, "deskdb.sitting", "")
		}
		if !civic.Is(err, civic.NotFound) {
			return err
		}
		return w.putSitting(ctx, x, 0)
	})
}

// ChangeSitting reads, changes and writes a sitting in one transaction.
func (s *Store) ChangeSitting(ctx context.Context, id civic.ID, now time.Time, change func(*civic.Sitting) error) (civic.Sitting, error) {
	var x civic.Sitting
	err := s.write(ctx, func(w *work) error {
		var binned int64
		var err error
		if x, binned, err = sittingOf(ctx, w.Tx, id); err != nil {
			return err
		}
		if binned > 0 {
			return civic.NewError(civic.NotFound, "deskdb.sitting", "")
		}
		if err := change(&x); err != nil {
			return err
		}
		x.Revision, x.Updated = x.Revision+1, now
		return w.putSitting(ctx, x, 0)
	})
	return x, err
}

// BinSitting puts a sitting away; what has been there for thirty days goes.
func (s *Store) BinSitting(ctx context.Context, id civic.ID, now time.Time) error {
	return s.write(ctx, func(w *work) error {
		if err := w.moveSitting(ctx, id, milli(now)); err != nil {
			return err
		}
		return w.emptySittings(ctx, now)
	})
}

// RestoreSitting takes a sitting out of the bin.
func (s *Store) RestoreSitting(ctx context.Context, id civic.ID) error {
	return s.write(ctx, func(w *work) error { return w.moveSitting(ctx, id, 0) })
}

func (w *work) moveSitting(ctx context.Context, id civic.ID, binned int64) error {
	w.urgent = true
	x, was, err := sittingOf(ctx, w.Tx, id)
	if err != nil {
		return err
	}
	if (was > 0) == (binned > 0) {
		return civic.NewError(civic.NotFound, "deskdb.sitting", "")
	}
	x.Revision++
	return w.putSitting(ctx, x, binned)
}

func (w *work) emptySittings(ctx context.Context, now time.Time) error {
	var old []civic.ID
	var id civic.ID
	err := w.Each(ctx, `SELECT id FROM sitting WHERE binned > 0 AND binned < $1`, []any{milli(now.Add(-binnedFor))}, []any{&id}, func() error {
		old = append(old, id)
		return nil
	})
	if err != nil || len(old) == 0 {
		return err
	}
	for _, id := range old {
		for _, q := range []string{`DELETE FROM sitting WHERE id = $1`, `DELETE FROM sitting_paper WHERE sitting = $1`} {
			if _, err := w.Exec(ctx, q, string(id)); err != nil {
				return err
			}
		}
		w.note(note{SittingGone: id})
	}
	return w.erased(ctx, false, false)
}

// obscureNotes writes anew the sittings whose notes quote what was obscured.
func (w *work) obscureNotes(ctx context.Context) error {
	type row struct {
		sitting civic.Sitting
		binned  int64
	}
	var all []row
	err := eachSitting(ctx, w.Tx, ``, nil, func(x civic.Sitting, binned int64) {
		if len(x.Notes) > 0 {
			all = append(all, row{x, binned})
		}
	})
	if err != nil {
		return err
	}
	for _, r := range all {
		hit, err := w.cleanNotes(ctx, &r.sitting)
		if err != nil {
			return err
		}
		if !hit {
			continue
		}
		r.sitting.Revision++
		if err := w.putSitting(ctx, r.sitting, r.binned); err != nil {
			return err
		}
	}
	return nil
}

// cleanNotes takes out of private notes the words of clauses that they quote,
// where those were obscured, and tells whether any were. What the person wrote
// stays.
func (w *work) cleanNotes(ctx context.Context, x *civic.Sitting) (hit bool, err error) {
	if some, err := w.lists(ctx); err != nil || !some {
		return false, err
	}
	x.Notes = slices.Clone(x.Notes)
	for i := range x.Notes {
		n := &x.Notes[i]
		if n.Quote == "" {
			continue
		}
		var listed bool
		err := w.Get(ctx, `SELECT EXISTS (SELECT 1 FROM redacted WHERE key IN ($1, $2))`,
			[]any{civic.ClauseKey(n.Clause), civic.TextKey(civic.TextMark(n.Quote))}, &listed)
		if err != nil {
			return hit, err
		}
		if listed {
			n.Quote, hit = "", true
		}
	}
	return hit, nil
}

// PaperText gives the clauses of a version of a paper.
func (s *Store) PaperText(ctx context.Context, text civic.ID) ([]civic.Clause, error) {
	var out []civic.Clause
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		var raw []byte
		if err := tx.Get(ctx, `SELECT clauses FROM sitting_paper WHERE id = $1`, []any{string(text)}, &raw); err != nil {
			return err
		}
		return civic.WrapError(civic.Damaged, "deskdb.paper", json.Unmarshal(raw, &out))
	})
	return out, err
}

// KeepPaperText writes the clauses of a version of a paper.
func (s *Store) KeepPaperText(ctx context.Context, sitting, text civic.ID, clauses []civic.Clause) error {
	return s.write(ctx, func(w *work) error {
		w.urgent = true
		return w.putPaper(ctx, paperNote{ID: text, Sitting: sitting, Text: clauses})
	})
}

func (w *work) putPaper(ctx context.Context, p paperNote) error {
	raw, err := json.Marshal(p.Text)
	if err != nil {
		return civic.WrapError(civic.Internal, "deskdb.encode", err)
	}
	_, err = w.Exec(ctx, `INSERT OR REPLACE INTO sitting_paper (id, sitting, clauses) VALUES ($1, $2, $3)`,
		string(p.ID), string(p.Sitting), string(raw))
	w.note(note{Paper: &p})
	return err
}
