package document_test

import (
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/document"
)

func TestThePartsAreWhatTheBlocksAre(t *testing.T) {
	c := act(2)
	c.Clauses = append(c.Clauses,
		civic.Clause{Section: civic.Operative, Opener: "3.", Text: "provvedere:"},
		civic.Clause{Section: civic.Operative, Opener: "a)", Text: "subito;"},
		civic.Clause{Section: civic.Operative, Opener: "4.", Text: "riferire."},
	)
	p := layout(t, c)
	last, depth := 0, map[int]int{}
	for i, part := range p.Parts[1:] {
		if part.Parent > i {
			t.Fatalf("part %d stands in part %d, which comes later", i+1, part.Parent)
		}
		depth[i+1] = depth[part.Parent] + 1
	}
	var lists, deep, sections int
	for i, part := range p.Parts {
		switch part.Kind {
		case document.ListPart:
			lists++
			deep = max(deep, depth[i])
		case document.SectionPart:
			sections++
		}
	}
	if lists != 2 || deep != 5 || sections != 3 {
		t.Errorf("%d lists, the deepest at %d, %d sections", lists, deep, sections)
	}
	for _, page := range p.Pages {
		for _, x := range page.Texts {
			if x.Part == 0 {
				if !strings.Contains("Pagina di 0123456789", strings.TrimSpace(x.Value)) {
					t.Errorf("%q belongs to no part", x.Value)
				}
				continue
			}
			if x.Part < last && p.Parts[x.Part].Kind != document.BodyPart {
				t.Errorf("%q comes after a later part", x.Value)
			}
			last = x.Part
		}
	}
}

func TestNoPartHoldsMoreThanArchivesRead(t *testing.T) {
	c := act(0)
	c.Clauses = []civic.Clause{{Section: civic.Intro, Text: strings.Repeat("Punto.\n", 9_000)}}
	inside := map[int]int{}
	for i, part := range layout(t, c).Parts {
		if i > 0 {
			inside[part.Parent]++
		}
	}
	most := 0
	for _, n := range inside {
		most = max(most, n)
	}
	if most > 8_191 || len(inside) < 3 {
		t.Errorf("%d in one part, of %d", most, len(inside))
	}
}

func TestWordsGoOnOverLinesWithASoftHyphenAlone(t *testing.T) {
	c := act(30)
	for i := range c.Clauses {
		c.Clauses[i].Text = strings.ReplaceAll(c.Clauses[i].Text, "pericolosità", "peri\u00adcolosità non\u2011solo")
	}
	var words []string
	for _, page := range layout(t, c).Pages {
		for _, x := range page.Texts {
			if strings.HasSuffix(x.Value, "-") || strings.Contains(strings.TrimSuffix(x.Value, "\u00ad"), "\u00ad") {
				t.Errorf("%q", x.Value)
			}
			words = append(words, x.Value)
		}
	}
	if !slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(w, "\u00ad") }) {
		t.Error("no word is divided")
	}
	if all := strings.ReplaceAll(strings.Join(words, ""), "\u00ad", ""); !strings.Contains(all, "pericolosità non-solo") {
		t.Error("the word processor's hyphens stay")
	}
}
