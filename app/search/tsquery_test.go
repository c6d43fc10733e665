package search

import (
	"strings"
	"testing"
)

func TestTSQuery(t *testing.T) {
	for query, want := range map[string]string{
		"":                          "",
		"il ":                       "",
		`"piste ciclabili" -auto e`: "(((",
		"scuola | parco ":           "|",
	} {
		got := Parse(query).TSQuery()
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%q: %s", query, got)
		}
		if strings.Count(got, "(") != strings.Count(got, ")") || strings.Count(got, "'")%2 != 0 {
			t.Errorf("%q: %s", query, got)
		}
	}
	if got := Parse("pensil").TSQuery(); !strings.Contains(got, "'pensil':*ACD") {
		t.Errorf("a word being typed is no prefix: %s", got)
	}
	if got := Parse(`x' | !y & \ :* (z`).TSQuery(); strings.ContainsAny(got, `\`) || strings.Count(got, "'")%2 != 0 {
		t.Errorf("what was typed reached the query: %s", got)
	}
}
