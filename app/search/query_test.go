package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// holds does to a row what FTS5 does with the expression of a query.
func holds(q Query, row Row) bool {
	stems, folded := strings.Fields(string(row.Subject)+" | "+string(row.Text)), strings.Fields(string(row.Folded))
	has := func(t term) bool {
		if !t.prefix {
			for i := range stems {
				n := 0
				for n < len(t.words) && i+n < len(stems) && stems[i+n] == t.words[n].stem {
					n++
				}
				if n == len(t.words) {
					return true
				}
			}
			return slices.ContainsFunc(t.exact(), func(w string) bool { return slices.Contains(folded, w) })
		}
		w := t.words[0]
		begins := func(s string) bool { return strings.HasPrefix(s, w.folded) }
		return slices.ContainsFunc(stems, begins) || slices.ContainsFunc(folded, begins) ||
			slices.ContainsFunc(w.stems, func(s string) bool { return slices.Contains(stems, s) }) ||
			slices.ContainsFunc(w.exact, func(s string) bool { return slices.Contains(folded, s) })
	}
	return slices.ContainsFunc(q.alts, func(a alternative) bool {
		return !slices.ContainsFunc(a.must, func(t term) bool { return !has(t) }) && !slices.ContainsFunc(a.not, has)
	})
}

func TestAQueryWithoutAWord(t *testing.T) {
	for q, want := range map[string]bool{"😀": true, `"`: true, " - ": true, "": false, "  ": false, "il": false, "-scuola": false, "5": false} {
		if Parse(q).Wordless() != want {
			t.Errorf("%q", q)
		}
	}
}

func TestQueryFinds(t *testing.T) {
	const subject = "Eliminazione delle barriere architettoniche negli edifici scolastici"
	const text = "Il Consiglio comunale, premesso che l'accessibilità è un diritto, impegna il consigliere delegato. SANITA' di quartiere, art. 12."
	tests := []struct {
		query string
		want  bool
	}{
		{"barriere", true},
		{"BARRIERE ", true},
		{"barriera ", true},
		{"barriera architettonica ", true},
		{`"barriere architettoniche"`, true},
		{`"architettoniche barriere"`, false},
		{"“edifici scolastici”", true},
		{"edificio ", true},
		{"dell'edificio ", true},
		{"accessibilita ", true},
		{"accessibilità ", true},
		{"accessib", true},
		{"accessib ", false},
		{"archit", true},
		{"sanità ", true},
		{"sanita ", true},
		{"sanit", true},
		{"consiglieri ", true},
		{"quartieri ", true},
		{"art.12 ", true},
		{"art.13 ", false},
		{"barriere fognature", false},
		{"barriere oppure fognature", true},
		{"barriere | fognature", true},
		{"fognature|barriere ", true},
		{"barriere -fognature", true},
		{"barriere -scolastici", false},
		{`barriere -"edifici scolastici"`, false},
		{"barriere di", true},
		{"barriere b", true},
		{"perché ", false},
		{"-barriere", false},
	}
	row := NewAnalyser().Index(subject, text)
	for _, test := range tests {
		if got := holds(Parse(test.query), row); got != test.want {
			t.Errorf("%q found: %v, want %v (%s)", test.query, got, test.want, Parse(test.query).FTS5(Columns{}))
		}
	}
}

