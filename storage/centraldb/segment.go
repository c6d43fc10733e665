package centraldb

import (
	"context"
	"errors"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// outdated is a line of the log that a sealed segment may hold and must not.
type outdated struct {
	channel civic.Channel
	seq     int64
}

// outdate remembers that what the record was at a seq must be in no segment.
func (l *ledger) outdate(was *civic.Op) {
	l.outdated = append(l.outdated, outdated{was.Channel, was.Seq})
}

const markSegment = `UPDATE segment SET stale = 1, hash = '', data = NULL WHERE channel = $1 AND lo < $2
	AND hi = (SELECT min(hi) FROM segment WHERE channel = $1 AND hi >= $2) AND hash <> ''`

// markStale takes the bytes of the segments that hold outdated lines, in the
// transaction that outdates them. It runs after the heads are written: who seals
// holds the channel's row meanwhile, so one of the two sees the other.
func (l *ledger) markStale(ctx context.Context) error {
	for _, o := range l.outdated {
		n, err := l.tx.Exec(ctx, markSegment, o.channel, o.seq)
		if err != nil {
			return err
		}
		if n > 0 {
			l.resealed = true
			if err := l.sweepLater(ctx, sweepLog); err != nil {
				return err
			}
		}
	}
	return nil
}

// Unsealed gives the heads of channels that have changes above what is sealed.
func (d *DB) Unsealed(ctx context.Context) ([]civic.Head, error) {
	const list = `SELECT id, head, sealed FROM channel WHERE head > sealed`
	var out []civic.Head
	var h civic.Head
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		return tx.Each(ctx, list, nil, []any{&h.Channel, &h.Head, &h.Sealed}, func() error {
			out = append(out, h)
			return nil
		})
	})
	return out, err
}

// Sealed gives the channels that have segments.
func (d *DB) Sealed(ctx context.Context) ([]civic.Channel, error) {
	var out []civic.Channel
	var ch civic.Channel
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		return tx.Each(ctx, `SELECT id FROM channel WHERE sealed > 0`, nil, []any{&ch}, func() error {
			out = append(out, ch)
			return nil
		})
	})
	return out, err
}

const segmentColumns = `channel, lo, hi, hash, ops, size`

func segmentDest(s *civic.Segment) []any {
	return []any{&s.Channel, &s.From, &s.To, &s.Hash, &s.Ops, &s.Size}
}

const staleSegments = `SELECT ` + segmentColumns + ` FROM segment WHERE stale = 1 ORDER BY channel`

// Stale gives the segments that lost their bytes and wait to be sealed again.
func (d *DB) Stale(ctx context.Context) ([]civic.Segment, error) {
	var out []civic.Segment
	err := d.sql.View(ctx, func(tx *sqldb.Tx) (err error) {
		out, err = segments(ctx, tx, staleSegments)
		return err
	})
	return out, err
}

func segments(ctx context.Context, tx *sqldb.Tx, query string, args ...any) ([]civic.Segment, error) {
	var out []civic.Segment
	var s civic.Segment
	err := tx.Each(ctx, query, args, segmentDest(&s), func() error {
		out = append(out, s)
		return nil
	})
	return out, err
}

// Wasted tells, of each segment of a channel from the oldest on, how many of the
// records that it was made of are still what they were.
func (d *DB) Wasted(ctx context.Context, ch civic.Channel) (all []civic.Segment, left []int, err error) {
	const list = `SELECT ` + segmentColumns + `,
			(SELECT count(*) FROM record WHERE record.channel = segment.channel AND record.seq > segment.lo AND record.seq <= segment.hi)
		FROM segment WHERE channel = $1 AND stale = 0 ORDER BY hi`
	var s civic.Segment
	var n int
	err = d.sql.View(ctx, func(tx *sqldb.Tx) error {
		return tx.Each(ctx, list, []any{ch}, append(segmentDest(&s), &n), func() error {
			all, left = append(all, s), append(left, n)
			return nil
		})
	})
	return all, left, err
}

// LastSegment gives the newest segment of a channel; NotFound when it has none.
func (d *DB) LastSegment(ctx context.Context, ch civic.Channel) (s civic.Segment, err error) {
	const get = `SELECT ` + segmentColumns + ` FROM segment WHERE channel = $1 ORDER BY hi DESC LIMIT 1`
	err = d.sql.View(ctx, func(tx *sqldb.Tx) error { return tx.Get(ctx, get, []any{ch}, segmentDest(&s)...) })
	return s, err
}

// Span calls fn with what the records of a channel changed in (from, to] are
// now, in their order, until it gives false.
func (d *DB) Span(ctx context.Context, ch civic.Channel, from, to int64, fn func(o civic.Op) bool) error {
	return d.sql.View(ctx, func(tx *sqldb.Tx) error {
		return (&world{tx: tx}).each(ctx, above, ch, [2]int64{from, to}, func(r *recordRow) error {
			if !fn(r.op()) {
				return sqldb.ErrStop
			}
			return nil
		})
	})
}

