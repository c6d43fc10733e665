package desk_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/document"
)

// lister writes the subjects of what it is given.
type lister struct{}

func (lister) Formats() []string { return []string{"txt"} }

func (lister) MachineFormats() []string { return nil }

func (lister) Export(_ context.Context, c civic.Content, format string, w io.Writer) error {
	_, err := fmt.Fprintln(w, format, c.Subject)
	return err
}

func (lister) ExportDossier(_ context.Context, d document.Dossier, format string, w io.Writer) error {
	_, err := fmt.Fprintln(w, format, d.Title, d.By, d.Date)
	for _, c := range d.Acts {
		_, err = fmt.Fprintln(w, c.Subject)
	}
	return err
}

func TestADossierHasItsActsInOrder(t *testing.T) {
	f := newFixture(t)
	f.o.Exporter = lister{}
	f.open()
	second, first := motion(), motion()
	second.Subject, first.Subject = "Seconda", "Prima"
	two, one := f.draft(second).ID, f.draft(first).ID
	var b strings.Builder
	f.ok(f.ExportDossier(t.Context(), desk.Dossier{Title: "Acqua", By: "Ada", IDs: []civic.ID{one, two}}, "txt", &b))
	if want := fmt.Sprintf("txt Acqua Ada %s\nPrima\nSeconda\n", civic.DateOf(now)); b.String() != want {
		t.Errorf("%q, wanted %q", b.String(), want)
	}
	b.Reset()
	if err := f.ExportDossier(t.Context(), desk.Dossier{Title: "Acqua"}, "txt", &b); !civic.Is(err, civic.Invalid) {
		t.Errorf("of nothing: %v", err)
	}
	if err := f.ExportDossier(t.Context(), desk.Dossier{IDs: []civic.ID{one, civic.DerivedID("nowhere")}}, "txt", &b); !civic.Is(err, civic.NotFound) || b.Len() > 0 {
		t.Errorf("of what is nowhere: %v, %q", err, b.String())
	}
}

func TestFilesEndAsTheirFormatSays(t *testing.T) {
	for format, want := range map[string]string{"pdf": ".pdf", "pdf-1b": ".pdf", "docx": ".docx", "txt": ".txt"} {
		if got := desk.Extension(format); got != want {
			t.Errorf("%s ends in %s", format, got)
		}
	}
}
