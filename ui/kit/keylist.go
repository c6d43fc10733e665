package kit

import (
	"sort"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// ListOptions say what a KeyList shows and whom it tells. Len, New and Update
// are required; all are called on the main goroutine.
type ListOptions struct {
	Len    func() int
	New    func() fyne.CanvasObject
	Update func(i int, row fyne.CanvasObject)

	RowHeight float32            // 0: the height that New asks for
	Label     func(i int) string // what type-ahead looks at; nil: none
	Skip      func(i int) bool   // rows the cursor passes over, such as headings
	Low       func(i int) bool   // rows that need one line only, such as headings; nil: none
	NoLines   bool               // without hairlines between rows
	Multi     bool               // Space, Ctrl and Shift choose several rows

	OnCurrent func(i int)                     // the cursor came to a row by key or tap
	OnOpen    func(i int)                     // Enter, or a second tap on the current row
	OpenOnTap bool                            // the first tap opens too
	OnChosen  func(rows []int)                // the chosen rows changed, in order (Multi)
	OnMenu    func(i int, at fyne.Position)   // secondary tap, at a place on the canvas
	OnKey     func(e *fyne.KeyEvent) bool     // first look at a key; true: done with it
	OnScroll  func(first, last int, end bool) // rows in sight; end: the last is among them

	Now func() time.Time // for type-ahead; nil: time.Now
}

// KeyList is a virtual list of rows of one height, low ones aside, made for the
// keyboard: Up, Down, Home, End, Page Up and Down, Enter, Space, type-ahead.
type KeyList struct {
	widget.BaseWidget
	opts    ListOptions
	current int // -1: none
	chosen  map[int]bool
	anchor  int // where a Shift range starts
	focused bool
	typed   string
	typedAt time.Time

	rowH    float32
	tops    []float32 // where each row begins, and the last ends, where some are low
	scroll  *container.Scroll
	content *fyne.Container
	visible map[int]*listRow
	pool    []*listRow
}

// NewKeyList makes a list. Nothing is current until the person, or SetCurrent,
// says so.
func NewKeyList(opts ListOptions) *KeyList {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	l := &KeyList{opts: opts, current: -1, anchor: -1, chosen: map[int]bool{}, visible: map[int]*listRow{}}
	l.content = container.New(&listLayout{l})
	l.scroll = container.NewVScroll(l.content)
	l.scroll.OnScrolled = func(fyne.Position) { l.layoutRows(false) }
	l.ExtendBaseWidget(l)
	return l
}

// Current is the row the cursor is on; -1 when on none.
func (l *KeyList) Current() int { return l.current }

// SetCurrent moves the cursor without telling OnCurrent; out of range clears it.
func (l *KeyList) SetCurrent(i int) {
	if i < 0 || i >= l.opts.Len() {
		i = -1
	}
	l.current, l.anchor = i, i
	if i >= 0 {
		l.ScrollTo(i)
	}
	l.layoutRows(true)
}

// Chosen gives the rows chosen with Multi, in order.
func (l *KeyList) Chosen() []int {
	out := make([]int, 0, len(l.chosen))
	for i := 0; i < l.opts.Len() && len(out) < len(l.chosen); i++ {
		if l.chosen[i] {
			out = append(out, i)
		}
	}
	return out
}

// SetChosen chooses rows without telling OnChosen.
func (l *KeyList) SetChosen(rows []int) {
	clear(l.chosen)
	for _, i := range rows {
		l.chosen[i] = true
	}
	l.layoutRows(true)
}

// ClearChosen forgets the chosen rows without telling OnChosen.
func (l *KeyList) ClearChosen() {
	clear(l.chosen)
	l.layoutRows(true)
}

// Reload draws again after the rows changed; the cursor stays at its number,
// or at the end of a list that became shorter.
func (l *KeyList) Reload() {
	n := l.opts.Len()
	if l.current >= n {
		l.current = n - 1
	}
	for i := range l.chosen {
		if i >= n {
			delete(l.chosen, i)
		}
	}
	l.layoutRows(true)
}

// RefreshRow draws one row again, if it is in sight.
func (l *KeyList) RefreshRow(i int) {
	if row, ok := l.visible[i]; ok {
		l.opts.Update(i, row.content)
		row.show(i)
	}
}

// Offset is how far the list is scrolled, for a saved state.
func (l *KeyList) Offset() float32 { return l.scroll.Offset.Y }

// SetOffset scrolls to a saved place.
func (l *KeyList) SetOffset(y float32) {
	l.scroll.ScrollToOffset(fyne.NewPos(0, max(0, y)))
	l.layoutRows(false)
}

// ScrollTo brings a row in sight.
func (l *KeyList) ScrollTo(i int) {
	if i < 0 || i >= l.opts.Len() {
		return
	}
	view, top, end := l.scroll.Size().Height, l.top(i), l.top(i+1)
	switch {
	case view <= 0:
		return
	case top < l.scroll.Offset.Y:
		l.SetOffset(top)
	case end > l.scroll.Offset.Y+view:
		l.SetOffset(end - view)
	}
}

// MinSize is a few rows.
func (l *KeyList) MinSize() fyne.Size {
	l.ExtendBaseWidget(l)
	return fyne.NewSize(80, l.rowHeight()*2)
}

// Resize lays the rows out for the new size.
func (l *KeyList) Resize(s fyne.Size) {
	l.BaseWidget.Resize(s)
	l.layoutRows(false)
}

// Refresh draws everything again, as after a change of theme.
func (l *KeyList) Refresh() {
	l.rowH, l.tops, l.pool = 0, nil, nil // rows out of sight would keep the former look
	l.layoutRows(true)
	for _, row := range l.visible {
		row.Refresh()
	}
	l.BaseWidget.Refresh()
}

// CreateRenderer is for the toolkit.
func (l *KeyList) CreateRenderer() fyne.WidgetRenderer {
	l.ExtendBaseWidget(l)
	return widget.NewSimpleRenderer(l.scroll)
}

func (l *KeyList) rowHeight() float32 {
	if l.rowH == 0 {
		l.rowH = l.opts.RowHeight
		if l.rowH == 0 {
			l.rowH = l.opts.New().MinSize().Height
		}
	}
	return l.rowH
}

// lowHeight is the height of a row of one line, with some air above it.
func (l *KeyList) lowHeight() float32 {
	line := newMeasurer(l.Theme(), l.Theme().Size(theme.SizeNameText), true, false).lineHeight()
	return min(l.rowHeight(), line+2*rowPadY+4)
}

// top is where row i begins; for the number of rows, where the last one ends.
func (l *KeyList) top(i int) float32 {
	if l.opts.Low == nil {
		return float32(i) * l.rowHeight()
	}
	if n := l.opts.Len(); len(l.tops) != n+1 {
		h, low := l.rowHeight(), l.lowHeight()
		l.tops = make([]float32, n+1)
		for k := range n {
			if l.tops[k+1] = l.tops[k] + h; l.opts.Low(k) {
				l.tops[k+1] = l.tops[k] + low
			}
		}
	}
	return l.tops[min(i, len(l.tops)-1)]
}

// rowAt is the row at a height; past the rows it is one that is not there.
func (l *KeyList) rowAt(y float32) int {
	if l.opts.Low == nil {
		return int(y / l.rowHeight())
	}
	n := l.opts.Len()
	return sort.Search(n, func(i int) bool { return l.top(i+1) > y })
}

// layoutRows gives every row in sight an object; all: also those that had one
// are updated.
func (l *KeyList) layoutRows(all bool) {
	size := l.scroll.Size()
	if size.Height <= 0 {
		return
	}
	n := l.opts.Len()
	if all {
		l.tops = nil // other rows may be low now
	}
	if want := max(l.top(n), size.Height); l.content.Size().Height != want || l.content.Size().Width != size.Width {
		l.content.Resize(fyne.NewSize(size.Width, want))
		l.scroll.Refresh() // the bars follow; the offset stays within
	}
	first, last := l.rowAt(l.scroll.Offset.Y), min(n-1, l.rowAt(l.scroll.Offset.Y+size.Height))
	for i, row := range l.visible {
		if i < first || i > last {
			delete(l.visible, i)
			l.pool = append(l.pool, row)
		}
	}
	objects := make([]fyne.CanvasObject, 0, last-first+1)
	for i := first; i <= last; i++ {
		row, seen := l.visible[i]
		if !seen {
			row = l.takeRow()
			l.visible[i] = row
		}
		row.Move(fyne.NewPos(0, l.top(i)))
		row.Resize(fyne.NewSize(size.Width, l.top(i+1)-l.top(i)))
		if !seen || all {
			l.opts.Update(i, row.content)
		}
		row.show(i)
		objects = append(objects, row)
	}
	l.content.Objects = objects
	canvas.Refresh(l.content)
	if l.opts.OnScroll != nil {
		l.opts.OnScroll(first, last, last == n-1)
	}
}

func (l *KeyList) takeRow() *listRow {
	if n := len(l.pool); n > 0 {
		row := l.pool[n-1]
		l.pool = l.pool[:n-1]
		return row
	}
	return newListRow(l, l.opts.New())
}

// listLayout makes the content as high as all rows together.
type listLayout struct{ l *KeyList }

func (s *listLayout) Layout([]fyne.CanvasObject, fyne.Size) {}

func (s *listLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, s.l.top(s.l.opts.Len()))
}
