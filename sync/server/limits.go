package server

import (
	"math"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// Rate is how often one may ask: so many requests a second, and so many at
// once after a pause.
type Rate struct {
	PerSecond float64
	Burst     int
}

// Rates bound requests by address and by person, how many are under way at once,
// and live streams; zero values are the defaults. A council's whole building may
// share one address.
type Rates struct {
	Address, Person Rate
	Flights         AtOnce // requests under way
	Streams         AtOnce // those who listen
}

// AtOnce is how many there may be at the same time.
type AtOnce struct{ Total, Address, Person int }

func (r Rates) orDefault() Rates {
	if r.Address.Burst == 0 {
		r.Address = Rate{PerSecond: 100, Burst: 400}
	}
	if r.Person.Burst == 0 {
		r.Person = Rate{PerSecond: 20, Burst: 200}
	}
	if r.Streams.Total == 0 {
		r.Streams = AtOnce{Total: 20_000, Address: 1_000, Person: 10}
	}
	if r.Flights.Total == 0 {
		r.Flights = AtOnce{Total: 10_000, Address: 200, Person: 12}
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
		key := addressKey(addressOf(r.RemoteAddr))
		if !s.allow(w, s.address, key) {
			return
		}
		s.underWay(w, r, key, "", next)
	})
}

func (s *Server) limitPerson(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := callerOf(r.Context()).Person
		if p == "" {
			next.ServeHTTP(w, r)
			return
		}
		if !s.allow(w, s.person, string(p)) {
			return
		}
		s.underWay(w, r, "", string(p), next)
	})
}

// underWay bounds how many requests of an address or of a person are answered
// at once: each holds memory as long as its peer takes to read. Who listens is
// counted elsewhere.
func (s *Server) underWay(w http.ResponseWriter, r *http.Request, address, person string, next http.Handler) {
	if r.URL.Path == wire.PathLive {
		next.ServeHTTP(w, r)
		return
	}
	leave, ok := s.flights.enter(address, person)
	if !ok {
		s.tooMany(w, busyFor)
		return
	}
	defer leave()
	next.ServeHTTP(w, r)
}

// tooMany asks the caller to come back after so many seconds.
func (s *Server) tooMany(w http.ResponseWriter, seconds int) {
	s.metrics.limited()
	e := problemOf(civic.NewError(civic.Busy, "server.limit", ""))
	e.Retry = seconds
	s.write(w, e)
}

func (s *Server) allow(w http.ResponseWriter, l *limiter, key string) bool {
	d := l.wait(key, time.Now())
	if d == 0 {
		return true
	}
	s.tooMany(w, int(math.Ceil(d.Seconds())))
	return false
}

// crowd counts those who are there at once.
type crowd struct {
	most  AtOnce
	mu    sync.Mutex // over what follows
	total int
	of    map[string]int // by address and by person
}

// enter counts one more, unless there are too many; leave must then be called.
func (c *crowd) enter(address, person string) (leave func(), ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.total >= c.most.Total || address != "" && c.of[address] >= c.most.Address || person != "" && c.of[person] >= c.most.Person {
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
