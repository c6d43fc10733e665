package drafting_test

import (
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// TestKinChanges counts by origin and, where there is none, by words.
func TestKinChanges(t *testing.T) {
	cl := func(id, text string, origins ...civic.ID) civic.Clause {
		return civic.Clause{ID: civic.DerivedID(id), Section: civic.Recital, Text: text, Origins: origins}
	}
	of := func(id string) civic.ID { return civic.DerivedID(id) }
	parent := civic.Content{Clauses: []civic.Clause{
		cl("a", "il Comune di Carpi conta diecimila abitanti e cinque scuole primarie"), cl("b", "le strade davanti alle scuole sono pericolose ogni mattina"),
		cl("c", "serve una chiusura temporanea al traffico", of("z")), cl("d", "la spesa trova copertura"),
	}}
	for name, x := range map[string]struct {
		child civic.Content
		want  drafting.KinChanges
	}{
		"by origin": {
			civic.Content{Clauses: []civic.Clause{
				cl("1", "il Comune di Prato conta diecimila abitanti e cinque scuole primarie", of("a")), cl("2", "le strade sono tutte sicure", of("b")),
				cl("3", "serve una chiusura temporanea al traffico", of("y"), of("z")), cl("4", "si riferisca ogni anno"),
			}},
			drafting.KinChanges{Kept: 2, Changed: 1, New: 1, Gone: 1},
		},
		"by words": {
			civic.Content{Clauses: []civic.Clause{
				cl("1", "il Comune di Prato conta diecimila abitanti e cinque scuole primarie"),
				cl("2", "le strade davanti alle scuole sono pericolose ogni mattina e ogni pomeriggio"), cl("4", "si riferisca ogni anno"),
			}},
			drafting.KinChanges{Kept: 1, Changed: 1, New: 1, Gone: 2},
		},
	} {
		if got := drafting.CompareKin(parent, x.child); got != x.want {
			t.Errorf("%s: %+v, want %+v", name, got, x.want)
		}
	}
}

// TestLevelsUpAndDown holds the formula of each kind between levels.
func TestLevelsUpAndDown(t *testing.T) {
	g := gazetteer(t)
	body := func(code civic.BodyCode) drafting.Place {
		b, err := g.Body(code)
		if err != nil {
			t.Fatal(err)
		}
		return g.Place(b)
	}
	for _, x := range []struct {
		kind           civic.ActKind
		from, to       civic.BodyCode
		opener, wanted string
	}{
		{civic.Motion, "it:camera", "istat:036005", "impegna il Governo a:", "impegna il Sindaco e la Giunta a sollecitare il Governo a:"},
		{civic.Motion, "it:camera", "istat:036005", "IMPEGNA IL GOVERNO A:", "IMPEGNA IL SINDACO E LA GIUNTA A SOLLECITARE IL GOVERNO A:"},
		{civic.Motion, "it:camera", "reg:08", "impegna il Governo a:", "impegna il Presidente e la Giunta regionale a sollecitare il Governo a:"},
		{civic.Motion, "reg:08", "istat:036005", "impegna il Presidente e la Giunta regionale a", "impegna il Sindaco e la Giunta a sollecitare il Presidente e la Giunta regionale a"},
		{civic.Motion, "reg:08", "istat:036005", "il Consiglio regionale impegna la Giunta a:", "il Consiglio comunale impegna il Sindaco e la Giunta a sollecitare la Giunta a:"},
		{civic.Motion, "istat:036005", "it:camera", "impegna il Sindaco e la Giunta a sollecitare il Governo a:", "impegna il Governo a:"},
		{civic.Motion, "istat:036005", "reg:08", "impegna il Sindaco e la Giunta comunale a:", "impegna il Presidente e la Giunta regionale a:"},
		{civic.Motion, "istat:036005", "it:senato", "impegna la Giunta a:", "impegna il Governo a:"},
		{civic.Motion, "istat:036005", "prov:036", "impegna il Sindaco e la Giunta a:", "impegna il Presidente della Provincia a:"},
		{civic.Motion, "eu:parliament", "istat:036005", "invita la Commissione a", "invita il Sindaco e la Giunta a sollecitare la Commissione a"},
		{civic.Question, "it:senato", "istat:036005", "interroga il Ministro per sapere:", "interroga il Sindaco e la Giunta per sapere se intendano chiedere al Ministro:"},
		{civic.Question, "istat:036005", "reg:08", "interroga il Sindaco per sapere", "interroga il Presidente e la Giunta regionale per sapere"},
		{civic.Motion, "istat:036005", "istat:100005", "impegna il Sindaco e la Giunta a:", "impegna il Sindaco e la Giunta a:"},
	} {
		from, to := body(x.from), body(x.to)
		c := civic.Content{Kind: x.kind, Subject: "-", Addressees: []string{"-"}, Clauses: []civic.Clause{{ID: ids(0), Section: civic.Operative, Opener: x.opener}}}
		got := g.Adapt(c, drafting.Adaptation{From: from, To: to, IDs: ids, Level: from.Body.Level != to.Body.Level}).Content
		if got.Clauses[0].Opener != x.wanted {
			t.Errorf("%s to %s: %q becomes %q, want %q", x.from, x.to, x.opener, got.Clauses[0].Opener, x.wanted)
		}
		if want := drafting.Addressees(x.kind, to.Body); len(got.Addressees) != len(want) || got.Addressees[0] != want[0] {
			t.Errorf("%s to %s: addressed to %v", x.from, x.to, got.Addressees)
		}
	}
}

// TestTheOrganAtTheHead is one's own; where more is said of it, nothing is changed.
func TestTheOrganAtTheHead(t *testing.T) {
	g := gazetteer(t)
	for _, x := range []struct {
		from         civic.BodyCode
		said, wanted string
	}{
		{"it:camera", "La Camera,", "Il Consiglio comunale,"},
		{"it:camera", "LA CAMERA DEI DEPUTATI", "IL CONSIGLIO COMUNALE"},
		{"it:senato", "Il Senato della Repubblica,", "Il Consiglio comunale,"},
		{"reg:08", "L’Assemblea legislativa,", "Il Consiglio comunale,"},
		{"reg:08", "Il Consiglio regionale,", "Il Consiglio comunale,"},
		{"eu:parliament", "Il Parlamento europeo,", "Il Consiglio comunale,"},
		{"it:camera", "La Camera ha discusso la materia;", "La Camera ha discusso la materia;"},
		{"it:camera", "La Camera di commercio,", "La Camera di commercio,"},
		{"reg:08", "Il Consiglio regionale della Regione,", "Il Consiglio comunale,"},
	} {
		b, err := g.Body(x.from)
		if err != nil {
			t.Fatal(err)
		}
		c := civic.Content{Kind: civic.Motion, Subject: "-", Level: b.Level, Body: b.Code(), Clauses: []civic.Clause{{ID: ids(0), Section: civic.Intro, Text: x.said}}}
		got := g.Adapt(c, drafting.Adaptation{From: g.Place(b), To: placeOf(t, g, "Modena"), IDs: ids, Level: true}).Content
		if got.Clauses[0].Text != x.wanted {
			t.Errorf("%s: %q becomes %q, want %q", x.from, x.said, got.Clauses[0].Text, x.wanted)
		}
	}
}

// TestAPartOfATown is named by its town, and has a president of its own.
func TestAPartOfATown(t *testing.T) {
	g := gazetteer(t)
	from := g.Place(g.BodyOr("demo:915002", "Portosabbia – Municipio II", civic.Municipal, "15"))
	to := placeOf(t, g, "Modena")
	c := civic.Content{Kind: civic.Motion, Subject: "Sedute del Consiglio comunale di Portosabbia", Level: civic.Municipal, Body: "demo:915002", Clauses: []civic.Clause{
		{ID: ids(1), Section: civic.Operative, Opener: "impegna il Presidente del Municipio:"},
	}}
	got := g.Adapt(c, drafting.Adaptation{From: from, To: to, IDs: ids, Level: from.Body.Kind != to.Body.Kind}).Content
	if got.Subject != "Sedute del Consiglio comunale di Modena" || got.Clauses[0].Opener != "impegna il Sindaco e la Giunta:" {
		t.Errorf("%q, %q", got.Subject, got.Clauses[0].Opener)
	}
	if left := g.Leftovers(c, from, to); len(left) != 1 || !left[0].Source {
		t.Errorf("left: %+v", left)
	}
}

// TestAChamberVotesWhereACouncilDid has the article of the other organ.
func TestAChamberVotesWhereACouncilDid(t *testing.T) {
	g := gazetteer(t)
	from := placeOf(t, g, "Modena")
	for code, want := range map[civic.BodyCode]string{
		"it:camera": "la Camera impegna il Governo:", "it:senato": "il Senato impegna il Governo:",
		"reg:08": "il Consiglio regionale impegna il Presidente e la Giunta regionale:",
	} {
		b, err := g.Body(code)
		if err != nil {
			t.Fatal(err)
		}
		c := civic.Content{Kind: civic.Motion, Subject: "x", Level: civic.Municipal, Body: from.Body.Code(), Clauses: []civic.Clause{
			{ID: ids(1), Section: civic.Operative, Opener: "il Consiglio comunale impegna il Sindaco e la Giunta:"},
		}}
		if got := g.Adapt(c, drafting.Adaptation{From: from, To: g.Place(b), IDs: ids, Level: true}).Content.Clauses[0].Opener; got != want {
			t.Errorf("%s: %q", code, got)
		}
	}
}
