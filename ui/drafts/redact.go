package drafts

import (
	"context"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// Moderated is what moderation did to drafts.
type Moderated interface {
	SeenObscured(ctx context.Context, draft civic.ID) error
}

// obscured says that a passage was taken out, and why, until the person has read
// it.
func (n *notice) obscured(note civic.RedactionNote) (remark, bool) {
	e, l := n.e, n.e.p.h.Lang
	text := l.T("drafts.obscured", "date", l.Date(note.At.In(e.p.h.Now().Location())), "reason", l.T("act.redact."+string(note.Reason)))
	return remark{text, kit.ColorWarnSoft, []*kit.Button{
		kit.NewButton(l.T("drafts.obscured_seen"), nil, func() {
			id := e.draft.ID
			e.p.run(func(ctx context.Context) error { return e.p.d.SeenObscured(ctx, id) }, func() {})
		}),
	}}, true
}
