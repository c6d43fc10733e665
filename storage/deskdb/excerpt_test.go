package deskdb

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"scranno/app/civic"
)

func TestClauseTextsAreThoseOfTheClausesAndNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want strings.Builder
		var act civic.Act
		act.Subject, act.Place = rapid.String().Draw(t, "subject"), `"clauses":[{"text":"no"}]`
		for range rapid.IntRange(0, 6).Draw(t, "n") {
			c := civic.Clause{Section: civic.Recital, Opener: rapid.String().Draw(t, "opener"), Text: rapid.String().Draw(t, "text")}
			c.Opener, c.Text = civic.CleanText(c.Opener), civic.CleanText(c.Text)
			c.Origins = []civic.ID{civic.DerivedID("x")}
			act.Clauses = append(act.Clauses, c)
			for _, s := range []string{c.Opener, c.Text} {
				if s != "" {
					want.WriteString(s + " ")
				}
			}
		}
		body, err := civic.CanonicalOf(act)
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		clauseTexts(string(body), &got)
		if got.String() != want.String() {
			t.Fatalf("%q, want %q, of %s", got.String(), want.String(), body)
		}
	})
}

func TestClauseTextsOfADamagedBodyEnd(t *testing.T) {
	for _, body := range []string{"", "{", `{"clauses":[`, `{"clauses":[{"text":"a`, `{"clauses":[{"text":"a\`, `{"clauses":[{"text":"\ud800"}]`} {
		var got strings.Builder
		clauseTexts(body, &got)
		if strings.Contains(got.String(), "text") {
			t.Errorf("%q gave %q", body, got.String())
		}
	}
}
