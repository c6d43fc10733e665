package deskdb

import (
	"cmp"
	"context"
	"slices"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// channel is a row of the table.
type channel struct {
	num             int64
	name            civic.Channel
	quit            bool
	tail, lo, hi    int64
	walk            int64
	fresh, complete bool
	count, sum      int64
	bytes           int64
	head, headCount int64
	headSum, walked int64
	differs         bool
	held            int64
	changed         bool // to be written back
}

const channelColumns = `num, name, quit, tail, lo, hi, walk, fresh, complete, count, sum, bytes,
	head, head_count, head_sum, walked, differs, held`

// channels reads them all; those left by hand only when asked for.
func channels(ctx context.Context, tx *sqldb.Tx, left bool) ([]*channel, error) {
	var out []*channel
	var c channel
	dest := []any{
		&c.num, &c.name, &c.quit, &c.tail, &c.lo, &c.hi, &c.walk, &c.fresh, &c.complete, &c.count, &c.sum, &c.bytes,
		&c.head, &c.headCount, &c.headSum, &c.walked, &c.differs, &c.held,
	}
	err := tx.Each(ctx, `SELECT `+channelColumns+` FROM channel WHERE quit <= $1`, []any{left}, dest, func() error {
		x := c
		out = append(out, &x)
		return nil
	})
	return out, err
}

func (c *channel) save(ctx context.Context, tx *sqldb.Tx) error {
	_, err := tx.Exec(ctx, `UPDATE channel SET quit = $2, tail = $3, lo = $4, hi = $5, walk = $6, fresh = $7, complete = $8,
		count = $9, sum = $10, head = $11, head_count = $12, head_sum = $13, walked = $14, differs = $15, held = $16, bytes = $17
		WHERE num = $1`,
		c.num, c.quit, c.tail, c.lo, c.hi, c.walk, c.fresh, c.complete,
		c.count, c.sum, c.head, c.headCount, c.headSum, c.walked, c.differs, c.held, c.bytes)
	c.changed = false
	return err
}

// begin starts a walk: everything is asked for again, and what it does not see
// goes at its end.
func (c *channel) begin(walk int64) {
	c.tail, c.lo, c.hi = civic.Unopened, 0, 0
	c.walk, c.fresh, c.complete = walk, true, false
	c.held, c.changed = 0, true
}

// here tells whether the change of that number has come.
func (c *channel) here(seq int64) bool { return seq <= c.tail && (seq <= c.lo || seq > c.hi) }

// Wants lists the channels in the order in which a first sync should fill them.
// What rested may be offered again from now on.
func (s *Store) Wants(ctx context.Context) ([]civic.Want, error) {
	var all []*channel
	waking := false
	err := s.db.View(ctx, func(tx *sqldb.Tx) (err error) {
		if all, err = channels(ctx, tx, false); err != nil {
			return err
		}
		var resting int
		err = tx.Get(ctx, `SELECT count(*) FROM outbox WHERE state = 'waiting' AND rest = 1`, nil, &resting)
		waking = resting > 0
		return err
	})
	if err != nil {
		return nil, err
	}
	if waking || slices.ContainsFunc(all, func(c *channel) bool { return c.fresh }) {
		err := s.db.Update(ctx, func(tx *sqldb.Tx) (err error) {
			if _, err := tx.Exec(ctx, `UPDATE outbox SET rest = 0 WHERE rest = 1`); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `UPDATE channel SET fresh = 0 WHERE fresh = 1`); err != nil {
				return err
			}
			all, err = channels(ctx, tx, false)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(all, func(a, b *channel) int {
		return cmp.Or(cmp.Compare(rank(a.name), rank(b.name)), cmp.Compare(b.name.Year(), a.name.Year()), cmp.Compare(a.name, b.name))
	})
	out := make([]civic.Want, 0, len(all))
	for _, c := range all {
		out = append(out, civic.Want{Channel: c.name, Tail: c.tail, From: c.lo, To: c.hi})
	}
	return out, nil
}

// rank is the order of families in a first sync: first what one works with.
func rank(c civic.Channel) int {
	return slices.Index([]string{"user", "group", "councillors", "acts", "people", "talk", "public", "space", "desk"}, c.Family())
}

// Channels says how each kept channel stands.
func (s *Store) Channels(ctx context.Context) ([]civic.ChannelState, error) {
	var out []civic.ChannelState
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		var c civic.ChannelState
		dest := []any{&c.Channel, &c.Count, &c.Complete, &c.Tail, &c.Bytes}
		return tx.Each(ctx, `SELECT name, count, complete, tail, bytes FROM channel WHERE quit = 0 ORDER BY name`, nil, dest, func() error {
			out = append(out, c)
			return nil
		})
	})
	return out, err
}

// Join keeps channels from now on.
func (s *Store) Join(ctx context.Context, names []civic.Channel, byHand bool) (int, error) {
	missing, err := s.missing(ctx, names, byHand)
	if err != nil || len(missing) == 0 {
		return 0, err
	}
	joined := 0
	err = s.write(ctx, func(w *work) error {
		for _, name := range missing {
			n, err := w.join(ctx, name, byHand)
			if err != nil {
				return err
			}
			joined += n
		}
		return w.redraw(ctx, nil)
	})
	return joined, err
}

// missing keeps a desk that has all it wants from writing at every round.
func (s *Store) missing(ctx context.Context, names []civic.Channel, byHand bool) ([]civic.Channel, error) {
	known := map[civic.Channel]bool{}
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		all, err := channels(ctx, tx, !byHand)
		for _, c := range all {
			known[c.name] = true
		}
		return err
	})
	var out []civic.Channel
	for _, name := range names {
		if !known[name] {
			known[name] = true
			out = append(out, name)
		}
	}
	return out, err
}

