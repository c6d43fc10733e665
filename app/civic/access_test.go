package civic_test

import (
	"context"
	"math"
	"testing"

	"scranno/app/civic"
)

// absentTo are commands on an act by somebody who may not read it.
func absentTo(act civic.ID) map[civic.CommandName]any {
	return map[civic.CommandName]any{
		civic.CmdUseful:     civic.UsefulArgs{Act: act, On: true},
		civic.CmdOpenThread: civic.OpenThreadArgs{ID: uid("t9"), Act: act, Title: "Domanda", Post: uid("p9"), Text: "Quante?"},
		civic.CmdActEvent:   civic.ActEventArgs{ID: uid("e9"), Event: civic.ActEvent{Act: act, Type: civic.Discussed, Date: "2026-11-20"}},
		civic.CmdCommitment: civic.CommitmentArgs{Act: act, Clause: uid("clause", "2"), Set: &civic.CommitmentSet{State: civic.Done}},
		civic.CmdRevise:     civic.ReviseArgs{Act: act, Content: motion("Altro testo")},
		civic.CmdWithdraw:   civic.ActArgs{Act: act},
		civic.CmdReturn:     civic.ReturnArgs{Act: act, Reason: civic.ReturnMistake},
		civic.CmdReinstate:  civic.ActArgs{Act: act},
		civic.CmdOpenCall:   reuseCall(uid("c9"), act, "08"),
	}
}

func TestAnActThatOneMayNotReadIsAbsent(t *testing.T) {
	w := newWorld(t)
	author := w.person("Giulia Conti", valchiara, "08")
	member := w.person("Luca Neri", "", "")
	editor := w.person("Ida Bassi", "", "", civic.Role{Name: civic.RoleEditor, Scope: civic.ScopeAll})
	colleague := w.person("Sara Valli", valchiara, "08")
	moderator := w.person("Anna Villa", "", "", civic.Role{Name: civic.RoleModerator, Scope: civic.ScopeAll})
	hidden := uid("act", "hidden")
	args := publish(hidden)
	args.Visibility, args.Licence = civic.Councillors, ""
	w.run(civic.CmdPublish, author, 0, args)
	open := civic.OpenThreadArgs{ID: uid("thread"), Act: hidden, Title: "Domanda", Post: uid("post"), Text: "Quante classi?"}
	if r := w.run(civic.CmdOpenThread, colleague, 0, open); r != "" {
		t.Fatal(r)
	}
	if got := w.records[open.Post].Channel; got != "councillors/08/2026" {
		t.Fatalf("its discussion is in %q", got)
	}
	look := func(when string) {
		t.Helper()
		for _, who := range []civic.ID{member, editor} {
			for name, args := range absentTo(hidden) {
				there, absent := w.run(name, who, 1, args), w.run(name, who, 1, absentTo(uid("nothing"))[name])
				if there != civic.ReasonGone || absent != civic.ReasonGone {
					t.Errorf("%s, %s by %s: %q, and %q of what is not there", when, name, w.records[who].Body, there, absent)
				}
			}
		}
		for name, args := range map[civic.CommandName]any{
			civic.CmdPost:         civic.PostArgs{ID: uid("p8"), Thread: open.ID, Text: "Anche qui"},
			civic.CmdEditPost:     civic.EditPostArgs{Post: open.Post, Text: "Altro"},
			civic.CmdWithdrawPost: civic.EditPostArgs{Post: open.Post},
		} {
			if r := w.run(name, member, 1, args); r != civic.ReasonGone && r != civic.ReasonReturned {
				t.Errorf("%s, %s: %q", when, name, r)
			}
		}
	}
	look("live")
	if r := w.run(civic.CmdActEvent, colleague, 0, absentTo(hidden)[civic.CmdActEvent]); r != "" {
		t.Errorf("an event by a councillor of the same body: %q", r)
	}
	if got := w.records[uid("e9")].Channel; got != "councillors/08/2026" {
		t.Errorf("the event is in %q", got)
	}
	delete(w.records, uid("e9"))
	if r := w.run(civic.CmdReturn, moderator, 0, civic.ReturnArgs{Act: hidden, Reason: civic.ReturnMistake}); r != "" {
		t.Fatal(r)
	}
	look("returned")
	if r := w.run(civic.CmdReinstate, moderator, 0, civic.ActArgs{Act: hidden}); r != "" {
		t.Fatal(r)
	}
	if got := w.records[open.Post].Channel; got != "councillors/08/2026" {
		t.Errorf("after the return its discussion is in %q", got)
	}
}

