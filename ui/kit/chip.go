package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Tone is what a chip means at a glance. Never colour alone: the word says it.
type Tone uint8

// The tones.
const (
	Neutral Tone = iota
	Good
	Warn
	Bad
)

func (t Tone) colors() (text, ground fyne.ThemeColorName) {
	switch t {
	case Good:
		return theme.ColorNameSuccess, ColorGoodSoft
	case Warn:
		return theme.ColorNameWarning, ColorWarnSoft
	case Bad:
		return theme.ColorNameError, ColorBadSoft
	}
	return theme.ColorNameForeground, ColorSoft
}

// OutcomeTone gives the tone of an act's outcome by its code.
func OutcomeTone(outcome string) Tone {
	switch outcome {
	case "approved", "approved_amended", "approved_in_parts", "answered_written", "answered_oral", "answered_committee", "convened":
		return Good
	case "rejected", "inadmissible", "not_answered", "not_convened", "precluded":
		return Bad
	case "postponed", "lapsed", "withdrawn":
		return Warn
	}
	return Neutral
}

// Chip is a short word on a tinted ground: an outcome, a count, a mark.
type Chip struct {
	widget.BaseWidget
	text    string
	tone    Tone
	hovered bool
	focused bool
}

// NewChip makes a chip; one without a word is hidden.
func NewChip(text string, tone Tone) *Chip {
	c := &Chip{}
	c.ExtendBaseWidget(c)
	c.Set(text, tone)
	return c
}

// Set changes word and tone; an empty word hides the chip.
func (c *Chip) Set(text string, tone Tone) {
	if c.text == text && c.tone == tone && c.Hidden == (text == "") {
		return
	}
	c.text, c.tone = text, tone
	c.Hidden = text == ""
	c.Refresh()
}

// Text is the word.
func (c *Chip) Text() string { return c.text }

// FilterChip is a chip that can be pressed, by mouse or keyboard.
type FilterChip struct {
	Chip
	OnTapped func()
}

// NewFilterChip makes a chip that runs tapped.
func NewFilterChip(text string, tone Tone, tapped func()) *FilterChip {
	c := &FilterChip{OnTapped: tapped}
	c.text, c.tone = text, tone
	c.ExtendBaseWidget(c)
	return c
}

// Tapped runs the chip's action.
func (c *FilterChip) Tapped(*fyne.PointEvent) {
	if c.OnTapped != nil {
		c.OnTapped()
	}
}

// MouseIn shows that it can be pressed.
func (c *FilterChip) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.Refresh() }

// MouseMoved does nothing.
func (c *FilterChip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends the hover.
func (c *FilterChip) MouseOut() { c.hovered = false; c.Refresh() }

// FocusGained draws the ring.
func (c *FilterChip) FocusGained() { c.focused = true; c.Refresh() }

// FocusLost removes it.
func (c *FilterChip) FocusLost() { c.focused = false; c.Refresh() }

// TypedRune does nothing.
func (c *FilterChip) TypedRune(rune) {}

// TypedKey runs the action on Space and Enter.
func (c *FilterChip) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.Tapped(nil)
	}
}

// CreateRenderer is for the toolkit.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	c.ExtendBaseWidget(c)
	r := &chipRenderer{c: c, bg: canvas.NewRectangle(nil), label: canvas.NewText("", nil)}
	r.Refresh()
	return r
}

type chipRenderer struct {
	c     *Chip
	bg    *canvas.Rectangle
	label *canvas.Text
}

const chipPad = 7

func (r *chipRenderer) MinSize() fyne.Size {
	m := r.measurer()
	return fyne.NewSize(m.width(r.c.text, 0)+2*chipPad, m.lineHeight()+4)
}

func (r *chipRenderer) Layout(size fyne.Size) {
	min := r.MinSize()
	y := (size.Height - min.Height) / 2
	r.bg.Resize(fyne.NewSize(size.Width, min.Height))
	r.bg.Move(fyne.NewPos(0, y))
	r.bg.CornerRadius = min.Height / 2
	lines := flow(r.c.text, nil, size.Width-2*chipPad, r.measurer(), 1)
	r.label.Text = lineText(lines)
	r.label.Move(fyne.NewPos(chipPad, y+2))
	r.label.Resize(fyne.NewSize(size.Width-2*chipPad, min.Height-4))
}

func (r *chipRenderer) measurer() *measurer {
	return newMeasurer(r.c.Theme(), r.label.TextSize, false, false)
}

func (r *chipRenderer) Refresh() {
	text, ground := r.c.tone.colors()
	r.label.Text = r.c.text
	r.label.TextSize = r.c.Theme().Size(theme.SizeNameCaptionText)
	r.label.Color = colorOf(r.c, text)
	r.bg.FillColor = colorOf(r.c, ground)
	r.bg.StrokeColor, r.bg.StrokeWidth = colorOf(r.c, text), 0
	switch {
	case r.c.focused:
		r.bg.StrokeColor, r.bg.StrokeWidth = colorOf(r.c, ColorRing), 2
	case r.c.hovered, themeIsContrast():
		r.bg.StrokeWidth = 1
	}
	if s := r.c.Size(); s.Width > 0 {
		r.Layout(s)
	}
	canvas.Refresh(r.c)
}

func (r *chipRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.bg, r.label} }

func (r *chipRenderer) Destroy() {}

// lineText is what a text broken into one line shows.
func lineText(lines []flowLine) string {
	out := ""
	for _, line := range lines {
		for _, s := range line.segs {
			out += s.text
		}
	}
	return out
}

func themeIsContrast() bool {
	t, ok := fyne.CurrentApp().Settings().Theme().(*Theme)
	return ok && t.opts.Variant == HighContrast
}
