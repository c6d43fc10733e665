package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Toast is a short word on what just happened, with a way back where there is
// one.
type Toast struct {
	Text   string
	Action string // label of the button, such as Annulla; empty: none
	Run    func()
	Bad    bool // stays until it is closed
}

// Toasts is a layer over the window that shows toasts above the status line,
// the newest last. It lets taps beside them through.
type Toasts struct {
	widget.BaseWidget
	close string
	after func(time.Duration, func()) (stop func())
	shown []*toastCard
	under fyne.CanvasObject // whose feet stay free; nil: nothing is known of it
	looks bool              // after what comes up under them
}

const (
	toastTime = 7 * time.Second
	toastLook = 200 * time.Millisecond
	maxToasts = 3
)

// NewToasts makes the layer. after runs a func on the main goroutine after a
// while.
func NewToasts(lang *Lang, after func(time.Duration, func()) (stop func())) *Toasts {
	t := &Toasts{close: lang.T("button.close"), after: after}
	t.ExtendBaseWidget(t)
	return t
}

// Add shows a toast.
func (t *Toasts) Add(v Toast) {
	card := newToastCard(v, t.close)
	dismiss := func() { t.remove(card) }
	card.action.OnTapped = func() {
		dismiss()
		if v.Run != nil {
			v.Run()
		}
	}
	card.closer.OnTapped = dismiss
	if !v.Bad {
		card.stop = t.after(toastTime, dismiss)
	}
	t.shown = append(t.shown, card)
	if len(t.shown) > maxToasts {
		t.remove(t.shown[0])
	}
	t.Refresh()
	if t.under != nil && !t.looks {
		t.looks = true
		t.after(toastLook, t.look)
	}
}

// Above keeps the toasts off the feet of the frames in an object, with their
// buttons, whichever page comes up while they are on show.
func (t *Toasts) Above(o fyne.CanvasObject) { t.under = o }

// look makes room for what came up meanwhile, as long as there are toasts.
func (t *Toasts) look() {
	if t.looks = len(t.shown) > 0; t.looks {
		(&toastsRenderer{t}).Layout(t.Size())
		t.after(toastLook, t.look)
	}
}

// Texts gives what is on show, oldest first.
func (t *Toasts) Texts() []string {
	out := make([]string, 0, len(t.shown))
	for _, c := range t.shown {
		out = append(out, c.view.Text)
	}
	return out
}

// Act presses the button of the newest toast that has one, for a shortcut.
func (t *Toasts) Act() bool {
	for i := len(t.shown) - 1; i >= 0; i-- {
		if c := t.shown[i]; c.view.Action != "" {
			c.action.OnTapped()
			return true
		}
	}
	return false
}

// Clear takes all of them away.
func (t *Toasts) Clear() {
	for len(t.shown) > 0 {
		t.remove(t.shown[0])
	}
}

func (t *Toasts) remove(card *toastCard) {
	for i, c := range t.shown {
		if c == card {
			if c.stop != nil {
				c.stop()
			}
			t.shown = append(t.shown[:i:i], t.shown[i+1:]...)
			t.Refresh()
			return
		}
	}
}

// CreateRenderer is for the toolkit.
func (t *Toasts) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	return &toastsRenderer{t}
}

type toastsRenderer struct{ t *Toasts }

func (r *toastsRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *toastsRenderer) Layout(s fyne.Size) {
	y := s.Height - statusHeight - toastGap
	feet := feetOf(r.t.under, fyne.Position{})
	for i := len(r.t.shown) - 1; i >= 0; i-- {
		c := r.t.shown[i]
		w := min(c.wish(), s.Width-24)
		c.Resize(fyne.NewSize(w, c.MinSize().Height))
		h := c.MinSize().Height // as high as the text asks at that width
		c.Resize(fyne.NewSize(w, h))
		y = lift(feet, fyne.NewPos((s.Width-w)/2, y-h), c.Size())
		c.Move(fyne.NewPos((s.Width-w)/2, y))
		y -= 8
	}
}

// toastGap is the room below the toasts.
const toastGap = 12

// foot is where something stands that toasts leave free.
type foot struct {
	at   fyne.Position
	size fyne.Size
}

// leastFoot is how high a foot is that may hold a button; less is an edge.
const leastFoot = 16

