package civic_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
)

// secret is what must be read nowhere in these tests.
const secret = "la signora Ermenegilda Pistrucchi di via dei Tigli 4 non paga la retta"

// Holding makes the world one that can find.
func (w *world) Holding(_ context.Context, keys []string) ([]civic.Record, error) {
	var out []civic.Record
	for _, r := range w.records {
		if !r.Deleted && slices.ContainsFunc(r.Keys(), func(k string) bool { return slices.Contains(keys, k) }) {
			out = append(out, r)
		}
	}
	return out, nil
}

// settle runs a command as the central does: the rule, then what it spreads.
func (w *world) settle(name civic.CommandName, author civic.ID, args any, at time.Time) (civic.Redaction, civic.Reason) {
	w.t.Helper()
	d, err := civic.Decide(context.Background(), w, command(w.t, name, author, 0, args), at)
	if err != nil {
		w.t.Fatal(err)
	}
	if d.Refusal != nil {
		return civic.Redaction{}, d.Refusal.Reason
	}
	var wide civic.Redaction
	effects := d.Effects
	if d.Redaction != nil {
		var spread []civic.Effect
		if wide, spread, err = civic.Spread(context.Background(), w, *d.Redaction); err != nil {
			w.t.Fatal(err)
		}
		effects = append(spread, effects...)
	}
	for _, e := range effects {
		var prev *civic.Record
		if r, ok := w.records[e.ID]; ok {
			prev = &r
		}
		next, err := e.Apply(prev, author, at)
		if err != nil {
			w.t.Fatal(err)
		}
		w.records[e.ID] = next
	}
	return wide, ""
}

func (w *world) holds(words string) []civic.RecordKind {
	var out []civic.RecordKind
	for _, r := range w.records {
		if bytes.Contains(r.Body, []byte(words)) {
			out = append(out, r.Kind)
		}
	}
	return out
}

func clause(name, text string, origins ...civic.ID) civic.Clause {
	return civic.Clause{ID: uid("clause", name), Section: civic.Recital, Opener: "premesso che", Text: text, Origins: origins}
}

// act puts an act with the given clauses into the world.
func (w *world) act(name string, author civic.ID, ch civic.Channel, clauses ...civic.Clause) civic.ID {
	c := motion(name)
	c.Clauses = clauses
	id := uid("act", name)
	w.put(civic.KindAct, id, ch, author, civic.Act{Content: c, Visibility: civic.Everyone, Licence: civic.LicenceCCBY, Published: now})
	return id
}

