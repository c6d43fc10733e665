package odt

import (
	"fmt"
	"slices"

	"scranno/app/document"
	"scranno/app/office"
)

func pictureFile(i int) string { return fmt.Sprintf("Pictures/stemma%d.png", i+1) }

const pictureStyle = `<style:style style:name="Immagine" style:family="graphic"><style:graphic-properties style:vertical-pos="top" style:vertical-rel="baseline"/></style:style>`

// picture sets a picture in its paragraph, as a character of it.
// Source: Open Document Format 1.2, part 1, 10.4.
func (b *body) picture(p *document.Picture) {
	at := slices.Index(b.pictures, p)
	if p == nil || at < 0 {
		return
	}
	b.drawn++
	w, h := p.Size()
	b.Tags(`<draw:frame draw:style-name="Immagine" draw:name="Stemma %d" text:anchor-type="as-char" svg:width="%.2fpt" svg:height="%.2fpt">`, b.drawn, w, h)
	b.Tags(`<draw:image xlink:href="%s" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>`, pictureFile(at))
	b.Raw(`<svg:title>`)
	b.Text(p.Alt)
	b.Raw(`</svg:title></draw:frame>`)
}

// manifest lists what the file holds.
func manifest(pictures []*document.Picture) []byte {
	var x office.XML
	x.Raw(manifestHead)
	for i := range pictures {
		x.Tags(`<manifest:file-entry manifest:full-path="%s" manifest:media-type="image/png"/>`, pictureFile(i))
	}
	x.Raw(`</manifest:manifest>`)
	return x.Bytes()
}
