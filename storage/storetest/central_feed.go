package storetest

import (
	"testing"

	"pgregory.net/rapid"

	"scranno/app/central"
	"scranno/app/civic"
)

func (s *stage) pull(who central.Caller, wants ...civic.Want) civic.Page {
	s.t.Helper()
	epoch, _, err := s.store.Epoch(s.ctx())
	s.check(err)
	page, err := s.Feed(s.ctx(), who, central.FeedRequest{Epoch: epoch, Wants: wants})
	s.check(err)
	return page
}

// copyOf is a desk that does nothing but apply pages.
type copyOf struct {
	records map[civic.Channel]map[civic.ID]civic.Op
	cursors map[civic.Channel]civic.Cursor
	heads   map[civic.Channel]civic.Head
}

func newCopy(channels ...civic.Channel) *copyOf {
	c := &copyOf{
		records: map[civic.Channel]map[civic.ID]civic.Op{}, cursors: map[civic.Channel]civic.Cursor{},
		heads: map[civic.Channel]civic.Head{},
	}
	for _, ch := range channels {
		c.records[ch] = map[civic.ID]civic.Op{}
		c.cursors[ch] = civic.Cursor{Channel: ch, Tail: civic.Unopened}
	}
	return c
}

func (c *copyOf) wants() []civic.Want {
	var out []civic.Want
	for _, k := range c.cursors {
		out = append(out, civic.Want(k))
	}
	return out
}

func (c *copyOf) apply(p civic.Page) {
	for _, op := range p.Ops {
		if old, ok := c.records[op.Channel][op.ID]; !ok || old.Version < op.Version {
			c.records[op.Channel][op.ID] = op
		}
	}
	for _, k := range p.Cursors {
		c.cursors[k.Channel] = k
	}
	for _, h := range p.Heads {
		c.heads[h.Channel] = h
	}
}

// complete tells whether a channel's copy agrees with the head it was told.
func (c *copyOf) complete(ch civic.Channel) bool {
	k, h := c.cursors[ch], c.heads[ch]
	var count int64
	var sum uint64
	for _, op := range c.records[ch] {
		if !op.Deleted {
			count++
			sum += op.Digest()
		}
	}
	return k.Tail == h.Head && k.From == k.To && count == h.Count && sum == h.Sum
}

// Whatever happens between its pulls and however small its pages, a copy ends
// with the central's records, counts and sums.
func centralFeed(t *testing.T, open OpenCentral) {
	files := blank(t, open)
	rapid.Check(t, func(rt *rapid.T) {
		s := newRapidStage(t, rt, open, files)
		m, c := newModel(), newCopy(examChannels...)
		size := rapid.IntRange(1, 2_000).Draw(rt, "bytes")
		epoch, _, err := s.store.Epoch(s.ctx())
		if err != nil {
			rt.Fatal(err)
		}
		quiet := 0
		for step := 0; quiet < 2; step++ {
			if step > 500 {
				rt.Fatal("the copy does not come to an end")
			}
			if step < 12 && rapid.Bool().Draw(rt, "write") {
				s.applyLikeModel(rt, m, drawEffects(rt, 6), false)
			}
			page, err := s.Feed(s.ctx(), central.Caller{}, central.FeedRequest{Epoch: epoch, Wants: c.wants(), MaxBytes: size})
			if err != nil {
				rt.Fatal(err)
			}
			c.apply(page)
			if quiet++; page.More || len(page.Ops) > 0 || step < 12 {
				quiet = 0
			}
		}
		for _, ch := range examChannels {
			if !c.complete(ch) {
				rt.Fatalf("%s differs: %+v, %+v", ch, c.cursors[ch], c.heads[ch])
			}
		}
	})
}

func centralBounds(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	who := s.people().giulia
	for range 20 {
		s.published(who, valchiara, "Pensiline")
	}
	ch := civic.ActChannel(civic.Everyone, "08", s.now().Year())
	epoch, _, err := s.store.Epoch(s.ctx())
	s.check(err)
	ask := func(w civic.Want, size int) civic.Page {
		page, err := s.Feed(s.ctx(), who, central.FeedRequest{Epoch: epoch, Wants: []civic.Want{w}, MaxBytes: size})
		s.check(err)
		return page
	}
	one := ask(civic.Want{Channel: ch, Tail: 0}, 1)
	if len(one.Ops) != 1 || one.Ops[0].Seq != 1 || !one.More || one.Cursors[0].Tail != 1 {
		t.Fatalf("the least page is %d operations, cursor %+v", len(one.Ops), one.Cursors)
	}
	joined := ask(civic.Want{Channel: ch, Tail: civic.Unopened}, 1)
	if len(joined.Ops) != 1 || joined.Ops[0].Seq != 20 || joined.Cursors[0].Tail != 20 || joined.Cursors[0].To != 19 {
		t.Fatalf("joining begins with %+v, cursor %+v", joined.Ops[0].Seq, joined.Cursors)
	}
	part := ask(civic.Want{Channel: ch, Tail: 0}, 3_000)
	size := 0
	for _, op := range part.Ops {
		size += len(op.Body)
	}
	if size > 3_000 || len(part.Ops) < 2 {
		t.Fatalf("%d operations of %d bytes", len(part.Ops), size)
	}
	all := ask(civic.Want{Channel: ch, Tail: 20}, 0)
	if len(all.Ops) != 0 || len(all.Heads) != 0 || all.More {
		t.Fatalf("nothing new, and yet %+v", all)
	}
	many := make([]civic.Want, 2_001)
	if _, err := s.Feed(s.ctx(), who, central.FeedRequest{Wants: many}); !civic.Is(err, civic.TooLarge) {
		t.Fatalf("too many wants gave %v", err)
	}
}

