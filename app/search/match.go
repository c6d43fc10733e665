package search

import (
	"slices"
	"strings"

	"scranno/app/norms"
)

// Span is a piece of a text, in bytes: text[Start:End].
type Span struct{ Start, End int }

// Matcher finds in a text what a query asked for. It may be reused for any number
// of texts, not by two goroutines at once.
type Matcher struct {
	analyser *Analyser
	terms    []term
	marks    []string   // of norms
	begins   *[256]bool // first bytes of the words sought; nil where words must stand together
	tokens   Tokens
	hits     []hit
}

// hit is a match of one of the terms.
type hit struct {
	Span
	term int
}

// Matcher returns one that marks the words and phrases that the query asks for.
func (q Query) Matcher() *Matcher {
	m := &Matcher{analyser: newAnalyser(smallBits), terms: q.terms(), marks: q.marks()}
	m.begins = begins(m.terms)
	return m
}

// begins gives the bytes with which a word that matches can begin: stemming and
// folding never change an unaccented first letter. Most words of a text are so
// passed over without being stemmed.
func begins(terms []term) *[256]bool {
	var first [256]bool
	for _, t := range terms {
		if len(t.words) != 1 {
			return nil
		}
		w := t.words[0]
		for _, form := range slices.Concat([]string{w.stem, w.folded}, w.exact, w.stems) {
			if form != "" {
				first[form[0]] = true
			}
		}
	}
	return &first
}

// Highlights returns the places in text that match, in order and apart from each
// other. Words match by stem, the unfinished word as a prefix; a phrase is one
// place.
func (m *Matcher) Highlights(text string) []Span {
	var spans []Span
	for _, h := range m.find(text) {
		spans = append(spans, h.Span)
	}
	return spans
}

// find lists the matches; the list is the matcher's own.
func (m *Matcher) find(text string) []hit {
	m.hits = m.hits[:0]
	if len(m.terms) > 0 {
		m.findTerms(text)
	}
	if len(m.marks) > 0 {
		m.findNorms(text)
	}
	return m.hits
}

// findNorms adds the citations of norms that are sought; what lies in one is part
// of it.
func (m *Matcher) findNorms(text string) {
	words := slices.Clone(m.hits)
	m.hits = m.hits[:0]
	for _, c := range norms.Citing(text, m.marks) {
		for len(words) > 0 && words[0].Start < c.End {
			if words[0].End <= c.Start {
				m.hits = append(m.hits, words[0])
			}
			words = words[1:]
		}
		m.hits = append(m.hits, hit{Span{c.Start, c.End}, len(m.terms)})
	}
	m.hits = append(m.hits, words...)
}

// findTerms lists the matches of words and phrases.
func (m *Matcher) findTerms(text string) {
	m.tokens = m.tokens[:0]
	for pos := 0; ; {
		if m.begins != nil {
			pos = m.analyser.skip(text, pos, m.begins)
		}
		w, ok := m.analyser.next(text, pos)
		if !ok {
			break
		}
		pos = w.end
		if w.stem != "" {
			m.tokens = append(m.tokens, Token{Stem: w.stem, Folded: w.folded, Start: w.start, End: w.end})
		}
	}
	for i := 0; i < len(m.tokens); {
		longest, which := 0, 0
		for k, t := range m.terms {
			if n := t.match(m.tokens[i:]); n > longest {
				longest, which = n, k
			}
		}
		if longest == 0 {
			i++
			continue
		}
		m.hits = append(m.hits, hit{Span{m.tokens[i].Start, m.tokens[i+longest-1].End}, which})
		i += longest
	}
}

// match returns how many of the tokens the term covers, 0 where it does not match.
func (t term) match(tokens Tokens) int {
	if len(tokens) < len(t.words) {
		return 0
	}
	for i, w := range t.words {
		if tokens[i].Stem == w.stem {
			continue
		}
		folded := tokens[i].Folded
		if t.prefix && (strings.HasPrefix(folded, w.folded) || slices.Contains(w.stems, tokens[i].Stem)) {
			continue
		}
		if !slices.Contains(t.exact(), folded) {
			return 0
		}
	}
	return len(t.words)
}

// exact are the folded words that count as a term of one word. A phrase is taken
// as it stands.
func (t term) exact() []string {
	if len(t.words) != 1 {
		return nil
	}
	return t.words[0].exact
}
