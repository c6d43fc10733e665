package drafts

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// standing gives what merges left to the person and is still in the text.
func (e *editor) standing() []civic.Doubt {
	return civic.Standing(slices.Concat(e.draft.Doubts, e.doubts), e.sheet.rows)
}

// doubtful counts it.
func (e *editor) doubtful() int { return len(e.standing()) }

// doubts are the rows of what merges did not decide.
func (t *checksTab) doubts() []asideRow {
	e, l := t.e, t.e.p.h.Lang
	all := e.standing()
	if len(all) == 0 {
		return nil
	}
	rows := []asideRow{{view: kit.RowView{Title: l.T("drafts.doubts"), Heading: true}}}
	for _, d := range all {
		v := kit.RowView{Title: l.T("drafts.doubt." + string(d.Kind)), Icon: theme.NewWarningThemedResource(theme.WarningIcon())}
		if d.Kind == civic.DoubtField {
			v.Title = l.T("drafts.doubt.field", "value", d.Value)
		}
		v.Detail = l.T("drafts.doubt_from", "a", deviceName(d.From, l), "b", deviceName(d.Other, l))
		if !d.At.IsZero() {
			v.Detail += " · " + l.Ago(d.At, e.p.h.Now())
		}
		rows = append(rows, asideRow{view: v, open: func() { t.choose(d) }})
	}
	return rows
}

// choose shows the place in the text, and lets the person decide.
func (t *checksTab) choose(d civic.Doubt) {
	e, l := t.e, t.e.p.h.Lang
	f := civic.Finding{Clause: d.Clause}
	if d.Field == "subject" {
		f.Code = "subject_missing"
	}
	e.goToFinding(f)
	if e.locked() {
		return
	}
	var items []*fyne.MenuItem
	add := func(key string, take func(), pairs ...any) {
		items = append(items, fyne.NewMenuItem(l.T(key, pairs...), func() { e.settle(d, take) }))
	}
	mine, theirs := deviceName(d.From, l), deviceName(d.Other, l)
	switch a, b := e.sheet.indexOf(d.Clause), e.sheet.indexOf(d.Beside); {
	case d.Kind == civic.DoubtBoth && a >= 0 && b >= 0:
		one, two := apartWords(e.sheet.rows[a].Text, e.sheet.rows[b].Text)
		add("drafts.doubt_take", e.without(d.Beside), "name", mine, "words", one)
		add("drafts.doubt_take", e.without(d.Clause), "name", theirs, "words", two)
		add("drafts.doubt_both", nil)
	case d.Kind == civic.DoubtKept && a >= 0:
		add("drafts.doubt_keep", nil, "name", mine, "words", firstWords(oneLine(e.sheet.rows[a].Text), mostWords))
		add("drafts.doubt_drop", e.without(d.Clause), "name", theirs)
	case d.Field == "subject":
		add("drafts.doubt_value", func() { e.form.subject.SetText(d.Value) }, "value", firstWords(oneLine(d.Value), mostWords))
		add("drafts.doubt_stay", nil)
	default:
		add("drafts.doubt_stay", nil)
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), e.p.h.Window.Canvas(), t.menuPlace(d))
}

// menuPlace is where the choice opens: in the list or, where the text has taken
// its place, below the words that it is about.
func (t *checksTab) menuPlace(d civic.Doubt) fyne.Position {
	e := t.e
	if e.asideOn {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(t.list).AddXY(24, 48)
	}
	if row := e.sheet.indexOf(d.Clause); row >= 0 {
		return e.paper.menuPlace(row)
	}
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(e.paper).AddXY(gutter, 48)
}

// without takes a clause out, as one step that can be undone.
func (e *editor) without(id civic.ID) func() {
	return func() {
		if row := e.sheet.indexOf(id); row >= 0 {
			e.paper.change(func(s *sheet) { s.remove(row) })
		}
	}
}

// settle does what was decided, and forgets the doubt.
func (e *editor) settle(d civic.Doubt, take func()) {
	if take != nil {
		take()
	}
	e.doubts = slices.DeleteFunc(e.doubts, d.Same)
	id := e.draft.ID
	e.saved(func() {
		e.p.run(func(ctx context.Context) error {
			_, err := e.p.d.Settled(ctx, id, d)
			return err
		}, func() {})
	})
	e.update()
}

// mostWords bounds what a menu shows of a text.
const mostWords = 56

// apartWords gives of two forms of a sentence where they differ, with the word
// before it.
func apartWords(a, b string) (string, string) {
	x, y := strings.Fields(a), strings.Fields(b)
	from := 0
	for from < min(len(x), len(y)) && x[from] == y[from] {
		from++
	}
	n, m := len(x), len(y)
	for n > from && m > from && x[n-1] == y[m-1] {
		n, m = n-1, m-1
	}
	from = max(0, from-1)
	show := func(w []string, to int) string {
		text := strings.Join(w[from:max(to, min(from+1, len(w)))], " ")
		if from > 0 {
			text = "…" + text
		}
		if to < len(w) {
			text += "…"
		}
		return firstWords(text, mostWords)
	}
	return show(x, n), show(y, m)
}
