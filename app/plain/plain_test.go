package plain_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/renderer/html"
	"pgregory.net/rapid"

	"scranno/app/civic"
	"scranno/app/document"
	"scranno/app/plain"
	"scranno/app/samples"
)

func write(t interface{ Fatal(...any) }, d document.Document, format string) string {
	var b bytes.Buffer
	if err := plain.Write(&b, d, format); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// rendered is what a reader of CommonMark makes of a text.
func rendered(t interface{ Fatal(...any) }, md string) string {
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithRendererOptions(html.WithXHTML())).Convert([]byte(md), &b); err != nil {
		t.Fatal(err)
	}
	return "<div>" + strings.NewReplacer("&nbsp;", " ", "<!-- raw HTML omitted -->", "").Replace(b.String()) + "</div>"
}

// counter is an open list of a web page.
type counter struct {
	tag, kind string
	n         int
}

// read gives the words of a web page, with the numbers that a browser counts;
// letters are counted where the page says so. It looks at what is below "from",
// and fails where the page is not well formed.
func read(t interface{ Fatal(...any) }, page, from string) []string {
	var b strings.Builder
	var lists []counter
	within := false
	d := xml.NewDecoder(strings.NewReader(page))
	d.Entity = map[string]string{"nbsp": " "}
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return strings.Fields(b.String())
		}
		if err != nil {
			t.Fatal(err, page)
		}
		switch x := tok.(type) {
		case xml.StartElement:
			within = within || x.Name.Local == from
			switch x.Name.Local {
			case "ol", "ul":
				c := counter{tag: x.Name.Local}
				for _, a := range x.Attr {
					switch a.Name.Local {
					case "start":
						c.n, _ = strconv.Atoi(a.Value)
						c.n--
					case "type", "class":
						c.kind += a.Value
					}
				}
				lists = append(lists, c)
			case "li":
				c := &lists[len(lists)-1]
				c.n++
				for _, a := range x.Attr {
					if a.Name.Local == "value" {
						c.n, _ = strconv.Atoi(a.Value)
					}
				}
				switch {
				case c.tag == "ul", strings.Contains(c.kind, "vuoto"):
				case strings.HasPrefix(c.kind, "a"):
					b.WriteString(" " + string(rune('a'+c.n-1)) + " ")
				default:
					b.WriteString(" " + strconv.Itoa(c.n) + " ")
				}
			case "p", "h1", "h2", "h3", "br":
				b.WriteByte(' ')
			}
		case xml.EndElement:
			switch x.Name.Local {
			case "ol", "ul":
				lists = lists[:len(lists)-1]
			}
			if x.Name.Local == from {
				within = false
			}
			if x.Name.Local != "strong" && x.Name.Local != "em" && x.Name.Local != "a" {
				b.WriteByte(' ')
			}
		case xml.CharData:
			if within {
				b.Write(x)
			}
		}
	}
}

