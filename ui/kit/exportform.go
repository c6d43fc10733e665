package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// AskFormat asks in which of the formats something is written; the last one
// that was asked for under the key is offered first. run hears of the choice.
func (h *Host) AskFormat(key, title string, formats []string, run func(format string)) {
	choice := h.formatChoice(key, formats)
	h.AskWith(title, choice.Box, h.Lang.T("export.verb"), func() { run(h.format(key, formats, choice.Chosen())) })
	if boxes := choice.Box.Objects; len(boxes) > 0 {
		h.Window.Canvas().Focus(boxes[choice.Chosen()].(fyne.Focusable))
	}
}

// AskDossier asks for the cover and the format of several acts as one document.
func (h *Host) AskDossier(n int, formats []string, run func(title, by, format string)) {
	l := h.Lang
	title, by := NewField(), NewField()
	title.SetText(l.T("dossier.title_default"))
	by.SetPlaceHolder(l.T("dossier.by_hint"))
	choice := h.NewFormatChoice("dossier.format", formats)
	label := func(key string) *HighlightText {
		return NewHighlightText(l.T(key), TextLook{Size: 12, Color: ColorMuted})
	}
	form := container.NewVBox(
		NewHighlightText(l.N("dossier.help", n), TextLook{MaxLines: 3, Color: ColorMuted}),
		label("dossier.title"), title, label("dossier.by"), by, label("export.format_label"), choice.Select,
	)
	h.AskWith(l.T("dossier.verb"), form, l.T("dossier.verb"), func() {
		run(title.Text, by.Text, choice.Format())
	})
	h.Window.Canvas().Focus(title)
}

// FormatChoice is a drop-down of formats, for forms that must fit a small
// window.
type FormatChoice struct {
	Select  *Select
	h       *Host
	key     string
	formats []string
}

// NewFormatChoice offers formats, that which was last taken under the key first.
func (h *Host) NewFormatChoice(key string, formats []string) *FormatChoice {
	c := &FormatChoice{Select: NewSelect(h.Lang, h.formatWords(formats), nil), h: h, key: key, formats: formats}
	c.Select.SetSelectedIndex(h.lastFormat(key, formats))
	return c
}

// Format is what is chosen, kept for the next time.
func (c *FormatChoice) Format() string {
	return c.h.format(c.key, c.formats, c.Select.SelectedIndex())
}

// formatChoice shows the formats in words.
func (h *Host) formatChoice(key string, formats []string) *Radio {
	r := NewRadio(h.formatWords(formats), nil)
	r.Choose(h.lastFormat(key, formats))
	return r
}

func (h *Host) formatWords(formats []string) []string {
	words := make([]string, len(formats))
	for i, f := range formats {
		words[i] = h.Lang.T("format." + f)
	}
	return words
}

// lastFormat is the place of the format that was chosen last.
func (h *Host) lastFormat(key string, formats []string) int {
	last, ok := h.Take(key)
	if ok {
		h.Keep(key, last) // also where nothing is chosen this time
	}
	return max(0, slices.Index(formats, last))
}

// format is what was chosen, kept for the next time.
func (h *Host) format(key string, formats []string, i int) string {
	if i < 0 || i >= len(formats) {
		return ""
	}
	h.Keep(key, formats[i])
	return formats[i]
}
