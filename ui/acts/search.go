package acts

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// away is what the central found beyond this desk's copy.
type away struct {
	asked bool
	busy  bool
	hits  []hit
	total int
}

// typed is a change of the search field.
func (p *page) typed(text string) {
	if text = civic.CleanText(text); text == p.query.Text {
		return
	}
	p.query = query{Text: text, Chosen: p.query.Chosen, Order: p.query.Order}
	p.search()
}

// search asks anew, from the top.
func (p *page) search() {
	p.away, p.hint, p.chosen = away{}, "", nil
	p.above.update()
	p.find(pageSize)
	p.recount()
}

// find reads the first rows of the present query.
func (p *page) find(limit int) {
	if p.stop != nil {
		p.stop()
		p.stop, p.more = nil, false
	}
	q := p.query
	kit.Do(context.Background(), p.h.Work, kit.Job[found]{
		Slot: "acts.list",
		Run:  func(ctx context.Context, _ kit.Progress) (found, error) { return collect(ctx, p.d, q, 0, limit) },
		Done: func(f found, err error) {
			if err != nil {
				p.put(kit.NewErrorPane(p.h.Lang, err, p.search))
				return
			}
			p.set(f)
			if f.total == 0 && q.Text != "" {
				p.guess(q)
			}
		},
	})
}

// set shows the first rows of a result.
func (p *page) set(f found) {
	p.total, p.local = f.total, len(f.hits)
	fresh := p.list.Offset() == 0
	p.arrange(f.hits)
	first := !p.seen
	p.seen = true
	p.show(f.status)
	switch {
	case p.want != nil:
		s := *p.want
		p.want = nil
		p.choose(s.Act)
		p.list.SetOffset(s.List)
		return
	case first && p.reader.id == "" && len(p.rows) > 0 && !p.panes.single():
		p.reader.show(p.rows[0].hit.ID, tabText)
	}
	// The cursor follows its act; the list moves only where it was at its top.
	at, was := p.rowOf(p.reader.id), p.list.Offset()
	p.list.SetCurrent(at)
	if !fresh || at < 0 {
		p.list.SetOffset(was)
	}
}

// arrange joins this desk's rows with what the central found beyond them.
func (p *page) arrange(hits []hit) {
	rows := make([]row, 0, len(hits)+len(p.away.hits)+1)
	here := make(map[civic.ID]bool, len(hits))
	for _, h := range hits {
		rows = append(rows, row{hit: h})
		here[h.ID] = true
		if h.Body != "" && h.BodyName != "" {
			p.bodies[h.Body] = h.BodyName
		}
	}
	p.local = len(hits)
	beyond := len(rows)
	for _, h := range p.away.hits {
		if !here[h.ID] {
			rows = append(rows, row{hit: h})
		}
	}
	if p.away.asked && (p.local > 0 || len(rows) > beyond) {
		heading := p.h.Lang.T("acts.central_more")
		if len(rows) == beyond {
			heading = p.h.Lang.T("acts.central_none")
		}
		rows = slices.Insert(rows, beyond, row{heading: heading})
	}
	tall := p.list != nil && (p.query.Text != "") != p.above.snippets
	p.rows, p.above.snippets = rows, p.query.Text != ""
	if tall {
		p.list.Refresh() // rows with an excerpt are higher
	}
	p.list.Reload()
	p.mark()
}

// hits gives this desk's rows again.
func (p *page) hits() []hit {
	out := make([]hit, 0, p.local)
	for _, r := range p.rows[:p.local] {
		out = append(out, r.hit)
	}
	return out
}

// scrolled reads further rows when the last ones come near.
func (p *page) scrolled(_, last int, _ bool) {
	const ahead = 25
	switch {
	case p.more || p.list == nil:
	case p.local < p.total && last >= p.local-ahead:
		p.further()
	case p.away.asked && !p.away.busy && len(p.away.hits) < p.away.total && last >= len(p.rows)-ahead:
		p.askCentral()
	}
}

func (p *page) further() {
	p.more = true
	q, from := p.query, p.local
	p.stop = kit.Do(context.Background(), p.h.Work, kit.Job[found]{
		Run: func(ctx context.Context, _ kit.Progress) (found, error) {
			return collect(ctx, p.d, q, from, pageSize)
		},
		Done: func(f found, err error) {
			p.more, p.stop = false, nil
			if err != nil {
				p.h.Fail(err)
				return
			}
			if len(f.hits) == 0 {
				p.total = p.local // it became shorter meanwhile
				return
			}
			p.arrange(append(p.hits(), f.hits...))
			p.total = f.total
		},
	})
}

