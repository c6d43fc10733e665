package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// softHyphen is what a well-made PDF divides a word with.
// Source: ISO 32000-1:2008, 14.8.2.2.3.
const softHyphen = "\u00ad"

// reflow joins the lines of a paragraph, which a PDF has as the paper broke
// them: a word cut at the margin is whole again, and a full line that ends no
// sentence goes on. Short lines, headings and points stay.
func reflow(text string) string {
	lines := strings.Split(text, "\n")
	full := 3 * usualLength(lines) / 4
	var b strings.Builder
	for i, l := range lines {
		l = strings.TrimRight(l, " ")
		next := ""
		if i+1 < len(lines) {
			next = strings.TrimSpace(lines[i+1])
		}
		switch first, _ := utf8.DecodeRuneInString(next); {
		case next == "" || l == "":
			b.WriteString(l + "\n")
		case strings.HasSuffix(l, softHyphen):
			b.WriteString(strings.TrimSuffix(l, softHyphen))
		case strings.HasSuffix(l, "-") && unicode.IsLower(first) && utf8.RuneCountInString(l) >= full:
			b.WriteString(strings.TrimSuffix(l, "-"))
		case utf8.RuneCountInString(l) >= full && !endsHere(l) && !point(next):
			b.WriteString(l + " ")
		default:
			b.WriteString(l + "\n")
		}
	}
	return b.String()
}

// usualLength is a length that one line in ten reaches.
func usualLength(lines []string) int {
	const most = 200
	var of [most + 1]int
	n := 0
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			of[min(most, utf8.RuneCountInString(l))]++
			n++
		}
	}
	seen := 0
	for length := most; length > 0; length-- {
		if seen += of[length]; seen*10 >= n && seen > 0 {
			return length
		}
	}
	return 1
}

func endsHere(l string) bool {
	last, _ := utf8.DecodeLastRuneInString(l)
	return strings.ContainsRune(".;:!?", last)
}

// point tells a line that begins a point of a list: "- …", "1. …", "a) …".
func point(l string) bool {
	first, size := utf8.DecodeRuneInString(l)
	if strings.ContainsRune("-–—•·", first) {
		return true
	}
	rest := strings.TrimLeft(l[size:], "0123456789")
	return (unicode.IsDigit(first) || unicode.IsLetter(first)) && (strings.HasPrefix(rest, ". ") && unicode.IsDigit(first) || strings.HasPrefix(rest, ") "))
}
