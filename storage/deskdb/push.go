package deskdb

import (
	"context"
	"encoding/json"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// maxPushBytes bounds one push; a single command may be larger.
const maxPushBytes = 2 << 20

// Outgoing takes the commands to push now, in their order, and commits that
// they are on their way before it returns. What stands on a held or resting
// command stays.
func (s *Store) Outgoing(ctx context.Context, limit int) ([]civic.Command, error) {
	var none bool
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		return tx.Get(ctx, `SELECT count(*) = 0 FROM outbox WHERE state IN ('waiting', 'sending') AND rest = 0`, nil, &none)
	})
	if err != nil || none {
		return nil, err
	}
	var out []civic.Command
	err = s.write(ctx, func(w *work) error {
		rows, err := queuedRows(ctx, w.Tx, `WHERE state IN ('held', 'waiting', 'sending') ORDER BY num`)
		if err != nil {
			return err
		}
		stays := map[civic.ID]bool{}
		size := 0
		for i := range rows {
			q := &rows[i]
			if q.State == civic.QueueHeld || q.Rest || stays[q.After] {
				stays[q.ID] = true
				continue
			}
			if stays[q.ID], err = w.awaitsFiles(ctx, q.command()); err != nil {
				return err
			}
			if stays[q.ID] {
				continue
			}
			if len(out) == limit || len(out) > 0 && size+len(q.Args) > maxPushBytes {
				break
			}
			size += len(q.Args)
			out = append(out, q.command())
			if _, err := w.Exec(ctx, `UPDATE outbox SET state = 'sending', started = 1, tries = tries + 1 WHERE id = $1`, string(q.ID)); err != nil {
				return err
			}
			w.noteState(q.ID, civic.QueueSending)
		}
		return nil
	})
	return out, err
}

// Answered applies the central's answers. A refused command stays in sight; the
// text of a refused revision is a draft again.
func (s *Store) Answered(ctx context.Context, answers []civic.Answer, now time.Time) (accepted, refused int, err error) {
	err = s.write(ctx, func(w *work) error {
		accepted, refused = 0, 0
		for _, a := range answers {
			q, err := queuedRow(ctx, w.Tx, a.ID)
			if civic.Is(err, civic.NotFound) {
				continue
			}
			if err != nil {
				return err
			}
			switch {
			case a.State != civic.AnswerReceipt || a.Receipt == nil:
				err = w.later(ctx, q, a)
			case a.Receipt.Outcome == civic.Accepted:
				accepted++
				err = w.accepted(ctx, q, *a.Receipt, now)
			default:
				var quiet bool
				if quiet, err = w.sealRefused(ctx, q, *a.Receipt); err != nil || quiet {
					break
				}
				refused++
				err = w.refused(ctx, q, *a.Receipt, now)
			}
			if err != nil {
				return err
			}
		}
		// What was sent and not answered waits for the next round.
		if _, err := w.Exec(ctx, `UPDATE outbox SET state = 'waiting', rest = 1 WHERE state = 'sending'`); err != nil {
			return err
		}
		if accepted+refused > 0 {
			// What stood on an answered command need not rest any longer.
			if _, err := w.Exec(ctx, `UPDATE outbox SET rest = 0 WHERE rest = 1 AND after IN
				(SELECT id FROM outbox WHERE state IN ('settled', 'done', 'refused'))`); err != nil {
				return err
			}
		}
		if err := w.settle(ctx); err != nil {
			return err
		}
		return w.redraw(ctx, nil)
	})
	return accepted, refused, err
}

// later lets a command rest until the next pull.
func (w *work) later(ctx context.Context, q queued, a civic.Answer) error {
	if q.State != civic.QueueSending && q.State != civic.QueueWaiting {
		return nil
	}
	if a.Reason == civic.ReasonAttachment {
		if err := w.bringAgain(ctx, q.ID); err != nil {
			return err
		}
	}
	if q.Again && a.Reason == civic.ReasonGone && errandOf(q.Name) {
		if out, err := w.unseated(ctx, q); err != nil || out {
			if out {
				err = w.unqueue(ctx, q)
			}
			return err
		}
	}
	_, err := w.Exec(ctx, `UPDATE outbox SET state = 'waiting', rest = 1, last = $2, reason = $3 WHERE id = $1`,
		string(q.ID), string(civic.Busy), string(a.Reason))
	return err
}

func (w *work) accepted(ctx context.Context, q queued, r civic.Receipt, now time.Time) error {
	effects, err := json.Marshal(r.Effects)
	if err != nil {
		return civic.WrapError(civic.Internal, "deskdb.accepted", err)
	}
	_, err = w.Exec(ctx, `UPDATE outbox SET state = 'settled', started = 1, rest = 0, last = '', reason = '', params = '', again = 0,
		epoch = $2, effects = $3, days = 1 WHERE id = $1`, string(q.ID), r.Epoch, string(effects))
	if err != nil {
		return err
	}
	w.noteState(q.ID, civic.QueueSettling)
	if civic.Planted(civic.BugLaterEdit) {
		const clear = `UPDATE outbox SET state = 'done' WHERE state = 'waiting' AND id IN
			(SELECT y.command FROM touches x JOIN touches y ON y.record = x.record WHERE x.command = $1)`
		if _, err := w.Exec(ctx, clear, string(q.ID)); err != nil {
			return err
		}
	}
	if q.Name == civic.CmdUndo {
		if err := w.undone(ctx, q, r); err != nil {
			return err
		}
	}
	if q.Name == civic.CmdWithdraw || q.Name == civic.CmdUndo {
		return w.backToDraft(ctx, civic.Concerns(q.command()), now)
	}
	return nil
}

