package agenda

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/ui/kit"
)

func (p *page) commands() []kit.Command {
	one := func() bool { return p.view.ID != "" }
	item := func() bool { return one() && p.paper == nil && p.row().item != "" }
	paper := func() bool { return one() && p.paper == nil && p.row().paper != "" }
	act := func() bool {
		it := p.view.Item(p.row().item)
		return item() && it != nil && (it.Act != "" || it.Draft != "")
	}
	return []kit.Command{
		{ID: "sitting.new", TitleKey: "cmd.sitting_new", Run: p.create},
		{ID: "sitting.paste", TitleKey: "cmd.sitting_paste", Run: p.paste},
		{ID: "sitting.file", TitleKey: "cmd.sitting_file", Run: p.fromFile},
		{ID: "sitting.edit", TitleKey: "cmd.sitting_edit", Run: p.edit, Enabled: one},
		{ID: "sitting.item", TitleKey: "cmd.sitting_item", Run: func() { p.editItem(civic.SittingItem{}) }, Enabled: one},
		{ID: "sitting.note", TitleKey: "cmd.sitting_note", Shortcut: kit.CtrlShift(fyne.KeyA), Run: p.addNote, Enabled: one},
		{ID: "sitting.paper", TitleKey: "cmd.sitting_paper", Run: p.addPaper, Enabled: item},
		{ID: "sitting.version", TitleKey: "cmd.sitting_version", Run: func() { p.newVersion(p.row().paper) }, Enabled: paper},
		{ID: "sitting.read", TitleKey: "cmd.sitting_read", Run: func() { p.readAct(*p.view.Item(p.row().item)) }, Enabled: act},
		{ID: "sitting.act", TitleKey: "cmd.sitting_act", Run: p.openAct, Enabled: act},
		{ID: "sitting.up", TitleKey: "cmd.sitting_up", Shortcut: kit.Alt(fyne.KeyUp), Run: func() { p.move(-1) }, Enabled: item},
		{ID: "sitting.down", TitleKey: "cmd.sitting_down", Shortcut: kit.Alt(fyne.KeyDown), Run: func() { p.move(1) }, Enabled: item},
		{ID: "sitting.remove", TitleKey: "cmd.sitting_remove", Run: p.remove, Enabled: item},
		{ID: "sitting.minutes", TitleKey: "cmd.sitting_minutes", Run: p.minutes, Enabled: one},
		{ID: "sitting.live", TitleKey: "cmd.sitting_live", Run: p.live, Enabled: func() bool { return p.view.Link != "" }},
		{ID: "sitting.delete", TitleKey: "cmd.sitting_delete", Run: p.bin, Enabled: one},
	}
}

// addNote asks for a note on what the cursor is on.
func (p *page) addNote() {
	if p.view.ID == "" {
		return
	}
	if p.paper != nil {
		p.paper.note()
		return
	}
	p.askNote(civic.SittingNote{Item: p.row().item})
}

func (p *page) editNote(n civic.SittingNote) { p.askNote(n) }

// askNote writes a note, or takes it away where its text is emptied.
func (p *page) askNote(n civic.SittingNote) {
	l, id := p.h.Lang, p.view.ID
	prose := kit.NewProse(5)
	prose.SetText(n.Text)
	prose.SetPlaceHolder(l.T("sitting.note_hint"))
	box := container.NewVBox(container.New(wide{480}, prose), text(l.T("sitting.note_alone")))
	if n.Quote != "" {
		whole := container.NewVScroll(kit.NewHighlightText(n.Quote, kit.TextLook{MaxLines: -1, Serif: true}))
		box.Objects = append([]fyne.CanvasObject{container.NewGridWrap(fyne.NewSize(480, 110), whole)}, box.Objects...)
	}
	p.h.AskWith(l.T("cmd.sitting_note"), box, l.T("button.save"), func() {
		if n.Text = prose.Text; n.Text == "" && n.ID == "" {
			return
		}
		p.do(l.T("sitting.saved"), func(ctx context.Context) (civic.Sitting, error) {
			s, _, err := p.c.KeepNote(ctx, id, n)
			return s, err
		})
	})
	p.h.Window.Canvas().Focus(prose)
}

// addPaper adds a file to the item that the cursor is on.
func (p *page) addPaper() {
	id, item := p.view.ID, p.row().item
	p.h.ChooseFile(kit.FileEndings(), func(path string) {
		p.do(p.h.Lang.T("sitting.saved"), func(ctx context.Context) (civic.Sitting, error) {
			s, _, err := p.c.AddPaper(ctx, id, item, path)
			return s, err
		})
	})
}

func (p *page) openAct() {
	it := p.view.Item(p.row().item)
	switch {
	case it == nil:
	case it.Act != "":
		p.h.Go("acts/" + string(it.Act))
	case it.Draft != "":
		p.h.Go("drafts/" + string(it.Draft))
	}
}

func (p *page) move(by int) {
	id, r := p.view.ID, p.row()
	p.do("", func(ctx context.Context) (civic.Sitting, error) {
		s, err := p.c.MoveItem(ctx, id, r.item, by)
		if civic.Is(err, civic.NotFound) {
			return s, nil // it is the first, or the last
		}
		return s, err
	})
}

// remove takes off what the cursor is on: a note, a paper, or an item with both.
func (p *page) remove() {
	l, id, r := p.h.Lang, p.view.ID, p.row()
	var run func(ctx context.Context) (civic.Sitting, error)
	switch {
	case r.note != "":
		run = func(ctx context.Context) (civic.Sitting, error) { return p.c.DropNote(ctx, id, r.note) }
	case r.paper != "":
		run = func(ctx context.Context) (civic.Sitting, error) { return p.c.DropPaper(ctx, id, r.paper) }
	case r.item != "":
		run = func(ctx context.Context) (civic.Sitting, error) { return p.c.DropItem(ctx, id, r.item) }
	default:
		return
	}
	p.do(l.T("sitting.removed"), run)
}

func (p *page) minutes() {
	id := p.view.ID
	p.h.ChooseFile(kit.FileEndings(), func(path string) {
		p.do(p.h.Lang.T("sitting.saved"), func(ctx context.Context) (civic.Sitting, error) { return p.c.SetMinutes(ctx, id, path) })
	})
}

func (p *page) live() {
	if err := p.h.OpenURL(p.view.Link); err != nil {
		p.h.Fail(err)
	}
}

// bin puts the sitting away; the toast takes it back.
func (p *page) bin() {
	l, id := p.h.Lang, p.view.ID
	change := func(run func(context.Context, civic.ID) error, then func()) {
		kit.Do(context.Background(), p.h.Work, kit.Job[struct{}]{
			Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) { return struct{}{}, run(ctx, id) },
			Done: func(_ struct{}, err error) {
				if err != nil {
					p.h.Fail(err)
					return
				}
				p.paper = nil
				then()
				p.reload()
				p.h.Changed()
			},
		})
	}
	change(p.c.BinSitting, func() {
		p.h.Toast(kit.Toast{Text: l.T("sitting.binned"), Action: l.T("button.undo"), Run: func() {
			change(p.c.RestoreSitting, func() { p.want = id })
		}})
	})
}
