package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Button is the toolkit's button with a ring that shows the focus, and Enter
// beside Space.
type Button struct {
	widget.Button
	OnEscape func()       // Esc, as in a dialog; nil: nothing
	onArrow  func(by int) // Up and Down, as among options; nil: nothing
	ring     bool
}

// NewButton makes a plain button; icon may be nil.
func NewButton(text string, icon fyne.Resource, tapped func()) *Button {
	b := &Button{}
	b.Text, b.Icon, b.OnTapped = text, icon, tapped
	b.ExtendBaseWidget(b)
	return b
}

// NewPrimaryButton makes the one button that a screen is for.
func NewPrimaryButton(text string, icon fyne.Resource, tapped func()) *Button {
	b := NewButton(text, icon, tapped)
	b.Importance = widget.HighImportance
	return b
}

// NewQuietButton makes a button without a ground of its own.
func NewQuietButton(text string, icon fyne.Resource, tapped func()) *Button {
	b := NewButton(text, icon, tapped)
	b.Importance = widget.LowImportance
	return b
}

// FocusGained draws the ring.
func (b *Button) FocusGained() { b.ring = true; b.Button.FocusGained() }

// FocusLost removes it.
func (b *Button) FocusLost() { b.ring = false; b.Button.FocusLost() }

// TypedKey presses on Space and Enter.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if !b.Disabled() && b.OnTapped != nil {
			b.OnTapped()
		}
	case fyne.KeyUp, fyne.KeyDown:
		if b.onArrow != nil {
			b.onArrow(map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1}[e.Name])
		}
	case fyne.KeyEscape:
		if b.OnEscape != nil {
			b.OnEscape()
		}
	default:
		b.Button.TypedKey(e)
	}
}

// CreateRenderer is for the toolkit.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	return newRingRenderer(b, b.Button.CreateRenderer(), func() bool { return b.ring })
}

// ringRenderer draws the focus ring over another renderer.
type ringRenderer struct {
	fyne.WidgetRenderer
	w    fyne.Widget
	on   func() bool
	ring *canvas.Rectangle
}

func newRingRenderer(w fyne.Widget, inner fyne.WidgetRenderer, on func() bool) *ringRenderer {
	r := &ringRenderer{WidgetRenderer: inner, w: w, on: on, ring: newRing(w)}
	r.ring.Hidden = !on()
	return r
}

func newRing(w fyne.Widget) *canvas.Rectangle {
	r := canvas.NewRectangle(nil)
	r.StrokeColor, r.StrokeWidth = colorOf(w, ColorRing), 2
	r.CornerRadius = w.(themed).Theme().Size(theme.SizeNameButtonRadius)
	return r
}

type themed interface{ Theme() fyne.Theme }

func (r *ringRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.ring.Resize(size)
}

func (r *ringRenderer) Objects() []fyne.CanvasObject {
	inner := r.WidgetRenderer.Objects()
	return append(inner[:len(inner):len(inner)], r.ring)
}

func (r *ringRenderer) Refresh() {
	r.ring.StrokeColor = colorOf(r.w, ColorRing)
	r.ring.Hidden = !r.on()
	r.WidgetRenderer.Refresh()
	canvas.Refresh(r.ring)
}
