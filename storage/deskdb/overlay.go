package deskdb

import (
	"context"
	"encoding/json"
	"slices"

	"scranno/app/civic"
)

// waiting is a command that is drawn.
type waiting struct {
	c       civic.Command
	queued  int64
	settled bool // accepted, not back yet
}

// open lists the commands that are drawn, in their order: what waits, what is
// on its way, and what was accepted and has not come back yet.
func (w *work) open(ctx context.Context) ([]waiting, error) {
	var out []waiting
	var c waiting
	var args []byte
	dest := []any{&c.c.ID, &c.c.Device, &c.c.N, &c.c.Name, &c.c.Schema, &args, &c.c.Base, &c.c.After, &c.c.Again, &c.c.Author, &c.queued, &c.settled}
	err := w.Each(ctx, `SELECT id, device, n, name, schema, args, base, after, again, author, queued, state = 'settled' FROM outbox
		WHERE state IN ('waiting', 'sending', 'settled') AND args IS NOT NULL ORDER BY num`, nil, dest, func() error {
		x := c
		x.c.Args = args
		out = append(out, x)
		return nil
	})
	return out, err
}

// redraw draws what waits upon the confirmed copy anew and indexes the acts
// that this, or the caller's change, touched.
func (w *work) redraw(ctx context.Context, touched *acts) error {
	if touched == nil {
		touched = &acts{}
	}
	open, err := w.open(ctx)
	if err != nil {
		return err
	}
	drawn, err := w.drawnActs(ctx, touched)
	if err != nil {
		return err
	}
	if len(open) > 0 || drawn {
		if err := w.draw(ctx, open, touched); err != nil {
			return err
		}
	}
	return w.reindex(ctx, touched)
}

// drawnActs notes the acts that the present overlay shows, which is about to go.
func (w *work) drawnActs(ctx context.Context, touched *acts) (bool, error) {
	found := false
	var id, parent civic.ID
	var kind civic.RecordKind
	err := w.Each(ctx, `SELECT id, kind, parent FROM overlay UNION ALL SELECT record, 'waits', '' FROM waits`, nil,
		[]any{&id, &kind, &parent}, func() error {
			found = true
			touched.note(kind, id, parent)
			return nil
		})
	return found, err
}

func (w *work) draw(ctx context.Context, open []waiting, touched *acts) error {
	former, err := w.drawn(ctx)
	if err != nil {
		return err
	}
	for _, q := range []string{`DELETE FROM overlay`, `DELETE FROM waits`} {
		if _, err := w.Exec(ctx, q); err != nil {
			return err
		}
	}
	if len(open) == 0 {
		return nil
	}
	p, err := profile(ctx, w.Tx)
	if err != nil {
		return err
	}
	base := &world{tx: w.Tx, me: p.Person, now: clock(p), known: true, actors: map[civic.ID]civic.Actor{}}
	commands := make([]civic.Command, len(open))
	queued, accepted := make(map[civic.ID]int64, len(open)), make(map[civic.ID]bool, len(open))
	for i, o := range open {
		commands[i], queued[o.c.ID], accepted[o.c.ID] = o.c, o.queued, o.settled
	}
	over, err := civic.Replay(ctx, base, commands, clock(p))
	if err != nil {
		return err
	}
	if err := carry(ctx, base, former, accepted, &over); err != nil {
		return err
	}
	for i, r := range over.Records {
		parent, err := w.hungOn(ctx, r)
		if err != nil {
			return err
		}
		if err := w.drawRecord(ctx, drawnOne{rec: r, parent: parent}, over.By[r.ID], queued, int64(i+1)); err != nil {
			return err
		}
		touched.note(r.Kind, r.ID, parent)
	}
	for id, by := range over.By {
		for _, c := range by {
			if _, err := w.Exec(ctx, `INSERT OR IGNORE INTO waits (record, command) VALUES ($1, $2)`, string(id), string(c)); err != nil {
				return err
			}
		}
	}
	for id, d := range over.Commands {
		if _, err := w.Exec(ctx, `UPDATE outbox SET drawing = $2, drawn = $3 WHERE id = $1 AND (drawing <> $2 OR drawn <> $3)`,
			string(id), string(d.Drawing), string(d.Reason)); err != nil {
			return err
		}
	}
	return nil
}

// drawnOne is a record of the overlay, what it hangs on, and a command that shows
// on it.
type drawnOne struct {
	rec     civic.Record
	parent  civic.ID
	command civic.ID
}

// hungOn gives what a drawn record hangs on; of one that is taken back, what the
// confirmed one hangs on.
func (w *work) hungOn(ctx context.Context, r civic.Record) (civic.ID, error) {
	if !r.Deleted {
		return r.Parent(), nil
	}
	var parent civic.ID
	err := w.Get(ctx, `SELECT parent FROM known WHERE id = $1 LIMIT 1`, []any{string(r.ID)}, &parent)
	if civic.Is(err, civic.NotFound) {
		return "", nil
	}
	return parent, err
}

