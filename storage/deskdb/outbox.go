package deskdb

import (
	"context"
	"encoding/json"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// Enqueue puts a command into the outbox: it is numbered, linked to the last
// waiting command that it stands on, drawn, and journalled. judge sees how it
// is drawn; its error undoes everything.
func (s *Store) Enqueue(
	ctx context.Context, v civic.Queued, draft civic.ID, judge func(civic.CommandDrawing) error,
) (civic.Queued, error) {
	var out civic.Queued
	err := s.write(ctx, func(w *work) error {
		q, err := w.enqueue(ctx, v, draft)
		if err != nil {
			return err
		}
		if err := w.redraw(ctx, nil); err != nil {
			return err
		}
		if q, err = queuedRow(ctx, w.Tx, q.ID); err != nil {
			return err
		}
		if q.State != civic.QueueHeld {
			if err := judge(civic.CommandDrawing{Drawing: q.Drawing, Reason: q.Drawn}); err != nil {
				return err
			}
		}
		w.note(note{Command: &q})
		w.urgent = true
		out = q.view()
		return nil
	})
	return out, err
}

func (w *work) enqueue(ctx context.Context, v civic.Queued, draft civic.ID) (queued, error) {
	p, err := profile(ctx, w.Tx)
	if err != nil {
		return queued{}, err
	}
	c := v.Command
	if c.Author != p.Person || p.Person == "" {
		// A queue of one person never leaves under another's name.
		return queued{}, civic.NewError(civic.Conflict, "deskdb.enqueue", "desk.other_person")
	}
	q := queued{
		ID: c.ID, Device: p.Device, Name: c.Name, Schema: c.Schema, Args: c.Args, Base: c.Base, Author: c.Author,
		State: v.State, Draft: draft, Subject: v.Subject, Queued: milli(v.Queued), Reason: v.Reason,
	}
	if q.Params, err = paramsOf(civic.Refusal{Params: v.Params}); err != nil {
		return q, err
	}
	if q.Args, err = w.cleanArgs(ctx, q.Args); err != nil {
		return q, err
	}
	replaced, err := w.replaceMark(ctx, &q)
	if err != nil {
		return q, err
	}
	if !replaced {
		if q.N, err = nextFact(ctx, w.Tx, factNumber); err != nil {
			return q, err
		}
	}
	if q.After, err = w.lastWaiting(ctx, standsOn(c), q.ID); err != nil {
		return q, err
	}
	if q.Subject == "" {
		if q.Subject, err = w.subjectOf(ctx, c); err != nil {
			return q, err
		}
	}
	if draft != "" {
		if err := w.submitted(ctx, draft, c, v.Queued); err != nil {
			return q, err
		}
	}
	if err := q.insert(ctx, w.Tx); err != nil {
		return q, err
	}
	return q, w.alreadyThere(ctx, &q)
}

// replaceMark takes the place of the last waiting read mark of the same thread,
// if that has not begun to leave: its ranges are united, the id is new, the
// number stays.
func (w *work) replaceMark(ctx context.Context, q *queued) (bool, error) {
	if q.Name != civic.CmdRead {
		return false, nil
	}
	var a civic.ReadArgs
	if json.Unmarshal(q.Args, &a) != nil {
		return false, nil // Decide will say what is wrong with it
	}
	last, err := w.lastWaiting(ctx, []civic.ID{civic.ReadID(q.Author, a.Thread)}, "")
	if err != nil || last == "" {
		return false, err
	}
	old, err := queuedRow(ctx, w.Tx, last)
	if err != nil || old.Name != civic.CmdRead || old.State != civic.QueueWaiting || old.Started {
		return false, err
	}
	var former civic.ReadArgs
	if json.Unmarshal(old.Args, &former) != nil {
		return false, nil
	}
	a.Spans = civic.Unite(former.Spans, a.Spans)
	if len(a.Spans) > civic.MaxReadSpans {
		return false, nil
	}
	if q.Args, err = civic.CanonicalOf(a); err != nil {
		return false, err
	}
	q.N, q.Num = old.N, old.Num
	w.gone(old.ID)
	if _, err := w.Exec(ctx, `UPDATE outbox SET after = $2 WHERE after = $1`, string(old.ID), string(q.ID)); err != nil {
		return false, err
	}
	return true, old.remove(ctx, w.Tx)
}

// lastWaiting finds the last command that has no receipt yet, or was refused
// while making it, among those about the given records.
func (w *work) lastWaiting(ctx context.Context, ids []civic.ID, but civic.ID) (civic.ID, error) {
	var best civic.ID
	var bestNum int64
	for _, id := range ids {
		var c civic.ID
		var num int64
		err := w.Get(ctx, `SELECT o.id, o.num FROM touches t JOIN outbox o ON o.id = t.command
			WHERE t.record = $1 AND o.id <> $2 AND (o.state IN ('held', 'waiting', 'sending') OR o.state = 'refused' AND t.made)
			ORDER BY o.num DESC LIMIT 1`, []any{string(id), string(but)}, &c, &num)
		if civic.Is(err, civic.NotFound) {
			continue
		}
		if err != nil {
			return "", err
		}
		if num > bestNum {
			best, bestNum = c, num
		}
	}
	return best, nil
}

// subjectOf finds the words by which a person knows what a command is about.
func (w *work) subjectOf(ctx context.Context, c civic.Command) (string, error) {
	for _, id := range standsOn(c) {
		title, err := w.titleOf(ctx, id)
		if err != nil || title != "" {
			return title, err
		}
	}
	return "", nil
}

func (w *work) titleOf(ctx context.Context, id civic.ID) (string, error) {
	var kind civic.RecordKind
	var parent civic.ID
	var subject, title string
	err := w.Get(ctx, `SELECT kind, parent, coalesce(body ->> 'subject', ''), coalesce(body ->> 'title', '') FROM live WHERE id = $1 LIMIT 1`,
		[]any{string(id)}, &kind, &parent, &subject, &title)
	if civic.Is(err, civic.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	switch kind {
	case civic.KindPost, civic.KindActEvent, civic.KindCommitment, civic.KindSponsorship, civic.KindCall:
		return w.titleOf(ctx, parent)
	}
	return subject + title, nil
}

// submitted marks the draft that a publication came from.
func (w *work) submitted(ctx context.Context, id civic.ID, c civic.Command, now time.Time) error {
	_, err := w.changeDraft(ctx, id, now, func(d *civic.Draft) error {
		if d.State == civic.DraftSubmitted {
			return civic.NewError(civic.Conflict, "deskdb.submit", "desk.already_submitted")
		}
		d.State = civic.DraftSubmitted
		if c.Name == civic.CmdPublish {
			d.Act = civic.Concerns(c)
		}
		return nil
	})
	return err
}

// Outbox lists what has not been accepted, in its order.
func (s *Store) Outbox(ctx context.Context) ([]civic.Queued, error) {
	return s.queue(ctx, `WHERE state IN ('held', 'waiting', 'sending', 'refused') ORDER BY num`)
}

// History lists what was accepted, the newest first; read marks are left out.
func (s *Store) History(ctx context.Context, limit int) ([]civic.Queued, error) {
	return s.queue(ctx, `WHERE state IN ('settled', 'done') AND name NOT IN ('read.mark', 'draft.seal', 'group.seal', 'group.mark', 'group.key') ORDER BY num DESC LIMIT $1`, limit)
}

func (s *Store) queue(ctx context.Context, where string, args ...any) ([]civic.Queued, error) {
	var out []civic.Queued
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		rows, err := queuedRows(ctx, tx, where, args...)
		for i := range rows {
			out = append(out, rows[i].view())
		}
		return err
	})
	return out, err
}

