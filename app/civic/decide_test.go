package civic_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"scranno/app/civic"
)

func TestWhoMayPublish(t *testing.T) {
	act := uid("act", "1")
	tests := []struct {
		name   string
		body   civic.BodyCode
		region civic.Region
		change func(*civic.PublishArgs)
		want   civic.Reason
	}{
		{"a councillor of the body", valchiara, "08", nil, ""},
		{"for councillors only", valchiara, "08", func(a *civic.PublishArgs) { a.Visibility, a.Licence = civic.Councillors, "" }, ""},
		{"a member", "", "", nil, civic.ReasonNotCouncillor},
		{"a councillor of another body", fontelieta, "09", nil, civic.ReasonNotYourBody},
		{"another region than the mandate's", valchiara, "09", nil, civic.ReasonMandateMismatch},
		{"public without the licence", valchiara, "08", func(a *civic.PublishArgs) { a.Licence = "" }, civic.ReasonLicence},
		{"a request for access", valchiara, "08", func(a *civic.PublishArgs) { a.Content.Kind = civic.AccessRequest }, civic.ReasonNotShareable},
		{"only me", valchiara, "08", func(a *civic.PublishArgs) { a.Visibility = civic.OnlyMe }, civic.ReasonNotYet},
		{"no subject", valchiara, "08", func(a *civic.PublishArgs) { a.Content.Subject = "" }, civic.ReasonInvalid},
		{"a subject of two lines", valchiara, "08", func(a *civic.PublishArgs) { a.Content.Subject = "a\nb" }, civic.ReasonInvalid},
		{"a control character", valchiara, "08", func(a *civic.PublishArgs) { a.Content.Clauses[0].Text = "a\x00b" }, civic.ReasonInvalid},
		{"twice the same clause", valchiara, "08", func(a *civic.PublishArgs) { a.Content.Clauses[1].ID = a.Content.Clauses[0].ID }, civic.ReasonInvalid},
		{"an unknown theme", valchiara, "08", func(a *civic.PublishArgs) { a.Content.Themes = []civic.Theme{"x"} }, civic.ReasonInvalid},
		{"a subject of spaces", valchiara, "08", func(a *civic.PublishArgs) { a.Content.Subject = " \u00a0 " }, civic.ReasonInvalid},
		{"an id that the program derives", valchiara, "08", func(a *civic.PublishArgs) { a.ID = civic.TallyID(act) }, civic.ReasonDuplicate},
		{"too many signatories", valchiara, "08", func(a *civic.PublishArgs) { a.Content.Signatories = make([]civic.Signatory, civic.MaxList+1) }, civic.ReasonInvalid},
		{"an id that is none", valchiara, "08", func(a *civic.PublishArgs) { a.ID = "../../x" }, civic.ReasonInvalid},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			w := newWorld(t)
			p := w.person("Giulia Conti", tc.body, tc.region)
			args := publish(act)
			if tc.change != nil {
				tc.change(&args)
			}
			if got := w.run(civic.CmdPublish, p, 0, args); got != tc.want {
				t.Fatalf("reason %q, want %q", got, tc.want)
			}
			_, there := w.records[args.ID]
			if there != (tc.want == "") {
				t.Errorf("record there: %v", there)
			}
		})
	}
}

func TestPublishedActLivesInItsYearForEver(t *testing.T) {
	w := newWorld(t)
	p := w.person("Giulia Conti", valchiara, "08")
	id := uid("act", "1")
	w.run(civic.CmdPublish, p, 0, publish(id))
	if got := w.records[id].Channel; got != "acts/08/2026" {
		t.Fatalf("channel %q", got)
	}
	later := now.AddDate(1, 0, 0)
	if r := w.runAt(later, civic.CmdRevise, p, 1, civic.ReviseArgs{Act: id, Content: motion("Strade scolastiche, nuovo testo")}); r != "" {
		t.Fatal(r)
	}
	if got := w.records[id].Channel; got != "acts/08/2026" {
		t.Errorf("channel after a revision in another year: %q", got)
	}
	if r := w.run(civic.CmdPublish, p, 0, publish(id)); r != civic.ReasonDuplicate {
		t.Errorf("the same id again: %q", r)
	}
}

