package drafts

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// page is the screen's state.
type page struct {
	d Desk
	h *kit.Host
	// after runs a func on the main goroutine after a while.
	after func(time.Duration, func()) (stop func())

	drafts  []civic.Draft
	bin     []civic.Draft
	queue   []civic.Queued
	shared  map[civic.ID]civic.SharedDraft
	groups  []desk.GroupView
	inGroup map[civic.ID]desk.GroupDraft // the drafts that a group has
	bars    map[civic.ID]desk.Bar        // the drafts of which some door is shut to the person
	only    civic.ID                     // what the list is narrowed to
	of      *kit.Select                  // says so
	ofIDs   []civic.ID                   // what its options stand for
	rows    []row
	query   string
	chosen  civic.ID // the draft that the list stands on
	who     who
	gaz     *drafting.Gazetteer
	wanted  string // a route asked for before the drafts were read
	loaded  bool
	focus   bool // the text takes the keyboard once it is there
	toList  bool // the list takes it once it is there
	search  *kit.SearchEntry
	list    *kit.KeyList
	listBox *fyne.Container
	split   *kit.ThinSplit
	root    *fyne.Container
	rev     *review  // documents that come in; nil: none yet
	grp     *circles // the groups; nil: not looked at yet
	away    bool     // another area is on show
	pane    *fyne.Container
	ed      *editor // the draft that is open; nil: none
	fresh   *startForm
}

// who is at the desk: where a new act is likely to be for.
type who struct {
	profile civic.Profile
	actor   civic.Actor
}

// New makes the page. Routes: "drafts", "drafts/new", "drafts/import",
// "drafts/groups", "drafts/groups/<id>", "drafts/<id>".
func New(d Desk, h *kit.Host) kit.Page {
	p := newPage(d, h)
	h.Window.SetOnDropped(p.dropped)
	return p.page()
}

func newPage(d Desk, h *kit.Host) *page {
	return &page{d: d, h: h, after: func(wait time.Duration, f func()) func() {
		t := time.AfterFunc(wait, func() { fyne.Do(f) })
		return func() { t.Stop() }
	}}
}

func (p *page) page() kit.Page {
	return kit.Page{
		Route: "drafts", Title: func() string { return p.h.Lang.T("nav.drafts") },
		Build: p.build, Open: p.open, Reload: p.reload, Shown: p.shownAgain, Hidden: p.hidden,
		Close: p.closing, Focus: p.takeFocus, Search: p.lookFor,
		Save: func() string {
			if p.onGroups() {
				return groupsRoute
			}
			return string(p.chosen)
		},
		Restore: func(state string) {
			if state == groupsRoute {
				p.open(state)
				return
			}
			if id, err := civic.ParseID(state); err == nil && p.wanted == "" {
				p.open(string(id))
			}
		},
		Commands: p.commands(), Groups: groups(),
	}
}

const listWidth = 300

// groupsRoute is the route of the groups within the area.
const groupsRoute = "groups"

func (p *page) build() fyne.CanvasObject {
	l := p.h.Lang
	p.search = kit.NewSearchEntry(l.T("drafts.search"), func(q string) {
		p.query = q
		p.sift()
	})
	p.search.OnDown = func() { p.h.Window.Canvas().Focus(p.list) }
	p.search.OnEnter = p.search.OnDown
	p.list = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(p.rows) },
		New:       func() fyne.CanvasObject { return kit.NewRow(2) },
		Update:    func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(p.view(p.rows[i])) },
		Label:     func(i int) string { return p.rows[i].title },
		Skip:      func(i int) bool { return p.rows[i].heading },
		Low:       func(i int) bool { return p.rows[i].heading },
		OnCurrent: func(i int) { p.choose(p.rows[i].draft.ID) },
		OnOpen: func(int) {
			if p.ed != nil {
				p.ed.write()
			}
		},
	})
	add := kit.NewButton(l.T("cmd.draft_new"), theme.NewThemedResource(theme.ContentAddIcon()), func() { p.h.Go("drafts/new") })
	circles := kit.NewQuietButton(l.T("group.title"), nil, func() { p.h.Go("drafts/" + groupsRoute) })
	p.of = kit.NewSelect(l, nil, func(string) { p.narrow() })
	p.of.Hidden = true
	top := container.NewPadded(container.NewVBox(p.search, p.of, container.NewBorder(nil, nil, nil, circles, add)))
	p.listBox = kit.NewFrame(top, nil, nil, nil, p.list)
	p.pane = container.NewStack()
	p.split = p.h.Split("drafts", p.listBox, p.pane, listWidth, nil)
	p.showNothing()
	p.root = container.NewStack(p.split)
	return p.root
}

// lookFor is Ctrl+F: in the text where one writes, else among the drafts.
func (p *page) lookFor() {
	if p.ed != nil && !p.ed.locked() {
		switch p.h.Window.Canvas().Focused().(type) {
		case *clauseEntry, *findEntry:
			p.ed.find(!p.ed.finder.second.Hidden && p.ed.finder.root.Visible())
			return
		}
	}
	p.h.Window.Canvas().Focus(p.search)
}

