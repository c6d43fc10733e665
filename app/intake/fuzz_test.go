package intake_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
	"unicode/utf8"

	"scranno/app/civic"
	"scranno/app/intake"
)

// judge reads a file and wants an act that can be kept, or an error with a kind.
func judge(t *testing.T, mediaType string, data []byte) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	c, err := intake.Reader{}.Text(ctx, civic.LocalFile{Type: mediaType, Data: data}, ids)
	if err != nil {
		if civic.Is(err, civic.Internal) && ctx.Err() == nil {
			t.Fatal(err)
		}
		return
	}
	c.Kind, c.Level, c.Body, c.Region = civic.Document, civic.Municipal, "istat:037006", "08"
	if c.Subject == "" {
		c.Subject = "x"
	}
	if err := c.Validate(); err != nil && !civic.Is(err, civic.TooLarge) || !utf8.ValidString(c.Subject) {
		t.Fatal(err)
	}
}

func FuzzDOCX(f *testing.F) {
	f.Add([]byte(word))
	f.Add([]byte("<w:document/>"))
	f.Fuzz(func(t *testing.T, document []byte) {
		judge(t, civic.TypeDOCX, docx(t, string(document)))
		judge(t, civic.TypeDOCX, document)
	})
}

func FuzzText(f *testing.F) {
	f.Add([]byte(web))
	f.Add([]byte(lists))
	f.Add([]byte(narrow))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 64<<10 {
			judge(t, civic.TypeText, data)
		}
	})
}

func FuzzPDF(f *testing.F) {
	f.Add(paper("Premesso che le vie sono strette e questa riga è lunga;"))
	f.Add(pdfOf(string(packed([]byte("BT /F1 11 Tf (Premesso che) Tj ET"))), "/Filter /FlateDecode"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 64<<10 {
			return
		}
		judge(t, civic.TypePDF, data)
	})
}

func FuzzPicture(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x04ab\xff\xda\x00\x02xx\xff\xd9"))
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x00IEND\x00\x00\x00\x00"))
	f.Add([]byte("RIFF\x04\x00\x00\x00WEBPVP8X\x01\x00\x00\x00x"))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(dir, "a.jpg")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := intake.Reader{}.Read(t.Context(), path)
		if err != nil {
			if civic.Is(err, civic.Internal) {
				t.Fatal(err)
			}
			return
		}
		if err := os.WriteFile(path, got.Data, 0o600); err != nil {
			t.Fatal(err)
		}
		again, err := intake.Reader{}.Read(t.Context(), path)
		if err != nil || string(again.Data) != string(got.Data) {
			t.Fatal("once more makes another file", err)
		}
	})
}