func TestReviseOnAMovedBaseIsAConflict(t *testing.T) {
	w := newWorld(t)
	p := w.person("Giulia Conti", valchiara, "08")
	other := w.person("Marco Ferri", valchiara, "08")
	id := uid("act", "1")
	w.run(civic.CmdPublish, p, 0, publish(id))
	steps := []struct {
		who  civic.ID
		base int64
		edit func(*civic.Content)
		want civic.Reason
	}{
		{other, 1, nil, civic.ReasonNotYours},
		{p, 1, nil, ""},
		{p, 1, nil, civic.ReasonConflict},
		{p, 2, func(c *civic.Content) { c.Lineage = &civic.Lineage{Parent: uid("x"), Mode: civic.Copied} }, civic.ReasonLineage},
		{p, 2, func(c *civic.Content) { c.Body, c.Region = fontelieta, "09" }, civic.ReasonNotYourBody},
		{p, 2, nil, ""},
	}
	for i, s := range steps {
		c := motion("Nuovo testo")
		if s.edit != nil {
			s.edit(&c)
		}
		if got := w.run(civic.CmdRevise, s.who, s.base, civic.ReviseArgs{Act: id, Content: c}); got != s.want {
			t.Errorf("step %d: %q, want %q", i, got, s.want)
		}
	}
	revisions := 0
	for _, r := range w.records {
		if r.Kind == civic.KindRevision {
			revisions++
		}
	}
	if revisions != 2 {
		t.Errorf("%d revisions, want 2", revisions)
	}
}

func TestReturnIsForModeratorsOfNoCouncilOfIt(t *testing.T) {
	mod := civic.Role{Name: civic.RoleModerator, Scope: civic.ScopeAll}
	w := newWorld(t)
	author := w.person("Giulia Conti", valchiara, "08")
	member := w.person("Luca Neri", "", "")
	colleague := w.person("Sara Valli", valchiara, "08", mod)
	elsewhere := w.person("Ugo Sarti", "", "", civic.Role{Name: civic.RoleModerator, Scope: "region:09"})
	moderator := w.person("Anna Villa", "", "", mod)
	id, thread, post := uid("act", "1"), uid("thread"), uid("post")
	w.run(civic.CmdPublish, author, 0, publish(id))
	w.run(civic.CmdOpenThread, member, 0, civic.OpenThreadArgs{ID: thread, Act: id, Title: "Domanda", Post: post, Text: "Quante classi?"})
	args := civic.ReturnArgs{Act: id, Reason: civic.ReturnPersonalData}

	for who, want := range map[civic.ID]civic.Reason{
		member: civic.ReasonNotModerator, author: civic.ReasonNotModerator,
		colleague: civic.ReasonOwnCouncil, elsewhere: civic.ReasonNotModerator,
	} {
		if got := w.run(civic.CmdReturn, who, 0, args); got != want {
			t.Errorf("%s: %q, want %q", w.records[who].Body, got, want)
		}
	}
	if got := w.run(civic.CmdReturn, moderator, 0, civic.ReturnArgs{Act: id, Reason: "opinion"}); got != civic.ReasonInvalid {
		t.Errorf("a reason outside the list: %q", got)
	}
	if got := w.run(civic.CmdReturn, moderator, 0, args); got != "" {
		t.Fatal(got)
	}
	for _, x := range []civic.ID{id, thread, post} {
		if got := w.records[x].Channel; got != civic.UserChannel(author) {
			t.Errorf("%s is in %q after the return", x, got)
		}
	}
	if got := w.run(civic.CmdUseful, member, 0, civic.UsefulArgs{Act: id, On: true}); got != civic.ReasonReturned {
		t.Errorf("a mark on a returned act: %q", got)
	}
	if got := w.run(civic.CmdReinstate, author, 0, civic.ActArgs{Act: id}); got != civic.ReasonNotModerator {
		t.Errorf("reinstated by its author: %q", got)
	}
	if got := w.run(civic.CmdReinstate, moderator, 0, civic.ActArgs{Act: id}); got != "" {
		t.Fatal(got)
	}
	want := map[civic.ID]civic.Channel{id: "acts/08/2026", thread: "talk/08", post: "talk/08"}
	for x, ch := range want {
		if got := w.records[x].Channel; got != ch {
			t.Errorf("%s is in %q, want %q", x, got, ch)
		}
	}
	act, err := civic.DecodeBody[civic.Act](w.records[id])
	if err != nil || act.Returned != nil || act.Home != "" {
		t.Errorf("after reinstating: %+v, %v", act.Returned, err)
	}
}

func TestWithdrawTakesAllThatHangsOnIt(t *testing.T) {
	w := newWorld(t)
	author, other := w.person("Giulia Conti", valchiara, "08"), w.person("Luca Neri", "", "")
	id, thread, post := uid("act", "1"), uid("thread"), uid("post")
	w.run(civic.CmdPublish, author, 0, publish(id))
	w.run(civic.CmdOpenThread, other, 0, civic.OpenThreadArgs{ID: thread, Act: id, Title: "Domanda", Post: post, Text: "Quante classi?"})
	if got := w.run(civic.CmdWithdraw, other, 0, civic.ActArgs{Act: id}); got != civic.ReasonNotYours {
		t.Errorf("someone else's act: %q", got)
	}
	if got := w.run(civic.CmdWithdraw, author, 0, civic.ActArgs{Act: id}); got != "" {
		t.Fatal(got)
	}
	for _, x := range []civic.ID{id, thread, post} {
		if r := w.records[x]; !r.Deleted || r.Body != nil {
			t.Errorf("%s is still there", r.Kind)
		}
	}
}

