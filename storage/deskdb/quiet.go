package deskdb

import (
	"context"
	"encoding/json"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// Quiets lists the election silences of the territories that are here.
func (s *Store) Quiets(ctx context.Context) ([]civic.Quiet, error) {
	var out []civic.Quiet
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		out = nil
		recs, err := records(ctx, tx, `SELECT `+recordColumns+` FROM live WHERE kind = 'quiet' AND shelf = 1`)
		for _, r := range recs {
			// Of its own territory alone, and of a form that this version can read.
			if q, err := civic.DecodeBody[civic.Quiet](r); err == nil && r.ID == civic.QuietID(q.Region) {
				out = append(out, q)
			}
		}
		return err
	})
	return out, err
}

// Hold keeps a command here, with why. Conflict: it may have left.
func (s *Store) Hold(ctx context.Context, id, fresh civic.ID, why civic.Refusal, now time.Time) error {
	params, err := paramsOf(why)
	if err != nil {
		return err
	}
	return s.write(ctx, func(w *work) error {
		q, err := queuedRow(ctx, w.Tx, id)
		if err != nil {
			return err
		}
		switch {
		case q.State == civic.QueueRefused:
			return w.holdRefused(ctx, q, fresh, queued{Reason: why.Reason, Params: params, Queued: milli(now)})
		case q.State == civic.QueueHeld, q.State == civic.QueueWaiting && !q.Started:
		default:
			return civic.NewError(civic.Conflict, "deskdb.hold", "outbox.leaving")
		}
		if _, err := w.Exec(ctx, `UPDATE outbox SET state = 'held', reason = $2, params = $3, drawing = '', drawn = '' WHERE id = $1`,
			string(id), string(why.Reason), params); err != nil {
			return err
		}
		w.noteState(id, civic.QueueHeld)
		w.urgent = true
		return w.redraw(ctx, nil)
	})
}

// holdRefused puts a refused command last into the outbox again, held.
func (w *work) holdRefused(ctx context.Context, q queued, fresh civic.ID, next queued) error {
	if err := q.remove(ctx, w.Tx); err != nil {
		return err
	}
	next.ID, next.Name, next.Schema, next.Args, next.Base, next.Author = fresh, q.Name, q.Schema, q.Args, q.Base, q.Author
	next.State, next.Draft, next.Subject = civic.QueueHeld, q.Draft, q.Subject
	if _, err := w.Exec(ctx, `UPDATE outbox SET after = $2 WHERE after = $1`, string(q.ID), string(fresh)); err != nil {
		return err
	}
	_, err := w.requeue(ctx, &next, moment(next.Queued))
	w.gone(q.ID)
	return err
}

// paramsOf is how the parameters of a refusal are kept.
func paramsOf(why civic.Refusal) (string, error) {
	if len(why.Params) == 0 {
		return "", nil
	}
	raw, err := json.Marshal(why.Params)
	return string(raw), civic.WrapError(civic.Internal, "deskdb.params", err)
}
