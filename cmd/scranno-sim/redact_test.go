package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/cmd/assemble"
)

// marked is a word that stands nowhere else. What is looked for is its stem,
// without accents and in either case: so the index has it.
const (
	marked = "Pistruccòli"
	stem   = "pistrucc"
	secret = "la signora Ermenegilda " + marked + " di via dei Tigli 4 non paga la retta dell'asilo"
)

// stage is a system with a moderator of the region, in a bubble.
type stage struct {
	*system
	t   *testing.T
	ctx context.Context
	n   int
}

const (
	ada   = 0 // councillor
	bruno = 1 // councillor of the same town
	anna  = 2 // moderator, in no council
)

func onStage(t *testing.T, play func(t *testing.T, s *stage)) {
	t.Helper()
	dir := inMemory(t)
	synctest.Test(t, func(t *testing.T) {
		s := &stage{t: t, ctx: t.Context()}
		var err error
		defer func() { // also after a failure: nothing may be left running
			if err := s.close(); err != nil {
				t.Error(err)
			}
		}()
		s.system, err = openSystem(dir, "ada", "bruno", "anna")
		s.ok(err)
		s.ok(s.populate(s.ctx))
		_, err = s.set.AddPerson(s.ctx, central.NewPerson{
			Email: emailOf("anna"), Name: "anna", Roles: []civic.Role{{Name: civic.RoleModerator, Scope: civic.RegionScope("08")}},
		}, password)
		s.ok(err)
		for i, d := range s.desks {
			_, err := d.Desk.Connect(s.ctx, publicURL, civic.SignInHow{Email: emailOf(s.names[i]), Password: password})
			s.ok(err)
			s.ok(d.Desk.Keep(s.ctx, []civic.Region{"08"}, 1))
		}
		s.syncAll()
		play(t, s)
	})
}

func (s *stage) ok(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) sync(i int) {
	s.t.Helper()
	_, err := s.desks[i].Desk.Sync(s.ctx, nil)
	if civic.Is(err, civic.Unauthenticated) { // the restored central forgot the session
		_, err = s.desks[i].Desk.Connect(s.ctx, publicURL, civic.SignInHow{Email: emailOf(s.names[i]), Password: password})
		s.ok(err)
		_, err = s.desks[i].Desk.Sync(s.ctx, nil)
	}
	s.ok(err)
}

func (s *stage) syncAll() {
	s.t.Helper()
	for range 2 {
		for i := range s.desks {
			s.sync(i)
		}
	}
}

func (s *stage) clause(text string, origins ...civic.ID) civic.Clause {
	s.n++
	return civic.Clause{ID: civic.DerivedID("sim-clause", string(rune(s.n))), Section: civic.Recital, Opener: "premesso che", Text: text, Origins: origins}
}

func content(subject string, clauses ...civic.Clause) civic.Content {
	return civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: "demo:908001", Region: "08", Subject: subject, Themes: []civic.Theme{"school"},
		Clauses: append(clauses, civic.Clause{
			ID: civic.DerivedID("sim-clause", subject), Section: civic.Operative, Opener: "impegna il Sindaco e la Giunta", Text: "a provvedere alla scuola",
		}),
		Signatories: []civic.Signatory{{Name: "Prova"}},
	}
}

var everyone = civic.SubmitHow{Visibility: civic.Everyone, Licence: civic.LicenceCCBY}

func (s *stage) draft(i int, c civic.Content) civic.Draft {
	s.t.Helper()
	d, err := s.desks[i].Desk.NewDraft(s.ctx, c)
	s.ok(err)
	return d
}

// publish queues an act and gives its id.
func (s *stage) publish(i int, c civic.Content) civic.ID {
	s.t.Helper()
	q, err := s.desks[i].Desk.Submit(s.ctx, s.draft(i, c).ID, everyone)
	s.ok(err)
	return civic.Concerns(q.Command)
}

// where lists the files below a folder in which the word stands.
func (s *stage) where(folder, word string) []string {
	s.t.Helper()
	var out []string
	err := filepath.WalkDir(filepath.Join(s.dir, folder), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil && bytes.Contains(bytes.ToLower(data), []byte(word)) {
			out = append(out, strings.TrimPrefix(path, s.dir))
		}
		return err
	})
	s.ok(err)
	return out
}

func (s *stage) nowhere(when string, folders ...string) {
	s.t.Helper()
	for _, f := range folders {
		if in := s.where(f, stem); len(in) > 0 {
			s.t.Errorf("%s: the words are still in %v", when, in)
		}
	}
}

func (s *stage) everywhere() []string { return append([]string{"central"}, s.names...) }

