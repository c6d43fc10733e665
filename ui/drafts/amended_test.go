package drafts

import (
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/drafting"
)

// TestAnAmendmentsDraftSaysThatItsActChanged, and is brought up to it.
func TestAnAmendmentsDraftSaysThatItsActChanged(t *testing.T) {
	c := civic.Content{
		Kind: civic.Amendment, Level: civic.Municipal, Subject: "Emendamento alla mozione «Piazza»",
		Lineage: &civic.Lineage{Parent: civic.DerivedID("act"), Revision: 1, Mode: civic.Amends},
		Clauses: []civic.Clause{clause(civic.Operative, "", "Il punto 1 è soppresso.")},
	}
	s := newStory(t, c)
	renewed := c
	renewed.Clauses = []civic.Clause{clause(civic.Operative, "", "Il punto 2 è soppresso.")}
	s.d.amended = desk.AmendNews{Act: civic.ActHit{ID: civic.DerivedID("act"), Subject: "Piazza"}, Version: 2, Own: true, AmendNews: drafting.AmendNews{
		Applies: true, Renamed: 1, Renewed: renewed, Touched: []drafting.AmendTouch{{Name: "punto 2", Was: "1. fare", Now: "2. fare bene", Applies: true}},
	}}
	e := s.open(0)
	s.until("the news", func() bool { return e.amended.Newer() })
	r, ok := e.notice.remark()
	if !ok || !strings.Contains(r.text, "un passo toccato") || len(r.buttons) != 2 || r.buttons[1].Text != "Aggiorna l’emendamento" {
		t.Fatalf("%+v", r)
	}
	s.run("drafts.renew")
	s.until("the new text", func() bool { return e.sheet.text() == "Il punto 2 è soppresso." })
	if r, ok := e.notice.remark(); ok && strings.Contains(r.text, "testo nuovo") {
		t.Errorf("it is told again: %s", r.text)
	}
}

func TestAnAmendmentThatNoLongerAppliesIsNotBroughtUp(t *testing.T) {
	c := civic.Content{Kind: civic.Amendment, Level: civic.Municipal, Lineage: &civic.Lineage{Parent: civic.DerivedID("act"), Revision: 1, Mode: civic.Amends}}
	s := newStory(t, c)
	s.d.amended = desk.AmendNews{Version: 2, Own: true, AmendNews: drafting.AmendNews{Touched: []drafting.AmendTouch{{Name: "punto 1", Was: "fare"}}}}
	e := s.open(0)
	s.until("the news", func() bool { return e.amended.Newer() })
	if r, ok := e.notice.remark(); !ok || !strings.Contains(r.text, "non si applica più") || len(r.buttons) != 1 {
		t.Errorf("%+v", r)
	}
}
