package desk_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/app/desk"
)

// calling is a store that holds invitations.
type calling struct {
	*store
	calls []civic.CallView
}

func (s *calling) Calls(_ context.Context, q civic.CallQuery) ([]civic.CallView, error) {
	return slices.DeleteFunc(slices.Clone(s.calls), func(c civic.CallView) bool {
		return q.ID != "" && c.ID != q.ID || q.Act != "" && c.Call.Act != q.Act
	}), nil
}

func (f *fixture) calling(calls []civic.CallView) *desk.Desk {
	f.Helper()
	f.o.Store = &calling{store: f.s, calls: calls}
	f.open()
	return f.Desk
}

func invited(name string, change func(*civic.CallView)) civic.CallView {
	c := civic.CallView{ID: civic.DerivedID("call", name), Author: civic.DerivedID("deputy"), Call: civic.Call{
		Act: civic.DerivedID("act"), Type: civic.CallReuse, To: civic.NationWide, Until: "2099-12-31", Note: name,
	}}
	if change != nil {
		change(&c)
	}
	return c
}

// Of the open invitations only those are told that the person asked for.
func TestInvitationsAreOnlyThoseAskedFor(t *testing.T) {
	follows := func(f civic.FollowKind, to civic.Region) func(*civic.CallView) {
		return func(c *civic.CallView) { c.Followed, c.Call.To = f, to }
	}
	f := newFixture(t)
	f.s.profile.Regions = []civic.Region{"08"}
	d := f.calling([]civic.CallView{
		invited("author", follows(civic.FollowAuthor, "05")),
		invited("act", follows(civic.FollowAct, "05")),
		invited("theme", follows(civic.FollowTheme, "08")),
		invited("theme elsewhere", follows(civic.FollowTheme, "05")),
		invited("body elsewhere", follows(civic.FollowBody, "05")),
		invited("nothing", nil),
		invited("nothing elsewhere", follows("", "05")),
		invited("mine", func(c *civic.CallView) { c.Followed, c.Mine = civic.FollowAct, true }),
		invited("put away", func(c *civic.CallView) { c.Followed, c.Hidden = civic.FollowAct, true }),
		invited("past", func(c *civic.CallView) { c.Followed, c.Call.Until = civic.FollowAct, "2001-01-01" }),
		invited("closed", func(c *civic.CallView) { c.Followed, c.Call.Closed = civic.FollowAct, now }),
	})
	told := func(want ...string) {
		t.Helper()
		all, err := d.Invitations(t.Context())
		var got []string
		for _, c := range all {
			got = append(got, c.Call.Note)
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("told of %q, not %q: %v", got, want, err)
		}
	}
	told("author", "act", "theme")
	if err := d.TellAllCalls(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	told("author", "act", "theme", "nothing")
}

// How an invitation was answered is derived: what was published since in other
// bodies, and the councils that wrote, without who invited.
func TestUptake(t *testing.T) {
	opened := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	act := civic.DerivedID("act")
	kin := func(name string, mode civic.ReuseMode, body civic.BodyCode, at time.Time, o civic.Outcome, depth int) civic.KinAct {
		k := civic.KinAct{Depth: depth, ActHit: civic.ActHit{ID: civic.DerivedID(name), Body: body, BodyName: name, Region: "08", Outcome: o}}
		k.Act.Published = at
		if mode != "" {
			k.Act.Lineage = &civic.Lineage{Parent: act, Mode: mode}
		}
		return k
	}
	root := kin("Camera", "", "it:camera", opened.AddDate(-1, 0, 0), civic.Approved, 0)
	root.ID = act
	f := newFixture(t)
	f.s.kin = []civic.KinAct{
		root,
		kin("Prima", civic.Adapted, "demo:908001", opened.AddDate(0, -1, 0), civic.Approved, 1),
		kin("Valchiara", civic.Adapted, "demo:908002", opened.AddDate(0, 1, 0), civic.Approved, 1),
		kin("Pontelungo", civic.Copied, "demo:908003", opened.AddDate(0, 1, 0), civic.Pending, 2),
		kin("Seguito", civic.FollowUp, "demo:908004", opened.AddDate(0, 2, 0), "", 2),
		kin("Emendato", civic.Amends, "demo:908005", opened.AddDate(0, 2, 0), "", 1),
		kin("Stessa", civic.Copied, "it:camera", opened.AddDate(0, 2, 0), "", 1),
	}
	f.s.posts = []civic.PostView{
		{AuthorID: civic.DerivedID("deputy"), Office: "deputata, Camera", Body: "Camera"},
		{AuthorID: "a", Office: "consigliere, Valchiara", Body: "Valchiara"},
		{AuthorID: "b", Office: "sindaca, Pontelungo"}, // a name of a former version
		{AuthorID: "a", Office: "consigliere, Valchiara", Body: "Valchiara"},
		{AuthorID: "c"},
	}
	call := invited("x", func(c *civic.CallView) { c.Opened, c.Call.Thread = opened, civic.DerivedID("thread") })
	u, err := f.calling(nil).Uptake(t.Context(), call)
	if err != nil {
		t.Fatal(err)
	}
	if u.Bodies != 2 || u.Approved != 1 || len(u.Regions) != 1 || len(u.Regions[0].Acts) != 2 || u.Regions[0].Acts[0].BodyName != "Pontelungo" {
		t.Errorf("reuses: %+v", u)
	}
	if u.Posts != 4 || u.Others != 1 || !slices.Equal(u.Councils, []string{"Pontelungo", "Valchiara"}) {
		t.Errorf("answers: %+v", u)
	}
}

// Who has such an invitation open is told so before anything is queued.
func TestOneInvitationOfATypeAtATime(t *testing.T) {
	f := newFixture(t)
	mine := invited("mine", func(c *civic.CallView) { c.Mine = true })
	d := f.calling([]civic.CallView{mine})
	a := civic.OpenCallArgs{Act: mine.Call.Act, Type: civic.CallReuse, To: civic.NationWide, Until: civic.DateOf(now.AddDate(0, 1, 0)), Note: "Ancora."}
	if _, err := d.OpenCall(t.Context(), a); !civic.Is(err, civic.Conflict) {
		t.Errorf("%v", err)
	}
	a.To = "08"
	if q, err := d.OpenCall(t.Context(), a); err != nil || q.Command.Name != civic.CmdOpenCall {
		t.Errorf("to other councils: %v", err)
	}
	a.Until = civic.DateOf(now.AddDate(-1, 0, 0))
	if _, err := d.OpenCall(t.Context(), a); !civic.Is(err, civic.Invalid) {
		t.Errorf("in the past: %v", err)
	}
	if _, err := d.CloseCall(t.Context(), "x", 1, ""); !civic.Is(err, civic.NotFound) {
		t.Errorf("of nothing: %v", err)
	}
}

// Cases are the decisions of the fixture.
func (s *calling) Cases(context.Context) ([]civic.Case, error) {
	at := func(h int) time.Time { return now.Add(time.Duration(h) * time.Hour) }
	of := func(name string, h int) civic.Case {
		return civic.Case{About: civic.DerivedID("call", name), Act: civic.DerivedID("act", name), Reason: civic.ReturnMistake, At: at(h)}
	}
	back, again, act := of("back", 1), of("again", 3), of("act", 4)
	back.Reinstated, again.Reinstated, act.Act = at(2), at(2), ""
	return []civic.Case{of("out", 0), back, again, act}, nil
}

// A moderator sees the invitations that are out, the last first; nobody else does.
func TestWhatModeratorsTookOut(t *testing.T) {
	f := newFixture(t)
	d := f.calling(nil)
	f.councillor()
	if all, moderates, err := d.TakenOut(t.Context()); err != nil || moderates || len(all) > 0 {
		t.Errorf("to who moderates nothing: %v %v %v", all, moderates, err)
	}
	f.put(civic.KindRole, "r", civic.UserChannel(me), civic.Role{Name: civic.RoleModerator, Scope: civic.RegionScope("08")})
	c := motion()
	c.Subject = "Comunità energetiche"
	f.put(civic.KindAct, civic.DerivedID("act", "out"), "acts/08/2026", civic.Act{Content: c, Visibility: civic.Everyone, Published: now})
	all, moderates, err := d.TakenOut(t.Context())
	f.ok(err)
	if !moderates || len(all) != 2 || all[0].About != civic.DerivedID("call", "again") || all[0].Subject != "" || all[1].Subject != c.Subject {
		t.Errorf("%v %+v", moderates, all)
	}
}
