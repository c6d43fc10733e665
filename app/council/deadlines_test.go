package council_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"scranno/app/civic"
	"scranno/app/council"
)

// actShelf is a store of acts and terms; what a test does not use panics.
type actShelf struct {
	council.Store
	me      civic.ID
	acts    map[civic.ID]civic.ActView
	drafts  []civic.Draft
	profile map[civic.BodyCode]civic.CouncilProfile
	terms   map[string]civic.Term
	follows []civic.FollowView
	asked   []civic.ActQuery
}

func (s *actShelf) Profile(context.Context) (civic.Profile, error) {
	return civic.Profile{Person: s.me, Name: "Giulia Conti"}, nil
}

func (s *actShelf) Look(ctx context.Context, fn func(context.Context, civic.World) error) error {
	return fn(ctx, seated{})
}

// seated has one person with a mandate in the term town.
type seated struct{ civic.World }

func (seated) Actor(context.Context, civic.ID) (civic.Actor, error) {
	return civic.Actor{Mandates: []civic.Mandate{{Body: termTown, BodyName: "Valchiara", Level: civic.Municipal, Region: "08", Group: "Insieme"}}}, nil
}

func (s *actShelf) Councils(context.Context) ([]civic.CouncilProfile, error) {
	var out []civic.CouncilProfile
	for _, p := range s.profile {
		out = append(out, p)
	}
	return out, nil
}

func (s *actShelf) Council(_ context.Context, body civic.BodyCode) (civic.CouncilProfile, error) {
	if p, ok := s.profile[body]; ok {
		return p, nil
	}
	return civic.CouncilProfile{}, civic.NewError(civic.NotFound, "test", "")
}

func (s *actShelf) Acts(_ context.Context, q civic.ActQuery) (civic.ActResult, error) {
	s.asked = append(s.asked, q)
	var r civic.ActResult
	for id, v := range s.acts {
		if (q.Author == "" || q.Author == v.Record.Author) && (len(q.Bodies) == 0 || slices.Contains(q.Bodies, v.Act.Body)) &&
			(len(q.Outcomes) == 0 || slices.Contains(q.Outcomes, v.Outcome)) && (len(q.Kinds) == 0 || slices.Contains(q.Kinds, v.Act.Kind)) {
			r.Hits = append(r.Hits, civic.ActHit{ID: id, BodyName: v.Act.BodyName, Level: v.Act.Level, Region: v.Act.Region})
		}
	}
	return r, nil
}

func (s *actShelf) Act(_ context.Context, id civic.ID) (civic.ActView, error) {
	if v, ok := s.acts[id]; ok {
		return v, nil
	}
	return civic.ActView{}, civic.NewError(civic.NotFound, "test", "")
}

func (s *actShelf) FiledLines(context.Context) ([]civic.Draft, error) { return s.drafts, nil }

func (s *actShelf) Draft(_ context.Context, id civic.ID) (civic.Draft, error) {
	for _, d := range s.drafts {
		if d.ID == id {
			return d, nil
		}
	}
	return civic.Draft{}, civic.NewError(civic.NotFound, "test", "")
}

func (s *actShelf) Due(_ context.Context, author civic.ID, body civic.BodyCode) ([]civic.ID, error) {
	var out []civic.ID
	for id, v := range s.acts {
		if len(v.Points) > 0 && (author != "" && v.Record.Author == author || body != "" && v.Act.Body == body) {
			out = append(out, id)
		}
	}
	return out, nil
}

func (s *actShelf) Lives(_ context.Context, ids []civic.ID) ([]civic.ActView, error) {
	var out []civic.ActView
	for _, id := range ids {
		if v, ok := s.acts[id]; ok {
			out = append(out, v)
		}
	}
	return out, nil
}

func (s *actShelf) Follows(context.Context) ([]civic.FollowView, error) { return s.follows, nil }

func (s *actShelf) Terms(context.Context) ([]civic.Term, error) {
	var out []civic.Term
	for _, t := range s.terms {
		out = append(out, t)
	}
	return out, nil
}

