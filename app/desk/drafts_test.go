package desk_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"scranno/app/civic"
)

var everyone = civic.SubmitHow{Visibility: civic.Everyone, Licence: civic.LicenceCCBY}

func (f *fixture) draft(c civic.Content) civic.Draft {
	f.Helper()
	d, err := f.NewDraft(f.Context(), c)
	f.ok(err)
	return d
}

func TestSubmitQueuesAPublication(t *testing.T) {
	f := newFixture(t)
	d := f.draft(motion())
	q, err := f.Submit(t.Context(), d.ID, everyone)
	f.ok(err)
	if q.Command.Name != civic.CmdPublish || q.Draft != d.ID || q.Subject != "Acqua pubblica" || q.State != civic.QueueWaiting {
		t.Errorf("%+v", q)
	}
	if _, err := f.Submit(t.Context(), d.ID, everyone); !civic.Is(err, civic.Conflict) {
		t.Errorf("twice: %v", err)
	}
}

func TestBlockingFindingsStopASubmission(t *testing.T) {
	f := newFixture(t)
	c := motion()
	c.Subject = ""
	d := f.draft(c)
	if _, err := f.Submit(t.Context(), d.ID, everyone); !civic.Is(err, civic.Invalid) || len(f.s.queue) != 0 {
		t.Errorf("%v, %d queued", err, len(f.s.queue))
	}
	found, err := f.CheckDraft(t.Context(), d.ID)
	f.ok(err)
	if len(found) != 1 {
		t.Errorf("%+v", found)
	}
}

func TestAHeldPublicationGoesWhenFiled(t *testing.T) {
	f := newFixture(t)
	d := f.draft(motion())
	how := everyone
	how.Hold = true
	_, err := f.Submit(t.Context(), d.ID, how)
	f.ok(err)
	if f.s.queue[0].State != civic.QueueHeld {
		t.Fatal("it does not wait for the filing")
	}
	if err := f.MarkFiled(t.Context(), d.ID, "123/2026", "domani"); !civic.Is(err, civic.Invalid) {
		t.Errorf("a day that is none: %v", err)
	}
	if err := f.MarkFiled(t.Context(), d.ID, "123/2026", "2026-11-25"); !civic.Is(err, civic.Invalid) {
		t.Errorf("filed on a day to come: %v", err)
	}
	f.ok(f.MarkFiled(t.Context(), d.ID, "123/2026", "2026-11-24"))
	if f.s.queue[0].State != civic.QueueWaiting || f.s.drafts[d.ID].Protocol != "123/2026" {
		t.Errorf("%+v %+v", f.s.queue[0], f.s.drafts[d.ID])
	}
}

// What is ill-formed is said with its limit, not as a request that will not do.
func TestARefusalSaysWhatIsIllFormed(t *testing.T) {
	f := newFixture(t)
	f.councillor()
	f.s.drawing = civic.CommandDrawing{Drawing: civic.Doubtful, Reason: civic.ReasonInvalid}
	err := f.RenameGroup(t.Context(), civic.DerivedID("group"), strings.Repeat("x", civic.MaxName+1))
	e, ok := errors.AsType[*civic.Error](err)
	if !ok || e.Kind != civic.Invalid || e.Key != "invalid.too_long_most" || e.Params["field"] != "name" || e.Params["most"] != "200" {
		t.Errorf("%+v", err)
	}
}

func TestARevisionUponAnOldTextStandsBesideTheNew(t *testing.T) {
	f := newFixture(t)
	act := civic.DerivedID("act")
	f.put(civic.KindAct, act, "acts/08/2026", civic.Act{Content: motion(), Visibility: civic.Everyone, Published: now})
	d, err := f.ReviseAct(t.Context(), act)
	f.ok(err)
	if d.Base != 1 || d.Revises != act {
		t.Fatalf("%+v", d)
	}
	if again, err := f.ReviseAct(t.Context(), act); err != nil || again.ID != d.ID {
		t.Errorf("a second draft of the same revision: %v", err)
	}
	f.s.drawing = civic.CommandDrawing{Drawing: civic.BaseMoved, Reason: civic.ReasonConflict}
	if _, err := f.Submit(t.Context(), d.ID, everyone); !civic.Is(err, civic.Conflict) {
		t.Fatal(err)
	}
	unread := func() bool {
		all, err := f.Barred(t.Context())
		f.ok(err)
		return all[d.ID].Rebase
	}
	if unread() {
		t.Error("the newer text is here to be read")
	}
	rec := f.s.records[act]
	delete(f.s.records, act)
	if !unread() {
		t.Error("an act that is not here is offered to be read")
	}
	f.s.records[act] = rec
	if f.s.drafts[d.ID].Beside != act {
		t.Error("the draft does not say beside what it stands")
	}
	r := f.s.records[act]
	r.Version = 2
	f.s.records[act] = r
	f.s.drawing = civic.CommandDrawing{Drawing: civic.Drawn}
	_, err = f.Rebase(t.Context(), d.ID)
	f.ok(err)
	q, err := f.Submit(t.Context(), d.ID, everyone)
	f.ok(err)
	if q.Command.Name != civic.CmdRevise || q.Command.Base != 2 {
		t.Errorf("%+v", q.Command)
	}
}

