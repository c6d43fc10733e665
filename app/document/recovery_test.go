package document_test

import (
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/document"
)

func TestARecoveryCodeOnItsSheet(t *testing.T) {
	const code = "7K3M-Q9WT-4XBZ-0HNR-5DVE-J2YC"
	d := document.BuildRecovery(code, civic.Date("2026-11-23"))
	pages, err := document.Layout(d)
	if err != nil {
		t.Fatal(err)
	}
	if len(pages.Pages) != 1 || len(pages.Missing) > 0 {
		t.Fatalf("%d pages, without %q", len(pages.Pages), pages.Missing)
	}
	var size float64
	for _, x := range pages.Pages[0].Texts {
		if x.Value == code {
			size = x.Size
		}
	}
	if size < 20 {
		t.Errorf("the code stands in a size of %g on one line", size)
	}
	text := document.PlainText(d)
	for _, want := range []string{code, "23 novembre 2026", "A che cosa serve", "Dove tenerlo", "Come si usa", "Se lo perdi"} {
		if !strings.Contains(text, want) {
			t.Errorf("without %q", want)
		}
	}
}
