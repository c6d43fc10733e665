package acts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"scranno/ui/kit"
)

// padded keeps room around an object: x at the sides, y above and below.
func padded(o fyne.CanvasObject, x, y float32) *fyne.Container {
	return container.New(edges{x, y, x, y}, o)
}

// gap keeps room at the left and right of an object.
func gap(o fyne.CanvasObject, left, right float32) *fyne.Container {
	return container.New(edges{left, 0, right, 0}, o)
}

// edges is room at the left, top, right and bottom.
type edges struct{ left, top, right, bottom float32 }

func (e edges) MinSize(o []fyne.CanvasObject) fyne.Size {
	if !o[0].Visible() {
		return fyne.Size{}
	}
	return o[0].MinSize().AddWidthHeight(e.left+e.right, e.top+e.bottom)
}

func (e edges) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(e.left, e.top))
	o[0].Resize(fyne.NewSize(max(0, s.Width-e.left-e.right), max(0, s.Height-e.top-e.bottom)))
}

// newLine puts a text at the left and objects at the right, all centred on one
// line of a button's height, which stays when the objects are hidden.
func newLine(text fyne.CanvasObject, right ...fyne.CanvasObject) *fyne.Container {
	return container.New(lineLayout{}, append([]fyne.CanvasObject{text}, right...)...)
}

type lineLayout struct{}

func (lineLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	s := fyne.NewSize(40, 0)
	for i, x := range o {
		m := x.MinSize()
		s.Height = max(s.Height, m.Height)
		if i > 0 && x.Visible() {
			s.Width += m.Width
		}
	}
	return s
}

func (lineLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	x := s.Width
	for i := len(o) - 1; i >= 0; i-- {
		if !o[i].Visible() {
			continue
		}
		m := o[i].MinSize()
		w := m.Width
		if i == 0 {
			w = x
		}
		x -= w
		o[i].Move(fyne.NewPos(x, (s.Height-m.Height)/2))
		o[i].Resize(fyne.NewSize(w, m.Height))
	}
}

// nothing is an empty middle for a frame that only has edges.
func nothing() fyne.CanvasObject {
	r := canvas.NewRectangle(nil)
	r.Hide()
	return r
}

// ground is a coloured surface that follows the theme.
type ground struct {
	widget.BaseWidget
	name   fyne.ThemeColorName
	height float32
}

func newGround(name fyne.ThemeColorName, height float32) *ground {
	g := &ground{name: name, height: height}
	g.ExtendBaseWidget(g)
	return g
}

// hairline is a thin line across a pane.
func hairline() fyne.CanvasObject { return newGround(kit.ColorLine, 1) }

// MinSize is as high as was asked.
func (g *ground) MinSize() fyne.Size {
	g.ExtendBaseWidget(g)
	return fyne.NewSize(1, g.height)
}

// CreateRenderer is for the toolkit.
func (g *ground) CreateRenderer() fyne.WidgetRenderer {
	r := &groundRenderer{g: g, rect: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type groundRenderer struct {
	g    *ground
	rect *canvas.Rectangle
}

func (r *groundRenderer) MinSize() fyne.Size { return fyne.NewSize(1, r.g.height) }

func (r *groundRenderer) Layout(s fyne.Size) { r.rect.Resize(s) }

func (r *groundRenderer) Refresh() {
	r.rect.FillColor = colorOf(r.g, r.g.name)
	canvas.Refresh(r.rect)
}

func (r *groundRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.rect} }

func (r *groundRenderer) Destroy() {}

// colorOf is a colour of the theme that a widget is drawn in.
func colorOf(w interface{ Theme() fyne.Theme }, name fyne.ThemeColorName) color.Color {
	return w.Theme().Color(name, fyne.CurrentApp().Settings().ThemeVariant())
}
