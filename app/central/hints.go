package central

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"
	"unique"

	"scranno/app/civic"
)

// Pulse tells where channels are and what moves them.
type Pulse interface {
	// Standing gives, of one picture, the epoch and the last seq of those
	// channels that may allows; of others it says nothing.
	Standing(ctx context.Context, now time.Time, channels []civic.Channel,
		may func(ctx context.Context, w civic.World, ch civic.Channel) (bool, error)) (Standing, error)
	// Moves calls moved, which returns at once, for each channel that a commit of
	// this process moved, once it is durable, until end is called.
	Moves(moved func(ch civic.Channel, seq int64)) (end func())
	// Others tells what other processes wrote until ctx ends: by moved, or by
	// wrote where it cannot say what. Both return at once. Hints may come late or
	// twice, or be lost with the line to the store: nothing rests on them.
	Others(ctx context.Context, moved func(ch civic.Channel, seq int64), wrote func()) error
}

// Standing is where channels are. It is an alias, so that a store gives it
// without knowing this room.
type Standing = struct {
	Epoch string
	Heads map[civic.Channel]int64
}

const (
	hintsAgain = 5 * time.Second       // after a failure of the store it is asked anew
	hintsApart = 20 * time.Millisecond // between two rounds of telling
	hintsEach  = 50 * time.Microsecond // and for each listener told: what telling it costs, about
)

// Standing tells where those of the channels are that the caller may read.
func (s *Service) Standing(ctx context.Context, who Caller, channels []civic.Channel) (Standing, error) {
	d := &door{person: who.Person}
	return s.store.Standing(ctx, s.now(), channels, d.may)
}

// Listen has the channels' moves told until the listener is closed. It looks at
// no right: who passes on what it says asks for Standing. Listen first and ask
// afterwards: then nothing falls between.
func (s *Service) Listen(channels []civic.Channel) *Listener { return s.hub.listen(channels) }

// hub passes on that channels moved: coalesced by channel, so bounded by their
// number, and by a goroutine of its own, so that no commit waits for it.
type hub struct {
	poke  chan struct{} // holds one
	first chan struct{} // holds one: somebody begins to listen

	mu        sync.Mutex         // over what follows; held for memory alone
	last      context.CancelFunc // called when nobody listens any more; may be nil
	listeners map[civic.Channel]map[*Listener]struct{}
	moved     map[civic.Channel]int64 // not passed on yet
	passed    map[civic.Channel]int64 // the last that was, of channels that are listened to
	foreign   bool                    // another process wrote
}

func newHub() *hub {
	return &hub{
		poke: make(chan struct{}, 1), first: make(chan struct{}, 1), listeners: map[civic.Channel]map[*Listener]struct{}{},
		moved: map[civic.Channel]int64{}, passed: map[civic.Channel]int64{},
	}
}

// tell notes that the channel is at seq. What nobody listens to is dropped.
func (h *hub) tell(ch civic.Channel, seq int64) {
	h.mu.Lock()
	heard := len(h.listeners[ch]) > 0
	if heard {
		h.moved[ch] = max(h.moved[ch], seq)
	}
	h.mu.Unlock()
	if heard {
		wake(h.poke)
	}
}

func (h *hub) tellForeign() {
	h.mu.Lock()
	h.foreign = true
	h.mu.Unlock()
	wake(h.poke)
}

func wake(ch chan struct{}) {
	select {
	case ch <- struct{}{}:
	default:
	}
}

// take gives what is to be passed on.
func (h *hub) take() (moved map[civic.Channel]int64, foreign bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	moved, foreign = h.moved, h.foreign
	h.moved, h.foreign = map[civic.Channel]int64{}, false
	return moved, foreign
}

// heard lists the channels that somebody listens to.
func (h *hub) heard() []civic.Channel {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Collect(maps.Keys(h.listeners))
}

