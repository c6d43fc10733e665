package deskdb_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/storage/deskdb"
)

func TestActTravelsThereAndBack(t *testing.T) {
	f := newFixture(t)
	f.pull(3)
	act, q := f.publish("Acqua pubblica", "la rete idrica perde")
	if q.Drawing != civic.Drawn || q.Command.N != 1 {
		t.Fatalf("drawing %q, n %d", q.Drawing, q.Command.N)
	}
	v, err := f.s.Act(t.Context(), act)
	f.ok(err)
	if !v.Pending || v.Author != "Ada Verdi" || v.Outcome != civic.Pending {
		t.Fatalf("waiting act: %+v", v)
	}
	f.push()
	if v, err = f.s.Act(t.Context(), act); err != nil || !v.Pending {
		t.Fatalf("accepted and not back yet: %v %v", v.Pending, err)
	}
	f.pull(100)
	if v, err = f.s.Act(t.Context(), act); err != nil || v.Pending {
		t.Fatalf("came back: pending %v %v", v.Pending, err)
	}
	r, err := f.s.Acts(t.Context(), civic.ActQuery{Text: "rete idrica", Facets: true})
	f.ok(err)
	if r.Total != 1 || len(r.Hits) != 1 || r.Hits[0].Pending || r.Hits[0].Excerpt == "" {
		t.Fatalf("search: %+v", r)
	}
	if got := r.Facets["theme"]; len(got) != 1 || got[0].Value != "water" {
		t.Fatalf("facets: %+v", r.Facets)
	}
	hist, err := f.s.History(t.Context(), 10)
	f.ok(err)
	if len(hist) != 1 || hist[0].State != civic.QueueDone {
		t.Fatalf("history: %+v", hist)
	}
}

func TestChannelsEndWhole(t *testing.T) {
	f := newFixture(t)
	f.pull(1)
	chs, err := f.s.Channels(t.Context())
	f.ok(err)
	if len(chs) != 6 {
		t.Fatalf("%d channels", len(chs))
	}
	for _, c := range chs {
		var bytes int64
		for _, o := range f.c.ops[c.Channel] {
			bytes += int64(len(o.Body))
		}
		if c.Bytes != bytes {
			t.Errorf("%s: %d bytes, not %d", c.Channel, c.Bytes, bytes)
		}
		if h := f.c.head(c.Channel); !c.Complete || c.Count != h.Count || c.Tail != h.Head {
			t.Errorf("%+v, central %+v", c, h)
		}
	}
	p, err := f.s.Profile(t.Context())
	f.ok(err)
	if p.Synced.IsZero() || p.Epoch != "e1" {
		t.Errorf("profile: %+v", p)
	}
}

func TestAPageOfAnotherEpochIsNotApplied(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	f.c.epoch = "e2"
	wants, err := f.s.Wants(t.Context())
	f.ok(err)
	if _, err := f.s.ApplyPage(t.Context(), f.c.feed(wants, 10), f.c.now); !civic.Is(err, civic.Conflict) {
		t.Fatal(err)
	}
}

func TestAWalkBegunMeanwhileIgnoresThePageAskedBefore(t *testing.T) {
	f := newFixture(t)
	wants, err := f.s.Wants(t.Context())
	f.ok(err)
	page := f.c.feed(wants, 100)
	ch := civic.PublicChannel(region)
	f.ok(f.s.Leave(t.Context(), ch))
	f.join(ch)
	_, err = f.s.ApplyPage(t.Context(), page, f.c.now)
	f.ok(err)
	wants, err = f.s.Wants(t.Context())
	f.ok(err)
	for _, w := range wants {
		if w.Channel == ch && w.Tail != civic.Unopened {
			t.Errorf("the rejoined channel took an old cursor: %+v", w)
		}
	}
	f.pull(100)
	spaces, err := f.s.Spaces(t.Context())
	f.ok(err)
	if len(spaces) != 1 || !spaces[0].Joined {
		t.Errorf("%+v", spaces)
	}
}

// restored puts back a central that lost everything of one channel.
func (f *fixture) restored(ch civic.Channel) {
	f.Helper()
	for id := range f.c.ops[ch] {
		delete(f.c.records, id)
	}
	delete(f.c.ops, ch)
	delete(f.c.logs, ch)
	f.c.shift += 1 << 32
	f.c.epoch += "x"
	f.ok(f.s.NewEpoch(f.Context(), f.c.epoch, f.c.now))
	f.pull(1000)
}

