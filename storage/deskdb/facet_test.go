package deskdb_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"scranno/app/civic"
	"scranno/storage/deskdb"
)

// shelf is a history of acts that come from each other, are decided and carried
// out, in any order: also in rings, and before what they came from.
type shelf struct {
	*history
	lines []civic.ID
}

func (s *shelf) line() civic.ID { return rapid.SampledFrom(s.lines).Draw(s.T, "line") }

func towns() []civic.BodyCode {
	return []civic.BodyCode{body, "demo:908002", "demo:908003", "demo:908004"}
}

// drawn makes an act of one's drawing.
func (s *shelf) act() civic.Act {
	a := civic.Act{Content: content(fmt.Sprint("atto ", s.n), "acqua"), Visibility: civic.Everyone, Published: s.c.now}
	a.Body = rapid.SampledFrom(towns()).Draw(s.T, "body")
	a.Kind = rapid.SampledFrom([]civic.ActKind{civic.Motion, civic.Question, civic.Amendment}).Draw(s.T, "kind")
	a.Declared = rapid.SampledFrom([]civic.Outcome{"", civic.Approved, civic.Approved, civic.ApprovedInParts, civic.Rejected}).Draw(s.T, "declared")
	a.Date = rapid.SampledFrom([]civic.Date{"2026-03-01", "2025-12-31", ""}).Draw(s.T, "date")
	a.Themes = rapid.SampledFrom([][]civic.Theme{nil, civic.Themes()[:1], civic.Themes()[1:3]}).Draw(s.T, "themes")
	if rapid.IntRange(0, 3).Draw(s.T, "adapted") > 0 {
		a.Lineage = &civic.Lineage{Parent: s.line(), Revision: 1, Mode: civic.Adapted}
	}
	return a
}

// put writes an act of the library, new or changed, perhaps into another channel.
func (s *shelf) put(*rapid.T) {
	id, a := s.line(), s.act()
	ch := civic.ActChannel(civic.Everyone, region, 2026)
	if rapid.IntRange(0, 4).Draw(s.T, "closed") == 0 {
		ch, a.Visibility = civic.ActChannel(civic.Councillors, region, 2026), civic.Councillors
	}
	if was, there := s.c.records[id]; there && !was.Deleted && was.Channel != ch {
		s.gone(was)
	}
	s.c.put(civic.KindAct, id, ch, rapid.SampledFrom([]civic.ID{s.me, s.other}).Draw(s.T, "author"), a)
}

// change changes one thing of an act.
func (s *shelf) change(*rapid.T) {
	r, there := s.c.records[s.line()]
	if !there || r.Deleted {
		return
	}
	a, err := civic.DecodeBody[civic.Act](r)
	s.must(err)
	to := s.act()
	switch rapid.IntRange(0, 4).Draw(s.T, "field") {
	case 0, 1:
		a.Body = to.Body
	case 2:
		a.Kind = to.Kind
	case 3:
		a.Declared, a.Date = to.Declared, to.Date
	case 4:
		a.Lineage = to.Lineage
	}
	s.c.put(civic.KindAct, r.ID, r.Channel, r.Author, a)
	s.pull(nil)
}

func (s *shelf) putAndPull(rt *rapid.T) { s.put(rt); s.pull(rt) }

// pull takes all that is there, some at a time.
func (s *shelf) pull(*rapid.T) {
	for range 20 {
		wants, err := s.s.Wants(s.ctx)
		s.must(err)
		p := s.c.feed(wants, 20)
		_, err = s.s.ApplyPage(s.ctx, p, s.c.now)
		s.must(err)
		if !p.More {
			return
		}
	}
}

// gone takes a record away from its channel.
func (s *shelf) gone(r civic.Record) {
	s.c.versions[r.ID]++
	r.Deleted, r.Body, r.Version = true, nil, s.c.versions[r.ID]
	s.c.log(r, rapid.Bool().Draw(s.T, "erase"))
}

func (s *shelf) remove(*rapid.T) {
	if r, there := s.c.records[s.line()]; there && !r.Deleted {
		s.gone(r)
	}
}

