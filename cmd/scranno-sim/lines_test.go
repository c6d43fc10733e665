package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/sync/faultlink"
)

// thin is a line of so many bytes a second that is cut after each so many.
type thin struct {
	net.Conn
	rate, left int
}

func (c *thin) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, errors.Join(io.ErrUnexpectedEOF, c.Close())
	}
	n, err := c.Conn.Read(p[:min(len(p), c.left, 4<<10)])
	c.left -= n
	time.Sleep(time.Duration(n) * time.Second / time.Duration(c.rate))
	return n, err
}

// On 64 kB/s with a cut after each so many bytes a first sync always advances:
// each try brings more, and in the end all is there.
func TestAFirstSyncOnAThinLineAlwaysAdvances(t *testing.T) {
	for _, every := range []int{24 << 10, 100 << 10, 400 << 10} {
		t.Run(fmt.Sprint(every), func(t *testing.T) {
			inSealedWorld(t, func(w *sealedWorld) {
				w.write(talk08, 0, 4_000, "vecchio")
				w.seal()
				w.write(talk08, 4_000, 5_000, "nuovo")
				w.lines[0].wear = func(c net.Conn) net.Conn { return &thin{Conn: c, rate: 64 << 10, left: every} }
				had, stood := int64(0), 0
				for try := 0; ; try++ {
					r, err := w.desk.Desk.Sync(w.t.Context(), nil)
					if err == nil && r.Complete {
						break
					}
					if err != nil && !civic.Is(err, civic.Offline) {
						t.Fatal(err)
					}
					held := int64(0)
					status, err := w.desk.Desk.Status(w.t.Context())
					w.must(err)
					for _, c := range status.Channels {
						held += c.Count
					}
					if stood++; held > had {
						had, stood = held, 0
					}
					if stood > 6 || try > 400 {
						t.Fatalf("try %d: it stands at %d records", try, held)
					}
				}
				w.lines[0].wear = nil
				w.sync()
				w.agrees()
			})
		})
	}
}

// Half a minute of latency, both ways of failing and a queue: once the line is
// well the queue drains in one sync.
func TestAQueueDrainsOnALineWithLatency(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		s.links[ada].Use(func(*http.Request) faultlink.Fault { return faultlink.Fault{Wait: 30 * time.Second} })
		for n := range 120 {
			s.say(ada, fmt.Sprintf("da lontano %d", n))
		}
		began := time.Now()
		s.sync(ada)
		if took := time.Since(began); took > 10*time.Minute {
			t.Errorf("it took %s", took)
		}
		if box := s.outbox(ada); len(box) != 0 {
			t.Errorf("%d left", len(box))
		}
		// A box that answers nothing and keeps the line open.
		s.links[ada].Heal()
		s.say(ada, "in una linea morta")
		s.lines[ada].wear = func(c net.Conn) net.Conn { return deaf{c} }
		began = time.Now()
		if _, err := s.desks[ada].Desk.Sync(s.ctx, nil); !civic.Is(err, civic.Offline) {
			t.Errorf("a dead line: %v", err)
		}
		if took := time.Since(began); took > 5*time.Minute {
			t.Errorf("it hung for %s", took)
		}
		s.lines[ada].wear = nil
		s.sync(ada)
		if box := s.outbox(ada); len(box) != 0 {
			t.Errorf("%d left after healing", len(box))
		}
		s.sync(bruno)
		if got := s.posts(bruno, threadID()); len(got) != 122 {
			t.Errorf("%d posts", len(got))
		}
	})
}

// deaf takes all that is written and never gives anything.
type deaf struct{ net.Conn }

func (d deaf) Read(p []byte) (int, error) {
	for { // what comes is dropped, until the line ends
		if _, err := d.Conn.Read(p); err != nil {
			return 0, err
		}
	}
}

// By mistake an empty central stands at the address: nothing that a person wrote
// goes, and when the right one is back all is as it was.
func TestAnEmptyCentralByMistake(t *testing.T) {
	inSealedWorld(t, func(w *sealedWorld) {
		w.write(talk08, 0, 400, "vecchio")
		w.seal()
		w.sync()
		draft, err := w.desk.Desk.NewDraft(w.t.Context(), civic.Content{Kind: civic.Motion, Subject: "Una bozza", Body: "demo:908001"})
		w.must(err)
		_, err = w.desk.Desk.AddPost(w.t.Context(), threadID(), "ancora in coda", "")
		w.must(err)
		had := w.channel(talk08).Count
		w.must(w.stopCentral())
		central := filepath.Join(w.dir, "central")
		w.must(os.Rename(central, central+"-vero"))
		w.must(w.startCentral())
		for range 5 {
			_, _ = w.desk.Desk.Sync(w.t.Context(), nil) // what it says is its own affair: what it does is looked at
			time.Sleep(time.Hour)
		}
		if got := w.channel(talk08); got.Count != had {
			t.Errorf("%d of %d records are left, %d held", got.Count, had, got.Held)
		}
		if _, err := w.desk.Desk.Draft(w.t.Context(), draft.ID); err != nil {
			t.Errorf("the draft: %v", err)
		}
		box, err := w.desk.Desk.Outbox(w.t.Context())
		if err != nil || len(box) != 1 {
			t.Errorf("%d in the outbox, %v", len(box), err)
		}
		w.must(w.stopCentral())
		w.must(os.RemoveAll(central))
		w.must(os.Rename(central+"-vero", central))
		w.must(w.startCentral())
		w.signInAgain()
		w.sync()
		w.sync()
		w.agrees()
		if box, err := w.desk.Desk.Outbox(w.t.Context()); err != nil || len(box) != 0 {
			t.Errorf("afterwards %d in the outbox, %v", len(box), err)
		}
		posts, _, err := w.desk.Desk.Posts(w.t.Context(), threadID())
		w.must(err)
		n := 0
		for _, p := range posts {
			if p.Post.Text == "ancora in coda" {
				n++
			}
		}
		if n != 1 {
			t.Errorf("what was in the queue stands %d times", n)
		}
	})
}

