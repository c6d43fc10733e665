package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// SearchEntry is a search field: it tells of every change, clears with Escape
// or its button, and hands Down to the list below it.
type SearchEntry struct {
	widget.Entry
	OnDown   func() // Down: the keyboard goes to the results
	OnEnter  func() // Enter: open the first result, or search at once
	OnEscape func() // Escape in an empty field
	// OnShortcut hears of each one before the field does, and tells whether it was
	// done; nil: nobody hears.
	OnShortcut func(fyne.Shortcut) bool
	clear      *widget.Button
}

// NewSearchEntry makes a field; changed hears of each text.
func NewSearchEntry(placeholder string, changed func(query string)) *SearchEntry {
	e := &SearchEntry{}
	e.ExtendBaseWidget(e)
	e.PlaceHolder = placeholder
	e.Icon = theme.NewColoredResource(theme.SearchIcon(), ColorMuted)
	e.clear = widget.NewButtonWithIcon("", theme.NewColoredResource(theme.CancelIcon(), ColorMuted), func() { e.SetText("") })
	e.clear.Importance = widget.LowImportance
	e.clear.Hide()
	e.ActionItem = e.clear
	e.OnChanged = func(s string) {
		e.clear.Hidden = s == ""
		e.clear.Refresh()
		if changed != nil {
			changed(s)
		}
	}
	e.OnSubmitted = func(string) {
		if e.OnEnter != nil {
			e.OnEnter()
		}
	}
	return e
}

// TypedShortcut leaves to others what is theirs.
func (e *SearchEntry) TypedShortcut(s fyne.Shortcut) {
	if e.OnShortcut == nil || !e.OnShortcut(s) {
		e.Entry.TypedShortcut(s)
	}
}

// TypedKey takes Down and Escape before the field does.
func (e *SearchEntry) TypedKey(k *fyne.KeyEvent) {
	switch {
	case k.Name == fyne.KeyDown && e.OnDown != nil:
		e.OnDown()
	case k.Name == fyne.KeyEscape && e.Text != "":
		e.SetText("")
	case k.Name == fyne.KeyEscape && e.OnEscape != nil:
		e.OnEscape()
	default:
		e.Entry.TypedKey(k)
	}
}
