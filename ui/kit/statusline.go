package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Link is how the desk stands with the central.
type Link string

// The states; their words are in the locale under "status.<state>".
const (
	LinkOnline    Link = "online"
	LinkOffline   Link = "offline"
	LinkSyncing   Link = "syncing"
	LinkSignedOut Link = "signed_out"
	LinkTrouble   Link = "trouble"
)

// Status is what the status line says.
type Status struct {
	Link     Link
	LastSync string // as Lang.Ago writes it; empty: never
	Waiting  int    // commands in the outbox
	Refused  int
}

// StatusLine is the strip at the foot: connection, last sync, what waits, the
// work that is going on with its cancel.
type StatusLine struct {
	widget.BaseWidget
	lang    *Lang
	dot     *canvas.Circle
	link    *HighlightText
	last    *HighlightText
	waiting *Button
	task    *HighlightText
	bar     *thinBar
	stop    *Button
	row     *fyne.Container
	status  Status
	cancel  func()
}

// NewStatusLine makes the strip; onWaiting is the tap on what waits.
func NewStatusLine(lang *Lang, onWaiting func()) *StatusLine {
	s := &StatusLine{lang: lang, dot: canvas.NewCircle(nil), bar: newThinBar()}
	caption := TextLook{Size: 12, Color: ColorMuted}
	s.link, s.last, s.task = NewHighlightText("", caption), NewHighlightText("", caption), NewHighlightText("", caption)
	s.waiting = NewQuietButton("", nil, onWaiting)
	s.stop = NewQuietButton(lang.T("status.cancel"), nil, func() {
		if s.cancel != nil {
			s.cancel()
		}
	})
	s.ExtendBaseWidget(s)
	s.row = container.New(&statusLayout{s}, s.dot, s.link, s.last, s.waiting, s.task, s.bar, s.stop)
	s.Set(Status{Link: LinkOffline})
	s.SetTasks(nil)
	return s
}

// Set shows a status.
func (s *StatusLine) Set(v Status) {
	s.status = v
	s.link.Set(s.lang.T("status."+string(v.Link)), nil)
	if v.LastSync == "" {
		s.last.Set(s.lang.T("status.never"), nil)
	} else {
		s.last.Set(s.lang.T("status.last", "when", v.LastSync), nil)
	}
	s.waiting.Text = s.lang.N("status.waiting", v.Waiting+v.Refused)
	s.waiting.Hidden = v.Waiting+v.Refused == 0
	s.waiting.Importance = widget.LowImportance
	if v.Refused > 0 {
		s.waiting.Importance = widget.DangerImportance
	}
	s.waiting.Refresh()
	s.Refresh()
}

// SetTasks shows the work that is going on; the newest with a title has the
// place.
func (s *StatusLine) SetTasks(tasks []Task) {
	on := len(tasks) > 0
	s.task.Hidden, s.bar.Hidden, s.stop.Hidden = !on, !on, !on
	s.cancel = nil
	if on {
		t := tasks[len(tasks)-1]
		text := t.Title
		share := float32(0)
		if t.Total > 0 {
			text = s.lang.T("work.progress", "title", t.Title, "done", s.lang.Number(t.Done), "total", s.lang.Number(t.Total))
			share = float32(t.Done) / float32(t.Total)
		}
		s.task.Set(text, nil)
		s.bar.set(share)
		s.bar.Hidden = t.Total == 0
		s.cancel = t.Cancel
	}
	s.Refresh()
}

// Text is everything that the strip says.
func (s *StatusLine) Text() string {
	out := s.link.Text() + " · " + s.last.Text()
	if !s.waiting.Hidden {
		out += " · " + s.waiting.Text
	}
	if !s.task.Hidden {
		out += " · " + s.task.Text()
	}
	return out
}

