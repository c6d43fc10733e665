package deskdb

import (
	"context"
	"encoding/json"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

const sharedColumns = `draft, record, state, over, seen, hash, base, line, sent, sent_hash, sent_as, ring, epoch, old, unread, foreigner, files, grp, by_person, by_at, past`

// SharedDrafts lists what is remembered of shared drafts.
func (s *Store) SharedDrafts(ctx context.Context) ([]civic.SharedDraft, error) {
	var out []civic.SharedDraft
	err := s.db.View(ctx, func(tx *sqldb.Tx) (err error) {
		out, err = sharedRows(ctx, tx, ``)
		return err
	})
	return out, err
}

func sharedRows(ctx context.Context, tx *sqldb.Tx, where string, args ...any) ([]civic.SharedDraft, error) {
	var out []civic.SharedDraft
	var x civic.SharedDraft
	var base, sent, line, files, past []byte
	var at int64
	dest := []any{
		&x.Draft, &x.Record, &x.State, &x.Over, &x.Seen, &x.Hash, &base, &line, &sent, &x.SentHash, &x.SentAs, &x.Ring,
		&x.Epoch, &x.Old, &x.Unread, &x.Foreign, &files,
		&x.Group, &x.By, &at, &past,
	}
	err := tx.Each(ctx, `SELECT `+sharedColumns+` FROM shared `+where, args, dest, func() error {
		y := x
		y.Base, y.Sent, y.Line, y.Files, y.Past, y.At = base, sent, nil, nil, nil, moment(at)
		err := json.Unmarshal(line, &y.Line)
		if err == nil && len(files) > 0 {
			err = json.Unmarshal(files, &y.Files)
		}
		if err == nil && len(past) > 0 {
			err = json.Unmarshal(past, &y.Past)
		}
		out = append(out, y)
		return civic.WrapError(civic.Damaged, "deskdb.shared", err)
	})
	return out, err
}

// SaveShared writes what is remembered of a shared draft.
func (s *Store) SaveShared(ctx context.Context, x civic.SharedDraft) error {
	return s.write(ctx, func(w *work) error { return w.putShared(ctx, x) })
}

func (w *work) putShared(ctx context.Context, x civic.SharedDraft) error {
	if err := w.cleanShared(ctx, &x); err != nil {
		return err
	}
	line, err := json.Marshal(x.Line)
	var files, past string
	if err == nil {
		files, err = jsonOrEmpty(x.Files)
	}
	if err == nil {
		past, err = jsonOrEmpty(x.Past)
	}
	if err != nil {
		return civic.WrapError(civic.Internal, "deskdb.shared", err)
	}
	if err := w.noteShared(ctx, x); err != nil {
		return err
	}
	if _, err := w.Exec(ctx, `DELETE FROM shared WHERE record = $1 AND draft <> $2`, string(x.Record), string(x.Draft)); err != nil {
		return err
	}
	_, err = w.Exec(ctx, `INSERT OR REPLACE INTO shared (`+sharedColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
		string(x.Draft), string(x.Record), string(x.State), x.Over, x.Seen, x.Hash, textOrNil(x.Base), string(line),
		textOrNil(x.Sent), x.SentHash, x.SentAs, x.Ring, x.Epoch, x.Old, x.Unread, x.Foreign, files,
		string(x.Group), string(x.By), milli(x.At), past)
	return err
}

func textOrNil(raw json.RawMessage) any {
	if raw == nil {
		return nil
	}
	return string(raw)
}

// SealedRecords gives the sealed drafts and the keys of the own channel as the
// central last said them; of shared drafts also those that are gone.
func (s *Store) SealedRecords(ctx context.Context) ([]civic.Record, error) {
	var out []civic.Record
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		p, err := profile(ctx, tx)
		if err != nil || p.Person == "" {
			return err
		}
		out, err = sealedIn(ctx, tx, civic.UserChannel(p.Person), `'draft', 'device_key'`)
		return err
	})
	return out, err
}

// sealedIn gives records of a channel by their kinds, and the shared drafts that
// are gone from it as deleted ones.
func sealedIn(ctx context.Context, tx *sqldb.Tx, c civic.Channel, kinds string) ([]civic.Record, error) {
	out, err := records(ctx, tx, `SELECT `+recordColumns+` FROM known
		WHERE channel = $1 AND kind IN (`+kinds+`) AND shelf = 1 ORDER BY born`, string(c))
	if err != nil {
		return nil, err
	}
	gone, err := records(ctx, tx, `SELECT r.id, r.kind, c.name, r.version, r.born, r.author, r.created, r.updated, NULL
		FROM shared s JOIN record r ON r.id = s.record JOIN channel c ON c.num = r.channel
		WHERE r.deleted = 1 AND c.name = $1`, string(c))
	for i := range gone {
		gone[i].Kind, gone[i].Deleted = civic.KindDraft, true
	}
	return append(out, gone...), err
}

