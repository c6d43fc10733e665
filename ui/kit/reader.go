package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// BlockRole is what a block of an act is, and so how it stands on the page.
type BlockRole uint8

// The roles.
const (
	BlockText       BlockRole = iota // a paragraph
	BlockLetterhead                  // the group's heading, centred
	BlockKind                        // the kind of act, centred and strong
	BlockSubject                     // the subject, strong
	BlockHinge                       // tutto ciò premesso, centred
	BlockFormula                     // impegna il Sindaco e la Giunta, centred and strong
	BlockPoint                       // a numbered point with its marker
	BlockArticle                     // an article's heading
	BlockRight                       // place and date, signatories, at the right
	BlockSmall                       // notes in small type
)

// Block is a piece of an act as a page shows it.
type Block struct {
	ID     string // clause id, or any name to scroll to
	Role   BlockRole
	Marker string // of a point: "1."
	Text   string
	Spans  []Span
}

// Reader shows an act as a page: a column of serif text on paper, as wide as
// reads well. Only what is in sight is drawn, so a regulation of two hundred
// pages opens like a question of one.
type Reader struct {
	widget.BaseWidget
	OnLink func(link string) // a Linked span was tapped, at Tap
	Tap    fyne.Position     // of the last tap, on the canvas

	blocks     []Block
	size       float32
	selectable bool
	focused    bool
	pointer    desktop.Cursor

	scroll  *container.Scroll
	page    *fyne.Container
	plain   *container.Scroll // the selectable text; made when first asked for
	layout  pageLayout
	measure map[measureKey]*measurer
}

type measureKey struct {
	size float32
	bold bool
}

// NewReader makes an empty page.
func NewReader() *Reader {
	r := &Reader{size: 16, pointer: desktop.DefaultCursor}
	r.page = container.New(&readerLayout{r})
	r.scroll = container.NewVScroll(r.page)
	r.scroll.OnScrolled = func(fyne.Position) { r.draw() }
	r.ExtendBaseWidget(r)
	return r
}

// SetBlocks shows an act from its top.
func (r *Reader) SetBlocks(blocks []Block) {
	r.blocks = blocks
	r.plain = nil
	r.relayout()
	r.SetOffset(0)
	r.Refresh()
}

// SetTextSize changes the size of the text, 16 at first.
func (r *Reader) SetTextSize(size float32) {
	r.size = size
	r.plain = nil
	r.relayout()
	r.Refresh()
}

// SetSelectable changes between the page and the same text for selecting with
// the mouse, which is drawn more plainly.
func (r *Reader) SetSelectable(on bool) {
	r.selectable = on
	r.Refresh()
}

// Selectable tells which of the two is shown.
func (r *Reader) Selectable() bool { return r.selectable }

// Text is all of the act as plain text, a blank line between blocks.
func (r *Reader) Text() string {
	parts := make([]string, 0, len(r.blocks))
	for _, b := range r.blocks {
		parts = append(parts, b.plain())
	}
	return strings.Join(parts, "\n\n")
}

func (b Block) plain() string {
	if b.Marker != "" {
		return b.Marker + " " + b.Text
	}
	return b.Text
}

// Offset is how far the page is scrolled, for a saved state.
func (r *Reader) Offset() float32 { return r.scroll.Offset.Y }

// SetOffset scrolls to a saved place.
func (r *Reader) SetOffset(y float32) {
	r.scroll.ScrollToOffset(fyne.NewPos(0, max(0, y)))
	r.draw()
}

// ScrollTo brings the block of an id to the top.
func (r *Reader) ScrollTo(id string) {
	for i, b := range r.blocks {
		if b.ID == id && i < len(r.layout.blocks) {
			r.SetOffset(r.layout.blocks[i].y - 12)
			return
		}
	}
}

// Resize breaks the lines again when the width changed.
func (r *Reader) Resize(s fyne.Size) {
	changed := s.Width != r.Size().Width
	r.BaseWidget.Resize(s)
	if changed {
		r.relayout()
	}
	r.draw()
}

// MinSize is a narrow column.
func (r *Reader) MinSize() fyne.Size {
	r.ExtendBaseWidget(r)
	return fyne.NewSize(200, 120)
}

// FocusGained draws the ring.
func (r *Reader) FocusGained() { r.focused = true; r.Refresh() }

// FocusLost removes it.
func (r *Reader) FocusLost() { r.focused = false; r.Refresh() }

// TypedRune does nothing.
func (r *Reader) TypedRune(rune) {}

