package today

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// Calls are the invitations of other levels, and what one does with them.
type Calls interface {
	Calls(ctx context.Context, q civic.CallQuery) ([]civic.CallView, error)
	Uptake(ctx context.Context, c civic.CallView) (desk.Uptake, error)
	HideCall(ctx context.Context, id civic.ID, on bool) error
	EditCall(ctx context.Context, id civic.ID, base int64, until civic.Date, note string) (civic.Queued, error)
	CloseCall(ctx context.Context, id civic.ID, base int64, synthesis string) (civic.Queued, error)
	WithdrawCall(ctx context.Context, id civic.ID) (civic.Queued, error)
	CallModeration
	// FetchAct gets an act that only the central has, and keeps it here.
	FetchAct(ctx context.Context, id civic.ID) (civic.ActView, error)
}

// CallModeration is what a moderator does with somebody's invitation.
type CallModeration interface {
	MayReturnCall(ctx context.Context, id civic.ID) (bool, error)
	ReturnCall(ctx context.Context, id civic.ID, r civic.ReturnReason, note string) (civic.Queued, error)
	ReinstateCall(ctx context.Context, id civic.ID) (civic.Queued, error)
	TakenOut(ctx context.Context) (out []desk.TakenOut, moderates bool, err error)
}

// Following begins and ends being told of somebody's invitations.
type Following interface {
	Follow(ctx context.Context, what civic.FollowKind, target string) error
	Unfollow(ctx context.Context, what civic.FollowKind, target string) error
	Following(ctx context.Context, what civic.FollowKind, target string) (bool, error)
}

// calls is the page "Inviti".
type calls struct {
	d    Calls
	f    Following // nil: nothing can be followed
	h    *kit.Host
	open bool // the open ones alone
	all  []civic.CallView
	want civic.ID // asked for by its route
	last called   // the one at the side

	asked bool // the keyboard was to come here, and there was nothing yet

	list *kit.KeyList
	side *fyne.Container
	main *fyne.Container
	body fyne.CanvasObject
	none fyne.CanvasObject
	out  *takenOut
}

// called is an invitation with how it went.
type called struct {
	view    civic.CallView
	uptake  desk.Uptake
	follows bool // its author
	out     bool // this person may take it out
}

// NewCalls makes the page "Inviti": those open and those past, with how each was
// answered.
func NewCalls(d Calls, f Following, h *kit.Host) kit.Page {
	p := &calls{d: d, f: f, h: h}
	return kit.Page{
		Route: "calls", Title: func() string { return h.Lang.T("nav.calls") },
		Build: p.build, Reload: p.reload, Shown: p.reload,
		Open: func(rest string) { p.want = civic.ID(rest) },
		Focus: func() {
			switch {
			case p.list != nil && p.out.on:
				h.Window.Canvas().Focus(p.out.list)
			case p.list == nil || len(p.all) == 0:
				p.asked = true
			default:
				h.Window.Canvas().Focus(p.list)
			}
		},
		Commands: p.commands(),
	}
}

