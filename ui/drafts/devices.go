package drafts

import (
	"context"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// sharedNow tells whether the person's other computers have the open draft.
func (p *page) sharedNow() bool {
	return p.ed != nil && !p.together() && p.shared[p.ed.draft.ID].State == civic.ShareOn
}

// whereElse says in the list where else a draft is.
func (p *page) whereElse(id civic.ID) string {
	x, ok := p.shared[id]
	g := p.inGroup[id]
	switch {
	case p.shares(id) && !g.Unread:
		return p.inGroupWords(g)
	case !ok || x.State == civic.ShareOff:
		return ""
	case x.State == civic.ShareEnded:
		return p.h.Lang.T("drafts.shared_ended")
	case x.Unread, x.Foreign:
		return p.h.Lang.T("drafts.shared_unread")
	}
	return p.h.Lang.T("drafts.shared_on")
}

// share lets the person's other computers have the open draft, or ends that.
func (p *page) share(on bool) {
	e, l := p.ed, p.h.Lang
	if on && p.who.profile.Central == "" {
		p.h.Toast(kit.Toast{Text: l.T("desk.not_connected"), Action: l.T("nav.settings"), Run: func() { p.h.Go("settings") }})
		return
	}
	e.saved(func() {
		id := e.draft.ID
		p.run(func(ctx context.Context) error { return p.d.ShareDraft(ctx, id, on) }, func() {
			if !on {
				p.h.Toast(kit.Toast{Text: l.T("drafts.unshared_toast")})
				return
			}
			p.h.Toast(kit.Toast{Text: l.T("drafts.shared_toast"), Action: l.T("settings.keys"), Run: func() { p.h.Go("settings/keys") }})
		})
	})
}

// unreadable is what is shown of a draft that only other computers can open.
func (p *page) unreadable() fyne.CanvasObject {
	l := p.h.Lang
	return kit.NewEmptyState(kit.EmptyView{
		Icon: "drafts", Text: l.T("drafts.unreadable"), Hint: l.T("drafts.unreadable_do"), Button: l.T("settings.keys"),
		OnPress: func() { p.h.Go("settings/keys") },
	})
}

// looked says that the person has seen it.
func (e *editor) looked() {
	e.doubts = nil
	id := e.draft.ID
	e.saved(func() {
		e.p.run(func(ctx context.Context) error {
			_, err := e.p.d.Looked(ctx, id)
			return err
		}, func() {})
	})
}

// deviceName names the side of a merge.
func deviceName(side string, l *kit.Lang) string {
	switch side {
	case drafting.SideA, "":
		return l.T("drafts.this_window")
	case drafting.SideB:
		return l.T("drafts.other_window")
	}
	return side
}
