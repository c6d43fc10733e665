package acts

import (
	"context"
	"strconv"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// newer shows, clause by clause, what changed in the act that one's own came
// from. What is not ticked stays as it is, and is not told again.
func (p *page) newer() {
	x, ok := p.reading()
	if !ok || len(x.newer.Items) == 0 {
		return
	}
	l, list := p.h.Lang, proposals(p.h.Lang, x.newer)
	p.h.AskWith(l.T("reuse.newer_title"), list.View(), l.T("reuse.newer_take"), func() {
		p.takeNewer(x.view.Record.ID, x.newer, list.Chosen())
	})
	p.h.Window.Canvas().Focus(list.Checks[0])
}

func proposals(l *kit.Lang, found desk.Suggested) *kit.Proposals {
	var all []kit.Proposal
	for i, x := range found.Items {
		all = append(all, kit.Proposal{
			Title: strconv.Itoa(i+1) + " · " + l.T("reuse.newer."+string(x.Kind)), Before: x.Mine, After: x.Now,
		})
	}
	return kit.NewProposals(l.T("reuse.newer_intro", "body", found.Parent.BodyName), l.T("reuse.newer_mine"), l.T("reuse.newer_now"), all)
}

func (p *page) takeNewer(act civic.ID, found desk.Suggested, chosen []int) {
	kit.Do(context.Background(), p.h.Work, kit.Job[civic.Draft]{
		Run: func(ctx context.Context, _ kit.Progress) (civic.Draft, error) {
			return p.d.TakeSuggestions(ctx, act, found, chosen)
		},
		Done: func(d civic.Draft, err error) {
			switch {
			case err != nil:
				p.h.Fail(err)
			case len(chosen) > 0:
				p.h.Go("drafts/" + string(d.ID))
			default:
				p.h.Toast(kit.Toast{Text: p.h.Lang.T("reuse.newer_seen")})
			}
			p.reload()
		},
	})
}