// Every beginning of a word that is being typed must keep the word in the list.
func TestEveryBeginningFinds(t *testing.T) {
	const words = `amministrazione amministrazioni architettoniche attività barriera barriere bilancio
		cantiere ciclabile città cittadinanza comunità consigliera consigliere consiglieri consultazione
		deliberazione disabilità edifici edificio efficienza finanziamento finanziario giovani illuminazione
		impegnando impegnerà inquinamento interrogazione interrogazioni manutenzione mobilità mozione mozioni
		normativa partecipativo partecipazione pedonale pubbliche pubblicità quartiere quartieri raccolta
		regolamenti regolamento residenza riqualificazione sanità scolastico scuola scuole sicurezza significativo significative
		sociologia sostenibilità trasparenza università urbanistica velocemente videosorveglianza volontariato`
	a := NewAnalyser()
	for word := range strings.FieldsSeq(words) {
		row := a.Index("", word)
		for i := range word {
			if i >= minPrefix && !holds(Parse(word[:i]), row) {
				t.Errorf("%q does not find %q (%s)", word[:i], word, Parse(word[:i]).FTS5(Columns{}))
			}
		}
		if !holds(Parse(word), row) || !holds(Parse(word+" "), row) || !holds(Parse(strings.ToUpper(word)), row) {
			t.Errorf("%q does not find itself", word)
		}
	}
}

func TestFTS5(t *testing.T) {
	tests := []struct{ query, want string }{
		{"scuola ", `((({subject text} : ("scuol"))))`},
		{"la scuola, ", `((({subject text} : ("scuol"))))`},
		{"scuol", `((("scuol" *)))`},
		{"scuola e mozione ", `((({subject text} : ("scuol")) AND ({subject text} : ("mozion"))))`},
		{`"scuola elementare"`, `((({subject text} : ("scuol element"))))`},
		{"scuola -mensa | asilo ", `((({subject text} : ("scuol"))) NOT (({subject text} : ("mens")))) OR ((({subject text} : ("asil"))))`},
		{"barriera ", `((({subject text} : ("barrier") OR folded : ("barriere"))))`},
		{"regolament", `((("regolament" * OR {subject text} : ("regol"))))`},
		{"x", `((({subject text} : ("x"))))`},
		{"", ""},
		{`"`, ""},
		{"perché ", ""},
		{"a", ""},
		{"-scuola", ""},
		{"| oppure OR |", ""},
	}
	for _, test := range tests {
		q := Parse(test.query)
		if got := q.FTS5(Columns{}); got != test.want {
			t.Errorf("%q\n got %s\nwant %s", test.query, got, test.want)
		}
		if q.Empty() != (test.want == "") {
			t.Errorf("%q: Empty is %v", test.query, q.Empty())
		}
	}
	for query, want := range map[string]string{
		"ba": `((("·ba" *)))`, "bar": `((("·bar" *)))`, "barr": `((("·barr")))`, "barri": `((("barri" * OR {subject text} : ("barr"))))`,
	} {
		if got := Parse(query).FTS5(Columns{Begins: true}); got != want {
			t.Errorf("%q by beginnings: %s, want %s", query, got, want)
		}
	}
	if got, want := Parse("barr").FTS5(Columns{Stems: "titolo", Folded: "intere"}), `((("barr" *)))`; got != want {
		t.Errorf("other columns: %s, want %s", got, want)
	}
}

func TestRankNamesTheWeights(t *testing.T) {
	if want := fmt.Sprintf("bm25(%.1f, %.1f, %.1f)", WeightSubject, WeightText, WeightFolded); RankFTS5 != want {
		t.Errorf("RankFTS5 is %s, the weights say %s", RankFTS5, want)
	}
}

func TestQueryIsBounded(t *testing.T) {
	long := strings.Repeat("mozione è ", 100_000)
	q := Parse(long)
	if n := len(q.Words()); n == 0 || n > maxWords {
		t.Errorf("%d words of a query without end", n)
	}
	if n := len(q.FTS5(Columns{})); n > 1<<14 {
		t.Errorf("expression of %d bytes", n)
	}
	if n := len(Parse(strings.Repeat("| mozione ", 10_000)).alts); n > maxWords {
		t.Errorf("%d alternatives", n)
	}
}

func TestWords(t *testing.T) {
	got := Parse(`"Città d'arte" -mare | scuol`).Words()
	if want := []string{"citta", "arte", "scuol"}; !slices.Equal(got, want) {
		t.Errorf("words %q, want %q", got, want)
	}
}
