package kit_test

import (
	"testing"

	"fyne.io/fyne/v2/theme"

	"scranno/ui/kit"
)

// TestAStripIsOneLineWhereThereIsRoom keeps what stands above an act low: words
// and buttons share a line, and part only where the words would have no room.
func TestAStripIsOneLineWhereThereIsRoom(t *testing.T) {
	const words = "Restano 5 punti da riempire."
	height := func(width float32) float32 {
		s := kit.NewStrip(words, kit.ColorWarnSoft, kit.NewButton("Vai al prossimo", nil, nil))
		w := window(t, s, width, 200)
		s.Resize(w.Canvas().Size())
		return s.MinSize().Height
	}
	button := kit.NewButton("Vai al prossimo", nil, nil).MinSize().Height
	if h := height(600); h > button+2*theme.Padding() {
		t.Errorf("in 600 it is %v high, a button %v", h, button)
	}
	if wide, narrow := height(600), height(240); narrow <= wide+10 {
		t.Errorf("in 240 it is %v high, in 600 %v: the words need lines of their own", narrow, wide)
	}
}
