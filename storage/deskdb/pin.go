package deskdb

import (
	"context"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// pinNote is a row of pin, as the journal has it too.
type pinNote struct {
	ID     civic.ID        `json:"id"`
	Why    civic.PinReason `json:"why"`
	Pinned int64           `json:"pinned"`
}

// Pin keeps an act outside the channels; its copy comes with the next pull. Of
// too many, those that were only read make room, the oldest first; then those
// that drafts were made of. TooLarge: all are kept by hand.
func (s *Store) Pin(ctx context.Context, id civic.ID, why civic.PinReason, now time.Time) error {
	return s.write(ctx, func(w *work) error {
		var was civic.PinReason
		err := w.Get(ctx, `SELECT why FROM pin WHERE id = $1`, []any{string(id)}, &was)
		if err == nil && (was == civic.PinByHand || was == why || why == civic.PinRead) {
			return nil
		}
		if err != nil && !civic.Is(err, civic.NotFound) {
			return err
		}
		if err != nil {
			if err := w.makeRoom(ctx); err != nil {
				return err
			}
		}
		w.urgent = true
		return w.putPin(ctx, pinNote{ID: id, Why: why, Pinned: milli(now)})
	})
}

func (w *work) putPin(ctx context.Context, n pinNote) error {
	_, err := w.Exec(ctx, `INSERT INTO pin (id, why, pinned) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET why = excluded.why`,
		string(n.ID), string(n.Why), n.Pinned)
	w.note(note{Pin: &n})
	return err
}

func (w *work) makeRoom(ctx context.Context) error {
	var n int
	if err := w.Get(ctx, `SELECT count(*) FROM pin`, nil, &n); err != nil || n < civic.MaxPins {
		return err
	}
	var oldest civic.ID
	err := w.Get(ctx, `SELECT id FROM pin WHERE why <> 'hand' ORDER BY why = 'reused', pinned LIMIT 1`, nil, &oldest)
	if civic.Is(err, civic.NotFound) {
		return civic.NewError(civic.TooLarge, "deskdb.pin", "pins.full")
	}
	if err != nil {
		return err
	}
	touched := &acts{}
	if err := w.unpin(ctx, oldest, touched); err != nil {
		return err
	}
	return w.redraw(ctx, touched)
}

// Unpin lets one go, with its copy where no kept channel holds it too. NotFound
// when it was not pinned.
func (s *Store) Unpin(ctx context.Context, id civic.ID) error {
	err := s.write(ctx, func(w *work) error {
		var n int
		if err := w.Get(ctx, `SELECT count(*) FROM pin WHERE id = $1`, []any{string(id)}, &n); err != nil {
			return err
		}
		if n == 0 {
			return civic.NewError(civic.NotFound, "deskdb.unpin", "")
		}
		touched := &acts{}
		if err := w.unpin(ctx, id, touched); err != nil {
			return err
		}
		return w.redraw(ctx, touched)
	})
	if err != nil {
		return err
	}
	return s.forget(ctx)
}

func (w *work) unpin(ctx context.Context, id civic.ID, touched *acts) error {
	if err := w.dropCopies(ctx, id, touched); err != nil {
		return err
	}
	_, err := w.Exec(ctx, `DELETE FROM pin WHERE id = $1`, string(id))
	w.note(note{Unpinned: id})
	return err
}

// copies are the rows of a pinned act that no kept channel holds.
const copies = `FROM record WHERE channel IN (SELECT num FROM channel WHERE quit <> 0)
	AND (kind = 'act' AND id = $1 OR kind IN ('act_event', 'tally', 'commitment') AND parent = $1)`

func (w *work) dropCopies(ctx context.Context, id civic.ID, touched *acts) error {
	n, err := w.Exec(ctx, `DELETE `+copies, string(id))
	if err != nil || n == 0 {
		return err
	}
	touched.add(id)
	return w.erased(ctx, false, true)
}

// AskPins gives the pins to ask after with a pull: those that no kept channel
// holds.
func (s *Store) AskPins(ctx context.Context) ([]civic.Pin, error) {
	var out []civic.Pin
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		var p civic.Pin
		at := map[civic.ID]int{}
		err := tx.Each(ctx, `SELECT p.id FROM pin p WHERE NOT EXISTS (SELECT 1 FROM record r JOIN channel c ON c.num = r.channel
			WHERE r.id = p.id AND r.deleted = 0 AND c.quit = 0) ORDER BY p.pinned DESC`, nil, []any{&p.ID}, func() error {
			at[p.ID] = len(out)
			out = append(out, p)
			return nil
		})
		if err != nil || len(out) == 0 {
			return err
		}
		var ch civic.Channel
		var kind civic.RecordKind
		var id, parent civic.ID
		var version, digest int64
		return tx.Each(ctx, `SELECT c.name, r.kind, r.id, r.parent, r.version, r.digest FROM record r JOIN channel c ON c.num = r.channel
			WHERE c.quit <> 0 AND r.deleted = 0`, nil, []any{&ch, &kind, &id, &parent, &version, &digest}, func() error {
			if kind != civic.KindAct {
				id = parent
			}
			i, ok := at[id]
			if !ok {
				return nil
			}
			if out[i].Sum += uint64(digest); kind == civic.KindAct {
				out[i].Channel, out[i].Version = ch, version
			}
			return nil
		})
	})
	return out, err
}

