package civic_test

import (
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
)

func point(t *testing.T, w *world, act, clause civic.ID) civic.Commitment {
	t.Helper()
	c, err := civic.DecodeBody[civic.Commitment](w.records[civic.CommitmentID(act, clause)])
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWhoTellsWhatBecameOfAPoint(t *testing.T) {
	w := newWorld(t)
	author, colleague := w.person("Giulia Conti", valchiara, "08"), w.person("Sara Valli", valchiara, "08")
	editor := w.person("Ida Bassi", "", "", civic.Role{Name: civic.RoleEditor, Scope: civic.RegionScope("08")})
	stranger, member := w.person("Luca Neri", fontelieta, "09"), w.person("Rosa Blu", "", "")
	act := uid("act")
	w.run(civic.CmdPublish, author, 0, publish(act))
	recital, operative := uid("clause", "1"), uid("clause", "2")
	set := func(clause civic.ID, s civic.CommitmentState) civic.CommitmentArgs {
		return civic.CommitmentArgs{Act: act, Clause: clause, Set: &civic.CommitmentSet{State: s, Due: "2026-12-31", Office: "Ufficio tecnico"}}
	}
	for _, tc := range []struct {
		name string
		who  civic.ID
		base int64
		args civic.CommitmentArgs
		want civic.Reason
	}{
		{"a stranger", stranger, 0, set(operative, civic.UnderWay), civic.ReasonNotYourCouncil},
		{"a member", member, 0, set(operative, civic.UnderWay), civic.ReasonNotYourCouncil},
		{"not a point", author, 0, set(recital, civic.UnderWay), civic.ReasonGone},
		{"no clause", author, 0, set(uid("none"), civic.UnderWay), civic.ReasonGone},
		{"no state", author, 0, set(operative, "x"), civic.ReasonInvalid},
		{"nothing", author, 0, civic.CommitmentArgs{Act: act, Clause: operative}, civic.ReasonInvalid},
		{"the author", author, 0, set(operative, civic.UnderWay), ""},
		{"a colleague upon nothing", colleague, 0, set(operative, civic.Done), civic.ReasonConflict},
		{"a colleague", colleague, 1, set(operative, civic.Done), ""},
		{"an editor", editor, 2, set(operative, civic.DonePartly), ""},
	} {
		if got := w.run(civic.CmdCommitment, tc.who, tc.base, tc.args); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
	rec := w.records[civic.CommitmentID(act, operative)]
	if c := point(t, w, act, operative); c.State != civic.DonePartly || c.Due != "2026-12-31" || rec.Channel != w.records[act].Channel || rec.Parent() != act {
		t.Errorf("%+v in %s on %s", c, rec.Channel, rec.Parent())
	}
	if strings.Contains(string(rec.Body), "sperimentazione") {
		t.Error("it holds the act's wording")
	}
}

func TestTwoWhoBringEvidenceApartBothKeepIt(t *testing.T) {
	w := newWorld(t)
	author, colleague := w.person("Giulia Conti", valchiara, "08"), w.person("Sara Valli", valchiara, "08")
	act, clause := uid("act"), uid("clause", "2")
	w.run(civic.CmdPublish, author, 0, publish(act))
	file := civic.Attachment{Hash: strings.Repeat("a", 64), Name: "collaudo.pdf", Type: civic.TypePDF, Size: 10}
	add := func(id, note, link string, files ...civic.Attachment) civic.CommitmentArgs {
		e := civic.Evidence{ID: uid(id), Date: "2026-05-01", Note: note, Link: link}
		if len(files) > 0 {
			e.File = files[0].Hash
		}
		return civic.CommitmentArgs{Act: act, Clause: clause, Add: &e, Attachments: files}
	}
	for _, x := range []struct {
		who  civic.ID
		args civic.CommitmentArgs
		want civic.Reason
	}{
		{author, add("e1", "I lavori sono cominciati", ""), ""},
		{colleague, add("e2", "", "https://comune.example.it/albo/12"), ""},
		{colleague, add("e2", "", "https://comune.example.it/albo/12"), ""}, // twice is once
		{colleague, add("e3", "", "", file), ""},
		{colleague, add("e4", "", "javascript:alert(1)"), civic.ReasonInvalid},
		{colleague, add("e5", "", "https://"), civic.ReasonInvalid},
		{colleague, add("e6", " ", ""), civic.ReasonInvalid},
		{author, civic.CommitmentArgs{Act: act, Clause: clause, Drop: uid("e2")}, civic.ReasonNotYours},
		{author, civic.CommitmentArgs{Act: act, Clause: clause, Drop: uid("e9")}, civic.ReasonGone},
	} {
		if got := w.run(civic.CmdCommitment, x.who, 0, x.args); got != x.want {
			t.Errorf("%+v: %q, want %q", x.args, got, x.want)
		}
	}
	c := point(t, w, act, clause)
	if len(c.Evidence) != 3 || c.Evidence[0].Author != author || c.Evidence[1].Author != colleague || c.State != civic.ToStart {
		t.Fatalf("%+v", c)
	}
	rec := w.records[civic.CommitmentID(act, clause)]
	if got := rec.Attachments(); len(got) != 1 || !slices.Contains(rec.Keys(), civic.FileKey(file.Hash)) {
		t.Errorf("files %v, keys %v", got, rec.Keys())
	}
	if r := w.run(civic.CmdCommitment, colleague, 0, civic.CommitmentArgs{Act: act, Clause: clause, Drop: uid("e3")}); r != "" {
		t.Fatal(r)
	}
	if c := point(t, w, act, clause); len(c.Evidence) != 2 || len(c.Attachments) != 0 {
		t.Errorf("a file stays without its evidence: %+v", c)
	}
}

func TestPointsGoWithTheAct(t *testing.T) {
	w := newWorld(t)
	author := w.person("Giulia Conti", valchiara, "08")
	moderator := w.person("Anna Villa", "", "", civic.Role{Name: civic.RoleModerator, Scope: civic.ScopeAll})
	act, clause := uid("act"), uid("clause", "2")
	w.run(civic.CmdPublish, author, 0, publish(act))
	w.run(civic.CmdCommitment, author, 0, civic.CommitmentArgs{Act: act, Clause: clause, Set: &civic.CommitmentSet{State: civic.UnderWay}})
	id := civic.CommitmentID(act, clause)
	w.run(civic.CmdReturn, moderator, 0, civic.ReturnArgs{Act: act, Reason: civic.ReturnMistake})
	if got := w.records[id].Channel; got != civic.UserChannel(author) {
		t.Errorf("after a return it is in %s", got)
	}
	w.run(civic.CmdReinstate, moderator, 0, civic.ActArgs{Act: act})
	if got := w.records[id].Channel; got != w.records[act].Channel {
		t.Errorf("back in %s", got)
	}
	w.run(civic.CmdWithdraw, author, 0, civic.ActArgs{Act: act})
	if !w.records[id].Deleted {
		t.Error("it outlives the act")
	}
}

func TestPointsAreTheOperativeClauses(t *testing.T) {
	a := civic.Act{Content: motion("Strade")}
	told := []civic.CommitmentView{
		{Commitment: civic.Commitment{Clause: uid("gone"), State: civic.Done}, Version: 3},
		{Commitment: civic.Commitment{Clause: uid("clause", "2"), State: civic.UnderWay}, Version: 1},
	}
	got := civic.PointsOf(a, told, uid("act"))
	if len(got) != 2 || got[0].Clause.Text == "" || got[0].Commitment.State != civic.UnderWay || got[1].Clause.Text != "" || got[1].Version != 3 {
		t.Errorf("%+v", got)
	}
	if got := civic.PointsOf(a, nil, uid("act")); len(got) != 1 || got[0].Commitment.State != civic.ToStart || got[0].Commitment.Act != uid("act") {
		t.Errorf("%+v", got)
	}
}
