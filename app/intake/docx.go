package intake

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"scranno/app/civic"
)

// Bounds of a document: a small file may claim to hold a large one.
const (
	maxEntries  = 2_000
	maxDocument = 32 << 20 // bytes of its XML
	maxDepth    = 200
)

func unreadable(err error) error {
	return &civic.Error{Kind: civic.Unknown, Op: "intake.text", Key: "intake.unreadable", Err: err}
}

// docxText gives the paragraphs of a DOCX, one a line.
func docxText(ctx context.Context, data []byte) (string, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", unreadable(err)
	}
	if len(z.File) > maxEntries {
		return "", unreadable(errors.New("too many entries"))
	}
	for _, f := range z.File {
		if f.Name != "word/document.xml" {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return "", unreadable(err)
		}
		text, err := wordText(stoppable(ctx, io.LimitReader(in, maxDocument)))
		if cerr := in.Close(); err == nil && cerr != nil && !errors.Is(cerr, zip.ErrChecksum) {
			err = unreadable(cerr)
		}
		return text, err
	}
	return "", unreadable(errors.New("no document"))
}

// wordText walks the body of a WordprocessingML document (ECMA-376, part 1):
// w:t is text, w:tab and w:br white space, the end of w:p a line. Deleted text
// (w:delText) and what an old program is shown instead are left out.
func wordText(in io.Reader) (string, error) {
	const ns = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	d := xml.NewDecoder(in)
	var b strings.Builder
	depth, skip, within := 0, 0, false
	for b.Len() < maxText {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String(), nil
		}
		if err != nil {
			if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
				return "", err
			}
			return "", unreadable(err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return "", unreadable(errors.New("too deep"))
			}
			if t.Name.Local == "Fallback" && skip == 0 {
				skip = depth
			}
			if skip == 0 && t.Name.Space == ns {
				within = t.Name.Local == "t"
				wordSpace(&b, t.Name.Local)
			}
		case xml.EndElement:
			if skip == 0 && t.Name.Space == ns && t.Name.Local == "p" {
				b.WriteByte('\n')
			}
			within = false
			if skip == depth {
				skip = 0
			}
			depth--
		case xml.CharData:
			if within && skip == 0 {
				b.Write(t)
			}
		}
	}
	return b.String(), nil
}

func wordSpace(b *strings.Builder, name string) {
	switch name {
	case "tab":
		b.WriteByte('\t')
	case "br", "cr":
		b.WriteByte('\n')
	case "noBreakHyphen":
		b.WriteByte('-')
	}
}
