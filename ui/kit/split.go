package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// ThinSplit puts two panes side by side with a hairline that can be dragged, or
// moved with the arrows when it has the focus. The first pane keeps its width
// in pixels when the window changes: that is what people remember of a list.
type ThinSplit struct {
	widget.BaseWidget
	first, second fyne.CanvasObject
	width         float32
	minSecond     float32
	moved         func(width float32)
	edge          *splitEdge
}

// NewThinSplit makes a split whose first pane is width wide; moved, which may
// be nil, hears of every new width when a drag or key has ended.
func NewThinSplit(first, second fyne.CanvasObject, width float32, moved func(width float32)) *ThinSplit {
	s := &ThinSplit{first: first, second: second, width: width, minSecond: 200, moved: moved}
	s.edge = &splitEdge{split: s}
	s.edge.ExtendBaseWidget(s.edge)
	s.ExtendBaseWidget(s)
	return s
}

// Width is how wide the first pane is asked to be.
func (s *ThinSplit) Width() float32 { return s.width }

// SetWidth asks for another width without telling moved.
func (s *ThinSplit) SetWidth(w float32) {
	s.width = w
	s.Refresh()
}

// ShowFirst shows or hides the first pane and its edge.
func (s *ThinSplit) ShowFirst(on bool) { s.showPane(s.first, on) }

// ShowSecond shows or hides the second pane and its edge.
func (s *ThinSplit) ShowSecond(on bool) { s.showPane(s.second, on) }

func (s *ThinSplit) showPane(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
	s.Refresh()
}

// real is the width that the present size allows.
func (s *ThinSplit) real(total float32) float32 {
	low := s.first.MinSize().Width
	high := total - max(s.second.MinSize().Width, min(s.minSecond, total/2))
	return max(low, min(s.width, high))
}

// CreateRenderer is for the toolkit.
func (s *ThinSplit) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	return &thinSplitRenderer{s}
}

type thinSplitRenderer struct{ s *ThinSplit }

// edgeReach is how far from the hairline the pointer still takes it.
const edgeReach = 4

func (r *thinSplitRenderer) Layout(size fyne.Size) {
	s := r.s
	both := s.first.Visible() && s.second.Visible()
	s.edge.Hidden = !both
	if !both {
		for _, o := range []fyne.CanvasObject{s.first, s.second} {
			o.Move(fyne.NewPos(0, 0))
			o.Resize(size)
		}
		return
	}
	w := s.real(size.Width)
	s.first.Move(fyne.NewPos(0, 0))
	s.first.Resize(fyne.NewSize(w, size.Height))
	s.second.Move(fyne.NewPos(w+1, 0))
	s.second.Resize(fyne.NewSize(max(0, size.Width-w-1), size.Height))
	s.edge.Move(fyne.NewPos(w-edgeReach, 0))
	s.edge.Resize(fyne.NewSize(2*edgeReach+1, size.Height))
}

func (r *thinSplitRenderer) MinSize() fyne.Size {
	a, b := fyne.Size{}, fyne.Size{}
	if r.s.first.Visible() {
		a = r.s.first.MinSize()
	}
	if r.s.second.Visible() {
		b = r.s.second.MinSize()
	}
	return fyne.NewSize(a.Width+b.Width+1, max(a.Height, b.Height))
}

func (r *thinSplitRenderer) Refresh() {
	r.Layout(r.s.Size())
	r.s.edge.Refresh()
	canvas.Refresh(r.s)
}

func (r *thinSplitRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.first, r.s.second, r.s.edge}
}

func (r *thinSplitRenderer) Destroy() {}

// splitEdge is the hairline with its wider reach.
type splitEdge struct {
	widget.BaseWidget
	split          *ThinSplit
	hot, focused   bool
	dragging       bool
	pointer, start float32
}

func (e *splitEdge) Cursor() desktop.Cursor { return desktop.HResizeCursor }

func (e *splitEdge) MouseIn(*desktop.MouseEvent) { e.hot = true; e.Refresh() }

func (e *splitEdge) MouseMoved(*desktop.MouseEvent) {}

func (e *splitEdge) MouseOut() { e.hot = false; e.Refresh() }

// Dragged moves the edge with the pointer, from where it really stands.
func (e *splitEdge) Dragged(ev *fyne.DragEvent) {
	if !e.dragging {
		e.dragging, e.pointer, e.start = true, 0, e.split.real(e.split.Size().Width)
	}
	e.pointer += ev.Dragged.DX
	e.split.SetWidth(e.start + e.pointer)
}

func (e *splitEdge) DragEnd() {
	e.dragging = false
	e.settle()
}

func (e *splitEdge) settle() {
	e.split.width = e.split.real(e.split.Size().Width)
	if e.split.moved != nil {
		e.split.moved(e.split.width)
	}
}

func (e *splitEdge) FocusGained() { e.focused = true; e.Refresh() }

func (e *splitEdge) FocusLost() { e.focused = false; e.Refresh() }

func (e *splitEdge) TypedRune(rune) {}

func (e *splitEdge) TypedKey(ev *fyne.KeyEvent) {
	const step = 24
	switch ev.Name {
	case fyne.KeyLeft:
		e.split.SetWidth(e.split.real(e.split.Size().Width) - step)
	case fyne.KeyRight:
		e.split.SetWidth(e.split.real(e.split.Size().Width) + step)
	default:
		return
	}
	e.settle()
}

func (e *splitEdge) CreateRenderer() fyne.WidgetRenderer {
	e.ExtendBaseWidget(e)
	r := &edgeRenderer{e: e, line: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type edgeRenderer struct {
	e    *splitEdge
	line *canvas.Rectangle
}

func (r *edgeRenderer) MinSize() fyne.Size { return fyne.NewSize(2*edgeReach+1, 1) }

func (r *edgeRenderer) Layout(s fyne.Size) {
	w := float32(1)
	if r.e.hot || r.e.focused || r.e.dragging {
		w = 3
	}
	r.line.Move(fyne.NewPos((s.Width-w)/2, 0))
	r.line.Resize(fyne.NewSize(w, s.Height))
}

func (r *edgeRenderer) Refresh() {
	name := ColorLine
	switch {
	case r.e.focused:
		name = ColorRing
	case r.e.hot, r.e.dragging:
		name = theme.ColorNamePrimary
	}
	r.line.FillColor = colorOf(r.e, name)
	r.Layout(r.e.Size())
	canvas.Refresh(r.e)
}

func (r *edgeRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line} }

func (r *edgeRenderer) Destroy() {}
