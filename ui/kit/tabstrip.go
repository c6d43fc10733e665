package kit

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// TabStrip is a strip of words of which one is chosen, in as many lines as the
// room asks for. Arrows go along it, also from one line to the next.
type TabStrip struct {
	widget.BaseWidget
	tabs     []*stripTab
	onChosen func(id string)
	last     float32 // the width of the last layout
}

// NewTabStrip makes a strip of tabs without words; chosen hears what the person
// chooses.
func NewTabStrip(ids []string, chosen func(id string)) *TabStrip {
	s := &TabStrip{onChosen: chosen}
	for _, id := range ids {
		t := &stripTab{id: id, strip: s}
		t.ExtendBaseWidget(t)
		s.tabs = append(s.tabs, t)
	}
	s.ExtendBaseWidget(s)
	return s
}

// Set gives a tab its word, and a number beside it; 0: none.
func (s *TabStrip) Set(id, word string, count int) {
	if count > 0 {
		word += " " + strconv.Itoa(count)
	}
	for _, t := range s.tabs {
		if t.id == id && t.text != word {
			t.text = word
			t.Refresh()
			s.Refresh()
		}
	}
}

// Choose draws a tab as the chosen one.
func (s *TabStrip) Choose(id string) {
	for _, t := range s.tabs {
		if on := t.id == id; on != t.on {
			t.on = on
			t.Refresh()
		}
	}
}

// Word is what stands on a tab.
func (s *TabStrip) Word(id string) string {
	for _, t := range s.tabs {
		if t.id == id {
			return t.text
		}
	}
	return ""
}

// Focusable is the tab itself, to put the keyboard on; nil: there is none.
func (s *TabStrip) Focusable(id string) fyne.Focusable {
	for _, t := range s.tabs {
		if t.id == id {
			return t
		}
	}
	return nil
}

// step chooses the tab beside t.
func (s *TabStrip) step(t *stripTab, by int) {
	i := slices.Index(s.tabs, t) + by
	if i < 0 || i >= len(s.tabs) {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.tabs[i]); c != nil {
		c.Focus(s.tabs[i])
	}
	s.onChosen(s.tabs[i].id)
}

// columns is how many tabs stand in a line of the width.
func (s *TabStrip) columns(width float32) int {
	n := len(s.tabs)
	for lines := 1; lines < n; lines++ {
		columns := (n + lines - 1) / lines
		widest := float32(0)
		for i := 0; i < n; i += columns {
			line := float32(0)
			for _, t := range s.tabs[i:min(n, i+columns)] {
				line += t.MinSize().Width
			}
			widest = max(widest, line)
		}
		if widest <= width {
			return columns
		}
	}
	return 1
}

// CreateRenderer is for the toolkit.
func (s *TabStrip) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	return &tabStripRenderer{s}
}

type tabStripRenderer struct{ s *TabStrip }

func (r *tabStripRenderer) lines(width float32) int {
	columns := r.s.columns(width)
	return (len(r.s.tabs) + columns - 1) / max(1, columns)
}

func (r *tabStripRenderer) MinSize() fyne.Size {
	if len(r.s.tabs) == 0 {
		return fyne.Size{}
	}
	width := r.s.last
	if width <= 0 {
		width = 300
	}
	return fyne.NewSize(120, float32(r.lines(width))*r.s.tabs[0].MinSize().Height)
}

// Layout gives each tab of a line a share of what its words leave.
func (r *tabStripRenderer) Layout(size fyne.Size) {
	s := r.s
	if len(s.tabs) == 0 || size.Width <= 0 {
		return
	}
	s.last = size.Width
	columns := s.columns(size.Width)
	h := s.tabs[0].MinSize().Height
	for i := 0; i < len(s.tabs); i += columns {
		line := s.tabs[i:min(len(s.tabs), i+columns)]
		total := float32(0)
		for _, t := range line {
			total += t.MinSize().Width
		}
		spare := min(24, max(0, size.Width-total)/float32(columns))
		left := float32(0)
		for _, t := range line {
			w := min(t.MinSize().Width+spare, size.Width-left)
			t.Move(fyne.NewPos(left, float32(i/columns)*h))
			t.Resize(fyne.NewSize(w, h))
			left += w
		}
	}
}

func (r *tabStripRenderer) Refresh() {
	r.Layout(r.s.Size())
	canvas.Refresh(r.s)
}

func (r *tabStripRenderer) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(r.s.tabs))
	for i, t := range r.s.tabs {
		out[i] = t
	}
	return out
}

func (r *tabStripRenderer) Destroy() {}

// stripTab is one word of a TabStrip.
type stripTab struct {
	widget.BaseWidget
	id, text             string
	on, hovered, focused bool
	strip                *TabStrip
}

func (t *stripTab) Tapped(*fyne.PointEvent) { t.strip.onChosen(t.id) }

func (t *stripTab) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (t *stripTab) MouseIn(*desktop.MouseEvent) { t.hovered = true; t.Refresh() }

func (t *stripTab) MouseMoved(*desktop.MouseEvent) {}

func (t *stripTab) MouseOut() { t.hovered = false; t.Refresh() }

func (t *stripTab) FocusGained() { t.focused = true; t.Refresh() }

func (t *stripTab) FocusLost() { t.focused = false; t.Refresh() }

func (t *stripTab) TypedRune(rune) {}

func (t *stripTab) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		t.strip.onChosen(t.id)
	case fyne.KeyLeft:
		t.strip.step(t, -1)
	case fyne.KeyRight:
		t.strip.step(t, 1)
	}
}

func (t *stripTab) CreateRenderer() fyne.WidgetRenderer {
	r := &stripTabRenderer{
		t: t, label: NewHighlightText(t.text, TextLook{Centred: true, Size: stripText}),
		line: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil),
	}
	r.ring.StrokeWidth, r.ring.CornerRadius = 2, 4
	r.Refresh()
	return r
}

const (
	stripText = 13
	stripSide = 8
)

type stripTabRenderer struct {
	t     *stripTab
	label *HighlightText
	line  *canvas.Rectangle
	ring  *canvas.Rectangle
}

func (r *stripTabRenderer) MinSize() fyne.Size {
	return fyne.MeasureText(r.t.text, stripText, fyne.TextStyle{Bold: true}).AddWidthHeight(2*stripSide, 14)
}

func (r *stripTabRenderer) Layout(s fyne.Size) {
	h := r.label.MinSize().Height
	r.label.Move(fyne.NewPos(2, (s.Height-h)/2))
	r.label.Resize(fyne.NewSize(max(0, s.Width-4), h))
	r.line.Move(fyne.NewPos(stripSide-2, s.Height-3))
	r.line.Resize(fyne.NewSize(max(0, s.Width-2*stripSide+4), 3))
	r.ring.Move(fyne.NewPos(1, 1))
	r.ring.Resize(s.SubtractWidthHeight(2, 2))
}

func (r *stripTabRenderer) Refresh() {
	color := ColorMuted
	if r.t.on || r.t.hovered {
		color = theme.ColorNameForeground
	}
	r.label.Set(r.t.text, nil)
	r.label.SetLook(r.t.on, color)
	r.line.FillColor, r.line.Hidden = colorOf(r.t, theme.ColorNamePrimary), !r.t.on
	r.ring.StrokeColor, r.ring.Hidden = colorOf(r.t, ColorRing), !r.t.focused
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}

func (r *stripTabRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.label, r.line, r.ring}
}

func (r *stripTabRenderer) Destroy() {}