func (w *work) drawn(ctx context.Context) ([]drawnOne, error) {
	var out []drawnOne
	var x scanned
	var command civic.ID
	err := w.Each(ctx, `SELECT `+recordColumns+`, w.command FROM overlay JOIN waits w ON w.record = id WHERE deleted = 0 ORDER BY ord`,
		nil, append(x.dest(), &command), func() error {
			out = append(out, drawnOne{rec: x.record(), command: command})
			return nil
		})
	return out, err
}

// carry keeps on the screen what a command drew and its rule no longer draws
// because only a part of its effects is here: the first post of a thread that
// came with an earlier page; an act whose first version was passed over because
// its second is on its way.
func carry(ctx context.Context, base civic.World, former []drawnOne, accepted map[civic.ID]bool, over *civic.Overlay) error {
	shown := map[civic.ID]bool{}
	for _, r := range over.Records {
		shown[r.ID] = true
	}
	for _, f := range former {
		d, open := over.Commands[f.command]
		halfHere := accepted[f.command] || d.Drawing == civic.Doubtful && d.Reason == civic.ReasonDuplicate
		if !open || !halfHere || shown[f.rec.ID] {
			continue
		}
		_, err := base.Record(ctx, f.rec.ID)
		if err == nil || civic.Is(err, civic.NotFound) {
			continue
		}
		if !civic.Is(err, civic.Unknown) {
			return err
		}
		shown[f.rec.ID] = true
		over.Records = append(over.Records, f.rec)
		over.By[f.rec.ID] = append(over.By[f.rec.ID], f.command)
	}
	return nil
}

// drawRecord keeps a drawn record under the times at which the person acted,
// not those of this drawing.
func (w *work) drawRecord(ctx context.Context, d drawnOne, by []civic.ID, queued map[civic.ID]int64, ord int64) error {
	r := d.rec
	created, updated := milli(r.Created), milli(r.Updated)
	if len(by) > 0 {
		if updated = queued[by[len(by)-1]]; r.Version == int64(len(by)) {
			created = queued[by[0]]
		}
	}
	var body any
	if !r.Deleted {
		body = string(r.Body)
	}
	if civic.Planted(civic.BugShownTwice) {
		r.ID = civic.DerivedID("twice", string(r.ID))
	}
	_, err := w.Exec(ctx, `INSERT INTO overlay (ord, id, kind, channel, version, born, author, created, updated, parent, deleted, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		ord, string(r.ID), string(r.Kind), string(r.Channel), r.Version, r.Born, string(r.Author), created, updated,
		string(d.parent), r.Deleted, body)
	return err
}

// settle closes the accepted commands whose effects have come back, or touch
// no channel that is kept.
func (w *work) settle(ctx context.Context) error {
	type settled struct {
		id      civic.ID
		epoch   string
		effects []byte
	}
	var all []settled
	var x settled
	err := w.Each(ctx, `SELECT id, epoch, effects FROM outbox WHERE state = 'settled'`, nil,
		[]any{&x.id, &x.epoch, &x.effects}, func() error {
			all = append(all, x)
			return nil
		})
	if err != nil || len(all) == 0 {
		return err
	}
	byName, err := w.byName(ctx)
	if err != nil {
		return err
	}
	p, err := profile(ctx, w.Tx)
	if err != nil {
		return err
	}
	for _, x := range all {
		back, err := cameBack(byName, x.effects)
		if err != nil {
			return err
		}
		// What another epoch accepted cannot be looked for in this one's numbers.
		if back || p.Epoch != "" && x.epoch != p.Epoch {
			if err := w.done(ctx, x.id); err != nil {
				return err
			}
		}
	}
	return nil
}

// cameBack tells whether each effect in a kept channel is here by now.
func cameBack(byName map[civic.Channel]*channel, raw []byte) (bool, error) {
	var effects []civic.EffectRef
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &effects); err != nil {
			return false, civic.WrapError(civic.Damaged, "deskdb.settle", err)
		}
	}
	if civic.Planted(civic.BugShownTwice) {
		return false, nil
	}
	return !slices.ContainsFunc(effects, func(e civic.EffectRef) bool {
		c := byName[e.Channel]
		return c != nil && !c.here(e.Seq)
	}), nil
}

func (w *work) done(ctx context.Context, id civic.ID) error {
	_, err := w.Exec(ctx, `UPDATE outbox SET state = 'done', drawing = '', drawn = '' WHERE id = $1`, string(id))
	w.noteState(id, civic.QueueDone)
	return err
}

func (w *work) byName(ctx context.Context) (map[civic.Channel]*channel, error) {
	all, err := channels(ctx, w.Tx, kept)
	out := make(map[civic.Channel]*channel, len(all))
	for _, c := range all {
		out[c.name] = c
	}
	return out, err
}
