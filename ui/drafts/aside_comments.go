package drafts

import (
	"context"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// tabComments is its place among the tabs of the side.
const tabComments = "comments"

// Margin keeps the remarks on a draft, on this computer.
type Margin interface {
	Comments(ctx context.Context, draft civic.ID) ([]civic.Comment, error)
	AddComment(ctx context.Context, draft civic.ID, on civic.Clause, words [2]int, text string) (civic.Comment, error)
	ChangeComment(ctx context.Context, draft, id civic.ID, text string) error
	ResolveComment(ctx context.Context, draft, id civic.ID, on bool) error
	DropComment(ctx context.Context, id civic.ID) error
}

// commentsTab lists the remarks in the margin, each at its words.
type commentsTab struct {
	e *editor
	*asideList
	all  []civic.Comment
	root fyne.CanvasObject
}

func newCommentsTab(e *editor) *commentsTab {
	t := &commentsTab{e: e, asideList: newAsideList(e)}
	add := kit.NewQuietButton(e.p.h.Lang.T("comment.add"), nil, e.comment)
	t.root = kit.NewFrame(nil, container.NewPadded(container.NewHBox(add)), nil, nil, t.list)
	t.read()
	return t
}

func (*commentsTab) id() string { return tabComments }

func (*commentsTab) title() string { return "drafts.tab.comments" }

func (t *commentsTab) badge() int {
	n := 0
	for _, c := range t.all {
		if !c.Resolved {
			n++
		}
	}
	return n
}

func (t *commentsTab) view() fyne.CanvasObject { return t.root }

func (t *commentsTab) focus() fyne.Focusable { return t.list }

// changed looks where the remarks stand now.
func (t *commentsTab) changed() { t.e.aside.came(t) }

func (t *commentsTab) read() {
	id := t.e.draft.ID
	readAside(t.e, tabComments, func(ctx context.Context) ([]civic.Comment, error) {
		return t.e.p.d.Comments(ctx, id)
	}, func(all []civic.Comment) {
		t.all = all
		t.e.aside.came(t)
		t.e.paper.draw()
	})
}

func (t *commentsTab) update() {
	l := t.e.p.h.Lang
	var open, lost, done []asideRow
	for _, c := range t.all {
		at := drafting.PlaceComment(c, t.e.sheet.rows)
		row := asideRow{view: t.view1(c, at), open: func() { t.menu(c, at) }}
		switch {
		case c.Resolved:
			done = append(done, row)
		case at.Lost():
			lost = append(lost, row)
		default:
			open = append(open, row)
		}
	}
	rows := open
	for _, part := range []struct {
		key  string
		rows []asideRow
	}{{"comment.lost_many", lost}, {"comment.resolved_many", done}} {
		if len(part.rows) > 0 {
			rows = append(append(rows, asideRow{view: kit.RowView{Title: l.T(part.key), Heading: true}}), part.rows...)
		}
	}
	if len(rows) == 0 {
		rows = []asideRow{{view: kit.RowView{Title: l.T("comment.how"), Pending: true}}}
	}
	t.set(rows)
}

func (t *commentsTab) view1(c civic.Comment, at drafting.CommentPlace) kit.RowView {
	l := t.e.p.h.Lang
	v := kit.RowView{Title: oneLine(c.Text), Pending: c.Resolved, Right: l.ShortTime(c.Written, t.e.p.h.Now()), Icon: theme.NewColoredResource(theme.MailComposeIcon(), kit.ColorMuted)}
	if c.Resolved {
		v.Icon = theme.NewSuccessThemedResource(theme.ConfirmIcon())
	}
	switch quote := oneLine(c.Quote()); {
	case quote != "":
		v.Detail = "«" + quote + "»"
	case c.Clause().Opener != "":
		v.Detail = c.Clause().Opener
	default:
		v.Detail = oneLine(firstWords(c.Clause().Text, 40))
	}
	if at.Changed && !c.Resolved {
		v.Badge, v.Tone = l.T("comment.changed"), kit.Warn
	}
	return v
}

// firstWords gives the beginning of a text.
func firstWords(text string, most int) string {
	r := []rune(text)
	if len(r) <= most {
		return text
	}
	return strings.TrimSpace(string(r[:most])) + "…"
}

// menu offers what one can do with a remark.
func (t *commentsTab) menu(c civic.Comment, at drafting.CommentPlace) {
	e, l := t.e, t.e.p.h.Lang
	var items []*fyne.MenuItem
	if !at.Lost() {
		items = append(items, fyne.NewMenuItem(l.T("comment.go"), func() { e.goToWords(at.Clause, at.From, at.To) }))
	}
	state := "comment.resolve"
	if c.Resolved {
		state = "comment.reopen"
	}
	items = append(
		items,
		fyne.NewMenuItem(l.T(state), func() {
			t.do(func(ctx context.Context) error { return e.p.d.ResolveComment(ctx, c.Draft, c.ID, !c.Resolved) })
		}),
		fyne.NewMenuItem(l.T("comment.edit"), func() {
			e.askComment(l.T("comment.edit"), c.Text, func(text string) {
				t.do(func(ctx context.Context) error { return e.p.d.ChangeComment(ctx, c.Draft, c.ID, text) })
			})
		}),
		fyne.NewMenuItem(l.T("comment.drop"), func() {
			t.do(func(ctx context.Context) error { return e.p.d.DropComment(ctx, c.ID) })
		}),
	)
	menu := fyne.NewMenu("", append([]*fyne.MenuItem{{Label: firstWords(oneLine(c.Text), 48), Disabled: true}}, items...)...)
	widget.ShowPopUpMenuAtPosition(menu, e.p.h.Window.Canvas(), t.list.MenuPlace())
}

// do changes something of the remarks and reads them again.
func (t *commentsTab) do(change func(context.Context) error) {
	kit.Do(context.Background(), t.e.p.h.Work, kit.Job[struct{}]{
		Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) { return struct{}{}, change(ctx) },
		Done: func(_ struct{}, err error) {
			if err != nil {
				t.e.p.h.Fail(err)
				return
			}
			t.read()
		},
	})
}

