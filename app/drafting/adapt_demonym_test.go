package drafting_test

import (
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// reusedText is a text taken from one town, as it stands in another's draft.
func reusedText(from, to drafting.Place, text string) civic.Content {
	return civic.Content{
		Kind: civic.Motion, Subject: "Un oggetto", Level: to.Body.Level, Body: to.Body.Code(), BodyName: to.Body.Name, Region: to.Body.Region,
		Clauses: []civic.Clause{{ID: ids(0), Section: civic.Recital, Text: text}},
		Lineage: &civic.Lineage{Parent: civic.DerivedID("p"), Mode: civic.Adapted, Body: from.Body.Code(), BodyName: from.Body.Name, Level: from.Body.Level},
	}
}

// TestTheTownsAdjectiveIsLookedAt: what the source's people are called is told,
// known or made by rule; another word that looks like it is not.
func TestTheTownsAdjectiveIsLookedAt(t *testing.T) {
	g := gazetteer(t)
	for _, x := range []struct{ from, to, text, want string }{
		{"Modena", "Carpi", "la giunta modenese e i modenesi", "modenese modenesi"},
		{"Modena", "Carpi", "SCUOLE MODENESI e i Modenesi", "MODENESI Modenesi"},
		{"Modena", "Carpi", "il signor Modenesi abita in via Modenese", ""},
		{"Bologna", "Modena", "l'area metropolitana bolognese", "bolognese"},
		{"Arezzo", "Modena", "la tradizione aretina", "aretina"},
		{"Busto Arsizio", "Modena", "le imprese bustocche e i bustesi", "bustesi"},
		{"Reggio nell'Emilia", "Modena", "i reggiani e i reggini", "reggiani"},
		{"Reggio di Calabria", "Modena", "i reggiani e i reggini", "reggini"},
		{"Faenza", "Modena", "la ceramica faentina", "faentina"},
		{"Lecco", "Como", "il tessuto lecchese, lecca e lecco", "lecchese"},
		{"Fermo", "Ancona", "i lavori si fermano; il territorio fermano", "fermano"},
		{"Paese", "Treviso", "il paese e i paesi", ""},
		{"Vico Equense", "Modena", "il vicino e la vicina", ""},
		{"Anzio", "Modena", "i cittadini anziani", ""},
		{"Sassuolo", "Modena", "la ceramica sassolese", "sassolese"},
		{"Novellara", "Modena", "i novellaresi", "novellaresi"},
		{"Roma", "Modena", "nella capitale i romani; la Romagna e il romanico", "romani"},
		{"Carpi", "Modena", "la giunta modenese", ""},
	} {
		from, to := placeOf(t, g, x.from), placeOf(t, g, x.to)
		var got []string
		for _, f := range drafting.Check(reusedText(from, to, x.text), drafting.Context{Gazetteer: g}) {
			if f.Code == "other_demonym" {
				got = append(got, f.Params["text"])
				if f.Severity == civic.Blocking {
					t.Errorf("%q is stopped", x.text)
				}
			}
		}
		if s := strings.Join(got, " "); s != x.want {
			t.Errorf("%s to %s, %q: told %q, want %q", x.from, x.to, x.text, s, x.want)
		}
		made := g.Adapt(reusedText(to, from, x.text), drafting.Adaptation{From: from, To: to, IDs: ids}).Content
		if got := made.Clauses[0].Text; x.want != "" && !strings.Contains(got, strings.Fields(x.want)[0]) {
			t.Errorf("%q was rewritten in silence: %q", x.text, got)
		}
	}
}

// TestAStreetsNameIsNoLeftover: in an adapted text a street is a gap; where one is
// written again by its name, whatever town that is, nothing is told of it. The
// town's own square is not a street.
func TestAStreetsNameIsNoLeftover(t *testing.T) {
	g := gazetteer(t)
	from, to := placeOf(t, g, "Carpi"), placeOf(t, g, "Modena")
	for _, x := range []struct {
		text, adapted string
		told          bool
	}{
		{"il semaforo di via Carpi, 12 è spento", "il semaforo di [via] è spento", false},
		{"in piazza Carpi", "in [via]", false},
		{"in via di Carpi", "in [via]", false},
		{"tra Viale Città di Carpi e il fiume", "tra [via] e il fiume", false},
		{"via Modena e corso Martiri", "[via] e [via]", false},
		{"nella piazza di Carpi", "nella piazza di Modena", true},
		{"lungo il corso di Carpi", "lungo il corso di Modena", true},
		{"via Roma e Carpi", "[via]", true},
		{"via Carpi; a Carpi", "[via]; a Modena", true},
	} {
		if got := adaptClauses(g, from, to, civic.CouncilProfile{}, x.text); got != x.adapted {
			t.Errorf("%q, want %q", got, x.adapted)
		}
		found := toldCodes(drafting.Check(reusedText(from, to, x.text), drafting.Context{Gazetteer: g}))
		if told := slices.Contains(found, "other_council Carpi") || slices.Contains(found, "other_town Carpi"); told != x.told {
			t.Errorf("%q: told %v", x.text, found)
		}
	}
}

// TestOrgansAreOfferedGoingUp: they are offered for each passage, with their
// articles, and made only where they are taken.
func TestOrgansAreOfferedGoingUp(t *testing.T) {
	g := gazetteer(t)
	at := func(code civic.BodyCode) drafting.Place {
		b, err := g.Body(code)
		if err != nil {
			t.Fatal(err)
		}
		return g.Place(b)
	}
	town, region, camera := placeOf(t, g, "Carpi"), at("reg:08"), at("it:camera")
	for _, x := range []struct {
		from, to   drafting.Place
		text, want string
	}{
		{town, region, "che il Consiglio comunale ha votato", "che il Consiglio regionale ha votato"},
		{town, region, "il Sindaco riferisca al consiglio comunale", "il Presidente della Regione riferisca al consiglio regionale"},
		{town, region, "chiede al Sindaco e alla Giunta comunale", "chiede al Presidente e alla Giunta regionale"},
		{town, region, "la Sindaca e l'Amministrazione comunale", "il Presidente della Regione e l'Amministrazione regionale"},
		{town, region, "IL CONSIGLIO COMUNALE", "IL CONSIGLIO REGIONALE"},
		{town, region, "i sindaci dei Comuni; il Sindaco di Modena", "i sindaci dei Comuni; il Sindaco di Modena"},
		{town, region, "il Sindaco metropolitano e il Consiglio", "il Sindaco metropolitano e il Consiglio"},
		{town, camera, "che il Consiglio comunale e la Giunta comunale", "che la Camera e il Governo"},
		{town, camera, "nel Consiglio comunale; dal Sindaco e dalla Giunta", "nella Camera; dal Governo"},
		{town, at("prov:036"), "la Giunta comunale e il Sindaco", "il Presidente della Provincia e il Presidente della Provincia"},
		{at("prov:036"), region, "il Presidente della Provincia e il Consiglio provinciale", "il Presidente della Regione e il Consiglio regionale"},
		{region, town, "la Giunta regionale", "la Giunta regionale"},
		{town, placeOf(t, g, "Modena"), "il Sindaco e il Consiglio comunale", "il Sindaco e il Consiglio comunale"},
	} {
		c := reusedText(x.from, x.to, x.text)
		offered := drafting.Rewrites(c, x.from.Body, x.to.Body)
		if got := drafting.TakeRewrites(c, offered).Clauses[0].Text; got != x.want {
			t.Errorf("%s to %s: %q, want %q", x.from.Body.Name, x.to.Body.Name, got, x.want)
		}
		if c.Clauses[0].Text != x.text {
			t.Errorf("%q was rewritten unasked", x.text)
		}
		found := drafting.Check(c, drafting.Context{Gazetteer: g})
		n := 0
		for _, f := range found {
			if f.Code == drafting.LevelWord {
				n++
			}
		}
		if n != len(offered) {
			t.Errorf("%q: %d offered, %d told", x.text, len(offered), n)
		}
	}
	c := reusedText(town, region, "il Sindaco e poi il Consiglio comunale")
	offered := drafting.Rewrites(c, town.Body, region.Body)
	if len(offered) != 2 {
		t.Fatalf("%+v", offered)
	}
	if got := drafting.TakeRewrites(c, offered[1:]).Clauses[0].Text; got != "il Sindaco e poi il Consiglio regionale" {
		t.Errorf("one by one: %q", got)
	}
	c.Clauses[0].Text = "altro"
	if got := drafting.TakeRewrites(c, offered).Clauses[0].Text; got != "altro" {
		t.Errorf("a text changed meanwhile: %q", got)
	}
	made := g.Adapt(reusedText(region, town, "il Sindaco di Carpi"), drafting.Adaptation{From: town, To: region, IDs: ids, Level: true})
	if got := drafting.TakeRewrites(made.Content, made.Rewrites).Clauses[0].Text; got != "il Presidente della Regione" {
		t.Errorf("with its town: %q", got)
	}
}