// tell puts something upon an act, or takes it away.
func (s *shelf) tell(*rapid.T) {
	act, ch := s.line(), civic.ActChannel(civic.Everyone, region, 2026)
	if r, there := s.c.records[act]; there && rapid.IntRange(0, 2).Draw(s.T, "beside it") > 0 {
		ch = r.Channel
	}
	clause := civic.DerivedID("clause", string(act))
	var id civic.ID
	switch rapid.IntRange(0, 3).Draw(s.T, "what") {
	case 0:
		id = civic.DerivedID("event", string(act))
		s.c.put(civic.KindActEvent, id, ch, s.other, civic.ActEvent{
			Act: act, Type: civic.OutcomeEvent, Date: "2026-11-21", Outcome: rapid.SampledFrom([]civic.Outcome{civic.Approved, civic.Rejected}).Draw(s.T, "outcome"),
		})
	case 1:
		id = civic.TallyID(act)
		s.c.put(civic.KindTally, id, ch, "", civic.Tally{Of: act, Reuses: rapid.Int64Range(0, 2).Draw(s.T, "reuses")})
	default:
		id = civic.CommitmentID(act, clause)
		s.c.put(civic.KindCommitment, id, ch, s.other, civic.Commitment{
			Act: act, Clause: clause, State: civic.CommitmentStates()[0], Due: rapid.SampledFrom([]civic.Date{"", "2026-12-20"}).Draw(s.T, "due"),
		})
	}
	if rapid.IntRange(0, 3).Draw(s.T, "taken back") == 0 {
		s.gone(s.c.records[id])
	}
}

// obscure takes words out of an act, and lists what they were.
func (s *shelf) obscure(*rapid.T) {
	r, there := s.c.records[s.line()]
	if !there || r.Deleted {
		return
	}
	a, err := civic.DecodeBody[civic.Act](r)
	s.must(err)
	s.c.put(civic.KindRedaction, s.id(), r.Channel, s.other, civic.Redaction{ID: s.id(), Clauses: []civic.ID{a.Clauses[0].ID}, Reason: civic.RedactPersonalData, At: s.c.now})
	a.Clauses[0].Text = civic.Obscured
	s.c.put(civic.KindAct, r.ID, r.Channel, r.Author, a)
}

// adapt publishes an act of one's own that came from another, and waits.
func (s *shelf) adapt(*rapid.T) {
	id := s.id()
	s.lines = append(s.lines, id)
	a := s.act()
	a.Body, a.Kind = body, civic.Motion
	raw, err := civic.CanonicalOf(civic.PublishArgs{ID: id, Content: a.Content, Visibility: civic.Everyone, Licence: civic.LicenceCCBY})
	s.must(err)
	_, err = s.s.Enqueue(s.ctx, civic.Queued{
		Command: civic.Command{ID: s.id(), Name: civic.CmdPublish, Schema: 1, Args: raw, Author: s.me}, State: civic.QueueWaiting, Queued: s.c.now,
	}, "", func(civic.CommandDrawing) error { return nil })
	s.must(err)
}

// lose takes a channel away from the desk.
func (s *shelf) lose(*rapid.T) {
	_, err := s.s.ApplyPage(s.ctx, civic.Page{Epoch: s.c.epoch, Now: s.c.now, Lost: []civic.Channel{rapid.SampledFrom(ground[4:]).Draw(s.T, "lost")}}, s.c.now)
	s.must(err)
}

func (s *shelf) sound(*rapid.T) { s.must(s.s.CheckFacets(s.ctx)) }