func (s *actShelf) KeepTerms(_ context.Context, all []civic.Term) error {
	for _, t := range all {
		s.terms[t.Key] = t
	}
	return nil
}

const termTown = civic.BodyCode("demo:908001")

func termID(parts ...string) civic.ID {
	x := civic.DerivedID(parts...)
	return x[:14] + "7" + x[15:]
}

// act puts one on the actShelf, filed on a day.
func (s *actShelf) act(name string, kind civic.ActKind, author civic.ID, filed civic.Date, events ...civic.ActEvent) civic.ID {
	v := civic.ActView{Record: civic.Record{ID: termID(name), Author: author, Version: 2}}
	v.Act.Content = civic.Content{
		Kind: kind, Level: civic.Municipal, Body: termTown, BodyName: "Valchiara", Region: "08", Subject: name,
		Signatories: []civic.Signatory{{Name: "Giulia Conti", Group: "Lista di ieri"}, {Name: "Sara Valli"}, {Name: "Marco Orsi"}},
		Clauses: []civic.Clause{
			{ID: termID(name, "1"), Section: civic.Operative, Opener: "impegna il Sindaco e la Giunta a:"},
			{ID: termID(name, "2"), Section: civic.Operative, Opener: "1.", Text: "riaprire la palestra;"},
			{ID: termID(name, "3"), Section: civic.Operative, Opener: "2.", Text: "riferire in Consiglio."},
		},
	}
	if filed != "" {
		events = append(events, civic.ActEvent{Type: civic.Filed, Date: filed})
	}
	for _, e := range events {
		v.Events = append(v.Events, civic.EventView{Event: e})
	}
	v.Outcome = civic.OutcomeOf(v.Act, events)
	s.acts[v.Record.ID] = v
	return v.Record.ID
}

type termDesk struct {
	*testing.T
	*actShelf
	c   *council.Council
	now time.Time
}

