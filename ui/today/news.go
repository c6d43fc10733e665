package today

import (
	"context"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/ui/kit"
)

// News is what changed since the person last looked, and what they follow.
type News interface {
	News(ctx context.Context, limit int) ([]civic.News, error)
	SeeNews(ctx context.Context, ids ...civic.ID) error
	Follows(ctx context.Context) ([]civic.FollowView, error)
	Unfollow(ctx context.Context, what civic.FollowKind, target string) error
}

// How much of what is new is read, and how much of it "Oggi" shows at once.
const (
	readNews = 200
	mostNews = 12
)

// news makes the rows of what is new; opening one marks it as seen.
func (p *page) news(list []civic.News) []row {
	var rows []row
	for i, n := range list {
		if i == mostNews {
			break
		}
		rows = append(rows, row{view: p.newsRow(n), route: newsRoute(n), news: n.ID})
	}
	return rows
}

// newsTitle is the group's heading, with how much there is beyond what is shown.
func (p *page) newsTitle(list []civic.News) string {
	if len(list) > mostNews {
		return p.h.Lang.N("today.news_more", len(list)-mostNews)
	}
	return p.h.Lang.T("today.news")
}

func newsRoute(n civic.News) string {
	switch n.Kind {
	case civic.NewsAnswer:
		return "spaces/thread/" + string(n.Thread)
	case civic.NewsEvent, civic.NewsCommitment, civic.NewsRevision:
		return "acts/" + string(n.Act) + "/history"
	}
	return "acts/" + string(n.Act)
}

func (p *page) newsRow(n civic.News) kit.RowView {
	l := p.h.Lang
	v := kit.RowView{
		Icon: kit.Icon("thread"), Title: n.Subject, Detail: l.T("news.kind." + string(n.Kind)), Right: l.ShortTime(n.At, p.h.Now()), Unread: true,
	}
	if n.Kind != civic.NewsAnswer {
		v.Icon = kit.KindIcon(string(n.ActKind))
		v.Detail += " · " + n.BodyName
	}
	if n.Theme != "" && n.Kind == civic.NewsAct {
		v.Detail += " · " + l.T("theme."+string(n.Theme))
	}
	switch {
	case n.Event != nil && n.Event.Outcome != "":
		v.Badge, v.Tone = l.T("act.outcome."+string(n.Event.Outcome)), kit.OutcomeTone(string(n.Event.Outcome))
	case n.Event != nil:
		v.Badge = l.T("act.event." + string(n.Event.Type))
	case n.Point != nil:
		v.Badge = l.T("commitment.state." + string(n.Point.State))
	}
	return v
}

// openRow goes where a row leads; what was new there is seen.
func (p *page) openRow(i int) {
	r := p.rows[i]
	if r.news != "" {
		p.see(r.news)
	}
	p.h.Go(r.route)
}

// see marks news as seen; none named: all of it.
func (p *page) see(ids ...civic.ID) {
	kit.Do(context.Background(), p.h.Work, kit.Job[struct{}]{
		Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) {
			return struct{}{}, p.c.SeeNews(ctx, ids...)
		},
		Done: func(_ struct{}, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.reload()
		},
	})
}

// changes reads what is new and what is due. Where the calendar was once
// written it is kept up to date.
func (p *page) changes(ctx context.Context) (news []civic.News, terms []council.DeadlineView, err error) {
	if p.c == nil {
		return nil, nil, nil
	}
	if news, err = p.c.News(ctx, readNews); err != nil {
		return nil, nil, err
	}
	if err = renewCalendar(ctx, p.c, p.h); err != nil {
		return nil, nil, err
	}
	terms, _, err = p.c.Deadlines(ctx, council.DeadlineQuery{})
	return news, terms, err
}

func (p *page) commands() []kit.Command {
	if p.c == nil {
		return nil
	}
	return []kit.Command{
		{ID: "today.see_all", TitleKey: "today.see_all", Run: func() { p.see() }, Enabled: func() bool { return p.new }},
		{ID: "today.follows", TitleKey: "today.follows", Run: p.follows},
	}
}
