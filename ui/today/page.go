package today

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// Desk is what the screen asks of the desk.
type Desk interface {
	Outbox(ctx context.Context) ([]civic.Queued, error)
	// DraftLines lists drafts without the clauses of their texts.
	DraftLines(ctx context.Context) ([]civic.Draft, error)
	Spaces(ctx context.Context) ([]civic.SpaceHit, error)
	Threads(ctx context.Context, space civic.ID) ([]civic.ThreadHit, error)
	Acts(ctx context.Context, q civic.ActQuery) (civic.ActResult, error)
	Profile(ctx context.Context) (civic.Profile, error)
	// Invitations of other levels that the person asked to be told of.
	Invitations(ctx context.Context) ([]civic.CallView, error)
	CallNotices(ctx context.Context) (desk.CallNotices, error)
	Circles
}

// pageWidth keeps what stands at the right of a row near its title.
const pageWidth = 1100

// How much of each kind the screen shows.
const (
	mostActs    = 12
	mostDrafts  = 5
	mostThreads = 8
)

type page struct {
	d    Desk
	c    Council // nil: nothing of one's own council
	h    *kit.Host
	rows []row
	list *kit.KeyList
	head *kit.HighlightText // the day
	top  *fyne.Container    // what stands beside it
	seen *kit.Button        // marks what is new
	new  bool               // something is
	body fyne.CanvasObject  // head and list
	main *fyne.Container
}

// row is a heading, or a thing with the route that opens it.
type row struct {
	view  kit.RowView
	route string // empty: a heading
	news  civic.ID
}

// day is what the screen gathers in one reading.
type day struct {
	profile civic.Profile
	queue   []civic.Queued
	drafts  []civic.Draft
	threads []civic.ThreadHit
	acts    []civic.ActHit
	next    []civic.Sitting // the next one of one's council, or none
	news    []civic.News
	terms   []council.DeadlineView
	calls   []civic.CallView
	notices desk.CallNotices // of invitations
	joint   joint
}

// New makes the page. Without a council nothing is said of one.
func New(d Desk, c Council, h *kit.Host) kit.Page {
	p := &page{d: d, c: c, h: h}
	return kit.Page{
		Route: "today", Title: func() string { return h.Lang.T("nav.today") },
		Build: p.build, Reload: p.reload, Shown: p.reload,
		Focus: func() {
			if p.list != nil && len(p.rows) > 0 {
				h.Window.Canvas().Focus(p.list)
			}
		},
		Commands: p.commands(),
	}
}

func (p *page) build() fyne.CanvasObject {
	p.list = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(p.rows) },
		New:       func() fyne.CanvasObject { return kit.NewRow(1) },
		Update:    func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(p.rows[i].view) },
		Label:     func(i int) string { return p.rows[i].view.Title },
		Skip:      func(i int) bool { return p.rows[i].route == "" },
		Low:       func(i int) bool { return p.rows[i].view.Heading },
		OnOpen:    p.openRow,
		OpenOnTap: true,
	})
	p.head = kit.NewHighlightText("", kit.TextLook{Size: 22, Bold: true})
	p.seen = kit.NewQuietButton(p.h.Lang.T("today.see_all"), theme.NewThemedResource(theme.ConfirmIcon()), func() { p.see() })
	p.top = container.NewBorder(nil, nil, nil, p.seen, p.head)
	head := container.New(layout.NewCustomPaddedLayout(12, 4, 14, 14), p.top)
	p.body = kit.NewColumn(pageWidth, kit.NewFrame(head, nil, nil, nil, p.list))
	p.main = container.NewStack()
	return p.main
}

func (p *page) reload() {
	kit.Do(context.Background(), p.h.Work, kit.Job[day]{
		Slot: "today",
		Run:  func(ctx context.Context, _ kit.Progress) (day, error) { return p.gather(ctx) },
		Done: func(v day, err error) {
			if err != nil {
				p.put(kit.NewErrorPane(p.h.Lang, err, p.reload))
				return
			}
			p.set(v)
		},
	})
}

func (p *page) put(o fyne.CanvasObject) {
	if len(p.main.Objects) == 1 && p.main.Objects[0] == o {
		return
	}
	p.main.Objects = []fyne.CanvasObject{o}
	p.main.Refresh()
}

func (p *page) gather(ctx context.Context) (v day, err error) {
	if v.profile, err = p.d.Profile(ctx); err != nil {
		return v, err
	}
	if v.next, err = p.next(ctx); err != nil {
		return v, err
	}
	if v.news, v.terms, err = p.changes(ctx); err != nil {
		return v, err
	}
	if v.calls, err = p.d.Invitations(ctx); err != nil {
		return v, err
	}
	if v.notices, err = p.d.CallNotices(ctx); err != nil {
		return v, err
	}
	if v.queue, err = p.d.Outbox(ctx); err != nil {
		return v, err
	}
	if v.drafts, err = p.d.DraftLines(ctx); err != nil {
		return v, err
	}
	if v.joint, err = p.joint(ctx, v); err != nil {
		return v, err
	}
	spaces, err := p.d.Spaces(ctx)
	if err != nil {
		return v, err
	}
	for _, s := range spaces {
		if s.Unread == 0 {
			continue
		}
		threads, err := p.d.Threads(ctx, s.ID)
		if err != nil {
			return v, err
		}
		for _, t := range threads {
			if t.Unread > 0 {
				v.threads = append(v.threads, t)
			}
		}
	}
	slices.SortStableFunc(v.threads, func(a, b civic.ThreadHit) int { return b.Last.Compare(a.Last) })
	acts, err := p.d.Acts(ctx, civic.ActQuery{Limit: mostActs, Newest: true})
	v.acts = acts.Hits
	return v, err
}