func TestRedactionFollowsAClause(t *testing.T) {
	w := newWorld(t)
	anna := w.person("anna", "", "", civic.Role{Name: civic.RoleModerator, Scope: civic.RegionScope("08")})
	giulia := w.person("giulia", valchiara, "08")
	source := clause("1", secret+".")
	act := w.act("fonte", giulia, "acts/08/2026", source, clause("2", "altro testo che rimane al suo posto"))
	edited := w.act("ripreso e cambiato", giulia, "acts/09/2026", clause("3", "versione attenuata: "+secret, source.ID))
	pasted := w.act("incollato", giulia, "councillors/08/2026", clause("4", strings.ToUpper(secret)))
	heir := w.act("dal testo incollato", giulia, "acts/10/2026", clause("5", "in breve, "+secret, uid("clause", "4")))
	apart := w.act("estraneo", giulia, "acts/11/2026", clause("6", "un altro argomento, del tutto estraneo a questo"))
	former := motion("fonte")
	former.Clauses = []civic.Clause{clause("1", "prima stesura: "+secret)}
	w.put(civic.KindRevision, uid("rev"), "acts/08/2026", giulia, civic.Revision{Act: act, Version: 1, Content: former})

	wide, reason := w.settle(civic.CmdRedact, anna, civic.RedactArgs{Act: act, Clauses: []civic.ID{source.ID}, Reason: civic.RedactPersonalData}, now)
	if reason != "" {
		t.Fatal(reason)
	}
	if left := w.holds("Pistrucchi"); len(left) > 0 || len(w.holds("PISTRUCCHI")) > 0 {
		t.Fatalf("the words are still in %v", left)
	}
	for _, id := range []civic.ID{act, edited, pasted, heir} {
		a, err := civic.DecodeBody[civic.Act](w.records[id])
		if err != nil || a.Clauses[0].Text != civic.Obscured || a.Clauses[0].Opener != "premesso che" || a.Redacted == nil {
			t.Errorf("%s: %+v %v", a.Subject, a.Clauses, err)
		}
	}
	if a, _ := civic.DecodeBody[civic.Act](w.records[act]); a.Clauses[1].Text == civic.Obscured || a.Clauses[0].Section != civic.Recital {
		t.Errorf("%+v", a.Clauses)
	}
	if a, _ := civic.DecodeBody[civic.Act](w.records[apart]); a.Redacted != nil {
		t.Error("an act that has nothing of it was touched")
	}
	if len(wide.Texts) != 2 || !slices.Contains(wide.Clauses, uid("clause", "4")) {
		t.Errorf("%+v", wide)
	}
	told := map[civic.Channel]bool{}
	for _, r := range w.records {
		if r.Kind == civic.KindRedaction {
			told[r.Channel] = true
		}
	}
	for _, ch := range []civic.Channel{"acts/08/2026", "acts/09/2026", "acts/10/2026", "councillors/08/2026", civic.PublicNational, civic.PeopleCouncillors} {
		if !told[ch] {
			t.Errorf("%s does not learn of it", ch)
		}
	}
	if told["acts/11/2026"] || len(told) != 6 {
		t.Errorf("%v", told)
	}
	if _, reason := w.settle(civic.CmdRedact, anna, civic.RedactArgs{Act: act, Clauses: []civic.ID{source.ID}, Reason: civic.RedactOrder}, now); reason != civic.ReasonGone {
		t.Errorf("twice: %q", reason)
	}
	// Offered again to a restored central, that has obscured it by its list, it is done.
	again := command(t, civic.CmdRedact, anna, 0, civic.RedactArgs{Act: act, Clauses: []civic.ID{source.ID}, Reason: civic.RedactOrder})
	again.Again = true
	if d, err := civic.Decide(context.Background(), w, again, now); err != nil || d.Refusal != nil || d.Redaction != nil || len(d.Effects) != 3 {
		t.Errorf("again: %+v, %v", d, err)
	}
	again = command(t, civic.CmdRedact, anna, 0, civic.RedactArgs{Act: act, Clauses: []civic.ID{uid("elsewhere")}, Reason: civic.RedactOrder})
	again.Again = true
	if d, err := civic.Decide(context.Background(), w, again, now); err != nil || d.Refusal == nil || d.Refusal.Reason != civic.ReasonGone {
		t.Errorf("again, of another act: %+v, %v", d, err)
	}
}

