package acts

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/drafting"
	"scranno/ui/kit"
	"scranno/ui/uitest"
)

// reuseFake is what a fakeDesk knows of reusing.
type reuseFake struct {
	targets []desk.ReuseTarget
	plan    desk.Reused
	asked   []desk.ReuseHow
	line    desk.Kinship
	newer   desk.Suggested
	taken   []int
	long    bool // reading the line takes until it is stopped
}

func (f *fakeDesk) ReuseTargets(context.Context) ([]desk.ReuseTarget, error) {
	return f.reuse.targets, nil
}

func (f *fakeDesk) ReusePlan(_ context.Context, _ civic.ID, how desk.ReuseHow) (desk.Reused, error) {
	defer f.lock()()
	f.reuse.asked = append(f.reuse.asked, how)
	return f.reuse.plan, nil
}

func (f *fakeDesk) Reuse(_ context.Context, act civic.ID, how desk.ReuseHow) (desk.Reused, error) {
	r := f.reuse.plan
	r.Draft = "nuova"
	f.with(func() { f.done = append(f.done, "reuse "+string(act)+" "+string(how.Mode)) })
	return r, nil
}

func (f *fakeDesk) Kinship(ctx context.Context, _ civic.ID) (desk.Kinship, error) {
	var long bool
	f.with(func() { long = f.reuse.long })
	if long {
		<-ctx.Done()
	}
	return f.reuse.line, ctx.Err()
}

func (f *fakeDesk) AmendNews(context.Context, civic.ID) (desk.AmendNews, error) {
	return f.amended, nil
}

func (f *fakeDesk) RenewAmendment(_ context.Context, id civic.ID, _ string) (civic.Draft, error) {
	f.renewed = id
	return civic.Draft{ID: civic.DerivedID("renewed")}, nil
}

func (f *fakeDesk) Suggestions(context.Context, civic.ID) (desk.Suggested, error) {
	return f.reuse.newer, nil
}

func (f *fakeDesk) TakeSuggestions(_ context.Context, _ civic.ID, _ desk.Suggested, chosen []int) (civic.Draft, error) {
	f.with(func() { f.reuse.taken = chosen })
	return civic.Draft{ID: "nuova"}, nil
}

// TestOrgansAreTakenInTheDialog one by one or all, and asked for by their place.
func TestOrgansAreTakenInTheDialog(t *testing.T) {
	d := library(1)
	d.reuse.targets = []desk.ReuseTarget{{Body: town("Regione Toscana", "reg:09", civic.Regional)}}
	d.reuse.plan = desk.Reused{
		Content: civic.Content{Subject: "Percorsi sicuri"},
		Rewrites: []drafting.Rewrite{
			{Was: "Consiglio comunale", Now: "Consiglio regionale"},
			{Was: "al Sindaco", Now: "al Presidente della Regione"},
			{Was: "Giunta comunale", Now: "Giunta regionale"},
		},
	}
	s := newStage(t, d, wide())
	s.read(actID(0))
	x, ok := s.p.reading()
	if !ok {
		t.Fatal("no act is read")
	}
	f := newReuseForm(s.p, x.view, d.reuse.targets, false)
	s.until(func() bool { return len(f.words) == 3 })
	f.words[1].SetChecked(true)
	if got := f.how().Words; !slices.Equal(got, []int{1}) {
		t.Errorf("one: %v", got)
	}
	for _, o := range f.report.Objects {
		if c, ok := o.(*widget.Check); ok && c.Text == s.p.h.Lang.T("reuse.words_all") {
			c.SetChecked(true)
		}
	}
	if got := f.how().Words; !slices.Equal(got, []int{0, 1, 2}) {
		t.Errorf("all: %v", got)
	}
}

func town(name, code string, level civic.Level) civic.Body {
	return civic.Body{Name: name, Level: level, Codes: []civic.DatedCode{{Code: civic.BodyCode(code)}}}
}

func TestAnActIsAdaptedFromTheReader(t *testing.T) {
	d := library(1)
	d.reuse.targets = []desk.ReuseTarget{
		{Body: town("Prato", "istat:100005", civic.Municipal), Own: true}, {Body: town("Regione Toscana", "reg:09", civic.Regional)},
	}
	d.reuse.plan = desk.Reused{
		Content:  civic.Content{Subject: "Percorsi sicuri a Prato"},
		Replaced: []drafting.Replacement{{Kind: drafting.GapTown, Was: "Carpi", Now: "Prato", Filled: true}, {Kind: drafting.GapAmount, Was: "77.000", Now: "[importo]"}},
		Gaps:     []drafting.Gap{{Kind: drafting.GapAmount}}, Files: 2,
	}
	s := newStage(t, d, wide())
	s.read(actID(0))
	s.run("acts.reuse")
	overlays := s.p.h.Window.Canvas().Overlays()
	s.until(func() bool { return overlays.Top() != nil && s.shows(overlays.Top(), "[importo]  (77.000)") })
	for _, want := range []string{"Carpi → Prato", "Percorsi sicuri a Prato", "2 allegati"} {
		if !s.shows(overlays.Top(), want) {
			t.Errorf("the dialog does not say %q", want)
		}
	}
	test.Tap(s.button(s.p.h.Lang.T("reuse.make")))
	s.until(func() bool { return len(s.went) > 0 })
	if s.went[0] != "drafts/nuova" || len(s.toasts) != 1 || !strings.Contains(s.toasts[0], "1 spazio") {
		t.Errorf("went %v, told %v", s.went, s.toasts)
	}
}

