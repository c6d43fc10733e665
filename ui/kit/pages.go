package kit

import (
	"context"
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/document"
)

// PagesView shows laid-out pages as they will be printed: white, in any theme.
// Only pages in sight are painted, away from the main goroutine: a page is blank
// paper until then.
type PagesView struct {
	widget.BaseWidget
	OnPage   func(page, total int) // another page, from 1, is at the top; may be nil
	OnZoom   func(percent int)     // another size, 100 being that of the paper; may be nil
	OnEscape func()                // Escape; may be nil

	work    *Worker
	pages   document.Pages
	painter *pagePainter // nil until first needed
	painted map[int]paintedPage
	fit     PageFit
	zoom    float32 // with FitNone: 1 is the size of the paper
	told    int     // percent
	top     int
	focused bool
	scroll  *container.Scroll
	sheet   *fyne.Container
}

// PageFit says what the size of the pages follows.
type PageFit int

// The ways to fit a page.
const (
	FitReading PageFit = iota // the width of the view, up to a size that one reads well
	FitWidth                  // the width of the view
	FitPage                   // the whole of the view
	FitNone                   // a size of its own
)

const (
	pageGap     = 18
	pageMinZoom = 0.5
	pageMaxZoom = 3
	pageStep    = 1.2
	pageReading = 1.2
	// pageReal is how many of the toolkit's pixels a point takes on paper.
	pageReal = 96.0 / 72
)

// paintedPage is the image of a page at a scale, or the one being made.
type paintedPage struct {
	scale  float32
	image  image.Image // nil: under way
	cancel context.CancelFunc
}

// NewPagesView makes an empty view that paints by a worker.
func NewPagesView(work *Worker) *PagesView {
	v := &PagesView{work: work, zoom: 1, painted: map[int]paintedPage{}}
	v.sheet = container.New(&pagesLayout{v})
	v.scroll = container.NewScroll(v.sheet)
	v.scroll.OnScrolled = func(fyne.Position) { v.draw() }
	v.ExtendBaseWidget(v)
	return v
}

// SetPages shows pages; the place in them is kept, so that a preview can follow
// the text as it is written.
func (v *PagesView) SetPages(p document.Pages) {
	for i := range v.painted {
		v.forget(i)
	}
	v.pages, v.top = p, 0
	v.draw()
}

// Zoom changes the size by a factor, between half of the paper's and three times
// as much. What stands in the middle stays there.
func (v *PagesView) Zoom(by float32) {
	if len(v.pages.Pages) > 0 {
		v.ZoomTo(v.scale() / pageReal * by)
	}
}

// ZoomTo sets the size; 1 is that of the paper.
func (v *PagesView) ZoomTo(zoom float32) {
	v.resize(func() { v.fit, v.zoom = FitNone, min(pageMaxZoom, max(pageMinZoom, zoom)) })
}

// Fit has the size follow that of the view.
func (v *PagesView) Fit(f PageFit) { v.resize(func() { v.fit = f }) }

// Fitting tells what the size follows.
func (v *PagesView) Fitting() PageFit { return v.fit }

// Percent is the size; 100 is that of the paper.
func (v *PagesView) Percent() int { return int(v.scale()/pageReal*100 + 0.5) }

// resize changes the size and keeps the middle of what is in sight.
func (v *PagesView) resize(change func()) {
	view := v.scroll.Size()
	old := v.size()
	at := v.scroll.Offset.AddXY(view.Width/2, view.Height/2)
	change()
	v.draw()
	if now := v.size(); old.Height > 0 && old.Width > 0 {
		v.scroll.ScrollToOffset(fyne.NewPos(
			max(0, at.X*now.Width/max(old.Width, view.Width)-view.Width/2),
			max(0, at.Y*now.Height/old.Height-view.Height/2),
		))
		v.draw()
	}
}

// ScrollTo brings a page, from 0, to the top.
func (v *PagesView) ScrollTo(page int) {
	v.scroll.ScrollToOffset(fyne.NewPos(v.scroll.Offset.X, v.pageTop(page)-pageGap))
	v.draw()
}

// Resize fits the pages to the new width.
func (v *PagesView) Resize(s fyne.Size) {
	v.BaseWidget.Resize(s)
	v.draw()
}

