package kit_test

import (
	"fmt"
	"image"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

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

func TestPagesViewPaintsPagesInSightAndTurnsThem(t *testing.T) {
	pages, err := document.Layout(document.Build(paper(400)))
	if err != nil {
		t.Fatal(err)
	}
	if len(pages.Pages) < 5 {
		t.Fatalf("only %d pages", len(pages.Pages))
	}
	s := newScreen()
	work := kit.NewWorker(kit.WorkerOptions{Deliver: s.deliver})
	t.Cleanup(work.Close)
	v := kit.NewPagesView(work)
	var at []int
	v.OnPage = func(page, total int) { at = append(at, page) }
	w := window(t, v, 700, 900)
	v.SetPages(pages)
	if n := len(images(v)); n != 0 {
		t.Errorf("%d pages were painted on the main goroutine", n)
	}
	s.run()
	got := images(v)
	if len(got) == 0 || len(got) > 2 {
		t.Fatalf("%d pages are painted", len(got))
	}
	if ink := dark(got[0].Image); ink < 2_000 || ink > 200_000 {
		t.Errorf("the page has %d dark pixels", ink)
	}
	if b := got[0].Image.Bounds(); float32(b.Dx()) < got[0].Size().Width-1 {
		t.Errorf("painted %v for %v", b, got[0].Size())
	}
	w.Canvas().Focus(v)
	press(v, fyne.KeyPageDown, fyne.KeyPageDown, fyne.KeyEnd, fyne.KeyHome)
	if len(at) < 5 || at[0] != 1 || at[1] != 2 || at[2] != 3 || at[len(at)-2] != len(pages.Pages) || at[len(at)-1] != 1 {
		t.Errorf("went over pages %v of %d", at, len(pages.Pages))
	}
	v.SetPages(document.Pages{})
	if len(images(v)) != 0 {
		t.Error("no pages, yet something is drawn")
	}
}

func TestThePagesFitAndZoom(t *testing.T) {
	pages, err := document.Layout(document.Build(paper(200)))
	if err != nil {
		t.Fatal(err)
	}
	s := newScreen()
	work := kit.NewWorker(kit.WorkerOptions{Deliver: s.deliver})
	t.Cleanup(work.Close)
	v := kit.NewPagesView(work)
	bar := kit.NewPagesBar(v, italian(t), kit.NewButton("Chiudi", nil, nil), kit.NewButton("Stampa", nil, nil), kit.NewButton("Apri nel visualizzatore", nil, nil))
	window(t, kit.NewFrame(bar.Root, nil, nil, nil, v), 1300, 900)
	v.SetPages(pages)
	s.run()
	if got := v.Percent(); got != 120 {
		t.Errorf("to read, %d %%", got)
	}
	v.Fit(kit.FitWidth)
	if got := v.Percent(); got < 150 || got > 165 {
		t.Errorf("as wide as the view, %d %%", got)
	}
	v.Fit(kit.FitPage)
	if got := v.Percent(); got < 65 || got > 80 {
		t.Errorf("the whole page, %d %%", got)
	}
	v.ZoomTo(1)
	v.ScrollTo(2)
	page := 0
	told := v.OnPage
	v.OnPage = func(n, total int) { page = n; told(n, total) }
	for range 12 {
		v.TypedRune('+')
	}
	if got := v.Percent(); got != 300 {
		t.Errorf("at the most %d %%", got)
	}
	for range 30 {
		v.TypedShortcut(kit.Ctrl(fyne.KeyMinus))
	}
	if got := v.Percent(); got != 50 || v.Fitting() != kit.FitNone {
		t.Errorf("at the least %d %%", got)
	}
	if page < 2 || page > 5 {
		t.Errorf("from page 3 it went to page %d", page)
	}
	commands := kit.PageCommands("x.", func() *kit.PagesView { return v })
	for _, c := range commands {
		c.Run()
	}
	if got := v.Fitting(); len(commands) != 4 || got != kit.FitPage {
		t.Errorf("after all commands it fits %v", got)
	}
	for _, c := range kit.PageCommands("x.", func() *kit.PagesView { return nil }) {
		if c.Can() {
			t.Errorf("%s can be done without pages", c.ID)
		}
		c.Run()
	}
	bar.Root.Resize(fyne.NewSize(420, bar.Root.MinSize().Height))
	hidden := 0
	for _, o := range bar.Root.Objects {
		if !o.Visible() {
			hidden++
		} else if o.Position().X < -1 || o.Position().X+o.Size().Width > 421 {
			t.Errorf("a button leaves the bar: %v %v", o.Position(), o.Size())
		}
	}
	if hidden == 0 {
		t.Error("in a narrow bar nothing gives way")
	}
}

// images finds the images that an object draws.
func images(o fyne.CanvasObject) []*canvas.Image {
	var out []*canvas.Image
	switch x := o.(type) {
	case *canvas.Image:
		return []*canvas.Image{x}
	case *fyne.Container:
		for _, c := range x.Objects {
			out = append(out, images(c)...)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			out = append(out, images(c)...)
		}
	}
	return out
}

func dark(img image.Image) int {
	n := 0
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if r, _, _, _ := img.At(x, y).RGBA(); r < 0x8000 {
				n++
			}
		}
	}
	return n
}

func TestPaperFontsAreFonts(t *testing.T) {
	f := kit.PaperFonts()
	for _, r := range []fyne.Resource{f.Serif, f.SerifBold, f.SerifItalic} {
		if r == nil || len(r.Content()) < 50_000 {
			t.Errorf("no font in %v", r)
		}
	}
}
