package client_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/klauspost/compress/zstd"

	"scranno/app/civic"
	"scranno/sync/client"
	"scranno/sync/faultlink"
	"scranno/sync/wire"
)

func TestSyncPushesAndPulls(t *testing.T) {
	w := newWorld(t, nil)
	id := w.store.enqueue(1)
	var last civic.Progress
	got, err := w.client.Sync(t.Context(), func(p civic.Progress) { last = p })
	if err != nil {
		t.Fatal(err)
	}
	if want := (civic.SyncResult{Pulled: 9, Pushed: 1, Complete: true}); got != want {
		t.Errorf("result %+v, want %+v", got, want)
	}
	if len(w.store.ops) != 9 || w.store.done[id] != civic.Accepted {
		t.Errorf("%d records, outcome %q", len(w.store.ops), w.store.done[id])
	}
	if last.Done != 9 || last.Total != 9 {
		t.Errorf("progress %+v", last)
	}
	if p := w.store.profile; p.Epoch != "e1" || p.Hello == nil || p.Synced.IsZero() {
		t.Errorf("profile %+v", p)
	}
	w.central.log[acts] = 8
	if got, err = w.client.Sync(t.Context(), nil); err != nil || got.Pulled != 1 {
		t.Errorf("second sync %+v, %v", got, err)
	}
}

// Whatever stands in for the central's answer, nothing leaves the queue, the
// failure has its kind, and after healing everything is done once.
func TestQueueSurvivesEveryFailure(t *testing.T) {
	html := func(status int) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, "<html>pagina</html>")
		}
	}
	say := func(kind civic.ErrorKind) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) { problem(w, civic.NewError(kind, "", "")) }
	}
	rows := []struct {
		name   string
		answer func(http.ResponseWriter)
		want   civic.ErrorKind
	}{
		{"portal", html(200), civic.Offline},
		{"502", html(502), civic.Offline},
		{"503", html(503), civic.Offline},
		{"404 of someone else", html(404), civic.Offline},
		{"408", html(408), civic.Offline},
		{"429 of a proxy", html(429), civic.Busy},
		{"429", say(civic.Busy), civic.Busy},
		{"401", say(civic.Unauthenticated), civic.Unauthenticated},
		{"500", say(civic.Internal), civic.Internal},
		{"redirect", func(w http.ResponseWriter) {
			w.Header().Set("Location", "http://login.invalid/")
			w.WriteHeader(http.StatusTemporaryRedirect)
		}, civic.Offline},
		{"JSON of someone else", func(w http.ResponseWriter) { sendJSON(w, map[string]int{"answers": 3}) }, civic.Offline},
		{"half a JSON", func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", wire.TypeJSON)
			_, _ = io.WriteString(w, `{"answers":[{"id":`)
		}, civic.Offline},
		{"an answer to another command", func(w http.ResponseWriter) {
			sendJSON(w, wire.NewPushAnswer([]civic.Answer{{ID: idOf(99), State: civic.AnswerDeferred}}))
		}, civic.Offline},
		{"not gzip", func(w http.ResponseWriter) {
			w.Header().Set("Content-Encoding", "gzip")
			sendJSON(w, wire.PushAnswer{})
		}, civic.Offline},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			w := newWorld(t, nil)
			id := w.store.enqueue(1)
			w.central.before = func(rw http.ResponseWriter, r *http.Request) bool {
				if r.URL.Path != wire.PathCommands {
					return false
				}
				row.answer(rw)
				return true
			}
			got, err := w.client.Sync(t.Context(), nil)
			if civic.KindOf(err) != row.want || got.Pending != 1 || got.Complete {
				t.Fatalf("%+v, %v", got, err)
			}
			if len(w.store.sending) != 0 || !slices.Contains(w.store.unsent, row.want) {
				t.Errorf("still sending %v, told %v", w.store.sending, w.store.unsent)
			}
			w.central.before = nil
			if got, err = w.client.Sync(t.Context(), nil); err != nil || got.Pushed != 1 || w.store.done[id] != civic.Accepted {
				t.Errorf("after healing %+v, %v", got, err)
			}
		})
	}
}

