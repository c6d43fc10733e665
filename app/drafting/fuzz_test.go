package drafting_test

import (
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// Any file is a draft or refused as Invalid; what was read can be written and
// read again.
func FuzzFile(f *testing.F) {
	f.Add(file)
	f.Add("---\ntipo: interrogazione\r\noggetto:\u202e\n# nota\n---\n1. \xff")
	f.Add("---\n\n---")
	f.Add("---\nthemes: ;;school;\nsignatories: (a); b (; c)\n---\n---\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := drafting.ParseFile(text, ids)
		if err != nil {
			if !civic.Is(err, civic.Invalid) {
				t.Fatal(err)
			}
			return
		}
		// Empty lines around the text are the file's.
		text = strings.Trim(drafting.Join(c.Clauses), "\n")
		written := drafting.FormatFile(c)
		again, err := drafting.ParseFile(written, ids)
		if err != nil || again.Subject != c.Subject || strings.Trim(drafting.Join(again.Clauses), "\n") != text {
			t.Fatalf("%q was written as %q, and is read as %+v: %v", text, written, again, err)
		}
	})
}
