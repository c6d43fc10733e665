package main

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/document"
	"scranno/app/intake"
	"scranno/app/pdf"
	"scranno/assets"
)

// TestAPrintedActComesBackWithWholeWords reads our own files as those of any
// other council: a word divided at a line's end is one word again.
func TestAPrintedActComesBackWithWholeWords(t *testing.T) {
	data, err := assets.DemoActs()
	if err != nil {
		t.Fatal(err)
	}
	divided := 0
	lines := slices.Collect(bytes.Lines(data))
	for i := 0; i < len(lines); i += 6 {
		c := contentOf(t, lines[i])
		laid, err := document.Layout(document.Build(c))
		if err != nil {
			t.Fatal(err)
		}
		for _, page := range laid.Pages {
			for _, x := range page.Texts {
				divided += strings.Count(x.Value, "\u00ad")
			}
		}
		var file bytes.Buffer
		if err := pdf.Write(&file, laid, pdf.Format); err != nil {
			t.Fatal(err)
		}
		read, err := intake.Reader{}.Text(t.Context(), civic.LocalFile{Name: "atto.pdf", Type: civic.TypePDF, Data: file.Bytes()},
			func(n int) civic.ID { return civic.DerivedID("clause", strconv.Itoa(n)) })
		if err != nil {
			t.Fatal(err)
		}
		c, read = asTyped(c), asTyped(read)
		var back strings.Builder
		for _, cl := range read.Clauses {
			back.WriteString(cl.Opener + " " + cl.Text + " ")
		}
		words := strings.Fields(strings.ToLower(back.String()))
		for _, cl := range c.Clauses {
			for _, w := range strings.Fields(strings.ToLower(cl.Text)) {
				if !slices.Contains(words, w) {
					t.Errorf("act %d: %q does not come back", i, w)
				}
			}
		}
	}
	if divided < 20 {
		t.Errorf("only %d words were divided: the test sees nothing", divided)
	}
}
