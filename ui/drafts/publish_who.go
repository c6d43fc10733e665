package drafts

import (
	"context"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// audience is who may see an act, as the dialog offers it.
type audience struct {
	name, help string
	how        civic.SubmitHow
}

// audiences lists who may see the act of the open draft. What a group has is for
// the group at least, and not for oneself alone.
func (p *page) audiences() []audience {
	l := p.h.Lang
	of := func(v civic.Visibility, how civic.SubmitHow) audience {
		how.Visibility = v
		return audience{l.T("act.visibility." + string(v)), l.T("act.visibility_help." + string(v)), how}
	}
	all := []audience{of(civic.Everyone, civic.SubmitHow{Licence: civic.LicenceCCBY}), of(civic.Councillors, civic.SubmitHow{})}
	switch ids, _ := p.openGroups(); {
	case p.together():
		group := of(civic.GroupOnly, civic.SubmitHow{})
		group.name = l.T("publish.group", "group", p.inGroup[p.ed.draft.ID].Name)
		return append(all, group)
	case len(ids) > 0:
		all = append(all, of(civic.GroupOnly, civic.SubmitHow{}))
	}
	return append(all, of(civic.OnlyMe, civic.SubmitHow{}))
}

// leave does what was chosen; for a group that does not have the draft yet it asks
// which.
func (p *page) leave(e *editor, how civic.SubmitHow) {
	if how.Visibility != civic.GroupOnly || p.together() {
		p.submit(e, how)
		return
	}
	p.chooseGroup(func(group civic.ID, _ string) {
		id := e.draft.ID
		answer(p, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, p.d.ShareInGroup(ctx, id, group)
		}, func(struct{}) { p.submit(e, how) })
	})
}

// keptToast says for whom an act was kept; empty: it goes out.
func keptToast(how civic.SubmitHow, l *kit.Lang) string {
	switch how.Visibility {
	case civic.OnlyMe:
		return l.T("drafts.kept_toast")
	case civic.GroupOnly:
		return l.T("drafts.kept_group_toast")
	}
	return ""
}
