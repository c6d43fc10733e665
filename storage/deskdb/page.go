package deskdb

import (
	"bytes"
	"context"
	"slices"
	"time"

	"scranno/app/civic"
)

// Sweeps that take more than this of a channel ask first.
const (
	guardRows  = 50
	guardShare = 2 // more than half
)

// application is one page on its way into the copy.
type application struct {
	*work
	page    civic.Page
	profile civic.Profile
	byName  map[civic.Channel]*channel
	touched *acts
	nextNum int64
	applied int
}

// ApplyPage applies an answer of the feed in one transaction, or not at all.
// Conflict: it is of another epoch than the profile's.
func (s *Store) ApplyPage(ctx context.Context, page civic.Page, now time.Time) (int, error) {
	if civic.Planted(civic.BugCursorFirst) {
		if err := s.cursorsFirst(ctx, page, now); err != nil {
			return 0, err
		}
	}
	a := &application{page: page, touched: &acts{}}
	err := s.write(ctx, func(w *work) error {
		a.work = w
		return a.run(ctx, now)
	})
	if err != nil {
		return 0, err
	}
	if !page.More {
		err = s.forget(ctx)
	}
	return a.applied, err
}

// cursorsFirst is a planted bug: how far a page reaches is saved by itself.
func (s *Store) cursorsFirst(ctx context.Context, page civic.Page, now time.Time) error {
	page.Ops, page.Pins = nil, nil
	return s.write(ctx, func(w *work) error {
		a := &application{work: w, page: page, touched: &acts{}}
		return a.run(ctx, now)
	})
}

func (a *application) run(ctx context.Context, now time.Time) error {
	if err := a.load(ctx); err != nil {
		return err
	}
	for _, name := range a.page.Lost {
		if err := a.lose(ctx, name, a.touched); err != nil {
			return err
		}
		delete(a.byName, name)
	}
	for _, h := range a.page.Heads {
		c := a.byName[h.Channel]
		if c != nil && c.tail >= 0 && c.tail < h.Horizon {
			if err := a.missed(ctx, c); err != nil {
				return err
			}
			continue
		}
		if c != nil {
			c.head, c.headCount, c.headSum, c.changed = h.Head, h.Count, int64(h.Sum), true
		}
	}
	if err := a.redactOld(ctx); err != nil {
		return err
	}
	ops := a.page.Ops
	if err := ahead(ops, a.s.value, func(i int, v value) error { return a.op(ctx, &ops[i], v) }); err != nil {
		return err
	}
	if err := a.redact(ctx); err != nil {
		return err
	}
	for i := range a.page.Pins {
		if err := a.pinned(ctx, &a.page.Pins[i]); err != nil {
			return err
		}
	}
	for _, cur := range a.page.Cursors {
		if err := a.cursor(ctx, cur); err != nil {
			return err
		}
	}
	if err := a.countDay(ctx); err != nil {
		return err
	}
	for _, c := range a.byName {
		if c.changed {
			if err := c.save(ctx, a.Tx); err != nil {
				return err
			}
		}
	}
	if err := a.settle(ctx); err != nil {
		return err
	}
	if err := a.redraw(ctx, a.touched); err != nil {
		return err
	}
	return a.saveStand(ctx, now)
}

func (a *application) load(ctx context.Context) error {
	var err error
	if a.profile, err = profile(ctx, a.Tx); err != nil {
		return err
	}
	switch a.profile.Epoch {
	case a.page.Epoch:
	case "":
		a.profile.Epoch = a.page.Epoch
	default:
		return civic.NewError(civic.Conflict, "deskdb.apply", "")
	}
	all, err := channels(ctx, a.Tx, kept)
	if err != nil {
		return err
	}
	a.byName = make(map[civic.Channel]*channel, len(all))
	for _, c := range all {
		if !c.fresh { // a walk begun after this page was asked for has nothing to learn from it
			a.byName[c.name] = c
		}
	}
	return a.Get(ctx, `SELECT coalesce(max(num), 0) + 1 FROM record`, nil, &a.nextNum)
}

// missed starts a walk of a channel whose removals since are not all sent any
// more: what this page says of it belongs to the walk before.
func (a *application) missed(ctx context.Context, c *channel) error {
	walk, err := nextFact(ctx, a.Tx, factWalk)
	if err != nil {
		return err
	}
	c.begin(walk)
	c.head = civic.Unopened
	delete(a.byName, c.name)
	return c.save(ctx, a.Tx)
}