// CreateRenderer is for the toolkit.
func (s *StatusLine) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	r := &statusRenderer{s: s, bg: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

const statusHeight = 28

type statusRenderer struct {
	s        *StatusLine
	bg, line *canvas.Rectangle
}

func (r *statusRenderer) MinSize() fyne.Size { return fyne.NewSize(200, statusHeight) }

func (r *statusRenderer) Layout(size fyne.Size) {
	r.bg.Resize(size)
	r.line.Resize(fyne.NewSize(size.Width, 1))
	r.s.row.Resize(size)
}

func (r *statusRenderer) Refresh() {
	r.bg.FillColor = colorOf(r.s, theme.ColorNameHeaderBackground)
	r.line.FillColor = colorOf(r.s, ColorLine)
	name := theme.ColorNameSuccess
	switch r.s.status.Link {
	case LinkOffline:
		name = ColorMuted
	case LinkSignedOut:
		name = theme.ColorNameWarning
	case LinkTrouble:
		name = theme.ColorNameError
	}
	r.s.dot.FillColor = colorOf(r.s, name)
	r.Layout(r.s.Size())
	r.s.row.Refresh()
	canvas.Refresh(r.s)
}

func (r *statusRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.bg, r.line, r.s.row}
}

func (r *statusRenderer) Destroy() {}

// statusLayout puts connection and queue at the left, work at the right; the
// last sync gives way where it is narrow.
type statusLayout struct{ s *StatusLine }

func (l *statusLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(200, statusHeight) }

func (l *statusLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	s := l.s
	m := newMeasurer(s.Theme(), 12, false, false)
	mid := func(h float32) float32 { return (size.Height - h) / 2 }
	put := func(o fyne.CanvasObject, x, w float32) {
		h := min(o.MinSize().Height, size.Height)
		o.Move(fyne.NewPos(x, mid(h)))
		o.Resize(fyne.NewSize(max(0, w), h))
	}
	right := size.Width - 8
	if !s.task.Hidden {
		w := s.stop.MinSize().Width
		right -= w
		put(s.stop, right, w)
		if !s.bar.Hidden {
			right -= 108
			put(s.bar, right, 100)
		}
		w = min(m.width(s.task.Text(), 0)+2, size.Width*0.4)
		right -= w + 8
		put(s.task, right, w)
		right -= 12
	}
	x := float32(12)
	s.dot.Move(fyne.NewPos(x, mid(8)))
	s.dot.Resize(fyne.NewSquareSize(8))
	x += 16
	w := min(m.width(s.link.Text(), 0)+2, right-x)
	put(s.link, x, w)
	x += w + 16
	if !s.waiting.Hidden {
		w = s.waiting.MinSize().Width
		put(s.waiting, x, w)
		x += w + 8
	}
	w = m.width(s.last.Text(), 0) + 2
	if x+w > right {
		w = right - x
	}
	if w < 40 {
		w = 0
	}
	put(s.last, x, w)
}

// thinBar is a progress bar as thin as the strip asks.
type thinBar struct {
	widget.BaseWidget
	share float32
}

func newThinBar() *thinBar {
	b := &thinBar{}
	b.ExtendBaseWidget(b)
	return b
}

func (b *thinBar) set(share float32) {
	b.share = min(max(share, 0), 1)
	b.Refresh()
}

func (b *thinBar) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	r := &thinBarRenderer{b: b, bg: canvas.NewRectangle(nil), fill: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type thinBarRenderer struct {
	b        *thinBar
	bg, fill *canvas.Rectangle
}

func (r *thinBarRenderer) MinSize() fyne.Size { return fyne.NewSize(60, 6) }

func (r *thinBarRenderer) Layout(s fyne.Size) {
	for _, o := range []*canvas.Rectangle{r.bg, r.fill} {
		o.CornerRadius = s.Height / 2
	}
	r.bg.Resize(s)
	r.fill.Resize(fyne.NewSize(s.Width*r.b.share, s.Height))
}

func (r *thinBarRenderer) Refresh() {
	r.bg.FillColor, r.fill.FillColor = colorOf(r.b, ColorLine), colorOf(r.b, theme.ColorNamePrimary)
	r.Layout(r.b.Size())
	canvas.Refresh(r.b)
}

func (r *thinBarRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.bg, r.fill} }

func (r *thinBarRenderer) Destroy() {}