// words are those of a document. Of a label that a reader counts the sign after
// the number is left out, and a dash is no word.
func words(d document.Document, letters bool) []string {
	var out []string
	add := func(s string) { out = append(out, strings.Fields(s)...) }
	items := document.Items(d.Blocks)
	for i, b := range d.Blocks {
		for _, s := range b.Signers {
			add(s.Name)
			add(s.Group)
		}
		switch it := items[i]; it.Format {
		case document.NumberDot, document.NumberPar:
			add(strconv.Itoa(it.Value))
		case document.LetterDot, document.LetterPar:
			if letters {
				add(b.Label[:1])
			} else {
				add(b.Label)
			}
		case document.OwnLabel:
			add(b.Label)
		}
		add(b.Text())
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

func TestMarkdownSaysTheSameWords(t *testing.T) {
	for _, c := range []civic.Content{samples.Act(1), samples.Act(30), {}} {
		d := document.Build(c)
		sameWords(t, read(t, rendered(t, write(t, d, plain.Markdown)), "div"), words(d, false))
	}
}

func TestWebPageSaysTheSameWords(t *testing.T) {
	for _, c := range []civic.Content{samples.Act(1), samples.Act(30), {}} {
		d := document.Build(c)
		page := write(t, d, plain.HTML)
		sameWords(t, read(t, page, "main"), words(d, true))
		for _, want := range []string{"<!DOCTYPE html>\n", `<html lang="it">`, "<h1>", "@media print"} {
			if !strings.Contains(page, want) {
				t.Errorf("no %s", want)
			}
		}
		if strings.Contains(page, "<script") {
			t.Error("the page runs something")
		}
	}
}

func TestTextSaysTheSameWords(t *testing.T) {
	d := document.Build(samples.Act(3))
	var want []string
	for _, b := range d.Blocks {
		for _, s := range b.Signers {
			want = append(want, strings.Fields(s.Name+" "+s.Group)...)
		}
		want = append(want, strings.Fields(b.Label+" "+b.Text())...)
	}
	sameWords(t, strings.Fields(write(t, d, plain.Text)), want)
}

func TestMarkdownOfAnAct(t *testing.T) {
	got := write(t, document.Build(samples.Act(1)), plain.Markdown)
	for _, want := range []string{
		"# MOZIONE\n", "## Oggetto: Istituzione di strade scolastiche\n", "*premesso che* davanti alle scuole", "- la velocità è troppa;\n",
		"**impegna il Sindaco e la Giunta a:**\n", "1. avviare la sperimentazione", "   a) davanti alla scuola «Fermi»;\n", "9. un punto", "**Giulia Conti**\\\n*Insieme per Valchiara*\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

var hostile = []string{
	"]]>", `"virgolette" e 'apici'`, "<p>&amp; & <script>alert(1)</script>", "a\x00b\x1fc", "🜁 🜂", "שלום עולם", strings.Repeat("w", 20_000), "1. non un elenco", "- neppure",
	"# nessun titolo", "> nessuna citazione", "***", "---", "===", "```go", "~~~", "[nessun](legame)", "![x](y)", "a_b_c *d* `e`", "\\", "fine\\",
	"+ più", "http://esempio.it/a_b?c=d&e=f", "x<!-- y -->", "| a | b |", "&nbsp;&#65;", "    rientrato", "10) dieci", "*", "_", "**", "2026. Un anno",
}

func TestNothingOfATextIsTakenForAMark(t *testing.T) {
	clean := strings.NewReplacer("\x00", "", "\x1f", "")
	for _, s := range hostile {
		c := civic.Content{Kind: civic.Motion, Subject: s, Heading: s, Signatories: []civic.Signatory{{Name: s, Group: s}, {Name: s}}, Clauses: []civic.Clause{
			{Section: civic.Operative, Opener: "1.", Text: s},
			{Section: civic.Operative, Opener: "a)", Text: s},
			{Section: civic.Operative, Opener: "7.", Text: s},
			{Section: civic.Operative, Opener: "–", Text: s},
			{Section: civic.Recital, Opener: s, Text: s},
			{Section: civic.Recital, Text: s},
			{Section: civic.Article, Opener: "Art. 1.", Text: s},
			{Section: civic.Article, Opener: "Art. 2."},
			{Section: civic.Operative, Opener: "01.", Text: s},
		}}
		d := document.Build(c)
		sameWords(t, read(t, rendered(t, write(t, d, plain.Markdown)), "div"), strings.Fields(clean.Replace(strings.Join(words(d, false), " "))))
		sameWords(t, read(t, write(t, d, plain.HTML), "main"), strings.Fields(clean.Replace(strings.Join(words(d, true), " "))))
	}
}

func TestAnyTextComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := civic.Content{Kind: civic.Question, Subject: civic.CleanText(rapid.String().Draw(t, "subject"))}
		for range rapid.IntRange(0, 12).Draw(t, "clauses") {
			c.Clauses = append(c.Clauses, civic.Clause{
				Section: rapid.SampledFrom(civic.Sections()).Draw(t, "section"),
				Opener:  rapid.SampledFrom([]string{"", "1.", "2.", "3)", "4)", "a)", "b)", "c.", "-", "•", "premesso che", "Art. 3.", "007", "12."}).Draw(t, "opener"),
				Text: rapid.OneOf(rapid.SampledFrom(hostile), rapid.Map(rapid.StringN(0, 60, -1), civic.CleanText),
					rapid.StringMatching(`[-+*_#>\[\]()!&;<=~ |0-9.\\a-c]{0,12}`)).Draw(t, "text"),
			})
		}
		d := document.Build(c)
		clean := strings.NewReplacer("\x00", "", "\x1f", "", "\ufffe", "", "\uffff", "", "\u200b", "")
		md := strings.ReplaceAll(rendered(t, write(t, d, plain.Markdown)), "\u200b", "")
		sameWords(t, read(t, md, "div"), strings.Fields(clean.Replace(strings.Join(words(d, false), " "))))
		sameWords(t, read(t, write(t, d, plain.HTML), "main"), strings.Fields(clean.Replace(strings.Join(words(d, true), " "))))
	})
}

func TestDossierOnAPage(t *testing.T) {
	d := document.BuildDossier(document.Dossier{Title: "Strade sicure", By: "Gruppo Insieme", Date: "2026-12-01", Acts: []civic.Content{samples.Act(1), samples.Act(2)}})
	page := write(t, d, plain.HTML)
	sameWords(t, read(t, page, "main"), words(d, true))
	for _, want := range []string{`href="#atto2"`, `<article id="atto2">`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	if err := plain.Write(io.Discard, document.Document{}, "wri"); !civic.Is(err, civic.Invalid) {
		t.Errorf("%v", err)
	}
}

func TestTheCoatOfArmsIsInThePageItself(t *testing.T) {
	of := samples.Council(t)
	arms, err := document.NewArms(of)
	if err != nil {
		t.Fatal(err)
	}
	bare, d := document.Build(samples.Act(1)), document.BuildWith(samples.Act(1), document.Letterheads{of.Body: arms})
	page := write(t, d, plain.HTML)
	read(t, page, "main") // well-formed
	if !strings.Contains(page, `<img src="data:image/png;base64,iVBOR`) || !strings.Contains(page, `alt="Stemma del Comune di Valchiara" width="61" height="76"`) {
		t.Error("no picture")
	}
	for _, format := range []string{plain.Markdown, plain.Text} {
		if got := write(t, d, format); got != write(t, bare, format) {
			t.Errorf("%s: %.200s", format, got)
		}
	}
}
