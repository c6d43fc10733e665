package acts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"scranno/ui/kit"
)

// actionBar shows what one may do with the act: as many buttons as fit, and all
// of it behind "Altro…".
type actionBar struct {
	p        *page
	commands []kit.Command
	buttons  []*kit.Button // of the commands that stand on the bar
	ids      []string
	back     *kit.Button
	other    *kit.Button
	root     *fyne.Container
}

// onBar lists the commands with a button, the most used first.
func onBar() []string {
	return []string{
		"acts.reuse", "acts.useful", "acts.not_useful", "acts.follow", "acts.unfollow", "acts.export_pdf", "acts.undo_publish", "acts.revise", "acts.copy_text",
		"acts.event", "acts.preview", "acts.close_preview", "acts.copy_link",
	}
}

// groups are the menus within the menu of the page.
func groups() []kit.Group {
	return []kit.Group{
		{TitleKey: "menu.kin", IDs: []string{"acts.carry", "acts.amend", "acts.newer", "acts.similar", "acts.norms"}},
		{TitleKey: "menu.mine", IDs: []string{"acts.sponsor", "acts.unsponsor", "acts.useful", "acts.not_useful", "acts.pin"}},
		{TitleKey: "menu.follow", IDs: []string{
			"acts.follow", "acts.unfollow", "acts.follow_body", "acts.unfollow_body", "acts.follow_theme", "acts.unfollow_theme",
		}},
		{TitleKey: "menu.export", IDs: []string{"acts.copy_text", "acts.copy_link", "acts.selectable", "", "acts.export_pdf", "acts.export", "acts.print"}},
		{TitleKey: "menu.show", IDs: []string{
			"acts.tab_" + tabText, "acts.tab_" + tabHistory, "acts.tab_" + tabKin, "acts.tab_" + tabTalk, "acts.tab_" + tabFiles, "", "acts.preview", "acts.close_preview", "", "acts.zoom_in", "acts.zoom_out", "acts.fit_width", "acts.fit_page",
		}},
		{TitleKey: "menu.life", IDs: []string{"acts.event", "acts.verify", "acts.invite", "acts.thread_new", "acts.send"}},
		{TitleKey: "menu.own", IDs: []string{"acts.revise", "acts.undo_publish", "acts.withdraw"}},
		{TitleKey: "menu.moderate", IDs: []string{"acts.redact", "acts.return", "acts.reinstate"}},
		{TitleKey: "menu.choose", IDs: []string{"acts.choose", "acts.choose_all", "acts.choose_none", "acts.dossier"}},
		{TitleKey: "menu.list", IDs: []string{"acts.order", "acts.filters", "acts.clear", "acts.central", "acts.pane"}},
	}
}

// inMenu lists the commands of "Altro…"; an empty one is a line between.
func inMenu() []string {
	return []string{
		"acts.reuse", "acts.carry", "acts.amend", "acts.newer", "", "acts.sponsor", "acts.unsponsor", "acts.useful", "acts.not_useful", "acts.follow", "acts.unfollow",
		"acts.follow_body", "acts.unfollow_body", "acts.follow_theme", "acts.unfollow_theme", "", "acts.copy_text", "acts.copy_link", "acts.selectable", "acts.export_pdf",
		"acts.export", "acts.print", "acts.preview", "acts.close_preview", "acts.norms", "acts.similar", "acts.choose", "acts.dossier", "acts.pin", "",
		"acts.event", "acts.verify", "acts.invite", "acts.thread_new", "acts.revise", "acts.undo_publish", "acts.withdraw", "acts.redact", "acts.return", "acts.reinstate",
	}
}

func newActionBar(p *page) *actionBar {
	l := p.h.Lang
	b := &actionBar{p: p, commands: p.commands()}
	b.back = kit.NewQuietButton(l.T("acts.to_list"), theme.NewThemedResource(theme.NavigateBackIcon()), func() {
		p.panes.browse()
		p.focusList()
	})
	b.back.Hide()
	b.other = kit.NewQuietButton(l.T("button.more"), nil, func() { p.h.MenuBelow(b.other, b.items()) })
	all := []fyne.CanvasObject{b.other, b.back}
	for _, id := range onBar() {
		c, _ := kit.Find(b.commands, id)
		button := kit.NewQuietButton(l.T(c.Key()), c.Icon, c.Run)
		b.buttons, b.ids = append(b.buttons, button), append(b.ids, id)
		all = append(all, button)
	}
	b.root = container.New(b, all...)
	return b
}

// update asks anew what may be done.
func (b *actionBar) update() { b.root.Refresh() }

func (b *actionBar) setAlone(on bool) {
	if b.back.Hidden == on {
		b.back.Hidden = !on
		b.root.Refresh()
	}
}

// items are all that may be done.
func (b *actionBar) items() []*fyne.MenuItem {
	var all []kit.Command
	for _, id := range inMenu() {
		if c, ok := kit.Find(b.commands, id); ok || id == "" {
			all = append(all, c)
		}
	}
	return kit.Tidy(kit.MenuItems(b.p.h.Lang, all, groups(), func(c kit.Command) *fyne.MenuItem {
		switch {
		case c.ID == "":
			return fyne.NewMenuItemSeparator()
		case !c.Can():
			return nil
		}
		item := fyne.NewMenuItem(b.p.h.Lang.T(c.Key()), c.Run)
		item.Checked = c.ID == "acts.selectable" && b.p.reader.paper.Selectable()
		return item
	}))
}

// MinSize is for the toolkit: the buttons that do not fit are left to the menu.
func (b *actionBar) MinSize([]fyne.CanvasObject) fyne.Size {
	m := b.other.MinSize()
	if !b.back.Hidden {
		m.Width += b.back.MinSize().Width
	}
	return m
}

// Layout is for the toolkit.
func (b *actionBar) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	put := func(o fyne.CanvasObject, x float32) float32 {
		m := o.MinSize()
		o.Move(fyne.NewPos(x, (s.Height-m.Height)/2))
		o.Resize(m)
		return x + m.Width
	}
	x := float32(0)
	if !b.back.Hidden {
		x = put(b.back, x)
	}
	right := s.Width - b.other.MinSize().Width
	put(b.other, right)
	for i, button := range b.buttons {
		c, _ := kit.Find(b.commands, b.ids[i])
		if button.Hidden = !c.Can() || x+button.MinSize().Width > right; !button.Hidden {
			x = put(button, x)
		}
	}
}
