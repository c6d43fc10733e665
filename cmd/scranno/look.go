package main

import (
	"scranno/app/civic"
	"scranno/ui/kit"
)

// themeOf is the look that the settings ask for, in the typefaces of the paper.
func themeOf(s civic.Settings) kit.ThemeOptions {
	return kit.ThemeOptions{Variant: kit.Variant(s.Theme), Fonts: kit.PaperFonts()}
}
