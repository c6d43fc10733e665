package uitest

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"scranno/ui/kit"
)

// Noon is the present of every screen under test.
var Noon = time.Date(2026, time.March, 12, 12, 0, 0, 0, time.Local)

// Screen is a window with one page and a host that remembers what it was asked.
// All of it runs on the test's goroutine, the page's work too.
type Screen struct {
	*Loop
	Host    *kit.Host
	Canvas  fyne.Canvas
	Page    kit.Page
	Routes  []string // where the page went
	Toasts  []string // what it said in passing
	Changed int      // how often it said that badges may have changed
	Opened  []string // files and addresses
	window  fyne.Window
}

// NewScreen makes a window in Italian and the light theme, wide enough that
// nothing is cut.
func NewScreen(t *testing.T) *Screen {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(kit.NewTheme(kit.ThemeOptions{Variant: kit.Light}))
	lang, err := kit.NewLang("it")
	if err != nil {
		t.Fatal(err)
	}
	s := &Screen{Loop: NewLoop(t), window: test.NewTempWindow(t, nil)}
	s.window.Resize(fyne.NewSize(1600, 900))
	s.Canvas = s.window.Canvas()
	open := func(what string) error {
		s.Opened = append(s.Opened, what)
		return nil
	}
	s.Host = &kit.Host{
		Lang: lang, Work: kit.NewWorker(kit.WorkerOptions{Start: s.Deliver, Deliver: s.Deliver}), Window: s.window,
		Now: func() time.Time { return Noon },
		Go:  func(route string) { s.Routes = append(s.Routes, route) }, Back: func() {},
		Toast:   func(t kit.Toast) { s.Toasts = append(s.Toasts, t.Text) },
		Changed: func() { s.Changed++ }, Renamed: func() {}, OpenURL: open, OpenFile: open, Exports: t.TempDir(),
	}
	t.Cleanup(func() {
		s.Drain() // Close waits for work that was begun
		s.Host.Work.Close()
	})
	return s
}

// Show opens a page as the shell does the first time.
func (s *Screen) Show(p kit.Page) {
	s.Page = p
	s.window.SetContent(p.Build())
	s.window.Resize(fyne.NewSize(1600, 900))
	if p.Shown != nil {
		p.Shown()
	}
}

// UntilSees runs what comes back until all texts are in sight.
func (s *Screen) UntilSees(texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		s.Until("sight of «"+text+"»", func() bool { return Sees(s.Canvas, text) })
	}
}

// Sees fails the test where one of the texts is not in sight.
func (s *Screen) Sees(texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		if !Sees(s.Canvas, text) {
			s.t.Errorf("«%s» is not in sight: %s", text, Words(s.Canvas))
		}
	}
}

// SeesNot fails the test where one of the texts is in sight.
func (s *Screen) SeesNot(texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		if Sees(s.Canvas, text) {
			s.t.Errorf("«%s» is in sight: %s", text, Words(s.Canvas))
		}
	}
}

// Press presses the button of that word.
func (s *Screen) Press(label string) { s.t.Helper(); Press(s.t, s.Canvas, label) }

// Tap taps the innermost thing that holds the text.
func (s *Screen) Tap(text string) { s.t.Helper(); Tap(s.t, s.Canvas, text) }

// Write replaces the text of the field with that hint.
func (s *Screen) Write(hint, text string) { s.t.Helper(); Write(s.t, s.Canvas, hint, text) }

// Field gives the field with that hint and fails the test where there is none.
func (s *Screen) Field(hint string) *widget.Entry {
	s.t.Helper()
	e := Field(s.Canvas, hint)
	if e == nil {
		s.t.Fatalf("no field «%s»: %s", hint, Words(s.Canvas))
	}
	return e
}

// Each visits everything in sight, the lowest layer first.
func (s *Screen) Each(visit func(fyne.CanvasObject)) { Each(s.Canvas, visit) }

// Run runs a command of the page, and tells whether it could be run.
func (s *Screen) Run(id string) bool {
	s.t.Helper()
	c, ok := kit.Find(s.Page.Commands, id)
	if !ok {
		s.t.Fatalf("the page has no command %s", id)
	}
	if !c.Can() {
		return false
	}
	c.Run()
	return true
}

// Keys gives keys to what has the focus.
func (s *Screen) Keys(keys ...fyne.KeyName) { s.t.Helper(); Keys(s.t, s.Canvas, keys...) }
