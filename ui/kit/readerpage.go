package kit

import (
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

const (
	paperWidth  = 760 // with its margins
	paperTop    = 36
	lineSpacing = 1.18
)

// pageLayout is where every line of an act stands; y counts from the top of
// the page.
type pageLayout struct {
	left, width   float32 // of the paper
	margin        float32
	height        float32
	blocks        []blockLayout
	objectsOfPage []fyne.CanvasObject
}

type blockLayout struct {
	y, height float32
	lineH     float32
	x         float32
	marker    string
	lines     []flowLine
	m         *measurer
	align     fyne.TextAlign
	room      float32 // the width that lines are aligned in
	color     fyne.ThemeColorName
}

// blockStyle is how a role is set.
type blockStyle struct {
	scale   float32 // of the text size
	bold    bool
	italic  bool
	align   fyne.TextAlign
	above   float32 // of the text size
	color   fyne.ThemeColorName
	narrow  float32 // share of the width given up at the left
	marking float32 // room for the marker, of the text size
}

func styleOf(role BlockRole) blockStyle {
	s := blockStyle{scale: 1, above: 0.75, color: ColorInk}
	switch role {
	case BlockLetterhead:
		s.scale, s.align, s.color = 0.9, fyne.TextAlignCenter, ColorMuted
	case BlockKind:
		s.scale, s.bold, s.align, s.above = 1.15, true, fyne.TextAlignCenter, 1.4
	case BlockSubject:
		s.scale, s.bold, s.above = 1.1, true, 1.2
	case BlockHinge:
		s.italic, s.align, s.above = true, fyne.TextAlignCenter, 1.2
	case BlockFormula:
		s.bold, s.align, s.above = true, fyne.TextAlignCenter, 1.2
	case BlockPoint:
		s.marking = 2
	case BlockArticle:
		s.bold, s.align, s.above = true, fyne.TextAlignCenter, 1.4
	case BlockRight:
		s.narrow, s.above = 0.5, 0.4
	case BlockSmall:
		s.scale, s.color = 0.82, ColorMuted
	}
	return s
}

// relayout breaks all lines for the present width.
func (r *Reader) relayout() {
	width := r.Size().Width
	r.layout = pageLayout{}
	r.measure = map[measureKey]*measurer{}
	if width <= 0 {
		return
	}
	l := &r.layout
	l.width = min(paperWidth, width)
	l.left = (width - l.width) / 2
	l.margin = min(72, max(18, l.width*0.085))
	y := float32(paperTop)
	for i, b := range r.blocks {
		bl := r.layoutBlock(b, i == 0, y)
		y = bl.y + bl.height
		l.blocks = append(l.blocks, bl)
	}
	l.height = y + paperTop
}

func (r *Reader) layoutBlock(b Block, first bool, y float32) blockLayout {
	s := styleOf(b.Role)
	m := r.measurer(r.size*s.scale, s.bold)
	inner := r.layout.width - 2*r.layout.margin
	x := r.layout.left + r.layout.margin + s.narrow*inner + s.marking*r.size
	room := max(40, inner*(1-s.narrow)-s.marking*r.size)
	spans := b.Spans
	if s.italic {
		spans = append([]Span{{From: 0, To: len(b.Text), Kind: Emphasis}}, spans...)
	}
	bl := blockLayout{
		y: y, x: x, m: m, align: s.align, room: room, marker: b.Marker, color: s.color,
		lineH: m.lineHeight() * lineSpacing, lines: flow(b.Text, spans, room, m, 0),
	}
	if !first {
		bl.y += s.above * r.size
	}
	bl.height = float32(len(bl.lines)) * bl.lineH
	return bl
}

// measurer shares what it learned of words among all blocks of a size.
func (r *Reader) measurer(size float32, bold bool) *measurer {
	key := measureKey{size, bold}
	m, ok := r.measure[key]
	if !ok {
		m = newMeasurer(r.Theme(), size, true, bold)
		r.measure[key] = m
	}
	return m
}

// draw makes the objects of what is in sight.
func (r *Reader) draw() {
	l := &r.layout
	view := r.scroll.Size().Height
	if view <= 0 {
		return
	}
	if want := max(l.height, view); r.page.Size().Height != want || r.page.Size().Width != r.Size().Width {
		r.page.Resize(fyne.NewSize(r.Size().Width, want))
		r.scroll.Refresh()
	}
	top, bottom := r.scroll.Offset.Y-view/2, r.scroll.Offset.Y+view*1.5
	objects := l.objectsOfPage[:0:0]
	if len(r.blocks) > 0 {
		objects = append(objects, r.paper(max(l.height, view)))
	}
	first := sort.Search(len(l.blocks), func(i int) bool { return l.blocks[i].y+l.blocks[i].height >= top })
	for i := first; i < len(l.blocks) && l.blocks[i].y <= bottom; i++ {
		objects = r.drawBlock(objects, l.blocks[i], top, bottom)
	}
	l.objectsOfPage = objects
	r.page.Objects = objects
	canvas.Refresh(r.page)
}

func (r *Reader) paper(height float32) fyne.CanvasObject {
	p := canvas.NewRectangle(colorOf(r, ColorPaper))
	p.StrokeColor, p.StrokeWidth = colorOf(r, ColorLine), 1
	p.Move(fyne.NewPos(r.layout.left, -1))
	p.Resize(fyne.NewSize(r.layout.width, height+2))
	return p
}

func (r *Reader) drawBlock(to []fyne.CanvasObject, b blockLayout, top, bottom float32) []fyne.CanvasObject {
	p := linePainter{w: r, m: b.m, color: b.color}
	if b.marker != "" && b.y >= top {
		t := canvas.NewText(b.marker, colorOf(r, theme.ColorNamePrimary))
		t.TextSize, t.TextStyle, t.FontSource = b.m.size, fyne.TextStyle{Bold: true}, b.m.font(Strong)
		t.Alignment = fyne.TextAlignTrailing
		t.Resize(fyne.NewSize(2*r.size-8, b.lineH))
		t.Move(fyne.NewPos(b.x-2*r.size, b.y))
		to = append(to, t)
	}
	for i, line := range b.lines {
		y := b.y + float32(i)*b.lineH
		if y+b.lineH < top || y > bottom {
			continue
		}
		to = p.paint(to, line, fyne.NewPos(b.lineX(line), y), b.lineH)
	}
	return to
}

func (b blockLayout) lineX(line flowLine) float32 {
	if b.align == fyne.TextAlignCenter {
		return b.x + (b.room-line.width)/2
	}
	return b.x
}

// linkAt finds the link below a point of the page.
func (l *pageLayout) linkAt(p fyne.Position) string {
	i := sort.Search(len(l.blocks), func(i int) bool { return l.blocks[i].y+l.blocks[i].height >= p.Y })
	if i == len(l.blocks) || p.Y < l.blocks[i].y || l.blocks[i].lineH == 0 {
		return ""
	}
	b := l.blocks[i]
	n := int((p.Y - b.y) / b.lineH)
	if n < 0 || n >= len(b.lines) {
		return ""
	}
	x := p.X - b.lineX(b.lines[n])
	for _, s := range b.lines[n].segs {
		if x >= s.x && x < s.x+s.width {
			return s.link
		}
	}
	return ""
}

// readerLayout makes the page as high as its text.
type readerLayout struct{ r *Reader }

func (s *readerLayout) Layout([]fyne.CanvasObject, fyne.Size) {}

func (s *readerLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, s.r.layout.height)
}
