package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// PaletteItem is something one can go to or do.
type PaletteItem struct {
	ID     string
	Title  string
	Marks  []Span // in Title
	Detail string // what it is: Comando, Atto, Bozza
	Right  string // shortcut or date
	Icon   fyne.Resource
}

// PaletteOptions are what a palette asks and tells. Rank gives the items for
// what was typed, best first; it is called on the main goroutine for each key
// and must be quick (long lists come by Update).
type PaletteOptions struct {
	Placeholder string
	None        string // what is said when nothing matches
	Rank        func(query string) []PaletteItem
	Run         func(PaletteItem)
}

// Palette is the box over the window in which one types where to go.
type Palette struct {
	opts    PaletteOptions
	canvas  fyne.Canvas
	layer   *paletteLayer
	entry   *paletteEntry
	list    *KeyList
	items   []PaletteItem
	none    *HighlightText
	before  fyne.Focusable
	visible bool
}

// NewPalette makes a palette for a window's canvas.
func NewPalette(c fyne.Canvas, opts PaletteOptions) *Palette {
	p := &Palette{opts: opts, canvas: c}
	p.none = NewHighlightText(opts.None, TextLook{MaxLines: -1, Color: ColorMuted})
	p.entry = newPaletteEntry(p)
	p.list = NewKeyList(ListOptions{
		Len:       func() int { return len(p.items) },
		New:       func() fyne.CanvasObject { return NewRow(1) },
		Update:    func(i int, o fyne.CanvasObject) { o.(*Row).Set(p.items[i].row()) },
		OnOpen:    func(i int) { p.run(i) },
		OpenOnTap: true,
		NoLines:   true,
	})
	p.layer = newPaletteLayer(p)
	return p
}

func (i PaletteItem) row() RowView {
	return RowView{Icon: i.Icon, Title: i.Title, Marks: i.Marks, Detail: i.Detail, Right: i.Right}
}

// Show opens the palette, empty, with the keyboard in it.
func (p *Palette) Show() {
	if p.visible {
		return
	}
	p.visible = true
	p.before = p.canvas.Focused()
	p.entry.SetText("")
	p.Update()
	p.canvas.Overlays().Add(p.layer)
	p.layer.Resize(p.canvas.Size())
	p.canvas.Focus(p.entry)
}

// Hide closes it and gives the keyboard back to what had it.
func (p *Palette) Hide() {
	if !p.visible {
		return
	}
	p.visible = false
	p.canvas.Overlays().Remove(p.layer)
	if p.before != nil {
		p.canvas.Focus(p.before)
	}
}

// Visible tells whether it is open.
func (p *Palette) Visible() bool { return p.visible }

// Update asks for the items again, as when a slower search has found more. The
// cursor stays where it is.
func (p *Palette) Update() {
	keep := p.list.Current()
	p.items = p.opts.Rank(p.entry.Text)
	p.list.Reload()
	if keep < 0 || keep >= len(p.items) {
		keep = 0
	}
	p.list.SetCurrent(keep)
	if keep == 0 {
		p.list.SetOffset(0)
	}
	p.none.Hidden = len(p.items) > 0 || p.entry.Text == ""
	p.layer.Refresh()
}

// Items is what is listed now.
func (p *Palette) Items() []PaletteItem { return p.items }

// Query is what was typed.
func (p *Palette) Query() string { return p.entry.Text }

func (p *Palette) typed(string) {
	p.list.SetCurrent(-1)
	p.Update()
}

func (p *Palette) run(i int) {
	if i < 0 || i >= len(p.items) {
		return
	}
	item := p.items[i]
	p.Hide()
	p.opts.Run(item)
}

// paletteEntry keeps the cursor keys for the list.
type paletteEntry struct {
	widget.Entry
	p *Palette
}

