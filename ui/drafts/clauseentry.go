package drafts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// keyShift is the key that chooses words while it is held.
const keyShift = desktop.KeyShiftLeft

// clauseEntry is the field of one clause. At its edges it hands the keys over
// to the paper, so that the fields feel like one sheet.
type clauseEntry struct {
	widget.Entry
	p      *paper
	id     civic.ID
	on     bool // it has the keyboard
	shift  bool
	silent bool // the text is being set by the paper
}

func newClauseEntry(p *paper) *clauseEntry {
	e := &clauseEntry{p: p}
	e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
	e.TextStyle = kit.WritingStyle()
	e.SetMinRowsVisible(1)
	e.ExtendBaseWidget(e)
	e.OnChanged = func(text string) {
		if !e.silent {
			p.typed(e, text)
		}
	}
	return e
}

// AcceptsTab leaves Tab to the toolkit, which goes to the next field; from a
// place to fill it goes to the next of those.
func (e *clauseEntry) AcceptsTab() bool { return e.p.o.Gap != nil && e.onGap() }

// load shows the text of a clause. The field must have its width by then.
func (e *clauseEntry) load(text string) {
	if e.Text == text {
		return
	}
	e.silent = true
	e.SetText(text)
	e.silent = false
}

// lineStart gives how many runes stand before a line as it is broken on the
// screen; false where there is no such line.
func (e *clauseEntry) lineStart(line int) (int, bool) {
	row, column := e.CursorRow, e.CursorColumn
	e.CursorRow, e.CursorColumn = line, 0
	at := e.CursorTextOffset()
	e.CursorRow, e.CursorColumn = row, column
	return at, line == 0 || at > 0
}

// lines counts the lines on the screen.
func (e *clauseEntry) lines() int {
	n := 1
	for {
		if _, ok := e.lineStart(n); !ok {
			return n
		}
		n++
	}
}

// setCaret puts the caret behind a number of runes.
func (e *clauseEntry) setCaret(pos int) {
	e.unselect()
	line, start := 0, 0
	for {
		at, ok := e.lineStart(line + 1)
		if !ok || at > pos {
			break
		}
		line, start = line+1, at
	}
	e.CursorRow, e.CursorColumn = line, pos-start
	e.Refresh()
}

// posAt is the place of a column of a line, or the line's end.
func (e *clauseEntry) posAt(line, column int) int {
	start, _ := e.lineStart(line)
	end, ok := e.lineStart(line + 1)
	text := []rune(e.Text)
	switch {
	case !ok:
		end = len(text)
	case end > start:
		end-- // what the line was broken at
	}
	return min(start+column, end)
}

func (e *clauseEntry) selected() bool { return e.SelectedText() != "" }

