package drafting

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// unit is a word of a text as the adapting reads it.
type unit struct {
	start, end int
	low        string // in lower case, with its accents
	cap, upper bool   // begins with a capital; has no small letter
	digit      bool   // begins with a digit
}

// units cuts a text into runs of letters and digits.
func units(s string) []unit {
	out := make([]unit, 0, len(s)/6+1)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !wordRune(r) {
			i += size
			continue
		}
		t := unit{start: i, cap: unicode.IsUpper(r), upper: true, digit: unicode.IsDigit(r)}
		ascii := true
		for i < len(s) {
			r, size = utf8.DecodeRuneInString(s[i:])
			if !wordRune(r) && r != '\u0301' && r != '\u0300' {
				break
			}
			t.upper = t.upper && !unicode.IsLower(r)
			ascii = ascii && r < utf8.RuneSelf && !unicode.IsUpper(r)
			i += size
		}
		t.end = i
		if t.low = s[t.start:t.end]; !ascii {
			t.low = strings.ToLower(t.low)
		}
		t.upper = t.upper && !t.digit
		out = append(out, t)
	}
	return out
}

// bare takes the accents off a word in lower case.
func bare(low string) string {
	for i := range len(low) {
		if low[i] >= utf8.RuneSelf {
			return foldName(low)
		}
	}
	return low
}

// unitText is a text under the adapter's eye.
type unitText struct {
	s  string
	ts []unit
}

func unitsOf(s string) unitText { return unitText{s, units(s)} }

// low gives the word at i, empty outside the text.
func (r unitText) low(i int) string {
	if i < 0 || i >= len(r.ts) {
		return ""
	}
	return r.ts[i].low
}

// gap gives what stands between the word at i and the one before.
func (r unitText) gap(i int) string {
	switch {
	case i <= 0 || len(r.ts) == 0:
		return ""
	case i >= len(r.ts):
		return r.s[r.ts[len(r.ts)-1].end:]
	}
	return r.s[r.ts[i-1].end:r.ts[i].start]
}

// close tells whether only white space stands before the word at i.
func (r unitText) close(i int) bool {
	return i > 0 && i < len(r.ts) && strings.TrimLeft(r.gap(i), " \u00a0\n\t") == ""
}

// elided tells whether an apostrophe alone stands before the word at i.
func (r unitText) elided(i int) bool {
	g := r.gap(i)
	return i > 0 && i < len(r.ts) && (g == "'" || g == "’")
}

// capital tells whether the word at i begins with a capital.
func (r unitText) capital(i int) bool { return i >= 0 && i < len(r.ts) && r.ts[i].cap }

// shouted tells whether the words at [i, j) stand in a passage of capitals,
// where case says nothing.
func (r unitText) shouted(i, j int) bool {
	for k := i; k < j; k++ {
		if !r.ts[k].upper {
			return false
		}
	}
	loud := func(k int) bool {
		return k >= 0 && k < len(r.ts) && r.ts[k].upper && r.ts[k].end-r.ts[k].start > 1
	}
	return loud(i-1) || loud(j)
}

// apart tells whether the words at [i, j) are no part of a longer word: of a
// hyphenated one, of an address.
func (r unitText) apart(i, j int) bool {
	from, to := r.ts[i].start, r.ts[j-1].end
	if line := strings.TrimRight(r.s[:from], " \n"); strings.HasSuffix(line, "\u00ad") || len(line) < from && strings.HasSuffix(line, "-") && strings.Contains(r.s[len(line):from], "\n") {
		return false // the second half of a word
	}
	before, size := utf8.DecodeLastRuneInString(r.s[:from])
	if joins(before) {
		if outer, _ := utf8.DecodeLastRuneInString(r.s[:from-size]); before == '@' || before == '_' || wordRune(outer) {
			return false
		}
	}
	after, size := utf8.DecodeRuneInString(r.s[to:])
	if joins(after) {
		if outer, _ := utf8.DecodeRuneInString(r.s[to+size:]); after == '@' || after == '_' || wordRune(outer) {
			return false
		}
	}
	return true
}

func joins(r rune) bool {
	return r == '-' || r == '‑' || r == '_' || r == '@' || r == '.'
}
