package acts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/kit"
)

func (p *page) newList() *kit.KeyList {
	return kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(p.rows) },
		New:       func() fyne.CanvasObject { return newHitRow(p.above != nil && p.above.snippets) },
		Update:    func(i int, o fyne.CanvasObject) { o.(*hitRow).set(p.view(p.rows[i]), p.rows[i].hit) },
		Label:     func(i int) string { return p.rows[i].hit.Subject },
		Skip:      func(i int) bool { return p.rows[i].heading != "" },
		Multi:     true,
		OnChosen:  p.chose,
		OnCurrent: p.current,
		OnOpen:    func(i int) { p.current(i); p.panes.read(); p.reader.focus() },
		OnScroll:  p.scrolled,
		OnMenu:    func(i int, at fyne.Position) { p.current(i); p.h.MenuAt(at, p.reader.bar.items()) },
		OnKey: func(e *fyne.KeyEvent) bool {
			switch {
			case e.Name == fyne.KeyEscape && len(p.chosen) > 0:
				p.chooseNone()
			case e.Name == fyne.KeyEscape && p.entry.Text != "":
				p.entry.SetText("")
			case e.Name == fyne.KeyF6:
				p.nextPane()
			default:
				return false
			}
			return true
		},
		Now: p.h.Now,
	})
}

// current shows the act that the cursor came to.
func (p *page) current(i int) {
	if i >= 0 && i < len(p.rows) && p.rows[i].heading == "" {
		h := p.rows[i].hit
		if h.away {
			p.reader.showAway(h)
			return
		}
		p.reader.show(h.ID, "")
	}
}

// view is what a row says of an act.
func (p *page) view(r row) kit.RowView {
	if r.heading != "" {
		return kit.RowView{Title: r.heading, Marks: []kit.Span{{From: 0, To: len(r.heading), Kind: kit.Strong}}}
	}
	l, a := p.h.Lang, r.hit
	v := kit.RowView{
		Icon: kit.KindIcon(string(a.Kind)), Title: a.Subject, Marks: a.marks, Pending: a.Pending,
		Detail: bodyDay(a.BodyName, l.ShortDay(a.Date, p.h.Now())),
	}
	if a.Reuses > 0 {
		v.Right = l.T("acts.reused_short", "n", l.Number(int(a.Reuses)))
		if a.Passed > 0 {
			v.Right += ", " + passedIn(l, int(a.Passed), int(a.Near))
		}
	}
	switch {
	case a.Pending:
		v.Badge, v.Tone = l.T("act.pending"), kit.Warn
	case p.due[a.ID].Due != "":
		v.Badge, v.Tone = termWords(l, p.due[a.ID])
	case a.Outcome != "" && a.Outcome != civic.Pending && a.Outcome != civic.NoOutcome:
		v.Badge, v.Tone = l.T("act.outcome."+string(a.Outcome)), kit.OutcomeTone(string(a.Outcome))
	}
	return v
}

// bodyDay joins council and day, either of which may be missing.
func bodyDay(body, day string) string {
	if body == "" || day == "" {
		return body + day
	}
	return body + " · " + day
}

// hitRow is the kit's row with an excerpt below it.
type hitRow struct {
	widget.BaseWidget
	tall    bool // asks for the room of an excerpt
	row     *kit.Row
	excerpt *kit.HighlightText
}

func newHitRow(tall bool) *hitRow {
	r := &hitRow{tall: tall, row: kit.NewRow(2)}
	r.excerpt = kit.NewHighlightText("", kit.TextLook{MaxLines: 2, Size: excerptSize, Color: kit.ColorMuted})
	r.ExtendBaseWidget(r)
	return r
}

func (r *hitRow) set(v kit.RowView, h hit) {
	r.row.Set(v)
	r.excerpt.Set(h.snippet, h.snippetMarks)
}

const (
	excerptSize  = 12.5
	excerptLeft  = 42 // below the title, beside the icon
	excerptRight = 14
	excerptBelow = 9
)

// CreateRenderer is for the toolkit.
func (r *hitRow) CreateRenderer() fyne.WidgetRenderer {
	r.ExtendBaseWidget(r)
	return &hitRowRenderer{r}
}

type hitRowRenderer struct{ r *hitRow }

