package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

func TestEscLeavesFromWhateverHasTheKeyboard(t *testing.T) {
	radio := NewRadio([]string{"Tutti", "Solo io"}, nil)
	tick, choice, field := NewCheck("Dopo", nil), &Select{}, NewField()
	left := 0
	Escapes(container.NewVBox(radio.Box, container.NewVScroll(container.NewVBox(tick, choice, field))), func() { left++ })
	esc := &fyne.KeyEvent{Name: fyne.KeyEscape}
	all := []fyne.Focusable{radio.Box.Objects[0].(*Button), radio.Box.Objects[1].(*Button), tick, choice, field}
	for i, f := range all {
		if f.TypedKey(esc); left != i+1 {
			t.Fatalf("%T %d keeps Esc for itself", f, i)
		}
	}
}

func TestARadioHoldsOneChoice(t *testing.T) {
	heard := -1
	r := NewRadio([]string{"Tutti", "Consiglieri", "Solo io"}, func(i int) { heard = i })
	if r.Chosen() != 0 || heard != -1 {
		t.Fatalf("begins with %d, told %d", r.Chosen(), heard)
	}
	r.Box.Objects[2].(*Button).TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if r.Chosen() != 2 || heard != 2 {
		t.Errorf("chose %d, told %d", r.Chosen(), heard)
	}
	if on, off := r.Box.Objects[2].(*Button).Icon.Name(), r.Box.Objects[0].(*Button).Icon.Name(); on == off {
		t.Errorf("the chosen one looks like the others: %q", on)
	}
}