func (f *fixture) foreignPosts(n int) civic.Channel {
	f.Helper()
	ch := civic.SpaceChannel(space)
	other := civic.DerivedID("person", "bruno")
	f.c.put(civic.KindThread, civic.DerivedID("th"), ch, other, civic.Thread{Space: space, Title: "Bilancio"})
	for i := range n {
		f.c.put(civic.KindPost, civic.DerivedID("po", string(rune(i))), ch, other, civic.Post{Thread: civic.DerivedID("th"), Text: "testo"})
	}
	return ch
}

func TestASweepOfMostOfAChannelAsksFirst(t *testing.T) {
	f := newFixture(t)
	ch := f.foreignPosts(80)
	f.pull(1000)
	f.restored(ch)
	posts, _, err := f.s.Posts(t.Context(), civic.DerivedID("th"))
	f.ok(err)
	if len(posts) != 80 {
		t.Fatalf("%d posts are left", len(posts))
	}
	found, err := f.s.Doctor(t.Context())
	f.ok(err)
	if len(found) != 1 || found[0].Code != "doctor.sweep" || found[0].Params["count"] != "81" {
		t.Fatalf("%+v", found)
	}
	f.ok(f.s.Sweep(t.Context(), ch, f.c.now))
	if _, _, err := f.s.Posts(t.Context(), civic.DerivedID("th")); !civic.Is(err, civic.NotFound) {
		t.Errorf("after the person's word: %v", err)
	}
	if found, err = f.s.Doctor(t.Context()); err != nil || len(found) != 0 {
		t.Errorf("%+v %v", found, err)
	}
	if hits, err := f.s.FindPosts(t.Context(), "testo", 5); err != nil || len(hits) != 0 {
		t.Errorf("still found: %d %v", len(hits), err)
	}
}

// What a restored central had lost comes back by other desks: nobody is asked
// any longer for what is there again.
func TestASweepThatWaitsEndsWhenAllIsBack(t *testing.T) {
	for _, kept := range []bool{false, true} {
		f := newFixture(t)
		ch := f.foreignPosts(80)
		f.pull(1000)
		f.restored(ch)
		if kept {
			f.ok(f.s.KeepSwept(t.Context(), ch))
		}
		f.foreignPosts(20)
		f.pull(1000)
		found, err := f.s.Doctor(t.Context())
		f.ok(err)
		if !kept && (len(found) != 1 || found[0].Code != "doctor.sweep" || found[0].Params["count"] != "60") {
			t.Fatalf("with some of it back: %+v", found)
		}
		f.foreignPosts(80)
		f.pull(1000)
		posts, _, err := f.s.Posts(t.Context(), civic.DerivedID("th"))
		f.ok(err)
		if found, err = f.s.Doctor(t.Context()); err != nil || len(found) != 0 || len(posts) != 80 {
			t.Errorf("kept %v: %d posts, %+v %v", kept, len(posts), found, err)
		}
		// Kept by the person's word or not, what is missing next is asked about anew.
		f.restored(ch)
		if found, err = f.s.Doctor(t.Context()); err != nil || len(found) != 1 || found[0].Code != "doctor.sweep" {
			t.Errorf("kept %v, lost again: %+v %v", kept, found, err)
		}
	}
}

func TestASmallSweepGoesByItself(t *testing.T) {
	f := newFixture(t)
	ch := f.foreignPosts(10)
	f.pull(1000)
	f.restored(ch)
	if _, _, err := f.s.Posts(t.Context(), civic.DerivedID("th")); !civic.Is(err, civic.NotFound) {
		t.Errorf("%v", err)
	}
}

func TestADifferentSumWalksOnceADay(t *testing.T) {
	f := newFixture(t)
	ch := f.foreignPosts(5)
	f.pull(1000)
	// A change that the feed never told: the same seqs, another body.
	id := civic.DerivedID("po", string(rune(0)))
	o := f.c.ops[ch][id]
	o.Body = []byte(`{"text":"altro","thread":"` + string(civic.DerivedID("th")) + `"}`)
	f.c.ops[ch][id] = o
	f.c.records[id] = o.Record
	f.foreignPost(ch, "nuovo")
	f.pull(1000) // sees the difference
	f.pull(1000) // walks
	posts, _, err := f.s.Posts(t.Context(), civic.DerivedID("th"))
	f.ok(err)
	if len(posts) != 6 || posts[0].Post.Text != "altro" {
		t.Fatalf("%+v", posts)
	}
}

func (f *fixture) foreignPost(ch civic.Channel, text string) {
	f.c.put(civic.KindPost, civic.DerivedID("po", text), ch, civic.DerivedID("person", "bruno"), civic.Post{Thread: civic.DerivedID("th"), Text: text})
}

