package kit

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// TestFilesAndFoldersAreAskedFor opens both dialogs as their buttons do: in the
// person's documents, within the window.
func TestFilesAndFoldersAreAskedFor(t *testing.T) {
	test.NewTempApp(t)
	lang, err := NewLang("it")
	if err != nil {
		t.Fatal(err)
	}
	documents := t.TempDir()
	if err := os.WriteFile(filepath.Join(documents, "mozione.odt"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, ask := range map[string]func(*Host){
		"a file":   func(h *Host) { h.ChooseFile([]string{".odt"}, func(string) {}) },
		"a folder": func(h *Host) { h.ChooseFolder(func(string) {}) },
	} {
		w := test.NewTempWindow(t, nil)
		w.Resize(fyne.NewSize(960, 600))
		ask(&Host{Lang: lang, Window: w, Exports: filepath.Join(documents, "Scranno")})
		top := w.Canvas().Overlays().Top()
		if top == nil {
			t.Fatalf("%s: no dialog", name)
		}
		said := saidIn(top)
		if !strings.Contains(said, filepath.Base(documents)) || !strings.Contains(said, lang.T("button.cancel")) {
			t.Errorf("%s: the dialog says %s", name, said)
		}
		if name == "a file" && !strings.Contains(said, "mozione") {
			t.Errorf("the document is not offered: %s", said)
		}
	}
}

// saidIn joins all texts drawn within an object.
func saidIn(o fyne.CanvasObject) string {
	var b strings.Builder
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch x := o.(type) {
		case *canvas.Text:
			b.WriteString(x.Text + " ")
		case *fyne.Container:
			for _, c := range x.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(x).Objects() {
				walk(c)
			}
		}
	}
	walk(o)
	return b.String()
}
