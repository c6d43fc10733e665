package acts

import (
	"context"
	"strings"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// ownSponsor is the person's own support for the act; nil: there is none.
func ownSponsor(x reading) *civic.SponsorView {
	for i, s := range x.view.Sponsors {
		if s.Person == x.me || s.Person == "" && s.Pending {
			return &x.view.Sponsors[i]
		}
	}
	return nil
}

// standing tells whether the person supports the act as it reads now.
func standing(x reading) bool {
	own := ownSponsor(x)
	return own != nil && !own.Stale
}

// undecided tells whether support may still count for something.
func undecided(x reading) bool {
	return x.view.Outcome == "" || x.view.Outcome == civic.Pending || x.view.Outcome == civic.Postponed
}

// sponsor asks first: whoever reads the act will see it, and it is no signature.
func (p *page) sponsor() {
	l := p.h.Lang
	p.h.Ask(l.T("sponsor.title"), l.T("sponsor.about")+"\n\n"+l.T("sponsor.note"), l.T("cmd.sponsor"), func() { p.support(true) })
}

func (p *page) unsponsor() { p.support(false) }

func (p *page) support(on bool) {
	deed(p, func(ctx context.Context, id civic.ID) (civic.Queued, error) { return p.d.Sponsor(ctx, id, on) }, nil)
}

// sponsorLine names who supports the act; of a text that has changed since it
// says so.
func sponsorLine(l *kit.Lang, all []civic.SponsorView) string {
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.Support.Name
		switch {
		case s.Pending:
			names[i] += " (" + l.T("sponsor.pending") + ")"
		case s.Stale:
			names[i] += " (" + l.T("sponsor.stale") + ")"
		}
	}
	return strings.Join(names, ", ")
}
