package main

import (
	"fmt"
	"image"
	"image/color"
	"io"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// What the flag -first-frame measures: this window, or a bare one of the same
// build to hold it against.
const (
	measureWindow = "window"
	measureBare   = "bare"
)

// announce writes a line when the window is painted for the first time, and
// then quits: who started the program takes the time.
func announce(a fyne.App, w fyne.Window, out io.Writer) {
	var once sync.Once
	dot := canvas.NewRaster(func(int, int) image.Image {
		once.Do(func() {
			fmt.Fprintln(out, "first frame")
			go fyne.Do(a.Quit)
		})
		return image.NewUniform(color.Transparent)
	})
	dot.Resize(fyne.NewSquareSize(1))
	w.Canvas().Overlays().Add(dot)
}

// bare runs a window with one word in it.
func bare(a fyne.App, out io.Writer) {
	w := a.NewWindow("Scranno")
	w.SetContent(widget.NewLabel("Scranno"))
	w.Resize(fyne.NewSize(1180, 760))
	announce(a, w, out)
	w.Show()
	a.Run()
}
