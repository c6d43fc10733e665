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

// chooserStage is a window over a folder of documents.
type chooserStage struct {
	t         *testing.T
	h         *Host
	documents string
	got       string
}

func newChooserStage(t *testing.T) *chooserStage {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(NewTheme(ThemeOptions{Variant: Light}))
	lang, err := NewLang("it")
	if err != nil {
		t.Fatal(err)
	}
	documents := t.TempDir()
	for _, name := range []string{"b/c/interrogazione.ODT", "mozione.odt", "foto.png", ".nascosto.odt", "a/x.txt"} {
		path := filepath.Join(documents, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w := test.NewTempWindow(t, canvas.NewRectangle(nil))
	w.Resize(fyne.NewSize(960, 600))
	now := func(f func()) { f() }
	work := NewWorker(WorkerOptions{Start: now, Deliver: now})
	t.Cleanup(work.Close)
	return &chooserStage{t: t, documents: documents, h: &Host{Lang: lang, Window: w, Work: work, Exports: filepath.Join(documents, "Scranno")}}
}

func (s *chooserStage) choose(path string) { s.got = path }

// press gives keys to what has the keyboard.
func (s *chooserStage) press(keys ...fyne.KeyName) {
	s.t.Helper()
	for _, k := range keys {
		f := s.h.Window.Canvas().Focused()
		if f == nil {
			s.t.Fatalf("nothing has the keyboard at %s", k)
		}
		f.TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func (s *chooserStage) said() string {
	if top := s.h.Window.Canvas().Overlays().Top(); top != nil {
		return saidIn(top)
	}
	return ""
}

// TestAFileIsChosenByEnter walks into a folder, out and in again, and takes a
// file, all with the keys of the list.
func TestAFileIsChosenByEnter(t *testing.T) {
	s := newChooserStage(t)
	s.h.ChooseFile([]string{".odt"}, s.choose)
	if said := s.said(); !strings.Contains(said, filepath.Base(s.documents)) || !strings.Contains(said, "mozione.odt") || !strings.Contains(said, "Annulla") {
		t.Errorf("the dialog says %s", said)
	}
	if said := s.said(); strings.Contains(said, "foto") || strings.Contains(said, "nascosto") {
		t.Errorf("it offers what was not asked for: %s", said)
	}
	s.press(fyne.KeyReturn) // a, the first folder, without anything
	if said := s.said(); !strings.Contains(said, s.h.Lang.T("choose.none")) {
		t.Errorf("an empty folder says %s", said)
	}
	s.press(fyne.KeyBackspace, fyne.KeyDown, fyne.KeyReturn, fyne.KeyRight, fyne.KeyReturn)
	want := filepath.Join(s.documents, "b", "c", "interrogazione.ODT")
	if s.got != want || s.said() != "" {
		t.Errorf("chosen is %q, on show still %s", s.got, s.said())
	}
	s.h.ChooseFile([]string{".odt"}, s.choose)
	if said := s.said(); !strings.Contains(said, "interrogazione") {
		t.Errorf("the next time it begins elsewhere: %s", said)
	}
	s.press(fyne.KeyEscape)
	if s.said() != "" {
		t.Error("Esc leaves the dialog open")
	}
}

// TestAFolderIsChosenByItsButton opens folders by Enter and takes the one on show.
func TestAFolderIsChosenByItsButton(t *testing.T) {
	s := newChooserStage(t)
	s.h.ChooseFolder(s.choose)
	if said := s.said(); strings.Contains(said, "mozione") || !strings.Contains(said, "2 file") {
		t.Errorf("the dialog says %s", said)
	}
	s.press(fyne.KeyDown, fyne.KeyReturn)
	s.h.Window.Canvas().FocusPrevious() // round to the last one
	s.press(fyne.KeyReturn)
	if s.got != filepath.Join(s.documents, "b") {
		t.Errorf("chosen is %q", s.got)
	}
}

// TestAFolderThatCannotBeReadIsSaid goes to one that is gone.
func TestAFolderThatCannotBeReadIsSaid(t *testing.T) {
	s := newChooserStage(t)
	s.h.Exports = filepath.Join(s.documents, "non c’è", "Scranno")
	s.h.ChooseFile([]string{".odt"}, s.choose)
	if said := s.said(); !strings.Contains(said, s.h.Lang.T("choose.unreadable")) {
		t.Errorf("the dialog says %s", said)
	}
	s.press(fyne.KeyBackspace)
	if said := s.said(); !strings.Contains(said, "mozione") {
		t.Errorf("one cannot go on from there: %s", said)
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
