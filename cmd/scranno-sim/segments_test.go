package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/cmd/assemble"
	"scranno/sync/wire"
)

const (
	talk08   = civic.Channel("talk/08")
	undoTime = 11 * time.Minute
)

// tap is a desk's network that remembers what passed, and may bend it.
type tap struct {
	base http.RoundTripper
	bend func(r *http.Request, resp *http.Response) error // nil: nothing

	mu     sync.Mutex
	paths  []string
	signed []string // of requests that carried a token
	bytes  int64    // of bodies, both ways
}

func (t *tap) RoundTrip(r *http.Request) (*http.Response, error) {
	t.mu.Lock()
	t.paths = append(t.paths, r.URL.Path)
	if r.Header.Get("Authorization") != "" {
		t.signed = append(t.signed, r.URL.Path)
	}
	t.bytes += max(r.ContentLength, 0)
	bend := t.bend
	t.mu.Unlock()
	resp, err := t.base.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if bend != nil {
		if err := bend(r, resp); err != nil {
			return nil, errors.Join(err, resp.Body.Close())
		}
	}
	resp.Body = &counted{ReadCloser: resp.Body, t: t}
	return resp, nil
}

type counted struct {
	io.ReadCloser
	t *tap
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.t.mu.Lock()
	c.t.bytes += int64(n)
	c.t.mu.Unlock()
	return n, err
}

// take gives what passed since the last time.
func (t *tap) take() (paths, signed []string, size int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	paths, signed, size = t.paths, t.signed, t.bytes
	t.paths, t.signed, t.bytes = nil, nil, 0
	return paths, signed, size
}

func (t *tap) setBend(f func(r *http.Request, resp *http.Response) error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bend = f
}

func isSegment(path string) bool { return strings.Contains(path, "/segments/") }

func isManifest(path string) bool { return strings.HasSuffix(path, "/segments") }

func countOf(paths []string, is func(string) bool) int {
	n := 0
	for _, p := range paths {
		if is(p) {
			n++
		}
	}
	return n
}

// sealedWorld is a system whose first desk has a tap, in a bubble.
type sealedWorld struct {
	*system
	t    *testing.T
	tap  *tap
	desk *assemble.DeskSet
}

func inSealedWorld(t *testing.T, play func(w *sealedWorld)) {
	t.Helper()
	inBubble(t, func(t *testing.T, s *system) {
		w := &sealedWorld{system: s, t: t}
		w.newDesk("nuova")
		defer func() {
			if err := w.desk.Close(); err != nil {
				t.Error(err)
			}
		}()
		play(w)
	})
}

// newDesk gives ada a new desk behind the tap, that has all to fetch.
func (w *sealedWorld) newDesk(name string) {
	w.t.Helper()
	w.tap = &tap{base: w.network[0]}
	var err error
	w.desk, err = assemble.OpenDesk(w.t.Context(), assemble.DeskOptions{
		Home: filepath.Join(w.dir, name), Transport: w.tap, NoKeychain: true,
	})
	w.must(err)
	_, err = w.desk.Desk.Connect(w.t.Context(), publicURL, civic.SignInHow{Email: emailOf("ada"), Password: password})
	w.must(err)
	w.must(w.desk.Desk.Keep(w.t.Context(), []civic.Region{"08"}, 1))
}

func (w *sealedWorld) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func postID(n int) civic.ID { return civic.DerivedID("sealed", fmt.Sprint(n)) }

// write puts posts into a channel; from an n that is there already, they change.
func (w *sealedWorld) write(ch civic.Channel, from, to int, word string) {
	w.t.Helper()
	for at := from; at < to; at += 1_000 {
		var effects []civic.Effect
		for n := at; n < min(to, at+1_000); n++ {
			effects = append(effects, w.effect(ch, n, word))
		}
		w.must(w.set.Service.Write(w.t.Context(), threadID(), effects))
	}
}

func (w *sealedWorld) effect(ch civic.Channel, n int, word string) civic.Effect {
	w.t.Helper()
	t := talk{space: spaceID(), thread: threadID()}
	w.must(t.add(civic.KindPost, postID(n), civic.Post{Thread: threadID(), Text: fmt.Sprintf("%s numero %d, e così via", word, n)}))
	t.effects[0].Channel = ch
	return t.effects[0]
}

