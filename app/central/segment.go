package central

import (
	"context"
	"time"

	"scranno/app/civic"
)

// Segments keeps what is sealed.
type Segments interface {
	// Unsealed gives the heads of channels with changes above what is sealed.
	Unsealed(ctx context.Context) ([]civic.Head, error)
	// Sealed gives the channels that have segments.
	Sealed(ctx context.Context) ([]civic.Channel, error)
	// Stale gives segments that held what was erased since: they have lost their
	// bytes, are never given, and wait to be sealed again.
	Stale(ctx context.Context) ([]civic.Segment, error)
	// LastSegment gives the newest one of a channel; NotFound: it has none.
	LastSegment(ctx context.Context, ch civic.Channel) (civic.Segment, error)
	// Wasted gives a channel's segments, the oldest first, and how many records of
	// each are still what they were.
	Wasted(ctx context.Context, ch civic.Channel) (all []civic.Segment, left []int, err error)
	// Span calls fn with what the records of a channel changed in (from, to] are
	// now, in their order, until it gives false.
	Span(ctx context.Context, ch civic.Channel, from, to int64, fn func(o civic.Op) bool) error
	// PutSegments has segments take the place of all in their range. Conflict:
	// what they were made of has changed meanwhile.
	PutSegments(ctx context.Context, made []civic.SealedSegment) error
	// Segments lists those at or below a seq, the newest first, a page at a time;
	// NotFound where may refuses.
	Segments(ctx context.Context, now time.Time, ch civic.Channel, below int64,
		may func(ctx context.Context, w civic.World, ch civic.Channel) (bool, error)) (civic.Manifest, error)
	// HasSegment tells whether the segment is one of its channel's.
	HasSegment(ctx context.Context, s civic.Segment) (bool, error)
	// SegmentData gives its compressed content; NotFound: it is not there.
	SegmentData(ctx context.Context, s civic.Segment) ([]byte, error)
	// Settle takes removals older than a time out of what is sent and raises the
	// horizon of their channels.
	Settle(ctx context.Context, before time.Time, limit int) (int, error)
	// Generations rise with every commit of this process that changed records, or
	// segments.
	Generations() (records, segments int64)
}

// Sealer encodes and compresses a segment: it gives it its hash and size.
type Sealer func(s civic.Segment, ops []civic.Op) (civic.SealedSegment, error)

// When things are sealed. What may still be undone is not.
const (
	sealAfter   = civic.UndoWindow
	sealLeast   = 100      // changes: fewer wait for more,
	sealBytes   = 64 << 10 // unless there is as much as this
	opCost      = 200      // bytes of an operation beside its body, about
	settleAfter = 180 * 24 * time.Hour
	settleBatch = 1_000
)

// SealNow seals what is older than age, however little it is, and puts in order
// what is sealed already. The background does as much by itself with what is
// older than ten minutes.
func (s *Service) SealNow(ctx context.Context, age time.Duration) error {
	if s.o.Sealer == nil {
		return nil
	}
	if err := s.resealStale(ctx); err != nil {
		return err
	}
	if err := s.sealAll(ctx, s.now().Add(-age), 1); err != nil {
		return err
	}
	return s.compactAll(ctx)
}

