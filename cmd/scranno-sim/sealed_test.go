package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"scranno/app/civic"
	"scranno/storage/deskdb"
	"scranno/sync/faultlink"
)

// own is one person with three devices: two that know each other, and one that
// nobody confirmed.
type own struct {
	*system
	t   *testing.T
	ctx context.Context
}

const (
	atHome   = 0
	atWork   = 1
	stranger = 2
)

func ownDevices(t *testing.T, play func(t *testing.T, s *own)) {
	t.Helper()
	dir := inMemory(t)
	synctest.Test(t, func(t *testing.T) {
		s := &own{t: t, ctx: t.Context()}
		var err error
		defer func() {
			if err := s.close(); err != nil {
				t.Error(err)
			}
		}()
		s.system, err = openSystem(dir, "ada-casa", "ada-ufficio", "ada-altrove")
		s.ok(err)
		s.ok(s.populate(s.ctx))
		for i, d := range s.desks {
			_, err := d.Desk.Connect(s.ctx, publicURL, civic.SignInHow{Email: emailOf(s.names[i]), Password: password})
			s.ok(err)
			s.ok(d.Desk.Keep(s.ctx, []civic.Region{"08"}, 1))
			s.sync(i)
		}
		play(t, s)
	})
}

func (s *own) ok(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *own) sync(desks ...int) {
	s.t.Helper()
	for _, i := range desks {
		_, err := s.desks[i].Desk.Sync(s.ctx, nil)
		s.ok(err)
	}
}

// pair lets two devices know each other: on each the code of the other is typed.
func (s *own) pair(a, b int) {
	s.t.Helper()
	var codes [2]string
	for k, i := range []int{a, b} {
		ring, err := s.desks[i].Desk.AddThisDevice(s.ctx, s.names[i])
		s.ok(err)
		codes[k] = ring.Code
		s.sync(i)
	}
	s.sync(a)
	s.confirm(a, s.names[b], codes[1])
	s.confirm(b, s.names[a], codes[0])
	s.sync(a, b)
}

func (s *own) confirm(i int, name, code string) {
	s.t.Helper()
	ring, err := s.desks[i].Desk.Keys(s.ctx)
	s.ok(err)
	for _, k := range ring.Keys {
		if k.Name == name && !k.Believed {
			if err := s.desks[i].Desk.ConfirmKey(s.ctx, k.ID, "0000-0000-0000-0000"); !civic.Is(err, civic.Invalid) {
				s.t.Fatalf("a wrong code: %v", err)
			}
			s.ok(s.desks[i].Desk.ConfirmKey(s.ctx, k.ID, strings.ToLower(code)))
			return
		}
	}
	s.t.Fatalf("%s does not ask about %s: %+v", s.names[i], name, ring.Keys)
}

const privateWord = "Zibaldòne"

func draftText(parts ...string) civic.Content {
	c := civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: "demo:908001", Region: "08", Subject: "Mozione " + privateWord,
		Themes: []civic.Theme{"school"}, Signatories: []civic.Signatory{{Name: "Prova"}},
	}
	for i, p := range parts {
		c.Clauses = append(c.Clauses, civic.Clause{ID: civic.DerivedID("sealed", fmt.Sprint(i)), Section: civic.Operative, Text: p})
	}
	return c
}

func (s *own) begin(parts ...string) civic.ID {
	s.t.Helper()
	x, err := s.desks[atHome].Desk.NewDraft(s.ctx, draftText(parts...))
	s.ok(err)
	s.ok(s.desks[atHome].Desk.ShareDraft(s.ctx, x.ID, true))
	s.sync(atHome, atWork)
	return x.ID
}

func (s *own) draft(i int, id civic.ID) civic.Draft {
	s.t.Helper()
	x, err := s.desks[i].Desk.Draft(s.ctx, id)
	s.ok(err)
	return x
}

func (s *own) edit(i int, id civic.ID, change func(c *civic.Content)) {
	s.t.Helper()
	x := s.draft(i, id)
	c := *x.Plain
	c.Clauses = slices.Clone(c.Clauses)
	change(&c)
	_, err := s.desks[i].Desk.SaveDraft(s.ctx, id, x.Revision, c)
	s.ok(err)
}

func clausesOf(c *civic.Content) []string {
	var out []string
	for _, x := range c.Clauses {
		out = append(out, x.Text)
	}
	return out
}

