package pdf_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/document"
	"scranno/app/pdf"
	"scranno/app/samples"
)

func withArms(t testing.TB, acts ...civic.Content) []byte {
	t.Helper()
	of := samples.Council(t)
	p, err := document.NewArms(of)
	if err != nil {
		t.Fatal(err)
	}
	d := document.BuildWith(acts[0], document.Letterheads{of.Body: p})
	if len(acts) > 1 {
		d = document.BuildDossier(document.Dossier{Title: "Strade", Acts: acts, Heads: document.Letterheads{of.Body: p}})
	}
	laid, err := document.Layout(d)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := pdf.Write(&b, laid, pdf.Format1b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTheCoatOfArmsIsAFigureWithItsWords(t *testing.T) {
	file := withArms(t, act(3))
	path := saved(t, file)
	if out := tool(t, "qpdf", "--check", path); strings.Contains(out, "WARNING") {
		t.Error(out)
	}
	if !bytes.Equal(file, withArms(t, act(3))) {
		t.Error("another file from the same act")
	}
	tags, _, _ := parts(t, path)
	if !strings.HasPrefix(strings.Join(tags, " "), "Document Figure: /Placement /Block ") {
		t.Errorf("%q", tags)
	}
	plain := tool(t, "qpdf", "--qdf", "--object-streams=disable", path, "-")
	for _, want := range []string{"/Alt (Stemma del Comune di Valchiara)", "/S /Figure", "/Placement /Block", "/ColorSpace /DeviceRGB"} {
		if !strings.Contains(plain, want) {
			t.Errorf("no %s", want)
		}
	}
	for _, no := range []string{"/SMask", "/Mask ", "/Interpolate true"} {
		if strings.Contains(plain, no) {
			t.Errorf("%s: PDF/A-1 has no such thing", no)
		}
	}
	if row := regexp.MustCompile(`(?m)^ +1 +0 image +240 +300 +rgb +3 +8 `); !row.MatchString(tool(t, "pdfimages", "-list", path)) {
		t.Error(tool(t, "pdfimages", "-list", path))
	}
}

func TestADossierHoldsAPictureOnce(t *testing.T) {
	path := saved(t, withArms(t, act(3), act(4)))
	tool(t, "qpdf", "--check", path)
	if got := strings.Count(tool(t, "qpdf", "--qdf", "--object-streams=disable", path, "-"), "/Subtype /Image"); got != 1 {
		t.Errorf("%d pictures", got)
	}
	tags, _, _ := parts(t, path)
	if got := strings.Count(strings.Join(tags, " "), "Figure:"); got != 2 {
		t.Errorf("%d figures", got)
	}
}

// TestTheCoatOfArmsIsPainted looks at the sheet as a printer does.
func TestTheCoatOfArmsIsPainted(t *testing.T) {
	path := saved(t, withArms(t, act(1)))
	out := filepath.Join(t.TempDir(), "sheet")
	tool(t, "pdftoppm", "-r", "36", "-f", "1", "-l", "1", path, out)
	names, err := filepath.Glob(out + "*.ppm")
	if err != nil || len(names) != 1 {
		t.Fatal(names, err)
	}
	data, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	blue := 0
	pixels := data[len(data)-298*421*3:]
	for i := 0; i+2 < len(pixels); i += 3 {
		if pixels[i] < 0x50 && pixels[i+2] > 0x70 {
			blue++
		}
	}
	if blue < 50 {
		t.Errorf("%d points of the shield", blue)
	}
}

func BenchmarkAct3PagesWithArms(b *testing.B) {
	of := samples.Council(b)
	p, err := document.NewArms(of)
	if err != nil {
		b.Fatal(err)
	}
	m, c := document.NewMetrics(), act(20)
	b.ReportAllocs()
	for b.Loop() {
		laid, err := m.Layout(document.BuildWith(c, document.Letterheads{of.Body: p}))
		if err != nil {
			b.Fatal(err)
		}
		var out bytes.Buffer
		if err := pdf.Write(&out, laid, pdf.Format); err != nil {
			b.Fatal(err)
		}
	}
}
