package drafts

import (
	"slices"
	"strings"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// edit runs a change of the rows around one of them as one step, and numbers
// the points again where they were in order before.
func (s *sheet) edit(row int, change func()) {
	start, ordered := s.numbering(row)
	section := s.rows[row].Section
	s.mark()
	change()
	s.place(s.at)
	if ordered && s.rows[s.at.row].Section == section {
		s.renumber(s.at.row, start)
	}
}

// split is Enter: what stands behind the caret becomes a clause of its own. In
// an empty point Enter ends the list instead.
func (s *sheet) split(row, pos int) {
	s.edit(row, func() {
		c := s.rows[row]
		_, point := drafting.ParseLabel(c.Opener)
		if point && c.Text == "" {
			s.rows[row].Opener = s.above(row)
			s.at = caret{row, 0}
			return
		}
		before, after := cutText(c.Text, pos)
		if after == "" && c.Opener == "" {
			c = s.asLine(row)
			before = c.Text
		}
		first, second := c, civic.Clause{ID: s.newID(), Section: c.Section, Opener: nextOpener(c, before), Text: after, Sep: c.Sep, Origins: c.Split()}
		first.Text, first.Sep = before, ""
		if before == "" && after != "" && (c.Opener == "" || point) {
			first.ID, second.ID = second.ID, first.ID // what was written keeps its name
			first.Origins, second.Origins = nil, c.Origins
		}
		if c.Section == civic.Hinge && after == "" {
			second.Section = civic.Operative
		}
		if after == "" {
			second.Origins = nil
		}
		s.rows[row] = first
		s.rows = slices.Insert(s.rows, row+1, second)
		s.at = caret{row + 1, 0}
	})
}

// asLine reads a row that Enter ends as a line of its own: a formula needs no
// colon there to be one.
func (s *sheet) asLine(row int) civic.Clause {
	c := s.rows[row]
	got := drafting.Cut(c.Text, func(int) civic.ID { return c.ID })
	if len(got) != 1 || got[0].Opener == "" || strings.Contains(c.Text, "\n") {
		return c
	}
	if _, point := drafting.ParseLabel(got[0].Opener); !point {
		if !s.fits(c, got[0].Section) {
			return c
		}
		c.Section = got[0].Section
	}
	c.Opener, c.Text = got[0].Opener, got[0].Text
	if c.Section == civic.Operative && (c.Text == "a" || c.Text == "ad") {
		c.Opener, c.Text = c.Opener+" "+c.Text, "" // the points say to what
	}
	return c
}

// join is Backspace at the start of a clause: an empty one goes, an opener
// becomes text again, else the clause goes on from the one before.
func (s *sheet) join(row int) bool {
	c := s.rows[row]
	switch {
	case c.Opener == "" && row == 0:
		return false
	case c.Text == "" && row > 0:
		s.edit(row, func() {
			s.rows = slices.Delete(s.rows, row, row+1)
			s.at = caret{row - 1, runes(s.rows[row-1].Text)}
		})
		return true
	case c.Opener != "":
		s.edit(row, func() { s.dissolve(row) })
		return true
	}
	s.edit(row, func() {
		before := s.rows[row-1]
		s.at = caret{row - 1, runes(before.Text)}
		before.Text += c.Text
		before.Sep = c.Sep
		before.Origins = unite(before.Origins, c.Split())
		s.rows[row-1] = before
		s.rows = slices.Delete(s.rows, row, row+1)
	})
	return true
}

// dissolve makes a cue text again; the label of a point just goes.
func (s *sheet) dissolve(row int) {
	c := &s.rows[row]
	opener := c.Opener
	c.Opener = ""
	s.at = caret{row, 0}
	if _, point := drafting.ParseLabel(opener); point {
		return
	}
	if c.Text != "" {
		opener += " "
	}
	c.Text = opener + c.Text
	s.at.pos = runes(opener)
}

func unite(a, b []civic.ID) []civic.ID {
	out := slices.Clone(a)
	for _, id := range b {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out[:min(len(out), civic.MaxList)]
}

// joinNext is Delete at the end of a clause.
func (s *sheet) joinNext(row int) bool {
	if row+1 >= len(s.rows) {
		return false
	}
	end := runes(s.rows[row].Text)
	if next := s.rows[row+1]; next.Opener != "" && next.Text != "" {
		s.edit(row, func() {
			s.dissolve(row + 1)
			s.at = caret{row, end}
		})
		return true
	}
	ok := s.join(row + 1)
	s.place(caret{row, end})
	return ok
}

// move exchanges a clause with its neighbour; by is -1 or 1.
func (s *sheet) move(row, by int) bool {
	to := row + by
	if row < 0 || row >= len(s.rows) || to < 0 || to >= len(s.rows) {
		return false
	}
	pos := s.at.pos
	s.edit(row, func() {
		s.rows[row], s.rows[to] = s.rows[to], s.rows[row]
		s.at = caret{to, pos}
	})
	return true
}

// remove takes a clause out.
func (s *sheet) remove(row int) {
	s.edit(row, func() {
		s.rows = s.fit(slices.Delete(s.rows, row, row+1))
		s.at = caret{min(row, len(s.rows)-1), 0}
	})
}

// clear takes all clauses out.
func (s *sheet) clear() {
	s.mark()
	s.rows, s.at = s.fit(nil), caret{}
}

// recast gives a clause another section and opener.
func (s *sheet) recast(row int, section civic.Section, opener string) {
	pos := s.at.pos
	s.edit(row, func() {
		s.rows[row].Section, s.rows[row].Opener = section, opener
		s.at = caret{row, pos}
	})
}

// loosen makes the opener of a clause text again.
func (s *sheet) loosen(row int) { s.edit(row, func() { s.dissolve(row) }) }

// paste puts a text in at the caret. Several lines become clauses by their
// cues; prose without a cue stays in the section it is put into.
func (s *sheet) paste(at caret, text string) {
	clean, _ := drafting.Pasted(text)
	if clean = strings.ReplaceAll(clean, "\u2028", "\n"); !strings.Contains(strings.Trim(clean, "\n"), "\n") && len(clean) <= longest {
		s.mark()
		before, after := cutText(s.rows[at.row].Text, at.pos)
		clean = strings.Trim(clean, "\n")
		s.rows[at.row].Text = before + clean + after
		s.at = caret{at.row, runes(before + clean)}
		return
	}
	s.edit(at.row, func() { s.pasteLines(at, text) })
}

func (s *sheet) pasteLines(at caret, text string) {
	c := s.rows[at.row]
	before, after := cutText(c.Text, at.pos)
	in := drafting.CutPasted(text, func(int) civic.ID { return s.newID() })
	if len(in) == 0 {
		return
	}
	for i := range in {
		if in[i].Section != civic.Intro {
			break
		}
		in[i].Section = c.Section
	}
	in[len(in)-1].Sep = ""
	switch head := &in[0]; {
	case before == "" && c.Opener == "":
		head.ID, head.Origins = c.ID, c.Origins
	case head.Opener == "":
		head.ID, head.Origins, head.Section, head.Opener = c.ID, c.Origins, c.Section, c.Opener
		head.Text = before + head.Text
	default:
		c.Text, c.Sep = before, ""
		in = append([]civic.Clause{c}, in...)
	}
	in = s.fit(in)
	last := &in[len(in)-1]
	end := runes(last.Text)
	last.Text += after
	last.Sep = s.rows[at.row].Sep
	s.rows = slices.Replace(s.rows, at.row, at.row+1, in...)
	s.at = caret{at.row + len(in) - 1, end}
}

// rewrite replaces the whole act by a text, as after choosing all of it.
func (s *sheet) rewrite(text string) {
	s.mark()
	s.rows, s.at = s.fit(nil), caret{}
	if strings.TrimSpace(text) != "" {
		s.pasteLines(caret{}, text)
	}
	s.place(s.at)
}
