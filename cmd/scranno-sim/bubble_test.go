package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/assets"
	"scranno/cmd/assemble"
	"scranno/sync/faultlink"
	"scranno/sync/server"
)

// A bubble holds the whole system in one process: real stores on real files,
// the real handlers and the real engine, HTTP over pipes in memory, and a clock
// that moves only when all are asleep.

const (
	publicURL = "http://localhost:8420"
	password  = "una parola lunga per provare"
)

// Two councillors of different towns of one region, who share a conversation;
// the third desk is the second person's other device, which only reads.
func desks() []string { return []string{"ada", "bruno", "bruno-altrove"} }

func emailOf(name string) string {
	person, _, _ := strings.Cut(name, "-")
	return person + "@esempio.it"
}

func spaceID() civic.ID  { return civic.DerivedID("sim", "space") }
func threadID() civic.ID { return civic.DerivedID("sim", "thread") }

// lan is a network in memory: each connection is a pipe.
type lan struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newLAN() *lan { return &lan{conns: make(chan net.Conn), done: make(chan struct{})} }

func (l *lan) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *lan) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

func (l *lan) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8420} }

func (l *lan) dial(ctx context.Context) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case l.conns <- far:
		return near, nil
	case <-l.done:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// system is the central and the desks of one bubble.
type system struct {
	dir     string
	url     string              // as its desks know it
	lan     atomic.Pointer[lan] // desks dial while the central comes and goes
	set     *assemble.CentralSet
	srv     *http.Server
	served  chan error
	names   []string
	links   []*faultlink.Link
	lines   []*line
	desks   []*assemble.DeskSet
	network []*http.Transport
	clocks  []time.Duration // how far each desk's clock is off; set while it is closed
	drift   time.Duration   // and the central's
}

// line is one desk's way to the central; it may die after so many bytes of
// what comes back, headers included.
type line struct {
	s   *system
	mu  sync.Mutex
	cut int64 // of the next connection; negative: whole
	got atomic.Int64

	wear func(net.Conn) net.Conn // what the line does to each connection; nil: nothing
}

// weighed counts what comes back on a line, headers included.
type weighed struct {
	net.Conn
	got *atomic.Int64
}

func (w weighed) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	w.got.Add(int64(n))
	return n, err
}

func (l *line) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	l.mu.Lock()
	cut := l.cut
	l.cut = -1
	l.mu.Unlock()
	c, err := l.s.lan.Load().dial(ctx)
	if err != nil {
		return nil, err
	}
	c = weighed{Conn: c, got: &l.got}
	if l.wear != nil {
		c = l.wear(c)
	}
	if cut < 0 {
		return c, nil
	}
	return faultlink.CutConn(c, cut), nil
}

func (l *line) cutNext(after int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = after
}

func (s *system) options() assemble.CentralOptions {
	plenty := server.Rate{PerSecond: 1e6, Burst: 1e6}
	return assemble.CentralOptions{
		Data: filepath.Join(s.dir, "central"), PublicURL: s.url, Rates: server.Rates{Address: plenty, Person: plenty}, Now: offBy(s.drift),
	}
}

func openSystem(dir string, names ...string) (*system, error) {
	return openSystemAt(publicURL, dir, names...)
}

func openSystemAt(url, dir string, names ...string) (*system, error) {
	s := &system{dir: dir, url: url, names: names}
	if err := s.startCentral(); err != nil {
		return s, err
	}
	s.names = nil
	for _, name := range names {
		if err := s.addDesk(name); err != nil {
			return s, err
		}
	}
	return s, nil
}

// addDesk opens one more desk, in the folder of its name.
func (s *system) addDesk(name string) error {
	l := &line{s: s, cut: -1}
	t := &http.Transport{DialContext: l.dial, DisableKeepAlives: true, DisableCompression: true}
	s.lines, s.network = append(s.lines, l), append(s.network, t)
	s.links = append(s.links, faultlink.New(t, faultlink.Healthy))
	s.names, s.desks, s.clocks = append(s.names, name), append(s.desks, nil), append(s.clocks, 0)
	return s.openDesk(len(s.desks) - 1)
}

// offBy is a clock that is wrong by so much.
func offBy(d time.Duration) func() time.Time { return func() time.Time { return time.Now().Add(d) } }

func (s *system) startCentral() error {
	var err error
	if s.set, err = assemble.OpenCentral(context.Background(), s.options()); err != nil {
		return err
	}
	if err = s.set.Start(context.Background()); err != nil {
		return err
	}
	h, err := s.set.Handler()
	if err != nil {
		return err
	}
	here := newLAN()
	s.lan.Store(here)
	s.srv = &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	s.served = make(chan error, 1)
	go func(srv *http.Server, l *lan, out chan<- error) { out <- srv.Serve(l) }(s.srv, here, s.served)
	return nil
}

func (s *system) stopCentral() error {
	if s.srv != nil {
		if err := errors.Join(s.srv.Close(), s.lan.Load().Close()); err != nil {
			return err
		}
		<-s.served
	}
	return s.set.Close()
}