// cursor moves a channel's cursor; where that ends a walk, what it did not see
// goes.
func (a *application) cursor(ctx context.Context, cur civic.Cursor) error {
	c := a.byName[cur.Channel]
	if c == nil {
		return nil
	}
	if cur.Tail < c.tail {
		return a.wentBack(ctx, c)
	}
	c.tail, c.lo, c.hi, c.changed = cur.Tail, cur.From, cur.To, true
	if c.lo >= c.hi {
		c.lo, c.hi = 0, 0
	}
	if c.tail < 0 || c.hi > c.lo {
		return nil
	}
	if !c.complete {
		c.complete = true
		if err := a.sweep(ctx, c, false); err != nil {
			return err
		}
	} else if c.held != 0 {
		if err := a.recount(ctx, c); err != nil {
			return err
		}
	}
	return a.compare(ctx, c)
}

// recount looks how much is still missing of what a sweep did not dare: other
// desks bring back what a restored central had lost. While anything is, the
// person's word stands or is waited for.
func (a *application) recount(ctx context.Context, c *channel) error {
	unseen, err := a.countUnseen(ctx, c)
	if err != nil {
		return err
	}
	if c.held < 0 {
		unseen = -unseen
	}
	c.changed = c.changed || c.held != unseen
	c.held = unseen
	return nil
}

// wentBack starts a walk of a channel whose head at the central lies below what
// is here, and offers again what that central accepted: it may have lost it.
func (a *application) wentBack(ctx context.Context, c *channel) error {
	walk, err := nextFact(ctx, a.Tx, factWalk)
	if err != nil {
		return err
	}
	c.begin(walk)
	c.head = civic.Unopened
	return a.offerAgain(ctx, a.profile.Person)
}

// compare starts a walk where count or sum differ from the central's at the
// same head: once a day, then it is only shown.
func (a *application) compare(ctx context.Context, c *channel) error {
	if c.tail != c.head || c.held != 0 {
		return nil
	}
	if c.count == c.headCount && c.sum == c.headSum {
		c.differs = false
		return nil
	}
	today := dayOf(a.page.Now)
	c.differs, c.changed = true, true
	a.s.log.WarnContext(ctx, "a channel differs from the central's count or sum", "family", c.name.Family(), "again", c.walked == today)
	if c.walked == today {
		return nil
	}
	walk, err := nextFact(ctx, a.Tx, factWalk)
	if err != nil {
		return err
	}
	c.begin(walk)
	c.walked = today
	return nil
}