// MinSize is a small page.
func (v *PagesView) MinSize() fyne.Size {
	v.ExtendBaseWidget(v)
	return fyne.NewSize(200, 160)
}

// FocusGained draws the ring.
func (v *PagesView) FocusGained() { v.focused = true; v.Refresh() }

// FocusLost removes it.
func (v *PagesView) FocusLost() { v.focused = false; v.Refresh() }

// TypedRune zooms with + and -.
func (v *PagesView) TypedRune(r rune) {
	switch r {
	case '+':
		v.Zoom(pageStep)
	case '-':
		v.Zoom(1 / pageStep)
	}
}

// TypedShortcut zooms with Ctrl where the plus sign is above another one: the
// menu has the plain shortcuts.
func (v *PagesView) TypedShortcut(s fyne.Shortcut) {
	c, ok := s.(*desktop.CustomShortcut)
	if !ok || c.Modifier&fyne.KeyModifierShortcutDefault == 0 {
		return
	}
	switch c.KeyName {
	case fyne.KeyPlus, fyne.KeyEqual:
		v.Zoom(pageStep)
	case fyne.KeyMinus:
		v.Zoom(1 / pageStep)
	}
}

// TypedKey goes through the pages.
func (v *PagesView) TypedKey(e *fyne.KeyEvent) {
	y := v.scroll.Offset.Y
	switch e.Name {
	case fyne.KeyUp:
		y -= 48
	case fyne.KeyDown:
		y += 48
	case fyne.KeyPageUp:
		y = v.pageTop(max(0, v.topPage()-1)) - pageGap
	case fyne.KeyPageDown, fyne.KeySpace:
		y = v.pageTop(v.topPage()+1) - pageGap
	case fyne.KeyHome:
		y = 0
	case fyne.KeyEnd:
		y = v.size().Height
	case fyne.KeyLeft, fyne.KeyRight:
		by := float32(48)
		if e.Name == fyne.KeyLeft {
			by = -by
		}
		v.scroll.ScrollToOffset(fyne.NewPos(max(0, v.scroll.Offset.X+by), y))
		return
	case fyne.KeyEscape:
		if v.OnEscape != nil {
			v.OnEscape()
		}
		return
	default:
		return
	}
	v.scroll.ScrollToOffset(fyne.NewPos(v.scroll.Offset.X, max(0, y)))
	v.draw()
}

// scale is how many pixels a point takes.
func (v *PagesView) scale() float32 {
	if v.pages.Width == 0 {
		return 1
	}
	wide := (v.Size().Width - 2*pageGap) / float32(v.pages.Width)
	s := v.zoom * pageReal
	switch v.fit {
	case FitReading:
		s = min(pageReading*pageReal, wide)
	case FitWidth:
		s = wide
	case FitPage:
		s = min(wide, (v.Size().Height-2*pageGap)/float32(v.pages.Height))
	case FitNone:
	}
	return max(s, 0.1) // never nothing: a view may be closed to a slit
}

func (v *PagesView) pageTop(i int) float32 {
	return pageGap + float32(i)*(float32(v.pages.Height)*v.scale()+pageGap)
}

func (v *PagesView) topPage() int {
	h := float32(v.pages.Height)*v.scale() + pageGap
	return max(0, min(len(v.pages.Pages)-1, int((v.scroll.Offset.Y+v.scroll.Size().Height/3)/h)))
}

func (v *PagesView) size() fyne.Size {
	return fyne.NewSize(float32(v.pages.Width)*v.scale()+2*pageGap, v.pageTop(len(v.pages.Pages)))
}

func (v *PagesView) draw() {
	view := v.scroll.Size()
	if view.Width <= 0 || view.Height <= 0 {
		return
	}
	if want := v.size().Max(view); v.sheet.Size() != want {
		v.sheet.Resize(want)
		v.scroll.Refresh()
	}
	v.sheet.Objects = nil
	for i := range v.pages.Pages {
		top := v.pageTop(i)
		if top+float32(v.pages.Height)*v.scale() < v.scroll.Offset.Y || top > v.scroll.Offset.Y+view.Height {
			v.forget(i)
			continue
		}
		v.drawPage(i, top)
	}
	canvas.Refresh(v.sheet)
	if p := v.Percent(); p != v.told && len(v.pages.Pages) > 0 {
		v.told = p
		if v.OnZoom != nil {
			v.OnZoom(p)
		}
	}
	if page := v.topPage() + 1; page != v.top && len(v.pages.Pages) > 0 {
		v.top = page
		if v.OnPage != nil {
			v.OnPage(page, len(v.pages.Pages))
		}
	}
}

