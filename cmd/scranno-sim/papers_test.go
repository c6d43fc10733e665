package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/app/document"
	"scranno/app/drafting"
	"scranno/app/pdf"
	"scranno/app/samples"
	"scranno/assets"
)

// printed is an act on paper, and its file.
type printed struct {
	name, format string
	doc          document.Document
	path         string
	read         bool
}

// preflight has one run of Apache PDFBox look at many files; it says what is
// wrong with each that is no PDF/A-1b.
func preflight(t *testing.T, papers []printed) map[string]string {
	t.Helper()
	java := samples.Checker(t, "java")
	var jars []string
	for _, name := range []string{"pdfbox2", "preflight", "xmpbox", "fontbox2", "commons-logging", "javax.activation", "jaxb-api"} {
		jar := filepath.Join("/usr/share/java", name+".jar")
		if _, err := os.Stat(jar); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(err)
			}
			t.Skip("Apache PDFBox is missing (Debian: libpdfbox2-java)")
		}
		jars = append(jars, jar)
	}
	list := filepath.Join(t.TempDir(), "list")
	var names strings.Builder
	for _, p := range papers {
		names.WriteString(p.path + "\n")
	}
	if err := os.WriteFile(list, []byte(names.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", strings.Join(jars, ":"),
		"org.apache.pdfbox.preflight.Validator_A1b", "xml", "group", list).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	said, err := os.ReadFile(list + ".preflight.xml")
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Files []struct {
			Name  string `xml:"name,attr"`
			Valid string `xml:"isValid"`
			Inner string `xml:",innerxml"`
		} `xml:"preflight"`
	}
	if err := xml.Unmarshal(said, &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Files) != len(papers) {
		t.Errorf("%d files were looked at, want %d", len(report.Files), len(papers))
	}
	bad := map[string]string{}
	for _, f := range report.Files {
		if f.Valid != "true" {
			bad[f.Name] = f.Inner
		}
	}
	return bad
}