func TestCancelTakesBackOrQueuesTheWithdrawal(t *testing.T) {
	f := newFixture(t)
	d := f.draft(motion())
	q, err := f.Submit(t.Context(), d.ID, everyone)
	f.ok(err)
	_, err = f.Cancel(t.Context(), q.Command.ID)
	f.ok(err)
	if len(f.s.queue) != 0 {
		t.Fatal("it is still queued")
	}
	f.s.drafts[d.ID] = d
	q, err = f.Submit(t.Context(), d.ID, everyone)
	f.ok(err)
	f.s.leaving = true
	undo, err := f.WithdrawAct(t.Context(), civic.Concerns(q.Command))
	f.ok(err)
	if undo.Command.Name != civic.CmdUndo || civic.Concerns(undo.Command) != civic.Concerns(q.Command) || len(f.s.queue) != 2 {
		t.Errorf("%+v", f.s.queue)
	}
	e, err := f.RecordEvent(t.Context(), civic.ActEvent{Act: civic.DerivedID("a"), Type: civic.Discussed, Date: "2026-11-20"})
	f.ok(err)
	back, err := f.Cancel(t.Context(), e.Command.ID)
	f.ok(err)
	var told civic.ActEventArgs
	f.ok(e.Command.Decode(&told))
	if back.Command.Name != civic.CmdDropEvent || civic.Concerns(back.Command) != told.ID {
		t.Errorf("an event that may have left: %+v", back.Command)
	}
	r, err := f.ReturnAct(t.Context(), civic.DerivedID("a"), civic.ReturnMistake, "")
	f.ok(err)
	if _, err := f.Cancel(t.Context(), r.Command.ID); !civic.Is(err, civic.Conflict) {
		t.Errorf("what cannot be taken back: %v", err)
	}
}

func TestEditGivesTheTextBack(t *testing.T) {
	f := newFixture(t)
	thread := civic.DerivedID("thread")
	q, err := f.AddPost(t.Context(), thread, "ciao\r\na tutti", "")
	f.ok(err)
	g, err := f.Edit(t.Context(), q.Command.ID)
	f.ok(err)
	if g.Text != "ciao\na tutti" || g.Thread != thread || len(f.s.queue) != 0 {
		t.Errorf("%+v", g)
	}
	d := f.draft(motion())
	q, err = f.Submit(t.Context(), d.ID, everyone)
	f.ok(err)
	g, err = f.Edit(t.Context(), q.Command.ID)
	f.ok(err)
	if g.Draft == nil || g.Draft.ID != d.ID {
		t.Errorf("%+v", g)
	}
	f.s.queue = []civic.Queued{q}
	delete(f.s.drafts, d.ID)
	g, err = f.Edit(t.Context(), q.Command.ID)
	f.ok(err)
	if g.Draft == nil || g.Draft.Plain.Subject != "Acqua pubblica" {
		t.Errorf("the draft was gone: %+v", g)
	}
	n, err := f.AcceptNotice(t.Context(), "2026-01")
	f.ok(err)
	if f.s.profile.Notice != "2026-01" {
		t.Error("the notice is not noted")
	}
	if _, err := f.Edit(t.Context(), n.Command.ID); !civic.Is(err, civic.Invalid) {
		t.Errorf("nothing to edit: %v", err)
	}
}

// A draft of very many short rows is refused for their number, not for its length.
func TestADraftOfTooManyRowsSaysSo(t *testing.T) {
	f := newFixture(t)
	c := motion()
	c.Clauses = nil
	for i := range 20_000 {
		c.Clauses = append(c.Clauses, civic.Clause{ID: civic.DerivedID("row", strconv.Itoa(i)), Section: civic.Operative, Text: "a;"})
	}
	_, err := f.NewDraft(t.Context(), c)
	if e, ok := errors.AsType[*civic.Error](err); !ok || e.Key != "invalid.too_many_clauses" || e.Params["limit"] != "5000" {
		t.Errorf("%v", err)
	}
}
