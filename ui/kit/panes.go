package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
)

// EmptyView is what a pane without content says.
type EmptyView struct {
	Icon    string // name of one of our icons
	Text    string // what is the case
	Hint    string // what to do; may be empty
	Button  string // empty: none
	OnPress func()
}

// NewEmptyState makes a pane that says what to do next.
func NewEmptyState(v EmptyView) fyne.CanvasObject {
	return centredPane(canvasIcon(ColoredIcon(v.Icon, ColorMuted)), v.Text, v.Hint, v.Button, v.OnPress)
}

// NewErrorPane says what happened and what to do; retry may be nil.
func NewErrorPane(lang *Lang, err error, retry func()) fyne.CanvasObject {
	t := lang.Explain(err)
	button := ""
	if retry != nil {
		button = lang.T("button.retry")
	}
	return centredPane(canvasIcon(theme.NewWarningThemedResource(theme.WarningIcon())), t.What, t.Do, button, retry)
}

// NewErrorText is the line under a field that says what is wrong with it; an
// empty text takes no notice.
func NewErrorText(text string) *HighlightText {
	return NewHighlightText(text, TextLook{MaxLines: -1, Size: 12, Color: theme.ColorNameError})
}

func canvasIcon(res fyne.Resource) fyne.CanvasObject {
	img := canvas.NewImageFromResource(res)
	img.FillMode = canvas.ImageFillContain
	img.SetMinSize(fyne.NewSquareSize(44))
	return img
}

func centredPane(icon fyne.CanvasObject, text, hint, button string, press func()) fyne.CanvasObject {
	col := []fyne.CanvasObject{icon, NewHighlightText(text, TextLook{MaxLines: -1, Bold: true, Centred: true})}
	if hint != "" {
		col = append(col, NewHighlightText(hint, TextLook{MaxLines: -1, Color: ColorMuted, Centred: true}))
	}
	if button != "" {
		col = append(col, container.NewHBox(layout.NewSpacer(), NewPrimaryButton(button, nil, press), layout.NewSpacer()))
	}
	return container.New(paneLayout{}, col...)
}

// paneLayout stacks objects in the middle of a pane, no wider than reads well.
type paneLayout struct{}

const paneWidth = 380

func (paneLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	h := float32(0)
	for _, o := range objects {
		h += o.MinSize().Height + 12
	}
	return fyne.NewSize(180, h)
}

func (paneLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	w := min(paneWidth, max(0, s.Width-32))
	total := float32(-12)
	for _, o := range objects {
		width := w
		if t, ok := o.(*HighlightText); ok {
			width = min(w, t.naturalWidth())
		}
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		o.Resize(fyne.NewSize(width, o.MinSize().Height)) // texts know their height once they have a width
		total += o.Size().Height + 12
	}
	y := max(8, (s.Height-total)*0.42)
	for _, o := range objects {
		o.Move(fyne.NewPos((s.Width-o.Size().Width)/2, y))
		y += o.Size().Height + 12
	}
}
