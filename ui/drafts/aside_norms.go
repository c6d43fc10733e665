package drafts

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// tabNorms is its place among the tabs of the side.
const tabNorms = "norms"

// normsTab lists what the text cites, as one writes.
type normsTab struct {
	e *editor
	*asideList
	found []drafting.Norm
}

func newNormsTab(e *editor) *normsTab {
	t := &normsTab{e: e, asideList: newAsideList(e)}
	t.found = drafting.Norms(e.content)
	return t
}

func (*normsTab) id() string { return tabNorms }

func (*normsTab) title() string { return "drafts.tab.norms" }

func (t *normsTab) badge() int { return len(t.found) }

func (t *normsTab) view() fyne.CanvasObject { return t.list }

func (t *normsTab) focus() fyne.Focusable { return t.list }

// changed reads the text again: a long act takes less than a millisecond.
func (t *normsTab) changed() {
	t.found = drafting.Norms(t.e.written())
	t.e.aside.came(t)
}

func (t *normsTab) update() {
	l := t.e.p.h.Lang
	if len(t.found) == 0 {
		t.set([]asideRow{{view: kit.RowView{Title: l.T("norms.none"), Pending: true}}})
		return
	}
	rows := make([]asideRow, len(t.found))
	for i, n := range t.found {
		rows[i] = asideRow{view: normView(n, l), open: func() { t.menu(n, i) }}
	}
	t.set(rows)
}

func normView(n drafting.Norm, l *kit.Lang) kit.RowView {
	v := kit.RowView{Title: n.Label, Detail: n.Name, Icon: theme.NewColoredResource(theme.DocumentIcon(), kit.ColorMuted)}
	if n.Abrogated() {
		v.Icon = theme.NewWarningThemedResource(theme.WarningIcon())
		v.Detail = l.T("norms.gone", "since", l.Day(n.Since), "now", n.Now)
	}
	return v
}

// menu offers what one can do with a norm.
func (t *normsTab) menu(n drafting.Norm, row int) {
	e, l := t.e, t.e.p.h.Lang
	items := []*fyne.MenuItem{fyne.NewMenuItem(l.T("norms.show"), func() { e.goToNorm(n) })}
	if n.Abrogated() && !e.locked() {
		items = append(items, fyne.NewMenuItem(l.T("norms.replace"), func() { e.replaceNorm(n) }))
	}
	items = append(items, e.p.h.CitedItems(kit.Cited{Label: n.Label, Link: n.Link, Site: n.Site, Act: n.Act, One: n.One})...)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), e.p.h.Window.Canvas(), t.list.MenuPlace())
}

// goToNorm takes the keyboard behind the citation.
func (e *editor) goToNorm(n drafting.Norm) {
	if !e.uncover() {
		return
	}
	if n.Clause == "" {
		e.goToFinding(civic.Finding{Code: "subject_missing"})
		return
	}
	if row := e.sheet.indexOf(n.Clause); row >= 0 {
		text := e.sheet.rows[row].Text
		e.paper.goTo(caret{row, runes(text[:min(n.To, len(text))])})
	}
}

// replaceNorm writes what is in force in the place of an abrogated norm, as one
// step that can be undone.
func (e *editor) replaceNorm(n drafting.Norm) {
	if !e.uncover() {
		return
	}
	l, c := e.p.h.Lang, e.written()
	if n.Clause == "" {
		e.replaceInSubject(c, n)
		return
	}
	row := e.sheet.indexOf(n.Clause)
	if row < 0 {
		e.p.h.Toast(kit.Toast{Text: l.T("norms.changed")})
		return
	}
	old := e.sheet.rows[row].Text
	text, ok := drafting.ReplaceNorm(c, old, n)
	if !ok {
		e.p.h.Toast(kit.Toast{Text: l.T("norms.changed")})
		return
	}
	e.paper.change(func(s *sheet) {
		s.edit(row, func() {
			s.rows[row].Text = text
			s.at = caret{row, runes(text) - runes(after(old, n.To, text))}
		})
	})
	e.told()
}

// replaceInSubject does the same in the heading, which has no steps of its own.
func (e *editor) replaceInSubject(c civic.Content, n drafting.Norm) {
	text, ok := drafting.ReplaceNorm(c, c.Subject, n)
	if !ok {
		e.p.h.Toast(kit.Toast{Text: e.p.h.Lang.T("norms.changed")})
		return
	}
	was := c
	c.Subject = text
	e.replace(c)
	e.p.h.Toast(kit.Toast{
		Text: e.p.h.Lang.T("norms.replaced"), Action: e.p.h.Lang.T("button.undo"),
		Run: func() {
			if e.on() {
				e.replace(was)
			}
		},
	})
	e.aside.look()
}

// told says that a citation was replaced, with a way back.
func (e *editor) told() {
	l := e.p.h.Lang
	e.p.h.Toast(kit.Toast{Text: l.T("norms.replaced"), Action: l.T("button.undo"), Run: func() {
		if e.on() {
			e.paper.undo()
		}
	}})
	e.aside.look()
}

// after is what followed the old citation and follows the new one too.
func after(old string, end int, now string) string {
	rest := old[min(end, len(old)):]
	if strings.HasSuffix(now, rest) {
		return rest
	}
	return ""
}