func TestWhoMayRedact(t *testing.T) {
	moderator := civic.Role{Name: civic.RoleModerator, Scope: civic.RegionScope("08")}
	for _, x := range []struct {
		name   string
		body   civic.BodyCode
		roles  []civic.Role
		change func(*civic.RedactArgs)
		want   civic.Reason
	}{
		{"moderator", "", []civic.Role{moderator}, nil, ""},
		{"moderator elsewhere", "", []civic.Role{{Name: civic.RoleModerator, Scope: civic.RegionScope("09")}}, nil, civic.ReasonNotModerator},
		{"of the same council", valchiara, []civic.Role{moderator}, nil, civic.ReasonOwnCouncil},
		{"councillor of another", fontelieta, []civic.Role{moderator}, nil, ""},
		{"nobody", "", nil, nil, civic.ReasonNotModerator},
		{"no reason", "", []civic.Role{moderator}, func(a *civic.RedactArgs) { a.Reason = "opinion" }, civic.ReasonInvalid},
		{"nothing chosen", "", []civic.Role{moderator}, func(a *civic.RedactArgs) { a.Clauses = nil }, civic.ReasonInvalid},
		{"not its clause", "", []civic.Role{moderator}, func(a *civic.RedactArgs) { a.Clauses = []civic.ID{uid("x")} }, civic.ReasonGone},
		{"no such act", "", []civic.Role{moderator}, func(a *civic.RedactArgs) { a.Act = uid("none") }, civic.ReasonGone},
	} {
		t.Run(x.name, func(t *testing.T) {
			w := newWorld(t)
			giulia := w.person("giulia", valchiara, "08")
			act := w.act("fonte", giulia, "acts/08/2026", clause("1", secret))
			who := w.person("qualcuno", x.body, "08", x.roles...)
			args := civic.RedactArgs{Act: act, Clauses: []civic.ID{uid("clause", "1")}, Reason: civic.RedactPersonalData}
			if x.change != nil {
				x.change(&args)
			}
			if _, got := w.settle(civic.CmdRedact, who, args, now); got != x.want {
				t.Errorf("%q, want %q", got, x.want)
			}
			if kept := len(w.holds("Pistrucchi")) > 0; kept != (x.want != "") {
				t.Errorf("the words are there: %v", kept)
			}
		})
	}
}

func TestTextMarkKnowsAWordingByItsLettersAlone(t *testing.T) {
	a := civic.TextMark("la signora Ermenegilda Pistrucchi, di via dei Tigli 4;")
	if a == "" || a != civic.TextMark("La Signora\nErmenegilda Pistrucchi di via dei Tigli 4.") {
		t.Error("the same words have two marks")
	}
	if a == civic.TextMark("la signora Ermenegilda Pistrucchi di via dei Tigli 5") {
		t.Error("other words have the same mark")
	}
	for _, short := range []string{"", civic.Obscured, "premesso che", "a provvedere in merito."} {
		if civic.TextMark(short) != "" {
			t.Errorf("%q has a mark", short)
		}
	}
}

func TestObscureKeepsWhatItDoesNotKnow(t *testing.T) {
	id := uid("clause", "1")
	raw := `{"clauses":[{"future":{"x":1.50},"id":"` + string(id) + `","opener":"1.","section":"operative","text":"via"},` +
		`{"id":"` + string(uid("o")) + `","section":"intro","text":"resta"}],"attachments":[{"hash":"aa"},{"hash":"bb"}],"other":[1,2]}`
	out, hit, files, err := civic.ObscureJSON([]byte(raw), civic.ListingOf(civic.Redaction{Clauses: []civic.ID{id}, Attachments: []string{"bb"}}))
	if err != nil || len(hit) != 1 || hit[0].Text != "via" || files != 1 {
		t.Fatal(hit, files, err)
	}
	want := strings.NewReplacer(`"text":"via"`, `"text":"[oscurato]"`, `,{"hash":"bb"}`, "").Replace(raw)
	canonical, _ := civic.Canonical([]byte(want))
	if string(out) != string(canonical) {
		t.Errorf("%s\n%s", out, canonical)
	}
	again, hit, _, err := civic.ObscureJSON(out, civic.ListingOf(civic.Redaction{Clauses: []civic.ID{id}}))
	if err != nil || len(hit) != 0 || string(again) != string(out) {
		t.Error("an obscured clause is obscured once more")
	}
}

func TestOriginsUniteAndFollow(t *testing.T) {
	a := clause("a", "x", uid("o1"), uid("o2"))
	b := clause("b", "y", uid("o2"), uid("o3"))
	if got := a.Split(); !slices.Equal(got, []civic.ID{a.ID, uid("o1"), uid("o2")}) {
		t.Errorf("%v", got)
	}
	if got := civic.UniteOrigins(a, b); len(got) != 5 || !slices.Contains(got, b.ID) || !slices.Contains(got, uid("o3")) {
		t.Errorf("%v", got)
	}
}