func (p *page) set(v day) {
	was := row{}
	if at := p.list.Current(); at >= 0 && at < len(p.rows) {
		was = p.rows[at]
	}
	offset := p.list.Offset()
	p.rows = p.arrange(v)
	p.list.Reload()
	p.list.SetCurrent(p.find(was))
	p.list.SetOffset(offset)
	l := p.h.Lang
	if len(p.rows) == 0 {
		hint, button, route := l.T("today.empty_hint"), l.T("cmd.draft_new"), "drafts/new"
		if v.profile.Central == "" {
			hint = l.T("today.empty_alone")
		}
		p.put(kit.NewEmptyState(kit.EmptyView{
			Icon: "today", Text: l.T("today.empty"), Hint: hint, Button: button, OnPress: func() { p.h.Go(route) },
		}))
		return
	}
	p.new = len(v.news) > 0
	p.seen.Hidden = !p.new
	p.head.Set(l.Weekday(p.h.Now().Weekday())+" "+l.Date(p.h.Now()), nil)
	p.top.Refresh() // the button comes and goes
	p.put(p.body)
}

// find gives the place of a row among the present ones; -1: it is gone.
func (p *page) find(was row) int {
	for i, r := range p.rows {
		if was.route != "" && r.route == was.route && r.view.Title == was.view.Title {
			return i
		}
	}
	return -1
}

// arrange makes the rows group by group, leaving out the empty ones.
func (p *page) arrange(v day) []row {
	l := p.h.Lang
	var rows []row
	group := func(title string, items []row) {
		if len(items) > 0 {
			rows = append(append(rows, row{view: kit.RowView{Title: title, Heading: true}}), items...)
		}
	}
	group(l.T("today.confirm"), p.confirms(v.joint.confirm))
	group(p.newsTitle(v.news), p.news(v.news))
	group(l.T("today.joined"), p.published(v.joint.out))
	group(l.T("today.terms"), p.terms(v.terms))
	group(l.T("today.sitting"), p.sittings(v.next))
	group(l.T("today.calls"), append(p.callNotices(v.notices), p.callRows(v.calls)...))
	group(l.T("today.queue"), p.queue(v.queue))
	group(l.T("today.unread"), p.threads(v.threads))
	group(l.T("today.drafts"), p.drafts(v.drafts))
	group(l.T("group.invitations"), p.invitations(v.joint.invited))
	group(l.T("today.acts"), p.acts(v.acts))
	return rows
}

func (p *page) queue(list []civic.Queued) []row {
	l := p.h.Lang
	var rows []row
	for _, q := range list {
		if q.Command.Name == civic.CmdRead {
			continue
		}
		v := kit.RowView{Title: q.Subject, Detail: l.T("command." + string(q.Command.Name)), Pending: true, Icon: kit.Icon("outbox")}
		if v.Title == "" {
			v.Title = v.Detail
		}
		if q.State == civic.QueueRefused {
			v.Badge, v.Tone, v.Pending = l.T("outbox.badge.refused"), kit.Warn, false
		}
		rows = append(rows, row{view: v, route: "outbox"})
	}
	return rows
}

func (p *page) threads(list []civic.ThreadHit) []row {
	var rows []row
	for i, t := range list {
		if i == mostThreads {
			break
		}
		rows = append(rows, row{
			route: "spaces/thread/" + string(t.ID),
			view: kit.RowView{
				Icon: kit.Icon("thread"), Title: t.Thread.Title, Detail: p.h.Lang.N("thread.unread", t.Unread), Right: p.h.Lang.ShortTime(t.Last, p.h.Now()),
				Unread: true,
			},
		})
	}
	return rows
}

func (p *page) drafts(list []civic.Draft) []row {
	l := p.h.Lang
	var rows []row
	for _, d := range list {
		if d.State != civic.DraftOpen || d.Plain == nil || len(rows) == mostDrafts {
			continue
		}
		title := d.Plain.Subject
		if title == "" {
			title = l.T("draft.untitled")
		}
		rows = append(rows, row{
			route: "drafts/" + string(d.ID),
			view: kit.RowView{
				Icon: kit.KindIcon(string(d.Plain.Kind)), Title: title, Detail: l.T("act.kind." + string(d.Plain.Kind)),
				Right: l.ShortTime(d.Updated, p.h.Now()),
			},
		})
	}
	return rows
}

func (p *page) acts(list []civic.ActHit) []row {
	l := p.h.Lang
	var rows []row
	for _, a := range list {
		v := kit.RowView{
			Icon: kit.KindIcon(string(a.Kind)), Title: a.Subject, Detail: l.T("act.kind."+string(a.Kind)) + " · " + a.BodyName,
			Right: l.ShortDay(a.Date, p.h.Now()), Pending: a.Pending,
		}
		if a.Outcome != "" && a.Outcome != civic.Pending && a.Outcome != civic.NoOutcome {
			v.Badge, v.Tone = l.T("act.outcome."+string(a.Outcome)), kit.OutcomeTone(string(a.Outcome))
		}
		rows = append(rows, row{view: v, route: "acts/" + string(a.ID)})
	}
	return rows
}