// onPaper writes the papers into a folder.
func onPaper(t *testing.T, papers []printed) []printed {
	t.Helper()
	dir, m := t.TempDir(), document.NewMetrics()
	for i, p := range papers {
		var b bytes.Buffer
		laid, err := m.Layout(p.doc)
		if err == nil {
			err = pdf.Write(&b, laid, p.format)
		}
		if err != nil {
			t.Fatalf("%s: %v", p.name, err)
		}
		papers[i].path = filepath.Join(dir, fmt.Sprintf("%03d.%s", i, "pdf"))
		if err := os.WriteFile(papers[i].path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return papers
}

// examine has the outside checkers look at every paper, and every so many read
// by its structure: that takes poppler a second.
func examine(t *testing.T, papers []printed, read int) {
	t.Helper()
	papers = onPaper(t, papers)
	for name, why := range preflight(t, papers) {
		i, err := strconv.Atoi(strings.TrimSuffix(name, ".pdf"))
		if err != nil {
			t.Fatal(err)
		}
		t.Errorf("%s (%s) is no PDF/A-1b: %.600s", papers[i].name, papers[i].format, why)
	}
	var wg sync.WaitGroup
	next := make(chan printed)
	for range 2 {
		wg.Go(func() {
			for p := range next {
				if err := errors.Join(sound(p), embedded(p)); err != nil {
					t.Errorf("%s (%s): %v", p.name, p.format, err)
				}
				if !p.read {
					continue
				}
				if err := readInOrder(p); err != nil {
					t.Errorf("%s (%s): %v", p.name, p.format, err)
				}
			}
		})
	}
	for _, name := range []string{"qpdf", "pdffonts", "pdfinfo"} {
		samples.Checker(t, name)
	}
	for i, p := range papers {
		p.read = i%read == 0
		next <- p
	}
	close(next)
	wg.Wait()
}

func sound(p printed) error {
	said, err := exec.Command("qpdf", "--check", p.path).CombinedOutput()
	if err != nil || bytes.Contains(said, []byte("WARNING")) {
		return fmt.Errorf("qpdf: %w: %s", err, said)
	}
	return nil
}

// fontRow is a line of pdffonts for a font that is embedded, a subset, and tells
// its characters.
var fontRow = regexp.MustCompile(`^[A-Z]{6}\+Liberation\S+ +CID TrueType +Identity-H +yes yes yes `)

func embedded(p printed) error {
	said, err := exec.Command("pdffonts", p.path).CombinedOutput()
	rows := strings.Split(strings.TrimSpace(string(said)), "\n")
	if err != nil || len(rows) < 3 {
		return fmt.Errorf("pdffonts: %w: %s", err, said)
	}
	for _, row := range rows[2:] {
		if !fontRow.MatchString(row) {
			return fmt.Errorf("pdffonts: %s", row)
		}
	}
	return nil
}

// readInOrder compares what the structure reads with the act's blocks, word by
// word.
func readInOrder(p printed) error {
	said, err := exec.Command("pdfinfo", "-struct-text", p.path).CombinedOutput()
	if err != nil {
		return fmt.Errorf("pdfinfo: %w: %s", err, said)
	}
	var read strings.Builder
	for l := range strings.Lines(string(said)) {
		if text, ok := strings.CutPrefix(strings.TrimLeft(l, " "), `"`); ok {
			read.WriteString(strings.TrimSuffix(strings.TrimSuffix(text, "\n"), `"`))
		} else {
			read.WriteByte(' ')
		}
	}
	laid, err := document.Layout(p.doc)
	if err != nil {
		return err
	}
	got, want := strings.Fields(read.String()), wordsOf(p.doc, laid.Missing)
	for i, w := range want {
		if i >= len(got) || got[i] != w {
			return fmt.Errorf("word %d reads %q, want %q", i, got[min(i, len(got)):min(i+3, len(got))], want[i:min(i+3, len(want))])
		}
	}
	if len(got) > len(want) && len(laid.Missing) == 0 {
		return fmt.Errorf("%d words too many: %q", len(got)-len(want), got[len(want):])
	}
	return nil
}

func wordsOf(d document.Document, missing []rune) []string {
	var all strings.Builder
	for _, b := range d.Blocks {
		all.WriteString(b.Label + " ")
		for _, s := range b.Spans {
			all.WriteString(s.Text)
		}
		all.WriteString(" " + b.Tail + " ")
		for _, s := range b.Signers {
			all.WriteString(s.Name + " " + s.Group + " ")
		}
		all.WriteByte('\n')
	}
	return strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case r == '\u00ad':
			return -1
		case r == '\u2010', r == '\u2011':
			return '-'
		case slices.Contains(missing, r):
			return '□'
		}
		return r
	}, all.String()))
}

