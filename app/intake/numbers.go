package intake

import (
	"strconv"
	"strings"
)

// listLevels is how deep lists go.
const listLevels = 10

// longestLabel is the longest label of a point, in bytes; a longer one is left
// out.
const longestLabel = 40

// listLevel says how the points of one depth are labelled.
type listLevel struct {
	format  string // as Word names it: decimal, lowerLetter, …, bullet, none
	pattern string // "%1." or the mark
	start   int
	style   string // of paragraphs, that brings the level along (Word)
	known   bool
}

// tally counts the points of a list.
type tally struct {
	at    [listLevels]int
	begun [listLevels]bool
}

// next counts a point and gives its label.
func (t *tally) next(levels *[listLevels]listLevel, depth int) string {
	l := levels[depth]
	if t.begun[depth] {
		t.at[depth]++
	} else {
		t.at[depth], t.begun[depth] = l.start, true
	}
	for i := depth + 1; i < listLevels; i++ {
		t.begun[i] = false
	}
	switch l.format {
	case "bullet":
		return bulletOf(l.pattern)
	case "none":
		return ""
	}
	text := l.pattern
	for i := range depth + 1 {
		at := t.at[i]
		if !t.begun[i] {
			at = levels[i].start
		}
		text = strings.ReplaceAll(text, "%"+strconv.Itoa(i+1), counted(levels[i].format, at))
	}
	if text = strings.TrimSpace(text); len(text) > longestLabel {
		return ""
	}
	return text
}

// from begins a depth with a number.
func (t *tally) from(depth, n int) { t.at[depth], t.begun[depth] = n-1, true }

// bulletOf gives the mark of a point; those of fonts of signs are no letters.
func bulletOf(mark string) string {
	switch mark = strings.TrimSpace(mark); mark {
	case "-", "–", "—", "•", "·":
		return mark
	}
	return "•"
}

func counted(format string, n int) string {
	switch format {
	case "lowerLetter":
		return letters(n)
	case "upperLetter":
		return strings.ToUpper(letters(n))
	case "lowerRoman":
		return roman(n)
	case "upperRoman":
		return strings.ToUpper(roman(n))
	case "none", "bullet":
		return ""
	}
	return strconv.Itoa(n)
}

// letters counts a, b, … z, aa, bb, as word processors do.
func letters(n int) string {
	if n < 1 || n > 26*8 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(rune('a'+(n-1)%26)), 1+(n-1)/26)
}

func roman(n int) string {
	if n < 1 || n > 3_999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	values := [...]int{1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1}
	for i, sign := range [...]string{"m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"} {
		for n >= values[i] {
			b.WriteString(sign)
			n -= values[i]
		}
	}
	return b.String()
}
