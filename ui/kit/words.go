package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// NewWords makes a text for a dialog, as wide as a dialog's words are and as high
// as it is at that width.
func NewWords(text string) fyne.CanvasObject {
	label := widget.NewLabel(text)
	label.Wrapping = fyne.TextWrapWord
	return container.New(wordsLayout{}, label)
}

// wordsLayout keeps a text that wraps at its width, however little room there is
// while it is measured: its height comes of its width.
type wordsLayout struct{}

const wordsWidth = askWidth - 2*askSide

// MinSize is the text's at that width.
func (wordsLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	if o[0].Size().Width < wordsWidth {
		o[0].Resize(fyne.NewSize(wordsWidth, 1))
	}
	return fyne.NewSize(wordsWidth, o[0].MinSize().Height)
}

// Layout gives it all the room.
func (wordsLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(max(wordsWidth, s.Width), s.Height))
}