func (w *work) refused(ctx context.Context, q queued, r civic.Receipt, now time.Time) error {
	if moot(q.Name, r.Reason) {
		return w.accepted(ctx, q, r, now)
	}
	if gone, err := w.lostRefusal(ctx, q); err != nil || gone {
		return err
	}
	params, err := paramsOf(civic.Refusal{Params: r.Params})
	if err != nil {
		return err
	}
	_, err = w.Exec(ctx, `UPDATE outbox SET state = 'refused', rest = 0, last = '', reason = $2, params = $3, epoch = $4, effects = '',
		drawing = '', drawn = '' WHERE id = $1`, string(q.ID), string(r.Reason), params, r.Epoch)
	if err != nil {
		return err
	}
	w.noteState(q.ID, civic.QueueRefused)
	q.Reason = r.Reason
	return w.reopen(ctx, q, now, r.Reason == civic.ReasonConflict)
}

// Unsent notes that the request failed: what was on its way waits again.
func (s *Store) Unsent(ctx context.Context, kind civic.ErrorKind, _ time.Time) error {
	return s.write(ctx, func(w *work) error {
		_, err := w.Exec(ctx, `UPDATE outbox SET state = 'waiting', last = $1 WHERE state = 'sending'`, string(kind))
		return err
	})
}

// NewDevice takes a new space of numbers for this desk: what waits is numbered
// anew in its order and keeps its ids.
func (s *Store) NewDevice(ctx context.Context, device civic.ID) error {
	return s.write(ctx, func(w *work) error {
		p, err := profile(ctx, w.Tx)
		if err != nil {
			return err
		}
		p.Device = device
		if err := w.saveProfile(ctx, p); err != nil {
			return err
		}
		rows, err := queuedRows(ctx, w.Tx, `WHERE state IN ('held', 'waiting', 'sending') ORDER BY num`)
		if err != nil {
			return err
		}
		for i := range rows {
			q := &rows[i]
			q.Device, q.N = device, int64(i+1)
			if q.State == civic.QueueSending {
				q.State = civic.QueueWaiting
			}
			if _, err := w.Exec(ctx, `UPDATE outbox SET device = $2, n = $3, state = $4 WHERE id = $1`,
				string(q.ID), string(device), q.N, string(q.State)); err != nil {
				return err
			}
			w.note(note{Command: q})
		}
		w.urgent = true
		return setFact(ctx, w.Tx, factNumber, int64(len(rows)))
	})
}

// NewEpoch prepares for a central that was restored: what it accepted in the
// last thirty of its days is offered again, and every channel is walked.
func (s *Store) NewEpoch(ctx context.Context, epoch string, _ time.Time) error {
	return s.write(ctx, func(w *work) error {
		p, err := profile(ctx, w.Tx)
		if err != nil || p.Epoch == epoch {
			return err
		}
		p.Epoch = epoch
		if err := w.saveProfile(ctx, p); err != nil {
			return err
		}
		if err := w.offerAgain(ctx, p.Person); err != nil {
			return err
		}
		if _, err := w.Exec(ctx, `UPDATE outbox SET state = 'waiting' WHERE state = 'sending'`); err != nil {
			return err
		}
		all, err := channels(ctx, w.Tx, kept)
		if err != nil {
			return err
		}
		for _, c := range all {
			walk, err := nextFact(ctx, w.Tx, factWalk)
			if err != nil {
				return err
			}
			c.begin(walk)
			c.head, c.walked, c.differs = -1, 0, false
			if err := c.save(ctx, w.Tx); err != nil {
				return err
			}
		}
		if err := w.settle(ctx); err != nil {
			return err
		}
		return w.redraw(ctx, nil)
	})
}

// offerAgain makes what was accepted in the last thirty of the central's days
// wait again. What the central still has it answers by the same receipt.
func (w *work) offerAgain(ctx context.Context, person civic.ID) error {
	// What stood on a seal stands on the next one.
	if _, err := w.Exec(ctx, `UPDATE outbox SET after = '' WHERE after IN
		(SELECT id FROM outbox WHERE name IN ('draft.seal', 'group.seal') AND state IN ('settled', 'done'))`); err != nil {
		return err
	}
	_, err := w.Exec(ctx, `UPDATE outbox SET state = 'waiting', again = 1, rest = 0, epoch = '', effects = ''
		WHERE state IN ('settled', 'done') AND days <= 30 AND args IS NOT NULL AND author = $1
		AND name NOT IN ('draft.seal', 'group.seal')`, string(person)) // the desk seals anew upon what that central has
	return err
}
