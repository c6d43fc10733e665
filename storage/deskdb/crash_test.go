package deskdb_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"scranno/app/civic"
	"scranno/storage/deskdb"
)

// A WAL is a header and frames of a page each.
const (
	walHeader = 32
	walFrame  = 24 + 8192
)

// remains copies a home that is in use as a power cut would leave it: the log
// cut at the given byte, the journal as it was.
func remains(t *testing.T, home string, cut int) string {
	t.Helper()
	to := t.TempDir()
	for _, name := range []string{deskdb.FileName, deskdb.FileName + "-wal", deskdb.JournalName} {
		raw, err := os.ReadFile(filepath.Join(home, name))
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(name) == ".db-wal" {
			raw = raw[:min(cut, len(raw))]
		}
		if err := os.WriteFile(filepath.Join(to, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

func walSize(t *testing.T, home string) int {
	t.Helper()
	st, err := os.Stat(filepath.Join(home, deskdb.FileName+"-wal"))
	if err != nil {
		t.Fatal(err)
	}
	return int(st.Size())
}

// cuts are places from one size of the log to another: at frames and inside.
func cuts(from, to, most int) []int {
	var all []int
	for at := max(from, walHeader); at <= to; at += walFrame {
		all = append(all, at, at+walFrame/2)
	}
	if len(all) <= most {
		return all
	}
	var out []int
	for i := range most {
		out = append(out, all[i*len(all)/most])
	}
	return out
}

func TestPowerCutWhileAPageIsApplied(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	var threads []civic.ID
	for i := range 12 {
		f.publish(fmt.Sprint("Atto ", i), "la rete idrica perde")
		th, _ := f.openThread()
		threads = append(threads, th)
	}
	f.push()
	f.ok(f.s.ChangeProfile(t.Context(), func(p *civic.Profile) error {
		p.Checked = p.Server
		return nil
	}))
	before := walSize(t, f.home)
	f.pull(4)
	whole, err := f.s.Shown(t.Context())
	f.ok(err)
	for _, cut := range cuts(before, walSize(t, f.home), 40) {
		g := *f
		g.home = remains(t, f.home, cut)
		g.open()
		if o := g.s.Opened(); !o.Unclean || o.SetAside != "" {
			t.Fatalf("cut at %d: %+v", cut, o)
		}
		g.ok(g.s.Check(t.Context()))
		_, err := g.s.Sums(t.Context())
		g.ok(err)
		if p, err := g.s.Profile(t.Context()); err != nil || !p.Checked.IsZero() {
			t.Fatalf("cut at %d: counts are not compared with the central's: %v, %v", cut, p.Checked, err)
		}
		g.pull(100)
		g.push()
		g.pull(100)
		shown, err := g.s.Shown(t.Context())
		g.ok(err)
		if len(shown) != len(whole) {
			t.Fatalf("cut at %d: %d records, not %d", cut, len(shown), len(whole))
		}
		if r, err := g.s.Acts(t.Context(), civic.ActQuery{Text: "idrica"}); err != nil || r.Total != 12 {
			t.Fatalf("cut at %d: %d acts found, %v", cut, r.Total, err)
		}
		if q := g.outbox(); len(q) != 0 {
			t.Fatalf("cut at %d: %+v", cut, q)
		}
		g.ok(g.s.Close())
	}
	if posts, _, err := f.s.Posts(t.Context(), threads[0]); err != nil || len(posts) != 1 {
		t.Fatalf("%v %v", posts, err)
	}
}

func TestPowerCutFromTheDraftToTheReceipt(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	before := walSize(t, f.home)
	d := f.draft("una parola")
	_, err := f.s.SaveDraft(t.Context(), d.ID, 1, content("Bozza", "una parola e un’altra"), f.c.now)
	f.ok(err)
	act := f.id()
	raw, err := civic.CanonicalOf(civic.PublishArgs{
		ID: act, Content: content("Bozza", "una parola e un’altra"), Visibility: civic.Everyone, Licence: civic.LicenceCCBY,
	})
	f.ok(err)
	_, err = f.s.Enqueue(t.Context(), civic.Queued{State: civic.QueueWaiting, Queued: f.c.now, Command: civic.Command{
		ID: f.id(), Name: civic.CmdPublish, Schema: 1, Args: raw, Author: f.me,
	}}, d.ID, func(civic.CommandDrawing) error { return nil })
	f.ok(err)
	thread, _ := f.openThread()
	f.do(civic.CmdPost, civic.PostArgs{ID: f.id(), Thread: thread, Text: "risposta"}, 0)
	f.push()
	heads := map[civic.Channel]int64{}
	for ch := range f.c.ops {
		heads[ch] = f.c.head(ch).Head
	}
	for _, cut := range cuts(before, walSize(t, f.home), 60) {
		g := *f
		g.home = remains(t, f.home, cut)
		g.open()
		// The journal knows what the log lost.
		got, err := g.s.Draft(t.Context(), d.ID)
		g.ok(err)
		if got.Plain.Clauses[0].Text != "una parola e un’altra" || got.State != civic.DraftSubmitted {
			t.Fatalf("cut at %d: %+v", cut, got)
		}
		for range 4 {
			g.pull(100)
			g.ok(g.s.Unsent(t.Context(), civic.Offline, g.c.now))
			g.push()
		}
		g.pull(100)
		v, err := g.s.Act(t.Context(), act)
		g.ok(err)
		posts, _, err := g.s.Posts(t.Context(), thread)
		g.ok(err)
		if v.Pending || len(posts) != 2 || posts[0].Pending || posts[1].Pending || len(g.outbox()) != 0 {
			t.Fatalf("cut at %d: %+v %+v %+v", cut, v.Pending, posts, g.outbox())
		}
		for ch, h := range heads {
			if now := g.c.head(ch).Head; now != h {
				t.Fatalf("cut at %d: %s moved from %d to %d: something ran twice", cut, ch, h, now)
			}
		}
		g.ok(g.s.Close())
	}
}

func TestTwoProgramsOnOneProfile(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	g := *f
	g.open()
	if o := g.s.Opened(); o.Unclean {
		t.Errorf("a file in use counts as not closed: %+v", o)
	}
	release, err := f.s.LockSync()
	f.ok(err)
	if _, err := g.s.LockSync(); !civic.Is(err, civic.Busy) {
		t.Errorf("both may sync: %v", err)
	}
	f.ok(release())
	d := g.draft("scritta dal terminale")
	if _, err := f.s.Draft(t.Context(), d.ID); err != nil {
		t.Errorf("not seen by the window: %v", err)
	}
	a := f.do(civic.CmdNotice, civic.NoticeArgs{Version: "1"}, 0)
	g.n = f.n
	b := g.do(civic.CmdNotice, civic.NoticeArgs{Version: "2"}, 0)
	if a.Command.N == b.Command.N {
		t.Error("both took the same number")
	}
	f.n = g.n
	g.ok(g.s.Close())
	ro, err := deskdb.Open(t.Context(), deskdb.Options{Home: f.home, ReadOnly: true})
	f.ok(err)
	if _, err := ro.Drafts(t.Context()); err != nil {
		t.Errorf("reading: %v", err)
	}
	if err := ro.BinDraft(t.Context(), d.ID, f.c.now); !civic.Is(err, civic.Forbidden) {
		t.Errorf("writing: %v", err)
	}
	f.ok(ro.Close())
	f.ok(f.s.Close())
	f.open()
	if f.s.Opened().Unclean {
		t.Error("a closed file counts as not closed")
	}
}
