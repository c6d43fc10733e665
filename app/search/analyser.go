package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"scranno/app/norms"
)

// AnalyserVersion names the rules by which texts become words.
const AnalyserVersion = 1

// IndexVersion names all the rules by which an act becomes a row of the index:
// those of its words and those of the norms that it cites. A store keeps it beside
// its index and indexes again when it differs.
const IndexVersion = AnalyserVersion + norms.Version<<8

const (
	cacheBits = 15 // words whose analysis is kept: bounded, about 4 MB when full
	ways      = 4  // places that one word may take
	smallBits = 11 // for a query or a snippet
	seenBits  = 11 // words of one document remembered, so that it lists each once
)

// Analyser turns texts into words. It may be reused for any number of texts, not
// by two goroutines at once. It keeps the last analysis of about 32,000 words and
// never grows beyond that.
type Analyser struct {
	cache   []entry // in sets of ways: a new word takes the place of one less used
	seen    []uint64
	touched []uint32 // places of seen in use, emptied for each document
	begun   begun
	buf     []byte
	row     Row
}

// entry is the analysis of one lower-case word, as large as a line of the
// processor's cache. A stop word has no stem.
type entry struct {
	hash               uint64
	word, stem, folded string
	irregular          bool // other words count as this one that have another stem
	used               bool // asked for since its set last made place
	_                  [6]byte
}

// NewAnalyser returns an analyser for indexing.
func NewAnalyser() *Analyser { return newAnalyser(cacheBits) }

func newAnalyser(bits int) *Analyser {
	return &Analyser{cache: make([]entry, 1<<bits), buf: make([]byte, 0, 2*maxWord)}
}

// Row is one document as the index takes it: words separated by single spaces.
type Row struct {
	Subject, Text []byte // stems
	Folded        []byte // words of both that stems alone would miss, once, unstemmed
}

// Index analyses a document, whose text may come in pieces. The row is the
// analyser's own and lasts until the next call of Index.
func (a *Analyser) Index(subject string, text ...string) Row {
	r := &a.row
	r.Subject, r.Text, r.Folded = r.Subject[:0], r.Text[:0], r.Folded[:0]
	a.forget()
	r.Subject, r.Folded = a.appendBoth(r.Subject, r.Folded, subject)
	for _, t := range text {
		r.Text, r.Folded = a.appendBoth(r.Text, r.Folded, t)
	}
	return *r
}

// AppendStems appends the stems of text to dst, separated by spaces, stop words
// left out.
func (a *Analyser) AppendStems(dst []byte, text string) []byte {
	for pos := 0; ; {
		w, ok := a.next(text, pos)
		if !ok {
			return dst
		}
		pos = w.end
		if w.stem != "" {
			dst = appendWord(dst, w.stem)
		}
	}
}

// AppendFolded appends to dst, separated by spaces, those words of text that must be
// found as they stand because stems alone would miss them (see alsoExact): lower
// case, without accents, not stemmed, repeated ones (nearly always) named once.
func (a *Analyser) AppendFolded(dst []byte, text string) []byte {
	a.forget()
	for pos := 0; ; {
		w, ok := a.next(text, pos)
		if !ok {
			return dst
		}
		pos = w.end
		if w.irregular && a.first(w.hash) {
			dst = appendWord(dst, w.folded)
		}
	}
}

func (a *Analyser) appendBoth(stems, folded []byte, text string) (s, f []byte) {
	for pos := 0; ; {
		w, ok := a.next(text, pos)
		if !ok {
			return stems, folded
		}
		pos = w.end
		if w.stem != "" {
			stems = appendWord(stems, w.stem)
		}
		if w.irregular && a.first(w.hash) {
			folded = appendWord(folded, w.folded)
		}
	}
}

func appendWord(dst []byte, word string) []byte {
	if len(dst) > 0 {
		dst = append(dst, ' ')
	}
	return append(dst, word...)
}

// first reports whether the document has not shown this word yet. Two words that
// share a place in the table make it forget one, so a word may be listed twice:
// which, depends on the document alone.
func (a *Analyser) first(hash uint64) bool {
	if a.seen == nil {
		a.seen = make([]uint64, 1<<seenBits)
	}
	place := uint32(hash>>32) & (1<<seenBits - 1)
	switch a.seen[place] {
	case hash:
		return false
	case 0:
		a.touched = append(a.touched, place)
	}
	a.seen[place] = hash
	return true
}

func (a *Analyser) forget() {
	for _, p := range a.touched {
		a.seen[p] = 0
	}
	a.touched = a.touched[:0]
}

// Token is one word of a text: what it is to the index and the bytes of the text
// that it covers. A stop word has no stem.
type Token struct {
	Stem, Folded string
	Start, End   int
}

// Tokens are the words of a text in order, stop words among them.
type Tokens []Token

