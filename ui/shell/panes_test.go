package shell_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"scranno/ui/kit"
	"scranno/ui/shell"
)

// splits gives the splits that stand in a window.
func splits(o fyne.CanvasObject) (out []*kit.ThinSplit) {
	if s, ok := o.(*kit.ThinSplit); ok {
		out = append(out, s)
	}
	switch o := o.(type) {
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			out = append(out, splits(c)...)
		}
	case *fyne.Container:
		for _, c := range o.Objects {
			out = append(out, splits(c)...)
		}
	}
	return out
}

func TestAPaneKeepsTheWidthThatOneGaveIt(t *testing.T) {
	g := atHome(t)
	g.shell.Go("outbox")
	found := splits(g.canvas.Content())
	if len(found) == 0 {
		t.Fatal("no split in sight")
	}
	before := found[0].Width()
	for _, o := range test.WidgetRenderer(found[0]).Objects() {
		if _, ok := o.(desktop.Cursorable); ok {
			o.(fyne.Focusable).TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		}
	}
	kept := map[string]int{}
	g.Until("the width is kept", func() bool {
		set, err := g.desk.Settings(t.Context())
		kept = set.Panes
		return err == nil && len(kept) == 1
	})
	if kept["outbox"] <= int(before) {
		t.Fatalf("was %v, kept %v", before, kept)
	}
	again := open(t, connected(), func(_ *stage, o *shell.Options) { o.Panes = kept })
	again.shell.Go("outbox")
	if now := splits(again.canvas.Content())[0].Width(); int(now) != kept["outbox"] {
		t.Errorf("at the next start it is %v wide", now)
	}
}