// moved writes a record anew in another channel; the one it left is told that
// it is gone.
func (c *central) moved(id civic.ID, to civic.Channel, v any) {
	gone := c.records[id]
	gone.Deleted, gone.Body, gone.Version = true, nil, c.versions[id]+1
	c.log(gone, true)
	c.put(gone.Kind, id, to, gone.Author, v)
}

// What left a channel may be told after it came into another: pages have no
// order among channels.
func TestARemovalIsOfItsChannelAlone(t *testing.T) {
	f := newFixture(t)
	from, to := civic.ActChannel(civic.Everyone, region, 2026), closed
	f.join(from, to)
	id := f.other("Acqua", nil)
	f.pull(1000)
	f.c.moved(id, to, civic.Act{Content: content("Acqua riservata", "x"), Visibility: civic.Councillors, Published: f.c.now})
	for _, ch := range []civic.Channel{to, from} {
		wants, err := f.s.Wants(t.Context())
		f.ok(err)
		wants = slices.DeleteFunc(wants, func(w civic.Want) bool { return w.Channel != ch })
		_, err = f.s.ApplyPage(t.Context(), f.c.feed(wants, 1000), f.c.now)
		f.ok(err)
		v, err := f.s.Act(t.Context(), id)
		f.ok(err)
		if v.Act.Subject != "Acqua riservata" {
			t.Errorf("after %s the act is %q", ch, v.Act.Subject)
		}
	}
	f.sumsAgree()
	f.ok(f.s.Check(t.Context()))
}

// Bodies are hashed as they came: an encoder of one's own writes them otherwise.
func TestBodiesAreSummedAsTheyCame(t *testing.T) {
	f := newFixture(t)
	ch := f.foreignPosts(1)
	f.foreignPost(ch, "meno di < e più di >, l’articolo 1 & seguenti, <b>così</b>")
	f.pull(1000)
	f.pull(1000)
	findings, err := f.s.Doctor(t.Context())
	f.ok(err)
	for _, x := range findings {
		t.Errorf("the doctor finds %s", x.Code)
	}
	f.sumsAgree()
}

// sumsAgree compares the kept counts and sums with the central's.
func (f *fixture) sumsAgree() {
	f.Helper()
	wants, err := f.s.Wants(f.Context())
	f.ok(err)
	for _, w := range wants {
		if w.Tail == civic.Unopened {
			f.Errorf("%s is walked again: its sum differs", w.Channel)
		}
	}
}

func TestWithdrawnWordsLeaveTheFiles(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	act, _ := f.publish("Riservatezza", "xyzzyplugh sconosciuta")
	f.push()
	f.pull(100)
	raw, err := civic.CanonicalOf(civic.ActArgs{Act: act})
	f.ok(err)
	// Another device withdraws it; here the outbox's own copy has grown old.
	f.c.run(t, civic.Command{ID: f.id(), Name: civic.CmdWithdraw, Args: raw, Author: f.me})
	for range 32 {
		f.c.now = f.c.now.Add(24 * time.Hour)
		wants, err := f.s.Wants(t.Context())
		f.ok(err)
		_, err = f.s.ApplyPage(t.Context(), f.c.feed(wants, 100), f.c.now)
		f.ok(err)
	}
	if r, err := f.s.Acts(t.Context(), civic.ActQuery{Text: "xyzzyplugh"}); err != nil || r.Total != 0 {
		t.Errorf("found: %+v %v", r, err)
	}
	f.ok(f.s.Close())
	file, err := os.ReadFile(filepath.Join(f.home, deskdb.FileName))
	f.ok(err)
	if bytes.Contains(file, []byte("xyzzyplugh")) || bytes.Contains(file, []byte("zzyplugh")) {
		t.Error("the words are still in the file")
	}
	f.open()
}

func TestUnreadIsWhatOthersWrote(t *testing.T) {
	f := newFixture(t)
	ch := f.foreignPosts(3)
	f.pull(1000)
	threads, err := f.s.Threads(t.Context(), space)
	f.ok(err)
	if len(threads) != 1 || threads[0].Unread != 3 || threads[0].Posts != 3 {
		t.Fatalf("%+v", threads)
	}
	posts, _, err := f.s.Posts(t.Context(), threads[0].ID)
	f.ok(err)
	f.do(civic.CmdRead, civic.ReadArgs{Thread: threads[0].ID, Spans: []civic.Span{{posts[0].Born, posts[2].Born}}}, 0)
	f.do(civic.CmdPost, civic.PostArgs{ID: f.id(), Thread: threads[0].ID, Text: "mia"}, 0)
	f.foreignPost(ch, "dopo")
	f.push()
	f.pull(1000)
	spaces, err := f.s.Spaces(t.Context())
	f.ok(err)
	if spaces[0].Unread != 1 || spaces[0].Threads != 1 {
		t.Errorf("%+v", spaces)
	}
}

