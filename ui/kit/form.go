package kit

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
)

// Form is a dialog that stays open until what is written in it can be taken.
type Form struct {
	Column *fyne.Container // of the fields

	h       *Host
	box     dialog.Dialog
	trouble *widget.Label
}

// NewForm shows nothing yet; submit gives what is wrong, empty when it was
// taken.
func NewForm(h *Host, title, verb string, submit func() string, fields ...fyne.CanvasObject) *Form {
	f := &Form{h: h, trouble: widget.NewLabel("")}
	f.trouble.Wrapping = fyne.TextWrapWord
	f.trouble.Importance = widget.DangerImportance
	f.trouble.Hide()
	yes := NewPrimaryButton(verb, nil, func() {
		if wrong := submit(); wrong != "" {
			f.trouble.SetText(wrong)
			f.trouble.Show()
			return
		}
		f.box.Hide()
	})
	no := NewButton(h.Lang.T("button.cancel"), nil, func() { f.box.Hide() })
	f.Column = container.NewVBox(fields...)
	buttons := container.NewVBox(f.trouble, container.NewHBox(layout.NewSpacer(), no, yes))
	scroll := container.NewVScroll(container.NewPadded(f.Column))
	f.box = dialog.NewCustomWithoutButtons(title, container.NewBorder(nil, buttons, nil, nil, scroll), h.Window)
	yes.OnEscape, no.OnEscape = f.box.Hide, f.box.Hide
	Escapes(f.Column, f.box.Hide)
	h.enters(f.Column, yes.OnTapped)
	return f
}

// Show opens the dialog as high as its fields, within the window.
func (f *Form) Show(first fyne.Focusable) {
	f.Fit()
	f.box.Show()
	if first != nil {
		f.h.Window.Canvas().Focus(first)
	}
}

// Fit gives the dialog the height of its fields, within the window.
func (f *Form) Fit() {
	room := f.h.Window.Canvas().Size()
	height := f.Column.MinSize().Height + 150
	f.box.Resize(fyne.NewSize(min(540, room.Width-40), min(height, room.Height-30)))
}

// Labelled puts a field below its name.
func Labelled(name string, field fyne.CanvasObject) *fyne.Container {
	return container.NewVBox(NewHighlightText(name, TextLook{Color: ColorMuted}), field)
}

// ParseDay reads a day as Italians write it, or as machines do.
func ParseDay(text string) (civic.Date, bool) {
	text = strings.NewReplacer(".", "/", "-", "/").Replace(strings.TrimSpace(text))
	for _, form := range []string{"2/1/2006", "2006/1/2"} {
		if t, err := time.Parse(form, text); err == nil {
			d := civic.DateOf(t)
			return d, d.Valid()
		}
	}
	return "", false
}
