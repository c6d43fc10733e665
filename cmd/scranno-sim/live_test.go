package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/cmd/assemble"
	"scranno/sync/faultlink"
	"scranno/sync/wire"
)

// middle is a box between a desk and the central that treats live streams in
// its own way; all else passes.
type middle struct {
	base http.RoundTripper
	mu   sync.Mutex
	how  func(r *http.Request, resp *http.Response) (*http.Response, error)
	live int // live requests so far
}

func (m *middle) treat(how func(*http.Request, *http.Response) (*http.Response, error)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.how = how
}

func (m *middle) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := m.base.RoundTrip(r)
	m.mu.Lock()
	how := m.how
	if r.URL.Path == wire.PathLive {
		m.live++
	}
	m.mu.Unlock()
	if err != nil || how == nil || r.URL.Path != wire.PathLive {
		return resp, err
	}
	return how(r, resp)
}

// holdBack collects an answer to its end before it gives any of it.
func holdBack(_ *http.Request, resp *http.Response) (*http.Response, error) {
	all, err := io.ReadAll(resp.Body)
	if err := errors.Join(err, resp.Body.Close()); err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(strings.NewReader(string(all)))
	return resp, nil
}

// fallSilent lets the first event through and nothing after it, and tells
// neither end: a half-open line.
func fallSilent(r *http.Request, resp *http.Response) (*http.Response, error) {
	resp.Body = &silent{body: resp.Body, done: r.Context().Done()}
	return resp, nil
}

type silent struct {
	body io.ReadCloser
	done <-chan struct{}
	seen bool
}

func (s *silent) Read(p []byte) (int, error) {
	if s.seen {
		<-s.done
		return 0, context.Canceled
	}
	s.seen = true
	return s.body.Read(p)
}

func (s *silent) Close() error { return s.body.Close() }

// watcher is a desk that stays on line.
type watcher struct {
	t     *testing.T
	s     *system
	i     int
	box   *middle
	stop  context.CancelFunc
	ended chan struct{}
	mu    sync.Mutex
	state civic.SyncState
}

func watching(t *testing.T, s *system, i int) *watcher {
	t.Helper()
	w := &watcher{t: t, s: s, i: i, box: &middle{base: s.network[i]}, ended: make(chan struct{})}
	s.links[i] = faultlink.New(w.box, faultlink.Healthy)
	if err := s.reopenDesk(i); err != nil {
		t.Fatal(err)
	}
	w.watch()
	return w
}

func (w *watcher) watch() {
	ctx, stop := context.WithCancel(w.t.Context())
	w.stop = stop
	go func() {
		defer close(w.ended)
		w.s.desks[w.i].Desk.Watch(ctx, func(st civic.SyncState) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.state = st
		})
	}()
}

func (w *watcher) now() civic.SyncState {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.state
}

func (w *watcher) requests() int {
	w.box.mu.Lock()
	defer w.box.mu.Unlock()
	return w.box.live
}

// until waits for the condition in steps of the bubble's clock and gives how
// long it took.
func (w *watcher) until(what string, most time.Duration, ok func() bool) time.Duration {
	w.t.Helper()
	began := time.Now()
	for !ok() {
		if time.Since(began) > most {
			w.t.Fatalf("%s: not within %s; %+v", what, most, w.now())
		}
		time.Sleep(10 * time.Millisecond)
	}
	return time.Since(began)
}

func (w *watcher) live() bool { return w.now().Live }

func (w *watcher) shows(text string) func() bool {
	return func() bool {
		posts, _, err := w.s.desks[w.i].Desk.Posts(w.t.Context(), threadID())
		if err != nil {
			w.t.Fatal(err)
		}
		for _, p := range posts {
			if p.Post.Text == text {
				return true
			}
		}
		return false
	}
}

