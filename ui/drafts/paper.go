package drafts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// paperOptions say what stands on a paper and whom it tells; all are needed.
type paperOptions struct {
	Lang    *kit.Lang
	Header  fyne.CanvasObject               // above the first clause
	Changed func()                          // the text is another now
	Menu    func(row int, at fyne.Position) // a clause's menu is wanted
	Leave   func()                          // Escape
	Focus   func(fyne.Focusable)            // gives the keyboard to a field
	Marks   func(civic.Clause) []mark       // what is marked in a clause; nil: nothing
	Gap     func()                          // the next place to fill is wanted; nil: nobody goes there
	// Travelled hears of a step back or forth, and tells whether the keyboard stays
	// in the heading; nil: there is none.
	Travelled func() bool
	Find      func() // the next of the words that one looks for is wanted
}

// paper shows a sheet as one page to write on. Only the clauses in sight have a
// field; the others have a height, guessed until they were seen.
type paper struct {
	widget.BaseWidget
	o     paperOptions
	s     *sheet
	all   bool     // the whole act is chosen
	now   civic.ID // the clause that one writes in
	drawn int      // the sheet's version that Changed was told of

	scroll  *container.Scroll
	content *fyne.Container
	wheel   *kit.Wheel
	rows    map[civic.ID]*clauseRow
	pool    []*clauseRow
	known   map[civic.ID]rowMeasure
	tops    []float32
	busy    bool // within draw
}

// rowMeasure is how high a row is, and for what that holds.
type rowMeasure struct {
	clause civic.Clause
	first  bool
	width  float32
	height float32
}

const (
	paperMax  = 820 // as wide as the paper gets
	paperPad  = 28  // beside the text
	gutter    = 46  // for the labels of points
	paperTail = 220 // room below the last clause
	sight     = 120 // how far out of sight rows are kept ready
)

// newPaper makes a paper for a sheet.
func newPaper(s *sheet, o paperOptions) *paper {
	p := &paper{o: o, s: s, rows: map[civic.ID]*clauseRow{}, known: map[civic.ID]rowMeasure{}}
	p.content = container.New(&paperLayout{p})
	p.scroll = container.NewVScroll(p.content)
	p.scroll.OnScrolled = func(fyne.Position) { p.draw() }
	p.wheel = kit.NewWheel(p.scroll.Scrolled)
	p.drawn = s.version
	p.ExtendBaseWidget(p)
	return p
}

// row is the number of the clause that one writes in, or of the sheet's caret.
func (p *paper) row() int {
	if i := p.s.indexOf(p.now); i >= 0 {
		return i
	}
	return p.s.at.row
}

// width of the paper, and how far it is from the left.
func (p *paper) breadth() (left, width float32) {
	total := p.scroll.Size().Width
	width = min(paperMax, total)
	return (total - width) / 2, width
}

// first tells whether a row begins a section, whose name then stands above it.
func (p *paper) first(i int) bool {
	return i == 0 || p.s.rows[i].Section != p.s.rows[i-1].Section
}

// heightOf gives the height of a row, guessed where it was not seen yet.
func (p *paper) heightOf(i int, width float32) float32 {
	c, first := p.s.rows[i], p.first(i)
	k, ok := p.known[c.ID]
	if ok && k.width == width && k.first == first && k.clause.Text == c.Text && k.clause.Opener == c.Opener {
		return k.height
	}
	h := guessHeight(c, first, width)
	p.known[c.ID] = rowMeasure{c, first, width, h}
	return h
}

func (p *paper) measure(width, head float32) (total float32) {
	p.tops = p.tops[:0]
	y := head
	for i := range p.s.rows {
		p.tops = append(p.tops, y)
		y += p.heightOf(i, width)
	}
	return y + paperTail
}

// draw puts rows where they are in sight, until all heights in sight are real.
func (p *paper) draw() {
	view := p.scroll.Size()
	if p.busy || view.Width <= 0 || view.Height <= 0 {
		return
	}
	p.busy = true
	defer func() { p.busy = false }()
	left, width := p.breadth()
	p.o.Header.Resize(fyne.NewSize(width-2*paperPad, p.o.Header.Size().Height))
	head := p.o.Header.MinSize().Height
	p.o.Header.Resize(fyne.NewSize(width-2*paperPad, head))
	p.o.Header.Move(fyne.NewPos(left+paperPad, 0))
	var total float32
	seen := map[civic.ID]bool{}
	for range 5 {
		total = p.measure(width, head)
		p.scroll.Offset.Y = max(0, min(p.scroll.Offset.Y, total-view.Height)) // the text may have become shorter
		if p.fillSight(width, seen) {
			break
		}
	}
	p.lay(left, width, total, seen)
}

