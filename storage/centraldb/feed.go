package centraldb

import (
	"context"
	"errors"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// opCost is what an operation takes in a page beside its body, about.
const opCost = 240

// Feed answers what a desk lacks, from one picture of the file and within
// q.MaxBytes, though never less than one operation: first what is above the
// tails, ascending, then the ranges to fill, newest first. may tells whose
// channels are read; the others come back as Lost. Heads are given of channels
// that moved, were just joined or are still being filled; of all with q.Heads. A
// tail beyond the head starts the channel again; one below the horizon is told
// so, and gets nothing else.
func (d *DB) Feed(ctx context.Context, now time.Time, q civic.FeedQuery,
	may func(ctx context.Context, w civic.World, ch civic.Channel) (bool, error),
) (civic.Page, error) {
	page := civic.Page{Now: civic.Stamp(now)}
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		f := &feed{world: &world{tx: tx, now: civic.Stamp(now)}, page: &page, left: q.MaxBytes, q: q}
		var err error
		if page.Epoch, _, err = epochOf(ctx, tx); err != nil {
			return err
		}
		return f.run(ctx, q.Wants, may)
	})
	if err != nil {
		return civic.Page{}, err
	}
	return page, nil
}

// feed is one page being made.
type feed struct {
	*world
	page *civic.Page
	q    civic.FeedQuery
	left int // bytes
}

// course is a channel of this page: where the desk stands and where it is to be.
type course struct {
	civic.Cursor
	head civic.Head
	tell bool
	halt bool // nothing is sent: the desk must walk
}

func (f *feed) run(ctx context.Context, wants []civic.Want, may func(context.Context, civic.World, civic.Channel) (bool, error)) error {
	var courses []*course
	seen := make(map[civic.Channel]bool, len(wants))
	for _, w := range wants {
		if seen[w.Channel] {
			continue
		}
		seen[w.Channel] = true
		ok, err := may(ctx, f.world, w.Channel)
		if err != nil {
			return err
		}
		if !ok {
			f.page.Lost = append(f.page.Lost, w.Channel)
			continue
		}
		c, err := f.course(ctx, w)
		if err != nil {
			return err
		}
		courses = append(courses, c)
	}
	for _, c := range courses {
		if err := f.tail(ctx, c); err != nil {
			return err
		}
	}
	for _, c := range courses {
		if err := f.fill(ctx, c); err != nil {
			return err
		}
		if c.tell {
			f.page.Heads = append(f.page.Heads, c.head)
			f.page.Cursors = append(f.page.Cursors, c.Cursor)
		}
	}
	return nil
}

func (f *feed) course(ctx context.Context, w civic.Want) (*course, error) {
	h, err := headOf(ctx, f.world, w.Channel)
	if err != nil {
		return nil, err
	}
	c := &course{head: h, Cursor: civic.Cursor{Channel: w.Channel, Tail: w.Tail, From: max(w.From, 0), To: w.To}}
	if c.Tail < 0 || c.Tail > h.Head {
		c.Tail, c.From, c.To, c.tell = h.Head, 0, h.Head, true
	}
	if w.Tail >= 0 && w.Tail < h.Horizon {
		c.tell, c.halt = true, true
		return c, nil
	}
	c.To = min(c.To, c.Tail)
	c.From = min(c.From, c.To)
	c.tell = c.tell || c.Tail != h.Head || c.From < c.To || f.q.Heads
	return c, nil
}

// The records of a stretch of a channel, some at a time: who asks may stop, and a
// server has then prepared little in vain.
const (
	someRows = 256
	stretch  = `SELECT ` + recordColumns + ` FROM record WHERE channel = $1 AND seq > $2 AND seq <= $3 `
	above    = stretch + `ORDER BY seq LIMIT $4`
	below    = stretch + `ORDER BY seq DESC LIMIT $4`
)

// each calls fn with the records of a channel changed within the span, whose first
// number is left out: ascending with above, descending with below.
func (w *world) each(ctx context.Context, query string, ch civic.Channel, span [2]int64, fn func(r *recordRow) error) error {
	from, to := span[0], span[1]
	for stopped := false; from < to && !stopped; {
		var r recordRow
		n := 0
		err := w.tx.Each(ctx, query, []any{ch, from, to, someRows}, r.dest(), func() error {
			n++
			err := fn(&r)
			stopped = errors.Is(err, sqldb.ErrStop)
			return err
		})
		if err != nil || n < someRows {
			return err
		}
		if query == above {
			from = r.seq
		} else {
			to = r.seq - 1
		}
	}
	return nil
}

func (f *feed) tail(ctx context.Context, c *course) error {
	if c.Tail == c.head.Head || c.halt {
		return nil
	}
	whole, err := f.read(ctx, above, c.Channel, [2]int64{c.Tail, c.head.Head}, func(seq int64) { c.Tail = seq })
	if whole {
		c.Tail = c.head.Head // superseded lines have nothing to send
	}
	return err
}

func (f *feed) fill(ctx context.Context, c *course) error {
	if c.From == c.To || c.halt {
		return nil
	}
	floor, err := f.floor(ctx, c)
	if err != nil || floor == c.To {
		return err
	}
	whole, err := f.read(ctx, below, c.Channel, [2]int64{floor, c.To}, func(seq int64) { c.To = seq - 1 })
	if whole {
		c.To = floor
	}
	return err
}

// fewSealed is how many records come by the feed although they are sealed: a
// manifest and a segment would be two requests more.
const fewSealed = 32

const fewCount = `SELECT count(*) FROM (SELECT seq FROM record WHERE channel = $1 AND seq > $2 AND seq <= $3 LIMIT $4) AS few`

// floor is down to where the feed fills a range.
func (f *feed) floor(ctx context.Context, c *course) (int64, error) {
	if !f.q.Sealed || c.head.Sealed <= c.From {
		return c.From, nil
	}
	n := 0
	err := f.tx.Get(ctx, fewCount, []any{c.Channel, c.From, c.To, fewSealed + 1}, &n)
	if err == nil && n <= fewSealed {
		return c.From, nil
	}
	return min(c.head.Sealed, c.To), err
}

// read appends operations of a span while there is room and tells whether it came
// to the end; passed is called with the seq of each.
func (f *feed) read(ctx context.Context, query string, ch civic.Channel, span [2]int64, passed func(seq int64)) (bool, error) {
	if f.page.More {
		return false, nil
	}
	err := f.each(ctx, query, ch, span, func(r *recordRow) error {
		cost := opCost + len(r.body)
		if cost > f.left && len(f.page.Ops) > 0 {
			f.page.More = true
			return sqldb.ErrStop
		}
		f.left -= cost
		f.page.Ops = append(f.page.Ops, r.op())
		passed(r.seq)
		return nil
	})
	return err == nil && !f.page.More, err
}
