package kit

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
)

// Host is what the shell lends to every page: words, work, the window and the
// ways out of a page. It is made once and used on the main goroutine.
type Host struct {
	Lang   *Lang
	Work   *Worker
	Window fyne.Window
	Now    func() time.Time

	Go       func(route string) // opens another place: "acts/<id>", "drafts/<id>", "outbox"
	Back     func()
	Toast    func(Toast)
	OpenURL  func(url string) error  // in the system's browser or mail program
	OpenFile func(path string) error // in the system's viewer
	Changed  func()                  // badges and status may have changed
	SignIn   func()                  // opens the sign-in; nil: it is not offered
	Renamed  func()                  // what the page's commands are called, or which there are, may have changed
	Exports  string                  // the folder for what is written out: Documenti/Scranno

	// OnDrop takes files that are dropped on the window while the page that set it is
	// on show; false, or nil: they go where files go.
	OnDrop func(paths []string) bool

	Panes     map[string]int            // widths that the person gave to panes
	KeepPanes func(name string, to int) // keeps one; nil: nobody does
	kept      map[string]string
	files     map[string][]civic.Attachment
	folder    string // that the last file chosen was in
}

// Split puts two panes side by side as NewThinSplit does. The first one has the
// width that the person once gave to what bears this name; moved may be nil.
func (h *Host) Split(name string, first, second fyne.CanvasObject, width float32, moved func(float32)) *ThinSplit {
	return NewThinSplit(first, second, h.PaneWidth(name, width), func(w float32) {
		if h.Panes == nil {
			h.Panes = map[string]int{}
		}
		h.Panes[name] = int(w)
		if h.KeepPanes != nil {
			h.KeepPanes(name, int(w))
		}
		if moved != nil {
			moved(w)
		}
	})
}

// PaneWidth is the width that the person gave to a pane, else the given one.
func (h *Host) PaneWidth(name string, width float32) float32 {
	if w := h.Panes[name]; w > 0 {
		return float32(w)
	}
	return width
}

// Keep leaves a text for another page to take, such as one to be written anew.
func (h *Host) Keep(key, text string) {
	if h.kept == nil {
		h.kept = map[string]string{}
	}
	h.kept[key] = text
}

// KeepFiles leaves the files that go with a text that comes back.
func (h *Host) KeepFiles(key string, files []civic.Attachment) {
	if h.files == nil {
		h.files = map[string][]civic.Attachment{}
	}
	h.files[key] = files
}

// TakeFiles gives them, once.
func (h *Host) TakeFiles(key string) []civic.Attachment {
	files := h.files[key]
	delete(h.files, key)
	return files
}

// Take gives what was left under a key, once.
func (h *Host) Take(key string) (string, bool) {
	text, ok := h.kept[key]
	delete(h.kept, key)
	return text, ok
}

// Fail shows an error as a toast in plain words: what happened, what to do, and
// where the sign-in has expired its button.
func (h *Host) Fail(err error) {
	t := h.Lang.Explain(err)
	text := t.What
	if t.Do != "" {
		text += " " + t.Do
	}
	v := Toast{Text: text}
	if civic.Is(err, civic.Unauthenticated) && h.SignIn != nil {
		v.Action, v.Run = h.Lang.T("button.sign_in"), h.SignIn
	}
	h.Toast(v)
}

// askWidth is how wide a dialog is at least, askSide what stands on either side of
// its content.
const askWidth, askSide = 480, 30

// Ask shows a decision with its verb on the button; yes runs when it is taken.
// The keyboard is on the way back: Enter and Esc leave everything as it is.
func (h *Host) Ask(title, text, verb string, yes func()) {
	h.Window.Canvas().Focus(h.ask(title, NewWords(text), verb, yes))
}

// AskWith is Ask with a form of the page's own, which may take the keyboard.
func (h *Host) AskWith(title string, content fyne.CanvasObject, verb string, yes func()) {
	h.ask(title, content, verb, yes)
}

// ask shows the dialog and gives the button that leaves it.
func (h *Host) ask(title string, content fyne.CanvasObject, verb string, yes func()) *Button {
	inner := content
	if _, lone := content.(*Field); lone {
		inner = container.NewVBox(content) // as high as its line
	}
	title = strings.TrimSuffix(title, "…") // the words of a command that has more to ask
	d := dialog.NewCustomWithoutButtons(title, container.NewPadded(inner), h.Window)
	no := NewButton(h.Lang.T("button.cancel"), nil, d.Hide)
	ok := NewPrimaryButton(verb, nil, func() {
		d.Hide()
		yes()
	})
	no.OnEscape, ok.OnEscape = d.Hide, d.Hide
	Escapes(content, d.Hide)
	h.enters(content, ok.OnTapped)
	d.SetButtons([]fyne.CanvasObject{no, ok})
	size := content.MinSize()
	d.Resize(fyne.NewSize(max(askWidth, size.Width+2*askSide), size.Height+150))
	d.Show()
	return no
}

// enters has Enter in a field of one line go on to the next field in sight, and
// in the last one do what the dialog is for.
func (h *Host) enters(form fyne.CanvasObject, last func()) {
	for _, f := range fieldsIn(form, true) {
		if f.MultiLine || f.OnSubmitted != nil {
			continue
		}
		f.OnSubmitted = func(string) {
			seen := fieldsIn(form, false)
			if next := slices.Index(seen, f) + 1; next < len(seen) {
				h.Window.Canvas().Focus(seen[next])
				return
			}
			last()
		}
	}
}

// fieldsIn lists the fields of a form in their order; hidden: those out of sight
// too.
func fieldsIn(o fyne.CanvasObject, hidden bool) (out []*Field) {
	if !o.Visible() && !hidden {
		return nil
	}
	switch x := o.(type) {
	case *Field:
		out = append(out, x)
	case *container.Scroll:
		out = fieldsIn(x.Content, hidden)
	case *fyne.Container:
		for _, child := range x.Objects {
			out = append(out, fieldsIn(child, hidden)...)
		}
	case *widget.Form:
		for _, item := range x.Items {
			out = append(out, fieldsIn(item.Widget, hidden)...)
		}
	}
	return out
}
