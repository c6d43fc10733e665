package kit

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// RailWidth is how wide the rail is.
const RailWidth = 76

// RailItem is a place one can go to from the rail.
type RailItem struct {
	ID    string
	Icon  string // name of one of our icons
	Label string
	Foot  bool // at the foot of the rail
}

// Rail is the strip of places at the left: icon, word, badge.
type Rail struct {
	widget.BaseWidget
	items    []*railButton
	selected string
	onSelect func(id string)
}

// NewRail makes a rail; onSelect hears of taps and keys, not of Select.
func NewRail(items []RailItem, onSelect func(id string)) *Rail {
	r := &Rail{onSelect: onSelect}
	for i, it := range items {
		b := &railButton{rail: r, item: it, index: i}
		b.ExtendBaseWidget(b)
		r.items = append(r.items, b)
	}
	r.ExtendBaseWidget(r)
	return r
}

// Select shows where one is.
func (r *Rail) Select(id string) {
	r.selected = id
	for _, b := range r.items {
		b.Refresh()
	}
}

// Selected is where one is.
func (r *Rail) Selected() string { return r.selected }

// SetBadge shows a number at a place; 0 hides it. Warn makes it stand out.
func (r *Rail) SetBadge(id string, n int, warn bool) {
	for _, b := range r.items {
		if b.item.ID == id && (b.badge != n || b.warn != warn) {
			b.badge, b.warn = n, warn
			b.Refresh()
		}
	}
}

// CreateRenderer is for the toolkit.
func (r *Rail) CreateRenderer() fyne.WidgetRenderer {
	r.ExtendBaseWidget(r)
	re := &railRenderer{rail: r, bg: canvas.NewRectangle(colorOf(r, ColorRail))}
	re.objects = []fyne.CanvasObject{re.bg}
	for _, b := range r.items {
		re.objects = append(re.objects, b)
	}
	return re
}

type railRenderer struct {
	rail    *Rail
	bg      *canvas.Rectangle
	objects []fyne.CanvasObject
}

func (r *railRenderer) MinSize() fyne.Size {
	h := float32(12)
	for _, b := range r.rail.items {
		h += b.MinSize().Height
	}
	return fyne.NewSize(RailWidth, h)
}

func (r *railRenderer) Layout(s fyne.Size) {
	r.bg.Resize(s)
	top, bottom := float32(6), s.Height-6
	for _, b := range r.rail.items {
		h := b.MinSize().Height
		b.Resize(fyne.NewSize(s.Width, h))
		if b.item.Foot {
			bottom -= h
			b.Move(fyne.NewPos(0, bottom))
			continue
		}
		b.Move(fyne.NewPos(0, top))
		top += h
	}
}

func (r *railRenderer) Refresh() {
	r.bg.FillColor = colorOf(r.rail, ColorRail)
	r.Layout(r.rail.Size())
	canvas.Refresh(r.rail)
}

func (r *railRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *railRenderer) Destroy() {}

// railButton is one place.
type railButton struct {
	widget.BaseWidget
	rail             *Rail
	item             RailItem
	index            int
	badge            int
	warn             bool
	hovered, focused bool
}

func (b *railButton) Tapped(*fyne.PointEvent) {
	if b.rail.onSelect != nil {
		b.rail.onSelect(b.item.ID)
	}
}

func (b *railButton) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

func (b *railButton) MouseMoved(*desktop.MouseEvent) {}

func (b *railButton) MouseOut() { b.hovered = false; b.Refresh() }

func (b *railButton) FocusGained() { b.focused = true; b.Refresh() }

func (b *railButton) FocusLost() { b.focused = false; b.Refresh() }

func (b *railButton) TypedRune(rune) {}

func (b *railButton) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	case fyne.KeyUp:
		b.focusOther(b.index - 1)
	case fyne.KeyDown:
		b.focusOther(b.index + 1)
	}
}

