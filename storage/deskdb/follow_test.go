package deskdb_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"scranno/app/civic"
	"scranno/storage/deskdb"
)

func (f *fixture) news() []civic.News {
	f.Helper()
	out, err := f.s.News(f.Context(), 100)
	f.ok(err)
	return out
}

// kinds are what is new, in the order of their names.
func (f *fixture) kinds() []civic.NewsKind {
	f.Helper()
	var out []civic.NewsKind
	for _, n := range f.news() {
		out = append(out, n.Kind)
	}
	slices.Sort(out)
	return out
}

func (f *fixture) follow(what civic.FollowKind, target string) {
	f.Helper()
	f.ok(f.s.Follow(f.Context(), civic.Follow{What: what, Target: target, Since: f.c.now}, true))
}

// other is a colleague's act, in another town of the region.
func (f *fixture) other(name string, change func(*civic.Act)) civic.ID {
	f.Helper()
	id, author := civic.DerivedID("act", name), civic.DerivedID("colleague")
	a := civic.Act{Content: content(name, "x"), Visibility: civic.Everyone, Published: f.c.now}
	a.Body, a.BodyName, a.Themes = "demo:908002", "Fontelieta", nil
	if change != nil {
		change(&a)
	}
	f.c.put(civic.KindAct, id, civic.ActChannel(civic.Everyone, region, 2026), author, a)
	return id
}

func (f *fixture) told(act civic.ID, name string, e civic.ActEvent) {
	e.Act = act
	f.c.put(civic.KindActEvent, civic.DerivedID("event", name), civic.ActChannel(civic.Everyone, region, 2026), civic.DerivedID("colleague"), e)
}

func TestWhatArrivesInAFirstSyncIsNotNew(t *testing.T) {
	f := newFixture(t)
	f.follow(civic.FollowBody, "demo:908002")
	for _, name := range []string{"a", "b", "c", "d"} {
		f.other(name, nil)
	}
	f.pull(2)
	if got := f.news(); len(got) > 0 {
		t.Errorf("%+v", got)
	}
	f.other("dopo", nil)
	f.pull(2)
	if got := f.news(); len(got) != 1 || got[0].Kind != civic.NewsAct || got[0].Subject != "dopo" || got[0].BodyName != "Fontelieta" {
		t.Errorf("%+v", got)
	}
}

func TestWhatIsNewIsWhatOneFollowsOrWrote(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	mine, _ := f.publish("Acqua", "x")
	f.push()
	f.pull(100)
	far := f.other("lontano", nil)
	f.pull(100)
	if got := f.news(); len(got) > 0 {
		t.Fatalf("of nothing that one follows: %+v", got)
	}
	f.told(mine, "voto", civic.ActEvent{Type: civic.OutcomeEvent, Date: "2026-11-22", Outcome: civic.Approved})
	f.told(far, "rinvio", civic.ActEvent{Type: civic.Discussed, Date: "2026-11-22"})
	f.other("ripresa", func(a *civic.Act) { a.Lineage = &civic.Lineage{Parent: mine, Mode: civic.Adapted} })
	f.other("tema", func(a *civic.Act) { a.Themes = []civic.Theme{"water"} })
	ch := civic.ActChannel(civic.Everyone, region, 2026)
	f.c.put(civic.KindCommitment, civic.CommitmentID(mine, "x"), ch, civic.DerivedID("colleague"), civic.Commitment{Act: mine, Clause: "x", State: civic.Done})
	f.pull(100)
	if got := f.kinds(); !slices.Equal(got, []civic.NewsKind{civic.NewsCommitment, civic.NewsEvent, civic.NewsReuse}) {
		t.Fatalf("%v", got)
	}
	for _, n := range f.news() {
		if n.Kind == civic.NewsEvent && (n.Event.Outcome != civic.Approved || !n.Mine || n.Act != mine) {
			t.Errorf("%+v", n)
		}
	}
	f.follow(civic.FollowTheme, "water")
	f.follow(civic.FollowAct, string(far))
	if got := f.kinds(); len(got) != 5 || !slices.Contains(got, civic.NewsAct) {
		t.Errorf("after following: %v", got)
	}
	f.ok(f.s.SeeAct(t.Context(), mine))
	if got := f.kinds(); !slices.Equal(got, []civic.NewsKind{civic.NewsAct, civic.NewsEvent, civic.NewsReuse}) {
		t.Errorf("after opening one's own: %v", got)
	}
	f.told(mine, "voto", civic.ActEvent{Type: civic.OutcomeEvent, Date: "2026-11-22", Outcome: civic.Rejected})
	f.pull(100)
	if got := f.kinds(); len(got) != 4 {
		t.Errorf("a corrected event is not new: %v", got)
	}
	f.ok(f.s.SeeNews(t.Context()))
	if got := f.news(); len(got) > 0 {
		t.Errorf("after all was seen: %+v", got)
	}
}

