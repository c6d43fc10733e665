package search_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"scranno/app/search"
)

var seeds = []string{
	"", `"`, `scuola "barriere archit`, "-a | oppure -\"b", "città\x00\xff", "AND NEAR(a, 3) * ^ {subject} : x",
	"e\u0301\u0301\u0301", "👩‍👩‍👧 🇮🇹", "SANITA' d’arte", "«a» „b“", strings.Repeat("a|-\"", 50), "ﬃ\u00ad\u200d", "İΣς\u0345",
}

func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, query string) {
		q := search.Parse(query)
		expression := q.FTS5(search.Columns{})
		if q.Empty() != (expression == "") {
			t.Fatalf("empty %v, expression %q", q.Empty(), expression)
		}
		parts := strings.Split(expression, `"`)
		if len(parts)%2 == 0 {
			t.Fatalf("open quote in %s", expression)
		}
		for i, part := range parts {
			if inside := i%2 == 1; inside {
				if strings.TrimSpace(part) == "" || len(search.Analyse(part)) != len(strings.Fields(part)) {
					t.Fatalf("%q is not words, in %s", part, expression)
				}
				continue
			}
			rest := strings.NewReplacer("{subject text}", "", "folded", "", "AND", "", "OR", "", "NOT", "").Replace(part)
			if strings.Trim(rest, " ():*") != "" {
				t.Fatalf("%q outside quotes, in %s", rest, expression)
			}
		}
		if strings.Count(expression, "(") != strings.Count(expression, ")") {
			t.Fatalf("parentheses in %s", expression)
		}
		search.Fuzzy(query, []string{query, "Città"})
	})
}

func FuzzSnippet(f *testing.F) {
	for i, s := range seeds {
		f.Add(s, s+" scuola "+s, i*3)
	}
	f.Fuzz(func(t *testing.T, query, text string, runes int) {
		m := search.Parse(query).Matcher()
		end := 0
		for _, span := range m.Highlights(text) {
			if span.Start < end || span.End <= span.Start || span.End > len(text) {
				t.Fatalf("span %v after %d of %d", span, end, len(text))
			}
			end = span.End
		}
		s, spans := m.Snippet(text, runes)
		if !utf8.ValidString(s) || utf8.RuneCountInString(s) > max(runes, 0) {
			t.Fatalf("%q for %d runes", s, runes)
		}
		end = 0
		for _, span := range spans {
			if span.Start < end || span.End < span.Start || span.End > len(s) || !utf8.ValidString(s[span.Start:span.End]) {
				t.Fatalf("span %v of %q", span, s)
			}
			end = span.End
		}
	})
}
