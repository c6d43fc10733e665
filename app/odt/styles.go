package odt

import (
	"strings"

	"scranno/app/document"
	"scranno/app/office"
)

const spaces = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" ` +
	`xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" ` +
	`xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
	`xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"`

// styleID makes the name of a style that the file's parts use among themselves.
func styleID(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(name, " ", "_"), "’", "_")
}

const levels = 10

// styles writes the named styles, the lists' and the sheet.
func styles(shapes []document.Item) []byte {
	var x office.XML
	x.Raw(office.Header)
	x.Raw(`<office:document-styles ` + spaces + ` office:version="1.2"><office:font-face-decls>`)
	x.Raw(`<style:font-face style:name="Liberation Serif" svg:font-family="'Liberation Serif', 'Times New Roman'" style:font-family-generic="roman" style:font-pitch="variable"/>`)
	x.Raw(`</office:font-face-decls><office:styles><style:default-style style:family="paragraph">`)
	x.Tags(`<style:paragraph-properties fo:line-height="%.0f%%" fo:widows="2" fo:orphans="2" style:tab-stop-distance="%.2fpt"/>`, lineHeight, indent)
	x.Tags(`<style:text-properties style:font-name="Liberation Serif" fo:font-size="%.1fpt" fo:language="it" fo:country="IT"/></style:default-style>`,
		document.StyleOf(document.Block{Role: document.Paragraph}).Size)
	x.Raw(`<style:style style:name="Standard" style:family="paragraph" style:class="text"/>`)
	for _, s := range document.Styles() {
		style(&x, s)
	}
	x.Raw(`<style:style style:name="Numero_di_pagina" style:display-name="Numero di pagina dell’atto" style:family="paragraph" style:parent-style-name="Standard">`)
	x.Raw(`<style:paragraph-properties fo:text-align="center"/><style:text-properties fo:font-size="9pt"/></style:style>`)
	for _, c := range [][3]string{
		{"Apertura", "Formula di apertura", `fo:font-style="italic"`},
		{"Rilievo", "Parole in rilievo", `fo:font-weight="bold"`},
		{"Legame", "Rimando a un atto", `fo:color="#000000" style:text-underline-style="none"`},
		{"Chiaro", "Parole senza rilievo", `fo:font-weight="normal" fo:font-style="normal"`},
	} {
		x.Raw(`<style:style style:name="` + c[0] + `" style:display-name="` + c[1] + `" style:family="text"><style:text-properties ` + c[2] + `/></style:style>`)
	}
	for i, s := range shapes {
		list(&x, i, s)
	}
	x.Raw(`</office:styles>`)
	sheet(&x)
	x.Raw(`</office:document-styles>`)
	return x.Bytes()
}

// lineHeight is the paper's, as a share of the height that this face asks for
// by itself, which is 1.15 times its size.
const lineHeight = document.Leading / 1.15 * 100

const indent = 22.0

func style(x *office.XML, s document.Style) {
	x.Tags(`<style:style style:name="%s" style:display-name="%s" style:family="paragraph" style:parent-style-name="Standard"`, styleID(s.Name), office.Attr(s.Name))
	if s.Level > 0 {
		x.Tags(` style:default-outline-level="%d"`, s.Level)
	}
	x.Tags(`><style:paragraph-properties fo:margin-top="%.2fpt" fo:margin-bottom="%.2fpt" fo:margin-left="%.2fpt" fo:text-indent="%.2fpt"`, s.Before, s.After, s.Left, -s.Hanging)
	x.Tags(` fo:text-align="%s"`, [...]string{document.Justified: "justify", document.Ragged: "start", document.Centred: "center", document.FlushRight: "end"}[s.Align])
	if s.Keep {
		x.Raw(` fo:keep-with-next="always"`)
	}
	if s.Bold || s.Keep {
		x.Raw(` fo:keep-together="always"`)
	}
	switch s.Name {
	case document.SignerLine().Name:
		x.Raw(` fo:border-bottom="0.5pt solid #000000" fo:padding-bottom="1pt"/>`)
	case document.StyleOf(document.Block{Role: document.ContentsLine}).Name:
		p := document.SheetOfPaper()
		x.Tags(`><style:tab-stops><style:tab-stop style:position="%.2fpt" style:type="right" style:leader-style="dotted" style:leader-text="."/></style:tab-stops></style:paragraph-properties>`, p.Width-2*p.Side)
	default:
		x.Raw(`/>`)
	}
	weight, slant := "normal", "normal"
	if s.Bold {
		weight = "bold"
	}
	if s.Italic {
		slant = "italic"
	}
	x.Tags(`<style:text-properties fo:font-size="%.1fpt" fo:font-weight="%s" fo:font-style="%s"/></style:style>`, s.Size, weight, slant)
}

func list(x *office.XML, i int, it document.Item) {
	name := listStyle(i)
	x.Tags(`<text:list-style style:name="%s" style:display-name="%s">`, name, strings.ReplaceAll(name, "_", " "))
	for n := range levels {
		look := document.StyleOf(document.Block{Role: document.Point, Depth: n})
		tag := "text:list-level-style-number"
		switch it.Format {
		case document.MarkedList:
			tag = "text:list-level-style-bullet"
			x.Tags(`<%s text:level="%d" text:bullet-char="%s">`, tag, n+1, office.Attr(it.Mark))
		default:
			format, suffix := "1", "."
			if it.Format == document.LetterDot || it.Format == document.LetterPar {
				format = "a"
			}
			if it.Format == document.NumberPar || it.Format == document.LetterPar {
				suffix = ")"
			}
			x.Tags(`<%s text:level="%d" style:num-format="%s" style:num-suffix="%s">`, tag, n+1, format, suffix)
		}
		x.Raw(`<style:list-level-properties text:list-level-position-and-space-mode="label-alignment" fo:text-align="end"><style:list-level-label-alignment text:label-followed-by="listtab"`)
		x.Tags(` text:list-tab-stop-position="%.2fpt" fo:text-indent="%.2fpt" fo:margin-left="%.2fpt"/></style:list-level-properties></%s>`, look.Left, -document.LabelGap, look.Left, tag)
	}
	x.Raw(`</text:list-style>`)
}

// sheet writes the paper, its margins and the line at its foot.
func sheet(x *office.XML) {
	p := document.SheetOfPaper()
	x.Raw(`<office:automatic-styles><style:page-layout style:name="Foglio">`)
	x.Tags(`<style:page-layout-properties fo:page-width="%.2fpt" fo:page-height="%.2fpt" style:print-orientation="portrait"`, p.Width, p.Height)
	x.Tags(` fo:margin-left="%.2fpt" fo:margin-right="%.2fpt" fo:margin-top="%.2fpt" fo:margin-bottom="%.2fpt"/>`, p.Side, p.Side, p.Top, p.Foot)
	x.Tags(`<style:footer-style><style:header-footer-properties fo:min-height="%.2fpt" fo:margin-top="12pt"/></style:footer-style>`, p.Bottom-p.Foot)
	x.Raw(`</style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Foglio"><style:footer>`)
	x.Raw(`<text:p text:style-name="Numero_di_pagina">Pagina <text:page-number text:select-page="current">1</text:page-number> di <text:page-count>1</text:page-count></text:p>`)
	x.Raw(`</style:footer></style:master-page></office:master-styles>`)
}
