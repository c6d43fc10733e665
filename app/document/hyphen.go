package document

import (
	"slices"
	"strings"
	"unicode"
)

// Hyphenate gives the places, in runes, at which an Italian word may be broken,
// never leaving fewer than two letters before (an elision apart) and three
// after. Rules: a
// consonant goes with the vowel that follows; of several the last goes, with
// what Italian keeps together (s + consonant, consonant + l or r, gn, gl, sc,
// ch, gh, qu); doubles are divided; vowels are left together.
// Source: UNI 6461:1997.
func Hyphenate(word string) []int {
	r := []rune(strings.ToLower(word))
	if len(r) < 6 || slices.ContainsFunc(r, func(x rune) bool { return !unicode.IsLetter(x) && !apostrophe(x) }) {
		return nil
	}
	var out []int
	for i := 1; i < len(r); i++ {
		at := breakBefore(r, i)
		if at < 2 || len(r)-at < 3 || apostrophe(r[at-1]) || apostrophe(r[at]) || apostrophe(r[at-2]) {
			continue
		}
		if len(out) == 0 || out[len(out)-1] < at {
			out = append(out, at)
		}
	}
	return out
}

// breakBefore gives the break between the vowel before i and the syllable that
// holds the vowel at i; 0 where there is none.
func breakBefore(r []rune, i int) int {
	if !vowel(r[i]) || vowel(r[i-1]) || apostrophe(r[i-1]) {
		return 0
	}
	start := i - 1
	for start > 0 && !vowel(r[start-1]) && !apostrophe(r[start-1]) {
		start--
	}
	if start == 0 || apostrophe(r[start-1]) {
		return 0 // the word's own beginning
	}
	for at := start; at < i; at++ {
		if onset(r[at:i]) {
			return at
		}
	}
	return i - 1
}

// onset tells whether consonants can begin an Italian syllable together.
func onset(c []rune) bool {
	s := string(c)
	switch len(c) {
	case 1:
		return true
	case 2:
		if c[0] == c[1] {
			return false
		}
		switch s {
		case "gn", "gl", "sc", "ch", "gh", "qu", "ps", "pn":
			return true
		}
		if c[0] == 's' {
			return true
		}
		return (c[1] == 'l' || c[1] == 'r') && strings.ContainsRune("bcdfgptv", c[0])
	case 3:
		return c[0] == 's' && onset(c[1:]) || s == "chr" || s == "chl" || s == "ghr" || s == "ghl"
	}
	return false
}

func vowel(r rune) bool {
	return strings.ContainsRune("aeiouàáèéìíòóùúäëïöüâêîôû", r)
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' }
