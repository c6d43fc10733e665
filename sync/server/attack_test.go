package server_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/klauspost/compress/zstd"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/sync/server"
	"scranno/sync/wire"
)

// noStore has no data: who only listens needs none.
type noStore struct{ central.Store }

// crowded is a central whose pages take as long as it is told.
type crowded struct {
	fake
	hub     *central.Service
	mu      sync.Mutex
	checked int
	until   time.Time
	inside  chan struct{} // a page is being made
	goOn    chan struct{}
}

func newCrowded(t *testing.T) *crowded {
	t.Helper()
	hub, err := central.New(noStore{}, central.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &crowded{hub: hub, fake: fake{page: civic.Page{Epoch: "e1"}}}
}

func (c *crowded) Listen(channels []civic.Channel) *central.Listener { return c.hub.Listen(channels) }

func (c *crowded) Standing(context.Context, central.Caller, []civic.Channel) (central.Standing, error) {
	return central.Standing{Epoch: "e1", Heads: map[civic.Channel]int64{"talk/08": 3}}, nil
}

func (c *crowded) Feed(context.Context, central.Caller, central.FeedRequest) (civic.Page, error) {
	if c.inside != nil {
		c.inside <- struct{}{}
		<-c.goOn
	}
	return c.page, nil
}

func (c *crowded) Verify(ctx context.Context, token string) (central.Token, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.checked++
	t, err := c.fake.Verify(ctx, token)
	if !c.until.IsZero() {
		t.Until = c.until
		if !time.Now().Before(c.until) {
			return central.Token{}, civic.NewError(civic.Unauthenticated, "test", "")
		}
	}
	return t, err
}

func handler(t *testing.T, c *crowded, rates server.Rates) http.Handler {
	t.Helper()
	s, err := server.New(server.Options{Service: c, Verifier: c, Log: slog.New(slog.DiscardHandler), Rates: rates})
	if err != nil {
		t.Fatal(err)
	}
	return s.Handler()
}

func feedAs(t *testing.T, h http.Handler, token string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, wire.PathFeed, strings.NewReader(`{"channels":[]}`))
	r.Header.Set("Content-Type", wire.TypeJSON)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// A token is checked once and believed to its end, not a moment longer.
func TestATokenIsBelievedToItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowded(t)
		c.until = time.Now().Add(10 * time.Minute)
		h := handler(t, c, server.Rates{})
		for range 5 {
			if w := feedAs(t, h, "good"); w.Code != http.StatusOK {
				t.Fatal(w.Code)
			}
			time.Sleep(time.Minute)
		}
		if c.checked != 1 {
			t.Errorf("the signature was checked %d times", c.checked)
		}
		time.Sleep(5 * time.Minute)
		if w := feedAs(t, h, "good"); w.Code != http.StatusUnauthorized {
			t.Errorf("after its end: %d", w.Code)
		}
		if w := feedAs(t, h, "bad"); w.Code != http.StatusUnauthorized || c.checked < 3 {
			t.Errorf("a bad one: %d, checked %d times", w.Code, c.checked)
		}
	})
}

func TestTooManyAtOnceComeBackLater(t *testing.T) {
	for name, c := range map[string]struct {
		most  server.AtOnce
		token string
	}{
		"of an address": {server.AtOnce{Total: 100, Address: 2, Person: 100}, ""},
		"of a person":   {server.AtOnce{Total: 100, Address: 100, Person: 2}, "good"},
	} {
		t.Run(name, func(t *testing.T) {
			svc := newCrowded(t)
			svc.inside, svc.goOn = make(chan struct{}), make(chan struct{})
			h := handler(t, svc, server.Rates{Flights: c.most})
			var held sync.WaitGroup
			for range 2 {
				held.Go(func() { feedAs(t, h, c.token) })
				<-svc.inside
			}
			w := feedAs(t, h, c.token)
			if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" || w.Header().Get("Content-Type") != wire.TypeProblem {
				t.Errorf("the third: %d %v", w.Code, w.Header())
			}
			close(svc.goOn)
			held.Wait()
			svc.inside = nil
			if w := feedAs(t, h, c.token); w.Code != http.StatusOK {
				t.Errorf("afterwards: %d", w.Code)
			}
		})
	}
}

