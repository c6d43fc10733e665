package client

import (
	"context"
	"errors"
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
// with backoff and full jitter while it does not, and whenever it is nudged.
// changed is called from this goroutine before and after each sync. Waiting is
// counted in durations: no clock of this machine is compared.
func (c *Client) Watch(ctx context.Context, changed func(civic.SyncState)) {
	var state civic.SyncState
	failures := 0
	for ctx.Err() == nil {
		state.Busy, state.Next = true, time.Time{}
		changed(state)
		_, err := c.Sync(ctx, nil)
		if ctx.Err() != nil {
			return
		}
		state = c.stateAfter(ctx, err)
		if err == nil || notConnected(err) {
			failures = 0
		} else {
			failures++
		}
		wait, atLeast := c.pause(err, failures)
		state.Next = c.now().Add(wait)
		changed(state)
		c.rest(ctx, wait, atLeast)
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

// rest waits, and wakes early at a nudge once the time asked for has passed.
func (c *Client) rest(ctx context.Context, wait, atLeast time.Duration) {
	first := time.NewTimer(atLeast)
	defer first.Stop()
	select {
	case <-ctx.Done():
		return
	case <-first.C:
	}
	t := time.NewTimer(wait - atLeast)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	case <-c.nudges:
	}
}

func notConnected(err error) bool {
	e, ok := errors.AsType[*civic.Error](err)
	return ok && e.Key == keyNotConnected
}
