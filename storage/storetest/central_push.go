package storetest

import (
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
)

func centralOnce(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	who := s.people().giulia
	act := s.id()
	c := s.publish(who, act, s.content(valchiara, "Pensiline"))
	first := s.accept(who, c)
	s.pass(time.Hour)
	again := s.accept(who, c)
	if again.At != first.At || len(again.Effects) != 1 || again.Effects[0] != first.Effects[0] {
		t.Fatalf("%+v, then %+v", first, again)
	}
	// Another device of the same person brings the same command.
	c.Device, c.N = s.id(), 1
	if r := s.accept(who, c); r.At != first.At {
		t.Fatalf("another device got %+v", r)
	}
	if rec := s.live(act); rec.Version != 1 || rec.Author != who.Person {
		t.Fatalf("%+v", rec)
	}
	list, err := s.Receipts(s.ctx(), who, who.Device, 0)
	s.check(err)
	if len(list) != 1 || list[0].ID != c.ID {
		t.Fatalf("%d receipts", len(list))
	}
	none, err := s.Receipts(s.ctx(), central.Caller{Person: s.id()}, who.Device, 0)
	s.check(err)
	if len(none) != 0 {
		t.Fatal("somebody else reads the receipts")
	}
}

// Many at once, the same commands among them: one effect each, the same receipt
// to all, and no number lost or doubled.
func centralCrowd(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	who := s.people().giulia
	s.check(s.Start(s.ctx()))
	defer func() { s.check(s.Close()) }()
	const commands, callers = 12, 6
	cmds := make([]civic.Command, commands)
	for i := range cmds {
		cmds[i] = s.publish(who, s.id(), s.content(valchiara, "Pensiline"))
	}
	var mu sync.Mutex
	seqs := map[civic.ID]map[int64]bool{}
	var crowd sync.WaitGroup
	for k := range callers {
		crowd.Go(func() {
			for i := range cmds {
				c := cmds[(i*5+k)%commands]
				answers, err := s.Push(s.ctx(), who, pushed(c))
				if err != nil || answers[0].Receipt == nil || answers[0].Receipt.Outcome != civic.Accepted {
					t.Errorf("%v, %+v", err, answers)
					return
				}
				mu.Lock()
				if seqs[c.ID] == nil {
					seqs[c.ID] = map[int64]bool{}
				}
				seqs[c.ID][answers[0].Receipt.Effects[0].Seq] = true
				mu.Unlock()
			}
		})
	}
	crowd.Wait()
	all := map[int64]bool{}
	for _, of := range seqs {
		if len(of) != 1 {
			t.Fatalf("one command was told %d places", len(of))
		}
		for seq := range of {
			all[seq] = true
		}
	}
	for seq := range int64(commands) {
		if !all[seq+1] {
			t.Fatalf("number %d was not given", seq+1)
		}
	}
	s.check(s.Check(s.ctx()))
}

func centralMisuse(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	c := s.publish(f.giulia, s.id(), s.content(valchiara, "Pensiline"))
	s.accept(f.giulia, c)
	other := c
	other.Args = s.publish(f.giulia, s.id(), s.content(valchiara, "Altro")).Args
	s.refused(f.giulia, other, civic.ReasonMisuse)
	if list, err := s.Receipts(s.ctx(), f.giulia, f.giulia.Device, 0); err != nil || len(list) != 1 || list[0].Outcome != civic.Accepted {
		t.Fatalf("the misuse was kept: %+v, %v", list, err)
	}
	// The same id in another's hands tells nothing of the first.
	stolen := c
	stolen.Device = f.marco.Device
	a := s.push(f.marco, stolen)[0]
	if a.Receipt.Reason != civic.ReasonMisuse || len(a.Receipt.Effects) != 0 || a.Receipt.Person != f.marco.Person {
		t.Fatalf("%+v", a.Receipt)
	}
}

func centralClone(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	who := s.people().giulia
	first := s.publish(who, s.id(), s.content(valchiara, "Pensiline"))
	s.accept(who, first)
	clone := s.publish(who, s.id(), s.content(valchiara, "Altro"))
	clone.N = first.N
	beside := s.publish(who, s.id(), s.content(valchiara, "Terzo"))
	_, err := s.Push(s.ctx(), who, pushed(beside, clone))
	if e := new(civic.Error); !civic.Is(err, civic.Conflict) || !asError(err, &e) || e.Key != "new-device" {
		t.Fatalf("a clone got %v", err)
	}
	// With a new device the same ids go through, the honest retry too.
	clone.Device, beside.Device, first.Device = s.id(), s.id(), s.id()
	for _, c := range []civic.Command{beside, clone, first} {
		s.accept(who, c)
	}
	// Numbers may come in any order.
	low := s.publish(who, s.id(), s.content(valchiara, "Prima"))
	low.N = 1
	s.accept(who, low)
}

