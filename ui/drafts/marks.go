package drafts

import (
	"image/color"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// markKind is why words of a clause are marked.
type markKind uint8

const (
	markGap     markKind = iota // still to be filled
	markComment                 // there is a remark on them
	markFound                   // one looks for them
	markNow                     // the present one of those
)

// mark is a stretch of a clause, bytes of its text.
type mark struct {
	from, to int
	kind     markKind
}

// marksOf gives what is to be marked in a clause.
func (e *editor) marksOf(c civic.Clause) []mark {
	var out []mark
	for _, g := range drafting.Gaps(civic.Content{Clauses: []civic.Clause{{ID: c.ID, Section: c.Section, Text: c.Text}}}) {
		if g.Field == "text" {
			out = append(out, mark{g.From, g.To, markGap})
		}
	}
	if t, ok := e.aside.tab(tabComments).(*commentsTab); ok {
		for _, x := range t.all {
			if x.Resolved {
				continue
			}
			if at := drafting.PlaceComment(x, e.sheet.rows); at.Clause == c.ID {
				if at.From == at.To {
					at.To = len(c.Text)
				}
				out = append(out, mark{at.From, at.To, markComment})
			}
		}
	}
	if f := e.finder; f.root.Visible() && f.version == e.sheet.version {
		for i, h := range f.hits {
			if h.clause != c.ID {
				continue
			}
			kind := markFound
			if i == f.at {
				kind = markNow
			}
			out = append(out, mark{h.from, h.to, kind})
		}
	}
	return out
}

// mostMarks bounds what one clause shows.
const mostMarks = 60

// drawMarks lays the marks of a clause over its words.
func (r *clauseRow) drawMarks() {
	r.marks = r.marks[:0]
	if r.p.o.Marks == nil || r.clause.Text == "" {
		return
	}
	list := r.p.o.Marks(r.clause)
	if len(list) == 0 {
		return
	}
	starts := []int{0}
	for {
		at, ok := r.entry.lineStart(len(starts))
		if !ok {
			break
		}
		starts = append(starts, at)
	}
	text := []rune(r.clause.Text)
	for _, m := range list {
		if m.from < 0 || m.to > len(r.clause.Text) || m.from >= m.to {
			continue
		}
		from := utf8.RuneCountInString(r.clause.Text[:m.from])
		to := from + utf8.RuneCountInString(r.clause.Text[m.from:m.to])
		for i, start := range starts {
			end := len(text)
			if i+1 < len(starts) {
				end = starts[i+1]
			}
			a, b := max(from, start), min(to, end)
			if a < b && len(r.marks) < mostMarks {
				r.marks = append(r.marks, r.markBox(m.kind, text[start:a], text[a:b], i))
			}
		}
	}
}

// markBox is the mark of words on one line.
func (r *clauseRow) markBox(kind markKind, before, words []rune, line int) *canvas.Rectangle {
	width := func(s []rune) float32 { return fyne.MeasureText(string(s), writingSize, kit.WritingStyle()).Width }
	x := float32(gutter+entryPad) + width(before)
	y := r.entryTop + entryPad + float32(line)*lineHeight()
	box := canvas.NewRectangle(nil)
	box.CornerRadius = 2
	box.Move(fyne.NewPos(x-1, y))
	box.Resize(fyne.NewSize(width(words)+2, lineHeight()))
	switch kind {
	case markGap:
		box.FillColor = faint(theme.ColorForWidget(theme.ColorNameWarning, r), 56)
		box.StrokeColor, box.StrokeWidth = faint(theme.ColorForWidget(theme.ColorNameWarning, r), 160), 1
	case markComment:
		box.FillColor = theme.ColorForWidget(theme.ColorNamePrimary, r)
		box.Move(fyne.NewPos(x, y+lineHeight()-2))
		box.Resize(fyne.NewSize(width(words), 2))
	default:
		box.FillColor = faint(theme.ColorForWidget(kit.ColorMark, r), 84)
		if kind == markNow {
			box.StrokeColor, box.StrokeWidth = theme.ColorForWidget(kit.ColorRing, r), 2
		}
	}
	return box
}

// faint gives a colour that the words show through.
func faint(c color.Color, alpha uint8) color.Color {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = alpha
	return n
}

// onGap tells whether the words that are chosen are a place to fill: then Tab
// leads to the next one.
func (e *clauseEntry) onGap() bool {
	s := e.SelectedText()
	return len(s) > 2 && s[0] == '[' && s[len(s)-1] == ']'
}
