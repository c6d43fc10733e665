package drafting

import (
	"unicode"
	"unicode/utf8"
)

// FindHow says how a text is searched while one writes.
type FindHow struct {
	Word  bool // whole words alone
	Exact bool // case and accents count
}

// FindText gives the bytes of each place where the words stand, from the first
// on, none within another. Case, accents and the form of an apostrophe do not
// count, unless asked for.
func FindText(text, words string, how FindHow) [][2]int {
	want := foldedRunes(words, how.Exact)
	if len(want) == 0 {
		return nil
	}
	var out [][2]int
	for at := 0; at < len(text); {
		end := matchAt(text[at:], want, how.Exact)
		if end > 0 && (!how.Word || wordEdge(text, at) && wordEdge(text, at+end)) {
			out = append(out, [2]int{at, at + end})
			at += end
			continue
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return out
}

func foldedRunes(s string, exact bool) []rune {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		out = append(out, foldFound(r, exact))
	}
	return out
}

func foldFound(r rune, exact bool) rune {
	switch {
	case r == '’' || r == 'ʼ':
		return '\''
	case r == '\u00a0':
		return ' '
	case exact:
		return r
	}
	return fold(r)
}

// matchAt gives the bytes at the beginning of a text that are the words; 0: they
// are not.
func matchAt(text string, want []rune, exact bool) int {
	at := 0
	for _, w := range want {
		r, size := utf8.DecodeRuneInString(text[at:])
		if size == 0 || foldFound(r, exact) != w {
			return 0
		}
		at += size
	}
	return at
}

// wordEdge tells whether a word begins or ends at a place.
func wordEdge(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at:])
	in := func(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
	return !in(before) || !in(after)
}