func TestReplyCutAtEveryByte(t *testing.T) {
	for after := int64(0); ; after += 5 {
		w := newWorld(t, nil)
		id := w.store.enqueue(1)
		var cut bool
		link := faultlink.New(client.NewTransport(), func(r *http.Request) faultlink.Fault {
			if r.URL.Path == wire.PathCommands && !cut {
				cut = true
				return faultlink.Fault{Kind: faultlink.CutReply, After: after}
			}
			return faultlink.Fault{}
		})
		c, err := client.New(client.Options{Store: w.store, SignIn: w.token, Transport: link})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Sync(t.Context(), nil)
		if err == nil {
			if after < 40 {
				t.Fatalf("cut after %d bytes went unnoticed", after)
			}
			return
		}
		if !civic.Is(err, civic.Offline) {
			t.Fatalf("after %d: %v", after, err)
		}
		if _, err := c.Sync(t.Context(), nil); err != nil || w.store.done[id] != civic.Accepted || w.central.got[id] != 1 {
			t.Fatalf("after %d bytes: %v, %q", after, err, w.store.done[id])
		}
	}
}

// A page cut on its way is never applied, asked for again in smaller pieces,
// and the sync ends whole.
func TestCutPageIsAskedAgainSmaller(t *testing.T) {
	cuts := 0
	w := newWorld(t, func(base http.RoundTripper) http.RoundTripper {
		return faultlink.New(base, func(r *http.Request) faultlink.Fault {
			if r.URL.Path == wire.PathFeed && cuts < 3 {
				cuts++
				return faultlink.Fault{Kind: faultlink.CutReply, After: 300}
			}
			return faultlink.Fault{}
		})
	})
	got, err := w.client.Sync(t.Context(), nil)
	if err != nil || got.Pulled != 9 || !got.Complete {
		t.Fatalf("%+v, %v", got, err)
	}
	sizes := w.central.feeds
	if !(sizes[0].Max > sizes[1].Max && sizes[1].Max > sizes[2].Max) {
		t.Errorf("asked for %d, %d, %d bytes", sizes[0].Max, sizes[1].Max, sizes[2].Max)
	}
}

func TestCompressedPage(t *testing.T) {
	w := newWorld(t, func(base http.RoundTripper) http.RoundTripper {
		return roundTrip(func(r *http.Request) (*http.Response, error) {
			resp, err := base.RoundTrip(r)
			if err != nil || r.URL.Path != wire.PathFeed || !strings.Contains(r.Header.Get("Accept-Encoding"), "zstd") {
				return resp, err
			}
			var b bytes.Buffer
			z, err := zstd.NewWriter(&b)
			if err != nil {
				return nil, err
			}
			_, err = io.Copy(z, resp.Body)
			err = errors.Join(err, z.Close(), resp.Body.Close())
			resp.Body, resp.ContentLength = io.NopCloser(&b), -1
			resp.Header.Set("Content-Encoding", "zstd")
			resp.Header.Del("Content-Length")
			return resp, err
		})
	})
	if got, err := w.client.Sync(t.Context(), nil); err != nil || got.Pulled != 9 {
		t.Fatalf("%+v, %v", got, err)
	}
}

// Without a token private channels are not asked for, so that their absence is
// never taken for a loss; the public ones come all the same.
func TestWithoutToken(t *testing.T) {
	for name, tok := range map[string]token{"missing": {missing: true}, "expired": {expired: true}, "another's": {person: idOf(99)}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, nil)
			*w.token = tok
			w.store.enqueue(1)
			got, err := w.client.Sync(t.Context(), nil)
			if !civic.Is(err, civic.Unauthenticated) || got.Pulled != 7 || got.Pending != 1 {
				t.Fatalf("%+v, %v", got, err)
			}
			for _, q := range w.central.feeds {
				for _, want := range q.Wants {
					if want.Channel == mine {
						t.Fatal("a private channel was asked for")
					}
				}
			}
			if len(w.store.lost) != 0 || len(w.central.pushes) != 0 {
				t.Errorf("lost %v, pushes %d", w.store.lost, len(w.central.pushes))
			}
		})
	}
}

