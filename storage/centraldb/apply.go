package centraldb

import (
	"bytes"
	"context"
	"errors"

	"scranno/app/civic"
)

// Apply makes the effects: for each a line of the log and the new state, in one
// channel or, for a move, in two. What changes nothing leaves no line: removing
// what is not there, or writing the bytes that are there already. Conflict
// ("id-taken"): an id that was once one thing cannot become another.
func (l *ledger) Apply(ctx context.Context, author civic.ID, effects []civic.Effect) ([]civic.EffectRef, error) {
	var refs []civic.EffectRef
	for _, e := range effects {
		made, err := l.applyOne(ctx, author, e)
		if err != nil {
			return nil, err
		}
		refs = append(refs, made...)
	}
	if l.locks != nil {
		l.refs = append(l.refs, refs)
	}
	return refs, nil
}

func (l *ledger) applyOne(ctx context.Context, author civic.ID, e civic.Effect) ([]civic.EffectRef, error) {
	const op = "centraldb.apply"
	if !e.ID.Valid() || !e.Channel.Valid() || e.Kind == "" {
		return nil, civic.WrapError(civic.Internal, op, errors.New("effect without a place"))
	}
	if err := l.holdFor(ctx, e); err != nil {
		return nil, err
	}
	version, cur, err := l.present(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	alive := cur != nil && !cur.Deleted
	if e.Remove {
		if !alive {
			return nil, nil
		}
		ref, err := l.takeAway(ctx, cur, version+1, e.Erase)
		return []civic.EffectRef{ref}, err
	}
	if cur != nil && (cur.Kind != e.Kind || !alive && cur.Author != author) {
		return nil, civic.NewError(civic.Conflict, op, "id-taken")
	}
	var prev *civic.Record
	if cur != nil {
		prev = &cur.Record
	}
	next, err := e.Apply(prev, author, l.now)
	if err != nil {
		return nil, err
	}
	var refs []civic.EffectRef
	var before *civic.Record
	switch {
	case alive && cur.Channel == e.Channel:
		if bytes.Equal(cur.Body, next.Body) {
			return nil, nil
		}
		before = prev
		if e.Forget {
			l.outdate(cur)
		}
	case alive:
		// Who keeps the old channel alone must not keep the text in a bin.
		version++
		ref, err := l.takeAway(ctx, cur, version, true)
		if err != nil {
			return nil, err
		}
		refs = append(refs, ref)
		next.Born = 0
	default:
		next.Born = 0
	}
	next.Version = version + 1
	ref, err := l.put(ctx, next, before)
	if err == nil && e.Forget {
		err = l.forget(ctx, e.ID, sweepIndex)
	}
	return append(refs, ref), err
}

// holdFor holds the place of what an effect changes, which it makes where there is
// none.
func (l *ledger) holdFor(ctx context.Context, e civic.Effect) error {
	if l.locks == nil {
		return nil
	}
	there, err := l.locks.place(ctx, e.ID, true)
	if err != nil || there || e.Remove {
		return err
	}
	return l.locks.claim(ctx, e.ID, e.Channel)
}

// present gives an id's version and its record where it is or last was.
func (l *ledger) present(ctx context.Context, id civic.ID) (int64, *civic.Op, error) {
	const get = `SELECT place.version, ` + recordColumns + `
		FROM place JOIN record ON record.channel = place.channel AND record.id = place.id WHERE place.id = $1`
	var version int64
	var r recordRow
	err := l.tx.Get(ctx, get, []any{id}, append([]any{&version}, r.dest()...)...)
	if civic.Is(err, civic.NotFound) {
		return 0, nil, nil
	}
	if err != nil {
		return 0, nil, err
	}
	op := r.op()
	return version, &op, nil
}

// put writes a live record: before is what it replaces in its channel, nil when
// it arrives there.
func (l *ledger) put(ctx context.Context, next civic.Record, before *civic.Record) (civic.EffectRef, error) {
	if err := l.hold(ctx, next.Parent(), false); err != nil {
		return civic.EffectRef{}, err
	}
	h, err := l.head(ctx, next.Channel)
	if err != nil {
		return civic.EffectRef{}, err
	}
	h.seq++
	if before == nil {
		h.count++
		next.Born = h.seq
	} else {
		h.sum -= before.Digest()
	}
	h.sum += next.Digest()
	if err := l.line(ctx, next, h.seq, "put"); err != nil {
		return civic.EffectRef{}, err
	}
	n, err := l.state(ctx, next, h.seq, live)
	if err == nil {
		err = l.rekey(ctx, n, before, &next)
	}
	if err != nil {
		return civic.EffectRef{}, err
	}
	l.heads[next.Channel] = h
	return civic.EffectRef{Channel: next.Channel, Seq: h.seq}, l.arrived(ctx, n, next)
}

// takeAway removes a live record from its channel, and what it was from the
// sealed segments.
func (l *ledger) takeAway(ctx context.Context, cur *civic.Op, version int64, erase bool) (civic.EffectRef, error) {
	h, err := l.head(ctx, cur.Channel)
	if err != nil {
		return civic.EffectRef{}, err
	}
	h.seq++
	h.count--
	h.sum -= cur.Digest()
	l.outdate(cur)
	gone := cur.Record
	gone.Version, gone.Updated, gone.Body, gone.Deleted = version, l.now, nil, true
	word, deleted := "remove", removed
	if erase {
		word, deleted = "erase", erased
	}
	if err := l.line(ctx, gone, h.seq, word); err != nil {
		return civic.EffectRef{}, err
	}
	n, err := l.state(ctx, gone, h.seq, deleted)
	if err == nil {
		err = l.rekey(ctx, n, &cur.Record, nil)
	}
	if err != nil {
		return civic.EffectRef{}, err
	}
	l.heads[cur.Channel] = h
	return civic.EffectRef{Channel: cur.Channel, Seq: h.seq}, l.left(ctx, n, cur.Record, erase)
}

func (l *ledger) line(ctx context.Context, r civic.Record, seq int64, op string) error {
	l.changes++
	l.made[civic.EffectRef{Channel: r.Channel, Seq: seq}] = r.ID
	if l.locks == nil {
		return l.insertLine(ctx, r, seq, op)
	}
	r.Body = nil
	l.lines = append(l.lines, waitingLine{r, seq, op})
	return nil
}

func (l *ledger) insertLine(ctx context.Context, r civic.Record, seq int64, op string) error {
	const insert = `INSERT INTO change (channel, seq, kind, id, version, born, author, created, updated, op)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
	_, err := l.tx.Exec(ctx, insert, r.Channel, seq, r.Kind, r.ID, r.Version, r.Born, r.Author, stamp(r.Created), stamp(r.Updated), op)
	return err
}

func (l *ledger) state(ctx context.Context, r civic.Record, seq int64, deleted int) (int64, error) {
	const put = `INSERT INTO record (channel, id, kind, version, born, seq, author, created, updated, body, parent, deleted)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (channel, id) DO UPDATE SET kind = excluded.kind, version = excluded.version, born = excluded.born,
			seq = excluded.seq, author = excluded.author, created = excluded.created, updated = excluded.updated,
			body = excluded.body, parent = excluded.parent, deleted = excluded.deleted
		RETURNING n`
	var body any
	var parent civic.ID
	if deleted == live {
		body, parent = string(r.Body), r.Parent()
	}
	var n int64
	err := l.tx.Get(ctx, put, []any{
		r.Channel, r.ID, r.Kind, r.Version, r.Born, seq, r.Author, stamp(r.Created), stamp(r.Updated), body, parent, deleted,
	}, &n)
	if err != nil {
		return 0, err
	}
	const place = `INSERT INTO place (id, channel, version) VALUES ($1, $2, $3)
		ON CONFLICT (id) DO UPDATE SET channel = excluded.channel, version = excluded.version`
	_, err = l.tx.Exec(ctx, place, r.ID, r.Channel, r.Version)
	return n, err
}

func (l *ledger) head(ctx context.Context, ch civic.Channel) (head, error) {
	if h, ok := l.heads[ch]; ok {
		return h, nil
	}
	if l.locks != nil {
		return head{seq: l.start}, nil
	}
	h, err := headOf(ctx, l.world, ch)
	return head{seq: h.Head, count: h.Count, sum: h.Sum}, err
}

func (l *ledger) writeHeads(ctx context.Context) error {
	if l.locks != nil {
		return l.number(ctx)
	}
	const put = `INSERT INTO channel (id, head, count, sum) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET head = excluded.head, count = excluded.count, sum = excluded.sum`
	for ch, h := range l.heads {
		if _, err := l.tx.Exec(ctx, put, ch, h.seq, h.count, int64(h.sum)); err != nil { //nolint:gosec // wraps on purpose
			return err
		}
	}
	return nil
}

// headOf gives a channel's head; the epoch's base, and nothing live, for one
// that never had a change.
func headOf(ctx context.Context, w *world, ch civic.Channel) (civic.Head, error) {
	const get = `SELECT head, count, sum, sealed, horizon FROM channel WHERE id = $1`
	out := civic.Head{Channel: ch}
	var sum int64
	err := w.tx.Get(ctx, get, []any{ch}, &out.Head, &out.Count, &sum, &out.Sealed, &out.Horizon)
	if civic.Is(err, civic.NotFound) {
		err = w.tx.Get(ctx, `SELECT base FROM meta`, nil, &out.Head)
	}
	if err != nil {
		return out, err
	}
	out.Sum = uint64(sum) //nolint:gosec // stored with its sign
	return out, nil
}