// copied is what another councillor makes of a clause: an act, drafts, their
// versions, the bin.
func (s *stage) copied(source civic.Clause) (made civic.ID, d civic.Draft) {
	s.t.Helper()
	made = s.publish(bruno, content("Ripreso", s.clause("in breve: "+secret, source.ID)))
	s.sync(bruno)
	d = s.draft(bruno, content("Bozza", s.clause("cambiata, "+secret, source.ID)))
	_, err := s.desks[bruno].Desk.NameVersion(s.ctx, d.ID, "prima")
	s.ok(err)
	time.Sleep(6 * time.Minute)
	_, err = s.desks[bruno].Desk.SaveDraft(s.ctx, d.ID, d.Revision, content("Bozza", s.clause(secret), s.clause("e altro")))
	s.ok(err)
	binned := s.draft(bruno, content("Cestinata", s.clause(secret)))
	s.ok(s.desks[bruno].Desk.DeleteDraft(s.ctx, binned.ID))
	q, err := s.desks[bruno].Desk.Submit(s.ctx, s.draft(bruno, content("Mai partita", s.clause(secret))).ID, everyone)
	s.ok(err)
	_, err = s.desks[bruno].Desk.Cancel(s.ctx, q.Command.ID)
	s.ok(err)
	return made, d
}

func TestRedactedWordsAreInNoFile(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		source := s.clause(secret)
		act := s.publish(ada, content("Fonte", source, s.clause("questo passo resta dov'era, parola per parola")))
		s.syncAll()

		made, d := s.copied(source)
		backup := filepath.Join(s.dir, "backup.db")
		s.ok(s.set.Service.Backup(s.ctx, backup))

		// The author writes a new text; the former one is a revision.
		rd, err := s.desks[ada].Desk.ReviseAct(s.ctx, act)
		s.ok(err)
		c := *rd.Plain
		c.Clauses[0].Text = "ora senza nome, ma " + marked + " è scritto anche qui"
		rd, err = s.desks[ada].Desk.SaveDraft(s.ctx, rd.ID, rd.Revision, c)
		s.ok(err)
		_, err = s.desks[ada].Desk.Submit(s.ctx, rd.ID, everyone)
		s.ok(err)
		s.sync(ada)
		s.sync(anna)
		s.sync(bruno)

		// Bruno is offline with one more publication when it is redacted.
		late := s.publish(bruno, content("In ritardo", s.clause("scritta offline, "+secret, source.ID)))
		for _, f := range s.everywhere() {
			if len(s.where(f, stem)) == 0 {
				t.Fatalf("the words are not in %s: the test looks for nothing", f)
			}
		}
		a, err := s.desks[anna].Desk.Abilities(s.ctx, act)
		s.ok(err)
		if !a.Redact {
			t.Fatalf("the moderator may not: %v", a.Why)
		}
		_, err = s.desks[anna].Desk.RedactAct(s.ctx, act, []civic.ID{source.ID}, nil, civic.RedactPersonalData)
		s.ok(err)
		s.sync(anna)
		s.nowhere("after the redaction", "central", "anna")

		s.sync(bruno) // pushes what he wrote before he learns of it
		s.nowhere("after the late publication", "central", "bruno")
		s.sync(ada)
		s.syncAll()
		s.nowhere("after all have come", s.everywhere()...)
		for _, id := range []civic.ID{act, made, late} {
			v, err := s.desks[ada].Desk.Act(s.ctx, id)
			s.ok(err)
			if v.Act.Clauses[0].Text != civic.Obscured || v.Act.Clauses[0].Opener != "premesso che" {
				t.Errorf("%s: %+v", v.Act.Subject, v.Act.Clauses)
			}
		}
		x, err := s.desks[bruno].Desk.Draft(s.ctx, d.ID)
		s.ok(err)
		if x.Obscured == nil || x.Obscured.Reason != civic.RedactPersonalData || x.Plain.Clauses[0].Text != civic.Obscured || x.Plain.Clauses[1].Text != "e altro" {
			t.Errorf("%+v %+v", x.Obscured, x.Plain.Clauses)
		}
		// A text that was still open on the screen is saved once more.
		_, err = s.desks[bruno].Desk.SaveDraft(s.ctx, d.ID, x.Revision-1, content("Bozza", s.clause(secret+" ancora", source.ID)))
		if !civic.Is(err, civic.Conflict) {
			t.Errorf("an old text was taken: %v", err)
		}
		_, err = s.desks[bruno].Desk.SaveDraft(s.ctx, d.ID, x.Revision, content("Bozza", s.clause(secret)))
		s.ok(err)
		s.nowhere("after a late save", "bruno")

		later := filepath.Join(s.dir, "central", "later.db")
		s.ok(s.set.Service.Backup(s.ctx, later))
		s.nowhere("in a later backup", "central")
		s.ok(os.Remove(later))
		s.putBackAndLook(backup)
	})
}

