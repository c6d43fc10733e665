package main

import (
	"fyne.io/fyne/v2"

	"scranno/app/civic"
	"scranno/app/document"
	"scranno/ui/kit"
)

// themeOf is the look that the settings ask for, in the typefaces of the paper.
func themeOf(s civic.Settings) kit.ThemeOptions {
	face := func(name string, f document.Font) fyne.Resource {
		return fyne.NewStaticResource(name, document.FontBytes(f))
	}
	serif, bold, italic := face("serif.ttf", document.Serif), face("serif-bold.ttf", document.SerifBold), face("serif-italic.ttf", document.SerifItalic)
	return kit.ThemeOptions{
		Variant: kit.Variant(s.Theme),
		Fonts:   kit.Fonts{Serif: serif, SerifBold: bold, SerifItalic: italic},
	}
}
