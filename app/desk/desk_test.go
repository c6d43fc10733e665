package desk_test

import (
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
)

func TestADeskKeepsWhatItsPersonMayUse(t *testing.T) {
	f := newFixture(t)
	_, err := f.Sync(t.Context(), nil)
	f.ok(err)
	for _, c := range []civic.Channel{
		"acts/08/2026", "acts/20/2024", "acts/national/2025", "acts/99/2026", "talk/08", "public/national", "people/public",
		civic.UserChannel(me), civic.PeopleMembers,
	} {
		if !slices.Contains(f.s.channels, c) {
			t.Errorf("%s is not kept", c)
		}
	}
	for _, c := range f.s.channels {
		if !c.Valid() || c.Family() == "councillors" || c.Family() == "desk" || c.Year() == 2023 {
			t.Errorf("%s is kept", c)
		}
	}
}

func TestASyncJoinsWhatItDiscovers(t *testing.T) {
	f := newFixture(t)
	open, listed := civic.DerivedID("open"), civic.DerivedID("listed")
	f.e.pulled = func(n int) {
		if n == 1 {
			f.councillor()
			f.put(civic.KindRole, "r", civic.UserChannel(me), civic.Role{Name: civic.RoleMember, Scope: civic.SpaceScope(listed)})
			f.put(civic.KindRole, "r2", civic.UserChannel(me), civic.Role{Name: civic.RoleModerator, Scope: civic.RegionScope("08")})
			f.s.spaces = []civic.SpaceHit{
				{ID: open, Space: civic.Space{Title: "A", Access: civic.AccessPublic}},
				{ID: civic.DerivedID("old"), Space: civic.Space{Title: "B", Access: civic.AccessPublic, Archived: true}},
			}
		}
	}
	r, err := f.Sync(t.Context(), nil)
	f.ok(err)
	if f.e.syncs != 2 || r.Pulled != 2 || !r.Complete {
		t.Errorf("%d syncs, %+v", f.e.syncs, r)
	}
	for _, c := range []civic.Channel{
		"councillors/08/2026", "desk/region:08", civic.SpaceChannel(open), civic.SpaceChannel(listed), civic.PeopleCouncillors,
	} {
		if !slices.Contains(f.s.channels, c) {
			t.Errorf("%s was not joined", c)
		}
	}
	if slices.Contains(f.s.channels, civic.SpaceChannel(civic.DerivedID("old"))) {
		t.Error("an archived space was joined")
	}
	f.ok(f.LeaveSpace(t.Context(), open))
	_, err = f.Sync(t.Context(), nil)
	f.ok(err)
	if slices.Contains(f.s.channels, civic.SpaceChannel(open)) {
		t.Error("a space that was left came back by itself")
	}
}

func TestWhatTheCentralDoesNotGiveIsNotAskedForInALoop(t *testing.T) {
	f := newFixture(t)
	f.councillor()
	closed, absent := civic.DerivedID("closed"), civic.DerivedID("absent")
	f.put(civic.KindRole, "r", civic.UserChannel(me), civic.Role{Name: civic.RoleEditor, Scope: civic.SpaceScope(closed)})
	f.put(civic.KindRole, "r2", civic.UserChannel(me), civic.Role{Name: civic.RoleMember, Scope: civic.SpaceScope(absent)})
	_, err := f.Sync(t.Context(), nil)
	f.ok(err)
	if slices.Contains(f.s.channels, civic.SpaceChannel(closed)) {
		t.Error("a role that does not open a space joined it")
	}
	f.e.watched, f.e.nudges = 50, 0
	f.Watch(t.Context(), func(civic.SyncState) { // the central says lost, each time
		f.s.channels = slices.DeleteFunc(f.s.channels, func(c civic.Channel) bool { return c == civic.SpaceChannel(absent) })
	})
	if f.e.nudges > 3 {
		t.Errorf("%d syncs on end", f.e.nudges)
	}
}

func TestTheNewYearIsTheCentrals(t *testing.T) {
	f := newFixture(t)
	f.s.profile.Server = now.AddDate(1, 0, 0)
	_, err := f.Sync(t.Context(), nil)
	f.ok(err)
	if !slices.Contains(f.s.channels, "acts/08/2027") {
		t.Error("the new year is not kept")
	}
}

func TestKeepChoosesAndLetsGo(t *testing.T) {
	f := newFixture(t)
	f.ok(f.Keep(t.Context(), nil, 0))
	f.ok(f.Keep(t.Context(), []civic.Region{"08"}, 1))
	for _, c := range f.s.channels {
		if r := c.Region(); r != "" && r != "08" && r != civic.NationWide && r != civic.Europe {
			t.Errorf("%s is still kept", c)
		}
	}
	f.ok(f.Keep(t.Context(), nil, 0))
	if !slices.Contains(f.s.channels, "acts/20/2024") {
		t.Error("what was let go by a choice does not come back by one")
	}
	if err := f.Keep(t.Context(), []civic.Region{"77"}, 1); !civic.Is(err, civic.Invalid) {
		t.Error(err)
	}
}

func TestAProfileIsOnePersonAtOneCentral(t *testing.T) {
	f := newFixture(t)
	if _, err := f.Connect(t.Context(), "http://elsewhere", civic.SignInHow{}); !civic.Is(err, civic.Conflict) {
		t.Errorf("another central: %v", err)
	}
	f.i.as.Person = civic.DerivedID("person", "bruno")
	if _, err := f.Connect(t.Context(), "http://localhost", civic.SignInHow{}); !civic.Is(err, civic.Conflict) {
		t.Errorf("another person: %v", err)
	}
	if f.i.out != 1 || f.s.profile.Person != me {
		t.Error("the other person's token stays")
	}
	f.i.as.Person = me
	who, err := f.Connect(t.Context(), "http://localhost", civic.SignInHow{})
	f.ok(err)
	if who.Device != civic.DerivedID("device") {
		t.Error("the same desk took another device")
	}
}

