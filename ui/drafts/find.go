package drafts

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// hit is a place where the words stand that one looks for: bytes of a clause.
type hit struct {
	clause   civic.ID
	from, to int
}

// finder is the strip to find words in the act and to put others in their place.
type finder struct {
	e       *editor
	words   *findEntry
	by      *findEntry
	whole   *widget.Check
	exact   *widget.Check
	count   *kit.HighlightText
	second  *fyne.Container
	root    *fyne.Container
	hits    []hit
	at      int
	version int // of the sheet, that the hits are of
}

// findEntry is a field of one line with its own Enter and Escape.
type findEntry struct {
	widget.Entry
	enter, escape func()
}

func newFindEntry(hint string, changed func(string), enter, escape func()) *findEntry {
	e := &findEntry{enter: enter, escape: escape}
	e.PlaceHolder, e.OnChanged = hint, changed
	e.ExtendBaseWidget(e)
	return e
}

// TypedKey leads on.
func (e *findEntry) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyF3:
		e.enter()
	case fyne.KeyEscape:
		e.escape()
	default:
		e.Entry.TypedKey(k)
	}
}

func newFinder(e *editor) *finder {
	l := e.p.h.Lang
	f := &finder{e: e, count: kit.NewHighlightText("", kit.TextLook{Size: 12, Color: kit.ColorMuted})}
	f.words = newFindEntry(l.T("find.hint"), func(string) { f.look(true) }, func() { f.step(1) }, f.close)
	f.by = newFindEntry(l.T("find.by_hint"), nil, f.replace, f.close)
	f.whole = widget.NewCheck(l.T("find.whole"), func(bool) { f.look(true) })
	f.exact = widget.NewCheck(l.T("find.exact"), func(bool) { f.look(true) })
	back := kit.NewQuietButton("", theme.NewThemedResource(theme.MoveUpIcon()), func() { f.step(-1) })
	on := kit.NewQuietButton("", theme.NewThemedResource(theme.MoveDownIcon()), func() { f.step(1) })
	shut := kit.NewQuietButton(l.T("button.close"), nil, f.close)
	one := kit.NewButton(l.T("find.replace"), nil, f.replace)
	all := kit.NewButton(l.T("find.replace_all"), nil, f.replaceAll)
	count := container.NewGridWrap(fyne.NewSize(76, 30), container.New(middle{}, f.count))
	first := container.NewBorder(nil, nil, nil, container.NewHBox(count, back, on, shut), f.words)
	f.second = container.NewBorder(nil, nil, nil, container.NewHBox(one, all), f.by)
	f.root = container.NewStack(newGround(kit.ColorSoft), container.NewPadded(container.NewVBox(first, f.second, container.NewHBox(f.whole, f.exact))))
	f.root.Hide()
	return f
}

// find shows the strip; with replacing, its second line too.
func (e *editor) find(replacing bool) {
	if e.preview != nil {
		e.closePreview()
	}
	if e.locked() {
		return
	}
	e.clearSide()
	f := e.finder
	if row := e.paper.field(e.paper.row()); row != nil && row.SelectedText() != "" && !f.root.Visible() {
		f.words.SetText(oneLine(row.SelectedText()))
	}
	f.second.Hidden = !replacing
	f.root.Show()
	e.root.Refresh()
	relayout(e.root)
	f.look(true)
	e.p.h.Window.Canvas().Focus(f.words)
}

func (f *finder) close() {
	if !f.root.Visible() {
		return
	}
	f.root.Hide()
	f.e.root.Refresh()
	relayout(f.e.root)
	f.e.paper.draw()
	if f.at < len(f.hits) {
		h := f.hits[f.at]
		f.e.goToWords(h.clause, h.from, h.to)
		return
	}
	f.e.paper.goTo(f.e.sheet.at)
}

// look finds all places. Anew, the first one behind the caret is the present
// one.
func (f *finder) look(anew bool) {
	if !f.root.Visible() {
		f.hits = nil
		return
	}
	s := f.e.sheet
	f.hits, f.version = nil, s.version
	how := drafting.FindHow{Word: f.whole.Checked, Exact: f.exact.Checked}
	first := -1
	for row, c := range s.rows {
		for _, m := range drafting.FindText(c.Text, f.words.Text, how) {
			head, _ := cutText(c.Text, s.at.pos)
			if first < 0 && (row > s.at.row || row == s.at.row && m[1] >= len(head)) {
				first = len(f.hits)
			}
			f.hits = append(f.hits, hit{c.ID, m[0], m[1]})
		}
	}
	if anew {
		f.at = max(first, 0)
	}
	f.at = min(f.at, max(0, len(f.hits)-1))
	f.say()
	if anew && len(f.hits) > 0 {
		f.e.paper.show(s.indexOf(f.hits[f.at].clause))
	}
	f.e.paper.draw()
}

func (f *finder) say() {
	l := f.e.p.h.Lang
	text := ""
	switch {
	case f.words.Text == "":
	case len(f.hits) == 0:
		text = l.T("find.none")
	default:
		text = l.T("find.of", "n", f.at+1, "all", len(f.hits))
	}
	f.count.Set(text, nil)
}

// step goes to the next place, or the one before, and round at the end.
func (f *finder) step(by int) {
	if f.version != f.e.sheet.version {
		f.look(false)
	}
	n := len(f.hits)
	if n == 0 {
		return
	}
	f.at = (f.at + by + n) % n
	f.say()
	f.e.paper.show(f.e.sheet.indexOf(f.hits[f.at].clause))
	f.e.paper.draw()
}

// replace puts the other words in the present place and goes on.
func (f *finder) replace() {
	if f.version != f.e.sheet.version {
		f.look(false)
	}
	if f.at >= len(f.hits) || f.second.Hidden {
		return
	}
	h := f.hits[f.at]
	f.e.sheet.replaceAll([]hit{h}, f.by.Text)
	f.written()
}

// replaceAll puts the other words in all places, as one step.
func (f *finder) replaceAll() {
	f.look(false)
	n := len(f.hits)
	if n == 0 {
		return
	}
	f.e.sheet.replaceAll(f.hits, f.by.Text)
	f.written()
	l := f.e.p.h.Lang
	f.e.p.h.Toast(kit.Toast{Text: l.N("find.replaced", n), Action: l.T("button.undo"), Run: func() {
		if f.e.on() {
			f.e.paper.undo()
			f.look(false)
		}
	}})
}

// written shows what was replaced, with the keyboard still in the strip.
func (f *finder) written() {
	f.e.paper.tell()
	f.e.paper.draw()
	f.look(false)
}

// replaceAll puts other words in places that do not lie within each other, as
// one step.
func (s *sheet) replaceAll(hits []hit, by string) {
	s.mark()
	for _, h := range slices.Backward(hits) {
		row := s.indexOf(h.clause)
		if row < 0 {
			continue
		}
		if text := s.rows[row].Text; h.to <= len(text) {
			s.rows[row].Text = text[:h.from] + by + text[h.to:]
		}
	}
	s.place(s.at)
}