// PutSegments has the given segments take the place of those in their range,
// which they must cover without a gap. Conflict: what they were made of has
// changed meanwhile, or another has sealed there.
func (d *DB) PutSegments(ctx context.Context, made []civic.SealedSegment) error {
	const op = "centraldb.seal"
	if len(made) == 0 {
		return nil
	}
	ch, from, to := made[0].Channel, made[0].From, made[len(made)-1].To
	ops, at := 0, from
	for _, m := range made {
		if m.Channel != ch || m.From != at || m.To <= m.From {
			return civic.WrapError(civic.Internal, op, errors.New("segments with a gap"))
		}
		ops, at = ops+m.Ops, m.To
	}
	err := d.sql.Update(ctx, func(tx *sqldb.Tx) error {
		// The channel's row first: whoever erases marks after taking it.
		const seal = `UPDATE channel SET sealed = CASE WHEN sealed < $3 THEN $3 ELSE sealed END WHERE id = $1 AND sealed >= $2`
		n, err := tx.Exec(ctx, seal, ch, from, to)
		if err != nil {
			return err
		}
		var present, across int
		const count = `SELECT count(*) FROM record WHERE channel = $1 AND seq > $2 AND seq <= $3`
		if err := tx.Get(ctx, count, []any{ch, from, to}, &present); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM segment WHERE channel = $1 AND lo >= $2 AND hi <= $3`, ch, from, to); err != nil {
			return err
		}
		const overlap = `SELECT count(*) FROM segment WHERE channel = $1 AND hi > $2 AND lo < $3`
		if err := tx.Get(ctx, overlap, []any{ch, from, to}, &across); err != nil {
			return err
		}
		if n != 1 || present != ops || across > 0 {
			return civic.NewError(civic.Conflict, op, "")
		}
		return insertSegments(ctx, tx, made)
	})
	if err == nil {
		d.resealed.Add(1)
	}
	return err
}

func insertSegments(ctx context.Context, tx *sqldb.Tx, made []civic.SealedSegment) error {
	const put = `INSERT INTO segment (channel, lo, hi, hash, ops, size, stale, data) VALUES ($1, $2, $3, $4, $5, $6, 0, $7)`
	for _, m := range made {
		var data any
		if m.Hash != "" {
			data = m.Data
		}
		if _, err := tx.Exec(ctx, put, m.Channel, m.From, m.To, m.Hash, m.Ops, m.Size, data); err != nil {
			return err
		}
	}
	return nil
}

const segmentPage = `SELECT ` + segmentColumns + ` FROM segment WHERE channel = $1 AND lo < $2 AND stale = 0
	AND hi <= coalesce((SELECT min(hi) FROM segment AS upper WHERE upper.channel = $1 AND upper.hi >= $2), $2)
	ORDER BY hi DESC LIMIT $3`

// Segments lists what is sealed of a channel at or below a seq, the newest
// first, a page at a time. NotFound where may refuses.
func (d *DB) Segments(ctx context.Context, now time.Time, ch civic.Channel, below int64,
	may func(ctx context.Context, w civic.World, ch civic.Channel) (bool, error),
) (civic.Manifest, error) {
	out := civic.Manifest{Channel: ch}
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		ok, err := may(ctx, &world{tx: tx, now: civic.Stamp(now)}, ch)
		if err != nil {
			return err
		}
		if !ok {
			return civic.NewError(civic.NotFound, "centraldb.segments", "")
		}
		if out.Epoch, _, err = epochOf(ctx, tx); err != nil {
			return err
		}
		out.Segments, err = segments(ctx, tx, segmentPage, ch, below, civic.ManifestPage+1)
		return err
	})
	if len(out.Segments) > civic.ManifestPage {
		out.Segments, out.More = out.Segments[:civic.ManifestPage], true
	}
	return out, err
}

const segmentCount = `SELECT count(*) FROM segment WHERE channel = $1 AND hi = $2 AND lo = $3 AND hash = $4 AND stale = 0`

// HasSegment tells whether the segment is one of the channel's.
func (d *DB) HasSegment(ctx context.Context, s civic.Segment) (bool, error) {
	n := 0
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		return tx.Get(ctx, segmentCount, []any{s.Channel, s.To, s.From, s.Hash}, &n)
	})
	return n > 0 && s.Hash != "", err
}

const segmentBytes = `SELECT data FROM segment WHERE channel = $1 AND hi = $2 AND lo = $3 AND hash = $4 AND hash <> '' AND stale = 0`

// SegmentData gives a segment's compressed content. NotFound: it is not one of
// the channel's.
func (d *DB) SegmentData(ctx context.Context, s civic.Segment) (data []byte, err error) {
	err = d.sql.View(ctx, func(tx *sqldb.Tx) error {
		return tx.Get(ctx, segmentBytes, []any{s.Channel, s.To, s.From, s.Hash}, &data)
	})
	return data, err
}

// Generations rise with every commit of this process that changed records, and
// with every one that changed which segments there are.
func (d *DB) Generations() (records, segments int64) { return d.commits.Load(), d.resealed.Load() }
