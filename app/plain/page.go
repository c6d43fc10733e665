package plain

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"scranno/app/document"
)

// page writes one web page: no scripts, nothing fetched, a look of its own for
// the screen and for paper.
func page(d document.Document) string {
	w := webPage{items: document.Items(d.Blocks)}
	w.put("<!DOCTYPE html>\n<html lang=\"" + attr(language(d.Language)) + "\">\n<head>\n<meta charset=\"utf-8\"/>\n")
	w.put(`<meta name="viewport" content="width=device-width, initial-scale=1"/>` + "\n")
	w.put("<title>" + text(d.Title) + "</title>\n")
	for _, a := range d.Authors {
		w.put(`<meta name="author" content="` + attr(a) + `"/>` + "\n")
	}
	if d.Date != "" && d.Date.Valid() {
		w.put(`<meta name="dcterms.date" content="` + attr(string(d.Date)) + `"/>` + "\n")
	}
	w.put("<style>\n" + look + "</style>\n</head>\n<body>\n<main>\n")
	for i, b := range d.Blocks {
		w.block(i, b)
	}
	w.leave(0)
	if w.article {
		w.put("</article>\n")
	}
	w.put("</main>\n</body>\n</html>\n")
	return w.b.String()
}

func language(tag string) string {
	lang, _, _ := strings.Cut(tag, "-")
	if lang == "" {
		return "it"
	}
	return lang
}

var (
	inText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	inAttr = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
)

func text(s string) string { return inText.Replace(clean(s)) }
func attr(s string) string { return inAttr.Replace(clean(s)) }

type webPage struct {
	b       strings.Builder
	items   map[int]document.Item
	open    []list // the deepest last
	article bool
}

// list is an open list.
type list struct {
	id  int
	tag string
}

func (w *webPage) put(s string) { w.b.WriteString(s) }

func (w *webPage) block(i int, b document.Block) {
	it := w.items[i]
	if it.List > 0 {
		w.item(it, b.Depth)
		w.put(runs(b.Spans))
		return
	}
	w.leave(0)
	if b.NewPage || !w.article {
		if w.article {
			w.put("</article>\n")
		}
		w.article = true
		w.put("<article" + id(b.Anchor) + ">\n")
	}
	switch b.Role {
	case document.Arms:
		w.picture(b.Picture)
	case document.Heading:
		w.line("p", "gruppo", runs(b.Spans))
	case document.BodyName:
		w.line("p", "ente", runs(b.Spans))
	case document.KindTitle, document.CoverTitle:
		w.line("h1", "", text(b.Text()))
	case document.Subject, document.ContentsTitle:
		w.line("h2", "", text(b.Text()))
	case document.Addressee, document.PlaceDay:
		w.line("p", "destra", runs(b.Spans))
	case document.Formula:
		w.line("p", "formula", runs(b.Spans))
	case document.Article:
		if len(b.Spans) == 1 {
			w.line("h3", "", text(b.Text()))
			return
		}
		w.line("p", "", runs(b.Spans))
	case document.Point:
		w.line("p", "punto", text(b.Label)+" "+runs(b.Spans))
	case document.Note:
		w.line("p", "nota", runs(b.Spans))
	case document.CoverLine:
		w.line("p", "ente", runs(b.Spans))
	case document.ContentsLine:
		w.line("p", "", `<a href="#`+attr(b.Refers)+`">`+runs(b.Spans)+`</a>`)
	case document.Signatures:
		w.signatures(b)
	default:
		w.line("p", "", runs(b.Spans))
	}
}

func id(name string) string {
	if name == "" {
		return ""
	}
	return ` id="` + attr(name) + `"`
}

func (w *webPage) line(tag, class, inside string) {
	w.put("<" + tag)
	if class != "" {
		w.put(` class="` + class + `"`)
	}
	w.put(">" + inside + "</" + tag + ">\n")
}

// picture puts a picture into the page itself: nothing is fetched.
func (w *webPage) picture(p *document.Picture) {
	if p == nil {
		return
	}
	across, down := p.Size()
	w.put(fmt.Sprintf(`<p class="stemma"><img src="data:image/png;base64,%s" alt="%s" width="%.0f" height="%.0f"/></p>`+"\n",
		base64.StdEncoding.EncodeToString(p.PNG), attr(p.Alt), across*cssPixel, down*cssPixel))
}

