package kit_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// shownTexts gives every text that an object draws.
func shownTexts(o fyne.CanvasObject) []string {
	var out []string
	if !o.Visible() {
		return nil
	}
	switch x := o.(type) {
	case *canvas.Text:
		return []string{x.Text}
	case *fyne.Container:
		for _, c := range x.Objects {
			out = append(out, shownTexts(c)...)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			out = append(out, shownTexts(c)...)
		}
	}
	return out
}

func shown(o fyne.CanvasObject) string { return strings.Join(shownTexts(o), "|") }

func TestHighlightTextEndsWithAnEllipsisWithinItsWidth(t *testing.T) {
	const text = "Istituzione di una comunità energetica rinnovabile nel quartiere"
	for _, lines := range []int{1, 2} {
		h := kit.NewHighlightText(text, kit.TextLook{MaxLines: lines})
		window(t, h, 180, 100)
		got := shown(h)
		if !strings.HasSuffix(got, "…") {
			t.Errorf("%d lines: %q has no ellipsis", lines, got)
		}
		if n := strings.Count(got, "|") + 1; n != lines {
			t.Errorf("%d lines: drawn %d: %q", lines, n, got)
		}
		for _, s := range shownTexts(h) {
			if w := fyne.MeasureText(s, theme.TextSize(), fyne.TextStyle{}).Width; w > 181 {
				t.Errorf("%q is %v wide", s, w)
			}
		}
		if h.Text() != text {
			t.Errorf("the whole text is lost: %q", h.Text())
		}
	}
}

func TestHighlightTextShowsAllWhenItMay(t *testing.T) {
	const text = "uno due tre\nquattro  cinque 100.000\u00a0€ parolalunghissimachenonstainunarigadicertononcista"
	h := kit.NewHighlightText(text, kit.TextLook{MaxLines: -1})
	window(t, h, 120, 400)
	squeeze := func(s string) string {
		return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r <= ' ' || r == '|' }), "")
	}
	if got := squeeze(shown(h)); got != squeeze(text) {
		t.Errorf("drawn %q", got)
	}
	if strings.Contains(shown(h), "100.000|") {
		t.Error("a line breaks at a non-breaking space")
	}
}

func TestHighlightTextMarksInsideAWord(t *testing.T) {
	h := kit.NewHighlightText("comunità energetiche", kit.TextLook{})
	window(t, h, 400, 40)
	from := strings.Index("comunità energetiche", "energ")
	h.Set("comunità energetiche", []kit.Span{{From: from, To: from + 5, Kind: kit.Marked}})
	if got := shown(h); got != "comunità |energ|etiche" {
		t.Errorf("drawn %q", got)
	}
	h.Set("corto", []kit.Span{{From: 3, To: 900, Kind: kit.Marked}, {From: -4, To: 1, Kind: kit.Strong}})
	if got := strings.ReplaceAll(shown(h), "|", ""); got != "corto" {
		t.Errorf("spans beyond the text: %q", got)
	}
	h.Set("a\xffb", []kit.Span{{From: 1, To: 2, Kind: kit.Marked}})
	if got := shown(h); got != "a\ufffdb" {
		t.Errorf("invalid text: %q", got)
	}
}

func TestRowSaysEverythingAndGivesUpTheRightTextFirst(t *testing.T) {
	r := kit.NewRow(1)
	w := window(t, r, 600, 70)
	r.Set(kit.RowView{Icon: kit.KindIcon("motion"), Title: "Mozione", Detail: "Valchiara · 12/03", Right: "Ripreso in 12 Comuni", Badge: "Approvato", Tone: kit.Good, Unread: true})
	for _, want := range []string{"Mozione", "Valchiara · 12/03", "Ripreso in 12 Comuni", "Approvato"} {
		if !strings.Contains(shown(r), want) {
			t.Errorf("%q is not drawn: %s", want, shown(r))
		}
	}
	w.Resize(fyne.NewSize(280, 70))
	got := shown(r)
	if strings.Contains(got, "Ripreso") || !strings.Contains(got, "Valchiara · 12/03") || !strings.Contains(got, "Approvato") {
		t.Errorf("narrow: %s", got)
	}
}

