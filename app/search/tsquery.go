package search

import "strings"

// The labels under which a tsvector holds a document's words: stems of the
// subject, stems of the text, and folded words.
const (
	LabelSubject = 'A'
	LabelText    = 'D'
	LabelFolded  = 'C'
)

// RankTS is the array of weights, for the labels D, C, B and A, that gives ts_rank
// the proportions of RankFTS5.
const RankTS = "{0.125, 0.0625, 0, 1}"

// TSQuery returns the query as PostgreSQL's tsquery over words that are labelled
// as above, to be bound as a parameter, or "" for an empty query. It asks for what
// FTS5 asks for. Nothing of the input but letters and digits reaches it, each word
// in quotes.
func (q Query) TSQuery() string {
	alts := make([]string, len(q.alts))
	for i, alt := range q.alts {
		parts := make([]string, 0, len(alt.must)+len(alt.not))
		for _, t := range alt.must {
			parts = append(parts, t.tsquery())
		}
		for _, t := range alt.not {
			parts = append(parts, "!"+t.tsquery())
		}
		alts[i] = "(" + strings.Join(parts, " & ") + ")"
	}
	return strings.Join(alts, " | ")
}

// tsquery is what may stand for a term, as term of FTS5 writes it.
func (t term) tsquery() string {
	const stems, folded, begins = ":AD", ":C", ":*"
	var may []string
	if t.mark != "" {
		return "(" + quoted(t.mark) + folded + ")"
	}
	if t.prefix {
		word := t.words[0]
		may = append(may, quoted(word.folded)+begins+"ACD")
		for _, s := range word.stems {
			may = append(may, quoted(s)+stems)
		}
		for _, e := range word.exact {
			if !strings.HasPrefix(e, word.folded) {
				may = append(may, quoted(e)+folded)
			}
		}
	} else {
		phrase := make([]string, len(t.words))
		for i, word := range t.words {
			phrase[i] = quoted(word.stem) + stems
		}
		may = append(may, "("+strings.Join(phrase, " <-> ")+")")
		for _, e := range t.exact() {
			may = append(may, quoted(e)+folded)
		}
	}
	return "(" + strings.Join(may, " | ") + ")"
}

func quoted(word string) string { return "'" + word + "'" }
