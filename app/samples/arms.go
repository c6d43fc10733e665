package samples

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"scranno/app/civic"
)

// Council is the profile of the council of Act, with an invented coat of arms: a
// shield of two halves, and nothing around it.
func Council(t T) civic.CouncilProfile {
	t.Helper()
	return civic.CouncilProfile{
		Format: civic.CouncilFormat, Body: "demo:908001", Name: "Valchiara", Level: civic.Municipal, Region: "08",
		Heading: "Consiglio comunale di Valchiara", Arms: ArmsPNG(t, 240, 300),
	}
}

// ArmsPNG is the coat of arms of that many pixels; it is clear beside the shield,
// and half clear along its edge.
func ArmsPNG(t T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, shield(w, h)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ArmsJPEG is the same on black, as a photograph has it.
func ArmsJPEG(t T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, shield(w, h), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func shield(w, h int) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		// Straight down to two thirds, then round to a point.
		half := w / 2
		if low := y - h*2/3; low > 0 {
			half = w / 2 * (h/3 - low) / (h/3 + 1)
		}
		for x := w/2 - half; x < w/2+half; x++ {
			c := color.NRGBA{0x1d, 0x4e, 0x89, 0xff}
			if (x < w/2) == (y < h/2) {
				c = color.NRGBA{0xf2, 0xc1, 0x4e, 0xff}
			}
			if x-(w/2-half) < 4 || w/2+half-x <= 4 || y < 4 {
				c = color.NRGBA{0x20, 0x20, 0x20, 0x80}
			}
			m.SetNRGBA(x, y, c)
		}
	}
	return m
}
