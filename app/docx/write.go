package docx

import (
	"io"

	"scranno/app/document"
	"scranno/app/office"
)

// Format is the name of the format, and the ending of its files.
const Format = "docx"

// Write writes a document. The same document gives the same bytes.
func Write(w io.Writer, d document.Document) error {
	b := body{lists: newLists(d.Blocks), blocks: d.Blocks, pictures: document.Pictures(d.Blocks)}
	parts := []office.Part{
		{Name: "[Content_Types].xml", Data: []byte(contentTypes)},
		{Name: "_rels/.rels", Data: []byte(packageRelations)},
		{Name: "docProps/app.xml", Data: []byte(application)},
		{Name: "docProps/core.xml", Data: core(d)},
		{Name: "word/_rels/document.xml.rels", Data: relations(b.pictures)},
		{Name: "word/document.xml", Data: b.write()},
		{Name: "word/footer1.xml", Data: []byte(footer)},
		{Name: "word/numbering.xml", Data: b.lists.write()},
		{Name: "word/settings.xml", Data: []byte(settings)},
		{Name: "word/styles.xml", Data: styles()},
	}
	for i, p := range b.pictures {
		parts = append(parts, office.Part{Name: "word/" + pictureFile(i), Data: p.PNG})
	}
	return office.Pack(w, parts)
}

const wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

// body writes the text.
type body struct {
	office.XML
	blocks []document.Block
	lists  *lists
	marks  int // bookmarks so far

	pictures []*document.Picture // each once
	drawn    int                 // pictures so far
}

func (b *body) write() []byte {
	b.Raw(office.Header)
	b.Raw(`<w:document ` + wordSpace + `><w:body>`)
	for i, blk := range b.blocks {
		if blk.Role == document.Signatures {
			for _, l := range document.SignatureLines(blk.Signers) {
				b.line(l)
			}
			continue
		}
		b.block(i, blk)
	}
	if len(b.blocks) == 0 {
		b.Raw(`<w:p/>`)
	}
	s := document.SheetOfPaper()
	side := office.Twips(s.Side)
	b.Raw(`<w:sectPr><w:footerReference xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" w:type="default" r:id="rId4"/>`)
	b.Tags(`<w:pgSz w:w="%d" w:h="%d"/>`, office.Twips(s.Width), office.Twips(s.Height))
	b.Tags(`<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="567" w:footer="%d" w:gutter="0"/>`,
		office.Twips(s.Top), side, office.Twips(s.Bottom), side, office.Twips(s.Foot))
	b.Raw(`</w:sectPr></w:body></w:document>`)
	return b.Bytes()
}

func (b *body) block(i int, blk document.Block) {
	st := document.StyleAt(b.blocks, i)
	b.Raw(`<w:p><w:pPr><w:pStyle w:val="` + styleID(st.Name) + `"/>`)
	if document.Keeps(b.blocks, i) && !st.Keep {
		b.Raw(`<w:keepNext/>`)
	}
	if blk.NewPage && i > 0 {
		b.Raw(`<w:pageBreakBefore/>`)
	}
	list, listed := b.lists.of[i]
	if listed {
		b.Tags(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, list.level, list.num)
	}
	b.Raw(`</w:pPr>`)
	if blk.Anchor != "" {
		b.marks++
		b.Tags(`<w:bookmarkStart w:id="%d" w:name="%s"/><w:bookmarkEnd w:id="%d"/>`, b.marks, office.Attr(blk.Anchor), b.marks)
	}
	if blk.Label != "" && !listed {
		b.run(st, document.Span{Text: blk.Label, Font: st.Base()})
		b.Raw(`<w:r><w:tab/></w:r>`)
	}
	if blk.Refers != "" {
		b.Raw(`<w:hyperlink w:anchor="` + office.Attr(blk.Refers) + `">`)
	}
	b.picture(blk.Picture)
	for _, s := range blk.Spans {
		b.run(st, s)
	}
	if blk.Refers != "" {
		b.Raw(`<w:r><w:t xml:space="preserve"> </w:t></w:r><w:r><w:tab/></w:r>`)
		b.field(`PAGEREF `+office.Attr(blk.Refers)+` \h`, blk.Tail)
		b.Raw(`</w:hyperlink>`)
	}
	b.Raw(`</w:p>`)
}

// field writes a number that the word processor keeps right.
func (b *body) field(instruction, now string) {
	b.Raw(`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ` + instruction + ` </w:instrText></w:r>`)
	b.Raw(`<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>`)
	b.Text(now)
	b.Raw(`</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`)
}

func (b *body) run(st document.Style, s document.Span) {
	if s.Text == "" {
		return
	}
	b.Raw(`<w:r>`)
	switch s.Font {
	case document.SerifItalic:
		if !st.Italic {
			b.Raw(`<w:rPr><w:rStyle w:val="Apertura"/></w:rPr>`)
		}
	case document.SerifBold, document.SansBold:
		if !st.Bold {
			b.Raw(`<w:rPr><w:rStyle w:val="Rilievo"/></w:rPr>`)
		}
	default:
		if st.Bold || st.Italic {
			b.Raw(`<w:rPr><w:b w:val="0"/><w:i w:val="0"/></w:rPr>`)
		}
	}
	b.Raw(`<w:t xml:space="preserve">`)
	b.Text(s.Text)
	b.Raw(`</w:t></w:r>`)
}

func (b *body) line(l document.SignatureLine) {
	b.Raw(`<w:p><w:pPr><w:pStyle w:val="` + styleID(l.Style.Name) + `"/>`)
	if l.Keep {
		b.Raw(`<w:keepNext/>`)
	}
	b.Raw(`</w:pPr>`)
	b.run(l.Style, document.Span{Text: l.Text, Font: l.Style.Base()})
	b.Raw(`</w:p>`)
}
