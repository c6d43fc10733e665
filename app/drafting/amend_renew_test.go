package drafting_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
)

func newIDs(prefix string) func(int) civic.ID {
	n := 0
	return func(int) civic.ID {
		n++
		return civic.DerivedID(prefix, fmt.Sprint(n))
	}
}

// changed is an act with some edits; points are counted again.
func changed(c civic.Content, edit func(c *civic.Content)) civic.Content {
	c.Clauses = slices.Clone(c.Clauses)
	edit(&c)
	return c
}

func clauseAt(c *civic.Content, id civic.ID) *civic.Clause {
	return &c.Clauses[slices.IndexFunc(c.Clauses, func(x civic.Clause) bool { return x.ID == id })]
}

// shifted puts a new first point into the act and counts the others on.
func shifted(c *civic.Content) {
	i := slices.IndexFunc(c.Clauses, func(x civic.Clause) bool { return x.ID == "p1" })
	c.Clauses = slices.Insert(c.Clauses, i, civic.Clause{ID: "p0", Section: civic.Operative, Opener: "1.", Text: "trovare i fondi;"})
	for n, id := range []civic.ID{"p1", "p2", "p3"} {
		clauseAt(c, id).Opener = fmt.Sprintf("%d.", n+2)
	}
}

func TestAnAmendmentIsRenewed(t *testing.T) {
	act := council()
	sixty := func(c *civic.Content) {
		clauseAt(c, "p1").Text = "coprire la piazza entro sessanta giorni;"
	}
	drop := func(id civic.ID) func(c *civic.Content) {
		return func(c *civic.Content) {
			c.Clauses = slices.DeleteFunc(c.Clauses, func(x civic.Clause) bool { return x.ID == id })
		}
	}
	for name, x := range map[string]struct {
		mine, theirs func(c *civic.Content)
		applies      bool
		touched      int
		text         string
	}{
		"another number": {sixty, shifted, true, 0, "Al punto 2, la parola «trenta» è sostituita dalla seguente: «sessanta»."},
		"the same clause elsewhere": {sixty, func(c *civic.Content) {
			clauseAt(c, "p1").Text = "coprire la piazza grande entro trenta giorni;"
		}, true, 1, "Al punto 1, la parola «trenta» è sostituita dalla seguente: «sessanta»."},
		"the same words": {sixty, func(c *civic.Content) {
			clauseAt(c, "p1").Text = "coprire la piazza entro novanta giorni;"
		}, false, 1, ""},
		"the clause is gone": {sixty, drop("p1"), false, 1, ""},
		"another clause": {sixty, func(c *civic.Content) {
			clauseAt(c, "p3").Text = "riferire in Commissione."
		}, true, 0, "Al punto 1, la parola «trenta» è sostituita dalla seguente: «sessanta»."},
		"a suppression": {drop("p2"), shifted, true, 0, "Il punto 3 è soppresso."},
		"an insertion": {func(c *civic.Content) {
			c.Clauses = append(c.Clauses, civic.Clause{ID: "n", Section: civic.Operative, Opener: "4.", Text: "pubblicare gli esiti."})
		}, shifted, true, 0, "Dopo il punto 4 è aggiunto il seguente punto: «pubblicare gli esiti.»."},
	} {
		t.Run(name, func(t *testing.T) {
			made, err := drafting.AmendmentOf(act, changed(act, x.mine), newIDs(name))
			if err != nil {
				t.Fatal(err)
			}
			present := changed(act, x.theirs)
			present.Subject = "Piazza coperta e aperta"
			got := drafting.Renew(act, present, made)
			last := got.Renewed.Clauses[len(got.Renewed.Clauses)-1]
			if got.Applies != x.applies || len(got.Touched) != x.touched || x.applies && last.Text != x.text {
				t.Errorf("%+v\n%s", got.Touched, last.Text)
			}
			if x.applies {
				if !strings.Contains(got.Renewed.Clauses[0].Text, "«Piazza coperta e aperta»") || !strings.Contains(got.Renewed.Subject, "«Piazza coperta e aperta»") {
					t.Errorf("%q, %q", got.Renewed.Subject, got.Renewed.Clauses[0].Text)
				}
				if again := drafting.Renew(present, present, got.Renewed); len(again.Touched)+again.Renamed+again.Others > 0 || !again.Applies {
					t.Errorf("renewed it is not up to the text: %+v", again)
				}
			}
		})
	}
}

// TestNumbersThatTradePlacesAreRenewed: each name is replaced where it stood, not
// where another one has just come.
func TestNumbersThatTradePlacesAreRenewed(t *testing.T) {
	act := council()
	made, err := drafting.AmendmentOf(act, changed(act, func(c *civic.Content) {
		clauseAt(c, "p1").Text = "coprire la piazza entro sessanta giorni;"
		clauseAt(c, "p3").Text = "riferire in Commissione."
	}), newIDs("trade"))
	if err != nil {
		t.Fatal(err)
	}
	present := changed(act, func(c *civic.Content) {
		clauseAt(c, "p1").Opener, clauseAt(c, "p3").Opener = "3.", "1."
		i, k := slices.IndexFunc(c.Clauses, func(x civic.Clause) bool { return x.ID == "p1" }), slices.IndexFunc(c.Clauses, func(x civic.Clause) bool { return x.ID == "p3" })
		c.Clauses[i], c.Clauses[k] = c.Clauses[k], c.Clauses[i]
	})
	got := drafting.Renew(act, present, made)
	text := drafting.Join(got.Renewed.Clauses)
	if !got.Applies || got.Renamed != 2 || !strings.Contains(text, "Al punto 3, la parola «trenta»") || !strings.Contains(text, "Al punto 1, la") {
		t.Errorf("%+v\n%s", got, text)
	}
}

// TestACopyToBeAmendedTakesWhatCame, and makes the same amendment upon it.
func TestACopyToBeAmendedTakesWhatCame(t *testing.T) {
	act := council()
	base := drafting.CopyToAmend(act, civic.DerivedID("act"), 1, newIDs("copy"))
	mine := changed(base, func(c *civic.Content) {
		i := slices.IndexFunc(c.Clauses, func(x civic.Clause) bool { return strings.Contains(x.Text, "trenta") })
		c.Clauses[i].Text = "coprire la piazza entro sessanta giorni;"
	})
	present := changed(act, func(c *civic.Content) {
		shifted(c)
		clauseAt(c, "p3").Text = "riferire in Commissione."
	})
	got := drafting.RenewCopy(mine, act, present, newIDs("new"))
	if !got.Applies || len(got.Touched) != 0 || got.Others != 2 {
		t.Fatalf("%+v", got)
	}
	made, err := drafting.AmendmentOf(present, got.Renewed, newIDs("made"))
	if err != nil {
		t.Fatal(err)
	}
	if text := drafting.Join(made.Clauses); !strings.Contains(text, "Al punto 2, la parola «trenta» è sostituita dalla seguente: «sessanta».") || len(made.Clauses) != 2 {
		t.Errorf("%s", text)
	}
	both := changed(act, func(c *civic.Content) { clauseAt(c, "p1").Text = "coprire la piazza entro novanta giorni;" })
	if got := drafting.RenewCopy(mine, act, both, newIDs("new")); got.Applies || len(got.Touched) != 1 {
		t.Errorf("the same words: %+v", got)
	}
}