// putBackAndLook restores a backup that has the words, in both ways.
func (s *stage) putBackAndLook(backup string) {
	if in := s.where("backup.db", stem); len(in) == 0 {
		s.t.Fatal("the backup does not have the words: the test looks for nothing")
	}
	for _, way := range []struct {
		name string
		put  func() error
	}{
		{"its own command", func() error { return assemble.RestoreCentral(s.ctx, s.options(), backup, false) }},
		{"a copied file", func() error { return putBack(filepath.Join(s.dir, "central"), backup) }},
	} {
		s.ok(s.stopCentral())
		s.ok(way.put())
		if way.name != "a copied file" {
			s.nowhere("restored by "+way.name+", before it serves", "central")
		}
		s.ok(s.startCentral())
		s.nowhere("restored by "+way.name, "central")
		time.Sleep(time.Minute)
		s.syncAll()
		s.nowhere("after the desks came back to "+way.name, s.everywhere()...)
		res, err := s.desks[ada].Desk.Acts(s.ctx, civic.ActQuery{Text: marked})
		s.ok(err)
		if res.Total != 0 {
			s.t.Errorf("%d acts are found by the word", res.Total)
		}
	}
}

func TestARestoreOfAFolderMendsWhatStoodBesideIt(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		source := s.clause(secret)
		act := s.publish(ada, content("Fonte", source))
		s.syncAll()
		backup := filepath.Join(s.dir, "backup.db")
		s.ok(s.set.Service.Backup(s.ctx, backup))
		s.ok(s.stopCentral())
		s.ok(assemble.RestoreCentral(s.ctx, s.options(), backup, false))
		s.ok(s.startCentral())
		s.syncAll()
		if len(s.where("central/central.db.before-restore", stem)) == 0 {
			t.Fatal("the former database does not have the words: the test looks for nothing")
		}
		_, err := s.desks[anna].Desk.RedactAct(s.ctx, act, []civic.ID{source.ID}, nil, civic.RedactOrder)
		s.ok(err)
		s.sync(anna)
		s.nowhere("beside the database", "central")
	})
}

func TestImportTakesOutWhatIsListed(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		source := s.clause(secret)
		act := s.publish(ada, content("Fonte", source))
		s.syncAll()
		_, err := s.desks[anna].Desk.RedactAct(s.ctx, act, []civic.ID{source.ID}, nil, civic.RedactSensitive)
		s.ok(err)
		s.sync(anna)
		time.Sleep(24 * time.Hour) // it is of another day than its import
		line := `{"kind":"motion","level":"municipal","body":"demo:908001","subject":"Importato","date":"2000-01-01",` +
			`"text":"premesso che ` + secret + `\n\nimpegna il Sindaco e la Giunta\n\na provvedere"}`
		for range 2 { // once more changes nothing
			res, err := s.set.Service.ImportActs(s.ctx, strings.NewReader(line), false, func(n int, err error) { t.Errorf("line %d: %v", n, err) })
			s.ok(err)
			if res.Refused != 0 {
				t.Errorf("%+v", res)
			}
		}
		s.syncAll()
		s.nowhere("after an import", "central", "anna")
		res, err := s.desks[anna].Desk.Acts(s.ctx, civic.ActQuery{Text: "Importato"})
		s.ok(err)
		if res.Total != 1 {
			t.Fatalf("%d acts", res.Total)
		}
		v, err := s.desks[anna].Desk.Act(s.ctx, res.Hits[0].ID)
		s.ok(err)
		if v.Act.Clauses[0].Text != civic.Obscured {
			t.Errorf("%+v", v.Act.Clauses)
		}
	})
}

// A damaged list stops the service rather than let words come back.
func TestADamagedListIsSaid(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		s.ok(s.stopCentral())
		list := filepath.Join(s.dir, "central", "redactions.jsonl")
		s.ok(os.WriteFile(list, []byte("{\"id\":\"torn\n{\"id\":\"1\"}\n"), 0o600))
		err := s.startCentral()
		if !civic.Is(err, civic.Damaged) {
			t.Errorf("it serves: %v", err)
		}
		s.ok(errors.Join(s.set.Close(), os.WriteFile(list, []byte("{\"id\":\"torn"), 0o600)))
		s.ok(s.startCentral()) // a line that was cut off was never acknowledged
	})
}
