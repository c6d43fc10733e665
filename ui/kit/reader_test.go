package kit_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"scranno/ui/kit"
)

func TestReaderShowsAnActAndFollowsLinks(t *testing.T) {
	r := kit.NewReader()
	w := window(t, r, 900, 700)
	var followed []string
	r.OnLink = func(l string) { followed = append(followed, l) }
	r.SetBlocks([]kit.Block{
		{Role: kit.BlockKind, Text: "MOZIONE"},
		{ID: "c1", Text: "d.lgs. 267/2000 e poi", Spans: []kit.Span{{From: 0, To: 15, Kind: kit.Linked, Link: "urn:nir:267"}}},
		{ID: "c2", Role: kit.BlockPoint, Marker: "1.", Text: "a promuovere"},
	})
	for _, want := range []string{"MOZIONE", "d.lgs. 267/2000", "1.", "a promuovere"} {
		if !strings.Contains(shown(r), want) {
			t.Errorf("%q is not on the page: %s", want, shown(r))
		}
	}
	if got := r.Text(); got != "MOZIONE\n\nd.lgs. 267/2000 e poi\n\n1. a promuovere" {
		t.Errorf("plain text %q", got)
	}
	for y := float32(0); y < 300 && len(followed) == 0; y += 6 {
		test.TapCanvas(w.Canvas(), fyne.NewPos(160, y))
	}
	if !reflect.DeepEqual(followed, []string{"urn:nir:267"}) {
		t.Errorf("followed %v", followed)
	}
}

func TestReaderDrawsOnlyWhatIsInSight(t *testing.T) {
	r := kit.NewReader()
	w := window(t, r, 900, 700)
	var blocks []kit.Block
	for i := range 3000 {
		blocks = append(blocks, kit.Block{ID: fmt.Sprint("c", i), Text: fmt.Sprintf("articolo %d %s", i, strings.Repeat("della disciplina comunale ", 20))})
	}
	r.SetBlocks(blocks)
	if n := len(shownTexts(r)); n > 400 {
		t.Errorf("%d texts are drawn", n)
	}
	r.ScrollTo("c2500")
	if !strings.Contains(shown(r), "articolo 2500") {
		t.Error("scrolled to a clause that is not drawn")
	}
	w.Canvas().Focus(r)
	press(r, fyne.KeyHome)
	if r.Offset() != 0 {
		t.Errorf("Home leaves it at %v", r.Offset())
	}
	press(r, fyne.KeyPageDown)
	if r.Offset() < 500 {
		t.Errorf("Page Down goes to %v", r.Offset())
	}
	press(r, fyne.KeyEnd)
	if !strings.Contains(shown(r), "articolo 2999") {
		t.Error("End does not show the last clause")
	}
}

func TestReaderNeverLosesALetterWhateverTheWidth(t *testing.T) {
	text := "Considerato che l’importo è di € 77.000,00 «una tantum»; 漢字 e parolalunghissima" + strings.Repeat("x", 300)
	squeeze := func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, "|", "")), "") }
	for _, width := range []float32{210, 333, 900, 2560} {
		r := kit.NewReader()
		window(t, r, width, 4000)
		r.SetBlocks([]kit.Block{{Text: text, Spans: []kit.Span{{From: 0, To: 11, Kind: kit.Emphasis}}}})
		if got := squeeze(shown(r)); got != squeeze(text) {
			t.Errorf("at %v: %q", width, got)
		}
	}
}

func TestReaderHasASelectableText(t *testing.T) {
	r := kit.NewReader()
	window(t, r, 900, 700)
	r.SetBlocks([]kit.Block{{Text: "Primo"}, {Text: "Secondo"}})
	r.SetSelectable(true)
	if !r.Selectable() || !strings.Contains(shown(r), "Secondo") {
		t.Errorf("selectable: %s", shown(r))
	}
	r.SetBlocks([]kit.Block{{Text: "Terzo"}})
	if got := shown(r); !strings.Contains(got, "Terzo") || strings.Contains(got, "Primo") {
		t.Errorf("another act: %s", got)
	}
	r.SetSelectable(false)
	if !strings.Contains(shown(r), "Terzo") {
		t.Error("back on the page there is nothing")
	}
}

func TestPaletteRanksRunsAndGivesTheKeyboardBack(t *testing.T) {
	under := kit.NewSearchEntry("sotto", nil)
	w := window(t, under, 900, 600)
	w.Canvas().Focus(under)
	all := []kit.PaletteItem{{ID: "a", Title: "Nuova bozza"}, {ID: "b", Title: "Sincronizza"}, {ID: "c", Title: "Nuova discussione"}}
	var ran []string
	p := kit.NewPalette(w.Canvas(), kit.PaletteOptions{
		None: "Nulla corrisponde.",
		Rank: func(q string) []kit.PaletteItem {
			var out []kit.PaletteItem
			for _, i := range all {
				if strings.Contains(strings.ToLower(i.Title), q) {
					out = append(out, i)
				}
			}
			return out
		},
		Run: func(i kit.PaletteItem) { ran = append(ran, i.ID) },
	})
	p.Show()
	typeIn := func(s string) {
		for _, r := range s {
			w.Canvas().Focused().TypedRune(r)
		}
	}
	typeIn("nuova")
	if len(p.Items()) != 2 {
		t.Fatalf("items %+v", p.Items())
	}
	press(w.Canvas().Focused(), fyne.KeyDown, fyne.KeyReturn)
	if !reflect.DeepEqual(ran, []string{"c"}) || p.Visible() {
		t.Errorf("ran %v, visible %v", ran, p.Visible())
	}
	if w.Canvas().Focused() != fyne.Focusable(under) {
		t.Error("the keyboard did not come back")
	}
	p.Show()
	if p.Query() != "" || len(p.Items()) != 3 {
		t.Errorf("opened again with %q", p.Query())
	}
	typeIn("zzz")
	press(w.Canvas().Focused(), fyne.KeyReturn)
	if len(ran) != 1 || !p.Visible() {
		t.Error("Enter with nothing listed ran something")
	}
	press(w.Canvas().Focused(), fyne.KeyEscape)
	if p.Visible() || len(w.Canvas().Overlays().List()) != 0 {
		t.Error("Escape does not close it")
	}
}