func (w *sealedWorld) seal() {
	w.t.Helper()
	w.must(w.set.Service.SealNow(w.t.Context(), 0))
}

func (w *sealedWorld) sync() civic.SyncResult {
	w.t.Helper()
	got, err := w.desk.Desk.Sync(w.t.Context(), nil)
	w.must(err)
	return got
}

// agrees makes sure that the desk has all that the central has, by count and sum.
func (w *sealedWorld) agrees() {
	w.t.Helper()
	status, err := w.desk.Desk.Status(w.t.Context())
	w.must(err)
	a, err := w.set.Service.AccountByEmail(w.t.Context(), emailOf("ada"))
	w.must(err)
	var wants []civic.Want
	for _, c := range status.Channels {
		wants = append(wants, civic.Want{Channel: c.Channel, Tail: c.Tail})
	}
	page, err := w.set.Service.Feed(w.t.Context(), central.Caller{Person: a.Person}, central.FeedRequest{Wants: wants, Heads: true})
	w.must(err)
	if len(page.Heads) != len(status.Channels) || len(page.Ops) != 0 {
		w.t.Fatalf("%d heads of %d channels, %d operations left", len(page.Heads), len(status.Channels), len(page.Ops))
	}
	for _, c := range status.Channels {
		i := slices.IndexFunc(page.Heads, func(h civic.Head) bool { return h.Channel == c.Channel })
		if h := page.Heads[i]; !c.Complete || c.Count != h.Count || c.Tail != h.Head {
			w.t.Errorf("%s: %+v, the central %+v", c.Channel, c, h)
		}
	}
	found, err := w.desk.Desk.Doctor(w.t.Context())
	w.must(err)
	for _, f := range found {
		if f.Code != "doctor.differs" && f.Code != "doctor.sweep" {
			continue // of this machine
		}
		w.t.Errorf("the doctor found %s %v", f.Code, f.Params)
	}
}

// A first sync takes what is sealed as segments, the public ones as anybody, and
// the rest by the feed; a sync without news is one small request.
func TestFirstSyncTakesSegments(t *testing.T) {
	inSealedWorld(t, func(w *sealedWorld) {
		w.write(talk08, 0, 2_500, "pubblico")
		w.write(civic.SpaceChannel(spaceID()), 3_000, 4_200, "riservato")
		time.Sleep(undoTime) // the background seals
		w.write(talk08, 2_500, 2_600, "appena scritto")
		w.must(w.desk.Desk.Join(w.t.Context(), civic.SpaceChannel(spaceID())))
		w.tap.take()
		w.sync()
		paths, signed, _ := w.tap.take()
		if n := countOf(paths, isSegment); n != 5 {
			w.t.Errorf("%d segments: %v", n, paths)
		}
		for _, p := range signed {
			if strings.Contains(p, "/talk/08/") {
				w.t.Errorf("%s carries a token", p)
			}
		}
		if countOf(signed, isSegment) != 2 {
			w.t.Errorf("of members: %v", signed)
		}
		w.agrees()

		status, err := w.desk.Desk.Status(w.t.Context())
		w.must(err)
		for n := len(status.Channels); n < 30; n++ {
			w.must(w.desk.Desk.Join(w.t.Context(), civic.ActChannel(civic.Everyone, "05", 1980+n)))
		}
		w.sync()
		w.tap.take()
		w.sync()
		paths, _, size := w.tap.take()
		if !slices.Equal(paths, []string{wire.PathFeed}) || size > 1_000 {
			w.t.Errorf("nothing new took %v, %d bytes", paths, size)
		}
		w.t.Logf("a sync without news of 30 channels: %d bytes of bodies", size)
	})
}

