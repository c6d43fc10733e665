package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// listRow is a row's ground, cursor bar, focus ring and hairline around the
// object that the list's owner made.
type listRow struct {
	widget.BaseWidget
	list    *KeyList
	index   int
	content fyne.CanvasObject
	hovered bool
	mods    fyne.KeyModifier
	state   rowState
}

// rowState is everything that a row's look depends on.
type rowState struct{ current, chosen, hovered, focused, heading bool }

func newListRow(l *KeyList, content fyne.CanvasObject) *listRow {
	r := &listRow{list: l, content: content}
	r.ExtendBaseWidget(r)
	return r
}

// show makes the row stand for i and draws it again where its look changed.
func (r *listRow) show(i int) {
	r.index = i
	l := r.list
	state := rowState{
		current: i == l.current, chosen: l.chosen[i], hovered: r.hovered && !l.skip(i),
		focused: l.focused && i == l.current, heading: l.skip(i),
	}
	if state != r.state {
		r.state = state
		r.Refresh()
	}
}

func (r *listRow) Tapped(*fyne.PointEvent) {
	mods := r.mods
	r.mods = 0
	r.list.tapped(r.index, mods)
}

func (r *listRow) TappedSecondary(e *fyne.PointEvent) { r.list.menu(r.index, e.AbsolutePosition) }

// MouseDown keeps the modifiers for the tap that follows.
func (r *listRow) MouseDown(e *desktop.MouseEvent) { r.mods = e.Modifier }

func (r *listRow) MouseUp(*desktop.MouseEvent) {}

func (r *listRow) MouseIn(*desktop.MouseEvent) { r.hovered = true; r.show(r.index) }

func (r *listRow) MouseMoved(*desktop.MouseEvent) {}

func (r *listRow) MouseOut() { r.hovered = false; r.show(r.index) }

func (r *listRow) CreateRenderer() fyne.WidgetRenderer {
	r.ExtendBaseWidget(r)
	re := &listRowRenderer{row: r, bg: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil), ring: newRing(r)}
	re.ring.CornerRadius = 0
	re.paint()
	return re
}

type listRowRenderer struct {
	row           *listRow
	bg, bar, line *canvas.Rectangle
	ring          *canvas.Rectangle
}

func (r *listRowRenderer) MinSize() fyne.Size { return r.row.content.MinSize() }

func (r *listRowRenderer) Layout(s fyne.Size) {
	r.bg.Resize(s)
	r.bar.Resize(fyne.NewSize(3, s.Height))
	r.line.Move(fyne.NewPos(0, s.Height-1))
	r.line.Resize(fyne.NewSize(s.Width, 1))
	r.ring.Move(fyne.NewPos(1, 1))
	r.ring.Resize(fyne.NewSize(s.Width-2, s.Height-3))
	r.row.content.Resize(s)
	r.row.content.Move(fyne.NewPos(0, 0))
}

func (r *listRowRenderer) paint() {
	s := r.row.state
	bg := fyne.ThemeColorName("")
	switch {
	case s.current || s.chosen:
		bg = ColorRowChosen
	case s.hovered:
		bg = ColorRowHover
	}
	r.bg.Hidden = bg == ""
	if bg != "" {
		r.bg.FillColor = colorOf(r.row, bg)
	}
	r.bar.FillColor, r.bar.Hidden = colorOf(r.row, theme.ColorNamePrimary), !s.current && !s.chosen
	r.line.FillColor, r.line.Hidden = colorOf(r.row, ColorLine), s.heading || r.row.list.opts.NoLines
	r.ring.StrokeColor, r.ring.Hidden = colorOf(r.row, ColorRing), !s.focused
}

func (r *listRowRenderer) Refresh() {
	r.paint()
	canvas.Refresh(r.row)
}

func (r *listRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.bg, r.line, r.bar, r.row.content, r.ring}
}

func (r *listRowRenderer) Destroy() {}
