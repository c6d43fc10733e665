package drafts

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// tabTogether is its place among the tabs of the side, of a group's draft alone.
const tabTogether = "together"

// togetherTab says who of the group has seen the text as it stands, who supports
// it, and who is asked to confirm it.
type togetherTab struct {
	e *editor
	*asideList
	adhere  *kit.Button
	ask     *kit.Button
	confirm *kit.Button
	why     *kit.HighlightText // what is shut, in words
	root    fyne.CanvasObject
}

func newTogetherTab(e *editor) *togetherTab {
	l := e.p.h.Lang
	t := &togetherTab{e: e, asideList: newAsideList(e)}
	t.adhere = kit.NewButton("", nil, func() { e.p.adhere(!e.adheres()) })
	t.ask = kit.NewQuietButton(l.T("together.ask"), nil, e.p.askConfirm)
	t.confirm = kit.NewPrimaryButton(l.T("together.confirm"), nil, e.p.confirm)
	note := kit.NewHighlightText(l.T("sponsor.note"), kit.TextLook{Size: 11, Color: kit.ColorMuted, MaxLines: -1})
	t.why = kit.NewHighlightText("", kit.TextLook{Size: 12, MaxLines: -1})
	foot := container.NewPadded(container.NewVBox(t.why, container.NewHBox(t.confirm, t.adhere, t.ask), note))
	t.root = kit.NewFrame(nil, foot, nil, nil, t.list)
	return t
}

func (*togetherTab) id() string { return tabTogether }

func (*togetherTab) title() string { return "drafts.tab.together" }

// badge counts who supports the text as it stands.
func (t *togetherTab) badge() int {
	_, joined := t.e.counts()
	return joined
}

func (t *togetherTab) view() fyne.CanvasObject { return t.root }

func (t *togetherTab) focus() fyne.Focusable { return t.list }

// changed has nothing to do: the marks are read when the draft is saved.
func (*togetherTab) changed() {}

func (t *togetherTab) update() {
	e, l := t.e, t.e.p.h.Lang
	t.adhere.SetText(l.T("together.join"))
	if e.adheres() {
		t.adhere.SetText(l.T("together.unjoin"))
	}
	t.confirm.Hidden = !e.p.asksMe(e.draft)
	t.ask.Hidden = !t.confirm.Hidden
	t.adhere.Hidden = e.locked() || e.shut().Support
	if e.locked() {
		t.ask.Hidden, t.confirm.Hidden = true, true
	}
	words := e.barWords()
	t.why.Set(words, nil)
	t.why.Hidden = words == ""
	t.set(append(append(t.asked(), t.supports()...), t.sights()...))
	t.root.Refresh()
}

// sights tells for each member whether they have seen the text.
func (t *togetherTab) sights() []asideRow {
	e, l := t.e, t.e.p.h.Lang
	rows := []asideRow{{view: kit.RowView{Title: l.T("together.seen"), Heading: true}}}
	for _, m := range e.members() {
		v := kit.RowView{Title: m.name, Detail: l.T("together.not_seen"), Icon: theme.NewColoredResource(theme.VisibilityOffIcon(), kit.ColorMuted)}
		switch when := l.Ago(m.mark.Seen, e.p.h.Now()); {
		case m.mark.SeenNow:
			v.Detail, v.Icon = l.T("together.seen_now", "when", when), theme.NewSuccessThemedResource(theme.VisibilityIcon())
		case !m.mark.Seen.IsZero():
			v.Detail = l.T("together.seen_before", "when", when)
		}
		rows = append(rows, asideRow{view: v, open: func() {}})
	}
	return rows
}

// supports lists who joined, and to which text.
func (t *togetherTab) supports() []asideRow {
	e, l := t.e, t.e.p.h.Lang
	rows := []asideRow{{view: kit.RowView{Title: l.T("sponsor.all"), Heading: true}}}
	for _, m := range e.members() {
		if m.mark.Joined.IsZero() {
			continue
		}
		v := kit.RowView{Title: m.name, Detail: l.Ago(m.mark.Joined, e.p.h.Now()), Icon: theme.NewSuccessThemedResource(theme.ConfirmIcon())}
		if m.mark.Stale {
			v.Badge, v.Tone, v.Icon = l.T("sponsor.stale"), kit.Warn, theme.NewWarningThemedResource(theme.WarningIcon())
		}
		rows = append(rows, asideRow{view: v, open: func() {}})
	}
	if len(rows) == 1 {
		rows = append(rows, asideRow{view: kit.RowView{Title: l.T("together.none_joined"), Pending: true}})
	}
	return rows
}