// pinned puts in what the central said of a pin: all of it as it is now, or that
// it is gone. What a kept channel holds comes with that channel.
func (a *application) pinned(ctx context.Context, x *civic.Pinned) error {
	var n int
	if err := a.Get(ctx, `SELECT count(*) FROM pin WHERE id = $1`, []any{string(x.ID)}, &n); err != nil || n == 0 {
		return err
	}
	a.applied++
	if x.Gone {
		return a.unpin(ctx, x.ID, a.touched)
	}
	if err := a.dropCopies(ctx, x.ID, a.touched); err != nil {
		return err
	}
	name := x.Records[0].Channel
	num, held, err := a.besideOf(ctx, name)
	if err != nil || held {
		return err
	}
	for i := range x.Records {
		if r := &x.Records[i]; r.Channel == name && (r.ID == x.ID || r.Parent() == x.ID && civic.Hangs(r.Kind)) {
			if err := a.copyOf(ctx, num, r); err != nil {
				return err
			}
		}
	}
	a.touched.add(x.ID)
	return nil
}

// besideOf gives the row of a channel that copies stand under; held: it is kept.
func (w *work) besideOf(ctx context.Context, name civic.Channel) (num int64, held bool, err error) {
	var stand int
	err = w.Get(ctx, `SELECT num, quit FROM channel WHERE name = $1`, []any{string(name)}, &num, &stand)
	if err == nil || !civic.Is(err, civic.NotFound) {
		return num, stand == kept, err
	}
	num, err = w.Insert(ctx, `INSERT INTO channel (name, quit, walk) VALUES ($1, $2, 0)`, string(name), pinsOnly)
	return num, false, err
}

// copyOf writes a row that every walk of its channel replaces or sweeps.
func (a *application) copyOf(ctx context.Context, num int64, r *civic.Record) error {
	n, err := a.Exec(ctx, `INSERT INTO record (num, channel, id, kind, version, born, author, created, updated, parent,
		deleted, walk, digest, shelf, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, $11, $12, $13)
		ON CONFLICT (id, channel) DO NOTHING`,
		a.nextNum, num, string(r.ID), string(r.Kind), r.Version, r.Born, string(r.Author), milli(r.Created), milli(r.Updated),
		string(r.Parent()), int64(r.Digest()), few(r.Kind), string(r.Body))
	a.nextNum += n
	return err
}

// Pins lists what is kept outside the channels, the newest first.
func (s *Store) Pins(ctx context.Context) ([]civic.PinState, error) {
	var out []civic.PinState
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		var x civic.PinState
		var pinned int64
		const list = `SELECT p.id, p.why, p.pinned, coalesce(a.subject, ''), coalesce(a.body_name, ''),
			(SELECT coalesce(sum(octet_length(r.body)), 0) FROM record r WHERE r.deleted = 0 AND (r.id = p.id OR r.parent = p.id AND r.kind IN ('act_event', 'tally', 'commitment'))),
			EXISTS (SELECT 1 FROM record r JOIN channel c ON c.num = r.channel WHERE r.id = p.id AND r.deleted = 0 AND c.quit = 0)
			FROM pin p LEFT JOIN act a ON a.id = p.id ORDER BY p.pinned DESC`
		return tx.Each(ctx, list, nil, []any{&x.ID, &x.Why, &pinned, &x.Subject, &x.Body, &x.Bytes, &x.Kept}, func() error {
			y := x
			y.Pinned = moment(pinned)
			out = append(out, y)
			return nil
		})
	})
	return out, err
}

// pinNotes adds the pins to a snapshot for the journal.
func pinNotes(ctx context.Context, tx *sqldb.Tx, notes []note) ([]note, error) {
	var n pinNote
	err := tx.Each(ctx, `SELECT id, why, pinned FROM pin`, nil, []any{&n.ID, &n.Why, &n.Pinned}, func() error {
		x := n
		notes = append(notes, note{Pin: &x})
		return nil
	})
	return notes, err
}