func TestThinSplitKeepsItsWidthAndItsLimits(t *testing.T) {
	a, b := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	a.SetMinSize(fyne.NewSize(100, 10))
	var told []float32
	s := kit.NewThinSplit(a, b, 300, func(w float32) { told = append(told, w) })
	w := window(t, s, 1000, 400)
	if a.Size().Width != 300 || b.Size().Width != 699 {
		t.Fatalf("panes are %v and %v wide", a.Size().Width, b.Size().Width)
	}
	w.Resize(fyne.NewSize(1200, 400))
	if a.Size().Width != 300 {
		t.Errorf("a wider window made the first pane %v", a.Size().Width)
	}
	edge := test.WidgetRenderer(s).Objects()[2]
	edge.(fyne.Draggable).Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(-500, 0)})
	edge.(fyne.Draggable).DragEnd()
	if a.Size().Width != 100 || !reflect.DeepEqual(told, []float32{100}) {
		t.Errorf("dragged beyond its least: %v, told %v", a.Size().Width, told)
	}
	press(edge.(fyne.Focusable), fyne.KeyRight)
	if a.Size().Width != 124 {
		t.Errorf("an arrow made it %v", a.Size().Width)
	}
	s.ShowFirst(false)
	if b.Size().Width != 1200 || edge.Visible() {
		t.Errorf("alone, the second pane is %v wide, edge %v", b.Size().Width, edge.Visible())
	}
}

func TestRailGoesByTapAndKey(t *testing.T) {
	var went []string
	r := kit.NewRail([]kit.RailItem{
		{ID: "today", Icon: "today", Label: "Oggi"},
		{ID: "outbox", Icon: "outbox", Label: "In uscita"},
		{ID: "settings", Icon: "settings", Label: "Impostazioni", Foot: true},
	}, func(id string) { went = append(went, id) })
	w := window(t, r, kit.RailWidth, 500)
	test.TapCanvas(w.Canvas(), fyne.NewPos(30, 30))
	w.Canvas().FocusNext()
	press(w.Canvas().Focused(), fyne.KeyDown)
	press(w.Canvas().Focused(), fyne.KeyReturn)
	press(w.Canvas().Focused(), fyne.KeyDown)
	press(w.Canvas().Focused(), fyne.KeySpace)
	if want := []string{"today", "outbox", "settings"}; !reflect.DeepEqual(went, want) {
		t.Errorf("went to %v, want %v", went, want)
	}
	r.SetBadge("outbox", 120, true)
	if !strings.Contains(shown(r), "99+") {
		t.Errorf("badge: %s", shown(r))
	}
	r.SetBadge("outbox", 0, false)
	if strings.Contains(shown(r), "99+") {
		t.Error("the badge stays at zero")
	}
	for _, text := range []string{"Oggi", "In uscita", "Impostazioni"} {
		if !strings.Contains(shown(r), text) {
			t.Errorf("no word %q", text)
		}
	}
}

func TestStatusLineSaysWhatIsTheCase(t *testing.T) {
	opened, cancelled := 0, 0
	s := kit.NewStatusLine(italian(t), func() { opened++ })
	window(t, s, 900, 30)
	if got := s.Text(); got != "Fuori linea: tutto resta in coda · Mai sincronizzato" {
		t.Errorf("at first: %q", got)
	}
	s.Set(kit.Status{Link: kit.LinkOnline, LastSync: "oggi alle 18:40", Waiting: 2})
	s.SetTasks([]kit.Task{{Title: "Scarico gli atti", Done: 1200, Total: 5000, Cancel: func() { cancelled++ }}})
	if got := s.Text(); got != "In linea · Ultima sincronizzazione oggi alle 18:40 · 2 in uscita · Scarico gli atti: 1.200 di 5.000" {
		t.Errorf("got %q", got)
	}
	for _, b := range buttons(s) {
		test.Tap(b)
	}
	if opened != 1 || cancelled != 1 {
		t.Errorf("opened %d, cancelled %d", opened, cancelled)
	}
	s.SetTasks(nil)
	if strings.Contains(s.Text(), "Scarico") || len(buttons(s)) != 1 {
		t.Errorf("work that ended is still there: %q", s.Text())
	}
}

