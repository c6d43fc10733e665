package acts

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"scranno/app/document"
	"scranno/ui/kit"
)

// preview shows an act as the pages that would be printed.
type preview struct {
	r     *reader
	pages *kit.PagesView
	root  fyne.CanvasObject
}

func newPreview(r *reader) *preview {
	l := r.p.h.Lang
	v := &preview{r: r, pages: kit.NewPagesView(r.p.h.Work)}
	v.pages.OnEscape = v.close
	bar := kit.NewPagesBar(v.pages, l,
		kit.NewQuietButton(l.T("preview.open"), nil, r.p.exportPDF),
		kit.NewQuietButton(l.T("preview.print"), theme.DocumentPrintIcon(), r.p.printPDF),
		kit.NewQuietButton(l.T("acts.close_preview"), nil, v.close),
	)
	v.root = kit.NewFrame(padded(bar.Root, 14, 4), nil, nil, nil, v.pages)
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
		Run: func(ctx context.Context, _ kit.Progress) (document.Pages, error) {
			d, err := r.p.d.Paper(ctx, c)
			if err != nil {
				return document.Pages{}, err
			}
			return document.Layout(d)
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

// onShow gives the pages while they are on show.
func (p *page) onShow() *kit.PagesView {
	if p.reader == nil || !p.reader.previews {
		return nil
	}
	return p.reader.preview.pages
}

func (v *preview) close() {
	v.r.previews = false
	v.r.fill()
	v.r.focus()
}
