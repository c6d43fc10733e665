package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// NewFrame puts objects around a centre without the gaps of the toolkit's own
// border. Any of them but the centre may be nil.
func NewFrame(top, bottom, left, right, centre fyne.CanvasObject) *fyne.Container {
	f := &frameLayout{top, bottom, left, right, centre}
	var all []fyne.CanvasObject
	for _, o := range []fyne.CanvasObject{top, bottom, left, right, centre} {
		if o != nil {
			all = append(all, o)
		}
	}
	return container.New(f, all...)
}

type frameLayout struct{ top, bottom, left, right, centre fyne.CanvasObject }

func minOf(o fyne.CanvasObject) fyne.Size {
	if o == nil || !o.Visible() {
		return fyne.Size{}
	}
	return o.MinSize()
}

func (f *frameLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	t, b, l, r, c := minOf(f.top), minOf(f.bottom), minOf(f.left), minOf(f.right), minOf(f.centre)
	return fyne.NewSize(
		max(l.Width+c.Width+r.Width, t.Width, b.Width),
		t.Height+b.Height+max(l.Height, r.Height, c.Height),
	)
}

func (f *frameLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	t, b, l, r := minOf(f.top), minOf(f.bottom), minOf(f.left), minOf(f.right)
	mid := max(0, s.Height-t.Height-b.Height)
	put := func(o fyne.CanvasObject, x, y, w, h float32) {
		if o != nil {
			o.Move(fyne.NewPos(x, y))
			o.Resize(fyne.NewSize(max(0, w), h))
		}
	}
	put(f.top, 0, 0, s.Width, t.Height)
	put(f.bottom, 0, s.Height-b.Height, s.Width, b.Height)
	put(f.left, 0, t.Height, l.Width, mid)
	put(f.right, s.Width-r.Width, t.Height, r.Width, mid)
	put(f.centre, l.Width, t.Height, s.Width-l.Width-r.Width, mid)
}

// NewColumn keeps an object at the left and no wider than a width that one reads
// well, however wide the pane.
func NewColumn(width float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&leftColumn{width}, o)
}

type leftColumn struct{ width float32 }

func (c *leftColumn) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[0].MinSize()
	return fyne.NewSize(min(m.Width, c.width), m.Height)
}

func (c *leftColumn) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(min(s.Width, c.width), s.Height))
}
