package deskdb_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/storage/deskdb"
)

// invited is an invitation of somebody else upon the act.
func (f *fixture) invited(act civic.ID, name string, to civic.Region) civic.ID {
	f.Helper()
	id := civic.DerivedID("call", name)
	c := civic.Call{Act: act, Type: civic.CallReuse, To: to, Until: "2026-12-31", Note: "Portatela in Consiglio.", Name: name, Office: "deputata, Camera"}
	f.c.put(civic.KindCall, id, c.Home(), civic.DerivedID("deputy", name), c)
	return id
}

func (f *fixture) call(id civic.ID) civic.CallView {
	f.Helper()
	all, err := f.s.Calls(f.Context(), civic.CallQuery{ID: id})
	f.ok(err)
	if len(all) != 1 {
		f.Fatalf("%d invitations", len(all))
	}
	return all[0]
}

// Why an invitation concerns the person follows from what they follow, the nearest
// first; nothing followed, nothing.
func TestCallsAndFollows(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	act := f.other("acqua", func(a *civic.Act) { a.Themes = []civic.Theme{"water"} })
	id := f.invited(act, "Ada", region)
	far := f.invited(civic.DerivedID("act", "non qui"), "Bea", region)
	f.pull(100)
	if got := f.call(id); got.Followed != "" || got.Act == nil || got.Act.Subject != "acqua" || got.Call.Name != "Ada" || got.Mine || got.Opened.IsZero() {
		t.Fatalf("%+v", got)
	}
	if got := f.call(far); got.Act != nil || got.Call.Act != civic.DerivedID("act", "non qui") {
		t.Errorf("of an act that is not here: %+v", got)
	}
	for _, x := range []struct {
		what   civic.FollowKind
		target string
	}{
		{civic.FollowTheme, "water"}, {civic.FollowBody, "demo:908002"}, {civic.FollowAct, string(act)}, {civic.FollowAuthor, string(civic.DerivedID("deputy", "Ada"))},
	} {
		f.follow(x.what, x.target)
		if got := f.call(id).Followed; got != x.what {
			t.Errorf("%q, not %q", got, x.what)
		}
		if got := f.call(far).Followed; got != "" {
			t.Errorf("the other one: %q", got)
		}
	}
	all, err := f.s.Follows(t.Context())
	f.ok(err)
	for _, v := range all {
		if v.What == civic.FollowAuthor && v.Name != "Ada" {
			t.Errorf("the author is called %q", v.Name)
		}
	}
	if got := f.news(); len(got) != 1 || got[0].Kind != civic.NewsAct {
		t.Errorf("an invitation is no news: %+v", got)
	}
	v, err := f.s.Act(t.Context(), act)
	f.ok(err)
	if len(v.Calls) != 1 || v.Calls[0].ID != id {
		t.Errorf("with its act: %+v", v.Calls)
	}
	f.ok(f.s.HideCall(t.Context(), id, true))
	f.ok(f.s.HideCall(t.Context(), id, true))
	if !f.call(id).Hidden || f.call(far).Hidden {
		t.Error("the wrong one was put away")
	}
	f.ok(f.s.HideCall(t.Context(), id, false))
	if f.call(id).Hidden {
		t.Error("it does not come back")
	}
}

// What moderators decided is read from where they write it, and from nowhere else.
func TestCasesOfAModerator(t *testing.T) {
	f := newFixture(t)
	f.c.put(civic.KindRole, civic.DerivedID("role"), civic.UserChannel(f.me), f.me, civic.Role{Name: civic.RoleModerator, Scope: civic.RegionScope(region)})
	desks := civic.DeskChannel(civic.RegionScope(region))
	_, err := f.s.Join(t.Context(), []civic.Channel{desks}, false)
	f.ok(err)
	f.c.put(civic.KindCase, civic.DerivedID("case"), desks, "", civic.Case{About: civic.DerivedID("call"), Act: civic.DerivedID("act"), Reason: civic.ReturnMistake})
	f.c.put(civic.KindCase, civic.DerivedID("stray"), civic.UserChannel(f.me), "", civic.Case{About: civic.DerivedID("stray")})
	f.pull(100)
	all, err := f.s.Cases(t.Context())
	f.ok(err)
	if len(all) != 1 || all[0].About != civic.DerivedID("call") || all[0].Act != civic.DerivedID("act") {
		t.Errorf("%+v", all)
	}
}