func TestReaderWhoNeverSignedIn(t *testing.T) {
	w := newWorld(t, nil)
	w.token.missing = true
	w.store.profile.Person = ""
	space := civic.SpaceChannel(idOf(5))
	w.store.wants = append(w.store.wants, civic.Want{Channel: space, Tail: civic.Unopened})
	got, err := w.client.Sync(t.Context(), nil)
	if err != nil || got.Pulled != 7 || !got.Complete || len(w.store.lost) != 0 {
		t.Fatalf("%+v, %v, lost %v", got, err, w.store.lost)
	}
}

// What is answered "not yet" waits for the next sync, and what stands behind it
// goes at once, also beyond the size of one push.
func TestDeferredDoesNotJam(t *testing.T) {
	w := newWorld(t, nil)
	w.central.hello.MaxPush = 3
	for n := range 10 {
		w.store.enqueue(n)
	}
	w.central.answer = func(c civic.Command) (civic.AnswerState, civic.ReceiptOutcome) {
		switch {
		case c.ID == idOf(4):
			return civic.AnswerReceipt, civic.Refused
		case c.N < 4:
			return civic.AnswerLater, ""
		}
		return civic.AnswerReceipt, civic.Accepted
	}
	got, err := w.client.Sync(t.Context(), nil)
	if err != nil || got.Pushed != 5 || got.Refused != 1 || got.Pending != 4 {
		t.Fatalf("%+v, %v", got, err)
	}
	if len(w.central.pushes) > 5 {
		t.Errorf("%d pushes", len(w.central.pushes))
	}
	if len(w.store.sending) != 0 {
		t.Errorf("left sending: %v", w.store.sending)
	}
}

func TestSpoiledCommandIsFound(t *testing.T) {
	w := newWorld(t, nil)
	for n := range 8 {
		w.store.enqueue(n)
	}
	w.central.answer = func(civic.Command) (civic.AnswerState, civic.ReceiptOutcome) {
		return civic.AnswerReceipt, civic.Accepted
	}
	bad := []byte(string(idOf(5)))
	var requests int
	spoil := roundTrip(func(r *http.Request) (*http.Response, error) {
		if r.URL.Path == wire.PathCommands {
			requests++
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return nil, err
			}
			plain := body
			if r.Header.Get("Content-Encoding") == "zstd" {
				if plain, err = unzstd(body); err != nil {
					return nil, err
				}
			}
			if bytes.Contains(plain, bad) {
				rec := &http.Response{StatusCode: 400, Header: http.Header{"Content-Type": {wire.TypeProblem}}, Request: r}
				rec.Body = io.NopCloser(bytes.NewReader(wire.NewProblem(civic.NewError(civic.Invalid, "", "")).Encode()))
				return rec, nil
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
		}
		return http.DefaultTransport.RoundTrip(r)
	})
	c, err := client.New(client.Options{Store: w.store, SignIn: w.token, Transport: spoil})
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.Sync(t.Context(), nil)
	if !civic.Is(err, civic.Invalid) || got.Pushed != 7 || got.Pending != 1 || got.Pulled != 9 {
		t.Fatalf("%+v, %v", got, err)
	}
	if requests > 10 {
		t.Errorf("%d requests to find one command", requests)
	}
}

func TestCopiedProfileTakesANewDevice(t *testing.T) {
	w := newWorld(t, nil)
	id := w.store.enqueue(1)
	w.central.before = func(rw http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == wire.PathCommands && len(w.store.devices) == 0 {
			problem(rw, civic.NewError(civic.Conflict, "", "new-device"))
			return true
		}
		return false
	}
	got, err := w.client.Sync(t.Context(), nil)
	if err != nil || got.Pushed != 1 || w.store.done[id] != civic.Accepted {
		t.Fatalf("%+v, %v", got, err)
	}
	if len(w.store.devices) != 1 || !w.store.devices[0].Valid() || w.central.pushes[0].Device != w.store.devices[0] {
		t.Errorf("devices %v", w.store.devices)
	}
}

