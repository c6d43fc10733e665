package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Variant is which of our looks is drawn.
type Variant string

// The variants. System follows the desktop's light or dark; HighContrast does
// too, with black, white and heavy lines.
const (
	System       Variant = "system"
	Light        Variant = "light"
	Dark         Variant = "dark"
	HighContrast Variant = "contrast"
)

// Variants lists them in the order of the settings screen.
func Variants() []Variant { return []Variant{System, Light, Dark, HighContrast} }

// Fonts are the typefaces as TTF or OTF resources. A nil one falls back to the
// toolkit's; a nil serif falls back to the sans of the same style.
type Fonts struct {
	Sans, SansBold, SansItalic, SansBoldItalic     fyne.Resource
	Serif, SerifBold, SerifItalic, SerifBoldItalic fyne.Resource
	Mono                                           fyne.Resource
}

// ThemeOptions are what a person may choose of the look.
type ThemeOptions struct {
	Variant Variant // empty: System
	Fonts   Fonts
}

// Theme is our look for the toolkit.
type Theme struct {
	opts ThemeOptions
	base fyne.Theme
}

// NewTheme makes a theme; set it with App.Settings().SetTheme.
func NewTheme(opts ThemeOptions) *Theme {
	if opts.Variant == "" {
		opts.Variant = System
	}
	return &Theme{opts: opts, base: theme.DefaultTheme()}
}

// Variant is the look that was chosen.
func (t *Theme) Variant() Variant { return t.opts.Variant }

// Color gives the colour of a name; see the Color constants for ours.
func (t *Theme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	if c, ok := t.colors(v)[name]; ok {
		return c
	}
	return t.base.Color(name, v)
}

func (t *Theme) colors(v fyne.ThemeVariant) colorTable {
	dark := v == theme.VariantDark
	switch t.opts.Variant {
	case Light:
		dark = false
	case Dark:
		dark = true
	case HighContrast:
		if dark {
			return contrastDarkColors
		}
		return contrastLightColors
	}
	if dark {
		return darkColors
	}
	return lightColors
}

// Font gives the sans of the interface.
func (t *Theme) Font(s fyne.TextStyle) fyne.Resource {
	f := t.opts.Fonts
	var res fyne.Resource
	switch {
	case s.Monospace:
		res = f.Mono
	case s.Symbol:
	default:
		res = pickStyle(s, f.Sans, f.SansBold, f.SansItalic, f.SansBoldItalic)
	}
	if res == nil {
		return t.base.Font(s)
	}
	return res
}

// Serif gives the typeface of acts.
func (t *Theme) Serif(s fyne.TextStyle) fyne.Resource {
	f := t.opts.Fonts
	if res := pickStyle(s, f.Serif, f.SerifBold, f.SerifItalic, f.SerifBoldItalic); res != nil {
		return res
	}
	return t.Font(s)
}

func pickStyle(s fyne.TextStyle, regular, bold, italic, boldItalic fyne.Resource) fyne.Resource {
	switch {
	case s.Bold && s.Italic:
		return boldItalic
	case s.Bold:
		return bold
	case s.Italic:
		return italic
	}
	return regular
}

// Icon gives the toolkit's icons: ours are of the same family.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return t.base.Icon(name) }

// Size gives measures in the toolkit's pixels.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameSplitThickness:
		return 1
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius, theme.SizeNameSelectionRadius, theme.SizeNameMenuRadius:
		return 4
	case theme.SizeNameCardRadius, theme.SizeNameDialogRadius, theme.SizeNamePopupRadius:
		return 8
	case theme.SizeNameScrollBar:
		return 10
	case theme.SizeNameScrollBarSmall:
		return 5
	case theme.SizeNameHeadingText:
		return 22
	case theme.SizeNameSubHeadingText:
		return 17
	case theme.SizeNameCaptionText:
		return 12
	case theme.SizeNameInputBorder:
		if t.opts.Variant == HighContrast {
			return 2
		}
		return 1
	case theme.SizeNameModalBlurRadius:
		return 0 // blurring costs a frame in software drawing
	}
	return t.base.Size(name)
}

// serifOf finds the typeface of acts under a theme that may not be ours.
func serifOf(th fyne.Theme, s fyne.TextStyle) fyne.Resource {
	if x, ok := th.(interface {
		Serif(fyne.TextStyle) fyne.Resource
	}); ok {
		return x.Serif(s)
	}
	if ours, ok := fyne.CurrentApp().Settings().Theme().(*Theme); ok {
		return ours.Serif(s)
	}
	return th.Font(s)
}
