package drafts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// bar is the line above the text: how far it is saved, and the ways out. What
// does not fit stands behind "Altro…" all the same.
type bar struct {
	e       *editor
	status  *kit.HighlightText
	publish *kit.Button
	other   *kit.Button
	view1   *kit.Button // preview
	checks  *kit.Button
	file    *kit.Button
	root    *fyne.Container
}

func newBar(e *editor) *bar {
	l, p := e.p.h.Lang, e.p
	b := &bar{e: e, status: kit.NewHighlightText("", kit.TextLook{Color: kit.ColorMuted})}
	b.publish = kit.NewPrimaryButton("", nil, func() {
		switch {
		case e.locked() && e.unseen():
			p.revise()
		case e.locked():
			p.openAct()
		case drafting.Amending(e.content):
			p.makeAmendment()
		case p.stays():
			p.file()
		case p.shut().Publish:
			p.askLeave()
		default:
			p.publish()
		}
	})
	b.other = kit.NewQuietButton(l.T("button.more"), nil, func() { p.h.MenuBelow(b.other, p.menu()) })
	b.view1 = kit.NewQuietButton(l.T("cmd.preview"), nil, p.togglePreview)
	b.checks = kit.NewQuietButton(l.T("cmd.check"), nil, p.showTab(tabChecks))
	b.file = kit.NewQuietButton(l.T("cmd.file"), nil, p.file)
	b.root = container.New(&barLayout{b}, b.status, b.checks, b.view1, b.file, b.other, b.publish)
	return b
}

func (b *bar) view() fyne.CanvasObject {
	return kit.NewFrame(nil, newEdge(), nil, nil, b.root)
}

// update shows what may be done now.
func (b *bar) update() {
	e, l := b.e, b.e.p.h.Lang
	text := l.T("cmd.publish")
	switch {
	case e.locked() && e.unseen():
		text = l.T("drafts.revise_group")
	case e.locked():
		text = l.T("drafts.open_act")
	case drafting.Amending(e.content):
		text = l.T("drafts.cmd.amendment")
	case !e.content.Kind.Leaves():
		text = l.T("cmd.file")
	case e.shut().Publish && e.p.shares(e.draft.ID):
		text = l.T("together.ask")
	case e.shut().Publish:
		text = l.T("drafts.cmd.share_group")
	case e.draft.Revises != "":
		text = l.T("drafts.publish_revision")
	}
	b.publish.SetText(text)
	checks := l.T("cmd.check")
	if n := len(e.findings); n > 0 {
		checks = l.T("drafts.check_count", "n", n)
	}
	b.checks.SetText(checks)
	if e.preview != nil {
		b.view1.SetText(l.T("drafts.back_to_text"))
	} else {
		b.view1.SetText(l.T("cmd.preview"))
	}
	b.checks.Hidden = e.locked()
	b.state()
	b.root.Refresh()
	e.p.h.Renamed()
}

// state says how far the text is saved.
func (b *bar) state() {
	e, l := b.e, b.e.p.h.Lang
	text := l.T("drafts.save.done")
	switch {
	case e.locked():
		text = l.T("drafts.save.locked")
	case e.save.failed:
		text = l.T("drafts.save.failed")
	case e.save.dirty || e.save.busy:
		text = l.T("drafts.save.busy")
	case e.draft.State == civic.DraftFiled:
		text = l.T("drafts.save.filed", "date", l.Day(e.draft.FiledOn))
	}
	if b.status.Text() != text {
		b.status.Set(text, nil)
	}
}

// barLayout puts the buttons at the right, the most used last, as many as fit.
type barLayout struct{ b *bar }

const barHeight = 46

func (l *barLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(240, barHeight) }

func (l *barLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	b := l.b
	const pad, least = 10, 96
	right := s.Width - pad
	for _, o := range []*kit.Button{b.publish, b.other, b.view1, b.checks, b.file} {
		m := o.MinSize()
		must := o == b.publish || o == b.other
		if o == b.file && (b.e.shut().File || !b.e.content.Kind.Leaves()) {
			o.Hidden = true // said in the strip, or the main way out
			continue
		}
		if o == b.checks && b.e.locked() {
			continue
		}
		if !must && right-m.Width < pad+least {
			o.Hidden = true
			continue
		}
		o.Hidden = false
		right -= m.Width
		o.Move(fyne.NewPos(right, (s.Height-m.Height)/2))
		o.Resize(m)
		right -= 4
	}
	h := b.status.MinSize().Height
	b.status.Move(fyne.NewPos(pad+4, (s.Height-h)/2))
	b.status.Resize(fyne.NewSize(max(0, right-2*pad), h))
}
