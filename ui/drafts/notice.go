package drafts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// notice is the strip above the text that says what is particular about this
// draft, with what one can do about it.
type notice struct {
	e    *editor
	root *fyne.Container
}

// remark is what the strip says.
type remark struct {
	text    string
	ground  fyne.ThemeColorName
	buttons []*kit.Button
}

func newNotice(e *editor) *notice { return &notice{e: e, root: container.NewStack()} }

func (n *notice) view() fyne.CanvasObject { return n.root }

// update says what holds now; nothing particular hides the strip.
func (n *notice) update() {
	r, ok := n.remark()
	n.root.Hidden, n.root.Objects = !ok, nil
	if ok {
		n.root.Objects = []fyne.CanvasObject{kit.NewStrip(r.text, r.ground, r.buttons...)}
		n.root.Refresh()
	}
	if n.e.root != nil {
		relayout(n.e.root) // the text begins below it, or above
	}
}

func (n *notice) remark() (remark, bool) {
	e := n.e
	l := e.p.h.Lang
	open := func(act civic.ID) *kit.Button {
		return kit.NewButton(l.T("drafts.open_act"), nil, func() { e.p.h.Go("acts/" + string(act)) })
	}
	amended, newer := n.amended()
	switch d := e.draft; {
	case d.Obscured != nil:
		return n.obscured(*d.Obscured)
	case d.State == civic.DraftSubmitted:
		return n.submitted(d)
	case e.doubtful() > 0:
		text := l.N("drafts.doubts_text", e.doubtful())
		if e.p.shares(d.ID) {
			text = l.N("together.doubts", e.doubtful())
		}
		return remark{text, kit.ColorWarnSoft, []*kit.Button{
			kit.NewButton(l.T("drafts.doubts_show"), nil, func() { e.showTab(tabChecks) }),
			kit.NewButton(l.T("drafts.looked"), nil, e.looked),
		}}, true
	case e.p.asksMe(d):
		return n.asking(d)
	case d.Beside != "" && e.shut().Rebase:
		return remark{l.T("drafts.beside_unseen"), kit.ColorWarnSoft, nil}, true
	case d.Beside != "":
		return remark{l.T("drafts.beside_text"), kit.ColorWarnSoft, []*kit.Button{
			open(d.Beside), kit.NewButton(l.T("drafts.rebase"), nil, e.p.rebase),
		}}, true
	case newer:
		return amended, true
	case drafting.Amending(e.content):
		return remark{l.T("drafts.amending_text"), kit.ColorSoft, []*kit.Button{
			kit.NewButton(l.T("drafts.cmd.amendment"), nil, e.p.makeAmendment), open(e.content.Lineage.Parent),
		}}, true
	case d.Revises != "":
		return n.revising(d)
	case d.State == civic.DraftKept && e.p.shares(d.ID):
		return remark{l.T("drafts.kept_group_text", "group", e.p.inGroup[d.ID].Name), kit.ColorGoodSoft, []*kit.Button{
			kit.NewButton(l.T("drafts.tab.together"), nil, func() { e.showTab(tabTogether) }),
		}}, true
	case d.State == civic.DraftKept:
		return remark{l.T("drafts.kept_text"), kit.ColorGoodSoft, nil}, true
	case d.State == civic.DraftFiled:
		return remark{l.T("drafts.filed_text", "date", l.Day(d.FiledOn), "protocol", protocolOr(d.Protocol, l)), kit.ColorGoodSoft, nil}, true
	}
	if r, ok := n.reused(); ok {
		return r, true
	}
	if x, ok := e.p.inGroup[e.draft.ID]; ok {
		return n.shared(x)
	}
	if e.p.stays() {
		return remark{l.T("drafts.stays_text"), kit.ColorSoft, nil}, true
	}
	return remark{}, false
}

func protocolOr(protocol string, l *kit.Lang) string {
	if protocol == "" {
		return l.T("drafts.no_protocol")
	}
	return protocol
}

// submitted says where the publication of a draft stands.
func (n *notice) submitted(d civic.Draft) (remark, bool) {
	p, l := n.e.p, n.e.p.h.Lang
	q, waits := p.queuedOf(d)
	switch {
	case !waits:
		return n.published(d)
	case q.Params[civic.ParamBy] != "":
		return n.second(d, q)
	case q.State == civic.QueueRefused:
		return remark{l.T("drafts.refused_text", "why", l.Refusal(string(q.Reason), q.Params)), kit.ColorBadSoft, []*kit.Button{
			kit.NewButton(l.T("drafts.mend"), nil, p.mend),
		}}, true
	case q.State == civic.QueueHeld && d.FiledOn != "":
		return n.heldFiled(d)
	case q.State == civic.QueueHeld:
		return remark{l.T("drafts.held_text"), kit.ColorSoft, []*kit.Button{
			kit.NewButton(l.T("drafts.mark_filed"), nil, p.markFiled), kit.NewButton(l.T("drafts.take_back"), nil, p.takeBack),
		}}, true
	}
	return remark{l.T("drafts.waiting_text", "since", l.ShortTime(q.Queued, p.h.Now())), kit.ColorSoft, []*kit.Button{
		kit.NewButton(l.T("drafts.take_back"), nil, p.takeBack),
	}}, true
}

// ground is a coloured surface that follows the theme.
type ground struct {
	widget.BaseWidget
	name fyne.ThemeColorName
}

func newGround(name fyne.ThemeColorName) *ground {
	g := &ground{name: name}
	g.ExtendBaseWidget(g)
	return g
}

func (g *ground) color() color.Color { return theme.ColorForWidget(g.name, g) }

// CreateRenderer is for the toolkit.
func (g *ground) CreateRenderer() fyne.WidgetRenderer {
	return &groundRenderer{g: g, rect: canvas.NewRectangle(g.color())}
}

type groundRenderer struct {
	g    *ground
	rect *canvas.Rectangle
}

func (r *groundRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *groundRenderer) Layout(s fyne.Size) { r.rect.Resize(s) }

func (r *groundRenderer) Refresh() {
	r.rect.FillColor = r.g.color()
	canvas.Refresh(r.rect)
}

func (r *groundRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.rect} }

func (r *groundRenderer) Destroy() {}
