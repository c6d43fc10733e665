package odt

import (
	"fmt"
	"io"
	"strings"

	"scranno/app/document"
	"scranno/app/office"
)

// Format is the name of the format, and the ending of its files.
const Format = "odt"

// Write writes a document. The same document gives the same bytes.
func Write(w io.Writer, d document.Document) error {
	b := body{blocks: d.Blocks, items: document.Items(d.Blocks), pictures: document.Pictures(d.Blocks)}
	text := b.write()
	parts := []office.Part{
		{Name: "mimetype", Data: []byte(mediaType), Stored: true},
		{Name: "META-INF/manifest.xml", Data: manifest(b.pictures)},
		{Name: "content.xml", Data: b.content(text)},
		{Name: "meta.xml", Data: meta(d)},
		{Name: "styles.xml", Data: styles(b.shapes)},
	}
	for i, p := range b.pictures {
		parts = append(parts, office.Part{Name: pictureFile(i), Data: p.PNG})
	}
	return office.Pack(w, parts)
}

// body writes the text, and gathers the styles that it needs beyond the named
// ones.
type body struct {
	office.XML
	blocks    []document.Block
	items     map[int]document.Item
	shapes    []document.Item // of the lists' labels
	automatic []automatic
	open      []int // lists, the deepest last

	pictures []*document.Picture // each once
	drawn    int                 // pictures so far
}

// automatic is a named style with something of one paragraph's own.
type automatic struct {
	parent        string
	keep, newPage bool
}

func (b *body) write() []byte {
	for i, blk := range b.blocks {
		it := b.items[i]
		if it.List > 0 {
			b.item(it, min(blk.Depth, levels-1))
		} else {
			b.leave(0)
		}
		if blk.Role == document.Signatures {
			for _, l := range document.SignatureLines(blk.Signers) {
				b.line(l)
			}
			continue
		}
		b.paragraph(i, blk)
	}
	b.leave(0)
	return b.Bytes()
}

// item opens a point of a list, inside the lists that it belongs to. A list
// that other text came between goes on from the number that it had reached.
func (b *body) item(it document.Item, depth int) {
	b.leave(depth + 1)
	if len(b.open) == depth+1 && b.open[depth] == it.List {
		b.Raw(`</text:list-item><text:list-item>`)
		return
	}
	b.leave(depth)
	style := listStyle(b.shape(it))
	for len(b.open) < depth {
		b.Tags(`<text:list text:style-name="%s"><text:list-item>`, style)
		b.open = append(b.open, 0)
	}
	b.Tags(`<text:list text:style-name="%s">`, style)
	if it.Format == document.MarkedList || it.Value == 1 && it.First {
		b.Raw(`<text:list-item>`)
	} else {
		b.Tags(`<text:list-item text:start-value="%d">`, it.Value)
	}
	b.open = append(b.open, it.List)
}

// leave closes the open lists from a depth on.
func (b *body) leave(depth int) {
	for len(b.open) > depth {
		b.Raw(`</text:list-item></text:list>`)
		b.open = b.open[:len(b.open)-1]
	}
}

func (b *body) shape(it document.Item) int {
	for i, s := range b.shapes {
		if s.Format == it.Format && s.Mark == it.Mark {
			return i
		}
	}
	b.shapes = append(b.shapes, it)
	return len(b.shapes) - 1
}

func listStyle(shape int) string { return fmt.Sprintf("Elenco_%d", shape+1) }

// style gives the name of the style of a paragraph with something of its own.
func (b *body) style(st document.Style, keep, newPage bool) string {
	parent := styleID(st.Name)
	keep = keep && !st.Keep
	if !keep && !newPage {
		return parent
	}
	want := automatic{parent: parent, keep: keep, newPage: newPage}
	for i, a := range b.automatic {
		if a == want {
			return automaticName(i)
		}
	}
	b.automatic = append(b.automatic, want)
	return automaticName(len(b.automatic) - 1)
}

func automaticName(i int) string { return fmt.Sprintf("P%d", i+1) }