const cssPixel = 96.0 / 72 // to a point

func (w *webPage) signatures(b document.Block) {
	w.put(`<footer class="firme">` + "\n")
	for _, s := range b.Signers {
		w.put("<p><strong>" + text(s.Name) + "</strong>")
		if s.Group != "" {
			w.put("<br/>\n<em>" + text(s.Group) + "</em>")
		}
		w.put("</p>\n")
	}
	w.put("</footer>\n")
}

// item opens a point of a list, inside the lists that it belongs to.
func (w *webPage) item(it document.Item, depth int) {
	w.leave(depth + 1)
	value := ""
	if it.Format != document.MarkedList {
		value = ` value="` + strconv.Itoa(it.Value) + `"`
	}
	if len(w.open) == depth+1 && w.open[depth].id == it.List {
		w.put("</li>\n<li" + value + ">")
		return
	}
	w.leave(depth)
	tag, class := "ol", ""
	switch it.Format {
	case document.NumberPar:
		class = ` class="parentesi"`
	case document.LetterDot:
		class = ` type="a"`
	case document.LetterPar:
		class = ` type="a" class="lettere"`
	case document.MarkedList:
		tag = "ul"
		if it.Mark == "-" || it.Mark == "–" || it.Mark == "—" {
			class = ` class="trattini"`
		}
	}
	for len(w.open) < depth {
		w.put("<" + tag + ` class="vuoto">` + "\n<li>")
		w.open = append(w.open, list{tag: tag})
	}
	w.put("\n<" + tag + class + ">\n<li" + value + ">")
	w.open = append(w.open, list{id: it.List, tag: tag})
}

// leave closes the open lists from a depth on.
func (w *webPage) leave(depth int) {
	for len(w.open) > depth {
		last := w.open[len(w.open)-1]
		w.put("</li>\n</" + last.tag + ">\n")
		w.open = w.open[:len(w.open)-1]
	}
}

func runs(spans []document.Span) string {
	var b strings.Builder
	for _, s := range spans {
		tag := ""
		switch s.Font {
		case document.SerifBold, document.SansBold:
			tag = "strong"
		case document.SerifItalic:
			tag = "em"
		}
		if tag == "" {
			b.WriteString(text(s.Text))
			continue
		}
		b.WriteString("<" + tag + ">" + text(s.Text) + "</" + tag + ">")
	}
	return b.String()
}

// look is the page's style sheet. The labels of lists that HTML cannot count are
// its too.
const look = `body { margin: 0; background: #fff; color: #1a1a1a; font: 1.05rem/1.5 Georgia, "Liberation Serif", "Times New Roman", serif; }
main { max-width: 42rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
article + article { border-top: 1px solid #767676; margin-top: 3rem; padding-top: 2rem; }
h1 { text-align: center; font-size: 1.4rem; margin: 1.5rem 0 1rem; }
h2 { font-size: 1.1rem; margin: 0 0 1.25rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
p { margin: 0 0 .75rem; overflow-wrap: break-word; }
ol, ul { margin: 0 0 .75rem; padding-left: 2rem; }
li { margin-bottom: .4rem; overflow-wrap: break-word; }
.gruppo, .ente, .formula, .stemma { text-align: center; }
.destra { text-align: right; }
.punto { padding-left: 2rem; }
.nota { font-size: .85rem; margin-top: 1.5rem; }
.vuoto { list-style: none; padding-left: 0; }
.trattini { list-style-type: "– "; }
.parentesi > li::marker { content: counter(list-item) ") "; }
.lettere > li::marker { content: counter(list-item, lower-alpha) ") "; }
.firme p { margin: 1.5rem 0 0 55%; padding-bottom: 2.5rem; border-bottom: 1px solid #1a1a1a; break-inside: avoid; }
@media print {
  @page { size: A4; margin: 22mm 25mm 25mm; }
  main { max-width: none; padding: 0; }
  body { font-size: 11.5pt; }
  article + article { border: 0; break-before: page; }
  h1, h2, h3, .formula { break-after: avoid; }
}
`