// ask compares a question's counts with what all rows say.
func (s *shelf) ask(*rapid.T) {
	q := civic.ActQuery{Facets: true, Limit: 1000}
	some := func(label string) bool { return rapid.IntRange(0, 2).Draw(s.T, label) == 0 }
	if some("text") {
		q.Text = rapid.SampledFrom([]string{"acqua", "atto", "vento"}).Draw(s.T, "word")
	}
	if some("kinds") {
		q.Kinds = []civic.ActKind{civic.Motion, civic.Amendment}
	}
	if some("bodies") {
		q.Bodies = towns()[:rapid.IntRange(1, 2).Draw(s.T, "bodies asked")]
	}
	if some("themes") {
		q.Themes = civic.Themes()[:rapid.IntRange(1, 2).Draw(s.T, "themes asked")]
	}
	if some("outcomes") {
		q.Outcomes = []civic.Outcome{civic.Approved, civic.Pending}
	}
	if some("uses") {
		q.Uses = []civic.Use{rapid.SampledFrom(civic.Uses()).Draw(s.T, "use")}
	}
	if some("days") {
		q.Since, q.Until = "2026-01-01", "2026-12-31"
	}
	if some("author") {
		q.Author = s.me
	}
	got, err := s.s.Acts(s.ctx, q)
	s.must(err)
	total, want, err := s.s.Grouped(s.ctx, q)
	s.must(err)
	if got.Total != total || len(got.Hits) != total {
		s.Fatalf("%d of %d acts, want %d: %+v", len(got.Hits), got.Total, total, q)
	}
	for name := range facetNames(got.Facets, want) {
		if len(got.Facets[name])+len(want[name]) > 0 && !reflect.DeepEqual(got.Facets[name], want[name]) {
			s.Fatalf("%s: %v, want %v: %+v", name, got.Facets[name], want[name], q)
		}
	}
}

func facetNames(all ...map[string][]civic.FacetCount) map[string]bool {
	out := map[string]bool{}
	for _, m := range all {
		for name := range m {
			out[name] = true
		}
	}
	return out
}

// TestWhatIsStoredIsWhatTheActsSay: marks and counts are, after each thing that can
// happen to acts and to what they came from, what one finds by asking all of them.
func TestWhatIsStoredIsWhatTheActsSay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := &shelf{history: newHistory(t, rt)}
		for range 6 {
			s.lines = append(s.lines, s.id())
		}
		for range 8 {
			s.put(rt)
		}
		s.pull(rt)
		defer func() { s.must(s.s.Close()) }()
		rt.Repeat(map[string]func(*rapid.T){
			"put": s.put, "put again": s.put, "put and pull": s.putAndPull, "put and pull again": s.putAndPull, "remove": s.remove, "tell": s.tell, "change": s.change, "obscure": s.obscure, "adapt": s.adapt,
			"page": s.history.page, "pull": s.pull, "send": s.send, "leave": s.history.leave, "rejoin": s.rejoin, "lose": s.lose,
			"reopen": s.reopen, "backup": s.backup, "restore": s.restore, "ask": s.ask, "": s.sound,
		})
	})
}

// TestAPointThatGoesWithItsChannel: an act is due no more where its point was in a
// channel that is lost, or is found to be gone when that is read anew.
func TestAPointThatGoesWithItsChannel(t *testing.T) {
	f := newFixture(t)
	f.join(closed)
	act := f.other("act", nil)
	point := func(name string) {
		clause := civic.DerivedID("clause", name)
		f.c.put(civic.KindCommitment, civic.CommitmentID(act, clause), closed, civic.DerivedID("colleague"),
			civic.Commitment{Act: act, Clause: clause, State: civic.CommitmentStates()[0], Due: "2026-12-20"})
		f.pull(100)
	}
	due := func(want int) {
		t.Helper()
		all, err := f.s.Due(t.Context(), civic.DerivedID("colleague"), "")
		f.ok(err)
		f.ok(f.s.CheckFacets(t.Context()))
		if len(all) != want {
			t.Errorf("%d are due, want %d", len(all), want)
		}
	}
	point("lost")
	due(1)
	f.loses(closed)
	due(0)
	f.join(closed)
	f.pull(100)
	due(1)
	// Its removal was too long ago to be sent: that channel alone is read anew.
	clear(f.c.ops[closed])
	head := f.c.head(closed)
	head.Horizon = head.Head + 1
	_, err := f.s.ApplyPage(t.Context(), civic.Page{Epoch: f.c.epoch, Now: f.c.now, Heads: []civic.Head{head}}, f.c.now)
	f.ok(err)
	f.pull(100)
	due(0)
}

