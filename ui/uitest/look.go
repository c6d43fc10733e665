package uitest

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"scranno/ui/kit"
)

// walk visits what is in sight, the outer before the inner.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	switch x := o.(type) {
	case *fyne.Container:
		for _, child := range x.Objects {
			walk(child, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(x).Objects() {
			walk(child, visit)
		}
	}
}

func words(o fyne.CanvasObject) string {
	var out []string
	walk(o, func(o fyne.CanvasObject) {
		if t, ok := o.(*canvas.Text); ok && strings.TrimSpace(t.Text) != "" {
			out = append(out, strings.TrimSpace(t.Text))
		}
	})
	return strings.Join(out, " ")
}

// layers are the content of a canvas and what lies over it, the lowest first.
func layers(c fyne.Canvas) []fyne.CanvasObject {
	return append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...)
}

// Words gives all text in sight, dialogs and palette too, in reading order of
// the objects.
func Words(c fyne.Canvas) string {
	var out []string
	for _, o := range layers(c) {
		out = append(out, words(o))
	}
	return strings.Join(out, " ")
}

// Sees tells whether all texts are in sight. Blanks are not compared: wrapped and
// marked texts stand on the screen in pieces.
func Sees(c fyne.Canvas, texts ...string) bool {
	all := Words(c)
	for _, t := range texts {
		if !holds(all, t) {
			return false
		}
	}
	return true
}

func holds(all, text string) bool { return strings.Contains(dense(all), dense(text)) }

func dense(s string) string { return strings.Join(strings.Fields(s), "") }

// SeesOnTop tells whether the text is in sight in the topmost layer: a dialog or
// the palette, where one is open.
func SeesOnTop(c fyne.Canvas, text string) bool {
	all := layers(c)
	return holds(words(all[len(all)-1]), text)
}

// Each visits everything in sight, the lowest layer first.
func Each(c fyne.Canvas, visit func(fyne.CanvasObject)) {
	for _, o := range layers(c) {
		walk(o, visit)
	}
}

// Button finds the button of that word in the topmost layer; nil: none.
func Button(c fyne.Canvas, label string) *widget.Button {
	all := layers(c)
	var found *widget.Button
	walk(all[len(all)-1], func(o fyne.CanvasObject) {
		switch b := o.(type) {
		case *kit.Button:
			if b.Text == label {
				found = &b.Button
			}
		case *widget.Button:
			if b.Text == label {
				found = b
			}
		}
	})
	return found
}

// Press presses the button of that word, as a person would: a disabled one does
// nothing.
func Press(t testing.TB, c fyne.Canvas, label string) {
	t.Helper()
	b := Button(c, label)
	if b == nil {
		t.Fatalf("no button %q among: %s", label, Words(c))
	}
	test.Tap(b)
}

// Tap taps the innermost thing that holds the text, such as a row of a list.
func Tap(t testing.TB, c fyne.Canvas, text string) {
	t.Helper()
	all := layers(c)
	var found fyne.Tappable
	walk(all[len(all)-1], func(o fyne.CanvasObject) {
		if x, ok := o.(fyne.Tappable); ok && holds(words(o), text) {
			found = x
		}
	})
	if found == nil {
		t.Fatalf("nothing to tap holds %q among: %s", text, Words(c))
	}
	test.Tap(found)
}

// Field finds the field of the topmost layer by its hint; for an empty hint the
// first one. Nil: none.
func Field(c fyne.Canvas, hint string) *widget.Entry {
	all := layers(c)
	var found *widget.Entry
	walk(all[len(all)-1], func(o fyne.CanvasObject) {
		e, ok := o.(*widget.Entry)
		if f, own := o.(*kit.Field); own {
			e, ok = &f.Entry, true
		}
		if ok && found == nil && (hint == "" || e.PlaceHolder == hint) {
			found = e
		}
	})
	return found
}

// Write replaces the text of a field, as typing does.
func Write(t testing.TB, c fyne.Canvas, hint, text string) {
	t.Helper()
	e := Field(c, hint)
	if e == nil {
		t.Fatalf("no field %q among: %s", hint, Words(c))
	}
	e.SetText(text)
}

// Keys gives keys to what has the focus.
func Keys(t testing.TB, c fyne.Canvas, keys ...fyne.KeyName) {
	t.Helper()
	for _, k := range keys {
		f := c.Focused()
		if f == nil {
			t.Fatalf("nothing has the focus for %s", k)
		}
		f.TypedKey(&fyne.KeyEvent{Name: k})
	}
}
