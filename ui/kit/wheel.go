package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Wheel is a clear layer that takes the mouse wheel and nothing else: laid over
// fields that would scroll within themselves, it scrolls the page they are on.
type Wheel struct {
	widget.BaseWidget
	scrolled func(*fyne.ScrollEvent)
}

// NewWheel makes a layer that hands every turn of the wheel on.
func NewWheel(scrolled func(*fyne.ScrollEvent)) *Wheel {
	w := &Wheel{scrolled: scrolled}
	w.ExtendBaseWidget(w)
	return w
}

// Scrolled takes a turn of the wheel.
func (w *Wheel) Scrolled(e *fyne.ScrollEvent) { w.scrolled(e) }

// CreateRenderer is for the toolkit.
func (w *Wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(nil))
}
