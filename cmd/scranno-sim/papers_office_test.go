package main

import (
	"bytes"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/document"
	"scranno/app/docx"
	"scranno/app/intake"
	"scranno/app/odt"
	"scranno/assets"
)

// TestAWrittenActComesBackAsItsClauses reads what the word processors' writers
// write: every word is there, and the clauses are cut where they were.
func TestAWrittenActComesBackAsItsClauses(t *testing.T) {
	data, err := assets.DemoActs()
	if err != nil {
		t.Fatal(err)
	}
	for name, w := range map[string]struct {
		kind  string
		write func(io.Writer, document.Document) error
	}{"odt": {civic.TypeODT, odt.Write}, "docx": {civic.TypeDOCX, docx.Write}} {
		clauses, same := 0, 0
		for i, line := range slices.Collect(bytes.Lines(data)) {
			c := contentOf(t, line)
			var file bytes.Buffer
			if err := w.write(&file, document.Build(c)); err != nil {
				t.Fatal(err)
			}
			read, err := intake.Reader{}.Text(t.Context(), civic.LocalFile{Type: w.kind, Data: file.Bytes()},
				func(n int) civic.ID { return civic.DerivedID("clause", strconv.Itoa(n)) })
			if err != nil {
				t.Fatalf("%s %d: %v", name, i, err)
			}
			c, read = asTyped(c), asTyped(read)
			words := wordsRead(read)
			schema := c.Kind == civic.Document && read.Kind == "" // it does not say what it is
			for _, cl := range c.Clauses {
				for _, word := range strings.Fields(strings.ToLower(cl.Text)) {
					if !words[word] && !words[strings.Trim(word, ".")] {
						t.Errorf("%s %d: %q does not come back", name, i, word)
					}
				}
			}
			lost := missing(c, read)
			if read.Subject != c.Subject || read.Kind != c.Kind && !schema {
				t.Errorf("%s %d: %q %q, not %q %q", name, i, read.Kind, read.Subject, c.Kind, c.Subject)
			}
			clauses += len(c.Clauses)
			same += len(c.Clauses) - len(lost)
		}
		// A clause of two paragraphs comes back as two.
		if same*200 < clauses*199 {
			t.Errorf("%s: only %d of %d clauses are as they were", name, same, clauses)
		}
	}
}

// asTyped is an act without the marks of print: paper has them in the place of
// those that were typed.
func asTyped(c civic.Content) civic.Content {
	marks := strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "«", `"`, "»", `"`)
	c.Subject = marks.Replace(c.Subject)
	c.Addressees, c.Clauses = slices.Clone(c.Addressees), slices.Clone(c.Clauses)
	for i := range c.Addressees {
		c.Addressees[i] = marks.Replace(c.Addressees[i])
	}
	for i := range c.Clauses {
		c.Clauses[i].Text, c.Clauses[i].Opener = marks.Replace(c.Clauses[i].Text), marks.Replace(c.Clauses[i].Opener)
	}
	return c
}

func wordsRead(c civic.Content) map[string]bool {
	words := map[string]bool{}
	for _, cl := range c.Clauses {
		for _, w := range strings.Fields(strings.ToLower(cl.Opener + " " + cl.Text + " " + strings.Join(c.Addressees, " "))) {
			words[w] = true
		}
	}
	return words
}

// missing gives the clauses that are not among those that were read.
func missing(c, read civic.Content) []string {
	var lost []string
	for _, cl := range c.Clauses {
		same := func(x civic.Clause) bool {
			return x.Section == cl.Section && strings.EqualFold(x.Opener, cl.Opener) && x.Text == cl.Text
		}
		if !slices.ContainsFunc(read.Clauses, same) {
			lost = append(lost, string(cl.Section)+" | "+cl.Opener+" | "+cl.Text)
		}
	}
	return lost
}
