package norms

import "unicode/utf8"

// maxGap bounds how much white space and noise may stand inside a citation, in
// bytes: a page break of a PDF has a dozen.
const maxGap = 24

// classes of bytes. A byte of a multi-byte rune counts as a letter, but for those
// of typographic quotes and dashes, which begin with 0xE2.
const (
	isLetter = 1 << iota
	isDigit
	isNoise // what PDF and Markdown leave inside a citation, beside white space
)

var classes = func() (t [256]uint8) {
	for c := range 256 {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= 0xC3 && c != 0xE2:
			t[c] = isLetter
		case c >= '0' && c <= '9':
			t[c] = isDigit
		case c == ' ', c == '\n', c == '\t', c == '\r', c == '*', c == '_', c == '\f', c == '\v':
			t[c] = isNoise
		}
	}
	return t
}()

func (z *scanner) byteAt(i int) byte {
	if i < len(z.s) {
		return z.s[i]
	}
	return 0
}

func (z *scanner) letterAt(i int) bool { return i < len(z.s) && classes[z.s[i]]&isLetter != 0 }
func (z *scanner) digitAt(i int) bool  { return i < len(z.s) && classes[z.s[i]]&isDigit != 0 }

// gap passes white space and noise, soft hyphens and no-break spaces too.
func (z *scanner) gap(i int) int {
	for from := i; i < len(z.s) && i-from < maxGap; {
		switch c := z.s[i]; {
		case classes[c]&isNoise != 0:
			i++
		case c == 0xC2 && i+1 < len(z.s) && (z.s[i+1] == 0xA0 || z.s[i+1] == 0xAD):
			i += 2
		case c == 0xE2 && i+2 < len(z.s) && z.s[i+1] == 0x80 && (z.s[i+2] == 0xAF || z.s[i+2] == 0x8B):
			i += 3
		default:
			return i
		}
	}
	return i
}

// apostrophe gives the end of an apostrophe at i, straight or not; 0: none.
func (z *scanner) apostrophe(i int) int {
	switch {
	case i >= len(z.s):
	case z.s[i] == '\'' || z.s[i] == '`':
		return i + 1
	case z.s[i] == 0xE2 && i+2 < len(z.s) && z.s[i+1] == 0x80 && (z.s[i+2] == 0x99 || z.s[i+2] == 0x98):
		return i + 3
	}
	return 0
}

// dash gives the end of a hyphen or dash at i; 0: none.
func (z *scanner) dash(i int) int {
	switch {
	case i >= len(z.s):
	case z.s[i] == '-':
		return i + 1
	case z.s[i] == 0xE2 && i+2 < len(z.s) && z.s[i+1] == 0x80 && z.s[i+2] >= 0x90 && z.s[i+2] <= 0x95:
		return i + 3
	}
	return 0
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c | 0x20
	}
	return c
}

// phrase gives the end of the words at i, which are written in lower case, with
// single spaces for any gap and ' for any apostrophe; 0: they are not there. They
// must end where a word ends.
func (z *scanner) phrase(i int, words string) int {
	if i >= len(z.s) || lower(z.s[i]) != words[0] {
		return 0
	}
	var last byte
	for k := 0; k < len(words); k++ {
		last = words[k]
		switch {
		case last == ' ':
			e := z.gap(i)
			if e == i {
				return 0
			}
			i = e
		case last == '\'':
			if i = z.apostrophe(i); i == 0 {
				return 0
			}
			if k+1 < len(words) {
				i = z.gap(i)
			}
		case i >= len(z.s) || lower(z.s[i]) != last:
			return 0
		default:
			i++
		}
	}
	if last != '\'' && last != '.' && z.letterAt(i) {
		return 0
	}
	return i
}

// anyPhrase is phrase for the first of some that is there.
func (z *scanner) anyPhrase(i int, list ...string) int {
	for _, words := range list {
		if e := z.phrase(i, words); e > 0 {
			return e
		}
	}
	return 0
}

// abbreviation gives the end of letters that may stand with points, each with one
// space behind it: "dlgs" is "d.lgs.", "D. Lgs.", "DLGS"; 0: they are not there.
func (z *scanner) abbreviation(i int, letters string) int {
	for k := range len(letters) {
		if i >= len(z.s) || lower(z.s[i]) != letters[k] {
			return 0
		}
		i++
		if k+1 == len(letters) {
			break
		}
		if z.byteAt(i) == '.' {
			i++
			if e := z.gap(i); e-i <= 2 {
				i = e
			}
		}
	}
	if z.byteAt(i) == '.' {
		return i + 1
	}
	if z.letterAt(i) {
		return 0
	}
	return i
}

// digits reads a number of at most max digits.
func (z *scanner) digits(i, most int) (n, end int) {
	for end = i; z.digitAt(end) && end-i < most; end++ {
		n = n*10 + int(z.s[end]-'0')
	}
	if z.digitAt(end) {
		return 0, i
	}
	return n, end
}

// wordEnd gives the end of the word at i.
func (z *scanner) wordEnd(i int) int {
	for i < len(z.s) && classes[z.s[i]]&isLetter != 0 {
		if z.s[i] < utf8.RuneSelf {
			i++
			continue
		}
		_, size := utf8.DecodeRuneInString(z.s[i:])
		i += size
	}
	return i
}

// wordBefore gives the word that ends before i, behind a gap; "" for none. It
// looks back over a few bytes.
func (z *scanner) wordBefore(i int) (start, end int) {
	end = i
	for end > 0 && i-end < maxGap && classes[z.s[end-1]]&isNoise != 0 {
		end--
	}
	for start = end; start > 0 && end-start < maxGap && classes[z.s[start-1]]&isLetter != 0; {
		start--
	}
	return start, end
}
