package desk_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/drafting"
)

// ownCouncil is a person's council; no code: none.
type ownCouncil struct{ civic.CouncilProfile }

func (c ownCouncil) Home(context.Context) (civic.BodyCode, error) {
	if c.Body == "" {
		return "", civic.NewError(civic.NotFound, "test", "council.none")
	}
	return c.Body, nil
}

func (c ownCouncil) Profile(_ context.Context, body civic.BodyCode) (civic.CouncilProfile, error) {
	if body != c.Body {
		return civic.CouncilProfile{Body: body}, nil
	}
	return c.CouncilProfile, nil
}

func (c ownCouncil) Kept(_ context.Context, body civic.BodyCode) (civic.CouncilProfile, error) {
	if body != c.Body {
		return civic.CouncilProfile{}, civic.NewError(civic.NotFound, "test", "")
	}
	return c.CouncilProfile, nil
}

// reusing is a fixture with an own council and an act of another one.
func reusing(t *testing.T, own civic.CouncilProfile) (*fixture, civic.ID) {
	f := newFixture(t)
	f.s.profile.Name = "Ada Verdi"
	f.withCouncil(own)
	act := civic.DerivedID("act", "carpi")
	c := civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: "istat:036005", BodyName: "Carpi", Region: "08", Date: "2025-04-02",
		Subject:     "Percorsi sicuri casa-scuola a Carpi",
		Signatories: []civic.Signatory{{Name: "Marta Bellandi", Group: "Insieme per il paese"}}, Addressees: []string{"il Sindaco e la Giunta"},
		Clauses: []civic.Clause{
			{ID: civic.DerivedID("1"), Section: civic.Recital, Opener: "premesso che", Text: "il Comune di Carpi (MO) ha stanziato € 77.000,00 per via Roma;"},
			{ID: civic.DerivedID("2"), Section: civic.Operative, Opener: "impegna il Sindaco e la Giunta a:"},
			{ID: civic.DerivedID("3"), Section: civic.Operative, Opener: "1.", Text: "aprire i percorsi ai sensi della legge 28 giugno 1991, n. 208, e modificare il regolamento comunale.", Origins: []civic.ID{civic.DerivedID("0")}},
		},
		Attachments: []civic.Attachment{{Name: "mappa.pdf"}},
	}
	f.put(civic.KindAct, act, civic.ActChannel(civic.Everyone, "08", 2025), civic.Act{Content: c, Visibility: civic.Everyone, Published: now})
	return f, act
}

func prato() civic.CouncilProfile {
	return civic.CouncilProfile{
		Format: civic.CouncilFormat, Body: "istat:100005", Name: "Prato", Level: civic.Municipal, Region: "09", Heading: "Gruppo consiliare Prato insieme",
	}
}

func TestAnActIsMadeForOnesOwnCouncil(t *testing.T) {
	f, act := reusing(t, prato())
	r, err := f.Reuse(t.Context(), act, desk.ReuseHow{})
	f.ok(err)
	x, err := f.Draft(t.Context(), r.Draft)
	f.ok(err)
	c := x.Plain
	if c.Subject != "Percorsi sicuri casa-scuola a Prato" || c.Clauses[0].Text != "il Comune di Prato (PO) ha stanziato € [importo] per [via];" {
		t.Errorf("%q, %q", c.Subject, c.Clauses[0].Text)
	}
	if !strings.Contains(c.Clauses[2].Text, "28 giugno 1991, n. 208") {
		t.Errorf("a citation of law changed: %q", c.Clauses[2].Text)
	}
	if l := c.Lineage; l == nil || l.Parent != act || l.Revision != 1 || l.Mode != civic.Adapted || l.Body != "istat:036005" {
		t.Errorf("lineage %+v", c.Lineage)
	}
	last := c.Clauses[2]
	if len(last.Origins) != 2 || last.Origins[0] != civic.DerivedID("3") || last.Origins[1] != civic.DerivedID("0") || last.ID == civic.DerivedID("3") {
		t.Errorf("the clause came from %v", last.Origins)
	}
	if c.Body != "istat:100005" || c.Region != "09" || c.Place != "Prato" || c.Heading != "Gruppo consiliare Prato insieme" || c.Date != "" ||
		len(c.Signatories) != 1 || c.Signatories[0].Name != "Ada Verdi" || len(c.Attachments) != 0 {
		t.Errorf("the heading is %+v", c)
	}
	if len(r.Gaps) != 2 || r.Files != 1 {
		t.Errorf("%d gaps, %d files", len(r.Gaps), r.Files)
	}
	if len(f.s.pins) != 1 {
		t.Error("the source is not kept within reach")
	}
}