func centralAfter(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	good := s.publish(f.giulia, s.id(), s.content(valchiara, "Pensiline"))
	child := s.command(f.giulia, civic.CmdUseful, civic.UsefulArgs{Act: civic.Concerns(good), On: true})
	child.After = good.ID
	if a := s.push(f.giulia, child)[0]; a.State != civic.AnswerDeferred {
		t.Fatalf("%+v", a)
	}
	for _, a := range s.push(f.giulia, good, child) {
		if a.State != civic.AnswerReceipt || a.Receipt.Outcome != civic.Accepted {
			t.Fatalf("%+v", a)
		}
	}
	bad := s.publish(f.giulia, s.id(), s.content(fontelieta, "Non mio"))
	orphan := s.command(f.giulia, civic.CmdUseful, civic.UsefulArgs{Act: civic.Concerns(good), On: false})
	orphan.After = bad.ID
	answers := s.push(f.giulia, bad, orphan)
	if answers[0].Receipt.Reason != civic.ReasonNotYourBody || answers[1].Receipt.Reason != civic.ReasonDependent {
		t.Fatalf("%+v, %+v", answers[0].Receipt, answers[1].Receipt)
	}
}

// A command whose rule fails is deferred, refused at its third push, and keeps
// nobody else from passing; one that fails in the middle undoes its own alone.
func centralPoison(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	act := s.published(f.giulia, valchiara, "Pensiline")
	// Its body is no act any more: every rule that reads it fails.
	s.check(s.store.Update(s.ctx(), s.now(), func(l central.Ledger) error {
		_, err := l.Apply(s.ctx(), "", []civic.Effect{{
			Kind: civic.KindTally, ID: civic.TallyID(act), Channel: s.live(act).Channel, Fields: civic.Fields{"of": []byte(`7`)},
		}})
		if err == nil {
			t.Error("a body that no type reads was written")
		}
		return nil
	}))
	poison := s.command(f.marco, civic.CmdPost, civic.PostArgs{ID: s.id(), Thread: s.brokenThread(), Text: "x"})
	other := s.publish(f.marco, s.id(), s.content(fontelieta, "Altro"))
	for push := range 3 {
		answers := s.push(f.marco, poison, other)
		if answers[1].Receipt == nil || answers[1].Receipt.Outcome != civic.Accepted {
			t.Fatalf("push %d: the other was answered %+v", push, answers[1])
		}
		last := push == 2
		if !last && answers[0].State != civic.AnswerDeferred {
			t.Fatalf("push %d: %+v", push, answers[0])
		}
		if last && (answers[0].Receipt == nil || answers[0].Receipt.Reason != civic.ReasonInternal) {
			t.Fatalf("push %d: %+v", push, answers[0])
		}
	}
	s.check(s.Check(s.ctx()))
}

// brokenThread is a thread in a space whose body is not one: asking who may read
// there fails.
func (s *stage) brokenThread() civic.ID {
	s.t.Helper()
	space, thread := s.id(), s.id()
	s.check(s.Write(s.ctx(), "", []civic.Effect{
		{Kind: civic.KindSpace, ID: space, Channel: civic.PublicChannel("08"), Fields: civic.Fields{"title": []byte(`3`)}},
		{Kind: civic.KindThread, ID: thread, Channel: civic.SpaceChannel(space), Fields: civic.Fields{"title": []byte(`"x"`)}},
	}))
	return thread
}

