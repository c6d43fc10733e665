package assemble_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"scranno/app/civic"
)

// A restored database knows nothing of files that came after it: they go once
// they are old, and nothing else does.
func TestStrayFilesGoAfterAMonth(t *testing.T) {
	p := serving(t)
	giulia := p.desk("giulia")
	data := noise(5_000)
	giulia.publish("Con la pianta", civic.Everyone, giulia.write("pianta.pdf", data))
	giulia.settle()
	blobs := filepath.Join(p.Data, "blobs")
	put := func(fill byte, age time.Duration) string {
		hash := hashOf([]byte{fill})
		path := filepath.Join(blobs, hash[:2], hash)
		at := time.Now().Add(-age)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte{fill}, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
		return path
	}
	old, fresh := put(1, 31*24*time.Hour), put(2, 29*24*time.Hour)
	named := filepath.Join(blobs, hashOf(data)[:2], hashOf(data))
	if err := os.Chtimes(named, time.Unix(0, 0), time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	if n, err := p.Service.DropBlobs(t.Context()); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	for path, want := range map[string]bool{old: false, fresh: true, named: true} {
		if _, err := os.Stat(path); (err == nil) != want {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
	}
}
