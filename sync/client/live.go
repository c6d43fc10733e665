package client

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"scranno/app/civic"
	"scranno/sync/wire"
)

const (
	liveFirst = 10 * time.Second // until a stream must have said where things are
	liveEvery = 20 * time.Second // between two events where the central does not say
	liveMost  = time.Minute      // the longest interval that is believed
	liveBack  = 5 * time.Second  // a stream that ended: back within this
	liveLost  = 20 * time.Second // one that was cut: all others were cut too, perhaps
	liveNone  = 15 * time.Minute // a central that has no live line is asked again then
	pollWait  = 25               // seconds of a long poll
	pollApart = time.Second
	pollFor   = 30 * time.Minute // then a stream is tried again
)

// target is what is listened to.
type target struct {
	base   string // the central; empty: nothing
	query  string
	signed bool
}

// ears hears from the central which channels moved. What it hears is a hint:
// the desk compares it with its own cursors, and pulls. Each stream begins with
// where the channels are, so that what moved while there was none is no loss.
type ears struct {
	c    *Client
	news chan struct{} // holds one: heads or the line's state changed
	turn chan struct{} // holds one: the target changed

	mu     sync.Mutex // over what follows
	target target
	hangUp context.CancelFunc // ends the stream under way; nil: none
	up     bool
	epoch  string
	heads  map[civic.Channel]int64 // as last heard
	spread time.Duration           // over which pulls are asked to be spread
}

func newEars(c *Client) *ears {
	return &ears{c: c, news: make(chan struct{}, 1), turn: make(chan struct{}, 1)}
}

func poke(ch chan struct{}) {
	select {
	case ch <- struct{}{}:
	default:
	}
}

// listen changes what is listened to; the same again changes nothing.
func (e *ears) listen(t target) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.target == t {
		return
	}
	e.target, e.heads = t, nil
	if e.hangUp != nil {
		e.hangUp()
	}
	poke(e.turn)
}

// retry has a line that is down tried again: the central answers.
func (e *ears) retry() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.up {
		poke(e.turn)
	}
}

func (e *ears) isUp() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.up
}

func (e *ears) setUp(up bool) {
	e.mu.Lock()
	changed := e.up != up
	e.up = up
	e.mu.Unlock()
	if changed {
		poke(e.news)
	}
}

func (e *ears) hear(l wire.Live) {
	if len(l.Heads) == 0 && l.Epoch == "" {
		return
	}
	e.mu.Lock()
	if l.Epoch != "" {
		e.epoch = l.Epoch
	}
	if e.heads == nil {
		e.heads = map[civic.Channel]int64{}
	}
	maps.Copy(e.heads, l.Heads)
	e.spread = max(e.spread, min(time.Duration(l.Spread)*time.Millisecond, idlePoll))
	e.mu.Unlock()
	poke(e.news)
}

func (e *ears) takeSpread() time.Duration {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := e.spread
	e.spread = 0
	return s
}

// behind tells whether what was heard is not all here. Doubt counts as yes: a
// pull too many costs little.
func (e *ears) behind(ctx context.Context) bool {
	profile, err := e.c.store.Profile(ctx)
	if err != nil {
		return true
	}
	wants, err := e.c.store.Wants(ctx)
	if err != nil {
		return true
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.epoch != "" && e.epoch != profile.Epoch {
		return true
	}
	for _, w := range wants {
		if head, heard := e.heads[w.Channel]; heard && head != w.Tail {
			return true
		}
	}
	e.spread = 0
	return false
}

// wanted gives what this desk listens to: what it may ask for, the nearest
// first where it is more than one request takes.
func (c *Client) wanted(ctx context.Context) target {
	at, err := c.standing(ctx)
	if err != nil {
		return target{}
	}
	r := run{c: c, profile: at.profile, signed: at.signed}
	wants, err := r.wants(ctx)
	if err != nil || len(wants) == 0 {
		return target{}
	}
	channels := make([]civic.Channel, len(wants))
	for i, w := range wants {
		channels[i] = w.Channel
	}
	slices.SortFunc(channels, func(a, b civic.Channel) int {
		if a.Year() == 0 || b.Year() == 0 {
			return cmp.Or(cmp.Compare(min(a.Year(), 1), min(b.Year(), 1)), cmp.Compare(a, b))
		}
		return cmp.Or(cmp.Compare(b.Year(), a.Year()), cmp.Compare(a, b))
	})
	query, _ := wire.LiveQuery(channels)
	return target{base: at.base, query: query, signed: at.signed}
}

// run listens until the context ends.
func (e *ears) run(ctx context.Context) {
	failures, silent := 0, 0
	var polling time.Time // until then; a clock that runs evenly, never the central's
	for ctx.Err() == nil {
		within, t := e.next(ctx)
		if t.base == "" {
			return
		}
		var s heard
		var err error
		if time.Now().Before(polling) {
			s, err = e.poll(within, t)
		} else {
			s, err = e.stream(within, t)
		}
		turned := within.Err() != nil
		e.setUp(false)
		switch {
		case s.silent && (!s.began || silent > 0):
			// Something in between keeps back what is sent.
			polling, silent = time.Now().Add(pollFor), 0
		case s.silent:
			silent++
		case s.pinged:
			silent = 0
		}
		if failures++; s.began {
			failures = 0
		}
		if turned || s.silent && !s.began {
			continue
		}
		e.wait(ctx, e.pause(s, err, failures))
	}
}

// next waits for a target and gives it with a context that ends when it is no
// longer the one.
func (e *ears) next(ctx context.Context) (context.Context, target) {
	for {
		e.mu.Lock()
		select {
		case <-e.turn: // it is looked at now
		default:
		}
		if e.hangUp != nil {
			e.hangUp()
			e.hangUp = nil
		}
		if e.target.base != "" {
			within, cancel := context.WithCancel(ctx)
			e.hangUp = cancel
			t := e.target
			e.mu.Unlock()
			return within, t
		}
		e.mu.Unlock()
		select {
		case <-ctx.Done():
			return ctx, target{}
		case <-e.turn:
		}
	}
}

// wait waits, or until the target changes.
func (e *ears) wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	case <-e.turn:
	}
}

