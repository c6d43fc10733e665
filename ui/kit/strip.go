package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Strip says, above what one reads or writes, what is particular about it, with
// what one can do about it: on one line where there is room.
type Strip struct {
	widget.BaseWidget
	tone    fyne.ThemeColorName
	text    *HighlightText
	buttons []*Button
}

// NewStrip makes a strip on a ground of that colour.
func NewStrip(text string, tone fyne.ThemeColorName, buttons ...*Button) *Strip {
	s := &Strip{tone: tone, text: NewHighlightText(text, TextLook{MaxLines: -1}), buttons: buttons}
	s.ExtendBaseWidget(s)
	return s
}

const (
	stripPadX  = 14
	stripPadY  = 3
	stripGap   = 8
	stripWords = 0.4 // of the width, at least, for words that stand beside buttons
)

// CreateRenderer is for the toolkit.
func (s *Strip) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	r := &stripRenderer{s: s, ground: canvas.NewRectangle(colorOf(s, s.tone)), line: canvas.NewRectangle(colorOf(s, ColorLine))}
	r.objects = []fyne.CanvasObject{r.ground, r.line, s.text}
	for _, b := range s.buttons {
		r.objects = append(r.objects, b)
	}
	return r
}

type stripRenderer struct {
	s            *Strip
	ground, line *canvas.Rectangle
	objects      []fyne.CanvasObject
	height       float32 // at the width it has; 0: not known yet
}

// buttonsSize is what the buttons take side by side.
func (r *stripRenderer) buttonsSize() (size fyne.Size) {
	for i, b := range r.s.buttons {
		m := b.MinSize()
		size.Height = max(size.Height, m.Height)
		size.Width += m.Width
		if i > 0 {
			size.Width += stripGap
		}
	}
	return size
}

func (r *stripRenderer) MinSize() fyne.Size {
	h := r.height
	if h == 0 {
		h = max(r.s.text.MinSize().Height, r.buttonsSize().Height) + 2*stripPadY
	}
	return fyne.NewSize(max(120, r.buttonsSize().Width+2*stripPadX), h)
}

func (r *stripRenderer) Layout(size fyne.Size) {
	inner, of := size.Width-2*stripPadX, r.buttonsSize()
	beside := inner
	if of.Width > 0 {
		beside = inner - of.Width - stripGap
	}
	below := beside < inner*stripWords && r.s.text.naturalWidth() > beside
	if below {
		beside = inner
	}
	r.s.text.Resize(fyne.NewSize(max(0, beside), r.s.text.MinSize().Height))
	words := r.s.text.MinSize().Height
	height, at := max(words, of.Height), fyne.NewPos(size.Width-stripPadX-of.Width, stripPadY)
	if below {
		height, at = words+of.Height, fyne.NewPos(stripPadX, stripPadY+words)
	}
	y := float32(stripPadY)
	if !below {
		y += (height - words) / 2
		at.Y += (height - of.Height) / 2
	}
	r.s.text.Move(fyne.NewPos(stripPadX, y))
	r.s.text.Resize(fyne.NewSize(max(0, beside), words))
	for _, b := range r.s.buttons {
		m := b.MinSize()
		b.Move(at)
		b.Resize(fyne.NewSize(m.Width, of.Height))
		at.X += m.Width + stripGap
	}
	r.ground.Resize(size)
	r.line.Move(fyne.NewPos(0, size.Height-1))
	r.line.Resize(fyne.NewSize(size.Width, 1))
	if want := height + 2*stripPadY; want != r.height {
		r.height = want
		r.s.BaseWidget.Refresh() // as high as the words ask at this width
	}
}

func (r *stripRenderer) Refresh() {
	r.ground.FillColor, r.line.FillColor = colorOf(r.s, r.s.tone), colorOf(r.s, ColorLine)
	canvas.Refresh(r.s)
}

func (r *stripRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *stripRenderer) Destroy() {}
