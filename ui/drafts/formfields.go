package drafts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// lineEntry is a field that is as high as its lines.
type lineEntry struct {
	widget.Entry
	lone bool   // Enter leads on instead of making a line
	down func() // where Enter and Down lead from its end
	rows int

	travels func(fyne.Shortcut) bool // does undo and redo
}

func newLineEntry(hint string, changed func(string)) *lineEntry {
	e := &lineEntry{rows: 1}
	e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
	e.PlaceHolder, e.OnChanged = hint, changed
	e.SetMinRowsVisible(1)
	e.ExtendBaseWidget(e)
	return e
}

// TypedShortcut leaves undo and redo to the sheet.
func (e *lineEntry) TypedShortcut(s fyne.Shortcut) {
	if e.travels == nil || !e.travels(s) {
		e.Entry.TypedShortcut(s)
	}
}

// AcceptsTab leaves Tab to the toolkit.
func (e *lineEntry) AcceptsTab() bool { return false }

// TypedKey leads on from the field where it is told to.
func (e *lineEntry) TypedKey(k *fyne.KeyEvent) {
	switch {
	case e.lone && (k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter):
		if e.down != nil {
			e.down()
		}
	case e.down != nil && k.Name == fyne.KeyDown && e.SelectedText() == "" && e.CursorRow == e.countRows()-1:
		e.down()
	default:
		e.Entry.TypedKey(k)
	}
}

func (e *lineEntry) countRows() int {
	row, column := e.CursorRow, e.CursorColumn
	defer func() { e.CursorRow, e.CursorColumn = row, column }()
	n := 1
	for {
		e.CursorRow, e.CursorColumn = n, 0
		if e.CursorTextOffset() == 0 {
			return n
		}
		n++
	}
}

// fit gives the field the height of its lines at its present width.
func (e *lineEntry) fit() {
	if e.Size().Width <= 0 {
		return
	}
	if n := min(8, e.countRows()); n != e.rows {
		e.rows = n
		e.SetMinRowsVisible(n)
	}
}

// Resize counts the lines again.
func (e *lineEntry) Resize(s fyne.Size) {
	wide := s.Width != e.Size().Width
	e.Entry.Resize(s)
	if wide {
		e.fit()
	}
}

// bodyField is where one types the name of a council and takes it from those
// that are known.
type bodyField struct {
	f     *form
	entry *kit.SearchEntry
	found *fyne.Container
	wrong *kit.HighlightText
	root  *fyne.Container
	hits  []civic.Body
}

const mostBodies = 6

func newBodyField(f *form) *bodyField {
	b := &bodyField{f: f, found: container.NewVBox(), wrong: kit.NewErrorText("")}
	b.entry = kit.NewSearchEntry(f.e.p.h.Lang.T("drafts.body_hint"), b.typed)
	b.entry.OnShortcut = f.travels
	b.entry.OnEnter = func() { b.take(0) }
	b.entry.OnDown = func() {
		if len(b.found.Objects) > 0 {
			f.e.p.h.Window.Canvas().Focus(b.found.Objects[0].(fyne.Focusable))
		}
	}
	b.root = container.New(&stackLayout{gap: 2}, b.entry, b.wrong, b.found)
	return b
}

func (b *bodyField) view() fyne.CanvasObject { return b.root }

func (b *bodyField) fill(c civic.Content) {
	b.entry.SetText(c.BodyName)
	b.offer(nil)
}

func (b *bodyField) typed(text string) {
	f := b.f
	if f.filling {
		return
	}
	if text == f.e.content.BodyName && f.e.content.Body != "" {
		b.offer(nil)
		return
	}
	var hits []civic.Body
	if f.e.p.gaz != nil {
		hits = f.e.p.gaz.Find(text, mostBodies)
	}
	f.edit("body", text, func(c *civic.Content) { c.Body, c.BodyName = "", oneLine(text) })
	b.offer(hits)
}