// Nothing of the last ten minutes is sealed, and what is erased leaves its
// segment in that very moment; the rest of it is sealed again soon.
func TestErasedLeavesItsSegment(t *testing.T) {
	inSealedWorld(t, func(w *sealedWorld) {
		w.write(talk08, 0, 150, "prima")
		time.Sleep(9 * time.Minute)
		if m, err := w.set.Service.Manifest(w.t.Context(), central.Caller{}, talk08, 1<<40); err != nil || len(m.Segments) != 0 {
			w.t.Fatalf("sealed within the time of undoing: %+v %v", m, err)
		}
		time.Sleep(3 * time.Minute)
		m, err := w.set.Service.Manifest(w.t.Context(), central.Caller{}, talk08, 1<<40)
		w.must(err)
		if len(m.Segments) != 1 {
			w.t.Fatalf("%+v", m)
		}
		old := m.Segments[0]
		if _, err := w.set.Service.Segment(w.t.Context(), central.Caller{}, old); err != nil {
			w.t.Fatal(err)
		}
		gone := w.effect(talk08, 77, "")
		gone.Fields, gone.Remove, gone.Erase = nil, true, true
		w.must(w.set.Service.Write(w.t.Context(), threadID(), []civic.Effect{gone}))
		if _, err := w.set.Service.Segment(w.t.Context(), central.Caller{}, old); !civic.Is(err, civic.Gone) {
			w.t.Fatalf("what was erased is still given: %v", err)
		}
		w.sync() // by the feed alone
		w.agrees()
		time.Sleep(time.Minute)
		m, err = w.set.Service.Manifest(w.t.Context(), central.Caller{}, talk08, 1<<40)
		if err != nil || len(m.Segments) != 1 || m.Segments[0].Ops != 149 || m.Segments[0].Hash == old.Hash {
			w.t.Fatalf("%+v %v", m, err)
		}
	})
}

// Whatever happens to segments on the way, nothing wrong is applied and the copy
// becomes whole.
func TestSegmentsThatCannotBeUsed(t *testing.T) {
	cut := 0
	for _, row := range []struct {
		name string
		bend func(r *http.Request, resp *http.Response) error
	}{
		{name: "another content", bend: func(r *http.Request, resp *http.Response) error {
			if isSegment(r.URL.Path) {
				resp.Header.Del("Content-Encoding")
				setBody(resp, []byte("{}\n"))
			}
			return nil
		}},
		{name: "a bit is other", bend: func(r *http.Request, resp *http.Response) error {
			return mapped(r, resp, func(b []byte) []byte { b[len(b)/2] ^= 4; return b })
		}},
		{name: "cut", bend: func(r *http.Request, resp *http.Response) error {
			return mapped(r, resp, func(b []byte) []byte { cut += 37; return b[:cut%len(b)] })
		}},
		{name: "always gone", bend: func(r *http.Request, resp *http.Response) error {
			if isSegment(r.URL.Path) {
				gonePage(resp)
			}
			return nil
		}},
		{name: "a manifest of another epoch, kept on the way", bend: func(r *http.Request, resp *http.Response) error {
			if !isManifest(r.URL.Path) {
				return nil
			}
			resp.Header.Del("Content-Encoding")
			setBody(resp, []byte(`{"epoch":"another","segments":[{"from":0,"to":9,"hash":"`+strings.Repeat("a", 64)+`","ops":1,"size":9}]}`))
			return nil
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			inSealedWorld(t, func(w *sealedWorld) {
				w.write(talk08, 0, 2_100, "pubblico")
				w.seal()
				w.tap.setBend(row.bend)
				w.sync()
				w.agrees()
			})
		})
	}
}

func setBody(resp *http.Response, body []byte) {
	_ = resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	resp.ContentLength = int64(len(body))
	resp.Header.Del("Content-Length")
}

func mapped(r *http.Request, resp *http.Response, change func([]byte) []byte) error {
	if !isSegment(r.URL.Path) || resp.StatusCode != http.StatusOK {
		return nil
	}
	body, err := io.ReadAll(resp.Body)
	if err == nil {
		setBody(resp, change(body))
	}
	return err
}

func gonePage(resp *http.Response) {
	p := wire.NewProblem(civic.NewError(civic.Gone, "", ""))
	resp.StatusCode = p.Status
	resp.Header.Set("Content-Type", wire.TypeProblem)
	resp.Header.Del("Content-Encoding")
	setBody(resp, p.Encode())
}

