package drafting

import (
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/samples"
)

// TestLeftoversInRealQuestions takes each real question as a text of each of
// Italy's municipalities outside its own region, and looks for that one's name.
// What is found is a town that the question speaks of, or a false alarm.
func TestLeftoversInRealQuestions(t *testing.T) {
	g, err := NewGazetteer()
	if err != nil {
		t.Fatal(err)
	}
	meant := strings.Fields("Catania Feltre Padova Thiene Valdastico Varese Vicenza Firenze Torino Verona Brescia Garda Roma Milano Bologna Venezia")
	questions, found, wrong, warned := 0, 0, map[string]int{}, map[string]int{}
	for _, q := range samples.Questions(t) {
		questions++
		r := unitsOf(civic.CleanText(q.Text))
		for i := range r.ts {
			for _, x := range []struct {
				strict bool
				count  map[string]int
			}{{false, wrong}, {true, warned}} {
				name := g.anyTown(r, i, x.strict)
				switch {
				case name == "":
				case !slices.Contains(meant, name):
					x.count[name]++
				case !x.strict:
					found++
				}
			}
		}
	}
	called := adjectivesIn(g, samples.Questions(t))
	n := 0
	for _, k := range wrong {
		n += k
	}
	t.Logf("%d questions, %d names of towns that they speak of; as sources %d false alarms, by %d of 7,896 municipalities: %v; as other towns %v", questions, found, n, len(wrong), wrong, warned)
	if found < 40 {
		t.Errorf("only %d of the towns that they speak of were found", found)
	}
	if n > 35 || len(wrong) > 12 {
		t.Errorf("%d false alarms by %d municipalities", n, len(wrong))
	}
	t.Logf("adjectives of towns that they do not speak of: %v", called)
	if len(called) > 0 {
		t.Errorf("adjectives of other towns: %v", called)
	}
	if len(warned) > 1 {
		t.Errorf("other towns where none is meant: %v", warned)
	}
}

// adjectivesIn gives what any municipality's people are called, as the questions
// say it, but for the one that they speak of.
func adjectivesIn(g *Gazetteer, questions []samples.Question) map[string]string {
	byWord := map[string][]*demonym{}
	owner := map[*demonym]string{}
	for _, b := range g.Municipalities() {
		for _, d := range demonyms(b.Name) {
			if b.Region == "04" {
				continue
			}
			owner[&d] = b.Name
			for _, end := range d.ends {
				byWord[d.stem+end] = append(byWord[d.stem+end], &d)
			}
		}
	}
	out := map[string]string{}
	for _, q := range questions {
		r := unitsOf(civic.CleanText(q.Text))
		for i, t := range r.ts {
			for _, d := range byWord[bare(t.low)] {
				if r.demonymAt(i, []demonym{*d}) && owner[d] != "Vicenza" {
					out[owner[d]] = t.low
				}
			}
		}
	}
	return out
}

// anyTown gives the municipality named at word i, of those outside the region of
// the questions.
func (g *Gazetteer) anyTown(r unitText, i int, strict bool) string {
	if !r.ts[i].cap {
		return ""
	}
	for _, f := range g.derived.firsts()[bare(r.ts[i].low)] {
		h, ok := g.town(r, i, f, strict)
		if !ok {
			continue
		}
		for _, b := range g.Find(h.form.name, 50) {
			if b.Name == h.form.name && b.Kind == "municipality" && b.Region == "04" {
				return ""
			}
		}
		return h.form.name
	}
	return ""
}