// settled syncs both until nothing moves, and wants them alike.
func (s *own) settled(id civic.ID) []string {
	s.t.Helper()
	s.sync(atHome, atWork, atHome, atWork)
	a, b := s.draft(atHome, id), s.draft(atWork, id)
	if !slices.Equal(clausesOf(a.Plain), clausesOf(b.Plain)) || a.Plain.Subject != b.Plain.Subject || a.State != b.State {
		s.t.Fatalf("they differ: %s %q, %s %q", a.State, clausesOf(a.Plain), b.State, clausesOf(b.Plain))
	}
	for _, i := range []int{atHome, atWork} {
		q, err := s.desks[i].Desk.Outbox(s.ctx)
		s.ok(err)
		if len(q) != 0 {
			s.t.Fatalf("%s still has %d commands: %+v", s.names[i], len(q), q[0])
		}
	}
	return clausesOf(a.Plain)
}

func TestTwoDevicesOneDraft(t *testing.T) {
	set := func(i int, text string) func(*civic.Content) {
		return func(c *civic.Content) { c.Clauses[i].Text = text }
	}
	remove := func(i int) func(*civic.Content) {
		return func(c *civic.Content) { c.Clauses = slices.Delete(c.Clauses, i, i+1) }
	}
	ownDevices(t, func(t *testing.T, s *own) {
		s.pair(atHome, atWork)
		for name, tc := range map[string]struct {
			home, work func(*civic.Content)
			want       []string
			doubts     int
		}{
			"disjoint":    {set(0, "Prima cambiata."), set(1, "Seconda cambiata."), []string{"Prima cambiata.", "Seconda cambiata."}, 0},
			"adjacent":    {set(0, "Uno nuovo. Due."), set(0, "Uno. Due nuovo."), []string{"Uno nuovo. Due nuovo.", "Tre."}, 0},
			"identical":   {set(1, "Tre e mezzo."), set(1, "Tre e mezzo."), []string{"Uno. Due.", "Tre e mezzo."}, 0},
			"overlapping": {set(1, "Tre di casa."), set(1, "Tre di ufficio."), []string{"Uno. Due.", "Tre di casa.", "Tre di ufficio."}, 1},
			"taken out":   {remove(1), set(1, "Tre e mezzo."), []string{"Uno. Due.", "Tre e mezzo."}, 1},
		} {
			id := s.begin("Uno. Due.", "Tre.")
			s.edit(atHome, id, tc.home)
			s.edit(atWork, id, tc.work)
			s.sync(atHome)
			if got := s.settled(id); !slices.Equal(got, tc.want) {
				t.Errorf("%s: %q", name, got)
			}
			if d := s.draft(atHome, id).Doubts; len(d) != tc.doubts {
				t.Errorf("%s: doubts %+v", name, d)
			}
			_, err := s.desks[atHome].Desk.Looked(s.ctx, id)
			s.ok(err)
			s.settled(id)
			if d := s.draft(atWork, id).Doubts; len(d) != 0 {
				t.Errorf("%s: looked at on one device, and still %+v on the other", name, d)
			}
		}
		s.nothingAtTheCentral()
	})
}

// nothingAtTheCentral looks for the drafts' words in all that the central keeps.
func (s *own) nothingAtTheCentral() {
	s.t.Helper()
	err := filepath.WalkDir(filepath.Join(s.dir, "central"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, word := range []string{privateWord, "Zibald", "zibald", "Tre di casa", "Tre e mezzo"} {
			if bytes.Contains(raw, []byte(word)) {
				s.t.Errorf("%q is in %s", word, filepath.Base(path))
			}
		}
		return err
	})
	s.ok(err)
}