// Queued gives one command.
func (s *Store) Queued(ctx context.Context, id civic.ID) (civic.Queued, error) {
	var q queued
	err := s.db.View(ctx, func(tx *sqldb.Tx) (err error) {
		q, err = queuedRow(ctx, tx, id)
		return err
	})
	return q.view(), err
}

// Pending counts what waits and what was refused. A read mark is nobody's
// errand.
func (s *Store) Pending(ctx context.Context) (waiting, refused int, err error) {
	err = s.db.View(ctx, func(tx *sqldb.Tx) error {
		return tx.Get(ctx, `SELECT count(*) FILTER (WHERE state IN ('waiting', 'sending')), count(*) FILTER (WHERE state = 'refused')
			FROM outbox WHERE state <> 'done' AND name NOT IN ('read.mark', 'group.mark', 'group.key')`, nil, &waiting, &refused)
	})
	return waiting, refused, err
}

// Requeue gives a refused command a new id and the last place.
func (s *Store) Requeue(ctx context.Context, id, fresh civic.ID, now time.Time) (civic.Queued, error) {
	var out civic.Queued
	err := s.write(ctx, func(w *work) error {
		q, err := queuedRow(ctx, w.Tx, id)
		if err != nil {
			return err
		}
		if q.State != civic.QueueRefused {
			return civic.NewError(civic.Conflict, "deskdb.requeue", "outbox.not_refused")
		}
		if err := q.remove(ctx, w.Tx); err != nil {
			return err
		}
		next := queued{
			ID: fresh, Name: q.Name, Schema: q.Schema, Args: q.Args, Base: q.Base, Author: q.Author,
			State: civic.QueueWaiting, Draft: q.Draft, Subject: q.Subject, Queued: milli(now),
		}
		if _, err := w.Exec(ctx, `UPDATE outbox SET after = $2 WHERE after = $1`, string(id), string(fresh)); err != nil {
			return err
		}
		out, err = w.requeue(ctx, &next, now)
		w.gone(id)
		return err
	})
	return out, err
}