func TestPostsOnAReturnedAct(t *testing.T) {
	w := newWorld(t)
	author, other := w.person("Giulia Conti", valchiara, "08"), w.person("Luca Neri", "", "")
	moderator := w.person("Anna Villa", "", "", civic.Role{Name: civic.RoleModerator, Scope: civic.ScopeAll})
	act, thread, post := uid("act", "1"), uid("thread"), uid("post")
	w.run(civic.CmdPublish, author, 0, publish(act))
	w.run(civic.CmdOpenThread, other, 0, civic.OpenThreadArgs{ID: thread, Act: act, Title: "Domanda", Post: post, Text: "Quante classi?"})
	w.run(civic.CmdReturn, moderator, 0, civic.ReturnArgs{Act: act, Reason: civic.ReturnPersonalData})
	if r := w.run(civic.CmdEditPost, other, w.records[post].Version, civic.EditPostArgs{Post: post, Text: "Altro"}); r != civic.ReasonReturned {
		t.Errorf("an edit where one no longer reads: %q", r)
	}
	if r := w.run(civic.CmdPost, other, 0, civic.PostArgs{ID: uid("p2"), Thread: thread, Text: "E quando?"}); r != civic.ReasonReturned {
		t.Errorf("an answer there: %q", r)
	}
	if r := w.run(civic.CmdWithdrawPost, other, 0, civic.EditPostArgs{Post: post}); r != "" {
		t.Errorf("one's own words are not taken back: %q", r)
	}
}

func TestRepliesStayInTheirThread(t *testing.T) {
	w := newWorld(t)
	p := w.person("Luca Neri", "", "")
	space := uid("space")
	w.put(civic.KindSpace, space, "public/08", p, civic.Space{Title: "Scuola", Access: civic.AccessMembers, Region: "08"})
	for _, n := range []string{"1", "2"} {
		w.run(civic.CmdOpenThread, p, 0, civic.OpenThreadArgs{ID: uid("t", n), Space: space, Title: "Mense", Post: uid("p", n), Text: "Chi?"})
	}
	for i, tc := range []struct {
		to   civic.ID
		want civic.Reason
	}{{uid("p", "1"), ""}, {uid("p", "2"), civic.ReasonInvalid}, {uid("t", "1"), civic.ReasonInvalid}, {p, civic.ReasonInvalid}, {uid("withdrawn"), ""}} {
		id := uid("reply", string(rune('a'+i)))
		if r := w.run(civic.CmdPost, p, 0, civic.PostArgs{ID: id, Thread: uid("t", "1"), Text: "Io", ReplyTo: tc.to}); r != tc.want {
			t.Errorf("reply %d: %q, want %q", i, r, tc.want)
		}
	}
	w.put(civic.KindSpace, space, "public/08", p, civic.Space{Title: "Scuola", Access: civic.AccessMembers, Region: "08", Archived: true})
	if r := w.run(civic.CmdPost, p, 0, civic.PostArgs{ID: uid("late"), Thread: uid("t", "1"), Text: "Io"}); r != civic.ReasonGone {
		t.Errorf("an answer in an archived space: %q", r)
	}
}

