package acts

import (
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// What an act cites is named above it and linked in it; from there one comes to
// the acts that cite it too.
func TestNormsOfTheActThatIsRead(t *testing.T) {
	d := library(2)
	v := d.views[actID(0)]
	v.Act.Clauses = []civic.Clause{{ID: "c1", Section: civic.Recital, Opener: "visto", Text: "l'art. 42 del TUEL e il d.lgs. 50/2016"}}
	v.Act.Date = ""
	d.views[actID(0)] = v
	s := newStage(t, d, wide())
	s.read(actID(0))
	text := s.p.reader.paper.Text()
	if want := "Norme citate: art. 42, d.lgs. 18 agosto 2000, n. 267 · d.lgs. 18 aprile 2016, n. 50 (abrogata)"; !strings.Contains(text, want) {
		t.Errorf("%q is missing in\n%s", want, text)
	}
	links := map[string]int{}
	for _, b := range s.p.reader.known.blocks {
		for _, x := range b.Spans {
			if x.Kind&kit.Linked != 0 {
				links[x.Link]++
			}
		}
	}
	if links["stato:decreto.legislativo:2000;267~art42"] != 2 || links["stato:decreto.legislativo:2016;50"] != 2 {
		t.Errorf("links %v", links)
	}
	s.p.reader.followNorm("stato:decreto.legislativo:2000;267~art42")
	if s.p.h.Window.Canvas().Overlays().Top() == nil {
		t.Error("no menu opened")
	}
	s.p.open("find/norma:stato:decreto.legislativo:2000;267~art42")
	if s.p.query.Text != "norma:stato:decreto.legislativo:2000;267~art42" {
		t.Errorf("asked for %q", s.p.query.Text)
	}
}
