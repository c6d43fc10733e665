package client

import (
	"context"
	"errors"
	"sync"
	"time"

	"scranno/app/civic"
)

const (
	idlePoll     = time.Minute
	firstBackoff = 2 * time.Second // doubled with each failure in a row
	maxBackoff   = 5 * time.Minute
)

// keyNotConnected is the message of a profile that has no central yet.
const keyNotConnected = "desk.not_connected"

// Watch syncs until ctx ends: at once, then every minute while it goes well,
// with backoff and full jitter while it does not, whenever it is nudged, and
// when the live line says that something is new. changed is called from this
// goroutine before and after each sync, and when the live line comes or goes.
// Waiting is counted in durations: no clock of this machine is compared.
func (c *Client) Watch(ctx context.Context, changed func(civic.SyncState)) {
	e := newEars(c)
	ctx, stop := context.WithCancel(ctx)
	var listening sync.WaitGroup
	listening.Go(func() { e.run(ctx) })
	defer listening.Wait()
	defer stop()
	var state civic.SyncState
	failures := 0
	for ctx.Err() == nil {
		state.Busy, state.Next, state.Live = true, time.Time{}, e.isUp()
		changed(state)
		_, err := c.Sync(ctx, nil)
		if ctx.Err() != nil {
			return
		}
		state = c.stateAfter(ctx, err)
		if err == nil || notConnected(err) {
			if failures > 0 {
				e.retry()
			}
			failures = 0
		} else {
			failures++
		}
		if err == nil || civic.Is(err, civic.Unauthenticated) {
			e.listen(c.wanted(ctx))
		}
		wait, atLeast := c.pause(err, failures)
		state.Next, state.Live = c.now().Add(wait), e.isUp()
		changed(state)
		c.rest(ctx, wait, atLeast, func() bool {
			if live := e.isUp(); live != state.Live {
				state.Live = live
				changed(state)
			}
			return failures == 0 && e.behind(ctx)
		}, e)
	}
}

func (c *Client) stateAfter(ctx context.Context, err error) civic.SyncState {
	s := civic.SyncState{Online: err == nil || !civic.Is(err, civic.Offline), Err: err}
	if notConnected(err) {
		s.Online, s.Err = false, nil
	}
	if p, perr := c.store.Profile(ctx); perr == nil {
		s.Synced = p.Synced
	} else if s.Err == nil {
		s.Err = perr
	}
	var perr error
	if s.Pending, s.Refused, perr = c.store.Pending(ctx); perr != nil && s.Err == nil {
		s.Err = perr
	}
	return s
}

// pause gives how long to wait, and how much of it no nudge may shorten.
func (c *Client) pause(err error, failures int) (wait, atLeast time.Duration) {
	if err == nil || notConnected(err) {
		return idlePoll - c.jitter(idlePoll/10), 0
	}
	longest := maxBackoff
	if failures < 9 {
		longest = min(firstBackoff<<failures, maxBackoff)
	}
	wait = c.jitter(longest)
	if w, ok := errors.AsType[*waitError](err); ok {
		atLeast = w.after
		wait = atLeast + c.jitter(min(longest, atLeast))
	}
	return wait, atLeast
}

// rest waits, and wakes early at a nudge or at news once the time asked for has
// passed. behind tells whether news are any to this desk.
func (c *Client) rest(ctx context.Context, wait, atLeast time.Duration, behind func() bool, e *ears) {
	if !pauseFor(ctx, atLeast) {
		return
	}
	t := time.NewTimer(wait - atLeast)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			return
		case <-c.nudges:
			return
		case <-e.news:
			if behind() {
				pauseFor(ctx, c.jitter(e.takeSpread()))
				return
			}
		}
	}
}

// pauseFor waits, and tells whether the context still goes on.
func pauseFor(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

func notConnected(err error) bool {
	e, ok := errors.AsType[*civic.Error](err)
	return ok && e.Key == keyNotConnected
}
