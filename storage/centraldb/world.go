package centraldb

import (
	"context"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// world is the central's state inside a transaction, as rules read it.
type world struct {
	tx    *sqldb.Tx
	now   time.Time
	locks *locks // nil in a file, and where nothing is written
}

// hold holds an id's place, where others write at once.
func (w *world) hold(ctx context.Context, id civic.ID, alone bool) error {
	if w.locks == nil || id == "" {
		return nil
	}
	_, err := w.locks.place(ctx, id, alone)
	return err
}

const recordColumns = `record.n, record.channel, record.id, record.kind, record.version, record.born, record.seq,
	record.author, record.created, record.updated, record.body, record.deleted`

// recordRow is a row of record being read.
type recordRow struct {
	civic.Record
	n, seq, created, updated int64
	deleted                  int
	body                     []byte
}

func (r *recordRow) dest() []any {
	return []any{
		&r.n, &r.Channel, &r.ID, &r.Kind, &r.Version, &r.Born, &r.seq,
		&r.Author, &r.created, &r.updated, &r.body, &r.deleted,
	}
}

// record gives the row as a record of its own, sharing nothing with the row.
func (r *recordRow) record() civic.Record {
	out := r.Record
	out.Created, out.Updated = moment(r.created), moment(r.updated)
	out.Deleted = r.deleted != live
	out.Body = nil
	if !out.Deleted {
		out.Body = append(out.Body, r.body...)
	}
	return out
}

// op gives the row as the feed sends it.
func (r *recordRow) op() civic.Op {
	return civic.Op{Record: r.record(), Seq: r.seq, Erase: r.deleted == erased}
}

// The values of record.deleted.
const (
	live    = 0
	removed = 1
	erased  = 2
)

func (w *world) Record(ctx context.Context, id civic.ID) (civic.Record, error) {
	const get = `SELECT ` + recordColumns + ` FROM place JOIN record ON record.channel = place.channel AND record.id = place.id
		WHERE place.id = $1 AND record.deleted = 0`
	if err := w.hold(ctx, id, false); err != nil {
		return civic.Record{}, err
	}
	var r recordRow
	if err := w.tx.Get(ctx, get, []any{id}, r.dest()...); err != nil {
		return civic.Record{}, err
	}
	return r.record(), nil
}

func (w *world) Children(ctx context.Context, parent civic.ID) ([]civic.Record, error) {
	if parent == "" {
		return nil, nil
	}
	if err := w.hold(ctx, parent, true); err != nil {
		return nil, err
	}
	const list = `SELECT ` + recordColumns + ` FROM record WHERE parent = $1 AND parent <> '' ORDER BY channel, born`
	return w.list(ctx, list, parent)
}

// Actor gives what rules need to know of a person; somebody without records has
// no rights.
func (w *world) Actor(ctx context.Context, person civic.ID) (civic.Actor, error) {
	const list = `SELECT ` + recordColumns + ` FROM record
		WHERE channel = $1 AND kind IN ('person', 'mandate', 'role', 'acceptance') AND deleted = 0 ORDER BY born`
	records, err := w.list(ctx, list, civic.UserChannel(person))
	if err != nil {
		return civic.Actor{}, err
	}
	return civic.ActorFrom(person, records, w.now)
}

func (w *world) list(ctx context.Context, query string, arg any) ([]civic.Record, error) {
	var out []civic.Record
	var r recordRow
	err := w.tx.Each(ctx, query, []any{arg}, r.dest(), func() error {
		out = append(out, r.record())
		return nil
	})
	return out, err
}
