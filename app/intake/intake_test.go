package intake_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/app/intake"
)

// The test's own binary reads a PDF when it is started as the program would be.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "--read-pdf" {
		if intake.ServePDF(context.Background(), os.Stdin, os.Stdout, func() { os.Exit(1) }) != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func apart() intake.Reader { return intake.Reader{Child: intake.Child{os.Args[0], "--read-pdf"}} }

func ids(int) civic.ID {
	id, err := civic.NewID(time.Now(), rand.Reader)
	if err != nil {
		return ""
	}
	return id
}

func docx(t testing.TB, document string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("word/document.xml")
	if err == nil {
		_, err = w.Write([]byte(document))
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const word = `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>` +
	`<w:p><w:r><w:t>OGGETTO: piste ciclabili</w:t></w:r><w:r><w:t xml:space="preserve"> in via Roma</w:t></w:r></w:p><w:p/>` +
	`<w:p><w:r><w:t>Premesso che le vie sono strette;</w:t></w:r><w:del><w:r><w:delText>tolto</w:delText></w:r></w:del></w:p>` +
	`<w:p><mc:AlternateContent><mc:Choice><w:r><w:t>Considerato che è urgente;</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>doppio</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>` +
	`<w:p><w:r><w:t>impegna il Sindaco e la Giunta</w:t></w:r></w:p><w:p><w:r><w:t>1. a realizzarle.</w:t></w:r></w:p></w:body></w:document>`

func textOf(c civic.Content) string {
	var b strings.Builder
	for _, x := range c.Clauses {
		b.WriteString(x.Opener + " " + x.Text + "\n")
	}
	return b.String()
}

func TestADocumentBecomesAnAct(t *testing.T) {
	for name, f := range map[string]civic.LocalFile{
		"docx": {Type: civic.TypeDOCX, Data: docx(t, word)},
		"pdf": {Type: civic.TypePDF, Data: paper(
			"OGGETTO: piste ciclabili in via Roma", "", "Premesso che le vie sono strette;",
			"Considerato che \\350 urgente;", "impegna il Sindaco e la Giunta", "1. a realizzarle.",
		)},
		"text":    {Type: civic.TypeText, Data: []byte("OGGETTO: piste ciclabili in via Roma\n\nPremesso che le vie sono strette;\nConsiderato che è urgente;\nimpegna il Sindaco e la Giunta\n1. a realizzarle.\n")},
		"windows": {Type: civic.TypeText, Data: []byte("OGGETTO: piste ciclabili in via Roma\r\n\r\nPremesso che le vie sono strette;\r\nConsiderato che \xe8 urgente;\r\nimpegna il Sindaco e la Giunta\r\n1. a realizzarle.\r\n")},
	} {
		c, err := apart().Text(t.Context(), f, ids)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := textOf(c)
		if c.Subject != "piste ciclabili in via Roma" || !strings.Contains(got, "le vie sono strette") || !strings.Contains(got, "è urgente") ||
			strings.Contains(got, "tolto") || strings.Contains(got, "doppio") {
			t.Errorf("%s: %q\n%s", name, c.Subject, got)
		}
		sections := map[civic.Section]int{}
		for _, x := range c.Clauses {
			sections[x.Section]++
		}
		if sections[civic.Recital] < 2 || sections[civic.Operative] == 0 {
			t.Errorf("%s: %v\n%s", name, sections, got)
		}
	}
}

// paper is a PDF of one page, as simple programs write it.
func paper(lines ...string) []byte {
	var text strings.Builder
	text.WriteString("BT /F1 11 Tf 72 760 Td 14 TL\n")
	for _, l := range lines {
		fmt.Fprintf(&text, "(%s) Tj T*\n", l)
	}
	text.WriteString("ET")
	return pdfOf(text.String(), "")
}

func pdfOf(content, filter string) []byte {
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d %s >>\nstream\n%s\nendstream", len(content), filter, content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
	}
	return pdfFile(objects, "")
}

// pdfFile writes objects as a PDF, the first of them its catalogue; trailer is what
// the trailer says besides.
func pdfFile(objects []string, trailer string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, x := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", x)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, xref)
	return b.Bytes()
}

func packed(data []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, err := z.Write(data)
	if err = errors.Join(err, z.Close()); err != nil {
		return nil
	}
	return b.Bytes()
}

func TestLinesOfThePaperBecomeParagraphs(t *testing.T) {
	c, err := apart().Text(t.Context(), civic.LocalFile{Type: civic.TypePDF, Data: paper(
		"Consiglio comunale", "", "Premesso che con un avviso affisso alla porta e senza indi-",
		"cazione di alcun motivo si comunica la chiusura dello sportello", "della frazione;",
		"- il capoluogo dista undici chilometri e nelle mattine feriali", "non passa nessuno.",
	)}, ids)
	got := textOf(c)
	if err != nil || !strings.Contains(got, "senza indicazione di alcun motivo si comunica la chiusura dello sportello della frazione;") ||
		!strings.Contains(got, "feriali non passa nessuno") || strings.Contains(got, "Consiglio comunale Premesso") {
		t.Fatalf("%v\n%s", err, got)
	}
}

func TestTheHeadOfAnActIsNotItsText(t *testing.T) {
	text := "Comune di Valchiara\nProt. n. 1234/2026 del 3 marzo 2026\n\nOGGETTO: piste ciclabili\nin via Roma\nAl Sindaco\nAlla Giunta\n\nPremesso che le vie sono strette;\nl'oggetto: è un altro.\n"
	c, err := apart().Text(t.Context(), civic.LocalFile{Type: civic.TypeText, Data: []byte(text)}, ids)
	got := textOf(c)
	if err != nil || c.Subject != "piste ciclabili in via Roma" || c.Protocol != "1234/2026" || c.Date != "2026-03-03" ||
		strings.Contains(got, "Sindaco") || strings.Contains(got, "Valchiara") || !strings.Contains(got, "un altro") {
		t.Errorf("%v %q %q %q\n%s", err, c.Subject, c.Protocol, c.Date, got)
	}
}

// Hostile files end as "not readable", never as a crash, a hang or a full memory.
func TestHostileFiles(t *testing.T) {
	flate := "/Filter /FlateDecode"
	bomb := packed(bytes.Repeat([]byte("("), 200<<20))
	good := paper("Premesso che tutto va bene e questa riga ha molte lettere;")
	for name, f := range map[string]civic.LocalFile{
		"pdf bomb":         {Type: civic.TypePDF, Data: pdfOf(string(bomb), flate)},
		"pdf twice packed": {Type: civic.TypePDF, Data: pdfOf(string(packed(bomb)), "/Filter [/FlateDecode /FlateDecode]")},
		"pdf huge table":   {Type: civic.TypePDF, Data: bytes.Replace(good, []byte("xref\n0 6"), []byte("xref\n99999999999 6"), 1)},
		"pdf huge size":    {Type: civic.TypePDF, Data: bytes.Replace(good, []byte("/Size 6"), []byte("/Size 99999999999999"), 1)},
		"pdf nested":       {Type: civic.TypePDF, Data: pdfOf(strings.Repeat("[", 8<<20), "")},
		"pdf cut":          {Type: civic.TypePDF, Data: good[:len(good)/2]},
		"pdf circle":       {Type: civic.TypePDF, Data: bytes.Replace(good, []byte("/Kids [3 0 R]"), []byte("/Kids [2 0 R]"), 1)},
		"docx bomb":        {Type: civic.TypeDOCX, Data: docx(t, strings.Repeat("<a>", 4<<20))},
		"docx text bomb":   {Type: civic.TypeDOCX, Data: docx(t, "<a>"+strings.Repeat(" ", 200<<20))},
		"docx cut":         {Type: civic.TypeDOCX, Data: docx(t, word)[:200]},
		"docx not xml":     {Type: civic.TypeDOCX, Data: docx(t, "\x00\x01")},
	} {
		c, err := apart().Text(t.Context(), f, ids)
		if err == nil && len(textOf(c)) > 1<<20 || err != nil && !civic.Is(err, civic.Unknown) {
			t.Errorf("%s: %d bytes, %v", name, len(textOf(c)), err)
		}
	}
	if _, err := apart().Text(t.Context(), civic.LocalFile{Type: civic.TypePDF, Data: good}, ids); err != nil {
		t.Error(err)
	}
}

func TestAScanHasNoText(t *testing.T) {
	for _, f := range []civic.LocalFile{
		{Type: civic.TypePDF, Data: paper("12/2026")},
		{Type: civic.TypeJPEG, Data: []byte("\xff\xd8\xff")},
	} {
		_, err := apart().Text(t.Context(), f, ids)
		if e, ok := errors.AsType[*civic.Error](err); !ok || e.Kind != civic.Unknown || e.Key != "intake.no_text" {
			t.Error(err)
		}
	}
}

func picture() image.Image {
	img := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for x := range 40 {
		for y := range 30 {
			img.Set(x, y, color.RGBA{uint8(6 * x), uint8(8 * y), 90, 255})
		}
	}
	return img
}

// exif is a segment with a position, a camera and the given orientation, in the
// given order of bytes.
func exif(order binary.AppendByteOrder, mark string, turned uint16) []byte {
	b := append([]byte("Exif\x00\x00"), mark...)
	b = order.AppendUint16(b, 42)
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	entry := func(tag, kind uint16, n, value uint32) {
		b = order.AppendUint16(b, tag)
		b = order.AppendUint16(b, kind)
		b = order.AppendUint32(b, n)
		b = order.AppendUint32(b, value)
	}
	v := uint32(turned)
	if mark == "MM" {
		v <<= 16
	}
	entry(0x0112, 3, 1, v)
	entry(0x8825, 4, 1, 38)
	b = append(b, 0, 0, 0, 0)
	b = append(b, "GPS 44.494887 11.342616 Camera-1234"...)
	seg := []byte{0xff, 0xe1, 0, 0}
	binary.BigEndian.PutUint16(seg[2:], uint16(len(b)+2))
	return append(seg, b...)
}

func comment(text string) []byte {
	seg := []byte{0xff, 0xfe, 0, 0}
	binary.BigEndian.PutUint16(seg[2:], uint16(len(text)+2))
	return append(seg, text...)
}

func TestPicturesTellNothing(t *testing.T) {
	var j, p bytes.Buffer
	if err := errors.Join(jpeg.Encode(&j, picture(), &jpeg.Options{Quality: 90}), png.Encode(&p, picture())); err != nil {
		t.Fatal(err)
	}
	chunk := func(kind, data string) []byte {
		b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
		b = append(b, kind+data...)
		return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE([]byte(kind+data)))
	}
	const head = 33 // signature and IHDR
	webp := "RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x0c\x00\x00\x00\x00\x00\x00\x00\x00\x00VP8 \x04\x00\x00\x00abcdEXIF\x1c\x00\x00\x00GPS 44.494887 11.342616 Ada!XMP \x05\x00\x00\x00<x/>!\x00"
	webp = webp[:4] + string(binary.LittleEndian.AppendUint32(nil, uint32(len(webp)-8))) + webp[8:]
	for _, row := range []struct {
		name string
		data []byte
		up   uint16
	}{
		{"a.jpg", append(append(append([]byte{}, j.Bytes()[:2]...), append(exif(binary.BigEndian, "MM", 6), comment("GPS 44.494887")...)...), j.Bytes()[2:]...), 6},
		{"b.jpg", append(append(append([]byte{}, j.Bytes()[:2]...), exif(binary.LittleEndian, "II", 8)...), j.Bytes()[2:]...), 8},
		{"c.jpg", append(append(append([]byte{}, j.Bytes()[:2]...), exif(binary.LittleEndian, "II", 1)...), append(j.Bytes()[2:], "GPS 44.494887 dopo la fine"...)...), 0},
		{"a.png", append(append(append([]byte{}, p.Bytes()[:head]...), append(chunk("tEXt", "Comment\x00GPS 44.494887"), chunk("eXIf", "MM\x00\x2aGPS 44.494887")...)...), p.Bytes()[head:]...), 0},
		{"a.webp", []byte(webp), 0},
	} {
		path := filepath.Join(t.TempDir(), row.name)
		if err := os.WriteFile(path, row.data, 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := intake.Reader{}.Read(t.Context(), path)
		if err != nil {
			t.Fatal(row.name, err)
		}
		if bytes.Contains(f.Data, []byte("44.49")) || bytes.Contains(f.Data, []byte("Camera")) || bytes.Contains(f.Data, []byte("<x/>")) {
			t.Errorf("%s still tells", row.name)
		}
		if strings.HasSuffix(row.name, "webp") {
			continue
		}
		got, _, err := image.Decode(bytes.NewReader(f.Data))
		if err != nil {
			t.Fatal(row.name, err)
		}
		want, _, err := image.Decode(bytes.NewReader(row.data))
		if err != nil {
			t.Fatal(row.name, err)
		}
		for x := range 40 {
			for y := range 30 {
				if got.At(x, y) != want.At(x, y) {
					t.Fatalf("%s: another pixel at %d, %d", row.name, x, y)
				}
			}
		}
		kept := bytes.Contains(f.Data, []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"+string(rune(row.up))))
		if kept != (row.up > 1) {
			t.Errorf("%s: orientation kept %v", row.name, kept)
		}
	}
}

func TestWhatMayNotBeAttached(t *testing.T) {
	dir := t.TempDir()
	for name, row := range map[string]struct {
		data string
		kind civic.ErrorKind
	}{
		"vuoto.pdf":  {"", civic.Invalid},
		"virus.pdf":  {"MZ\x90\x00\x03", civic.Invalid},
		"cifra.jpg":  {"\xff\xd8\xff\xe1\xff\xff", civic.Invalid},
		"grande.pdf": {"%PDF-" + strings.Repeat("x", civic.MaxAttachment), civic.TooLarge},
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(row.data), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := (intake.Reader{}).Read(t.Context(), path); !civic.Is(err, row.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := (intake.Reader{}).Read(t.Context(), dir); !civic.Is(err, civic.Invalid) {
		t.Error(err)
	}
	if _, err := (intake.Reader{}).Read(t.Context(), filepath.Join(dir, "niente.pdf")); !civic.Is(err, civic.NotFound) {
		t.Error(err)
	}
}

const marked = `Consiglio comunale di Valchiara

# MOZIONE

## Oggetto: Verde \[di quartiere\] e ombra

Al Sindaco

*Premesso che:*

- il verde è **di tutti** e l'art\. 5 lo dice;

*Visto* il modello \_A\_, da compilare: ________;

**impegna il Sindaco**

1. a piantare 2\*3 alberi.

**Guido Tassi**\
*Valchiara Nuova*
`

func TestMarkdownComesInWithoutItsMarks(t *testing.T) {
	for _, name := range []string{"atto.md", "atto.txt"} {
		c, err := apart().Text(t.Context(), civic.LocalFile{Name: name, Type: civic.TypeText, Data: []byte(marked)}, ids)
		if err != nil {
			t.Fatal(err)
		}
		got := textOf(c)
		if c.Subject != "Verde [di quartiere] e ombra" || strings.Contains(got, "**") || strings.Contains(got, "#") || strings.Contains(got, "*Premesso") {
			t.Errorf("%s: %q\n%s", name, c.Subject, got)
		}
		for _, want := range []string{"Premesso che:", "il verde è di tutti e l'art. 5 lo dice", "il modello _A_, da compilare: ________", "a piantare 2*3 alberi"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is missing in\n%s", name, want, got)
			}
		}
	}
}