// fillSight makes the rows in sight; false when a height came out otherwise.
func (p *paper) fillSight(width float32, seen map[civic.ID]bool) (steady bool) {
	clear(seen)
	steady = true
	top, bottom := p.scroll.Offset.Y-sight, p.scroll.Offset.Y+p.scroll.Size().Height+sight
	for i, c := range p.s.rows {
		was := p.heightOf(i, width)
		if p.tops[i]+was < top || p.tops[i] > bottom {
			continue
		}
		seen[c.ID] = true
		h := p.rowFor(c.ID).set(i, c, width)
		p.known[c.ID] = rowMeasure{c, p.first(i), width, h}
		if h != was {
			steady = false
			if p.tops[i]+was < p.scroll.Offset.Y {
				p.scroll.Offset.Y += h - was // what one reads stays where it is
			}
		}
	}
	return steady
}

func (p *paper) rowFor(id civic.ID) *clauseRow {
	if r, ok := p.rows[id]; ok {
		return r
	}
	var r *clauseRow
	if n := len(p.pool); n > 0 {
		r, p.pool = p.pool[n-1], p.pool[:n-1]
	} else {
		r = newClauseRow(p)
	}
	r.entry.id = id
	p.rows[id] = r
	return r
}

// lay moves everything to its place and keeps the rows out of sight for later.
func (p *paper) lay(left, width, total float32, seen map[civic.ID]bool) {
	objects := []fyne.CanvasObject{p.ground(left, width, max(total, p.scroll.Size().Height)), p.o.Header}
	for i, c := range p.s.rows {
		r, ok := p.rows[c.ID]
		if !ok || !seen[c.ID] && !r.entry.on {
			continue
		}
		seen[c.ID] = true
		r.Move(fyne.NewPos(left, p.tops[i]))
		r.Resize(fyne.NewSize(width, p.heightOf(i, width)))
		objects = append(objects, r)
	}
	for id, r := range p.rows {
		if !seen[id] {
			delete(p.rows, id)
			p.pool = append(p.pool, r)
		}
	}
	p.content.Objects = objects
	if want := fyne.NewSize(p.scroll.Size().Width, max(total, p.scroll.Size().Height)); p.content.Size() != want {
		p.content.Resize(want)
		p.scroll.Refresh()
	}
	canvas.Refresh(p.content)
}

func (p *paper) ground(left, width, height float32) fyne.CanvasObject {
	g := canvas.NewRectangle(theme.ColorForWidget(kit.ColorPaper, p))
	g.StrokeColor, g.StrokeWidth = theme.ColorForWidget(kit.ColorLine, p), 1
	g.Move(fyne.NewPos(left, -1))
	g.Resize(fyne.NewSize(width, height+2))
	return g
}

// reveal scrolls so that a field's caret is in sight.
func (p *paper) reveal(e *clauseEntry) {
	i := p.s.indexOf(e.id)
	r := p.rows[e.id]
	if i < 0 || r == nil || i >= len(p.tops) {
		return
	}
	y := p.tops[i] + r.entryTop + e.CursorPosition().Y
	view, off := p.scroll.Size().Height, p.scroll.Offset.Y
	const margin = 40
	switch {
	case y < off+margin:
		off = max(0, y-margin)
	case y+margin > off+view:
		off = y + margin - view
	default:
		return
	}
	p.scroll.ScrollToOffset(fyne.NewPos(0, off))
	p.draw()
}

// show brings a row in sight.
func (p *paper) show(i int) {
	_, width := p.breadth()
	p.measure(width, p.o.Header.Size().Height)
	view, off := p.scroll.Size().Height, p.scroll.Offset.Y
	top, h := p.tops[i], p.heightOf(i, width)
	if top < off || top+min(h, view) > off+view {
		p.scroll.ScrollToOffset(fyne.NewPos(0, max(0, min(top-view/3, top+h))))
	}
	p.draw()
}

// Resize lays the page out for the new width.
func (p *paper) Resize(s fyne.Size) {
	p.BaseWidget.Resize(s)
	p.draw()
}

// MinSize is a few lines.
func (p *paper) MinSize() fyne.Size {
	p.ExtendBaseWidget(p)
	return fyne.NewSize(260, 120)
}

// Refresh draws all again, as after a change of theme.
func (p *paper) Refresh() {
	p.draw()
	for _, r := range p.rows {
		r.Refresh()
	}
	p.BaseWidget.Refresh()
}

// CreateRenderer is for the toolkit.
func (p *paper) CreateRenderer() fyne.WidgetRenderer {
	p.ExtendBaseWidget(p)
	return widget.NewSimpleRenderer(container.NewStack(p.scroll, p.wheel))
}

// paperLayout leaves objects where draw put them.
type paperLayout struct{ p *paper }

func (l *paperLayout) Layout([]fyne.CanvasObject, fyne.Size) {}

func (l *paperLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, l.p.content.Size().Height)
}

// jump takes Ctrl+Home and Ctrl+End to the ends of the act.
func (p *paper) jump(s *desktop.CustomShortcut) bool {
	if s.Modifier != fyne.KeyModifierShortcutDefault {
		return false
	}
	switch s.KeyName {
	case fyne.KeyHome:
		return p.goTo(caret{})
	case fyne.KeyEnd:
		last := len(p.s.rows) - 1
		return p.goTo(caret{last, runes(p.s.rows[last].Text)})
	}
	return false
}
