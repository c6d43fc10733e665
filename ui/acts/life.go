package acts

import (
	"context"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/ui/kit"
)

// Life tells what became of an act in its council.
type Life interface {
	EditEvent(ctx context.Context, id civic.ID, base int64, e civic.ActEvent) (civic.Queued, error)
	DropEvent(ctx context.Context, id civic.ID) (civic.Queued, error)
	SetPoint(ctx context.Context, act, clause civic.ID, base int64, s civic.CommitmentSet) (civic.Queued, error)
	AddEvidence(ctx context.Context, act, clause civic.ID, e civic.Evidence, files ...civic.Attachment) (civic.Queued, error)
	DropEvidence(ctx context.Context, act, clause, evidence civic.ID) (civic.Queued, error)
	NewDraft(ctx context.Context, c civic.Content) (civic.Draft, error)
}

// Council is what the screen asks of the person's own council: terms and
// follows, which stay on the device.
type Council interface {
	Deadlines(ctx context.Context, q council.DeadlineQuery) ([]council.DeadlineView, []civic.ClockNote, error)
	Remedy(ctx context.Context, d council.DeadlineView) (civic.Content, error)
	Verify(ctx context.Context, act civic.ID) (civic.Content, error)
	Follow(ctx context.Context, what civic.FollowKind, target string) error
	Unfollow(ctx context.Context, what civic.FollowKind, target string) error
	Follows(ctx context.Context) ([]civic.FollowView, error)
	// SeeAct marks what is new about an act as seen.
	SeeAct(ctx context.Context, act civic.ID) error
}

// lifeReading is what follows from an act's events.
type lifeReading struct {
	me      civic.ID
	life    civic.Life
	events  []civic.EventView // in their order
	terms   []council.DeadlineView
	notes   []civic.ClockNote
	points  []civic.CommitmentView
	binds   bool
	follows []civic.Follow
}

// following tells whether the person follows it.
func (x lifeReading) following(what civic.FollowKind, target string) bool {
	for _, f := range x.follows {
		if f.What == what && f.Target == target {
			return true
		}
	}
	return false
}

// readLife gathers it. Reading an act is seeing what was new about it.
func (p *page) readLife(ctx context.Context, x *reading, me civic.ID) error {
	v := x.view
	x.me = me
	events := make([]civic.ActEvent, len(v.Events))
	for i, e := range v.Events {
		events[i] = e.Event
	}
	x.life = civic.LifeOf(v.Act, events, civic.DateOf(p.h.Now()))
	x.events = inOrder(v.Events)
	x.points = civic.PointsOf(v.Act, v.Points, v.Record.ID)
	x.binds = civic.Commits(v.Act.Kind, v.Outcome)
	if p.c == nil {
		return nil
	}
	var err error
	if x.terms, x.notes, err = p.c.Deadlines(ctx, council.DeadlineQuery{Act: v.Record.ID}); err != nil {
		return err
	}
	all, err := p.c.Follows(ctx)
	if err != nil {
		return err
	}
	for _, f := range all {
		x.follows = append(x.follows, f.Follow)
	}
	return p.c.SeeAct(ctx, v.Record.ID)
}

// readDue finds the open terms of the acts that the person wrote or follows, for
// the list.
func (p *page) readDue() {
	if p.c == nil {
		return
	}
	kit.Do(context.Background(), p.h.Work, kit.Job[map[civic.ID]council.DeadlineView]{
		Slot: "acts.due",
		Run: func(ctx context.Context, _ kit.Progress) (map[civic.ID]council.DeadlineView, error) {
			all, _, err := p.c.Deadlines(ctx, council.DeadlineQuery{})
			due := make(map[civic.ID]council.DeadlineView, len(all))
			for _, d := range all { // the first due first
				if _, there := due[d.Act]; !there && d.Act != "" && d.Kind != civic.ClockCommitment {
					due[d.Act] = d
				}
			}
			return due, err
		},
		Done: func(due map[civic.ID]council.DeadlineView, err error) {
			if err != nil || len(due) == 0 && len(p.due) == 0 {
				return // the page of deadlines says what is wrong
			}
			p.due = due
			p.list.Reload()
		},
	})
}