func TestSubmittedWhileTheOtherWrites(t *testing.T) {
	ownDevices(t, func(t *testing.T, s *own) {
		s.pair(atHome, atWork)
		for _, first := range []int{atHome, atWork} {
			id := s.begin("Uno. Due.", "Tre.")
			s.edit(atWork, id, func(c *civic.Content) { c.Clauses[1].Text = "Tre scritto in ufficio." })
			_, err := s.desks[atHome].Desk.Submit(s.ctx, id, civic.SubmitHow{Visibility: civic.Everyone, Licence: civic.LicenceCCBY})
			s.ok(err)
			s.sync(first)
			s.settled(id)
			x := s.draft(atHome, id)
			if x.State != civic.DraftSubmitted || !slices.Equal(clausesOf(x.Plain), []string{"Uno. Due.", "Tre."}) {
				t.Errorf("what was submitted is now %s %q", x.State, clausesOf(x.Plain))
			}
			found := false
			for _, i := range []int{atHome, atWork} {
				all, err := s.desks[i].Desk.Drafts(s.ctx)
				s.ok(err)
				for _, d := range all {
					found = found || d.Plain != nil && d.Beside == x.Act && slices.Contains(clausesOf(d.Plain), "Tre scritto in ufficio.")
				}
			}
			if !found {
				t.Errorf("%d first: what was written at work is nowhere", first)
			}
		}
	})
}

func (s *own) sealedRecord(id civic.ID) (civic.Record, civic.SealedBody) {
	s.t.Helper()
	shared, err := s.desks[atHome].Desk.Shared(s.ctx)
	s.ok(err)
	r, err := s.record(shared[id].Record)
	s.ok(err)
	b, err := civic.DecodeBody[civic.SealedBody](r)
	s.ok(err)
	return r, b
}

// record reads a record out of the first desk's own copy.
func (s *own) record(id civic.ID) (r civic.Record, err error) {
	store, err := deskdb.Open(s.ctx, deskdb.Options{Home: filepath.Join(s.dir, s.names[atHome]), ReadOnly: true})
	if err != nil {
		return r, err
	}
	r, err = store.Record(s.ctx, id)
	if cerr := store.Close(); err == nil {
		err = cerr
	}
	return r, err
}

func TestAKeyThatNobodyConfirmedOpensNothing(t *testing.T) {
	ownDevices(t, func(t *testing.T, s *own) {
		s.pair(atHome, atWork)
		id := s.begin("Uno.")
		ring, err := s.desks[stranger].Desk.AddThisDevice(s.ctx, "di nessuno")
		s.ok(err)
		s.sync(stranger, atHome, atWork)
		s.edit(atHome, id, func(c *civic.Content) { c.Clauses[0].Text = "Due." })
		s.settled(id)
		s.sync(stranger)
		_, body := s.sealedRecord(id)
		for _, k := range ring.Keys {
			if k.Mine && slices.Contains(body.Keys, string(k.ID)) {
				t.Error("it was sealed to a key that nobody confirmed")
			}
		}
		before := s.draft(atHome, id).Revision
		all, err := s.desks[stranger].Desk.Drafts(s.ctx)
		s.ok(err)
		if len(all) != 1 || all[0].Plain != nil || all[0].Sealed == nil {
			t.Fatalf("the stranger has %+v", all)
		}
		if _, err := s.desks[stranger].Desk.SaveDraft(s.ctx, all[0].ID, 1, draftText("Tre.")); err == nil {
			t.Error("it wrote upon what it cannot read")
		}
		s.sync(stranger, atHome)
		if got := s.draft(atHome, id); got.Revision != before {
			t.Error("the draft moved")
		}
		// Confirmed on one of the devices it is let in by both, and reads at once.
		s.confirm(atHome, "di nessuno", ring.Code)
		s.sync(atHome, atWork, stranger)
		ring, err = s.desks[atHome].Desk.Keys(s.ctx)
		s.ok(err)
		s.confirm(stranger, s.names[atHome], ring.Code)
		s.sync(stranger, atHome, atWork)
		if got := s.draft(stranger, id); !slices.Equal(clausesOf(got.Plain), []string{"Due."}) {
			t.Errorf("%q", clausesOf(got.Plain))
		}
		// And it is shut out again by one of them.
		ring, err = s.desks[atWork].Desk.Keys(s.ctx)
		s.ok(err)
		for _, k := range ring.Keys {
			if k.Name == "di nessuno" {
				if !k.Believed {
					t.Error("what one device confirmed the other still asks about")
				}
				s.ok(s.desks[atWork].Desk.RevokeKey(s.ctx, k.ID))
			}
		}
		s.sync(atWork, atHome)
		s.edit(atHome, id, func(c *civic.Content) { c.Clauses[0].Text = "Quattro." })
		s.settled(id)
		s.sync(stranger)
		if got := s.draft(stranger, id); !slices.Equal(clausesOf(got.Plain), []string{"Due."}) {
			t.Errorf("after it was revoked it reads %q", clausesOf(got.Plain))
		}
	})
}