// comment asks for a remark on the words that are chosen, else on the clause.
func (e *editor) comment() {
	if e.locked() {
		return
	}
	row := e.paper.row()
	c := e.sheet.rows[row]
	var words [2]int
	if f := e.paper.field(row); f != nil {
		words = f.chosen()
	}
	title := e.p.h.Lang.T("comment.title")
	if words[1] > words[0] {
		title += " · «" + firstWords(oneLine(c.Text[words[0]:words[1]]), 40) + "»"
	}
	e.askComment(title, "", func(text string) {
		t, ok := e.aside.tab(tabComments).(*commentsTab)
		if !ok {
			return
		}
		id := e.draft.ID
		t.do(func(ctx context.Context) error {
			_, err := e.p.d.AddComment(ctx, id, c, words, text)
			return err
		})
	})
}

func (e *editor) askComment(title, text string, then func(string)) {
	l := e.p.h.Lang
	entry := kit.NewProse(3)
	entry.Wrapping = fyne.TextWrapWord
	entry.SetMinRowsVisible(4)
	entry.SetText(text)
	entry.SetPlaceHolder(l.T("comment.hint"))
	note := kit.NewHighlightText(l.T("comment.local"), kit.TextLook{Size: 12, Color: kit.ColorMuted})
	e.p.h.AskWith(title, container.NewVBox(entry, note), l.T("button.save"), func() {
		if text := strings.TrimSpace(entry.Text); text != "" {
			then(text)
		}
	})
	e.p.h.Window.Canvas().Focus(entry)
}

// chosen gives the bytes of the words that are chosen in a field.
func (e *clauseEntry) chosen() [2]int {
	sel := e.SelectedText()
	if sel == "" {
		return [2]int{}
	}
	head, _ := cutText(e.Text, e.CursorTextOffset())
	at := len(head)
	if strings.HasSuffix(e.Text[:at], sel) {
		return [2]int{at - len(sel), at}
	}
	if strings.HasPrefix(e.Text[at:], sel) {
		return [2]int{at, at + len(sel)}
	}
	return [2]int{}
}

// choose chooses words of a field, from and to in runes.
func (e *clauseEntry) choose(from, to int) {
	e.setCaret(from)
	shift := &fyne.KeyEvent{Name: keyShift}
	e.Entry.KeyDown(shift)
	for range to - from {
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	e.Entry.KeyUp(shift)
}

// goToWords takes the keyboard to words of a clause, bytes of its text, and
// chooses them.
func (e *editor) goToWords(clause civic.ID, from, to int) {
	row := e.sheet.indexOf(clause)
	if row < 0 || !e.uncover() {
		return
	}
	text := e.sheet.rows[row].Text
	from, to = min(max(0, from), len(text)), min(max(0, to), len(text))
	at := utf8.RuneCountInString(text[:from])
	e.paper.goTo(caret{row, at})
	if f := e.paper.field(row); f != nil && to > from {
		f.choose(at, at+utf8.RuneCountInString(text[from:to]))
	}
}
