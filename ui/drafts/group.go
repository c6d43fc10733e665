package drafts

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// circles is the screen of the groups: those one is in, and the chosen one.
type circles struct {
	p      *page
	chosen string // keyOf the group
	list   *kit.KeyList
	side   *fyne.Container
	one    *circle
	split  *kit.ThinSplit
	body   *fyne.Container
	begin  *kit.Button
	root   fyne.CanvasObject
}

const circlesList = 270

func newCircles(p *page) *circles {
	l := p.h.Lang
	c := &circles{p: p}
	c.list = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(p.groups) },
		New:       func() fyne.CanvasObject { return kit.NewRow(2) },
		Update:    func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(c.row(p.groups[i])) },
		Label:     func(i int) string { return p.groups[i].Name },
		OnCurrent: func(i int) { c.choose(keyOf(p.groups[i])) },
		OnOpen:    func(int) { p.h.Window.Canvas().Focus(c.one.list) },
		OnKey:     c.escape,
	})
	c.begin = kit.NewButton(l.T("group.new"), theme.NewThemedResource(theme.ContentAddIcon()), p.newGroup)
	buttons := container.NewHBox(
		c.begin, kit.NewButton(l.T("group.code"), nil, p.enterCode), kit.NewQuietButton(l.T("button.close"), nil, c.close),
	)
	title := container.NewVBox(
		kit.NewHighlightText(l.T("group.title"), kit.TextLook{Size: 20, Bold: true}),
		kit.NewHighlightText(l.T("group.sealed"), kit.TextLook{Size: 12, Color: kit.ColorMuted, MaxLines: 2}),
	)
	head := container.New(layout.NewCustomPaddedLayout(8, 8, 14, 8), container.NewBorder(nil, nil, nil, container.New(&middle{}, buttons), title))
	c.one = newCircle(c)
	c.side = container.NewStack()
	c.split = p.h.Split("drafts.groups", c.list, c.side, circlesList, nil)
	c.body = container.NewStack(c.split)
	ground := newGround(theme.ColorNameBackground)
	c.root = container.NewStack(ground, kit.NewFrame(head, nil, nil, nil, c.body))
	return c
}

// showGroups opens the screen of the groups, at one of them where it is named.
func (p *page) showGroups(id civic.ID) {
	if p.grp == nil {
		p.grp = newCircles(p)
		p.root.Add(p.grp.root)
	}
	p.leaveEditor()
	p.chosen = ""
	p.split.Hide()
	p.grp.root.Show()
	if id != "" {
		p.grp.chosen = string(id)
	}
	p.grp.update()
}

// onGroups tells whether that screen is on show.
func (p *page) onGroups() bool { return p.grp != nil && p.grp.root.Visible() }

// leave shows the drafts again.
func (c *circles) leave() {
	c.root.Hide()
	c.p.split.Show()
	c.p.arrange()
	c.p.showNothing()
}

func (c *circles) close() { c.p.h.Go("drafts") }

func (c *circles) escape(k *fyne.KeyEvent) bool {
	if k.Name == fyne.KeyEscape {
		c.close()
	}
	return k.Name == fyne.KeyEscape
}

func (c *circles) takeFocus() {
	if len(c.p.groups) > 0 {
		c.p.h.Window.Canvas().Focus(c.list)
	}
}

// group finds one of the groups.
func (p *page) group(id civic.ID) (desk.GroupView, bool) {
	i := slices.IndexFunc(p.groups, func(g desk.GroupView) bool { return g.ID == id })
	if i < 0 {
		return desk.GroupView{}, false
	}
	return p.groups[i], true
}

// update shows what is known of the groups now.
func (c *circles) update() {
	l := c.p.h.Lang
	c.begin.Hidden = !c.p.mayFound()
	if len(c.p.groups) == 0 {
		hint := l.T("group.empty_do")
		button, press := l.T("group.new"), c.p.newGroup
		if !c.p.mayFound() {
			hint = l.T("group.empty_code")
			button, press = l.T("group.code"), c.p.enterCode
		}
		c.body.Objects = []fyne.CanvasObject{kit.NewEmptyState(kit.EmptyView{
			Icon: "spaces", Text: l.T("group.empty"), Hint: hint, Button: button, OnPress: press,
		})}
		c.body.Refresh()
		return
	}
	at := c.place()
	if at < 0 {
		at, c.chosen = 0, keyOf(c.p.groups[0])
	}
	if c.body.Objects[0] != fyne.CanvasObject(c.split) {
		c.body.Objects = []fyne.CanvasObject{c.split}
		c.body.Refresh()
	}
	c.list.Reload()
	c.list.SetCurrent(at)
	c.show()
}

func (c *circles) choose(key string) {
	c.chosen = key
	c.show()
}

// place is where the chosen group stands; -1: it is gone.
func (c *circles) place() int {
	return slices.IndexFunc(c.p.groups, func(g desk.GroupView) bool { return keyOf(g) == c.chosen })
}

// keyOf tells groups apart: one that is only asked for has its code alone.
func keyOf(g desk.GroupView) string { return cmp.Or(string(g.ID), g.Code) }

// called is what a group is called.
func called(g desk.GroupView) string { return cmp.Or(g.Name, g.Code) }

func (c *circles) show() {
	at := c.place()
	if at < 0 {
		return
	}
	c.one.set(c.p.groups[at])
	if len(c.side.Objects) == 0 {
		c.side.Objects = []fyne.CanvasObject{c.one.root}
		c.side.Refresh()
	}
}

// row says how a group stands.
func (c *circles) row(g desk.GroupView) kit.RowView {
	l := c.p.h.Lang
	v := kit.RowView{Title: called(g), Icon: kit.Icon("spaces")}
	parts := []string{l.N("group.members", len(g.Members))}
	if n := len(c.p.draftsOf(g.ID)); n > 0 {
		parts = append(parts, l.N("group.drafts", n))
	}
	v.Detail = strings.Join(parts, " · ")
	if g.Unconfirmed > 0 {
		v.Badge, v.Tone = l.N("group.unconfirmed", g.Unconfirmed), kit.Warn
	}
	if g.Pending {
		v.Badge, v.Tone, v.Detail = l.T("drafts.badge.waiting"), kit.Neutral, ""
	}
	return v
}

// draftsOf gives the drafts that a group has, as they stand in the list.
func (p *page) draftsOf(group civic.ID) []civic.Draft {
	var out []civic.Draft
	for _, d := range p.drafts {
		if x := p.inGroup[d.ID]; x.Group == group && !x.Ended {
			out = append(out, d)
		}
	}
	return out
}

// mayFound tells whether the person may make a group: councillors do.
func (p *page) mayFound() bool { return len(p.who.actor.Mandates) > 0 }
