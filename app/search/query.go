package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"scranno/app/norms"
)

const (
	maxQuery = 1024 // bytes of a query that are read
	maxWords = 32   // words of a query that count
)

// Query is what someone asked for. It is a value: immutable, shared freely.
//
// Words are all required, in any order. "Quoted words" must stand together, and
// so must the parts of art.12 or covid-19. A word or a phrase after - must be
// absent. A | or the word oppure separates alternatives. The word at the very end
// may still be unfinished. Stop words count for nothing. norma:"art. 42 TUEL" asks
// for the acts that cite a norm; where it names none, its words are words.
type Query struct {
	source string
	alts   []alternative // each with at least one term in must
}

type alternative struct{ must, not []term }

// term is words that stand together. An unfinished one is the single word at the
// end of the query; from minPrefix runes on it is looked for as a prefix.
// A mark is a word of the index that stands for no word of the text.
type term struct {
	words              []queryWord
	unfinished, prefix bool
	mark               string
}

// queryWord is a word in each of its forms. stem is empty for a stop word, which
// only a prefix may be. exact are folded words that count as this one although
// Snowball gives them another stem. stems are those of an unfinished word that do
// not begin with it.
type queryWord struct {
	stem, folded string
	exact, stems []string
}

// Parse reads a query. Any input is one.
func Parse(q string) Query {
	if len(q) > maxQuery {
		end := maxQuery
		for end > 0 && !utf8.RuneStart(q[end]) {
			end--
		}
		q = q[:end]
	}
	p := parser{source: q, analyser: newAnalyser(4), alts: make([]alternative, 1)}
	for p.pos < len(q) {
		p.step()
	}
	query := Query{source: q}
	for _, alt := range p.alts {
		alt.must = dropNoise(alt.must)
		if len(alt.must) > 0 {
			query.alts = append(query.alts, alt)
		}
	}
	return query
}

type parser struct {
	source   string
	pos      int
	words    int
	negated  bool
	analyser *Analyser
	alts     []alternative
}

// step reads one thing: a space, an operator, a phrase or a word.
func (p *parser) step() {
	rest := p.source[p.pos:]
	r, size := utf8.DecodeRuneInString(rest)
	switch {
	case isGap(r):
		p.pos += size
		p.negated = false
	case r == '|':
		p.pos += size
		p.alternative()
	case isQuote(r):
		inside := rest[size:]
		end := strings.IndexFunc(inside, isQuote)
		if end < 0 {
			p.add(p.pos+size, len(p.source), false)
			return
		}
		p.add(p.pos+size, p.pos+size+end, true)
		_, closing := utf8.DecodeRuneInString(inside[end:])
		p.pos += closing
	case r == '-':
		p.pos += size
		p.negated = true
	default:
		end := strings.IndexFunc(rest, func(r rune) bool { return isGap(r) || isQuote(r) || r == '|' })
		if end < 0 {
			end = len(rest)
		}
		if p.norm(rest) {
			return
		}
		if chunk := rest[:end]; chunk == "OR" || strings.EqualFold(chunk, "oppure") {
			p.pos += end
			p.alternative()
			return
		}
		p.add(p.pos, p.pos+end, false)
	}
}

// normPrefix asks for a norm in a query.
const normPrefix = "norma:"

// norm reads norma:"…", with quotes or up to the next space. False: it is not
// there, or names no norm that is known.
func (p *parser) norm(rest string) bool {
	if len(rest) <= len(normPrefix) || !strings.EqualFold(rest[:len(normPrefix)], normPrefix) {
		return false
	}
	value := rest[len(normPrefix):]
	size := len(normPrefix)
	if r, quote := utf8.DecodeRuneInString(value); isQuote(r) {
		value = value[quote:]
		size += quote
		if end := strings.IndexFunc(value, isQuote); end >= 0 {
			_, closing := utf8.DecodeRuneInString(value[end:])
			value, size = value[:end], size+closing
		}
	} else if end := strings.IndexFunc(value, isGap); end >= 0 {
		value = value[:end]
	}
	marks := norms.Query(value)
	if len(marks) == 0 {
		return false
	}
	alt := &p.alts[len(p.alts)-1]
	for _, m := range marks {
		if p.negated {
			alt.not = append(alt.not, term{mark: m})
		} else {
			alt.must = append(alt.must, term{mark: m})
		}
	}
	p.pos, p.negated = p.pos+size+len(value), false
	return true
}

func isGap(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

func isQuote(r rune) bool {
	switch r {
	case '"', '“', '”', '„', '‟', '«', '»', '″':
		return true
	}
	return false
}

func (p *parser) alternative() {
	p.alts = append(p.alts, alternative{})
	p.negated = false
}

// add takes the words of source[from:to] as one term. The last word of the query
// becomes a term of its own unless a quote closed behind it.
func (p *parser) add(from, to int, closed bool) {
	alt := &p.alts[len(p.alts)-1]
	negated := p.negated
	p.pos, p.negated = to, false
	var t, unfinished term
	for _, tok := range p.analyser.tokens(nil, p.source[from:to]) {
		w := queryWord{stem: tok.Stem, folded: tok.Folded}
		last := !closed && !negated && from+tok.End == len(p.source)
		if (w.stem == "" && !last) || p.words == maxWords {
			continue
		}
		p.words++
		if w.stem != "" {
			w.exact = alsoExact(w.folded, w.stem)
		}
		if last {
			w.stems = completions(w.folded, w.stem)
			unfinished = term{words: []queryWord{w}, unfinished: true, prefix: utf8.RuneCountInString(w.folded) >= minPrefix}
		} else {
			t.words = append(t.words, w)
		}
	}
	switch {
	case len(t.words) == 0:
	case negated:
		alt.not = append(alt.not, t)
	default:
		alt.must = append(alt.must, t)
	}
	if unfinished.prefix || (unfinished.unfinished && unfinished.words[0].stem != "") {
		alt.must = append(alt.must, unfinished)
	}
}

// dropNoise leaves out the unfinished word that as yet says nothing (a stop word,
// a single letter) where other words say something.
func dropNoise(must []term) []term {
	last := len(must) - 1
	if last < 1 || !must[last].unfinished {
		return must
	}
	if w := must[last].words[0]; w.stem == "" || len(w.folded) == 1 && w.folded[0] > '9' {
		return must[:last]
	}
	return must
}

// Empty reports whether the query asks for nothing: it has no words, or stop words
// or negations only. An empty query matches nothing in an index; screens show the
// newest instead.
func (q Query) Empty() bool { return len(q.alts) == 0 }

// Wordless reports whether something was asked for that has no letter and no
// digit in it: nothing is found for it.
func (q Query) Wordless() bool {
	return strings.TrimSpace(q.source) != "" &&
		!strings.ContainsFunc(q.source, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// Words returns the words asked for, lower case and without accents.
func (q Query) Words() []string {
	var words []string
	for _, t := range q.terms() {
		for _, w := range t.words {
			words = append(words, w.folded)
		}
	}
	return words
}

// marks are those of the norms that must be cited.
func (q Query) marks() []string {
	var marks []string
	for _, alt := range q.alts {
		for _, t := range alt.must {
			if t.mark != "" {
				marks = append(marks, t.mark)
			}
		}
	}
	return marks
}

// terms are those of every alternative that must be there and stand in the text.
func (q Query) terms() []term {
	var terms []term
	for _, alt := range q.alts {
		for _, t := range alt.must {
			if t.mark == "" {
				terms = append(terms, t)
			}
		}
	}
	return terms
}
