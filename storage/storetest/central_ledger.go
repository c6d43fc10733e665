package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"scranno/app/central"
	"scranno/app/civic"
)

// model is the plainest thing that keeps the ledger's promises.
type model struct {
	live     map[civic.ID]civic.Channel
	body     map[civic.ID]string
	versions map[civic.ID]int64
	heads    map[civic.Channel]int64
}

func newModel() *model {
	return &model{
		live: map[civic.ID]civic.Channel{}, body: map[civic.ID]string{},
		versions: map[civic.ID]int64{}, heads: map[civic.Channel]int64{},
	}
}

func (m *model) apply(e civic.Effect, body string) {
	at, alive := m.live[e.ID]
	switch {
	case e.Remove && !alive:
	case e.Remove:
		m.versions[e.ID]++
		m.heads[at]++
		delete(m.live, e.ID)
	case alive && at == e.Channel && m.body[e.ID] == body:
	default:
		if alive && at != e.Channel {
			m.versions[e.ID]++
			m.heads[at]++
		}
		m.versions[e.ID]++
		m.heads[e.Channel]++
		m.live[e.ID], m.body[e.ID] = e.Channel, body
	}
}

func (m *model) count(ch civic.Channel) (n int64) {
	for _, at := range m.live {
		if at == ch {
			n++
		}
	}
	return n
}

var examChannels = []civic.Channel{"acts/08/2025", "talk/08", "public/08"}

func drawEffects(t *rapid.T, n int) []civic.Effect {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) civic.Effect {
		e := civic.Effect{
			Kind:    "thing",
			ID:      civic.DerivedID("thing", fmt.Sprint(rapid.IntRange(0, 5).Draw(t, "id"))),
			Channel: rapid.SampledFrom(examChannels).Draw(t, "channel"),
			Remove:  rapid.IntRange(0, 3).Draw(t, "remove") == 0,
			Erase:   rapid.Bool().Draw(t, "erase"),
		}
		if !e.Remove {
			e.Fields = civic.Fields{"v": fmt.Append(nil, rapid.IntRange(0, 3).Draw(t, "v"))}
		}
		return e
	}), 0, n).Draw(t, "effects")
}

// After any history: dense numbers, rising versions, one live place for each id,
// counts and sums that a full recount finds again.
func centralLedger(t *testing.T, open OpenCentral) {
	files := blank(t, open)
	rapid.Check(t, func(rt *rapid.T) {
		s := newRapidStage(t, rt, open, files)
		m := newModel()
		for range rapid.IntRange(1, 5).Draw(rt, "transactions") {
			effects := drawEffects(rt, 6)
			fail := rapid.IntRange(0, 4).Draw(rt, "fail") == 0
			s.applyLikeModel(rt, m, effects, fail)
		}
		s.compare(rt, m)
		if err := s.store.Check(s.ctx()); err != nil {
			rt.Fatal(err)
		}
	})
}

var errPlanned = errors.New("planned")

func (s *stage) applyLikeModel(rt *rapid.T, m *model, effects []civic.Effect, fail bool) {
	made := make([][]civic.EffectRef, len(effects))
	err := s.store.Update(s.ctx(), s.now(), func(l central.Ledger) (err error) {
		for i, e := range effects {
			if made[i], err = l.Apply(s.ctx(), "", []civic.Effect{e}); err != nil {
				return err
			}
		}
		if fail {
			return errPlanned
		}
		return nil
	})
	if fail && !errors.Is(err, errPlanned) || !fail && err != nil {
		rt.Fatal(err)
	}
	if fail {
		return
	}
	for i, e := range effects { // numbers are final once it is committed
		was := m.heads[e.Channel]
		m.apply(e, string(e.Fields["v"]))
		for _, r := range made[i] {
			if r.Channel == e.Channel && !e.Remove && (r.Seq != m.heads[e.Channel] || r.Seq != was+1) {
				rt.Fatalf("seq %d in %s, want %d", r.Seq, r.Channel, was+1)
			}
		}
	}
}