func TestReuseSaysWhyNot(t *testing.T) {
	f, act := reusing(t, civic.CouncilProfile{})
	if _, err := f.ReusePlan(t.Context(), act, desk.ReuseHow{}); !civic.Is(err, civic.NotFound) || keyOf(err) != "reuse.no_council" {
		t.Errorf("without a council: %v", err)
	}
	if all, err := f.ReuseTargets(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("%v, %v", all, err)
	}
	f, act = reusing(t, prato())
	if _, err := f.ReusePlan(t.Context(), act, desk.ReuseHow{Mode: civic.Amends}); keyOf(err) != "reuse.mode" {
		t.Errorf("an amendment is no reuse: %v", err)
	}
	if len(f.s.drafts) != 0 {
		t.Error("a plan made a draft")
	}
}

func TestAnActIsTakenToTheRegion(t *testing.T) {
	f, act := reusing(t, prato())
	all, err := f.ReuseTargets(t.Context())
	f.ok(err)
	if len(all) < 3 || all[0].Body.Name != "Prato" || !all[0].Own || all[1].Body.Code() != "reg:09" || all[1].Own {
		t.Fatalf("%+v", all)
	}
	r, err := f.ReusePlan(t.Context(), act, desk.ReuseHow{Body: "reg:09"})
	f.ok(err)
	if r.Mode != civic.FromLevel || r.Content.Clauses[1].Opener != "impegna il Presidente e la Giunta regionale a:" || r.Content.Addressees[0] != "il Presidente e la Giunta regionale" {
		t.Errorf("%s: %q, to %v", r.Mode, r.Content.Clauses[1].Opener, r.Content.Addressees)
	}
	if len(r.Flags) != 1 || r.Flags[0].Params["text"] != "regolamento comunale" {
		t.Errorf("another body's powers: %+v", r.Flags)
	}
	if r.Content.Clauses[0].Text != "il Comune di [Comune] ha stanziato € [importo] per [via];" {
		t.Errorf("%q", r.Content.Clauses[0].Text)
	}
}

func TestModesOfReuse(t *testing.T) {
	f, act := reusing(t, prato())
	for mode, want := range map[civic.ReuseMode]string{
		civic.Copied: "Percorsi sicuri casa-scuola a Carpi", civic.Inspired: "Percorsi sicuri casa-scuola a Prato", civic.FollowUp: "Attuazione di: Percorsi sicuri casa-scuola a Carpi",
	} {
		r, err := f.ReusePlan(t.Context(), act, desk.ReuseHow{Mode: mode})
		f.ok(err)
		if r.Content.Subject != want || r.Content.Lineage.Mode != mode {
			t.Errorf("%s: %q, %s", mode, r.Content.Subject, r.Content.Lineage.Mode)
		}
	}
}

