package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"

	"scranno/app/document"
)

// gofpdf writes each font as seven objects in a row.
const (
	fontDict = iota
	fontDescendant
	fontToUnicode
	fontSystemInfo
	fontDescriptor
	fontObjects = 7
)

// nameFonts gives every font the name that the norm wants for a subset (six
// letters and a plus sign), and tells exactly which characters its codes are:
// gofpdf's own table is a single range wider than the norm allows.
// Source: ISO 32000-1:2008, 9.6.4 and 9.10.3.
func (d *painted) nameFonts(used inks) error {
	for _, face := range slices.Sorted(maps.Keys(used)) {
		old := []byte("/utf8" + family(face))
		at := slices.IndexFunc(d.objects, func(o object) bool {
			return bytes.HasPrefix(o, []byte("<</Type /Font\n/Subtype /Type0\n/BaseFont "+string(old)+"\n"))
		})
		if at < 0 || at+fontObjects > len(d.objects) {
			return errPainted
		}
		codes := slices.Sorted(maps.Keys(used[face]))
		name := []byte("/" + tag(face, codes) + "+" + faces[face])
		for _, part := range []int{fontDict, fontDescendant, fontDescriptor} {
			d.objects[at+part] = bytes.ReplaceAll(d.objects[at+part], old, name)
		}
		d.objects[at+fontToUnicode] = stream("", toUnicode(codes))
		set := d.add(stream("", codeSet(codes)))
		d.objects[at+fontDescriptor] = d.objects[at+fontDescriptor].with(fmt.Sprintf("/CIDSet %d 0 R", set))
		d.objects[at+fontSystemInfo] = object("<</Registry (Adobe) /Ordering (Identity) /Supplement 0>>")
	}
	return nil
}

// tag is the same for the same characters of a face.
func tag(face document.Font, codes []rune) string {
	sum := sha256.Sum256([]byte(family(face) + string(codes)))
	letters := make([]byte, 6)
	for i := range letters {
		letters[i] = 'A' + sum[i]%26
	}
	return string(letters)
}

// codeSet has a bit for each code that the subset holds, and for the one that
// every font has.
// Source: ISO 32000-1:2008, 9.8.3.2.
func codeSet(codes []rune) []byte {
	last := rune(0)
	if len(codes) > 0 {
		last = codes[len(codes)-1]
	}
	set := make([]byte, last/8+1)
	set[0] = 0x80
	for _, r := range codes {
		set[r/8] |= 0x80 >> (r % 8)
	}
	return set
}

// toUnicode maps codes to characters. gofpdf's codes are the characters
// themselves, so each stands for itself.
func toUnicode(codes []rune) []byte {
	const most = 100 // of one list, by the norm
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for part := range slices.Chunk(codes, most) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(part))
		for _, r := range part {
			fmt.Fprintf(&b, "<%04X> <%04X>\n", r, r)
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	return []byte(b.String())
}

func stream(entries string, data []byte) object {
	return fmt.Appendf(nil, "<<%s/Length %d>>\nstream\n%s\nendstream", entries, len(data), data)
}
