package acts

import (
	"testing"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/drafting"
)

// TestTheReaderOfAnAmendmentSaysThatItsActChanged, with what changed and the way
// to bring one's own up to it.
func TestTheReaderOfAnAmendmentSaysThatItsActChanged(t *testing.T) {
	d := library(1)
	v := d.views[actID(0)]
	v.Act.Lineage = &civic.Lineage{Parent: civic.DerivedID("act"), Revision: 1, Mode: civic.Amends}
	d.views[actID(0)] = v
	d.amended = desk.AmendNews{Act: civic.ActHit{ID: civic.DerivedID("act"), Subject: "Piazza coperta"}, Version: 2, Own: true, AmendNews: drafting.AmendNews{
		Applies: true, Touched: []drafting.AmendTouch{{Name: "punto 2", Was: "entro trenta giorni", Now: "entro trenta giorni al più", Applies: true}},
	}}
	s := newStage(t, d, wide())
	s.read(actID(0))
	s.until(func() bool { return s.p.reader.known != nil && s.p.reader.known.amended.Newer() })
	if n := s.p.reader.amendedNote(); n.button != "Che cosa è cambiato" || n.more != "Aggiorna l’emendamento" {
		t.Errorf("%+v", n)
	}
	s.p.showAmended()
	overlays := s.p.h.Window.Canvas().Overlays()
	s.until(func() bool { return overlays.Top() != nil && s.shows(overlays.Top(), "entro trenta giorni al più") })
	for _, want := range []string{"punto 2", "entro trenta giorni"} {
		if !s.shows(overlays.Top(), want) {
			t.Errorf("the dialog does not say %q", want)
		}
	}
	s.p.renewAmendment()
	s.until(func() bool { return len(s.went) > 0 })
	if d.renewed != actID(0) || s.went[0] != "drafts/"+string(civic.DerivedID("renewed")) {
		t.Errorf("%v, %v", d.renewed, s.went)
	}
}
