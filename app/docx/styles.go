package docx

import (
	"strings"

	"scranno/app/document"
	"scranno/app/office"
)

// styleID makes the name of a style that the file's parts use among themselves.
func styleID(name string) string {
	var b strings.Builder
	for w := range strings.FieldsSeq(strings.ReplaceAll(name, "’", " ")) {
		b.WriteString(strings.ToUpper(w[:1]) + w[1:])
	}
	return b.String()
}

func styles() []byte {
	var x office.XML
	x.Raw(office.Header)
	x.Raw(`<w:styles ` + wordSpace + `><w:docDefaults><w:rPrDefault><w:rPr>`)
	x.Raw(`<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/>`)
	x.Tags(`<w:sz w:val="%d"/><w:szCs w:val="%d"/><w:lang w:val="it-IT" w:eastAsia="it-IT" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>`,
		half(document.StyleOf(document.Block{Role: document.Paragraph}).Size), half(document.StyleOf(document.Block{Role: document.Paragraph}).Size))
	x.Tags(`<w:pPrDefault><w:pPr><w:widowControl/><w:spacing w:before="0" w:after="0" w:line="%.0f" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`, lineHeight)
	x.Raw(`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>`)
	x.Raw(`<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>`)
	for _, s := range document.Styles() {
		style(&x, s)
	}
	x.Raw(`<w:style w:type="character" w:customStyle="1" w:styleId="Apertura"><w:name w:val="Formula di apertura"/><w:qFormat/><w:rPr><w:i/><w:iCs/></w:rPr></w:style>`)
	x.Raw(`<w:style w:type="character" w:customStyle="1" w:styleId="Rilievo"><w:name w:val="Parole in rilievo"/><w:qFormat/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>`)
	x.Raw(`<w:style w:type="paragraph" w:customStyle="1" w:styleId="NumeroDiPagina"><w:name w:val="Numero di pagina dell’atto"/><w:basedOn w:val="Normal"/>`)
	x.Raw(`<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>`)
	x.Raw(`</w:styles>`)
	return x.Bytes()
}

// lineHeight is the paper's, in 240ths of the height that this face asks for by
// itself, which is 1.15 times its size.
const lineHeight = document.Leading / 1.15 * 240

func style(x *office.XML, s document.Style) {
	x.Raw(`<w:style w:type="paragraph" w:customStyle="1" w:styleId="` + styleID(s.Name) + `"><w:name w:val="` + office.Attr(s.Name) + `"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>`)
	if s.Keep {
		x.Raw(`<w:keepNext/>`)
	}
	if s.Bold || s.Keep {
		x.Raw(`<w:keepLines/>`)
	}
	switch s.Name {
	case document.SignerLine().Name:
		x.Raw(`<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>`)
	case document.StyleOf(document.Block{Role: document.ContentsLine}).Name:
		p := document.SheetOfPaper()
		x.Tags(`<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="%d"/></w:tabs>`, office.Twips(p.Width-2*p.Side))
	}
	x.Tags(`<w:spacing w:before="%d" w:after="%d"/>`, office.Twips(s.Before), office.Twips(s.After))
	x.Tags(`<w:ind w:left="%d" w:hanging="%d"/>`, office.Twips(s.Left), office.Twips(s.Hanging))
	x.Tags(`<w:jc w:val="%s"/>`, [...]string{document.Justified: "both", document.Ragged: "left", document.Centred: "center", document.FlushRight: "right"}[s.Align])
	if s.Level > 0 {
		x.Tags(`<w:outlineLvl w:val="%d"/>`, s.Level-1)
	}
	x.Raw(`</w:pPr><w:rPr>`)
	if s.Bold {
		x.Raw(`<w:b/><w:bCs/>`)
	}
	if s.Italic {
		x.Raw(`<w:i/><w:iCs/>`)
	}
	x.Tags(`<w:sz w:val="%d"/><w:szCs w:val="%d"/></w:rPr></w:style>`, half(s.Size), half(s.Size))
}

// half gives a size in half points.
func half(size float64) int { return int(size*2 + 0.5) }
