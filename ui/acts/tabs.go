package acts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/ui/kit"
)

// tabBar is a row of words of which one is chosen.
type tabBar struct {
	tabs []*tab
	root *fyne.Container
}

func newTabBar(ids []string, chosen func(id string)) *tabBar {
	b := &tabBar{}
	var all []fyne.CanvasObject
	for _, id := range ids {
		t := &tab{id: id, chosen: chosen, bar: b}
		t.ExtendBaseWidget(t)
		b.tabs = append(b.tabs, t)
		all = append(all, t)
	}
	b.root = container.New(tabsLayout{}, all...)
	return b
}

// set names a tab.
func (b *tabBar) set(id, text string) {
	for _, t := range b.tabs {
		if t.id == id && t.text != text {
			t.text = text
			t.Refresh()
			b.root.Refresh()
		}
	}
}

// choose draws a tab as the chosen one.
func (b *tabBar) choose(id string) {
	for _, t := range b.tabs {
		if on := t.id == id; on != t.on {
			t.on = on
			t.Refresh()
		}
	}
}

// step chooses the tab beside t.
func (b *tabBar) step(t *tab, by int) {
	for i, x := range b.tabs {
		if x == t && i+by >= 0 && i+by < len(b.tabs) {
			next := b.tabs[i+by]
			if c := fyne.CurrentApp().Driver().CanvasForObject(next); c != nil {
				c.Focus(next)
			}
			next.Tapped(nil)
			return
		}
	}
}

// tabsLayout sets tabs side by side, closer where they would not fit.
type tabsLayout struct{}

func (tabsLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	s := fyne.NewSize(120, 0)
	for _, x := range o {
		s.Height = max(s.Height, x.MinSize().Height)
	}
	return s
}

func (tabsLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	total := float32(0)
	for _, x := range o {
		total += x.MinSize().Width
	}
	share := min(1, s.Width/max(1, total))
	left := float32(0)
	for _, x := range o {
		w := x.MinSize().Width * share
		x.Move(fyne.NewPos(left, 0))
		x.Resize(fyne.NewSize(w, s.Height))
		left += w
	}
}

// tab is one word of a tabBar.
type tab struct {
	widget.BaseWidget
	id, text             string
	on, hovered, focused bool
	bar                  *tabBar
	chosen               func(id string)
}

func (t *tab) Tapped(*fyne.PointEvent) { t.chosen(t.id) }

func (t *tab) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (t *tab) MouseIn(*desktop.MouseEvent) { t.hovered = true; t.Refresh() }

func (t *tab) MouseMoved(*desktop.MouseEvent) {}

func (t *tab) MouseOut() { t.hovered = false; t.Refresh() }

func (t *tab) FocusGained() { t.focused = true; t.Refresh() }

func (t *tab) FocusLost() { t.focused = false; t.Refresh() }

func (t *tab) TypedRune(rune) {}

func (t *tab) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		t.chosen(t.id)
	case fyne.KeyLeft:
		t.bar.step(t, -1)
	case fyne.KeyRight:
		t.bar.step(t, 1)
	}
}

func (t *tab) CreateRenderer() fyne.WidgetRenderer {
	r := &tabRenderer{t: t, label: kit.NewHighlightText(t.text, kit.TextLook{Centred: true}), line: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil)}
	r.ring.StrokeWidth, r.ring.CornerRadius = 2, 4
	r.Refresh()
	return r
}

type tabRenderer struct {
	t     *tab
	label *kit.HighlightText
	line  *canvas.Rectangle
	ring  *canvas.Rectangle
}

const tabSide = 12

func (r *tabRenderer) MinSize() fyne.Size {
	size := fyne.MeasureText(r.t.text, r.t.Theme().Size(theme.SizeNameText), fyne.TextStyle{Bold: true})
	return size.AddWidthHeight(2*tabSide, 16)
}

func (r *tabRenderer) Layout(s fyne.Size) {
	h := r.label.MinSize().Height
	r.label.Move(fyne.NewPos(4, (s.Height-h)/2))
	r.label.Resize(fyne.NewSize(max(0, s.Width-8), h))
	r.line.Move(fyne.NewPos(tabSide-4, s.Height-3))
	r.line.Resize(fyne.NewSize(max(0, s.Width-2*tabSide+8), 3))
	r.ring.Move(fyne.NewPos(1, 1))
	r.ring.Resize(s.SubtractWidthHeight(2, 2))
}

func (r *tabRenderer) Refresh() {
	color := kit.ColorMuted
	if r.t.on || r.t.hovered {
		color = theme.ColorNameForeground
	}
	r.label.Set(r.t.text, nil)
	r.label.SetLook(r.t.on, color)
	r.line.FillColor, r.line.Hidden = colorOf(r.t, theme.ColorNamePrimary), !r.t.on
	r.ring.StrokeColor, r.ring.Hidden = colorOf(r.t, kit.ColorRing), !r.t.focused
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}

func (r *tabRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.label, r.line, r.ring}
}

func (r *tabRenderer) Destroy() {}
