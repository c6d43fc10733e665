package agenda

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/ui/kit"
)

// listWidth is the width of the list of sittings at first.
const listWidth = 320

type page struct {
	d     Desk
	c     Council
	h     *kit.Host
	all   []civic.Sitting
	list  *kit.KeyList
	side  *fyne.Container
	root  *fyne.Container
	view  council.SittingView // on show; without an id: none
	rows  []line
	lines *kit.KeyList    // the rows of the sitting on show
	top   *fyne.Container // what stands above them
	want  civic.ID        // to be shown once the list is read
	keys  bool            // the keyboard goes to the list once it is read
	paper *reading        // a paper that is read; nil: the sitting
}

// New makes the page.
func New(d Desk, c Council, h *kit.Host) kit.Page {
	p := &page{d: d, c: c, h: h}
	return kit.Page{
		Route: "sittings", Title: func() string { return h.Lang.T("nav.sittings") },
		Build: p.build, Open: p.open, Shown: p.shown, Hidden: p.hidden, Reload: p.reload, Commands: p.commands(), Focus: p.focus,
	}
}

func (p *page) build() fyne.CanvasObject {
	l := p.h.Lang
	p.list = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(p.all) },
		New:       func() fyne.CanvasObject { return kit.NewRow(1) },
		Update:    func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(p.listRow(p.all[i])) },
		Label:     func(i int) string { return p.all[i].Organ },
		OnCurrent: func(i int) { p.choose(p.all[i].ID) },
		OnOpen:    func(int) { p.focusLines() },
	})
	add := kit.NewPrimaryButton(l.T("cmd.sitting_new"), nil, p.create)
	paste := kit.NewButton(l.T("cmd.sitting_paste"), nil, p.paste)
	bar := container.NewPadded(container.NewVBox(add, paste))
	p.side = container.NewStack()
	p.root = container.NewStack(p.h.Split("sittings", kit.NewFrame(bar, nil, nil, nil, p.list), p.side, listWidth, nil))
	return p.root
}

// focus takes the keyboard to the list, now or once it is read.
func (p *page) focus() {
	p.keys = len(p.all) == 0
	if !p.keys {
		p.h.Window.Canvas().Focus(p.list)
	}
}

func (p *page) focusLines() {
	if p.lines != nil {
		p.h.Window.Canvas().Focus(p.lines)
	}
}

// open takes "<id>" of a sitting.
func (p *page) open(rest string) {
	id, _, _ := strings.Cut(rest, "/")
	if id == "" {
		return
	}
	p.want, p.paper = civic.ID(id), nil
	p.reload()
}

func (p *page) listRow(s civic.Sitting) kit.RowView {
	l, at := p.h.Lang, p.local(s.At)
	v := kit.RowView{
		Title: s.Organ + " · " + s.BodyName, Detail: l.T("sitting.when", "day", l.Date(at), "hour", at.Format("15:04")), Icon: kit.Icon("sitting"),
	}
	if s.At.After(p.h.Now()) {
		v.Badge, v.Tone = l.T("sitting.coming"), kit.Good
	}
	return v
}

// local is a moment in the time of this desk.
func (p *page) local(t time.Time) time.Time { return t.In(p.h.Now().Location()) }

func (p *page) reload() {
	kit.Do(context.Background(), p.h.Work, kit.Job[[]civic.Sitting]{
		Slot: "sittings",
		Run:  func(ctx context.Context, _ kit.Progress) ([]civic.Sitting, error) { return p.c.Sittings(ctx) },
		Done: func(all []civic.Sitting, err error) {
			if err != nil {
				p.put(kit.NewErrorPane(p.h.Lang, err, p.reload))
				return
			}
			p.set(all)
		},
	})
}

func (p *page) set(all []civic.Sitting) {
	p.all = all
	p.list.Reload()
	if len(all) == 0 {
		p.view, p.paper = council.SittingView{}, nil
		l := p.h.Lang
		p.put(kit.NewEmptyState(kit.EmptyView{
			Icon: "sitting", Text: l.T("sitting.empty"), Hint: l.T("sitting.empty_hint"), Button: l.T("cmd.sitting_paste"), OnPress: p.paste,
		}))
		return
	}
	id := p.want
	if p.want = ""; id == "" {
		id = p.view.ID
	}
	at := p.place(id)
	if at < 0 {
		at = p.nextOne()
	}
	p.list.SetCurrent(at)
	if p.keys && p.h.Window.Canvas().Focused() == nil {
		p.focus()
	}
	p.load(all[at].ID)
}

func (p *page) place(id civic.ID) int {
	return slices.IndexFunc(p.all, func(s civic.Sitting) bool { return s.ID == id })
}

// nextOne gives the place of the next sitting, else of the last.
func (p *page) nextOne() int {
	at := 0
	for i, s := range p.all {
		if s.At.After(p.h.Now().Add(-6 * time.Hour)) {
			at = i
		}
	}
	return at
}

func (p *page) choose(id civic.ID) {
	p.paper = nil
	p.load(id)
}

func (p *page) load(id civic.ID) {
	kit.Do(context.Background(), p.h.Work, kit.Job[council.SittingView]{
		Slot: "sitting",
		Run:  func(ctx context.Context, _ kit.Progress) (council.SittingView, error) { return p.c.Sitting(ctx, id) },
		Done: func(v council.SittingView, err error) {
			if err != nil {
				p.put(kit.NewErrorPane(p.h.Lang, err, func() { p.load(id) }))
				return
			}
			p.show(v)
		},
	})
}

func (p *page) put(o fyne.CanvasObject) {
	p.lines = nil
	p.side.Objects = []fyne.CanvasObject{o}
	p.side.Refresh()
}

// do runs a change of a sitting and shows what it is now; said, where it is not
// empty, is told with the way back.
func (p *page) do(said string, run func(ctx context.Context) (civic.Sitting, error)) {
	was := p.view.Sitting
	kit.Do(context.Background(), p.h.Work, kit.Job[civic.Sitting]{
		Run: func(ctx context.Context, _ kit.Progress) (civic.Sitting, error) { return run(ctx) },
		Done: func(s civic.Sitting, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			if s.ID != "" {
				p.want = s.ID
			}
			p.reload()
			p.h.Changed()
			if said != "" {
				p.h.Toast(kit.Toast{Text: said, Action: p.h.Lang.T("button.undo"), Run: func() { p.revert(was) }})
			}
		},
	})
}

func (p *page) revert(was civic.Sitting) {
	p.do("", func(ctx context.Context) (civic.Sitting, error) { return p.c.Revert(ctx, was) })
}
