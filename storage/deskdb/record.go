package deskdb

import (
	"context"
	"encoding/json"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// op puts one operation into its channel's rows. Within a walk versions decide;
// a row of an earlier walk gives way whatever its version.
func (a *application) op(ctx context.Context, o *civic.Op, v value) error {
	c := a.byName[o.Channel]
	if c == nil {
		return nil
	}
	if o.Deleted && civic.Planted(civic.BugRemoveAnywhere) {
		if _, err := a.Exec(ctx, `UPDATE record SET deleted = 1, body = NULL WHERE id = $1`, string(o.ID)); err != nil {
			return err
		}
	}
	n, err := a.Exec(ctx, `INSERT INTO record (num, channel, id, kind, version, born, author, created, updated, parent,
		deleted, walk, digest, shelf, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
		ON CONFLICT (id, channel) DO NOTHING`,
		a.nextNum, c.num, string(o.ID), string(o.Kind), o.Version, o.Born, string(o.Author), milli(o.Created), milli(o.Updated),
		string(v.parent), o.Deleted, c.walk, v.digest, few(o.Kind), v.body)
	if err != nil {
		return err
	}
	if n == 0 {
		return a.replace(ctx, c, o, v)
	}
	num := a.nextNum
	a.nextNum++
	a.applied++
	if o.Deleted {
		return nil
	}
	c.count++
	c.sum += v.digest
	c.bytes += int64(len(o.Body))
	c.changed = true
	a.touch(o, v.parent, true)
	if err := a.arrived(ctx, c, o, v.parent); err != nil {
		return err
	}
	return indexPost(ctx, a.Tx, num, v.post)
}

// value is what a row keeps of an operation's body; a removal has none.
type value struct {
	digest int64
	parent civic.ID
	body   any    // text, or NULL
	post   *words // of a post that this version can read
}

// value reads an operation. It may run beside the transaction.
func (s *Store) value(o *civic.Op) (v value) {
	if o.Deleted {
		return v
	}
	if civic.Planted(civic.BugEncodedAnew) {
		var again any
		if json.Unmarshal(o.Body, &again) == nil {
			o.Body, _ = json.Marshal(again)
		}
	}
	text := string(o.Body)
	v.digest, v.parent, v.body = int64(o.Digest()), civic.ParentIn(o.Kind, text), text
	if o.Kind == civic.KindPost {
		if t, ok := postText(text); ok { // else it is kept and not searched
			row := s.words.post(t)
			v.post = &row
		}
	}
	return v
}

// former is the row that an operation meets.
type former struct {
	num, version, walk, born, digest, bytes int64
	deleted                                 bool
	kind                                    civic.RecordKind
	author, parent                          civic.ID
}

// stays tells whether the new state has the row's place in all indexes.
func (f former) stays(walk int64, o *civic.Op, v value) bool {
	return f.walk == walk && f.born == o.Born && f.deleted == o.Deleted && f.kind == o.Kind && f.parent == v.parent
}

// replace gives an existing row its new state.
func (a *application) replace(ctx context.Context, c *channel, o *civic.Op, v value) error {
	var f former
	err := a.Get(ctx, `SELECT num, version, walk, born, digest, coalesce(octet_length(body), 0), deleted, kind, author, parent
		FROM record WHERE id = $1 AND channel = $2`,
		[]any{string(o.ID), c.num}, &f.num, &f.version, &f.walk, &f.born, &f.digest, &f.bytes, &f.deleted, &f.kind, &f.author, &f.parent)
	if err != nil {
		return err
	}
	if f.walk >= c.walk && f.version >= o.Version {
		return nil
	}
	if !f.deleted {
		c.count--
		c.sum -= f.digest
		c.bytes -= f.bytes
		if o.Deleted {
			if err := a.removed(ctx, o, f); err != nil {
				return err
			}
			a.touch(o, f.parent, false) // a removal does not say what it hung on
		}
		if err := a.unindex(ctx, o.Kind, f.num); err != nil {
			return err
		}
	}
	if err := a.rewrite(ctx, c.walk, o, v, f); err != nil {
		return err
	}
	c.changed = true
	a.applied++
	if o.Deleted {
		return nil
	}
	c.count++
	c.sum += v.digest
	c.bytes += int64(len(o.Body))
	a.touch(o, v.parent, false)
	if f.deleted || o.Kind == civic.KindCommitment || o.Kind == civic.KindActEvent {
		if err := a.arrived(ctx, c, o, v.parent); err != nil {
			return err
		}
	}
	if o.Kind != civic.KindPost {
		return nil
	}
	return a.reword(ctx, f.num, v.post)
}

// rewrite gives a row its new state. SQLite writes an index again when one of its
// columns is named, be it the same: most changes are of the text alone.
func (a *application) rewrite(ctx context.Context, walk int64, o *civic.Op, v value, f former) error {
	if f.stays(walk, o, v) {
		_, err := a.Exec(ctx, `UPDATE record SET version = $2, author = $3, created = $4, updated = $5, digest = $6, body = $7 WHERE num = $1`,
			f.num, o.Version, string(o.Author), milli(o.Created), milli(o.Updated), v.digest, v.body)
		return err
	}
	_, err := a.Exec(ctx, `UPDATE record SET kind = $2, version = $3, born = $4, author = $5, created = $6, updated = $7,
		parent = $8, deleted = $9, walk = $10, digest = $11, shelf = $12, body = $13 WHERE num = $1`,
		f.num, string(o.Kind), o.Version, o.Born, string(o.Author), milli(o.Created), milli(o.Updated),
		string(v.parent), o.Deleted, walk, v.digest, few(o.Kind), v.body)
	return err
}

// removed bins what the person deleted themselves; what must be erased leaves
// a mark that its words must go too.
func (a *application) removed(ctx context.Context, o *civic.Op, f former) error {
	if o.Erase {
		return a.erased(ctx, o.Kind == civic.KindPost, o.Kind == civic.KindAct)
	}
	if f.author == a.profile.Person && f.author != "" {
		return a.bin(ctx, f.num)
	}
	return nil
}

// touch notes which act a change concerns. The op itself is enough to index an
// act that was not there before.
func (a *application) touch(o *civic.Op, parent civic.ID, fresh bool) {
	if fresh && o.Kind == civic.KindAct {
		a.touched.fresh(o)
		return
	}
	a.touched.note(o.Kind, o.ID, parent)
}

// few tells whether there are few records of the kind on a desk.
func few(k civic.RecordKind) bool {
	switch k {
	case civic.KindAct, civic.KindPost, civic.KindRevision, civic.KindActEvent, civic.KindTally:
		return false
	}
	return true
}

// milli is how times are stored; the zero time is 0.
func milli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// scanned is a record as a query gives it.
type scanned struct {
	r                civic.Record
	created, updated int64
	body             []byte
	pending          bool
}

const (
	recordColumns = `id, kind, channel, version, born, author, created, updated, body`
	liveColumns   = recordColumns + `, pending`
)

func (x *scanned) dest() []any {
	return []any{&x.r.ID, &x.r.Kind, &x.r.Channel, &x.r.Version, &x.r.Born, &x.r.Author, &x.created, &x.updated, &x.body}
}

func (x *scanned) destLive() []any { return append(x.dest(), &x.pending) }

// record gives what was scanned; each scan makes bytes of its own.
func (x *scanned) record() civic.Record {
	r := x.r
	r.Created, r.Updated, r.Body = moment(x.created), moment(x.updated), x.body
	return r
}

func records(ctx context.Context, tx *sqldb.Tx, query string, args ...any) ([]civic.Record, error) {
	var out []civic.Record
	var x scanned
	err := tx.Each(ctx, query, args, x.dest(), func() error {
		out = append(out, x.record())
		return nil
	})
	return out, err
}
