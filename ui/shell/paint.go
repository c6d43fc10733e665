package shell

import (
	"image"
	"image/color"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// firstPaint gives an object without a mark that calls do, once, while the
// window is painted for the first time: what a page shows is read and drawn
// after the first frame, not before it, however much there is.
func firstPaint(do func()) fyne.CanvasObject {
	var once sync.Once
	dot := canvas.NewRaster(func(int, int) image.Image {
		once.Do(do)
		return image.NewUniform(color.Transparent)
	})
	dot.Resize(fyne.NewSquareSize(1))
	return container.NewWithoutLayout(dot)
}
