package search

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Vocabulary lists the words of some texts, folded, the most frequent first, for
// DidYouMean and Suggest. Subjects of acts are a good source: an index holds stems,
// which are no words to show.
func Vocabulary(texts iter.Seq[string]) []string {
	a, counts := newAnalyser(smallBits), map[string]int{}
	var tokens Tokens
	for text := range texts {
		tokens = a.tokens(tokens[:0], text)
		for _, t := range tokens {
			if t.Stem != "" && len(t.Folded) >= minSibling {
				counts[t.Folded]++
			}
		}
	}
	return slices.SortedFunc(maps.Keys(counts), func(x, y string) int {
		return cmp.Or(cmp.Compare(counts[y], counts[x]), cmp.Compare(x, y))
	})
}

// DidYouMean returns the word of the vocabulary nearest to a word that it does not
// hold: one slip (a letter wrong, missing, too many, or two swapped) in a word of
// four or five letters, two in a longer one. Of equals the first wins, so the
// frequent should come first. The vocabulary is folded: lower case, no accents.
func DidYouMean(word string, vocabulary []string) (string, bool) {
	tokens := Analyse(word)
	if len(tokens) != 1 {
		return "", false
	}
	return nearest(tokens[0].Folded, vocabulary)
}

func nearest(word string, vocabulary []string) (string, bool) {
	w := []rune(word)
	limit := 2
	switch {
	case len(w) < 4:
		return "", false
	case len(w) < 6:
		limit = 1
	}
	best, found := "", false
	d := distance{word: w}
	for _, v := range vocabulary {
		if n := utf8.RuneCountInString(v); n < len(w)-limit || n > len(w)+limit {
			continue
		}
		switch n := d.to(v, limit); {
		case n == 0:
			return "", false
		case n <= limit:
			best, found, limit = v, true, n-1 // at 0, only the word itself is still looked for
		}
	}
	return best, found
}

// Suggest returns the query with each unknown word replaced by the nearest of the
// vocabulary, where there is one. It reports false when nothing changes.
func (q Query) Suggest(vocabulary []string) (string, bool) {
	var b strings.Builder
	done := 0
	for _, t := range q.terms() {
		for _, w := range t.words {
			if w.stem == "" || (t.prefix && anyHasPrefix(vocabulary, w.folded)) {
				continue
			}
			if better, ok := nearest(w.folded, vocabulary); ok {
				b.WriteString(q.source[done:w.start])
				b.WriteString(better)
				done = w.end
			}
		}
	}
	if done == 0 {
		return "", false
	}
	b.WriteString(q.source[done:])
	return b.String(), true
}

func anyHasPrefix(vocabulary []string, prefix string) bool {
	for _, v := range vocabulary {
		if strings.HasPrefix(v, prefix) {
			return true
		}
	}
	return false
}

// distance counts slips between a word and others, its rows reused.
type distance struct {
	word           []rune
	two, one, here []int
	other          []rune
}

// to returns the number of slips (optimal string alignment), or limit+1 as soon as
// it must be more.
func (d *distance) to(other string, limit int) int {
	d.other = d.other[:0]
	for _, r := range other {
		d.other = append(d.other, r)
	}
	n := len(d.word)
	if len(d.here) != n+1 {
		d.two, d.one, d.here = make([]int, n+1), make([]int, n+1), make([]int, n+1)
	}
	for j := range d.here {
		d.here[j] = j
	}
	for i, r := range d.other {
		d.two, d.one, d.here = d.one, d.here, d.two
		d.here[0] = i + 1
		least := i + 1
		for j, s := range d.word {
			cost := 1
			if r == s {
				cost = 0
			}
			v := min(d.one[j]+cost, d.one[j+1]+1, d.here[j]+1)
			if i > 0 && j > 0 && r == d.word[j-1] && s == d.other[i-1] {
				v = min(v, d.two[j-1]+1)
			}
			d.here[j+1] = v
			least = min(least, v)
		}
		if least > limit {
			return limit + 1
		}
	}
	return d.here[n]
}