// TestANewerTextIsASuggestion: what changed in the source is told, clause by
// clause, and nothing moves until somebody takes it.
func TestANewerTextIsASuggestion(t *testing.T) {
	f, act := reusing(t, prato())
	r, err := f.Reuse(t.Context(), act, desk.ReuseHow{})
	f.ok(err)
	if s, err := f.Suggestions(t.Context(), r.Draft); err != nil || len(s.Items) != 0 {
		t.Fatalf("nothing is newer: %+v, %v", s, err)
	}
	f.revised(act, func(c *civic.Content) {
		c.Clauses[2].Text = "aprire i percorsi a Carpi entro un anno."
		c.Clauses = append(c.Clauses, civic.Clause{ID: civic.DerivedID("4"), Section: civic.Operative, Opener: "2.", Text: "riferire al Consiglio comunale di Carpi."})
	})
	s, err := f.Suggestions(t.Context(), r.Draft)
	f.ok(err)
	if len(s.Items) != 2 || s.Items[0].Kind != drafting.SuggestChange || s.Items[0].Now != "1. aprire i percorsi a Prato entro un anno." ||
		s.Items[1].Kind != drafting.SuggestNew || s.Items[1].Now != "2. riferire al Consiglio comunale di Prato." {
		t.Fatalf("%+v", s.Items)
	}
	before, err := f.Draft(t.Context(), r.Draft)
	f.ok(err)
	if before.Revision != 1 {
		t.Error("the draft changed by itself")
	}
	x, err := f.TakeSuggestions(t.Context(), r.Draft, s, []int{1})
	f.ok(err)
	if n := len(x.Plain.Clauses); n != 4 || x.Plain.Clauses[3].Text != "riferire al Consiglio comunale di Prato." || x.Plain.Clauses[2].Text == "aprire i percorsi a Prato entro un anno." {
		t.Errorf("%+v", x.Plain.Clauses)
	}
	if s, err := f.Suggestions(t.Context(), r.Draft); err != nil || len(s.Items) != 0 {
		t.Errorf("it is told again: %+v, %v", s, err)
	}
}

func (s *store) ParentSeen(_ context.Context, child civic.ID) (int64, error) {
	return s.seen[child], nil
}

func (s *store) SeeParent(_ context.Context, child civic.ID, version int64) error {
	s.seen = map[civic.ID]int64{child: version}
	return nil
}