// countDay lets the bin and the kept arguments grow older by one day, at most
// one for each page that comes on a later day than the last one counted.
func (a *application) countDay(ctx context.Context) error {
	today := dayOf(a.page.Now)
	last, err := fact(ctx, a.Tx, factDay)
	if err != nil || today == last {
		return err
	}
	if err := setFact(ctx, a.Tx, factDay, today); err != nil || last == 0 || today < last {
		return err
	}
	if err := a.pruneNews(ctx); err != nil {
		return err
	}
	for _, q := range []string{
		`UPDATE bin SET days = days + 1`,
		`DELETE FROM bin WHERE days > 30`,
		`UPDATE draft SET binned = binned + 1 WHERE binned > 0`,
		`DELETE FROM version WHERE draft IN (SELECT id FROM draft WHERE binned > 30)`,
		`DELETE FROM comment WHERE draft IN (SELECT id FROM draft WHERE binned > 30)`,
		`DELETE FROM draft WHERE binned > 30`,
		`UPDATE outbox SET days = days + 1 WHERE state IN ('settled', 'done')`,
		`DELETE FROM touches WHERE command IN (SELECT id FROM outbox WHERE state = 'done' AND days > 30)`,
		`UPDATE outbox SET subject = '' WHERE state = 'done' AND days > 30 AND args IS NOT NULL
			AND name NOT IN ('act.publish', 'act.revise', 'thread.open')`, // without arguments nobody knows what it hangs on
		`UPDATE outbox SET args = NULL WHERE state = 'done' AND days > 30 AND args IS NOT NULL`,
		`DELETE FROM outbox WHERE state = 'done' AND days > 30 AND name = 'read.mark'`,
	} {
		if _, err := a.Exec(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

func dayOf(t time.Time) int64 { return t.Unix() / (24 * 60 * 60) }

// saveStand notes the server's time, and that all is here when it is.
func (a *application) saveStand(ctx context.Context, now time.Time) error {
	a.profile.Server = civic.Stamp(a.page.Now)
	whole := !a.page.More
	if whole {
		var open int
		if err := a.Get(ctx, `SELECT count(*) FROM channel WHERE quit = 0 AND complete = 0`, nil, &open); err != nil {
			return err
		}
		whole = open == 0
	}
	if whole {
		a.profile.Synced = civic.Stamp(now)
	}
	return putProfile(ctx, a.Tx, a.profile)
}

// sweep turns what the walk did not see into tombstones of the walk before: what
// comes back later, as after a restored central, replaces them whatever its
// version. The texts go to the bin. Where that is most of a channel the person is asked first, unless byHand.
func (a *application) sweep(ctx context.Context, c *channel, byHand bool) error {
	n, err := a.sweepRows(ctx, c, a.touched, byHand)
	if n > 0 {
		a.applied += n
	}
	return err
}

func (w *work) sweepRows(ctx context.Context, c *channel, touched *acts, byHand bool) (int, error) {
	unseen, err := w.countUnseen(ctx, c)
	if err != nil || unseen == 0 {
		c.held = 0
		return 0, err
	}
	if !byHand && unseen >= guardRows && unseen*guardShare > c.count {
		n, err := w.sweepListed(ctx, c, touched)
		c.held, c.changed = unseen-int64(n), true
		return n, err
	}
	all, err := w.unseen(ctx, c)
	if err != nil {
		return 0, err
	}
	c.held, c.changed = 0, true
	return len(all), w.letGo(ctx, c, all, touched)
}

func (w *work) countUnseen(ctx context.Context, c *channel) (n int64, err error) {
	const q = `SELECT count(*) FROM record WHERE channel = $1 AND walk < $2 AND deleted = 0`
	err = w.Get(ctx, q, []any{c.num, c.walk}, &n)
	return n, err
}

// sweepListed does not wait for the person's word: what a redaction lists may not
// be read here meanwhile.
func (w *work) sweepListed(ctx context.Context, c *channel, touched *acts) (int, error) {
	if some, err := w.lists(ctx); err != nil || !some {
		return 0, err
	}
	all, err := w.unseen(ctx, c)
	if err != nil {
		return 0, err
	}
	var listed []gone
	for _, g := range all {
		var raw []byte
		if err := w.Get(ctx, `SELECT body FROM record WHERE num = $1`, []any{g.num}, &raw); err != nil {
			return 0, err
		}
		_, _, found, err := w.censor(ctx, raw)
		if err != nil {
			return 0, err
		}
		if found {
			listed = append(listed, g)
		}
	}
	return len(listed), w.letGo(ctx, c, listed, touched)
}

// gone is a row that a walk did not see.
type gone struct {
	num, digest, bytes int64
	id, parent         civic.ID
	kind               civic.RecordKind
}

func (w *work) unseen(ctx context.Context, c *channel) ([]gone, error) {
	var all []gone
	var g gone
	err := w.Each(ctx, `SELECT num, digest, octet_length(body), id, parent, kind FROM record WHERE channel = $1 AND walk < $2 AND deleted = 0`,
		[]any{c.num, c.walk}, []any{&g.num, &g.digest, &g.bytes, &g.id, &g.parent, &g.kind}, func() error {
			all = append(all, g)
			return nil
		})
	return all, err
}

func (w *work) letGo(ctx context.Context, c *channel, all []gone, touched *acts) error {
	for _, g := range all {
		if err := w.bin(ctx, g.num); err != nil {
			return err
		}
		if _, err := w.Exec(ctx, `UPDATE record SET deleted = 1, body = NULL, digest = 0 WHERE num = $1`, g.num); err != nil {
			return err
		}
		c.count--
		c.sum -= g.digest
		c.bytes -= g.bytes
		c.changed = true
		if err := w.unindex(ctx, g.kind, g.num); err != nil {
			return err
		}
		switch g.kind {
		case civic.KindAct:
			touched.add(g.id)
		case civic.KindActEvent, civic.KindTally, civic.KindCommitment:
			touched.add(g.parent)
		}
	}
	return nil
}

// bin keeps a copy of a row for thirty days, without what a redaction lists: one
// may be known before the text that a restored central lacks is let go.
func (w *work) bin(ctx context.Context, num int64) error {
	var kept int64
	var raw []byte
	err := w.Get(ctx, `INSERT INTO bin (what, id, channel, kind, author, body)
		SELECT 'record', r.id, c.name, r.kind, r.author, r.body
		FROM record r JOIN channel c ON c.num = r.channel WHERE r.num = $1 AND r.body IS NOT NULL
		RETURNING num, body`, []any{num}, &kept, &raw)
	if civic.Is(err, civic.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	out, err := w.cleanArgs(ctx, raw)
	if err != nil || bytes.Equal(out, raw) {
		return err
	}
	if _, err := w.Exec(ctx, `UPDATE bin SET body = $2 WHERE num = $1`, kept, string(out)); err != nil {
		return err
	}
	return w.erased(ctx, false, true)
}

// Sweep does by the person's word what a sweep did not dare.
func (s *Store) Sweep(ctx context.Context, name civic.Channel, _ time.Time) error {
	return s.write(ctx, func(w *work) error {
		all, err := channels(ctx, w.Tx, kept)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(c *channel) bool { return c.name == name && c.held > 0 })
		if i < 0 {
			return civic.NewError(civic.NotFound, "deskdb.sweep", "")
		}
		touched := &acts{}
		if _, err := w.sweepRows(ctx, all[i], touched, true); err != nil {
			return err
		}
		if err := all[i].save(ctx, w.Tx); err != nil {
			return err
		}
		return w.redraw(ctx, touched)
	})
}
