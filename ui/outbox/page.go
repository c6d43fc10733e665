package outbox

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// Desk is what the screen asks of the desk.
type Desk interface {
	Outbox(ctx context.Context) ([]civic.Queued, error)
	History(ctx context.Context, limit int) ([]civic.Queued, error)
	Retry(ctx context.Context, id civic.ID) (civic.Queued, error)
	Cancel(ctx context.Context, id civic.ID) (civic.Queued, error)
	Edit(ctx context.Context, id civic.ID) (desk.Given, error)
	Release(ctx context.Context, id civic.ID) error
	Nudge()
	Leftovers
}

// Leftovers is what the screen asks of what was left unsent.
type Leftovers interface {
	Stranded(ctx context.Context) ([]civic.Stranded, error)
	Resend(ctx context.Context, id civic.ID) (civic.Queued, error)
	DropStranded(ctx context.Context, id civic.ID) error
	Elsewhere(ctx context.Context, id civic.ID) (desk.Given, error)
	Spaces(ctx context.Context) ([]civic.SpaceHit, error)
}

// sideWidth is as wide as what is said of a command gets.
const sideWidth = 720

// page is the screen's state.
type page struct {
	d    Desk
	h    *kit.Host
	rows []row
	list *kit.KeyList
	side *fyne.Container
	main *fyne.Container
	body fyne.CanvasObject // list and side
}

// row is a heading, a command, or what was left unsent.
type row struct {
	heading string
	q       civic.Queued
	left    *civic.Stranded
}

// id is what a row stands for; empty: a heading.
func (r row) id() civic.ID {
	if r.left != nil {
		return r.left.ID
	}
	return r.q.Command.ID
}

// New makes the page.
func New(d Desk, h *kit.Host) kit.Page {
	p := &page{d: d, h: h}
	has := func(states ...civic.CommandState) func() bool {
		return func() bool {
			q, ok := p.current()
			for _, s := range states {
				if ok && q.State == s {
					return true
				}
			}
			return false
		}
	}
	return kit.Page{
		Route:  "outbox",
		Title:  func() string { return h.Lang.T("nav.outbox") },
		Build:  p.build,
		Reload: p.reload,
		Shown:  p.reload,
		Focus: func() {
			if p.list != nil && len(p.rows) > 0 {
				h.Window.Canvas().Focus(p.list)
			}
		},
		Commands: []kit.Command{
			{ID: "outbox.edit", TitleKey: "outbox.edit", Run: p.edit, Enabled: func() bool {
				return !p.second() && has(civic.QueueRefused, civic.QueueWaiting, civic.QueueHeld)()
			}},
			{ID: "outbox.retry", TitleKey: "button.retry", Run: p.retry, Enabled: func() bool { return !p.second() && has(civic.QueueRefused)() }},
			{ID: "outbox.act", TitleKey: "drafts.open_act", Run: p.openAct, Enabled: p.second},
			{ID: "outbox.cancel", TitleKey: "outbox.cancel", Run: p.remove, Enabled: has(civic.QueueRefused, civic.QueueWaiting, civic.QueueHeld, civic.QueueSending)},
			{ID: "unsent.again", TitleKey: "unsent.again", Run: p.resend, Enabled: func() bool {
				x, ok := p.left()
				return ok && x.Open && x.What == civic.StrandedCommand
			}},
			{ID: "unsent.copy", TitleKey: "unsent.copy", Run: p.copyLeft, Enabled: p.hasLeft},
			{ID: "unsent.elsewhere", TitleKey: "unsent.elsewhere", Run: p.elsewhere, Enabled: p.hasLeft},
			{ID: "unsent.drop", TitleKey: "unsent.drop", Run: p.dropLeft, Enabled: p.hasLeft},
			{ID: "outbox.bin", TitleKey: "nav.bin", Run: func() { h.Go("bin") }},
			{ID: "outbox.release", TitleKey: "outbox.release", Run: p.release, Enabled: func() bool { q, ok := p.current(); return ok && q.State == civic.QueueHeld && !silent(q) }},
		},
	}
}

func (p *page) build() fyne.CanvasObject {
	p.list = kit.NewKeyList(kit.ListOptions{
		Len:    func() int { return len(p.rows) },
		New:    func() fyne.CanvasObject { return kit.NewRow(2) },
		Update: func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(p.view(p.rows[i])) },
		Label: func(i int) string {
			if x := p.rows[i].left; x != nil {
				return p.leftTitle(*x)
			}
			return p.rows[i].q.Subject
		},
		Skip:      func(i int) bool { return p.rows[i].heading != "" },
		Low:       func(i int) bool { return p.rows[i].heading != "" },
		OnCurrent: func(int) { p.show() },
	})
	p.side = container.NewStack()
	p.body = p.h.Split("outbox", p.list, p.side, 460, nil)
	p.main = container.NewStack(p.body)
	return p.main
}

