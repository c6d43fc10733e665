package assemble

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"scranno/app/akn"
	"scranno/app/civic"
	"scranno/app/document"
	"scranno/app/samples"
)

// Every act of the demo library goes out as Akoma Ntoso, comes back as it was, and
// validates where the official schema is at hand.
func TestDemoActsTravelAsAkomaNtoso(t *testing.T) {
	f, dir := exporters(), t.TempDir()
	var files []string
	for i, c := range demoActs(t) {
		var b bytes.Buffer
		if err := f.Export(t.Context(), document.Paper{Act: c}, akn.Format, &b); err != nil {
			t.Fatal(err)
		}
		back, err := akn.Read(b.Bytes(), func(i int) civic.ID { return civic.DerivedID("clause", fmt.Sprint(i)) })
		if err != nil {
			t.Fatal(err)
		}
		if got, want := canonical(t, back), canonical(t, c); got != want {
			t.Fatalf("act %d came back as\n%s\nnot\n%s", i, got, want)
		}
		path := filepath.Join(dir, fmt.Sprint(i, ".xml"))
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	samples.Validate(t, files)
}

func canonical(t *testing.T, c civic.Content) string {
	t.Helper()
	raw, err := civic.CanonicalOf(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
