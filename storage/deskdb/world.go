package deskdb

import (
	"context"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// world is this copy as the rules see it: the confirmed one, or the one that
// the screen shows. It says NotFound only of what it knows to be gone; what it
// has never seen may live in a channel that is not kept.
type world struct {
	tx     *sqldb.Tx
	me     civic.ID
	now    time.Time
	known  bool // the confirmed copy alone
	actors map[civic.ID]civic.Actor
}

func (w *world) Record(ctx context.Context, id civic.ID) (civic.Record, error) {
	const op = "deskdb.record"
	var x scanned
	query := `SELECT ` + recordColumns + ` FROM live WHERE id = $1 ORDER BY version DESC LIMIT 1`
	if w.known {
		query = `SELECT ` + recordColumns + ` FROM known WHERE id = $1 LIMIT 1`
	}
	err := w.tx.Get(ctx, query, []any{string(id)}, x.dest()...)
	if err == nil {
		return x.record(), nil
	}
	if !civic.Is(err, civic.NotFound) {
		return civic.Record{}, err
	}
	gone, err := w.gone(ctx, id)
	if err != nil {
		return civic.Record{}, err
	}
	if gone {
		return civic.Record{}, civic.NewError(civic.NotFound, op, "")
	}
	return civic.Record{}, civic.NewError(civic.Unknown, op, "")
}

func (w *world) gone(ctx context.Context, id civic.ID) (bool, error) {
	var n int
	err := w.tx.Get(ctx, `SELECT count(*) FROM record WHERE id = $1`, []any{string(id)}, &n)
	if err != nil || n > 0 || w.known {
		return n > 0, err
	}
	err = w.tx.Get(ctx, `SELECT count(*) FROM overlay WHERE id = $1`, []any{string(id)}, &n)
	return n > 0, err
}

func (w *world) Children(ctx context.Context, parent civic.ID) ([]civic.Record, error) {
	if w.known {
		return records(ctx, w.tx, `SELECT `+recordColumns+` FROM known WHERE parent = $1 ORDER BY born`, string(parent))
	}
	return records(ctx, w.tx, `SELECT `+recordColumns+` FROM live WHERE parent = $1 ORDER BY pending, born, ord`, string(parent))
}

// Actor knows of oneself alone, and only once the own channel has come.
func (w *world) Actor(ctx context.Context, person civic.ID) (civic.Actor, error) {
	const op = "deskdb.actor"
	if a, ok := w.actors[person]; ok {
		return a, nil
	}
	if person == "" || person != w.me {
		return civic.Actor{}, civic.NewError(civic.Unknown, op, "")
	}
	recs, err := records(ctx, w.tx, `SELECT `+recordColumns+` FROM known
		WHERE channel = $1 AND kind IN ('person', 'mandate', 'role', 'acceptance') AND shelf = 1`, string(civic.UserChannel(person)))
	if err != nil {
		return civic.Actor{}, err
	}
	if len(recs) == 0 {
		return civic.Actor{}, civic.NewError(civic.Unknown, op, "")
	}
	a, err := civic.ActorFrom(person, recs, w.now)
	if err == nil && w.actors != nil {
		w.actors[person] = a
	}
	return a, err
}

// Look runs fn upon the copy with what waits drawn upon it.
func (s *Store) Look(ctx context.Context, fn func(ctx context.Context, w civic.World) error) error {
	return s.db.View(ctx, func(tx *sqldb.Tx) error {
		p, err := profile(ctx, tx)
		if err != nil {
			return err
		}
		return fn(ctx, &world{tx: tx, me: p.Person, now: clock(p), actors: map[civic.ID]civic.Actor{}})
	})
}

// Record gives a live record as the screen shows it. NotFound also where this
// copy cannot tell.
func (s *Store) Record(ctx context.Context, id civic.ID) (civic.Record, error) {
	var r civic.Record
	err := s.Look(ctx, func(ctx context.Context, w civic.World) (err error) {
		r, err = w.Record(ctx, id)
		if civic.Is(err, civic.Unknown) {
			err = civic.WrapError(civic.NotFound, "deskdb.record", err)
		}
		return err
	})
	return r, err
}

// clock is the moment by the central's clock, the only one that the rules of a
// copy are asked with: the desk's own may be years off.
func clock(p civic.Profile) time.Time {
	if p.Server.IsZero() {
		return time.Now()
	}
	return p.Server
}
