package drafts

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/app/document"
	"scranno/ui/kit"
)

// preview shows the act as the pages that will be printed.
type preview struct {
	e     *editor
	place *kit.HighlightText
	root  fyne.CanvasObject
}

func newPreview(e *editor) *preview {
	l := e.p.h.Lang
	v := &preview{e: e, place: kit.NewHighlightText("", kit.TextLook{Size: 12, Color: kit.ColorMuted})}
	pages := kit.NewPagesView(e.p.h.Work)
	pages.OnPage = func(page, total int) {
		v.place.Set(l.T("reader.page_of", "page", page, "total", total), nil)
	}
	pages.OnEscape = e.closePreview
	minus := kit.NewQuietButton("−", nil, func() { pages.Zoom(1 / 1.2) })
	plus := kit.NewQuietButton("+", nil, func() { pages.Zoom(1.2) })
	back := kit.NewQuietButton(l.T("drafts.back_to_text"), nil, e.closePreview)
	foot := container.NewPadded(container.NewBorder(nil, nil, nil, container.NewHBox(minus, plus, back), container.New(middle{}, v.place)))
	v.root = kit.NewFrame(nil, foot, nil, nil, pages)
	v.load(pages)
	return v
}

// load lays the act out, away from the screen.
func (v *preview) load(pages *kit.PagesView) {
	e := v.e
	content := e.written()
	kit.Do(context.Background(), e.p.h.Work, kit.Job[document.Pages]{
		Title: e.p.h.Lang.T("cmd.preview"), Slot: "drafts.preview",
		Run: func(context.Context, kit.Progress) (document.Pages, error) {
			return document.Layout(document.Build(content))
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

// togglePreview shows the pages in the place of the text, or the text again.
func (p *page) togglePreview() {
	if p.ed == nil {
		return
	}
	if p.ed.preview != nil {
		p.ed.closePreview()
		return
	}
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
	r := kit.NewReader()
	r.SetBlocks(actBlocks(p.ed.written(), p.h.Lang))
	fyne.CurrentApp().Clipboard().SetContent(r.Text())
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
