package intake

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// printed is a line as it stands on a page.
type printed struct {
	text        string
	left, right float64
	y, size     float64
	first       float64 // the width of its first word
	column      int     // of the page, from 0
	page        int
}

// linesOf puts the letters of a page into lines, by where they stand. They are
// taken in the order in which the page draws them: programs draw columns one after
// the other.
func linesOf(letters []letter, page int) []printed {
	var out []printed
	var b strings.Builder
	var now printed
	var last letter
	open := false
	end := func() {
		if now.text = strings.TrimSpace(b.String()); now.text != "" {
			out = append(out, now)
		}
		b.Reset()
		open = false
	}
	for _, l := range letters {
		if open && (math.Abs(l.y-last.y) > 0.45*math.Max(l.h, last.h) || l.x < last.x-2*last.h) {
			end()
		}
		space := strings.TrimSpace(l.s) == ""
		if !open {
			if space {
				continue
			}
			now = printed{left: l.x, y: l.y, size: l.h, page: page}
			open = true
		} else if gap := l.x - (last.x + last.w); gap > 0.18*l.h && !space && !strings.HasSuffix(b.String(), " ") {
			b.WriteByte(' ')
		}
		if now.first == 0 && (l.s == " " || strings.HasSuffix(b.String(), " ")) {
			now.first = last.x + last.w - now.left
		}
		b.WriteString(l.s)
		if !space {
			now.right = l.x + l.w
		}
		last = l
	}
	end()
	return columns(out)
}

// columns numbers the columns of a page: a line that stands higher than the one
// before it, and beside it, begins another.
func columns(lines []printed) []printed {
	for i := range lines {
		l := &lines[i]
		if l.first == 0 {
			l.first = l.right - l.left
		}
		if i == 0 {
			continue
		}
		before := lines[i-1]
		l.column = before.column
		if l.y > before.y+before.size && (l.left > before.right || l.right < before.left) {
			l.column++
		}
	}
	return lines
}

// edgeLines is how many lines at the head or the foot of a page may be the same on
// each of them.
const edgeLines = 4

// withoutEdges takes off what stands at the head or the foot of several pages, and
// the numbers of pages.
func withoutEdges(pages [][]printed) [][]printed {
	seen := map[string]int{}
	edges := make([][]int, len(pages))
	for p, lines := range pages {
		edges[p] = edgesOf(lines)
		for _, k := range edges[p] {
			seen[sameOnPages(lines[k])]++
		}
	}
	for p, lines := range pages {
		var kept []printed
		for k, l := range lines {
			repeated := seen[sameOnPages(l)]
			if slices.Contains(edges[p], k) && (repeated > 1 && repeated*2 >= len(pages) || pageNumber(l.text)) {
				continue
			}
			kept = append(kept, l)
		}
		pages[p] = kept
	}
	return pages
}

// edgesOf gives the places of the lines that stand highest and lowest.
func edgesOf(lines []printed) []int {
	order := make([]int, len(lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(lines[b].y, lines[a].y) })
	if len(order) <= 2*edgeLines {
		return order
	}
	return append(order[:edgeLines:edgeLines], order[len(order)-edgeLines:]...)
}

// sameOnPages is what a line has in common with its like on another page: its
// place and its words but for the numbers.
func sameOnPages(l printed) string {
	var b strings.Builder
	b.WriteString(string(rune('a' + int(math.Abs(l.y))%997)))
	for _, r := range l.text {
		if !unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// pageNumber tells a line that only numbers its page: "3", "- 3 -", "Pag. 3 di 4".
func pageNumber(s string) bool {
	s = strings.ToLower(strings.Trim(s, "-–— ./"))
	for _, w := range []string{"pagina", "pag.", "pag"} {
		if rest, ok := strings.CutPrefix(s, w); ok {
			s = strings.TrimSpace(rest)
			break
		}
	}
	digits := false
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '/' }) {
		if f == "di" && digits {
			continue
		}
		if len(f) > 3 || strings.Trim(f, "0123456789") != "" {
			return false
		}
		digits = true
	}
	return digits
}

