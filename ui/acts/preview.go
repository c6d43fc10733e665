package acts

import (
	"context"

	"fyne.io/fyne/v2"

	"scranno/app/document"
	"scranno/ui/kit"
)

// preview shows an act as the pages that would be printed.
type preview struct {
	r     *reader
	pages *kit.PagesView
	count *kit.HighlightText
	root  fyne.CanvasObject
}

func newPreview(r *reader) *preview {
	l := r.p.h.Lang
	v := &preview{r: r, pages: kit.NewPagesView(r.p.h.Work), count: kit.NewHighlightText("", kit.TextLook{Color: kit.ColorMuted})}
	v.pages.OnPage = func(page, total int) { v.count.Set(l.T("reader.page_of", "page", page, "total", total), nil) }
	export := kit.NewButton(l.T("cmd.export_pdf"), nil, r.p.exportPDF)
	top := padded(newLine(v.count, export, kit.NewQuietButton(l.T("acts.close_preview"), nil, v.close)), 14, 4)
	v.root = kit.NewFrame(top, nil, nil, nil, v.pages)
	return v
}

// open lays the text on show out as pages.
func (v *preview) open() {
	r := v.r
	if r.known == nil {
		return
	}
	c := r.known.view.Act.Content
	if x, ok := r.former(); ok {
		c = x.Revision.Content
	}
	id := r.id
	kit.Do(context.Background(), r.p.h.Work, kit.Job[document.Pages]{
		Title: r.p.h.Lang.T("cmd.preview"), Slot: "acts.preview",
		Run: func(context.Context, kit.Progress) (document.Pages, error) {
			return document.Layout(document.Build(c))
		},
		Done: func(pages document.Pages, err error) {
			if err != nil {
				r.p.h.Fail(err)
				return
			}
			if r.id != id || r.known == nil {
				return
			}
			v.pages.SetPages(pages)
			v.pages.ScrollTo(0)
			r.previews = true
			r.fill()
			r.focus()
		},
	})
}

func (v *preview) close() {
	v.r.previews = false
	v.r.fill()
	v.r.focus()
}
