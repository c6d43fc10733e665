package acts

import (
	"context"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// The tabs of the reader.
const (
	tabText    = "text"
	tabHistory = "history"
	tabTalk    = "discussion"
	tabKin     = "lineage"
	tabFiles   = "attachments"
)

// reader is the pane of the act that is being read.
type reader struct {
	p        *page
	id       civic.ID // asked for; empty: none
	tab      string
	known    *reading // nil until it is there
	away     *hit     // what the list knew of an act that this desk does not keep
	revision civic.ID // the former text on show; empty: the present one
	previews bool
	back     *state // where to come back to once the act is there
	trouble  fyne.CanvasObject

	paper   *kit.Reader
	bar     *actionBar
	tabs    *kit.TabStrip
	head    *fyne.Container
	banner  *fyne.Container
	body    *fyne.Container
	root    *fyne.Container
	history *history
	talk    *talk
	kin     *kin
	files   *attachments
	preview *preview
}

// reading is an act with what the screen needs to show it.
type reading struct {
	view    civic.ActView
	can     desk.Abilities
	central string
	blocks  []kit.Block
	newer   desk.Suggested // in the act that one's own came from
	amended desk.AmendNews // of the act that this one amends
	lifeReading
}

func newReader(p *page) *reader {
	r := &reader{p: p, tab: tabText, paper: kit.NewReader()}
	r.paper.OnLink = r.followNorm
	r.bar = newActionBar(p)
	r.tabs = kit.NewTabStrip([]string{tabText, tabHistory, tabKin, tabTalk, tabFiles}, r.turn)
	r.banner = container.NewStack()
	r.body = container.NewStack()
	r.history, r.talk, r.kin, r.preview = newHistory(r), newTalk(r), newKin(r), newPreview(r)
	r.files = newAttachments(r)
	line := container.NewVBox(gap(r.tabs, 8, 8), hairline())
	r.head = kit.NewFrame(gap(r.bar.root, 6, 6), r.banner, nil, nil, line)
	r.root = kit.NewFrame(r.head, nil, nil, nil, r.body)
	r.fill()
	return r
}

// show reads an act; an empty tab keeps the one that is open.
func (r *reader) show(id civic.ID, tab string) {
	if tab != "" {
		r.tab = tab
	}
	if r.id == id && r.known != nil {
		r.fill()
		return
	}
	r.away = nil
	r.load(id)
}

// showAway reads an act that the central found: from this desk where it is
// kept after all.
func (r *reader) showAway(h hit) {
	if r.id != h.ID || r.known == nil {
		r.away = &h
		r.load(h.ID)
	}
}

// reload reads the act again; what is on the screen stays until then.
func (r *reader) reload() {
	if r.id != "" {
		r.load(r.id)
	}
	r.talk.reload()
}

// restore shows an act as it stood.
func (r *reader) restore(s state) {
	if s.Tab != "" {
		r.tab = s.Tab
	}
	if r.id == s.Act && r.known != nil {
		r.fill()
		r.paper.SetOffset(s.Text)
		return
	}
	r.back = &s
	r.load(s.Act)
}

func (r *reader) load(id civic.ID) {
	if id != r.id {
		r.id, r.revision, r.previews = id, "", false
		r.talk.leave()
	}
	p, text, now := r.p, r.p.query.Text, r.p.h.Now()
	kit.Do(context.Background(), p.h.Work, kit.Job[reading]{
		Slot: "acts.act",
		Run: func(ctx context.Context, _ kit.Progress) (reading, error) {
			x, err := p.read(ctx, id)
			if err != nil {
				return x, err
			}
			page := pageOf(p.h.Lang, p.d, x.view.Act.Content, text)
			x.blocks = append([]kit.Block{facts(p.h.Lang, x.view, now)}, page...)
			return x, nil
		},
		Done: func(x reading, err error) {
			if err != nil {
				r.fail(err)
				return
			}
			r.set(x)
		},
	})
}

// read gathers an act, what may be done with it, and where its public page is.
func (p *page) read(ctx context.Context, id civic.ID) (x reading, err error) {
	d := p.d
	if x.view, err = d.Act(ctx, id); err != nil {
		return x, err
	}
	if x.can, err = d.Abilities(ctx, id); err != nil {
		return x, err
	}
	if x.view.Act.Lineage != nil && x.view.Act.Lineage.Mode == civic.Amends {
		if x.amended, err = d.AmendNews(ctx, id); err != nil {
			return x, err
		}
	}
	if x.view.Act.Lineage != nil && x.can.Revise {
		if x.newer, err = d.Suggestions(ctx, id); err != nil && !civic.Is(err, civic.NotFound) {
			return x, err
		}
	}
	st, err := d.Status(ctx)
	x.central = st.Profile.Central
	if err != nil {
		return x, err
	}
	return x, p.readLife(ctx, &x, st.Profile.Person)
}

func (r *reader) set(x reading) {
	same := r.known != nil && r.known.view.Record.ID == x.view.Record.ID
	old := r.known
	r.known, r.away, r.trouble = &x, nil, nil
	if !same && r.back == nil && r.hollow(r.tab) {
		r.tab = tabText
	}
	switch {
	case !same:
		r.paper.SetBlocks(x.blocks)
	case r.revision == "" && !reflect.DeepEqual(old.blocks, x.blocks):
		at := r.paper.Offset()
		r.paper.SetBlocks(x.blocks)
		r.paper.SetOffset(at)
	}
	r.fill()
	if s := r.back; s != nil && s.Act == x.view.Record.ID {
		r.paper.SetOffset(s.Text)
		r.back = nil
	}
	r.p.inviteAnew(x)
}

// hollow tells whether a tab of the act has nothing to show: another act then
// begins with its text.
func (r *reader) hollow(tab string) bool {
	v := r.known.view
	switch tab {
	case tabKin:
		return len(v.Children) == 0 && v.Act.Lineage == nil
	case tabTalk:
		return len(v.Threads) == 0
	case tabFiles:
		return len(v.Act.Attachments) == 0
	}
	return false
}

// fail says why there is nothing to read. An act that was taken out leaves the
// pane empty.
func (r *reader) fail(err error) {
	was := r.known
	r.known = nil
	switch {
	case r.away != nil && civic.Is(err, civic.NotFound):
		r.fetch(*r.away)
	case was != nil && civic.Is(err, civic.NotFound):
		r.id, r.trouble = "", nil
		r.p.panes.browse()
	default:
		id := r.id
		r.trouble = kit.NewErrorPane(r.p.h.Lang, err, func() { r.load(id) })
	}
	r.fill()
}

// fetch gets an act that only the central has. It stays on this computer from
// then on; where the central does not answer, the browser may.
func (r *reader) fetch(h hit) {
	r.trouble = r.awayPane(h, "acts.fetching")
	p := r.p
	kit.Do(context.Background(), p.h.Work, kit.Job[civic.ActView]{
		Title: p.h.Lang.T("acts.fetching"), Slot: "acts.fetch",
		Run: func(ctx context.Context, _ kit.Progress) (civic.ActView, error) { return p.d.FetchAct(ctx, h.ID) },
		Done: func(_ civic.ActView, err error) {
			switch {
			case r.id != h.ID:
			case err == nil:
				r.away = nil
				r.load(h.ID)
			case civic.Is(err, civic.Offline):
				r.trouble = r.awayPane(h, "acts.away")
				r.fill()
			case civic.Is(err, civic.NotFound):
				r.trouble = r.awayPane(h, "acts.away_gone")
				r.fill()
			default:
				r.away = nil
				r.fail(err)
			}
		},
	})
}

// awayPane says that an act is not kept here, and what becomes of that.
func (r *reader) awayPane(h hit, key string) fyne.CanvasObject {
	l := r.p.h.Lang
	return kit.NewEmptyState(kit.EmptyView{
		Icon: "acts", Text: h.Subject, Hint: bodyDay(h.BodyName, l.Day(h.Date)) + "\n\n" + l.T(key),
		Button: l.T("acts.open_browser"), OnPress: func() { r.p.openPublic(h.ID) },
	})
}

// turn opens a tab.
func (r *reader) turn(tab string) {
	r.tab, r.previews = tab, false
	r.fill()
}

// fill puts on the screen what is known.
func (r *reader) fill() {
	r.head.Hidden = r.known == nil
	if r.known == nil {
		empty := r.trouble
		if empty == nil {
			empty = kit.NewEmptyState(kit.EmptyView{Icon: "acts", Text: r.p.h.Lang.T("reader.empty")})
		}
		r.put(empty)
		r.root.Refresh()
		return
	}
	r.nameTabs()
	r.banner.Objects = r.banners()
	r.bar.update()
	r.p.h.Renamed()
	switch {
	case r.previews:
		r.put(r.preview.root)
	case r.tab == tabHistory:
		r.history.set(r.known)
		r.put(r.history.root)
	case r.tab == tabTalk:
		r.talk.set(r.known)
		r.put(r.talk.root)
	case r.tab == tabKin:
		r.kin.set(r.known)
		r.put(r.kin.root)
	case r.tab == tabFiles:
		r.files.set(r.known)
		r.put(r.files.root)
	default:
		r.tab = tabText
		r.put(r.paper)
	}
	r.tabs.Choose(r.tab)
	r.head.Refresh()
	r.root.Refresh()
}

func (r *reader) put(o fyne.CanvasObject) {
	if len(r.body.Objects) == 1 && r.body.Objects[0] == o {
		return
	}
	r.body.Objects = []fyne.CanvasObject{o}
	r.body.Refresh()
}

// nameTabs writes the tabs with how much is behind each.
func (r *reader) nameTabs() {
	l, v := r.p.h.Lang, r.known.view
	kin := len(v.Children)
	if v.Act.Lineage != nil {
		kin++
	}
	for _, t := range []struct {
		id, title string
		n         int
	}{
		{tabText, l.T("act.tab.text"), 0},
		{tabHistory, l.T("act.tab.history"), len(v.Events) + len(v.Points) + len(v.Revisions)},
		{tabTalk, l.T("act.tab.discussion"), len(v.Threads)},
		{tabKin, l.T("act.tab.lineage"), kin},
		{tabFiles, l.T("act.tab.attachments"), len(v.Act.Attachments)},
	} {
		r.tabs.Set(t.id, t.title, t.n)
	}
}

// focus puts the keyboard on what is being read.
func (r *reader) focus() {
	if r.known == nil {
		return
	}
	var to fyne.Focusable
	switch {
	case r.previews:
		to = r.preview.pages
	case r.tab == tabTalk:
		to = r.talk.first()
	case r.tab == tabKin && len(r.kin.rows) > 0:
		to = r.kin.list
	case r.tab == tabFiles && len(r.files.files) > 0:
		to = r.files.list
	case r.tab == tabText:
		to = r.paper
	}
	if to == nil {
		to = r.tabs.Focusable(r.tab)
	}
	r.p.h.Window.Canvas().Focus(to)
}
