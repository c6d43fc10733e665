package drafts

import (
	"strconv"
	"strings"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// label is what marks a point: a number or a letter with its stop, or a dash.
type label struct {
	number int // of a letter: from 1
	letter bool
	stop   string
	dash   string
}

// parseLabel reads an opener as the label of a point.
func parseLabel(opener string) (label, bool) {
	switch opener {
	case "":
		return label{}, false
	case "-", "–", "—", "•", "·":
		return label{dash: opener}, true
	}
	head, stop := opener[:len(opener)-1], opener[len(opener)-1:]
	if stop != "." && stop != ")" {
		return label{}, false
	}
	if n, err := strconv.Atoi(head); err == nil && n > 0 && n < 1000 && head[0] != '+' {
		return label{number: n, stop: stop}, true
	}
	if len(head) == 1 && head[0] >= 'a' && head[0] <= 'z' {
		return label{number: int(head[0]-'a') + 1, letter: true, stop: stop}, true
	}
	return label{}, false
}

func (l label) String() string {
	switch {
	case l.dash != "":
		return l.dash
	case l.letter:
		return string(rune('a'+(l.number-1)%26)) + l.stop
	}
	return strconv.Itoa(l.number) + l.stop
}

func (l label) next() label {
	l.number++
	return l
}

// nextOpener is what a clause begins with that Enter makes behind another.
func nextOpener(c civic.Clause, before string) string {
	if l, ok := parseLabel(c.Opener); ok {
		return l.next().String()
	}
	if c.Section == civic.Operative && c.Opener != "" && before == "" {
		return "1." // the first point behind the formula
	}
	return ""
}

// group is the stretch of rows of one section around a row.
func (s *sheet) group(row int) (from, to int) {
	from, to = row, row+1
	section := s.rows[row].Section
	for from > 0 && s.rows[from-1].Section == section {
		from--
	}
	for to < len(s.rows) && s.rows[to].Section == section {
		to++
	}
	return from, to
}

// numbering tells whether the numbered points around a row follow each other,
// and from which number on.
func (s *sheet) numbering(row int) (start int, ok bool) {
	from, to := s.group(row)
	want := 0
	for _, c := range s.rows[from:to] {
		l, point := parseLabel(c.Opener)
		if !point || l.dash != "" || l.letter {
			continue
		}
		if want == 0 {
			start, want = l.number, l.number
		}
		if l.number != want {
			return 0, false
		}
		want++
	}
	return start, want > 0
}

// renumber counts the numbered points around a row again.
func (s *sheet) renumber(row, start int) {
	from, to := s.group(row)
	for i := from; i < to; i++ {
		l, point := parseLabel(s.rows[i].Opener)
		if point && l.dash == "" && !l.letter {
			l.number = start
			s.rows[i].Opener = l.String()
			start++
		}
	}
}

// cueLength is how far from the start of a clause a cue may end, in runes.
const cueLength = 160

// recognise looks whether what stands before the caret is a cue: it then
// becomes the clause's opener. A cue may grow: "premesso", "premesso che".
func (s *sheet) recognise(row, pos int) bool {
	c := s.rows[row]
	if _, point := parseLabel(c.Opener); point || pos > cueLength {
		return false
	}
	head, rest := cutText(c.Text, pos)
	if strings.Contains(head, "\n") {
		return false
	}
	if c.Opener != "" {
		head = c.Opener + " " + head
	}
	for _, probe := range []string{head + "x", head} {
		got := drafting.Cut(probe, func(int) civic.ID { return c.ID })
		if len(got) != 1 || got[0].Opener == "" || got[0].Opener == c.Opener || strings.TrimRight(head, " ") != got[0].Opener {
			continue
		}
		section := got[0].Section
		if _, point := parseLabel(got[0].Opener); point {
			section = c.Section
		} else if !s.fits(c, section) || !finished(section, got[0].Opener) {
			continue
		}
		s.mark()
		s.rows[row].Opener, s.rows[row].Section, s.rows[row].Text = got[0].Opener, section, rest
		s.at = caret{row, 0}
		return true
	}
	return false
}

// fits tells whether a cue of a section may begin this clause: inside the
// operative part the words of a recital are words of a point.
func (s *sheet) fits(c civic.Clause, section civic.Section) bool {
	return c.Section != civic.Operative || section == civic.Operative || section == civic.Closing || section == civic.Article
}

// finished tells whether a cue stands by itself while one goes on typing: a
// formula ends with its colon, an article's heading with Enter.
func finished(section civic.Section, opener string) bool {
	switch section {
	case civic.Operative:
		return strings.HasSuffix(opener, ":")
	case civic.Article:
		return false
	}
	return true
}

// cuesOf offers the openers of a section, for a kind and its addressees.
func cuesOf(section civic.Section, kind civic.ActKind, addressees []string) []string {
	switch section {
	case civic.Recital:
		return []string{"premesso che", "considerato che", "rilevato che", "tenuto conto che", "preso atto che", "dato atto che", "ritenuto che"}
	case civic.CitationS:
		return []string{"visto", "vista", "visti", "richiamato", "richiamata"}
	case civic.Hinge:
		return []string{"tutto ciò premesso", "tutto ciò premesso e considerato"}
	case civic.Operative:
		return []string{formulaOf(kind, addressees), "1.", "a)", "–"}
	case civic.Article:
		return []string{"Art. 1.", "1."}
	}
	return nil
}

// formulaOf writes the dispositive formula of a kind.
func formulaOf(kind civic.ActKind, addressees []string) string {
	before, after := drafting.Verb(kind)
	if before == "" {
		before = "propone"
	}
	parts := []string{before}
	if after != "" {
		parts = append(parts, strings.Join(addressees, " e "), after)
	}
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ") + ":"
}
