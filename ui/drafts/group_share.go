package drafts

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// What the list of drafts is narrowed to, beside the id of a group.
const (
	ofAll  civic.ID = ""
	ofMine civic.ID = "mine" // in no group
)

// keeps tells whether a draft stands in the chosen part of the list.
func (p *page) keeps(d civic.Draft) bool {
	switch p.only {
	case ofAll:
		return true
	case ofMine:
		return !p.shares(d.ID)
	}
	return p.shares(d.ID) && p.inGroup[d.ID].Group == p.only
}

// offerGroups lists in the filter what the list may be narrowed to; without
// groups there is nothing to choose.
func (p *page) offerGroups() {
	l := p.h.Lang
	names, ids := []string{l.T("drafts.of_all"), l.T("drafts.of_mine")}, []civic.ID{ofAll, ofMine}
	more, called := p.openGroups()
	ids, names = append(ids, more...), append(names, called...)
	p.ofIDs = ids
	p.of.Hidden = len(ids) == 2
	at := slices.Index(ids, p.only)
	if at < 0 || p.of.Hidden {
		at, p.only = 0, ofAll
	}
	if !slices.Equal(p.of.Options, names) {
		p.of.Options = names
	}
	if p.of.SelectedIndex() != at {
		p.of.SetSelectedIndex(at)
	}
	p.of.Refresh()
	relayout(p.listBox)
}

// narrow shows the drafts of a group, one's own, or all.
func (p *page) narrow() {
	at := p.of.SelectedIndex()
	if at < 0 || at >= len(p.ofIDs) || p.ofIDs[at] == p.only {
		return
	}
	p.only = p.ofIDs[at]
	p.sift()
}

// changedBy says who last changed a group's draft.
func (p *page) changedBy(x desk.GroupDraft) string {
	switch {
	case x.By == p.who.profile.Person && x.By != "":
		return p.h.Lang.T("drafts.changed_by_me")
	case x.ByName == "":
		return ""
	}
	return p.h.Lang.T("drafts.changed_by", "name", x.ByName)
}

// inGroupWords says in the list which group has a draft, and who last changed it.
func (p *page) inGroupWords(x desk.GroupDraft) string {
	if x.Returning {
		return p.h.Lang.T("group.returning")
	}
	if x.Out != nil {
		return x.Name + " · " + p.outWords(x)
	}
	return strings.TrimSuffix(x.Name+" · "+p.changedBy(x), " · ")
}

// shares tells whether a group has a draft.
func (p *page) shares(id civic.ID) bool {
	x, ok := p.inGroup[id]
	return ok && !x.Ended
}

// together tells whether the open draft is a group's.
func (p *page) together() bool { return p.ed != nil && p.shares(p.ed.draft.ID) }

// shareable tells whether the open draft may go to a group.
func (p *page) shareable() bool {
	return p.ed != nil && !p.ed.locked() && !p.together() && p.ed.content.Kind.Leaves()
}

// openGroups gives the groups that a draft may go to, and their names.
func (p *page) openGroups() (ids []civic.ID, names []string) {
	for _, g := range p.groups {
		if !g.Pending && g.ID != "" {
			ids, names = append(ids, g.ID), append(names, g.Name)
		}
	}
	return ids, names
}

// chooseGroup asks in which group the open draft is shared; what is written goes
// with it.
func (p *page) chooseGroup(then func(group civic.ID, name string)) {
	l, e := p.h.Lang, p.ed
	ids, names := p.openGroups()
	which := kit.NewRadio(names, nil)
	form := container.NewVBox(which.Box, kit.NewWords(l.T("drafts.share_group_help")), kit.NewWords(l.T("group.sealed")))
	p.h.AskWith(l.T("drafts.share_group_title"), form, l.T("drafts.share_group_verb"), func() {
		at := which.Chosen()
		e.saved(func() { then(ids[at], names[at]) })
	})
	p.h.Window.Canvas().FocusNext()
}

// shareInGroup asks in which group, and shares the open draft there.
func (p *page) shareInGroup() {
	l := p.h.Lang
	if !p.connected() {
		return
	}
	if ids, _ := p.openGroups(); len(ids) == 0 {
		p.h.Toast(kit.Toast{Text: l.T("group.none_yet"), Action: l.T("group.title"), Run: func() { p.h.Go("drafts/groups") }})
		return
	}
	id := p.ed.draft.ID
	p.chooseGroup(func(group civic.ID, name string) {
		p.run(func(ctx context.Context) error { return p.d.ShareInGroup(ctx, id, group) }, func() {
			p.h.Toast(kit.Toast{Text: l.T("drafts.share_group_toast", "group", name)})
		})
	})
}

