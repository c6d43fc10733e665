package document_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/document"
	"scranno/app/samples"
)

func TestACoatOfArmsIsFlattenedAndBounded(t *testing.T) {
	for name, data := range map[string][]byte{
		"small": samples.ArmsPNG(t, 60, 80), "large": samples.ArmsPNG(t, 2000, 1500), "photograph": samples.ArmsJPEG(t, 900, 1200),
		"long": samples.ArmsPNG(t, 3000, 40),
	} {
		of := samples.Council(t)
		of.Arms = data
		p, err := document.NewArms(of)
		if err != nil {
			t.Fatal(name, err)
		}
		m, err := png.Decode(bytes.NewReader(p.PNG))
		if err != nil {
			t.Fatal(name, err)
		}
		if b := m.Bounds(); b.Dx() != p.Width || b.Dy() != p.Height || max(p.Width, p.Height) > 360 || len(p.PNG) > 360*360*3+2000 {
			t.Errorf("%s: %v, %d bytes", name, b, len(p.PNG))
		}
		if head := p.PNG[25]; head != 2 {
			t.Errorf("%s: colour type %d, want three colours and nothing else", name, head)
		}
		if w, h := p.Size(); h > 57.01 || w > 142.01 || w/h/(float64(p.Width)/float64(p.Height)) > 1.01 {
			t.Errorf("%s: %.1f × %.1f points", name, w, h)
		}
		again, err := document.NewArms(of)
		if err != nil || !bytes.Equal(again.PNG, p.PNG) || p.Alt != "Stemma del Comune di Valchiara" {
			t.Errorf("%s: another picture, %v, %q", name, err, p.Alt)
		}
	}
	of := samples.Council(t)
	p, err := document.NewArms(of)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(p.PNG))
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b, _ := m.At(0, p.Height-1).RGBA(); r != 0xffff || g != 0xffff || b != 0xffff {
		t.Error("what is clear is not white on paper")
	}
}

func TestWhatIsNoCoatOfArms(t *testing.T) {
	whole := samples.ArmsPNG(t, 100, 100)
	noise := image.NewGray(image.Rect(0, 0, 6000, 6000))
	noise.SetGray(5, 5, color.Gray{9})
	var vast bytes.Buffer
	if err := png.Encode(&vast, noise); err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]struct {
		data []byte
		kind civic.ErrorKind
	}{
		"cut": {whole[:len(whole)/2], civic.Invalid}, "head alone": {whole[:20], civic.Invalid}, "text": {[]byte("stemma"), civic.Invalid},
		"vast": {vast.Bytes(), civic.TooLarge}, "nothing": {nil, civic.Invalid},
	} {
		if p, err := document.NewArms(civic.CouncilProfile{Arms: x.data}); !civic.Is(err, x.kind) || p != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzArms(f *testing.F) {
	f.Add(samples.ArmsPNG(f, 9, 9))
	f.Add(samples.ArmsJPEG(f, 9, 9))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > civic.MaxArms {
			return
		}
		if p, err := document.NewArms(civic.CouncilProfile{Arms: data}); err == nil && (p.Width < 1 || p.Height < 1) {
			t.Fatal(p.Width, p.Height)
		}
	})
}

func heads(t testing.TB) document.Letterheads {
	t.Helper()
	of := samples.Council(t)
	p, err := document.NewArms(of)
	if err != nil {
		t.Fatal(err)
	}
	return document.Letterheads{of.Body: p, "": p}
}

func TestOnlyTheCouncilsOwnActsBearItsArms(t *testing.T) {
	own, other, none := samples.Act(1), samples.Act(1), samples.Act(1)
	other.Body, none.Body = "istat:048017", ""
	for name, x := range map[string]struct {
		act  civic.Content
		want bool
	}{"own": {own, true}, "another's": {other, false}, "of no body": {none, false}} {
		d := document.BuildWith(x.act, heads(t))
		if got := d.Blocks[0].Role == document.Arms; got != x.want {
			t.Errorf("%s: arms %v", name, got)
		}
		if document.PlainText(d) != document.PlainText(document.Build(x.act)) {
			t.Errorf("%s: the words differ", name)
		}
	}
}

func TestArmsStandAtTheTopOfTheFirstSheet(t *testing.T) {
	d := document.BuildWith(samples.Act(30), heads(t))
	laid, err := document.Layout(d)
	if err != nil {
		t.Fatal(err)
	}
	if len(laid.Pages[0].Pictures) != 1 || len(laid.Pages) < 2 || len(laid.Pages[1].Pictures) != 0 {
		t.Fatal("not one picture, on the first sheet")
	}
	x := laid.Pages[0].Pictures[0]
	if got := x.X + x.Width/2; got < laid.Width/2-0.1 || got > laid.Width/2+0.1 || laid.Parts[x.Part].Kind != document.FigurePart {
		t.Errorf("at %.1f, %v", got, laid.Parts[x.Part])
	}
	for _, text := range laid.Pages[0].Texts {
		if text.Y-text.Size < x.Y+x.Height {
			t.Fatalf("%q stands on the picture", text.Value)
		}
	}
}

func TestADossierShowsEachCouncilsOwnArms(t *testing.T) {
	second := samples.Act(2)
	second.Body = "demo:908002"
	d := document.BuildDossier(document.Dossier{Title: "Strade", Acts: []civic.Content{samples.Act(1), second, samples.Act(3)}, Heads: heads(t)})
	laid, err := document.Layout(d)
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, p := range laid.Pages {
		shown += len(p.Pictures)
	}
	if shown != 2 || len(document.Pictures(d.Blocks)) != 1 {
		t.Errorf("%d pictures of %d", shown, len(document.Pictures(d.Blocks)))
	}
	var pages []string
	d, err = document.NewMetrics().Number(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range d.Blocks {
		if b.Refers != "" {
			pages = append(pages, b.Tail)
		}
	}
	if strings.Join(pages, " ") != "3 5 7" {
		t.Errorf("the contents say %v", pages)
	}
}

func BenchmarkArms(b *testing.B) {
	of := samples.Council(b)
	m := image.NewNRGBA(image.Rect(0, 0, 260, 260))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range m.Pix {
		m.Pix[i] = byte(r.Uint32())
	}
	var data bytes.Buffer
	if err := png.Encode(&data, m); err != nil {
		b.Fatal(err)
	}
	of.Arms = data.Bytes()
	for b.Loop() {
		if _, err := document.NewArms(of); err != nil {
			b.Fatal(err)
		}
	}
}
