package document_test

import (
	"strconv"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/document"
)

func TestPointsAreCountedInTheirLists(t *testing.T) {
	type block struct {
		label string // empty: a paragraph
		depth int
		list  int
		first bool
	}
	blocks := []block{
		{"1.", 0, 1, true},
		{"2.", 0, 1, false},
		{"a)", 1, 2, true},
		{"b)", 1, 2, false},
		{"3.", 0, 1, false},
		{"a)", 1, 3, true},
		{"", 0, 0, false},
		{"4.", 0, 1, false},
		{"9.", 0, 4, true},
		{"01.", 0, 0, false},
		{"–", 0, 5, true},
		{"–", 0, 5, false},
		{"•", 0, 6, true},
		{"1)", 0, 7, true},
		{"0.", 0, 0, false},
		{"1.", 0, 8, true},
	}
	var in []document.Block
	for _, b := range blocks {
		x := document.Block{Role: document.Point, Label: b.label, Depth: b.depth}
		if b.label == "" {
			x.Role = document.Paragraph
		}
		in = append(in, x)
	}
	items := document.Items(in)
	for i, b := range blocks {
		it, ok := items[i]
		if ok != (b.label != "") || it.List != b.list || it.First != b.first {
			t.Errorf("block %d %q: %+v", i, b.label, it)
		}
		if it.List > 0 && it.Label() != b.label {
			t.Errorf("block %d is labelled %q, was %q", i, it.Label(), b.label)
		}
	}
}

func TestAListEndsWithItsAct(t *testing.T) {
	items := document.Items([]document.Block{
		{Role: document.Point, Label: "1."}, {Role: document.KindTitle, NewPage: true}, {Role: document.Point, Label: "2."},
	})
	if items[2].List == items[0].List || !items[2].First {
		t.Errorf("%+v", items)
	}
}

func TestPlainTextHasEveryParagraphOnALine(t *testing.T) {
	got := document.PlainText(document.Build(act(1)))
	for _, want := range []string{"\n\nMOZIONE\n\n", "\n\n1. avviare la sperimentazione entro sei mesi;\n\n2. riferirne", "\n\nGiulia Conti\nInsieme per Valchiara\n\nUgo Sarti\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
}

func TestEveryStyleHasANameOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range document.Styles() {
		if s.Name == "" || seen[s.Name] || s.Size <= 0 {
			t.Errorf("%+v", s)
		}
		seen[s.Name] = true
	}
	d := document.Build(act(3))
	for i := range d.Blocks {
		if s := document.StyleAt(d.Blocks, i); !seen[s.Name] {
			t.Errorf("%q is not listed", s.Name)
		}
	}
}

func TestAFormulaThatIsAPointIsOne(t *testing.T) {
	d := document.Build(civic.Content{Kind: civic.Motion, Clauses: []civic.Clause{{Section: civic.Operative, Text: "1. esprime vicinanza;"}}})
	if b := d.Blocks[len(d.Blocks)-1]; b.Role != document.Point || b.Label != "1." || b.Text() != "esprime vicinanza;" {
		t.Errorf("%+v", b)
	}
}

func TestADossierTellsWhereItsActsBegin(t *testing.T) {
	x := document.Dossier{Title: "Strade", By: "Il gruppo", Date: "2026-12-01"}
	for i := range 40 {
		x.Acts = append(x.Acts, act(1+i%7*5))
	}
	m := document.NewMetrics()
	d, err := m.Number(document.BuildDossier(x))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := m.Layout(d)
	if err != nil {
		t.Fatal(err)
	}
	begins := map[int]int{}
	for _, o := range pages.Outline {
		if strings.HasPrefix(o.Title, "MOZIONE – ") {
			begins[len(begins)] = o.Page + 1
		}
	}
	last, n := 0, 0
	for _, b := range d.Blocks {
		if b.Refers == "" {
			continue
		}
		page, err := strconv.Atoi(b.Tail)
		if err != nil || page <= last || page != begins[n] {
			t.Errorf("act %d is said to begin on page %q, begins on %d", n, b.Tail, begins[n])
		}
		last = page
		n++
	}
	if n != len(x.Acts) {
		t.Errorf("%d entries", n)
	}
}
