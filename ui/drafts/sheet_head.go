package drafts

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
)

// naming is the typing in a field of the heading that one undo takes back.
type naming struct {
	field, text string
	active      bool
}

// headOf is what the fields above the text say, and no more.
func headOf(c civic.Content) civic.Content {
	c.Clauses, c.Attachments, c.Lineage = nil, nil, nil
	return c
}

// under puts a heading above what a content holds beside it.
func under(head, c civic.Content) civic.Content {
	head.Clauses, head.Attachments, head.Lineage = c.Clauses, c.Attachments, c.Lineage
	return head
}

// headed takes a change of the heading as a step of the sheet; letters of one word
// typed in one field are one step.
func (s *sheet) headed(field, text string, head civic.Content) {
	if last := s.naming; !last.active || last.field != field || !goesOn(last.text, text) {
		s.mark()
	}
	s.head, s.typing = head, stroke{}
	s.naming = naming{field: field, text: text, active: text != ""}
}

// goesOn tells whether a text is another with one letter more, or less, of the
// same word.
func goesOn(was, now string) bool {
	a, b := []rune(was), []rune(now)
	switch len(b) - len(a) {
	case -1:
		return true
	case 1:
		return len(a) == 0 || !unicode.IsSpace(a[len(a)-1]) || unicode.IsSpace(b[len(b)-1])
	}
	return false
}

// travelled shows the heading that a step back or forth has come to. It tells
// whether the keyboard stays in it.
func (e *editor) travelled() bool {
	stays := e.form.holds()
	if !sameHeading(headOf(e.content), e.sheet.head) {
		e.content = under(e.sheet.head, e.content)
		e.form.fill()
	}
	return stays
}

// holds tells whether the keyboard is in one of the fields.
func (f *form) holds() bool {
	now := f.e.p.h.Window.Canvas().Focused()
	for _, x := range []fyne.Focusable{
		f.subject, f.kind, f.subkind, f.body.entry, f.heading, f.addressees, f.signers, f.place, f.date, f.themes,
	} {
		if now == x {
			return true
		}
	}
	return false
}

// travels does an undo or a redo as a step of the sheet; false: it is another
// shortcut.
func (f *form) travels(s fyne.Shortcut) bool {
	switch s.(type) {
	case *fyne.ShortcutUndo:
		f.e.paper.undo()
	case *fyne.ShortcutRedo:
		f.e.paper.redo()
	default:
		return false
	}
	return true
}

// headEntry is a field of one line whose changes are steps of the sheet.
type headEntry struct {
	widget.Entry
	f *form
}

func newHeadEntry(f *form) *headEntry {
	e := &headEntry{f: f}
	e.ExtendBaseWidget(e)
	return e
}

// TypedShortcut leaves undo and redo to the sheet.
func (e *headEntry) TypedShortcut(s fyne.Shortcut) {
	if !e.f.travels(s) {
		e.Entry.TypedShortcut(s)
	}
}

// headChoice is a field with proposals whose changes are steps of the sheet.
type headChoice struct {
	widget.SelectEntry
	f *form
}

func newHeadChoice(f *form) *headChoice {
	e := &headChoice{f: f}
	e.ExtendBaseWidget(e)
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	return e
}

// TypedShortcut leaves undo and redo to the sheet.
func (e *headChoice) TypedShortcut(s fyne.Shortcut) {
	if !e.f.travels(s) {
		e.SelectEntry.TypedShortcut(s)
	}
}