// asked says who is asked to confirm the text, and whether they did.
func (t *togetherTab) asked() []asideRow {
	e, l := t.e, t.e.p.h.Lang
	a := e.draft.Ask
	if a == nil {
		return nil
	}
	to := e.p.nameIn(e.p.inGroup[e.draft.ID].Group, a.To)
	v := kit.RowView{
		Title:  l.T("together.asked", "by", a.Name, "to", to),
		Detail: l.Ago(a.At, e.p.h.Now()), Icon: theme.NewColoredResource(theme.QuestionIcon(), kit.ColorMuted),
	}
	if a.Text != civic.TextHash(e.loaded) {
		v.Badge, v.Tone = l.T("sponsor.stale"), kit.Warn
	}
	// What the text says of a confirmation anybody of the group may write; the mark
	// only its member.
	if m := e.markOf(a.To); !a.Done.IsZero() && !m.Confirmed.IsZero() {
		v.Title, v.Detail = l.T("together.confirmed", "name", to), l.Ago(m.Confirmed, e.p.h.Now())
		v.Badge, v.Tone, v.Icon = "", kit.Neutral, theme.NewSuccessThemedResource(theme.ConfirmIcon())
		if !m.Agreed {
			v.Badge, v.Tone, v.Icon = l.T("sponsor.stale"), kit.Warn, theme.NewWarningThemedResource(theme.WarningIcon())
		}
	}
	return []asideRow{{view: kit.RowView{Title: l.T("together.confirmation"), Heading: true}}, {view: v, open: func() {}}}
}

// memberMark is a member with what they say of the draft.
type memberMark struct {
	name string
	mark desk.DraftMark
}

// members gives the group's members with their marks, and who left but said
// something.
func (e *editor) members() []memberMark {
	l := e.p.h.Lang
	g, _ := e.p.group(e.p.inGroup[e.draft.ID].Group)
	left := map[civic.ID]desk.DraftMark{}
	for _, m := range e.marks {
		left[m.Person] = m
	}
	var out []memberMark
	add := func(name string, me bool, mark desk.DraftMark) {
		if me {
			name = l.T("group.me", "name", name)
		}
		out = append(out, memberMark{name, mark})
	}
	for _, m := range g.Members {
		add(m.Name, m.Me, left[m.Person])
		delete(left, m.Person)
	}
	for _, m := range e.marks {
		if _, ok := left[m.Person]; ok {
			add(m.Name, m.Me, m)
		}
	}
	return out
}

// markOf is what a member says of the draft.
func (e *editor) markOf(person civic.ID) desk.DraftMark {
	for _, m := range e.marks {
		if m.Person == person {
			return m
		}
	}
	return desk.DraftMark{}
}

// counts tells how many others have seen the text as it stands, and how many
// support it.
func (e *editor) counts() (seen, joined int) {
	for _, m := range e.marks {
		if m.SeenNow && !m.Me {
			seen++
		}
		if !m.Joined.IsZero() && !m.Stale {
			joined++
		}
	}
	return seen, joined
}

// adheres tells whether the person supports the text as it stands.
func (e *editor) adheres() bool {
	for _, m := range e.marks {
		if m.Me {
			return !m.Joined.IsZero() && !m.Stale
		}
	}
	return false
}

// nameIn is what a member of a group is called.
func (p *page) nameIn(group, person civic.ID) string {
	g, _ := p.group(group)
	for _, m := range g.Members {
		if m.Person == person {
			return m.Name
		}
	}
	return p.h.Lang.T("group.someone")
}

// readMarks asks what the group says of the draft.
func (e *editor) readMarks() {
	if !e.p.shares(e.draft.ID) {
		return
	}
	id := e.draft.ID
	readAside(e, tabTogether, func(ctx context.Context) ([]desk.DraftMark, error) {
		return e.p.d.DraftMarks(ctx, id)
	}, func(marks []desk.DraftMark) {
		e.marks = marks
		e.notice.update()
		e.aside.update()
	})
}

// adhere supports the text as it stands, after the words that this is no
// signature; or takes that back.
func (p *page) adhere(on bool) {
	e, l := p.ed, p.h.Lang
	do := func() {
		e.saved(func() {
			id := e.draft.ID
			p.run(func(ctx context.Context) error { return p.d.JoinDraft(ctx, id, on) }, func() {})
		})
	}
	if !on {
		do()
		return
	}
	if e.shut().Support {
		p.h.Toast(kit.Toast{Text: l.T("drafts.bar.support")})
		return
	}
	p.h.Ask(l.T("together.join_title"), l.T("together.join_text")+"\n\n"+l.T("sponsor.note"), l.T("together.join"), do)
}

// confirm says that the text may leave as it stands.
func (p *page) confirm() {
	e, l := p.ed, p.h.Lang
	p.h.Ask(l.T("together.confirm_title"), l.T("together.confirm_text"), l.T("together.confirm"), func() {
		e.saved(func() {
			id := e.draft.ID
			p.run(func(ctx context.Context) error { return p.d.ConfirmDraft(ctx, id) }, func() {})
		})
	})
}
