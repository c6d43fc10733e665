package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/app/desk"
)

// The wide histories have all that people and machines do: files, redactions,
// drafts shared by two devices, a community that is left, lost and found again,
// sealed segments, restores, copied profiles and clocks that are wrong.

const moderator = 3 // the desk after those of desks()

func listedSpace() civic.ID  { return civic.DerivedID("sim", "listed") }
func listedThread() civic.ID { return civic.DerivedID("sim", "listed-thread") }

func membership() civic.Role {
	return civic.Role{Name: civic.RoleMember, Scope: civic.SpaceScope(listedSpace())}
}

// wide is a history with all of it.
type wide struct {
	*history
	private map[civic.ID]*wrote // posts of the listed space
	files   map[civic.ID][]byte // of acts, what is attached
	hidden  map[civic.ID]bool   // acts whose clause was taken out
	shared  civic.ID            // the draft of bruno's two devices
	typed   []string            // sentences of it
	member  bool                // bruno is one of the listed space
	saved   string              // a backup; empty: none
	copied  bool
	seen    []map[civic.Channel]int64 // tails, by desk
	epochs  []string
}

func must(errs ...error) error { return errors.Join(errs...) }

// wideTemplate adds to a template a moderator, a listed space and a draft that
// two devices share.
func wideTemplate(t *testing.T) string {
	t.Helper()
	from := template(t)
	synctest.Test(t, func(t *testing.T) {
		s, err := openSystem(from, append(desks(), "anna")...)
		defer func() {
			if err := s.close(); err != nil {
				t.Fatal(err)
			}
		}()
		if err != nil {
			t.Fatal(err)
		}
		ctx := t.Context()
		_, err = s.set.AddPerson(ctx, central.NewPerson{
			Email: emailOf("anna"), Name: "anna", Roles: []civic.Role{{Name: civic.RoleModerator, Scope: civic.RegionScope("08")}},
		}, password)
		a, aerr := s.set.Service.AccountByEmail(ctx, emailOf("ada"))
		err = must(err, aerr,
			s.set.Service.AddSpace(ctx, listedSpace(), civic.Space{Title: "Riservata", Access: civic.AccessListed, Region: "08"}),
			s.set.Service.AddTalk(ctx, central.Talk{ID: listedThread(), Space: listedSpace(), Title: "Fra noi", Posts: []central.TalkPost{
				{ID: civic.DerivedID("sim", "listed-first"), Author: a.Person, Text: "Si comincia.", At: time.Now()},
			}}),
			s.set.Service.Grant(ctx, emailOf("ada"), membership()), s.set.Service.Grant(ctx, emailOf("bruno"), membership()))
		_, cerr := s.desks[moderator].Desk.Connect(ctx, publicURL, civic.SignInHow{Email: emailOf("anna"), Password: password})
		if err = must(err, cerr, s.desks[moderator].Desk.Keep(ctx, []civic.Region{"08"}, 1)); err != nil {
			t.Fatal(err)
		}
		o := &own{system: s, t: t, ctx: ctx}
		o.sync(0, 1, 2, moderator)
		o.pair(1, 2)
		x, err := s.desks[1].Desk.NewDraft(ctx, draftText("Inizio."))
		if err = must(err, s.desks[1].Desk.ShareDraft(ctx, x.ID, true)); err != nil {
			t.Fatal(err)
		}
		o.sync(1, 2, 1, 0, moderator)
	})
	return from
}

func inWide(t *testing.T, fn func(w *wide)) {
	t.Helper()
	inCopies(t, wideTemplate(t), nil, append(desks(), "anna"), func(rt *rapid.T, s *system) {
		w := &wide{
			history: newHistory(rt, s), private: map[civic.ID]*wrote{}, files: map[civic.ID][]byte{}, hidden: map[civic.ID]bool{}, member: true,
		}
		all, err := s.desks[1].Desk.Drafts(w.ctx)
		if err != nil || len(all) != 1 {
			rt.Fatalf("%d drafts, %v", len(all), err)
		}
		w.shared = all[0].ID
		fn(w)
	})
}

