package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
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

func TestEnterInADialogGoesOnAndThenDoesIt(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, nil)
	lang, err := NewLang("it")
	if err != nil {
		t.Fatal(err)
	}
	h := &Host{Lang: lang, Window: w}
	first, prose, second := NewField(), NewProse(2), NewField()
	away := container.NewVBox(NewField())
	away.Hide()
	saved := 0
	form := widget.NewForm(widget.NewFormItem("Data", container.NewGridWithColumns(1, first)))
	h.AskWith("titolo", container.NewVBox(form, away, prose, second), "Salva", func() { saved++ })
	first.OnSubmitted("")
	if saved != 0 || w.Canvas().Focused() != fyne.Focusable(prose) {
		t.Errorf("Enter in the first field: saved %d times, the keyboard is on %v", saved, w.Canvas().Focused())
	}
	if first.OnEscape == nil {
		t.Error("Esc does not leave a field of a form")
	}
	if prose.OnSubmitted != nil {
		t.Error("Enter in several lines begins a line")
	}
	second.OnSubmitted("")
	if saved != 1 || w.Canvas().Overlays().Top() != nil {
		t.Errorf("Enter in the last field: saved %d times", saved)
	}
}

func TestArrowsChooseAmongOptions(t *testing.T) {
	test.NewTempApp(t)
	radio := NewRadio([]string{"PDF", "Word", "Testo"}, nil)
	w := test.NewTempWindow(t, radio.Box)
	option := func(i int) fyne.Focusable { return radio.Box.Objects[i].(*Button) }
	w.Canvas().Focus(option(0))
	for _, c := range []struct {
		key  fyne.KeyName
		want int
	}{{fyne.KeyUp, 0}, {fyne.KeyDown, 1}, {fyne.KeyDown, 2}, {fyne.KeyDown, 2}, {fyne.KeyUp, 1}} {
		w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: c.key})
		if radio.Chosen() != c.want || w.Canvas().Focused() != option(c.want) {
			t.Fatalf("%s: option %d is chosen, not %d", c.key, radio.Chosen(), c.want)
		}
	}
}
