package storetest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
)

// plainSealer seals as JSON without compression: how it is encoded is no matter
// of the store.
func plainSealer(s civic.Segment, ops []civic.Op) (civic.SealedSegment, error) {
	data, err := json.Marshal(ops)
	if err != nil {
		return civic.SealedSegment{}, err
	}
	sum := sha256.Sum256(data)
	s.Hash, s.Ops, s.Size = hex.EncodeToString(sum[:]), len(ops), int64(len(data))
	return civic.SealedSegment{Segment: s, Data: data}, nil
}

const sealedChannel civic.Channel = "talk/08"

// sealing makes a stage whose service seals, with n posts in a channel.
func sealing(t *testing.T, open OpenCentral, n int) (*stage, *central.Service) {
	t.Helper()
	s := newStage(t, open)
	service, err := central.New(s.store, central.Options{Now: s.now, Sealer: plainSealer})
	s.check(err)
	s.posts(sealedChannel, 0, n, "prima")
	return s, service
}

func (s *stage) posts(ch civic.Channel, from, to int, word string) {
	s.t.Helper()
	var effects []civic.Effect
	for n := from; n < to; n++ {
		effects = append(effects, civic.Effect{Kind: civic.KindPost, ID: postID(n), Channel: ch, Fields: civic.Fields{
			"text": json.RawMessage(fmt.Sprintf(`"%s %d"`, word, n)), "thread": json.RawMessage(`"` + string(postID(-1)) + `"`),
		}})
	}
	s.apply(effects...)
}

func (s *stage) apply(effects ...civic.Effect) {
	s.t.Helper()
	s.check(s.store.Update(s.ctx(), s.now(), func(l central.Ledger) error {
		_, err := l.Apply(s.ctx(), "", effects)
		return err
	}))
}

func postID(n int) civic.ID { return civic.DerivedID("post", fmt.Sprint(n)) }

func (s *stage) manifest(service *central.Service) []civic.Segment {
	s.t.Helper()
	m, err := service.Manifest(s.ctx(), central.Caller{}, sealedChannel, 1<<62)
	s.check(err)
	return m.Segments
}

// filled pulls the channel as a desk does that takes segments.
func (s *stage) filled(service *central.Service) *copyOf {
	s.t.Helper()
	c := newCopy(sealedChannel)
	epoch, _, err := s.store.Epoch(s.ctx())
	s.check(err)
	page, err := service.Feed(s.ctx(), central.Caller{}, central.FeedRequest{Epoch: epoch, Wants: c.wants(), Sealed: true, MaxBytes: 4 << 20})
	s.check(err)
	c.apply(page)
	for _, seg := range s.manifest(service) {
		k := c.cursors[sealedChannel]
		if seg.To > k.To && k.To > 0 || seg.Hash == "" {
			s.t.Fatalf("the feed left (%d, %d] and there is %+v", k.From, k.To, seg)
		}
		data, err := service.Segment(s.ctx(), central.Caller{}, seg)
		s.check(err)
		var ops []civic.Op
		s.check(json.Unmarshal(data, &ops))
		k.To = seg.From
		c.apply(civic.Page{Ops: ops, Cursors: []civic.Cursor{k}})
	}
	return c
}

func centralSegments(t *testing.T, open OpenCentral) {
	s, service := sealing(t, open, 2_300)
	if got := s.manifest(service); len(got) != 0 {
		t.Fatalf("sealed before anybody asked: %+v", got)
	}
	s.check(service.SealNow(s.ctx(), 10*time.Minute))
	if got := s.manifest(service); len(got) != 0 {
		t.Fatalf("what may be undone is sealed: %+v", got)
	}
	s.pass(11 * time.Minute)
	s.posts(sealedChannel, 2_300, 2_350, "nuovo")
	s.check(service.SealNow(s.ctx(), 10*time.Minute))
	all := s.manifest(service)
	if len(all) != 3 || all[0].To != 2_300 || all[0].From != all[1].To || all[2].From != 0 || all[1].Ops != civic.MaxSegmentOps {
		t.Fatalf("%+v", all)
	}
	if c := s.filled(service); !c.complete(sealedChannel) {
		t.Fatalf("a copy by segments differs: %+v", c.heads)
	}
	// The last, small one grows; the others stay as they are.
	s.pass(11 * time.Minute)
	s.check(service.SealNow(s.ctx(), 10*time.Minute))
	if got := s.manifest(service); len(got) != 3 || got[0].To != 2_350 || got[1] != all[1] || got[2] != all[2] {
		t.Fatalf("%+v", got)
	}
	if c := s.filled(service); !c.complete(sealedChannel) {
		t.Fatal("a copy by segments differs")
	}
}

