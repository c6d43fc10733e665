package agenda

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/ui/kit"
)

// reading is a paper, or an item's act, that is read clause by clause with the
// notes under the clauses.
type reading struct {
	p       *page
	sitting civic.ID
	item    civic.SittingItem
	paper   civic.ID // empty: the item's act
	title   string
	file    *civic.Attachment
	text    []civic.Clause
	view    council.SittingView
	rows    []clauseRow
	list    *kit.KeyList
}

type clauseRow struct {
	view kit.RowView
	open func()
}

// read opens a paper: its clauses where it has text, else its file.
func (p *page) read(it civic.SittingItem, x civic.SittingPaper) {
	if x.Text == "" {
		if x.File != nil {
			p.openFile(*x.File)
		}
		return
	}
	p.begin(&reading{p: p, sitting: p.view.ID, item: it, paper: x.ID, title: x.Name, file: x.File})
}

// readAct opens the text of an item's act, for notes on it.
func (p *page) readAct(it civic.SittingItem) {
	p.begin(&reading{p: p, sitting: p.view.ID, item: it, title: it.Subject})
}

func (p *page) begin(r *reading) {
	kit.Do(context.Background(), p.h.Work, kit.Job[[]civic.Clause]{
		Slot: "sitting.paper",
		Run: func(ctx context.Context, _ kit.Progress) ([]civic.Clause, error) {
			return p.c.Clauses(ctx, r.sitting, r.item.ID, r.paper)
		},
		Done: func(text []civic.Clause, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			r.text, p.paper = text, r
			r.build()
		},
	})
}

func (r *reading) build() {
	p, l := r.p, r.p.h.Lang
	r.list = kit.NewKeyList(kit.ListOptions{
		Len:    func() int { return len(r.rows) },
		New:    func() fyne.CanvasObject { return kit.NewRow(3) },
		Update: func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(r.rows[i].view) },
		Label:  func(i int) string { return r.rows[i].view.Title },
		OnOpen: func(i int) { r.rows[i].open() },
		OnKey: func(e *fyne.KeyEvent) bool {
			if e.Name == fyne.KeyEscape {
				r.close()
			}
			return e.Name == fyne.KeyEscape
		},
	})
	bar := container.NewHBox(kit.NewButton(l.T("sitting.back"), nil, r.close), kit.NewButton(l.T("cmd.sitting_note"), nil, r.note))
	if r.file != nil {
		bar.Add(kit.NewButton(l.T("sitting.open_file"), nil, func() { p.openFile(*r.file) }))
	}
	if r.paper != "" {
		bar.Add(kit.NewButton(l.T("cmd.sitting_version"), nil, func() { p.newVersion(r.paper) }))
	}
	title := kit.NewHighlightText(r.title, kit.TextLook{Size: 18, Bold: true, MaxLines: -1})
	head := container.New(layout.NewCustomPaddedLayout(12, 6, 14, 14), container.NewVBox(title, text(l.T("sitting.read_help")), bar))
	r.update(p.view)
	p.put(kit.NewFrame(head, nil, nil, nil, r.list))
	p.settle()
	p.h.Window.Canvas().Focus(r.list)
}

// update writes the rows anew: each clause, and under it the notes on it; those
// whose clause is gone come first.
func (r *reading) update(v council.SittingView) {
	r.view, r.rows = v, nil
	for _, n := range v.Notes {
		if r.mine(n) && (n.Lost || n.Clause == "") {
			r.rows = append(r.rows, r.noteRow(n))
		}
	}
	for _, cl := range r.text {
		r.rows = append(r.rows, clauseRow{
			view: kit.RowView{Title: strings.TrimSpace(cl.Opener + " " + cl.Text)}, open: func() { r.ask(civic.SittingNote{Clause: cl.ID, Quote: cl.Text}) },
		})
		for _, n := range v.Notes {
			if r.mine(n) && n.Clause == cl.ID && !n.Lost {
				r.rows = append(r.rows, r.noteRow(n))
			}
		}
	}
	r.list.Reload()
}

func (r *reading) mine(n civic.SittingNote) bool { return n.Item == r.item.ID && n.Paper == r.paper }

func (r *reading) noteRow(n civic.SittingNote) clauseRow {
	l := r.p.h.Lang
	v := kit.RowView{Title: n.Text, Detail: l.T("sitting.note_private"), Unread: true}
	if n.Lost {
		v.Detail = r.p.noteDetail(n)
	}
	return clauseRow{view: v, open: func() { r.p.editNote(n) }}
}

// note writes on the clause that the cursor is on.
func (r *reading) note() {
	if i := r.list.Current(); i >= 0 && i < len(r.rows) {
		r.rows[i].open()
	}
}

func (r *reading) ask(n civic.SittingNote) {
	n.Item, n.Paper = r.item.ID, r.paper
	r.p.askNote(n)
}

// close goes back to the sitting.
func (r *reading) close() {
	p := r.p
	p.paper = nil
	p.show(p.view)
	p.focusLines()
}

// newVersion puts another file in the place of a paper.
func (p *page) newVersion(paper civic.ID) {
	id := p.view.ID
	p.h.ChooseFile(kit.FileEndings(), func(path string) {
		p.paper = nil
		p.do(p.h.Lang.T("sitting.version_kept"), func(ctx context.Context) (civic.Sitting, error) { return p.c.ReplacePaper(ctx, id, paper, path) })
	})
}

// openFile opens a copy of a paper in the system's viewer.
func (p *page) openFile(a civic.Attachment) {
	kit.Do(context.Background(), p.h.Work, kit.Job[[]civic.FileView]{
		Run: func(ctx context.Context, _ kit.Progress) ([]civic.FileView, error) {
			return p.d.Files(ctx, []civic.Attachment{a})
		},
		Done: func(list []civic.FileView, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.h.OpenAttachment(p.d, "", list[0], kit.FileWatch{})
		},
	})
}
