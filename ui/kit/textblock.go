package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// HighlightText is a text that wraps, ends with an ellipsis after its last
// line, and shows marked stretches. It costs a few canvas objects a line, so
// rows of lists can use it.
type HighlightText struct {
	widget.BaseWidget
	text     string
	spans    []Span
	maxLines int
	size     float32
	bold     bool
	serif    bool
	color    fyne.ThemeColorName
	centred  bool
	drawn    int // lines shown at the present width
}

// TextLook is how a HighlightText is drawn; the zero value is one line of plain
// interface text.
type TextLook struct {
	MaxLines int                 // 0: one line; negative: as many as needed
	Size     float32             // 0: the theme's text size
	Bold     bool                // all of it
	Serif    bool                // in the typeface of acts
	Color    fyne.ThemeColorName // empty: the text colour
	Centred  bool
}

// NewHighlightText makes a text in a given look.
func NewHighlightText(text string, look TextLook) *HighlightText {
	h := &HighlightText{text: text, maxLines: look.MaxLines, size: look.Size, bold: look.Bold, serif: look.Serif, color: look.Color, centred: look.Centred}
	switch {
	case h.maxLines == 0:
		h.maxLines = 1
	case h.maxLines < 0:
		h.maxLines = 0
	}
	if h.color == "" {
		h.color = theme.ColorNameForeground
	}
	h.ExtendBaseWidget(h)
	return h
}

// Set changes the text and its marks.
func (h *HighlightText) Set(text string, spans []Span) {
	h.text, h.spans = text, spans
	h.Refresh()
}

// SetLook changes weight and colour, as rows do when they are read.
func (h *HighlightText) SetLook(bold bool, color fyne.ThemeColorName) {
	if h.bold == bold && h.color == color {
		return
	}
	h.bold, h.color = bold, color
	h.Refresh()
}

// update is Set and SetLook in one, and nothing where nothing changed.
func (h *HighlightText) update(text string, spans []Span, bold bool, color fyne.ThemeColorName) {
	if h.text == text && slices.Equal(h.spans, spans) && h.bold == bold && h.color == color {
		return
	}
	h.text, h.spans, h.bold, h.color = text, spans, bold, color
	h.Refresh()
}

// Text gives the whole text, ellipsis or not.
func (h *HighlightText) Text() string { return h.text }

// CreateRenderer is for the toolkit, which forgets the one of a text that was out
// of sight for a minute and lays the next one out only where the size is another.
func (h *HighlightText) CreateRenderer() fyne.WidgetRenderer {
	h.ExtendBaseWidget(h)
	r := &highlightRenderer{h: h, drawn: -1}
	if width := h.Size().Width; width > 0 {
		r.draw(width)
	}
	return r
}

type highlightRenderer struct {
	h       *HighlightText
	m       *measurer
	objects []fyne.CanvasObject
	drawn   float32 // the width that objects were made for
	height  float32
	lineH   float32
}

func (r *highlightRenderer) measurer() *measurer {
	size := r.h.size
	if size == 0 {
		size = r.h.Theme().Size(theme.SizeNameText)
	}
	if r.m == nil || r.m.size != size || r.m.bold != r.h.bold {
		r.m = newMeasurer(r.h.Theme(), size, r.h.serif, r.h.bold)
		r.lineH = r.m.lineHeight()
	}
	return r.m
}

func (r *highlightRenderer) MinSize() fyne.Size {
	r.measurer()
	if r.h.maxLines > 0 {
		return fyne.NewSize(r.lineH, r.lineH*float32(r.h.maxLines))
	}
	return fyne.NewSize(r.lineH, max(r.height, r.lineH))
}

func (r *highlightRenderer) Layout(size fyne.Size) {
	if size.Width == r.drawn {
		return
	}
	before := r.height
	r.draw(size.Width)
	if r.h.maxLines == 0 && r.height != before {
		r.h.BaseWidget.Refresh() // as high as the text asks at this width
	}
}

