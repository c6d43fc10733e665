package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
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

// Write paints the pages as a PDF, in one of the two formats. The same pages
// give the same bytes. Pages without a sheet, or without a size, are Invalid.
func Write(w io.Writer, p document.Pages, format string) error {
	const op = "pdf.write"
	if len(p.Pages) == 0 || !(p.Width > 0 && p.Height > 0) || versions[format] == "" {
		return civic.NewError(civic.Invalid, op, "")
	}
	sheets, err := paint(p)
	if err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	file, err := finish(sheets, p, versions[format])
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

// sheets is what was painted, and what the finisher must know of it.
type sheets struct {
	file  []byte
	used  inks
	marks [][]marked // of each page
}

func paint(p document.Pages) (sheets, error) {
	f := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "pt", Size: gofpdf.SizeType{Wd: p.Width, Ht: p.Height}})
	f.SetCompression(true)
	f.SetCatalogSort(true)
	f.SetCreationDate(time.Unix(0, 0).UTC()) // replaced by the finisher: never the clock's
	f.SetModificationDate(time.Unix(0, 0).UTC())
	f.SetAutoPageBreak(false, 0)
	out := sheets{used: inks{}, marks: make([][]marked, len(p.Pages))}
	for i, page := range p.Pages {
		f.AddPage()
		f.SetLineWidth(ruleWidth)
		out.marks[i] = out.used.texts(f, page.Texts, p.Parts, pictures(f, page.Pictures, p.Parts))
		if len(page.Rules) > 0 {
			f.RawWriteStr("/Artifact <</Type /Layout>> BDC")
			for _, r := range page.Rules {
				f.Line(r.X, r.Y, r.X+r.Width, r.Y)
			}
			f.RawWriteStr("EMC")
		}
	}
	var b bytes.Buffer
	if err := f.Output(&b); err != nil {
		return sheets{}, fmt.Errorf("paint: %w", err)
	}
	out.file = b.Bytes()
	return out, nil
}

// pictures paints the pictures of a page, above its texts, and marks to which
// parts they belong.
func pictures(f *gofpdf.Fpdf, list []document.Image, parts []document.Part) []marked {
	var marks []marked
	for _, x := range list {
		if x.Picture == nil {
			continue
		}
		name := pictureName(x.Picture)
		if f.GetImageInfo(name) == nil {
			f.RegisterImageOptionsReader(name, gofpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(x.Picture.PNG))
		}
		if x.Part > 0 && x.Part < len(parts) {
			f.RawWriteStr(fmt.Sprintf("/%s <</MCID %d>> BDC", tagOf(parts[x.Part]), len(marks)))
			marks = append(marks, x.Part)
		} else {
			f.RawWriteStr("/Artifact <</Type /Layout>> BDC")
		}
		f.ImageOptions(name, x.X, x.Y, x.Width, x.Height, false, gofpdf.ImageOptions{}, 0, "")
		f.RawWriteStr("EMC")
	}
	return marks
}

// pictureName is the same for the same picture: a file holds it once.
func pictureName(p *document.Picture) string {
	sum := sha256.Sum256(p.PNG)
	return hex.EncodeToString(sum[:8])
}

// texts paints the texts of a page and marks to which parts they belong: those
// of one part that follow each other are one stretch, whose lines read as one.
// What belongs to none is an artifact. Marks are those that the page has by then.
// Source: ISO 32000-1:2008, 14.6 and 14.8.2.2.
func (used inks) texts(f *gofpdf.Fpdf, texts []document.Text, parts []document.Part, marks []marked) []marked {
	open := -1
	for _, t := range texts {
		text := showable(t.Value)
		if text == "" {
			continue
		}
		part := t.Part
		if part < 0 || part >= len(parts) {
			part = 0
		}
		if part != open {
			if open >= 0 {
				f.RawWriteStr("EMC")
			}
			if part == 0 {
				f.RawWriteStr("/Artifact <</Type /Pagination>> BDC")
			} else {
				f.RawWriteStr(fmt.Sprintf("/%s <</MCID %d>> BDC", tagOf(parts[part]), len(marks)))
				marks = append(marks, part)
			}
			open = part
		}
		used.text(f, t, text)
	}
	if open >= 0 {
		f.RawWriteStr("EMC")
	}
	return marks
}

func (used inks) text(f *gofpdf.Fpdf, t document.Text, text string) {
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
