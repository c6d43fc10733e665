package desk_test

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/document"
	"scranno/app/samples"
)

// lister writes the subjects of what it is given.
type lister struct{}

func (lister) Formats() []string { return []string{"txt"} }

func (lister) MachineFormats() []string { return nil }

func (lister) Export(_ context.Context, p document.Paper, format string, w io.Writer) error {
	_, err := fmt.Fprintln(w, format, p.Act.Subject)
	return err
}

func (lister) ExportSheet(_ context.Context, d document.Document, format string, w io.Writer) error {
	_, err := io.WriteString(w, format+" "+document.PlainText(d))
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

// TestThePaperBearsTheArmsOfItsOwnCouncil: of the council that the person keeps a
// profile of, and of no other.
func TestThePaperBearsTheArmsOfItsOwnCouncil(t *testing.T) {
	f := newFixture(t)
	own := samples.Council(t)
	f.withCouncil(own)
	for body, want := range map[civic.BodyCode]bool{own.Body: true, "istat:048017": false, "": false} {
		c := motion()
		c.Body = body
		d, err := f.Paper(t.Context(), c)
		f.ok(err)
		if got := d.Blocks[0].Role == document.Arms; got != want {
			t.Errorf("%q: %v", body, got)
		}
	}
	c := motion()
	c.Body = own.Body
	first, err := f.Paper(t.Context(), c)
	f.ok(err)
	if again, _ := f.Paper(t.Context(), c); again.Blocks[0].Picture != first.Blocks[0].Picture {
		t.Error("the picture is made anew for each paper")
	}
	// Other arms are another picture; those that cannot be read are left out.
	own.Arms = samples.ArmsJPEG(t, 90, 90)
	f.withCouncil(own)
	if other, _ := f.Paper(t.Context(), c); other.Blocks[0].Picture == first.Blocks[0].Picture {
		t.Error("the former picture")
	}
	own.Arms = own.Arms[:40]
	f.withCouncil(own)
	if none, err := f.Paper(t.Context(), c); err != nil || none.Blocks[0].Role == document.Arms {
		t.Errorf("%v", err)
	}
}

// TestTheHeadingOfANewDraft: the profile's lines and the person's group, for the
// councils that are theirs.
func TestTheHeadingOfANewDraft(t *testing.T) {
	f := newFixture(t)
	own := samples.Council(t)
	f.withCouncil(own)
	for body, want := range map[civic.BodyCode]string{own.Body: own.Heading, "istat:048017": "", "": ""} {
		got, err := f.Heading(t.Context(), body)
		f.ok(err)
		if !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%q: %q", body, got)
		}
	}
}

// TestTheLetterOfAFiling goes to the mailbox that the council's profile has, and
// an address made of it is one that mail programs take.
func TestTheLetterOfAFiling(t *testing.T) {
	f := newFixture(t)
	own := samples.Council(t)
	c := motion()
	c.Subject = "Lampioni di via Roma: «basta buio» & altro"
	c.Body, c.Signatories = own.Body, []civic.Signatory{{Name: "Ada Esempio"}}
	f.withCouncil(own)
	d, err := f.NewDraft(t.Context(), c)
	f.ok(err)
	own.Offices = []civic.CouncilOffice{{Office: civic.OfficeMayor, Holder: "Ugo"}}
	f.withCouncil(own)
	m, err := f.FilingLetter(t.Context(), d.ID, "atto.pdf", spoken{})
	f.ok(err)
	if m.To != "" {
		t.Errorf("to %q, which nobody said", m.To)
	}
	own.Offices = append(own.Offices,
		civic.CouncilOffice{Office: civic.OfficeSecretary, Address: "segreteria@pec.esempio.it"},
		civic.CouncilOffice{Office: civic.OfficeProtocol, Address: "protocollo@pec.esempio.it"})
	f.withCouncil(own)
	m, err = f.FilingLetter(t.Context(), d.ID, "atto.pdf", spoken{})
	f.ok(err)
	u, err := url.Parse(m.URL())
	f.ok(err)
	to, err := url.PathUnescape(u.Opaque)
	f.ok(err)
	q := u.Query()
	if u.Scheme != "mailto" || to != "protocollo@pec.esempio.it" || strings.Contains(u.RawQuery, "+") || !strings.Contains(q.Get("subject"), "«basta buio» & altro") ||
		!strings.Contains(q.Get("body"), "atto.pdf") || !strings.Contains(q.Get("body"), "Ada Esempio") {
		t.Errorf("%s", m.URL())
	}
}

// spoken says a text by its parameters.
type spoken struct{}

func (spoken) T(key string, params ...string) string { return key + " " + strings.Join(params, " ") }
