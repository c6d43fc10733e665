package today

import (
	"context"

	"fyne.io/fyne/v2/theme"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// Circles are the groups that prepare texts together.
type Circles interface {
	Groups(ctx context.Context) ([]desk.GroupView, error)
	GroupDrafts(ctx context.Context) (map[civic.ID]desk.GroupDraft, error)
	Act(ctx context.Context, id civic.ID) (civic.ActView, error)
}

// joint is what waits for the person among the texts of their groups.
type joint struct {
	confirm []civic.Draft   // they are asked to confirm
	out     []civic.ActView // published, after they had joined the draft
	invited []invited
}

// invited is an invitation that the person gave out, and its group.
type invited struct {
	group desk.GroupView
	desk.InvitationView
}

// mostOut bounds how many published acts are looked at for one's support.
const mostOut = 20

// joint reads it; who is not connected has no groups.
func (p *page) joint(ctx context.Context, v day) (j joint, err error) {
	groups, err := p.d.Groups(ctx)
	if civic.Is(err, civic.Unauthenticated) || civic.Is(err, civic.Unknown) {
		return j, nil
	}
	if err != nil {
		return j, err
	}
	for _, g := range groups {
		for _, x := range g.Invitations {
			if x.ByMe {
				j.invited = append(j.invited, invited{g, x})
			}
		}
	}
	shared, err := p.d.GroupDrafts(ctx)
	if err != nil {
		return j, err
	}
	looked := 0
	for _, d := range v.drafts {
		x, together := shared[d.ID]
		if together && !x.Ended && waits(d, x, v.profile.Person) {
			j.confirm = append(j.confirm, d)
		}
		if x.Mine.Joined.IsZero() || d.Act == "" || looked == mostOut {
			continue
		}
		looked++
		act, err := p.d.Act(ctx, d.Act)
		if civic.Is(err, civic.NotFound) {
			continue // not accepted yet, or taken back
		}
		if err != nil {
			return j, err
		}
		if !supported(act, v.profile.Person) {
			j.out = append(j.out, act)
		}
	}
	return j, nil
}

// waits tells whether the person is asked to confirm a draft. Who confirmed it is
// told by their mark, which nobody else can write.
func waits(d civic.Draft, x desk.GroupDraft, me civic.ID) bool {
	a := d.Ask
	return a != nil && a.To == me && d.State == civic.DraftOpen && d.Plain != nil && (a.Done.IsZero() || x.Mine.Confirmed.IsZero())
}

// supported tells whether there is nothing to offer: the act is one's own, one's
// support stands already, or the council has decided.
func supported(a civic.ActView, me civic.ID) bool {
	decided := a.Outcome != "" && a.Outcome != civic.Pending && a.Outcome != civic.Postponed
	if a.Record.Author == me || a.Pending || decided {
		return true
	}
	for _, s := range a.Sponsors {
		if s.Person == me || s.Person == "" && s.Pending {
			return true
		}
	}
	return false
}

func (p *page) confirms(list []civic.Draft) []row {
	l := p.h.Lang
	var rows []row
	for _, d := range list {
		title := d.Plain.Subject
		if title == "" {
			title = l.T("draft.untitled")
		}
		rows = append(rows, row{route: "drafts/" + string(d.ID), view: kit.RowView{
			Icon: kit.KindIcon(string(d.Plain.Kind)), Title: title, Detail: l.T("today.asks", "name", d.Ask.Name),
			Right: l.ShortTime(d.Ask.At, p.h.Now()), Badge: l.T("drafts.badge.confirm"), Tone: kit.Warn, Unread: true,
		}})
	}
	return rows
}

func (p *page) published(list []civic.ActView) []row {
	l := p.h.Lang
	var rows []row
	for _, a := range list {
		rows = append(rows, row{route: "acts/" + string(a.Record.ID), view: kit.RowView{
			Icon: kit.KindIcon(string(a.Act.Kind)), Title: a.Act.Subject, Detail: l.T("today.joined_draft"),
			Right: l.ShortTime(a.Act.Published, p.h.Now()),
		}})
	}
	return rows
}

func (p *page) invitations(list []invited) []row {
	l := p.h.Lang
	var rows []row
	for _, x := range list {
		v := kit.RowView{
			Icon: theme.NewColoredResource(theme.MailSendIcon(), kit.ColorMuted), Title: l.T("group.code_of", "name", x.group.Name),
			Detail: l.T("group.part." + string(x.Part)),
		}
		if !x.Expires.IsZero() {
			v.Right = l.T("group.expires", "date", l.Date(x.Expires))
		}
		rows = append(rows, row{route: "drafts/groups/" + string(x.group.ID), view: v})
	}
	return rows
}
