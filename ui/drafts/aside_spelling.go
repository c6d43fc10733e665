package drafts

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// tabSpelling is its place among the tabs of the side.
const tabSpelling = "spelling"

// spellingTab lists words that may be written wrongly.
type spellingTab struct {
	e *editor
	*asideList
	found  []desk.Suspect
	passed map[passedOver]bool
	asked  bool
	root   fyne.CanvasObject
}

// passedOver is a word that the person leaves as it is, in a clause.
type passedOver struct {
	clause civic.ID
	word   string
}

func newSpellingTab(e *editor) *spellingTab {
	t := &spellingTab{e: e, asideList: newAsideList(e), passed: map[passedOver]bool{}}
	words := kit.NewQuietButton(e.p.h.Lang.T("spelling.words"), nil, e.p.ownWords)
	t.root = kit.NewFrame(nil, container.NewPadded(container.NewHBox(words)), nil, nil, t.list)
	return t
}

func (*spellingTab) id() string { return tabSpelling }

func (*spellingTab) title() string { return "drafts.tab.spelling" }

func (t *spellingTab) badge() int { return len(t.shown()) }

func (t *spellingTab) view() fyne.CanvasObject { return t.root }

func (t *spellingTab) focus() fyne.Focusable { return t.list }

// shown are the suspects that were not passed over.
func (t *spellingTab) shown() []desk.Suspect {
	return slices.DeleteFunc(slices.Clone(t.found), func(s desk.Suspect) bool { return t.passed[passedOver{s.Clause, s.Word}] })
}

// changed reads the text again; what was being read is given up.
func (t *spellingTab) changed() {
	t.asked = true
	text := t.e.written()
	readAside(t.e, tabSpelling, func(ctx context.Context) ([]desk.Suspect, error) {
		return t.e.p.d.Spelling(ctx, text)
	}, func(found []desk.Suspect) {
		t.found = found
		t.e.aside.came(t)
	})
}

func (t *spellingTab) update() {
	if !t.asked {
		t.changed()
	}
	l := t.e.p.h.Lang
	shown := t.shown()
	if len(shown) == 0 {
		t.set([]asideRow{{view: kit.RowView{Title: l.T("spelling.fine"), Icon: theme.NewSuccessThemedResource(theme.ConfirmIcon())}}})
		return
	}
	rows := make([]asideRow, len(shown))
	for i, s := range shown {
		v := kit.RowView{Title: s.Word, Detail: l.T("spelling.code." + s.Code), Icon: theme.NewWarningThemedResource(theme.WarningIcon())}
		if len(s.Offers) > 0 {
			v.Title = s.Word + " › " + s.Offers[0]
		}
		rows[i] = asideRow{view: v, open: func() { t.menu(s) }}
	}
	t.set(rows)
}

// menu offers corrections and what else can be done with a word.
func (t *spellingTab) menu(s desk.Suspect) {
	e, l := t.e, t.e.p.h.Lang
	var items []*fyne.MenuItem
	same := slices.DeleteFunc(t.shown(), func(x desk.Suspect) bool { return x.Word != s.Word || x.Code != s.Code })
	if !e.locked() {
		var all []*fyne.MenuItem
		for _, o := range s.Offers {
			items = append(items, fyne.NewMenuItem("«"+o+"»", func() { t.correct([]desk.Suspect{s}, o) }))
			all = append(all, fyne.NewMenuItem("«"+o+"»", func() { t.correct(same, o) }))
		}
		if len(same) > 1 && len(all) > 0 {
			every := fyne.NewMenuItem(l.N("spelling.everywhere", len(same)), nil)
			every.ChildMenu = fyne.NewMenu("", all...)
			items = append(items, every)
		}
		if len(items) > 0 {
			items = append(items, fyne.NewMenuItemSeparator())
		}
	}
	items = append(items, fyne.NewMenuItem(l.T("spelling.show"), func() { e.goToWord(s) }),
		fyne.NewMenuItem(l.T("spelling.pass"), func() { t.pass(s) }))
	if !strings.Contains(s.Word, " ") {
		items = append(items, fyne.NewMenuItem(l.T("spelling.add"), func() { t.add(s.Word) }))
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), e.p.h.Window.Canvas(), t.list.MenuPlace())
}

func (t *spellingTab) pass(s desk.Suspect) {
	t.passed[passedOver{s.Clause, s.Word}] = true
	t.e.aside.came(t)
}

