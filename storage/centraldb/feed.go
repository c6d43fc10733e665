package centraldb

import (
	"context"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// opCost is what an operation takes in a page beside its body, about.
const opCost = 240

// Feed answers what a desk lacks, from one picture of the file and within
// maxBytes, though never less than one operation: first what is above the tails,
// ascending, then the ranges to fill, newest first. may tells whose channels are
// read; the others come back as Lost. Heads are given of channels that moved,
// were just joined or are still being filled: who wants to compare a count asks
// with a tail one lower. A tail beyond the head starts the channel again.
func (d *DB) Feed(ctx context.Context, now time.Time, wants []civic.Want, maxBytes int,
	may func(ctx context.Context, w civic.World, ch civic.Channel) (bool, error),
) (civic.Page, error) {
	page := civic.Page{Now: civic.Stamp(now)}
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		f := &feed{world: &world{tx: tx, now: civic.Stamp(now)}, page: &page, left: maxBytes}
		var err error
		if page.Epoch, _, err = epochOf(ctx, tx); err != nil {
			return err
		}
		return f.run(ctx, wants, may)
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
	left int // bytes
}

// course is a channel of this page: where the desk stands and where it is to be.
type course struct {
	civic.Cursor
	head civic.Head
	tell bool
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
	c.To = min(c.To, c.Tail)
	c.From = min(c.From, c.To)
	c.tell = c.tell || c.Tail != h.Head || c.From < c.To
	return c, nil
}

const above = `SELECT ` + recordColumns + ` FROM record WHERE channel = $1 AND seq > $2 AND seq <= $3 ORDER BY seq`

func (f *feed) tail(ctx context.Context, c *course) error {
	if c.Tail == c.head.Head {
		return nil
	}
	whole, err := f.read(ctx, above, []any{c.Channel, c.Tail, c.head.Head}, func(seq int64) { c.Tail = seq })
	if whole {
		c.Tail = c.head.Head // superseded lines have nothing to send
	}
	return err
}

const below = `SELECT ` + recordColumns + ` FROM record WHERE channel = $1 AND seq > $2 AND seq <= $3 ORDER BY seq DESC`

func (f *feed) fill(ctx context.Context, c *course) error {
	if c.From == c.To {
		return nil
	}
	whole, err := f.read(ctx, below, []any{c.Channel, c.From, c.To}, func(seq int64) { c.To = seq - 1 })
	if whole {
		c.To = c.From
	}
	return err
}

// read appends operations while there is room and tells whether it came to the
// end; passed is called with the seq of each.
func (f *feed) read(ctx context.Context, query string, args []any, passed func(seq int64)) (bool, error) {
	if f.page.More {
		return false, nil
	}
	var r recordRow
	err := f.tx.Each(ctx, query, args, r.dest(), func() error {
		cost := opCost + len(r.body)
		if cost > f.left && len(f.page.Ops) > 0 {
			f.page.More = true
			return sqldb.ErrStop
		}
		f.left -= cost
		f.page.Ops = append(f.page.Ops, civic.Op{Record: r.record(), Seq: r.seq, Erase: r.deleted == erased})
		passed(r.seq)
		return nil
	})
	return err == nil && !f.page.More, err
}