// buttons finds the visible buttons of an object.
func buttons(o fyne.CanvasObject) []*kit.Button {
	if !o.Visible() {
		return nil
	}
	var out []*kit.Button
	switch x := o.(type) {
	case *kit.Button:
		return []*kit.Button{x}
	case *fyne.Container:
		for _, c := range x.Objects {
			out = append(out, buttons(c)...)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			out = append(out, buttons(c)...)
		}
	}
	return out
}

func TestToastsLeaveByTimeAndUndoRunsOnce(t *testing.T) {
	var later []func()
	after := func(_ time.Duration, f func()) func() {
		i := len(later)
		later = append(later, f)
		return func() { later[i] = func() {} }
	}
	toasts := kit.NewToasts(italian(t), after)
	window(t, container.NewStack(canvas.NewRectangle(nil), toasts), 800, 600)
	undone := 0
	toasts.Add(kit.Toast{Text: "Bozza eliminata", Action: "Annulla", Run: func() { undone++ }})
	toasts.Add(kit.Toast{Text: "Copiato"})
	toasts.Add(kit.Toast{Text: "Guasto", Bad: true})
	if !toasts.Act() || undone != 1 {
		t.Errorf("undone %d times", undone)
	}
	if got := toasts.Texts(); !reflect.DeepEqual(got, []string{"Copiato", "Guasto"}) {
		t.Errorf("after undo: %v", got)
	}
	for _, f := range later {
		f()
	}
	if got := toasts.Texts(); !reflect.DeepEqual(got, []string{"Guasto"}) {
		t.Errorf("a bad one stays, others go: %v", got)
	}
	for range 5 {
		toasts.Add(kit.Toast{Text: "x"})
	}
	if n := len(toasts.Texts()); n != 3 {
		t.Errorf("%d toasts at once", n)
	}
	if toasts.Act() {
		t.Error("no toast has an action")
	}
}

func TestToastsLetTapsThrough(t *testing.T) {
	tapped := 0
	b := widget.NewButton("sotto", func() { tapped++ })
	toasts := kit.NewToasts(italian(t), func(time.Duration, func()) func() { return func() {} })
	w := window(t, container.NewStack(b, toasts), 800, 600)
	toasts.Add(kit.Toast{Text: "Copiato"})
	test.TapCanvas(w.Canvas(), fyne.NewPos(100, 100))
	if tapped != 1 {
		t.Error("the layer of toasts catches taps")
	}
}

func TestPanesSayWhatToDo(t *testing.T) {
	l := italian(t)
	pressed := 0
	e := kit.NewEmptyState(kit.EmptyView{Icon: "drafts", Text: "Non hai bozze.", Hint: "Comincia.", Button: "Nuova bozza", OnPress: func() { pressed++ }})
	window(t, e, 500, 400)
	test.Tap(buttons(e)[0])
	r := kit.NewErrorPane(l, civic.WrapError(civic.Busy, "x", nil), nil)
	window(t, r, 500, 400)
	if pressed != 1 || !strings.Contains(shown(e), "Non hai bozze.") {
		t.Errorf("empty: %d, %s", pressed, shown(e))
	}
	if len(buttons(r)) != 0 {
		t.Error("nothing to retry, yet a button")
	}
	f := kit.NewErrorPane(l, civic.NewError(civic.Busy, "x", ""), func() { pressed++ })
	window(t, f, 500, 400)
	if !strings.Contains(shown(f), "Il servizio è occupato.") {
		t.Errorf("error: %s", shown(f))
	}
	press(buttons(f)[0], fyne.KeyReturn)
	if pressed != 2 {
		t.Error("Enter does not press the button")
	}
}

