package drafts

import (
	"strings"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// nextOpener is what a clause begins with that Enter makes behind another. A
// point that ends in a colon is followed by points below it.
func nextOpener(c civic.Clause, before string) string {
	if l, ok := drafting.ParseLabel(c.Opener); ok {
		if l.Top() && strings.HasSuffix(strings.TrimSpace(before), ":") {
			return "a)"
		}
		return l.Next().String()
	}
	if c.Section == civic.Operative && c.Opener != "" && before == "" {
		return "1." // the first point behind the formula
	}
	return ""
}

// above gives the label that follows a list of points below another, where one
// leaves it; empty: the list is no such one.
func (s *sheet) above(row int) string {
	l, ok := drafting.ParseLabel(s.rows[row].Opener)
	if !ok || l.Top() {
		return ""
	}
	from, _ := s.group(row)
	for i := row - 1; i >= from; i-- {
		if up, ok := drafting.ParseLabel(s.rows[i].Opener); ok && up.Top() {
			return up.Next().String()
		}
	}
	return ""
}

// nest makes a point one below the point before it, or one of those again.
func (s *sheet) nest(row int, in bool) {
	l, ok := drafting.ParseLabel(s.rows[row].Opener)
	if !ok || in != l.Top() || in && row == 0 {
		return
	}
	pos := s.at.pos
	s.edit(row, func() {
		s.rows[row].Opener = "a)"
		if !in {
			s.rows[row].Opener = "1."
		}
		s.at = caret{row, pos}
	})
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

// numbering tells whether the points around a row follow each other, and from
// which number on.
func (s *sheet) numbering(row int) (start int, ok bool) {
	from, to := s.group(row)
	return drafting.Ordered(s.rows[from:to])
}

// renumber counts the points around a row again.
func (s *sheet) renumber(row, start int) {
	from, to := s.group(row)
	drafting.Renumber(s.rows[from:to], start)
}

// cueLength is how far from the start of a clause a cue may end, in runes.
const cueLength = 160

// recognise looks whether what stands before the caret is a cue: it then
// becomes the clause's opener. A cue may grow: "premesso", "premesso che".
func (s *sheet) recognise(row, pos int) bool {
	c := s.rows[row]
	if _, point := drafting.ParseLabel(c.Opener); point || pos > cueLength {
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
		if _, point := drafting.ParseLabel(got[0].Opener); point {
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

// cuesOf offers the openers of a section; the formula is the kind's.
func cuesOf(section civic.Section, formula string) []string {
	switch section {
	case civic.Recital:
		return []string{"premesso che", "considerato che", "rilevato che", "tenuto conto che", "preso atto che", "dato atto che", "ritenuto che"}
	case civic.CitationS:
		return []string{"visto", "vista", "visti", "richiamato", "richiamata"}
	case civic.Hinge:
		return []string{"tutto ciò premesso", "tutto ciò premesso e considerato"}
	case civic.Operative:
		cues := []string{"1.", "a)", "–"}
		if formula != "" {
			cues = append([]string{formula}, cues...)
		}
		return cues
	case civic.Article:
		return []string{"Art. 1.", "1."}
	}
	return nil
}