func (p *calls) commands() []kit.Command {
	when := func(test func(civic.CallView) bool) func() bool {
		return func() bool { x, ok := p.current(); return ok && test(x) }
	}
	open := func(x civic.CallView) bool { return x.Call.State(p.today()) == civic.CallOpen }
	mine := func(x civic.CallView) bool { return x.Mine }
	standing := func(x civic.CallView) bool { return x.Mine && x.Call.Returned == nil }
	return []kit.Command{
		{ID: "calls.act", TitleKey: "call.open_act", Icon: kit.Icon("acts"), Run: p.openAct, Enabled: when(func(civic.CallView) bool { return true })},
		{
			ID: "calls.debate", TitleKey: "call.to_debate", Icon: kit.Icon("thread"), Run: p.debate,
			Enabled: when(func(x civic.CallView) bool { return x.Call.Thread != "" && x.Act != nil }),
		},
		{
			ID: "calls.hide", TitleKey: "call.hide", Run: func() { p.hide(true) },
			Enabled: when(func(x civic.CallView) bool {
				return !x.Hidden && (open(x) && !x.Mine || x.Mine && x.Call.Returned != nil)
			}),
		},
		{
			ID: "calls.show", TitleKey: "call.show", Run: func() { p.hide(false) },
			Enabled: when(func(x civic.CallView) bool { return open(x) && x.Hidden }),
		},
		{
			ID: "calls.follow", TitleKey: "call.follow", Run: func() { p.follow(true) },
			Enabled: when(func(x civic.CallView) bool { return p.f != nil && !x.Mine && !p.last.follows }),
		},
		{
			ID: "calls.unfollow", TitleKey: "call.unfollow", Run: func() { p.follow(false) },
			Enabled: when(func(x civic.CallView) bool { return p.f != nil && !x.Mine && p.last.follows }),
		},
		{ID: "calls.edit", TitleKey: "call.edit", Icon: theme.NewThemedResource(theme.DocumentCreateIcon()), Run: p.edit, Enabled: when(standing)},
		{ID: "calls.close", TitleKey: "call.close", Run: p.close, Enabled: when(standing)},
		{ID: "calls.withdraw", TitleKey: "call.withdraw", Icon: theme.NewThemedResource(theme.DeleteIcon()), Run: p.withdraw, Enabled: when(mine)},
		{
			ID: "calls.out", TitleKey: "call.out", Run: p.takeOut,
			Enabled: when(func(x civic.CallView) bool { return p.last.out && p.last.view.ID == x.ID && !x.Mine }),
		},
		{
			ID: "calls.taken", TitleKey: "call.taken", Run: func() { p.out.check.SetChecked(!p.out.on) },
			Enabled: func() bool { return p.out != nil && p.out.moderates },
		},
		{ID: "calls.settings", TitleKey: "call.settings", Run: func() { p.h.Go("settings/notices") }},
	}
}

func (p *calls) today() civic.Date { return civic.DateOf(p.h.Now()) }

func (p *calls) build() fyne.CanvasObject {
	l := p.h.Lang
	p.list = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(p.all) },
		New:       func() fyne.CanvasObject { return kit.NewRow(2) },
		Update:    func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(p.rowOf(p.all[i])) },
		Label:     func(i int) string { return p.rowOf(p.all[i]).Title },
		OnCurrent: func(int) { p.look() },
		OnOpen:    func(int) { p.openAct() },
	})
	only := kit.NewCheck(l.T("call.only_open"), func(on bool) { p.open = on; p.reload() })
	title := kit.NewHighlightText(l.T("nav.calls"), kit.TextLook{Size: 22, Bold: true})
	p.out = newTakenOut(p)
	head := container.NewVBox(container.New(layout.NewCustomPaddedLayout(6, 0, 0, 0), title), container.New(layout.NewRowWrapLayout(), only, p.out.check))
	p.side = container.NewStack()
	p.body = p.h.Split("calls", p.list, p.side, 420, nil)
	p.none = kit.NewEmptyState(kit.EmptyView{Icon: "spaces", Text: l.T("call.empty"), Hint: l.T("call.empty_hint")})
	p.main = container.NewStack()
	return kit.NewFrame(container.New(layout.NewCustomPaddedLayout(12, 4, 14, 14), head), nil, nil, nil, p.main)
}

func (p *calls) put(o fyne.CanvasObject) {
	p.main.Objects = []fyne.CanvasObject{o}
	p.main.Refresh()
}

func (p *calls) reload() {
	if p.list == nil {
		return
	}
	p.out.reload()
	if p.out.on {
		return
	}
	kit.Do(context.Background(), p.h.Work, kit.Job[[]civic.CallView]{
		Slot: "calls",
		Run: func(ctx context.Context, _ kit.Progress) ([]civic.CallView, error) {
			return p.d.Calls(ctx, civic.CallQuery{})
		},
		Done: func(all []civic.CallView, err error) {
			if err != nil {
				p.put(kit.NewErrorPane(p.h.Lang, err, p.reload))
				return
			}
			if !p.out.on {
				p.set(all)
			}
		},
	})
}

