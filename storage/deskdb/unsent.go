package deskdb

import (
	"context"
	"encoding/json"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// strandedNote is a row of stranded, as the journal has it too.
type strandedNote struct {
	What    civic.StrandedKind `json:"what"`
	ID      civic.ID           `json:"id"`
	Channel civic.Channel      `json:"channel"`
	Body    string             `json:"body,omitempty"`
	Lost    int64              `json:"lost"`
}

// strand saves what has not been sent to a channel that goes: commands, new
// texts of its acts, what is being written. It is called while the records are
// still there. What may have left stays in the outbox until it is answered.
func (w *work) strand(ctx context.Context, c *channel) error {
	p, err := profile(ctx, w.Tx)
	if err != nil {
		return err
	}
	lost := milli(clock(p))
	rows, err := queuedRows(ctx, w.Tx, `WHERE state IN ('held', 'waiting', 'sending', 'refused') ORDER BY num`)
	if err != nil {
		return err
	}
	var moved []civic.ID
	for i := range rows {
		q := &rows[i]
		bound, err := w.bound(ctx, q.command(), c, clock(p))
		if err != nil {
			return err
		}
		if !bound {
			continue
		}
		if q.Started && q.State != civic.QueueRefused {
			if _, err := w.Exec(ctx, `UPDATE outbox SET lost = $2 WHERE id = $1`, string(q.ID), string(c.name)); err != nil {
				return err
			}
			continue
		}
		if err := w.strandCommand(ctx, *q, c.name, lost); err != nil {
			return err
		}
		moved = append(moved, q.ID)
	}
	for _, id := range moved {
		if err := w.refuseDependents(ctx, id); err != nil {
			return err
		}
	}
	return w.strandTexts(ctx, c, lost)
}

// strandCommand takes a command out of the outbox and keeps its words. A mark
// has none and goes.
func (w *work) strandCommand(ctx context.Context, q queued, c civic.Channel, lost int64) error {
	if err := q.remove(ctx, w.Tx); err != nil {
		return err
	}
	if q.Name != civic.CmdRead && q.Name != civic.CmdUseful && !inGroup(q.Name) {
		raw, err := json.Marshal(q.bare())
		if err != nil {
			return civic.WrapError(civic.Internal, "deskdb.strand", err)
		}
		if err := w.putStranded(ctx, strandedNote{What: civic.StrandedCommand, ID: q.ID, Channel: c, Body: string(raw), Lost: lost}); err != nil {
			return err
		}
	}
	w.gone(q.ID)
	return w.reopen(ctx, q, moment(lost), false)
}

// strandTexts notes the drafts that are new texts of the channel's acts, and
// takes what was being written in its conversations.
func (w *work) strandTexts(ctx context.Context, c *channel, lost int64) error {
	var found []strandedNote
	n := strandedNote{Channel: c.name, Lost: lost}
	err := w.Each(ctx, `SELECT id FROM draft WHERE binned = 0 AND state <> 'submitted' AND revises IN
		(SELECT id FROM record WHERE channel = $1 AND deleted = 0)`, []any{c.num}, []any{&n.ID}, func() error {
		n.What = civic.StrandedDraft
		found = append(found, n)
		return nil
	})
	if err != nil {
		return err
	}
	begun, err := composedRows(ctx, w.Tx, `WHERE thread IN (SELECT id FROM record WHERE channel = $1
		UNION ALL SELECT id FROM overlay WHERE channel = $2) OR 'space/' || thread = $2`, c.num, string(c.name))
	if err != nil {
		return err
	}
	for _, x := range begun {
		raw, err := json.Marshal(x.Composed)
		if err != nil {
			return civic.WrapError(civic.Internal, "deskdb.strand", err)
		}
		found = append(found, strandedNote{What: civic.StrandedText, ID: x.Thread, Channel: c.name, Body: string(raw), Lost: lost})
	}
	for _, f := range found {
		if err := w.putStranded(ctx, f); err != nil {
			return err
		}
		if f.What != civic.StrandedText {
			continue
		}
		if err := w.putComposed(ctx, composedNote{Thread: f.ID, Saved: lost}); err != nil {
			return err
		}
	}
	return nil
}

// bound tells whether a command would write into the channel.
func (w *work) bound(ctx context.Context, c civic.Command, ch *channel, now time.Time) (bool, error) {
	var a struct {
		named
		Space      civic.ID         `json:"space"`
		Visibility civic.Visibility `json:"visibility"`
		Content    civic.Content    `json:"content"`
	}
	if c.Decode(&a) != nil {
		return false, nil
	}
	if a.Space != "" && civic.SpaceChannel(a.Space) == ch.name || a.Group != "" && civic.GroupChannel(a.Group) == ch.name {
		return true, nil
	}
	if c.Name == civic.CmdPublish && a.Visibility != "" &&
		civic.ActChannel(a.Visibility, a.Content.Region, now.UTC().Year()) == ch.name {
		return true, nil
	}
	for _, id := range []civic.ID{a.ID, a.Act, a.Post, a.Thread, a.Event.Act} {
		if id == "" {
			continue
		}
		var n int
		err := w.Get(ctx, `SELECT EXISTS (SELECT 1 FROM record WHERE id = $1 AND channel = $2 AND deleted = 0)
			OR EXISTS (SELECT 1 FROM overlay WHERE id = $1 AND channel = $3)`,
			[]any{string(id), ch.num, string(ch.name)}, &n)
		if err != nil || n > 0 {
			return n > 0, err
		}
	}
	return false, nil
}

// putStranded keeps one of them; the journal has it before the outbox loses it.
func (w *work) putStranded(ctx context.Context, n strandedNote) error {
	if civic.Planted(civic.BugEvictUnsent) {
		return nil
	}
	_, err := w.Exec(ctx, `INSERT INTO stranded (what, id, channel, body, lost) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET what = excluded.what, channel = excluded.channel, body = excluded.body, lost = excluded.lost`,
		string(n.What), string(n.ID), string(n.Channel), n.Body, n.Lost)
	w.drops = append(w.drops, note{Stranded: &n})
	return err
}

func (w *work) unstrand(ctx context.Context, id civic.ID) error {
	n, err := w.Exec(ctx, `DELETE FROM stranded WHERE id = $1`, string(id))
	if err == nil && n == 0 {
		return civic.NewError(civic.NotFound, "deskdb.stranded", "")
	}
	w.drops = append(w.drops, note{Landed: id})
	return err
}

// lostRefusal strands a command that was refused after its channel was lost.
func (w *work) lostRefusal(ctx context.Context, q queued) (bool, error) {
	var c civic.Channel
	if err := w.Get(ctx, `SELECT lost FROM outbox WHERE id = $1`, []any{string(q.ID)}, &c); err != nil || c == "" {
		return false, err
	}
	p, err := profile(ctx, w.Tx)
	if err != nil {
		return false, err
	}
	if err := w.strandCommand(ctx, q, c, milli(clock(p))); err != nil {
		return false, err
	}
	return true, w.refuseDependents(ctx, q.ID)
}

// Stranded lists what was left unsent, the last lost first.
func (s *Store) Stranded(ctx context.Context) ([]civic.Stranded, error) {
	var out []civic.Stranded
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		all, err := stranded(ctx, tx)
		if err != nil {
			return err
		}
		open := map[civic.Channel]bool{}
		here, err := channels(ctx, tx, kept)
		if err != nil {
			return err
		}
		for _, c := range here {
			open[c.name] = true
		}
		for _, n := range all {
			x, err := n.view()
			if err != nil {
				return err
			}
			x.Open = open[n.Channel]
			if x.What == civic.StrandedDraft {
				d, binned, err := draftOf(ctx, tx, n.ID)
				if civic.Is(err, civic.NotFound) || err == nil && binned > 0 {
					continue
				}
				if err != nil {
					return err
				}
				if x.Draft = n.ID; d.Plain != nil {
					x.Title = d.Plain.Subject
				}
			}
			out = append(out, x)
		}
		return nil
	})
	return out, err
}

