package kit_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"testing"

	"scranno/app/civic"
	"scranno/app/document"
	"scranno/ui/kit"
)

// TestPagesViewPaintsTheCoatOfArms where the paper has it.
func TestPagesViewPaintsTheCoatOfArms(t *testing.T) {
	shield := image.NewRGBA(image.Rect(0, 0, 40, 50))
	draw.Draw(shield, shield.Bounds(), image.NewUniform(color.RGBA{0x1d, 0x4e, 0x89, 0xff}), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, shield); err != nil {
		t.Fatal(err)
	}
	arms, err := document.NewArms(civic.CouncilProfile{Name: "Valchiara", Arms: b.Bytes()})
	if err != nil {
		t.Fatal(err)
	}
	c := paper(1)
	c.Body = "demo:908001"
	pages, err := document.Layout(document.BuildWith(c, document.Letterheads{c.Body: arms}))
	if err != nil {
		t.Fatal(err)
	}
	s := newScreen()
	work := kit.NewWorker(kit.WorkerOptions{Deliver: s.deliver})
	t.Cleanup(work.Close)
	v := kit.NewPagesView(work)
	window(t, v, 700, 900)
	v.SetPages(pages)
	s.run()
	img := images(v)[0].Image
	x := pages.Pages[0].Pictures[0]
	scale := float64(img.Bounds().Dx()) / pages.Width
	r, g, blue, _ := img.At(int((x.X+x.Width/2)*scale), int((x.Y+x.Height/2)*scale)).RGBA()
	if r>>8 != 0x1d || g>>8 != 0x4e || blue>>8 != 0x89 {
		t.Errorf("%x %x %x in the middle of the shield", r>>8, g>>8, blue>>8)
	}
}