// reload reads the queue again and keeps the choice where it still stands.
func (p *page) reload() {
	if p.list == nil {
		return
	}
	kit.Do(context.Background(), p.h.Work, kit.Job[contents]{
		Slot: "outbox.list",
		Run: func(ctx context.Context, _ kit.Progress) (c contents, err error) {
			if c.queue, err = p.d.Outbox(ctx); err != nil {
				return c, err
			}
			if c.left, err = p.d.Stranded(ctx); err != nil {
				return c, err
			}
			c.history, err = p.d.History(ctx, 50)
			return c, err
		},
		Done: func(c contents, err error) {
			if err != nil {
				p.put(kit.NewErrorPane(p.h.Lang, err, p.reload))
				return
			}
			p.set(c)
		},
	})
}

// contents is what the page shows.
type contents struct {
	queue, history []civic.Queued
	left           []civic.Stranded
}

// put shows an object in the whole of the page.
func (p *page) put(o fyne.CanvasObject) {
	if len(p.main.Objects) == 1 && p.main.Objects[0] == o {
		return
	}
	p.main.Objects = []fyne.CanvasObject{o}
	p.main.Refresh()
}

func (p *page) set(c contents) {
	var was civic.ID
	if i := p.list.Current(); i >= 0 && i < len(p.rows) {
		was = p.rows[i].id()
	}
	l := p.h.Lang
	p.rows = nil
	group := func(title string, list []civic.Queued, keep func(civic.CommandState) bool) {
		first := true
		for _, q := range list {
			if q.Command.Name == civic.CmdRead || !keep(q.State) {
				continue // a read mark is nobody's errand
			}
			if first {
				p.rows = append(p.rows, row{heading: title})
				first = false
			}
			p.rows = append(p.rows, row{q: q})
		}
	}
	refused := func(s civic.CommandState) bool { return s == civic.QueueRefused }
	group(l.T("outbox.refused"), c.queue, refused)
	for i := range c.left {
		if i == 0 {
			p.rows = append(p.rows, row{heading: l.T("unsent.heading")})
		}
		p.rows = append(p.rows, row{left: &c.left[i]})
	}
	group(l.T("outbox.waiting"), c.queue, func(s civic.CommandState) bool { return !refused(s) })
	group(l.T("outbox.history"), c.history, func(civic.CommandState) bool { return true })
	if len(p.rows) == 0 {
		p.put(kit.NewEmptyState(kit.EmptyView{Icon: "outbox", Text: l.T("outbox.empty"), Hint: l.T("outbox.empty_hint")}))
		return
	}
	p.put(p.body)
	p.list.Reload()
	at := -1
	for i, r := range p.rows {
		if r.heading == "" && (at < 0 || r.id() == was) {
			if at = i; r.id() == was {
				break
			}
		}
	}
	p.list.SetCurrent(at)
	p.show()
}

func (p *page) current() (civic.Queued, bool) {
	if p.list == nil {
		return civic.Queued{}, false
	}
	i := p.list.Current()
	if i < 0 || i >= len(p.rows) || p.rows[i].heading != "" || p.rows[i].left != nil {
		return civic.Queued{}, false
	}
	return p.rows[i].q, true
}

func (p *page) view(r row) kit.RowView {
	if r.heading != "" {
		return kit.RowView{Title: r.heading, Heading: true}
	}
	if r.left != nil {
		return p.leftView(*r.left)
	}
	l := p.h.Lang
	v := kit.RowView{Title: p.title(r.q), Detail: p.state(r.q), Pending: r.q.State == civic.QueueWaiting || r.q.State == civic.QueueSending}
	switch {
	case wasFirst(r.q):
		v.Badge, v.Tone = l.T("drafts.badge.first"), kit.Neutral
	case r.q.State == civic.QueueRefused:
		v.Badge, v.Tone = l.T("outbox.badge.refused"), kit.Warn
	}
	return v
}

func (p *page) title(q civic.Queued) string {
	what := p.h.Lang.T("command." + string(q.Command.Name))
	if q.Subject == "" {
		return what
	}
	return p.h.Lang.T("outbox.line", "what", what, "title", q.Subject)
}

// state says in words where a command stands.
func (p *page) state(q civic.Queued) string {
	l := p.h.Lang
	since := l.ShortTime(q.Queued, p.h.Now())
	if q.Command.Name == civic.CmdUndo && q.State != civic.QueueRefused && q.Params[civic.ParamAs] == civic.AsWithdrawal {
		return l.T("outbox.undone_late")
	}
	switch q.State {
	case civic.QueueHeld:
		if silent(q) {
			return l.T("outbox.state.quiet", "region", p.region(q), "date", l.Day(civic.Date(q.Params[civic.ParamUntil])))
		}
		return l.T("outbox.state.held")
	case civic.QueueSending:
		return l.T("outbox.state.sending")
	case civic.QueueRefused:
		return l.Refusal(string(q.Reason), q.Params)
	case civic.QueueSettling:
		return l.T("outbox.state.settling")
	case civic.QueueDone:
		return l.T("outbox.state.done", "at", since)
	}
	switch q.Reason {
	case civic.ReasonAttachment, civic.ReasonFileGone, civic.ReasonFileRefused:
		return l.Refusal(string(q.Reason), q.Params)
	}
	return l.T("outbox.state.waiting", "since", since)
}

