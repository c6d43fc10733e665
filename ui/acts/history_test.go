package acts

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/ui/kit"
)

// chamber is the person's own council.
type chamber struct {
	terms   []council.DeadlineView
	notes   []civic.ClockNote
	follows []civic.FollowView
	seen    []civic.ID
}

func (c *chamber) Deadlines(context.Context, council.DeadlineQuery) ([]council.DeadlineView, []civic.ClockNote, error) {
	return c.terms, c.notes, nil
}

func (c *chamber) Remedy(_ context.Context, d council.DeadlineView) (civic.Content, error) {
	return civic.Content{Subject: string(d.Remedy)}, nil
}

func (c *chamber) Verify(context.Context, civic.ID) (civic.Content, error) {
	return civic.Content{Subject: "verifica"}, nil
}

func (c *chamber) Follow(_ context.Context, what civic.FollowKind, target string) error {
	c.follows = append(c.follows, civic.FollowView{Follow: civic.Follow{What: what, Target: target}})
	return nil
}

func (c *chamber) Unfollow(_ context.Context, what civic.FollowKind, target string) error {
	c.follows = slices.DeleteFunc(c.follows, func(f civic.FollowView) bool { return f.What == what && f.Target == target })
	return nil
}

func (c *chamber) Follows(context.Context) ([]civic.FollowView, error) {
	return slices.Clone(c.follows), nil
}

func (c *chamber) SeeAct(_ context.Context, act civic.ID) error {
	c.seen = append(c.seen, act)
	return nil
}

const pointID = civic.ID("0190d3f0-0000-7000-8000-0000000000aa")

// told is a library of one act with a life, and a council.
func told(t *testing.T) (*stage, *chamber) {
	d, c := library(1), &chamber{}
	d.can.Event = true
	d.status.Profile.Person = "me"
	v := d.views[actID(0)]
	v.Act.Themes = []civic.Theme{"environment"}
	v.Act.Clauses = append(v.Act.Clauses, civic.Clause{ID: pointID, Section: civic.Operative, Opener: "1.", Text: "piantare cento alberi"})
	v.Outcome = civic.Approved
	v.Events = []civic.EventView{
		{ID: "e2", Author: "me", By: "Ada Verdi", Version: 4, Told: now(), Event: civic.ActEvent{
			Act: actID(0), Type: civic.OutcomeEvent, Date: "2026-03-01", Outcome: civic.Approved, Votes: &civic.Votes{For: 9}, Source: "https://comune.example.it/9",
		}},
		{ID: "e1", Author: "other", By: "Sara Valli", Told: now(), Event: civic.ActEvent{Act: actID(0), Type: civic.Filed, Date: "2026-02-02"}},
		{ID: "e3", Author: "me", By: "Ada Verdi", Told: now(), Pending: true, Event: civic.ActEvent{Act: actID(0), Type: civic.OnAgenda, Date: "2026-03-10"}},
	}
	d.views[actID(0)] = v
	s := newStage(t, d, wide())
	s.p.c = c
	s.read(actID(0))
	return s, c
}

func (s *stage) tells(texts ...string) {
	s.t.Helper()
	for _, x := range texts {
		if !s.shows(s.p.reader.history.column, x) {
			s.t.Errorf("the history does not show %q: %q", x, shownTexts(s.p.reader.history.column))
		}
	}
}

func TestTheHistoryIsATimelineWithWhoToldOfIt(t *testing.T) {
	s, c := told(t)
	s.p.reader.turn(tabHistory)
	s.tells("Concluso con un esito – 1° marzo 2026", "Registrato da Sara Valli", "9 favorevoli", "https://comune.example.it/9",
		"L’atto aveva già un esito: verifica le date.", "In attesa")
	all := strings.Join(shownTexts(s.p.reader.history.column), "\n")
	if strings.Index(all, "Depositato") > strings.Index(all, "1° marzo 2026 – Esito") || strings.Count(all, "Altro…") != 2 {
		t.Errorf("out of order, or of others: %q", all)
	}
	if !slices.Contains(c.seen, actID(0)) {
		t.Error("what is read stays new")
	}
}

func TestOnesOwnStepIsCorrectedAndTakenBack(t *testing.T) {
	s, _ := told(t)
	e := newEventForm(s.p, s.p.reader.known.view)
	e.begin(s.p.reader.known.events[1])
	if e.date.Text != "01/03/2026" || e.yes.Text != "9" || e.outcome.Selected != "Approvato" || e.source.Text == "" {
		t.Errorf("the form begins with %q %q %q", e.date.Text, e.yes.Text, e.outcome.Selected)
	}
	e.yes.SetText("12")
	if got := e.submit(); got != "" {
		t.Fatal(got)
	}
	s.until(func() bool { return len(s.d.done) == 1 })
	if got := s.d.done[0]; got != "edit e2 upon 4 2026-03-01 approved {For:12 Against:0 Abstained:0}" {
		t.Errorf("did %q", got)
	}
	s.p.dropEvent(s.p.reader.known.events[1])
	s.until(func() bool { return len(s.p.reader.known.events) == 2 })
	if got := s.toasts[len(s.toasts)-1]; got != "Passaggio ritirato" {
		t.Errorf("said %q", got)
	}
}

