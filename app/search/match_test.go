package search_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"scranno/app/search"
)

// marked writes the spans of a text in brackets.
func marked(text string, spans []search.Span) string {
	var b strings.Builder
	done := 0
	for _, s := range spans {
		b.WriteString(text[done:s.Start] + "[" + text[s.Start:s.End] + "]")
		done = s.End
	}
	return b.String() + text[done:]
}

func TestHighlights(t *testing.T) {
	tests := []struct{ query, text, want string }{
		{"citta ", "La Città è nostra, CITTA' d’arte", "La [Città] è nostra, [CITTA]' d’arte"},
		{"scuole", "una scuola, due scuole", "una [scuola], due [scuole]"},
		{"acqua ", "dell'acqua", "dell'[acqua]"},
		{`"barriere architettoniche"`, "barriere e barriere architettoniche", "barriere e [barriere architettoniche]"},
		{`"consiglio di stato"`, "il Consiglio  di\nStato", "il [Consiglio  di\nStato]"},
		{"mozi", "Mozione e mozioni e modo", "[Mozione] e [mozioni] e modo"},
		{"regolament", "il regolamento", "il [regolamento]"},
		{"barriera ", "le barriere", "le [barriere]"},
		{"scuola -mensa", "scuola e mensa", "[scuola] e mensa"},
		{"scuola | mensa", "scuola e mensa", "[scuola] e [mensa]"},
		{"citta\u0300 ", "citta\u0300 e città", "[citta\u0300] e [città]"},
		{"", "niente", "niente"},
		{"scuola ", "", ""},
		{"scuola ", "\xffscuola\x00scuola\xc3", "\xff[scuola]\x00[scuola]\xc3"},
	}
	for _, test := range tests {
		if got := marked(test.text, search.Parse(test.query).Matcher().Highlights(test.text)); got != test.want {
			t.Errorf("%q in %q\n got %q\nwant %q", test.query, test.text, got, test.want)
		}
	}
}

func TestSnippet(t *testing.T) {
	long := "Premesso che " + strings.Repeat("molte cose sono state dette, ", 40) +
		"la scuola di via Roma ha barriere architettoniche da togliere" + strings.Repeat(" e altro ancora", 40) + " scuola."
	tests := []struct {
		name, query, text string
		runes             int
		want              string
	}{
		{"whole when short", "scuola ", "  Una\n\tscuola\x00nuova ", 40, "Una [scuola] nuova"},
		{"densest", "scuola barriere ", long, 60, "…la [scuola] di via Roma ha [barriere] architettoniche da…"},
		{"nothing found", "fognatura ", long, 30, "Premesso che molte cose sono…"},
		{"no query", "", long, 30, "Premesso che molte cose sono…"},
		{"too small for the match", "architettoniche ", long, 8, "…[archit]…"},
		{"one rune", "scuola ", long, 1, "…"},
		{"none", "scuola ", long, 0, ""},
		{"marks stay", "x ", strings.Repeat("e\u0301", 20), 11, strings.Repeat("e\u0301", 4) + "…"},
		{"emoji stay whole", "x ", strings.Repeat("👩‍👧", 9), 6, "👩‍👧…"},
		{"flags stay whole", "x ", "ab🇮🇹cdefghi", 5, "ab…"},
		{"broken bytes", "scuola ", "\xff\xfe scuola", 40, "\ufffd\ufffd [scuola]"},
		{"endless mark", "x ", "a" + strings.Repeat("\u0301", 99), 9, "…"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, spans := search.Parse(test.query).Matcher().Snippet(test.text, test.runes)
			if got := marked(s, spans); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
			if utf8.RuneCountInString(s) > test.runes {
				t.Errorf("%d runes, more than %d", utf8.RuneCountInString(s), test.runes)
			}
		})
	}
}

func TestMatcherServesManyTexts(t *testing.T) {
	m := search.Parse("scuola ").Matcher()
	m.Snippet("la scuola", 20)
	if got := m.Highlights("nessuna"); got != nil {
		t.Errorf("spans %v of the text before", got)
	}
}

func TestFuzzy(t *testing.T) {
	items := []string{"Nuova mozione", "Città di esempio", "Impostazioni", "Nuovo ordine del giorno", "NUL\x00x", "\xff\xfe"}
	tests := []struct{ pattern, best string }{
		{"nm", "[N]uova [m]ozione"},
		{"citta", "[Città] di esempio"},
		{"CITTÀ", "[Città] di esempio"},
		{"  impo ", "[Impo]stazioni"},
		{"odg", "Nuovo [o]rdine [d]el [g]iorno"},
	}
	for _, test := range tests {
		got := search.Fuzzy(test.pattern, items)
		if len(got) == 0 {
			t.Errorf("%q finds nothing", test.pattern)
			continue
		}
		if best := marked(items[got[0].Index], got[0].Spans); best != test.best {
			t.Errorf("%q finds %q first, want %q", test.pattern, best, test.best)
		}
	}
	if got := search.Fuzzy("zzz", items); len(got) != 0 {
		t.Errorf("zzz finds %v", got)
	}
	all := search.Fuzzy(" ", items)
	if !slices.IsSortedFunc(all, func(a, b search.Match) int { return a.Index - b.Index }) || len(all) != len(items) {
		t.Errorf("an empty pattern gives %v", all)
	}
	search.Fuzzy("\x00\xff"+strings.Repeat("é", 10_000), items)
}