// silent tells that a command waits for an election silence to end, which nobody
// can shorten from here.
func silent(q civic.Queued) bool { return q.State == civic.QueueHeld && q.Reason == civic.ReasonQuiet }

// region names the territory whose election silence a command waits for.
func (p *page) region(q civic.Queued) string {
	if r := q.Params[civic.ParamRegion]; r != string(civic.NationWide) {
		return p.h.Lang.T("region." + r)
	}
	return p.h.Lang.T("call.to.national")
}

// show writes the chosen command out at the side.
func (p *page) show() {
	if x, ok := p.left(); ok {
		p.showLeft(x)
		return
	}
	q, ok := p.current()
	if !ok {
		p.side.Objects = nil
		p.side.Refresh()
		return
	}
	title := widget.NewLabelWithStyle(p.title(q), fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	title.Wrapping = fyne.TextWrapWord
	state := widget.NewLabel(p.state(q))
	state.Wrapping = fyne.TextWrapWord
	if q.State == civic.QueueRefused && !wasFirst(q) {
		state.Importance = widget.DangerImportance
	}
	parts := []fyne.CanvasObject{title, state}
	if note := p.note(q); note != "" {
		n := widget.NewLabel(note)
		n.Wrapping = fyne.TextWrapWord
		parts = append(parts, n)
	}
	p.aside(append(parts, p.buttons(q))...)
}

// aside shows parts at the side; the last one is the row of buttons.
func (p *page) aside(parts ...fyne.CanvasObject) {
	last := len(parts) - 1
	parts[last] = container.New(layout.NewCustomPaddedLayout(0, 0, theme.InnerPadding(), 0), parts[last])
	p.side.Objects = []fyne.CanvasObject{container.NewVScroll(kit.NewColumn(sideWidth, container.NewPadded(container.NewVBox(parts...))))}
	p.side.Refresh()
}

// note explains what a state means for the person.
func (p *page) note(q civic.Queued) string {
	l := p.h.Lang
	switch {
	case wasFirst(q):
		return l.T("outbox.note.duplicate")
	case q.State == civic.QueueRefused:
		return l.T("outbox.note.refused")
	case silent(q):
		return l.T("outbox.note.quiet")
	case q.State == civic.QueueHeld:
		return l.T("outbox.note.held")
	case q.State == civic.QueueWaiting && q.Last != "":
		return l.T("outbox.note.tried", "why", l.T("error."+string(q.Last)))
	case q.State == civic.QueueWaiting && q.Drawing == civic.Doubtful:
		return l.T("outbox.note.doubtful")
	case q.State == civic.QueueWaiting:
		return l.T("outbox.note.waiting")
	}
	return ""
}

// wasFirst tells that another of a group had published the act already.
func wasFirst(q civic.Queued) bool {
	return q.State == civic.QueueRefused && q.Params[civic.ParamBy] != ""
}

// second is wasFirst of the chosen command.
func (p *page) second() bool {
	q, ok := p.current()
	return ok && wasFirst(q)
}

// openAct goes to the act that another published first.
func (p *page) openAct() {
	if q, ok := p.current(); ok {
		p.h.Go("acts/" + string(civic.Concerns(q.Command)))
	}
}

func (p *page) buttons(q civic.Queued) fyne.CanvasObject {
	l := p.h.Lang
	row := container.NewHBox()
	add := func(text string, run func()) { row.Add(kit.NewButton(text, nil, run)) }
	if wasFirst(q) {
		row.Add(kit.NewPrimaryButton(l.T("drafts.open_act"), nil, p.openAct))
		add(l.T("nav.drafts"), func() { p.h.Go("drafts") })
		add(l.T("outbox.forget"), p.remove)
		return row
	}
	switch q.State {
	case civic.QueueRefused:
		row.Add(kit.NewPrimaryButton(l.T("outbox.edit"), nil, p.edit))
		add(l.T("button.retry"), p.retry)
		add(l.T("button.delete"), p.remove)
	case civic.QueueHeld:
		if !silent(q) {
			row.Add(kit.NewPrimaryButton(l.T("outbox.release"), nil, p.release))
		}
		add(l.T("outbox.edit"), p.edit)
		add(l.T("outbox.cancel"), p.remove)
	case civic.QueueWaiting:
		row.Add(kit.NewPrimaryButton(l.T("outbox.now"), nil, p.d.Nudge))
		add(l.T("outbox.edit"), p.edit)
		add(l.T("outbox.cancel"), p.remove)
	case civic.QueueSending:
		add(l.T("outbox.cancel"), p.remove)
	}
	return row
}
