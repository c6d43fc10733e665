package drafts

import (
	"slices"
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// TestAccentsAreCorrectedByOneClick in the list of what to look at, and undone.
func TestAccentsAreCorrectedByOneClick(t *testing.T) {
	s := newStory(t, motion("Piu' luce", clause(civic.Recital, "premesso che", "la citta' e' buia"), clause(civic.Operative, "1.", "un po' di luce perche' serve.")))
	e := s.open(0)
	s.until("the finding", func() bool {
		return slices.ContainsFunc(e.findings, func(f civic.Finding) bool { return f.Code == drafting.AccentWord && f.Params["count"] == "4" })
	})
	s.run("drafts.accents")
	if got := e.content.Subject + "|" + e.sheet.text(); got != "Più luce|premesso che la città è buia\n\n1. un po' di luce perché serve." {
		t.Fatalf("%q", got)
	}
	s.toasts[len(s.toasts)-1].Run()
	if got := e.content.Subject; got != "Piu' luce" {
		t.Errorf("undone: %q", got)
	}
}
