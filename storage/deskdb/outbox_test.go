package deskdb_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"scranno/app/civic"
)

func (f *fixture) outbox() []civic.Queued {
	f.Helper()
	q, err := f.s.Outbox(f.Context())
	f.ok(err)
	return q
}

func (f *fixture) openThread() (thread civic.ID, q civic.Queued) {
	f.Helper()
	thread = f.id()
	return thread, f.do(civic.CmdOpenThread, civic.OpenThreadArgs{ID: thread, Space: space, Title: "Perdite", Post: f.id(), Text: "acquedotto vecchio"}, 0)
}

func TestCommandsStandOnWhatTheyConcern(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	thread, open := f.openThread()
	post := f.id()
	answer := f.do(civic.CmdPost, civic.PostArgs{ID: post, Thread: thread, Text: "molte"}, 0)
	edit := f.do(civic.CmdEditPost, civic.EditPostArgs{Post: post, Text: "moltissime"}, 1)
	other := f.do(civic.CmdNotice, civic.NoticeArgs{Version: "1"}, 0)
	if answer.Command.After != open.Command.ID || edit.Command.After != answer.Command.ID || other.Command.After != "" {
		t.Fatalf("links: %q %q %q", answer.Command.After, edit.Command.After, other.Command.After)
	}
	if answer.Subject != "Perdite" {
		t.Errorf("subject %q", answer.Subject)
	}
	posts, hit, err := f.s.Posts(t.Context(), thread)
	f.ok(err)
	if len(posts) != 2 || posts[1].Post.Text != "moltissime" || !posts[1].Pending || hit.Unread != 0 || !hit.Pending {
		t.Fatalf("%+v %+v", posts, hit)
	}
}

func TestOnlyTheLastReadMarkIsReplaced(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	thread, _ := f.openThread()
	f.push()
	mark := func(a, b int64) civic.Queued {
		return f.do(civic.CmdRead, civic.ReadArgs{Thread: thread, Spans: []civic.Span{{a, b}}}, 0)
	}
	first := mark(1, 2)
	second := mark(3, 4)
	if second.Command.N != first.Command.N || second.Command.ID == first.Command.ID || len(f.outbox()) != 1 {
		t.Fatalf("not replaced: %+v", f.outbox())
	}
	if string(second.Command.Args) != `{"spans":[[1,4]],"thread":"`+string(thread)+`"}` {
		t.Errorf("args %s", second.Command.Args)
	}
	_, err := f.s.Outgoing(t.Context(), 10)
	f.ok(err)
	f.ok(f.s.Unsent(t.Context(), civic.Offline, f.c.now))
	third := mark(5, 6)
	if third.Command.N == second.Command.N || len(f.outbox()) != 2 {
		t.Fatal("a mark that may have left was replaced")
	}
}

