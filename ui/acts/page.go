package acts

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/ui/kit"
)

// page is the screen's state. It is used on the main goroutine.
type page struct {
	d Desk
	c Council // nil: there is none
	h *kit.Host

	query  query
	rows   []row
	chosen []civic.ID // in the order of the list, or as they were chosen
	local  int        // how many of rows are from this desk; they come first
	total  int        // how many the desk has
	away   away
	counts map[string][]civic.FacetCount
	bodies map[civic.BodyCode]string         // names seen so far
	hint   string                            // what may have been meant
	stop   context.CancelFunc                // of reading further rows
	more   bool                              // further rows are being read
	due    map[civic.ID]council.DeadlineView // the first open term of each act that has one
	want   *state                            // to come back to when the rows are there
	seen   bool                              // rows were shown once

	entry  *kit.SearchEntry
	facets *kit.FacetList
	list   *kit.KeyList
	above  *listHead
	below  *kit.Button // search at the central
	body   *fyne.Container
	panes  *panes

	reader *reader
}

// New makes the page. Without a council nothing is said of terms, and nothing can
// be followed.
func New(d Desk, c Council, h *kit.Host) kit.Page {
	p := newPage(d, h)
	p.c = c
	return p.page()
}

func newPage(d Desk, h *kit.Host) *page {
	return &page{d: d, h: h, bodies: map[civic.BodyCode]string{}}
}

func (p *page) page() kit.Page {
	return kit.Page{
		Route:    "acts",
		Title:    func() string { return p.h.Lang.T("nav.acts") },
		Build:    p.build,
		Commands: p.commands(), Groups: groups(),
		Open:    p.open,
		Search:  p.focusSearch,
		Reload:  p.reload,
		Focus:   p.focus,
		Save:    p.save,
		Restore: p.restore,
	}
}

func (p *page) build() fyne.CanvasObject {
	l := p.h.Lang
	p.entry = kit.NewSearchEntry(l.T("search.placeholder"), p.typed)
	p.entry.OnDown = p.focusList
	p.entry.OnEnter = func() {
		p.panes.closeFilters()
		if p.list.Current() < 0 && len(p.rows) > 0 {
			p.list.SetCurrent(0)
			p.current(0)
		}
		p.focusList()
	}
	p.entry.OnEscape = p.leaveFilters
	p.facets = kit.NewFacetList(l, p.filter)
	p.facets.OnEscape = p.leaveFilters
	p.list = p.newList()
	p.above = newListHead(p)
	p.below = kit.NewQuietButton(l.T("acts.central"), nil, p.searchCentral)
	p.below.Hide()
	p.body = container.NewStack(p.list)
	p.reader = newReader(p)
	p.panes = newPanes(p)
	p.find(pageSize)
	p.recount()
	p.readDue()
	return p.panes.root
}

// open shows the act of a deeper route.
func (p *page) open(rest string) {
	if rest == "" {
		return
	}
	if text, asked := strings.CutPrefix(rest, findRoute); asked {
		p.findText(text)
		return
	}
	id, tab := civic.ID(rest), tabText
	if act, of, cut := strings.Cut(rest, "/"); cut && of == tabHistory {
		id, tab = civic.ID(act), tabHistory
	}
	p.reader.show(id, tab)
	p.panes.read()
	p.choose(id)
}

// choose puts the cursor on an act where the list has it.
func (p *page) choose(id civic.ID) {
	p.list.SetCurrent(p.rowOf(id))
}

// rowOf is the row of an act; -1 where the list has none.
func (p *page) rowOf(id civic.ID) int {
	for i, r := range p.rows {
		if r.heading == "" && r.hit.ID == id {
			return i
		}
	}
	return -1
}

// reload reads list, facets and act again: as many rows as were there, so that
// nothing moves.
func (p *page) reload() {
	if p.list == nil {
		return
	}
	p.find(max(pageSize, p.local))
	p.recount()
	p.readDue()
	p.reader.reload()
}

func (p *page) save() string {
	if p.list == nil {
		return ""
	}
	return state{
		Query: p.query, Act: p.reader.id, Tab: p.reader.tab, List: p.list.Offset(), Text: p.reader.paper.Offset(),
	}.String()
}

func (p *page) restore(text string) {
	s, ok := parseState(text)
	if !ok || p.list == nil {
		return
	}
	if s.Act != "" {
		p.reader.restore(s)
	}
	if s.Query.same(p.query) && p.seen {
		p.choose(s.Act)
		p.list.SetOffset(s.List)
		return
	}
	p.want = &s
	p.query = s.Query
	p.setText(s.Query.Text)
	p.search()
}

// setText writes into the field without searching again.
func (p *page) setText(text string) {
	changed := p.entry.OnChanged
	p.entry.OnChanged = nil
	p.entry.SetText(text)
	p.entry.OnChanged = changed
}