func centralBeyond(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	s.published(s.people().giulia, valchiara, "Pensiline")
	ch := civic.ActChannel(civic.Everyone, "08", s.now().Year())
	page := s.pull(central.Caller{}, civic.Want{Channel: ch, Tail: 99, From: 7, To: 50})
	if len(page.Cursors) != 1 || page.Cursors[0].Tail != 1 || page.Cursors[0].To != page.Cursors[0].From || len(page.Ops) != 1 {
		t.Fatalf("%+v, %d operations", page.Cursors, len(page.Ops))
	}
	other, err := s.Feed(s.ctx(), central.Caller{}, central.FeedRequest{Epoch: "another", Wants: []civic.Want{{Channel: ch}}})
	s.check(err)
	if other.Epoch == "another" || len(other.Ops)+len(other.Heads)+len(other.Lost) != 0 {
		t.Fatalf("another epoch got %+v", other)
	}
}

// Absent and forbidden look alike; only a person who is signed in is told of a
// loss.
func centralReaders(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	act := s.id()
	s.accept(f.giulia, s.command(f.giulia, civic.CmdPublish, civic.PublishArgs{
		ID: act, Content: s.content(valchiara, "Riservato"), Visibility: civic.Councillors,
	}))
	private := civic.ActChannel(civic.Councillors, "08", s.now().Year())
	wants := []civic.Want{
		{Channel: private},
		{Channel: civic.UserChannel(f.giulia.Person)},
		{Channel: civic.PeoplePublic},
		{Channel: civic.SpaceChannel(s.id())},
		{Channel: "nonsense"},
	}
	for _, row := range []struct {
		name      string
		who       central.Caller
		ops, lost int
		reads     civic.Channel
	}{
		{"not signed in", central.Caller{}, 4, 0, civic.PeoplePublic},
		{"unknown person", central.Caller{Person: s.id()}, 4, 4, civic.PeoplePublic},
		{"member", f.luca, 4, 4, civic.PeoplePublic},
		{"councillor elsewhere", f.marco, 5, 3, private},
		{"author", f.giulia, 7, 2, private},
	} {
		page := s.pull(row.who, wants...)
		if len(page.Ops) != row.ops || len(page.Lost) != row.lost {
			t.Errorf("%s: %d operations and %d lost, want %d and %d", row.name, len(page.Ops), len(page.Lost), row.ops, row.lost)
		}
		seen := false
		for _, op := range page.Ops {
			seen = seen || op.Channel == row.reads
			if op.Channel == private && row.reads != private {
				t.Errorf("%s read what is for councillors", row.name)
			}
		}
		if !seen {
			t.Errorf("%s read nothing of %s", row.name, row.reads)
		}
	}
}

// A desk too old may send what it has, and not pull.
func centralOldDesk(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	service, err := central.New(s.store, central.Options{Now: s.now, Oldest: civic.SchemaVersion + 1})
	s.check(err)
	answers, err := service.Push(s.ctx(), f.giulia, pushed(s.publish(f.giulia, s.id(), s.content(valchiara, "Pensiline"))))
	s.check(err)
	if answers[0].Receipt == nil || answers[0].Receipt.Outcome != civic.Accepted {
		t.Fatalf("%+v", answers)
	}
	want := []civic.Want{{Channel: civic.PeoplePublic}}
	if _, err := service.Feed(s.ctx(), f.giulia, central.FeedRequest{Schema: civic.SchemaVersion, Wants: want}); !civic.Is(err, civic.TooOld) {
		t.Fatalf("it may pull: %v", err)
	}
	if _, err := service.Feed(s.ctx(), f.giulia, central.FeedRequest{Schema: civic.SchemaVersion + 1, Wants: want}); err != nil {
		t.Fatal(err)
	}
	if h, err := service.Hello(s.ctx()); err != nil || h.Schemas[0] != civic.SchemaVersion+1 {
		t.Fatalf("%+v %v", h, err)
	}
}