// closing saves before the window goes. Where that failed there is nothing more
// to wait for: the journal has the text.
func (p *page) closing(done func()) {
	e := p.ed
	if e == nil || e.save.failed {
		done()
		return
	}
	e.saved(done)
}

// know takes who is at the desk, which may change as one signs in.
func (p *page) know(w who) {
	same := p.gaz != nil && slices.Equal(w.actor.Mandates, p.who.actor.Mandates)
	p.who = w
	if same {
		return
	}
	var own []civic.Body
	for _, m := range w.actor.Mandates {
		own = append(own, bodyOfMandate(m))
	}
	kit.Do(context.Background(), p.h.Work, kit.Job[*drafting.Gazetteer]{
		Slot: "drafts.gazetteer",
		Run: func(context.Context, kit.Progress) (*drafting.Gazetteer, error) {
			return drafting.NewGazetteer(own...)
		},
		Done: func(g *drafting.Gazetteer, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.gaz = g
		},
	})
	if p.fresh != nil {
		p.fresh.learned()
	}
}

// ask reads who is at the desk. Who never signed in has no mandates, and writes
// all the same.
func (p *page) ask(ctx context.Context) (w who, err error) {
	if w.profile, err = p.d.Profile(ctx); err != nil || w.profile.Person == "" {
		return w, err
	}
	w.actor, err = p.d.Actor(ctx)
	if civic.Is(err, civic.Unknown) {
		err = nil
	}
	return w, err
}

func bodyOfMandate(m civic.Mandate) civic.Body {
	return civic.Body{
		ID: civic.BodyID(m.Body), Name: m.BodyName, Level: m.Level, Region: m.Region,
		Codes: []civic.DatedCode{{Code: m.Body}},
	}
}

// bodyOf is the body that a content is for, as far as it is known.
func (p *page) bodyOf(c civic.Content) civic.Body {
	if p.gaz != nil && c.Body != "" {
		if b, err := p.gaz.Body(c.Body); err == nil {
			return b
		}
	}
	level := c.Level
	if level == "" {
		level = civic.Municipal
	}
	return civic.Body{Name: c.BodyName, Level: level, Region: c.Region}
}

func (p *page) newID() civic.ID {
	id, err := civic.NewID(p.h.Now(), rand.Reader)
	if err != nil { // the system's randomness never ends; the clock would do
		return civic.DerivedID("clause", p.h.Now().String())
	}
	return id
}

// open goes to a deeper route of the page.
func (p *page) open(rest string) {
	// Documents that wait to be looked at stay on show; an empty screen does not.
	if p.onImport() && rest != "import" && (rest != "" || len(p.rev.items) == 0) {
		p.rev.leave()
	}
	if to, ok := strings.CutPrefix(rest, groupsRoute); ok {
		p.showGroups(civic.ID(strings.TrimPrefix(to, "/")))
		return
	}
	if p.onGroups() {
		p.grp.leave()
	}
	switch {
	case rest == "":
	case rest == "import":
		p.importing()
	case rest == "new":
		p.begin()
	case !p.loaded:
		p.wanted = rest
	default:
		p.focus = true
		p.choose(civic.ID(strings.ToLower(rest)))
	}
}

func (p *page) takeFocus() {
	switch {
	case p.onImport():
		p.h.Window.Canvas().Focus(p.rev.list)
	case p.onGroups():
		p.grp.takeFocus()
	case p.fresh != nil:
		p.fresh.takeFocus()
	case p.ed != nil && !p.ed.locked():
		p.ed.write()
	case p.wanted != "" || p.focus || p.list == nil:
	case len(p.rows) == 0:
		p.toList = true // once it is read
	default:
		p.h.Window.Canvas().Focus(p.list)
	}
}

// hidden saves what was being written.
func (p *page) hidden() {
	p.away = true
	if p.ed != nil {
		p.ed.flush()
	}
}

// shownAgain reads what may have changed while another area was on show.
func (p *page) shownAgain() {
	p.away = false
	p.reload()
}

// put shows something in the pane beside the list.
func (p *page) put(o fyne.CanvasObject) {
	p.pane.Objects = []fyne.CanvasObject{o}
	p.pane.Refresh()
	p.h.Renamed()
}

func (p *page) showNothing() {
	l := p.h.Lang
	hint := l.T("drafts.choose")
	if len(p.drafts) == 0 {
		hint = l.T("drafts.empty_do")
	}
	text := l.T("drafts.local")
	if p.loaded && len(p.drafts) == 0 {
		text = l.T("drafts.empty")
	}
	p.put(kit.NewEmptyState(kit.EmptyView{
		Icon: "drafts", Text: text, Hint: hint, Button: l.T("cmd.draft_new"), OnPress: func() { p.h.Go("drafts/new") },
	}))
}
