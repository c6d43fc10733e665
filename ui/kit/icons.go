package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"scranno/assets"
)

// Icon gives one of our icons, drawn in the text colour of the theme; an empty
// one when the name is unknown.
func Icon(name string) fyne.Resource { return ColoredIcon(name, theme.ColorNameForeground) }

// ColoredIcon gives one of our icons in a colour of the theme.
func ColoredIcon(name string, col fyne.ThemeColorName) fyne.Resource {
	data := assets.Icon(name)
	if data == nil {
		return theme.NewColoredResource(theme.DocumentIcon(), col)
	}
	return theme.NewColoredResource(fyne.NewStaticResource(name+".svg", data), col)
}

// AppIcon is the program's mark, in its own colours.
func AppIcon() fyne.Resource { return fyne.NewStaticResource("scranno.svg", assets.AppIcon()) }

// KindIcon gives the icon of a kind of act by its code.
func KindIcon(kind string) fyne.Resource {
	switch kind {
	case "motion", "order_of_the_day", "resolution":
		return ColoredIcon("motion", theme.ColorNamePrimary)
	case "question", "interpellation", "access_request":
		return ColoredIcon("question", theme.ColorNamePrimary)
	case "deliberation", "bill":
		return ColoredIcon("deliberation", theme.ColorNamePrimary)
	case "amendment":
		return ColoredIcon("amendment", theme.ColorNamePrimary)
	case "petition", "session_request":
		return ColoredIcon("petition", theme.ColorNamePrimary)
	}
	return ColoredIcon("document", theme.ColorNamePrimary)
}
