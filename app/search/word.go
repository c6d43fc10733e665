package search

import (
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/italian"
	"golang.org/x/text/unicode/norm"
)

// maxWord bounds an indexed word, in bytes. The longest word of an Italian
// dictionary has 29 letters; what is longer is base64, an address or an attack.
const maxWord = 64

// asciiLower maps an ASCII letter or digit to its lower case, all else to 0.
var asciiLower = func() (t [256]byte) {
	for c := '0'; c <= '9'; c++ {
		t[c] = byte(c)
	}
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = byte(c), byte(c)
	}
	return t
}()

type runeKind uint8

const (
	kindSeparator runeKind = iota
	kindLatin              // a letter that NFC leaves alone unless a mark follows
	kindOther              // a letter or digit that may need NFC
	kindMark               // joins the word before it
	kindIgnored            // vanishes inside a word
)

// firstOther is where letters begin that NFC may change by themselves.
const firstOther = 0x250

// classify tells what a rune beyond ASCII does to a word. The ordinals ª and º
// are letters to Unicode, but "1º" must be found by "1".
func classify(r rune) runeKind {
	switch {
	case r == 'ª' || r == 'º':
		return kindSeparator
	case r == 0xAD || (r >= 0x200C && r <= 0x200F) || r == 0x2060 || r == 0xFEFF:
		return kindIgnored
	case r < firstOther:
		if unicode.IsLetter(r) {
			return kindLatin
		}
		return kindSeparator
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return kindOther
	case unicode.Is(unicode.M, r):
		return kindMark
	}
	return kindSeparator
}

// startsWord reports whether s begins with a letter or digit.
func startsWord(s string) bool {
	if s == "" {
		return false
	}
	if s[0] < utf8.RuneSelf {
		return asciiLower[s[0]] != 0
	}
	r, _ := utf8.DecodeRuneInString(s)
	k := classify(r)
	return k == kindLatin || k == kindOther
}

// ligatures are what PDF texts write for ff, fi and their kin.
var ligatures = [...]string{"ff", "fi", "fl", "ffi", "ffl", "st", "st"}

// normalise appends the lower-case NFC of one word, without what is ignored in
// it. It is the way of the rare word that the scanner could not lower by itself.
func normalise(dst []byte, raw string) []byte {
	from := len(dst)
	for _, r := range raw {
		switch {
		case r >= 0xFB00 && r <= 0xFB06:
			dst = append(dst, ligatures[r-0xFB00]...)
		case r < utf8.RuneSelf || classify(r) != kindIgnored:
			dst = utf8.AppendRune(dst, r)
		}
	}
	composed := norm.NFC.String(string(dst[from:]))
	dst = dst[:from]
	for _, r := range composed {
		dst = utf8.AppendRune(dst, unicode.ToLower(r))
	}
	return dst
}

// fold drops the accents of a word. Letters that are no accented form of another
// (ß, ø) stay.
func fold(word string) string {
	i := 0
	for i < len(word) && word[i] < utf8.RuneSelf {
		i++
	}
	if i == len(word) {
		return word
	}
	buf := append(make([]byte, 0, len(word)), word[:i]...)
	for _, r := range word[i:] {
		plain := plainVowel(r)
		if plain == 0 {
			return foldAny(word)
		}
		buf = append(buf, plain)
	}
	return string(buf)
}

// plainVowel is the quick way for the accents that Italian writes.
func plainVowel(r rune) byte {
	switch r {
	case 'à', 'á':
		return 'a'
	case 'è', 'é':
		return 'e'
	case 'ì', 'í':
		return 'i'
	case 'ò', 'ó':
		return 'o'
	case 'ù', 'ú':
		return 'u'
	}
	if r < utf8.RuneSelf {
		return byte(r)
	}
	return 0
}

func foldAny(word string) string {
	buf := make([]byte, 0, len(word))
	for _, r := range norm.NFD.String(word) {
		if !unicode.Is(unicode.Mn, r) {
			buf = utf8.AppendRune(buf, r)
		}
	}
	return string(norm.NFC.Bytes(buf))
}

// stem is Snowball Italian upon a lower-case word, then folded.
func stem(word string) string {
	env := snowballstem.NewEnv(word)
	italian.Stem(env)
	return fold(env.Current())
}

// clip cuts a word to maxWord bytes, never inside a rune.
func clip(word []byte) []byte {
	if len(word) <= maxWord {
		return word
	}
	end := maxWord
	for end > 0 && !utf8.RuneStart(word[end]) {
		end--
	}
	return word[:end]
}
