package civic_test

import (
	"context"
	"strings"
	"testing"

	"scranno/app/civic"
)

func TestReplayDrawsChainsAndLeavesTheCopyAlone(t *testing.T) {
	w := newWorld(t)
	w.partial = true
	p := w.person("Giulia Conti", valchiara, "08")
	id, thread := uid("act", "1"), uid("thread")
	waiting := []civic.Command{
		command(t, civic.CmdPublish, p, 0, publish(id)),
		command(t, civic.CmdRevise, p, 1, civic.ReviseArgs{Act: id, Content: motion("Secondo testo")}),
		command(t, civic.CmdOpenThread, p, 0, civic.OpenThreadArgs{ID: thread, Act: id, Title: "Parliamone", Post: uid("p"), Text: "Che ne dite?"}),
		command(t, civic.CmdPost, p, 0, civic.PostArgs{ID: uid("p2"), Thread: uid("elsewhere"), Text: "Risposta"}),
	}
	o, err := civic.Replay(context.Background(), w, waiting, now)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []civic.Drawing{civic.Drawn, civic.Drawn, civic.Drawn, civic.Undrawn} {
		if got := o.Commands[waiting[i].ID].Drawing; got != want {
			t.Errorf("command %d: %q, want %q", i, got, want)
		}
	}
	var act civic.Act
	for _, r := range o.Records {
		if r.ID == id {
			if act, err = civic.DecodeBody[civic.Act](r); err != nil {
				t.Fatal(err)
			}
		}
	}
	if act.Subject != "Secondo testo" {
		t.Errorf("drawn subject %q", act.Subject)
	}
	if len(o.By[id]) != 2 {
		t.Errorf("%d commands draw the act, want 2", len(o.By[id]))
	}
	if _, there := w.records[id]; there {
		t.Error("the confirmed copy changed")
	}
}

func TestReplayOnAMovedBaseDrawsTheConfirmedText(t *testing.T) {
	w := newWorld(t)
	p := w.person("Giulia Conti", valchiara, "08")
	id := uid("act", "1")
	w.run(civic.CmdPublish, p, 0, publish(id))
	w.run(civic.CmdRevise, p, 1, civic.ReviseArgs{Act: id, Content: motion("Il testo arrivato")})
	c := command(t, civic.CmdRevise, p, 1, civic.ReviseArgs{Act: id, Content: motion("Il mio testo")})
	o, err := civic.Replay(context.Background(), w, []civic.Command{c}, now)
	if err != nil {
		t.Fatal(err)
	}
	if o.Commands[c.ID].Drawing != civic.BaseMoved || len(o.By[id]) != 1 || len(o.Records) != 0 {
		t.Errorf("%+v", o)
	}
}

func TestCanonicalIsOneForm(t *testing.T) {
	same := []string{`{"b":1.10,"a":"<è&>"}`, "{ \"a\" : \"<\\u00e8&>\",\n\"b\":1.10}"}
	for _, s := range same {
		got, err := civic.Canonical([]byte(s))
		if err != nil || string(got) != `{"a":"<è&>","b":1.10}` {
			t.Errorf("%s: %s, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "{", `{"a":1}x`, "\"\xff\"", strings.Repeat("[", 20000)} {
		if got, err := civic.Canonical([]byte(s)); err == nil {
			t.Errorf("%.20q gave %.40s", s, got)
		}
	}
}

func TestMergeKeepsWhatItDoesNotKnow(t *testing.T) {
	got, err := civic.Merge([]byte(`{"future":{"x":1},"text":"a","gone":1}`), civic.Fields{"text": []byte(`"b"`), "gone": []byte("null")})
	if err != nil || string(got) != `{"future":{"x":1},"text":"b"}` {
		t.Errorf("%s, %v", got, err)
	}
}

func TestChannels(t *testing.T) {
	w := newWorld(t)
	member := w.person("Luca Neri", "", "")
	councillor := w.person("Giulia Conti", valchiara, "08")
	moderator := w.person("Anna Villa", "", "", civic.Role{Name: civic.RoleModerator, Scope: "region:08"})
	space := uid("listed")
	w.put(civic.KindSpace, space, civic.SpaceChannel(space), member, civic.Space{Title: "Riservata", Access: civic.AccessListed, Region: "08"})
	tests := []struct {
		ch                              civic.Channel
		anyone, member, councillor, mod bool
	}{
		{"acts/08/2026", true, true, true, true},
		{"acts/8/2026", false, false, false, false},
		{"acts/08/26", false, false, false, false},
		{"talk/08", true, true, true, true},
		{"people/public", true, true, true, true},
		{"people/members", false, true, true, true},
		{"councillors/08/2026", false, false, true, false},
		{civic.UserChannel(member), false, true, false, false},
		{civic.SpaceChannel(space), false, false, false, false},
		{civic.SpaceChannel(uid("none")), false, false, false, false},
		{"desk/region:08", false, false, false, true},
		{"desk/region:09", false, false, false, false},
		{"../etc", false, false, false, false},
	}
	ctx := context.Background()
	actor := func(id civic.ID) *civic.Actor {
		a, err := w.Actor(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		return &a
	}
	for _, tc := range tests {
		who := map[string]*civic.Actor{"anyone": nil, "member": actor(member), "councillor": actor(councillor), "moderator": actor(moderator)}
		want := map[string]bool{"anyone": tc.anyone, "member": tc.member, "councillor": tc.councillor, "moderator": tc.mod}
		for name, a := range who {
			got, err := civic.MayRead(ctx, w, a, tc.ch)
			if err != nil || got != want[name] {
				t.Errorf("%s, %s: %v, %v", tc.ch, name, got, err)
			}
		}
	}
}
