package document_test

import (
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/document"
)

func TestNamesOfFilesAreTakenByEverySystem(t *testing.T) {
	c := civic.Content{Kind: civic.Motion, Date: "2026-03-12", Subject: `Città: "verde" / ..\ <b>è</b>? ` + strings.Repeat("parola ", 40)}
	got := document.ActFileName(c, "2026-11-23")
	if !strings.HasPrefix(got, "2026-03-12 Mozione Città verde b è b parola") || strings.ContainsAny(got, `:"/\<>?*|`) || len([]rune(got)) > 90 {
		t.Errorf("%q", got)
	}
	if got := document.ActFileName(civic.Content{Kind: civic.Question}, "2026-11-23"); got != "2026-11-23 Interrogazione" {
		t.Errorf("%q", got)
	}
}