func (r *highlightRenderer) draw(width float32) {
	r.drawn = width
	m := r.measurer()
	lines := flow(r.h.text, r.h.spans, width, m, r.h.maxLines)
	p := linePainter{w: r.h, m: m, color: r.h.color}
	r.objects = r.objects[:0]
	for i, line := range lines {
		x := float32(0)
		if r.h.centred {
			x = (width - line.width) / 2
		}
		r.objects = p.paint(r.objects, line, fyne.NewPos(x, float32(i)*r.lineH), r.lineH)
	}
	r.height = float32(len(lines)) * r.lineH
	r.h.drawn = len(lines)
}

func (r *highlightRenderer) Refresh() {
	r.m = nil
	if r.drawn >= 0 {
		r.draw(r.h.Size().Width)
	}
	canvas.Refresh(r.h)
}

func (r *highlightRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *highlightRenderer) Destroy() {}

// linePainter turns lines into canvas objects.
type linePainter struct {
	w     fyne.Widget
	m     *measurer
	color fyne.ThemeColorName
}

// paint appends the objects of one line at a position.
func (p linePainter) paint(to []fyne.CanvasObject, line flowLine, at fyne.Position, height float32) []fyne.CanvasObject {
	for _, s := range line.segs {
		pos := at.AddXY(s.x, 0)
		if bg := p.ground(s.kind); bg != "" {
			r := canvas.NewRectangle(colorOf(p.w, bg))
			r.CornerRadius = 2
			r.Move(pos)
			r.Resize(fyne.NewSize(s.width, height))
			to = append(to, r)
		}
		name := p.color
		if s.kind&Linked != 0 {
			name = theme.ColorNameHyperlink
		}
		t := canvas.NewText(s.text, colorOf(p.w, name))
		t.TextSize, t.TextStyle, t.FontSource = p.m.size, p.m.style(s.kind), p.m.font(s.kind)
		t.Move(pos)
		t.Resize(fyne.NewSize(s.width, height))
		to = append(to, t)
		if s.kind&Linked != 0 {
			u := canvas.NewRectangle(colorOf(p.w, theme.ColorNameHyperlink))
			u.Move(pos.AddXY(0, height-2))
			u.Resize(fyne.NewSize(s.width, 1))
			to = append(to, u)
		}
		to = p.changed(to, s, pos, height)
	}
	return to
}

// changed strikes through what went and draws a line below what came, so that
// colour is not all that tells them apart.
func (p linePainter) changed(to []fyne.CanvasObject, s segment, at fyne.Position, height float32) []fyne.CanvasObject {
	y, thick, name := height/2, float32(1), theme.ColorNameError
	switch {
	case s.kind&Gone != 0:
	case s.kind&Come != 0:
		y, thick, name = height-3, 2, theme.ColorNameSuccess
	default:
		return to
	}
	l := canvas.NewRectangle(colorOf(p.w, name))
	l.Move(at.AddXY(0, y))
	l.Resize(fyne.NewSize(s.width, thick))
	return append(to, l)
}

func (p linePainter) ground(k SpanKind) fyne.ThemeColorName {
	switch {
	case k&Marked != 0:
		return ColorMark
	case k&Gap != 0:
		return ColorWarnSoft
	case k&Gone != 0:
		return ColorBadSoft
	case k&Come != 0:
		return ColorGoodSoft
	}
	return ""
}

// naturalWidth is how wide the text would be on one line.
func (h *HighlightText) naturalWidth() float32 {
	size := h.size
	if size == 0 {
		size = h.Theme().Size(theme.SizeNameText)
	}
	m := newMeasurer(h.Theme(), size, h.serif, h.bold)
	widest := float32(0)
	for _, l := range flow(h.text, h.spans, 1<<20, m, 0) {
		widest = max(widest, l.width)
	}
	return widest + 1
}
