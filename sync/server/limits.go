package server

import (
	"math"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"scranno/app/civic"
)

// Rate is how often one may ask: so many requests a second, and so many at
// once after a pause.
type Rate struct {
	PerSecond float64
	Burst     int
}

// Rates bound requests by address and by person, and live streams; zero values
// are the defaults. A council's whole building may share one address.
type Rates struct {
	Address, Person Rate
	Streams         Streams
}

// Streams is how many may listen at once.
type Streams struct{ Total, Address, Person int }

func (r Rates) orDefault() Rates {
	if r.Address.Burst == 0 {
		r.Address = Rate{PerSecond: 100, Burst: 400}
	}
	if r.Person.Burst == 0 {
		r.Person = Rate{PerSecond: 20, Burst: 200}
	}
	if r.Streams.Total == 0 {
		r.Streams = Streams{Total: 20_000, Address: 1_000, Person: 10}
	}
	return r
}

// maxCallers bounds what is remembered of callers.
const maxCallers = 20_000

// limiter is a set of token buckets. The lock guards the map alone.
type limiter struct {
	rate Rate
	mu   sync.Mutex
	seen map[string]*bucket
}

type bucket struct {
	tokens *rate.Limiter
	used   time.Time
}

func newLimiter(r Rate) *limiter { return &limiter{rate: r, seen: map[string]*bucket{}} }

// wait gives how long the caller has to wait; zero: go on.
func (l *limiter) wait(key string, now time.Time) time.Duration {
	l.mu.Lock()
	b := l.seen[key]
	if b == nil {
		if len(l.seen) >= maxCallers {
			l.forget(now)
		}
		b = &bucket{tokens: rate.NewLimiter(rate.Limit(l.rate.PerSecond), l.rate.Burst)}
		l.seen[key] = b
	}
	b.used = now
	l.mu.Unlock()
	r := b.tokens.ReserveN(now, 1)
	if d := r.DelayFrom(now); d > 0 {
		r.CancelAt(now)
		return d
	}
	return 0
}

// forget drops buckets that are full again; where all are in use, all go: a
// full map must not grow, and a fresh bucket is only a fresh burst.
func (l *limiter) forget(now time.Time) {
	full := time.Duration(float64(l.rate.Burst) / l.rate.PerSecond * float64(time.Second))
	for k, b := range l.seen {
		if now.Sub(b.used) > full {
			delete(l.seen, k)
		}
	}
	if len(l.seen) >= maxCallers {
		clear(l.seen)
	}
}

func (s *Server) limitAddress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.allow(w, s.address, addressKey(addressOf(r.RemoteAddr))) {
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) limitPerson(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p := callerOf(r.Context()).Person; p != "" && !s.allow(w, s.person, string(p)) {
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) allow(w http.ResponseWriter, l *limiter, key string) bool {
	d := l.wait(key, time.Now())
	if d == 0 {
		return true
	}
	s.metrics.limited()
	e := problemOf(civic.NewError(civic.Busy, "server.limit", ""))
	e.Retry = int(math.Ceil(d.Seconds()))
	s.write(w, e)
	return false
}

// crowd counts those who listen.
type crowd struct {
	most  Streams
	mu    sync.Mutex // over what follows
	total int
	of    map[string]int // by address and by person
}

// enter counts one more, unless there are too many; leave must then be called.
func (c *crowd) enter(address, person string) (leave func(), ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.total >= c.most.Total || c.of[address] >= c.most.Address || person != "" && c.of[person] >= c.most.Person {
		return nil, false
	}
	if c.of == nil {
		c.of = map[string]int{}
	}
	c.add(address, person, 1)
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.add(address, person, -1)
	}, true
}

func (c *crowd) add(address, person string, n int) {
	c.total += n
	for _, key := range []string{address, person} {
		if key == "" {
			continue
		}
		if c.of[key] += n; c.of[key] <= 0 {
			delete(c.of, key)
		}
	}
}

// addressKey takes an IPv6 network for one caller: a household has 2^64
// addresses.
func addressKey(a netip.Addr) string {
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}