// TakeShared writes a draft as a merge made it, with what is remembered of it
// and, where there is one, the text that stands beside. base is the revision
// that the merge read, 0 for a draft that is not here. Conflict: it has moved on.
func (s *Store) TakeShared(ctx context.Context, d civic.Draft, base int64, x civic.SharedDraft, beside *civic.Draft) error {
	return s.write(ctx, func(w *work) error {
		w.urgent = true
		have, binned, err := draftOf(ctx, w.Tx, d.ID)
		if err != nil && !civic.Is(err, civic.NotFound) {
			return err
		}
		if base == 0 && binned > 0 { // it was deleted here and is shared again there
			base, binned = have.Revision, 0
		}
		if have.Revision != base {
			return civic.NewError(civic.Conflict, "deskdb.take_shared", "")
		}
		if have.Plain != nil && d.Plain != nil {
			same, err := sameContent(*have.Plain, *d.Plain)
			if err != nil {
				return err
			}
			if !same {
				if err := w.putVersion(ctx, civic.DraftVersion{Draft: d.ID, Revision: have.Revision, Saved: d.Updated, Content: *have.Plain}); err != nil {
					return err
				}
			}
		}
		d.Revision, d.Papers, d.Replies = base+1, have.Papers, have.Replies
		if err := w.putDraft(ctx, d, binned); err != nil {
			return err
		}
		if beside != nil {
			if _, _, err := draftOf(ctx, w.Tx, beside.ID); civic.Is(err, civic.NotFound) {
				err = w.putDraft(ctx, *beside, 0)
				if err != nil {
					return err
				}
			} else if err != nil {
				return err
			}
		}
		return w.putShared(ctx, x)
	})
}

// EnqueueSeal puts a sealed text into the outbox, in the place of the last one of
// the same record where that has not begun to leave. Busy: one is on its way, or
// was accepted and has not come back; what was refused is taken out.
func (s *Store) EnqueueSeal(ctx context.Context, v civic.Queued, x civic.SharedDraft) error {
	return s.write(ctx, func(w *work) error {
		former, err := w.seals(ctx, x.Record)
		if err != nil {
			return err
		}
		var place *queued
		for i := range former {
			q := &former[i]
			switch {
			case q.State == civic.QueueWaiting && (!q.Started || q.Reason == civic.ReasonFileGone):
				place = q
			case q.State == civic.QueueRefused, q.State == civic.QueueDone:
			default:
				return civic.NewError(civic.Busy, "deskdb.seal", "")
			}
			w.gone(q.ID)
			if err := q.remove(ctx, w.Tx); err != nil {
				return err
			}
		}
		q, err := w.sealRow(ctx, v, place)
		if err != nil {
			return err
		}
		if err := w.putShared(ctx, x); err != nil {
			return err
		}
		w.note(note{Command: &q})
		return w.redraw(ctx, nil)
	})
}

// sealRow makes the row of a seal, last or at the place of the one it replaces.
func (w *work) sealRow(ctx context.Context, v civic.Queued, place *queued) (queued, error) {
	p, err := profile(ctx, w.Tx)
	if err != nil {
		return queued{}, err
	}
	c := v.Command
	if c.Author != p.Person || p.Person == "" {
		return queued{}, civic.NewError(civic.Conflict, "deskdb.seal", "desk.other_person")
	}
	q := queued{
		ID: c.ID, Device: p.Device, Name: c.Name, Schema: c.Schema, Args: c.Args, Base: c.Base, Author: c.Author,
		State: civic.QueueWaiting, Subject: v.Subject, Queued: milli(v.Queued),
	}
	if place != nil {
		q.N, q.Num, q.After = place.N, place.Num, place.After
		_, err := w.Exec(ctx, `UPDATE outbox SET after = $2 WHERE after = $1`, string(place.ID), string(q.ID))
		if err != nil {
			return q, err
		}
	} else {
		if q.N, err = nextFact(ctx, w.Tx, factNumber); err != nil {
			return q, err
		}
		if q.After, err = w.lastWaiting(ctx, standsOn(c), q.ID); err != nil {
			return q, err
		}
	}
	if err := q.insert(ctx, w.Tx); err != nil {
		return q, err
	}
	return q, w.alreadyThere(ctx, &q)
}

// seals lists the seals of a record, or of a mark, that the outbox knows.
func (w *work) seals(ctx context.Context, record civic.ID) ([]queued, error) {
	return queuedRows(ctx, w.Tx, `WHERE name IN ('draft.seal', 'group.seal', 'group.mark') AND id IN (SELECT command FROM touches WHERE record = $1) ORDER BY num`, string(record))
}

// sealRefused takes a seal out that was written upon a version that had moved on
// or is gone: the desk looks at what came and seals anew. What it does by itself
// in a group that the person is no longer in nobody need hear of.
func (w *work) sealRefused(ctx context.Context, q queued, r civic.Receipt) (bool, error) {
	if r.Reason == civic.ReasonDependent && overSeal(q.Name) {
		return w.afresh(ctx, q)
	}
	if q.Name != civic.CmdSealDraft && !errandOf(q.Name) {
		return false, nil
	}
	switch r.Reason {
	case civic.ReasonConflict, civic.ReasonGone, civic.ReasonDependent, civic.ReasonNotMember:
		return true, w.unqueue(ctx, q)
	}
	return false, nil
}

