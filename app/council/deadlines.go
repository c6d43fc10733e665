package council

import (
	"cmp"
	"context"
	"slices"

	"scranno/app/civic"
)

// TermStore keeps what the calendar last said, and finds acts that have terms of
// their own.
type TermStore interface {
	Terms(ctx context.Context) ([]civic.Term, error)
	// KeepTerms writes them in one transaction. A sequence never falls.
	KeepTerms(ctx context.Context, all []civic.Term) error
	// Due lists the acts of a person, and of a body, of which a point has a day.
	// Empty: of none.
	Due(ctx context.Context, author civic.ID, body civic.BodyCode) ([]civic.ID, error)
	// Lives reads acts with their events and points alone; those that are not here
	// are left out.
	Lives(ctx context.Context, ids []civic.ID) ([]civic.ActView, error)
}

// Remedy is what one can write when a term has passed.
type Remedy string

// The remedies.
const (
	NoRemedy     Remedy = ""
	Reminder     Remedy = "reminder"      // sollecito: the answer is late
	FormalNotice Remedy = "formal_notice" // diffida: the sitting was not convened
	Verification Remedy = "verification"  // a question on what was not carried out
)

// DeadlineView is a term as a list shows it.
type DeadlineView struct {
	civic.Deadline
	Left     int    // days from today; negative: passed
	Holiday  string // the feast, or "sunday", that its day falls on; told, never moved
	Point    string // wording of a commitment's point
	Mine     bool
	Followed bool
	Hidden   bool
	Remedy   Remedy
}

// DeadlineQuery narrows the list. The zero value asks for what is open of one's
// own acts and of those one follows.
type DeadlineQuery struct {
	Act    civic.ID // of this act alone, and all of it
	Home   bool     // of every act of one's own council too
	Hidden bool     // also what was put away
}

// Deadlines lists terms, the first due first, and why some that one might expect
// do not run.
func (c *Council) Deadlines(ctx context.Context, q DeadlineQuery) ([]DeadlineView, []civic.ClockNote, error) {
	if q.Act != "" {
		v, err := c.o.Store.Act(ctx, q.Act)
		if err != nil {
			return nil, nil, err
		}
		k, err := c.clerk(ctx)
		if err != nil {
			return nil, nil, err
		}
		return k.ofAct(ctx, v)
	}
	k, err := c.clerk(ctx)
	if err != nil {
		return nil, nil, err
	}
	ids, err := k.candidates(ctx, q.Home)
	if err != nil {
		return nil, nil, err
	}
	var out []DeadlineView
	views, err := c.o.Store.Lives(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	for _, v := range views {
		all, _, err := k.ofAct(ctx, v)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, all...)
	}
	filed, err := k.ofDrafts(ctx)
	if err != nil {
		return nil, nil, err
	}
	out = slices.DeleteFunc(append(out, filed...), func(d DeadlineView) bool {
		return !d.State.Open() || d.Hidden && !q.Hidden
	})
	slices.SortStableFunc(out, func(a, b DeadlineView) int { return cmp.Compare(a.Due, b.Due) })
	return out, nil, nil
}

// HideDeadline puts a term away until its day changes, or shows it again.
func (c *Council) HideDeadline(ctx context.Context, d civic.Deadline, hide bool) error {
	all, err := c.o.Store.Terms(ctx)
	if err != nil {
		return err
	}
	t := civic.Term{Key: d.Key()}
	if i := slices.IndexFunc(all, func(x civic.Term) bool { return x.Key == t.Key }); i >= 0 {
		t = all[i]
	}
	if t.Hidden = ""; hide {
		t.Hidden = d.Due
	}
	return c.after(c.o.Store.KeepTerms(ctx, []civic.Term{t}))
}

// clerk computes terms with what was read once.
type clerk struct {
	c        *Council
	me       civic.ID
	home     civic.BodyCode // of one's own council; empty: not known
	today    civic.Date
	hidden   map[string]civic.Date
	follows  map[civic.ID]bool
	filings  map[civic.ID]civic.Draft // drafts by the act that they were published as
	drafts   []civic.Draft
	profiles map[civic.BodyCode]civic.CouncilProfile
}