// resealStale seals again what lost its bytes.
func (s *Service) resealStale(ctx context.Context) error {
	stale, err := s.store.Stale(ctx)
	if err != nil {
		return err
	}
	for _, old := range stale {
		if err := s.resealRange(ctx, old.Channel, old.From, old.To); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) resealRange(ctx context.Context, ch civic.Channel, from, to int64) error {
	p := &packer{seal: s.o.Sealer, ch: ch, from: from}
	err := s.store.Span(ctx, ch, from, to, p.add)
	if err == nil {
		err = p.close(to)
	}
	if err == nil {
		err = s.store.PutSegments(ctx, p.made)
	}
	if civic.Is(err, civic.Conflict) {
		return nil // changed again meanwhile: at the next turn
	}
	return err
}

// sealAll seals what is above the segments of each channel and not changed
// after the given time, where that is at least so many changes.
func (s *Service) sealAll(ctx context.Context, before time.Time, least int) error {
	heads, err := s.store.Unsealed(ctx)
	if err != nil {
		return err
	}
	for _, h := range heads {
		if s.sealing.few(h, least) {
			continue
		}
		if err := s.sealChannel(ctx, h, before, least); err != nil {
			return err
		}
	}
	return nil
}

// sealChannel seals a channel's new part, together with its last segment where
// that is a small one.
func (s *Service) sealChannel(ctx context.Context, h civic.Head, before time.Time, least int) error {
	n, size := 0, 0
	young := false
	err := s.store.Span(ctx, h.Channel, h.Sealed, h.Head, func(o civic.Op) bool {
		if young = o.Updated.After(before); young {
			return false
		}
		n, size = n+1, size+opCost+len(o.Body)
		return n < civic.MaxSegmentOps && size < civic.MaxSegmentBytes
	})
	if err != nil {
		return err
	}
	if n == 0 || n < least && size < sealBytes {
		if !young {
			s.sealing.note(h, n)
		}
		return nil
	}
	from, err := s.sealFrom(ctx, h)
	for more := true; err == nil && more; {
		from, more, err = s.sealSome(ctx, h, from, before)
	}
	if civic.Is(err, civic.Conflict) {
		return nil // changed meanwhile: at the next turn
	}
	return err
}

// sealSome seals a few segments from a seq on; it gives where it came to and
// whether there may be more.
func (s *Service) sealSome(ctx context.Context, h civic.Head, from int64, before time.Time) (int64, bool, error) {
	p := &packer{seal: s.o.Sealer, ch: h.Channel, from: from, most: packHold}
	last := from
	err := s.store.Span(ctx, h.Channel, from, h.Head, func(o civic.Op) bool {
		if o.Seq > h.Sealed && o.Updated.After(before) || !p.add(o) {
			return false
		}
		last = o.Seq
		return true
	})
	more := len(p.made) == packHold
	if err == nil {
		err = p.close(last)
	}
	if err == nil {
		err = s.store.PutSegments(ctx, p.made)
	}
	return p.from, more, err
}

// sealFrom gives where sealing begins: before the last segment when it has room.
func (s *Service) sealFrom(ctx context.Context, h civic.Head) (int64, error) {
	old, err := s.store.LastSegment(ctx, h.Channel)
	if civic.Is(err, civic.NotFound) {
		return h.Sealed, nil
	}
	if err == nil && old.To == h.Sealed && small(old.Ops, old.Size) {
		return old.From, nil
	}
	return h.Sealed, err
}

// small tells whether a segment is less than half full.
func small(ops int, size int64) bool {
	return 2*ops < civic.MaxSegmentOps && 2*size < civic.MaxSegmentBytes
}

// compactAll has segments sealed again of which less than half is still so, and
// neighbours that are small made one.
func (s *Service) compactAll(ctx context.Context) error {
	channels, err := s.store.Sealed(ctx)
	if err != nil {
		return err
	}
	for _, ch := range channels {
		all, left, err := s.store.Wasted(ctx, ch)
		if err != nil {
			return err
		}
		for _, r := range wasteful(all, left) {
			if err := s.resealRange(ctx, ch, r[0], r[1]); err != nil {
				return err
			}
		}
	}
	return nil
}

// wasteful gives the ranges of a channel that are worth sealing again.
func wasteful(all []civic.Segment, left []int) [][2]int64 {
	var out [][2]int64
	for i := 0; i < len(all); {
		dead := all[i].Ops > 0 && 2*left[i] < all[i].Ops
		ops, size := left[i], share(all[i], left[i])
		j := i + 1
		for j < len(all) && all[j].From == all[j-1].To {
			n, more := left[j], share(all[j], left[j])
			if ops+n > civic.MaxSegmentOps || size+more > civic.MaxSegmentBytes || !small(ops, size) && !small(n, more) {
				break
			}
			ops, size = ops+n, size+more
			j++
		}
		if dead || j > i+1 {
			out = append(out, [2]int64{all[i].From, all[j-1].To})
		}
		i = j
	}
	return out
}

// share is about how large a segment would be with what is left of it.
func share(s civic.Segment, left int) int64 {
	if s.Ops == 0 {
		return 0
	}
	return s.Size * int64(left) / int64(s.Ops)
}

// packer cuts a channel's operations into segments and has them sealed.
type packer struct {
	seal Sealer
	ch   civic.Channel
	from int64 // where the next segment begins
	most int   // segments; 0: any number
	ops  []civic.Op
	size int
	made []civic.SealedSegment
	err  error
}

// packHold is how many segments are made at once.
const packHold = 8

// add takes an operation, unless a segment more would be one too many.
func (p *packer) add(o civic.Op) bool {
	cost := opCost + len(o.Body)
	if len(p.ops) > 0 && (len(p.ops) == civic.MaxSegmentOps || p.size+cost > civic.MaxSegmentBytes) {
		if p.err = p.cut(p.ops[len(p.ops)-1].Seq); p.err != nil || len(p.made) == p.most {
			return false
		}
	}
	p.ops, p.size = append(p.ops, o), p.size+cost
	return true
}

// cut ends a segment.
func (p *packer) cut(to int64) error {
	next := civic.SealedSegment{Segment: civic.Segment{Channel: p.ch, From: p.from, To: to}}
	if len(p.ops) > 0 {
		var err error
		if next, err = p.seal(next.Segment, p.ops); err != nil {
			return err
		}
	}
	p.made = append(p.made, next)
	p.from, p.ops, p.size = to, p.ops[:0], 0
	return nil
}

// close seals what is left, up to the end of the range.
func (p *packer) close(to int64) error {
	if p.err != nil || to <= p.from {
		return p.err
	}
	return p.cut(to)
}
