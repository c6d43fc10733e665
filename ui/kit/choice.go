package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Select is the toolkit's drop-down with our words, an edge and a focus ring.
type Select struct {
	widget.Select
	OnEscape func() // nil: nothing; a dialog of Host closes
	ring     bool
}

// NewSelect makes a drop-down of options; changed hears of choices.
func NewSelect(lang *Lang, options []string, changed func(string)) *Select {
	s := &Select{}
	s.Options, s.OnChanged, s.PlaceHolder = options, changed, lang.T("button.choose")
	s.ExtendBaseWidget(s)
	return s
}

// FocusGained draws the ring.
func (s *Select) FocusGained() { s.ring = true; s.Select.FocusGained() }

// FocusLost removes it.
func (s *Select) FocusLost() { s.ring = false; s.Select.FocusLost() }

// TypedKey opens the options on Enter too, and tells of Esc.
func (s *Select) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape && s.OnEscape != nil {
		s.OnEscape()
		return
	}
	if e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
		e = &fyne.KeyEvent{Name: fyne.KeySpace}
	}
	s.Select.TypedKey(e)
}

// CreateRenderer is for the toolkit.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	r := &selectRenderer{WidgetRenderer: s.Select.CreateRenderer(), s: s, edge: newRing(s)}
	r.paint()
	return r
}

type selectRenderer struct {
	fyne.WidgetRenderer
	s    *Select
	edge *canvas.Rectangle
}

func (r *selectRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.edge.Resize(size)
}

func (r *selectRenderer) Objects() []fyne.CanvasObject {
	inner := r.WidgetRenderer.Objects()
	return append(inner[:len(inner):len(inner)], r.edge)
}

func (r *selectRenderer) paint() {
	if r.s.ring {
		r.edge.StrokeColor, r.edge.StrokeWidth = colorOf(r.s, ColorRing), 2
		return
	}
	r.edge.StrokeColor = colorOf(r.s, theme.ColorNameInputBorder)
	r.edge.StrokeWidth = r.s.Theme().Size(theme.SizeNameInputBorder)
}

func (r *selectRenderer) Refresh() {
	r.paint()
	r.WidgetRenderer.Refresh()
	canvas.Refresh(r.edge)
}
