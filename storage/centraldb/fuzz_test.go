package centraldb

import (
	"os"
	"path/filepath"
	"testing"

	"scranno/app/civic"
)

// The file of the highest heads says two numbers or nothing.
func FuzzHeads(f *testing.F) {
	f.Add([]byte("changes 00000000000000000005 base 00000000004294967296\n"))
	f.Add([]byte("changes -1 base 99999999999999999999"))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "heads")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		w, ok := readGuard(file)
		if ok && (w.changes < 0 || w.base < 0) || !ok && w.base > 0 && w.changes > 0 {
			t.Fatalf("%+v, %v", w, ok)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// The list of redactions is read whole or told as damaged; what is added behind
// whatever stands there is read again.
func FuzzRedactionList(f *testing.F) {
	f.Add([]byte(`{"id":"a","texts":["x"]}` + "\n" + `{"id":"b`))
	f.Add([]byte("\n\n{}\nnull"))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), RedactionFile)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		list := NewRedactionList(path)
		before, err := list.Lines(t.Context())
		if err != nil {
			if !civic.Is(err, civic.Damaged) {
				t.Fatal(err)
			}
			return
		}
		added := civic.Redaction{ID: civic.DerivedID("added")}
		if err := list.Append(t.Context(), []civic.Redaction{added}); err != nil {
			t.Fatal(err)
		}
		after, err := list.Lines(t.Context())
		if err != nil || len(after) == 0 || after[len(after)-1].ID != added.ID || len(after) < len(before) {
			t.Fatalf("%d lines became %d: %v", len(before), len(after), err)
		}
	})
}
