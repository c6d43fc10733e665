package acts

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How a mistyped word is looked for: words that begin like it, at most so many
// letters away.
const (
	leastPrefix = 2
	farthest    = 2
)

// didYouMean gives the query with its unknown words replaced by the nearest
// known ones; empty where nothing near finds anything.
func didYouMean(ctx context.Context, d Library, q query) (string, error) {
	words := strings.Fields(q.Text)
	changed := false
	for i, w := range words {
		if utf8.RuneCountInString(w) < leastPrefix+2 || strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }) {
			continue
		}
		near, err := nearest(ctx, d, strings.ToLower(w))
		if err != nil {
			return "", err
		}
		if near != "" && near != strings.ToLower(w) {
			words[i], changed = near, true
		}
	}
	if !changed {
		return "", nil
	}
	text := strings.Join(words, " ")
	res, err := d.Acts(ctx, query{Text: text, Chosen: q.Chosen}.ask(0, 1))
	if err != nil || res.Total == 0 {
		return "", err
	}
	return text, nil
}

// nearest gives the known word nearest to w: w itself where words begin so.
func nearest(ctx context.Context, d Library, w string) (string, error) {
	runes := []rune(w)
	best, least := "", farthest+1
	for n := len(runes); n >= leastPrefix; n-- {
		known, err := d.Suggest(ctx, string(runes[:n]))
		if err != nil {
			return "", err
		}
		if n == len(runes) && len(known) > 0 {
			return w, nil
		}
		for _, k := range known {
			if far := distance(runes, []rune(k)); far < least {
				best, least = k, far
			}
		}
		if least == 1 {
			break // nothing shorter comes nearer
		}
	}
	return best, nil
}

// distance counts the letters to insert, drop, change or swap with the next one
// between two words.
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