func (b *railButton) focusOther(i int) {
	if i < 0 || i >= len(b.rail.items) {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil {
		c.Focus(b.rail.items[i])
	}
}

func (b *railButton) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	r := &railButtonRenderer{
		b: b, bg: canvas.NewRectangle(nil), icon: widget.NewIcon(ColoredIcon(b.item.Icon, ColorRailText)),
		label: canvas.NewText(b.item.Label, nil), badgeBg: canvas.NewRectangle(nil), badge: canvas.NewText("", nil), ring: newRing(b),
	}
	r.bg.CornerRadius = 8
	r.label.Alignment, r.badge.Alignment = fyne.TextAlignCenter, fyne.TextAlignCenter
	r.Refresh()
	return r
}

type railButtonRenderer struct {
	b       *railButton
	bg      *canvas.Rectangle
	icon    *widget.Icon
	label   *canvas.Text
	badgeBg *canvas.Rectangle
	badge   *canvas.Text
	ring    *canvas.Rectangle
}

func (r *railButtonRenderer) MinSize() fyne.Size { return fyne.NewSize(RailWidth, 58) }

func (r *railButtonRenderer) Layout(s fyne.Size) {
	in := fyne.NewSize(s.Width-12, s.Height-4)
	for _, o := range []fyne.CanvasObject{r.bg, r.ring} {
		o.Move(fyne.NewPos(6, 2))
		o.Resize(in)
	}
	r.icon.Move(fyne.NewPos((s.Width-24)/2, 8))
	r.icon.Resize(fyne.NewSquareSize(24))
	h := r.label.MinSize().Height
	r.label.Move(fyne.NewPos(0, 34))
	r.label.Resize(fyne.NewSize(s.Width, h))
	bs := r.badge.MinSize()
	w := max(bs.Width+8, bs.Height+2)
	pos := fyne.NewPos(s.Width/2+5, 4)
	r.badgeBg.Move(pos)
	r.badgeBg.Resize(fyne.NewSize(w, bs.Height+2))
	r.badgeBg.CornerRadius = (bs.Height + 2) / 2
	r.badge.Move(pos.AddXY(0, 1))
	r.badge.Resize(fyne.NewSize(w, bs.Height))
}

func (r *railButtonRenderer) Refresh() {
	b := r.b
	here := b.rail.selected == b.item.ID
	name := fyne.ThemeColorName("")
	switch {
	case here:
		name = ColorRailActive
	case b.hovered:
		name = ColorRailHover
	}
	r.bg.Hidden = name == ""
	if name != "" {
		r.bg.FillColor = colorOf(b, name)
	}
	r.label.Color, r.label.TextStyle.Bold = colorOf(b, ColorRailText), here
	r.fitLabel()
	r.badge.TextSize = 11
	r.badge.Text = strconv.Itoa(b.badge)
	if b.badge > 99 {
		r.badge.Text = "99+"
	}
	ground, ink := ColorRailText, ColorRail
	if b.warn {
		ground, ink = theme.ColorNameError, theme.ColorNameForegroundOnError
	}
	r.badgeBg.FillColor, r.badge.Color = colorOf(b, ground), colorOf(b, ink)
	r.badgeBg.Hidden, r.badge.Hidden = b.badge <= 0, b.badge <= 0
	r.ring.Hidden, r.ring.StrokeColor = !b.focused, colorOf(b, ColorRailText)
	r.icon.Refresh()
	if s := b.Size(); s.Width > 0 {
		r.Layout(s)
	}
	canvas.Refresh(b)
}

// fitLabel makes the word smaller until the rail holds it.
func (r *railButtonRenderer) fitLabel() {
	for r.label.TextSize = 12; r.label.MinSize().Width > RailWidth-6 && r.label.TextSize > 8; {
		r.label.TextSize -= 0.5
	}
}

func (r *railButtonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.bg, r.icon, r.label, r.badgeBg, r.badge, r.ring}
}

func (r *railButtonRenderer) Destroy() {}