// pass lets a long time go by while the central is down: one that serves looks
// around some times a minute, also in a bubble.
func (s *system) pass(d time.Duration) error {
	if err := s.stopCentral(); err != nil {
		return err
	}
	time.Sleep(d)
	return s.startCentral()
}

func (s *system) openDesk(i int) error {
	var err error
	s.desks[i], err = assemble.OpenDesk(context.Background(), assemble.DeskOptions{
		Home: filepath.Join(s.dir, s.names[i]), Transport: s.links[i], NoKeychain: true, Now: offBy(s.clocks[i]),
	})
	return err
}

func (s *system) reopenDesk(i int) error {
	if err := s.desks[i].Close(); err != nil {
		return err
	}
	return s.openDesk(i)
}

func (s *system) close() error {
	var errs []error
	for i, d := range s.desks {
		if d != nil {
			errs = append(errs, d.Close())
		}
		s.network[i].CloseIdleConnections()
	}
	return errors.Join(append(errs, s.stopCentral())...)
}

// template makes the folders that every history begins with: a central with its
// people, and desks that are signed in.
func template(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(inMemory(t), "template")
	synctest.Test(t, func(t *testing.T) {
		s, err := openSystem(dir, desks()...)
		if err == nil {
			err = errors.Join(s.populate(t.Context()), s.signIn(t.Context()))
		}
		if err = errors.Join(err, s.close()); err != nil {
			t.Fatal(err)
		}
	})
	return dir
}

func (s *system) populate(ctx context.Context) error {
	bodies, err := assets.DemoBodies()
	if err != nil {
		return err
	}
	if _, err := s.set.Service.ImportBodies(ctx, strings.NewReader(string(bodies)), func(_ int, lineErr error) { err = lineErr }); err != nil {
		return err
	}
	for name, body := range map[string]civic.BodyCode{"ada": "demo:908001", "bruno": "demo:908001"} {
		_, perr := s.set.AddPerson(ctx, central.NewPerson{
			Email: emailOf(name), Name: name, Mandates: []civic.Mandate{{Body: body, Office: "consigliere"}},
		}, password)
		err = errors.Join(err, perr)
	}
	space := civic.Space{Title: "Prova", Access: civic.AccessMembers, Region: "08"}
	err = errors.Join(err, s.set.Service.AddSpace(ctx, spaceID(), space))
	a, aerr := s.set.Service.AccountByEmail(ctx, emailOf("ada"))
	talk := central.Talk{ID: threadID(), Space: spaceID(), Title: "Discussione", Posts: []central.TalkPost{
		{ID: civic.DerivedID("sim", "first"), Author: a.Person, Text: "Si comincia.", At: time.Now()},
	}}
	return errors.Join(err, aerr, s.set.Service.AddTalk(ctx, talk))
}

func (s *system) signIn(ctx context.Context) error {
	for i, d := range s.desks {
		how := civic.SignInHow{Email: emailOf(s.names[i]), Password: password}
		if _, err := d.Desk.Connect(ctx, publicURL, how); err != nil {
			return err
		}
		if err := d.Desk.Keep(ctx, []civic.Region{"08"}, 1); err != nil {
			return err
		}
		if i == 2 {
			continue // it has everything still to fetch
		}
		if _, err := d.Desk.Sync(ctx, nil); err != nil {
			return err
		}
	}
	return nil
}

// copyTree copies a template; its files are closed.
func copyTree(to, from string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o700)
		}
		in, err := os.Open(path)
		if err != nil {
			return err
		}
		out, err := os.OpenFile(filepath.Join(to, rel), os.O_CREATE|os.O_WRONLY, 0o600)
		if err == nil {
			_, err = io.Copy(out, in)
			err = errors.Join(err, out.Close())
		}
		return errors.Join(err, in.Close())
	})
}

// fresh gives a history folders of its own.
func fresh(parent, from string) (dir string, err error) {
	if dir, err = os.MkdirTemp(parent, "h"); err != nil {
		return "", err
	}
	return dir, copyTree(dir, from)
}

// inBubble runs a story in a system of its own, opened from the template. It is
// closed also after a failure: nothing may be left running.
func inBubble(t *testing.T, story func(t *testing.T, s *system)) {
	t.Helper()
	dir, err := fresh(inMemory(t), template(t))
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		s, err := openSystem(dir, desks()...)
		defer func() {
			if err := s.close(); err != nil {
				t.Error(err)
			}
		}()
		if err != nil {
			t.Fatal(err)
		}
		story(t, s)
	})
}

func TestBubbleWorks(t *testing.T) {
	inBubble(t, func(t *testing.T, s *system) {
		for _, d := range s.desks {
			if _, err := d.Desk.Sync(t.Context(), nil); err != nil {
				t.Error(err)
			}
		}
		posts, _, err := s.desks[2].Desk.Posts(t.Context(), threadID())
		if err != nil || len(posts) != 1 {
			t.Errorf("%d posts, %v", len(posts), err)
		}
	})
}
