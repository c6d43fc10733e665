package drafting_test

import (
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// adaptClauses takes clauses from one body to another and gives their words.
func adaptClauses(g *drafting.Gazetteer, from, to drafting.Place, council civic.CouncilProfile, texts ...string) string {
	c := civic.Content{Kind: civic.Motion, Subject: "-", Date: "2024-03-12", Level: from.Body.Level, Body: from.Body.Code(), BodyName: from.Body.Name}
	for i, s := range texts {
		c.Clauses = append(c.Clauses, civic.Clause{ID: ids(i), Section: civic.Recital, Text: s})
	}
	got := g.Adapt(c, drafting.Adaptation{From: from, To: to, IDs: ids, Council: council}).Content
	var out []string
	for _, cl := range got.Clauses {
		out = append(out, cl.Text)
	}
	return strings.Join(out, " | ")
}

// TestHamletsBecomePlaces holds lists of hamlets, and their names where they
// stand alone.
func TestHamletsBecomePlaces(t *testing.T) {
	g := gazetteer(t)
	from, to := placeOf(t, g, "Carpi"), placeOf(t, g, "Prato")
	for _, x := range []struct{ text, want string }{
		{"nelle frazioni di San Rocco e Bricco, e dal mese scorso altrove | la condotta di Bricco", "nelle frazioni di [località] e [località], e dal mese scorso altrove | la condotta di [località]"},
		{"nelle frazioni di Valbona e di Costa | l'ambulatorio di Valbona. Costa troppo | Costa conta cento abitanti", "nelle frazioni di [località] e di [località] | l'ambulatorio di [località]. Costa troppo | [località] conta cento abitanti"},
		{"nelle località di Ca' Bianca e Mulino | il mulino di Ca' Bianca", "nelle località di [località] e [località] | il mulino di [località]"},
		{"la frazione di San Rocco e la Giunta | in località Pian del Re | fraz. Sotto", "la frazione di [località] e la Giunta | in località [località] | fraz. [località]"},
		{"frazioni Alfa Nuova, Betania e Gamma | in via Betania e a Betania", "frazioni [località], [località] e [località] | in [via] e a [località]"},
		{"le frazioni di montagna e le frazioni del Comune | il Comune", "le frazioni di montagna e le frazioni del Comune | il Comune"},
		{"le frazioni di San Rocco di Carpi", "le frazioni di [località] di Prato"},
	} {
		if got := adaptClauses(g, from, to, civic.CouncilProfile{}, strings.Split(x.text, " | ")...); got != x.want {
			t.Errorf("%s:\n%s, want\n%s", x.text, got, x.want)
		}
	}
}

