package drafting_test

import (
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
)

func TestAccentsWrittenWithAnApostrophe(t *testing.T) {
	for text, want := range map[string]string{
		"E' vero perche' la citta' cresce piu' di cio' che si puo'": "È vero perché la città cresce più di ciò che si può",
		"c'e' un po' d'acqua, a mo' d'esempio":                      "c'è un po' d'acqua, a mo' d'esempio",
		"le attivita’ e la volonta’ dell’Ente":                      "le attività e la volontà dell’Ente",
		"PERCHE' LA SOCIETA' SARA' CHIUSA":                          "PERCHÉ LA SOCIETÀ SARÀ CHIUSA",
		"detta 'zona della libertà' e 'la visita' di ieri":          "detta 'zona della libertà' e 'la visita' di ieri",
		"detta ‘la visita’ di ieri":                                 "detta ‘la visita’ di ieri",
		"nell'eta' dell'oro, l'universita'.":                        "nell'età dell'oro, l'università.",
		"Alfonso de' Liguori, ca' Foscari, fa' presto, di' pure":    "Alfonso de' Liguori, ca' Foscari, fa' presto, di' pure",
		"https://esempio.it/citta' resta":                           "https://esempio.it/citta' resta",
		"già perché è così":                                         "già perché è così",
	} {
		c := civic.Content{Clauses: []civic.Clause{{ID: civic.DerivedID("a"), Text: text}}}
		got, n := drafting.WithAccents(c)
		if got.Clauses[0].Text != want || (n > 0) != (text != want) || c.Clauses[0].Text != text {
			t.Errorf("%s\n%s, %d", text, got.Clauses[0].Text, n)
		}
		if again, n := drafting.WithAccents(got); n != 0 || again.Clauses[0].Text != want {
			t.Errorf("%s: twice", text)
		}
	}
}

func TestAccentsAreOneFinding(t *testing.T) {
	c := civic.Content{Kind: civic.Motion, Subject: "Piu' luce", Body: "istat:037006", Clauses: []civic.Clause{
		{ID: civic.DerivedID("a"), Section: civic.Recital, Text: "la citta' e la societa'"},
	}}
	var found []civic.Finding
	for _, f := range drafting.Check(c, drafting.Context{}) {
		if f.Code == drafting.AccentWord {
			found = append(found, f)
		}
	}
	if len(found) != 1 || found[0].Params["count"] != "3" || found[0].Params["now"] != "Più" || found[0].Field != "subject" || found[0].Severity != civic.Hint {
		t.Errorf("%+v", found)
	}
}

func FuzzAccents(f *testing.F) {
	f.Add("E' perche' l'eta' '")
	f.Fuzz(func(t *testing.T, s string) {
		c := civic.Content{Subject: s}
		got, _ := drafting.WithAccents(c)
		if strings.Count(got.Subject, " ") != strings.Count(s, " ") {
			t.Fatal("words came or went")
		}
	})
}
