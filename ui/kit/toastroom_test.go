package kit_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"scranno/ui/kit"
)

// TestToastsLeaveTheFeetOfPagesFree has a toast on show while a page with
// buttons at its foot comes up, in a pane of a split.
func TestToastsLeaveTheFeetOfPagesFree(t *testing.T) {
	var later []func()
	toasts := kit.NewToasts(italian(t), func(_ time.Duration, f func()) func() {
		later = append(later, f)
		return func() {}
	})
	body := container.NewStack(canvas.NewRectangle(nil))
	frame := kit.NewFrame(nil, kit.NewStatusLine(italian(t), nil), nil, nil, kit.NewThinSplit(canvas.NewRectangle(nil), body, 200, nil))
	window(t, container.NewStack(frame, toasts), 800, 600)
	toasts.Above(frame)
	toasts.Add(kit.Toast{Text: "Salvata come versione."})
	card := func() (at fyne.Position, size fyne.Size) {
		o := test.WidgetRenderer(toasts).Objects()[0]
		return o.Position(), o.Size()
	}
	low, _ := card()
	restore := kit.NewButton("Ripristina", nil, func() {})
	foot := container.NewVBox(restore)
	body.Objects = []fyne.CanvasObject{kit.NewFrame(nil, foot, nil, nil, canvas.NewRectangle(nil))}
	body.Refresh()
	for _, f := range later[1:] { // the first one takes it away
		f()
	}
	at, size := card()
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(foot).Y
	if at.Y >= low.Y || at.Y+size.Height > top {
		t.Errorf("the toast is at %v, %v high, the foot at %v", at, size.Height, top)
	}
	body.Objects = []fyne.CanvasObject{canvas.NewRectangle(nil)}
	body.Refresh()
	later[len(later)-1]()
	if at, _ := card(); at != low {
		t.Errorf("the toast stays at %v where nothing is below it", at)
	}
}