// whatStands is what a desk shows of acts and posts, without times.
func (s *stage) whatStands(i int) string {
	s.t.Helper()
	r, err := s.desks[i].Desk.Acts(s.ctx, civic.ActQuery{Limit: 100})
	s.ok(err)
	var out strings.Builder
	for _, a := range r.Hits {
		fmt.Fprintf(&out, "%s %v %s\n", a.Subject, a.Pending, a.Outcome)
	}
	return out.String() + strings.Join(s.posts(i, threadID()), "\n")
}

// A day of work with clocks that are wrong ends as with right ones, and nothing
// asks more often for it.
func TestWrongClocksEndAlike(t *testing.T) {
	on := time.Hour // that the desk stays on line
	if raceDetector {
		on = 15 * time.Minute
	}
	day := func(t *testing.T, desk, then, central time.Duration) (stands string, asked int) {
		onStage(t, func(t *testing.T, s *stage) {
			s.clocks[ada] = desk
			s.ok(s.reopenDesk(ada))
			act := s.publish(ada, content("Primo", s.clause("uno")))
			s.say(ada, "prima")
			s.sync(ada)
			s.ok(s.stopCentral())
			s.drift = central
			s.ok(s.startCentral())
			s.sync(bruno)
			s.say(bruno, "in mezzo")
			s.sync(bruno)
			s.clocks[ada] = then // a suspend, a time zone, a battery that is empty
			s.ok(s.reopenDesk(ada))
			d, err := s.desks[ada].Desk.ReviseAct(s.ctx, act)
			s.ok(err)
			c := *d.Plain
			c.Subject = "Primo, chiarito"
			_, err = s.desks[ada].Desk.SaveDraft(s.ctx, d.ID, d.Revision, c)
			s.ok(err)
			_, err = s.desks[ada].Desk.Submit(s.ctx, d.ID, everyone)
			s.ok(err)
			s.say(ada, "dopo")
			ctx, stop := context.WithCancel(s.ctx)
			var watching sync.WaitGroup
			passed, _ := s.links[ada].Counts()
			watching.Go(func() { s.desks[ada].Desk.Watch(ctx, nil) })
			time.Sleep(on)
			stop()
			watching.Wait()
			now, _ := s.links[ada].Counts()
			s.syncAll()
			if box := s.outbox(ada); len(box) != 0 {
				t.Errorf("left: %+v", box)
			}
			if a, b := s.whatStands(ada), s.whatStands(bruno); a != b {
				t.Errorf("they differ:\n%s\n%s", a, b)
			}
			stands, asked = s.whatStands(ada), now-passed
		})
		return stands, asked
	}
	want, most := day(t, 0, 0, 0)
	const years = 73 * 365 * 24 * time.Hour
	for name, off := range map[string][3]time.Duration{
		"an hour ahead": {time.Hour, time.Hour, 0}, "an hour behind": {-time.Hour, -time.Hour, 0},
		"73 years ahead": {years, years, 0}, "ahead, then right": {years, 0, 0}, "backwards in a suspend": {0, -26 * time.Hour, 0},
		"daylight saving": {0, time.Hour, 0}, "the central steps on": {0, 0, 3 * time.Hour}, "the central steps back": {0, 0, -5 * time.Minute}, // the issuer's library reads the machine's own clock
	} {
		t.Run(name, func(t *testing.T) {
			got, asked := day(t, off[0], off[1], off[2])
			if got != want {
				t.Errorf("it ends as\n%s\nand with right clocks as\n%s", got, want)
			}
			if asked > 2*most+10 {
				t.Errorf("%d requests, and with right clocks %d", asked, most)
			}
		})
	}
}

// A crowd loses the central and comes back by itself: all are served, spread by
// their jitter, and each queue drains.
func TestACrowdComesBack(t *testing.T) {
	crowd := 40
	if raceDetector {
		crowd = 8
	}
	inBubble(t, func(t *testing.T, here *system) {
		s := &stage{system: here, t: t, ctx: t.Context()}
		for n := range crowd {
			s.ok(s.addDesk(fmt.Sprintf("ada-%d", n)))
			i := len(s.desks) - 1
			_, err := s.desks[i].Desk.Connect(s.ctx, publicURL, civic.SignInHow{Email: emailOf("ada"), Password: password})
			s.ok(err)
			s.ok(s.desks[i].Desk.Keep(s.ctx, []civic.Region{"08"}, 1))
			s.sync(i)
		}
		ctx, stop := context.WithCancel(s.ctx)
		var watching sync.WaitGroup
		defer watching.Wait()
		defer stop()
		for i := 3; i < len(s.desks); i++ {
			watching.Go(func() { s.desks[i].Desk.Watch(ctx, nil) })
		}
		time.Sleep(time.Minute)
		s.ok(s.stopCentral())
		for i := 3; i < len(s.desks); i++ {
			for n := range 3 {
				s.say(i, fmt.Sprintf("dal banco %d, %d", i, n))
			}
		}
		time.Sleep(10 * time.Minute)
		s.ok(s.startCentral())
		time.Sleep(6 * time.Minute) // the longest wait between two tries is five
		for i := 3; i < len(s.desks); i++ {
			if box := s.outbox(i); len(box) != 0 {
				t.Errorf("%s: %d left", s.names[i], len(box))
			}
			if got := len(s.posts(i, threadID())); got != 1+3*crowd {
				t.Errorf("%s shows %d posts", s.names[i], got)
			}
		}
	})
}