// offer lists the bodies that fit, each a button.
func (b *bodyField) offer(hits []civic.Body) {
	l := b.f.e.p.h.Lang
	b.hits = hits
	b.found.RemoveAll()
	for i, h := range hits {
		text := h.Name
		if h.Province != "" {
			text += " (" + h.Province + ")"
		}
		button := kit.NewQuietButton(text+" · "+l.T("act.level."+string(h.Level)), nil, func() { b.take(i) })
		button.Alignment = widget.ButtonAlignLeading
		b.found.Add(button)
	}
	wrong := ""
	if c := b.f.e.content; c.BodyName != "" && c.Body == "" && len(hits) == 0 {
		wrong = l.T("drafts.body_wrong")
	}
	if b.wrong.Text() != wrong {
		b.wrong.Set(wrong, nil)
	}
	b.wrong.Hidden = wrong == ""
	if b.f.root != nil {
		b.f.grow(nil)
	}
}

func (b *bodyField) take(i int) {
	if i < len(b.hits) {
		b.f.bodyChosen(b.hits[i])
		b.f.e.p.h.Window.Canvas().Focus(b.entry)
	}
}

// stackLayout puts objects below each other, each as high as it asks at the
// full width.
type stackLayout struct{ gap, above, below float32 }

// MinSize is what the objects ask at their present width.
func (s *stackLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w, h := float32(0), s.above+s.below
	first := true
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if !first {
			h += s.gap
		}
		first = false
		m := o.MinSize()
		w, h = max(w, m.Width), h+m.Height
	}
	return fyne.NewSize(w, h)
}

// Layout gives each its room.
func (s *stackLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := s.above
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Resize(fyne.NewSize(size.Width, o.Size().Height))
		h := o.MinSize().Height
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, h))
		y += h + s.gap
	}
}

// fieldLayout puts a field under its label.
type fieldLayout struct{}

// MinSize is that of both.
func (*fieldLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(120, o[0].MinSize().Height+o[1].MinSize().Height+2)
}

// Layout gives the field all the width.
func (*fieldLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	h := o[0].MinSize().Height
	o[0].Move(fyne.NewPos(2, 0))
	o[0].Resize(fyne.NewSize(s.Width-2, h))
	o[1].Resize(fyne.NewSize(s.Width, o[1].Size().Height))
	o[1].Move(fyne.NewPos(0, h+2))
	o[1].Resize(fyne.NewSize(s.Width, o[1].MinSize().Height))
}

// gridLayout puts fields in two columns, or in one where the room is narrow.
type gridLayout struct {
	wide float32 // the least width of a column
	last float32 // the width of the last layout
}

const gridGap = 12

func (g *gridLayout) columns(width float32) int {
	if width >= 2*g.wide+gridGap {
		return 2
	}
	return 1
}

// MinSize is what the fields ask at the width they have.
func (g *gridLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	n := g.columns(g.last)
	h := float32(0)
	for i := 0; i < len(objects); i += n {
		row := float32(0)
		for _, o := range objects[i:min(i+n, len(objects))] {
			row = max(row, o.MinSize().Height)
		}
		h += row + 8
	}
	return fyne.NewSize(g.wide, h)
}

// Layout fills row after row.
func (g *gridLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	g.last = s.Width
	n := g.columns(s.Width)
	w := (s.Width - float32(n-1)*gridGap) / float32(n)
	y := float32(0)
	for i := 0; i < len(objects); i += n {
		row := float32(0)
		for k, o := range objects[i:min(i+n, len(objects))] {
			o.Resize(fyne.NewSize(w, o.Size().Height))
			h := o.MinSize().Height
			o.Move(fyne.NewPos(float32(k)*(w+gridGap), y))
			o.Resize(fyne.NewSize(w, h))
			row = max(row, h)
		}
		y += row + 8
	}
}

// middle centres one object by its height.
type middle struct{}

// MinSize is the object's.
func (middle) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout gives it the width.
func (middle) Layout(o []fyne.CanvasObject, s fyne.Size) {
	h := o[0].MinSize().Height
	o[0].Move(fyne.NewPos(0, (s.Height-h)/2))
	o[0].Resize(fyne.NewSize(s.Width, h))
}