// set shows the open ones first, each group the latest first.
func (p *calls) set(all []civic.CallView) {
	was, _ := p.current()
	if p.want != "" {
		was.ID, p.want = p.want, ""
	}
	var open, past []civic.CallView
	for _, x := range all {
		switch {
		case x.Call.State(p.today()) == civic.CallOpen, x.Call.Returned != nil:
			open = append(open, x)
		case !p.open || x.ID == was.ID:
			past = append(past, x)
		}
	}
	p.all = append(open, past...)
	if len(p.all) == 0 {
		p.put(p.none)
		return
	}
	p.put(p.body)
	p.list.Reload()
	at := 0
	for i, x := range p.all {
		if x.ID == was.ID {
			at = i
		}
	}
	p.list.SetCurrent(at)
	p.look()
	if p.asked && p.h.Window.Canvas().Focused() == nil {
		p.h.Window.Canvas().Focus(p.list)
	}
	p.asked = false
	p.anew(p.all[at])
}

func (p *calls) current() (civic.CallView, bool) {
	if p.list == nil || p.out.on || p.list.Current() < 0 || p.list.Current() >= len(p.all) {
		return civic.CallView{}, false
	}
	return p.all[p.list.Current()], true
}

func (p *calls) rowOf(x civic.CallView) kit.RowView {
	l := p.h.Lang
	v := callRow(p.h, x)
	v.Detail = l.T("call.type."+string(x.Call.Type)) + " · " + x.Call.Name
	if s := x.Call.State(p.today()); s != civic.CallOpen {
		v.Badge, v.Right = p.state(x), l.ShortDay(x.Call.Until, p.h.Now())
	} else if x.Silence != nil {
		v.Badge = p.state(x)
	}
	if x.Mine {
		v.Detail = l.T("call.type."+string(x.Call.Type)) + " · " + l.T("call.mine")
	}
	v.Pending = x.Pending
	return v
}

// state says where an invitation stands, in a word.
func (p *calls) state(x civic.CallView) string {
	s := x.Call.State(p.today())
	if s == civic.CallOpen && x.Silence != nil {
		return p.h.Lang.T("call.state.quiet")
	}
	return p.h.Lang.T("call.state." + string(s))
}

// callRow is an invitation as a list shows it.
func callRow(h *kit.Host, x civic.CallView) kit.RowView {
	l := h.Lang
	v := kit.RowView{
		Icon: kit.Icon("spaces"), Title: l.T("call.act_away"), Detail: l.T("call.type."+string(x.Call.Type)) + " · " + caller(x),
		Right: l.T("call.by_day", "day", l.ShortDay(x.Call.Until, h.Now())),
	}
	if x.Call.Type == civic.CallReuse {
		v.Icon = kit.Icon("acts")
	}
	if x.Act != nil {
		v.Title = x.Act.Subject
	}
	return v
}

// caller names who invites, with the office.
func caller(x civic.CallView) string {
	return strings.Join(nonEmpty(x.Call.Name, x.Call.Office), ", ")
}

func nonEmpty(words ...string) []string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}

// territory names whom an invitation goes to.
func territory(l *kit.Lang, r civic.Region) string {
	if r == civic.NationWide {
		return l.T("call.to.national")
	}
	return l.T("region." + string(r))
}

// look reads how the chosen invitation went and shows it at the side.
func (p *calls) look() {
	x, ok := p.current()
	if !ok {
		return
	}
	kit.Do(context.Background(), p.h.Work, kit.Job[called]{
		Slot: "calls.one",
		Run: func(ctx context.Context, _ kit.Progress) (c called, err error) {
			c.view = x
			if c.out, err = p.d.MayReturnCall(ctx, x.ID); err != nil {
				return c, err
			}
			if c.uptake, err = p.d.Uptake(ctx, x); err != nil || p.f == nil {
				return c, err
			}
			c.follows, err = p.f.Following(ctx, civic.FollowAuthor, string(x.Author))
			return c, err
		},
		Done: func(c called, err error) {
			if now, ok := p.current(); !ok || now.ID != x.ID {
				return
			}
			if err != nil {
				p.side.Objects = []fyne.CanvasObject{kit.NewErrorPane(p.h.Lang, err, p.look)}
			} else {
				p.last = c
				p.side.Objects = []fyne.CanvasObject{p.sheet(c)}
			}
			p.side.Refresh()
		},
	})
}
