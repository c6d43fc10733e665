package drafting_test

import (
	"regexp"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
)

func bodies() []civic.Body {
	return []civic.Body{
		{},
		{Name: "Valchiara", Level: civic.Municipal, Region: "08", Kind: "municipality"},
		{Name: "Alpe", Level: civic.Municipal, Region: "04", Kind: "municipality"},
		{Name: "Nord", Level: civic.Municipal, Region: "12", Kind: "district"},
		{Name: "Valli", Level: civic.Municipal, Region: "08", Kind: "union"},
		{Name: "Provincia di Esempio", Level: civic.Provincial, Region: "08", Kind: "province"},
		{Name: "Provincia autonoma", Level: civic.Provincial, Region: "04", Kind: "province"},
		{Name: "Città metropolitana", Level: civic.Provincial, Region: "08", Kind: "metropolitan_city"},
		{Name: "Regione", Level: civic.Regional, Region: "08", Kind: "region"},
		{Name: "Camera dei deputati", Level: civic.National, Region: civic.NationWide, Kind: "chamber"},
		{Name: "Parlamento europeo", Level: civic.European, Region: civic.Europe},
	}
}

var left = regexp.MustCompile(`[{}|@]|\s\s| ,|^\s|\s$`)

func TestEveryKindHasAPatternAtEveryLevel(t *testing.T) {
	for _, kind := range civic.ActKinds() {
		for _, b := range bodies() {
			for _, sub := range append([]string{""}, drafting.Subkinds(kind, b.Level)...) {
				name := string(kind) + " " + sub + " " + string(b.Level) + " " + b.Kind
				list := drafting.Template(kind, sub, b, ids)
				if len(list) < 2 {
					t.Errorf("%s: %d clauses", name, len(list))
				}
				asks := false
				for _, c := range list {
					asks = asks || c.Section == civic.Operative || c.Section == civic.Article
					if !c.Section.Valid() || left.MatchString(c.Text) || left.MatchString(c.Opener) || len(c.Opener) > 200 {
						t.Errorf("%s: %+v", name, c)
					}
					open := strings.Count(c.Opener+c.Text, "[")
					if got := len(drafting.Gaps(civic.Content{Clauses: []civic.Clause{c}})); got != open {
						t.Errorf("%s: %d gaps found of %d in %q", name, got, open, c.Text)
					}
					local := (b.Level == civic.Municipal || b.Level == civic.Provincial) && b.Region.OrdinaryStatute() || b.Level == ""
					if strings.Contains(c.Text, "267") && !local {
						t.Errorf("%s cites a law that does not hold there: %s", name, c.Text)
					}
				}
				if !asks && kind != civic.Document {
					t.Errorf("%s asks for nothing", name)
				}
				if _, ok := drafting.Ordered(list); !ok && strings.Contains(drafting.Join(list), "\n1. ") && kind != civic.Document && kind != civic.Bill && sub != "censura" {
					t.Errorf("%s: points out of order", name)
				}
				c := civic.Content{Kind: kind, Subkind: sub, Level: civic.Municipal, Subject: "x", Clauses: list}
				if got := drafting.Join(drafting.Cut(drafting.Join(list), ids)); got != drafting.Join(c.Clauses) {
					t.Errorf("%s does not survive a file", name)
				}
			}
		}
	}
}