// unqueue takes a command out that need not have been for those that stand on it.
func (w *work) unqueue(ctx context.Context, q queued) error {
	w.gone(q.ID)
	if _, err := w.Exec(ctx, `UPDATE outbox SET after = $2 WHERE after = $1`, string(q.ID), string(q.After)); err != nil {
		return err
	}
	return q.remove(ctx, w.Tx)
}

// overSeal tells whether a command stands on a seal of its draft only so that the
// draft is there: it is good after another seal too.
func overSeal(name civic.CommandName) bool {
	return name == civic.CmdGroupMark || name == civic.CmdGroupDrop || name == civic.CmdDropDraft
}

// afresh queues once more what was refused because the seal before it was. Where
// that is still there it was refused for good.
func (w *work) afresh(ctx context.Context, q queued) (bool, error) {
	before, err := queuedRow(ctx, w.Tx, q.After)
	if err == nil && before.State == civic.QueueRefused {
		return false, nil
	}
	if err != nil && !civic.Is(err, civic.NotFound) {
		return false, err
	}
	q.After = ""
	if err := w.unqueue(ctx, q); err != nil {
		return false, err
	}
	next := queued{
		ID: civic.DerivedID("afresh", string(q.ID)), Name: q.Name, Schema: q.Schema, Args: q.Args, Base: q.Base, Author: q.Author,
		State: civic.QueueWaiting, Subject: q.Subject, Queued: q.Queued,
	}
	if err := w.place(ctx, &next); err != nil {
		return false, err
	}
	w.note(note{Command: &next})
	return true, nil
}

// DropSeals takes the seals of a record out of the outbox but for those that are
// on their way, and tells whether one may have left.
func (s *Store) DropSeals(ctx context.Context, record civic.ID) (leaving bool, err error) {
	err = s.write(ctx, func(w *work) error {
		leaving = false
		rows, err := w.seals(ctx, record)
		if err != nil || len(rows) == 0 {
			return err
		}
		for i := range rows {
			q := &rows[i]
			if q.Started && q.State != civic.QueueRefused && q.State != civic.QueueDone {
				leaving = true
				continue
			}
			if err := w.unqueue(ctx, *q); err != nil {
				return err
			}
		}
		return w.redraw(ctx, nil)
	})
	return leaving, err
}

// BelievedKeys lists the keys that this desk believes, or believed.
func (s *Store) BelievedKeys(ctx context.Context) ([]civic.TrustedKey, error) {
	var out []civic.TrustedKey
	err := s.db.View(ctx, func(tx *sqldb.Tx) (err error) {
		out, err = believed(ctx, tx)
		return err
	})
	return out, err
}

func believed(ctx context.Context, tx *sqldb.Tx) ([]civic.TrustedKey, error) {
	var out []civic.TrustedKey
	var raw []byte
	err := tx.Each(ctx, `SELECT key FROM believed`, nil, []any{&raw}, func() error {
		var k civic.TrustedKey
		err := json.Unmarshal(raw, &k)
		out = append(out, k)
		return civic.WrapError(civic.Damaged, "deskdb.believed", err)
	})
	return out, err
}

// keyRow names a key's row: in a group it is believed apart from elsewhere.
func keyRow(k civic.TrustedKey) civic.ID {
	if k.Group == "" {
		return k.ID
	}
	return civic.GroupKeyID(k.Group, k.Person, k.ID)
}

// Believe writes keys that this desk believes, or no longer does; forget takes
// keys of the person's own out that they are to be asked about again.
func (s *Store) Believe(ctx context.Context, keys []civic.TrustedKey, forget ...civic.ID) error {
	return s.write(ctx, func(w *work) error {
		w.urgent = true
		for _, k := range keys {
			if err := w.putBelieved(ctx, k); err != nil {
				return err
			}
			w.note(note{Key: &k})
		}
		for _, id := range forget {
			if _, err := w.Exec(ctx, `DELETE FROM believed WHERE id = $1`, string(id)); err != nil {
				return err
			}
			w.note(note{Key: &civic.TrustedKey{ID: id, At: time.Time{}}})
		}
		return nil
	})
}

func (w *work) putBelieved(ctx context.Context, k civic.TrustedKey) error {
	raw, err := json.Marshal(k)
	if err != nil {
		return civic.WrapError(civic.Internal, "deskdb.believed", err)
	}
	_, err = w.Exec(ctx, `INSERT OR REPLACE INTO believed (id, key) VALUES ($1, $2)`, string(keyRow(k)), string(raw))
	return err
}

// mergeKeys brings back the keys of a journal; the last line of each counts.
func (w *work) mergeKeys(ctx context.Context, notes []note) error {
	have, err := believed(ctx, w.Tx)
	if err != nil || len(have) > 0 {
		return err
	}
	last := map[civic.ID]civic.TrustedKey{}
	for _, n := range notes {
		if n.Key != nil {
			last[keyRow(*n.Key)] = *n.Key
		}
	}
	for _, k := range last {
		if k.Key.Recipient == "" {
			continue // forgotten
		}
		if err := w.putBelieved(ctx, k); err != nil {
			return err
		}
	}
	return nil
}
