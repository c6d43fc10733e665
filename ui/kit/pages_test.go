package kit_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
	"scranno/app/document"
	"scranno/ui/kit"
)

func paper(points int) civic.Content {
	c := civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, BodyName: "Valchiara", Heading: "Insieme per Valchiara",
		Subject: "Una comunità energetica", Addressees: []string{"il Sindaco"}, Place: "Valchiara", Date: "2026-03-12",
		Signatories: []civic.Signatory{{Name: "Ada Bruni", Group: "Insieme"}},
		Clauses: []civic.Clause{
			{Section: civic.Recital, Opener: "premesso che", Text: "il sole splende;"},
			{Section: civic.Operative, Opener: "impegna il Sindaco e la Giunta"},
		},
	}
	for i := range points {
		c.Clauses = append(c.Clauses, civic.Clause{Section: civic.Operative, Opener: fmt.Sprint(i+1, "."), Text: fmt.Sprintf("a fare la cosa numero%d;", i+1)})
	}
	return c
}

func TestAnActBecomesBlocksOfThePage(t *testing.T) {
	blocks := kit.BlocksOf(document.Build(paper(2)), "I firmatari")
	r := kit.NewReader()
	window(t, r, 900, 900)
	r.SetBlocks(blocks)
	text := r.Text()
	last := -1
	for _, want := range []string{"Insieme per Valchiara", "MOZIONE", "Una comunità energetica", "remesso che", "impegna il Sindaco", "1. a fare", "2. a fare", "12 marzo 2026", "I firmatari", "Ada Bruni (Insieme)"} {
		at := strings.Index(text, want)
		if at <= last {
			t.Errorf("%q is missing or out of order in %q", want, text)
		}
		last = max(last, at)
	}
	for _, b := range blocks {
		if b.Role == kit.BlockFormula && len(b.Spans) > 0 {
			t.Error("a formula is strong as a whole, not by spans")
		}
		for _, s := range b.Spans {
			if s.From < 0 || s.To > len(b.Text) || s.From >= s.To {
				t.Errorf("span %+v of %q", s, b.Text)
			}
		}
	}
}

func TestPagesViewShowsPagesInSightAndTurnsThem(t *testing.T) {
	pages, err := document.Layout(document.Build(paper(400)))
	if err != nil {
		t.Fatal(err)
	}
	if len(pages.Pages) < 5 {
		t.Fatalf("only %d pages", len(pages.Pages))
	}
	v := kit.NewPagesView()
	var at []int
	v.OnPage = func(page, total int) { at = append(at, page) }
	w := window(t, v, 700, 900)
	v.SetPages(pages)
	if got := shown(v); !strings.Contains(got, "MOZIONE") || strings.Contains(got, "numero400") {
		t.Error("the first page is not drawn, or the last one is")
	}
	w.Canvas().Focus(v)
	press(v, fyne.KeyPageDown, fyne.KeyPageDown, fyne.KeyEnd)
	if !strings.Contains(shown(v), "Bruni") {
		t.Error("End does not show the last page")
	}
	if len(at) < 4 || at[0] != 1 || at[1] != 2 || at[2] != 3 || at[len(at)-1] != len(pages.Pages) {
		t.Errorf("went over pages %v of %d", at, len(pages.Pages))
	}
	press(v, fyne.KeyHome)
	before := len(shownTexts(v))
	v.TypedRune('-')
	v.TypedRune('-')
	if len(shownTexts(v)) < before {
		t.Error("smaller pages show less")
	}
	v.SetPages(document.Pages{})
	if shown(v) != "" {
		t.Error("no pages, yet something is drawn")
	}
}

func TestPaperFontsAreFonts(t *testing.T) {
	f := kit.PaperFonts()
	for _, r := range []fyne.Resource{f.Serif, f.SerifBold, f.SerifItalic} {
		if r == nil || len(r.Content()) < 50_000 {
			t.Errorf("no font in %v", r)
		}
	}
}
