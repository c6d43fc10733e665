package samples

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// T is what a test, or a property's, can be told.
type T interface {
	Helper()
	Fatal(args ...any)
}

// Parts unpacks a document of a word processor; every part but pictures must be
// well-formed XML.
func Parts(t T, data []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(f.Name, ".png") {
			continue
		}
		for d := xml.NewDecoder(bytes.NewReader(out[f.Name])); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(f.Name, err)
			}
		}
	}
	return out
}

// Attrs are the attributes of an element.
type Attrs []xml.Attr

// Get is the value of an attribute, whatever its namespace; "": there is none.
func (a Attrs) Get(name string) string {
	for _, x := range a {
		if x.Name.Local == name {
			return x.Value
		}
	}
	return ""
}
