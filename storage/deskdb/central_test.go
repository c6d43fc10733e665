package deskdb_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/storage/deskdb"
)

// central is the smallest central that obeys the feed's rules: one process, no
// disk, every command decided by civic.
type central struct {
	epoch    string
	now      time.Time
	records  map[civic.ID]civic.Record
	versions map[civic.ID]int64
	logs     map[civic.Channel][]civic.ID // seq-1 -> id
	ops      map[civic.Channel]map[civic.ID]civic.Op
	receipts map[civic.ID]civic.Receipt
	shift    int64 // heads after a restore
	patient  bool  // what is offered again and not possible waits
}

func newCentral() *central {
	return &central{
		epoch: "e1", now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), records: map[civic.ID]civic.Record{},
		versions: map[civic.ID]int64{}, logs: map[civic.Channel][]civic.ID{}, ops: map[civic.Channel]map[civic.ID]civic.Op{},
		receipts: map[civic.ID]civic.Receipt{}, patient: true,
	}
}

func (c *central) Record(_ context.Context, id civic.ID) (civic.Record, error) {
	if r, ok := c.records[id]; ok && !r.Deleted {
		return r, nil
	}
	return civic.Record{}, civic.NewError(civic.NotFound, "central", "")
}

func (c *central) Children(_ context.Context, parent civic.ID) ([]civic.Record, error) {
	var out []civic.Record
	for _, r := range c.records {
		if !r.Deleted && r.Parent() == parent && parent != "" {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b civic.Record) int { return cmp.Compare(a.Born, b.Born) })
	return out, nil
}

func (c *central) Actor(_ context.Context, person civic.ID) (civic.Actor, error) {
	return civic.ActorFrom(person, slices.Collect(maps.Values(c.records)), c.now)
}

// log gives a change the next number of its channel.
func (c *central) log(r civic.Record, erase bool) civic.EffectRef {
	if c.ops[r.Channel] == nil {
		c.ops[r.Channel] = map[civic.ID]civic.Op{}
	}
	c.logs[r.Channel] = append(c.logs[r.Channel], r.ID)
	seq := int64(len(c.logs[r.Channel])) + c.shift
	old, had := c.ops[r.Channel][r.ID]
	if r.Born = old.Born; !had || old.Deleted {
		r.Born = seq
	}
	c.ops[r.Channel][r.ID] = civic.Op{Record: r, Seq: seq, Erase: erase}
	if cur, ok := c.records[r.ID]; !r.Deleted || !ok || cur.Channel == r.Channel {
		c.records[r.ID] = r
	}
	return civic.EffectRef{Channel: r.Channel, Seq: seq}
}

// clone is a backup.
func (c *central) clone() *central {
	n := *c
	n.records, n.versions, n.receipts = maps.Clone(c.records), maps.Clone(c.versions), maps.Clone(c.receipts)
	n.logs, n.ops = map[civic.Channel][]civic.ID{}, map[civic.Channel]map[civic.ID]civic.Op{}
	for ch := range c.ops {
		n.logs[ch], n.ops[ch] = slices.Clone(c.logs[ch]), maps.Clone(c.ops[ch])
	}
	return &n
}

// put writes a record as an administrator would.
func (c *central) put(kind civic.RecordKind, id civic.ID, ch civic.Channel, author civic.ID, v any) {
	body, err := civic.CanonicalOf(v)
	if err != nil {
		panic(err)
	}
	c.versions[id]++
	c.log(civic.Record{
		Kind: kind, ID: id, Channel: ch, Version: c.versions[id], Author: author, Created: c.now, Updated: c.now, Body: body,
	}, false)
}

// run decides one command and keeps its receipt.
func (c *central) run(t testing.TB, cmd civic.Command) civic.Receipt {
	t.Helper()
	if r, ok := c.receipts[cmd.ID]; ok {
		return r
	}
	d, err := civic.Decide(t.Context(), c, cmd, c.now)
	if err != nil {
		t.Fatal(err)
	}
	hash, err := cmd.Hash()
	if err != nil {
		t.Fatal(err)
	}
	r := civic.Receipt{ID: cmd.ID, Person: cmd.Author, Hash: hash, Outcome: civic.Accepted, Epoch: c.epoch, At: c.now}
	if d.Refusal != nil {
		r.Outcome, r.Reason, r.Params = civic.Refused, d.Refusal.Reason, d.Refusal.Params
		c.receipts[cmd.ID] = r
		return r
	}
	for _, e := range d.Effects {
		r.Effects = append(r.Effects, c.effect(t, e, cmd.Author)...)
	}
	c.receipts[cmd.ID] = r
	return r
}