func (v *PagesView) drawPage(i int, top float32) {
	s := v.scale()
	left := (v.sheet.Size().Width - float32(v.pages.Width)*s) / 2
	paper := canvas.NewRectangle(color.White)
	paper.StrokeColor, paper.StrokeWidth = colorOf(v, ColorLine), 1
	paper.Move(fyne.NewPos(left, top))
	paper.Resize(fyne.NewSize(float32(v.pages.Width)*s, float32(v.pages.Height)*s))
	v.sheet.Objects = append(v.sheet.Objects, paper)
	if img := v.imageOf(i, s*v.pixels()); img != nil {
		o := canvas.NewImageFromImage(img)
		o.ScaleMode = canvas.ImageScaleFastest // it is painted at the pixels of the screen
		o.Move(paper.Position())
		o.Resize(paper.Size())
		v.sheet.Objects = append(v.sheet.Objects, o)
	}
}

// pixels is how many pixels of the screen the toolkit's pixel takes.
func (v *PagesView) pixels() float32 {
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil && c.Scale() > 0 {
		return c.Scale()
	}
	return 1
}

// imageOf gives the image of a page; the former one, stretched, while another
// scale is being painted.
func (v *PagesView) imageOf(i int, scale float32) image.Image {
	known, ok := v.painted[i]
	if ok && known.scale == scale {
		return known.image
	}
	if ok && known.cancel != nil {
		known.cancel()
	}
	if v.painter == nil {
		p, err := newPagePainter()
		if err != nil {
			v.work.log.Error("fonts of the paper", "err", err)
			return nil
		}
		v.painter = p
	}
	painter, pages := v.painter, v.pages
	cancel := Do(context.Background(), v.work, Job[image.Image]{
		Run: func(ctx context.Context, _ Progress) (image.Image, error) {
			return painter.paint(ctx, pages, i, float64(scale))
		},
		Done: func(img image.Image, err error) {
			if err == nil {
				v.painted[i] = paintedPage{scale: scale, image: img}
				v.draw()
			}
		},
	})
	v.painted[i] = paintedPage{scale: scale, image: known.image, cancel: cancel}
	return known.image
}

// forget drops the image of a page out of sight.
func (v *PagesView) forget(i int) {
	if p, ok := v.painted[i]; ok {
		if p.cancel != nil {
			p.cancel()
		}
		delete(v.painted, i)
	}
}

// CreateRenderer is for the toolkit.
func (v *PagesView) CreateRenderer() fyne.WidgetRenderer {
	v.ExtendBaseWidget(v)
	r := &pagesRenderer{v: v, bg: canvas.NewRectangle(nil), ring: newRing(v)}
	r.ring.CornerRadius = 0
	r.Refresh()
	return r
}

type pagesRenderer struct {
	v    *PagesView
	bg   *canvas.Rectangle
	ring *canvas.Rectangle
}

func (r *pagesRenderer) MinSize() fyne.Size { return r.v.MinSize() }

func (r *pagesRenderer) Layout(s fyne.Size) {
	r.bg.Resize(s)
	r.v.scroll.Resize(s)
	r.ring.Move(fyne.NewPos(1, 1))
	r.ring.Resize(s.SubtractWidthHeight(2, 2))
}

func (r *pagesRenderer) Refresh() {
	r.bg.FillColor = colorOf(r.v, theme.ColorNameHeaderBackground)
	r.ring.StrokeColor, r.ring.Hidden = colorOf(r.v, ColorRing), !r.v.focused
	r.v.draw()
	canvas.Refresh(r.v)
}

func (r *pagesRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.bg, r.v.scroll, r.ring}
}

func (r *pagesRenderer) Destroy() {}

// pagesLayout makes the sheet as large as all pages together.
type pagesLayout struct{ v *PagesView }

func (l *pagesLayout) Layout([]fyne.CanvasObject, fyne.Size) {}

func (l *pagesLayout) MinSize([]fyne.CanvasObject) fyne.Size { return l.v.size() }