// Analyse returns the words of a short text, with their places. Whoever indexes
// uses an Analyser.
func Analyse(text string) Tokens { return newAnalyser(smallBits).tokens(nil, text) }

func (a *Analyser) tokens(dst Tokens, text string) Tokens {
	for pos := 0; ; {
		w, ok := a.next(text, pos)
		if !ok {
			return dst
		}
		pos = w.end
		dst = append(dst, Token{Stem: w.stem, Folded: w.folded, Start: w.start, End: w.end})
	}
}

type found struct {
	*entry
	start, end int
}

// next finds the first word of text at or after pos.
func (a *Analyser) next(text string, pos int) (found, bool) {
	start := pos
	for start < len(text) {
		c := text[start]
		if asciiLower[c] != 0 {
			break
		}
		if c < utf8.RuneSelf {
			start++
			continue
		}
		if startsWord(text[start:]) {
			break
		}
		_, size := utf8.DecodeRuneInString(text[start:])
		start += size
	}
	if start >= len(text) {
		return found{}, false
	}
	end := a.scan(text, start)
	if isUnaccented(a.buf, text, end) {
		a.buf = append(a.buf[:len(a.buf)-1], "à"...)
	}
	a.buf = clip(a.buf)
	return found{a.look(), start, end}, true
}

// skip passes over the words from pos on that begin with none of the bytes.
func (a *Analyser) skip(text string, pos int, begins *[256]bool) int {
	for pos < len(text) {
		c := text[pos]
		switch {
		case c >= utf8.RuneSelf:
			return pos
		case asciiLower[c] == 0:
			pos++
		case begins[asciiLower[c]]:
			return pos
		default:
			pos = a.scan(text, pos)
		}
	}
	return pos
}

// scan reads the word that begins at start into buf, in lower case, and returns
// its end. An ASCII byte costs one table look-up.
func (a *Analyser) scan(text string, start int) int {
	buf, slow, i := a.buf[:0], false, start
loop:
	for i < len(text) {
		if l := asciiLower[text[i]]; l != 0 {
			if len(buf) <= maxWord {
				buf = append(buf, l)
			}
			i++
			continue
		}
		if text[i] < utf8.RuneSelf {
			break
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch classify(r) {
		case kindSeparator:
			break loop
		case kindLatin:
			if len(buf) <= maxWord {
				buf = utf8.AppendRune(buf, unicode.ToLower(r))
			}
		case kindOther, kindMark:
			slow = true
		}
		i += size
	}
	if slow {
		buf = normalise(buf[:0], text[start:i])
	}
	a.buf = buf
	return i
}

// isUnaccented recognises "SANITA'" and "qualita'": capitals and old keyboards
// write the accent as an apostrophe. Only after -ita does it change the stem.
func isUnaccented(word []byte, text string, end int) bool {
	n := len(word)
	if n < 4 || n > maxWord || string(word[n-3:]) != "ita" {
		return false
	}
	for _, mark := range [...]string{"'", "’"} {
		if len(text)-end >= len(mark) && text[end:end+len(mark)] == mark {
			return !startsWord(text[end+len(mark):])
		}
	}
	return false
}

// look finds buf in the cache or analyses it and puts it there.
func (a *Analyser) look() *entry {
	h := hashOf(a.buf)
	at := h & uint64(len(a.cache)-ways)
	set := a.cache[at : at+ways : at+ways]
	for i := range set {
		if e := &set[i]; e.hash == h && e.word == string(a.buf) {
			if !e.used {
				e.used = true
			}
			return e
		}
	}
	e := evict(set)
	*e = analyseWord(string(a.buf), h)
	return e
}

// evict chooses an empty place, else the first word that was not asked for again:
// the many words that occur once leave the frequent ones alone.
func evict(set []entry) *entry {
	for i := range set {
		if set[i].hash == 0 {
			return &set[i]
		}
	}
	for i := range set {
		if !set[i].used {
			return &set[i]
		}
	}
	for i := range set {
		set[i].used = false
	}
	return &set[0]
}

// analyseWord shares the bytes of one string where it can: most words are their
// own folded form and begin with their stem.
func analyseWord(word string, hash uint64) entry {
	e := entry{hash: hash, word: word, folded: fold(word)}
	if _, stop := stopWords[e.folded]; stop {
		return e
	}
	e.stem = stem(word)
	e.irregular = len(alsoExact(e.folded, e.stem)) > 0
	if strings.HasPrefix(e.folded, e.stem) {
		e.stem = e.folded[:len(e.stem)]
	}
	return e
}

// hashOf is FNV-1a, stirred so that low and high bits may both be used.
func hashOf(word []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range word {
		h = (h ^ uint64(c)) * 1099511628211
	}
	h ^= h >> 29
	if h == 0 {
		h = 1
	}
	return h
}
