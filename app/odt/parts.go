package odt

import (
	"strings"

	"scranno/app/document"
	"scranno/app/office"
)

const mediaType = "application/vnd.oasis.opendocument.text"

const manifestHead = office.Header + `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">` +
	`<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="` + mediaType + `"/>` +
	`<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>` +
	`<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>` +
	`<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>`

// meta says what the file is, by whom and of when.
func meta(d document.Document) []byte {
	var x office.XML
	x.Raw(office.Header)
	x.Raw(`<office:document-meta ` + spaces + ` office:version="1.2"><office:meta><meta:generator>Scranno</meta:generator><dc:title>`)
	x.Text(d.Title)
	x.Raw(`</dc:title>`)
	by := strings.Join(d.Authors, "; ")
	for _, what := range []string{"meta:initial-creator", "dc:creator"} {
		if by != "" {
			x.Raw(`<` + what + `>`)
			x.Text(by)
			x.Raw(`</` + what + `>`)
		}
	}
	if d.Date != "" && d.Date.Valid() {
		x.Raw(`<meta:creation-date>` + string(d.Date) + `T00:00:00</meta:creation-date><dc:date>` + string(d.Date) + `T00:00:00</dc:date>`)
	}
	x.Raw(`<dc:language>`)
	x.Text(d.Language)
	x.Raw(`</dc:language></office:meta></office:document-meta>`)
	return x.Bytes()
}
