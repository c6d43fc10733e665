package drafts

import (
	"slices"
	"strings"
	"unicode"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// caret is a place in the sheet: a clause and the runes before it in its text.
type caret struct{ row, pos int }

// moment is a state of the sheet that one can come back to.
type moment struct {
	rows []civic.Clause
	at   caret
	head civic.Content // without what stands below it
}

// stroke is the typing that one undo takes back: letters in a row, a word long.
type stroke struct {
	row, end int
	deleting bool
	active   bool
	space    bool // the last letter was white space
}

// sheet is an act as one writes on it: clauses that follow each other like the
// paragraphs of a page. It always has a row. It knows nothing of widgets.
type sheet struct {
	rows    []civic.Clause
	at      caret
	head    civic.Content // the fields above the text, kept with its steps
	version int           // rises with every change of the text
	newID   func() civic.ID
	past    []moment
	future  []moment
	typing  stroke
	naming  naming
}

const (
	mostMoments = 300
	// mostRemembered bounds the rows that all moments hold together.
	mostRemembered = 200_000
	// longest is what one block may hold, in bytes: longer ones make a key slow.
	longest = 8_000
)

// newSheet makes a sheet of an act's clauses.
func newSheet(clauses []civic.Clause, newID func() civic.ID) *sheet {
	s := &sheet{newID: newID}
	s.rows = s.fit(slices.Clone(clauses))
	return s
}

// fit makes clauses into rows: at least one, none too long.
func (s *sheet) fit(rows []civic.Clause) []civic.Clause {
	if len(rows) == 0 {
		return []civic.Clause{{ID: s.newID(), Section: civic.Intro}}
	}
	out := rows[:0:0]
	for _, c := range rows {
		for len(c.Text) > longest {
			cut := breakAt(c.Text)
			head := c
			head.Text, head.Sep = strings.TrimRight(c.Text[:cut], " "), ""
			if head.Sep = c.Text[len(head.Text):cut]; head.Sep == "" {
				break // no white space to part it at
			}
			out = append(out, head)
			c = civic.Clause{ID: s.newID(), Section: c.Section, Text: c.Text[cut:], Sep: c.Sep, Origins: c.Split()}
		}
		out = append(out, c)
	}
	return out
}

// breakAt finds where a long text is best parted: after a sentence, else after
// a word. The white space there goes with the head.
func breakAt(text string) int {
	window := text[:longest]
	for _, mark := range []string{". ", "; ", ", ", " "} {
		if i := strings.LastIndex(window, mark); i > longest/2 {
			return i + len(mark)
		}
	}
	return len(text)
}

// content gives the clauses as they are kept; nothing for a blank sheet.
func (s *sheet) content() []civic.Clause {
	if len(s.rows) == 1 && s.rows[0].Opener == "" && s.rows[0].Text == "" {
		return nil
	}
	return slices.Clone(s.rows)
}

// text is the whole act.
func (s *sheet) text() string { return drafting.Join(s.rows) }

// indexOf finds a clause by its id; -1 when it is not there.
func (s *sheet) indexOf(id civic.ID) int {
	return slices.IndexFunc(s.rows, func(c civic.Clause) bool { return c.ID == id })
}

// heads tells whether a row is followed by points of its own section, which say
// what its cue opens.
func (s *sheet) heads(row int) bool {
	if row+1 >= len(s.rows) || s.rows[row+1].Section != s.rows[row].Section {
		return false
	}
	_, point := drafting.ParseLabel(s.rows[row+1].Opener)
	return point
}

// mark remembers the present state before a change.
func (s *sheet) mark() {
	s.past = append(s.past, moment{slices.Clone(s.rows), s.at, s.head})
	most := min(mostMoments, max(20, mostRemembered/len(s.rows)))
	if len(s.past) > most {
		s.past = slices.Delete(s.past, 0, len(s.past)-most)
	}
	s.future = nil
	s.typing, s.naming = stroke{}, naming{}
	s.version++
}

// undo goes back one step; false when there is none.
func (s *sheet) undo() bool { return s.travel(&s.past, &s.future) }

// redo goes forward again.
func (s *sheet) redo() bool { return s.travel(&s.future, &s.past) }

func (s *sheet) travel(from, to *[]moment) bool {
	n := len(*from)
	if n == 0 {
		return false
	}
	m := (*from)[n-1]
	*from = (*from)[:n-1]
	*to = append(*to, moment{slices.Clone(s.rows), s.at, s.head})
	s.rows, s.at, s.head = m.rows, m.at, m.head
	s.typing, s.naming = stroke{}, naming{}
	s.version++
	return true
}

// place moves the caret, within what is there.
func (s *sheet) place(at caret) {
	at.row = min(max(0, at.row), len(s.rows)-1)
	at.pos = min(max(0, at.pos), runes(s.rows[at.row].Text))
	s.at = at
}

// typed takes the new text of a row after a key, with the caret behind it. It
// tells whether a cue was recognised, so that the row looks different now.
func (s *sheet) typed(row int, text string, pos int) bool {
	old := s.rows[row].Text
	if text == old {
		s.place(caret{row, pos})
		return false
	}
	grown := runes(text) - runes(old)
	letter := rune(0)
	if grown == 1 && pos > 0 {
		letter = []rune(text)[pos-1]
	}
	if !s.sameStroke(row, pos, grown, letter) {
		s.mark()
	}
	if c := &s.rows[row]; c.Text == civic.Obscured {
		c.ID, c.Origins = s.newID(), nil // one's own words: what was taken out before is not theirs
	}
	s.rows[row].Text = text
	s.version++
	s.naming = naming{}
	s.at = caret{row, pos}
	s.typing = stroke{row: row, end: pos, deleting: grown < 0, active: grown == 1 || grown == -1, space: unicode.IsSpace(letter)}
	return (letter == ' ' || letter == ':') && s.recognise(row, pos)
}

// sameStroke tells whether a key goes on with the typing before it. Each word
// is a step of its own.
func (s *sheet) sameStroke(row, pos, grown int, letter rune) bool {
	t := s.typing
	switch {
	case !t.active || t.row != row || t.deleting != (grown < 0):
		return false
	case grown == 1:
		return pos-1 == t.end && (!t.space || unicode.IsSpace(letter))
	case grown == -1:
		return pos == t.end || pos == t.end-1
	}
	return false
}

func runes(s string) int { return len([]rune(s)) }

// cutText parts a text after a number of runes.
func cutText(s string, pos int) (string, string) {
	r := []rune(s)
	pos = min(max(0, pos), len(r))
	return string(r[:pos]), string(r[pos:])
}