// What is erased, moved or forgotten leaves its segment with that transaction,
// and the bytes are nowhere in the store.
func centralStale(t *testing.T, open OpenCentral) {
	s, service := sealing(t, open, 300)
	s.pass(time.Hour)
	s.check(service.SealNow(s.ctx(), time.Minute))
	for n, e := range []civic.Effect{
		{Kind: civic.KindPost, ID: postID(7), Channel: sealedChannel, Remove: true, Erase: true},
		{Kind: civic.KindPost, ID: postID(8), Channel: "talk/09", Fields: civic.Fields{}},
		{Kind: civic.KindPost, ID: postID(9), Channel: sealedChannel, Forget: true, Fields: civic.Fields{"text": json.RawMessage(`"tolto"`)}},
	} {
		all := s.manifest(service)
		if len(all) != 1 {
			t.Fatalf("before %d: %+v", n, all)
		}
		word := []byte(fmt.Sprintf("prima %d\"", 7+n))
		data, err := service.Segment(s.ctx(), central.Caller{}, all[0])
		s.check(err)
		if !bytes.Contains(data, word) {
			t.Fatalf("the segment does not hold %q", word)
		}
		s.apply(e)
		if got := s.manifest(service); len(got) != 0 {
			t.Fatalf("%d: %+v", n, got)
		}
		if _, err := service.Segment(s.ctx(), central.Caller{}, all[0]); !civic.Is(err, civic.Gone) {
			t.Fatalf("%d: still given: %v", n, err)
		}
		if _, err := s.store.SegmentData(s.ctx(), all[0]); !civic.Is(err, civic.NotFound) {
			t.Fatalf("%d: still kept: %v", n, err)
		}
		s.pass(time.Hour)
		s.check(service.SealNow(s.ctx(), time.Minute))
		if c := s.filled(service); !c.complete(sealedChannel) {
			t.Fatalf("%d: a copy by segments differs", n)
		}
	}
}

// A segment made of what changed before it was put is refused.
func centralSealRace(t *testing.T, open OpenCentral) {
	s, _ := sealing(t, open, 50)
	s.pass(time.Hour)
	var ops []civic.Op
	s.check(s.store.Span(s.ctx(), sealedChannel, 0, 50, func(o civic.Op) bool {
		ops = append(ops, o)
		return true
	}))
	made, err := plainSealer(civic.Segment{Channel: sealedChannel, To: 50}, ops)
	s.check(err)
	s.apply(civic.Effect{Kind: civic.KindPost, ID: postID(3), Channel: sealedChannel, Remove: true, Erase: true})
	if err := s.store.PutSegments(s.ctx(), []civic.SealedSegment{made}); !civic.Is(err, civic.Conflict) {
		t.Fatalf("what was erased meanwhile is sealed: %v", err)
	}
	if _, err := s.store.LastSegment(s.ctx(), sealedChannel); !civic.Is(err, civic.NotFound) {
		t.Fatalf("something is sealed: %v", err)
	}
}

// Segments that are mostly of the past are made again, small neighbours are one.
func centralCompaction(t *testing.T, open OpenCentral) {
	s, service := sealing(t, open, 2_000)
	s.pass(time.Hour)
	s.check(service.SealNow(s.ctx(), time.Minute))
	s.posts(sealedChannel, 0, 900, "dopo")
	s.pass(time.Hour)
	s.check(service.SealNow(s.ctx(), time.Minute))
	all := s.manifest(service)
	ops := 0
	for _, seg := range all {
		ops += seg.Ops
	}
	if ops != 2_000 {
		t.Fatalf("%d operations are sealed of 2,000: %+v", ops, all)
	}
	if c := s.filled(service); !c.complete(sealedChannel) {
		t.Fatal("a copy by segments differs")
	}
}

// Old removals are not sent any more; whoever may have missed them is told to
// walk, what they removed is in no segment, and the id is never another thing.
func centralHorizon(t *testing.T, open OpenCentral) {
	s, service := sealing(t, open, 400)
	s.pass(time.Hour)
	s.check(service.SealNow(s.ctx(), time.Minute))
	var gone []civic.Effect
	for n := 100; n < 150; n++ {
		gone = append(gone, civic.Effect{Kind: civic.KindPost, ID: postID(n), Channel: sealedChannel, Remove: true})
	}
	s.apply(gone...)
	before := s.pull(central.Caller{}, civic.Want{Channel: sealedChannel, Tail: 400})
	if len(before.Ops) != 50 || before.Heads[0].Horizon != 0 {
		t.Fatalf("%d removals, horizon %d", len(before.Ops), before.Heads[0].Horizon)
	}
	s.pass(200 * 24 * time.Hour)
	s.posts(sealedChannel, 400, 410, "dopo")
	n, err := s.store.Settle(s.ctx(), s.now().Add(-180*24*time.Hour), 1_000)
	s.check(err)
	if n != 50 {
		t.Fatalf("%d removals were settled", n)
	}
	s.check(service.SealNow(s.ctx(), 0))
	late := s.pull(central.Caller{}, civic.Want{Channel: sealedChannel, Tail: 400})
	if len(late.Ops) != 0 || len(late.Heads) != 1 || late.Heads[0].Horizon != 450 || late.Cursors[0].Tail != 400 {
		t.Fatalf("behind the horizon: %+v, %d operations", late.Heads, len(late.Ops))
	}
	near := s.pull(central.Caller{}, civic.Want{Channel: sealedChannel, Tail: 450})
	if len(near.Ops) != 10 {
		t.Fatalf("at the horizon: %d operations", len(near.Ops))
	}
	c := s.filled(service)
	if !c.complete(sealedChannel) || len(c.records[sealedChannel]) != 360 {
		t.Fatalf("%d records after a walk", len(c.records[sealedChannel]))
	}
	err = s.store.Update(s.ctx(), s.now(), func(l central.Ledger) error {
		_, err := l.Apply(s.ctx(), "", []civic.Effect{{Kind: civic.KindSpace, ID: postID(120), Channel: sealedChannel, Fields: civic.Fields{}}})
		return err
	})
	if !civic.Is(err, civic.Conflict) {
		t.Fatalf("the id became another thing: %v", err)
	}
	s.posts(sealedChannel, 120, 121, "tornato")
	if rec := s.live(postID(120)); rec.Version != 3 {
		t.Fatalf("it came back with version %d", rec.Version)
	}
	s.check(s.store.Check(s.ctx()))
}