// listens opens a stream that is held until the context ends, and gives its
// status, whether one is asked to come back, and its first event.
func listens(ctx context.Context, t *testing.T, url, token string) (status int, later string, first wire.Event) {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+wire.PathLive+"?channels=talk/08", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	context.AfterFunc(ctx, func() { res.Body.Close() })
	if res.StatusCode == http.StatusOK {
		if first, err = wire.NewEventReader(res.Body).Next(); err != nil {
			t.Fatal(err)
		}
	}
	return res.StatusCode, res.Header.Get("Retry-After"), first
}

func TestWhoListensIsCounted(t *testing.T) {
	for name, c := range map[string]struct {
		most  server.AtOnce
		token string
	}{
		"of an address": {server.AtOnce{Total: 100, Address: 3, Person: 100}, ""},
		"of a person":   {server.AtOnce{Total: 100, Address: 100, Person: 3}, "good"},
		"in all":        {server.AtOnce{Total: 3, Address: 100, Person: 100}, "good"},
	} {
		t.Run(name, func(t *testing.T) {
			ts := httptest.NewServer(handler(t, newCrowded(t), server.Rates{Streams: c.most}))
			defer ts.Close()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			for range 3 {
				status, _, e := listens(ctx, t, ts.URL, c.token)
				if status != http.StatusOK || e.Name != wire.LiveAt || e.Live.Heads["talk/08"] != 3 {
					t.Fatalf("%d %+v", status, e)
				}
			}
			if status, later, _ := listens(ctx, t, ts.URL, c.token); status != http.StatusTooManyRequests || later == "" {
				t.Errorf("the fourth: %d, %q", status, later)
			}
		})
	}
}

func TestLiveRequestsAreChecked(t *testing.T) {
	ts := httptest.NewServer(handler(t, newCrowded(t), server.Rates{}))
	defer ts.Close()
	for query, want := range map[string]int{
		"": 400, "?channels=": 400, "?channels=a&wait=-1": 400, "?channels=a&wait=x": 400, "?channels=a&tag=" + strings.Repeat("x", 99): 400,
		"?channels=" + manyChannels(wire.MaxLiveChannels+1): 413,
	} {
		res, data := send(t, http.MethodGet, ts.URL+wire.PathLive+query, "")
		if res.StatusCode != want {
			t.Errorf("%.30s: %d, want %d", query, res.StatusCode, want)
		}
		problem(t, res, data)
	}
	if res, data := send(t, http.MethodGet, ts.URL+wire.PathLive+"?channels=a", "", "Authorization", "Bearer revoked"); res.StatusCode != 401 {
		t.Errorf("a revoked desk: %d %s", res.StatusCode, data)
	}
}

func manyChannels(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "c%d,", i)
	}
	return b.String()
}

// A frame of a few bytes may ask for a window of megabytes.
func TestAFewBytesDoNotTakeMuchMemory(t *testing.T) {
	var frame bytes.Buffer
	z, err := zstd.NewWriter(&frame, zstd.WithWindowSize(8<<20), zstd.WithSingleSegment(false))
	if err != nil {
		t.Fatal(err)
	}
	// More than one block, so that the frame says its window.
	if _, err := z.Write(bytes.Repeat([]byte(" "), 200<<10)); err != nil || z.Flush() != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	h := handler(t, newCrowded(t), server.Rates{})
	ask := func() int {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, wire.PathFeed, bytes.NewReader(frame.Bytes()))
		r.Header.Set("Content-Type", wire.TypeJSON)
		r.Header.Set("Content-Encoding", "zstd")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	ask()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if code := ask(); code < 400 || code >= 500 {
		t.Errorf("%d", code)
	}
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 3<<20 {
		t.Errorf("%d bytes for a request of %d", took, frame.Len())
	}
}