func stranded(ctx context.Context, tx *sqldb.Tx) ([]strandedNote, error) {
	var out []strandedNote
	var n strandedNote
	err := tx.Each(ctx, `SELECT what, id, channel, body, lost FROM stranded ORDER BY num DESC`, nil,
		[]any{&n.What, &n.ID, &n.Channel, &n.Body, &n.Lost}, func() error {
			out = append(out, n)
			return nil
		})
	return out, err
}

// view gives the row as a screen shows it.
func (n strandedNote) view() (civic.Stranded, error) {
	x := civic.Stranded{ID: n.ID, What: n.What, Channel: n.Channel, Lost: moment(n.Lost)}
	switch n.What {
	case civic.StrandedCommand:
		var q queued
		if err := json.Unmarshal([]byte(n.Body), &q); err != nil {
			return x, civic.WrapError(civic.Damaged, "deskdb.stranded", err)
		}
		x.Command, x.Draft = q.command(), q.Draft
		x.Title, x.Text = wordsOf(q.command())
	case civic.StrandedText:
		var c civic.Composed
		if err := json.Unmarshal([]byte(n.Body), &c); err != nil {
			return x, civic.WrapError(civic.Damaged, "deskdb.stranded", err)
		}
		x.Title, x.Text, x.Files = c.Title, c.Text, c.Attachments
	}
	return x, nil
}

// wordsOf gives the words that a person wrote in a command.
func wordsOf(c civic.Command) (title, text string) {
	var a struct {
		Title   string         `json:"title"`
		Text    string         `json:"text"`
		Note    string         `json:"note"`
		Content *civic.Content `json:"content"`
	}
	if c.Decode(&a) != nil {
		return "", ""
	}
	if a.Content != nil {
		return a.Content.Subject, contentText(*a.Content)
	}
	return a.Title, a.Text + a.Note
}

// contentText is an act's clauses, one a line.
func contentText(c civic.Content) string {
	var out []byte
	for i, x := range c.Clauses {
		if i > 0 {
			out = append(out, '\n')
		}
		if x.Opener != "" {
			out = append(append(out, x.Opener...), ' ')
		}
		out = append(out, x.Text...)
	}
	return string(out)
}

// Resend puts a stranded command back into the outbox, as a new one.
func (s *Store) Resend(ctx context.Context, id, fresh civic.ID, now time.Time) (civic.Queued, error) {
	var out civic.Queued
	err := s.write(ctx, func(w *work) error {
		var body []byte
		err := w.Get(ctx, `SELECT body FROM stranded WHERE id = $1 AND what = 'command'`, []any{string(id)}, &body)
		if err != nil {
			return err
		}
		var q queued
		if err := json.Unmarshal(body, &q); err != nil {
			return civic.WrapError(civic.Damaged, "deskdb.resend", err)
		}
		next := queued{
			ID: fresh, Name: q.Name, Schema: q.Schema, Args: q.Args, Base: q.Base, Author: q.Author,
			State: civic.QueueWaiting, Draft: q.Draft, Subject: q.Subject, Queued: milli(now),
		}
		if out, err = w.requeue(ctx, &next, now); err != nil {
			return err
		}
		return w.unstrand(ctx, id)
	})
	return out, err
}

// DropStranded throws one away. A draft itself stays where drafts are.
func (s *Store) DropStranded(ctx context.Context, id civic.ID) error {
	return s.write(ctx, func(w *work) error { return w.unstrand(ctx, id) })
}