func TestPostsBelongToTheirAuthors(t *testing.T) {
	w := newWorld(t)
	a, b := w.person("Luca Neri", "", ""), w.person("Sara Valli", "", "")
	space, listed := uid("space"), uid("listed")
	w.put(civic.KindSpace, space, "public/08", a, civic.Space{Title: "Scuola", Access: civic.AccessMembers, Region: "08"})
	w.put(civic.KindSpace, listed, civic.SpaceChannel(listed), a, civic.Space{Title: "Riservata", Access: civic.AccessListed, Region: "08"})
	thread, post := uid("thread"), uid("post")
	open := civic.OpenThreadArgs{ID: thread, Space: space, Title: "Mense", Post: post, Text: "Chi ha il capitolato?"}
	if got := w.run(civic.CmdOpenThread, a, 0, open); got != "" {
		t.Fatal(got)
	}
	hidden := open
	hidden.ID, hidden.Post, hidden.Space = uid("t2"), uid("p2"), listed
	if got := w.run(civic.CmdOpenThread, b, 0, hidden); got != civic.ReasonNotMember {
		t.Errorf("thread in a listed space: %q", got)
	}
	both := open
	both.ID, both.Post, both.Act = uid("t3"), uid("p3"), uid("act")
	if got := w.run(civic.CmdOpenThread, a, 0, both); got != civic.ReasonInvalid {
		t.Errorf("thread in a space and on an act: %q", got)
	}
	edit := civic.EditPostArgs{Post: post, Text: "Chi ha il capitolato del 2025?"}
	if got := w.run(civic.CmdEditPost, b, 1, edit); got != civic.ReasonNotYours {
		t.Errorf("another's post: %q", got)
	}
	if got := w.run(civic.CmdEditPost, a, 1, edit); got != "" {
		t.Fatal(got)
	}
	if got := w.run(civic.CmdEditPost, a, 1, edit); got != civic.ReasonConflict {
		t.Errorf("an edit of an older text: %q", got)
	}
	if got := w.run(civic.CmdWithdrawPost, b, 2, civic.EditPostArgs{Post: post}); got != civic.ReasonNotYours {
		t.Errorf("withdrawing another's post: %q", got)
	}
}

func TestReadMarksUnite(t *testing.T) {
	w := newWorld(t)
	p, thread := w.person("Luca Neri", "", ""), uid("thread")
	w.run(civic.CmdRead, p, 0, civic.ReadArgs{Thread: thread, Spans: []civic.Span{{5, 9}}})
	w.run(civic.CmdRead, p, 0, civic.ReadArgs{Thread: thread, Spans: []civic.Span{{1, 2}, {8, 12}, {3, 3}}})
	m, err := civic.DecodeBody[civic.ReadMark](w.records[civic.ReadID(p, thread)])
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Spans) != 2 || m.Spans[0] != (civic.Span{1, 3}) || m.Spans[1] != (civic.Span{5, 12}) {
		t.Errorf("spans %v", m.Spans)
	}
	if m.Has(4) || !m.Has(3) || !m.Has(12) {
		t.Error("wrong ranges")
	}
}

func TestADisabledAccountDoesNothing(t *testing.T) {
	w := newWorld(t)
	p := w.person("Giulia Conti", valchiara, "08")
	w.put(civic.KindPerson, p, civic.UserChannel(p), p, civic.Person{Name: "Giulia Conti", Disabled: true})
	for _, n := range civic.CommandNames() {
		if got := w.run(n, p, 0, publish(uid("act"))); got != civic.ReasonDisabled {
			t.Errorf("%s: %q", n, got)
		}
	}
}

func TestEveryCommandHasARuleThatSurvivesAnyArguments(t *testing.T) {
	w := newWorld(t)
	p := w.person("Giulia Conti", valchiara, "08", civic.Role{Name: civic.RoleModerator, Scope: civic.ScopeAll})
	for _, n := range append(civic.CommandNames(), "no.such") {
		for _, args := range []string{"", "{}", "[]", "null", "{", `{"id":1}`, `{"act":"x","post":"y","thread":"z"}`, "\xff"} {
			c := civic.Command{ID: uid("c"), Name: n, Args: []byte(args), Author: p}
			d, err := civic.Decide(context.Background(), w, c, now)
			if err != nil {
				t.Errorf("%s %q: %v", n, args, err)
			}
			if d.Refusal == nil {
				t.Errorf("%s %q was accepted", n, args)
			}
		}
	}
}