func TestUndoBeforeAndAfterTenMinutes(t *testing.T) {
	for _, x := range []struct {
		after time.Duration
		as    string
	}{
		{0, civic.AsUndo},
		{9 * time.Minute, civic.AsUndo},
		{10*time.Minute - time.Millisecond, civic.AsUndo},
		{10 * time.Minute, civic.AsWithdrawal},
		{11 * time.Minute, civic.AsWithdrawal},
		{9 * time.Hour, civic.AsWithdrawal},
	} {
		w := newWorld(t)
		giulia := w.person("giulia", valchiara, "08")
		act := w.act("errore", giulia, "acts/08/2026", clause("1", secret))
		w.put(civic.KindThread, uid("thread"), "talk/08", giulia, civic.Thread{Act: act, Title: "t"})
		w.put(civic.KindPost, uid("post"), "talk/08", giulia, civic.Post{Thread: uid("thread"), Text: "p"})
		d, err := civic.Decide(t.Context(), w, command(t, civic.CmdUndo, giulia, 0, civic.ActArgs{Act: act}), now.Add(x.after))
		if err != nil || d.Refusal != nil {
			t.Fatal(err, d.Refusal)
		}
		if d.Params[civic.ParamAs] != x.as || (d.Redaction != nil) != (x.as == civic.AsUndo) || len(d.Effects) != 3 {
			t.Errorf("after %v: %+v", x.after, d)
		}
		for _, e := range d.Effects {
			if !e.Remove || !e.Erase {
				t.Errorf("%+v", e)
			}
		}
	}
}

func TestUndoIsTheAuthors(t *testing.T) {
	w := newWorld(t)
	giulia, marco := w.person("giulia", valchiara, "08"), w.person("marco", valchiara, "08")
	act := w.act("errore", giulia, "acts/08/2026", clause("1", secret))
	if _, got := w.settle(civic.CmdUndo, marco, civic.ActArgs{Act: act}, now); got != civic.ReasonNotYours {
		t.Error(got)
	}
	if _, got := w.settle(civic.CmdUndo, giulia, civic.ActArgs{Act: act}, now); got != "" || len(w.holds("Pistrucchi")) > 0 {
		t.Error(got)
	}
	if _, got := w.settle(civic.CmdUndo, giulia, civic.ActArgs{Act: act}, now); got != civic.ReasonGone {
		t.Error(got)
	}
}

func TestAConversationIsTakenBackWhileItIsOnesOwn(t *testing.T) {
	w := newWorld(t)
	giulia, marco := w.person("giulia", valchiara, "08"), w.person("marco", valchiara, "08")
	act := w.act("atto", giulia, "acts/08/2026", clause("1", "testo"))
	open := civic.OpenThreadArgs{ID: uid("t"), Post: uid("p"), Act: act, Title: "Un titolo sbagliato", Text: "ciao"}
	if r := w.run(civic.CmdOpenThread, giulia, 0, open); r != "" {
		t.Fatal(r)
	}
	if r := w.run(civic.CmdWithdrawTalk, marco, 0, civic.ThreadArgs{Thread: uid("t")}); r != civic.ReasonNotYours {
		t.Error(r)
	}
	if r := w.run(civic.CmdPost, marco, 0, civic.PostArgs{ID: uid("p2"), Thread: uid("t"), Text: "rispondo"}); r != "" {
		t.Fatal(r)
	}
	if r := w.run(civic.CmdWithdrawTalk, giulia, 0, civic.ThreadArgs{Thread: uid("t")}); r != civic.ReasonAnswered {
		t.Error(r)
	}
	if r := w.run(civic.CmdWithdrawPost, marco, 0, civic.EditPostArgs{Post: uid("p2")}); r != "" {
		t.Fatal(r)
	}
	if r := w.run(civic.CmdWithdrawTalk, giulia, 0, civic.ThreadArgs{Thread: uid("t")}); r != "" || len(w.holds("sbagliato")) > 0 {
		t.Error(r, w.holds("sbagliato"))
	}
}