func newPaletteEntry(p *Palette) *paletteEntry {
	e := &paletteEntry{p: p}
	e.ExtendBaseWidget(e)
	e.PlaceHolder = p.opts.Placeholder
	e.Icon = theme.NewColoredResource(theme.SearchIcon(), ColorMuted)
	e.OnChanged = p.typed
	return e
}

// TypedKey sends the list's keys to the list.
func (e *paletteEntry) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		e.p.list.TypedKey(k)
	case fyne.KeyReturn, fyne.KeyEnter:
		e.p.run(e.p.list.Current())
	case fyne.KeyEscape:
		e.p.Hide()
	default:
		e.Entry.TypedKey(k)
	}
}

// AcceptsTab keeps Tab from leaving the box.
func (e *paletteEntry) AcceptsTab() bool { return true }

// paletteLayer covers the window: a tap beside the box closes it.
type paletteLayer struct {
	widget.BaseWidget
	p *Palette
}

func newPaletteLayer(p *Palette) *paletteLayer {
	l := &paletteLayer{p: p}
	l.ExtendBaseWidget(l)
	return l
}

func (l *paletteLayer) Tapped(e *fyne.PointEvent) {
	box := paletteBox(l.Size(), l.p)
	inside := e.Position.X >= box.x && e.Position.X < box.x+box.w && e.Position.Y >= box.y && e.Position.Y < box.y+box.h
	if !inside {
		l.p.Hide()
	}
}

func (l *paletteLayer) CreateRenderer() fyne.WidgetRenderer {
	l.ExtendBaseWidget(l)
	r := &paletteRenderer{l: l, scrim: canvas.NewRectangle(nil), box: canvas.NewRectangle(nil)}
	r.box.CornerRadius = 8
	r.Refresh()
	return r
}

type rect struct{ x, y, w, h float32 }

// paletteBox is as high as its items ask, in the upper part of the window.
func paletteBox(s fyne.Size, p *Palette) rect {
	rows := min(len(p.items), 9)
	h := paletteHead(p) + 4 + float32(rows)*p.list.rowHeight()
	if rows == 0 && !p.none.Hidden {
		h += 44
	}
	w := min(620, s.Width-48)
	y := min(72, s.Height*0.1)
	return rect{x: (s.Width - w) / 2, y: y, w: w, h: min(h, s.Height-y-24)}
}

// paletteHead is the room of the field above the items.
func paletteHead(p *Palette) float32 { return 10 + p.entry.MinSize().Height + 8 }

type paletteRenderer struct {
	l          *paletteLayer
	scrim, box *canvas.Rectangle
}

func (r *paletteRenderer) MinSize() fyne.Size { return fyne.NewSize(240, 160) }

func (r *paletteRenderer) Layout(s fyne.Size) {
	p := r.l.p
	r.scrim.Resize(s)
	b := paletteBox(s, p)
	r.box.Move(fyne.NewPos(b.x, b.y))
	r.box.Resize(fyne.NewSize(b.w, b.h))
	eh := p.entry.MinSize().Height
	p.entry.Move(fyne.NewPos(b.x+10, b.y+10))
	p.entry.Resize(fyne.NewSize(b.w-20, eh))
	top := b.y + paletteHead(p)
	p.none.Move(fyne.NewPos(b.x+16, top))
	p.none.Resize(fyne.NewSize(b.w-32, 24))
	p.list.Move(fyne.NewPos(b.x+1, top))
	p.list.Resize(fyne.NewSize(b.w-2, max(0, b.y+b.h-top-4)))
}

func (r *paletteRenderer) Refresh() {
	r.scrim.FillColor = colorOf(r.l, ColorScrim)
	r.box.FillColor = colorOf(r.l, theme.ColorNameOverlayBackground)
	r.box.StrokeColor, r.box.StrokeWidth = colorOf(r.l, ColorLine), 1
	r.Layout(r.l.Size())
	canvas.Refresh(r.l)
}

func (r *paletteRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.scrim, r.box, r.l.p.entry, r.l.p.none, r.l.p.list}
}

func (r *paletteRenderer) Destroy() {}
