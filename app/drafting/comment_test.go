package drafting_test

import (
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
)

func remark(on civic.Clause, quote string) civic.Comment {
	c := civic.Comment{ID: "c", Draft: "d", On: []civic.Clause{on}, Text: "troppo poco"}
	if quote != "" {
		c.From = strings.Index(on.Text, quote)
		c.To = c.From + len(quote)
	}
	return c
}

func TestACommentFollowsItsWords(t *testing.T) {
	on := point("p", "1.", "coprire la piazza entro trenta giorni e riferire")
	other := point("q", "2.", "ascoltare il quartiere")
	rows := []struct {
		name    string
		quote   string
		now     []civic.Clause
		clause  civic.ID
		words   string
		changed bool
	}{
		{"as it was", "trenta giorni", []civic.Clause{on, other}, "p", "trenta giorni", false},
		{"moved", "trenta giorni", []civic.Clause{other, on}, "p", "trenta giorni", false},
		{"edited before", "trenta giorni", []civic.Clause{point("p", "1.", "ricoprire tutta la piazza entro trenta giorni e riferire")}, "p", "trenta giorni", false},
		{"edited within", "entro trenta giorni", []civic.Clause{point("p", "1.", "coprire la piazza entro sessanta giorni e riferire")}, "p", "entro sessanta giorni", true},
		{"split, words behind", "riferire", []civic.Clause{point("p", "1.", "coprire la piazza entro trenta giorni"), point("n", "2.", "e riferire", "p")}, "n", "riferire", false},
		{"split, words before", "piazza", []civic.Clause{point("p", "1.", "coprire la piazza"), point("n", "2.", "entro trenta giorni e riferire", "p")}, "p", "piazza", false},
		{"joined", "trenta giorni", []civic.Clause{point("q", "1.", "ascoltare il quartiere; coprire la piazza entro trenta giorni e riferire", "p")}, "q", "trenta giorni", false},
		{"words gone", "trenta giorni", []civic.Clause{point("p", "1.", "coprire tutto")}, "p", "", true},
		{"the whole clause", "", []civic.Clause{other, on}, "p", "", false},
		{"the whole clause, edited", "", []civic.Clause{point("p", "1.", "coprire la piazza")}, "p", "", true},
		{"pasted anew", "trenta giorni", []civic.Clause{point("n", "1.", on.Text)}, "n", "trenta giorni", false},
		{"gone", "trenta giorni", []civic.Clause{other}, "", "", false},
	}
	for _, r := range rows {
		got := drafting.PlaceComment(remark(on, r.quote), r.now)
		words := ""
		for _, x := range r.now {
			if x.ID == got.Clause {
				words = x.Text[got.From:got.To]
			}
		}
		if got.Clause != r.clause || words != r.words || got.Changed != r.changed {
			t.Errorf("%s: %+v, %q", r.name, got, words)
		}
	}
}

func TestACommentOnAnObscuredClauseStandsOnTheWholeOfIt(t *testing.T) {
	on := point("p", "1.", "il signor Bianchi abita in via Verdi")
	c := remark(on, "signor Bianchi")
	c.On[0].Text = civic.Obscured
	got := drafting.PlaceComment(c, []civic.Clause{point("p", "1.", civic.Obscured)})
	if got.Clause != "p" || got.From != got.To {
		t.Errorf("%+v", got)
	}
}
