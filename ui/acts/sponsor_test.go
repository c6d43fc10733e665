package acts

import (
	"slices"
	"testing"

	"scranno/app/civic"
	"scranno/ui/uitest"
)

func TestAnActIsSupportedAfterBeingTold(t *testing.T) {
	s := newStage(t, library(1), wide())
	s.d.can.Sponsor = true
	s.read(actID(0))
	s.run("acts.sponsor")
	if !uitest.Sees(s.h.Window.Canvas(), "non sono firme") || slices.Contains(s.d.done, "sponsor true") {
		t.Fatalf("done %v, in sight: %s", s.d.done, uitest.Words(s.h.Window.Canvas()))
	}
	uitest.Press(t, s.h.Window.Canvas(), "Aderisci")
	s.until(func() bool { return len(s.p.reader.known.view.Sponsors) == 1 })
	if s.can("acts.sponsor") || !uitest.Sees(s.h.Window.Canvas(), "Ada Neri (in attesa)") {
		t.Errorf("in sight: %s", uitest.Words(s.h.Window.Canvas()))
	}
	s.run("acts.unsponsor")
	s.until(func() bool { return len(s.p.reader.known.view.Sponsors) == 0 })
	v := s.d.views[actID(0)]
	v.Outcome = civic.Rejected
	s.d.views[actID(0)] = v
	s.p.reload()
	s.until(func() bool { return s.p.reader.known.view.Outcome == civic.Rejected })
	if s.can("acts.sponsor") {
		t.Error("support is offered after the outcome")
	}
}