func (s *stage) compare(rt *rapid.T, m *model) {
	heads, err := s.store.Heads(s.ctx())
	if err != nil {
		rt.Fatal(err)
	}
	for _, ch := range examChannels {
		if h := heads[ch]; h.Head != m.heads[ch] || h.Count != m.count(ch) {
			rt.Fatalf("%s is at %d with %d, want %d with %d", ch, h.Head, h.Count, m.heads[ch], m.count(ch))
		}
	}
	for id, version := range m.versions {
		rec, err := s.record(id)
		ch, alive := m.live[id]
		switch {
		case !alive && !civic.Is(err, civic.NotFound):
			rt.Fatalf("a removed record is there: %v", err)
		case alive && err != nil:
			rt.Fatal(err)
		case alive && (rec.Channel != ch || rec.Version != version):
			rt.Fatalf("%s in %s at %d, want %s at %d", id, rec.Channel, rec.Version, ch, version)
		}
	}
}

// blank gives the folder of a store with nothing in it: a case of a property
// begins from a copy of it, many times quicker than from an empty folder.
func blank(t *testing.T, open OpenCentral) string {
	t.Helper()
	dir := t.TempDir()
	store, err := open.Open(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// newRapidStage is a fresh stage for one case of a property.
func newRapidStage(t *testing.T, rt *rapid.T, open OpenCentral, from string) *stage {
	s := &stage{t: t, dir: open.Blank(t, from), open: open}
	s.clock.Store(1_741_597_200_000)
	s.reopen()
	rt.Cleanup(func() { s.check(s.store.Close()) })
	return s
}

func centralMoves(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	id := s.id()
	put := func(ch civic.Channel, v string) []civic.EffectRef {
		var refs []civic.EffectRef
		err := s.store.Update(s.ctx(), s.now(), func(l central.Ledger) error {
			var err error
			refs, err = l.Apply(s.ctx(), "", []civic.Effect{{Kind: "thing", ID: id, Channel: ch, Fields: civic.Fields{"v": []byte(v)}}})
			return err
		})
		s.check(err)
		return refs
	}
	put(examChannels[0], "1")
	first := s.live(id)
	if refs := put(examChannels[1], "1"); len(refs) != 2 {
		t.Fatalf("a move left %d lines", len(refs))
	}
	moved := s.live(id)
	put(examChannels[0], "1")
	back := s.live(id)
	if first.Version != 1 || moved.Version != 3 || back.Version != 5 {
		t.Fatalf("versions %d, %d, %d", first.Version, moved.Version, back.Version)
	}
	if first.Born != 1 || moved.Born != 1 || back.Born != 3 {
		t.Fatalf("born %d, %d, %d: a return is a new arrival", first.Born, moved.Born, back.Born)
	}
	page := s.pull(central.Caller{}, civic.Want{Channel: examChannels[1], Tail: 0})
	if len(page.Ops) != 1 || !page.Ops[0].Deleted || !page.Ops[0].Erase {
		t.Fatalf("the channel that it left shows %+v", page.Ops)
	}
}

func centralRemovalOfNothing(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	remove := civic.Effect{Kind: "thing", ID: s.id(), Channel: examChannels[0], Remove: true}
	for range 2 {
		s.check(s.store.Update(s.ctx(), s.now(), func(l central.Ledger) error {
			refs, err := l.Apply(s.ctx(), "", []civic.Effect{remove})
			if len(refs) != 0 {
				t.Errorf("removing nothing left %v", refs)
			}
			return err
		}))
	}
	heads, err := s.store.Heads(s.ctx())
	s.check(err)
	if len(heads) != 0 {
		t.Fatalf("heads moved: %v", heads)
	}
}

func centralSavepoints(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	ids := []civic.ID{s.id(), s.id(), s.id()}
	put := func(ctx context.Context, l central.Ledger, id civic.ID) error {
		_, err := l.Apply(ctx, "", []civic.Effect{{Kind: "thing", ID: id, Channel: examChannels[0]}})
		return err
	}
	s.check(s.store.Update(s.ctx(), s.now(), func(l central.Ledger) error {
		if err := put(s.ctx(), l, ids[0]); err != nil {
			return err
		}
		err := l.Savepoint(s.ctx(), func() error { return errors.Join(put(s.ctx(), l, ids[1]), errPlanned) })
		if !errors.Is(err, errPlanned) {
			t.Errorf("the savepoint gave %v", err)
		}
		return put(s.ctx(), l, ids[2])
	}))
	s.gone(ids[1])
	if rec := s.live(ids[2]); rec.Born != 2 {
		t.Fatalf("born %d: an undone change left a gap", rec.Born)
	}
	s.check(s.store.Check(s.ctx()))
}
