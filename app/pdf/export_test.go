package pdf_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"scranno/app/civic"
	"scranno/app/document"
	"scranno/app/pdf"
	"scranno/app/samples"
)

// act makes a motion with n recitals of four lines.
func act(n int) civic.Content {
	c := civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: "demo:908001", BodyName: "Valchiara", Region: "08",
		Heading: "Gruppo consiliare Insieme per Valchiara", Subject: "Perché la città sia più accessibile: è così che l’Unità si farà",
		Addressees: []string{"il Sindaco e la Giunta"}, Place: "Valchiara", Date: "2026-12-01",
		Signatories: []civic.Signatory{{Name: "Giulia Conti", Group: "Insieme per Valchiara"}, {Name: "Niccolò D’Àvalos"}},
	}
	add := func(s civic.Section, opener, text string) {
		c.Clauses = append(c.Clauses, civic.Clause{ID: civic.DerivedID("c", fmt.Sprint(len(c.Clauses))), Section: s, Opener: opener, Text: text})
	}
	for i := range n {
		add(civic.Recital, "premesso che", fmt.Sprintf(
			"(%d) ai sensi dell'art. 42 del d.lgs. 267/2000 la manutenzione straordinaria degli attraversamenti pedonali spetta al Comune, "+
				"che vi ha destinato € 77.000; ciò nonostante le barriere architettoniche segnalate dalle associazioni – nove su dodici – "+
				"restano dov’erano, né risulta avviato il procedimento «d’ufficio» più volte annunciato all’Assemblea delle famiglie;", i+1))
	}
	add(civic.CitationS, "visto", "lo Statuto comunale;")
	add(civic.Hinge, "tutto ciò premesso", "")
	add(civic.Operative, "impegna il Sindaco e la Giunta a:", "")
	add(civic.Operative, "1.", "avviare la sperimentazione entro sei mesi, dandone comunicazione;")
	add(civic.Operative, "2.", "riferirne al Consiglio, così come già deciso.")
	return c
}

func export(t testing.TB, c civic.Content) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.NewExporter().Export(context.Background(), c, pdf.Format, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func saved(t *testing.T, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "act.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// tool runs one of the outside checkers. CI has them all.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(samples.Checker(t, name), args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func TestCheckersAcceptTheFile(t *testing.T) {
	path := saved(t, export(t, act(9)))
	if out := tool(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors") || strings.Contains(out, "WARNING") {
		t.Error(out)
	}
	info := tool(t, "pdfinfo", path)
	for _, want := range []string{
		"Title:           MOZIONE – Perché la città sia più accessibile: è così che l’Unità si farà",
		"Author:          Giulia Conti, Niccolò D’Àvalos", "PDF version:     1.7", "Metadata Stream: yes", "(A4)", "Dec  1 00:00:00 2026",
	} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo lacks %q:\n%s", want, info)
		}
	}
	fonts := strings.Split(strings.TrimSpace(tool(t, "pdffonts", path)), "\n")[2:]
	if len(fonts) != 3 {
		t.Errorf("%d fonts, want the three faces in use: %q", len(fonts), fonts)
	}
	row := regexp.MustCompile(`^[A-Z]{6}\+Liberation\S+ +CID TrueType +Identity-H +yes yes yes `)
	for _, f := range fonts {
		if !row.MatchString(f) {
			t.Errorf("not an embedded, Unicode subset: %s", f)
		}
	}
	meta := tool(t, "pdfinfo", "-meta", path)
	for _, want := range []string{"<rdf:li>Giulia Conti, Niccolò D’Àvalos</rdf:li>", "<rdf:li>it-IT</rdf:li>", "2026-12-01T", "Perché la città"} {
		if !strings.Contains(meta, want) {
			t.Errorf("the metadata lack %q:\n%s", want, meta)
		}
	}
}