func TestEventsAndFiguresReachTheList(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	act, _ := f.publish("Acqua", "x")
	f.push()
	f.pull(100)
	e := civic.ActEvent{Act: act, Type: civic.OutcomeEvent, Date: "2026-11-22", Outcome: civic.Approved}
	f.do(civic.CmdActEvent, civic.ActEventArgs{ID: f.id(), Event: e}, 0)
	list := func() civic.ActHit {
		t.Helper()
		r, err := f.s.Acts(t.Context(), civic.ActQuery{Outcomes: []civic.Outcome{civic.Approved}})
		f.ok(err)
		if len(r.Hits) != 1 {
			t.Fatalf("%+v", r)
		}
		return r.Hits[0]
	}
	list()
	f.push()
	f.c.put(civic.KindTally, civic.TallyID(act), civic.ActChannel(civic.Everyone, region, 2026), "", civic.Tally{Of: act, Useful: 7})
	f.pull(100)
	if h := list(); h.Useful != 7 || h.Pending {
		t.Errorf("%+v", h)
	}
}

func TestFacetsDoNotHideTheirOwnOtherValues(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	for i, kind := range []civic.ActKind{civic.Motion, civic.Motion, civic.Question} {
		c := content("Acqua", "x")
		c.Kind = kind
		c.Date = civic.Date([]string{"2026-01-01", "2025-01-01", "2026-02-01"}[i])
		f.do(civic.CmdPublish, civic.PublishArgs{ID: f.id(), Content: c, Visibility: civic.Everyone, Licence: civic.LicenceCCBY}, 0)
	}
	r, err := f.s.Acts(t.Context(), civic.ActQuery{Kinds: []civic.ActKind{civic.Motion}, Since: "2026-01-01", Facets: true})
	f.ok(err)
	if r.Total != 1 || !r.Hits[0].Pending {
		t.Fatalf("%+v", r)
	}
	if k := r.Facets["kind"]; len(k) != 2 || k[0].Count != 1 {
		t.Errorf("kinds: %+v", k)
	}
	if y := r.Facets["year"]; len(y) != 2 {
		t.Errorf("years: %+v", y)
	}
	all, err := f.s.Acts(t.Context(), civic.ActQuery{})
	f.ok(err)
	if len(all.Hits) != 3 || all.Hits[0].Kind != civic.Question || all.Hits[2].Date != "2025-01-01" {
		t.Errorf("newest first: %+v", all.Hits)
	}
	words, err := f.s.Words(t.Context(), "ac", 5)
	f.ok(err)
	if len(words) != 1 || words[0] != "acqua" {
		t.Errorf("words: %v", words)
	}
}

// A post may arrive before its conversation: it waits, out of sight, and stands
// there once when the conversation comes.
func TestAPostBeforeItsConversation(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	thread, bruno, ch := civic.DerivedID("discussione"), civic.DerivedID("person", "bruno"), civic.SpaceChannel(space)
	f.c.put(civic.KindPost, civic.DerivedID("prima"), ch, bruno, civic.Post{Thread: thread, Text: "Arrivo prima della discussione"})
	f.pull(1)
	if all, err := f.s.Threads(t.Context(), space); err != nil || len(all) != 0 {
		t.Fatalf("%+v, %v", all, err)
	}
	if _, _, err := f.s.Posts(t.Context(), thread); !civic.Is(err, civic.NotFound) {
		t.Fatalf("a conversation that is not here: %v", err)
	}
	f.c.put(civic.KindThread, thread, ch, bruno, civic.Thread{Space: space, Title: "Eccola"})
	f.pull(1)
	posts, hit, err := f.s.Posts(t.Context(), thread)
	if err != nil || len(posts) != 1 || hit.Posts != 1 || hit.Unread != 1 || hit.Thread.Title != "Eccola" {
		t.Fatalf("%+v, %+v, %v", posts, hit, err)
	}
	if found, err := f.s.FindPosts(t.Context(), "discussione", 10); err != nil || len(found) != 1 {
		t.Errorf("%+v, %v", found, err)
	}
	f.sumsAgree()
}
