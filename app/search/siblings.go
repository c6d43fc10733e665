package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Shorter words have no other forms (in bytes) and are too little to complete (in
// runes).
const (
	minSibling   = 4
	minCompleted = 3
	minPrefix    = 2 // runes of an unfinished word that is looked for as such
)

// alsoExact lists the folded words that someone who typed word means as well, but
// that its stem misses: the same word with or without its last accent (sanita,
// sanità) and its other number, where Snowball takes the end for that of a verb
// (barriere gives barr, barriera barrier). They are found as they stand: their
// stems would bring strangers along (consigliere gives consigl).
func alsoExact(word, stemmed string) []string {
	if len(word) < minSibling {
		return nil
	}
	var exact []string
	body, last := word[:len(word)-1], word[len(word)-1]
	if strings.HasSuffix(word, "ita") && (stem(word) != stemmed || stem(body+"à") != stemmed) {
		exact = append(exact, word)
	}
	for _, other := range otherNumber(body, last) {
		if stem(other) != stemmed && !slices.Contains(exact, other) {
			exact = append(exact, other)
		}
	}
	return exact
}

// endings complete an unfinished word so that its stem can be told. Over the words
// of 120 real questions these give the stem of nearly every word from each of its
// beginnings (7 misses in 10,088 beginnings, one ending fewer).
var endings = [...]string{"e", "te", "ento", "nto", "vo", "do", "o", "to", "tive", "ivo", "co"}

// completions lists the stems that an unfinished word may be going to have, other
// than those that begin with it: "regolam" will be regolamento, whose stem is regol.
func completions(word, stemmed string) []string {
	var stems []string
	add := func(s string) {
		if s != "" && !strings.HasPrefix(s, word) && !slices.Contains(stems, s) {
			stems = append(stems, s)
		}
	}
	add(stemmed)
	if utf8.RuneCountInString(word) < minCompleted {
		return stems
	}
	for _, end := range endings {
		add(stem(word + end))
	}
	return stems
}

// otherNumber guesses the singular of a plural and the reverse.
func otherNumber(body string, last byte) []string {
	switch last {
	case 'a':
		return []string{body + "e"}
	case 'e':
		return []string{body + "a", body + "i"}
	case 'i':
		return []string{body + "e", body + "o", body + "io"}
	case 'o':
		if strings.HasSuffix(body, "i") {
			return []string{body}
		}
		return []string{body + "i"}
	}
	return nil
}
