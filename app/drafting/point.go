package drafting

import (
	"strconv"
	"strings"

	"scranno/app/civic"
)

// Label is what marks a point: a number or a letter with its stop, alone or
// behind the number of the point that it belongs to ("2.1."), or a dash.
type Label struct {
	Above  []int // the numbers before the last one
	Number int   // of a letter: from 1
	Letter bool
	Stop   string // "." or ")"; empty behind a number with others above
	Dash   string
}

// ParseLabel reads an opener as the label of a point; false: it is a cue.
func ParseLabel(opener string) (Label, bool) {
	switch opener {
	case "":
		return Label{}, false
	case "-", "–", "—", "•", "·":
		return Label{Dash: opener}, true
	}
	var l Label
	head := opener
	if last := opener[len(opener)-1]; last == '.' || last == ')' {
		head, l.Stop = opener[:len(opener)-1], opener[len(opener)-1:]
	}
	parts := strings.Split(head, ".")
	for _, p := range parts[:len(parts)-1] {
		n, ok := labelNumber(p)
		if !ok {
			return Label{}, false
		}
		l.Above = append(l.Above, n)
	}
	if l.Stop == "" && len(l.Above) == 0 || len(l.Above) > 3 {
		return Label{}, false
	}
	head = parts[len(parts)-1]
	if n, ok := labelNumber(head); ok {
		l.Number = n
		return l, true
	}
	if len(head) == 1 && head[0] >= 'a' && head[0] <= 'z' && l.Stop != "" {
		l.Number, l.Letter = int(head[0]-'a')+1, true
		return l, true
	}
	return Label{}, false
}

func labelNumber(s string) (int, bool) {
	if s == "" || s[0] < '0' || s[0] > '9' || len(s) > 3 {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n > 0
}

// String writes the label as an opener.
func (l Label) String() string {
	if l.Dash != "" {
		return l.Dash
	}
	var b strings.Builder
	for _, n := range l.Above {
		b.WriteString(strconv.Itoa(n) + ".")
	}
	if l.Letter {
		b.WriteByte(byte('a' + (l.Number-1)%26))
	} else {
		b.WriteString(strconv.Itoa(l.Number))
	}
	return b.String() + l.Stop
}

// Next is the label of the point that follows.
func (l Label) Next() Label {
	l.Number++
	return l
}

// Counted tells whether the label has its place in a count.
func (l Label) Counted() bool { return l.Dash == "" }

// Top tells whether the label is a number with none above it.
func (l Label) Top() bool { return l.Dash == "" && !l.Letter && len(l.Above) == 0 }

// IsPoint tells whether a clause is a point by its label.
func IsPoint(c civic.Clause) bool {
	_, ok := ParseLabel(c.Opener)
	return ok
}

// counter walks the points of a list: numbers go on, letters and numbers below
// begin again under each of them.
type counter struct {
	top, below int
	begun      bool // the first number is known
	seen       bool // a number without others above it was met
}

// next gives the label that stands in the place of l.
func (c *counter) next(l Label) Label {
	switch {
	case l.Top():
		if !c.begun {
			c.top, c.begun = l.Number-1, true
		}
		c.top++
		c.below, c.seen = 0, true
		l.Number = c.top
	case len(l.Above) > 1:
		// Deeper than two steps a person counts.
	default:
		if len(l.Above) == 1 && c.seen {
			l.Above = []int{c.top}
		}
		c.below++
		l.Number = c.below
	}
	return l
}

// Ordered tells whether the points of a list follow each other, and where its
// numbers begin; a list without a number begins at 1.
func Ordered(list []civic.Clause) (start int, ok bool) {
	var c counter
	start = 1
	for _, x := range list {
		l, point := ParseLabel(x.Opener)
		if !point || !l.Counted() {
			continue
		}
		if l.Top() && !c.begun {
			start = l.Number
		}
		if c.next(l).String() != x.Opener {
			return 0, false
		}
		ok = true
	}
	return start, ok
}

// Renumber counts the points of a list again, in place, from start on.
func Renumber(list []civic.Clause, start int) {
	c := counter{top: start - 1, begun: true}
	for i, x := range list {
		if l, point := ParseLabel(x.Opener); point && l.Counted() {
			list[i].Opener = c.next(l).String()
		}
	}
}