// serve lets a desk take in a change of a record as if the central had sent it.
func (s *own) serve(i int, r civic.Record) {
	s.t.Helper()
	home := filepath.Join(s.dir, s.names[i])
	s.ok(s.desks[i].Close())
	store, err := deskdb.Open(s.ctx, deskdb.Options{Home: home})
	s.ok(err)
	p, err := store.Profile(s.ctx)
	s.ok(err)
	all, err := store.Channels(s.ctx)
	s.ok(err)
	for _, c := range all {
		if c.Channel == r.Channel {
			page := civic.Page{Epoch: p.Epoch, Now: time.Now(), Ops: []civic.Op{{Record: r, Seq: c.Tail + 1}}}
			page.Cursors = []civic.Cursor{{Channel: c.Channel, Tail: c.Tail + 1}}
			_, err = store.ApplyPage(s.ctx, page, time.Now())
			s.ok(err)
		}
	}
	s.ok(store.Close())
	s.ok(s.openDesk(i))
}

func TestAnOldVersionIsNoticed(t *testing.T) {
	ownDevices(t, func(t *testing.T, s *own) {
		s.pair(atHome, atWork)
		id := s.begin("Uno. Due.")
		old, _ := s.sealedRecord(id)
		s.edit(atHome, id, func(c *civic.Content) { c.Clauses[0].Text = "Uno. Due. Tre." })
		s.settled(id)
		now, _ := s.sealedRecord(id)
		old.Version = now.Version + 1
		s.serve(atWork, old)
		_, err := s.desks[atWork].Desk.Keys(s.ctx) // looks at what came
		s.ok(err)
		if got := s.draft(atWork, id); !slices.Equal(clausesOf(got.Plain), []string{"Uno. Due. Tre."}) {
			t.Errorf("it was taken in: %q", clausesOf(got.Plain))
		}
		found, err := s.desks[atWork].Desk.Doctor(s.ctx)
		s.ok(err)
		if !slices.ContainsFunc(found, func(f civic.Finding) bool { return f.Code == "doctor.sealed_old" }) {
			t.Errorf("nobody is told: %+v", found)
		}
		// A record that bears no seal of theirs is not taken in either.
		forged := now
		forged.Version += 2
		forged.Body, err = civic.CanonicalOf(civic.SealedBody{Keys: []string{string(id)}, Data: []byte("age-encryption.org/v1\nnothing")})
		s.ok(err)
		s.serve(atWork, forged)
		_, err = s.desks[atWork].Desk.Keys(s.ctx)
		s.ok(err)
		if got := s.draft(atWork, id); !slices.Equal(clausesOf(got.Plain), []string{"Uno. Due. Tre."}) {
			t.Errorf("%q", clausesOf(got.Plain))
		}
	})
}

func TestTheRecoveryCode(t *testing.T) {
	ownDevices(t, func(t *testing.T, s *own) {
		s.pair(atHome, atWork)
		id := s.begin("Uno.")
		code, err := s.desks[atHome].Desk.NewRecovery(s.ctx)
		s.ok(err)
		s.sync(atHome, atWork)
		s.settled(id)
		s.sync(stranger)
		if err := s.desks[stranger].Desk.UseRecovery(s.ctx, "0000"+code[4:]); !civic.Is(err, civic.Invalid) {
			t.Errorf("a wrong code: %v", err)
		}
		s.ok(s.desks[stranger].Desk.UseRecovery(s.ctx, code))
		if got := s.draft(stranger, id); !slices.Equal(clausesOf(got.Plain), []string{"Uno."}) {
			t.Errorf("%q", clausesOf(got.Plain))
		}
		s.sync(stranger, atHome, atWork)
		s.edit(atWork, id, func(c *civic.Content) { c.Clauses[0].Text = "Due." })
		s.settled(id)
		s.sync(stranger)
		if got := s.draft(stranger, id); !slices.Equal(clausesOf(got.Plain), []string{"Due."}) {
			t.Errorf("after a change: %q", clausesOf(got.Plain))
		}
		s.nothingAtTheCentral()
	})
}

