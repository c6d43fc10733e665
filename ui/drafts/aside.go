package drafts

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// asideTab is one face of the side. All its methods run on the main goroutine;
// what takes time goes through kit.Do in a Slot of its own.
type asideTab interface {
	id() string              // a constant below
	title() string           // key of the word on the tab
	badge() int              // the number beside the word; 0: none
	view() fyne.CanvasObject // the same object each time
	focus() fyne.Focusable   // what takes the keyboard
	changed()                // the text is another: look anew at what hangs on it
	update()                 // draw again what is known
}

// The tabs, in their order.
const (
	tabChecks   = "checks"
	tabVersions = "versions"
)

// asideTabs makes the faces of a draft's side. Their constructors may keep e and
// must not use its paper, which comes later.
func asideTabs(e *editor) []asideTab {
	tabs := []asideTab{newChecksTab(e), newNormsTab(e), newSimilarTab(e), newSpellingTab(e), newCommentsTab(e), newVersionsTab(e)}
	if e.p.shares(e.draft.ID) {
		tabs = append(tabs, newTogetherTab(e))
	}
	return tabs
}

// textAfter is how long after the last key the side looks at the text.
const textAfter = 400 * time.Millisecond

// aside stands beside the text: what to look at before the act leaves, what is
// said of it, and its former versions, each on a tab.
type aside struct {
	e     *editor
	tabs  []asideTab
	now   asideTab
	strip *kit.TabStrip
	body  *fyne.Container
	root  fyne.CanvasObject
	stop  func() // of the clock that looks at the text
}

func newAside(e *editor) *aside {
	a := &aside{e: e, tabs: asideTabs(e)}
	a.now = a.tabs[0]
	var ids []string
	for _, t := range a.tabs {
		ids = append(ids, t.id())
	}
	a.strip = kit.NewTabStrip(ids, func(id string) { a.choose(id) })
	a.body = container.NewStack(a.now.view())
	closer := kit.NewQuietButton(e.p.h.Lang.T("button.close"), nil, e.p.toggleAside)
	foot := container.NewPadded(container.NewBorder(nil, nil, nil, closer))
	a.root = container.NewStack(newGround(theme.ColorNameHeaderBackground), kit.NewFrame(a.strip, foot, newEdge(), nil, a.body))
	a.strip.Choose(a.now.id())
	return a
}

func (a *aside) view() fyne.CanvasObject { return a.root }

// tab gives a face by its id; nil: it is not there.
func (a *aside) tab(id string) asideTab {
	for _, t := range a.tabs {
		if t.id() == id {
			return t
		}
	}
	return nil
}

// choose shows another face.
func (a *aside) choose(id string) {
	t := a.tab(id)
	if t == nil {
		return
	}
	a.now = t
	a.strip.Choose(id)
	a.body.Objects = []fyne.CanvasObject{t.view()}
	t.update()
	a.body.Refresh()
}

// update draws what is known again.
func (a *aside) update() {
	a.now.update()
	a.words()
}

// words writes the tabs' words and numbers.
func (a *aside) words() {
	for _, t := range a.tabs {
		a.strip.Set(t.id(), a.e.p.h.Lang.T(t.title()), t.badge())
	}
}

// came is for a tab whose work has ended: its number, and its rows where it is
// on show.
func (a *aside) came(t asideTab) {
	if a.now == t {
		t.update()
	}
	a.words()
}

// soon lets the tabs look at the text once one stops typing.
func (a *aside) soon() {
	if a.stop != nil {
		a.stop()
	}
	a.stop = a.e.p.after(textAfter, a.look)
}

// look lets the tabs look at the text now.
func (a *aside) look() {
	if !a.e.on() {
		return
	}
	for _, t := range a.tabs {
		t.changed()
	}
}

// asideRow is a heading, a finding, a version, or a remark.
type asideRow struct {
	view kit.RowView
	open func()
}

// asideList is the list that most tabs are made of, for the keyboard too.
type asideList struct {
	rows []asideRow
	list *kit.KeyList
}

func newAsideList(e *editor) *asideList {
	a := &asideList{}
	a.list = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(a.rows) },
		New:       func() fyne.CanvasObject { return kit.NewRow(2) },
		Update:    func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(a.rows[i].view) },
		Label:     func(i int) string { return a.rows[i].view.Title },
		Skip:      func(i int) bool { return a.rows[i].open == nil },
		Low:       func(i int) bool { return a.rows[i].view.Heading },
		OnOpen:    func(i int) { a.rows[i].open() },
		OpenOnTap: true,
		OnKey: func(k *fyne.KeyEvent) bool {
			if k.Name == fyne.KeyEscape {
				e.showAside(false)
			}
			return k.Name == fyne.KeyEscape
		},
	})
	return a
}

// set shows other rows; the keyboard stays where it can.
func (a *asideList) set(rows []asideRow) {
	at := a.list.Current()
	a.rows = rows
	a.list.Reload()
	if at >= 0 && at < len(rows) && rows[at].open == nil {
		a.list.SetCurrent(-1)
	}
}

// readAside runs what a tab has to ask, away from the screen, and hands the result to
// done on the main goroutine if the draft is still on show.
func readAside[T any](e *editor, slot string, run func(context.Context) (T, error), done func(T)) {
	kit.Do(context.Background(), e.p.h.Work, kit.Job[T]{
		Slot: "drafts.aside." + slot,
		Run:  func(ctx context.Context, _ kit.Progress) (T, error) { return run(ctx) },
		Done: func(v T, err error) {
			if err == nil && e.on() {
				done(v)
			}
		},
	})
}

// newEdge is a hairline, upright or lying.
func newEdge() fyne.CanvasObject {
	e := &edge{}
	e.name = kit.ColorLine
	e.ExtendBaseWidget(e)
	return e
}

type edge struct{ ground }

// MinSize is the thickness.
func (*edge) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

// goToFinding takes the keyboard to what a finding is about.
func (e *editor) goToFinding(f civic.Finding) {
	if !e.uncover() {
		return
	}
	if row := e.sheet.indexOf(f.Clause); row >= 0 && f.To > f.From && f.To <= len(e.sheet.rows[row].Text) {
		e.goToWords(f.Clause, f.From, f.To)
		return
	}
	if f.Clause != "" && e.paper.goToClause(f.Clause) {
		return
	}
	if field := e.form.fieldOf(f); field != nil {
		e.form.unfold(true)
		e.paper.scroll.ScrollToTop()
		e.p.h.Window.Canvas().Focus(field)
		return
	}
	e.paper.goTo(e.sheet.at)
}

// uncover brings the text in sight, where the preview or the side hides it;
// false: it cannot be written on.
func (e *editor) uncover() bool {
	if e.preview != nil {
		e.closePreview()
	}
	if e.locked() {
		return false
	}
	e.clearSide()
	return true
}

// clearSide puts the side away where it stands in the place of the text.
func (e *editor) clearSide() {
	if e.root.Size().Width < narrowEditor && e.asideOn {
		e.asideOn = false
		e.root.Refresh()
		relayout(e.root)
	}
}

// relayout lays a container and what is in it out again.
func relayout(c *fyne.Container) {
	for _, o := range c.Objects {
		if in, ok := o.(*fyne.Container); ok {
			relayout(in)
		}
	}
	if c.Layout != nil {
		c.Layout.Layout(c.Objects, c.Size())
	}
}