func TestRangesAtTheEndOfNumbers(t *testing.T) {
	all := civic.Unite(nil, []civic.Span{{0, math.MaxInt64}, {5, math.MaxInt64}, {math.MaxInt64, math.MaxInt64}})
	if len(all) != 1 || all[0] != (civic.Span{0, math.MaxInt64}) {
		t.Errorf("%v", all)
	}
	w := newWorld(t)
	p, thread := w.person("Luca Neri", "", ""), uid("thread")
	for n := range 10 {
		spans := make([]civic.Span, civic.MaxReadSpans)
		for i := range spans {
			at := int64(2 * (n*civic.MaxReadSpans + i))
			spans[i] = civic.Span{at, at}
		}
		if r := w.run(civic.CmdRead, p, 0, civic.ReadArgs{Thread: thread, Spans: spans}); r != "" {
			t.Fatal(r)
		}
	}
	m, err := civic.DecodeBody[civic.ReadMark](w.records[civic.ReadID(p, thread)])
	if err != nil {
		t.Fatal(err)
	}
	if n := len(m.Spans); n > 4*civic.MaxReadSpans || !m.Has(2*(10*civic.MaxReadSpans-1)) {
		t.Errorf("%d ranges", n)
	}
}

func TestWhatAnActMayNotCarry(t *testing.T) {
	w := newWorld(t)
	p := w.person("Giulia Conti", valchiara, "08")
	id := uid("act", "1")
	for name, change := range map[string]func(*civic.PublishArgs){
		"an origin that is no id": func(a *civic.PublishArgs) { a.Content.Clauses[0].Origins = []civic.ID{"x\x00y"} },
		"itself as its parent":    func(a *civic.PublishArgs) { a.Content.Lineage = &civic.Lineage{Parent: id, Mode: civic.Copied} },
		"a revision before the first": func(a *civic.PublishArgs) {
			a.Content.Lineage = &civic.Lineage{Parent: uid("x"), Mode: civic.Copied, Revision: -1}
		},
	} {
		args := publish(id)
		change(&args)
		if r := w.run(civic.CmdPublish, p, 0, args); r != civic.ReasonInvalid {
			t.Errorf("%s: %q", name, r)
		}
	}
	args := publish(id)
	args.Content.BodyName = "Un altro Comune"
	w.run(civic.CmdPublish, p, 0, args)
	act, err := civic.DecodeBody[civic.Act](w.records[id])
	if err != nil || act.BodyName != "Valchiara" {
		t.Errorf("the body's name is %q, %v", act.BodyName, err)
	}
	next := motion("Nuovo testo")
	next.BodyName = "Un altro Comune"
	w.run(civic.CmdRevise, p, 1, civic.ReviseArgs{Act: id, Content: next})
	if act, err = civic.DecodeBody[civic.Act](w.records[id]); err != nil || act.BodyName != "Valchiara" || act.Visibility != civic.Everyone {
		t.Errorf("after a revision: %q, %q, %v", act.BodyName, act.Visibility, err)
	}
}

func TestAMandateThatEndedGivesNothing(t *testing.T) {
	w := newWorld(t)
	p := w.person("Giulia Conti", "", "")
	w.put(civic.KindMandate, uid("mandate", "former"), civic.UserChannel(p), p, civic.Mandate{
		Body: valchiara, BodyName: "Valchiara", Level: civic.Municipal, Region: "08", Office: "consigliere", Verified: now, To: "2026-11-22",
	})
	if r := w.run(civic.CmdPublish, p, 0, publish(uid("act", "1"))); r != civic.ReasonNotCouncillor {
		t.Errorf("%q", r)
	}
}

func TestARecordThatCannotBeReadKeepsNothingFromBeingDrawn(t *testing.T) {
	w := newWorld(t)
	author, other := w.person("Giulia Conti", valchiara, "08"), w.person("Luca Neri", "", "")
	broken, sound := uid("act", "broken"), uid("act", "1")
	w.put(civic.KindAct, broken, "acts/08/2026", author, map[string]any{"themes": 7})
	w.run(civic.CmdPublish, author, 0, publish(sound))
	first := command(t, civic.CmdUseful, other, 0, civic.UsefulArgs{Act: broken, On: true})
	second := command(t, civic.CmdUseful, other, 0, civic.UsefulArgs{Act: sound, On: true})
	over, err := civic.Replay(context.Background(), w, []civic.Command{first, second}, now)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := over.Commands[first.ID].Drawing, over.Commands[second.ID].Drawing; a != civic.Undrawn || b != civic.Drawn {
		t.Errorf("%q, %q", a, b)
	}
}
