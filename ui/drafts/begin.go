package drafts

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// startForm asks what kind of act one begins. The council comes from one's own
// mandate; the pattern of the kind is offered and never imposed.
type startForm struct {
	p       *page
	kinds   *kit.KeyList
	mandate *kit.Select
	pattern *widget.Check
	where   *kit.HighlightText
	root    *fyne.Container
	busy    bool
}

// begin shows the form.
func (p *page) begin() {
	if p.pane == nil {
		return
	}
	p.leaveEditor()
	p.chosen, p.focus = "", false
	p.arrange()
	p.fresh = newStartForm(p)
	p.fresh.learned()
	p.put(p.fresh.view())
	p.fresh.takeFocus()
}

func newStartForm(p *page) *startForm {
	l := p.h.Lang
	f := &startForm{p: p}
	all := civic.ActKinds()
	f.kinds = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(all) },
		New:       func() fyne.CanvasObject { return kit.NewRow(1) },
		RowHeight: 52,
		Update: func(i int, o fyne.CanvasObject) {
			o.(*kit.Row).Set(kit.RowView{
				Icon: kit.KindIcon(string(all[i])), Title: l.T("act.kind." + string(all[i])), Detail: l.T(kindHelp(all[i])),
			})
		},
		Label:  func(i int) string { return l.T("act.kind." + string(all[i])) },
		OnOpen: func(int) { f.create() },
		OnKey: func(k *fyne.KeyEvent) bool {
			if k.Name == fyne.KeyEscape {
				f.cancel()
			}
			return k.Name == fyne.KeyEscape
		},
	})
	f.kinds.SetCurrent(0)
	f.mandate = kit.NewSelect(l, nil, nil)
	f.where = kit.NewHighlightText("", kit.TextLook{MaxLines: -1, Color: kit.ColorMuted})
	f.pattern = widget.NewCheck(l.T("drafts.with_pattern"), nil)
	f.pattern.SetChecked(true)
	return f
}

func (f *startForm) view() fyne.CanvasObject {
	l := f.p.h.Lang
	title := kit.NewHighlightText(l.T("cmd.draft_new"), kit.TextLook{Size: 20, Bold: true})
	head := container.NewVBox(title, kit.NewHighlightText(l.T("drafts.new_help"), kit.TextLook{MaxLines: -1, Color: kit.ColorMuted}))
	create := kit.NewPrimaryButton(l.T("drafts.create"), nil, f.create)
	filed := kit.NewQuietButton(l.T("cmd.draft_from_file"), nil, f.p.fromFile)
	many := kit.NewQuietButton(l.T("cmd.import"), nil, func() { f.p.h.Go("drafts/import") })
	foot := container.NewVBox(f.where, f.mandate, f.pattern, container.NewHBox(create, filed, many, kit.NewQuietButton(l.T("button.cancel"), nil, f.cancel)))
	f.root = container.New(&columnLayout{most: 640}, kit.NewFrame(inset(head), inset(foot), nil, nil, f.kinds))
	return f.root
}

// inset keeps words at the edge that the rows of a list have.
func inset(o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(theme.Padding(), theme.Padding(), 12, 12), o)
}

// learned shows what is known of the person by now.
func (f *startForm) learned() {
	l := f.p.h.Lang
	mandates := f.p.who.actor.Mandates
	var names []string
	for _, m := range mandates {
		names = append(names, m.BodyName)
	}
	f.mandate.Options = append(names, l.T("drafts.other_body"))
	f.mandate.Hidden = len(mandates) < 1
	f.mandate.SetSelectedIndex(0)
	text := l.T("drafts.no_mandate")
	if len(mandates) > 0 {
		text = l.T("drafts.for_body")
	}
	f.where.Set(text, nil)
	if f.root != nil {
		relayout(f.root)
	}
}

func (f *startForm) takeFocus() { f.p.h.Window.Canvas().Focus(f.kinds) }

func (f *startForm) cancel() {
	f.p.fresh = nil
	f.p.showNothing()
	if len(f.p.rows) > 0 {
		f.p.h.Window.Canvas().Focus(f.p.list)
	}
}

