package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Field is the toolkit's field made for the keyboard: Tab goes on to the next
// one, also from several lines, and Esc is told.
type Field struct {
	widget.Entry
	OnEscape func() // nil: nothing; a dialog of Host closes
}

// NewField makes a field of one line.
func NewField() *Field {
	f := &Field{}
	f.ExtendBaseWidget(f)
	return f
}

// NewCodeField makes a field for a code of so many groups of four signs, whose
// form it shows.
func NewCodeField(groups int) *Field {
	f := NewField()
	f.PlaceHolder = CodeHint(groups)
	return f
}

// CodeHint is the form of a code of so many groups of four signs.
func CodeHint(groups int) string {
	return strings.TrimSuffix(strings.Repeat("••••-", groups), "-")
}

// NewProse makes a field of several lines, so many of them in sight.
func NewProse(lines int) *Field {
	f := &Field{}
	f.MultiLine, f.Wrapping = true, fyne.TextWrapWord
	f.SetMinRowsVisible(lines)
	f.ExtendBaseWidget(f)
	return f
}

// AcceptsTab leaves Tab to the toolkit.
func (f *Field) AcceptsTab() bool { return false }

// TypedKey tells of Esc; all other keys are the toolkit's.
func (f *Field) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape && f.OnEscape != nil {
		f.OnEscape()
		return
	}
	f.Entry.TypedKey(e)
}
