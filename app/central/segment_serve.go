package central

import (
	"container/list"
	"context"
	"sync"
	"time"

	"scranno/app/civic"
)

// Manifest lists the segments of a channel at or below a seq, the newest first.
// NotFound: the channel is not there, or not for this reader.
func (s *Service) Manifest(ctx context.Context, who Caller, ch civic.Channel, below int64) (civic.Manifest, error) {
	d := &door{person: who.Person}
	return s.store.Segments(ctx, s.now(), ch, below, d.may)
}

// Segment gives a segment's compressed content. NotFound: its channel is not
// there, or not for this reader. Gone: it is none of the channel's, or no more.
func (s *Service) Segment(ctx context.Context, who Caller, seg civic.Segment) ([]byte, error) {
	const op = "central.segment"
	records, segments := s.store.Generations()
	now := s.now()
	if !seg.Channel.Public() {
		ok, err := s.rights.may(ctx, s, who, seg.Channel, moment{records, now})
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, civic.NewError(civic.NotFound, op, "")
		}
	} else if !seg.Channel.Valid() {
		return nil, civic.NewError(civic.NotFound, op, "")
	}
	at := moment{segments, now}
	data, sure := s.vault.get(seg, at)
	if sure {
		return data, nil
	}
	if data != nil {
		ok, err := s.store.HasSegment(ctx, seg)
		if err != nil {
			return nil, err
		}
		if !ok {
			s.vault.drop(seg)
			return nil, civic.NewError(civic.Gone, op, "")
		}
		s.vault.put(seg, data, at)
		return data, nil
	}
	data, err := s.store.SegmentData(ctx, seg)
	if civic.Is(err, civic.NotFound) {
		return nil, civic.NewError(civic.Gone, op, "")
	}
	if err != nil {
		return nil, err
	}
	s.vault.put(seg, data, at)
	return data, nil
}

// believeFor is how long what was read of the store is believed while this
// process writes nothing: another one may.
const believeFor = 2 * time.Second

// moment is when something was read of the store.
type moment struct {
	generation int64
	at         time.Time
}

// holds tells whether what was read then may be believed now.
func (m moment) holds(now moment) bool {
	age := now.at.Sub(m.at)
	return m.generation == now.generation && age >= 0 && age < believeFor
}

// maxRights bounds how many answers about rights are remembered.
const maxRights = 20_000

// rights remembers who may read what, for as long as nothing changes.
type rights struct {
	mu    sync.Mutex
	known map[right]answer
}

type right struct {
	person  civic.ID
	channel civic.Channel
}

type answer struct {
	ok   bool
	when moment
}

func (r *rights) may(ctx context.Context, s *Service, who Caller, ch civic.Channel, now moment) (bool, error) {
	key := right{who.Person, ch}
	r.mu.Lock()
	a, known := r.known[key]
	r.mu.Unlock()
	if known && a.when.holds(now) {
		return a.ok, nil
	}
	d := &door{person: who.Person}
	err := s.store.View(ctx, now.at, func(w civic.World) (err error) {
		a.ok, err = d.may(ctx, w, ch)
		return err
	})
	if err != nil {
		return false, err
	}
	a.when = now
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.known == nil || len(r.known) >= maxRights {
		r.known = map[right]answer{}
	}
	r.known[key] = a
	return a.ok, nil
}

// vaultBytes bounds the segments kept in memory.
const vaultBytes = 128 << 20

// vault keeps the segments last asked for.
type vault struct {
	mu    sync.Mutex
	bytes int64
	items map[civic.Segment]*list.Element
	order list.List // the last used in front
}

type kept struct {
	key  civic.Segment
	data []byte
	when moment
}

// place is what a segment is known by here.
func place(s civic.Segment) civic.Segment {
	return civic.Segment{Channel: s.Channel, From: s.From, To: s.To, Hash: s.Hash}
}

// get gives what is kept of a segment, and whether it is surely still one of its
// channel's.
func (v *vault) get(s civic.Segment, now moment) ([]byte, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	e := v.items[place(s)]
	if e == nil {
		return nil, false
	}
	v.order.MoveToFront(e)
	k, ok := e.Value.(*kept)
	if !ok {
		return nil, false
	}
	return k.data, k.when.holds(now)
}

func (v *vault) put(s civic.Segment, data []byte, now moment) {
	v.drop(s)
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.items == nil {
		v.items = map[civic.Segment]*list.Element{}
	}
	k := &kept{key: place(s), data: data, when: now}
	v.items[k.key] = v.order.PushFront(k)
	v.bytes += int64(len(data))
	for v.bytes > vaultBytes {
		v.remove(v.order.Back())
	}
}

func (v *vault) drop(s civic.Segment) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.remove(v.items[place(s)])
}

func (v *vault) remove(e *list.Element) {
	if e == nil {
		return
	}
	if k, ok := v.order.Remove(e).(*kept); ok {
		delete(v.items, k.key)
		v.bytes -= int64(len(k.data))
	}
}