func TestNewEpoch(t *testing.T) {
	w := newWorld(t, nil)
	if _, err := w.client.Sync(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	// The central is restored between hello and the first page.
	w.central.before = func(_ http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == wire.PathFeed {
			w.central.epoch = "e2"
		}
		return false
	}
	got, err := w.client.Sync(t.Context(), nil)
	if err != nil || got.Pulled != 9 || !slices.Equal(w.store.epochs, []string{"e1", "e2"}) {
		t.Fatalf("%+v, %v, epochs %v", got, err, w.store.epochs)
	}
}

func TestTooOld(t *testing.T) {
	w := newWorld(t, nil)
	w.store.enqueue(1)
	w.central.hello.Schemas = [2]int{civic.SchemaVersion + 1, civic.SchemaVersion + 2}
	got, err := w.client.Sync(t.Context(), nil)
	if !civic.Is(err, civic.TooOld) || got.Pushed != 1 || got.Pending != 0 || len(w.central.feeds) != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
}

func TestPlainHTTPOnlyOnLoopback(t *testing.T) {
	refuse := roundTrip(func(*http.Request) (*http.Response, error) {
		t.Error("a request left")
		return nil, io.EOF
	})
	for _, url := range []string{"", "http://centrale.example.it", "ftp://localhost", "http://127.0.0.1.example.it", "https://u:p@h", "file:///x", "http://10.0.0.1"} {
		c, err := client.New(client.Options{Store: newFakeStore(url), Transport: refuse})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Sync(t.Context(), nil); err == nil || civic.Is(err, civic.Offline) {
			t.Errorf("%q: %v", url, err)
		}
	}
}

// A page that asks for more and moves nothing must not go round for ever, and
// one of another channel must not be applied.
func TestImplausiblePages(t *testing.T) {
	rows := []struct {
		name string
		page civic.Page
	}{
		{"moves nothing", civic.Page{Epoch: "e1", More: true}},
		{"another channel", civic.Page{Epoch: "e1", Ops: []civic.Op{opAt("talk/08", 1)}}},
		{"another cursor", civic.Page{Epoch: "e1", Cursors: []civic.Cursor{{Channel: "talk/08", Tail: 3}}}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			w := newWorld(t, nil)
			w.central.before = func(rw http.ResponseWriter, r *http.Request) bool {
				if r.URL.Path != wire.PathFeed {
					return false
				}
				rw.Header().Set("Content-Type", wire.TypePage)
				if err := wire.WritePage(rw, row.page); err != nil {
					t.Error(err)
				}
				return true
			}
			if _, err := w.client.Sync(t.Context(), nil); err == nil {
				t.Fatal("taken for good")
			}
			if len(w.store.ops) != 0 {
				t.Error("applied")
			}
		})
	}
}

func TestCancelledSyncLeavesTheQueueWaiting(t *testing.T) {
	w := newWorld(t, nil)
	w.store.enqueue(1)
	ctx, cancel := context.WithCancel(t.Context())
	w.central.before = func(_ http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == wire.PathCommands {
			cancel()
			<-r.Context().Done()
			return true
		}
		return false
	}
	if _, err := w.client.Sync(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if len(w.store.sending) != 0 || len(w.store.queue) != 1 {
		t.Errorf("sending %v, queue %d", w.store.sending, len(w.store.queue))
	}
}

// watched keeps what Watch said.
type watched struct {
	mu    sync.Mutex
	syncs int
	last  civic.SyncState
}

func (w *watched) changed(s civic.SyncState) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.last = s; !s.Busy {
		w.syncs++
	}
}

func (w *watched) now() (int, civic.SyncState) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.syncs, w.last
}

