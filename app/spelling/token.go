package spelling

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word of a text by its place, in bytes. tail: an apostrophe follows
// it, and is part of the place.
type token struct {
	from, to int
	word     string // as written
	tail     bool
	opens    bool // the first word of a sentence
}

// tokens lists the words of a text that spelling has anything to say of: not
// addresses, codes, abbreviations, nor words in capitals.
func tokens(text string) []token {
	var out []token
	opens, cut := true, false
	for at := 0; at < len(text); {
		start := at + skip(text[at:], unicode.IsSpace)
		end := start + skip(text[start:], func(r rune) bool { return !unicode.IsSpace(r) })
		if start == end {
			break
		}
		chunk := text[start:end]
		line := strings.Contains(text[at:start], "\n")
		opens = opens || line
		if cut && line { // the rest of a word cut at the line's end
			start += skip(chunk, func(r rune) bool { return wordRune(r) || apostrophe(r) })
		}
		if !address(chunk) {
			out = chunkTokens(out, text, start, end, opens)
		}
		cut = strings.HasSuffix(chunk, "-") || strings.HasSuffix(chunk, "\u00ad")
		opens = strings.ContainsAny(chunk[len(chunk)-1:], ".!?")
		at = end
	}
	return out
}

func skip(s string, while func(rune) bool) int {
	if i := strings.IndexFunc(s, func(r rune) bool { return !while(r) }); i >= 0 {
		return i
	}
	return len(s)
}

// address tells whether a piece without spaces is an address, a file, a dotted
// abbreviation (d.lgs., ss.mm.ii.) or anything else that is no prose.
func address(chunk string) bool {
	if strings.ContainsAny(chunk, "@\\=#|~^") || strings.Contains(chunk, "//") || strings.HasPrefix(strings.ToLower(chunk), "www.") {
		return true
	}
	for i := 1; i < len(chunk)-1; i++ {
		if chunk[i] == '.' {
			before, _ := utf8.DecodeLastRuneInString(chunk[:i])
			after, _ := utf8.DecodeRuneInString(chunk[i+1:])
			if unicode.IsLetter(before) && (unicode.IsLower(after) || unicode.IsUpper(after) && i < 4 || unicode.IsDigit(after)) {
				return true
			}
		}
	}
	return false
}

// chunkTokens takes the words out of a piece without spaces.
func chunkTokens(out []token, text string, from, to int, opens bool) []token {
	for at := from; at < to; {
		at += skip(text[at:to], func(r rune) bool { return !wordRune(r) })
		end := at + skip(text[at:to], func(r rune) bool { return wordRune(r) || apostrophe(r) || unicode.IsDigit(r) })
		if at == end {
			break
		}
		word := strings.TrimRightFunc(text[at:end], apostrophe)
		t := token{from: at, to: at + len(word), word: word, opens: opens}
		if rest := text[at+len(word) : end]; rest != "" {
			_, size := utf8.DecodeRuneInString(rest)
			t.tail, t.to = true, t.to+size
		}
		digit := at > from && unicode.IsDigit(lastRune(text[from:at])) || strings.ContainsFunc(word, unicode.IsDigit)
		if !digit && !broken(text, end) && (!capitals(word) || t.tail && word == "E") && !(end < to && text[end] == '.' && abbreviation(word)) {
			out = append(out, t)
		}
		at, opens = max(end, at+1), false
	}
	return out
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || r == '\u00ad' || r >= 0x300 && r <= 0x36f }

func apostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' }

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// broken tells whether the word before is cut by a hyphen at the end of a line.
func broken(text string, at int) bool {
	rest := text[at:]
	return strings.HasSuffix(text[:at], "\u00ad") || strings.HasPrefix(rest, "-\n") || strings.HasPrefix(rest, "-\r")
}

// capitals tells whether a word, or what stands behind its article, has capitals
// where no word of a sentence has: codes, acronyms, titles.
func capitals(word string) bool {
	if i := strings.LastIndexFunc(word, apostrophe); i >= 0 {
		_, size := utf8.DecodeRuneInString(word[i:])
		word = word[i+size:]
	}
	n, upper := 0, 0
	for i, r := range word {
		n++
		if unicode.IsUpper(r) && (i > 0 || utf8.RuneCountInString(word) == 1) {
			upper++
		}
	}
	return upper > 0
}

// abbreviation tells whether a word before a full stop is a usual short form.
func abbreviation(word string) bool {
	switch strings.ToLower(word) {
	case "art", "artt", "n", "nn", "nr", "co", "lett", "cfr", "ecc", "dott", "ssa", "prof", "avv", "ing", "arch", "geom", "rag", "sig", "sigg",
		"on", "sen", "cons", "ass", "pag", "pagg", "prov", "com", "cap", "vol", "p", "pp", "tel", "cell", "fax", "prot", "rif", "all", "es", "min", "max", "ca",
		"lgs", "leg", "dlgs", "reg", "del", "delib", "mq", "km", "loc", "fraz", "str", "v", "vs", "op", "cit", "ca.", "c", "d", "l", "s", "b", "comm",
		"approv", "int", "lug", "gen", "feb", "mar", "apr", "mag", "giu", "ago", "set", "ott", "nov", "dic", "cod", "par", "sez", "tab", "fig",
		"segg", "ss", "seg", "ult", "succ", "mod", "integr", "dir", "resp", "uff", "pos", "fasc", "rep", "dr", "sgg", "ill", "spett", "egr", "gent":
		return true
	}
	return false
}