func (s *system) says(t *testing.T, i int, text string) {
	t.Helper()
	if _, err := s.desks[i].Desk.AddPost(t.Context(), threadID(), text, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := s.desks[i].Desk.Sync(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
}

// online runs a story with one desk that watches and one that writes.
func online(t *testing.T, story func(t *testing.T, s *system, w *watcher)) {
	t.Helper()
	inBubble(t, func(t *testing.T, s *system) {
		w := watching(t, s, 1)
		defer func() {
			w.stop()
			<-w.ended
		}()
		story(t, s, w)
	})
}

func TestANewPostShowsWithinASecond(t *testing.T) {
	online(t, func(t *testing.T, s *system, w *watcher) {
		w.until("live", 10*time.Second, w.live)
		for _, text := range []string{"uno", "due", "tre"} {
			s.says(t, 0, text)
			w.until(text, time.Second, w.shows(text))
			time.Sleep(7 * time.Second)
		}
		// Its own words come back to a desk without a pull more for each of them.
		before := w.requests()
		time.Sleep(5 * time.Minute)
		if n := w.requests() - before; n > 1 || !w.live() {
			t.Errorf("%d streams in five quiet minutes, live %v", n, w.live())
		}
	})
}

func TestWhatAnotherProcessWritesShowsToo(t *testing.T) {
	online(t, func(t *testing.T, s *system, w *watcher) {
		w.until("live", 10*time.Second, w.live)
		beside, err := assemble.OpenCentral(t.Context(), s.options())
		if err != nil {
			t.Fatal(err)
		}
		a, err := beside.Service.AccountByEmail(t.Context(), emailOf("ada"))
		if err != nil {
			t.Fatal(err)
		}
		talk := central.Talk{ID: threadID(), Space: spaceID(), Title: "Discussione", Posts: []central.TalkPost{
			{ID: civic.DerivedID("sim", "beside"), Author: a.Person, Text: "Da un'altra finestra.", At: time.Now()},
		}}
		if err := errors.Join(beside.Service.AddTalk(t.Context(), talk), beside.Close()); err != nil {
			t.Fatal(err)
		}
		w.until("the other process", 2*time.Second, w.shows("Da un'altra finestra."))
	})
}

func TestWhatMovedWhileTheLineWasDownIsNoLoss(t *testing.T) {
	online(t, func(t *testing.T, s *system, w *watcher) {
		w.until("live", 10*time.Second, w.live)
		if err := s.stopCentral(); err != nil {
			t.Fatal(err)
		}
		w.until("the end of the line", time.Second, func() bool { return !w.live() })
		if err := s.startCentral(); err != nil {
			t.Fatal(err)
		}
		s.says(t, 0, "mentre non c'era")
		w.until("live again", 2*time.Minute, w.live)
		w.until("what was missed", time.Second, w.shows("mentre non c'era"))
	})
}

// Only the stream is cut: nothing else fails, so nothing but the stream's first
// words can tell what moved between two of them.
func TestWhatMovedBetweenTwoStreamsIsNoLoss(t *testing.T) {
	online(t, func(t *testing.T, s *system, w *watcher) {
		var mu sync.Mutex
		var current io.Closer
		w.box.treat(func(_ *http.Request, resp *http.Response) (*http.Response, error) {
			mu.Lock()
			defer mu.Unlock()
			current = resp.Body
			return resp, nil
		})
		if err := w.restart(); err != nil {
			t.Fatal(err)
		}
		w.until("live", 10*time.Second, w.live)
		mu.Lock()
		err := current.Close()
		mu.Unlock()
		if err != nil {
			t.Fatal(err)
		}
		w.until("the end of the stream", time.Second, func() bool { return !w.live() })
		s.says(t, 0, "tra una linea e l’altra")
		w.until("live again", 25*time.Second, w.live)
		w.until("what was missed", time.Second, w.shows("tra una linea e l’altra"))
	})
}

func TestADeadLineIsNoticedWithinTwoPings(t *testing.T) {
	online(t, func(t *testing.T, s *system, w *watcher) {
		w.box.treat(fallSilent)
		w.s.network[1].CloseIdleConnections()
		if err := w.restart(); err != nil {
			t.Fatal(err)
		}
		w.until("live", 10*time.Second, w.live)
		took := w.until("the silence", 41*time.Second, func() bool { return !w.live() })
		if took < 30*time.Second {
			t.Errorf("given up after %s: a ping may come that late", took)
		}
		// The second silence in a row is a box that holds back: it is asked then.
		w.box.treat(func(r *http.Request, resp *http.Response) (*http.Response, error) {
			if r.URL.Query().Get(wire.ParamWait) == "" {
				return fallSilent(r, resp)
			}
			return resp, nil
		})
		w.until("live by asking", 3*time.Minute, func() bool { return w.live() && w.asks() })
		s.says(t, 0, "per un'altra via")
		w.until("by asking", 2*time.Second, w.shows("per un'altra via"))
	})
}

func TestAProxyThatHoldsBackIsAskedInstead(t *testing.T) {
	online(t, func(t *testing.T, s *system, w *watcher) {
		w.box.treat(holdBack)
		if err := w.restart(); err != nil {
			t.Fatal(err)
		}
		w.until("live by asking", time.Minute, w.live)
		s.says(t, 0, "trattenuto")
		w.until("by asking", 2*time.Second, w.shows("trattenuto"))
		before := w.requests()
		time.Sleep(5 * time.Minute)
		if n := w.requests() - before; n > 15 || !w.live() {
			t.Errorf("%d questions in five quiet minutes, live %v", n, w.live())
		}
	})
}

func TestWhoIsShutOutHearsNothingMore(t *testing.T) {
	online(t, func(t *testing.T, s *system, w *watcher) {
		w.until("live", 10*time.Second, w.live)
		if err := s.set.Service.Disable(t.Context(), emailOf("bruno"), true); err != nil {
			t.Fatal(err)
		}
		s.says(t, 0, "non per tutti")
		w.until("the end", time.Minute, func() bool { return !w.live() })
		time.Sleep(10 * time.Minute)
		if w.shows("non per tutti")() {
			t.Error("it shows to someone whose account is closed")
		}
	})
}

func TestAStreamEndsWithItsToken(t *testing.T) {
	online(t, func(t *testing.T, _ *system, w *watcher) {
		w.until("live", 10*time.Second, w.live)
		before := w.requests()
		time.Sleep(time.Hour)
		if n := w.requests() - before; n < 5 || n > 9 {
			t.Errorf("%d streams in an hour of tokens of ten minutes", n)
		}
		w.until("live", 30*time.Second, w.live)
	})
}

// restart closes the line that is up, so that the next one is treated.
func (w *watcher) restart() error {
	w.stop()
	<-w.ended
	w.ended = make(chan struct{})
	if err := w.s.reopenDesk(w.i); err != nil {
		return err
	}
	w.mu.Lock()
	w.state = civic.SyncState{}
	w.mu.Unlock()
	w.watch()
	return nil
}

// asks tells whether the desk asks instead of listening to a stream.
func (w *watcher) asks() bool {
	w.box.mu.Lock()
	defer w.box.mu.Unlock()
	return w.box.live > 2
}
