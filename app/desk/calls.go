package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"scranno/app/civic"
)

// CallStore reads the invitations of other levels, and keeps which of them the
// person put away.
type CallStore interface {
	// Calls lists those that are here, the last opened first.
	Calls(ctx context.Context, q civic.CallQuery) ([]civic.CallView, error)
	// Cases lists what moderators decided, as far as the person moderates.
	Cases(ctx context.Context) ([]civic.Case, error)
	// HideCall puts one away on this device alone, or shows it again.
	HideCall(ctx context.Context, id civic.ID, on bool) error
	// Quiets lists the election silences of the territories that are here.
	Quiets(ctx context.Context) ([]civic.Quiet, error)
}

// InvitesTo lists the territories whose councils this person may invite, as far
// as this copy knows; none: they may not.
func (d *Desk) InvitesTo(ctx context.Context) ([]civic.Region, error) {
	a, err := d.actor(ctx)
	if err != nil || a == nil {
		return nil, err
	}
	return a.InvitesTo(), nil
}

// invitation is one that this person might make, to try the rule with.
func (d *Desk) invitation(ctx context.Context, id, act civic.ID) (civic.OpenCallArgs, error) {
	to, err := d.InvitesTo(ctx)
	return civic.OpenCallArgs{
		ID: id, Act: act, Type: civic.CallReuse, To: append(to, civic.NationWide)[0], Until: civic.DateOf(d.now()), Note: "-",
	}, err
}

// OpenCall invites councils upon an act; the ids of a are made here. Conflict
// ("call.twice"): such an invitation is open already.
func (d *Desk) OpenCall(ctx context.Context, a civic.OpenCallArgs) (civic.Queued, error) {
	var err error
	if a.ID, err = d.newID(); err != nil {
		return civic.Queued{}, err
	}
	a.Note = strings.TrimSpace(civic.CleanText(a.Note))
	if a.Type == civic.CallDebate {
		if a.Thread, err = d.newID(); err != nil {
			return civic.Queued{}, err
		}
		if a.Post, err = d.newID(); err != nil {
			return civic.Queued{}, err
		}
		a.Title = strings.TrimSpace(civic.CleanText(a.Title))
	}
	if err := a.Validate(); err != nil {
		return civic.Queued{}, err
	}
	if err := d.timely(a.Until); err != nil {
		return civic.Queued{}, err
	}
	twice, err := d.called(ctx, a)
	if err == nil && twice {
		err = civic.NewError(civic.Conflict, "desk.call", "call.twice")
	}
	if err != nil {
		return civic.Queued{}, err
	}
	why, err := d.heldBack(ctx, a)
	if err != nil {
		return civic.Queued{}, err
	}
	return d.do(ctx, civic.CmdOpenCall, a, target{why: why})
}

// called tells whether such an invitation is open, or waits for an election
// silence to end.
func (d *Desk) called(ctx context.Context, a civic.OpenCallArgs) (bool, error) {
	open, err := d.o.Store.Calls(ctx, civic.CallQuery{Act: a.Act})
	if err != nil {
		return false, err
	}
	for _, x := range open {
		if x.Mine && x.Call.Type == a.Type && x.Call.To == a.To && x.Call.State(civic.DateOf(d.now())) == civic.CallOpen {
			return true, nil
		}
	}
	waiting, err := d.callsOut(ctx)
	return slices.ContainsFunc(waiting, func(x callOut) bool {
		return x.State == civic.QueueHeld && x.args.Act == a.Act && x.args.Type == a.Type && x.args.To == a.To
	}), err
}

// timely is the rule on the last day of an invitation, by the person's own day: the
// central leaves room for clocks, and would take one that is over as it begins.
func (d *Desk) timely(until civic.Date) error {
	now := d.now()
	if until < civic.DateOf(now) {
		return civic.NewError(civic.Invalid, "desk.call", "invalid.call_until")
	}
	return (civic.Call{Until: until}).Timely(now)
}

// EditCall corrects one's own invitation, upon the version that is on the screen.
func (d *Desk) EditCall(ctx context.Context, id civic.ID, base int64, until civic.Date, note string) (civic.Queued, error) {
	a := civic.EditCallArgs{ID: id, Until: until, Note: strings.TrimSpace(civic.CleanText(note))}
	c, err := d.Call(ctx, id)
	if err == nil && until != c.Call.Until {
		err = d.timely(until)
	}
	if err == nil {
		_, err = c.Call.Corrected(a, d.now())
	}
	if err != nil {
		return civic.Queued{}, err
	}
	return d.do(ctx, civic.CmdEditCall, a, target{base: base})
}