func TestFormulasFollowKindAndLevel(t *testing.T) {
	all := bodies()
	rows := []struct {
		kind civic.ActKind
		sub  string
		b    civic.Body
		want string
	}{
		{civic.Motion, "", all[1], "impegna il Sindaco e la Giunta a:"},
		{civic.Motion, "", all[3], "impegna il Presidente del Municipio a:"},
		{civic.Motion, "", civic.Body{Name: "Portosabbia – Municipio II", Level: civic.Municipal}, "impegna il Presidente del Municipio a:"},
		{civic.Motion, "", all[4], "impegna il Presidente e la Giunta dell'Unione a:"},
		{civic.Motion, "", all[5], "impegna il Presidente della Provincia a:"},
		{civic.Motion, "", all[7], "impegna il Sindaco metropolitano a:"},
		{civic.Motion, "", all[8], "impegna il Presidente e la Giunta regionale a:"},
		{civic.Motion, "", all[9], "impegna il Governo a:"},
		{civic.Motion, civic.SubkindNoConfidence, all[1], "esprime la sfiducia nei confronti del Sindaco"},
		{civic.Motion, "di sfiducia", all[1], "esprime la sfiducia nei confronti del Sindaco"},
		{civic.Motion, civic.SubkindNoConfidence, all[8], "esprime la sfiducia nei confronti del Presidente della Regione"},
		{civic.Question, "orale", all[1], "interroga il Sindaco e la Giunta per sapere:"},
		{civic.Interpellation, "", all[9], "interpella il Governo per conoscere:"},
		{civic.Deliberation, "consiglio", all[1], "delibera:"},
		{civic.Petition, "", all[1], "si chiede al Presidente del Consiglio comunale:"},
		{civic.Petition, "", all[4], "si chiede al Presidente del Consiglio dell'Unione:"},
		{civic.Petition, "", all[5], "si chiede al Presidente della Provincia:"},
		{civic.Petition, "", all[8], "si chiede al Presidente del Consiglio regionale:"},
		{civic.Motion, "", civic.Body{Name: "Circoscrizione 2", Level: civic.Municipal, Region: "01"}, "impegna il Presidente della Circoscrizione a:"},
		{civic.Motion, "", civic.Body{Name: "Provincia di Esempio", Level: civic.Provincial, Region: "20"}, "impegna il Presidente della Provincia a:"},
		{civic.Motion, "", civic.Body{Name: "Provincia di Esempio", Level: civic.Provincial, Region: civic.ExampleRegion}, "impegna il Presidente della Provincia a:"},
		{civic.Question, "", civic.Body{Name: "Libero Consorzio comunale di Esempio", Level: civic.Provincial, Region: "19"}, "interroga il Presidente del Libero Consorzio per sapere:"},
		{civic.Motion, "", all[6], "impegna il Presidente della Provincia e la Giunta a:"},
	}
	for _, r := range rows {
		if got := drafting.Formula(r.kind, r.sub, drafting.Addressees(r.kind, r.b), r.b); got != r.want {
			t.Errorf("%s %s for %s: %q", r.kind, r.sub, r.b.Name, got)
		}
	}
}

// TestADeliberationIsOfTheExecutiveThatThereIs: a province has none but with a
// statute of its own, and a union's is not a town's.
func TestADeliberationIsOfTheExecutiveThatThereIs(t *testing.T) {
	all := bodies()
	for i, want := range map[int]string{
		1: "la Giunta comunale", 3: "la Giunta del Municipio", 4: "la Giunta dell'Unione", 5: "il Presidente della Provincia",
		6: "la Giunta provinciale", 7: "il Sindaco metropolitano", 8: "la Giunta regionale",
	} {
		text := drafting.Join(drafting.Template(civic.Deliberation, "giunta", all[i], ids))
		if !strings.Contains(text, "tutto ciò premesso "+want+"\n") {
			t.Errorf("%s:\n%s", all[i].Name, text)
		}
	}
	if subs := drafting.Subkinds(civic.Deliberation, civic.National); len(subs) > 0 {
		t.Errorf("a parliament has %v", subs)
	}
}

// TestTheLawOfTownsIsCitedForTheBodiesThatItNames and for no other: a union and a
// part of a town call their council and judge their head by rules of their own.
func TestTheLawOfTownsIsCitedForTheBodiesThatItNames(t *testing.T) {
	all := bodies()
	for i, cited := range map[int]bool{1: true, 2: false, 3: false, 4: false, 5: true, 7: true} {
		for kind, sub := range map[civic.ActKind]string{civic.SessionRequest: "", civic.Motion: civic.SubkindNoConfidence} {
			text := drafting.Join(drafting.Template(kind, sub, all[i], ids))
			if got := strings.Contains(text, "267"); got != cited {
				t.Errorf("%s for %s:\n%s", kind, all[i].Name, text)
			}
		}
	}
	if text := drafting.Join(drafting.Template(civic.Deliberation, "", all[4], ids)); !strings.Contains(text, "art. 49") {
		t.Error("a union is a local body")
	}
}

