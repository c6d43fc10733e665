package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// linkButton is a word that can be pressed on the dark ground of a toast.
type linkButton struct {
	widget.BaseWidget
	text             string
	OnTapped         func()
	hovered, focused bool
}

func newLinkButton(text string) *linkButton {
	b := &linkButton{text: text}
	b.ExtendBaseWidget(b)
	return b
}

func (b *linkButton) Tapped(*fyne.PointEvent) {
	if b.OnTapped != nil {
		b.OnTapped()
	}
}

func (b *linkButton) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (b *linkButton) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

func (b *linkButton) MouseMoved(*desktop.MouseEvent) {}

func (b *linkButton) MouseOut() { b.hovered = false; b.Refresh() }

func (b *linkButton) FocusGained() { b.focused = true; b.Refresh() }

func (b *linkButton) FocusLost() { b.focused = false; b.Refresh() }

func (b *linkButton) TypedRune(rune) {}

func (b *linkButton) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	}
}

func (b *linkButton) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	r := &linkButtonRenderer{b: b, label: canvas.NewText(b.text, nil), line: canvas.NewRectangle(nil), ring: newRing(b)}
	r.label.TextStyle.Bold = true
	r.label.Alignment = fyne.TextAlignCenter
	r.Refresh()
	return r
}

type linkButtonRenderer struct {
	b     *linkButton
	label *canvas.Text
	line  *canvas.Rectangle
	ring  *canvas.Rectangle
}

func (r *linkButtonRenderer) MinSize() fyne.Size {
	return r.label.MinSize().AddWidthHeight(2*8, 2*5)
}

func (r *linkButtonRenderer) Layout(s fyne.Size) {
	h := r.label.MinSize().Height
	r.label.Move(fyne.NewPos(0, (s.Height-h)/2))
	r.label.Resize(fyne.NewSize(s.Width, h))
	r.line.Move(fyne.NewPos(8, (s.Height+h)/2))
	r.line.Resize(fyne.NewSize(max(0, s.Width-16), 1))
	r.ring.Resize(s)
}

func (r *linkButtonRenderer) Refresh() {
	c := colorOf(r.b, ColorToastLink)
	r.label.Color, r.line.FillColor, r.ring.StrokeColor = c, c, c
	r.label.TextSize = r.b.Theme().Size(theme.SizeNameText)
	r.line.Hidden, r.ring.Hidden = !r.b.hovered, !r.b.focused
	r.Layout(r.b.Size())
	canvas.Refresh(r.b)
}

func (r *linkButtonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.label, r.line, r.ring}
}

func (r *linkButtonRenderer) Destroy() {}