func TestOutcomeComesFromEvents(t *testing.T) {
	a := civic.Act{Content: motion("x"), Declared: civic.Rejected}
	ev := func(d civic.Date, ty civic.ActEventType, o civic.Outcome) civic.ActEvent {
		return civic.ActEvent{Date: d, Type: ty, Outcome: o}
	}
	tests := []struct {
		events []civic.ActEvent
		want   civic.Outcome
	}{
		{nil, civic.Rejected},
		{[]civic.ActEvent{ev("2026-02-01", civic.OutcomeEvent, civic.Approved), ev("2026-01-01", civic.OutcomeEvent, civic.Postponed)}, civic.Approved},
		{[]civic.ActEvent{ev("2026-02-01", civic.NotAdmitted, "")}, civic.Inadmissible},
		{[]civic.ActEvent{ev("2026-02-01", civic.Filed, "")}, civic.Rejected},
	}
	for i, tc := range tests {
		if got := civic.OutcomeOf(a, tc.events); got != tc.want {
			t.Errorf("%d: %q, want %q", i, got, tc.want)
		}
	}
}

func TestPublicPagesWaitForTheUndo(t *testing.T) {
	a := civic.Act{Visibility: civic.Everyone, Published: now}
	if a.Shown(now.Add(civic.UndoWindow - time.Second)) {
		t.Error("shown while it can be taken back")
	}
	if !a.Shown(now.Add(civic.UndoWindow)) {
		t.Error("not shown after ten minutes")
	}
}

func TestReturnOfAnActThatNobodyHerePublished(t *testing.T) {
	w := newWorld(t)
	moderator := w.person("Anna Villa", "", "", civic.Role{Name: civic.RoleModerator, Scope: civic.ScopeAll})
	id, home := uid("act", "1"), civic.ActChannel(civic.Everyone, "08", 2025)
	w.put(civic.KindAct, id, home, "", civic.Act{Content: motion("Strade scolastiche"), Visibility: civic.Everyone, Published: now})
	if r := w.run(civic.CmdReturn, moderator, 1, civic.ReturnArgs{Act: id, Reason: civic.ReturnPersonalData}); r != "" {
		t.Fatal(r)
	}
	if got := w.records[id].Channel; got != civic.DeskChannel("region:08") {
		t.Errorf("it went to %q", got)
	}
	if r := w.run(civic.CmdReinstate, moderator, 2, civic.ActArgs{Act: id}); r != "" {
		t.Fatal(r)
	}
	if got := w.records[id].Channel; got != home {
		t.Errorf("it came back to %q", got)
	}
}

func TestBlankTextsAreNone(t *testing.T) {
	w := newWorld(t)
	author := w.person("Giulia Conti", valchiara, "08")
	act, thread := uid("act", "1"), uid("thread")
	w.run(civic.CmdPublish, author, 0, publish(act))
	open := civic.OpenThreadArgs{ID: thread, Act: act, Title: "Domanda", Post: uid("post"), Text: "Quante classi?"}
	blank := open
	blank.Title = "\t \u2003"
	for name, args := range map[civic.CommandName]any{
		civic.CmdOpenThread: blank, civic.CmdPost: civic.PostArgs{ID: uid("other"), Thread: thread, Text: " \n\t"},
	} {
		if r := w.run(name, author, 0, args); r != civic.ReasonInvalid {
			t.Errorf("%s: %q", name, r)
		}
	}
	if r := w.run(civic.CmdOpenThread, author, 0, open); r != "" {
		t.Fatal(r)
	}
	if r := w.run(civic.CmdEditPost, author, 1, civic.EditPostArgs{Post: open.Post, Text: "  "}); r != civic.ReasonInvalid {
		t.Errorf("edit: %q", r)
	}
}

func TestWhatIsTooManyIsNamed(t *testing.T) {
	for want, change := range map[string]func(*civic.Content){
		"clause":      func(c *civic.Content) { c.Clauses = make([]civic.Clause, civic.MaxClauses+1) },
		"signatories": func(c *civic.Content) { c.Signatories = make([]civic.Signatory, civic.MaxList+1) },
		"addressees":  func(c *civic.Content) { c.Addressees = make([]string, civic.MaxList+1) },
		"themes":      func(c *civic.Content) { c.Themes = make([]civic.Theme, civic.MaxList+1) },
	} {
		c := motion("Strade scolastiche")
		change(&c)
		e, ok := errors.AsType[*civic.Error](c.Validate())
		if !ok || e.Kind != civic.TooLarge || e.Params["field"] != want {
			t.Errorf("%s: %v", want, e)
		}
		if want == "clause" && (e.Key != "invalid.too_many_clauses" || e.Params["limit"] != "5000") {
			t.Errorf("the limit is not told: %v", e)
		}
	}
}
