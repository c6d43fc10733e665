package desk_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/search"
)

// alike is a store whose library is the given acts, all of them worth measuring.
type alike struct {
	*store
	acts  []civic.Candidate
	words []string
}

func (s *alike) Candidates(context.Context, search.Shingles, int) ([]civic.Candidate, int, error) {
	return s.acts, 3, nil
}

func (s *alike) OwnWords(context.Context) ([]string, error) { return s.words, nil }

func (s *alike) Usual(_ context.Context, words []string) ([]int64, error) {
	return make([]int64, len(words)), nil
}

// newAlike is a desk over such a store.
func newAlike(t *testing.T) (*fixture, *alike) {
	f := newFixture(t)
	s := &alike{store: f.s}
	f.o.Store = s
	f.open()
	return f, s
}

func lines(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		fmt.Fprintf(&b, "parola%d ", i)
	}
	return b.String()
}

func actLike(n string, body civic.BodyCode, o civic.Outcome, text string) civic.Candidate {
	return civic.Candidate{
		Hit:     civic.ActHit{ID: civic.DerivedID(n), Subject: n, Body: body, Outcome: o, Author: civic.DerivedID("other")},
		Content: civic.Content{Subject: n, Clauses: []civic.Clause{{ID: "c", Section: civic.Operative, Text: text}}},
	}
}

func TestSimilarTellsWhoseItIsAndHowItWent(t *testing.T) {
	f, s := newAlike(t)
	parent := civic.DerivedID("parent")
	s.acts = []civic.Candidate{
		actLike("parent", "demo:901001", civic.Approved, lines(0, 100)),
		actLike("sibling", "demo:901002", civic.Rejected, lines(0, 95)),
		actLike("same council again", "demo:901002", civic.Pending, lines(0, 90)),
		actLike("unvoted", "demo:901003", civic.AnsweredWritten, lines(0, 70)+lines(500, 530)),
		actLike("mine", "demo:908001", civic.Approved, lines(0, 100)),
		actLike("far", "demo:901004", civic.Approved, lines(900, 1000)),
		actLike("published self", "demo:908001", civic.Approved, lines(0, 100)),
	}
	s.acts[1].Content.Lineage = &civic.Lineage{Parent: parent, Mode: civic.Adapted}
	s.acts[4].Hit.Author = me
	text := civic.Content{
		Kind: civic.Motion, Body: "demo:908001", Subject: "prova", Lineage: &civic.Lineage{Parent: parent, Mode: civic.Adapted},
		Clauses: []civic.Clause{{ID: "c", Section: civic.Operative, Text: lines(0, 100)}},
	}
	self, other := civic.DerivedID("self"), civic.DerivedID("earlier")
	s.drafts[self] = civic.Draft{ID: self, Plain: &text, Act: civic.DerivedID("published self")}
	earlier := text
	earlier.Subject, earlier.Clauses = "prima", []civic.Clause{{ID: "c", Section: civic.Operative, Text: lines(0, 60)}}
	s.drafts[other] = civic.Draft{ID: other, Plain: &earlier}
	got, err := f.SimilarToDraft(t.Context(), self, nil)
	f.ok(err)
	bonds := map[string]desk.Bond{}
	for _, x := range got.Acts {
		bonds[x.Act.Subject] = x.Bond
	}
	want := map[string]desk.Bond{"parent": desk.ParentAct, "sibling": desk.SiblingAct, "same council again": "", "unvoted": "", "mine": desk.OwnAct}
	if fmt.Sprint(bonds) != fmt.Sprint(want) || got.Bodies != 3 || got.Voted != 2 || got.Due != 3 {
		t.Errorf("%v; %d councils, %d voted, %d due", bonds, got.Bodies, got.Voted, got.Due)
	}
	if !slices.IsSortedFunc(got.Acts, func(a, b desk.SimilarAct) int { return int(1000 * (b.Overlap - a.Overlap)) }) {
		t.Errorf("not the most like first: %+v", got.Acts)
	}
	if len(got.Drafts) != 1 || got.Drafts[0].ID != other {
		t.Errorf("drafts %+v", got.Drafts)
	}
	brief := civic.Content{Subject: "prova", Clauses: text.Clauses[:0]}
	if got, err := f.SimilarToDraft(t.Context(), self, &brief); err != nil || !got.Short || len(got.Acts) > 0 {
		t.Errorf("of a few words: %+v %v", got, err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.SimilarToDraft(gone, self, nil); err == nil {
		t.Error("it goes on when nobody asks any more")
	}
}

func TestSpellingKnowsOwnWords(t *testing.T) {
	f, s := newAlike(t)
	c := civic.Content{Subject: "Il bicchierario", Clauses: []civic.Clause{{ID: "c", Text: "non si sa perchè"}}}
	got, err := f.Spelling(t.Context(), c)
	f.ok(err)
	if len(got) != 2 || got[0].Clause != "" || got[1].Clause != "c" || got[1].Offers[0] != "perché" {
		t.Fatalf("%+v", got)
	}
	s.words = []string{"bicchierario"}
	if got, err = f.Spelling(t.Context(), c); err != nil || len(got) != 1 {
		t.Fatalf("%+v %v", got, err)
	}
	for _, bad := range []string{"", "due parole", "x1", strings.Repeat("a", 61)} {
		if err := f.AddWord(t.Context(), bad); !civic.Is(err, civic.Invalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