func TestDropLeavesWhatStoodOnItInSight(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	thread, open := f.openThread()
	answer := f.do(civic.CmdPost, civic.PostArgs{ID: f.id(), Thread: thread, Text: "parole da non perdere"}, 0)
	_, err := f.s.Drop(t.Context(), open.Command.ID, f.c.now)
	f.ok(err)
	left := f.outbox()
	if len(left) != 1 || left[0].Command.ID != answer.Command.ID || left[0].State != civic.QueueRefused || left[0].Reason != civic.ReasonDependent {
		t.Fatalf("%+v", left)
	}
	f.push()
	if len(f.c.receipts) != 0 {
		t.Error("a dropped command was sent")
	}
	if _, err := f.s.Outgoing(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	f.do(civic.CmdNotice, civic.NoticeArgs{Version: "1"}, 0)
	cmds, err := f.s.Outgoing(t.Context(), 10)
	f.ok(err)
	if _, err := f.s.Drop(t.Context(), cmds[0].ID, f.c.now); !civic.Is(err, civic.Conflict) {
		t.Errorf("what is leaving was dropped: %v", err)
	}
}

func TestRequeueIsANewCommand(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	q := f.do(civic.CmdWithdrawPost, civic.EditPostArgs{Post: f.id()}, 0)
	f.push()
	refused := f.outbox()
	if len(refused) != 1 || refused[0].State != civic.QueueRefused || refused[0].Reason != civic.ReasonGone {
		t.Fatalf("%+v", refused)
	}
	fresh := f.id()
	again, err := f.s.Requeue(t.Context(), q.Command.ID, fresh, f.c.now)
	f.ok(err)
	if again.Command.ID != fresh || again.Command.N <= q.Command.N || again.State != civic.QueueWaiting || again.Reason != "" {
		t.Fatalf("%+v", again)
	}
	if _, err := f.s.Queued(t.Context(), q.Command.ID); !civic.Is(err, civic.NotFound) {
		t.Errorf("the old one is still there: %v", err)
	}
}

func TestNewDeviceKeepsIdsAndOrder(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	f.do(civic.CmdNotice, civic.NoticeArgs{Version: "0"}, 0)
	f.push()
	thread, _ := f.openThread()
	f.do(civic.CmdPost, civic.PostArgs{ID: f.id(), Thread: thread, Text: "sì"}, 0)
	before := f.outbox()
	_, err := f.s.Outgoing(t.Context(), 1)
	f.ok(err)
	device := civic.DerivedID("another device")
	f.ok(f.s.NewDevice(t.Context(), device))
	after, err := f.s.Outgoing(t.Context(), 10)
	f.ok(err)
	for i, c := range after {
		if c.ID != before[i].Command.ID || c.Device != device || c.N != int64(i+1) {
			t.Errorf("%d: %+v", i, c)
		}
	}
	if q := f.do(civic.CmdNotice, civic.NoticeArgs{Version: "1"}, 0); q.Command.N != 3 || q.Command.Device != device {
		t.Errorf("next: %+v", q.Command)
	}
}

func TestHeldCommandsAndWhatStandsOnThemStay(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	act := f.id()
	raw, err := civic.CanonicalOf(civic.PublishArgs{ID: act, Content: content("Acqua", "x"), Visibility: civic.Everyone, Licence: civic.LicenceCCBY})
	f.ok(err)
	held, err := f.s.Enqueue(t.Context(), civic.Queued{State: civic.QueueHeld, Queued: f.c.now, Command: civic.Command{
		ID: f.id(), Name: civic.CmdPublish, Schema: 1, Args: raw, Author: f.me,
	}}, "", func(civic.CommandDrawing) error { return nil })
	f.ok(err)
	f.do(civic.CmdUseful, civic.UsefulArgs{Act: act, On: true}, 0)
	f.do(civic.CmdNotice, civic.NoticeArgs{Version: "1"}, 0)
	cmds, err := f.s.Outgoing(t.Context(), 10)
	f.ok(err)
	if len(cmds) != 1 || cmds[0].Name != civic.CmdNotice {
		t.Fatalf("%+v", cmds)
	}
	f.ok(f.s.Unsent(t.Context(), "", f.c.now))
	f.ok(f.s.Release(t.Context(), held.Command.ID))
	cmds, err = f.s.Outgoing(t.Context(), 10)
	f.ok(err)
	if len(cmds) != 3 || cmds[0].Name != civic.CmdPublish {
		t.Fatalf("%+v", cmds)
	}
}

func TestDeferredRestUntilTheNextPull(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	q := f.do(civic.CmdNotice, civic.NoticeArgs{Version: "1"}, 0)
	_, err := f.s.Outgoing(t.Context(), 10)
	f.ok(err)
	_, _, err = f.s.Answered(t.Context(), []civic.Answer{{ID: q.Command.ID, State: civic.AnswerDeferred}}, f.c.now)
	f.ok(err)
	if cmds, err := f.s.Outgoing(t.Context(), 10); err != nil || len(cmds) != 0 {
		t.Fatalf("%v %v", cmds, err)
	}
	f.pull(100)
	if cmds, err := f.s.Outgoing(t.Context(), 10); err != nil || len(cmds) != 1 {
		t.Fatalf("%v %v", cmds, err)
	}
}

func TestAnotherPersonsQueueIsRefused(t *testing.T) {
	f := newFixture(t)
	raw, err := civic.CanonicalOf(civic.NoticeArgs{Version: "1"})
	f.ok(err)
	_, err = f.s.Enqueue(t.Context(), civic.Queued{State: civic.QueueWaiting, Command: civic.Command{
		ID: f.id(), Name: civic.CmdNotice, Args: raw, Author: civic.DerivedID("someone else"),
	}}, "", func(civic.CommandDrawing) error { return nil })
	if !civic.Is(err, civic.Conflict) {
		t.Fatal(err)
	}
}

func TestJudgeUndoesTheWhole(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	no := civic.NewError(civic.Forbidden, "test", "")
	raw, err := civic.CanonicalOf(civic.NoticeArgs{Version: "1"})
	f.ok(err)
	_, err = f.s.Enqueue(t.Context(), civic.Queued{State: civic.QueueWaiting, Command: civic.Command{
		ID: f.id(), Name: civic.CmdNotice, Args: raw, Author: f.me,
	}}, "", func(civic.CommandDrawing) error { return no })
	if !civic.Is(err, civic.Forbidden) || len(f.outbox()) != 0 {
		t.Fatalf("%v %v", err, f.outbox())
	}
	if n, err := f.s.Overlaid(t.Context()); err != nil || n != 0 {
		t.Fatalf("%d drawn, %v", n, err)
	}
}

func TestRefusedRevisionIsADraftBesideTheNewerText(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	act, _ := f.publish("Acqua", "prima")
	f.push()
	f.pull(100)
	f.do(civic.CmdRevise, civic.ReviseArgs{Act: act, Content: content("Acqua", "mia seconda")}, 1)
	// Another device of the same person was quicker.
	raw, err := civic.CanonicalOf(civic.ReviseArgs{Act: act, Content: content("Acqua", "altra seconda")})
	f.ok(err)
	f.c.run(t, civic.Command{ID: f.id(), Name: civic.CmdRevise, Args: raw, Base: 1, Author: f.me})
	f.pull(100)
	v, err := f.s.Act(t.Context(), act)
	f.ok(err)
	if v.Act.Clauses[0].Text != "altra seconda" || !v.Pending {
		t.Fatalf("the confirmed text stays, marked: %+v", v)
	}
	f.push()
	drafts, err := f.s.Drafts(t.Context())
	f.ok(err)
	if len(drafts) != 1 || drafts[0].Beside != act || drafts[0].Plain.Clauses[0].Text != "mia seconda" {
		t.Fatalf("%+v", drafts)
	}
	if q := f.outbox(); len(q) != 1 || q[0].Reason != civic.ReasonConflict {
		t.Fatalf("%+v", q)
	}
}

func TestEffectsInAChannelNotKeptClearAtOnce(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	f.publish("Acqua", "x")
	f.ok(f.s.Leave(t.Context(), civic.ActChannel(civic.Everyone, region, 2026)))
	f.push()
	h, err := f.s.History(t.Context(), 5)
	f.ok(err)
	if len(h) != 1 || h[0].State != civic.QueueDone {
		t.Fatalf("%+v", h)
	}
	if n, err := f.s.Overlaid(t.Context()); err != nil || n != 0 {
		t.Fatalf("%d drawn, %v", n, err)
	}
}

// Leaving the channel that an accepted command waits for clears it too.
func TestLeavingClearsWhatWaitedForTheChannel(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	f.publish("Acqua", "x")
	f.push()
	f.ok(f.s.Leave(t.Context(), civic.ActChannel(civic.Everyone, region, 2026)))
	if n, err := f.s.Overlaid(t.Context()); err != nil || n != 0 {
		t.Fatalf("%d drawn, %v", n, err)
	}
}

func TestLostChannelLeavesNothingButWhatIsUnsent(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	thread, _ := f.openThread()
	f.push()
	f.pull(100)
	unsent := f.do(civic.CmdPost, civic.PostArgs{ID: f.id(), Thread: thread, Text: "parola mai spedita"}, 0)
	found, err := f.s.FindPosts(t.Context(), "acquedotti", 5)
	f.ok(err)
	if len(found) != 1 {
		t.Fatalf("posts found: %+v", found)
	}
	_, err = f.s.ApplyPage(t.Context(), civic.Page{Epoch: "e1", Now: f.c.now, Lost: []civic.Channel{civic.SpaceChannel(space)}}, f.c.now)
	f.ok(err)
	shown, err := f.s.Shown(t.Context())
	f.ok(err)
	if len(shown[thread]) != 0 {
		t.Error("the thread is still there")
	}
	if found, err = f.s.FindPosts(t.Context(), "acquedotti", 5); err != nil || len(found) != 0 {
		t.Errorf("found %v, %v", found, err)
	}
	chs, err := f.s.Channels(t.Context())
	f.ok(err)
	if slices.ContainsFunc(chs, func(c civic.ChannelState) bool { return c.Channel == civic.SpaceChannel(space) }) {
		t.Error("the channel is still kept")
	}
	left, err := f.s.Stranded(t.Context())
	f.ok(err)
	if len(f.outbox()) != 0 || len(left) != 1 || left[0].ID != unsent.Command.ID || left[0].Text != "parola mai spedita" {
		t.Fatalf("unsent: %+v, outbox %+v", left, f.outbox())
	}
}

// The title of somebody else's conversation stands beside what one did in it:
// with the channel it goes from there too.
func TestLostChannelTakesItsTitlesAlong(t *testing.T) {
	const word = "Ornitorinco"
	f := newFixture(t)
	thread, first := f.id(), f.id()
	other := f.id()
	f.c.put(civic.KindThread, thread, civic.SpaceChannel(space), other, civic.Thread{Space: space, Title: word})
	f.c.put(civic.KindPost, first, civic.SpaceChannel(space), other, civic.Post{Thread: thread, Text: "prima"})
	f.pull(100)
	post := f.id()
	f.do(civic.CmdPost, civic.PostArgs{ID: post, Thread: thread, Text: "mia"}, 0)
	f.do(civic.CmdRead, civic.ReadArgs{Thread: thread, Spans: []civic.Span{{1, 2}}}, 0)
	f.push()
	f.pull(100)
	f.do(civic.CmdPost, civic.PostArgs{ID: f.id(), Thread: thread, Text: "caduta"}, 0)
	f.ok(dropLast(f))
	pending := f.id()
	f.do(civic.CmdPost, civic.PostArgs{ID: pending, Thread: thread, Text: "mai spedita"}, 0)
	if q := f.do(civic.CmdEditPost, civic.EditPostArgs{Post: pending, Text: "mai"}, 1); q.Subject != word {
		t.Fatalf("subject %q", q.Subject)
	}
	_, err := f.s.ApplyPage(t.Context(), civic.Page{Epoch: "e1", Now: f.c.now, Lost: []civic.Channel{civic.SpaceChannel(space)}}, f.c.now)
	f.ok(err)
	if left, err := f.s.Stranded(t.Context()); err != nil || len(left) != 2 {
		t.Fatalf("unsent: %+v, %v", left, err)
	}
	f.ok(filepath.WalkDir(f.home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if bytes.Contains(raw, []byte(word)) {
			t.Errorf("%s still has the title", d.Name())
		}
		return err
	}))
}