// guess looks for what may have been meant.
func (p *page) guess(q query) {
	kit.Do(context.Background(), p.h.Work, kit.Job[string]{
		Slot: "acts.guess",
		Run:  func(ctx context.Context, _ kit.Progress) (string, error) { return didYouMean(ctx, p.d, q) },
		Done: func(text string, err error) {
			if err == nil && text != "" && q.same(p.query) && len(p.rows) == 0 {
				p.hint = text
				p.show(civic.Status{})
			}
		},
	})
}

// searchCentral asks the central for what this copy does not hold.
func (p *page) searchCentral() {
	if p.query.open() || p.away.asked {
		return
	}
	p.askCentral()
}

func (p *page) askCentral() {
	p.away.asked, p.away.busy = true, true
	p.below.Hide()
	q, from := p.query, len(p.away.hits)
	kit.Do(context.Background(), p.h.Work, kit.Job[found]{
		Title: p.h.Lang.T("work.central"), Slot: "acts.central",
		Run: func(ctx context.Context, _ kit.Progress) (found, error) {
			res, err := p.d.SearchCentral(ctx, q.ask(from, pageSize))
			if ctx.Err() != nil {
				// Stopped from the status line: no result is delivered.
				fyne.Do(func() {
					if p.away.busy && q.same(p.query) {
						p.notAway()
					}
				})
			}
			return found{hits: dress(p.d, q.Text, res.Hits, true), total: res.Total}, err
		},
		Done: func(f found, err error) {
			if !q.same(p.query) {
				return
			}
			if p.away.busy = false; err != nil {
				p.h.Fail(err)
				p.notAway()
				return
			}
			p.away.hits = append(p.away.hits, f.hits...)
			if p.away.total = f.total; len(f.hits) == 0 {
				p.away.total = len(p.away.hits)
			}
			p.arrange(p.hits())
			p.show(civic.Status{})
		},
	})
}

// notAway ends a search at the central that came to nothing.
func (p *page) notAway() {
	p.away.busy, p.away.asked = false, len(p.away.hits) > 0
	p.away.total = len(p.away.hits)
	p.show(civic.Status{})
}

// show puts the list, or what stands in its place, on the screen.
func (p *page) show(st civic.Status) {
	p.above.update()
	p.below.Hidden = p.query.open() || p.away.asked || p.local < p.total || len(p.rows) == 0 && p.hint == ""
	p.panes.refreshFoot()
	switch {
	case len(p.rows) > 0:
		p.put(p.list)
	case p.query.open():
		p.put(p.nothingKept(st))
	default:
		p.put(p.nothingFound())
	}
}

func (p *page) put(o fyne.CanvasObject) {
	if len(p.body.Objects) == 1 && p.body.Objects[0] == o {
		return
	}
	p.body.Objects = []fyne.CanvasObject{o}
	p.body.Refresh()
}

// nothingKept says why the library is empty, and what to do.
func (p *page) nothingKept(st civic.Status) fyne.CanvasObject {
	l := p.h.Lang
	v := kit.EmptyView{Icon: "acts", Text: l.T("acts.empty"), Hint: l.T("acts.empty_do")}
	switch {
	case st.Profile.Central == "":
		v.Button, v.OnPress = l.T("acts.connect"), func() { p.h.Go("settings/account") }
	case st.Busy || st.Profile.Synced.IsZero():
		v.Text, v.Hint = l.T("acts.arriving"), l.T("acts.arriving_do")
	default:
		v.Text, v.Hint = l.T("acts.empty_regions"), l.T("acts.empty_regions_do")
		v.Button, v.OnPress = l.T("acts.choose_regions"), func() { p.h.Go("settings/offline") }
	}
	return kit.NewEmptyState(v)
}

// nothingFound offers what may have been meant, or the central's library.
func (p *page) nothingFound() fyne.CanvasObject {
	l := p.h.Lang
	v := kit.EmptyView{Icon: "acts", Text: l.T("acts.none_filtered"), Hint: l.T("search.none_do")}
	if p.query.Text != "" {
		v.Text = l.T("search.none", "query", p.query.Text)
	}
	switch {
	case p.hint != "":
		v.Button, v.OnPress = l.T("search.did_you_mean", "query", p.hint), func() { p.entry.SetText(p.hint) }
	case p.away.busy:
		v.Hint = l.T("search.working")
	case p.away.asked:
		v.Hint = l.T("acts.central_none")
	default:
		v.Button, v.OnPress = l.T("acts.central"), p.searchCentral
	}
	return kit.NewEmptyState(v)
}