// endTogether ends the sharing of the open draft, after asking.
func (p *page) endTogether() {
	l, e := p.h.Lang, p.ed
	x := p.inGroup[e.draft.ID]
	p.h.Ask(l.T("drafts.unshare_group_title", "group", x.Name), l.T("drafts.unshare_group_text"), l.T("drafts.unshare_group_verb"), func() {
		e.saved(func() {
			id := e.draft.ID
			p.run(func(ctx context.Context) error { return p.d.EndGroupSharing(ctx, id) }, func() {
				p.h.Toast(kit.Toast{Text: l.T("drafts.unshare_group_toast")})
			})
		})
	})
}

// sawAfter is how long a group's draft is open before one has seen it.
const sawAfter = 3 * time.Second

// seeSoon says that the person has seen the text, once it was before them for a
// while.
func (e *editor) seeSoon() {
	if e.seeing != nil {
		e.seeing()
		e.seeing = nil
	}
	text := civic.TextHash(e.loaded)
	if !e.on() || !e.p.shares(e.draft.ID) || e.saw == text {
		return
	}
	e.seeing = e.p.after(sawAfter, func() {
		e.seeing = nil
		if !e.on() || e.p.away || civic.TextHash(e.loaded) != text {
			return
		}
		e.saw = text
		id := e.draft.ID
		kit.Do(context.Background(), e.p.h.Work, kit.Job[struct{}]{
			Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) {
				return struct{}{}, e.p.d.SawDraft(ctx, id)
			},
			Done: func(_ struct{}, err error) {
				if err != nil {
					e.saw = "" // the next look says it
				}
			},
		})
	})
}

// asksMe tells whether a draft waits for the person to confirm it.
func (p *page) asksMe(d civic.Draft) bool {
	a := d.Ask
	return a != nil && a.To == p.who.profile.Person && d.State == civic.DraftOpen && p.shares(d.ID) &&
		(a.Done.IsZero() || p.inGroup[d.ID].Mine.Confirmed.IsZero())
}

// circlesOf reads the groups and their drafts; who is not connected has none.
func (p *page) circlesOf(ctx context.Context) ([]desk.GroupView, map[civic.ID]desk.GroupDraft, error) {
	groups, err := p.d.Groups(ctx)
	if civic.Is(err, civic.Unauthenticated) || civic.Is(err, civic.Unknown) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	drafts, err := p.d.GroupDrafts(ctx)
	return groups, drafts, err
}

// joined gives the side the face of what the group says, or takes it away, as the
// sharing of the open draft begins or ends.
func (e *editor) joined() {
	has := e.aside.tab(tabTogether) != nil
	if has == e.p.together() {
		e.readMarks()
		e.seeSoon()
		return
	}
	was := e.aside.now.id()
	e.aside = newAside(e)
	e.side.Objects[1] = e.aside.view()
	if e.aside.tab(was) != nil {
		e.aside.choose(was)
	}
	e.aside.look()
	e.update()
	relayout(e.root)
	e.root.Refresh()
	e.readMarks()
	e.seeSoon()
}

// groupCommands are what one can do with groups and their drafts.
func (p *page) groupCommands() []kit.Command {
	open := func() bool { return p.together() }
	writing := func() bool { return p.together() && !p.ed.locked() }
	councillor := func() bool { return writing() && !p.shut().Support }
	return []kit.Command{
		{ID: "drafts.share_group", TitleKey: "drafts.cmd.share_group", Run: p.shareInGroup, Enabled: p.shareable},
		{ID: "drafts.together", TitleKey: "drafts.cmd.together", Run: p.showTab(tabTogether), Enabled: open},
		{ID: "drafts.adhere", TitleKey: "together.join", Run: func() { p.adhere(true) }, Enabled: func() bool { return writing() && !p.ed.adheres() }, Becomes: p.asks(barsSupport, "together.join_bar")},
		{ID: "drafts.unadhere", TitleKey: "together.unjoin", Run: func() { p.adhere(false) }, Enabled: func() bool { return councillor() && p.ed.adheres() }},
		{ID: "drafts.ask", TitleKey: "together.ask", Run: p.askConfirm, Enabled: func() bool { return writing() && !p.shut().Publish }},
		{ID: "drafts.confirm", TitleKey: "together.confirm", Run: p.confirm, Enabled: func() bool { return writing() && p.asksMe(p.ed.draft) }},
		{ID: "drafts.archive", TitleKey: "group.archive", Run: func() { p.archive(p.ed.draft) }, Enabled: p.archivable},
		{ID: "drafts.unshare_group", TitleKey: "drafts.cmd.unshare_group", Run: p.endTogether, Enabled: func() bool { return open() && !p.archivable() }},
		{ID: "drafts.groups", TitleKey: "group.title", Run: func() { p.h.Go("drafts/" + groupsRoute) }},
		{ID: "drafts.group_new", TitleKey: "group.new", Run: p.newGroup, Enabled: p.mayFound},
		{ID: "drafts.group_code", TitleKey: "group.code", Run: p.enterCode},
	}
}
