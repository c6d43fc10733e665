package docx

import (
	"fmt"
	"slices"
	"strings"

	"scranno/app/document"
	"scranno/app/office"
)

func pictureFile(i int) string { return fmt.Sprintf("media/stemma%d.png", i+1) }

func pictureRelation(i int) string { return fmt.Sprintf("rIdStemma%d", i+1) }

// relations names the parts that the text goes with.
func relations(pictures []*document.Picture) []byte {
	const end = `</Relationships>`
	if len(pictures) == 0 {
		return []byte(documentRelations)
	}
	var x office.XML
	x.Raw(strings.TrimSuffix(documentRelations, end))
	for i := range pictures {
		x.Tags(`<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="%s"/>`,
			pictureRelation(i), pictureFile(i))
	}
	x.Raw(end)
	return x.Bytes()
}

// picture sets a picture in its paragraph.
// Source: ISO/IEC 29500-1, 20.1 and 20.4.
func (b *body) picture(p *document.Picture) {
	at := slices.Index(b.pictures, p)
	if p == nil || at < 0 {
		return
	}
	b.drawn++
	w, h := p.Size()
	alt := office.Attr(p.Alt)
	b.Raw(`<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">`)
	b.Tags(`<wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="Stemma %d" descr="%s"/>`, emu(w), emu(h), b.drawn, b.drawn, alt)
	b.Raw(`<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">`)
	b.Raw(`<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">`)
	b.Tags(`<pic:nvPicPr><pic:cNvPr id="%d" name="Stemma %d" descr="%s"/><pic:cNvPicPr/></pic:nvPicPr>`, b.drawn, b.drawn, alt)
	b.Tags(`<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="%s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`,
		pictureRelation(at))
	b.Tags(`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>`, emu(w), emu(h))
	b.Raw(`</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`)
}

// emu gives a length in the units of drawings, 12,700 to a point.
func emu(points float64) int { return int(points*12_700 + 0.5) }