func TestTermsStandInTheHistory(t *testing.T) {
	s, c := told(t)
	d := council.DeadlineView{Left: -3, Remedy: council.Reminder, Holiday: council.FeastSunday}
	d.Kind, d.Act, d.Start, d.Days, d.Due, d.State, d.Source = civic.ClockAnswer, actID(0), "2026-02-15", 30, "2026-03-17", civic.ClockOverdue, "TUEL, art. 43, c. 3"
	c.terms = []council.DeadlineView{d}
	c.notes = []civic.ClockNote{{Code: "under_one_fifth", Need: 4, Have: 3, Source: "TUEL, art. 39, c. 2"}}
	s.page.Reload()
	s.until(func() bool { return len(s.p.reader.known.terms) == 1 })
	s.p.reader.turn(tabHistory)
	s.tells("Risposta dovuta: 17 marzo 2026", "scaduto da 3 giorni", "TUEL, art. 43, c. 3", "cade di domenica", "4 firme")
	s.p.remedy(d)
	s.until(func() bool { return slices.Contains(s.went, "drafts/fresh") })
	if !slices.Contains(s.d.done, "draft reminder") {
		t.Errorf("did %q", s.d.done)
	}
}

func TestWhatBecameOfAPointIsToldWithEvidence(t *testing.T) {
	s, _ := told(t)
	s.p.reader.turn(tabHistory)
	s.tells("Attuazione", "piantare cento alberi", "Da avviare", "Nessuno ha ancora detto")
	s.p.setPoint(s.p.reader.known.points[0])
	f := s.fields()
	f[0].SetText("31/12/2026")
	f[1].SetText("Ufficio verde")
	s.press("Salva")
	s.until(func() bool { return len(s.p.reader.known.view.Points) == 1 })
	if got := s.d.done[0]; got != "point "+string(pointID)+" upon 0 {State:to_start Due:2026-12-31 Office:Ufficio verde}" {
		t.Errorf("did %q", got)
	}
	s.tells("entro il 31 dicembre 2026", "a cura di: Ufficio verde")
	s.p.addEvidence(s.p.reader.known.points[0])
	f = s.fields()
	s.press("Registra")
	if len(s.d.done) != 1 {
		t.Errorf("nothing was taken as evidence: %q", s.d.done)
	}
	f[1].SetText("Piantati i primi venti")
	s.press("Registra")
	s.until(func() bool { return len(s.d.done) == 2 })
	if got := s.d.done[1]; got != "evidence "+string(pointID)+" 2026-03-20 Piantati i primi venti  0" {
		t.Errorf("did %q", got)
	}
	s.run("acts.verify")
	s.until(func() bool { return slices.Contains(s.d.done, "draft verifica") })
}

func TestAnActItsBodyAndItsThemeAreFollowed(t *testing.T) {
	s, c := told(t)
	for id, want := range map[string]civic.Follow{
		"acts.follow":       {What: civic.FollowAct, Target: string(actID(0))},
		"acts.follow_body":  {What: civic.FollowBody, Target: "demo:908001"},
		"acts.follow_theme": {What: civic.FollowTheme, Target: "environment"},
	} {
		s.run(id)
		s.until(func() bool { return s.p.reader.known.following(want.What, want.Target) })
		off := strings.Replace(id, "follow", "unfollow", 1)
		if s.can(id) || !s.can(off) {
			t.Errorf("%s: what is followed can be followed again", id)
		}
		s.run(off)
		s.until(func() bool { return !s.p.reader.known.following(want.What, want.Target) })
	}
	if len(c.follows) != 0 {
		t.Errorf("%+v", c.follows)
	}
}

func TestARouteLeadsToTheHistory(t *testing.T) {
	s, _ := told(t)
	s.page.Open(string(actID(0)) + "/history")
	if s.p.reader.tab != tabHistory {
		t.Errorf("opened %q", s.p.reader.tab)
	}
}

// fields are the entries of the dialog on top, in their order.
func (s *stage) fields() []*kit.Field {
	s.t.Helper()
	var out []*kit.Field
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch x := o.(type) {
		case *kit.Field:
			out = append(out, x)
		case *fyne.Container:
			for _, c := range x.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(x).Objects() {
				walk(c)
			}
		}
	}
	walk(s.p.h.Window.Canvas().Overlays().Top())
	if len(out) == 0 {
		s.t.Fatal("there is no form")
	}
	return out
}

func (s *stage) press(text string) {
	s.t.Helper()
	b := s.button(text)
	if b == nil {
		s.t.Fatalf("there is no button %q", text)
	}
	test.Tap(b)
}

// The dot of an event stands beside the middle of its first line.
func TestADotStandsBesideItsLine(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ThemeOptions{Variant: kit.Light}))
	first := kit.NewHighlightText("27 luglio 2026 – Depositato", kit.TextLook{Bold: true})
	for _, line := range []fyne.CanvasObject{first, newLine(first, kit.NewButton("Altro…", nil, nil))} {
		c := milestone(container.NewVBox(line, muted("sotto")), false, false)
		c.Resize(c.MinSize())
		dot := test.WidgetRenderer(c.Objects[0].(*mark)).(*markRenderer).dot
		if got, want := dot.Position().Y+dot.Size().Height/2, line.Position().Y+line.Size().Height/2; got < want-1 || got > want+1 {
			t.Errorf("the dot is at %v, its line at %v", got, want)
		}
	}
}
