package docx_test

import (
	"bytes"
	"encoding/xml"
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
	"scranno/app/samples"
)

func write(t samples.T, d document.Document) []byte {
	var b bytes.Buffer
	if err := docx.Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
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
		a := samples.Attrs(s.Attr)
		switch s.Name.Local {
		case "abstractNum":
			abstract = a.Get("abstractNumId")
			n.format[abstract] = map[string]string{}
		case "lvl":
			level = a.Get("ilvl")
		case "numFmt":
			kind = a.Get("val")
		case "lvlText":
			n.format[abstract][level] = kind + " " + a.Get("val")
		case "num":
			num = a.Get("numId")
		case "abstractNumId":
			n.shape[num] = a.Get("val")
		case "startOverride":
			n.start[num], _ = strconv.Atoi(a.Get("val"))
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
				style = samples.Attrs(x.Attr).Get("val")
			case "numId":
				num = samples.Attrs(x.Attr).Get("val")
			case "ilvl":
				level = samples.Attrs(x.Attr).Get("val")
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
	for _, c := range []civic.Content{samples.Act(1), samples.Act(40), {}, {Kind: civic.Question}} {
		d := document.Build(c)
		got, styles := read(samples.Parts(t, write(t, d)))
		sameWords(t, strings.Fields(strings.Join(got, " ")), words(d))
		if slices.Contains(styles, "") {
			t.Error("a paragraph has no style")
		}
	}
}

func TestStylesThatAreUsedAreThere(t *testing.T) {
	files := samples.Parts(t, write(t, document.Build(samples.Act(3))))
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
	d := document.Build(samples.Act(3))
	files := samples.Parts(t, write(t, d))
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
	d := document.Build(samples.Act(12))
	if !bytes.Equal(write(t, d), write(t, d)) {
		t.Error("the bytes differ")
	}
}

func TestADossierHasItsContents(t *testing.T) {
	x := document.Dossier{Title: "Strade sicure", By: "Gruppo Insieme", Date: "2026-12-01", Acts: []civic.Content{samples.Act(1), samples.Act(30), samples.Act(2)}}
	d, err := document.NewMetrics().Number(document.BuildDossier(x))
	if err != nil {
		t.Fatal(err)
	}
	files := samples.Parts(t, write(t, d))
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
		got, _ := read(samples.Parts(t, write(t, d)))
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
		got, _ := read(samples.Parts(t, write(t, d)))
		want := strings.Fields(strings.NewReplacer("\ufffe", "", "\uffff", "").Replace(strings.Join(words(d), " ")))
		sameWords(t, strings.Fields(strings.Join(got, " ")), want)
	})
}

func benchmark(b *testing.B, points int) {
	d := document.Build(samples.Act(points))
	b.ReportAllocs()
	for b.Loop() {
		if err := docx.Write(io.Discard, d); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAct3Pages(b *testing.B) { benchmark(b, 14) }
func Benchmark200Pages(b *testing.B)  { benchmark(b, 1330) }

func TestTheCoatOfArmsIsAPictureWithItsWords(t *testing.T) {
	of := samples.Council(t)
	arms, err := document.NewArms(of)
	if err != nil {
		t.Fatal(err)
	}
	acts := []civic.Content{samples.Act(1), samples.Act(2)}
	data := write(t, document.BuildDossier(document.Dossier{Title: "Strade", Acts: acts, Heads: document.Letterheads{of.Body: arms}}))
	parts := samples.Parts(t, data)
	if !bytes.Equal(parts["word/media/stemma1.png"], arms.PNG) || parts["word/media/stemma2.png"] != nil {
		t.Error("not one picture")
	}
	text, names := string(parts["word/document.xml"]), string(parts["word/_rels/document.xml.rels"])
	if got := strings.Count(text, `r:embed="rIdStemma1"`); got != 2 || !strings.Contains(text, `descr="Stemma del Comune di Valchiara"`) {
		t.Errorf("%d pictures in the text", got)
	}
	if !strings.Contains(names, `Id="rIdStemma1"`) || !strings.Contains(string(parts["[Content_Types].xml"]), `Extension="png"`) {
		t.Error(names)
	}
	// Without one, nothing is left of it.
	if parts := samples.Parts(t, write(t, document.Build(acts[0]))); strings.Contains(string(parts["word/_rels/document.xml.rels"]), "image") {
		t.Error("a picture is named that is not there")
	}
}
