package intake

import (
	"regexp"
	"slices"
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
		if now := b.String(); now != "" && !strings.HasSuffix(now, "\n") { // it goes on with the line before
			l = strings.TrimLeft(l, " ")
		}
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
		case (utf8.RuneCountInString(l) >= full || unicode.IsLower(first) && utf8.RuneCountInString(l) >= full*2/3) &&
			!endsHere(l) && !point(next) && !cue.MatchString(next):
			b.WriteString(l + " ")
		default:
			b.WriteString(l + "\n")
		}
	}
	return b.String()
}

// cue begins a part of an act, wherever the line before ends.
var cue = regexp.MustCompile(`^(?:Premess|Considerat|Rilevat|Vist[oaie] |Tenuto |Preso |Dato |Ritenut|Richiamat|Constatat|Evidenziat|Tutto ciò|Ciò premesso|Oggetto|` +
	`Impegna|Invita|Interroga|Interpella|Chiede|Delibera|[A-ZÀÈÉÌÒÙ]{5,}(?: |:|$))`)

// unbroken joins the lines of a text that was broken at a width, as mail and old
// programs do and a PDF that became a text; also where an empty line stands after
// each. Another text, whose lines are its paragraphs, stays as it is.
func unbroken(text string) string {
	lines := slices.DeleteFunc(strings.Split(text, "\n"), pageEnd)
	var said []string
	spaced := 0
	for i, l := range lines {
		if strings.TrimSpace(l) == "" {
			continue
		}
		said = append(said, strings.TrimSpace(l))
		if i+1 < len(lines) && strings.TrimSpace(lines[i+1]) == "" {
			spaced++
		}
	}
	double := spaced*10 >= len(said)*6
	within := said
	if !double {
		within = lines
	}
	if !brokenAtWidth(within, len(said)) {
		return text
	}
	if !double {
		return reflow(strings.Join(lines, "\n"))
	}
	var b strings.Builder
	empty := 0
	for _, l := range lines {
		if l = strings.TrimSpace(l); l == "" {
			empty++
			continue
		}
		if empty > 2 { // more than what stands after each line
			b.WriteByte('\n')
		}
		b.WriteString(l + "\n")
		empty = 0
	}
	return strings.ReplaceAll(reflow(b.String()), "\n", "\n\n")
}

// Widths of a line that a program breaks a text at, in letters, and how many
// sentences have to go on behind a line's end for a text to be a broken one.
const (
	narrowest = 40
	widest    = 132
	fewBroken = 3
)

// brokenAtWidth tells whether sentences go on behind full lines, in one line of
// eight at least.
func brokenAtWidth(lines []string, said int) bool {
	width := usualLength(lines)
	if width < narrowest || width > widest {
		return false
	}
	goes := 0
	for i := 0; i+1 < len(lines); i++ {
		l, next := strings.TrimSpace(lines[i]), strings.TrimSpace(lines[i+1])
		first, _ := utf8.DecodeRuneInString(next)
		if next != "" && utf8.RuneCountInString(l)*4 >= width*3 && !endsHere(l) && !point(next) && unicode.IsLower(first) {
			goes++
		}
	}
	return goes >= fewBroken && goes*8 >= said
}

// pageEnd tells a line that only rules a page off.
func pageEnd(l string) bool {
	l = strings.TrimSpace(l)
	return len(l) >= 3 && strings.Trim(l, "-_=*") == ""
}

// unpaged leaves out the lines that say that they number a page: a bare number may
// be of the text.
func unpaged(text string) string {
	lines := slices.DeleteFunc(strings.Split(text, "\n"), func(l string) bool {
		l = strings.ToLower(strings.TrimSpace(l))
		return strings.HasPrefix(l, "pag") && pageNumber(l)
	})
	return strings.Join(lines, "\n")
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