// One's own is drawn with its thread before anybody has it, is known in the outbox
// by its act, and goes when it is not sent after all.
func TestOwnCallIsDrawn(t *testing.T) {
	f := newFixture(t)
	f.c.put(civic.KindRole, civic.DerivedID("role"), civic.UserChannel(f.me), f.me, civic.Role{Name: civic.RoleRepresentative, Scope: "region:08"})
	act := f.other("acqua", nil)
	f.pull(100)
	a := civic.OpenCallArgs{
		ID: f.id(), Act: act, Type: civic.CallDebate, To: region, Until: "2026-12-31", Note: "Che cosa manca?", Thread: f.id(), Post: f.id(), Title: "Dibattito",
	}
	f.do(civic.CmdOpenCall, a, 0)
	if got := f.call(a.ID); !got.Mine || !got.Pending || got.Call.Name != "Ada Verdi" {
		t.Fatalf("%+v", got)
	}
	posts, hit, err := f.s.Posts(t.Context(), a.Thread)
	f.ok(err)
	if len(posts) != 1 || hit.Thread.Title != "Dibattito" {
		t.Errorf("%+v in %+v", posts, hit)
	}
	if out, err := f.s.Outbox(t.Context()); err != nil || len(out) != 1 || out[0].Subject != "acqua" {
		t.Errorf("%+v %v", out, err)
	}
	f.do(civic.CmdEditCall, civic.EditCallArgs{ID: a.ID, Until: "2026-12-01", Note: "Prima."}, 1)
	f.push()
	f.pull(100)
	if got := f.call(a.ID); got.Pending || got.Version != 2 || got.Call.Until != "2026-12-01" || got.Call.Note != "Prima." {
		t.Errorf("%+v", got)
	}
	b := a
	b.ID, b.Thread, b.Post, b.Type, b.Title = f.id(), "", "", civic.CallReuse, ""
	q := f.do(civic.CmdOpenCall, b, 0)
	_, err = f.s.Drop(t.Context(), q.Command.ID, f.c.now)
	f.ok(err)
	if all, err := f.s.Calls(t.Context(), civic.CallQuery{Act: act}); err != nil || len(all) != 1 {
		t.Errorf("%d %v", len(all), err)
	}
}

// What a former version kept of an invitation without knowing it is found after
// the upgrade.
func TestCallsOfAFormerVersion(t *testing.T) {
	f := newFixture(t)
	act := f.other("acqua", nil)
	id := f.invited(act, "Ada", region)
	f.pull(100)
	f.ok(f.s.Close())
	raw, err := os.ReadFile(filepath.Join("migrations", "0017_calls.sql"))
	f.ok(err)
	mend, _, _ := strings.Cut(string(raw), ";")
	db, err := sql.Open("sqlite", "file:"+filepath.Join(f.home, deskdb.FileName))
	f.ok(err)
	for _, q := range []string{`UPDATE record SET parent = '', shelf = 0 WHERE kind = 'call'`, mend} {
		_, err := db.ExecContext(t.Context(), q)
		f.ok(err)
	}
	f.ok(db.Close())
	f.open()
	for _, q := range []civic.CallQuery{{}, {Act: act}} {
		if all, err := f.s.Calls(t.Context(), q); err != nil || len(all) != 1 || all[0].ID != id {
			t.Errorf("%+v: %+v %v", q, all, err)
		}
	}
}
