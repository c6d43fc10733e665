package kit_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"scranno/ui/kit"
)

func TestAnExportNeverTakesTheNameOfAnother(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "Scranno")
	write := func(text string) func(io.Writer) error {
		return func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return err
		}
	}
	first, err := kit.WriteExport(dir, "atto", ".pdf", write("uno"))
	if err != nil {
		t.Fatal(err)
	}
	second, err := kit.WriteExport(dir, "atto", ".pdf", write("due"))
	if err != nil || filepath.Base(second) != "atto (2).pdf" {
		t.Fatalf("%s, %v", second, err)
	}
	bad := errors.New("cut")
	if _, err := kit.WriteExport(dir, "atto", ".pdf", func(io.Writer) error { return bad }); !errors.Is(err, bad) {
		t.Errorf("%v", err)
	}
	text, err := os.ReadFile(first)
	if err != nil || string(text) != "uno" {
		t.Errorf("%q, %v", text, err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 2 {
		t.Errorf("%v, %v", files, err)
	}
}
