package drafts

import (
	"context"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// readAmended looks whether the act that one amends has a newer text.
func (e *editor) readAmended() {
	if x := e.draft.Plain; x == nil || x.Lineage == nil || x.Lineage.Mode != civic.Amends || e.locked() {
		return
	}
	id := e.draft.ID
	kit.Do(context.Background(), e.p.h.Work, kit.Job[desk.AmendNews]{
		Slot: "drafts.amended",
		Run:  func(ctx context.Context, _ kit.Progress) (desk.AmendNews, error) { return e.p.d.AmendNews(ctx, id) },
		Done: func(n desk.AmendNews, err error) {
			if err == nil && e.on() && e.draft.ID == id {
				e.amended = n
				e.notice.update()
			}
		},
	})
}

// amended says that the act has a newer text, and what that means.
func (n *notice) amended() (remark, bool) {
	e, l := n.e, n.e.p.h.Lang
	if !e.amended.Newer() {
		return remark{}, false
	}
	text, tone := newerText(e.amended).Line(l)
	r := remark{text, tone, []*kit.Button{kit.NewButton(l.T("amend.see"), nil, e.showAmended)}}
	if e.amended.Applies {
		r.buttons = append(r.buttons, kit.NewButton(l.T("amend.renew"), nil, e.renewAmendment))
	}
	return r, true
}

// showAmended shows the clauses that the amendment touches as they were and are.
func (e *editor) showAmended() {
	l, n := e.p.h.Lang, e.amended
	verb, run := l.T("button.close"), func() {}
	if n.Applies {
		verb, run = l.T("amend.renew"), e.renewAmendment
	}
	e.p.h.AskWith(l.T("amend.see"), newerText(n).View(l), verb, run)
}

// renewAmendment saves what is written first: the desk changes what it has.
func (e *editor) renewAmendment() {
	id, l := e.draft.ID, e.p.h.Lang
	e.saved(func() {
		kit.Do(context.Background(), e.p.h.Work, kit.Job[civic.Draft]{
			Run: func(ctx context.Context, _ kit.Progress) (civic.Draft, error) {
				return e.p.d.RenewAmendment(ctx, id, l.T("amend.version"))
			},
			Done: func(_ civic.Draft, err error) {
				if err != nil {
					e.p.h.Fail(err)
					return
				}
				e.amended = desk.AmendNews{}
				e.notice.update()
				e.catchUp()
				e.p.h.Toast(kit.Toast{Text: l.T("amend.renewed")})
			},
		})
	})
}

// newerText is what a screen says of it.
func newerText(n desk.AmendNews) kit.NewerText {
	out := kit.NewerText{Subject: n.Act.Subject, Renamed: n.Renamed, Others: n.Others, Applies: n.Applies}
	for _, t := range n.Touched {
		out.Touched = append(out.Touched, kit.TouchedText(t))
	}
	return out
}