func TestOutlineLanguageAndTitle(t *testing.T) {
	var file struct {
		Outlines []struct {
			Title string `json:"title"`
			Page  int    `json:"destpageposfrom1"`
			Kids  []any  `json:"kids"`
		} `json:"outlines"`
	}
	path := saved(t, export(t, act(26)))
	if err := json.Unmarshal([]byte(tool(t, "qpdf", "--json=1", "--json-key=outlines", path)), &file); err != nil {
		t.Fatal(err)
	}
	laid, err := document.Layout(document.Build(act(26)))
	if err != nil {
		t.Fatal(err)
	}
	got, want := "", ""
	for _, o := range file.Outlines {
		got += fmt.Sprintf("%s@%d ", o.Title, o.Page)
	}
	for _, m := range laid.Outline {
		want += fmt.Sprintf("%s@%d ", m.Title, m.Page+1)
	}
	if got != want || len(laid.Pages) < 3 || len(laid.Outline) != 5 {
		t.Errorf("outline %q, want %q", got, want)
	}
	catalog := tool(t, "qpdf", "--show-object=trailer", path)
	root := regexp.MustCompile(`/Root (\d+) 0 R`).FindStringSubmatch(catalog)
	id := regexp.MustCompile(`/ID \[ <([0-9a-f]{32})> <([0-9a-f]{32})> \]`).FindStringSubmatch(catalog)
	if len(root) != 2 || len(id) != 3 || id[1] != id[2] {
		t.Fatal(catalog)
	}
	catalog = tool(t, "qpdf", "--show-object="+root[1], path)
	for _, want := range []string{"/Lang (it-IT)", "/DisplayDocTitle true", "/PageMode /UseOutlines"} {
		if !strings.Contains(catalog, want) {
			t.Errorf("the catalog lacks %s: %s", want, catalog)
		}
	}
	outlines := regexp.MustCompile(`/Outlines (\d+) 0 R`).FindStringSubmatch(catalog)
	if len(outlines) != 2 || !strings.Contains(tool(t, "qpdf", "--show-object="+outlines[1], path), "/Count 5") {
		t.Errorf("the outline does not count its five entries: %s", catalog)
	}
}

// squeezed takes out what line ends may change: white space, and hyphens.
func squeezed(s string) string {
	s = regexp.MustCompile(`(?m)^\f?Pagina \d+ di \d+$`).ReplaceAllString(s, "")
	return regexp.MustCompile(`[\s\x{a0}\x{ad}-]+`).ReplaceAllString(s, "")
}

func TestEveryWordComesBackInOrder(t *testing.T) {
	c := act(20)
	text := squeezed(tool(t, "pdftotext", "-enc", "UTF-8", saved(t, export(t, c)), "-"))
	words := []string{c.Heading, c.BodyName, "MOZIONE", "Oggetto:", c.Subject}
	for _, cl := range c.Clauses {
		words = append(words, cl.Opener, cl.Text)
	}
	words = append(words, c.Place, "1° dicembre 2026")
	for _, s := range c.Signatories {
		words = append(words, s.Name, s.Group)
	}
	for _, w := range words {
		_, rest, ok := strings.Cut(text, strings.ReplaceAll(squeezed(w), "'", "’"))
		if !ok {
			t.Fatalf("%q does not come back after what precedes it; left: %.200s", w, text)
		}
		text = rest
	}
	if text != "" {
		t.Errorf("after the last name: %q", text)
	}
}

// parts reads what pdfinfo tells of a file's structure: a tag and its text.
func parts(t *testing.T, path string) (tags []string, texts map[string][]string, all string) {
	t.Helper()
	texts = map[string][]string{}
	tag := ""
	var whole strings.Builder
	for l := range strings.Lines(tool(t, "pdfinfo", "-struct-text", path)) {
		l = strings.TrimSpace(l)
		quoted, isText := strings.CutPrefix(l, `"`)
		switch {
		case strings.HasPrefix(l, "/"): // an attribute
			tags = append(tags, strings.TrimPrefix(l, "/ListNumbering /"))
			continue
		case !isText:
			tag, _, _ = strings.Cut(l, " ")
			tags = append(tags, tag)
			whole.WriteByte(' ')
			continue
		}
		quoted = strings.TrimSuffix(quoted, `"`)
		texts[tag] = append(texts[tag], strings.TrimSpace(quoted))
		whole.WriteString(quoted)
	}
	return tags, texts, whole.String()
}