// feetOf lists the feet of the frames in sight within an object, which stands at
// a place.
func feetOf(o fyne.CanvasObject, at fyne.Position) (out []foot) {
	if o == nil || !o.Visible() {
		return nil
	}
	at = at.Add(o.Position())
	var within []fyne.CanvasObject
	switch x := o.(type) {
	case *fyne.Container:
		within = x.Objects
		if f, ok := x.Layout.(*frameLayout); ok && minOf(f.bottom).Height >= leastFoot {
			out = append(out, foot{at.Add(f.bottom.Position()), f.bottom.Size()})
		}
	case *ThinSplit:
		within = []fyne.CanvasObject{x.first, x.second}
	}
	for _, child := range within {
		out = append(out, feetOf(child, at)...)
	}
	return out
}

// lift gives how far up something must go to leave the feet free: the highest
// of them may have others above it.
func lift(feet []foot, at fyne.Position, size fyne.Size) (y float32) {
	y = at.Y
	for again := true; again; {
		again = false
		for _, f := range feet {
			top := f.at.Y - toastGap - size.Height
			if f.at.X < at.X+size.Width && at.X < f.at.X+f.size.Width && f.at.Y < y+size.Height+toastGap && y < f.at.Y+f.size.Height && top > 0 && top < y {
				y, again = top, true
			}
		}
	}
	return y
}

func (r *toastsRenderer) Refresh() {
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}

func (r *toastsRenderer) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(r.t.shown))
	for i, c := range r.t.shown {
		out[i] = c
	}
	return out
}

func (r *toastsRenderer) Destroy() {}

// toastCard is one toast.
type toastCard struct {
	widget.BaseWidget
	view   Toast
	text   *HighlightText
	action *linkButton
	closer *linkButton
	stop   func()
}

func newToastCard(v Toast, closeText string) *toastCard {
	c := &toastCard{view: v, text: NewHighlightText(v.Text, TextLook{MaxLines: -1, Color: ColorToastText})}
	c.action, c.closer = newLinkButton(v.Action), newLinkButton(closeText)
	c.action.Hidden = v.Action == ""
	c.ExtendBaseWidget(c)
	return c
}

// wish is how wide the toast would like to be.
func (c *toastCard) wish() float32 {
	m := newMeasurer(c.Theme(), c.Theme().Size(theme.SizeNameText), false, false)
	return min(m.width(c.view.Text, 0), 420) + c.buttons() + 3*toastPad + 2
}

func (c *toastCard) buttons() float32 {
	w := c.closer.MinSize().Width
	if !c.action.Hidden {
		w += c.action.MinSize().Width
	}
	return w
}

const toastPad = 14

func (c *toastCard) CreateRenderer() fyne.WidgetRenderer {
	c.ExtendBaseWidget(c)
	r := &toastRenderer{c: c, bg: canvas.NewRectangle(nil)}
	r.bg.CornerRadius = 8
	r.Refresh()
	return r
}

type toastRenderer struct {
	c  *toastCard
	bg *canvas.Rectangle
}

func (r *toastRenderer) MinSize() fyne.Size {
	return fyne.NewSize(160, max(r.c.text.MinSize().Height+20, r.c.closer.MinSize().Height+8))
}

func (r *toastRenderer) Layout(s fyne.Size) {
	r.bg.Resize(s)
	x := s.Width - toastPad/2
	for _, b := range []*linkButton{r.c.closer, r.c.action} {
		if b.Hidden {
			continue
		}
		m := b.MinSize()
		x -= m.Width
		b.Move(fyne.NewPos(x, (s.Height-m.Height)/2))
		b.Resize(m)
	}
	w := max(0, x-2*toastPad)
	r.c.text.Resize(fyne.NewSize(w, r.c.text.Size().Height))
	h := r.c.text.MinSize().Height
	r.c.text.Resize(fyne.NewSize(w, h))
	r.c.text.Move(fyne.NewPos(toastPad, (s.Height-h)/2))
}

func (r *toastRenderer) Refresh() {
	r.bg.FillColor = colorOf(r.c, ColorToast)
	if r.c.view.Bad {
		r.bg.StrokeColor, r.bg.StrokeWidth = colorOf(r.c, theme.ColorNameError), 2
	}
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}

func (r *toastRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.bg, r.c.text, r.c.action, r.c.closer}
}

func (r *toastRenderer) Destroy() {}