// unselect drops the selection, leaving the caret at its end.
func (e *clauseEntry) unselect() {
	if e.selected() {
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
}

// erase takes the selected text out.
func (e *clauseEntry) erase() {
	if e.selected() {
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	}
}

// KeyDown notes that Shift is held.
func (e *clauseEntry) KeyDown(k *fyne.KeyEvent) {
	if k.Name == desktop.KeyShiftLeft || k.Name == desktop.KeyShiftRight {
		e.shift = true
	}
	e.Entry.KeyDown(k)
}

// KeyUp notes that it was let go.
func (e *clauseEntry) KeyUp(k *fyne.KeyEvent) {
	if k.Name == desktop.KeyShiftLeft || k.Name == desktop.KeyShiftRight {
		e.shift = false
	}
	e.Entry.KeyUp(k)
}

// FocusGained tells the paper where one writes.
func (e *clauseEntry) FocusGained() {
	e.on = true
	e.Entry.FocusGained()
	e.p.focused(e, true)
}

// FocusLost tells that one left.
func (e *clauseEntry) FocusLost() {
	e.on, e.shift = false, false
	e.Entry.FocusLost()
	e.p.focused(e, false)
}

// MouseDown ends a selection of the whole act.
func (e *clauseEntry) MouseDown(m *desktop.MouseEvent) {
	e.p.chooseAll(false)
	e.Entry.MouseDown(m)
	e.p.settle(e)
}

// TappedSecondary opens the clause's own menu.
func (e *clauseEntry) TappedSecondary(ev *fyne.PointEvent) {
	e.p.openMenu(e.p.s.indexOf(e.id), ev.AbsolutePosition)
}

// TypedRune writes; over a chosen act it begins a new one.
func (e *clauseEntry) TypedRune(r rune) {
	if e.p.all {
		e.p.change(func(s *sheet) { s.rewrite(string(r)) })
		return
	}
	e.Entry.TypedRune(r)
	e.p.settle(e)
}

// TypedKey crosses to the neighbours at the edges, parts and joins.
func (e *clauseEntry) TypedKey(k *fyne.KeyEvent) {
	if e.p.all && e.p.keyOnAll(k) {
		return
	}
	if e.atEdge(k.Name) {
		return
	}
	e.Entry.TypedKey(k)
	e.p.settle(e)
}

// atEdge does what a key means between clauses; false: it stays within.
func (e *clauseEntry) atEdge(key fyne.KeyName) bool {
	row, at := e.p.s.indexOf(e.id), e.CursorTextOffset()
	if row < 0 {
		return true
	}
	free := !e.selected() && !e.shift
	switch key {
	case fyne.KeyReturn, fyne.KeyEnter:
		if e.shift {
			return false // a line within the clause
		}
		e.erase()
		at = e.CursorTextOffset()
		e.p.change(func(s *sheet) { s.split(row, at) })
		return true
	case fyne.KeyBackspace:
		return !e.selected() && at == 0 && e.p.change(func(s *sheet) { s.join(row) })
	case fyne.KeyDelete:
		return !e.selected() && at == runes(e.Text) && e.p.change(func(s *sheet) { s.joinNext(row) })
	case fyne.KeyEscape:
		e.p.o.Leave()
		return true
	case fyne.KeyTab, fyne.KeyF8:
		if e.p.o.Gap != nil {
			e.p.o.Gap()
		}
		return true
	case fyne.KeyF3:
		if e.p.o.Find != nil {
			e.p.o.Find()
		}
		return true
	case fyne.KeyPageUp, fyne.KeyPageDown:
		return free && e.p.page(key == fyne.KeyPageDown)
	}
	return free && e.cross(key, row, at)
}

// cross takes the caret to the neighbour where an arrow leads out.
func (e *clauseEntry) cross(key fyne.KeyName, row, at int) bool {
	switch key {
	case fyne.KeyLeft:
		return at == 0 && row > 0 && e.p.goTo(caret{row - 1, runes(e.p.s.rows[row-1].Text)})
	case fyne.KeyRight:
		return at == runes(e.Text) && row+1 < len(e.p.s.rows) && e.p.goTo(caret{row + 1, 0})
	case fyne.KeyUp:
		return e.CursorRow == 0 && row > 0 && e.p.goToLine(row-1, true, e.CursorColumn)
	case fyne.KeyDown:
		return e.CursorRow == e.lines()-1 && row+1 < len(e.p.s.rows) && e.p.goToLine(row+1, false, e.CursorColumn)
	}
	return false
}

// TypedShortcut does what concerns more than this field at the paper.
func (e *clauseEntry) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutUndo:
		e.p.undo()
	case *fyne.ShortcutRedo:
		e.p.redo()
	case *fyne.ShortcutSelectAll:
		if e.Text == "" || e.SelectedText() == e.Text {
			e.p.chooseAll(true)
			return
		}
		e.Entry.TypedShortcut(s)
	case *fyne.ShortcutPaste:
		e.p.paste(e, s.Clipboard.Content())
	case *fyne.ShortcutCopy:
		if e.p.all {
			s.Clipboard.SetContent(e.p.s.text())
			return
		}
		e.Entry.TypedShortcut(s)
	case *fyne.ShortcutCut:
		if e.p.all {
			s.Clipboard.SetContent(e.p.s.text())
			e.p.change((*sheet).clear)
			return
		}
		e.Entry.TypedShortcut(s)
	case *desktop.CustomShortcut:
		if e.p.jump(s) || s.KeyName == fyne.KeyBackspace && e.CursorTextOffset() == 0 && e.atEdge(fyne.KeyBackspace) {
			return
		}
		e.Entry.TypedShortcut(s)
	default:
		e.Entry.TypedShortcut(s)
	}
	e.p.settle(e)
}
