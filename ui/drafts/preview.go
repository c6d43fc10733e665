package drafts

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"scranno/app/civic"
	"scranno/app/document"
	"scranno/ui/kit"
)

// preview shows the act as the pages that will be printed.
type preview struct {
	e        *editor
	pages    *kit.PagesView
	root     fyne.CanvasObject
	compared *comparing // two versions, where these are on show
}

func newPreview(e *editor) *preview {
	l := e.p.h.Lang
	v := &preview{e: e, pages: kit.NewPagesView(e.p.h.Work)}
	v.pages.OnEscape = e.closePreview
	bar := kit.NewPagesBar(v.pages, l,
		kit.NewQuietButton(l.T("preview.open"), nil, e.p.exportPDF),
		kit.NewQuietButton(l.T("preview.print"), theme.DocumentPrintIcon(), e.p.printPDF),
		kit.NewQuietButton(l.T("drafts.back_to_text"), nil, e.closePreview),
	)
	v.root = kit.NewFrame(nil, container.NewPadded(bar.Root), nil, nil, v.pages)
	v.load(v.pages)
	return v
}

// load lays the act out, away from the screen.
func (v *preview) load(pages *kit.PagesView) {
	e := v.e
	content := e.written()
	kit.Do(context.Background(), e.p.h.Work, kit.Job[document.Pages]{
		Title: e.p.h.Lang.T("cmd.preview"), Slot: "drafts.preview",
		Run: func(ctx context.Context, _ kit.Progress) (document.Pages, error) {
			d, err := e.p.d.Paper(ctx, content)
			if err != nil {
				return document.Pages{}, err
			}
			return document.Layout(d)
		},
		Done: func(p document.Pages, err error) {
			if err != nil {
				e.p.h.Fail(err)
				return
			}
			pages.SetPages(p)
			if len(p.Missing) > 0 {
				e.p.h.Toast(kit.Toast{Text: e.p.h.Lang.T("drafts.missing_signs", "signs", string(p.Missing))})
			}
			if e.preview == v && e.on() {
				e.p.h.Window.Canvas().Focus(pages)
			}
		},
	})
}

// onShow gives the pages while they are on show.
func (p *page) onShow() *kit.PagesView {
	if p.ed == nil || p.ed.preview == nil {
		return nil
	}
	return p.ed.preview.pages
}

// printPDF opens the draft in the system's viewer, from which one prints.
func (p *page) printPDF() {
	if p.ed == nil {
		return
	}
	p.write(p.ed, pdf, func(path string) {
		p.openPath(path)
		p.h.Toast(kit.Toast{Text: p.h.Lang.T("preview.print_hint")})
	})
}

// togglePreview shows the pages in the place of the text, or the text again.
func (p *page) togglePreview() {
	if p.ed == nil {
		return
	}
	if p.ed.preview != nil {
		p.ed.closePreview()
		return
	}
	p.ed.clearSide()
	p.ed.preview = newPreview(p.ed)
	p.ed.body.Objects = []fyne.CanvasObject{p.ed.preview.root}
	p.ed.body.Refresh()
	p.ed.bar.update()
}

func (e *editor) closePreview() {
	e.preview = nil
	e.body.Objects = []fyne.CanvasObject{e.writing()}
	e.body.Refresh()
	e.bar.update()
	if !e.locked() {
		e.paper.goTo(e.sheet.at)
	}
}

// reading is the act as one reads it, where it cannot be written on.
func (e *editor) reading() fyne.CanvasObject {
	r := kit.NewReader()
	r.SetBlocks(actBlocks(e.written(), e.p.h.Lang))
	return r
}

func actBlocks(c civic.Content, l *kit.Lang) []kit.Block {
	return kit.BlocksOf(document.Build(c), l.T("reader.signatories"))
}

// copyAll puts the whole act into the clipboard.
func (p *page) copyAll() {
	if p.ed == nil {
		return
	}
	fyne.CurrentApp().Clipboard().SetContent(document.PlainText(document.Build(p.ed.written())))
	p.h.Toast(kit.Toast{Text: p.h.Lang.T("reader.copied")})
}

// toggleAside shows or hides what stands beside the text.
func (p *page) toggleAside() {
	if p.ed != nil {
		p.ed.showAside(!p.ed.asideOn)
	}
}

// showTab shows one face of the side.
func (e *editor) showTab(id string) {
	e.aside.choose(id)
	e.showAside(true)
}

// showTab does so for the open draft; once more hides the side.
func (p *page) showTab(id string) func() {
	return func() {
		switch {
		case p.ed == nil:
		case p.ed.asideOn && p.ed.aside.now.id() == id:
			p.ed.showAside(false)
		default:
			p.ed.showTab(id)
		}
	}
}

func (e *editor) showAside(on bool) {
	e.asideOn = on
	e.aside.update()
	relayout(e.root)
	e.root.Refresh()
	switch {
	case on:
		e.p.h.Window.Canvas().Focus(e.aside.now.focus())
	case !e.locked() && e.preview == nil:
		e.paper.goTo(e.sheet.at)
	}
}
