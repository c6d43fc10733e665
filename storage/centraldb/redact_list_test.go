package centraldb_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/storage/centraldb"
)

func TestTheListKeepsWholeLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), centraldb.RedactionFile)
	list := centraldb.NewRedactionList(path)
	if lines, err := list.Lines(t.Context()); err != nil || len(lines) != 0 {
		t.Fatalf("%v %v", lines, err)
	}
	add := func(text string) {
		t.Helper()
		r := civic.Redaction{ID: civic.DerivedID(text), Texts: []string{text}, At: time.Unix(1, 0).UTC()}
		if err := list.Append(t.Context(), []civic.Redaction{r}); err != nil {
			t.Fatal(err)
		}
	}
	add("a")
	add(strings.Repeat("b", 10_000)) // longer than any buffer
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// A machine stops while a line is written: the next one begins cleanly.
	if err := os.WriteFile(path, append(raw, []byte(`{"id":"half`)...), 0o600); err != nil {
		t.Fatal(err)
	}
	if lines, err := list.Lines(t.Context()); err != nil || len(lines) != 2 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	add("c")
	lines, err := list.Lines(t.Context())
	if err != nil || len(lines) != 3 || lines[2].Texts[0] != "c" {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	if err := os.WriteFile(path, []byte("damaged\n"+string(raw)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := list.Lines(t.Context()); !civic.Is(err, civic.Damaged) {
		t.Errorf("a damaged list is read as if it were whole: %v", err)
	}
}