func TestSearchEntryClearsAndHandsOver(t *testing.T) {
	var heard []string
	down, left := 0, 0
	e := kit.NewSearchEntry("Cerca", func(q string) { heard = append(heard, q) })
	e.OnDown, e.OnEscape = func() { down++ }, func() { left++ }
	w := window(t, e, 300, 40)
	w.Canvas().Focus(e)
	test.Type(e, "ab")
	press(e, fyne.KeyDown, fyne.KeyEscape, fyne.KeyEscape)
	if want := []string{"a", "ab", ""}; !reflect.DeepEqual(heard, want) {
		t.Errorf("heard %q", heard)
	}
	if down != 1 || left != 1 || e.Text != "" {
		t.Errorf("down %d, left %d, text %q", down, left, e.Text)
	}
}

func TestFacetsToggleByKeyAndFold(t *testing.T) {
	var told []string
	f := kit.NewFacetList(italian(t), func(g, v string, on bool) {
		told = append(told, g+"="+v+map[bool]string{true: "+", false: "-"}[on])
	})
	w := window(t, f, 240, 600)
	var values []kit.FacetValue
	for _, id := range strings.Split("abcdefghij", "") {
		values = append(values, kit.FacetValue{ID: id, Label: "Valore " + id, Count: 1500})
	}
	f.Set([]kit.FacetGroup{{ID: "kind", Title: "Tipo", Values: values}, {ID: "none", Title: "Vuoto"}})
	if got := shown(f); strings.Contains(got, "Valore g") || strings.Contains(got, "Vuoto") || !strings.Contains(got, "1.500") {
		t.Fatalf("folded: %s", got)
	}
	w.Canvas().Focus(f.List())
	press(f.List(), fyne.KeyHome, fyne.KeySpace, fyne.KeyDown, fyne.KeySpace, fyne.KeySpace)
	if want := []string{"kind=a+", "kind=b+", "kind=b-"}; !reflect.DeepEqual(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
	press(f.List(), fyne.KeyEnd, fyne.KeyReturn)
	if !strings.Contains(shown(f), "Valore j") {
		t.Errorf("show all: %s", shown(f))
	}
}

func TestSelectAsksInOurWords(t *testing.T) {
	s := kit.NewSelect(italian(t), []string{"Mozione", "Interrogazione"}, nil)
	w := window(t, s, 240, 40)
	if s.PlaceHolder != "Scegli…" {
		t.Errorf("placeholder %q", s.PlaceHolder)
	}
	w.Canvas().Focus(s)
	press(s, fyne.KeyRight)
	if s.Selected != "Mozione" {
		t.Errorf("selected %q", s.Selected)
	}
}

func TestCommandsCanBeAskedAndFound(t *testing.T) {
	ran := 0
	on := false
	c := kit.Command{ID: "x", Run: func() { ran++ }, Enabled: func() bool { return on }}
	if c.Can() {
		t.Error("a disabled command can run")
	}
	on = true
	if got, ok := kit.Find([]kit.Command{{ID: "y"}, c}, "x"); !ok || !got.Can() {
		t.Error("the command is not found, or cannot run")
	}
	if (kit.Command{}).Can() {
		t.Error("a command without Run can run")
	}
}

// TestATextOutOfSightForLongIsDrawnAgain makes the renderer anew, as the toolkit
// does for what was not painted for a minute: it lays it out only if the size
// changes, which the title of a page never does.
func TestATextOutOfSightForLongIsDrawnAgain(t *testing.T) {
	for name, look := range map[string]kit.TextLook{"a title": {Size: 22, Bold: true}, "a paragraph": {MaxLines: -1}} {
		h := kit.NewHighlightText("lunedì 23 novembre 2026, giorno di Consiglio comunale", look)
		window(t, container.NewStack(h), 200, 400)
		before, high := len(test.WidgetRenderer(h).Objects()), h.MinSize().Height
		again := h.CreateRenderer()
		if n := len(again.Objects()); n == 0 || n != before || again.MinSize().Height != high {
			t.Errorf("%s has %d words where it had %d, and is %v high, not %v", name, n, before, again.MinSize().Height, high)
		}
	}
}