func (c *central) effect(t testing.TB, e civic.Effect, author civic.ID) []civic.EffectRef {
	t.Helper()
	var prev *civic.Record
	if r, ok := c.records[e.ID]; ok {
		prev = &r
	}
	if e.Remove && (prev == nil || prev.Deleted) {
		return nil
	}
	next, err := e.Apply(prev, author, c.now)
	if err != nil {
		t.Fatal(err)
	}
	c.versions[e.ID]++
	next.Version = c.versions[e.ID]
	var refs []civic.EffectRef
	if prev != nil && !prev.Deleted && prev.Channel != e.Channel {
		gone := *prev
		gone.Deleted, gone.Body, gone.Version = true, nil, next.Version
		refs = append(refs, c.log(gone, true))
	}
	return append(refs, c.log(next, e.Erase))
}

// push runs what a desk sends.
func (c *central) push(t testing.TB, cmds []civic.Command) []civic.Answer {
	t.Helper()
	var out []civic.Answer
	for _, cmd := range cmds {
		r := c.run(t, cmd)
		if r.Outcome == civic.Refused && cmd.Again && c.patient && r.Reason.Returnable() {
			delete(c.receipts, cmd.ID)
			out = append(out, civic.Answer{ID: cmd.ID, State: civic.AnswerLater, Reason: r.Reason})
			continue
		}
		out = append(out, civic.Answer{ID: cmd.ID, State: civic.AnswerReceipt, Receipt: &r})
	}
	return out
}

func (c *central) head(ch civic.Channel) civic.Head {
	h := civic.Head{Channel: ch, Head: int64(len(c.logs[ch])) + c.shift}
	if len(c.logs[ch]) == 0 {
		h.Head = 0
	}
	for _, o := range c.ops[ch] {
		if !o.Deleted {
			h.Count++
			h.Sum += o.Digest()
		}
	}
	return h
}

// feed answers like the central: what is above the tail first, then the past
// downwards, at most limit operations in all.
func (c *central) feed(wants []civic.Want, limit int) civic.Page {
	p := civic.Page{Epoch: c.epoch, Now: c.now}
	for _, w := range wants {
		h := c.head(w.Channel)
		cur := civic.Cursor(w)
		if w.Tail == civic.Unopened {
			cur.Tail, cur.From, cur.To = h.Head, 0, h.Head
		}
		if cur.Tail == h.Head && cur.From >= cur.To && w.Tail != civic.Unopened {
			continue
		}
		p.Heads = append(p.Heads, h)
		ops := slices.SortedFunc(maps.Values(c.ops[w.Channel]), func(a, b civic.Op) int { return cmp.Compare(a.Seq, b.Seq) })
		for _, o := range ops {
			if w.Tail == civic.Unopened || o.Seq <= cur.Tail {
				continue
			}
			if len(p.Ops) >= limit {
				p.More = true
				break
			}
			p.Ops = append(p.Ops, o)
			cur.Tail = o.Seq
		}
		if w.Tail != civic.Unopened && !p.More {
			cur.Tail = h.Head
		}
		for _, o := range slices.Backward(ops) {
			if o.Seq > cur.To || o.Seq <= cur.From {
				continue
			}
			if len(p.Ops) >= limit {
				p.More = true
				break
			}
			p.Ops = append(p.Ops, o)
			cur.To = o.Seq - 1
		}
		if !p.More {
			cur.From, cur.To = 0, 0
		}
		p.Cursors = append(p.Cursors, cur)
		if p.More {
			break
		}
	}
	return p
}

// fixture is a central with one councillor and their desk.
type fixture struct {
	*testing.T
	c    *central
	s    *deskdb.Store
	home string
	me   civic.ID
	n    int
}

const (
	region = civic.Region("08")
	body   = civic.BodyCode("demo:908001")
)

var space = civic.DerivedID("space")

