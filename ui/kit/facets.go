package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// FacetGroup is one facet with its values, most frequent first as the caller
// likes.
type FacetGroup struct {
	ID     string
	Title  string
	Values []FacetValue
}

// FacetValue is a value with how many acts have it.
type FacetValue struct {
	ID     string
	Label  string
	Count  int
	Chosen bool
}

// facetFold is how many values a group shows before "show all".
const facetFold = 6

// FacetList shows facets with counts; Space or a tap chooses a value.
type FacetList struct {
	widget.BaseWidget
	lang     *Lang
	groups   []FacetGroup
	rows     []facetRow
	open     map[string]bool
	list     *KeyList
	onToggle func(group, value string, on bool)
	OnEscape func() // Esc; nil: nothing
}

type facetRow struct {
	group int
	value int // -1: heading, -2: show all or less
}

// NewFacetList makes an empty list.
func NewFacetList(lang *Lang, onToggle func(group, value string, on bool)) *FacetList {
	f := &FacetList{lang: lang, open: map[string]bool{}, onToggle: onToggle}
	f.list = NewKeyList(ListOptions{
		Len:       func() int { return len(f.rows) },
		New:       func() fyne.CanvasObject { return newFacetLine() },
		Update:    func(i int, o fyne.CanvasObject) { f.update(f.rows[i], o.(*facetLine)) },
		Label:     func(i int) string { return f.label(f.rows[i]) },
		Skip:      func(i int) bool { return f.rows[i].value == -1 },
		OnOpen:    f.press,
		OpenOnTap: true,
		NoLines:   true,
		OnKey: func(e *fyne.KeyEvent) bool {
			if e.Name != fyne.KeyEscape || f.OnEscape == nil {
				return false
			}
			f.OnEscape()
			return true
		},
	})
	f.ExtendBaseWidget(f)
	return f
}

// Set shows groups; the cursor stays where it is.
func (f *FacetList) Set(groups []FacetGroup) {
	f.groups = groups
	f.rows = f.rows[:0]
	for g, group := range groups {
		if len(group.Values) == 0 {
			continue
		}
		f.rows = append(f.rows, facetRow{g, -1})
		shown := len(group.Values)
		if !f.open[group.ID] && shown > facetFold+1 {
			shown = facetFold
		}
		for v, value := range group.Values {
			if v < shown || value.Chosen {
				f.rows = append(f.rows, facetRow{g, v})
			}
		}
		if len(group.Values) > facetFold+1 {
			f.rows = append(f.rows, facetRow{g, -2})
		}
	}
	f.list.Reload()
}

// List is the list inside, to give it the focus.
func (f *FacetList) List() *KeyList { return f.list }

// CreateRenderer is for the toolkit.
func (f *FacetList) CreateRenderer() fyne.WidgetRenderer {
	f.ExtendBaseWidget(f)
	return widget.NewSimpleRenderer(f.list)
}

func (f *FacetList) label(r facetRow) string {
	switch r.value {
	case -1:
		return f.groups[r.group].Title
	case -2:
		if f.open[f.groups[r.group].ID] {
			return f.lang.T("button.show_less")
		}
		return f.lang.T("button.show_all")
	}
	return f.groups[r.group].Values[r.value].Label
}

func (f *FacetList) update(r facetRow, line *facetLine) {
	line.kind, line.text, line.count, line.on = r.value, f.label(r), "", false
	if r.value >= 0 {
		v := f.groups[r.group].Values[r.value]
		line.count, line.on = f.lang.Number(v.Count), v.Chosen
	}
	line.Refresh()
}

func (f *FacetList) press(i int) {
	r := f.rows[i]
	group := &f.groups[r.group]
	if r.value == -2 {
		f.open[group.ID] = !f.open[group.ID]
		f.Set(f.groups)
		return
	}
	v := &group.Values[r.value]
	v.Chosen = !v.Chosen
	f.list.RefreshRow(i)
	if f.onToggle != nil {
		f.onToggle(group.ID, v.ID, v.Chosen)
	}
}

// facetLine is a heading, a value with its box and count, or "show all".
type facetLine struct {
	widget.BaseWidget
	kind  int
	text  string
	count string
	on    bool
}

func newFacetLine() *facetLine {
	l := &facetLine{}
	l.ExtendBaseWidget(l)
	return l
}

func (l *facetLine) CreateRenderer() fyne.WidgetRenderer {
	l.ExtendBaseWidget(l)
	r := &facetLineRenderer{
		l: l, box: widget.NewIcon(theme.CheckButtonIcon()), label: NewHighlightText("", TextLook{}),
		count: canvas.NewText("", nil),
	}
	r.count.Alignment = fyne.TextAlignTrailing
	r.paint()
	return r
}

type facetLineRenderer struct {
	l     *facetLine
	box   *widget.Icon
	label *HighlightText
	count *canvas.Text
}

func (r *facetLineRenderer) MinSize() fyne.Size { return fyne.NewSize(120, 30) }

func (r *facetLineRenderer) Layout(s fyne.Size) {
	left := float32(rowPadX)
	if r.l.kind >= 0 {
		r.box.Move(fyne.NewPos(left, (s.Height-18)/2))
		r.box.Resize(fyne.NewSquareSize(18))
		left += 26
	}
	cw := float32(0)
	if r.l.count != "" {
		cw = r.count.MinSize().Width + 6
	}
	h := r.label.MinSize().Height
	r.label.Move(fyne.NewPos(left, (s.Height-h)/2))
	r.label.Resize(fyne.NewSize(max(0, s.Width-left-cw-rowPadX), h))
	ch := r.count.MinSize().Height
	r.count.Move(fyne.NewPos(s.Width-rowPadX-cw, (s.Height-ch)/2))
	r.count.Resize(fyne.NewSize(cw, ch))
}

func (r *facetLineRenderer) paint() {
	l := r.l
	r.box.Hidden = l.kind < 0
	if l.on {
		r.box.SetResource(theme.NewPrimaryThemedResource(theme.CheckButtonCheckedIcon()))
	} else {
		r.box.SetResource(theme.NewColoredResource(theme.CheckButtonIcon(), ColorMuted))
	}
	switch l.kind {
	case -1:
		r.label.update(l.text, nil, true, ColorMuted)
	case -2:
		r.label.update(l.text, nil, false, theme.ColorNameHyperlink)
	default:
		r.label.update(l.text, nil, l.on, theme.ColorNameForeground)
	}
	r.count.Text, r.count.Color, r.count.TextSize = l.count, colorOf(l, ColorMuted), 12
}

func (r *facetLineRenderer) Refresh() {
	r.paint()
	r.Layout(r.l.Size())
	canvas.Refresh(r.l)
}

func (r *facetLineRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.label, r.count}
}

func (r *facetLineRenderer) Destroy() {}
