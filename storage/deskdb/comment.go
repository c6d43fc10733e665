package deskdb

import (
	"context"
	"encoding/json"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// PutComment keeps a comment on a draft, or what it became.
func (s *Store) PutComment(ctx context.Context, c civic.Comment) error {
	return s.write(ctx, func(w *work) error {
		w.urgent = true
		return w.putComment(ctx, c)
	})
}

func (w *work) putComment(ctx context.Context, c civic.Comment) error {
	const op = "deskdb.comment"
	raw, err := json.Marshal(c)
	if err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	if raw, err = w.cleanArgs(ctx, raw); err != nil {
		return err
	}
	var kept civic.Comment
	if err := json.Unmarshal(raw, &kept); err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	_, err = w.Exec(ctx, `INSERT INTO comment (id, draft, body) VALUES ($1, $2, $3)
		ON CONFLICT (id) DO UPDATE SET body = excluded.body`, string(c.ID), string(c.Draft), string(raw))
	w.note(note{Comment: &kept})
	return err
}

// Comments lists the comments on a draft, the first written first.
func (s *Store) Comments(ctx context.Context, draft civic.ID) ([]civic.Comment, error) {
	var out []civic.Comment
	err := s.db.View(ctx, func(tx *sqldb.Tx) (err error) {
		out, err = comments(ctx, tx, `WHERE draft = $1 ORDER BY rowid`, string(draft))
		return err
	})
	return out, err
}

// comments reads rows.
func comments(ctx context.Context, tx *sqldb.Tx, where string, args ...any) ([]civic.Comment, error) {
	var out []civic.Comment
	var raw []byte
	err := tx.Each(ctx, `SELECT body FROM comment `+where, args, []any{&raw}, func() error {
		var c civic.Comment
		if err := json.Unmarshal(raw, &c); err != nil {
			return civic.WrapError(civic.Damaged, "deskdb.comment", err)
		}
		out = append(out, c)
		return nil
	})
	return out, err
}

// DropComment removes a comment for good.
func (s *Store) DropComment(ctx context.Context, id civic.ID) error {
	return s.write(ctx, func(w *work) error {
		w.urgent = true
		n, err := w.Exec(ctx, `DELETE FROM comment WHERE id = $1`, string(id))
		if err == nil && n == 0 {
			err = civic.NewError(civic.NotFound, "deskdb.comment", "")
		}
		w.note(note{Uncommented: id})
		return err
	})
}

// commentNotes adds the comments to a snapshot for the journal.
func commentNotes(ctx context.Context, tx *sqldb.Tx, notes []note) ([]note, error) {
	all, err := comments(ctx, tx, `ORDER BY rowid`)
	for i := range all {
		notes = append(notes, note{Comment: &all[i]})
	}
	return notes, err
}

// mergeComments brings back the comments that only the journal has, in the form
// that it has last.
func (w *work) mergeComments(ctx context.Context, notes []note) error {
	last := map[civic.ID]*civic.Comment{}
	var order []civic.ID
	for _, n := range notes {
		switch {
		case n.Comment != nil:
			if last[n.Comment.ID] == nil {
				order = append(order, n.Comment.ID)
			}
			last[n.Comment.ID] = n.Comment
		case n.Uncommented != "":
			delete(last, n.Uncommented)
		}
	}
	for _, id := range order {
		if c := last[id]; c != nil {
			if err := w.putComment(ctx, *c); err != nil {
				return err
			}
			delete(last, id)
		}
	}
	return nil
}
