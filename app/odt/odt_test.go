package odt_test

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
	"scranno/app/odt"
	"scranno/app/samples"
)

func write(t samples.T, d document.Document) []byte {
	var b bytes.Buffer
	if err := odt.Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// shape is how a list style labels one level.
type shape struct{ bullet, format, suffix string }

// shapes reads the list styles: by name and level.
func shapes(data []byte) map[string]shape {
	out := map[string]shape{}
	name := ""
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		tok, err := d.Token()
		if err != nil {
			return out
		}
		s, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		a := samples.Attrs(s.Attr)
		switch s.Name.Local {
		case "list-style":
			name = a.Get("name")
		case "list-level-style-bullet":
			out[name+a.Get("level")] = shape{bullet: a.Get("bullet-char")}
		case "list-level-style-number":
			out[name+a.Get("level")] = shape{format: a.Get("num-format"), suffix: a.Get("num-suffix")}
		}
	}
}

func (s shape) label(n int) string {
	switch {
	case s.bullet != "":
		return s.bullet
	case s.format == "a":
		return string(rune('a'+n-1)) + s.suffix
	}
	return strconv.Itoa(n) + s.suffix
}

// level is an open list.
type level struct {
	style string
	n     int
}

// read gives the paragraphs with their style, and the labels that the word
// processor would count.
func read(files map[string][]byte) (paragraphs, styles []string) {
	known := shapes(files["styles.xml"])
	var b strings.Builder
	var lists []level
	style, fresh := "", false
	in := 0
	for d := xml.NewDecoder(bytes.NewReader(files["content.xml"])); ; {
		tok, err := d.Token()
		if err != nil {
			return paragraphs, styles
		}
		switch x := tok.(type) {
		case xml.StartElement:
			a := samples.Attrs(x.Attr)
			switch x.Name.Local {
			case "list":
				lists = append(lists, level{style: a.Get("style-name")})
			case "list-item":
				l := &lists[len(lists)-1]
				l.n++
				if v, err := strconv.Atoi(a.Get("start-value")); err == nil {
					l.n = v
				}
				fresh = true
			case "p", "h":
				b.Reset()
				in++
				style = a.Get("style-name")
				if fresh {
					l := lists[len(lists)-1]
					b.WriteString(known[l.style+strconv.Itoa(len(lists))].label(l.n) + " ")
					fresh = false
				}
			case "tab":
				b.WriteByte('\t')
			case "s":
				n, _ := strconv.Atoi(a.Get("c"))
				b.WriteString(strings.Repeat(" ", n))
			}
		case xml.CharData:
			if in > 0 {
				b.Write(x)
			}
		case xml.EndElement:
			switch x.Name.Local {
			case "p", "h":
				in--
				paragraphs, styles = append(paragraphs, b.String()), append(styles, style)
			case "list":
				lists = lists[:len(lists)-1]
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
		if !bytes.Contains(files["styles.xml"], []byte(`style:name="`+s+`"`)) && !bytes.Contains(files["content.xml"], []byte(`style:name="`+s+`" style:family`)) {
			t.Errorf("no style %s", s)
		}
	}
	for _, name := range []string{"Intestazione del gruppo", "Tipo di atto", "Premessa", "Dispositivo", "Punto", "Firmatario"} {
		if !bytes.Contains(files["styles.xml"], []byte(`style:display-name="`+name+`"`)) {
			t.Errorf("no style is called %s", name)
		}
	}
	for _, s := range []string{`fo:language="it" fo:country="IT"`, `fo:page-width="595.28pt"`, `fo:keep-with-next`, `<text:page-number`, `<text:page-count`} {
		if !bytes.Contains(files["styles.xml"], []byte(s)) {
			t.Errorf("%s is missing", s)
		}
	}
	if !bytes.Contains(files["meta.xml"], []byte("<dc:creator>Giulia Conti; Ugo Sarti</dc:creator>")) {
		t.Error("the authors are missing")
	}
}

// TestTheKindOfFileStandsFirst looks for what programs find the kind by: the
// file's first bytes, not compressed.
// Source: OpenDocument 1.2 part 3, 3.3.
func TestTheKindOfFileStandsFirst(t *testing.T) {
	data := write(t, document.Build(samples.Act(1)))
	if at := bytes.Index(data, []byte("mimetypeapplication/vnd.oasis.opendocument.text")); at != 30 {
		t.Errorf("the kind stands at %d", at)
	}
}

// TestNumbersAreCounted looks for labels typed as text: only what nobody could
// count is.
func TestNumbersAreCounted(t *testing.T) {
	files := samples.Parts(t, write(t, document.Build(samples.Act(3))))
	text := string(files["content.xml"])
	for _, typed := range []string{">1.<", ">2.<", ">9.<", ">a)<", ">–<"} {
		if strings.Contains(text, typed) {
			t.Errorf("%s is typed", typed)
		}
	}
	if !strings.Contains(text, "01.<text:tab/>") {
		t.Error("a label of its own was lost")
	}
	if !strings.Contains(text, `</text:list-item><text:list-item>`) {
		t.Error("no list has two points")
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
	text := string(files["content.xml"])
	for _, want := range []string{`text:ref-name="atto3"`, `xlink:href="#atto3"`, `text:name="atto3"`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
	if n := strings.Count(text, `fo:break-before="page"`); n == 0 {
		t.Error("no act begins on a sheet of its own")
	}
}

func TestHostileTextIsWritten(t *testing.T) {
	for _, s := range []string{
		"]]>", "<text:p>&amp;", "a\x00b\x1fc", "\ufffe\uffff", "\xff\xfe", "🜁 🜂", "שלום עולם", "\u202eabc", strings.Repeat("w", 40_000), "%d%s%!", "  due  spazi ",
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
		if err := odt.Write(io.Discard, d); err != nil {
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
	if !bytes.Equal(parts["Pictures/stemma1.png"], arms.PNG) || parts["Pictures/stemma2.png"] != nil {
		t.Error("not one picture")
	}
	text := string(parts["content.xml"])
	if got := strings.Count(text, `xlink:href="Pictures/stemma1.png"`); got != 2 || !strings.Contains(text, `<svg:title>Stemma del Comune di Valchiara</svg:title>`) {
		t.Errorf("%d pictures in the text", got)
	}
	if !strings.Contains(string(parts["META-INF/manifest.xml"]), `full-path="Pictures/stemma1.png"`) {
		t.Error("the manifest does not name it")
	}
}
