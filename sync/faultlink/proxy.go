package faultlink

import (
	"context"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"time"
)

// Proxy is a box between two programs that breaks what passes, by a seed. Each
// connection is treated in one way; Heal lets all pass from then on, Break breaks
// again.
type Proxy struct {
	listener net.Listener
	target   string
	dialer   net.Dialer

	mu      sync.Mutex
	rng     *rand.Rand
	healthy bool
	open    map[net.Conn]bool
	broken  int
	busy    sync.WaitGroup
}

// treatment is what happens to one connection. The zero value lets all pass.
type treatment struct {
	refuse bool          // closed at once
	silent time.Duration // nothing passes and nobody is told, for so long; then it is closed
	up     int64         // bytes that pass to the target before the line dies; 0: all
	down   int64         // bytes that pass back; 0: all
	rate   int           // bytes a second that pass back; 0: as they come
}

// Listen opens a proxy at a loopback address, whole until Break.
func Listen(ctx context.Context, address, target string, seed uint64) (*Proxy, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	p := &Proxy{
		listener: l, target: target, healthy: true, open: map[net.Conn]bool{},
		rng: rand.New(rand.NewPCG(seed, 0x9e1)), //nolint:gosec // drawn to be repeated, not to be secret
	}
	p.busy.Go(p.accept)
	return p, nil
}

// Address is where the proxy listens.
func (p *Proxy) Address() string { return p.listener.Addr().String() }

// Break lets a part of the connections go wrong from now on.
func (p *Proxy) Break() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.healthy = false
}

// Heal lets everything pass from now on, and ends the connections that are
// broken.
func (p *Proxy) Heal() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.healthy = true
	p.hangUp()
}

// Broken tells how many connections were broken.
func (p *Proxy) Broken() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.broken
}

// Close ends the proxy and all connections.
func (p *Proxy) Close() error {
	err := p.listener.Close()
	p.mu.Lock()
	p.healthy = true
	p.hangUp()
	p.mu.Unlock()
	p.busy.Wait()
	return err
}

// hangUp closes what is open; a peer that reads or writes hears it.
func (p *Proxy) hangUp() {
	for c := range p.open {
		_ = c.Close() // it may be closed already
	}
}

func (p *Proxy) accept() {
	for {
		c, err := p.listener.Accept()
		if err != nil {
			return
		}
		t := p.draw(c)
		p.busy.Go(func() { p.serve(c, t) })
	}
}

// draw chooses what happens to the next connection; about half are whole.
func (p *Proxy) draw(c net.Conn) (t treatment) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open[c] = true
	if p.healthy {
		return t
	}
	switch p.rng.IntN(10) {
	case 0:
		t.refuse = true
	case 1:
		t.silent = time.Duration(500+p.rng.IntN(3_500)) * time.Millisecond
	case 2:
		t.up = 1 + p.rng.Int64N(1<<p.rng.IntN(13))
	case 3, 4:
		t.down = 1 + p.rng.Int64N(1<<p.rng.IntN(17))
	case 5:
		t.rate = 64 << 10
		t.down = 1 + p.rng.Int64N(1<<18)
	default:
		return t
	}
	p.broken++
	return t
}

func (p *Proxy) serve(near net.Conn, t treatment) {
	defer p.forget(near)
	if t.refuse {
		return
	}
	if t.silent > 0 {
		_ = near.SetReadDeadline(time.Now().Add(t.silent))
		_, _ = io.Copy(io.Discard, near) // swallowed; its end is the point
		return
	}
	far, err := p.dialer.Dial("tcp", p.target)
	if err != nil {
		return
	}
	p.mu.Lock()
	p.open[far] = true
	p.mu.Unlock()
	defer p.forget(far)
	var both sync.WaitGroup
	both.Go(func() { p.carry(far, near, t.up, 0); closeBoth(near, far) })
	both.Go(func() { p.carry(near, far, t.down, t.rate); closeBoth(near, far) })
	both.Wait()
}

// closeBoth ends a line at both ends; either may have ended already.
func closeBoth(a, b net.Conn) { _, _ = a.Close(), b.Close() }

func (p *Proxy) forget(c net.Conn) {
	_ = c.Close() // it may be closed already
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.open, c)
}

// carry passes up to most bytes on, all for 0, at so many a second.
func (p *Proxy) carry(to io.Writer, from io.Reader, most int64, rate int) {
	if most > 0 {
		from = io.LimitReader(from, most)
	}
	if rate > 0 {
		from = &slow{from: from, rate: rate}
	}
	_, _ = io.Copy(to, from) // a broken line is what this is for
}

// slow gives bytes no faster than the rate.
type slow struct {
	from io.Reader
	rate int
}

func (s *slow) Read(b []byte) (int, error) {
	const slices = 20 // of a second
	if most := s.rate / slices; len(b) > most {
		b = b[:most]
	}
	n, err := s.from.Read(b)
	time.Sleep(time.Duration(n) * time.Second / time.Duration(s.rate))
	return n, err
}
