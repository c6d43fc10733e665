package acts

import (
	"context"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// amendedNote says that the act which this one amends has a newer text.
func (r *reader) amendedNote() note {
	l, n := r.p.h.Lang, r.known.amended
	text, tone := newerText(n).Line(l)
	out := note{text: text, tone: tone, button: l.T("amend.see"), run: r.p.showAmended}
	if n.Own && n.Applies {
		out.more, out.readMore = l.T("amend.renew"), r.p.renewAmendment
	}
	return out
}

// showAmended shows the clauses that the amendment touches as they were and are.
func (p *page) showAmended() {
	x, ok := p.reading()
	if !ok || !x.amended.Newer() {
		return
	}
	l, n := p.h.Lang, x.amended
	verb, run := l.T("drafts.open_act"), func() { p.h.Go("acts/" + string(n.Act.ID)) }
	if n.Own && n.Applies {
		verb, run = l.T("amend.renew"), p.renewAmendment
	}
	p.h.AskWith(l.T("amend.see"), newerText(n).View(l), verb, run)
}

// renewAmendment begins a new text of one's own amendment, upon the act as it is
// now.
func (p *page) renewAmendment() {
	x, ok := p.reading()
	if !ok || !x.amended.Own || !x.amended.Applies {
		return
	}
	id, l := x.view.Record.ID, p.h.Lang
	kit.Do(context.Background(), p.h.Work, kit.Job[civic.Draft]{
		Run: func(ctx context.Context, _ kit.Progress) (civic.Draft, error) {
			return p.d.RenewAmendment(ctx, id, l.T("amend.version"))
		},
		Done: func(d civic.Draft, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.h.Go("drafts/" + string(d.ID))
		},
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