func TestEndingTheExchangeKeepsTheCopies(t *testing.T) {
	ownDevices(t, func(t *testing.T, s *own) {
		s.pair(atHome, atWork)
		id := s.begin("Uno.")
		s.edit(atWork, id, func(c *civic.Content) { c.Clauses[0].Text = "Uno in ufficio." })
		s.ok(s.desks[atHome].Desk.ShareDraft(s.ctx, id, false))
		s.sync(atHome, atWork, atHome)
		if got := s.draft(atWork, id); !slices.Equal(clausesOf(got.Plain), []string{"Uno in ufficio."}) {
			t.Errorf("%q", clausesOf(got.Plain))
		}
		shared, err := s.desks[atWork].Desk.Shared(s.ctx)
		s.ok(err)
		if shared[id].State != civic.ShareEnded {
			t.Errorf("the other device says %q", shared[id].State)
		}
		q, err := s.desks[atWork].Desk.Outbox(s.ctx)
		s.ok(err)
		if len(q) != 0 {
			t.Errorf("%+v", q)
		}
		// Shared anew from there, it is joined with what stayed here.
		s.ok(s.desks[atWork].Desk.ShareDraft(s.ctx, id, true))
		s.sync(atWork, atHome)
		got := s.settled(id)
		if !slices.ContainsFunc(got, func(w string) bool { return strings.Contains(w, "Uno in ufficio.") }) {
			t.Errorf("%q", got)
		}
	})
}

func TestAnActForOneselfAlone(t *testing.T) {
	ownDevices(t, func(t *testing.T, s *own) {
		s.pair(atHome, atWork)
		x, err := s.desks[atHome].Desk.NewDraft(s.ctx, draftText("Tre di casa."))
		s.ok(err)
		_, err = s.desks[atHome].Desk.Submit(s.ctx, x.ID, civic.SubmitHow{Visibility: civic.OnlyMe})
		s.ok(err)
		s.sync(atHome, atWork)
		if got := s.draft(atWork, x.ID); got.State != civic.DraftKept || !slices.Equal(clausesOf(got.Plain), []string{"Tre di casa."}) {
			t.Errorf("%s %q", got.State, clausesOf(got.Plain))
		}
		s.nothingAtTheCentral()
	})
}

// keepCentral copies the central; what it gives puts the copy back.
func (s *own) keepCentral() (putBack func()) {
	s.t.Helper()
	backup, central := filepath.Join(s.t.TempDir(), "central"), filepath.Join(s.dir, "central")
	s.ok(s.stopCentral())
	s.ok(copyTree(backup, central))
	s.ok(s.startCentral())
	return func() {
		s.t.Helper()
		s.ok(s.stopCentral())
		heads := filepath.Join(central, "heads.json")
		kept, kerr := os.ReadFile(heads)
		s.ok(os.RemoveAll(central))
		s.ok(copyTree(central, backup))
		if kerr == nil {
			s.ok(os.WriteFile(heads, kept, 0o600))
		}
		s.ok(s.startCentral())
	}
}

// What one device had sealed, and the central forgot, is in no text that the other
// one writes: that they lack it does not take it out.
func TestWordsThatTheCentralForgotStay(t *testing.T) {
	for _, first := range []int{atHome, atWork} {
		ownDevices(t, func(t *testing.T, s *own) {
			s.pair(atHome, atWork)
			id := s.begin("Uno.", "Due.")
			young := s.begin("Giovane.")
			putBack := s.keepCentral()
			s.edit(atHome, id, func(c *civic.Content) {
				c.Clauses[0].Text = "Uno. Casa."
				c.Clauses = append(c.Clauses, civic.Clause{ID: civic.DerivedID("home"), Section: civic.Operative, Text: "Di casa."})
			})
			s.sync(atHome, atHome)
			putBack()
			s.edit(atWork, id, func(c *civic.Content) { c.Clauses[0].Text = "Uno. Ufficio." })
			s.edit(atWork, young, func(c *civic.Content) { c.Clauses[0].Text = "Giovane. Ufficio." })
			s.sync(first, 1-first, first, 1-first)
			all := strings.Join(s.settled(id), " ")
			for _, w := range []string{"Uno.", "Due.", "Casa.", "Ufficio.", "Di casa."} {
				if strings.Count(all, w) != 1 {
					t.Errorf("%s stands %d times in %q", w, strings.Count(all, w), all)
				}
			}
			if got := s.settled(young); !slices.Equal(got, []string{"Giovane. Ufficio."}) {
				t.Errorf("%q", got)
			}
		})
	}
}