// What a later central writes in another form is kept, and keeps nothing else
// from coming.
func TestRecordsOfAnotherFormStopNothing(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	act, _ := f.publish("Acqua", "x")
	f.push()
	f.pull(100)
	odd := map[string]any{"of": act, "act": act, "useful": "molto", "person": 7, "name": 7, "scope": 7, "date": 7}
	f.c.put(civic.KindTally, civic.TallyID(act), civic.ActChannel(civic.Everyone, region, 2026), "", odd)
	f.c.put(civic.KindActEvent, f.id(), civic.ActChannel(civic.Everyone, region, 2026), "", odd)
	f.c.put(civic.KindRole, f.id(), civic.UserChannel(f.me), f.me, odd)
	f.c.put(civic.KindName, civic.NameID(f.me), civic.PeoplePublic, f.me, odd)
	waiting := f.do(civic.CmdUseful, civic.UsefulArgs{Act: act, On: true}, 0)
	f.pull(100)
	if v, err := f.s.Act(t.Context(), act); err != nil || v.Act.Subject != "Acqua" {
		t.Errorf("%q, %v", v.Act.Subject, err)
	}
	if q := f.outbox(); len(q) != 1 || q[0].Command.ID != waiting.Command.ID {
		t.Errorf("%+v", q)
	}
}

