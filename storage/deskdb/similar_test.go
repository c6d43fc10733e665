package deskdb_test

import (
	"fmt"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/search"
	"scranno/storage/deskdb"
)

// sentences are words of an act that no other has, but for those of the same
// seed.
func sentences(seed, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "parola%d voce%d ", seed*1000+i, seed*7000+i)
	}
	return b.String()
}

func shinglesOf(text string) search.Shingles {
	return search.NewShingler().Shingles([]search.Piece{{Text: text}})
}

func sketchAll(t *testing.T, s *deskdb.Store) {
	t.Helper()
	for {
		more, err := s.SketchSome(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			return
		}
	}
}

func alike(t *testing.T, s *deskdb.Store, text string) (ids []civic.ID, due int) {
	t.Helper()
	found, due, err := s.Candidates(t.Context(), shinglesOf(text), 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range found {
		if c.Content.Subject != c.Hit.Subject {
			t.Errorf("the text of %q under the line of %q", c.Content.Subject, c.Hit.Subject)
		}
		ids = append(ids, c.Hit.ID)
	}
	return ids, due
}

func TestCandidatesFollowTheLibrary(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	var acts []civic.ID
	for i := range 3 {
		act, _ := f.publish(fmt.Sprint("Atto ", i), sentences(i, 60))
		acts = append(acts, act)
	}
	if got, due := alike(t, f.s, sentences(1, 60)); len(got) != 0 || due < 3 {
		t.Fatalf("before any sketch: %v, %d due", got, due)
	}
	sketchAll(t, f.s)
	if got, due := alike(t, f.s, sentences(1, 60)); len(got) != 1 || got[0] != acts[1] || due != 0 {
		t.Fatalf("sketched: %v, %d due", got, due)
	}
	f.push()
	f.pull(100) // the same texts come back as confirmed
	sketchAll(t, f.s)
	if got, _ := alike(t, f.s, sentences(2, 40)); len(got) != 1 || got[0] != acts[2] {
		t.Fatalf("a part of the text: %v", got)
	}
	f.do(civic.CmdRevise, civic.ReviseArgs{Act: acts[2], Content: content("Atto 2", sentences(9, 60))}, 1)
	if got, due := alike(t, f.s, sentences(2, 60)); len(got) != 0 || due != 1 {
		t.Fatalf("words that are no more are found: %v, %d due", got, due)
	}
	sketchAll(t, f.s)
	if got, _ := alike(t, f.s, sentences(9, 60)); len(got) != 1 || got[0] != acts[2] {
		t.Fatalf("the new text: %v", got)
	}
	f.do(civic.CmdWithdraw, civic.ActArgs{Act: acts[2]}, 0)
	if got, due := alike(t, f.s, sentences(9, 60)); len(got) != 0 || due != 0 {
		t.Fatalf("a withdrawn act is found: %v, %d due", got, due)
	}
	fresh, _ := f.publish("Atto 4", sentences(4, 60)) // may be given the same number
	sketchAll(t, f.s)
	if got, _ := alike(t, f.s, sentences(4, 60)); len(got) != 1 || got[0] != fresh {
		t.Fatalf("the act that came after: %v", got)
	}
	if err := f.s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
}
