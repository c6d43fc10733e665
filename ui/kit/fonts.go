package kit

import (
	"fyne.io/fyne/v2"

	"scranno/app/document"
)

// PaperFonts gives the typefaces that acts are printed in as the serif of the
// screen; the interface keeps the toolkit's sans.
func PaperFonts() Fonts {
	return Fonts{
		Serif:       paperFont(document.Serif),
		SerifBold:   paperFont(document.SerifBold),
		SerifItalic: paperFont(document.SerifItalic),
	}
}

func paperFont(f document.Font) fyne.Resource {
	names := map[document.Font]string{
		document.Serif: "serif", document.SerifBold: "serif-bold", document.SerifItalic: "serif-italic",
	}
	return fyne.NewStaticResource("paper-"+names[f]+".ttf", document.FontBytes(f))
}
