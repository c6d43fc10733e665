package deskdb

import (
	"cmp"
	"context"
	"slices"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// What a desk has of a channel.
const (
	kept     = 0
	quit     = 1 // left by hand: not joined again by itself; pins may be here
	pinsOnly = 2 // never kept: only copies of pinned acts are here
)

// channel is a row of the table.
type channel struct {
	num             int64
	name            civic.Channel
	quit            int
	tail, lo, hi    int64
	walk            int64
	fresh, complete bool
	known           bool // was here whole once
	count, sum      int64
	bytes           int64
	head, headCount int64
	headSum, walked int64
	differs         bool
	held            int64
	changed         bool // to be written back
}

const channelColumns = `num, name, quit, tail, lo, hi, walk, fresh, complete, count, sum, bytes,
	head, head_count, head_sum, walked, differs, held, known`

// channels reads those that stand at most so: kept, left by hand too, or all.
func channels(ctx context.Context, tx *sqldb.Tx, upTo int) ([]*channel, error) {
	var out []*channel
	var c channel
	dest := []any{
		&c.num, &c.name, &c.quit, &c.tail, &c.lo, &c.hi, &c.walk, &c.fresh, &c.complete, &c.count, &c.sum, &c.bytes,
		&c.head, &c.headCount, &c.headSum, &c.walked, &c.differs, &c.held, &c.known,
	}
	err := tx.Each(ctx, `SELECT `+channelColumns+` FROM channel WHERE quit <= $1`, []any{upTo}, dest, func() error {
		x := c
		out = append(out, &x)
		return nil
	})
	return out, err
}

func (c *channel) save(ctx context.Context, tx *sqldb.Tx) error {
	_, err := tx.Exec(ctx, `UPDATE channel SET quit = $2, tail = $3, lo = $4, hi = $5, walk = $6, fresh = $7, complete = $8,
		count = $9, sum = $10, head = $11, head_count = $12, head_sum = $13, walked = $14, differs = $15, held = $16, bytes = $17, known = $18
		WHERE num = $1`,
		c.num, c.quit, c.tail, c.lo, c.hi, c.walk, c.fresh, c.complete,
		c.count, c.sum, c.head, c.headCount, c.headSum, c.walked, c.differs, c.held, c.bytes, c.known || c.complete)
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
		if all, err = channels(ctx, tx, kept); err != nil {
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
			all, err = channels(ctx, tx, kept)
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
		dest := []any{&c.Channel, &c.Count, &c.Complete, &c.Tail, &c.Bytes, &c.Total, &c.Held}
		return tx.Each(ctx, `SELECT name, count, complete, tail, bytes, head_count, max(held, 0) FROM channel WHERE quit = 0 ORDER BY name`, nil, dest, func() error {
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
		upTo := kept
		if !byHand {
			upTo = quit
		}
		all, err := channels(ctx, tx, upTo)
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
	// What waits for its answer is nobody's loss any more.
	if _, err := w.Exec(ctx, `UPDATE outbox SET lost = '' WHERE lost = $1`, string(name)); err != nil {
		return 0, err
	}
	n, err := w.Exec(ctx, `INSERT INTO channel (name, walk) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, string(name), walk)
	if err != nil || n == 1 {
		return int(n), err
	}
	n, err = w.Exec(ctx, `UPDATE channel SET quit = 0, walk = $2, fresh = 1 WHERE name = $1 AND (quit = 2 OR quit = 1 AND $3)`,
		string(name), walk, byHand)
	if err != nil || n == 0 {
		return 0, err
	}
	return 1, w.recount(ctx, name)
}

// recount takes the copies of pins that are here already into the figures of a
// channel that is joined.
func (w *work) recount(ctx context.Context, name civic.Channel) error {
	var count, sum, bytes, digest, size int64
	err := w.Each(ctx, `SELECT digest, octet_length(body) FROM record WHERE channel = (SELECT num FROM channel WHERE name = $1)
		AND deleted = 0`, []any{string(name)}, []any{&digest, &size}, func() error {
		count, sum, bytes = count+1, sum+digest, bytes+size // not in SQL: its sum must not wrap
		return nil
	})
	if err != nil {
		return err
	}
	_, err = w.Exec(ctx, `UPDATE channel SET count = $2, sum = $3, bytes = $4 WHERE name = $1`, string(name), count, sum, bytes)
	return err
}

// Leave drops channels by the person's wish and remembers it. What had not been
// sent to one that is not public is kept as stranded; who leaves a public one
// may still write there, and keeps what was pinned of it. NotFound when none of
// them was kept.
func (s *Store) Leave(ctx context.Context, names ...civic.Channel) error {
	err := s.write(ctx, func(w *work) error {
		all, err := channels(ctx, w.Tx, kept)
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
	if !c.name.Public() {
		if err := w.strand(ctx, c); err != nil {
			return err
		}
	}
	if err := w.evict(ctx, c, touched, c.name.Public()); err != nil {
		return err
	}
	_, err := w.Exec(ctx, `UPDATE channel SET quit = 1, tail = -1, lo = 0, hi = 0, complete = 0, count = 0, sum = 0, bytes = 0,
		head = -1, differs = 0, held = 0 WHERE num = $1`, c.num)
	return err
}

// lose evicts a channel that the central says is no longer this person's. What
// had not been sent there is kept as stranded.
func (w *work) lose(ctx context.Context, name civic.Channel, touched *acts) error {
	all, err := channels(ctx, w.Tx, pinsOnly)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(c *channel) bool { return c.name == name })
	if i < 0 {
		return nil
	}
	if err := w.strand(ctx, all[i]); err != nil {
		return err
	}
	if err := w.evict(ctx, all[i], touched, false); err != nil {
		return err
	}
	_, err = w.Exec(ctx, `DELETE FROM channel WHERE num = $1`, all[i].num)
	return err
}

// evict removes all that was copied of a channel, its words too; with pins, all
// but what is pinned. Nothing goes to the bin; what the person wrote and has not
// sent is kept by strand, which comes before.
func (w *work) evict(ctx context.Context, c *channel, touched *acts, pins bool) error {
	var id, parent civic.ID
	var kind civic.RecordKind
	some := false
	err := w.Each(ctx, `SELECT id, kind, parent FROM record WHERE channel = $1 AND kind IN ('act', 'act_event', 'tally', 'commitment')`,
		[]any{c.num}, []any{&id, &kind, &parent}, func() error {
			if kind != civic.KindAct {
				id = parent
			}
			touched.add(id)
			some = true
			return nil
		})
	if err != nil {
		return err
	}
	posts, err := w.Exec(ctx, `DELETE FROM post_text WHERE rowid IN
		(SELECT num FROM record WHERE channel = $1 AND kind = 'post' AND deleted = 0)`, c.num)
	if err != nil {
		return err
	}
	if err := w.untitle(ctx, c); err != nil {
		return err
	}
	if err := w.erased(ctx, posts > 0, some); err != nil {
		return err
	}
	but := ``
	if pins {
		but = ` AND NOT (deleted = 0 AND (kind = 'act' AND id IN (SELECT id FROM pin)
			OR kind IN ('act_event', 'tally', 'commitment') AND parent IN (SELECT id FROM pin)))`
	} else if _, err := w.Exec(ctx, `DELETE FROM pin WHERE id IN (SELECT id FROM record WHERE channel = $1)`, c.num); err != nil {
		return err
	}
	if _, err := w.Exec(ctx, `DELETE FROM record WHERE channel = $1`+but, c.num); err != nil {
		return err
	}
	_, err = w.Exec(ctx, `DELETE FROM bin WHERE channel = $1`, string(c.name))
	return err
}

// untitle takes the titles of a channel's things from the commands about them;
// those that are the person's own words stay.
func (w *work) untitle(ctx context.Context, c *channel) error {
	_, err := w.Exec(ctx, `UPDATE outbox SET subject = '' WHERE subject <> '' AND json_valid(args)
		AND name NOT IN ('act.publish', 'act.revise', 'thread.open')
		AND EXISTS (SELECT 1 FROM json_each(json_array(args ->> 'thread', args ->> 'act', args ->> 'post', args -> 'event' ->> 'act')) AS about
			WHERE about.value IN (SELECT id FROM record WHERE channel = $1) OR about.value IN (SELECT id FROM overlay WHERE channel = $2))`,
		c.num, string(c.name))
	return err
}

// Where erased words may still be: in an index, and in any case in the log and
// in files that were set aside.
const (
	erasedPosts = 1
	erasedActs  = 2
	erasedRows  = 4
	erasing     = 8 // what was noted is being driven out
)

// erased notes that words must be driven out of the files: of the log, and of
// the indexes that held them.
func (w *work) erased(ctx context.Context, posts, acts bool) error {
	bits := int64(erasedRows)
	if posts {
		bits |= erasedPosts
	}
	if acts {
		bits |= erasedActs
	}
	have, err := fact(ctx, w.Tx, factErase)
	if err != nil || have|bits == have {
		return err
	}
	return setFact(ctx, w.Tx, factErase, have|bits)
}

// forget drives erased words out of the index's pages, out of what is unused in all
// pages and out of the log, where anything was erased. A reader that still looks at
// the log puts it off, and so does a program that ends meanwhile. Files that were set
// aside hold the words too and go: what the person wrote was brought back from the
// journal when they were.
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
		return setFact(ctx, tx, factErase, erasing)
	})
	if err == nil {
		err = s.dropAside()
	}
	if err == nil {
		err = s.db.Blank(ctx)
	}
	if err != nil {
		return err
	}
	done, err := s.db.Truncate(ctx)
	if err != nil || !done {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if bits, err = fact(ctx, tx, factErase); err != nil || bits != erasing {
			return err // more was erased meanwhile
		}
		return setFact(ctx, tx, factErase, 0)
	})
}