func (t *spellingTab) add(word string) {
	t.e.p.run(func(ctx context.Context) error { return t.e.p.d.AddWord(ctx, word) }, func() {
		if t.e.on() {
			t.changed()
		}
	})
}

// goToWord takes the keyboard behind a word.
func (e *editor) goToWord(s desk.Suspect) {
	if !e.uncover() {
		return
	}
	if s.Clause == "" {
		e.goToFinding(civic.Finding{Code: "subject_missing"})
		return
	}
	if row := e.sheet.indexOf(s.Clause); row >= 0 {
		text := e.sheet.rows[row].Text
		e.paper.goTo(caret{row, runes(text[:min(s.To, len(text))])})
	}
}

// correct writes a word in the place of others.
func (t *spellingTab) correct(all []desk.Suspect, word string) {
	changes := make([]replacing, len(all))
	for i, s := range all {
		changes[i] = replacing{s, word}
	}
	t.e.rewrite(changes)
}

// replacing is a word to be written in the place of another one.
type replacing struct {
	desk.Suspect
	by string
}

// rewrite makes changes as one step that can be undone. Places where something
// else stands by now are left.
func (e *editor) rewrite(all []replacing) {
	if !e.uncover() {
		return
	}
	was, done := e.written(), 0
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b replacing) int { return cmp.Compare(b.From, a.From) }) // from behind: places stay true
	heading := e.content.Subject
	for _, s := range all {
		if text, ok := corrected(heading, s.Suspect, s.by); ok && s.Clause == "" {
			heading = text
			done++
		}
	}
	if heading != e.content.Subject {
		c := e.written()
		c.Subject = heading
		e.replace(c)
	}
	e.paper.change(func(s *sheet) { done += s.substitute(all) })
	l := e.p.h.Lang
	if done == 0 {
		e.p.h.Toast(kit.Toast{Text: l.T("spelling.changed")})
	} else {
		e.p.h.Toast(kit.Toast{Text: l.N("spelling.corrected", done), Action: l.T("button.undo"), Run: func() {
			if e.on() {
				e.replace(was)
				e.aside.look()
			}
		}})
	}
	e.aside.look()
}

// substitute is the sheet's part of it; it gives how many words were written.
func (s *sheet) substitute(all []replacing) int {
	done := 0
	for _, x := range all {
		row := s.indexOf(x.Clause)
		if x.Clause == "" || row < 0 {
			continue
		}
		text, ok := corrected(s.rows[row].Text, x.Suspect, x.by)
		if !ok {
			continue
		}
		if done == 0 {
			s.mark()
		}
		s.rows[row].Text = text
		s.place(caret{row, runes(text[:x.From]) + runes(x.by)})
		done++
	}
	return done
}

// corrected writes a word in the place of a suspect; false where it is not there
// any more.
func corrected(text string, s desk.Suspect, word string) (string, bool) {
	if s.To > len(text) || text[s.From:s.To] != s.Word {
		return text, false
	}
	return text[:s.From] + word + text[s.To:], true
}

// ownWords lists the person's own words, to be taken out.
func (p *page) ownWords() {
	kit.Do(context.Background(), p.h.Work, kit.Job[[]string]{
		Run: func(ctx context.Context, _ kit.Progress) ([]string, error) { return p.d.OwnWords(ctx) },
		Done: func(words []string, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.showWords(words)
		},
	})
}

func (p *page) showWords(words []string) {
	l := p.h.Lang
	marks := widget.NewCheckGroup(words, nil)
	var content fyne.CanvasObject = marks
	if len(words) == 0 {
		none := widget.NewLabel(l.T("spelling.no_words"))
		none.Wrapping = fyne.TextWrapWord
		p.h.AskWith(l.T("spelling.words"), none, l.T("button.ok"), func() {})
		return
	}
	if len(words) > 8 {
		content = container.NewGridWrap(fyne.NewSize(400, 300), container.NewVScroll(marks))
	}
	p.h.AskWith(l.T("spelling.words"), content, l.T("spelling.remove"), func() { p.dropWords(slices.Clone(marks.Selected)) })
}

func (p *page) dropWords(words []string) {
	p.run(func(ctx context.Context) error {
		for _, w := range words {
			if err := p.d.RemoveWord(ctx, w); err != nil && !civic.Is(err, civic.NotFound) {
				return err
			}
		}
		return nil
	}, func() {
		if p.ed != nil {
			p.ed.aside.look()
		}
	})
}
