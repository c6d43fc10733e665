package assemble

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/app/document"
	"scranno/app/drafting"
	"scranno/app/samples"
	"scranno/assets"
)

// demoActs are the acts of the demo library, cut into clauses as an import does.
func demoActs(t testing.TB) []civic.Content {
	t.Helper()
	raw, err := assets.DemoActs()
	if err != nil {
		t.Fatal(err)
	}
	acts := actsOf(t, raw)
	if len(acts) < 40 {
		t.Fatalf("%d demo acts", len(acts))
	}
	return acts
}

func actsOf(t testing.TB, raw []byte) []civic.Content {
	t.Helper()
	var out []civic.Content
	for line := range bytes.Lines(raw) {
		var l central.ImportLine
		if err := json.Unmarshal(line, &l); err != nil {
			t.Fatal(err)
		}
		c := l.Content
		if len(c.Clauses) == 0 {
			c.Clauses = drafting.Cut(civic.CleanText(l.Text), clauseName)
		}
		out = append(out, c)
	}
	return out
}

func clauseName(i int) civic.ID { return civic.DerivedID("clause", strconv.Itoa(i)) }

func exported(t testing.TB, f formats, c civic.Content, format string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Export(context.Background(), document.Paper{Act: c}, format, &b); err != nil {
		t.Fatal(format, err)
	}
	return b.Bytes()
}

// packedText is what stands in the text of a word processor's file, without the
// labels that it counts.
func packedText(t testing.TB, data []byte, main string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, f := range z.File {
		if f.Name != main {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(r)
		for {
			tok, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(f.Name, err)
			}
			switch x := tok.(type) {
			case xml.CharData:
				text.Write(x)
			case xml.StartElement:
				if x.Name.Local == "p" || x.Name.Local == "h" || x.Name.Local == "tab" || x.Name.Local == "s" {
					text.WriteByte(' ')
				}
			}
		}
	}
	return text.String()
}

// typedWords are the words of an act that no reader counts by itself.
func typedWords(d document.Document) []string {
	var b strings.Builder
	items := document.Items(d.Blocks)
	for i, blk := range d.Blocks {
		for _, s := range blk.Signers {
			b.WriteString(" " + s.Name + " " + s.Group)
		}
		if items[i].List == 0 {
			b.WriteString(" " + blk.Label)
		}
		b.WriteString(" " + blk.Text())
	}
	return strings.Fields(b.String())
}

// checkExports writes an act in every format and looks whether its words are
// there.
func checkExports(t *testing.T, f formats, c civic.Content) {
	t.Helper()
	want := typedWords(document.Build(c))
	for format, main := range map[string]string{"docx": "word/document.xml", "odt": "content.xml"} {
		if got := strings.Fields(packedText(t, exported(t, f, c, format), main)); !slices.Equal(got, want) {
			t.Errorf("%s: %d words, wanted %d", format, len(got), len(want))
		}
	}
	for _, format := range []string{"md", "txt"} {
		sameClauses(t, format, c, drafting.Cut(belowHead(c, string(exported(t, f, c, format))), clauseName))
	}
}

// belowHead is a text without its head, which the form of an act asks for and
// no clause holds.
func belowHead(c civic.Content, text string) string {
	for _, b := range document.Build(c).Blocks {
		if b.Role > document.Addressee {
			break
		}
		_, text, _ = strings.Cut(text, "\n\n")
	}
	return text
}

// sameClauses tells whether the clauses of an act, as its own text would be cut,
// come back in order and in their sections among those of what was written: its
// end, with place and names, is clauses too.
func sameClauses(t *testing.T, format string, c civic.Content, got []civic.Clause) {
	t.Helper()
	i := 0
	for _, cl := range drafting.Cut(drafting.Join(c.Clauses), clauseName) {
		text := squeeze(cl.Opener + " " + cl.Text)
		if text == "" {
			continue
		}
		for i < len(got) && squeeze(got[i].Opener+" "+got[i].Text) != text {
			i++
		}
		if i == len(got) {
			t.Errorf("%s: a clause of %d characters in %s does not come back", format, len(text), cl.Section)
			return
		}
		if got[i].Section != cl.Section {
			t.Errorf("%s: a clause of %s comes back in %s", format, cl.Section, got[i].Section)
		}
		i++
	}
}

