package kit

import (
	"fyne.io/fyne/v2"

	"scranno/app/document"
)

// PaperFonts gives the typefaces that acts are printed in as the serif of the
// screen; the interface keeps the toolkit's sans.
func PaperFonts() Fonts {
	serif := paperFont(document.Serif)
	return Fonts{
		Mono:        serif, // see WritingStyle
		Serif:       serif,
		SerifBold:   paperFont(document.SerifBold),
		SerifItalic: paperFont(document.SerifItalic),
	}
}

// WritingStyle is how fields are set in which acts are written. The toolkit
// measures a field's text by its style alone, whatever theme it stands under:
// the paper's typeface therefore takes the one style that nothing else uses.
func WritingStyle() fyne.TextStyle { return fyne.TextStyle{Monospace: true} }

func paperFont(f document.Font) fyne.Resource {
	names := map[document.Font]string{
		document.Serif: "serif", document.SerifBold: "serif-bold", document.SerifItalic: "serif-italic",
	}
	return fyne.NewStaticResource("paper-"+names[f]+".ttf", document.FontBytes(f))
}
