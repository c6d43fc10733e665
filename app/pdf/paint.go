package pdf

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jung-kurt/gofpdf"

	"scranno/app/civic"
	"scranno/app/document"
)

// faces gives each face the name that its subset bears in the file.
var faces = map[document.Font]string{
	document.Serif:       "LiberationSerif",
	document.SerifBold:   "LiberationSerif-Bold",
	document.SerifItalic: "LiberationSerif-Italic",
	document.Sans:        "LiberationSans",
	document.SansBold:    "LiberationSans-Bold",
}

const ruleWidth = 0.5 // points

// Write paints the pages as a PDF. The same pages give the same bytes. Pages
// without a sheet, or without a size, are Invalid.
func Write(w io.Writer, p document.Pages) error {
	const op = "pdf.write"
	if len(p.Pages) == 0 || !(p.Width > 0 && p.Height > 0) {
		return civic.NewError(civic.Invalid, op, "")
	}
	painted, used, err := paint(p)
	if err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	file, err := finish(painted, p, used)
	if err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	if _, err := w.Write(file); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	return nil
}

// inks is what was painted in each face.
type inks map[document.Font]map[rune]bool

func paint(p document.Pages) ([]byte, inks, error) {
	f := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "pt", Size: gofpdf.SizeType{Wd: p.Width, Ht: p.Height}})
	f.SetCompression(true)
	f.SetCatalogSort(true)
	f.SetCreationDate(time.Unix(0, 0).UTC()) // replaced by the finisher: never the clock's
	f.SetModificationDate(time.Unix(0, 0).UTC())
	f.SetAutoPageBreak(false, 0)
	used := inks{}
	for _, page := range p.Pages {
		f.AddPage()
		f.SetLineWidth(ruleWidth)
		for _, t := range page.Texts {
			text := showable(t.Value)
			if text == "" {
				continue
			}
			face := known(t.Font)
			if used[face] == nil {
				used[face] = map[rune]bool{}
				// A copy for each file: gofpdf writes into the bytes it is given.
				f.AddUTF8FontFromBytes(family(face), "", document.FontBytes(face))
			}
			for _, r := range text {
				used[face][r] = true
			}
			f.SetFont(family(face), "", t.Size)
			f.Text(t.X, t.Y, text)
		}
		for _, r := range page.Rules {
			f.Line(r.X, r.Y, r.X+r.Width, r.Y)
		}
	}
	var b bytes.Buffer
	if err := f.Output(&b); err != nil {
		return nil, nil, fmt.Errorf("paint: %w", err)
	}
	return b.Bytes(), used, nil
}

func known(f document.Font) document.Font {
	if _, ok := faces[f]; ok {
		return f
	}
	return document.Serif
}

// family is a face's name for gofpdf, which wants it in lower case.
func family(f document.Font) string { return fmt.Sprintf("face%d", f) }

// showable is the last guard before gofpdf, which reads beyond the end of a
// cut character and of its tables for one above U+FFFF.
func showable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r > 0xfffd, r >= 0xd800 && r <= 0xdfff:
			return '□'
		case r < ' ', r == 0x7f:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "□"))
}
