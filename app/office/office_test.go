package office_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"testing"

	"pgregory.net/rapid"

	"scranno/app/office"
)

func TestTheSamePartsGiveTheSameBytes(t *testing.T) {
	parts := []office.Part{{Name: "mimetype", Data: []byte("x"), Stored: true}, {Name: "a/b.xml", Data: bytes.Repeat([]byte("ab"), 5000)}}
	var one, two bytes.Buffer
	for _, w := range []*bytes.Buffer{&one, &two} {
		if err := office.Pack(w, parts); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the bytes differ")
	}
	z, err := zip.NewReader(bytes.NewReader(one.Bytes()), int64(one.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if f := z.File[0]; f.Method != zip.Store || len(f.Extra) > 0 {
		t.Errorf("%+v", f.FileHeader)
	}
	if f := z.File[1]; f.Method != zip.Deflate || f.Modified.Year() != 1980 {
		t.Errorf("%+v", f.FileHeader)
	}
}

func TestAnyTextIsWellFormed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) + rapid.String().Draw(t, "text")
		var x office.XML
		x.Tags(`<a b="%s">`, office.Attr(text))
		x.Text(text)
		x.Raw(`</a>`)
		var got struct {
			B    string `xml:"b,attr"`
			Text string `xml:",chardata"`
		}
		if err := xml.Unmarshal(x.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if want := office.Clean(text); got.Text != want || got.B != want {
			t.Fatalf("%q and %q, wanted %q", got.Text, got.B, want)
		}
	})
}
