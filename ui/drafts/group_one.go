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
	"scranno/app/desk"
	"scranno/ui/kit"
)

// circle is one group: who is in it and reads along, who is invited, what it
// writes.
type circle struct {
	c     *circles
	g     desk.GroupView
	title *kit.HighlightText
	part  *kit.HighlightText
	asks  *kit.Button // invites
	names *kit.Button
	leave *kit.Button
	rows  []asideRow
	list  *kit.KeyList
	root  *fyne.Container
}

func newCircle(c *circles) *circle {
	p, l := c.p, c.p.h.Lang
	o := &circle{c: c}
	o.title = kit.NewHighlightText("", kit.TextLook{Size: 18, Bold: true})
	o.part = kit.NewHighlightText("", kit.TextLook{Color: kit.ColorMuted, MaxLines: -1})
	o.asks = kit.NewPrimaryButton(l.T("group.invite"), nil, func() { p.invite(o.g) })
	o.names = kit.NewQuietButton(l.T("group.rename"), nil, func() { p.renameGroup(o.g) })
	o.leave = kit.NewQuietButton(l.T("group.leave"), nil, func() { p.leaveGroup(o.g) })
	o.list = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(o.rows) },
		New:       func() fyne.CanvasObject { return kit.NewRow(1) },
		Update:    func(i int, row fyne.CanvasObject) { row.(*kit.Row).Set(o.rows[i].view) },
		Label:     func(i int) string { return o.rows[i].view.Title },
		Skip:      func(i int) bool { return o.rows[i].open == nil },
		Low:       func(i int) bool { return o.rows[i].view.Heading },
		OnOpen:    func(i int) { o.rows[i].open() },
		OpenOnTap: true,
		OnKey:     c.escape,
	})
	buttons := container.NewHBox(o.asks, o.names, o.leave)
	head := container.New(layout.NewCustomPaddedLayout(10, 8, 14, 14), container.NewVBox(o.title, o.part, buttons))
	o.root = kit.NewFrame(head, nil, nil, nil, o.list)
	return o
}

func (o *circle) set(g desk.GroupView) {
	l := o.c.p.h.Lang
	o.g = g
	o.title.Set(called(g), nil)
	text := l.T("group.pending")
	if !g.Pending {
		text = l.T("group.you." + string(g.Part))
	}
	o.part.Set(text, nil)
	o.asks.Hidden = g.Part == civic.PartCollaborator || g.Pending
	o.names.Hidden = g.Part != civic.PartOwner || g.Pending
	o.leave.Hidden = g.Pending
	o.rows = append(append(o.members(), o.invitations()...), o.drafts()...)
	o.list.Reload()
	if at := o.list.Current(); at >= 0 && (at >= len(o.rows) || o.rows[at].open == nil) {
		o.list.SetCurrent(-1)
	}
	relayout(o.root) // the buttons are others now
}

func (o *circle) members() []asideRow {
	l := o.c.p.h.Lang
	if len(o.g.Members) == 0 {
		return nil
	}
	rows := []asideRow{{view: kit.RowView{Title: l.T("group.who"), Heading: true}}}
	for _, m := range o.g.Members {
		v := kit.RowView{Title: m.Name, Icon: kit.Icon("spaces")}
		if m.Me {
			v.Title = l.T("group.me", "name", m.Name)
		}
		about := []string{l.T("group.part." + string(m.Part)), m.Office}
		if m.Office == "" {
			about = about[:1]
		} else if m.Part == civic.PartMember {
			about = about[1:] // the office says it
		}
		v.Detail = strings.Join(about, " · ")
		if !m.Since.IsZero() {
			v.Right = l.T("group.since", "date", l.ShortDate(m.Since, o.c.p.h.Now()))
		}
		v.Badge, v.Tone = l.T("group.reads"), kit.Good
		if !m.Believed {
			v.Badge, v.Tone = l.T("group.reads_not"), kit.Warn
		}
		rows = append(rows, asideRow{view: v, open: func() { o.memberMenu(m) }})
	}
	return rows
}

// memberMenu says whether the texts are sealed to a member, and lets the owner
// remove them.
func (o *circle) memberMenu(m desk.GroupMemberView) {
	l := o.c.p.h.Lang
	says := l.T("group.reads_help")
	if !m.Believed {
		says = l.T("group.reads_not_help")
	}
	items := []*fyne.MenuItem{{Label: says, Disabled: true}}
	if o.g.Part == civic.PartOwner && !m.Me {
		items = append(items, fyne.NewMenuItem(l.T("group.remove"), func() { o.c.p.removeMember(o.g, m) }))
	}
	o.popUp(items)
}

func (o *circle) popUp(items []*fyne.MenuItem) {
	p := o.c.p
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), p.h.Window.Canvas(), o.list.MenuPlace())
}

