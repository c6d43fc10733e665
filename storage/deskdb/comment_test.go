package deskdb_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/storage/deskdb"
)

func (f *fixture) comments(draft civic.ID) []civic.Comment {
	f.Helper()
	all, err := f.s.Comments(f.Context(), draft)
	f.ok(err)
	return all
}

func (f *fixture) comment(d civic.Draft, text string) civic.Comment {
	f.Helper()
	c := civic.Comment{ID: f.id(), Draft: d.ID, On: d.Plain.Clauses[:1], From: 0, To: 3, Text: text, Written: f.c.now}
	f.ok(f.s.PutComment(f.Context(), c))
	return c
}

func TestCommentsStayWithTheirDraft(t *testing.T) {
	f := newFixture(t)
	d, other := f.draft("parole scritte"), f.draft("altre")
	c, gone := f.comment(d, "troppo poco"), f.comment(d, "via")
	f.comment(other, "di un'altra")
	c.Resolved = true
	f.ok(f.s.PutComment(t.Context(), c))
	f.ok(f.s.DropComment(t.Context(), gone.ID))
	if err := f.s.DropComment(t.Context(), gone.ID); !civic.Is(err, civic.NotFound) {
		t.Errorf("twice: %v", err)
	}
	want := func(when string) {
		t.Helper()
		got := f.comments(d.ID)
		if len(got) != 1 || got[0].ID != c.ID || !got[0].Resolved || got[0].Quote() != "par" {
			t.Errorf("%s: %+v", when, got)
		}
	}
	want("as it is")
	f.ok(f.s.Close())
	damage(t, f.home)
	f.open()
	want("from the journal of a damaged store")
	f.ok(f.s.Close())
	f.open()
	want("from the journal that was written anew")
}

func TestCommentsGoWithTheirDraft(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	d := f.draft("x parole")
	f.comment(d, "nota")
	f.ok(f.s.BinDraft(t.Context(), d.ID, f.c.now))
	for range 40 {
		f.c.now = f.c.now.Add(24 * time.Hour)
		f.pull(100)
	}
	if got := f.comments(d.ID); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}

// private publishes an act that tells where somebody lives.
func (f *fixture) private() (act civic.ID, clause civic.Clause) {
	f.Helper()
	f.pull(100)
	act, _ = f.publish("Acqua", "il signor Bianchi abita in via Verdi 12")
	f.push()
	f.pull(100)
	v, err := f.s.Act(f.Context(), act)
	f.ok(err)
	return act, v.Act.Clauses[0]
}

// obscure has moderation take a clause out.
func (f *fixture) obscure(c civic.Clause) {
	f.Helper()
	f.c.put(civic.KindRedaction, f.id(), civic.ActChannel(civic.Everyone, region, 2026), civic.DerivedID("mod"),
		civic.Redaction{ID: f.id(), Clauses: []civic.ID{c.ID}, Reason: civic.RedactPersonalData, At: f.c.now})
	f.pull(100)
}

// What moderation takes out goes from what the comment remembers of the clause.
func TestACommentForgetsWhatIsObscured(t *testing.T) {
	f := newFixture(t)
	_, clause := f.private()
	d := f.draft("altro")
	c := civic.Comment{ID: f.id(), Draft: d.ID, On: []civic.Clause{clause}, From: 3, To: 17, Text: "nota", Written: f.c.now}
	f.ok(f.s.PutComment(t.Context(), c))
	f.obscure(clause)
	if got := f.comments(d.ID); len(got) != 1 || got[0].Clause().Text != civic.Obscured || got[0].Quote() != "" || got[0].Text != "nota" {
		t.Errorf("%+v", got)
	}
	f.ok(f.s.Close())
	raw, err := os.ReadFile(filepath.Join(f.home, deskdb.JournalName))
	f.ok(err)
	if bytes.Contains(raw, []byte("signor Bianchi")) {
		t.Error("the journal still has the words")
	}
	f.open()
}