// publishFile publishes an act that has a file.
func (w *wide) publishFile() {
	i := w.writerDesk()
	d, text := w.desks[i].Desk, w.text()
	data := []byte("%PDF-1.4\n% " + text + "\n" + strings.Repeat("riga di prova\n", rapid.IntRange(0, 600).Draw(w.t, "lines")) + "%%EOF\n")
	path := filepath.Join(w.dir, fmt.Sprintf("file%d.pdf", w.n))
	w.ok(os.WriteFile(path, data, 0o600))
	x, err := d.NewDraft(w.ctx, civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: "demo:908001", Region: "08", Subject: text, Themes: []civic.Theme{"school"},
		Clauses:     []civic.Clause{{ID: civic.DerivedID("clause", text), Section: civic.Operative, Opener: "impegna", Text: "come da allegato"}},
		Signatories: []civic.Signatory{{Name: "Prova"}},
	})
	w.ok(err)
	x, err = d.Attach(w.ctx, x.ID, path)
	w.ok(err)
	q, err := d.Submit(w.ctx, x.ID, civic.SubmitHow{Visibility: civic.Everyone, Licence: civic.LicenceCCBY})
	w.ok(err)
	id := civic.Concerns(q.Command)
	w.acts[id], w.files[id] = &wrote{desk: i, text: text}, data
}

func (w *wide) undo() { w.takeBack((*desk.Desk).UndoAct) }

// redact takes the words out of an act that the moderator sees.
func (w *wide) redact() {
	d := w.desks[moderator].Desk
	r, err := d.Acts(w.ctx, civic.ActQuery{Limit: 100})
	w.ok(err)
	ids := map[civic.ID]*wrote{}
	for _, a := range r.Hits {
		if x := w.acts[a.ID]; x != nil && !w.hidden[a.ID] && w.files[a.ID] == nil {
			ids[a.ID] = &wrote{text: x.text}
		}
	}
	id, ok := w.pick(ids, 0)
	if !ok {
		return
	}
	v, err := d.Act(w.ctx, id)
	w.ok(err)
	if _, err := d.RedactAct(w.ctx, id, []civic.ID{v.Act.Clauses[0].ID}, nil, civic.RedactPersonalData); err != nil {
		w.t.Fatalf("redact: %v", err)
	}
	w.hidden[id] = true
}

// typeDraft writes one more sentence into the draft that two devices share.
func (w *wide) typeDraft() {
	i := rapid.IntRange(1, 2).Draw(w.t, "device")
	d := w.desks[i].Desk
	x, err := d.Draft(w.ctx, w.shared)
	if civic.Is(err, civic.NotFound) {
		return // it has not come to this device yet
	}
	w.ok(err)
	if x.Plain == nil {
		return
	}
	w.n++
	sentence := fmt.Sprintf("Frase%dx%d.", i, w.n)
	c := *x.Plain
	c.Clauses = slices.Clone(c.Clauses)
	c.Clauses[0].Text += " " + sentence
	_, err = d.SaveDraft(w.ctx, w.shared, x.Revision, c)
	w.ok(err)
	w.typed = append(w.typed, sentence)
}

// confide writes in the listed space, where the desk has it.
func (w *wide) confide() {
	i := w.writerDesk()
	text := "riservato " + w.text()
	q, err := w.desks[i].Desk.AddPost(w.ctx, listedThread(), text, "")
	if i == 1 && (civic.Is(err, civic.NotFound) || civic.Is(err, civic.Forbidden) || civic.Is(err, civic.Unknown)) {
		return
	}
	w.ok(err)
	w.private[civic.Concerns(q.Command)] = &wrote{desk: i, text: text}
}

func (w *wide) leave() {
	err := w.desks[1].Desk.LeaveSpace(w.ctx, listedSpace())
	if !civic.Is(err, civic.NotFound) {
		w.ok(err)
	}
}

func (w *wide) join() { w.ok(w.desks[1].Desk.JoinSpace(w.ctx, listedSpace())) }

