package drafts

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// aside stands beside the text: what to look at before the act leaves, and its
// former versions. One list for the keyboard.
type aside struct {
	e    *editor
	rows []asideRow
	list *kit.KeyList
	root fyne.CanvasObject
}

// asideRow is a heading, a finding, a version, or a remark.
type asideRow struct {
	view kit.RowView
	open func()
}

func newAside(e *editor) *aside {
	a := &aside{e: e}
	l := e.p.h.Lang
	a.list = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(a.rows) },
		New:       func() fyne.CanvasObject { return kit.NewRow(2) },
		Update:    func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(a.rows[i].view) },
		Label:     func(i int) string { return a.rows[i].view.Title },
		Skip:      func(i int) bool { return a.rows[i].open == nil },
		OnOpen:    func(i int) { a.rows[i].open() },
		OpenOnTap: true,
		OnKey: func(k *fyne.KeyEvent) bool {
			if k.Name == fyne.KeyEscape {
				e.showAside(false)
			}
			return k.Name == fyne.KeyEscape
		},
	})
	closer := kit.NewQuietButton(l.T("button.close"), nil, e.p.toggleAside)
	keep := kit.NewQuietButton(l.T("cmd.save_version"), nil, e.p.saveVersion)
	foot := container.NewPadded(container.NewBorder(nil, nil, keep, closer))
	a.root = container.NewStack(newGround(theme.ColorNameHeaderBackground), kit.NewFrame(nil, foot, newEdge(), nil, a.list))
	return a
}

// newEdge is a hairline, upright or lying.
func newEdge() fyne.CanvasObject {
	e := &edge{}
	e.name = kit.ColorLine
	e.ExtendBaseWidget(e)
	return e
}

type edge struct{ ground }

// MinSize is the thickness.
func (*edge) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

func (a *aside) view() fyne.CanvasObject { return a.root }

// update writes the rows anew.
func (a *aside) update() {
	l := a.e.p.h.Lang
	a.rows = []asideRow{{view: kit.RowView{Title: l.T("cmd.check"), Heading: true}}}
	if len(a.e.findings) == 0 {
		a.rows = append(a.rows, asideRow{view: kit.RowView{Title: l.T("drafts.check_fine"), Icon: theme.NewSuccessThemedResource(theme.ConfirmIcon())}})
	}
	for _, f := range a.e.findings {
		a.rows = append(a.rows, asideRow{view: a.finding(f), open: func() { a.e.goToFinding(f) }})
	}
	a.rows = append(a.doubts(), a.rows...)
	a.rows = append(a.rows, a.enclosures()...)
	a.rows = append(a.rows, asideRow{view: kit.RowView{Title: l.T("drafts.versions"), Heading: true}})
	if len(a.e.versions) == 0 {
		a.rows = append(a.rows, asideRow{view: kit.RowView{Title: l.T("drafts.versions_none"), Pending: true}})
	}
	for _, v := range a.e.versions {
		a.rows = append(a.rows, asideRow{view: a.version(v), open: func() { a.e.p.compare(v) }})
	}
	at := a.list.Current()
	a.list.Reload()
	if at >= 0 && at < len(a.rows) && a.rows[at].open == nil {
		a.list.SetCurrent(-1)
	}
}

func (a *aside) finding(f civic.Finding) kit.RowView {
	l := a.e.p.h.Lang
	v := kit.RowView{Title: findingText(f, l)}
	switch f.Severity {
	case civic.Blocking:
		v.Icon, v.Detail = theme.NewErrorThemedResource(theme.ErrorIcon()), l.T("drafts.severity.blocking")
	case civic.Warning:
		v.Icon, v.Detail = theme.NewWarningThemedResource(theme.WarningIcon()), l.T("drafts.severity.warning")
	default:
		v.Icon, v.Detail = theme.NewColoredResource(theme.InfoIcon(), kit.ColorMuted), l.T("drafts.severity.hint")
	}
	return v
}

// findingText says a finding in words.
func findingText(f civic.Finding, l *kit.Lang) string {
	pairs := make([]any, 0, 2*len(f.Params))
	for k, v := range f.Params {
		pairs = append(pairs, k, v)
	}
	return l.T("finding."+f.Code, pairs...)
}

func (a *aside) version(v civic.DraftVersion) kit.RowView {
	l := a.e.p.h.Lang
	r := kit.RowView{Title: v.Name, Detail: l.Ago(v.Saved, a.e.p.h.Now()), Icon: theme.NewColoredResource(theme.HistoryIcon(), kit.ColorMuted)}
	switch {
	case v.Stale:
		r.Title = l.T("drafts.version.stale")
	case v.Name == "":
		r.Title = l.T("drafts.version.auto")
	}
	return r
}

// goToFinding takes the keyboard to what a finding is about.
func (e *editor) goToFinding(f civic.Finding) {
	if e.preview != nil {
		e.closePreview()
	}
	if e.locked() {
		return
	}
	if e.root.Size().Width < narrowEditor {
		e.asideOn = false
		e.root.Refresh()
		relayout(e.root)
	}
	if f.Clause != "" && e.paper.goToClause(f.Clause) {
		return
	}
	if field := e.form.fieldOf(f.Code); field != nil {
		e.form.unfold(true)
		e.paper.scroll.ScrollToTop()
		e.p.h.Window.Canvas().Focus(field)
		return
	}
	e.paper.goTo(e.sheet.at)
}

// relayout lays a container and what is in it out again.
func relayout(c *fyne.Container) {
	for _, o := range c.Objects {
		if in, ok := o.(*fyne.Container); ok {
			relayout(in)
		}
	}
	if c.Layout != nil {
		c.Layout.Layout(c.Objects, c.Size())
	}
}

// compare shows a former version, with the offer to bring it back.
func (p *page) compare(v civic.DraftVersion) {
	if p.ed == nil {
		return
	}
	e, l := p.ed, p.h.Lang
	reader := kit.NewReader()
	reader.SetBlocks(actBlocks(v.Content, l))
	size := p.h.Window.Canvas().Size()
	box := container.NewGridWrap(fyne.NewSize(min(720, size.Width-140), max(200, size.Height-260)), reader)
	title := l.T("drafts.version.title", "when", l.Ago(v.Saved, p.h.Now()))
	if v.Name != "" {
		title = fmt.Sprintf("%s · %s", v.Name, title)
	}
	if e.locked() {
		p.h.AskWith(title, box, l.T("button.ok"), func() {})
		return
	}
	p.h.AskWith(title, box, l.T("drafts.version.restore"), func() {
		if e.on() {
			e.saved(func() { e.restore(v.Content) })
		}
	})
}

// saveVersion keeps the present text under a name.
func (p *page) saveVersion() {
	if p.ed == nil {
		return
	}
	e, l := p.ed, p.h.Lang
	name := widget.NewEntry()
	name.SetPlaceHolder(l.T("drafts.version.hint"))
	ask := func() {
		p.h.AskWith(l.T("cmd.save_version"), name, l.T("button.save"), func() { e.name(name.Text) })
		p.h.Window.Canvas().Focus(name)
	}
	e.saved(ask)
}