func (x *hitRowRenderer) MinSize() fyne.Size {
	s := x.r.row.MinSize()
	if x.r.tall {
		s.Height += x.r.excerpt.MinSize().Height + excerptBelow
	}
	return s
}

func (x *hitRowRenderer) Layout(s fyne.Size) {
	h := min(s.Height, x.r.row.MinSize().Height)
	x.r.row.Resize(fyne.NewSize(s.Width, h))
	x.r.excerpt.Hidden = s.Height-h < excerptBelow
	x.r.excerpt.Move(fyne.NewPos(excerptLeft, h-2))
	x.r.excerpt.Resize(fyne.NewSize(max(0, s.Width-excerptLeft-excerptRight), x.r.excerpt.MinSize().Height))
}

func (x *hitRowRenderer) Refresh() {
	x.r.row.Refresh()
	x.r.excerpt.Refresh()
}

func (x *hitRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{x.r.row, x.r.excerpt}
}

func (x *hitRowRenderer) Destroy() {}

// listHead stands above the list: the search field, the filters, how many there
// are.
type listHead struct {
	p        *page
	snippets bool // rows are high enough for an excerpt
	filters  *kit.Button
	count    *kit.HighlightText
	clear    *kit.FilterChip
	order    *kit.FilterChip // what comes first; a press turns it
	export   *kit.FilterChip // of the acts that are chosen
	dossier  *kit.FilterChip
	root     *fyne.Container
}

func newListHead(p *page) *listHead {
	l := p.h.Lang
	h := &listHead{p: p}
	h.filters = kit.NewButton(l.T("acts.filters"), theme.NewThemedResource(theme.ListIcon()), func() { p.panes.toggleFacets() })
	h.count = kit.NewHighlightText("", kit.TextLook{Size: excerptSize, Color: kit.ColorMuted})
	h.clear = kit.NewFilterChip(l.T("facet.clear"), kit.Neutral, p.clearFilters)
	h.clear.Hide()
	h.order = kit.NewFilterChip(h.orderName(), kit.Neutral, p.turnOrder)
	h.export = kit.NewFilterChip(l.T("cmd.export"), kit.Neutral, p.export)
	h.dossier = kit.NewFilterChip(l.T("cmd.dossier"), kit.Neutral, p.dossier)
	h.export.Hide()
	h.dossier.Hide()
	first := padded(kit.NewFrame(nil, nil, nil, gap(h.filters, 8, 0), p.entry), 10, 10)
	second := container.New(edges{14, 0, 14, 6}, newLine(h.count, gap(h.order, 0, 6), h.export, gap(h.dossier, 6, 0), h.clear))
	h.root = kit.NewFrame(first, second, nil, nil, nothing())
	return h
}

// update says how many there are, and how many filters hold.
func (h *listHead) update() {
	l, n := h.p.h.Lang, h.p.query.filters()
	text := l.T("acts.filters")
	if n > 0 {
		text = l.T("acts.filters_n", "n", n)
	}
	if h.filters.Text != text {
		h.filters.SetText(text)
	}
	count := ""
	if h.p.seen && h.p.total > 0 {
		count = l.N("search.found", h.p.total)
	}
	several := len(h.p.chosen) > 0
	h.order.Set(h.orderName(), kit.Neutral)
	h.order.Hidden = several
	if several {
		count = l.N("acts.chosen", len(h.p.chosen))
	}
	h.count.Set(count, nil)
	clears := n > 0 && !several
	if h.clear.Hidden == clears || h.export.Hidden == several {
		h.clear.Hidden, h.export.Hidden, h.dossier.Hidden = !clears, !several, !several
		h.root.Refresh()
	}
}

// orderName says what comes first in the list.
func (h *listHead) orderName() string {
	q, l := h.p.query, h.p.h.Lang
	switch {
	case q.Order == byReuses:
		return l.T("acts.sort.reused")
	case q.Order == byUseful:
		return l.T("acts.sort.useful")
	case q.Order == byDate || q.Text == "":
		return l.T("acts.sort.newest")
	}
	return l.T("acts.sort.best")
}

// turnOrder puts the list into the next order.
func (p *page) turnOrder() {
	p.query.Order = p.query.next()
	p.search()
}
