package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// PagesBar tells which page is on show and how large, and changes that. Beside
// it stand the buttons of whoever shows the pages: as many as fit, the first one
// always.
type PagesBar struct {
	Root *fyne.Container

	view  *PagesView
	l     *Lang
	count *HighlightText
	size  *Button
	fixed []fyne.CanvasObject
	extra []fyne.CanvasObject
}

// NewPagesBar makes the bar of a view.
func NewPagesBar(v *PagesView, l *Lang, extra ...*Button) *PagesBar {
	b := &PagesBar{view: v, l: l, count: NewHighlightText("", TextLook{Size: 12, Color: ColorMuted})}
	v.OnPage = func(page, total int) { b.count.Set(l.T("reader.page_of", "page", page, "total", total), nil) }
	v.OnZoom = func(percent int) { b.size.SetText(l.T("preview.percent", "n", percent)) }
	b.size = NewQuietButton(l.T("preview.percent", "n", 100), nil, b.choose)
	b.fixed = []fyne.CanvasObject{
		NewQuietButton("", theme.ZoomOutIcon(), func() { v.Zoom(1 / pageStep) }), b.size,
		NewQuietButton("", theme.ZoomInIcon(), func() { v.Zoom(pageStep) }),
	}
	all := append([]fyne.CanvasObject{b.count}, b.fixed...)
	for _, x := range extra {
		b.extra = append(b.extra, x)
		all = append(all, x)
	}
	b.Root = container.New(b, all...)
	return b
}

// choose offers the sizes.
func (b *PagesBar) choose() {
	canvas := fyne.CurrentApp().Driver().CanvasForObject(b.size)
	if canvas == nil {
		return
	}
	var items []*fyne.MenuItem
	for _, f := range []struct {
		fit PageFit
		key string
	}{{FitReading, "preview.fit_reading"}, {FitWidth, "preview.fit_width"}, {FitPage, "preview.fit_page"}} {
		item := fyne.NewMenuItem(b.l.T(f.key), func() { b.view.Fit(f.fit) })
		item.Checked = b.view.Fitting() == f.fit
		items = append(items, item)
	}
	items = append(items, fyne.NewMenuItemSeparator())
	for _, percent := range []int{50, 75, 100, 150, 200, 300} {
		item := fyne.NewMenuItem(b.l.T("preview.percent", "n", percent), func() { b.view.ZoomTo(float32(percent) / 100) })
		item.Checked = b.view.Fitting() == FitNone && b.view.Percent() == percent
		items = append(items, item)
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.size)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), canvas, at.AddXY(0, b.size.Size().Height))
}

const barGap = 4

// MinSize has room for what is always there.
func (b *PagesBar) MinSize([]fyne.CanvasObject) fyne.Size {
	s := fyne.NewSize(96, 0)
	for _, o := range append(b.fixed, b.extra...) {
		s.Height = max(s.Height, o.MinSize().Height)
	}
	for _, o := range b.always() {
		s.Width += o.MinSize().Width + barGap
	}
	return s
}

func (b *PagesBar) always() []fyne.CanvasObject {
	return append(append([]fyne.CanvasObject(nil), b.fixed...), b.extra[:min(1, len(b.extra))]...)
}

// Layout puts the buttons at the right, and what fits of the others between.
func (b *PagesBar) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	left := s.Width - b.MinSize(nil).Width
	shown := b.always()
	for i, o := range b.extra {
		if i == 0 {
			continue
		}
		w := o.MinSize().Width + barGap
		if w > left {
			o.Hide()
			left = 0
			continue
		}
		o.Show()
		left -= w
		shown = append(shown, o)
	}
	x := s.Width
	for i := len(shown) - 1; i >= 0; i-- {
		m := shown[i].MinSize()
		x -= m.Width
		shown[i].Resize(fyne.NewSize(m.Width, s.Height))
		shown[i].Move(fyne.NewPos(x, 0))
		x -= barGap
	}
	m := b.count.MinSize()
	b.count.Resize(fyne.NewSize(max(0, x), m.Height))
	b.count.Move(fyne.NewPos(0, (s.Height-m.Height)/2))
}

// PageCommands are what one may do with the pages that on gives; nil: none are
// on show. prefix begins their ids.
func PageCommands(prefix string, on func() *PagesView) []Command {
	able := func() bool { return on() != nil }
	act := func(do func(*PagesView)) func() {
		return func() {
			if v := on(); v != nil {
				do(v)
			}
		}
	}
	return []Command{
		{
			ID: prefix + "zoom_in", TitleKey: "preview.zoom_in", Icon: theme.ZoomInIcon(), Shortcut: Ctrl(fyne.KeyPlus),
			Run: act(func(v *PagesView) { v.Zoom(pageStep) }), Enabled: able,
		},
		{
			ID: prefix + "zoom_out", TitleKey: "preview.zoom_out", Icon: theme.ZoomOutIcon(), Shortcut: Ctrl(fyne.KeyMinus),
			Run: act(func(v *PagesView) { v.Zoom(1 / pageStep) }), Enabled: able,
		},
		{
			ID: prefix + "fit_width", TitleKey: "preview.fit_width", Icon: theme.ZoomFitIcon(),
			Run: act(func(v *PagesView) { v.Fit(FitWidth) }), Enabled: able,
		},
		{
			ID: prefix + "fit_page", TitleKey: "preview.fit_page", Icon: theme.ZoomFitIcon(),
			Run: act(func(v *PagesView) { v.Fit(FitPage) }), Enabled: able,
		},
	}
}