func TestTheStructureReadsTheActInOrderWithWholeWords(t *testing.T) {
	c := act(20)
	c.Clauses = append(c.Clauses,
		civic.Clause{Section: civic.Operative, Opener: "a)", Text: "alla Commissione consiliare competente;"},
		civic.Clause{Section: civic.Closing, Text: "Si chiede la trattazione nella prima seduta utile, " + strings.Repeat("con l’urgenza che la particolarissima situazione richiede, ", 90) + "grazie."},
	)
	path := saved(t, export(t, c))
	tags, texts, all := parts(t, path)
	var want []string
	for _, b := range document.Build(c).Blocks {
		want = append(want, strings.Fields(b.Label)...)
		text := ""
		for _, s := range b.Spans {
			text += s.Text
		}
		want = append(want, strings.Fields(text)...)
		for _, s := range b.Signers {
			want = append(want, strings.Fields(s.Name+" "+s.Group)...)
		}
	}
	got := strings.Fields(all)
	for i, w := range want {
		if i >= len(got) || got[i] != w {
			t.Fatalf("word %d is %q, want %q; after %q", i, got[min(i, len(got)-1)], w, want[max(0, i-5):i])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d words, want %d; the last: %q", len(got), len(want), got[len(want):])
	}
	if !strings.HasPrefix(strings.Join(tags, " "), "Document P P H1 H2 P Sect P ") || !strings.HasSuffix(strings.Join(tags, " "), "L Decimal LI Lbl LBody LI Lbl LBody L LowerAlpha LI Lbl LBody Sect P P Sect P P P") {
		t.Errorf("%q", tags)
	}
	if fmt.Sprint(texts["H1"], texts["Lbl"], texts["LBody"]) != "[MOZIONE] [1. 2. a)] [avviare la sperimentazione entro sei mesi, dandone comunicazione; riferirne al Consiglio, così come già deciso. alla Commissione consiliare competente;]" {
		t.Errorf("%q", texts)
	}
}

func TestBothFormatsSayTheSameInTheirVersions(t *testing.T) {
	c := act(3)
	var old bytes.Buffer
	if err := pdf.NewExporter().Export(context.Background(), c, pdf.Format1b, &old); err != nil {
		t.Fatal(err)
	}
	was, is := old.Bytes(), export(t, c)
	if !bytes.HasPrefix(was, []byte("%PDF-1.4\n")) || !bytes.HasPrefix(is, []byte("%PDF-1.7\n")) {
		t.Errorf("%q, %q", was[:9], is[:9])
	}
	for _, file := range [][]byte{was, is} {
		path := saved(t, file)
		meta := tool(t, "pdfinfo", "-meta", path)
		if !strings.Contains(meta, "<pdfaid:part>1</pdfaid:part>") || !strings.Contains(meta, "<pdfaid:conformance>B</pdfaid:conformance>") {
			t.Error(meta)
		}
		if info := tool(t, "pdfinfo", path); !strings.Contains(info, "Tagged:          yes") {
			t.Error(info)
		}
	}
}

func TestSameInputSameBytesFromManyGoroutines(t *testing.T) {
	e := pdf.NewExporter()
	want := export(t, act(12))
	var wg sync.WaitGroup
	got := make([]bytes.Buffer, 8)
	for i := range got {
		wg.Go(func() {
			if err := e.Export(context.Background(), act(12), pdf.Format, &got[i]); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for i := range got {
		if !bytes.Equal(got[i].Bytes(), want) {
			t.Errorf("export %d differs", i)
		}
	}
	other := act(12)
	other.Subject += "!"
	if bytes.Equal(export(t, other), want) {
		t.Error("another act gives the same file")
	}
}

func TestHostileTextIsExported(t *testing.T) {
	for name, s := range map[string]string{
		"above the plane":   "😀 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \U0010ffff",
		"cut characters":    "a\xc3 \xe2\x82 \xf0\x9f\x98 \xff",
		"controls":          "a\x00b\x01\x1b[31m\r\u0085\u2028\u202e",
		"syntax of the PDF": "(\\)) endobj\nendstream >> xref\ntrailer <<",
		"a long word":       strings.Repeat("precipitevolissimevolmente", 40),
		"combining":         strings.Repeat("e\u0301\u0323", 200),
		"no glyph":          "\ufffe\uffff\uf8ff漢字 ✓ ☐ عربي",
		"markup":            "<b>&amp;</rdf:li>]]>",
	} {
		t.Run(name, func(t *testing.T) {
			c := act(1)
			c.Subject, c.Heading, c.BodyName, c.Place, c.Signatories[0].Name, c.Signatories[0].Group = s, s, s, s, s, s
			c.Addressees = []string{s}
			for i := range c.Clauses {
				c.Clauses[i].Text = s
			}
			c.Clauses[0].Opener = s
			tool(t, "qpdf", "--check", saved(t, export(t, c)))
		})
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	var b bytes.Buffer
	if err := pdf.NewExporter().Export(context.Background(), act(1), "docx", &b); !civic.Is(err, civic.Invalid) {
		t.Errorf("another format: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := pdf.NewExporter().Export(ctx, act(1), pdf.Format, &b); err == nil {
		t.Error("a cancelled export says nothing")
	}
	for _, p := range []document.Pages{{}, {Width: 100, Height: 100}, {Pages: []document.Page{{}}}} {
		if err := pdf.Write(&b, p, pdf.Format); !civic.Is(err, civic.Invalid) {
			t.Errorf("%v: %v", p, err)
		}
	}
	if b.Len() > 0 {
		t.Errorf("%d bytes were written all the same", b.Len())
	}
}

func TestWriteSanitisesWhatNoLayoutDid(t *testing.T) {
	p := document.Pages{
		Width: 200, Height: 200, Language: "it) /X (", Date: "not a day", Title: "😀",
		Outline: []document.Mark{{Title: "away", Page: 7}, {Title: "😀 qui", Page: 0}, {Page: 0}},
		Pages:   []document.Page{{Texts: []document.Text{{X: 10, Y: 20, Size: 9, Font: 99, Value: "a\xff😀\r"}, {Value: ""}}}, {}},
	}
	var b bytes.Buffer
	if err := pdf.Write(&b, p, pdf.Format); err != nil {
		t.Fatal(err)
	}
	path := saved(t, b.Bytes())
	tool(t, "qpdf", "--check", path)
	if got := tool(t, "pdftotext", "-enc", "UTF-8", path, "-"); strings.TrimSpace(got) != "a□□" {
		t.Errorf("painted %q", got)
	}
	if info := tool(t, "pdfinfo", path); strings.Contains(info, "CreationDate") {
		t.Errorf("a day that is none became a date:\n%s", info)
	}
}

func FuzzExport(f *testing.F) {
	f.Add("Oggetto", "premesso che", "testo", "Nome")
	f.Add("😀", "1.", "\xff(\\", "a\u0301")
	e := pdf.NewExporter()
	f.Fuzz(func(t *testing.T, subject, opener, text, name string) {
		c := act(1)
		c.Subject, c.Heading, c.BodyName, c.Place = subject, name, name, subject
		c.Signatories = append(c.Signatories, civic.Signatory{Name: name, Group: subject})
		c.Addressees = []string{text}
		c.Clauses = append(c.Clauses,
			civic.Clause{Section: civic.Intro, Text: text},
			civic.Clause{Section: civic.Operative, Opener: opener, Text: text},
			civic.Clause{Section: civic.Article, Opener: opener, Text: name})
		var b bytes.Buffer
		if err := e.Export(context.Background(), c, pdf.Format, &b); err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(b.Bytes(), []byte("%PDF-1.7\n")) || !bytes.HasSuffix(b.Bytes(), []byte("%%EOF\n")) {
			t.Fatal("not a whole PDF")
		}
	})
}

func benchmark(b *testing.B, c civic.Content, pages int) {
	e := pdf.NewExporter()
	laid, err := document.Layout(document.Build(c))
	if err != nil || len(laid.Pages) < pages {
		b.Fatalf("%d pages, want %d or more: %v", len(laid.Pages), pages, err)
	}
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		if err := e.Export(context.Background(), c, pdf.Format, &out); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAct3Pages(b *testing.B) { benchmark(b, act(20), 3) }
func Benchmark200Pages(b *testing.B)  { benchmark(b, act(2000), 200) }