func (c *Council) clerk(ctx context.Context) (*clerk, error) {
	k := &clerk{
		c: c, today: civic.DateOf(c.o.Now()), hidden: map[string]civic.Date{}, follows: map[civic.ID]bool{},
		filings: map[civic.ID]civic.Draft{}, profiles: map[civic.BodyCode]civic.CouncilProfile{},
	}
	p, err := c.o.Store.Profile(ctx)
	if err != nil {
		return nil, err
	}
	k.me = p.Person
	if k.home, err = c.Home(ctx); err != nil && !civic.Is(err, civic.NotFound) {
		return nil, err
	}
	terms, err := c.o.Store.Terms(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range terms {
		k.hidden[t.Key] = t.Hidden
	}
	follows, err := c.o.Store.Follows(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range follows {
		if f.What == civic.FollowAct {
			k.follows[civic.ID(f.Target)] = true
		}
	}
	drafts, err := c.o.Store.FiledLines(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range drafts {
		if d.FiledOn == "" || d.Plain == nil {
			continue
		}
		if d.Act != "" {
			k.filings[d.Act] = d
		} else if d.State == civic.DraftFiled {
			k.drafts = append(k.drafts, d)
		}
	}
	return k, nil
}

// waiting are the outcomes of acts that somebody still waits for.
func waiting() []civic.Outcome {
	return []civic.Outcome{civic.Pending, civic.Postponed, civic.NotAnswered, civic.NotConvened}
}

// page is how many acts are asked for at once.
const page = 200

// candidates lists the acts that may have an open term.
func (k *clerk) candidates(ctx context.Context, home bool) ([]civic.ID, error) {
	var out []civic.ID
	seen := map[civic.ID]bool{}
	add := func(id civic.ID) {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	kinds := []civic.ActKind{
		civic.Question, civic.Interpellation, civic.SessionRequest, civic.Motion, civic.OrderOfTheDay, civic.Resolution,
		civic.Deliberation, civic.Petition,
	}
	asks := []civic.ActQuery{{Author: k.me, Kinds: kinds, Outcomes: waiting()}}
	if k.me == "" {
		asks = nil // nobody wrote no act: the question would be for all of them
	}
	if home && k.home != "" {
		asks = append(asks, civic.ActQuery{Bodies: []civic.BodyCode{k.home}, Kinds: kinds, Outcomes: waiting()})
	}
	for _, q := range asks {
		for q.Limit = page; ; q.Offset += page {
			r, err := k.c.o.Store.Acts(ctx, q)
			if err != nil {
				return nil, err
			}
			for _, h := range r.Hits {
				add(h.ID)
			}
			if len(r.Hits) < page {
				break
			}
		}
	}
	body := k.home
	if !home {
		body = ""
	}
	due, err := k.c.o.Store.Due(ctx, k.me, body)
	if err != nil {
		return nil, err
	}
	for _, id := range due {
		add(id)
	}
	for id := range k.follows {
		add(id)
	}
	slices.Sort(out)
	return out, nil
}

func (k *clerk) ofAct(ctx context.Context, v civic.ActView) ([]DeadlineView, []civic.ClockNote, error) {
	in, err := k.input(ctx, v.Act.Content)
	if err != nil {
		return nil, nil, err
	}
	in.Act, in.Declared = v.Record.ID, v.Act.Declared
	for _, e := range v.Events {
		in.Events = append(in.Events, e.Event)
	}
	if d, ok := k.filings[v.Record.ID]; ok {
		in.Events = filing(in.Events, d)
	}
	in.Points = civic.PointsOf(v.Act, v.Points, v.Record.ID)
	all, notes := civic.DeadlinesOf(in)
	out := k.views(in, all)
	for i := range out {
		out[i].Mine, out[i].Followed = v.Record.Author == k.me && k.me != "", k.follows[v.Record.ID]
		if !out[i].Mine && v.Act.Body != k.home {
			out[i].Remedy = NoRemedy // another council's business
		}
	}
	return out, notes, nil
}

// filing adds the day on which the person says they filed it, where nobody told
// of the filing.
func filing(events []civic.ActEvent, d civic.Draft) []civic.ActEvent {
	if slices.ContainsFunc(events, func(e civic.ActEvent) bool { return e.Type == civic.Filed }) {
		return events
	}
	return append(events, civic.ActEvent{Type: civic.Filed, Date: d.FiledOn})
}

func (k *clerk) ofDrafts(ctx context.Context) ([]DeadlineView, error) {
	var out []DeadlineView
	for _, d := range k.drafts {
		in, err := k.input(ctx, *d.Plain)
		if err != nil {
			return nil, err
		}
		in.Draft, in.Events = d.ID, filing(nil, d)
		all, _ := civic.DeadlinesOf(in)
		for _, v := range k.views(in, all) {
			v.Mine = true
			out = append(out, v)
		}
	}
	return out, nil
}

func (k *clerk) input(ctx context.Context, content civic.Content) (civic.ClockInput, error) {
	in := civic.ClockInput{Content: content, Today: k.today}
	if !content.Body.Valid() {
		return in, nil
	}
	p, known := k.profiles[content.Body]
	if !known {
		var err error
		if p, err = k.c.Profile(ctx, content.Body); err != nil {
			return in, err
		}
		k.profiles[content.Body] = p
	}
	in.Council = p
	return in, nil
}

func (k *clerk) views(in civic.ClockInput, all []civic.Deadline) []DeadlineView {
	out := make([]DeadlineView, 0, len(all))
	for _, d := range all {
		v := DeadlineView{Deadline: d, Left: d.Left(k.today), Hidden: k.hidden[d.Key()] == d.Due && d.Due != ""}
		if v.Holiday = Feast(d.Due, in.Council.Patron); v.Holiday == FeastPatron && in.Council.Saint != "" {
			v.Holiday = in.Council.Saint
		}
		for _, p := range in.Points {
			if d.Clause != "" && p.Clause.ID == d.Clause {
				v.Point = p.Clause.Text
			}
		}
		if d.State == civic.ClockOverdue {
			v.Remedy = remedyOf(d, civic.LawHolds(in.Content))
		}
		out = append(out, v)
	}
	return out
}

// remedyOf gives what a passed term calls for. The Prefect steps in where the
// general law holds, also when a council's own rule gives a shorter term.
// Law: TUEL art. 39 c. 5.
func remedyOf(d civic.Deadline, law bool) Remedy {
	switch {
	case d.Kind == civic.ClockAnswer:
		return Reminder
	case d.Kind == civic.ClockSitting && law:
		return FormalNotice
	case d.Kind == civic.ClockCommitment:
		return Verification
	}
	return NoRemedy
}