// CloseCall closes one's own invitation, or corrects its synthesis.
func (d *Desk) CloseCall(ctx context.Context, id civic.ID, base int64, synthesis string) (civic.Queued, error) {
	a := civic.CloseCallArgs{ID: id, Synthesis: strings.TrimSpace(civic.CleanText(synthesis))}
	c, err := d.Call(ctx, id)
	if err == nil {
		_, err = c.Call.Ended(a.Synthesis, d.now())
	}
	if err != nil {
		return civic.Queued{}, err
	}
	return d.do(ctx, civic.CmdCloseCall, a, target{base: base})
}

// WithdrawCall takes one's own invitation back. One that has not begun to leave
// is simply not sent.
func (d *Desk) WithdrawCall(ctx context.Context, id civic.ID) (civic.Queued, error) {
	all, err := d.o.Store.Outbox(ctx)
	if err != nil {
		return civic.Queued{}, err
	}
	for _, q := range all {
		if q.Command.Name == civic.CmdOpenCall && q.State == civic.QueueWaiting && civic.Concerns(q.Command) == id {
			return d.cancel(ctx, q)
		}
	}
	return d.do(ctx, civic.CmdWithdrawCall, civic.CallArgs{ID: id}, target{})
}

// ReturnCall takes out somebody's invitation, for a reason of the closed list; for
// moderators. It goes back to its author.
func (d *Desk) ReturnCall(ctx context.Context, id civic.ID, r civic.ReturnReason, note string) (civic.Queued, error) {
	a := civic.ReturnCallArgs{ID: id, Reason: r, Note: strings.TrimSpace(civic.CleanText(note))}
	return d.do(ctx, civic.CmdReturnCall, a, target{})
}

// ReinstateCall puts one that was taken out back; for moderators.
func (d *Desk) ReinstateCall(ctx context.Context, id civic.ID) (civic.Queued, error) {
	return d.do(ctx, civic.CmdBringCall, civic.CallArgs{ID: id}, target{})
}

// MayReturnCall tells whether this person may take the invitation out, as far as
// this copy knows.
func (d *Desk) MayReturnCall(ctx context.Context, id civic.ID) (bool, error) {
	why, err := d.may(ctx, civic.CmdReturnCall, civic.ReturnCallArgs{ID: id, Reason: civic.ReturnMistake}, 0)
	return why == "", err
}

// TakenOut is an invitation that a moderator took out.
type TakenOut struct {
	civic.Case
	Subject string // of its act; empty: that is not here
}

// TakenOut lists the invitations that are out in the territories that the person
// moderates, the last first, and tells whether they moderate any.
func (d *Desk) TakenOut(ctx context.Context) (out []TakenOut, moderates bool, err error) {
	a, err := d.Actor(ctx)
	if err != nil {
		if civic.Is(err, civic.Unauthenticated) {
			return nil, false, nil
		}
		return nil, false, passing(err, civic.Unknown)
	}
	if moderates = !a.Disabled && slices.ContainsFunc(a.Roles, func(r civic.Role) bool { return r.Name == civic.RoleModerator }); !moderates {
		return nil, false, nil
	}
	all, err := d.o.Store.Cases(ctx)
	if err != nil {
		return nil, true, err
	}
	for _, c := range all {
		if c.Act == "" || !c.Out() {
			continue
		}
		v, err := d.o.Store.Act(ctx, c.Act)
		if err != nil && !civic.Is(err, civic.NotFound) {
			return nil, true, err
		}
		out = append(out, TakenOut{Case: c, Subject: v.Act.Subject})
	}
	slices.SortStableFunc(out, func(a, b TakenOut) int { return b.At.Compare(a.At) })
	return out, true, nil
}

// Calls lists the invitations that are here, the last opened first.
func (d *Desk) Calls(ctx context.Context, q civic.CallQuery) ([]civic.CallView, error) {
	all, err := d.o.Store.Calls(ctx, q)
	if err != nil {
		return nil, err
	}
	return all, d.silence(ctx, all)
}

// Call gives one invitation. NotFound.
func (d *Desk) Call(ctx context.Context, id civic.ID) (civic.CallView, error) {
	all, err := d.Calls(ctx, civic.CallQuery{ID: id})
	if err == nil && len(all) == 0 {
		err = civic.NewError(civic.NotFound, "desk.call", "")
	}
	if err != nil {
		return civic.CallView{}, err
	}
	return all[0], nil
}

// Invitations lists the open invitations that the person asked to be told of and
// did not put away: of an author or an act that they follow, always; of a body or
// a theme, those to their own councils; of all else, none unless they chose so.
func (d *Desk) Invitations(ctx context.Context) ([]civic.CallView, error) {
	p, err := d.o.Store.Profile(ctx)
	if err != nil {
		return nil, err
	}
	actor, err := d.actor(ctx)
	if err != nil {
		return nil, err
	}
	all, err := d.Calls(ctx, civic.CallQuery{})
	today := civic.DateOf(d.o.Now())
	return slices.DeleteFunc(all, func(c civic.CallView) bool {
		return c.Mine || c.Hidden || c.Silence != nil || c.Call.State(today) != civic.CallOpen || !asked(c, p, actor)
	}), err
}

