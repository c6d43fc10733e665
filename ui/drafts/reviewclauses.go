package drafts

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// reviewClauses shows how a document was cut, and changes it.
type reviewClauses struct {
	f       *reviewForm
	row     int
	filling bool
	list    *kit.KeyList
	section *kit.Select
	opener  *kit.Field
	text    *kit.Field
	foot    fyne.CanvasObject
}

func newReviewClauses(f *reviewForm) *reviewClauses {
	l := f.r.p.h.Lang
	c := &reviewClauses{f: f}
	c.list = kit.NewKeyList(kit.ListOptions{
		Len:    func() int { return len(c.rows()) },
		New:    func() fyne.CanvasObject { return kit.NewRow(1) },
		Update: func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(c.view(c.rows()[i])) },
		Label:  func(i int) string { return c.rows()[i].Opener + " " + c.rows()[i].Text },
		OnCurrent: func(i int) {
			c.row = i
			c.load()
		},
	})
	sections := civic.Sections()
	names := make([]string, len(sections))
	for i, s := range sections {
		names[i] = l.T("act.section." + string(s))
	}
	c.section = kit.NewSelect(l, names, func(string) { c.recast() })
	c.opener = kit.NewField()
	c.opener.SetPlaceHolder(l.T("field.opener"))
	c.opener.OnChanged = func(string) { c.recast() }
	c.text = kit.NewProse(3)
	c.text.OnChanged = func(text string) {
		c.change(func(s *sheet) { s.rows[c.row].Text = strings.TrimRight(text, "\n") })
	}
	buttons := container.NewHBox(
		kit.NewButton(l.T("import.split"), nil, c.split), kit.NewButton(l.T("import.join"), nil, c.join),
		kit.NewButton(l.T("button.undo"), nil, c.undo),
	)
	line := container.NewBorder(nil, nil, container.NewGridWrap(fyne.NewSize(160, c.section.MinSize().Height), c.section), buttons, c.opener)
	c.foot = container.NewPadded(container.NewVBox(line, c.text))
	return c
}

func (c *reviewClauses) rows() []civic.Clause {
	if c.f.it == nil {
		return nil
	}
	return c.f.it.sheet.rows
}

func (c *reviewClauses) view(x civic.Clause) kit.RowView {
	text := strings.Join(strings.Fields(x.Opener+" "+x.Text), " ")
	return kit.RowView{Title: text, Detail: c.f.r.p.h.Lang.T("act.section." + string(x.Section))}
}

// fill shows the clauses of a document from the first on.
func (c *reviewClauses) fill() {
	c.row = 0
	c.list.Reload()
	c.list.SetCurrent(0)
	c.load()
}

// load puts the chosen clause into the fields.
func (c *reviewClauses) load() {
	rows := c.rows()
	if c.row >= len(rows) {
		return
	}
	c.filling = true
	x := rows[c.row]
	c.section.SetSelectedIndex(slices.Index(civic.Sections(), x.Section))
	c.opener.SetText(x.Opener)
	c.text.SetText(x.Text)
	c.filling = false
}

// change changes the clauses, unless the fields are being filled.
func (c *reviewClauses) change(do func(s *sheet)) bool {
	it := c.f.it
	if c.filling || it == nil || it.made != "" || c.row >= len(it.sheet.rows) {
		return false
	}
	do(it.sheet)
	c.row = min(c.row, len(it.sheet.rows)-1)
	c.list.Reload()
	return true
}

// moved shows the clauses after they were parted or joined.
func (c *reviewClauses) moved() {
	c.list.SetCurrent(c.row)
	c.load()
	c.f.tell()
}

func (c *reviewClauses) recast() {
	at := c.section.SelectedIndex()
	if at >= 0 {
		c.change(func(s *sheet) { s.recast(c.row, civic.Sections()[at], oneLine(c.opener.Text)) })
	}
}

// split parts the clause where the caret stands in its text.
func (c *reviewClauses) split() {
	pos := c.text.CursorTextOffset()
	if pos <= 0 || pos >= runes(strings.TrimRight(c.text.Text, " ")) {
		c.f.r.p.h.Toast(kit.Toast{Text: c.f.r.p.h.Lang.T("import.split_where")})
		return
	}
	if c.change(func(s *sheet) {
		s.split(c.row, pos)
		s.rows[c.row].Text = strings.TrimRight(s.rows[c.row].Text, " ")
		s.rows[c.row+1].Text = strings.TrimLeft(s.rows[c.row+1].Text, " ")
		c.row++
	}) {
		c.moved()
	}
}

// join lets the clause go on from the one before.
func (c *reviewClauses) join() {
	if c.row > 0 && c.change(func(s *sheet) {
		if s.rows[c.row].Opener != "" {
			s.loosen(c.row)
		}
		if s.rows[c.row].Text != "" && s.rows[c.row-1].Text != "" {
			s.rows[c.row].Text = " " + s.rows[c.row].Text
		}
		s.join(c.row)
		c.row--
	}) {
		c.moved()
	}
}

func (c *reviewClauses) undo() {
	if c.change(func(s *sheet) { s.undo() }) {
		c.moved()
	}
}
