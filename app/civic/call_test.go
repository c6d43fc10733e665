package civic_test

import (
	"slices"
	"testing"
	"time"

	"scranno/app/civic"
)

func callOf(t *testing.T, w *world, id civic.ID) civic.Call {
	t.Helper()
	c, err := civic.DecodeBody[civic.Call](w.records[id])
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func reuseCall(id, act civic.ID, to civic.Region) civic.OpenCallArgs {
	return civic.OpenCallArgs{ID: id, Act: act, Type: civic.CallReuse, To: to, Until: "2026-12-31", Note: "Portatela in Consiglio entro l’anno."}
}

func debateCall(id, act civic.ID) civic.OpenCallArgs {
	return civic.OpenCallArgs{
		ID: id, Act: act, Type: civic.CallDebate, To: civic.NationWide, Until: "2026-12-31", Note: "Che cosa manca?",
		Thread: uid("thread", string(id)), Post: uid("post", string(id)), Title: "Dibattito sulla proposta",
	}
}

// deputy is a person with a verified mandate at that level.
func (w *world) deputy(name string, level civic.Level, region civic.Region) civic.ID {
	w.t.Helper()
	id := w.person(name, "", "")
	w.put(civic.KindMandate, uid("mandate", name), civic.UserChannel(id), id, civic.Mandate{
		Body: "it:camera", BodyName: "Camera", Level: level, Region: region, Office: "deputata", Verified: now,
	})
	return id
}

// Who may invite which councils: never a councillor of a town, and nobody beyond
// their own territory.
func TestWhoInvites(t *testing.T) {
	w := newWorld(t)
	act := uid("act", "1")
	w.run(civic.CmdPublish, w.person("Giulia Conti", valchiara, "08"), 0, publish(act))
	role := func(s civic.Scope) civic.Role { return civic.Role{Name: civic.RoleRepresentative, Scope: s} }
	for _, tc := range []struct {
		who            civic.ID
		region, nation civic.Reason
	}{
		{w.person("Consigliere", valchiara, "08"), civic.ReasonCannotInvite, civic.ReasonCannotInvite},
		{w.person("Moderatrice", "", "", civic.Role{Name: civic.RoleModerator, Scope: civic.ScopeAll}), civic.ReasonCannotInvite, civic.ReasonCannotInvite},
		{w.person("Di regione", "", "", role("region:08")), "", civic.ReasonCannotInvite},
		{w.person("Di altra regione", "", "", role("region:09")), civic.ReasonCannotInvite, civic.ReasonCannotInvite},
		{w.person("Di ente regionale", "", "", role("body:reg:08")), "", civic.ReasonCannotInvite},
		{w.person("Di una Camera", "", "", role("body:it:senato")), "", ""},
		{w.person("Di una comunità", "", "", role(civic.SpaceScope(uid("space")))), civic.ReasonCannotInvite, civic.ReasonCannotInvite},
		{w.person("Di tutto", "", "", role(civic.ScopeAll)), "", ""},
		{w.person("Di ieri", "", "", civic.Role{Name: civic.RoleRepresentative, Scope: civic.ScopeAll, To: "2026-11-22"}), civic.ReasonCannotInvite, civic.ReasonCannotInvite},
		{w.deputy("Consigliera regionale", civic.Regional, "08"), "", civic.ReasonCannotInvite},
		{w.deputy("Deputata", civic.National, civic.NationWide), "", ""},
		{w.deputy("Europarlamentare", civic.European, civic.Europe), "", ""},
	} {
		if got := w.run(civic.CmdOpenCall, tc.who, 0, reuseCall(uid("r", string(tc.who)), act, "08")); got != tc.region {
			t.Errorf("%s, region: %q, not %q", w.records[tc.who].Body, got, tc.region)
		}
		if got := w.run(civic.CmdOpenCall, tc.who, 0, reuseCall(uid("n", string(tc.who)), act, civic.NationWide)); got != tc.nation {
			t.Errorf("%s, nation: %q, not %q", w.records[tc.who].Body, got, tc.nation)
		}
	}
}

// What an invitation must say, and when.
func TestCallForm(t *testing.T) {
	w := newWorld(t)
	act, secret := uid("act", "1"), uid("act", "2")
	author := w.person("Giulia Conti", valchiara, "08")
	w.run(civic.CmdPublish, author, 0, publish(act))
	closed := publish(secret)
	closed.Visibility = civic.Councillors
	w.run(civic.CmdPublish, author, 0, closed)
	who := w.deputy("Deputata", civic.National, civic.NationWide)
	for name, tc := range map[string]struct {
		change func(*civic.OpenCallArgs)
		want   civic.Reason
	}{
		"whole":                {func(*civic.OpenCallArgs) {}, ""},
		"yesterday elsewhere":  {func(a *civic.OpenCallArgs) { a.Until = "2026-11-22" }, ""},
		"past":                 {func(a *civic.OpenCallArgs) { a.Until = "2026-11-21" }, civic.ReasonInvalid},
		"far":                  {func(a *civic.OpenCallArgs) { a.Until = "2029-01-01" }, civic.ReasonInvalid},
		"without a day":        {func(a *civic.OpenCallArgs) { a.Until = "" }, civic.ReasonInvalid},
		"without a word":       {func(a *civic.OpenCallArgs) { a.Note = " " }, civic.ReasonInvalid},
		"to nobody":            {func(a *civic.OpenCallArgs) { a.To = "" }, civic.ReasonInvalid},
		"to Europe":            {func(a *civic.OpenCallArgs) { a.To = civic.Europe }, civic.ReasonInvalid},
		"of no type":           {func(a *civic.OpenCallArgs) { a.Type = "vote" }, civic.ReasonInvalid},
		"reuse with a thread":  {func(a *civic.OpenCallArgs) { a.Thread = uid("t") }, civic.ReasonInvalid},
		"debate without one":   {func(a *civic.OpenCallArgs) { a.Type = civic.CallDebate }, civic.ReasonInvalid},
		"of an act not public": {func(a *civic.OpenCallArgs) { a.Act = secret }, civic.ReasonInvalid},
		"of no act":            {func(a *civic.OpenCallArgs) { a.Act = uid("none") }, civic.ReasonGone},
		"a taken id":           {func(a *civic.OpenCallArgs) { a.ID = act }, civic.ReasonDuplicate},
	} {
		a := reuseCall(uid("call", name), act, civic.NationWide)
		tc.change(&a)
		if got := w.run(civic.CmdOpenCall, who, 0, a); got != tc.want {
			t.Errorf("%s: %q, not %q", name, got, tc.want)
		}
		delete(w.records, a.ID)
		w.run(civic.CmdPublish, author, 0, publish(act)) // back, where the id was its own
	}
	late := command(t, civic.CmdOpenCall, who, 0, reuseCall(uid("late"), act, civic.NationWide))
	late.Again = true
	d, err := civic.Decide(t.Context(), w, late, now.AddDate(1, 0, 0))
	if err != nil || d.Refusal != nil {
		t.Errorf("what a restored central forgot was in time when it was made: %+v %v", d.Refusal, err)
	}
}

// A debate has a thread on the act, is corrected upon what was read, closed with
// a synthesis that is corrected too, and taken back without what others said.
func TestDebate(t *testing.T) {
	w := newWorld(t)
	author, who := w.person("Giulia Conti", valchiara, "08"), w.deputy("Deputata", civic.National, civic.NationWide)
	act, id := uid("act", "1"), uid("call", "1")
	w.run(civic.CmdPublish, author, 0, publish(act))
	a := debateCall(id, act)
	step := func(want civic.Reason, name civic.CommandName, who civic.ID, base int64, args any) {
		t.Helper()
		if got := w.run(name, who, base, args); got != want {
			t.Errorf("%s: %q, not %q", name, got, want)
		}
	}
	step("", civic.CmdOpenCall, who, 0, a)
	c := callOf(t, w, id)
	if c.Name != "Deputata" || c.Office != "deputata, Camera" || w.records[id].Channel != civic.PublicNational ||
		w.records[id].Parent() != act || c.State("2026-12-31") != civic.CallOpen || c.State("2027-01-01") != civic.CallEnded {
		t.Fatalf("%+v in %s", c, w.records[id].Channel)
	}
	if w.records[a.Thread].Channel != civic.TalkChannel("08") || w.records[a.Post].Parent() != a.Thread {
		t.Error("no thread with a first post on the act")
	}
	again := debateCall(uid("call", "2"), act)
	step(civic.ReasonDuplicate, civic.CmdOpenCall, who, 0, again)
	edit := civic.EditCallArgs{ID: id, Until: "2027-01-31", Note: "Che cosa manca ai piccoli Comuni?"}
	step(civic.ReasonNotYours, civic.CmdEditCall, author, 1, edit)
	step(civic.ReasonConflict, civic.CmdEditCall, who, 7, edit)
	step("", civic.CmdEditCall, who, 1, edit)
	step("", civic.CmdPost, author, 0, civic.PostArgs{ID: uid("answer"), Thread: a.Thread, Text: "Il personale."})
	step(civic.ReasonInvalid, civic.CmdCloseCall, who, 2, civic.CloseCallArgs{ID: id})
	step("", civic.CmdCloseCall, who, 2, civic.CloseCallArgs{ID: id, Synthesis: "Manca il persnale."})
	step("", civic.CmdCloseCall, who, 3, civic.CloseCallArgs{ID: id, Synthesis: "Manca il personale."})
	if c = callOf(t, w, id); c.Synthesis != "Manca il personale." || c.Until != "2027-01-31" || c.State("2026-11-24") != civic.CallClosed || c.Edited.IsZero() {
		t.Errorf("%+v", c)
	}
	step(civic.ReasonInvalid, civic.CmdEditCall, who, 4, civic.EditCallArgs{ID: id, Until: "2027-03-01", Note: c.Note})
	step("", civic.CmdOpenCall, who, 0, again) // the former one is over
	step(civic.ReasonNotYours, civic.CmdWithdrawCall, author, 0, civic.CallArgs{ID: id})
	step("", civic.CmdWithdrawCall, who, 0, civic.CallArgs{ID: id})
	step("", civic.CmdWithdrawCall, who, 0, civic.CallArgs{ID: again.ID})
	if !w.records[id].Deleted || w.records[a.Thread].Deleted || w.records[uid("answer")].Deleted || !w.records[again.Thread].Deleted || !w.records[again.Post].Deleted {
		t.Error("what others said goes with an invitation, or what nobody answered stays")
	}
	step(civic.ReasonGone, civic.CmdCloseCall, who, 4, civic.CloseCallArgs{ID: id, Synthesis: "Sì."})
}

// With the mandate the right to speak ends, not that of taking one's words back.
func TestCallAfterTheMandate(t *testing.T) {
	w := newWorld(t)
	who, act, id := w.deputy("Deputata", civic.National, civic.NationWide), uid("act", "1"), uid("call", "1")
	w.run(civic.CmdPublish, w.person("Giulia Conti", valchiara, "08"), 0, publish(act))
	w.run(civic.CmdOpenCall, who, 0, reuseCall(id, act, "08"))
	delete(w.records, uid("mandate", "Deputata"))
	if got := w.run(civic.CmdCloseCall, who, 1, civic.CloseCallArgs{ID: id}); got != civic.ReasonCannotInvite {
		t.Errorf("%q", got)
	}
	if got := w.run(civic.CmdWithdrawCall, who, 0, civic.CallArgs{ID: id}); got != "" {
		t.Errorf("%q", got)
	}
}

// An invitation goes where its act goes: out with a return, back where it was,
// away with a withdrawal.
func TestCallFollowsItsAct(t *testing.T) {
	w := newWorld(t)
	author, who := w.person("Giulia Conti", valchiara, "08"), w.deputy("Deputata", civic.National, civic.NationWide)
	anna := w.person("Anna Villa", "", "", civic.Role{Name: civic.RoleModerator, Scope: civic.ScopeAll})
	act, id := uid("act", "1"), uid("call", "1")
	w.run(civic.CmdPublish, author, 0, publish(act))
	w.run(civic.CmdOpenCall, who, 0, reuseCall(id, act, "08"))
	home := w.records[id].Channel
	if home != civic.PublicChannel("08") {
		t.Fatal(home)
	}
	w.run(civic.CmdReturn, anna, 0, civic.ReturnArgs{Act: act, Reason: civic.ReturnMistake})
	if got := w.records[id].Channel; got != civic.UserChannel(author) {
		t.Errorf("returned: %s", got)
	}
	w.run(civic.CmdReinstate, anna, 0, civic.ActArgs{Act: act})
	if got := w.records[id].Channel; got != home {
		t.Errorf("reinstated: %s", got)
	}
	w.run(civic.CmdWithdraw, author, 0, civic.ActArgs{Act: act})
	if !w.records[id].Deleted {
		t.Error("it outlives the act")
	}
}

// On a desk an invitation is drawn at once with its thread; what this copy cannot
// tell is not drawn.
func TestReplayCall(t *testing.T) {
	w := newWorld(t)
	who, act, id := w.deputy("Deputata", civic.National, civic.NationWide), uid("act", "1"), uid("call", "1")
	w.run(civic.CmdPublish, w.person("Giulia Conti", valchiara, "08"), 0, publish(act))
	w.partial = true
	a := debateCall(id, act)
	open := command(t, civic.CmdOpenCall, who, 0, a)
	edit := command(t, civic.CmdEditCall, who, 1, civic.EditCallArgs{ID: id, Until: "2026-12-01", Note: "Prima."})
	over, err := civic.Replay(t.Context(), w, []civic.Command{open, edit}, now.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	var kinds []civic.RecordKind
	for _, r := range over.Records {
		kinds = append(kinds, r.Kind)
	}
	if !slices.Equal(kinds, []civic.RecordKind{civic.KindCall, civic.KindThread, civic.KindPost}) || len(over.By[id]) != 2 {
		t.Errorf("%v, %v", kinds, over.By[id])
	}
	delete(w.records, act)
	if over, err = civic.Replay(t.Context(), w, []civic.Command{open}, now); err != nil || over.Commands[open.ID].Drawing != civic.Undrawn {
		t.Errorf("%+v %v", over.Commands, err)
	}
}
