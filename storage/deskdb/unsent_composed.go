package deskdb

import (
	"context"
	"encoding/json"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// composedNote is a row of composed, as the journal has it too. Thread is the
// conversation, or the space where one is being begun.
type composedNote struct {
	Thread civic.ID `json:"thread"`
	civic.Composed
	Saved int64 `json:"saved"`
}

// Compose keeps what is being written in a conversation, or begun in a space;
// the zero value forgets it.
func (s *Store) Compose(ctx context.Context, at civic.ID, c civic.Composed, now time.Time) error {
	return s.write(ctx, func(w *work) error {
		return w.putComposed(ctx, composedNote{Thread: at, Composed: c, Saved: milli(now)})
	})
}

func (w *work) putComposed(ctx context.Context, n composedNote) error {
	if n.Empty() {
		n.Composed = civic.Composed{}
	}
	_, err := w.Exec(ctx, `DELETE FROM composed WHERE thread = $1`, string(n.Thread))
	if err == nil && !n.Empty() {
		files := ""
		if len(n.Attachments) > 0 {
			raw, err := json.Marshal(n.Attachments)
			if err != nil {
				return civic.WrapError(civic.Internal, "deskdb.compose", err)
			}
			files = string(raw)
		}
		_, err = w.Exec(ctx, `INSERT INTO composed (thread, title, text, reply, attachments, saved) VALUES ($1, $2, $3, $4, $5, $6)`,
			string(n.Thread), n.Title, n.Text, string(n.ReplyTo), files, n.Saved)
	}
	w.note(note{Composed: &n})
	return err
}

// Composed gives what is being written there; the zero value: nothing.
func (s *Store) Composed(ctx context.Context, at civic.ID) (out civic.Composed, err error) {
	err = s.db.View(ctx, func(tx *sqldb.Tx) error {
		all, err := composedRows(ctx, tx, `WHERE thread = $1`, string(at))
		for _, n := range all {
			out = n.Composed
		}
		return err
	})
	return out, err
}

func composedRows(ctx context.Context, tx *sqldb.Tx, where string, args ...any) ([]composedNote, error) {
	var out []composedNote
	var n composedNote
	var files []byte
	err := tx.Each(ctx, `SELECT thread, title, text, reply, attachments, saved FROM composed `+where, args,
		[]any{&n.Thread, &n.Title, &n.Text, &n.ReplyTo, &files, &n.Saved}, func() error {
			x := n
			if len(files) > 0 {
				if err := json.Unmarshal(files, &x.Attachments); err != nil {
					return civic.WrapError(civic.Damaged, "deskdb.composed", err)
				}
			}
			out = append(out, x)
			return nil
		})
	return out, err
}
