package drafts

import (
	"cmp"
	"context"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// asking says in the strip that the text waits to be confirmed.
func (n *notice) asking(d civic.Draft) (remark, bool) {
	p, l := n.e.p, n.e.p.h.Lang
	text := l.T("together.asks_you", "name", d.Ask.Name)
	if d.Ask.Text != civic.TextHash(n.e.loaded) {
		text += " " + l.T("together.asks_changed")
	}
	return remark{text, kit.ColorWarnSoft, []*kit.Button{
		kit.NewPrimaryButton(l.T("together.confirm"), nil, p.confirm), kit.NewButton(l.T("drafts.tab.together"), nil, func() { n.e.showTab(tabTogether) }),
	}}, true
}

// shared says in the strip which group has the draft.
func (n *notice) shared(x desk.GroupDraft) (remark, bool) {
	e, l := n.e, n.e.p.h.Lang
	if x.Ended {
		return remark{l.T("together.ended"), kit.ColorSoft, []*kit.Button{kit.NewButton(l.T("button.ok"), nil, func() {
			id := e.draft.ID
			e.p.run(func(ctx context.Context) error { return e.p.d.KeepEnded(ctx, id) }, func() {})
		})}}, true
	}
	if x.Returning {
		return remark{l.T("together.returning"), kit.ColorSoft, nil}, true
	}
	seen, joined := e.counts()
	text := l.T("together.strip", "group", x.Name) + " · " + l.T("together.strip_unseen")
	if seen > 0 {
		text = l.T("together.strip", "group", x.Name) + " · " + l.N("together.strip_seen", seen)
	}
	if joined > 0 {
		text += " · " + l.N("together.strip_joined", joined)
	}
	if words := e.barWords(); words != "" {
		text += ". " + words
	}
	return remark{text, kit.ColorSoft, []*kit.Button{kit.NewButton(l.T("drafts.tab.together"), nil, func() { e.showTab(tabTogether) })}}, true
}

// revising says that this is a new text of an act, and who publishes it.
func (n *notice) revising(d civic.Draft) (remark, bool) {
	e, l := n.e, n.e.p.h.Lang
	r := remark{l.T("drafts.revises_text"), kit.ColorSoft, []*kit.Button{
		kit.NewButton(l.T("drafts.open_act"), nil, func() { e.p.h.Go("acts/" + string(d.Revises)) }),
	}}
	b := e.shut()
	switch {
	case e.p.shares(d.ID) && b.Author != "":
		r.text = l.T("drafts.revises_group", "name", b.Name, "group", e.p.inGroup[d.ID].Name)
	case b.Author != "":
		r.text = e.barWords()
	case b.Why == desk.BarPrepares: // of an act that is not hers to read
		return n.shared(e.p.inGroup[d.ID])
	}
	if e.p.shares(d.ID) {
		r.buttons = append(r.buttons, kit.NewButton(l.T("drafts.tab.together"), nil, func() { e.showTab(tabTogether) }))
	}
	return r, true
}

// published says who published the draft, and what one can do then.
func (n *notice) published(d civic.Draft) (remark, bool) {
	p, l := n.e.p, n.e.p.h.Lang
	x, b := p.inGroup[d.ID], n.e.shut()
	text := l.T("drafts.published_text")
	switch {
	case b.Author != "" && (x.Out == nil || x.Ended):
		text = l.T("drafts.published_other", "name", b.Name)
	case x.Out == nil || x.Ended || x.Out.By == p.who.profile.Person:
	case x.Out.Here:
		text = l.T("drafts.published_by", "name", x.Out.Name, "date", l.Date(x.Out.At))
	default:
		text = l.T("drafts.leaving_by", "name", cmp.Or(x.Out.Name, l.T("group.someone")))
	}
	r := remark{text: text, ground: kit.ColorGoodSoft}
	if !b.Revise {
		r.buttons = append(r.buttons, kit.NewButton(l.T(cmp.Or(p.revises(), "drafts.revise")), nil, p.revise))
	}
	if p.archivable() {
		r.buttons = append(r.buttons, kit.NewButton(l.T("group.archive"), nil, func() { p.archive(d) }))
	}
	return r, true
}

// second says that another of the group was first to publish.
func (n *notice) second(d civic.Draft, q civic.Queued) (remark, bool) {
	l := n.e.p.h.Lang
	return remark{l.Refusal(string(q.Reason), q.Params), kit.ColorSoft, []*kit.Button{
		kit.NewButton(l.T("drafts.open_act"), nil, func() { n.e.p.h.Go("acts/" + string(d.Act)) }),
		kit.NewButton(l.T("outbox.forget"), nil, func() {
			n.e.p.run(func(ctx context.Context) error {
				_, err := n.e.p.d.Cancel(ctx, q.Command.ID)
				return err
			}, func() {})
		}),
	}}, true
}

// heldFiled says that the filing for which a publication was held is noted.
func (n *notice) heldFiled(d civic.Draft) (remark, bool) {
	p, l := n.e.p, n.e.p.h.Lang
	return remark{l.T("drafts.held_filed", "protocol", protocolOr(d.Protocol, l), "date", l.Day(d.FiledOn)), kit.ColorWarnSoft, []*kit.Button{
		kit.NewPrimaryButton(l.T("drafts.mark_filed"), nil, p.markFiled), kit.NewButton(l.T("drafts.take_back"), nil, p.takeBack),
	}}, true
}
