package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Check is the toolkit's tick that tells of Esc.
type Check struct {
	widget.Check
	OnEscape func() // nil: nothing; a dialog of Host closes
}

// NewCheck makes a tick; changed may be nil.
func NewCheck(text string, changed func(bool)) *Check {
	c := &Check{}
	c.Text, c.OnChanged = text, changed
	c.ExtendBaseWidget(c)
	return c
}

// TypedKey tells of Esc; all other keys are the toolkit's.
func (c *Check) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape && c.OnEscape != nil {
		c.OnEscape()
		return
	}
	c.Check.TypedKey(e)
}

// Radio is one choice of few, all in sight, each reached by Tab and by the
// arrows, which choose. The first is chosen until another is.
type Radio struct {
	Box      *fyne.Container
	chosen   int
	onChange func(int)
}

// NewRadio makes a choice; changed, which may be nil, hears of each.
func NewRadio(options []string, changed func(int)) *Radio {
	r := &Radio{Box: container.NewVBox(), onChange: changed}
	for i, o := range options {
		b := NewQuietButton(o, nil, func() { r.Choose(i) })
		b.Alignment = widget.ButtonAlignLeading
		b.onArrow = func(by int) { r.step(i + by) }
		r.Box.Add(b)
	}
	r.paint()
	return r
}

// Chosen is the index of the choice.
func (r *Radio) Chosen() int { return r.chosen }

// Choose takes an option.
func (r *Radio) Choose(i int) {
	r.chosen = i
	r.paint()
	if r.onChange != nil {
		r.onChange(i)
	}
}

// step goes on to another option, where there is one.
func (r *Radio) step(to int) {
	if to < 0 || to >= len(r.Box.Objects) {
		return
	}
	r.Choose(to)
	b := r.Box.Objects[to].(*Button)
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil {
		c.Focus(b)
	}
}

func (r *Radio) paint() {
	for i, o := range r.Box.Objects {
		icon := theme.RadioButtonIcon()
		if i == r.chosen {
			icon = theme.RadioButtonCheckedIcon()
		}
		o.(*Button).SetIcon(icon)
	}
}

// Escapes has what may take the keyboard within an object call back on Esc,
// where it has nothing of its own to do.
func Escapes(o fyne.CanvasObject, back func()) {
	var slot *func()
	switch x := o.(type) {
	case *Field:
		slot = &x.OnEscape
	case *Button:
		slot = &x.OnEscape
	case *Check:
		slot = &x.OnEscape
	case *Select:
		slot = &x.OnEscape
	case *container.Scroll:
		Escapes(x.Content, back)
	case *fyne.Container:
		for _, child := range x.Objects {
			Escapes(child, back)
		}
	case *widget.Form:
		for _, item := range x.Items {
			Escapes(item.Widget, back)
		}
	}
	if slot != nil && *slot == nil {
		*slot = back
	}
}