func (o *circle) invitations() []asideRow {
	l := o.c.p.h.Lang
	if len(o.g.Invitations) == 0 {
		return nil
	}
	rows := []asideRow{{view: kit.RowView{Title: l.T("group.invitations"), Heading: true}}}
	for _, x := range o.g.Invitations {
		v := kit.RowView{Title: x.Code, Detail: l.T("group.part." + string(x.Part)), Icon: theme.NewColoredResource(theme.MailSendIcon(), kit.ColorMuted)}
		if x.Code == "" {
			v.Title = l.T("group.invited_by", "name", x.By)
		}
		if !x.Expires.IsZero() {
			v.Right = l.T("group.expires", "date", l.Date(x.Expires))
		}
		rows = append(rows, asideRow{view: v, open: func() { o.invitationMenu(x) }})
	}
	return rows
}

func (o *circle) invitationMenu(x desk.InvitationView) {
	p, l := o.c.p, o.c.p.h.Lang
	var items []*fyne.MenuItem
	if x.Code != "" {
		items = append(items, fyne.NewMenuItem(l.T("group.code_show"), func() { p.showCode(o.g.Name, x.Code) }))
	}
	group := o.g.ID
	items = append(items, fyne.NewMenuItem(l.T("group.uninvite"), func() {
		p.run(func(ctx context.Context) error { return p.d.CancelInvitation(ctx, group, x.ID) }, func() {
			p.h.Toast(kit.Toast{Text: l.T("group.uninvited")})
		})
	}))
	o.popUp(items)
}

func (o *circle) drafts() []asideRow {
	p, l := o.c.p, o.c.p.h.Lang
	if o.g.ID == "" {
		return nil
	}
	rows := []asideRow{{view: kit.RowView{Title: l.T("group.texts"), Heading: true}}}
	var gone []asideRow
	for _, d := range p.draftsOf(o.g.ID) {
		x := p.inGroup[d.ID]
		if x.Out != nil {
			gone = append(gone, o.outRow(d, x))
			continue
		}
		v := kit.RowView{Title: p.titleOf(d), Detail: p.changedBy(x)}
		if !x.At.IsZero() {
			v.Right = l.ShortTime(x.At, p.h.Now())
		}
		if d.Plain != nil {
			v.Icon = kit.KindIcon(string(d.Plain.Kind))
		}
		if d.Revises != "" {
			v.Badge = l.T("drafts.badge.revises")
		}
		if p.asksMe(d) {
			v.Badge, v.Tone = l.T("drafts.badge.confirm"), kit.Warn
		}
		rows = append(rows, asideRow{view: v, open: func() { p.h.Go("drafts/" + string(d.ID)) }})
	}
	if n := o.g.Unread; n > 0 {
		rows = append(rows, asideRow{view: kit.RowView{Title: l.N("group.unread", n), Pending: true}})
	}
	if len(rows) == 1 {
		rows = append(rows, asideRow{view: kit.RowView{Title: l.T("group.texts_none"), Pending: true}})
	}
	if len(gone) > 0 {
		rows = append(append(rows, asideRow{view: kit.RowView{Title: l.T("group.texts_out"), Heading: true}}), gone...)
	}
	return rows
}

// outRow is a draft of the group that was published: by whom and when.
func (o *circle) outRow(d civic.Draft, x desk.GroupDraft) asideRow {
	p, l := o.c.p, o.c.p.h.Lang
	v := kit.RowView{Title: p.titleOf(d), Detail: p.outWords(x), Badge: l.T("drafts.badge.leaving")}
	if x.Out.Here {
		v.Badge, v.Tone = l.T("drafts.badge.published"), kit.Good
	}
	if !x.Out.At.IsZero() {
		v.Right = l.ShortTime(x.Out.At, p.h.Now())
	}
	if d.Plain != nil {
		v.Icon = kit.KindIcon(string(d.Plain.Kind))
	}
	return asideRow{view: v, open: func() { o.outMenu(d, x) }}
}

// outMenu is what one can do with a published draft.
func (o *circle) outMenu(d civic.Draft, x desk.GroupDraft) {
	p, l := o.c.p, o.c.p.h.Lang
	var items []*fyne.MenuItem
	if x.Out.Here {
		items = append(items, fyne.NewMenuItem(l.T("drafts.open_act"), func() { p.h.Go("acts/" + string(x.Out.Act)) }))
	}
	items = append(items, fyne.NewMenuItem(l.T("group.open_draft"), func() { p.h.Go("drafts/" + string(d.ID)) }))
	if _, waits := p.queuedOf(d); !waits {
		items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(l.T("group.archive"), func() { p.archive(d) }))
	}
	o.popUp(items)
}
