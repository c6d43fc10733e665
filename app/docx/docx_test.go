package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"scranno/app/civic"
	"scranno/app/document"
	"scranno/app/docx"
)

func act(points int) civic.Content {
	c := civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: "demo:908001", BodyName: "Valchiara", Region: "08",
		Heading: "Gruppo consiliare Insieme per Valchiara", Subject: "Istituzione di strade scolastiche",
		Addressees: []string{"il Sindaco e la Giunta"}, Place: "Valchiara", Date: "2026-12-01",
		Signatories: []civic.Signatory{{Name: "Giulia Conti", Group: "Insieme per Valchiara"}, {Name: "Ugo Sarti"}},
		Attachments: []civic.Attachment{{Name: "planimetria.pdf"}},
	}
	add := func(s civic.Section, opener, text string) {
		c.Clauses = append(c.Clauses, civic.Clause{ID: civic.DerivedID("c", fmt.Sprint(len(c.Clauses))), Section: s, Opener: opener, Text: text})
	}
	add(civic.Recital, "premesso che", "davanti alle scuole transitano centinaia di veicoli;")
	add(civic.Recital, "–", "la velocità è troppa;")
	add(civic.Recital, "–", "i marciapiedi sono stretti;")
	add(civic.CitationS, "visto", "l'art. 7 del Codice della strada;")
	add(civic.Hinge, "tutto ciò premesso", "")
	add(civic.Operative, "impegna il Sindaco e la Giunta a:", "")
	for i := range points {
		add(civic.Operative, strconv.Itoa(i+1)+".", "avviare la sperimentazione entro sei mesi, riferendo al Consiglio sull'esito e sulle spese sostenute;")
		add(civic.Operative, "a)", "davanti alla scuola «Fermi»;")
		add(civic.Operative, "b)", "davanti alla scuola del centro.\n\nUn secondo capoverso.")
	}
	add(civic.Operative, "9.", "un punto con un numero suo;")
	add(civic.Operative, "01.", "e uno con un'etichetta che nessuno conta.")
	return c
}

func write(t interface{ Fatal(...any) }, d document.Document) []byte {
	var b bytes.Buffer
	if err := docx.Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// parts unpacks a file; every part must be well-formed XML.
func parts(t interface{ Fatal(...any) }, data []byte) map[string][]byte {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name], err = io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for d := xml.NewDecoder(bytes.NewReader(out[f.Name])); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(f.Name, err)
			}
		}
	}
	return out
}

type attrs []xml.Attr

func (a attrs) get(name string) string {
	for _, x := range a {
		if x.Name.Local == name {
			return x.Value
		}
	}
	return ""
}

// numbering counts as a word processor does.
type numbering struct {
	shape  map[string]string            // num -> abstract
	format map[string]map[string]string // abstract -> level -> format and pattern
	start  map[string]int               // num -> first value
	at     map[string]int
}

func readNumbering(data []byte) *numbering {
	n := &numbering{shape: map[string]string{}, format: map[string]map[string]string{}, start: map[string]int{}, at: map[string]int{}}
	abstract, level, num, kind := "", "", "", ""
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		tok, err := d.Token()
		if err != nil {
			return n
		}
		s, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		a := attrs(s.Attr)
		switch s.Name.Local {
		case "abstractNum":
			abstract = a.get("abstractNumId")
			n.format[abstract] = map[string]string{}
		case "lvl":
			level = a.get("ilvl")
		case "numFmt":
			kind = a.get("val")
		case "lvlText":
			n.format[abstract][level] = kind + " " + a.get("val")
		case "num":
			num = a.get("numId")
		case "abstractNumId":
			n.shape[num] = a.get("val")
		case "startOverride":
			n.start[num], _ = strconv.Atoi(a.get("val"))
		}
	}
}

func (n *numbering) next(num, level string) string {
	v, ok := n.at[num]
	if !ok {
		v = n.start[num] - 1
	}
	n.at[num] = v + 1
	kind, pattern, _ := strings.Cut(n.format[n.shape[num]][level], " ")
	value := strconv.Itoa(v + 1)
	if kind == "lowerLetter" {
		value = string(rune('a' + v))
	}
	l, _ := strconv.Atoi(level)
	return strings.ReplaceAll(pattern, "%"+strconv.Itoa(l+1), value)
}

