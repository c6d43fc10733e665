package akn_test

import (
	"os"
	"path/filepath"
	"testing"

	"scranno/app/akn"
	"scranno/app/civic"
	"scranno/app/samples"
)

func TestTheExamplesAreRead(t *testing.T) {
	dir := filepath.Dir(samples.Schema(t))
	for name, want := range map[string]struct {
		kind    civic.ActKind
		subject string
		clauses int
	}{
		"mozione-esempio.xml":        {civic.Motion, "Zone 30 davanti alle scuole", 8},
		"interrogazione-esempio.xml": {civic.Question, "Tempi di attesa ai servizi demografici", 4},
		"emendamento-esempio.xml":    {civic.Amendment, "", 2},
	} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		c, err := akn.Read(data, ids)
		if err != nil || c.Kind != want.kind || c.Subject != want.subject || len(c.Clauses) != want.clauses {
			t.Errorf("%s: %s %q %d clauses, %v", name, c.Kind, c.Subject, len(c.Clauses), err)
			for _, x := range c.Clauses {
				t.Logf("%s|%s|%s", x.Section, x.Opener, x.Text)
			}
		}
	}
}