func newFixture(t *testing.T) *fixture {
	f := &fixture{T: t, c: newCentral(), home: t.TempDir(), me: civic.DerivedID("person", "ada")}
	f.c.person(f.me, "Ada Verdi", civic.Mandate{
		Body: body, BodyName: "Valchiara", Level: civic.Municipal, Region: region, Office: "consigliera", Verified: f.c.now,
	})
	f.c.put(civic.KindSpace, space, civic.PublicChannel(region), f.me, civic.Space{Title: "Acqua", Access: civic.AccessPublic, Region: region})
	f.open()
	p := civic.Profile{Central: "http://localhost", Person: f.me, Name: "Ada Verdi", Device: civic.DerivedID("device")}
	f.ok(f.s.SaveProfile(t.Context(), p))
	f.join(civic.UserChannel(f.me), civic.PeoplePublic, civic.PublicChannel(region), civic.TalkChannel(region),
		civic.SpaceChannel(space), civic.ActChannel(civic.Everyone, region, 2026))
	t.Cleanup(func() { f.ok(f.s.Close()) })
	return f
}

func (c *central) person(id civic.ID, name string, mandates ...civic.Mandate) {
	c.put(civic.KindPerson, civic.DerivedID("p", string(id)), civic.UserChannel(id), id, civic.Person{Name: name})
	c.put(civic.KindName, civic.NameID(id), civic.PeoplePublic, id, civic.PublicName{Person: id, Name: name})
	for _, m := range mandates {
		c.put(civic.KindMandate, civic.DerivedID("m", string(id), string(m.Body)), civic.UserChannel(id), id, m)
	}
}

func (f *fixture) ok(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

func (f *fixture) open() {
	f.Helper()
	s, err := deskdb.Open(f.Context(), deskdb.Options{Home: f.home})
	f.ok(err)
	f.s = s
}

func (f *fixture) join(ch ...civic.Channel) {
	f.Helper()
	_, err := f.s.Join(f.Context(), ch, true)
	f.ok(err)
}

// pull applies pages until nothing is left.
func (f *fixture) pull(limit int) {
	f.Helper()
	for range 10_000 {
		wants, err := f.s.Wants(f.Context())
		f.ok(err)
		p := f.c.feed(wants, limit)
		_, err = f.s.ApplyPage(f.Context(), p, f.c.now)
		f.ok(err)
		if !p.More {
			return
		}
	}
	f.Fatal("the feed does not end")
}

// push sends what waits, once.
func (f *fixture) push() {
	f.Helper()
	cmds, err := f.s.Outgoing(f.Context(), civic.MaxPush)
	f.ok(err)
	_, _, err = f.s.Answered(f.Context(), f.c.push(f.T, cmds), f.c.now)
	f.ok(err)
}

func (f *fixture) id() civic.ID {
	f.n++
	return uid(f.Name(), f.n)
}

// uid makes an id such as a person's program makes for a new thing.
func uid(name string, n int) civic.ID {
	id := civic.DerivedID(name, fmt.Sprint(n))
	return id[:14] + "7" + id[15:]
}

// do queues a command as the desk would.
func (f *fixture) do(name civic.CommandName, args any, base int64) civic.Queued {
	f.Helper()
	q, err := f.try(name, args, base)
	f.ok(err)
	return q
}

func (f *fixture) try(name civic.CommandName, args any, base int64) (civic.Queued, error) {
	f.Helper()
	raw, err := civic.CanonicalOf(args)
	f.ok(err)
	q := civic.Queued{State: civic.QueueWaiting, Queued: f.c.now, Command: civic.Command{
		ID: f.id(), Name: name, Schema: 1, Args: raw, Base: base, Author: f.me,
	}}
	return f.s.Enqueue(f.Context(), q, "", func(civic.CommandDrawing) error { return nil })
}

func content(subject, text string) civic.Content {
	return civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: body, BodyName: "Valchiara", Region: region, Subject: subject, Date: "2026-11-20",
		Themes: []civic.Theme{"water"}, Clauses: []civic.Clause{
			{ID: civic.DerivedID("clause", subject), Section: civic.Recital, Opener: "premesso che", Text: text},
		},
	}
}

func (f *fixture) publish(subject, text string) (act civic.ID, q civic.Queued) {
	f.Helper()
	act = f.id()
	q = f.do(civic.CmdPublish, civic.PublishArgs{
		ID: act, Content: content(subject, text), Visibility: civic.Everyone, Licence: civic.LicenceCCBY,
	}, 0)
	return act, q
}
