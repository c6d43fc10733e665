package drafts

import (
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
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