func TestEveryKindOfActKeepsToTheProfile(t *testing.T) {
	var papers []printed
	heads := withArms(t, samples.ArmsPNG(t, 1200, 1500))
	photograph := withArms(t, samples.ArmsJPEG(t, 300, 300))
	levels := map[civic.Level]civic.Body{
		civic.Municipal: {Name: "Valchiara", Region: "08", Level: civic.Municipal},
		civic.Regional:  {Name: "Regione", Region: "08", Level: civic.Regional},
	}
	for _, kind := range civic.ActKinds() {
		for level, body := range levels {
			for i, subkind := range append(drafting.Subkinds(kind, level), "") {
				c := civic.Content{
					Kind: kind, Subkind: subkind, Level: level, Body: "demo:908001", BodyName: body.Name, Region: body.Region,
					Date: "2026-03-01", Place: "Valchiara", Addressees: drafting.Addressees(kind, body),
					Subject:     "Manutenzione dell’argine e dei sottopassi: tempi, costi e responsabilità",
					Signatories: []civic.Signatory{{Name: "Giulia Conti", Group: "Insieme per Valchiara"}},
					Attachments: []civic.Attachment{{Name: "planimetria (1).pdf"}},
				}
				c.Clauses = drafting.Template(kind, subkind, body, func(i int) civic.ID { return civic.DerivedID("clause", strconv.Itoa(i)) })
				papers = append(papers, printed{name: string(kind) + " " + subkind, format: pdf.Format1b, doc: document.Build(c)})
				if i == 0 {
					papers = append(papers, printed{name: string(kind) + " " + subkind, format: pdf.Format, doc: document.BuildWith(c, heads)})
					papers = append(papers, printed{name: string(kind) + " with a photograph", format: pdf.Format1b, doc: document.BuildWith(c, photograph)})
				}
			}
		}
	}
	// The first is read: its words must break, and hold more than letters.
	papers[0].doc = document.Build(civic.Content{
		Kind: civic.Motion, BodyName: "Valchiara", Clauses: []civic.Clause{{Section: civic.Recital, Opener: "premesso che", Text: strings.Repeat(
			"ai sensi dell'art. 42, comma 2, del d.lgs. n. 267 del 2000, con una spesa di € 77.000 per l'interoperabilità dei sistemi, «com’è noto» – ☐; ", 20,
		)}},
	})
	examine(t, papers, 12)
}

// withArms is the coat of arms of the council of the papers.
func withArms(t *testing.T, data []byte) document.Letterheads {
	t.Helper()
	of := samples.Council(t)
	of.Arms = data
	p, err := document.NewArms(of)
	if err != nil {
		t.Fatal(err)
	}
	return document.Letterheads{of.Body: p}
}

func TestDemoActsAndADossierKeepToTheProfile(t *testing.T) {
	data, err := assets.DemoActs()
	if err != nil {
		t.Fatal(err)
	}
	x := document.Dossier{Title: "Fascicolo", By: "Il gruppo", Date: "2026-11-23"}
	var papers []printed
	for raw := range bytes.Lines(data) {
		c := contentOf(t, raw)
		x.Acts = append(x.Acts, c)
		papers = append(papers, onItsOwn(c))
	}
	x.Acts = x.Acts[:4]
	x.Heads = withArms(t, samples.ArmsPNG(t, 240, 300))
	x.Acts[2].Body = "demo:908001"
	dossier, err := document.NewMetrics().Number(document.BuildDossier(x))
	if err != nil {
		t.Fatal(err)
	}
	papers = append([]printed{{name: "dossier", format: pdf.Format, doc: dossier}}, papers...)
	if len(papers) < 61 {
		t.Errorf("%d acts, want sixty", len(papers))
	}
	examine(t, papers, 15)
}

func TestRealActsKeepToTheProfile(t *testing.T) {
	var papers []printed
	for _, of := range [][2]string{{"trento", "trento-questions.jsonl"}, {"karlsruhe", "karlsruhe-papers.jsonl.gz"}} {
		lines := slices.Collect(bytes.Lines(realActs(t, of[0], of[1])))
		step := len(lines) / 50
		for i := 0; i < 50; i++ {
			papers = append(papers, onItsOwn(contentOf(t, lines[i*step])))
		}
	}
	examine(t, papers, 25)
}

func onItsOwn(c civic.Content) printed {
	return printed{name: string(c.Body) + " " + string(c.Date) + " " + c.Protocol, format: pdf.Format1b, doc: document.Build(c)}
}

// contentOf reads a line of an import.
func contentOf(t *testing.T, raw []byte) civic.Content {
	t.Helper()
	var l central.ImportLine
	if err := json.Unmarshal(raw, &l); err != nil {
		t.Fatal(err)
	}
	if l.Date == "" {
		l.Date = "2026-03-01"
	}
	if len(l.Clauses) == 0 {
		l.Clauses = drafting.Cut(l.Text, func(i int) civic.ID { return civic.DerivedID("clause", string(l.ID), strconv.Itoa(i)) })
	}
	return l.Content
}
