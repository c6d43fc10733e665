package spelling_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/spelling"
)

func load(t testing.TB) *spelling.Dictionary {
	t.Helper()
	d, err := spelling.Load()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func check(t *testing.T, d *spelling.Dictionary, text string, own ...string) []spelling.Suspect {
	t.Helper()
	c := civic.Content{
		Signatories: []civic.Signatory{{Name: "Ilda Sgrovazzi", Group: "Insieme per Borgolungo"}}, BodyName: "Borgolungo",
		Clauses: []civic.Clause{{ID: "c", Text: text}},
	}
	found, err := d.Check(t.Context(), c, spelling.Beside{Own: own})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range found {
		if text[s.From:s.To] != s.Word {
			t.Errorf("%q stands at %d–%d, where %q is", s.Word, s.From, s.To, text[s.From:s.To])
		}
	}
	return found
}

func TestRightWordsAreLeftAlone(t *testing.T) {
	d := load(t)
	for _, text := range []string{
		"Premesso che la rete idrica perde un terzo dell'acqua immessa e dell’energia che serve a portarla",
		"L'Amministrazione s'impegna; nell'ambito dell'Unione c'è chi l'ha già detto: un po' alla volta, com'è giusto.",
		"«Un'altra volta» disse il 'vecchio' Sindaco: portandoglielo, se n'era accorto. Dell'«Istituto» non parlò.",
		"Visti il d.lgs. 267/2000, l'art. 43, c. 3, gli artt. 7 e 8, il D.P.R. n. 380/2001 e ss.mm.ii.; cfr. pag. 4",
		"Scrivere a segreteria@comune.borgolungo.example o vedere https://www.borgolungo.example/atti?id=3 e www.x.example",
		"IL CONSIGLIO COMUNALE, CUP B12C23000450006, CO2, 5G, PM10, l'ARPA, WhatsApp, 30km/h, dell'8 marzo",
		"Dal Comune di Sgurgola a Quartu Sant'Elena, da San Candido/Innichen a Aldein, in Valle d'Aosta, all'Aquila, a Re e a Lu",
		"La consigliera Ilda Sgrovazzi, capogruppo, ha chiesto a Teodoro Brunzacchi quanto costa; Brunzacchi ha risposto",
		"i presìdi sanitari, i princìpi dello Statuto, e i condomìni; la videosorveglianza e la ciclovia; gli ex-assessori",
		"via via, piano piano, e/o il/la Consigliere/a; l'iter; comma 1-bis, 2 ter; perche\u0301 no",
	} {
		for _, s := range check(t, d, text) {
			t.Errorf("%q (%s) in %q", s.Word, s.Code, text)
		}
	}
}

func TestWrongWordsAreFoundAndPutRight(t *testing.T) {
	d := load(t)
	for _, c := range []struct{ text, word, code, right string }{
		{"non si capisce perche accada", "perche", spelling.CodeAccent, "perché"},
		{"ecco perchè accade", "perchè", spelling.CodeAccent, "perché"},
		{"Poichè il servizio manca", "Poichè", spelling.CodeAccent, "Poiché"},
		{"un pò di ghiaia", "pò", spelling.CodeApostrophe, "po'"},
		{"chiede qual'è il costo", "qual'è", spelling.CodeElision, "qual è"},
		{"chiede qual’è il costo", "qual’è", spelling.CodeElision, "qual è"},
		{"la qualita dell'aria", "qualita", spelling.CodeAccent, "qualità"},
		{"la citta' vecchia", "citta'", spelling.CodeApostrophe, "città"},
		{"non ne puo' piu'", "puo'", spelling.CodeApostrophe, "può"},
		{"E' necessario", "E'", spelling.CodeApostrophe, "È"},
		{"l'interogazione è pronta", "l'interogazione", spelling.CodeUnknown, "l'interrogazione"},
		{"l'approvigionamento idrico", "l'approvigionamento", spelling.CodeUnknown, "l'approvvigionamento"},
		{"il comunlae di zona", "comunlae", spelling.CodeUnknown, "comunale"},
		{"si impegan a farlo", "impegan", spelling.CodeUnknown, "impegna"},
		{"una interrogazzione", "interrogazzione", spelling.CodeUnknown, "interrogazione"},
		{"una interogazzione", "interogazzione", spelling.CodeUnknown, "interrogazione"},
		{"le scuole delal frazione", "delal", spelling.CodeUnknown, "della"},
		{"il Sindaco ha deliberto", "deliberto", spelling.CodeUnknown, "deliberato"},
		{"che il Consglio comunale", "Consglio", spelling.CodeUnknown, "Consiglio"},
		{"chiede al Sindcao di Roma", "Sindcao", spelling.CodeUnknown, "Sindaco"},
		{"siamo daccordo", "daccordo", spelling.CodeJoined, "d'accordo"},
		{"della della frazione", "della della", spelling.CodeTwice, "della"},
		{"un'ente locale", "un'ente", spelling.CodeElision, "un ente"},
	} {
		found := check(t, d, c.text)
		if i := slices.IndexFunc(found, func(s spelling.Suspect) bool { return s.Word == c.word }); i < 0 {
			t.Errorf("%q: %q is not found: %+v", c.text, c.word, found)
		} else if s := found[i]; s.Code != c.code || !slices.Contains(s.Offers[:min(3, len(s.Offers))], c.right) {
			t.Errorf("%q: %s %q offers %q, not %q", c.text, s.Code, s.Word, s.Offers, c.right)
		}
	}
}

func TestOwnWordsAreKnown(t *testing.T) {
	d := load(t)
	const text = "il bicchierario della pro loco"
	if found := check(t, d, text); len(found) != 1 || found[0].Word != "bicchierario" {
		t.Fatalf("%+v", found)
	}
	if found := check(t, d, text, "Bicchierario"); len(found) != 0 {
		t.Fatalf("%+v", found)
	}
}

// TestADoubledLetterIsTheLikelierSlip: also where councils use the other word.
func TestADoubledLetterIsTheLikelierSlip(t *testing.T) {
	d := load(t)
	usual := func(_ context.Context, words []string) ([]int64, error) {
		out := make([]int64, len(words))
		for i, w := range words {
			if w == "versano" {
				out[i] = 3
			}
		}
		return out, nil
	}
	got, err := d.Offers(t.Context(), "verrano", spelling.Beside{Usual: usual})
	if err != nil || len(got) == 0 || got[0] != "verranno" {
		t.Errorf("%q %v", got, err)
	}
}

// TestUsualWordsComeFirst: of corrections as likely the one that councils use.
func TestUsualWordsComeFirst(t *testing.T) {
	d := load(t)
	usual := func(_ context.Context, words []string) ([]int64, error) {
		out := make([]int64, len(words))
		for i, w := range words {
			if w == "mozione" {
				out[i] = 40
			}
		}
		return out, nil
	}
	got, err := d.Offers(t.Context(), "mosione", spelling.Beside{Usual: usual})
	if err != nil || len(got) == 0 || got[0] != "mozione" {
		t.Fatalf("%q %v", got, err)
	}
}

func TestHostileTextIsBounded(t *testing.T) {
	d := load(t)
	for _, text := range []string{
		strings.Repeat("xqzw ", 60_000), strings.Repeat("a'", 50_000), strings.Repeat("àèìòù", 20_000), strings.Repeat("abcdefgh", 50_000),
		"\xff\xfe'\x80’" + strings.Repeat("’", 1000),
	} {
		if found := check(t, d, text); len(found) > spelling.MaxSuspects {
			t.Errorf("%d suspects", len(found))
		}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Check(gone, civic.Content{Clauses: []civic.Clause{{Text: "xqzw"}}}, spelling.Beside{}); err == nil {
		t.Error("it goes on when nobody asks any more")
	}
}

func FuzzCheck(f *testing.F) {
	d := load(f)
	f.Add("Qual'è la citta' piu' bella dell’Umbria? E' l'art. 3 del d.lgs. 267/2000\nperche\u0301 un pò")
	f.Add("com\u00ad\nunale dell' 'o «a» x@y.it")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 400 {
			return
		}
		found, err := d.Check(t.Context(), civic.Content{Clauses: []civic.Clause{{ID: "c", Text: text}}}, spelling.Beside{})
		if err != nil {
			t.Fatal(err)
		}
		last := 0
		for _, s := range found {
			if s.From < 0 || s.From >= s.To || s.To > len(text) || text[s.From:s.To] != s.Word || s.To < last {
				t.Fatalf("%+v in %q", s, text)
			}
			last = s.From
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		load(b)
	}
}

func BenchmarkCheck(b *testing.B) {
	d := load(b)
	text := strings.Repeat("Premesso che la rete idrica comunale perde un terzo dell'acqua immessa, come riferito dall'assessora. ", 60)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := d.Check(b.Context(), civic.Content{Clauses: []civic.Clause{{Text: text}}}, spelling.Beside{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOffers(b *testing.B) {
	d := load(b)
	for b.Loop() {
		if _, err := d.Offers(b.Context(), "interogazzzione", spelling.Beside{}); err != nil {
			b.Fatal(err)
		}
	}
}
