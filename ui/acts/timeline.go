package acts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/ui/kit"
)

// milestone puts a mark of the timeline at the left of a column, beside its first
// line: hollow for what waits, with a line down to the next one unless it is the
// last.
func milestone(o *fyne.Container, pending, last bool) *fyne.Container {
	m := &mark{pending: pending, last: last, top: max(0, (o.Objects[0].MinSize().Height-markDot)/2)}
	m.ExtendBaseWidget(m)
	return &fyne.Container{Layout: markLayout{}, Objects: []fyne.CanvasObject{m, o}}
}

const (
	markWide = 26
	markDot  = 11
)

type markLayout struct{}

func (markLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[1].MinSize().AddWidthHeight(markWide, 4)
}

func (markLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(fyne.NewSize(markWide, s.Height))
	o[1].Move(fyne.NewPos(markWide, 0))
	o[1].Resize(fyne.NewSize(max(0, s.Width-markWide), s.Height))
}

type mark struct {
	widget.BaseWidget
	pending, last bool
	top           float32 // of the dot
}

func (m *mark) CreateRenderer() fyne.WidgetRenderer {
	r := &markRenderer{m: m, line: canvas.NewRectangle(nil), dot: canvas.NewCircle(nil)}
	r.dot.StrokeWidth = 2
	r.Refresh()
	return r
}

type markRenderer struct {
	m    *mark
	line *canvas.Rectangle
	dot  *canvas.Circle
}

func (r *markRenderer) MinSize() fyne.Size { return fyne.NewSize(markWide, r.m.top+markDot) }

func (r *markRenderer) Layout(s fyne.Size) {
	r.dot.Move(fyne.NewPos(2, r.m.top))
	r.dot.Resize(fyne.NewSize(markDot, markDot))
	from := r.m.top + markDot
	r.line.Move(fyne.NewPos(2+(markDot-2)/2, from))
	// The space between two objects of a column belongs to the line, and the next
	// dot lies upon its end.
	r.line.Resize(fyne.NewSize(2, max(0, s.Height+4+markDot-from)))
}

func (r *markRenderer) Refresh() {
	accent := colorOf(r.m, theme.ColorNamePrimary)
	r.dot.StrokeColor, r.dot.FillColor = accent, accent
	if r.m.pending {
		r.dot.FillColor = colorOf(r.m, theme.ColorNameBackground)
	}
	r.line.FillColor, r.line.Hidden = colorOf(r.m, kit.ColorLine), r.m.last
	canvas.Refresh(r.m)
}

func (r *markRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line, r.dot} }

func (r *markRenderer) Destroy() {}
