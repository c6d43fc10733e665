package assemble_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/intake"
)

// The sheet is one page with the code in its text; nothing else in the profile
// has the code, and no other text passes for one.
func TestTheRecoveryCodeIsPrinted(t *testing.T) {
	p := serving(t)
	giulia := p.desk("giulia")
	if _, err := giulia.Desk.AddThisDevice(t.Context(), "Casa"); err != nil {
		t.Fatal(err)
	}
	code, err := giulia.Desk.NewRecovery(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := giulia.Desk.RecoverySheet(t.Context(), strings.ToLower(code), &b); err != nil {
		t.Fatal(err)
	}
	read := intake.Reader{}
	f, err := read.Read(t.Context(), giulia.write("foglio.pdf", b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	c, err := read.Text(t.Context(), f, func(i int) civic.ID { return civic.DerivedID("clause", string(rune('a'+i))) })
	if err != nil {
		t.Fatal(err)
	}
	said := c.Subject
	for _, x := range c.Clauses {
		said += " " + x.Opener + " " + x.Text
	}
	plain := strings.Join(strings.Fields(said), "")
	if !strings.Contains(plain, code) || !strings.Contains(plain, "Dovetenerlo") || strings.Contains(plain, "giulia") || strings.Contains(plain, "http") {
		t.Errorf("the page says %s", said)
	}
	if err := giulia.Desk.RecoverySheet(t.Context(), code[:len(code)-1], &b); !civic.Is(err, civic.Invalid) {
		t.Errorf("half a code: %v", err)
	}
	giulia.settle()
	for _, dir := range []string{giulia.Home, p.Data} {
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if bytes.Contains(data, []byte(code)) {
				t.Errorf("the code is in %s", path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
