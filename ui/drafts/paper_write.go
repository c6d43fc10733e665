package drafts

import (
	"fyne.io/fyne/v2"

	"scranno/app/civic"
)

// typed takes what a field holds after a key.
func (p *paper) typed(e *clauseEntry, text string) {
	if row := p.s.indexOf(e.id); row >= 0 {
		p.s.typed(row, text, e.CursorTextOffset())
	}
}

// settle brings the paper in step with the sheet after a key in a field, and
// the sheet's caret with the field's.
func (p *paper) settle(e *clauseEntry) {
	row := p.s.indexOf(e.id)
	if row < 0 {
		return
	}
	if p.s.version == p.drawn {
		if e.on {
			p.s.place(caret{row, e.CursorTextOffset()})
			p.reveal(e)
		}
		return
	}
	if p.s.rows[row].Text != e.Text {
		p.sync() // a cue was recognised
		return
	}
	p.tell()
	p.draw()
	p.s.place(caret{row, e.CursorTextOffset()})
	p.reveal(e)
}

func (p *paper) tell() {
	if p.s.version != p.drawn {
		p.drawn = p.s.version
		p.o.Changed()
	}
}

// change runs an operation of the sheet and shows what came out. It tells
// whether there was anything to do.
func (p *paper) change(do func(*sheet)) bool {
	before := p.s.version
	do(p.s)
	p.all = false
	if p.s.version == before {
		return false
	}
	p.sync()
	return true
}

// sync shows the sheet as it is, with the keyboard where its caret is.
func (p *paper) sync() {
	p.tell()
	p.draw()
	p.goTo(p.s.at)
}

// goTo takes caret and keyboard to a place.
func (p *paper) goTo(at caret) bool {
	p.s.place(at)
	e := p.field(p.s.at.row)
	if e == nil {
		return false
	}
	p.now = e.id
	p.o.Focus(e)
	e.setCaret(p.s.at.pos)
	p.reveal(e)
	return true
}

// goToLine goes to a column of a row's first line, or of its last.
func (p *paper) goToLine(row int, last bool, column int) bool {
	e := p.field(row)
	if e == nil {
		return false
	}
	line := 0
	if last {
		line = e.lines() - 1
	}
	return p.goTo(caret{row, e.posAt(line, column)})
}

// field gives the field of a row, bringing it in sight; nil before the paper
// has a size.
func (p *paper) field(row int) *clauseEntry {
	id := p.s.rows[row].ID
	if _, ok := p.rows[id]; !ok {
		if p.scroll.Size().Height <= 0 {
			return nil
		}
		p.show(row)
	}
	if r, ok := p.rows[id]; ok {
		return r.entry
	}
	return nil
}

// page goes a screen down or up.
func (p *paper) page(down bool) bool {
	by := p.scroll.Size().Height * 0.8
	if !down {
		by = -by
	}
	target := p.tops[p.row()] + by
	to := 0
	for i, top := range p.tops {
		if top <= target {
			to = i
		}
	}
	if to == p.row() {
		return false
	}
	return p.goTo(caret{to, 0})
}

// focused notes where one writes.
func (p *paper) focused(e *clauseEntry, on bool) {
	r := p.rows[e.id]
	if r == nil || r.entry != e {
		return
	}
	if on {
		p.now = e.id
		if i := p.s.indexOf(e.id); i >= 0 && p.s.at.row != i {
			p.s.place(caret{i, e.CursorTextOffset()})
		}
	} else if p.all {
		p.chooseAll(false)
	}
	r.Refresh()
}

// chooseAll chooses the whole act, or lets it go.
func (p *paper) chooseAll(on bool) {
	if p.all == on {
		return
	}
	p.all = on
	for _, r := range p.rows {
		r.Refresh()
	}
}

// keyOnAll is a key while the whole act is chosen; false: it means the same as
// ever.
func (p *paper) keyOnAll(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyReturn, fyne.KeyEnter:
		return p.change((*sheet).clear)
	case fyne.KeyEscape:
		p.chooseAll(false)
		return true
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown:
		p.chooseAll(false)
	}
	return false
}

// paste puts the clipboard's text in at a field's caret.
func (p *paper) paste(e *clauseEntry, text string) {
	if text == "" {
		return
	}
	if p.all {
		p.change(func(s *sheet) { s.rewrite(text) })
		return
	}
	e.erase()
	if row := p.s.indexOf(e.id); row >= 0 {
		at := e.CursorTextOffset()
		p.change(func(s *sheet) { s.paste(caret{row, at}, text) })
	}
}

func (p *paper) undo() { p.travel((*sheet).undo) }

func (p *paper) redo() { p.travel((*sheet).redo) }

// travel goes a step back or forth, with the keyboard where it was: in the
// heading, or in the text.
func (p *paper) travel(step func(*sheet) bool) {
	if !step(p.s) {
		return
	}
	p.all = false
	if p.o.Travelled != nil && p.o.Travelled() {
		p.tell()
		p.draw()
		return
	}
	p.sync()
}

// openMenu asks for the menu of a clause; without a place it opens below it.
func (p *paper) openMenu(row int, at fyne.Position) {
	if row < 0 || row >= len(p.s.rows) {
		return
	}
	p.o.Menu(row, at)
}

// menuPlace is where a menu opens that a key asked for.
func (p *paper) menuPlace(row int) fyne.Position {
	r, ok := p.rows[p.s.rows[row].ID]
	if !ok {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(p)
	}
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(r).AddXY(gutter, r.entryTop+24)
}

// goToClause goes to a clause by its id.
func (p *paper) goToClause(id civic.ID) bool {
	row := p.s.indexOf(id)
	return row >= 0 && p.goTo(caret{row, runes(p.s.rows[row].Text)})
}