func newTermDesk(t *testing.T, now string) *termDesk {
	at, err := time.Parse("2006-01-02", now)
	if err != nil {
		t.Fatal(err)
	}
	d := &termDesk{T: t, now: at.Add(10 * time.Hour), actShelf: &actShelf{
		me: termID("me"), acts: map[civic.ID]civic.ActView{}, profile: map[civic.BodyCode]civic.CouncilProfile{}, terms: map[string]civic.Term{},
	}}
	d.profile[termTown] = civic.CouncilProfile{Format: 1, Body: termTown, Name: "Valchiara", Patron: "01-31", Saint: "San Geminiano"}
	d.c, err = council.New(council.Options{Store: d.actShelf, Now: func() time.Time { return d.now }, Rand: &bytesInTurn{}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// bytesInTurn gives bytes that are never the same twice.
type bytesInTurn struct{ n byte }

func (c *bytesInTurn) Read(p []byte) (int, error) {
	c.n++
	sum := sha256.Sum256([]byte{c.n})
	return copy(p, sum[:]), nil
}

func (d *termDesk) list(q council.DeadlineQuery) []council.DeadlineView {
	d.Helper()
	all, _, err := d.c.Deadlines(d.Context(), q)
	if err != nil {
		d.Fatal(err)
	}
	return all
}

func linesOf(all []council.DeadlineView) string {
	var out []string
	for _, x := range all {
		out = append(out, x.Subject+" "+string(x.Kind)+" "+string(x.Due)+" "+string(x.State)+" "+string(x.Remedy))
	}
	return strings.Join(out, "; ")
}

func TestDeadlinesAreOnesOwnAndWhatOneFollows(t *testing.T) {
	d := newTermDesk(t, "2026-04-10")
	d.act("mia", civic.Question, d.me, "2026-03-02")
	d.act("risposta", civic.Question, d.me, "2026-03-02", civic.ActEvent{Type: civic.Answered, Date: "2026-03-20"})
	d.act("seduta", civic.SessionRequest, d.me, "2026-03-25")
	d.act("inerte", civic.SessionRequest, d.me, "2026-03-01")
	followed := d.act("seguita", civic.Interpellation, termID("other"), "2026-03-20")
	d.act("altra", civic.Question, termID("other"), "2026-03-20")
	d.follows = []civic.FollowView{{Follow: civic.Follow{What: civic.FollowAct, Target: string(followed)}}}
	want := "inerte sitting 2026-03-21 overdue formal_notice; mia answer 2026-04-01 overdue reminder; " +
		"seduta sitting 2026-04-14 running ; seguita answer 2026-04-19 running "
	if got := linesOf(d.list(council.DeadlineQuery{})); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := linesOf(d.list(council.DeadlineQuery{Home: true})); !strings.Contains(got, "altra answer 2026-04-19") {
		t.Errorf("of one's own council: %s", got)
	}
	if got := linesOf(d.list(council.DeadlineQuery{Act: termID("risposta")})); got != "risposta answer 2026-04-01 met " {
		t.Errorf("of one act: %s", got)
	}
	for _, q := range d.asked {
		if q.Author == "" && len(q.Bodies) == 0 {
			t.Errorf("the whole library was asked for: %+v", q)
		}
	}
}

func TestATermOnAFeastIsToldAndNotMoved(t *testing.T) {
	for filed, want := range map[civic.Date]string{
		"2026-03-06": "Pasqua", "2026-03-07": "Pasquetta", "2026-03-02": "", "2026-03-13": council.FeastSunday, "2026-11-25": "Natale",
		"2027-01-01": "San Geminiano", "2026-09-04": "San Francesco d'Assisi",
	} {
		d := newTermDesk(t, "2026-03-02")
		d.act("mia", civic.Question, d.me, filed)
		all := d.list(council.DeadlineQuery{})
		if len(all) != 1 || all[0].Holiday != want || all[0].Due != filed.Plus(30) {
			t.Errorf("filed %s: %+v, want %q", filed, all, want)
		}
	}
}

func TestAFiledDraftHasItsTerm(t *testing.T) {
	d := newTermDesk(t, "2026-03-10")
	content := civic.Content{Kind: civic.Question, Level: civic.Municipal, Body: termTown, Region: "08", Subject: "depositata"}
	d.drafts = []civic.Draft{
		{ID: termID("draft"), State: civic.DraftFiled, FiledOn: "2026-03-02", Plain: &content},
		{ID: termID("open"), State: civic.DraftOpen, Plain: &content},
	}
	all := d.list(council.DeadlineQuery{})
	if linesOf(all) != "depositata answer 2026-04-01 running " || all[0].Draft != termID("draft") || !all[0].Mine {
		t.Errorf("%+v", all)
	}
	published := d.act("pubblicata", civic.Question, d.me, "")
	d.drafts[0].Act = published
	if got := linesOf(d.list(council.DeadlineQuery{})); got != "pubblicata answer 2026-04-01 running " {
		t.Errorf("after publishing: %s", got)
	}
}

func TestATermPutAwayComesBackWithAnotherDay(t *testing.T) {
	d := newTermDesk(t, "2026-03-10")
	q := d.act("mia", civic.Question, d.me, "2026-03-02")
	if err := d.c.HideDeadline(t.Context(), d.list(council.DeadlineQuery{})[0].Deadline, true); err != nil {
		t.Fatal(err)
	}
	if got := d.list(council.DeadlineQuery{}); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	if got := d.list(council.DeadlineQuery{Hidden: true}); len(got) != 1 || !got[0].Hidden {
		t.Errorf("%+v", got)
	}
	v := d.acts[q]
	v.Events[0].Event.Date = "2026-03-05"
	d.acts[q] = v
	if got := linesOf(d.list(council.DeadlineQuery{})); got != "mia answer 2026-04-04 running " {
		t.Errorf("corrected: %s", got)
	}
}

func calendarWords() council.CalendarWords {
	return council.CalendarWords{
		Name: "Scranno", Title: func(d council.DeadlineView) string { return "Termine: " + d.Subject },
		Text: func(d council.DeadlineView) string { return d.Source },
	}
}

func (d *termDesk) calendar() map[string][3]string {
	d.Helper()
	raw, err := d.c.Calendar(d.Context(), calendarWords())
	if err != nil {
		d.Fatal(err)
	}
	if !bytes.Contains(raw, []byte("\r\n")) || bytes.Contains(bytes.ReplaceAll(raw, []byte("\r\n"), nil), []byte("\n")) {
		d.Error("lines do not end as RFC 5545 asks")
	}
	cal, err := ics.ParseCalendar(bytes.NewReader(raw))
	if err != nil {
		d.Fatal(err)
	}
	out := map[string][3]string{}
	for _, e := range cal.Events() {
		get := func(p ics.ComponentProperty) string {
			if x := e.GetProperty(p); x != nil {
				return x.Value
			}
			return ""
		}
		out[e.Id()] = [3]string{get(ics.ComponentPropertyDtStart), get(ics.ComponentPropertySequence), get(ics.ComponentPropertyStatus)}
	}
	return out
}

func TestTheCalendarUpdates(t *testing.T) {
	d := newTermDesk(t, "2026-03-10")
	q := d.act("mia", civic.Question, d.me, "2026-03-02")
	uid := "answer-" + string(q) + "@scranno"
	first := d.calendar()
	if first[uid] != [3]string{"20260401", "0", "CONFIRMED"} || len(first) != 1 {
		t.Fatalf("%v", first)
	}
	a, err := d.c.Calendar(t.Context(), calendarWords())
	if err != nil {
		t.Fatal(err)
	}
	d.now = d.now.Add(time.Hour)
	b, err := d.c.Calendar(t.Context(), calendarWords())
	if err != nil || !bytes.Equal(a, b) {
		t.Errorf("the same terms gave other bytes: %v", err)
	}
	v := d.acts[q]
	v.Events[0].Event.Date = "2026-03-05"
	d.acts[q] = v
	if got := d.calendar(); got[uid] != [3]string{"20260404", "1", "CONFIRMED"} {
		t.Errorf("moved: %v", got)
	}
	d.act("mia", civic.Question, d.me, "2026-03-05", civic.ActEvent{Type: civic.Answered, Date: "2026-03-09"})
	if got := d.calendar(); got[uid] != [3]string{"20260404", "2", "CANCELLED"} {
		t.Errorf("answered: %v", got)
	}
	if got := d.calendar(); got[uid][1] != "2" {
		t.Errorf("called off twice: %v", got)
	}
	d.act("mia", civic.Question, d.me, "2026-03-05")
	if got := d.calendar(); got[uid] != [3]string{"20260404", "3", "CONFIRMED"} {
		t.Errorf("taken back: %v", got)
	}
	delete(d.acts, q)
	d.calendar()
	d.now = d.now.AddDate(1, 0, 0)
	if got := d.calendar(); len(got) != 0 {
		t.Errorf("a year later: %v", got)
	}
}

func TestLongAndStrangeTextsFitTheCalendar(t *testing.T) {
	d := newTermDesk(t, "2026-03-10")
	d.act(strings.Repeat("Perché, «così»; è\\ ", 20)+"\nBEGIN:VALARM", civic.Question, d.me, "2026-03-02")
	raw, err := d.c.Calendar(t.Context(), calendarWords())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range strings.Split(string(raw), "\r\n") {
		if len(l) > 75 {
			t.Errorf("a line of %d bytes: %q", len(l), l)
		}
	}
	if n := strings.Count(string(raw), "\r\nBEGIN:VALARM"); n != 1 {
		t.Errorf("%d alarms", n)
	}
	d.calendar()
}

func letterOf(c civic.Content) string {
	var out []string
	for _, x := range c.Clauses {
		out = append(out, strings.TrimSpace(x.Opener+" "+x.Text))
	}
	return c.Subject + "\n" + strings.Join(c.Addressees, "\n") + "\n" + strings.Join(out, "\n")
}

func TestRemediesCiteTheTermAndNothingElse(t *testing.T) {
	d := newTermDesk(t, "2026-04-10")
	q := d.act("mensa scolastica", civic.Question, d.me, "2026-03-01")
	d.act("piscina", civic.SessionRequest, d.me, "2026-03-01")
	for _, x := range d.list(council.DeadlineQuery{}) {
		c, err := d.c.Remedy(t.Context(), x)
		if err != nil {
			t.Fatal(err)
		}
		text := letterOf(c)
		if err := c.Validate(); err != nil || c.Lineage == nil || c.Lineage.Parent != x.Act || c.Lineage.Mode != civic.FollowUp || c.Lineage.Revision != 2 {
			t.Errorf("%v %+v", err, c.Lineage)
		}
		want, never := []string{"l'art. 43, c. 3", "mensa scolastica", "31 marzo 2026", "1° marzo 2026", "30 giorni"}, "39"
		if x.Act != q {
			want, never = []string{"l'art. 39, c. 2", "piscina", "21 marzo 2026", "al Prefetto", "20 giorni"}, "art. 43"
		}
		for _, s := range want {
			if !strings.Contains(text, s) {
				t.Errorf("%q is missing in:\n%s", s, text)
			}
		}
		if strings.Contains(text, never) || strings.Count(text, "art. ") != 1 {
			t.Errorf("another article is cited:\n%s", text)
		}
	}
	p := d.profile[termTown]
	p.Rules = []civic.CouncilRule{{Name: civic.RuleAnswerDays, Value: 20, Source: "art. 31 del regolamento del Consiglio"}}
	d.profile[termTown] = p
	c, err := d.c.Remedy(t.Context(), d.list(council.DeadlineQuery{Act: q})[0])
	if err != nil || !strings.Contains(letterOf(c), "art. 31 del regolamento del Consiglio") || strings.Contains(letterOf(c), "43") {
		t.Errorf("%v\n%s", err, letterOf(c))
	}
	p.Rules = []civic.CouncilRule{{Name: civic.RuleSittingDays, Value: 15, Source: "art. 8 dello Statuto"}}
	d.profile[termTown] = p
	for _, x := range d.list(council.DeadlineQuery{}) {
		if x.Kind == civic.ClockSitting && x.Remedy != council.FormalNotice {
			t.Errorf("a shorter term of one's own: %q", x.Remedy)
		}
	}
	if _, err := d.c.Remedy(t.Context(), council.DeadlineView{}); !civic.Is(err, civic.Invalid) {
		t.Errorf("no remedy: %v", err)
	}
}

// TestALetterIsForTheBodyThatItIsOf: a region has a term of its own and no mayor.
func TestALetterIsForTheBodyThatItIsOf(t *testing.T) {
	for name, want := range map[string][]string{
		"region":   {"al Presidente della Regione", "al Presidente del Consiglio regionale"},
		"town":     {"al Sindaco", "al Presidente del Consiglio comunale"},
		"province": {"al Presidente della Provincia"},
	} {
		d := newTermDesk(t, "2026-06-10")
		q := d.act("trasporti", civic.Question, d.me, "2026-03-01")
		v := d.acts[q]
		switch name {
		case "region":
			v.Act.Level, v.Act.BodyName = civic.Regional, "Regione Esempio"
		case "province":
			v.Act.Level, v.Act.BodyName = civic.Provincial, "Provincia di Esempio"
		}
		d.acts[q] = v
		p := d.profile[termTown]
		p.Body, p.Rules = termTown, []civic.CouncilRule{{Name: civic.RuleAnswerDays, Value: 20, Source: "art. 31 del regolamento"}}
		d.profile[termTown] = p
		c, err := d.c.Remedy(t.Context(), d.list(council.DeadlineQuery{Act: q})[0])
		if err != nil || !slices.Equal(c.Addressees, want) {
			t.Errorf("%s: %v %q", name, err, c.Addressees)
		}
	}
}

func TestAQuestionOnWhatWasNotCarriedOut(t *testing.T) {
	d := newTermDesk(t, "2026-06-10")
	m := d.act("palestra", civic.Motion, d.me, "2026-02-01", civic.ActEvent{Type: civic.OutcomeEvent, Date: "2026-03-01", Outcome: civic.Approved})
	v := d.acts[m]
	v.Points = []civic.CommitmentView{{Commitment: civic.Commitment{
		Act: m, Clause: termID("palestra", "2"), State: civic.UnderWay, Due: "2026-05-31", Office: "Ufficio tecnico",
	}, Version: 1}}
	d.acts[m] = v
	all := d.list(council.DeadlineQuery{})
	if linesOf(all) != "palestra commitment 2026-05-31 overdue verification" || all[0].Point != "riaprire la palestra;" {
		t.Fatalf("%+v", all)
	}
	points, binds, err := d.c.Points(t.Context(), m)
	if err != nil || !binds || len(points) != 2 || points[1].Commitment.State != civic.ToStart {
		t.Errorf("%+v %v %v", points, binds, err)
	}
	c, err := d.c.Verify(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	text := letterOf(c)
	for _, s := range []string{"«riaprire la palestra»", "entro il 31 maggio 2026", "Ufficio tecnico", "«riferire in Consiglio»", "interroga il Sindaco e la Giunta per sapere:"} {
		if !strings.Contains(text, s) {
			t.Errorf("%q is missing in:\n%s", s, text)
		}
	}
	if c.Kind != civic.Question || c.Validate() != nil || c.Lineage == nil {
		t.Errorf("%+v", c)
	}
	v.Points[0].Commitment.State = civic.Done
	v.Points = append(v.Points, civic.CommitmentView{Commitment: civic.Commitment{Act: m, Clause: termID("palestra", "3"), State: civic.Superseded}})
	d.acts[m] = v
	if _, err := d.c.Verify(t.Context(), m); !civic.Is(err, civic.Conflict) {
		t.Errorf("all done: %v", err)
	}
	rejected := d.act("respinta", civic.Motion, d.me, "2026-02-01", civic.ActEvent{Type: civic.OutcomeEvent, Date: "2026-03-01", Outcome: civic.Rejected})
	if _, err := d.c.Verify(t.Context(), rejected); !civic.Is(err, civic.Conflict) {
		t.Errorf("rejected: %v", err)
	}
}

// What follows an act up is the person's own: those who signed the act signed
// nothing of it.
func TestAFollowUpIsSignedByThePersonAlone(t *testing.T) {
	d := newTermDesk(t, "2026-06-10")
	d.act("mensa scolastica", civic.Question, d.me, "2026-03-01")
	d.act("piscina", civic.SessionRequest, d.me, "2026-03-01")
	voted := civic.ActEvent{Type: civic.OutcomeEvent, Date: "2026-03-01", Outcome: civic.Approved}
	mine := d.act("palestra", civic.Motion, d.me, "2026-02-01", voted)
	other := d.act("strada", civic.Motion, termID("another"), "2026-02-01", voted)
	var all []civic.Content
	for _, x := range d.list(council.DeadlineQuery{}) {
		if x.Remedy == council.NoRemedy {
			continue
		}
		c, err := d.c.Remedy(t.Context(), x)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	for _, id := range []civic.ID{mine, other} {
		c, err := d.c.Verify(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	if len(all) != 4 {
		t.Fatalf("%d follow-ups", len(all))
	}
	for _, c := range all {
		if want := []civic.Signatory{{Name: "Giulia Conti", Group: "Insieme"}}; !slices.Equal(c.Signatories, want) {
			t.Errorf("%s: %+v", c.Subject, c.Signatories)
		}
	}
}