// A central that gives a number below this desk's cursor has gone back without
// saying so: its channel is walked, and what it accepted is offered again.
func TestACursorThatWentBack(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	_, q := f.publish("Acqua", "x")
	f.push()
	f.pull(100)
	ch := civic.ActChannel(civic.Everyone, region, 2026)
	_, err := f.s.ApplyPage(t.Context(), civic.Page{
		Epoch: "e1", Now: f.c.now, Heads: []civic.Head{{Channel: ch}}, Cursors: []civic.Cursor{{Channel: ch}},
	}, f.c.now)
	f.ok(err)
	wants, err := f.s.Wants(t.Context())
	f.ok(err)
	if !slices.Contains(wants, civic.Want{Channel: ch, Tail: civic.Unopened}) {
		t.Errorf("%+v", wants)
	}
	if out := f.outbox(); len(out) != 1 || out[0].Command.ID != q.Command.ID || !out[0].Command.Again {
		t.Errorf("%+v", out)
	}
	f.push()
	f.pull(100)
	if out := f.outbox(); len(out) != 0 {
		t.Errorf("%+v", out)
	}
}

func dropLast(f *fixture) error {
	q := f.outbox()
	_, err := f.s.Drop(f.Context(), q[len(q)-1].Command.ID, f.c.now)
	return err
}