// pass tells the listeners of each channel, and gives how many were told.
func (h *hub) pass(moved map[civic.Channel]int64) (heard int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for ch, seq := range moved {
		crowd := len(h.listeners[ch])
		if crowd == 0 || seq <= h.passed[ch] {
			continue
		}
		h.passed[ch] = seq
		for l := range h.listeners[ch] {
			l.hear(ch, seq, crowd)
		}
		heard += crowd
	}
	return heard
}

// passHints passes on what moves until the context ends.
func (s *Service) passHints(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.hub.poke:
		}
		moved, foreign := s.hub.take()
		heard := s.hub.pass(moved)
		// A busy channel is told of now and then, the more seldom the more listen.
		rest(ctx, hintsApart+time.Duration(heard)*hintsEach)
		if !foreign {
			continue
		}
		anyone := func(context.Context, civic.World, civic.Channel) (bool, error) { return true, nil }
		now, err := s.store.Standing(ctx, s.now(), s.hub.heard(), anyone)
		if err != nil {
			if ctx.Err() == nil {
				s.log.WarnContext(ctx, "what another process wrote is not told", "kind", string(civic.KindOf(err)))
			}
			continue
		}
		s.hub.pass(now.Heads)
	}
}

// takeHints takes hints from the store until the context ends. What others
// write is looked for only while somebody listens.
func (s *Service) takeHints(ctx context.Context) {
	defer s.store.Moves(s.hub.tell)()
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.hub.first:
		}
		within, stop := s.hub.whileHeard(ctx)
		for within.Err() == nil {
			s.hub.tellForeign() // what was written while nobody looked
			err := s.store.Others(within, s.hub.tell, s.hub.tellForeign)
			if within.Err() == nil {
				s.log.WarnContext(ctx, "hints of the store ended", "kind", string(civic.KindOf(err)))
				rest(within, hintsAgain)
			}
		}
		stop()
	}
}

// whileHeard gives a context that ends when nobody listens any more.
func (h *hub) whileHeard(ctx context.Context) (context.Context, context.CancelFunc) {
	within, stop := context.WithCancel(ctx)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.last = stop
	if len(h.listeners) == 0 {
		stop()
	}
	return within, stop
}

func rest(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// Listener hears what moves of its channels.
type Listener struct {
	hub      *hub
	channels []civic.Channel
	wake     chan struct{} // holds one

	mu    sync.Mutex              // over what follows; taken after the hub's
	moved map[civic.Channel]int64 // nil: nothing
	crowd int
}

func (h *hub) listen(channels []civic.Channel) *Listener {
	// Names are shared by all who listen, and hold no request's memory.
	own := make([]civic.Channel, len(channels))
	for i, ch := range channels {
		own[i] = unique.Make(ch).Value()
	}
	channels = own
	l := &Listener{hub: h, channels: channels, wake: make(chan struct{}, 1)}
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.listeners) == 0 {
		wake(h.first)
	}
	for _, ch := range channels {
		if h.listeners[ch] == nil {
			h.listeners[ch] = map[*Listener]struct{}{}
		}
		h.listeners[ch][l] = struct{}{}
	}
	return l
}

func (l *Listener) hear(ch civic.Channel, seq int64, crowd int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.moved == nil {
		l.moved = map[civic.Channel]int64{}
	}
	l.moved[ch], l.crowd = seq, max(l.crowd, crowd)
	wake(l.wake)
}

// Moved is ready when there is something to Take.
func (l *Listener) Moved() <-chan struct{} { return l.wake }

// Take gives where channels moved to since the last time, and how many listen
// to the one of them that most listen to.
func (l *Listener) Take() (moved map[civic.Channel]int64, crowd int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	moved, crowd = l.moved, l.crowd
	l.moved, l.crowd = nil, 0
	return moved, crowd
}

// Close ends it. It may be closed twice.
func (l *Listener) Close() {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	for _, ch := range l.channels {
		delete(l.hub.listeners[ch], l)
		if len(l.hub.listeners[ch]) == 0 {
			delete(l.hub.listeners, ch)
			delete(l.hub.passed, ch)
		}
	}
	if len(l.hub.listeners) == 0 && l.hub.last != nil {
		l.hub.last()
	}
}