// inOrder puts events as civic.InOrder does, so that what is odd about one is
// found by its place.
func inOrder(all []civic.EventView) []civic.EventView {
	events := make([]civic.ActEvent, len(all))
	for i, e := range all {
		events[i] = e.Event
	}
	out := make([]civic.EventView, 0, len(all))
	used := make([]bool, len(all))
	for _, e := range civic.InOrder(events) {
		for i, v := range all {
			if !used[i] && v.Event == e {
				used[i] = true
				out = append(out, v)
				break
			}
		}
	}
	return out
}

// follow begins or ends following something about the act on show.
func (p *page) follow(what civic.FollowKind, target string, on bool) {
	l := p.h.Lang
	set := func(on bool, after func()) {
		kit.Do(context.Background(), p.h.Work, kit.Job[struct{}]{
			Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) {
				if on {
					return struct{}{}, p.c.Follow(ctx, what, target)
				}
				return struct{}{}, p.c.Unfollow(ctx, what, target)
			},
			Done: func(_ struct{}, err error) {
				if err != nil {
					p.h.Fail(err)
					return
				}
				after()
				p.reload()
				p.h.Changed()
			},
		})
	}
	set(on, func() {
		text := l.T("acts.unfollowed")
		if on {
			text = l.T("acts.followed")
		}
		p.h.Toast(kit.Toast{Text: text, Action: l.T("button.undo"), Run: func() { set(!on, func() {}) }})
	})
}

// lifeCommands are what one follows and what one prepares of an act.
func (p *page) lifeCommands() []kit.Command {
	of := func(id, key string, what civic.FollowKind, on bool, target func(civic.ActView) string) kit.Command {
		return kit.Command{
			ID: "acts." + id, TitleKey: key, Icon: kit.Icon("tag"),
			Run: func() {
				if x, ok := p.reading(); ok {
					p.follow(what, target(x.view), on)
				}
			},
			Enabled: p.able(func(x reading) bool {
				t := target(x.view)
				return p.c != nil && t != "" && x.following(what, t) != on
			}),
		}
	}
	act := func(v civic.ActView) string { return string(v.Record.ID) }
	body := func(v civic.ActView) string { return string(v.Act.Body) }
	theme := func(v civic.ActView) string {
		if len(v.Act.Themes) == 0 {
			return ""
		}
		return string(v.Act.Themes[0])
	}
	return []kit.Command{
		of("follow", "acts.follow", civic.FollowAct, true, act), of("unfollow", "acts.unfollow", civic.FollowAct, false, act),
		of("follow_body", "acts.follow_body", civic.FollowBody, true, body), of("unfollow_body", "acts.unfollow_body", civic.FollowBody, false, body),
		of("follow_theme", "acts.follow_theme", civic.FollowTheme, true, theme), of("unfollow_theme", "acts.unfollow_theme", civic.FollowTheme, false, theme),
		{
			ID: "acts.verify", TitleKey: "deadline.remedy.verification", Run: p.verify,
			Enabled: p.able(func(x reading) bool { return p.c != nil && x.binds && openPoints(x.points) }),
		},
	}
}

// openPoints tells whether one is not carried out.
func openPoints(all []civic.CommitmentView) bool {
	for _, p := range all {
		if p.Commitment.State.Open() && p.Clause.Text != "" {
			return true
		}
	}
	return false
}

// verify begins a question on what was not carried out.
func (p *page) verify() {
	p.prepare(func(ctx context.Context, id civic.ID) (civic.Content, error) { return p.c.Verify(ctx, id) })
}

// prepare begins a draft and opens it.
func (p *page) prepare(content func(context.Context, civic.ID) (civic.Content, error)) {
	deed(p, func(ctx context.Context, id civic.ID) (civic.Draft, error) {
		c, err := content(ctx, id)
		if err != nil {
			return civic.Draft{}, err
		}
		return p.d.NewDraft(ctx, c)
	}, func(d civic.Draft) {
		p.h.Toast(kit.Toast{Text: p.h.Lang.T("terms.drafted")})
		p.h.Go("drafts/" + string(d.ID))
	})
}