func TestRulesLookAtTheCopy(t *testing.T) {
	f := newFixture(t)
	look := func(fn func(ctx context.Context, w civic.World) error) {
		t.Helper()
		f.ok(f.s.Look(t.Context(), fn))
	}
	look(func(ctx context.Context, w civic.World) error {
		if _, err := w.Actor(ctx, f.me); !civic.Is(err, civic.Unknown) {
			t.Errorf("before the first sync: %v", err)
		}
		return nil
	})
	f.pull(100)
	thread, _ := f.openThread()
	look(func(ctx context.Context, w civic.World) error {
		a, err := w.Actor(ctx, f.me)
		if err != nil || !a.CouncillorOf(body) || a.Name != "Ada Verdi" {
			t.Errorf("%+v %v", a, err)
		}
		if _, err := w.Record(ctx, thread); err != nil {
			t.Errorf("what waits is not seen: %v", err)
		}
		if kids, err := w.Children(ctx, thread); err != nil || len(kids) != 1 {
			t.Errorf("%v %v", kids, err)
		}
		if _, err := w.Record(ctx, civic.DerivedID("never seen")); !civic.Is(err, civic.Unknown) {
			t.Errorf("never seen: %v", err)
		}
		return nil
	})
}

func TestAReceiptLeavesTheLaterEditWaiting(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	thread, _ := f.openThread()
	f.push()
	f.pull(100)
	post := f.id()
	first := f.do(civic.CmdPost, civic.PostArgs{ID: post, Thread: thread, Text: "prima"}, 0)
	sent, err := f.s.Outgoing(t.Context(), 10)
	f.ok(err)
	// Written while the first is in the air.
	shown, err := f.s.Record(t.Context(), post)
	f.ok(err)
	later := f.do(civic.CmdEditPost, civic.EditPostArgs{Post: post, Text: "dopo"}, shown.Version)
	_, _, err = f.s.Answered(t.Context(), f.c.push(t, sent), f.c.now)
	f.ok(err)
	f.pull(100)
	for _, q := range f.outbox() {
		if q.Command.ID == first.Command.ID && q.State != civic.QueueDone {
			t.Errorf("the first is %s", q.State)
		}
	}
	if next, err := f.s.Outgoing(t.Context(), 10); err != nil || len(next) != 1 || next[0].ID != later.Command.ID {
		t.Fatalf("%+v goes next, %v", next, err)
	}
	posts, _, err := f.s.Posts(t.Context(), thread)
	f.ok(err)
	if posts[len(posts)-1].Post.Text != "dopo" {
		t.Errorf("%q is shown", posts[len(posts)-1].Post.Text)
	}
}