func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		central := newFakeCentral()
		link := faultlink.New(inMemory(central), faultlink.Healthy)
		store := newFakeStore("http://localhost")
		c, err := client.New(client.Options{Store: store, SignIn: &token{}, Transport: link})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		var seen watched
		done := make(chan struct{})
		go func() {
			defer close(done)
			c.Watch(ctx, seen.changed)
		}()
		synctest.Wait()
		syncs, last := seen.now()
		if syncs != 1 || !last.Online || last.Err != nil {
			t.Fatalf("at first: %d syncs, %+v", syncs, last)
		}
		store.enqueue(1)
		c.Nudge()
		synctest.Wait()
		if syncs, last = seen.now(); syncs != 2 || last.Pending != 0 {
			t.Fatalf("after a nudge: %d syncs, %+v", syncs, last)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if syncs, _ = seen.now(); syncs != 3 {
			t.Fatalf("after a minute: %d syncs", syncs)
		}
		link.Use(func(*http.Request) faultlink.Fault { return faultlink.Fault{Kind: faultlink.BadGateway} })
		store.enqueue(2)
		time.Sleep(24 * time.Hour)
		synctest.Wait()
		syncs, last = seen.now()
		if tries := syncs - 3; tries < 200 || tries > 2000 || last.Online || last.Pending != 1 {
			t.Fatalf("a day offline: %d tries, %+v", tries, last)
		}
		link.Heal()
		time.Sleep(5 * time.Minute)
		synctest.Wait()
		if _, last = seen.now(); last.Pending != 0 || !last.Online {
			t.Fatalf("five minutes after healing: %+v", last)
		}
		cancel()
		<-done
	})
}

// Nobody comes back sooner than the central asked, nudged or not.
func TestWatchObeysRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		central := newFakeCentral()
		var hits []time.Duration // under the central's lock; read at the end
		start := time.Now()
		central.before = func(w http.ResponseWriter, _ *http.Request) bool {
			hits = append(hits, time.Since(start))
			w.Header().Set("Retry-After", "90")
			problem(w, civic.NewError(civic.Busy, "", ""))
			return true
		}
		c, err := client.New(client.Options{Store: newFakeStore("http://localhost"), SignIn: &token{}, Transport: inMemory(central)})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); c.Watch(ctx, func(civic.SyncState) {}) }()
		for range 600 {
			time.Sleep(time.Second)
			c.Nudge()
		}
		cancel()
		<-done
		for i := 1; i < len(hits); i++ {
			if gap := hits[i] - hits[i-1]; gap < 90*time.Second {
				t.Errorf("back after %v", gap)
			}
		}
		if len(hits) < 3 || len(hits) > 7 {
			t.Errorf("%d requests in ten minutes", len(hits))
		}
	})
}

func TestOnlyOneProcessSyncs(t *testing.T) {
	store := newFakeStore("http://localhost")
	busy := civic.NewError(civic.Busy, "lock", "")
	c, err := client.New(client.Options{
		Store: store, SignIn: &token{}, Transport: inMemory(newFakeCentral()),
		Lock: func(context.Context) (func(), error) { return nil, busy },
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := c.Sync(t.Context(), nil); !errors.Is(err, busy) {
			t.Fatal(err)
		}
	}
}

// What the central is is asked at the first sync, once on another day, and after
// an answer that another version would give.
func TestHelloIsAskedSeldom(t *testing.T) {
	w := newWorld(t, nil)
	hellos := 0
	old := false
	w.central.before = func(rw http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == wire.PathHello {
			hellos++
		}
		if r.URL.Path == wire.PathFeed && old {
			problem(rw, civic.NewError(civic.TooOld, "", ""))
			return true
		}
		return false
	}
	sync := func(want int) {
		t.Helper()
		if _, err := w.client.Sync(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if hellos != want {
			t.Fatalf("asked %d times, want %d", hellos, want)
		}
	}
	sync(1)
	sync(1)
	w.store.profile.Server = w.store.profile.Server.AddDate(0, 0, 1)
	w.central.hello.Now = w.store.profile.Server
	sync(2)
	sync(2)
	w.store.enqueue(1)
	old = true
	if got, err := w.client.Sync(t.Context(), nil); !civic.Is(err, civic.TooOld) || got.Pushed != 1 || hellos != 2 {
		t.Fatalf("%+v, %v, %d", got, err, hellos)
	}
	if len(w.store.ops) != 9 {
		t.Fatalf("%d records are left to who is too old", len(w.store.ops))
	}
	old = false
	sync(3)
}
