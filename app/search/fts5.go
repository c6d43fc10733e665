package search

import "strings"

// The weights of the columns in bm25, in the order (subject, text, folded). A hit
// in the subject says what an act is about; folded only fills the gaps of stems. A
// store that keeps the operative part in a column of its own weighs it between.
const (
	WeightSubject   = 8.0
	WeightOperative = 2.0
	WeightText      = 1.0
	WeightFolded    = 0.5
)

// RankFTS5 is the ranking that an index with the columns (subject, text, folded)
// is told once, as the value of its rank option.
const RankFTS5 = "bm25(8.0, 1.0, 0.5)"

// Columns names the columns of an FTS5 table: those that hold stems, separated by
// spaces, and the one that holds the folded words. The zero value means
// "subject text" and "folded". Names are plain identifiers from the code, never
// from input. Begins: the rows were made by IndexBegins.
type Columns struct {
	Stems, Folded string
	Begins        bool
}

// FTS5 returns the query as an FTS5 MATCH expression, to be bound as a parameter,
// or "" for an empty query. Nothing of the input but letters and digits reaches
// it, each word in quotes.
func (q Query) FTS5(c Columns) string {
	if c.Stems == "" {
		c.Stems = "subject text"
	}
	if c.Folded == "" {
		c.Folded = "folded"
	}
	w := fts5Writer{stems: "{" + c.Stems + "} : ", folded: c.Folded + " : ", begins: c.Begins}
	for i, alt := range q.alts {
		if i > 0 {
			w.b.WriteString(" OR ")
		}
		w.alternative(alt)
	}
	return w.b.String()
}

type fts5Writer struct {
	b             strings.Builder
	stems, folded string
	begins        bool
}

func (w *fts5Writer) alternative(alt alternative) {
	w.b.WriteString("((")
	for i, t := range alt.must {
		if i > 0 {
			w.b.WriteString(" AND ")
		}
		w.term(t)
	}
	w.b.WriteByte(')')
	for i, t := range alt.not {
		if i == 0 {
			w.b.WriteString(" NOT (")
		} else {
			w.b.WriteString(" OR ")
		}
		w.term(t)
	}
	if len(alt.not) > 0 {
		w.b.WriteByte(')')
	}
	w.b.WriteByte(')')
}

// term writes what may stand for a term: its stems in the columns of stems, and in
// the folded column the words that stems would miss. The beginning of a word counts
// in either, so that it is asked of the whole row: each phrase more, and each
// column that is told apart, is another walk through the index.
func (w *fts5Writer) term(t term) {
	if t.mark != "" {
		w.b.WriteString("(" + w.folded + `("` + t.mark + `"))`)
		return
	}
	if t.prefix {
		word := t.words[0]
		w.begin(word.folded)
		var exact []string
		for _, e := range word.exact {
			if !strings.HasPrefix(e, word.folded) {
				exact = append(exact, `"`+e+`"`)
			}
		}
		w.more(w.stems, inQuotes(word.stems))
		w.more(w.folded, exact)
		w.b.WriteByte(')')
		return
	}
	stems := make([]string, len(t.words))
	for i, word := range t.words {
		stems[i] = word.stem
	}
	w.b.WriteString("(" + w.stems + `("` + strings.Join(stems, " ") + `")`)
	w.more(w.folded, inQuotes(t.exact()))
	w.b.WriteByte(')')
}

func (w *fts5Writer) more(columns string, phrases []string) {
	if len(phrases) > 0 {
		w.b.WriteString(" OR " + columns + "(" + strings.Join(phrases, " OR ") + ")")
	}
}

func inQuotes(words []string) []string {
	out := make([]string, len(words))
	for i, s := range words {
		out[i] = `"` + s + `"`
	}
	return out
}