// pause gives how long to stay away, with full jitter: when one line is cut all
// are.
func (e *ears) pause(s heard, err error, failures int) time.Duration {
	longest := liveLost
	switch {
	case s.ended:
		longest = liveBack
	case civic.Is(err, civic.NotFound):
		longest = liveNone
	case failures > 1:
		longest = min(firstBackoff<<min(failures, 10), maxBackoff)
	}
	wait := time.Second/4 + e.c.jitter(longest)
	if w, ok := errors.AsType[*waitError](err); ok {
		wait += w.after
	}
	return wait
}

// heard is how listening went.
type heard struct {
	began  bool // it said where the channels are
	pinged bool
	ended  bool // by the central's own word
	silent bool // nothing came in the time in which something must
}

// stream listens to one stream to its end.
func (e *ears) stream(ctx context.Context, t target) (h heard, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	quiet := time.AfterFunc(liveFirst, cancel)
	defer func() {
		// Stopped too late: it was the silence that ended the stream.
		h.silent = !quiet.Stop() && err != nil
	}()
	resp, err := e.open(ctx, t)
	if err != nil {
		return h, err
	}
	defer func() { _ = resp.Body.Close() }() // nothing of it is waited for
	events := wire.NewEventReader(resp.Body)
	every := liveEvery
	var opened time.Time
	for {
		ev, err := events.Next()
		if err != nil {
			return h, err
		}
		switch ev.Name {
		case wire.LiveAt:
			if s := time.Duration(ev.Live.Every) * time.Second; s > 0 {
				every = min(s, liveMost)
			}
			h.began = true
			e.setUp(true)
			if opened = time.Now(); !civic.Planted(civic.BugMissedEvent) {
				e.hear(ev.Live)
			}
		case wire.LiveMoved:
			if !civic.Planted(civic.BugMissedEvent) || time.Since(opened) > time.Second {
				e.hear(ev.Live)
			}
		case wire.LivePing:
			h.pinged = true
		case wire.LiveEnd:
			h.ended = true
			return h, nil
		}
		if !quiet.Reset(2 * every) {
			return h, civic.NewError(civic.Offline, "client.live", "") // it had just run out
		}
	}
}

// open asks for a stream.
func (e *ears) open(ctx context.Context, t target) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, t.base+wire.PathLive+"?"+t.query, http.NoBody)
	if err != nil {
		return nil, civic.WrapError(civic.Internal, "client.live", err)
	}
	req.Header.Set("Accept", wire.TypeEvents+", "+wire.TypeProblem)
	req.Header.Set("Accept-Encoding", "identity")
	req.Header.Set("User-Agent", "scranno/"+civic.Version)
	hc := e.c.bare
	if t.signed {
		hc = e.c.signed
	}
	resp, err := hc.GetClient().Do(req)
	if err != nil {
		return nil, transportError(ctx, err)
	}
	if resp.StatusCode != http.StatusOK {
		err = refusal(resp)
	} else if media, _, merr := mime.ParseMediaType(resp.Header.Get("Content-Type")); merr != nil || media != wire.TypeEvents {
		err = civic.NewError(civic.Offline, "client.media", "")
	}
	if err != nil {
		_ = resp.Body.Close() // it is no stream
		return nil, err
	}
	return resp, nil
}

// poll asks again and again for what moved, for lines on which no stream comes
// through.
func (e *ears) poll(ctx context.Context, t target) (h heard, err error) {
	tag := ""
	for until := time.Now().Add(pollFor); time.Now().Before(until); {
		path := wire.PathLive + "?" + t.query + "&" + wire.ParamWait + "=" + strconv.Itoa(pollWait)
		if tag != "" {
			path += "&" + wire.ParamTag + "=" + tag
		}
		var l wire.Live
		if err := e.c.askJSON(ctx, t.base, call{path: path, signed: t.signed, timeout: 2 * pollWait * time.Second}, &l); err != nil {
			return h, err
		}
		if l.Epoch == "" || l.Tag == "" {
			return h, civic.NewError(civic.Offline, "client.live", "")
		}
		h.began = true
		tag = l.Tag
		e.setUp(true)
		e.hear(l)
		if !pauseFor(ctx, pollApart) {
			return h, ctx.Err()
		}
	}
	h.ended = true
	return h, nil
}