// content is what the new act begins with.
func (f *startForm) content() civic.Content {
	p := f.p
	kind := civic.Motion
	if i := f.kinds.Current(); i >= 0 {
		kind = civic.ActKinds()[i]
	}
	c := civic.Content{Kind: kind, Level: civic.Municipal, Date: civic.DateOf(p.h.Now())}
	b := civic.Body{Level: civic.Municipal}
	group := ""
	if i := f.mandate.SelectedIndex(); i >= 0 && i < len(p.who.actor.Mandates) {
		m := p.who.actor.Mandates[i]
		c.Body, c.BodyName, c.Level, c.Region, c.Organ, c.Term = m.Body, m.BodyName, m.Level, m.Region, m.Organ, m.Term
		group = m.Group
		b = p.bodyOf(c)
		if m.Level == civic.Municipal {
			c.Place = m.BodyName
		}
	}
	c.Addressees, c.Subkind = drafting.Addressees(kind, b), firstSubkind(kind, b.Level)
	if name := strings.TrimSpace(p.who.profile.Name); name != "" {
		c.Signatories = []civic.Signatory{{Name: name, Group: group}}
	}
	if f.pattern.Checked {
		c.Clauses = drafting.Template(kind, c.Subkind, b, func(int) civic.ID { return p.newID() })
	}
	return c
}

func (f *startForm) create() {
	if f.busy {
		return
	}
	f.busy = true
	p, content := f.p, f.content()
	kit.Do(context.Background(), p.h.Work, kit.Job[civic.Draft]{
		Run: func(ctx context.Context, _ kit.Progress) (x civic.Draft, err error) {
			if content.Heading, err = p.d.Heading(ctx, content.Body); err != nil {
				return x, err
			}
			return p.d.NewDraft(ctx, content)
		},
		Done: func(d civic.Draft, err error) {
			f.busy = false
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.fresh = nil
			p.drafts = append([]civic.Draft{d}, p.drafts...)
			p.h.Go("drafts/" + string(d.ID))
			p.reload()
		},
	})
}

// columnLayout puts one object in the middle, no wider than reads well.
type columnLayout struct{ most float32 }

// MinSize is the object's.
func (c *columnLayout) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout gives it all the height.
func (c *columnLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := min(c.most, s.Width)
	o[0].Move(fyne.NewPos((s.Width-w)/2, 0))
	o[0].Resize(fyne.NewSize(w, s.Height))
}

// binned shows a draft of the bin, with the way back.
func (p *page) binned(d civic.Draft) fyne.CanvasObject {
	l := p.h.Lang
	text := widget.NewLabel(l.T("drafts.bin_text", "when", l.Ago(d.Updated, p.h.Now())))
	text.Wrapping = fyne.TextWrapWord
	back := kit.NewPrimaryButton(l.T("drafts.restore"), nil, p.restore)
	top := container.NewStack(newGround(kit.ColorWarnSoft), container.NewPadded(container.NewVBox(text, container.NewHBox(back))))
	reader := kit.NewReader()
	if d.Plain != nil {
		reader.SetBlocks(actBlocks(*d.Plain, l))
	}
	return kit.NewFrame(top, nil, nil, nil, reader)
}

// kindHelp is the key of what a kind is for.
func kindHelp(k civic.ActKind) string {
	switch k {
	case civic.Motion:
		return "drafts.kind.motion"
	case civic.Question:
		return "drafts.kind.question"
	case civic.Interpellation:
		return "drafts.kind.interpellation"
	case civic.OrderOfTheDay:
		return "drafts.kind.order_of_the_day"
	case civic.Resolution:
		return "drafts.kind.resolution"
	case civic.Deliberation:
		return "drafts.kind.deliberation"
	case civic.Amendment:
		return "drafts.kind.amendment"
	case civic.Bill:
		return "drafts.kind.bill"
	case civic.Petition:
		return "drafts.kind.petition"
	case civic.SessionRequest:
		return "drafts.kind.session_request"
	case civic.AccessRequest:
		return "drafts.kind.access_request"
	}
	return "drafts.kind.document"
}
