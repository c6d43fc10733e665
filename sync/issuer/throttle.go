package issuer

import (
	"sync"
	"time"
)

// throttle makes those who guess wait: after some failures every further one
// doubles the pause, for the account and for the address alike.
type throttle struct {
	mu   sync.Mutex
	seen map[string]*failures
}

type failures struct {
	count int
	last  time.Time
	until time.Time
}

// Numbers of the throttle. A council shares one address: it gets more tries.
const (
	freeAccount = 5
	freeAddress = 30
	firstPause  = 2 * time.Second
	mostPause   = 5 * time.Minute
	forgetAfter = 30 * time.Minute
	maxSeen     = 20_000
)

func newThrottle() *throttle { return &throttle{seen: map[string]*failures{}} }

// wait gives how long one has to wait before trying again.
func (t *throttle) wait(now time.Time, keys ...string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	var longest time.Duration
	for _, k := range keys {
		if f := t.seen[k]; f != nil {
			longest = max(longest, f.until.Sub(now))
		}
	}
	return longest
}

func (t *throttle) failed(now time.Time, key string, free int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f := t.seen[key]
	if f == nil || now.Sub(f.last) > forgetAfter {
		if len(t.seen) >= maxSeen {
			t.forget(now)
		}
		f = &failures{}
		t.seen[key] = f
	}
	f.count++
	f.last = now
	if over := f.count - free; over >= 0 {
		f.until = now.Add(min(firstPause<<min(over, 10), mostPause))
	}
}

func (t *throttle) forget(now time.Time) {
	for k, f := range t.seen {
		if now.Sub(f.last) > forgetAfter {
			delete(t.seen, k)
		}
	}
	if len(t.seen) >= maxSeen {
		clear(t.seen)
	}
}

func (t *throttle) succeeded(keys ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, k := range keys {
		delete(t.seen, k)
	}
}