// squeeze leaves the letters and signs of a text, without those that mark, and
// with the quotation marks of a keyboard: the paper has those of print.
func squeeze(s string) string {
	s = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "«", `"`, "»", `"`, "\\", "", "*", "", "#", "", "–", "-", "—", "-", "•", "-", "·", "-").Replace(s)
	return strings.Join(strings.Fields(s), " ")
}

func TestEveryDemoActIsExported(t *testing.T) {
	f := exporters()
	for _, c := range demoActs(t) {
		checkExports(t, f, c)
	}
}

// TestRealActsAreExported reads published acts that stand beside the checkout:
// they name real people and never enter it.
func TestRealActsAreExported(t *testing.T) {
	f, n := exporters(), 0
	for _, text := range realTexts(t) {
		n++
		c := civic.Content{Kind: civic.Question, Clauses: drafting.Cut(civic.CleanText(text), clauseName)}
		want := typedWords(document.Build(c))
		// In turn: both have met the same words by the end.
		for format, main := range []map[string]string{{"docx": "word/document.xml"}, {"odt": "content.xml"}}[n%2] {
			if got := strings.Fields(packedText(t, exported(t, f, c, format), main)); !slices.Equal(got, want) {
				t.Errorf("text %d, %s: %d words, wanted %d", n, format, len(got), len(want))
			}
		}
	}
	if n < 1000 {
		t.Errorf("%d texts", n)
	}
}

func realTexts(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, name := range []string{"trento-questions.jsonl", "karlsruhe-papers.jsonl.gz"} {
		in := io.Reader(bytes.NewReader(samples.Real(t, name)))
		if strings.HasSuffix(name, ".gz") {
			packed, err := gzip.NewReader(in)
			if err != nil {
				t.Fatal(err)
			}
			in = packed
		}
		for d := json.NewDecoder(in); ; {
			var q struct {
				Text  string `json:"domanda"`
				Files []struct {
					Text string `json:"text"`
				} `json:"files"`
			}
			if err := d.Decode(&q); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			if len(q.Files) > 0 {
				q.Text = q.Files[0].Text
			}
			out = append(out, q.Text)
		}
	}
	return out
}

func TestADossierTellsThePageOfEachAct(t *testing.T) {
	f := exporters()
	acts := demoActs(t)[:12]
	x := document.Dossier{Title: "Fascicolo di prova", By: "Gruppo consiliare di prova", Date: "2026-11-23", Acts: acts}
	for _, format := range f.Formats() {
		var b bytes.Buffer
		if err := f.ExportDossier(context.Background(), x, format, &b); err != nil {
			t.Fatal(format, err)
		}
		if b.Len() == 0 {
			t.Errorf("%s: nothing", format)
		}
	}
	d, err := f.metrics.Number(document.BuildDossier(x))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := f.metrics.Layout(d)
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]string{}
	for _, b := range d.Blocks {
		if b.Refers != "" {
			told[b.Refers] = b.Tail
		}
	}
	begins := map[int]bool{}
	for _, m := range pages.Outline {
		if strings.HasPrefix(m.Title, "MOZIONE") || strings.Contains(m.Title, " – ") {
			begins[m.Page+1] = true
		}
	}
	last := 2
	for i := range acts {
		n, err := strconv.Atoi(told["atto"+strconv.Itoa(i+1)])
		if err != nil || n <= last || !begins[n] {
			t.Errorf("act %d is said to begin on page %q", i+1, told["atto"+strconv.Itoa(i+1)])
		}
		last = n
	}
}

func TestAnUnknownFormatIsRefused(t *testing.T) {
	if err := exporters().Export(context.Background(), document.Paper{}, "wri", io.Discard); !civic.Is(err, civic.Invalid) {
		t.Errorf("%v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if err := exporters().Export(ctx, document.Paper{}, "odt", io.Discard); !civic.Is(err, civic.Busy) {
		t.Errorf("%v", err)
	}
}
