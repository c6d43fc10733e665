package acts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"scranno/ui/kit"
)

// Widths of the page, without the rail.
const (
	narrowBelow = 1010 // filters behind their button
	singleBelow = 620  // list or reader, not both

	facetsAtFirst = 220
	listAtFirst   = 410
	listShare     = 0.46 // of a narrow page, at most
)

// panes puts filters, list and reader side by side as the width allows.
type panes struct {
	p         *page
	narrow    bool
	alone     bool // list or reader
	reading   bool // where alone: the reader
	shut      bool // filters closed by hand where there is room
	filtering bool // filters in the list's place where there is none
	width     float32
	listWidth float32

	root       *fyne.Container
	outer      *kit.ThinSplit // filters, the rest
	inner      *kit.ThinSplit // list, reader
	list       *fyne.Container
	facetsWide *fyne.Container
	listBody   *fyne.Container
	foot       *fyne.Container
	filterPane *fyne.Container // where narrow
}

func newPanes(p *page) *panes {
	s := &panes{p: p, listWidth: p.h.PaneWidth("acts", listAtFirst)}
	s.foot = padded(p.below, 6, 2)
	s.listBody = container.NewStack(p.body)
	s.list = kit.NewFrame(p.above.root, s.foot, nil, nil, s.listBody)
	done := kit.NewPrimaryButton(p.h.Lang.T("acts.filters_done"), nil, s.toggleFacets)
	s.filterPane = kit.NewFrame(nil, padded(done, 10, 8), nil, nil, container.NewStack())
	s.facetsWide = container.NewStack(p.facets)
	s.inner = p.h.Split("acts", s.list, p.reader.root, listAtFirst, func(w float32) { s.listWidth = w })
	s.outer = p.h.Split("filters", s.facetsWide, s.inner, facetsAtFirst, nil)
	s.root = container.New(s, s.outer)
	return s
}

// MinSize is for the toolkit.
func (s *panes) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(300, 240) }

// Layout is for the toolkit: another width may ask for another arrangement.
func (s *panes) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if size.Width != s.width {
		s.width = size.Width
		s.arrange()
	}
	objects[0].Resize(size)
}

// arrange shows the panes that the width has room for.
func (s *panes) arrange() {
	s.narrow, s.alone = s.width < narrowBelow, s.width < singleBelow
	if !s.narrow {
		s.filtering = false
	}
	wide := !s.narrow && !s.shut
	s.place(wide)
	s.outer.ShowFirst(wide)
	width := s.listWidth
	if s.narrow {
		width = min(width, s.width*listShare)
	}
	s.inner.SetWidth(width)
	s.inner.ShowFirst(!s.alone || !s.reading)
	s.inner.ShowSecond(!s.alone || s.reading)
	s.p.reader.bar.setAlone(s.alone)
	s.refreshFoot()
}

// place moves the filters to the pane where they are to be seen.
func (s *panes) place(wide bool) {
	middle := s.filterPane.Objects[len(s.filterPane.Objects)-1].(*fyne.Container)
	put := func(c *fyne.Container, o ...fyne.CanvasObject) {
		if len(c.Objects) != len(o) || len(o) > 0 && c.Objects[0] != o[0] {
			c.Objects = o
			c.Refresh()
		}
	}
	switch {
	case wide:
		put(middle)
		put(s.facetsWide, s.p.facets)
		put(s.listBody, s.p.body)
	case s.filtering:
		put(s.facetsWide)
		put(middle, s.p.facets)
		put(s.listBody, s.filterPane)
	default:
		put(middle)
		put(s.listBody, s.p.body)
	}
}

func (s *panes) single() bool { return s.alone }

// toggleFacets opens or closes the filters.
func (s *panes) toggleFacets() {
	if s.narrow {
		s.filtering = !s.filtering
	} else {
		s.shut = !s.shut
	}
	s.arrange()
	canvas := s.p.h.Window.Canvas()
	if s.filters() {
		canvas.Focus(s.p.facets.List())
	} else {
		s.p.focusList()
	}
}

// closeFilters shows the list again where the filters stand in its place.
func (s *panes) closeFilters() {
	if s.filtering {
		s.filtering = false
		s.arrange()
	}
}

// filters tells whether the filters are in sight.
func (s *panes) filters() bool { return s.filtering || !s.narrow && !s.shut }

// read shows the reader where only one pane fits.
func (s *panes) read() { s.turn(true) }

// browse goes back to the list there.
func (s *panes) browse() { s.turn(false) }

func (s *panes) turn(reading bool) {
	if s.reading != reading {
		s.reading = reading
		s.arrange()
	}
}

func (s *panes) refreshFoot() {
	s.foot.Hidden = s.p.below.Hidden || s.filtering
	s.list.Refresh()
}