func (b *body) paragraph(i int, blk document.Block) {
	st := document.StyleAt(b.blocks, i)
	tag := "text:p"
	name := b.style(st, document.Keeps(b.blocks, i), blk.NewPage && i > 0)
	if st.Level > 0 && blk.Label == "" {
		tag = "text:h"
		b.Tags(`<text:h text:style-name="%s" text:outline-level="%d">`, name, st.Level)
	} else {
		b.Tags(`<text:p text:style-name="%s">`, name)
	}
	if blk.Anchor != "" {
		b.Tags(`<text:bookmark text:name="%s"/>`, office.Attr(blk.Anchor))
	}
	if it, ok := b.items[i]; ok && it.List == 0 && blk.Label != "" {
		b.run(st, document.Span{Text: blk.Label, Font: st.Base()})
		b.Raw(`<text:tab/>`)
	}
	if blk.Refers != "" {
		b.Tags(`<text:a xlink:type="simple" xlink:href="#%s" text:style-name="Legame" text:visited-style-name="Legame">`, office.Attr(blk.Refers))
	}
	b.picture(blk.Picture)
	for _, s := range blk.Spans {
		b.run(st, s)
	}
	if blk.Refers != "" {
		b.Raw(`</text:a> <text:tab/>`)
		b.Tags(`<text:bookmark-ref text:reference-format="page" text:ref-name="%s">`, office.Attr(blk.Refers))
		b.Text(blk.Tail)
		b.Raw(`</text:bookmark-ref>`)
	}
	b.Raw(`</` + tag + `>`)
}

func (b *body) run(st document.Style, s document.Span) {
	if s.Text == "" {
		return
	}
	face := ""
	switch s.Font {
	case document.SerifItalic:
		if !st.Italic {
			face = "Apertura"
		}
	case document.SerifBold, document.SansBold:
		if !st.Bold {
			face = "Rilievo"
		}
	default:
		if st.Bold || st.Italic {
			face = "Chiaro"
		}
	}
	if face != "" {
		b.Raw(`<text:span text:style-name="` + face + `">`)
	}
	b.spaced(s.Text)
	if face != "" {
		b.Raw(`</text:span>`)
	}
}

// spaced writes a text; where spaces follow each other, or begin or end it, a
// reader would take them for one or for none.
func (b *body) spaced(s string) {
	s = office.Clean(s)
	for s != "" {
		at := strings.IndexByte(s, ' ')
		if at < 0 {
			b.Text(s)
			return
		}
		b.Text(s[:at])
		n := len(s[at:]) - len(strings.TrimLeft(s[at:], " "))
		if n == 1 && at > 0 && at+1 < len(s) {
			b.Raw(" ")
		} else {
			b.Tags(`<text:s text:c="%d"/>`, n)
		}
		s = s[at+n:]
	}
}

func (b *body) line(l document.SignatureLine) {
	b.Tags(`<text:p text:style-name="%s">`, b.style(l.Style, l.Keep, false))
	b.run(l.Style, document.Span{Text: l.Text, Font: l.Style.Base()})
	b.Raw(`</text:p>`)
}

// content puts the text together with the styles that it needed.
func (b *body) content(text []byte) []byte {
	var x office.XML
	x.Raw(office.Header)
	x.Raw(`<office:document-content ` + spaces + ` office:version="1.2"><office:automatic-styles>`)
	for i, a := range b.automatic {
		x.Tags(`<style:style style:name="%s" style:family="paragraph" style:parent-style-name="%s"><style:paragraph-properties`, automaticName(i), a.parent)
		if a.newPage {
			x.Raw(` fo:break-before="page"`)
		}
		if a.keep {
			x.Raw(` fo:keep-with-next="always"`)
		}
		x.Raw(`/></style:style>`)
	}
	if len(b.pictures) > 0 {
		x.Raw(pictureStyle)
	}
	x.Raw(`</office:automatic-styles><office:body><office:text>`)
	x.Raw(string(text))
	if len(text) == 0 {
		x.Raw(`<text:p/>`)
	}
	x.Raw(`</office:text></office:body></office:document-content>`)
	return x.Bytes()
}