// TestTheCentralPutBack restores the central from before a draft's last changes,
// and from before the draft.
func TestTheCentralPutBack(t *testing.T) {
	ownDevices(t, func(t *testing.T, s *own) {
		s.pair(atHome, atWork)
		old := s.begin("Uno.")
		putBack := s.keepCentral()
		s.edit(atHome, old, func(c *civic.Content) { c.Clauses[0].Text = "Uno. Due." })
		s.settled(old)
		young := s.begin("Giovane.")
		s.edit(atWork, young, func(c *civic.Content) { c.Clauses[0].Text = "Giovane di ufficio." })
		s.settled(young)
		putBack()
		s.sync(atWork, atHome, atWork, atHome)
		if got := s.settled(old); !slices.Equal(got, []string{"Uno. Due."}) {
			t.Errorf("%q", got)
		}
		s.edit(atHome, young, func(c *civic.Content) { c.Subject += " nuova" })
		if got := s.settled(young); !slices.Equal(got, []string{"Giovane di ufficio."}) {
			t.Errorf("%q", got)
		}
	})
}

// TestDraftsOnBadLines writes on both devices while replies are lost, cut and
// repeated: what a receipt that comes late clears is never what was typed since.
func TestDraftsOnBadLines(t *testing.T) {
	ownDevices(t, func(t *testing.T, s *own) {
		s.pair(atHome, atWork)
		for seed := range uint64(8) {
			rng := rand.New(rand.NewPCG(seed, 3))
			id := s.begin("Uno.", "Due.")
			for i := range 2 {
				s.links[i].Use(faultlink.Random(seed*2+uint64(i), 2))
			}
			typed := []string{}
			for n := range 16 {
				i := rng.IntN(2)
				word := fmt.Sprintf("Frase%dx%dx%d.", seed, i, n)
				s.edit(i, id, func(c *civic.Content) { c.Clauses[i].Text += " " + word })
				typed = append(typed, word)
				if rng.IntN(2) == 0 {
					_, err := s.desks[i].Desk.Sync(s.ctx, nil)
					if err != nil && rng.IntN(3) == 0 {
						s.ok(s.reopenDesk(i))
					}
				}
			}
			for i := range 2 {
				s.links[i].Heal()
			}
			time.Sleep(10 * time.Minute)
			s.sync(atHome, atWork)
			all := strings.Join(s.settled(id), " ")
			for _, w := range typed {
				if strings.Count(all, w) != 1 {
					t.Errorf("seed %d: %s stands %d times in %s", seed, w, strings.Count(all, w), all)
				}
			}
			if d := s.draft(atHome, id).Doubts; len(d) != 0 {
				t.Errorf("seed %d: doubts about what only one device wrote: %+v", seed, d)
			}
			if t.Failed() {
				return
			}
		}
	})
}

// TestDraftHistories lets two devices write at random, now and then exchanging:
// in the end both have the same, and every sentence that was typed and not
// written over there is somewhere.
func TestDraftHistories(t *testing.T) {
	ownDevices(t, func(t *testing.T, s *own) {
		s.pair(atHome, atWork)
		for seed := range uint64(12) {
			rng := rand.New(rand.NewPCG(seed, 7))
			id := s.begin("Uno. Due. Tre.", "Quattro. Cinque.", "Sei.")
			typed := map[string]bool{}
			for n := range 25 {
				i := rng.IntN(2)
				if rng.IntN(3) == 0 {
					s.sync(i)
					continue
				}
				s.edit(i, id, func(c *civic.Content) {
					word := fmt.Sprintf("Frase%dx%d.", i, n)
					switch k := rng.IntN(len(c.Clauses) + 1); {
					case k == len(c.Clauses):
						c.Clauses = append(c.Clauses, civic.Clause{ID: civic.DerivedID("new", word, string(id)), Section: civic.Operative, Text: word})
					default:
						c.Clauses[k].Text += " " + word
					}
					typed[word] = true
				})
			}
			all := strings.Join(s.settled(id), " ")
			for w := range typed {
				if !strings.Contains(all, w) {
					t.Errorf("seed %d: %s is lost: %s", seed, w, all)
				}
			}
			if t.Failed() {
				return
			}
		}
	})
}