// TestMarksOfAFormerVersion: they are made when the file is opened.
func TestMarksOfAFormerVersion(t *testing.T) {
	f := newFixture(t)
	root := f.other("root", nil)
	f.other("leaf", func(a *civic.Act) {
		a.Body, a.Declared, a.Lineage = "demo:908003", civic.Approved, &civic.Lineage{Parent: root, Revision: 1, Mode: civic.Adapted}
	})
	f.pull(10)
	f.ok(f.s.ForgetFacets(t.Context()))
	if err := f.s.CheckFacets(t.Context()); !civic.Is(err, civic.Damaged) {
		t.Fatalf("nothing is missed: %v", err)
	}
	f.ok(f.s.Close())
	f.open()
	f.ok(f.s.CheckFacets(t.Context()))
	r, err := f.s.Acts(t.Context(), civic.ActQuery{Uses: []civic.Use{civic.UsePassed}})
	f.ok(err)
	if r.Total != 1 || r.Hits[0].ID != root || r.Hits[0].Passed != 1 || r.Hits[0].Near != 1 {
		t.Errorf("%+v", r)
	}
}

// TestTheDoctorComparesMarks: what does not agree is told, and made again when the
// file is opened.
func TestTheDoctorComparesMarks(t *testing.T) {
	f := newFixture(t)
	f.other("act", nil)
	f.pull(10)
	told := func() bool {
		t.Helper()
		all, err := f.s.Doctor(t.Context())
		f.ok(err)
		return slices.ContainsFunc(all, func(x civic.Finding) bool { return x.Code == "doctor.index" })
	}
	if told() {
		t.Fatal("a sound file is not sound")
	}
	f.ok(f.s.Miscount(t.Context()))
	if !told() {
		t.Fatal("the doctor sees nothing")
	}
	f.ok(f.s.Close())
	f.open()
	if told() {
		t.Error("it was not made again")
	}
}

// TestALongLine: counts of a long line of reuse, whole and after its middle went.
func TestALongLine(t *testing.T) {
	f := newFixture(t)
	var ids []civic.ID
	town := func(i int) civic.BodyCode { return civic.BodyCode(fmt.Sprintf("demo:9%05d", i)) }
	for i := range 300 {
		ids = append(ids, f.other(fmt.Sprint("line", i), func(a *civic.Act) {
			a.Body, a.Declared = town(i), civic.Approved
			if i > 0 {
				a.Lineage = &civic.Lineage{Parent: ids[i-1], Revision: 1, Mode: civic.Adapted}
			}
		}))
	}
	f.pull(40)
	passed := func(i int, want int64) {
		t.Helper()
		v, err := f.s.Act(t.Context(), ids[i])
		f.ok(err)
		if v.Passed != want {
			t.Errorf("%d: %d, want %d", i, v.Passed, want)
		}
	}
	passed(0, 299)
	passed(100, 199)
	r := f.c.records[ids[150]]
	r.Deleted, r.Body, r.Version = true, nil, r.Version+1
	f.c.log(r, false)
	f.pull(40)
	passed(0, 149)
	passed(100, 49)
	passed(151, 148)
	f.ok(f.s.CheckFacets(t.Context()))
}

// TestDaysAreInOrder: as numbers, days are in the order of their letters.
func TestDaysAreInOrder(t *testing.T) {
	days := []civic.Date{"", "1999-12-31", "2025-01-31", "2025-02-01", "2025-12-31", "2026-01-01", "2026-01-02"}
	for i := 1; i < len(days); i++ {
		if a, b := deskdb.DayCode(days[i-1]), deskdb.DayCode(days[i]); a >= b {
			t.Errorf("%s is %d, %s is %d", days[i-1], a, days[i], b)
		}
	}
	if deskdb.DayCode("2026") > deskdb.DayCode("2026-01-01") || deskdb.DayCode("x") != 0 {
		t.Error("what is no whole day")
	}
}
