package drafts

import (
	"cmp"
	"context"
	"slices"

	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// The doors of a draft, as its commands ask for them.
func barsPublish(b desk.Bar) bool { return b.Publish }

func barsFile(b desk.Bar) bool { return b.File }

func barsSupport(b desk.Bar) bool { return b.Support }

// bar tells which doors of the open draft are shut to the person.
func (p *page) shut() desk.Bar {
	if p.ed == nil {
		return desk.Bar{}
	}
	return p.ed.shut()
}

func (e *editor) shut() desk.Bar { return e.p.bars[e.draft.ID] }

// asks gives the title of a command that asks for a confirmation where its door
// is shut.
func (p *page) asks(shut func(desk.Bar) bool, key string) func() string {
	return func() string {
		if shut(p.shut()) {
			return key
		}
		return ""
	}
}

// revises gives the title of a new version that another publishes.
func (p *page) revises() string {
	if p.shut().Author != "" || p.ed != nil && p.ed.unseen() {
		return "drafts.revise_group"
	}
	return ""
}

// unseen tells that a member of the group published the draft as an act that is
// not in this copy of the library.
func (e *editor) unseen() bool {
	o := e.p.inGroup[e.draft.ID].Out
	return o != nil && !o.Here && o.By != e.p.who.profile.Person && e.p.shares(e.draft.ID)
}

// barWords says what is shut of the draft, and to whom to turn; empty: nothing.
func (e *editor) barWords() string {
	l := e.p.h.Lang
	switch b := e.shut(); {
	case e.locked() || b.Why == "":
		return ""
	case b.Why == desk.BarAuthor:
		return l.T("drafts.bar.author", "name", b.Name)
	case b.Confirmed:
		return l.T("drafts.bar.confirmed")
	}
	return l.T("drafts.bar.collaborator")
}

// askLeave turns to who may let the draft go: a councillor of its group, or a
// group that the author is in.
func (p *page) askLeave() {
	if p.together() {
		p.askConfirm()
		return
	}
	p.shareInGroup()
}

// askConfirm asks a councillor of the group to confirm the text, the author first
// where it is a new text of their act.
func (p *page) askConfirm() {
	e, l := p.ed, p.h.Lang
	g, _ := p.group(p.inGroup[e.draft.ID].Group)
	members := slices.DeleteFunc(slices.Clone(g.Members), func(m desk.GroupMemberView) bool {
		return m.Me || m.Part == civic.PartCollaborator
	})
	if len(members) == 0 {
		p.h.Toast(kit.Toast{Text: l.T("together.nobody")})
		return
	}
	author := e.shut().Author
	slices.SortStableFunc(members, func(a, b desk.GroupMemberView) int {
		return cmp.Compare(later(a.Person != author), later(b.Person != author))
	})
	names := make([]string, len(members))
	for i, m := range members {
		names[i] = m.Name
	}
	who := kit.NewRadio(names, nil)
	form := container.NewVBox()
	if words := e.barWords(); words != "" {
		form.Add(kit.NewWords(words))
	}
	form.Add(who.Box)
	form.Add(kit.NewWords(l.T("together.ask_text")))
	p.h.AskWith(l.T("together.ask_title"), form, l.T("together.ask_verb"), func() {
		to := members[who.Chosen()].Person
		e.saved(func() {
			id := e.draft.ID
			p.run(func(ctx context.Context) error { return p.d.AskConfirmation(ctx, id, to) }, func() {
				p.h.Toast(kit.Toast{Text: l.T("together.ask_toast")})
			})
		})
	})
	p.h.Window.Canvas().FocusNext()
}

// later is 1 for what comes after.
func later(after bool) int {
	if after {
		return 1
	}
	return 0
}

// archive takes a published draft out of the group's list, after asking.
func (p *page) archive(d civic.Draft) {
	l := p.h.Lang
	p.h.Ask(l.T("group.archive_title", "title", p.titleOf(d)), l.T("group.archive_text"), l.T("group.archive_verb"), func() {
		p.run(func(ctx context.Context) error { return p.d.EndGroupSharing(ctx, d.ID) }, func() {
			p.h.Toast(kit.Toast{Text: l.T("group.archived")})
		})
	})
}

// archivable tells whether the open draft is a group's that was published.
func (p *page) archivable() bool {
	if !p.together() || !p.ed.locked() {
		return false
	}
	_, waits := p.queuedOf(p.ed.draft)
	return !waits
}

// outWords says of a group's draft who published it.
func (p *page) outWords(x desk.GroupDraft) string {
	l, o := p.h.Lang, x.Out
	key, mine := "group.leaving", "group.leaving_me"
	if o.Here {
		key, mine = "group.out", "group.out_me"
	}
	if o.By == p.who.profile.Person {
		return l.T(mine)
	}
	return l.T(key, "name", cmp.Or(o.Name, l.T("group.someone")))
}