func (w *wide) exclude() {
	w.member = !w.member
	w.settleMember()
}

// settleMember says again what holds: a restore may have forgotten it.
func (w *wide) settleMember() {
	var err error
	if w.member {
		err = w.set.Service.Grant(w.ctx, emailOf("bruno"), membership())
	} else {
		err = w.set.Service.Revoke(w.ctx, emailOf("bruno"), membership())
	}
	if !civic.Is(err, civic.NotFound) && !civic.Is(err, civic.Conflict) {
		w.ok(err)
	}
}

func (w *wide) seal() { w.ok(w.set.Service.SealNow(w.ctx, 0)) }

// save and putBack happen once in a history.
func (w *wide) save() {
	if w.saved == "" {
		w.saved = w.backup()
	}
}

func (w *wide) putBack() {
	if w.saved == "" || w.saved == "used" {
		return
	}
	w.restore(w.saved)
	w.saved = "used"
	time.Sleep(time.Minute)
	w.signInAgain()
}

// clone copies the first desk's profile; the copy writes from now on too.
func (w *wide) clone() {
	if w.copied {
		return
	}
	w.copied = true
	box, err := w.desks[0].Desk.Outbox(w.ctx)
	w.ok(err)
	for _, q := range box {
		for _, all := range []map[civic.ID]*wrote{w.acts, w.posts} {
			if x := all[civic.Concerns(q.Command)]; x != nil {
				x.two = true
			}
		}
	}
	w.ok(w.desks[0].Close())
	w.ok(copyTree(filepath.Join(w.dir, "ada-bis"), filepath.Join(w.dir, "ada")))
	w.ok(w.openDesk(0))
	w.ok(w.addDesk("ada-bis"))
	w.writers = append(w.writers, len(w.desks)-1)
}

// turnClock makes a desk's clock wrong, or right again.
func (w *wide) turnClock() {
	i := rapid.IntRange(0, len(w.desks)-1).Draw(w.t, "desk")
	w.clocks[i] = rapid.SampledFrom(offsets()).Draw(w.t, "off")
	w.ok(w.reopenDesk(i))
}

func offsets() []time.Duration {
	return []time.Duration{0, time.Hour, -time.Hour, -40 * 24 * time.Hour, 73 * 365 * 24 * time.Hour}
}

// steps are what may happen, the common things more often.
func (w *wide) steps() []func() {
	return []func(){
		w.publish, w.publish, w.publishFile, w.withdraw, w.undo, w.post, w.post, w.editPost, w.withdrawPost, w.useful, w.redact,
		w.typeDraft, w.typeDraft, w.typeDraft, w.confide, w.confide, w.leave, w.join, w.exclude,
		w.syncOne, w.syncOne, w.syncOne, w.syncOne, w.syncAll, w.syncAll, w.rest, w.reopen, w.restart, w.seal, w.seal,
		w.save, w.putBack, w.clone, w.turnClock,
	}
}

// TestWideHistories: whatever people and machines do, all the oracles hold, at
// each step and after healing.
func TestWideHistories(t *testing.T) {
	inWide(t, func(w *wide) {
		for range rapid.IntRange(4, 24).Draw(w.t, "steps") {
			steps := w.steps()
			steps[rapid.IntRange(0, len(steps)-1).Draw(w.t, "step")]()
			w.watchful()
		}
		w.mend()
		w.judgeAll()
	})
}

// found tells whether a text stands somewhere in a profile's own words: in the
// outbox, or among what was not sent.
func (w *wide) found(i int, text string) bool {
	left, err := w.desks[i].Desk.Stranded(w.ctx)
	w.ok(err)
	for _, s := range left {
		if strings.Contains(s.Text, text) || bytes.Contains(s.Command.Args, []byte(text)) {
			return true
		}
	}
	box, err := w.desks[i].Desk.Outbox(w.ctx)
	w.ok(err)
	for _, q := range box {
		if bytes.Contains(q.Command.Args, []byte(text)) {
			return true
		}
	}
	return false
}