// read gives the paragraphs with their style, and the labels that the word
// processor would count.
func read(files map[string][]byte) (paragraphs, styles []string) {
	n := readNumbering(files["word/numbering.xml"])
	var b strings.Builder
	style, num, level := "", "", ""
	in := false
	for d := xml.NewDecoder(bytes.NewReader(files["word/document.xml"])); ; {
		tok, err := d.Token()
		if err != nil {
			return paragraphs, styles
		}
		switch x := tok.(type) {
		case xml.StartElement:
			switch x.Name.Local {
			case "p":
				b.Reset()
				style, num, level = "", "", ""
			case "pStyle":
				style = attrs(x.Attr).get("val")
			case "numId":
				num = attrs(x.Attr).get("val")
			case "ilvl":
				level = attrs(x.Attr).get("val")
			case "t":
				in = true
			case "tab":
				b.WriteByte(' ')
			}
		case xml.CharData:
			if in {
				b.Write(x)
			}
		case xml.EndElement:
			switch x.Name.Local {
			case "t":
				in = false
			case "p":
				text := b.String()
				if num != "" {
					text = n.next(num, level) + " " + text
				}
				paragraphs, styles = append(paragraphs, text), append(styles, style)
			}
		}
	}
}

// words are those of a document, as its blocks have them.
func words(d document.Document) []string {
	var out []string
	add := func(s string) { out = append(out, strings.Fields(s)...) }
	for _, b := range d.Blocks {
		for _, s := range b.Signers {
			add(s.Name)
			add(s.Group)
		}
		add(b.Label)
		add(b.Text())
		add(b.Tail)
	}
	return out
}

func sameWords(t interface {
	Fatal(...any)
	Helper()
}, got, want []string,
) {
	t.Helper()
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatal(fmt.Sprintf("word %d: %q, wanted %q", i, got[min(i, len(got)):min(i+5, len(got))], want[i:min(i+5, len(want))]))
		}
	}
	if len(got) > len(want) {
		t.Fatal(fmt.Sprintf("%d words more: %q", len(got)-len(want), got[len(want):min(len(got), len(want)+5)]))
	}
}

func TestEveryWordIsThereInOrder(t *testing.T) {
	for _, c := range []civic.Content{act(1), act(40), {}, {Kind: civic.Question}} {
		d := document.Build(c)
		got, styles := read(parts(t, write(t, d)))
		sameWords(t, strings.Fields(strings.Join(got, " ")), words(d))
		if slices.Contains(styles, "") {
			t.Error("a paragraph has no style")
		}
	}
}

func TestStylesThatAreUsedAreThere(t *testing.T) {
	files := parts(t, write(t, document.Build(act(3))))
	_, used := read(files)
	for _, s := range used {
		if !bytes.Contains(files["word/styles.xml"], []byte(`w:styleId="`+s+`"`)) {
			t.Errorf("no style %s", s)
		}
	}
	for _, name := range []string{"Intestazione del gruppo", "Tipo di atto", "Premessa", "Dispositivo", "Punto", "Firmatario"} {
		if !bytes.Contains(files["word/styles.xml"], []byte(`<w:name w:val="`+name+`"/>`)) {
			t.Errorf("no style is called %s", name)
		}
	}
	for _, s := range []string{`w:val="it-IT"`, `w:keepNext`} {
		if !bytes.Contains(files["word/styles.xml"], []byte(s)) {
			t.Errorf("%s is missing", s)
		}
	}
	if !bytes.Contains(files["word/document.xml"], []byte(`<w:pgSz w:w="11906" w:h="16838"/>`)) {
		t.Error("the sheet is no A4")
	}
	if !bytes.Contains(files["docProps/core.xml"], []byte("<dc:creator>Giulia Conti; Ugo Sarti</dc:creator>")) {
		t.Error("the authors are missing")
	}
	for _, f := range []string{"PAGE", "NUMPAGES"} {
		if !bytes.Contains(files["word/footer1.xml"], []byte(`w:instr=" `+f+` "`)) {
			t.Errorf("no field %s", f)
		}
	}
}