func TestAnotherKindKeepsTheText(t *testing.T) {
	b := bodies()[1]
	c := civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Subject: "Strade", Addressees: drafting.Addressees(civic.Motion, b),
		Clauses: drafting.Template(civic.Motion, "", b, ids),
	}
	untouched := drafting.Recast(c, b, civic.Question, "scritta", b)
	if got, want := drafting.Join(untouched.Clauses), drafting.Join(drafting.Template(civic.Question, "scritta", b, ids)); got != want || untouched.Subject != "Strade" {
		t.Errorf("a pattern that nobody touched stays:\n%s", got)
	}
	c.Clauses[0].Text = "le strade sono dissestate;"
	last := len(c.Clauses) - 1
	c.Clauses[last].Text = "asfaltare via Roma."
	got := drafting.Recast(c, b, civic.Question, "orale", b)
	text := drafting.Join(got.Clauses)
	for _, want := range []string{"premesso che le strade sono dissestate;", "interroga il Sindaco e la Giunta per sapere:", "3. asfaltare via Roma."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is gone:\n%s", want, text)
		}
	}
	for i, x := range got.Clauses {
		if x.ID != c.Clauses[i].ID {
			t.Error("a clause lost its id")
		}
	}
	back := drafting.Recast(got, b, civic.Motion, "", b)
	if !strings.Contains(drafting.Join(back.Clauses), "impegna il Sindaco e la Giunta a:") {
		t.Error(drafting.Join(back.Clauses))
	}
	c.Addressees = []string{"l'Assessora alla mobilità"}
	own := drafting.Recast(c, b, civic.Question, "", bodies()[8])
	if own.Addressees[0] != "l'Assessora alla mobilità" {
		t.Error("own addressees are written over")
	}
	moved := drafting.Recast(back, b, civic.Motion, "", bodies()[8])
	if got := drafting.Join(moved.Clauses); !strings.Contains(got, "impegna il Presidente e la Giunta regionale a:") || !strings.Contains(got, "il Consiglio regionale") {
		t.Error(got)
	}
}

// TestASubamendmentHasThePatternOfItsSort, also of one that has none of its own.
func TestASubamendmentHasThePatternOfItsSort(t *testing.T) {
	b := bodies()[1]
	for sub, want := range map[string]string{
		"subemendamento soppressivo": "sono soppresse", "subemendamento aggiuntivo": "sono aggiunte", "subemendamento sostitutivo": "è sostituito dal seguente",
		"subemendamento modificativo": "sono sostituite dalle seguenti", "Subemendamento Soppressivo": "sono soppresse",
	} {
		text := drafting.Join(drafting.Template(civic.Amendment, sub, b, ids))
		if !strings.HasPrefix(text, "All'emendamento ") || !strings.Contains(text, want) || !strings.Contains(text, "Motivazione:") {
			t.Errorf("%s: %s", sub, text)
		}
	}
}

// TestAQuestionDoesNotSpeakForTheCouncil: who asks is the councillor.
func TestAQuestionDoesNotSpeakForTheCouncil(t *testing.T) {
	b := bodies()[1]
	c := civic.Content{Kind: civic.Motion, Level: civic.Municipal, Clauses: drafting.Template(civic.Motion, "", b, ids)}
	c.Clauses[0].Text = "le strade sono dissestate;"
	q := drafting.Recast(c, b, civic.Question, "scritta", b)
	if text := drafting.Join(q.Clauses); strings.Contains(text, "tutto ciò premesso il Consiglio") || !strings.Contains(text, "tutto ciò premesso") {
		t.Error(text)
	}
	if text := drafting.Join(drafting.Recast(q, b, civic.Motion, "", b).Clauses); !strings.Contains(text, "tutto ciò premesso il Consiglio comunale") {
		t.Error(text)
	}
}