func keyOf(err error) string {
	var e *civic.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

// revised gives the act a newer text.
func (f *fixture) revised(act civic.ID, change func(*civic.Content)) {
	f.Helper()
	rec := f.s.records[act]
	a, err := civic.DecodeBody[civic.Act](rec)
	f.ok(err)
	former := a.Content
	f.s.revisions = append(f.s.revisions, civic.RevisionView{Revision: civic.Revision{Act: act, Version: rec.Version, Content: former}})
	a.Clauses = slices.Clone(former.Clauses)
	change(&a.Content)
	f.put(civic.KindAct, act, rec.Channel, a)
	rec = f.s.records[act]
	rec.Version = 2
	f.s.records[act] = rec
}

// withCouncil gives the desk the person's own council and the gazetteer.
func (f *fixture) withCouncil(p civic.CouncilProfile) {
	f.Helper()
	f.o.Council, f.o.Bodies = ownCouncil{p}, func() (*drafting.Gazetteer, error) { return drafting.NewGazetteer() }
	f.open()
}

func (s *store) Kin(context.Context, civic.ID, int) ([]civic.KinAct, error) { return s.kin, nil }

// TestKinshipCountsCouncils: a council counts once, one's own, amendments and
// what asks after an act do not, also by region, and what the central counted and is not here is said.
func TestKinshipCountsCouncils(t *testing.T) {
	f := newFixture(t)
	id := func(s string) civic.ID { return civic.DerivedID("kin", s) }
	act := func(name, parent string, body civic.BodyCode, depth int, mode civic.ReuseMode, o civic.Outcome) civic.KinAct {
		k := civic.KinAct{ActHit: civic.ActHit{ID: id(name), Body: body, BodyName: name, Region: "08", Outcome: o}, Depth: depth}
		k.Act.Lineage = &civic.Lineage{Parent: id(parent), Mode: mode, BodyName: "Lontano"}
		return k
	}
	root := act("root", "far", "istat:036005", 0, civic.Adapted, "")
	root.Reuses = 5
	f.s.kin = []civic.KinAct{
		root,
		act("one", "root", "istat:100005", 1, civic.Adapted, civic.Approved),
		act("again", "one", "istat:100005", 2, civic.FollowUp, civic.ApprovedAmended),
		act("two", "root", "istat:037006", 1, civic.Copied, civic.Rejected),
		act("amends", "root", "istat:058091", 1, civic.Amends, civic.Approved),
		act("own", "root", "istat:036005", 1, civic.FollowUp, civic.Approved),
	}
	k, err := f.Kinship(t.Context(), id("root"))
	f.ok(err)
	if k.Bodies != 2 || k.Approved != 1 || k.Away != 1 || k.Origin == nil || k.Origin.BodyName != "Lontano" || len(k.Tree) != 6 {
		t.Errorf("%+v", k)
	}
	if k.Tree[0].Compared || !k.Tree[1].Compared || k.Tree[4].Compared || !k.Tree[0].Self {
		t.Error("compared with what is not its source")
	}
	if r := k.ByRegion(); len(r) != 1 || len(r[0].Acts) != 6 || r[0].Approved != 1 {
		t.Errorf("an amendment, a question or the act itself is counted as a reuse that passed: %+v", r)
	}
	if k, err = f.Kinship(t.Context(), id("one")); err != nil || k.Bodies != 0 {
		t.Errorf("from below: %+v, %v", k, err)
	}
}

// TestOrgansOfAnotherLevelAreTakenOneByOne: going up, what the clauses say of the
// mayor and the council is offered, and made where the person takes it, before or
// after the draft is there.
func TestOrgansOfAnotherLevelAreTakenOneByOne(t *testing.T) {
	f, _ := reusing(t, prato())
	act := civic.DerivedID("act", "organs")
	f.put(civic.KindAct, act, civic.ActChannel(civic.Everyone, "08", 2025), civic.Act{Content: civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: "istat:036005", BodyName: "Carpi", Region: "08", Date: "2025-04-02", Subject: "Percorsi sicuri",
		Clauses: []civic.Clause{
			{ID: civic.DerivedID("1"), Section: civic.Recital, Opener: "premesso che", Text: "il Consiglio comunale ha ascoltato il Sindaco;"},
			{ID: civic.DerivedID("2"), Section: civic.Operative, Opener: "1.", Text: "riferire alla Giunta comunale."},
		},
	}, Visibility: civic.Everyone, Published: now})
	plan, err := f.ReusePlan(t.Context(), act, desk.ReuseHow{Body: "reg:09"})
	f.ok(err)
	if len(plan.Rewrites) != 3 || plan.Content.Clauses[0].Text != "il Consiglio comunale ha ascoltato il Sindaco;" || len(plan.Flags) != 0 {
		t.Fatalf("%+v, %q, %+v", plan.Rewrites, plan.Content.Clauses[0].Text, plan.Flags)
	}
	some, err := f.ReusePlan(t.Context(), act, desk.ReuseHow{Body: "reg:09", Words: []int{1}})
	f.ok(err)
	if got := some.Content.Clauses[0].Text; got != "il Consiglio comunale ha ascoltato il Presidente della Regione;" {
		t.Errorf("one: %q", got)
	}
	all, err := f.ReusePlan(t.Context(), act, desk.ReuseHow{Body: "reg:09", AllWords: true})
	f.ok(err)
	if got := all.Content.Clauses[0].Text + all.Content.Clauses[1].Text; got != "il Consiglio regionale ha ascoltato il Presidente della Regione;riferire alla Giunta regionale." {
		t.Errorf("all: %q", got)
	}
	if _, err := f.ReusePlan(t.Context(), act, desk.ReuseHow{Body: "reg:09", Words: []int{3}}); !civic.Is(err, civic.Invalid) {
		t.Errorf("one that is not there: %v", err)
	}
	r, err := f.Reuse(t.Context(), act, desk.ReuseHow{Body: "reg:09", Words: []int{0}})
	f.ok(err)
	left, err := f.LevelWords(t.Context(), r.Draft)
	f.ok(err)
	if len(left) != 2 || left[0].Was != "Sindaco" {
		t.Fatalf("left: %+v", left)
	}
	x, err := f.TakeLevelWords(t.Context(), r.Draft, []int{0})
	f.ok(err)
	if got := x.Plain.Clauses[0].Text; got != "il Consiglio regionale ha ascoltato il Presidente della Regione;" {
		t.Errorf("after: %q", got)
	}
}