func (w *work) join(ctx context.Context, name civic.Channel, byHand bool) (int, error) {
	if !name.Valid() {
		return 0, civic.NewError(civic.Invalid, "deskdb.join", "invalid.id")
	}
	walk, err := nextFact(ctx, w.Tx, factWalk)
	if err != nil {
		return 0, err
	}
	n, err := w.Exec(ctx, `INSERT INTO channel (name, walk) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, string(name), walk)
	if err != nil || n == 1 || !byHand {
		return int(n), err
	}
	n, err = w.Exec(ctx, `UPDATE channel SET quit = 0, walk = $2, fresh = 1 WHERE name = $1 AND quit = 1`, string(name), walk)
	return int(n), err
}

// Leave drops channels by the person's wish and remembers it. NotFound when
// none of them was kept.
func (s *Store) Leave(ctx context.Context, names ...civic.Channel) error {
	err := s.write(ctx, func(w *work) error {
		all, err := channels(ctx, w.Tx, false)
		if err != nil {
			return err
		}
		touched, left := &acts{}, 0
		for _, c := range all {
			if !slices.Contains(names, c.name) {
				continue
			}
			left++
			if err := w.leave(ctx, c, touched); err != nil {
				return err
			}
		}
		if left == 0 {
			return civic.NewError(civic.NotFound, "deskdb.leave", "")
		}
		if err := w.settle(ctx); err != nil {
			return err
		}
		return w.redraw(ctx, touched)
	})
	if err != nil {
		return err
	}
	return s.forget(ctx)
}

func (w *work) leave(ctx context.Context, c *channel, touched *acts) error {
	gone, err := w.evict(ctx, c)
	if err != nil {
		return err
	}
	for _, id := range gone.order {
		touched.add(id)
	}
	_, err = w.Exec(ctx, `UPDATE channel SET quit = 1, tail = -1, lo = 0, hi = 0, complete = 0, count = 0, sum = 0, bytes = 0,
		head = -1, differs = 0, held = 0 WHERE num = $1`, c.num)
	return err
}

// evict removes all that was copied of a channel, its words too. Nothing goes
// to the bin; what the person wrote stays in the outbox.
func (w *work) evict(ctx context.Context, c *channel) (touched *acts, err error) {
	touched = &acts{}
	var id, parent civic.ID
	var kind civic.RecordKind
	err = w.Each(ctx, `SELECT id, kind, parent FROM record WHERE channel = $1 AND kind IN ('act', 'act_event', 'tally')`,
		[]any{c.num}, []any{&id, &kind, &parent}, func() error {
			if kind != civic.KindAct {
				id = parent
			}
			touched.add(id)
			return nil
		})
	if err != nil {
		return nil, err
	}
	posts, err := w.Exec(ctx, `DELETE FROM post_text WHERE rowid IN
		(SELECT num FROM record WHERE channel = $1 AND kind = 'post' AND deleted = 0)`, c.num)
	if err != nil {
		return nil, err
	}
	titles, err := w.untitle(ctx, c)
	if err != nil {
		return nil, err
	}
	if err := w.erased(ctx, posts+titles > 0, len(touched.order) > 0); err != nil {
		return nil, err
	}
	if _, err := w.Exec(ctx, `DELETE FROM record WHERE channel = $1`, c.num); err != nil {
		return nil, err
	}
	if _, err := w.Exec(ctx, `DELETE FROM bin WHERE channel = $1`, string(c.name)); err != nil {
		return nil, err
	}
	return touched, nil
}

// untitle takes the titles of a channel's things from the commands about them;
// those that are the person's own words stay.
func (w *work) untitle(ctx context.Context, c *channel) (int64, error) {
	return w.Exec(ctx, `UPDATE outbox SET subject = '' WHERE subject <> '' AND json_valid(args)
		AND name NOT IN ('act.publish', 'act.revise', 'thread.open')
		AND EXISTS (SELECT 1 FROM json_each(json_array(args ->> 'thread', args ->> 'act', args ->> 'post', args -> 'event' ->> 'act')) AS about
			WHERE about.value IN (SELECT id FROM record WHERE channel = $1) OR about.value IN (SELECT id FROM overlay WHERE channel = $2))`,
		c.num, string(c.name))
}

// Indexes that may hold erased words.
const (
	erasedPosts = 1
	erasedActs  = 2
)

// erased notes that words must be driven out of an index.
func (w *work) erased(ctx context.Context, posts, acts bool) error {
	bits := int64(0)
	if posts {
		bits |= erasedPosts
	}
	if acts {
		bits |= erasedActs
	}
	if bits == 0 {
		return nil
	}
	have, err := fact(ctx, w.Tx, factErase)
	if err != nil || have|bits == have {
		return err
	}
	return setFact(ctx, w.Tx, factErase, have|bits)
}

// forget drives erased words out of the index's pages and out of the log, where
// anything was erased. A reader that still looks at the log puts it off.
func (s *Store) forget(ctx context.Context) error {
	var bits int64
	err := s.db.View(ctx, func(tx *sqldb.Tx) (err error) {
		bits, err = fact(ctx, tx, factErase)
		return err
	})
	if err != nil || bits == 0 {
		return err
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		for bit, q := range map[int64]string{
			erasedActs: `INSERT INTO act_text(act_text) VALUES ('optimize')`, erasedPosts: `INSERT INTO post_text(post_text) VALUES ('optimize')`,
		} {
			if bits&bit == 0 {
				continue
			}
			if _, err := tx.Exec(ctx, q); err != nil {
				return err
			}
		}
		return setFact(ctx, tx, factErase, 0)
	})
	if err != nil {
		return err
	}
	done, err := s.db.Truncate(ctx)
	if err == nil && !done {
		err = s.db.Update(ctx, func(tx *sqldb.Tx) error { return setFact(ctx, tx, factErase, bits) })
	}
	return err
}