func TestNothingIsQueuedBeforeSomeoneIsThere(t *testing.T) {
	f := newFixture(t)
	f.s.profile = civic.Profile{}
	if _, err := f.AddPost(t.Context(), me, "ciao", ""); !civic.Is(err, civic.Unauthenticated) {
		t.Error(err)
	}
	if _, err := f.NewDraft(t.Context(), motion()); err != nil {
		t.Errorf("a draft needs nobody: %v", err)
	}
}

func TestWhatIsRefusedForGoodIsNotQueued(t *testing.T) {
	f := newFixture(t)
	for reason, kind := range map[civic.Reason]civic.ErrorKind{
		civic.ReasonNotYours: civic.Forbidden, civic.ReasonOwnCouncil: civic.Forbidden, civic.ReasonConflict: civic.Conflict,
		civic.ReasonInvalid: civic.Invalid, civic.ReasonGone: civic.NotFound,
	} {
		f.s.drawing = civic.CommandDrawing{Drawing: civic.Doubtful, Reason: reason}
		_, err := f.WithdrawPost(t.Context(), me)
		if !civic.Is(err, kind) || !strings.Contains(err.Error(), "refusal."+string(reason)) {
			t.Errorf("%s: %v", reason, err)
		}
	}
	// Trust may have been given since this copy was made: the central decides.
	for _, reason := range []civic.Reason{civic.ReasonNotCouncillor, civic.ReasonNotMember} {
		f.s.drawing = civic.CommandDrawing{Drawing: civic.Doubtful, Reason: reason}
		if _, err := f.WithdrawPost(t.Context(), me); err != nil {
			t.Errorf("%s: %v", reason, err)
		}
	}
	f.s.drawing = civic.CommandDrawing{Drawing: civic.Undrawn}
	if _, err := f.WithdrawPost(t.Context(), me); err != nil {
		t.Errorf("not known here: %v", err)
	}
	if len(f.s.queue) != 3 || f.e.nudges != 3 {
		t.Errorf("%d queued, %d nudges", len(f.s.queue), f.e.nudges)
	}
}

// A returned act lives with its author: the moderator's copy says that it is
// gone, and the central knows better.
func TestAReturnedActIsPutBackFromAfar(t *testing.T) {
	f := newFixture(t)
	act := civic.DerivedID("act")
	f.s.drawing = civic.CommandDrawing{Drawing: civic.Doubtful, Reason: civic.ReasonGone}
	if _, err := f.WithdrawAct(t.Context(), act); !civic.Is(err, civic.NotFound) {
		t.Errorf("withdrawing what is gone: %v", err)
	}
	if _, err := f.Reinstate(t.Context(), act); err != nil {
		t.Error(err)
	}
}

func TestSubscribersHearOfChanges(t *testing.T) {
	f := newFixture(t)
	n := 0
	cancel := f.Subscribe(func() { n++ })
	_, err := f.NewDraft(t.Context(), motion())
	f.ok(err)
	cancel()
	_, err = f.NewDraft(t.Context(), motion())
	f.ok(err)
	if n != 1 {
		t.Errorf("heard %d times", n)
	}
}

func TestReadMarksCoverWhatIsThere(t *testing.T) {
	f := newFixture(t)
	f.s.channels = []civic.Channel{civic.TalkChannel("08")}
	f.s.posts = []civic.PostView{{Born: 3}, {Born: 9}, {Born: 10}, {Pending: true}}
	f.ok(f.MarkRead(t.Context(), me))
	if len(f.s.queue) != 0 {
		t.Error("nothing was unread")
	}
	f.s.unread = 2
	f.ok(f.MarkRead(t.Context(), me))
	f.s.complete = true
	f.ok(f.MarkRead(t.Context(), me))
	var spans []string
	for _, q := range f.s.queue {
		spans = append(spans, string(q.Command.Args[:strings.Index(string(q.Command.Args), `,"thread`)]))
	}
	if !slices.Equal(spans, []string{`{"spans":[[3,3],[9,10]]`, `{"spans":[[3,10]]`}) {
		t.Errorf("%v", spans)
	}
}

func TestAbilitiesMirrorTheRules(t *testing.T) {
	f := newFixture(t)
	act := civic.DerivedID("act")
	f.councillor()
	f.put(civic.KindRole, "r", civic.UserChannel(me), civic.Role{Name: civic.RoleModerator, Scope: civic.ScopeAll})
	f.put(civic.KindAct, act, "acts/08/2026", civic.Act{Content: motion(), Visibility: civic.Everyone, Published: now})
	a, err := f.Abilities(t.Context(), act)
	f.ok(err)
	if !a.Revise || !a.Withdraw || !a.Event || !a.Discuss || !a.Useful || a.Return || a.Reinstate {
		t.Errorf("%+v", a)
	}
	if a.Why[civic.CmdReturn] != civic.ReasonOwnCouncil {
		t.Errorf("%+v", a.Why)
	}
	r := f.s.records[act]
	r.Author = civic.DerivedID("bruno")
	f.s.records[act] = r
	if a, err = f.Abilities(t.Context(), act); err != nil || a.Revise || a.Why[civic.CmdWithdraw] != civic.ReasonNotYours {
		t.Errorf("another's act: %+v %v", a, err)
	}
}