// pipes is a listener whose connections have no buffer: who does not read, or
// does not write, is felt at once.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	select {
	case <-p.done:
	default:
		close(p.done)
	}
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

// served runs a server in the bubble's time and gives a way to dial it.
func served(t *testing.T, h http.Handler) (dial func() net.Conn, stop func()) {
	t.Helper()
	ln := &pipes{conns: make(chan net.Conn), done: make(chan struct{})}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, ln, h, slog.New(slog.DiscardHandler)) }()
	dial = func() net.Conn {
		near, far := net.Pipe()
		ln.conns <- far
		return near
	}
	return dial, func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

// shutAfter tells how long a connection is left open by the other side.
func shutAfter(c net.Conn) time.Duration {
	began := time.Now()
	_, _ = io.Copy(io.Discard, c)
	return time.Since(began)
}

func TestSlowPeersAreShutOut(t *testing.T) {
	big := civic.Page{Epoch: "e1", Ops: []civic.Op{{Seq: 1, Record: civic.Record{
		Kind: civic.KindAct, ID: person, Channel: "acts/08/2026", Version: 1, Born: 1, Body: json.RawMessage(`"` + strings.Repeat("a", 1<<20) + `"`),
	}}}}
	const feed = "POST " + wire.PathFeed + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
	for name, c := range map[string]struct {
		say  string
		read bool // what comes back is read
		most time.Duration
	}{
		"says nothing":                {"", true, 15 * time.Second},
		"half a header":               {"GET /v1/hello HTTP/1.1\r\nHost: x\r\nX-A: ", true, 15 * time.Second},
		"half a body":                 {feed + "500\r\n\r\n{\"channels\":", true, 2 * time.Minute},
		"a whole one, and then quiet": {feed + "15\r\n\r\n{\"channels\":[]}", true, 3 * time.Minute},
		"asks and does not read":      {feed + "15\r\n\r\n{\"channels\":[]}", false, 4 * time.Minute},
		"a flood of headers":          {"GET /v1/hello HTTP/1.1\r\nHost: x\r\n" + strings.Repeat("X-A: "+strings.Repeat("a", 1000)+"\r\n", 60), true, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				svc := newCrowded(t)
				svc.page = big
				dial, stop := served(t, handler(t, svc, server.Rates{}))
				defer stop()
				conn := dial()
				defer conn.Close()
				go func() { _, _ = io.WriteString(conn, c.say) }()
				if c.read {
					if took := shutAfter(conn); took > c.most {
						t.Errorf("left open for %s", took)
					}
					return
				}
				time.Sleep(c.most)
				if took := shutAfter(conn); took > time.Second {
					t.Errorf("still open after %s, for %s", c.most, took)
				}
			})
		})
	}
}

func TestAListenerThatDoesNotReadIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial, stop := served(t, handler(t, newCrowded(t), server.Rates{}))
		defer stop()
		conn := dial()
		defer conn.Close()
		if _, err := io.WriteString(conn, "GET "+wire.PathLive+"?channels=talk/08 HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		in := bufio.NewReader(conn)
		for {
			line, err := in.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(line, "data:") {
				break
			}
		}
		time.Sleep(time.Minute) // a ping is due meanwhile, and nobody takes it
		if took := shutAfter(conn); took > time.Second {
			t.Errorf("still open for %s", took)
		}
	})
}

// Who only listens does not keep the server from ending.
func TestServeDoesNotWaitForListeners(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial, stop := served(t, handler(t, newCrowded(t), server.Rates{}))
		conn := dial()
		defer conn.Close()
		if _, err := io.WriteString(conn, "GET "+wire.PathLive+"?channels=talk/08 HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		var heard bytes.Buffer
		read := make(chan struct{})
		go func() {
			defer close(read)
			_, _ = io.Copy(&heard, conn)
		}()
		time.Sleep(time.Second)
		began := time.Now()
		stop()
		<-read
		if took := time.Since(began); took > 2*time.Second || !strings.Contains(heard.String(), "event: "+wire.LiveEnd) {
			t.Errorf("after %s, having said %q", took, heard.String())
		}
	})
}

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }
