package search_test

import (
	"strings"
	"testing"

	"scranno/app/search"
)

// A norm that is asked for is shown where it stands, beside other words.
func TestNormInAQuery(t *testing.T) {
	text := strings.Repeat("premesso che gli asili sono pochi, ", 20) + "visto l'art. 42 del d.lgs. 18 agosto 2000, n. 267, chiede asili"
	m := search.Parse(`norma:"art. 42 TUEL" agosto`).Matcher()
	var got []string
	for _, s := range m.Highlights(text) {
		got = append(got, text[s.Start:s.End])
	}
	if len(got) != 1 || got[0] != "art. 42 del d.lgs. 18 agosto 2000, n. 267" {
		t.Errorf("marked %q", got)
	}
	if s, spans := m.Snippet(text, 120); len(spans) != 1 || !strings.Contains(s, "n. 267") {
		t.Errorf("snippet %q", s)
	}
	for _, query := range []string{`norma:"art. 42 TUEL"`, `norma:«art. 42 TUEL» asili`, `NORMA:TUEL | asili`} {
		q := search.Parse(query)
		if q.Empty() || !strings.Contains(q.FTS5(search.Columns{}), "§") || !strings.Contains(q.TSQuery(), "§") {
			t.Errorf("%s asks for %s", query, q.FTS5(search.Columns{}))
		}
	}
	if q := search.Parse(`norma:qualcosa`); strings.Contains(q.FTS5(search.Columns{}), "§") || len(q.Words()) != 2 {
		t.Errorf("a norm that is none asks for %s", q.FTS5(search.Columns{}))
	}
}