func asked(c civic.CallView, p civic.Profile, a *civic.Actor) bool {
	switch c.Followed {
	case civic.FollowAuthor, civic.FollowAct:
		return true
	case "":
		return p.AllCalls && reaches(c.Call.To, p, a)
	}
	return reaches(c.Call.To, p, a)
}

// reaches tells whether an invitation is to councils of the person's: of their
// mandates or, where they have none, of what they keep.
func reaches(to civic.Region, p civic.Profile, a *civic.Actor) bool {
	if to == civic.NationWide {
		return true
	}
	if a != nil && len(a.Mandates) > 0 {
		return slices.ContainsFunc(a.Mandates, func(m civic.Mandate) bool { return m.Region == to })
	}
	return len(p.Regions) == 0 && !p.Small || slices.Contains(p.Regions, to)
}

// TellAllCalls chooses whether also invitations are told of that concern nothing
// that the person follows. Nobody else knows.
func (d *Desk) TellAllCalls(ctx context.Context, on bool) error {
	return d.after(d.o.Store.ChangeProfile(ctx, func(p *civic.Profile) error {
		p.AllCalls = on
		return nil
	}))
}

// HideCall puts an invitation away on this device, or shows it again.
func (d *Desk) HideCall(ctx context.Context, id civic.ID, on bool) error {
	return d.after(d.o.Store.HideCall(ctx, id, on))
}

// Uptake is what followed an invitation, as far as this desk knows: derived from
// what was published since. It counts councils, never people.
type Uptake struct {
	Regions  []KinRegion // acts made of the one invited upon since, by region and town
	Bodies   int         // that reused it
	Approved int         // of those, where it was approved
	Posts    int         // in the debate, the invitation itself not counted
	Councils []string    // whose members wrote there, by name
	Others   int         // who wrote there and sits in no council
}

// Uptake says how an invitation was answered.
func (d *Desk) Uptake(ctx context.Context, c civic.CallView) (Uptake, error) {
	u := Uptake{}
	all, err := d.o.Store.Kin(ctx, c.Call.Act, maxKin)
	if err != nil && !civic.Is(err, civic.NotFound) {
		return u, err
	}
	if err := u.reuses(ctx, all, c); err != nil {
		return u, err
	}
	if c.Call.Thread == "" {
		return u, nil
	}
	posts, _, err := d.o.Store.Posts(ctx, c.Call.Thread)
	if civic.Is(err, civic.NotFound) { // taken back, or not kept here
		return u, nil
	}
	u.answers(posts, c.Author)
	return u, err
}

// reuses counts what was made of the act, or of what came from it, and entered the
// library since. An amendment, or what asks after an act, is no reuse.
func (u *Uptake) reuses(ctx context.Context, all []civic.KinAct, c civic.CallView) error {
	k, err := kinship(ctx, all, c.Call.Act)
	at := slices.IndexFunc(k.Tree, func(n Kin) bool { return n.Self })
	if err != nil || at < 0 {
		return err
	}
	var since []Kin
	bodies, passed := map[civic.BodyCode]bool{}, map[civic.BodyCode]bool{}
	for i, n := range k.Tree[at+1:] {
		if n.Depth <= k.Tree[at].Depth {
			break
		}
		if !n.reused() || n.Body == k.Tree[at].Body || all[at+1+i].Act.Published.Before(c.Opened) {
			continue
		}
		since = append(since, n)
		bodies[n.Body] = true
		if Passed(n.Outcome) {
			passed[n.Body] = true
		}
	}
	u.Regions = Kinship{Tree: since}.ByRegion()
	slices.SortStableFunc(u.Regions, func(a, b KinRegion) int { return cmp.Compare(a.Region, b.Region) })
	u.Bodies, u.Approved = len(bodies), len(passed)
	return nil
}

// answers counts the councils that wrote in the thread.
func (u *Uptake) answers(posts []civic.PostView, author civic.ID) {
	councils, others := map[string]bool{}, map[civic.ID]bool{}
	for _, p := range posts {
		if p.AuthorID == author {
			continue
		}
		u.Posts++
		if body := councilOf(p); body != "" {
			councils[body] = true
		} else {
			others[p.AuthorID] = true
		}
	}
	for name := range councils {
		u.Councils = append(u.Councils, name)
	}
	slices.Sort(u.Councils)
	u.Others = len(others)
}

// councilOf is the council in which the author of a post sits; a name made by a
// former version tells it only beside the office.
func councilOf(p civic.PostView) string {
	if p.Body != "" {
		return p.Body
	}
	_, body, _ := strings.Cut(p.Office, ", ")
	return body
}