// paragraphs writes the lines of all pages as a text: a line that the paper broke
// goes on with the next one. One is broken by the paper where the first word of
// the next one would not have found room in it.
func paragraphs(pages [][]printed) string {
	type place struct{ page, column int }
	margin := map[place]float64{}
	var all []printed
	for _, lines := range pages {
		all = append(all, lines...)
	}
	for _, l := range all {
		k := place{l.page, l.column}
		margin[k] = math.Max(margin[k], l.right)
	}
	pitch := usualPitch(all)
	var b strings.Builder
	for i, l := range all {
		text := strings.Join(strings.Fields(strings.ReplaceAll(l.text, "\u00a0", " ")), " ")
		if i+1 == len(all) {
			b.WriteString(text + "\n")
			break
		}
		next := all[i+1]
		apart := next.page == l.page && next.column == l.column && l.y-next.y > 1.3*math.Max(pitch, l.size)
		room := margin[place{l.page, l.column}] - l.right
		apart = apart || endsHere(text) && next.column == l.column && next.page == l.page && next.left < l.left-0.5*l.size && !point(text)
		b.WriteString(joined(text, next.text, apart, room < next.first+0.3*l.size, room > next.first+1.5*l.size))
	}
	return b.String()
}

// joined writes a line with what stands between it and the next one. full: the
// next word had no room in it; short: it had, and to spare.
func joined(l, next string, apart, full, short bool) string {
	first, _ := utf8.DecodeRuneInString(next)
	last, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(l, "-"))
	switch lower := unicode.IsLower(first); {
	case strings.HasSuffix(l, softHyphen):
		return strings.TrimSuffix(l, softHyphen)
	case strings.HasSuffix(l, "-") && lower && unicode.IsLetter(last) && !apart:
		return strings.TrimSuffix(l, "-")
	case strings.HasSuffix(l, "-") && full && !apart && (unicode.IsDigit(last) || unicode.IsLetter(last) && unicode.IsUpper(first)): // "6-bis", "Massa-Carrara"
		return l
	case apart:
		return l + "\n\n"
	case short || point(next) || dayOf(next) || loud(l) && strings.ToUpper(next) != next:
		return l + "\n"
	case full && loud(l) && !loudCue.MatchString(next): // it goes on in capital letters, which begin nothing here
		return l + " "
	case cue.MatchString(next):
		return l + "\n"
	case strings.HasSuffix(l, ";") || strings.HasSuffix(l, ":"):
		return l + "\n"
	case full || lower && !endsHere(l):
		return l + " "
	}
	return l + "\n"
}

// loudCue begins a part of an act that is all in capital letters.
var loudCue = regexp.MustCompile(`^(?:PREMESS|CONSIDERAT|RILEVAT|VIST[OAIE] |TENUTO |PRESO |DATO |RITENUT|RICHIAMAT|TUTTO CIÒ|CIÒ PREMESSO|OGGETTO|` +
	`IMPEGNA|INVITA|INTERROGA|INTERPELLA|CHIEDE|DELIBERA)`)

// dayOf tells a line of a place and a day.
func dayOf(l string) bool {
	m := placeDay(l)
	return m != nil && m[1] != "" && !strings.HasPrefix(m[1], " ") && unicode.IsUpper([]rune(m[1])[0]) && strings.Contains(l, ",")
}

// loud tells a line in capital letters.
func loud(l string) bool {
	return countLetters(l) > 3 && strings.ToUpper(l) == l && !endsHere(l)
}

// usualPitch is the distance from line to line that is the most frequent.
func usualPitch(lines []printed) float64 {
	count := map[int]int{}
	best := 0
	for i := 1; i < len(lines); i++ {
		if d := lines[i-1].y - lines[i].y; lines[i].page == lines[i-1].page && lines[i].column == lines[i-1].column && d > 0 && d < 5*lines[i].size {
			k := int(math.Round(d * 4))
			count[k]++
			if count[k] > count[best] || count[k] == count[best] && k < best {
				best = k
			}
		}
	}
	return float64(best) / 4
}