func TestAnswersToOneAreNew(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	thread, _ := f.openThread()
	f.push()
	f.pull(100)
	if got := f.news(); len(got) > 0 {
		t.Fatalf("one's own: %+v", got)
	}
	rec, err := f.s.Record(t.Context(), thread)
	f.ok(err)
	f.c.put(civic.KindPost, civic.DerivedID("answer"), rec.Channel, civic.DerivedID("colleague"), civic.Post{Thread: thread, Text: "Sì"})
	f.pull(100)
	if got := f.news(); len(got) != 1 || got[0].Kind != civic.NewsAnswer || got[0].Thread != thread {
		t.Errorf("%+v", got)
	}
}

func TestWhatWentIsNotNew(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	f.follow(civic.FollowBody, "demo:908002")
	act := f.other("effimero", nil)
	f.pull(100)
	if len(f.news()) != 1 {
		t.Fatal("it did not arrive")
	}
	rec := f.c.records[act]
	rec.Deleted, rec.Body = true, nil
	rec.Version++
	f.c.log(rec, true)
	f.pull(100)
	if got := f.news(); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}

func TestFollowsAndTermsSurviveALostFile(t *testing.T) {
	f := newFixture(t)
	f.follow(civic.FollowTheme, "water")
	f.follow(civic.FollowTheme, "water")
	f.follow(civic.FollowBody, string(body))
	f.follow(civic.FollowTheme, "school")
	f.ok(f.s.Follow(t.Context(), civic.Follow{What: civic.FollowTheme, Target: "school"}, false))
	f.ok(f.s.KeepTerms(t.Context(), []civic.Term{{Key: "answer-1", Sequence: 2, Entry: "a"}}))
	f.ok(f.s.KeepTerms(t.Context(), []civic.Term{{Key: "answer-1", Sequence: 3, Entry: "b", Hidden: "2026-12-01"}}))
	f.ok(f.s.KeepTerms(t.Context(), []civic.Term{{Key: "answer-1", Sequence: 1, Entry: "old"}}))
	look := func(when string) {
		t.Helper()
		all, err := f.s.Follows(t.Context())
		f.ok(err)
		var got []string
		for _, x := range all {
			got = append(got, x.Target)
		}
		slices.Sort(got)
		if !slices.Equal(got, []string{string(body), "water"}) {
			t.Errorf("%s: %v", when, got)
		}
		terms, err := f.s.Terms(t.Context())
		f.ok(err)
		if len(terms) != 1 || terms[0] != (civic.Term{Key: "answer-1", Sequence: 3, Entry: "b", Hidden: "2026-12-01"}) {
			t.Errorf("%s: %+v", when, terms)
		}
	}
	look("kept")
	f.ok(f.s.Close())
	for _, name := range []string{deskdb.FileName, deskdb.FileName + "-wal", deskdb.FileName + "-shm"} {
		if err := os.Remove(filepath.Join(f.home, name)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	f.open()
	look("from the journal")
	f.ok(f.s.Close())
	f.open()
	look("opened again")
}

func TestPointsOfAnActAreReadWithIt(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	act := f.id()
	c := content("Strade", "x")
	c.Clauses[0].Section = civic.Operative
	f.do(civic.CmdPublish, civic.PublishArgs{ID: act, Content: c, Visibility: civic.Everyone, Licence: civic.LicenceCCBY}, 0)
	set := civic.CommitmentArgs{Act: act, Clause: c.Clauses[0].ID, Set: &civic.CommitmentSet{State: civic.UnderWay, Due: "2026-12-31"}}
	q := f.do(civic.CmdCommitment, set, 0)
	if q.Subject != "Strade" {
		t.Errorf("it waits as %q", q.Subject)
	}
	look := func(pending bool) {
		t.Helper()
		v, err := f.s.Act(t.Context(), act)
		f.ok(err)
		if len(v.Points) != 1 || v.Points[0].Pending != pending || v.Points[0].Version != 1 || v.Points[0].Commitment.Due != "2026-12-31" {
			t.Errorf("%+v", v.Points)
		}
	}
	look(true)
	f.push()
	f.pull(100)
	look(false)
	e := civic.ActEvent{Act: act, Type: civic.OutcomeEvent, Date: "2026-11-22", Outcome: civic.Approved}
	id := f.id()
	f.do(civic.CmdActEvent, civic.ActEventArgs{ID: id, Event: e}, 0)
	f.push()
	f.pull(100)
	e.Outcome = civic.Rejected
	f.do(civic.CmdEditEvent, civic.ActEventArgs{ID: id, Event: e}, 1)
	outcome := func(want civic.Outcome, events int) {
		t.Helper()
		v, err := f.s.Act(t.Context(), act)
		f.ok(err)
		r, err := f.s.Acts(t.Context(), civic.ActQuery{})
		f.ok(err)
		if v.Outcome != want || r.Hits[0].Outcome != want || len(v.Events) != events || events > 0 && v.Events[0].By != "Ada Verdi" {
			t.Errorf("%s and %s, want %s; %+v", v.Outcome, r.Hits[0].Outcome, want, v.Events)
		}
	}
	outcome(civic.Rejected, 1)
	f.push()
	f.pull(100)
	outcome(civic.Rejected, 1)
	f.do(civic.CmdDropEvent, civic.DropEventArgs{ID: id}, 0)
	outcome(civic.Pending, 0)
	f.push()
	f.pull(100)
	outcome(civic.Pending, 0)
	f.sumsAgree()
}

// TestActsAreReadForTheirTerms: with their events and points, those that are away
// left out; what is due says whose it is.
func TestActsAreReadForTheirTerms(t *testing.T) {
	f := newFixture(t)
	act := f.other("act", nil)
	f.told(act, "filed", civic.ActEvent{Type: civic.Filed, Date: "2026-03-01"})
	clause := civic.DerivedID("clause")
	f.c.put(civic.KindCommitment, civic.CommitmentID(act, clause), civic.ActChannel(civic.Everyone, region, 2026), civic.DerivedID("colleague"),
		civic.Commitment{Act: act, Clause: clause, State: civic.CommitmentStates()[0], Due: "2026-12-20"})
	f.pull(10)
	all, err := f.s.Lives(t.Context(), []civic.ID{civic.DerivedID("away"), act})
	f.ok(err)
	if len(all) != 1 || all[0].Record.ID != act || len(all[0].Events) != 1 || len(all[0].Points) != 1 || all[0].Points[0].Commitment.Due != "2026-12-20" {
		t.Fatalf("%+v", all)
	}
	whole, err := f.s.Act(t.Context(), act)
	f.ok(err)
	if whole.Events[0] != all[0].Events[0] && whole.Events[0].Event != all[0].Events[0].Event {
		t.Errorf("%+v, %+v", whole.Events, all[0].Events)
	}
	for _, x := range []struct {
		author civic.ID
		body   civic.BodyCode
		want   int
	}{{civic.DerivedID("colleague"), "", 1}, {"", "demo:908002", 1}, {f.me, body, 0}, {"", "", 0}} {
		due, err := f.s.Due(t.Context(), x.author, x.body)
		f.ok(err)
		if len(due) != x.want || len(due) > 0 && due[0] != act {
			t.Errorf("%+v: %v", x, due)
		}
	}
}

// TestFollowedCouncilsHaveTheNameOfTheirActs: none where no act of theirs is here.
func TestFollowedCouncilsHaveTheNameOfTheirActs(t *testing.T) {
	f := newFixture(t)
	f.other("act", nil)
	f.pull(10)
	f.follow(civic.FollowBody, "demo:908002")
	f.follow(civic.FollowBody, "demo:908009")
	all, err := f.s.Follows(t.Context())
	f.ok(err)
	names := map[string]string{}
	for _, x := range all {
		names[x.Target] = x.Name
	}
	if len(all) != 2 || names["demo:908002"] != "Fontelieta" || names["demo:908009"] != "" {
		t.Errorf("%+v", all)
	}
}