// requeue puts a command that is offered once more last into the outbox.
func (w *work) requeue(ctx context.Context, next *queued, now time.Time) (civic.Queued, error) {
	if next.Subject == "" {
		var err error
		if next.Subject, err = w.subjectOf(ctx, next.command()); err != nil {
			return civic.Queued{}, err
		}
	}
	if err := w.place(ctx, next); err != nil {
		return civic.Queued{}, err
	}
	if next.Draft != "" {
		err := w.submitted(ctx, next.Draft, next.command(), now)
		if err != nil && !civic.Is(err, civic.NotFound) && !civic.Is(err, civic.Conflict) {
			return civic.Queued{}, err
		}
	}
	if err := w.redraw(ctx, nil); err != nil {
		return civic.Queued{}, err
	}
	// In the journal before it leaves where it was.
	w.drops = append(w.drops, note{Command: next.bare()})
	w.urgent = true
	drawn, err := queuedRow(ctx, w.Tx, next.ID)
	return drawn.view(), err
}

// place numbers a command, links it and puts it last.
func (w *work) place(ctx context.Context, q *queued) error {
	p, err := profile(ctx, w.Tx)
	if err != nil {
		return err
	}
	q.Device = p.Device
	if q.N, err = nextFact(ctx, w.Tx, factNumber); err != nil {
		return err
	}
	if q.After, err = w.lastWaiting(ctx, standsOn(q.command()), q.ID); err != nil {
		return err
	}
	return q.insert(ctx, w.Tx)
}

// Drop takes a command out of the outbox into the bin. Those that stood on it
// are refused as dependent and keep their texts; a publication's draft is open
// again. Conflict: it may have left.
func (s *Store) Drop(ctx context.Context, id civic.ID, now time.Time) (civic.Queued, error) {
	var out civic.Queued
	err := s.write(ctx, func(w *work) error {
		q, err := queuedRow(ctx, w.Tx, id)
		if err != nil {
			return err
		}
		unsent := !q.Started && (q.State == civic.QueueWaiting || q.State == civic.QueueHeld)
		if !unsent && q.State != civic.QueueRefused {
			return civic.NewError(civic.Conflict, "deskdb.drop", "outbox.leaving")
		}
		out = q.view()
		if err := w.drop(ctx, q, now); err != nil {
			return err
		}
		return w.redraw(ctx, nil)
	})
	return out, err
}

func (w *work) drop(ctx context.Context, q queued, now time.Time) error {
	raw, err := json.Marshal(q.bare())
	if err != nil {
		return civic.WrapError(civic.Internal, "deskdb.drop", err)
	}
	if _, err := w.Exec(ctx, `INSERT INTO bin (what, id, channel, kind, author, body) VALUES ('command', $1, '', $2, $3, $4)`,
		string(q.ID), string(q.Name), string(q.Author), string(raw)); err != nil {
		return err
	}
	if err := q.remove(ctx, w.Tx); err != nil {
		return err
	}
	w.gone(q.ID)
	if err := w.refuseDependents(ctx, q.ID); err != nil {
		return err
	}
	return w.reopen(ctx, q, now, false)
}

// refuseDependents refuses what stood on a command that will never run.
func (w *work) refuseDependents(ctx context.Context, id civic.ID) error {
	rows, err := queuedRows(ctx, w.Tx, `WHERE after = $1 AND state IN ('held', 'waiting') AND started = 0`, string(id))
	if err != nil {
		return err
	}
	for _, q := range rows {
		if _, err := w.Exec(ctx, `UPDATE outbox SET state = 'refused', reason = $2, drawing = '', drawn = '' WHERE id = $1`,
			string(q.ID), string(civic.ReasonDependent)); err != nil {
			return err
		}
		w.noteState(q.ID, civic.QueueRefused)
		if err := w.refuseDependents(ctx, q.ID); err != nil {
			return err
		}
	}
	return nil
}

// gone journals that a command was taken out, before the transaction ends: a
// command must not come back by a journal that knows too little.
func (w *work) gone(id civic.ID) { w.drops = append(w.drops, note{Gone: id}) }

// Release lets a held command go.
func (s *Store) Release(ctx context.Context, id civic.ID) error {
	return s.write(ctx, func(w *work) error {
		n, err := w.Exec(ctx, `UPDATE outbox SET state = 'waiting', reason = '', params = '' WHERE id = $1 AND state = 'held'`, string(id))
		if err != nil {
			return err
		}
		if n == 0 {
			return civic.NewError(civic.NotFound, "deskdb.release", "")
		}
		w.noteState(id, civic.QueueWaiting)
		w.urgent = true
		return w.redraw(ctx, nil)
	})
}
