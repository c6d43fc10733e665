package intake_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/app/intake"
)

func packedParts(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	var err error
	for i := 0; i+1 < len(parts); i += 2 {
		w, cerr := z.Create(parts[i])
		if cerr == nil {
			_, cerr = w.Write([]byte(parts[i+1]))
		}
		err = errors.Join(err, cerr)
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func openContent(styles, body string) string {
	return `<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ` +
		`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">` +
		`<office:automatic-styles>` + styles + `</office:automatic-styles><office:body><office:text>` + body + `</office:text></office:body></office:document-content>`
}

const openLists = `<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>` +
	`<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/></text:list-style>`

const openBody = `<text:tracked-changes><text:changed-region><text:deletion><text:p>tolto</text:p></text:deletion></text:changed-region></text:tracked-changes>` +
	`<text:p>Comune di Valchiara</text:p><text:p>INTERROGAZIONE a risposta scritta</text:p><text:p>OGGETTO: piste   ciclabili<text:s text:c="1"/>in via&#173;le Roma</text:p>` +
	`<text:p>Al Sindaco e alla Giunta</text:p>` +
	`<text:p>Premesso che le vie<text:note><text:note-citation>9</text:note-citation><text:note-body><text:p>quelle del centro.</text:p></text:note-body></text:note> sono strette;<office:annotation><text:p>margine</text:p></office:annotation></text:p>` +
	`<text:p>interroga il Sindaco per sapere</text:p><text:list text:style-name="L1"><text:list-item><text:p>se sia vero;</text:p><text:list><text:list-item><text:p>quando;</text:p></text:list-item>` +
	`<text:list-item><text:p>quanto;</text:p></text:list-item></text:list></text:list-item></text:list><text:p>e inoltre:</text:p>` +
	`<text:list text:style-name="L1" text:continue-numbering="true"><text:list-item><text:p>come.</text:p></text:list-item></text:list>` +
	`<table:table><table:table-row><table:table-cell><text:p>via</text:p></table:table-cell><table:table-cell><text:p>metri</text:p></table:table-cell></table:table-row></table:table>` +
	`<text:p>fine<draw:frame><draw:text-box><text:p>riquadro</text:p></draw:text-box></draw:frame> del testo</text:p>`

func TestAnOpenDocumentIsReadAsItIsShown(t *testing.T) {
	f := civic.LocalFile{Type: civic.TypeODT, Data: packedParts(t, "content.xml", openContent(openLists, openBody))}
	p, err := intake.Reader{}.Paper(t.Context(), f, ids)
	if err != nil {
		t.Fatal(err)
	}
	got := drafting.Join(p.Content.Clauses)
	for _, want := range []string{"le vie[1] sono strette;", "1. se sia vero;", "a) quando;", "b) quanto;", "2. come.", "via\tmetri", "fine del testo", "riquadro", "[1] quelle del centro."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	for _, no := range []string{"tolto", "margine", "9"} {
		if strings.Contains(got, no) {
			t.Errorf("%q is in\n%s", no, got)
		}
	}
	c := p.Content
	if c.Kind != civic.Question || c.Subkind != "interrogazione a risposta scritta" || c.Subject != "piste ciclabili in viale Roma" ||
		p.BodySaid != "Valchiara" || len(c.Addressees) != 1 || c.Addressees[0] != "il Sindaco e la Giunta" || len(p.Guessed) != 0 {
		t.Errorf("%q %q %q %q %q %v", c.Kind, c.Subkind, c.Subject, p.BodySaid, c.Addressees, p.Guessed)
	}
}

const wordLists = `<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="7">` +
	`<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl></w:abstractNum>` +
	`<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>`

func wordPoint(num, depth, text string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + depth + `"/><w:numId w:val="` + num + `"/></w:numPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
}

func TestAWordDocumentIsReadAsItIsShown(t *testing.T) {
	body := `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` +
		`<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>Premesso che le vie </w:t></w:r></w:p><w:p><w:r><w:t>sono strette;</w:t></w:r></w:p>` +
		`<w:p><w:moveFrom><w:r><w:t>altrove</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>nascosto</w:t></w:r><w:r><w:t>impegna il Sindaco</w:t></w:r></w:p>` +
		wordPoint("1", "0", "a fare;") + wordPoint("1", "1", "presto;") + wordPoint("1", "0", "a disfare;") + wordPoint("2", "0", "a rifare.") +
		`<w:p><w:r><w:t>dopo</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>riquadro</w:t></w:r></w:p></w:txbxContent></w:pict></w:r><w:r><w:t> tutto</w:t></w:r></w:p>` +
		`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>via</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>metri</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>cancellata</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>`
	f := civic.LocalFile{Name: "12_piste.docx", Type: civic.TypeDOCX, Data: packedParts(t, "word/numbering.xml", wordLists, "word/document.xml", body)}
	p, err := intake.Reader{}.Paper(t.Context(), f, ids)
	if err != nil {
		t.Fatal(err)
	}
	got := drafting.Join(p.Content.Clauses)
	for _, want := range []string{"le vie sono strette;", "1) a fare;", "1.1. presto;", "2) a disfare;", "5) a rifare.", "dopo tutto\n\nriquadro", "via\tmetri"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	for _, no := range []string{"altrove", "nascosto", "cancellata"} {
		if strings.Contains(got, no) {
			t.Errorf("%q is in\n%s", no, got)
		}
	}
	if p.Content.Kind != civic.Motion || p.Content.Subject != "12 piste" || strings.Join(p.Guessed, " ") != "kind subject" {
		t.Errorf("%q %q %v", p.Content.Kind, p.Content.Subject, p.Guessed)
	}
}

func TestTheFootOfAnActIsNotItsText(t *testing.T) {
	text := "MOZIONE\nOGGETTO: piste\n\nPremesso che le vie sono strette;\nimpegna il Sindaco\n1. a realizzarle.\n\nValchiara, lì 3 marzo 2026\n\nAda Neri\n(Gruppo Uno)\n________\nUgo Bianchi\n"
	p, err := intake.Reader{}.Paper(t.Context(), civic.LocalFile{Type: civic.TypeText, Data: []byte(text)}, ids)
	c := p.Content
	if err != nil || c.Place != "Valchiara" || c.Date != "2026-03-03" || len(c.Signatories) != 2 || c.Signatories[0].Group != "Gruppo Uno" || strings.Contains(textOf(c), "Ada") {
		t.Errorf("%v %q %q %v\n%s", err, c.Place, c.Date, c.Signatories, textOf(c))
	}
	long := strings.Replace(text, "Ugo Bianchi", "Si allega: la relazione", 1)
	if p, err = (intake.Reader{}).Paper(t.Context(), civic.LocalFile{Type: civic.TypeText, Data: []byte(long)}, ids); err != nil || !strings.Contains(textOf(p.Content), "Ada") {
		t.Error("words after the day were lost")
	}
}

// A text of more rows than an act may have comes in by its first part, as a long
// one does, and is told to be so.
func TestATextOfTooManyRowsIsShortened(t *testing.T) {
	var text strings.Builder
	text.WriteString("MOZIONE\nOGGETTO: elenco delle vie\n\nimpegna il Sindaco\n")
	for i := range 30_000 {
		fmt.Fprintf(&text, "%d. a;\n", i%900+1)
	}
	file := civic.LocalFile{Type: civic.TypeText, Data: []byte(text.String())}
	row := func(i int) civic.ID { return civic.DerivedID("row", strconv.Itoa(i)) }
	// A paper of a sitting is no act: its text is whole, or not taken.
	if c, err := (intake.Reader{}).Text(t.Context(), file, row); err != nil || len(c.Clauses) < 30_000 {
		t.Errorf("%v, %d rows", err, len(c.Clauses))
	}
	p, err := intake.Reader{}.Paper(t.Context(), file, row)
	if err != nil || !p.Short || len(p.Content.Clauses) != civic.MaxClauses || p.Content.Clauses[9].Text != "a;" {
		t.Errorf("%v, short %v, %d rows", err, p.Short, len(p.Content.Clauses))
	}
}

func TestWhatIsLockedSaysSo(t *testing.T) {
	locked := packedParts(t, "META-INF/manifest.xml", `<m xmlns="urn:x"><encryption-data/></m>`, "content.xml", "\x01\x02")
	for name, f := range map[string]civic.LocalFile{
		"odt": {Type: civic.TypeODT, Data: locked},
		"pdf": {Type: civic.TypePDF, Data: bytes.Replace(paper("Premesso che")[:200], []byte("/Catalog"), []byte("/Catalog /Encrypt 9 0 R"), 1)},
	} {
		_, err := apart().Text(t.Context(), f, ids)
		if e, ok := errors.AsType[*civic.Error](err); !ok || e.Key != "intake.encrypted" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, data := range map[string][]byte{
		"bomb":  packedParts(t, "content.xml", openContent("", strings.Repeat("<text:list>", 1<<20))),
		"blank": packedParts(t, "content.xml", openContent("", `<text:p>`+strings.Repeat(`<text:s text:c="99999"/>`, 1<<18)+`</text:p>`)),
	} {
		if _, err := apart().Text(t.Context(), civic.LocalFile{Type: civic.TypeODT, Data: data}, ids); !civic.Is(err, civic.Unknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzODT(f *testing.F) {
	f.Add([]byte(openContent(openLists, openBody)))
	f.Add([]byte("<office:document-content/>"))
	f.Fuzz(func(t *testing.T, content []byte) {
		judge(t, civic.TypeODT, packedParts(t, "content.xml", string(content), "styles.xml", string(content)))
		judge(t, civic.TypeODT, content)
	})
}

func FuzzDOCXNumbers(f *testing.F) {
	f.Add([]byte(wordLists), []byte(word))
	f.Fuzz(func(t *testing.T, numbers, document []byte) {
		judge(t, civic.TypeDOCX, packedParts(t, "word/numbering.xml", string(numbers), "word/styles.xml", string(numbers), "word/document.xml", string(document)))
	})
}
