package search_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"scranno/app/search"
)

func stems(text string) string {
	return string(search.NewAnalyser().AppendStems(nil, text))
}

func TestStems(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"accent at the end", "città", "citt"},
		{"no accent", "citta", "citt"},
		{"elision", "dell'edificio", "edific"},
		{"typographic elision", "L’Università dell’Acqua", "univers acqua"},
		{"stop words, with accents and without", "perché perche più è PIÙ", ""},
		{"singular and plural", "scuola scuole mozione mozioni", "scuol scuol mozion mozion"},
		{"phrase", "barriere architettoniche", "barr architetton"},
		{"apostrophe for an accent", "SANITA' PUBBLICA", "sanit pubblic"},
		{"the same, written well", "Sanità pubblica", "sanit pubblic"},
		{"apostrophe that is an elision", "sanita'pubblica", "san pubblic"},
		{"numbers", "art. 3, comma 2-bis (d.lgs. 267/2000)", "art 3 comm 2 bis lgs 267 2000"},
		{"ordinals", "1º e 2ª", "1 2"},
		{"soft hyphen", "ammini\u00adstrazione", "amministr"},
		{"zero-width joiner", "ammini\u200dstrazione", "amministr"},
		{"ligatures", "eﬃcienza", "efficient"},
		{"other scripts", "Straße Ελλάδα Москва", "straß ελλαδα москва"},
		{"emoji and signs", "👩‍👩‍👧 € 5 §", "5"},
		{"nothing", "", ""},
		{"only separators", " \t\n.,;", ""},
		{"nul and broken bytes", "scuola\x00\xff\xfe mozione\xc3", "scuol mozion"},
		{"operators", `AND OR NOT NEAR("x" y) * ^ : - + {}`, "and or not near x y"},
		{"marks without a letter", "\u0300\u0301 scuola", "scuol"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := stems(test.text); got != test.want {
				t.Errorf("stems of %q = %q, want %q", test.text, got, test.want)
			}
		})
	}
}

func TestComposedAndDecomposedAreTheSame(t *testing.T) {
	for _, text := range []string{
		"Città, perché, più: l’università è già così", "SANITÀ PÙBBLICA", "Å Ångström Ω K",
		"tiếng Việt", "한국어 각", "Ḋ q̣̇ ẛ̣", "İstanbul ıı", "e\u00ad\u0300", "हिन्दी क़", "< \u0338a≮b",
		strings.Repeat("é", 200) + " ità " + strings.Repeat("a", 61) + "ità'",
	} {
		nfc, nfd := norm.NFC.String(text), norm.NFD.String(text)
		if a, b := stems(nfc), stems(nfd); a != b {
			t.Errorf("%q: composed %q, decomposed %q", text, a, b)
		}
		x := search.NewAnalyser()
		if a, b := string(x.AppendFolded(nil, nfc)), string(x.AppendFolded(nil, nfd)); a != b {
			t.Errorf("%q folded: composed %q, decomposed %q", text, a, b)
		}
	}
}

func TestEveryRuneIsAWordOrNone(t *testing.T) {
	a := search.NewAnalyser()
	for r := rune(1); r <= utf8.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		s := string(r)
		words := string(a.AppendStems(nil, s))
		for _, c := range words {
			if c < utf8.RuneSelf && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
				t.Fatalf("%U gives %q, which the index would split", r, words)
			}
		}
		if other := string(a.AppendStems(nil, norm.NFD.String(s))); other != words {
			t.Fatalf("%U gives %q composed, %q decomposed", r, words, other)
		}
	}
}

func TestAnalyserForgetsNothingThatMatters(t *testing.T) {
	worn := search.NewAnalyser()
	for i := range 200_000 { // far more words than it keeps
		worn.AppendStems(nil, "parola"+strings.Repeat("x", i%7)+string(rune('a'+i%26))+string(rune(0x4e00+i%20000)))
	}
	text := "La mozione sulle barriere architettoniche nelle scuole e negli edifici della città"
	if got, want := string(worn.AppendStems(nil, text)), stems(text); got != want {
		t.Errorf("worn analyser %q, fresh %q", got, want)
	}
	a, b := worn.Index("Barriere", text, text), search.NewAnalyser().Index("Barriere", text, text)
	if string(a.Folded) != string(b.Folded) || string(a.Text) != string(b.Text) || string(a.Subject) != string(b.Subject) {
		t.Errorf("row differs: %q and %q", a, b)
	}
}

func TestRow(t *testing.T) {
	row := search.NewAnalyser().Index("Barriere nelle scuole", "Le barriere", "del quartiere, e le barriere")
	if got := string(row.Subject); got != "barr scuol" {
		t.Errorf("subject %q", got)
	}
	if got := string(row.Text); got != "barr quart barr" {
		t.Errorf("text %q", got)
	}
	if got := string(row.Folded); got != "barriere quartiere" {
		t.Errorf("folded %q: only what stems miss, once", got)
	}
}

func TestLongWordsAreCut(t *testing.T) {
	for _, long := range []string{strings.Repeat("a", 100_000), strings.Repeat("è", 100_000), strings.Repeat("e\u0301", 1000), strings.Repeat("日", 5000)} {
		if got := stems(long); got == "" || len(got) > 64 || !utf8.ValidString(got) {
			t.Errorf("%d bytes of one word give %d bytes, valid %v", len(long), len(got), utf8.ValidString(got))
		}
	}
}

func TestTokensTellTheirPlace(t *testing.T) {
	const text = "«L’acqua è pubblica»"
	var words []string
	for _, tok := range search.Analyse(text) {
		words = append(words, text[tok.Start:tok.End]+"="+tok.Stem)
	}
	if got := strings.Join(words, " "); got != "L= acqua=acqua è= pubblica=pubblic" {
		t.Errorf("tokens %q", got)
	}
}

func TestIndexingDoesNotAllocate(t *testing.T) {
	a := search.NewAnalyser()
	text := strings.Repeat("Il Consiglio comunale impegna il Sindaco e la Giunta; così l’attività è più vicina. ", 50)
	a.Index("Oggetto", text)
	if n := testing.AllocsPerRun(20, func() { a.Index("Oggetto", text) }); n > 0 {
		t.Errorf("%v allocations for a text whose words are known", n)
	}
}

func TestBeginningsOfWords(t *testing.T) {
	a := search.NewAnalyser()
	for range 2 { // what the row before held is forgotten
		row := a.IndexBegins("Barriere e barriera", "Le barriere", "di ferro, ferrose; già è più alto, Ελλάδα")
		if got, want := string(row.Subject), "barr barrier ·barr"; got != want {
			t.Errorf("subject %q, want %q", got, want)
		}
		if got, want := string(row.Text), "barr ferr ferros gia alto ελλαδα ·barr ·ferr ·gia ·alto ·ελλα"; got != want {
			t.Errorf("text %q, want %q", got, want)
		}
	}
	if row := a.IndexBegins("", ""); len(row.Subject)+len(row.Text)+len(row.Folded) != 0 {
		t.Errorf("%+v", row)
	}
	many := search.NewAnalyser()
	var text strings.Builder
	for i := range 9_999 {
		fmt.Fprintf(&text, "%04d ", i)
	}
	row := many.IndexBegins("", text.String())
	for i := range 9_999 {
		if !strings.Contains(string(row.Text), fmt.Sprintf("·%04d", i)) {
			t.Fatalf("%04d is missing", i)
		}
	}
}
