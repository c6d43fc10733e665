package drafting_test

import (
	"slices"
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

// toldCodes lists what a check tells, each code with its text or name.
func toldCodes(found []civic.Finding) []string {
	var out []string
	for _, f := range found {
		out = append(out, f.Code+" "+f.Params["text"]+f.Params["name"])
	}
	return out
}

// checked takes clauses from one body to another with their lineage, and checks
// what comes out.
func checked(g *drafting.Gazetteer, from, to drafting.Place, kind civic.ActKind, texts ...string) []string {
	c := civic.Content{Kind: kind, Subject: "Un oggetto qualunque", Level: from.Body.Level, Body: from.Body.Code(), BodyName: from.Body.Name, Region: from.Body.Region}
	for i, s := range texts {
		c.Clauses = append(c.Clauses, civic.Clause{ID: ids(i), Section: civic.Operative, Text: s})
	}
	n := g.Adapt(c, drafting.Adaptation{From: from, To: to, IDs: ids, Level: true}).Content
	n.Lineage = &civic.Lineage{Parent: civic.DerivedID("p"), Mode: civic.Adapted, Body: c.Body, BodyName: c.BodyName, Level: c.Level}
	return toldCodes(drafting.Check(n, drafting.Context{Gazetteer: g}))
}

// TestAPartOfATownBecomesATown has its words written otherwise, and what only
// parts of towns have is told.
func TestAPartOfATownBecomesATown(t *testing.T) {
	g := gazetteer(t)
	from := g.Place(g.BodyOr("demo:915002", "Portosabbia – Municipio II", civic.Municipal, "15"))
	to := placeOf(t, g, "Modena")
	for text, want := range map[string]string{
		"la sala del Municipio II e il Consiglio di Municipio": "la sala del Comune e il Consiglio comunale",
		"proporre agli altri Municipi":                         "proporre agli altri Comuni",
		"il Presidente del Municipio riferisce":                "il Sindaco riferisce",
		"la piazza del municipio":                              "la piazza del municipio",
	} {
		if got := adaptClauses(g, from, to, civic.CouncilProfile{}, text); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	found := checked(g, from, to, civic.Motion, "visto il regolamento comunale sul decentramento", "a chiedere al Comune di estendere il servizio")
	for _, want := range []string{"other_part decentramento", "other_part chiedere al Comune"} {
		if !slices.Contains(found, want) {
			t.Errorf("%s is not told: %v", want, found)
		}
	}
}

// TestARegionOfOnesOwnIsNamedOtherwise holds a region that the gazetteer was not
// given, and its bill in a town.
func TestARegionOfOnesOwnIsNamedOtherwise(t *testing.T) {
	g := gazetteer(t)
	from := g.Place(g.BodyOr("demo:999001", "Regione Esempio", civic.Regional, "99"))
	to := placeOf(t, g, "Modena")
	text := "Nella Regione Esempio una persona su quattro; nell'Esempio. Esempio: per Esempio o per esempio"
	want := "Nella Regione Emilia-Romagna una persona su quattro; in Emilia-Romagna. Esempio: per Esempio o per esempio"
	if got := adaptClauses(g, from, to, civic.CouncilProfile{}, text); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	none := g.Place(g.BodyOr("demo:915003", "Fontechiara", civic.Municipal, "98"))
	if got := adaptClauses(g, from, none, civic.CouncilProfile{}, "Nella Regione Esempio"); got != "Nella Regione [Regione]" {
		t.Errorf("%q", got)
	}
	if found := checked(g, from, to, civic.Bill, "1. La Regione promuove."); !slices.Contains(found, "kind_level ") {
		t.Errorf("a town's bill is not told: %v", found)
	}
	if found := checked(g, to, g.Place(g.BodyOr("demo:999001", "Regione Esempio", civic.Regional, "99")), civic.Bill, "1. La Regione promuove."); slices.Contains(found, "kind_level ") {
		t.Errorf("a region's bill: %v", found)
	}
}

// TestShortNamesOfTowns are how a town of a long name is called at home.
func TestShortNamesOfTowns(t *testing.T) {
	g := gazetteer(t)
	for _, x := range []struct{ from, text, want string }{
		{"Romagnano Sesia", "a Romagnano e nel Comune di Romagnano; Romagnano Sesia", "a Modena e nel Comune di Modena; Modena"},
		{"Lu e Cuccaro Monferrato", "a Lu e Cuccaro si vive bene", "a Modena si vive bene"},
		{"Pavia di Udine", "a Pavia e a Pavia di Udine", "a Pavia e a Modena"},
		{"Castel San Pietro Terme", "a Castel Volturno", "a Castel Volturno"},
	} {
		if got := adaptText(g, placeOf(t, g, x.from), placeOf(t, g, "Modena"), x.text); got != x.want {
			t.Errorf("%s: %q, want %q", x.from, got, x.want)
		}
	}
}

// TestNoNameIsLeftInSilence: a bare name of the source is told, a word of the
// language is not.
func TestNoNameIsLeftInSilence(t *testing.T) {
	g := gazetteer(t)
	for _, x := range []struct {
		from, to, text string
		want           bool
	}{
		{"Aldino", "L'Aquila", "il paese, Aldino, ha due lingue", true},
		{"Re", "Ne", "Re ha 700 abitanti", true},
		{"Re", "Ne", "il Re d'Italia", false},
		{"Ne", "Re", "Ne consegue che", false},
		{"Lu e Cuccaro Monferrato", "Modena", "e Lu conta mille abitanti", true},
		{"Romagnano Sesia", "Modena", "Romagnano ha una fiera", true},
		{"Forlì", "Modena", "e Forli è lontana", true},
		{"Modena", "Carpi", "la romagna e modenese", false},
		{"Cuccaro Vetere", "Lu e Cuccaro Monferrato", "Lu e Cuccaro Monferrato", false},
		{"Sale", "Prato", "Sale la spesa; il prezzo del sale", false},
	} {
		from, to := placeOf(t, g, x.from), placeOf(t, g, x.to)
		c := civic.Content{
			Kind: civic.Motion, Subject: "Un oggetto", Level: civic.Municipal, Body: to.Body.Code(), BodyName: to.Body.Name, Region: to.Body.Region,
			Clauses: []civic.Clause{{ID: ids(0), Section: civic.Recital, Text: x.text}},
			Lineage: &civic.Lineage{Parent: civic.DerivedID("p"), Mode: civic.Adapted, Body: from.Body.Code(), BodyName: from.Body.Name, Level: civic.Municipal},
		}
		found := toldCodes(drafting.Check(c, drafting.Context{Gazetteer: g}))
		told := slices.Contains(found, "other_town "+x.from) || slices.Contains(found, "other_council "+x.from)
		if told != x.want {
			t.Errorf("%s to %s, %q: %v", x.from, x.to, x.text, found)
		}
	}
}

// TestACheckTellsOfOtherPowers in a text that was taken to another level.
func TestACheckTellsOfOtherPowers(t *testing.T) {
	g := gazetteer(t)
	town := placeOf(t, g, "Modena")
	at := func(code civic.BodyCode) drafting.Place {
		b, err := g.Body(code)
		if err != nil {
			t.Fatal(err)
		}
		return g.Place(b)
	}
	up := checked(g, town, at("reg:08"), civic.Motion, "a mettere a disposizione l'ambulatorio, con le utenze a carico del Comune;")
	if !slices.Contains(up, "other_powers a carico del Comune") {
		t.Errorf("up: %v", up)
	}
	down := checked(g, at("prov:036"), town, civic.Motion, "a curare la costruzione e la gestione delle strade provinciali;")
	if !slices.Contains(down, "other_powers strade provinciali") {
		t.Errorf("down: %v", down)
	}
	if same := checked(g, town, placeOf(t, g, "Carpi"), civic.Motion, "con le utenze a carico del Comune;"); slices.ContainsFunc(same, func(s string) bool { return strings.HasPrefix(s, "other_powers") }) {
		t.Errorf("between towns: %v", same)
	}
	recital := civic.Content{Clauses: []civic.Clause{
		{ID: ids(0), Section: civic.Recital, Text: "la legge annovera tra le funzioni fondamentali delle Province la gestione delle strade provinciali;"},
		{ID: ids(1), Section: civic.Recital, Text: "le strade provinciali sono dissestate;"},
	}}
	if got := drafting.OtherPowers(recital, town.Body); len(got) != 1 || got[0].Clause != ids(0) {
		t.Errorf("recitals: %+v", got)
	}
}

// TestCouncillorsAssignedAreTheCouncils: their number is the profile's, or a gap.
func TestCouncillorsAssignedAreTheCouncils(t *testing.T) {
	g := gazetteer(t)
	from, to := placeOf(t, g, "Carpi"), placeOf(t, g, "Modena")
	for _, x := range []struct {
		seats      int
		text, want string
	}{
		{0, "un quinto dei sedici consiglieri assegnati", "un quinto dei [numero] consiglieri assegnati"},
		{12, "un quinto dei sedici consiglieri assegnati", "un quinto dei dodici consiglieri assegnati"},
		{8, "un quinto dei sedici consiglieri comunali assegnati", "un quinto degli otto consiglieri comunali assegnati"},
		{32, "un quinto degli otto consiglieri assegnati", "un quinto dei trentadue consiglieri assegnati"},
		{48, "su 16 consiglieri assegnati", "su 48 consiglieri assegnati"},
		{28, "ventitré consiglieri assegnati; i sedici consiglieri presenti", "ventotto consiglieri assegnati; i sedici consiglieri presenti"},
	} {
		if got := adaptClauses(g, from, to, civic.CouncilProfile{Seats: x.seats}, x.text); got != x.want {
			t.Errorf("%q, want %q", got, x.want)
		}
	}
}

// TestAReusedActIsAddressed even where its source was not.
func TestAReusedActIsAddressed(t *testing.T) {
	g := gazetteer(t)
	from, to := placeOf(t, g, "Carpi"), placeOf(t, g, "Modena")
	got := g.Adapt(civic.Content{Kind: civic.Motion, Subject: "-"}, drafting.Adaptation{From: from, To: to, IDs: ids}).Content
	if !slices.Equal(got.Addressees, []string{"il Sindaco e la Giunta"}) {
		t.Errorf("%v", got.Addressees)
	}
}

// TestWhatWasMadeInATownStaysThere keeps a treaty and a battle where they were, and
// tells of the name that is left.
func TestWhatWasMadeInATownStaysThere(t *testing.T) {
	g := gazetteer(t)
	from, to := placeOf(t, g, "Roma"), placeOf(t, g, "Modena")
	for text, want := range map[string]string{
		"i Trattati di Roma e la Convenzione di Roma del 1950": "i Trattati di Roma e la Convenzione di Roma del 1950",
		"la marcia su Roma, il sacco di Roma":                  "la marcia su Roma, il sacco di Roma",
		"la carta di identità di Roma; a Roma":                 "la carta di identità di Modena; a Modena",
	} {
		if got := adaptClauses(g, from, to, civic.CouncilProfile{}, text); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if found := checked(g, from, to, civic.Motion, "1. a ricordare i Trattati di Roma."); !slices.ContainsFunc(found, func(f string) bool { return strings.Contains(f, "Roma") }) {
		t.Errorf("the name that is left is not told: %v", found)
	}
}