func centralRefusals(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	act := s.published(f.giulia, valchiara, "Pensiline")
	own := s.live(act)
	s.refused(f.luca, s.publish(f.luca, s.id(), s.content(valchiara, "Da iscritto")), civic.ReasonNotCouncillor)
	s.refused(f.marco, s.command(f.marco, civic.CmdWithdraw, civic.ActArgs{Act: act}), civic.ReasonNotYours)
	s.refused(f.giulia, s.command(f.giulia, civic.CmdReturn, civic.ReturnArgs{Act: act, Reason: civic.ReturnMistake}), civic.ReasonNotModerator)
	s.refused(f.giulia, s.command(f.giulia, "act.explode", civic.ActArgs{Act: act}), civic.ReasonUnknownCommand)
	s.refused(f.giulia, s.publish(f.giulia, act, s.content(valchiara, "Stesso id")), civic.ReasonDuplicate)
	stale := s.command(f.giulia, civic.CmdRevise, civic.ReviseArgs{Act: act, Content: s.content(valchiara, "Nuovo")})
	stale.Base = own.Version + 1
	s.refused(f.giulia, stale, civic.ReasonConflict)
	broken := s.publish(f.giulia, s.id(), s.content(valchiara, "Pensiline"))
	broken.Args = json.RawMessage(`{"id":`)
	s.refused(f.giulia, broken, civic.ReasonInvalid)
	s.refused(f.giulia, broken, civic.ReasonInvalid)
	hostile := s.publish(f.giulia, s.id(), s.content(valchiara, "Titolo\u0000\u202e"))
	s.refused(f.giulia, hostile, civic.ReasonInvalid)
	if _, err := s.Push(s.ctx(), central.Caller{}, pushed(broken)); !civic.Is(err, civic.Unauthenticated) {
		t.Fatalf("without a person: %v", err)
	}
	if _, err := s.Push(s.ctx(), f.giulia, central.PushRequest{Schema: 1, Commands: make([]civic.Command, civic.MaxPush+1)}); !civic.Is(err, civic.TooLarge) {
		t.Fatalf("too many: %v", err)
	}
	if _, err := s.Push(s.ctx(), f.giulia, pushed(civic.Command{})); !civic.Is(err, civic.Invalid) {
		t.Fatalf("without an id: %v", err)
	}
	// A desk that has not heard of the present epoch hears of it first, and
	// nothing of its push is kept.
	early := s.publish(f.giulia, s.id(), s.content(valchiara, "Prima dell'epoca"))
	other := pushed(early)
	other.Epoch = "another"
	var told *civic.Error
	if _, err := s.Push(s.ctx(), f.giulia, other); !errors.As(err, &told) || told.Kind != civic.Conflict || told.Key != "epoch" {
		t.Fatalf("another epoch: %v", err)
	}
	s.accept(f.giulia, early)
	s.check(s.Disable(s.ctx(), "giulia@esempio.it", true))
	waiting := s.publish(f.giulia, s.id(), s.content(valchiara, "In coda"))
	if _, err := s.Push(s.ctx(), f.giulia, pushed(waiting)); !civic.Is(err, civic.Unauthenticated) {
		t.Fatalf("a closed account: %v", err)
	}
	s.check(s.Disable(s.ctx(), "giulia@esempio.it", false))
	s.accept(f.giulia, waiting)
}

// What was withdrawn, and what was said of it, is in no file afterwards.
func centralUndo(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	const word = "ornitorinco"
	content := s.content(valchiara, "Un "+word+" in piazza")
	content.Clauses[0].Text = "visto un " + word
	act, thread := s.id(), s.id()
	s.accept(f.giulia, s.publish(f.giulia, act, content))
	s.accept(f.marco, s.command(f.marco, civic.CmdOpenThread, civic.OpenThreadArgs{
		ID: thread, Act: act, Title: "Domanda", Post: s.id(), Text: "quale " + word + "?",
	}))
	s.accept(f.marco, s.command(f.marco, civic.CmdUseful, civic.UsefulArgs{Act: act, On: true}))
	s.pass(6 * time.Minute)
	s.check(s.FlushTallies(s.ctx()))
	s.live(civic.TallyID(act))
	s.accept(f.giulia, s.command(f.giulia, civic.CmdWithdraw, civic.ActArgs{Act: act}))
	for _, id := range []civic.ID{act, thread, civic.TallyID(act)} {
		s.gone(id)
	}
	if _, err := s.PublicAct(s.ctx(), act); !civic.Is(err, civic.NotFound) {
		t.Fatalf("the page is there: %v", err)
	}
	found, err := s.Search(s.ctx(), f.giulia, civic.ActQuery{Text: word})
	s.check(err)
	if found.Total != 0 {
		t.Fatal("it is still found")
	}
	s.check(s.store.Sweep(s.ctx()))
	s.check(s.Check(s.ctx()))
	s.absentFromFiles(word)
}

func (s *stage) absentFromFiles(word string) {
	s.t.Helper()
	for name, raw := range s.open.Contents(s.t, s.dir) {
		if strings.Contains(string(raw), word) {
			s.t.Errorf("%s still holds the words", name)
		}
	}
}