// Joining 10,000 records while the tail goes on, cut three times: the tail is
// not delayed, and in the end all is there.
func TestJoiningIsCutAndGoesOn(t *testing.T) {
	inSealedWorld(t, func(w *sealedWorld) {
		all := 10_000
		if raceDetector {
			all = 5_000
		}
		w.write(talk08, 0, all, "vecchio")
		w.seal()
		n, next := 0, all
		w.tap.setBend(func(r *http.Request, resp *http.Response) error {
			if !isSegment(r.URL.Path) {
				return nil
			}
			n++
			w.write(talk08, next, next+3, "nuovo") // somebody writes all the while
			next += 3
			if n == 2 || n == 4 || n == 6 {
				return io.ErrUnexpectedEOF
			}
			return nil
		})
		failed := 0
		for range 20 {
			_, err := w.desk.Desk.Sync(w.t.Context(), nil)
			if err == nil {
				break
			}
			if !civic.Is(err, civic.Offline) {
				w.t.Fatal(err)
			}
			failed++
		}
		if failed != 3 {
			w.t.Errorf("cut %d times", failed)
		}
		paths, _, _ := w.tap.take()
		if got := countOf(paths, isSegment); got > all/1_000+failed {
			w.t.Errorf("%d requests for %d segments: %v", got, all/1_000, paths)
		}
		w.tap.setBend(nil)
		w.sync()
		w.agrees()
	})
}

// The central ends and comes back in the middle of a first sync: it goes on where
// it was, and no segment that was applied is fetched again.
func TestCentralEndsDuringAFill(t *testing.T) {
	inSealedWorld(t, func(w *sealedWorld) {
		w.write(talk08, 0, 3_000, strings.Repeat("parole di un testo vecchio ", 150))
		w.seal()
		died := false
		w.tap.setBend(func(r *http.Request, resp *http.Response) error {
			if isSegment(r.URL.Path) && !died && strings.Contains(r.URL.Path, "/talk/08/") && w.channel(talk08).Count > 300 {
				died = true
				return errors.Join(io.ErrUnexpectedEOF, w.stopCentral())
			}
			return nil
		})
		if _, err := w.desk.Desk.Sync(w.t.Context(), nil); !civic.Is(err, civic.Offline) || !died {
			w.t.Fatalf("the central ended: %v", err)
		}
		had := w.channel(talk08).Count
		w.must(w.startCentral())
		first, _, _ := w.tap.take()
		w.sync()
		second, _, _ := w.tap.take()
		again := 0
		for _, p := range second {
			if isSegment(p) && slices.Contains(first, p) {
				again++
			}
		}
		if again > 1 || had < 300 {
			w.t.Errorf("%d segments were fetched twice, %d records were there", again, had)
		}
		w.agrees()
	})
}

// Records that move while a channel is filled, in either order, are where they
// went, once.
func TestMovesMeetSegments(t *testing.T) {
	inSealedWorld(t, func(w *sealedWorld) {
		space := civic.SpaceChannel(spaceID())
		w.write(talk08, 0, 1_500, "pubblico")
		w.write(space, 2_000, 3_500, "riservato")
		w.seal()
		w.must(w.desk.Desk.Join(w.t.Context(), space))
		moved := false
		w.tap.setBend(func(r *http.Request, resp *http.Response) error {
			if isSegment(r.URL.Path) && !moved {
				moved = true
				w.write(space, 0, 200, "spostato di qua")
				w.write(talk08, 3_300, 3_500, "spostato di là")
			}
			return nil
		})
		w.sync()
		w.sync()
		w.agrees()
		for n, ch := range map[int]civic.Channel{5: space, 3_400: talk08, 700: talk08} {
			if p, _, err := w.desk.Desk.Posts(w.t.Context(), threadID()); err != nil || len(p) < 3_000 {
				w.t.Fatalf("%d posts, %v (%d in %s)", len(p), err, n, ch)
			}
		}
	})
}

// The central seals again, compacts and erases all the time while a desk fills.
func TestManifestChangesDuringAFill(t *testing.T) {
	inSealedWorld(t, func(w *sealedWorld) {
		w.write(talk08, 0, 6_000, "vecchio")
		w.seal()
		n := 0
		w.tap.setBend(func(r *http.Request, resp *http.Response) error {
			if isSegment(r.URL.Path) && n < 4 {
				n++
				w.write(talk08, 0, n*700, "cambiato ancora "+fmt.Sprint(n))
				gone := w.effect(talk08, 5_000+n, "")
				gone.Fields, gone.Remove, gone.Erase = nil, true, true
				w.must(w.set.Service.Write(w.t.Context(), threadID(), []civic.Effect{gone}))
				w.seal()
			}
			return nil
		})
		w.sync()
		w.tap.setBend(nil)
		w.sync()
		w.agrees()
	})
}
