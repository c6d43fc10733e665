package drafts

import (
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
)

func TestAFindingShowsItsSourceAndLeadsToItsWords(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Recital, "premesso che", "il vicino (codice RSSMRA80A01H501U) ha scritto"), clause(civic.Operative, "1.", "riparare.")))
	e := s.open(0)
	at := func() int {
		return slices.IndexFunc(e.findings, func(f civic.Finding) bool { return f.Code == "personal_tax_code" })
	}
	s.until("the finding", func() bool { return at() >= 0 })
	f := e.findings[at()]
	if v := findingView(f, e.p.h.Lang); !strings.Contains(v.Detail, "reg. UE 2016/679, art. 5") || !strings.Contains(v.Title, "RSSMRA80A01H501U") {
		t.Errorf("%+v", v)
	}
	e.goToFinding(f)
	if got := s.focused().SelectedText(); got != "RSSMRA80A01H501U" {
		t.Errorf("%q is chosen", got)
	}
}

func TestAFindingOfTheHeadingLeadsToItsField(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Operative, "1.", "riparare.")))
	e := s.open(0)
	for field, want := range map[string]any{
		"subject": e.form.subject, "addressees": e.form.addressees, "place": e.form.place, "signatories": e.form.signers, "heading": e.form.heading,
	} {
		if got := e.form.fieldOf(civic.Finding{Code: "placeholder", Field: field}); any(got) != want {
			t.Errorf("%s leads to %v", field, got)
		}
	}
}

// TestOrgansOfAnotherLevelAreWrittenOtherwise from the list of what to look at, one
// by one or all, each as one step back.
func TestOrgansOfAnotherLevelAreWrittenOtherwise(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Recital, "premesso che", "il Sindaco e poi il Consiglio comunale")))
	e := s.open(0)
	id := e.sheet.rows[0].ID
	found := func(was, now string) civic.Finding {
		at := strings.Index(e.sheet.rows[0].Text, was)
		return civic.Finding{Code: drafting.LevelWord, Clause: id, From: at, To: at + len(was), Params: map[string]string{"text": was, "now": now}}
	}
	e.findings = []civic.Finding{found("Sindaco", "Presidente della Regione"), found("Consiglio comunale", "Consiglio regionale")}
	if got := findingText(e.findings[0], e.p.h.Lang); !strings.Contains(got, "«Sindaco»") || !strings.Contains(got, "«Presidente della Regione»") {
		t.Errorf("%q", got)
	}
	both := []replacing{offered(e.findings[0]), offered(e.findings[1])}
	e.rewrite(both[:1])
	if got := e.sheet.rows[0].Text; got != "il Presidente della Regione e poi il Consiglio comunale" {
		t.Errorf("one: %q", got)
	}
	e.paper.undo()
	e.rewrite(both)
	if got := e.sheet.rows[0].Text; got != "il Presidente della Regione e poi il Consiglio regionale" {
		t.Errorf("all: %q", got)
	}
	e.paper.undo()
	if got := e.sheet.rows[0].Text; got != "il Sindaco e poi il Consiglio comunale" {
		t.Errorf("one step back: %q", got)
	}
}