func centralRestore(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	kept := s.publish(f.giulia, s.id(), s.content(valchiara, "Resta"))
	first := s.accept(f.giulia, kept)
	// A command that stands on something the backup does not have.
	lost := s.id()
	useful := s.command(f.marco, civic.CmdUseful, civic.UsefulArgs{Act: lost, On: true})
	useful.Again = true
	before, _, err := s.store.Epoch(s.ctx())
	s.check(err)
	s.check(s.store.NewEpoch(s.ctx(), string(s.id()), s.now()))
	kept.Again = true
	back := s.accept(f.giulia, kept)
	if back.Epoch == before || back.Effects[0] != first.Effects[0] || back.At != first.At {
		t.Fatalf("%+v became %+v", first, back)
	}
	if a := s.push(f.marco, useful)[0]; a.State != civic.AnswerLater || a.Reason != civic.ReasonGone {
		t.Fatalf("%+v", a)
	}
	again := s.publish(f.giulia, lost, s.content(valchiara, "Torna"))
	again.Again = true
	r := s.accept(f.giulia, again)
	if r.Effects[0].Seq != first.Effects[0].Seq+1+1<<32 {
		t.Fatalf("the first number of the new epoch is %d", r.Effects[0].Seq)
	}
	s.accept(f.marco, useful)
	never := s.command(f.marco, civic.CmdUseful, civic.UsefulArgs{Act: s.id(), On: true})
	never.Again = true
	if a := s.push(f.marco, never)[0]; a.State != civic.AnswerLater {
		t.Fatalf("%+v", a)
	}
	s.pass(31 * 24 * time.Hour)
	s.refused(f.marco, never, civic.ReasonNotBack)
	s.check(s.Check(s.ctx()))
}

// A store put back behind the service's back begins a new epoch by itself, one
// that was only closed does not.
func centralGuard(t *testing.T, open OpenCentral) {
	if !open.Files {
		return // whoever puts a server's database back says so
	}
	s := newStage(t, open)
	who := s.people().giulia
	guard := s.path("heads")
	start := func(dir string) bool {
		s.dir = dir
		s.reopen()
		changed, err := s.GuardEpoch(s.ctx(), s.path("heads"))
		s.check(err)
		return changed
	}
	if changed, err := s.GuardEpoch(s.ctx(), guard); err != nil || changed {
		t.Fatalf("the first start: %v, %v", changed, err)
	}
	s.published(who, valchiara, "Prima")
	s.check(s.store.Close())
	old := readAll(t, s.dir)
	if start(s.dir) {
		t.Fatal("a plain restart made a new epoch")
	}
	s.published(who, valchiara, "Dopo")
	s.check(s.store.Close())
	delete(old, "heads")
	delete(old, "heads.mark")
	writeAll(t, s.dir, old)
	if !start(s.dir) {
		t.Fatal("a database put back was not noticed")
	}
	s.check(s.store.Close())
	if start(s.dir) {
		t.Fatal("the new epoch did not last")
	}
	s.check(s.store.Close())
	for _, broken := range []string{"", "\x00\x00\x00\x00", "nothing"} {
		writeAll(t, s.dir, map[string][]byte{"heads": []byte(broken)})
		if !start(s.dir) {
			t.Fatalf("a guard that says %q was believed", broken)
		}
		s.check(s.store.Close())
		if start(s.dir) {
			t.Fatal("the guard was not made whole")
		}
		s.check(s.store.Close())
	}
	whole := t.TempDir()
	writeAll(t, whole, readAll(t, s.dir))
	if !start(whole) {
		t.Fatal("a folder put back whole was not noticed")
	}
}

func centralTallies(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	act := s.published(f.giulia, valchiara, "Pensiline")
	mark := func(who central.Caller, on bool) {
		s.accept(who, s.command(who, civic.CmdUseful, civic.UsefulArgs{Act: act, On: on}))
	}
	figures := func() civic.Tally {
		rec, err := s.record(civic.TallyID(act))
		if civic.Is(err, civic.NotFound) {
			return civic.Tally{}
		}
		s.check(err)
		tally, err := civic.DecodeBody[civic.Tally](rec)
		s.check(err)
		return tally
	}
	flush := func(useful, reuses int64) {
		t.Helper()
		s.check(s.FlushTallies(s.ctx()))
		if got := figures(); got.Useful != useful || got.Reuses != reuses {
			t.Fatalf("figures %+v, want %d and %d", got, useful, reuses)
		}
	}
	mark(f.marco, true)
	flush(1, 0)
	mark(f.luca, true)
	flush(1, 0) // within five minutes it does not move again
	s.pass(6 * time.Minute)
	flush(2, 0)
	reuse := s.content(fontelieta, "Ripresa")
	reuse.Lineage = &civic.Lineage{Parent: act, Mode: civic.Adapted}
	child := s.id()
	s.accept(f.marco, s.publish(f.marco, child, reuse))
	mark(f.marco, false)
	s.pass(6 * time.Minute)
	flush(1, 1)
	s.accept(f.marco, s.command(f.marco, civic.CmdWithdraw, civic.ActArgs{Act: child}))
	s.pass(6 * time.Minute)
	flush(1, 0)
	version := s.live(civic.TallyID(act)).Version
	s.check(s.store.MarkAllTallies(s.ctx()))
	s.pass(6 * time.Minute)
	flush(1, 0)
	if got := s.live(civic.TallyID(act)).Version; got != version {
		t.Fatal("figures that did not move were written again")
	}
}
