package search

import (
	"strings"
	"unicode/utf8"

	"github.com/sahilm/fuzzy"
)

// maxPattern bounds what is matched fuzzily, in runes.
const maxPattern = 64

// Match is an item that a pattern fits, with the places of its letters.
type Match struct {
	Index int // in the items given
	Score int // higher is better; comparable within one call only
	Spans []Span
}

// Fuzzy returns the items that hold the letters of pattern in order, best first,
// whatever their case and accents. An empty pattern fits all, in their order.
func Fuzzy(pattern string, items []string) []Match {
	plain, _ := foldLetters(strings.Join(strings.Fields(pattern), " "))
	if r := []rune(plain); len(r) > maxPattern {
		plain = string(r[:maxPattern])
	}
	if plain == "" {
		all := make([]Match, len(items))
		for i := range all {
			all[i].Index = i
		}
		return all
	}
	folded, places := make([]string, len(items)), make([][]int, len(items))
	for i, item := range items {
		folded[i], places[i] = foldLetters(item)
	}
	found := fuzzy.Find(plain, folded)
	matches := make([]Match, len(found))
	for i, f := range found {
		matches[i] = Match{Index: f.Index, Score: f.Score, Spans: spansOf(items[f.Index], places[f.Index], f.MatchedIndexes)}
	}
	return matches
}

// foldLetters drops accents, keeps case, and tells for each byte of the result
// where its letter begins in s (nil when nothing moved).
func foldLetters(s string) (string, []int) {
	i := 0
	for i < len(s) && s[i] < utf8.RuneSelf {
		i++
	}
	if i == len(s) {
		return s, nil
	}
	var b strings.Builder
	var places []int
	for at, r := range s {
		plain := string(r)
		switch {
		case r == utf8.RuneError:
			continue
		case r >= utf8.RuneSelf:
			plain = fold(plain)
		}
		b.WriteString(plain)
		for range len(plain) {
			places = append(places, at)
		}
	}
	return b.String(), places
}

// spansOf turns the bytes that matched in a folded item into spans of the item,
// neighbours joined.
func spansOf(item string, places, matched []int) []Span {
	var spans []Span
	for _, at := range matched {
		if places != nil {
			at = places[at]
		}
		_, size := utf8.DecodeRuneInString(item[at:])
		if n := len(spans); n > 0 && spans[n-1].End >= at {
			spans[n-1].End = at + size
			continue
		}
		spans = append(spans, Span{at, at + size})
	}
	return spans
}
