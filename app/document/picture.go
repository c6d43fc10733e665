package document

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"

	"golang.org/x/image/draw"

	"scranno/app/civic"
)

// Picture is a coat of arms as every writer can hold it: a PNG of three colours
// without transparency, which PDF/A-1 does not allow.
type Picture struct {
	PNG           []byte
	Width, Height int    // in pixels
	Alt           string // what it shows, for who does not see it
}

// Letterheads gives the coat of arms of each body whose papers bear one.
type Letterheads map[civic.BodyCode]*Picture

const (
	armsHeight = 57.0 // 20 mm
	armsWidth  = 142.0
	armsPixels = 360 // the longer side, at most: over 400 dots an inch
)

// NewArms makes the picture of a council's coat of arms, a PNG or a JPEG: what
// shows through becomes white, and no side is longer than the paper can show. The
// same profile gives the same picture. Invalid: it cannot be read; TooLarge: so
// many pixels that no coat of arms has them.
func NewArms(of civic.CouncilProfile) (*Picture, error) {
	const op = "document.arms"
	data := of.Arms
	read, size := png.Decode, png.DecodeConfig
	switch civic.ArmsType(data) {
	case civic.TypePNG:
	case civic.TypeJPEG:
		read, size = jpeg.Decode, jpeg.DecodeConfig
	default:
		return nil, civic.NewError(civic.Invalid, op, "council.arms_type")
	}
	about, err := size(bytes.NewReader(data))
	if err != nil || about.Width < 1 || about.Height < 1 {
		return nil, civic.NewError(civic.Invalid, op, "council.arms_type")
	}
	if about.Width > civic.MaxArmsPixels/about.Height {
		return nil, civic.NewError(civic.TooLarge, op, "council.arms_size")
	}
	from, err := read(bytes.NewReader(data))
	if err != nil {
		return nil, civic.NewError(civic.Invalid, op, "council.arms_type")
	}
	w, h := fitting(about.Width, about.Height, armsPixels)
	flat := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.Draw(flat, flat.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	if b := from.Bounds(); b.Dx() == w && b.Dy() == h {
		draw.Draw(flat, flat.Bounds(), from, b.Min, draw.Over)
	} else {
		draw.CatmullRom.Scale(flat, flat.Bounds(), from, b, draw.Over, nil)
	}
	for i := 3; i < len(flat.Pix); i += 4 {
		flat.Pix[i] = 0xff // rounding leaves none of it less than full
	}
	var out bytes.Buffer
	if err := png.Encode(&out, flat); err != nil {
		return nil, civic.WrapError(civic.Internal, op, err)
	}
	return &Picture{PNG: out.Bytes(), Width: w, Height: h, Alt: armsAlt(of)}, nil
}

// fitting makes a size no longer than most on either side, in its proportions.
func fitting(w, h, most int) (int, int) {
	long := max(w, h)
	if long <= most {
		return w, h
	}
	return max(1, w*most/long), max(1, h*most/long)
}

// Size is how large the picture stands on paper, in points.
func (p *Picture) Size() (w, h float64) {
	w, h = armsHeight*float64(p.Width)/float64(p.Height), armsHeight
	if w > armsWidth {
		w, h = armsWidth, armsWidth*float64(p.Height)/float64(p.Width)
	}
	return w, h
}

// Paper is an act, and what stands above it on its council's papers.
type Paper struct {
	Act   civic.Content
	Heads Letterheads
}

// BuildWith is Build with the coat of arms of the act's own body on top.
func BuildWith(c civic.Content, heads Letterheads) Document {
	d := Build(c)
	if p := heads[c.Body]; p != nil && c.Body != "" {
		d.Blocks = append([]Block{{Role: Arms, Picture: p}}, d.Blocks...)
	}
	return d
}

// Pictures lists the pictures of a text, each once, in their order.
func Pictures(blocks []Block) []*Picture {
	var out []*Picture
	for _, b := range blocks {
		if b.Picture != nil && !slices.Contains(out, b.Picture) {
			out = append(out, b.Picture)
		}
	}
	return out
}