// TestNumbersAreCounted looks for labels typed as text: only what nobody could
// count is.
func TestNumbersAreCounted(t *testing.T) {
	d := document.Build(act(3))
	files := parts(t, write(t, d))
	for _, typed := range []string{">1.<", ">2.<", ">9.<", ">a)<", ">–<"} {
		if bytes.Contains(files["word/document.xml"], []byte(typed)) {
			t.Errorf("%s is typed", typed)
		}
	}
	if !bytes.Contains(files["word/document.xml"], []byte(">01.<")) {
		t.Error("a label of its own was lost")
	}
	if !bytes.Contains(files["word/document.xml"], []byte(`<w:ilvl w:val="1"/>`)) {
		t.Error("no point stands inside another")
	}
}

func TestSameInputSameBytes(t *testing.T) {
	d := document.Build(act(12))
	if !bytes.Equal(write(t, d), write(t, d)) {
		t.Error("the bytes differ")
	}
}

func TestADossierHasItsContents(t *testing.T) {
	x := document.Dossier{Title: "Strade sicure", By: "Gruppo Insieme", Date: "2026-12-01", Acts: []civic.Content{act(1), act(30), act(2)}}
	d, err := document.NewMetrics().Number(document.BuildDossier(x))
	if err != nil {
		t.Fatal(err)
	}
	files := parts(t, write(t, d))
	got, _ := read(files)
	sameWords(t, strings.Fields(strings.Join(got, " ")), words(d))
	text := string(files["word/document.xml"])
	for _, want := range []string{`PAGEREF atto3 \h`, `w:anchor="atto3"`, `w:name="atto3"`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
	if n := strings.Count(text, "<w:pageBreakBefore/>"); n != 4 {
		t.Errorf("%d page breaks", n)
	}
}

func TestHostileTextIsWritten(t *testing.T) {
	for _, s := range []string{
		"]]>", "<w:p>&amp;", "a\x00b\x1fc", "\ufffe\uffff", "\xff\xfe", "🜁 🜂", "שלום עולם", "\u202eabc", strings.Repeat("w", 40_000), "%d%s%!", "  due  spazi ",
	} {
		c := civic.Content{Kind: civic.Motion, Subject: s, Heading: s, Signatories: []civic.Signatory{{Name: s, Group: s}}, Clauses: []civic.Clause{
			{Section: civic.Operative, Opener: "1.", Text: s}, {Section: civic.Recital, Opener: s, Text: s},
		}}
		d := document.Build(c)
		got, _ := read(parts(t, write(t, d)))
		clean := strings.NewReplacer("\x00", "", "\x1f", "", "\ufffe", "", "\uffff", "", "\xff", "\ufffd", "\xfe", "\ufffd")
		want := strings.Fields(clean.Replace(strings.Join(words(d), " ")))
		sameWords(t, strings.Fields(strings.Join(got, " ")), want)
	}
}

func TestAnyTextComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := civic.Content{Kind: civic.Question, Subject: civic.CleanText(rapid.String().Draw(t, "subject"))}
		for range rapid.IntRange(0, 12).Draw(t, "clauses") {
			c.Clauses = append(c.Clauses, civic.Clause{
				Section: rapid.SampledFrom(civic.Sections()).Draw(t, "section"),
				Opener:  rapid.SampledFrom([]string{"", "1.", "2.", "3)", "a)", "b)", "c.", "-", "•", "premesso che", "Art. 3.", "007", "12."}).Draw(t, "opener"),
				Text:    civic.CleanText(rapid.StringN(0, 60, -1).Draw(t, "text")),
			})
		}
		d := document.Build(c)
		got, _ := read(parts(t, write(t, d)))
		want := strings.Fields(strings.NewReplacer("\ufffe", "", "\uffff", "").Replace(strings.Join(words(d), " ")))
		sameWords(t, strings.Fields(strings.Join(got, " ")), want)
	})
}

func benchmark(b *testing.B, points int) {
	d := document.Build(act(points))
	b.ReportAllocs()
	for b.Loop() {
		if err := docx.Write(io.Discard, d); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAct3Pages(b *testing.B) { benchmark(b, 14) }
func Benchmark200Pages(b *testing.B)  { benchmark(b, 1330) }
