package pdf

import (
	"encoding/xml"
	"fmt"
	"strings"
	"unicode/utf16"

	"scranno/app/civic"
	"scranno/app/document"
)

const program = "Scranno " + civic.Version

// information is the old dictionary of the file's properties; metadata says
// the same in XMP.
func information(p document.Pages) object {
	var b strings.Builder
	fmt.Fprintf(&b, "<</Producer %s /Creator %s\n", textString(program), textString(program))
	if p.Title != "" {
		fmt.Fprintf(&b, "/Title %s\n", textString(property(p.Title)))
	}
	if len(p.Authors) > 0 {
		fmt.Fprintf(&b, "/Author %s\n", textString(authors(p)))
	}
	if day := day(p.Date); day != "" {
		stamp := "(D:" + strings.ReplaceAll(day, "-", "") + "000000Z)"
		fmt.Fprintf(&b, "/CreationDate %s /ModDate %s\n", stamp, stamp)
	}
	b.WriteString(">>")
	return object(b.String())
}

// textString writes a text as it is where it has no sign beyond ASCII, else in
// UTF-16 with its mark, as hexadecimal digits.
func textString(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		return "(" + literal.Replace(s) + ")"
	}
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteByte('>')
	return b.String()
}

// literal guards what has a meaning in a string.
var literal = strings.NewReplacer(`\`, `\\`, `(`, `\(`, `)`, `\)`)

// metadata is the XMP packet.
// Source: ISO 16684-1; PDF properties as in ISO 19005.
func metadata(p document.Pages) object {
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n" +
		"<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n" +
		"<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" " +
		"xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" " +
		"xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n" +
		"<pdfaid:part>1</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n" +
		"<dc:format>application/pdf</dc:format>\n")
	if p.Title != "" {
		fmt.Fprintf(&b, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:title>\n", escape(property(p.Title)))
	}
	if len(p.Authors) > 0 {
		// One entry, as the dictionary of properties has one: the profile wants both alike.
		fmt.Fprintf(&b, "<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>\n", escape(authors(p)))
	}
	if lang := language(p.Language); lang != "" {
		fmt.Fprintf(&b, "<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>\n", lang)
	}
	if day := day(p.Date); day != "" {
		fmt.Fprintf(&b, "<xmp:CreateDate>%[1]sT00:00:00Z</xmp:CreateDate>\n<xmp:ModifyDate>%[1]sT00:00:00Z</xmp:ModifyDate>\n", day)
	}
	fmt.Fprintf(&b, "<xmp:CreatorTool>%[1]s</xmp:CreatorTool>\n<pdf:Producer>%[1]s</pdf:Producer>\n", program)
	b.WriteString("</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return stream("/Type /Metadata /Subtype /XML ", []byte(b.String()))
}

func authors(p document.Pages) string { return property(strings.Join(p.Authors, ", ")) }

// property keeps of a text what both places of a property can hold.
func property(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < ' ', r >= 0x7f && r < 0xa0, r == 0xfffe, r == 0xffff:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "□"))
}

func escape(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return "" // a strings.Builder takes every write
	}
	return b.String()
}

// day gives the act's date, empty where it is none: a file without a date is
// better than one with the day of the export.
func day(d civic.Date) string {
	if d.Year() == 0 {
		return ""
	}
	return string(d)
}

// language keeps what a language tag may hold.
// Source: BCP 47.
func language(tag string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, tag)
}
