package kit

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	scaled "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"scranno/app/document"
)

// pagePainter paints pages into images, glyph by glyph where the layout put
// them: the toolkit's own text rounds every advance to a pixel, which closes
// the spaces of small print. Its fonts may be shared by goroutines.
type pagePainter struct {
	fonts map[document.Font]*sfnt.Font
}

func newPagePainter() (*pagePainter, error) {
	p := &pagePainter{fonts: map[document.Font]*sfnt.Font{}}
	for _, f := range []document.Font{document.Serif, document.SerifBold, document.SerifItalic, document.Sans, document.SansBold} {
		parsed, err := opentype.Parse(document.FontBytes(f))
		if err != nil {
			return nil, fmt.Errorf("kit: font of the paper: %w", err)
		}
		p.fonts[f] = parsed
	}
	return p, nil
}

// paint gives a page at a number of pixels a point.
func (p *pagePainter) paint(ctx context.Context, pages document.Pages, page int, scale float64) (image.Image, error) {
	img := image.NewRGBA(image.Rect(0, 0, int(pages.Width*scale+0.5), int(pages.Height*scale+0.5)))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	faces := map[faceKey]font.Face{}
	for _, t := range pages.Pages[page].Texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		face, err := p.face(faces, t.Font, t.Size*scale)
		if err != nil {
			return nil, err
		}
		d := font.Drawer{Dst: img, Src: image.Black, Face: face, Dot: fixed.Point26_6{X: fix(t.X * scale), Y: fix(t.Y * scale)}}
		for _, r := range t.Value { // rune by rune: the layout knows no kerning
			d.DrawString(string(r))
		}
	}
	for _, r := range pages.Pages[page].Rules {
		y := int(r.Y * scale)
		line := image.Rect(int(r.X*scale), y, int((r.X+r.Width)*scale), y+max(1, int(scale/2)))
		draw.Draw(img, line, image.NewUniform(color.Black), image.Point{}, draw.Src)
	}
	for _, x := range pages.Pages[page].Pictures {
		if err := picture(img, x, scale); err != nil {
			return nil, err
		}
	}
	return img, nil
}

// picture paints a picture of the paper at its size.
func picture(img draw.Image, x document.Image, scale float64) error {
	if x.Picture == nil {
		return nil
	}
	from, err := png.Decode(bytes.NewReader(x.Picture.PNG))
	if err != nil {
		return fmt.Errorf("kit: picture of the paper: %w", err)
	}
	to := image.Rect(int(x.X*scale), int(x.Y*scale), int((x.X+x.Width)*scale), int((x.Y+x.Height)*scale))
	scaled.CatmullRom.Scale(img, to, from, from.Bounds(), scaled.Src, nil)
	return nil
}

type faceKey struct {
	font document.Font
	size float64
}

func (p *pagePainter) face(known map[faceKey]font.Face, f document.Font, size float64) (font.Face, error) {
	key := faceKey{f, size}
	if face, ok := known[key]; ok {
		return face, nil
	}
	face, err := opentype.NewFace(p.fonts[f], &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, fmt.Errorf("kit: face of the paper: %w", err)
	}
	known[key] = face
	return face, nil
}

func fix(x float64) fixed.Int26_6 { return fixed.Int26_6(x * 64) }
