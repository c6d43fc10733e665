package document_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"scranno/app/civic"
	"scranno/app/document"
)

// onPaper is a clause's text as the paper has it, in a document that has other
// words too.
func onPaper(text, other string) string {
	c := civic.Content{Kind: civic.Motion, Clauses: []civic.Clause{{Section: civic.Recital, Text: text}, {Section: civic.Recital, Text: other}}}
	d := document.Build(c)
	return strings.ReplaceAll(d.Blocks[1].Text(), "\u00a0", " ")
}

func TestPrintedQuotes(t *testing.T) {
	for _, x := range [][3]string{
		{`l'art. 42 dell'ordinamento`, "", `l’art. 42 dell’ordinamento`},
		{`E' vero che c'e' un po' d'acqua`, "", `E’ vero che c’e’ un po’ d’acqua`},
		{`la scuola "Fermi" e l'"Unità"`, "", `la scuola “Fermi” e l’“Unità”`},
		{`la scuola "Fermi"`, "detto «così»", `la scuola «Fermi»`},
		{`la scuola "Fermi"`, "detto “così”", `la scuola “Fermi”`},
		{`detto «la scuola "Fermi" chiude»`, "", `detto «la scuola “Fermi” chiude»`},
		{`("Fermi"), "Sarti"; "Conti".`, "", `(“Fermi”), “Sarti”; “Conti”.`},
		{`detta 'zona trenta' dai residenti`, "", `detta ‘zona trenta’ dai residenti`},
		{`la lotta alla 'ndrangheta e un po' di coraggio`, "", `la lotta alla ’ndrangheta e un po’ di coraggio`},
		{`negli anni '90 e '80`, "", `negli anni ’90 e ’80`},
		{`a 45°12'30" nord, un tubo da 12" e 6' di pausa`, "", `a 45°12'30" nord, un tubo da 12" e 6' di pausa`},
		{`scrivere a o'neil@esempio.it o "mario@esempio.it"`, "", `scrivere a o'neil@esempio.it o “mario@esempio.it”`},
		{`vedi "https://esempio.it/l'atto?a='b'c", l'atto`, "", `vedi “https://esempio.it/l'atto?a='b'c”, l’atto`},
		{`il campo class="uno due" dell'atto`, "", `il campo class="uno due" dell’atto`},
		{"la riga `a = 'b'` dell'atto", "", "la riga `a = 'b'` dell’atto"},
		{`aperta "e mai chiusa`, "", `aperta “e mai chiusa`},
		{`chiusa e mai aperta"`, "", `chiusa e mai aperta”`},
		{`un " solo`, "", `un " solo`},
		{`"`, "", `"`},
		{`così è già “fatto” e l’ho detto`, "", `così è già “fatto” e l’ho detto`},
	} {
		if got := onPaper(x[0], x[1]); got != x[2] {
			t.Errorf("%s\n%s, wanted\n%s", x[0], got, x[2])
		}
	}
}

func TestWhatIsStoredKeepsItsQuotes(t *testing.T) {
	c := civic.Content{
		Kind: civic.Motion, Subject: `L'"acqua"`, Signatories: []civic.Signatory{{Name: "Ugo D'Este", Group: `L'Unione`}},
		Addressees: []string{"l'Assessora all'ambiente"}, Place: "L'Aquila", Clauses: []civic.Clause{{Section: civic.Recital, Opener: "preso atto dell'esito", Text: `l'"esito"`}},
	}
	d := document.Build(c)
	all := document.PlainText(d) + d.Title + strings.Join(d.Authors, "")
	if strings.ContainsAny(all, `'"`) || !strings.Contains(all, "Ugo D’Este") || !strings.Contains(all, "All’Assessora all’ambiente") {
		t.Errorf("%s", all)
	}
	if c.Subject != `L'"acqua"` || c.Clauses[0].Text != `l'"esito"` || c.Signatories[0].Name != "Ugo D'Este" || c.Addressees[0] != "l'Assessora all'ambiente" {
		t.Errorf("%+v", c)
	}
	if d := document.BuildDossier(document.Dossier{Title: "L'acqua", By: "L'Unione", Acts: []civic.Content{c}}); strings.ContainsAny(document.PlainText(d)+d.Title, `'"`) {
		t.Error(document.PlainText(d))
	}
}

// unprinted takes the marks of print back to the straight ones.
var unprinted = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "«", `"`, "»", `"`)

func TestPrintedQuotesChangeNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[a-cèE0-9 '"«»“”.,@/=\x60(\]]{0,40}`).Draw(t, "s")
		c := civic.Content{Kind: civic.Motion, Subject: s}
		title := document.Build(c).Title
		if got := unprinted.Replace(title); got != unprinted.Replace(document.KindLine(c.Kind, "")+" – "+s) && s != "" && strings.ReplaceAll(got, "\u00a0", " ") != unprinted.Replace(document.KindLine(c.Kind, "")+" – "+s) {
			t.Fatalf("%q became %q", s, title)
		}
		if strings.TrimSpace(s) == "" {
			return
		}
		if once := onPaper(s, ""); onPaper(once, "") != once && !strings.ContainsAny(once, `'"«»“”`) {
			t.Fatalf("%q, then %q", once, onPaper(once, ""))
		}
	})
}

func FuzzQuotes(f *testing.F) {
	f.Add(`l'"a" 'b' 5' "`)
	f.Add("\xff'\"")
	f.Fuzz(func(t *testing.T, s string) {
		d := document.Build(civic.Content{Kind: civic.Motion, Subject: s, Clauses: []civic.Clause{{Opener: s, Text: s}}})
		if !utf8.ValidString(s) {
			return
		}
		for _, b := range d.Blocks {
			if !utf8.ValidString(b.Text()) {
				t.Fatal("broken text")
			}
		}
	})
}