func TestWithoutACouncilTheReasonIsSaid(t *testing.T) {
	s := newStage(t, library(1), wide())
	s.read(actID(0))
	s.run("acts.reuse")
	overlays := s.p.h.Window.Canvas().Overlays()
	s.until(func() bool { return overlays.Top() != nil })
	if !s.shows(overlays.Top(), "Prima indica il tuo Consiglio") {
		t.Error("the reason is not said")
	}
	test.Tap(s.button(s.p.h.Lang.T("reuse.name_council")))
	if len(s.went) != 1 || s.went[0] != "settings/council" {
		t.Errorf("went %v", s.went)
	}
}

// A long line says so at the foot of the window, where it can be stopped; it is
// read again when asked for.
func TestALongLineIsReadWithAWayToStop(t *testing.T) {
	d := library(2)
	d.reuse.long = true
	for i, a := range []int{0, 1} {
		d.reuse.line.Tree = append(d.reuse.line.Tree, desk.Kin{ActHit: d.acts[a], Depth: i, Self: a == 0})
	}
	s := newStage(t, d, wide())
	s.read(actID(0))
	s.p.reader.turn(tabKin)
	s.until(func() bool { return len(s.tasks) == 1 && s.tasks[0].Title == "Lettura delle derivazioni" })
	s.tasks[0].Cancel()
	k := s.p.reader.kin
	s.until(func() bool { return s.shows(k.root, "La lettura delle derivazioni è stata interrotta.") })
	d.with(func() { d.reuse.long = false })
	uitest.Press(t, s.h.Window.Canvas(), "Riprova")
	s.until(func() bool { return len(k.rows) == 2 && len(s.tasks) == 0 })
}

func TestTheLineIsATreeAndATable(t *testing.T) {
	d := library(1)
	kin := func(name string, depth int, region civic.Region, o civic.Outcome) desk.Kin {
		return desk.Kin{
			ActHit: civic.ActHit{ID: civic.DerivedID("act", name), BodyName: name, Region: region, Outcome: o}, Depth: depth, Mode: civic.Adapted, Compared: depth > 0,
			KinChanges: drafting.KinChanges{Kept: 5, Changed: 2, New: 1},
		}
	}
	d.reuse.line = desk.Kinship{
		Tree:   []desk.Kin{kin("Carpi", 0, "08", ""), kin("Prato", 1, "09", civic.Approved), kin("Pistoia", 2, "09", civic.Rejected)},
		Bodies: 2, Approved: 1, Away: 3, Origin: &civic.Lineage{Mode: civic.FromLevel, BodyName: "Regione Liguria"},
	}
	s := newStage(t, d, wide())
	s.read(actID(0))
	s.p.reader.turn(tabKin)
	s.until(func() bool { return len(s.p.reader.kin.rows) == 3 })
	k := s.p.reader.kin
	for _, want := range []string{"Ripreso in 2 Comuni, approvato in 1", "Regione Liguria", "3 riprese non sono su questo computer", "uguali 5, cambiati 2, nuovi 1"} {
		if !s.shows(k.root, want) {
			t.Errorf("the tab does not say %q", want)
		}
	}
	if k.rows[2].depth != 2 {
		t.Error("the third stands beside the others")
	}
	k.turn(true)
	if len(k.rows) != 5 || k.rows[0].heading != "Toscana · 2 atti, 1 ripresa approvata" {
		t.Errorf("%d rows, %q", len(k.rows), k.rows[0].heading)
	}
}

func TestANewerSourceIsTakenClauseByClause(t *testing.T) {
	d := library(1)
	v := d.views[actID(0)]
	v.Act.Lineage = &civic.Lineage{Parent: civic.DerivedID("source"), Mode: civic.Adapted}
	d.views[actID(0)], d.can.Revise = v, true
	d.reuse.newer = desk.Suggested{
		Parent: civic.ActHit{BodyName: "Carpi"},
		Items:  []drafting.Suggestion{{Kind: drafting.SuggestChange, Mine: "aprire", Now: "aprire entro un anno"}, {Kind: drafting.SuggestNew, Now: "riferire"}},
	}
	s := newStage(t, d, wide())
	s.read(actID(0))
	if !s.shows(s.root, "Il testo di partenza è cambiato") {
		t.Fatal("nobody is told")
	}
	s.run("acts.newer")
	overlays := s.p.h.Window.Canvas().Overlays()
	if !s.shows(overlays.Top(), "aprire entro un anno") {
		t.Error("the newer words are not shown")
	}
	for _, o := range test.LaidOutObjects(overlays.Top()) {
		if c, ok := o.(*kit.Check); ok && strings.HasPrefix(c.Text, "2") {
			c.SetChecked(true)
		}
	}
	test.Tap(s.button(s.p.h.Lang.T("reuse.newer_take")))
	s.until(func() bool { return len(s.went) > 0 })
	if s.went[0] != "drafts/nuova" || len(d.reuse.taken) != 1 || d.reuse.taken[0] != 1 {
		t.Errorf("went %v, took %v", s.went, d.reuse.taken)
	}
}

func TestTheOrderOfTheListTurns(t *testing.T) {
	s := newStage(t, library(3), wide())
	if s.p.above.orderName() != "Più recenti" {
		t.Errorf("%q", s.p.above.orderName())
	}
	s.run("acts.order")
	s.until(func() (ok bool) {
		s.d.with(func() { ok = s.d.asked[len(s.d.asked)-1].Reused })
		return ok
	})
	if name := s.p.above.orderName(); name != "Più ripresi" {
		t.Errorf("%q", name)
	}
	s.run("acts.order")
	s.until(func() (ok bool) {
		s.d.with(func() { ok = s.d.asked[len(s.d.asked)-1].Useful })
		return ok
	})
	if s.p.above.orderName() != "Più utili" || !s.p.query.with(facetKind, "motion", true).same(s.p.query.with(facetKind, "motion", true)) {
		t.Errorf("%q", s.p.above.orderName())
	}
}