// TypedKey scrolls.
func (r *Reader) TypedKey(e *fyne.KeyEvent) {
	s := r.scroll
	if r.selectable && r.plain != nil {
		s = r.plain
	}
	page := s.Size().Height - 2*r.size
	y := s.Offset.Y
	switch e.Name {
	case fyne.KeyUp:
		y -= 3 * r.size
	case fyne.KeyDown:
		y += 3 * r.size
	case fyne.KeyPageUp:
		y -= page
	case fyne.KeyPageDown, fyne.KeySpace:
		y += page
	case fyne.KeyHome:
		y = 0
	case fyne.KeyEnd:
		y = s.Content.MinSize().Height
	default:
		return
	}
	s.ScrollToOffset(fyne.NewPos(0, max(0, y)))
	r.draw()
}

// Tapped follows a link.
func (r *Reader) Tapped(e *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(r); c != nil {
		c.Focus(r)
	}
	r.Tap = e.AbsolutePosition
	if link := r.linkAt(e.Position); link != "" && r.OnLink != nil {
		r.OnLink(link)
	}
}

// Cursor is a hand over links.
func (r *Reader) Cursor() desktop.Cursor { return r.pointer }

// MouseIn does nothing.
func (r *Reader) MouseIn(*desktop.MouseEvent) {}

// MouseOut does nothing.
func (r *Reader) MouseOut() {}

// MouseMoved looks for a link below the pointer.
func (r *Reader) MouseMoved(e *desktop.MouseEvent) {
	r.pointer = desktop.DefaultCursor
	if r.linkAt(e.Position) != "" {
		r.pointer = desktop.PointerCursor
	}
}

func (r *Reader) linkAt(p fyne.Position) string {
	if r.selectable {
		return ""
	}
	return r.layout.linkAt(p.AddXY(0, r.scroll.Offset.Y))
}

// CreateRenderer is for the toolkit.
func (r *Reader) CreateRenderer() fyne.WidgetRenderer {
	r.ExtendBaseWidget(r)
	re := &readerRenderer{r: r, bg: canvas.NewRectangle(nil), ring: newRing(r)}
	re.ring.CornerRadius = 0
	re.Refresh()
	return re
}

type readerRenderer struct {
	r    *Reader
	bg   *canvas.Rectangle
	ring *canvas.Rectangle
}

func (re *readerRenderer) MinSize() fyne.Size { return re.r.MinSize() }

func (re *readerRenderer) Layout(s fyne.Size) {
	re.bg.Resize(s)
	re.ring.Move(fyne.NewPos(1, 1))
	re.ring.Resize(s.SubtractWidthHeight(2, 2))
	re.r.scroll.Resize(s)
	if re.r.plain != nil {
		re.r.plain.Resize(s)
	}
}

func (re *readerRenderer) Refresh() {
	r := re.r
	if r.selectable && r.plain == nil {
		r.plain = r.makePlain()
		r.plain.Resize(r.Size())
	}
	re.bg.FillColor = colorOf(r, theme.ColorNameBackground)
	re.ring.StrokeColor, re.ring.Hidden = colorOf(r, ColorRing), !r.focused
	r.draw()
	canvas.Refresh(r)
}

func (re *readerRenderer) Objects() []fyne.CanvasObject {
	if re.r.selectable && re.r.plain != nil {
		return []fyne.CanvasObject{re.bg, re.r.plain, re.ring}
	}
	return []fyne.CanvasObject{re.bg, re.r.scroll, re.ring}
}

func (re *readerRenderer) Destroy() {}

// plainChunk bounds one selectable label: the toolkit wraps each as a whole.
const plainChunk = 8_000

// makePlain is the text in labels that can be selected. A selection ends at a
// label's end, so labels are as long as stays quick.
func (r *Reader) makePlain() *container.Scroll {
	var labels []fyne.CanvasObject
	var chunk strings.Builder
	flush := func() {
		if chunk.Len() == 0 {
			return
		}
		l := widget.NewLabel(chunk.String())
		l.Wrapping, l.Selectable = fyne.TextWrapWord, true
		labels = append(labels, l)
		chunk.Reset()
	}
	for _, b := range r.blocks {
		text := strings.ToValidUTF8(b.plain(), "\ufffd")
		for len(text) > plainChunk {
			cut := strings.LastIndexAny(text[:plainChunk], " \n")
			if cut <= 0 {
				break
			}
			chunk.WriteString(text[:cut])
			flush()
			text = text[cut+1:]
		}
		if chunk.Len() > 0 {
			chunk.WriteString("\n\n")
		}
		chunk.WriteString(text)
		if chunk.Len() > plainChunk {
			flush()
		}
	}
	flush()
	paper := canvas.NewRectangle(colorOf(r, ColorPaper))
	text := container.NewPadded(container.NewVBox(labels...))
	return container.NewVScroll(container.New(columnLayout{}, container.NewStack(paper, text)))
}

// columnLayout centres its one object in a column of reading width.
type columnLayout struct{}

func (columnLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(160, o[0].MinSize().Height)
}

func (columnLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := min(s.Width, paperWidth)
	o[0].Move(fyne.NewPos((s.Width-w)/2, 0))
	o[0].Resize(fyne.NewSize(w, s.Height))
}
