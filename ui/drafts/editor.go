package drafts

import (
	"reflect"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// editor is one draft being written: its heading, its sheet, and how far it is
// saved.
type editor struct {
	p       *page
	draft   civic.Draft   // as the desk last gave it
	content civic.Content // what is written; the clauses are the sheet's
	loaded  civic.Content // what the desk has at the base revision
	doubts  []civic.Doubt // of what was merged while one wrote
	sheet   *sheet
	paper   *paper
	form    *form
	aside   *aside
	finder  *finder
	bar     *bar
	notice  *notice
	save    saving
	root    *fyne.Container
	body    *fyne.Container // the paper, or the preview
	preview *preview        // nil: the paper is on show
	files   enclosed
	asideOn bool

	newer    desk.Suggested // in the act that the text came from
	amended  desk.AmendNews // of the act that the text amends
	findings []civic.Finding
	versions []civic.DraftVersion

	marks  []desk.DraftMark // what the draft's group says of it
	saw    string           // the text that the person has told the group to have seen
	seeing func()           // stops the clock that tells it
	side   *fyne.Container  // paper and side
}

// saving is how far what is written has come to the desk.
type saving struct {
	base    int64 // the revision that the text stands on
	edits   int   // rises with every change
	dirty   bool
	busy    bool
	failed  bool
	since   time.Time // when the first change was made that is not saved
	stop    func()    // of the clock that saves
	waiting []func()  // to run once all is saved
}

func newEditor(p *page, d civic.Draft) *editor {
	e := &editor{p: p, draft: d, content: *d.Plain, loaded: *d.Plain}
	e.save.base = d.Revision
	e.sheet = newSheet(d.Plain.Clauses, p.newID)
	e.sheet.head = headOf(*d.Plain)
	e.notice = newNotice(e)
	e.form = newForm(e)
	e.bar = newBar(e)
	e.aside = newAside(e)
	e.finder = newFinder(e)
	e.paper = newPaper(e.sheet, paperOptions{
		Lang: p.h.Lang, Header: e.form.view(), Changed: e.changed, Menu: e.clauseMenu, Leave: e.escape,
		Focus: func(f fyne.Focusable) { p.h.Window.Canvas().Focus(f) },
		Marks: e.marksOf, Gap: e.nextGap, Find: func() { e.finder.step(1) },
		Travelled: e.travelled,
	})
	e.form.grown = e.paper.draw
	e.readNewer()
	e.readAmended()
	return e
}

// view is the editor as the pane shows it.
func (e *editor) view() fyne.CanvasObject {
	e.body = container.NewStack(e.writing())
	top := container.New(layout.NewCustomPaddedVBoxLayout(0), e.bar.view(), e.notice.view(), e.finder.root)
	e.side = container.New(&sideLayout{e}, e.body, e.aside.view())
	e.root = kit.NewFrame(top, nil, nil, nil, e.side)
	e.update()
	return e.root
}

// locked tells whether the text is out of one's hands: it waits to be
// published, or was.
func (e *editor) locked() bool { return e.draft.State == civic.DraftSubmitted }

// writing is the paper; of a locked draft the act as one reads it.
func (e *editor) writing() fyne.CanvasObject {
	if e.locked() {
		return e.reading()
	}
	return e.paper
}

// update shows what changed of the draft around the text.
func (e *editor) update() {
	e.bar.update()
	e.notice.update()
	e.aside.update()
}

// on tells whether the editor is the one on show.
func (e *editor) on() bool { return e.p.ed == e }

// written is the whole content as it stands on the screen.
func (e *editor) written() civic.Content {
	c := e.content
	c.Clauses = e.sheet.content()
	return c
}

// write takes the keyboard to the text.
func (e *editor) write() {
	if e.preview != nil {
		e.closePreview()
	}
	if e.locked() {
		return
	}
	e.clearSide()
	if e.content.Subject == "" && e.form.subject != nil {
		e.p.h.Window.Canvas().Focus(e.form.subject)
		return
	}
	e.paper.goTo(e.sheet.at)
}

// escape leaves the text for the list, or the preview for the text.
func (e *editor) escape() {
	if e.preview != nil {
		e.closePreview()
		return
	}
	e.p.h.Window.Canvas().Focus(e.p.list)
}

// restore writes a version over what is there, which stays among the versions
// and can be had back at once.
func (e *editor) restore(c civic.Content) {
	was := e.written()
	e.replace(c)
	e.p.h.Toast(kit.Toast{
		Text: e.p.h.Lang.T("drafts.version.restored"), Action: e.p.h.Lang.T("button.undo"),
		Run: func() {
			if e.on() {
				e.replace(was)
			}
		},
	})
}

// replace writes another content, as one step of the sheet.
func (e *editor) replace(c civic.Content) {
	e.sheet.mark()
	e.sheet.rows = e.sheet.fit(slices.Clone(c.Clauses))
	e.sheet.place(caret{})
	e.content, e.sheet.head = c, headOf(c)
	e.form.fill()
	e.paper.sync()
}

// recast changes what kind of act this is, or whose. Formula, addressees and
// closing follow where they still were the usual ones; what was written stays.
func (e *editor) recast(change func(*civic.Content)) {
	if e.form.filling {
		return
	}
	was := e.written()
	next := was
	change(&next)
	kind, subkind := next.Kind, next.Subkind
	next.Kind, next.Subkind = was.Kind, was.Subkind
	next = drafting.Recast(next, e.p.bodyOf(was), kind, subkind, e.p.bodyOf(next))
	e.sheet.mark()
	if !reflect.DeepEqual(next.Clauses, was.Clauses) {
		e.sheet.rows = e.sheet.fit(next.Clauses)
		e.sheet.place(e.sheet.at)
		e.paper.draw()
	}
	e.content, e.sheet.head = next, headOf(next)
	e.form.fill()
	e.paper.drawn = e.sheet.version
	e.changed()
}

// narrowEditor is the width below which the side takes the place of the text.
const narrowEditor = 780

// sideLayout puts the side beside the text, or in its place where both would
// be too narrow.
type sideLayout struct{ e *editor }

const asideWidth = 300

func (l *sideLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(280, o[0].MinSize().Height)
}

func (l *sideLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	text, side := o[0], o[1]
	text.Move(fyne.NewPos(0, 0))
	switch {
	case !l.e.asideOn:
		side.Hide()
		text.Show()
		text.Resize(s)
	case s.Width < narrowEditor:
		text.Hide()
		side.Show()
		side.Move(fyne.NewPos(0, 0))
		side.Resize(s)
	default:
		text.Show()
		side.Show()
		text.Resize(fyne.NewSize(s.Width-asideWidth, s.Height))
		side.Move(fyne.NewPos(s.Width-asideWidth, 0))
		side.Resize(fyne.NewSize(asideWidth, s.Height))
	}
}

// holds tells whether the keyboard is in one of the clauses.
func (p *paper) holds() bool {
	for _, r := range p.rows {
		if r.entry.on {
			return true
		}
	}
	return false
}
