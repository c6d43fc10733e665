package intake

import (
	"bytes"
	"encoding/binary"

	"scranno/app/civic"
)

// bare gives a file without what a picture tells beside its pixels: place, time,
// camera, author, a smaller picture of before it was cut. The pixels' own bytes
// are not touched; which way is up stays.
func bare(mediaType string, data []byte) ([]byte, error) {
	switch mediaType {
	case civic.TypeJPEG:
		return bareJPEG(data)
	case civic.TypePNG:
		return barePNG(data)
	case civic.TypeWebP:
		return bareWebP(data)
	}
	return data, nil
}

func spoiled() error { return civic.NewError(civic.Invalid, "intake.picture", "attach.picture") }

// Markers of JPEG (ITU-T T.81, table B.1).
const (
	markSOI  = 0xd8
	markEOI  = 0xd9
	markSOS  = 0xda
	markAPP0 = 0xe0
	markAPP1 = 0xe1
	markICC  = 0xe2
	markAPPE = 0xee // Adobe: how colours are to be read
	markAPPF = 0xef
	markCOM  = 0xfe
)

// bareJPEG leaves out the application segments and comments: only the picture's
// form, its colours and, in an Exif of that one field, its orientation stay.
// What follows the end of the picture goes too.
func bareJPEG(in []byte) ([]byte, error) {
	if len(in) < 4 || in[0] != 0xff || in[1] != markSOI {
		return nil, spoiled()
	}
	out := append(make([]byte, 0, len(in)), 0xff, markSOI)
	at, turned := 2, false
	for {
		kind, body, next, err := jpegSegment(in, at)
		if err != nil {
			return nil, err
		}
		switch {
		case kind == markEOI:
			return append(out, 0xff, markEOI), nil
		case kind == markAPP1:
			if o := orientation(body); o > 1 && !turned {
				turned = true
				out = append(out, exifTurned(o)...)
			}
		case kind == markICC && bytes.HasPrefix(body, []byte("ICC_PROFILE\x00")),
			kind == markAPP0 && bytes.HasPrefix(body, []byte("JFIF\x00")),
			kind == markAPPE && bytes.HasPrefix(body, []byte("Adobe")):
			if kind == markAPP0 {
				body = jfifAlone(body)
			}
			out = append(out, segment(kind, body)...)
		case kind >= markAPP0 && kind <= markAPPF, kind == markCOM:
		case kind == markSOS:
			end := scanEnd(in, next)
			out = append(out, in[at:end]...)
			next = end
		default:
			out = append(out, in[at:next]...)
		}
		at = next
	}
}

// jpegSegment reads the segment at a marker: its kind, its body without the
// length, and where the next one begins.
func jpegSegment(in []byte, at int) (kind byte, body []byte, next int, err error) {
	for at+1 < len(in) && in[at] == 0xff && in[at+1] == 0xff {
		at++ // fill bytes
	}
	if at+2 > len(in) || in[at] != 0xff {
		return 0, nil, 0, spoiled()
	}
	kind = in[at+1]
	if kind == markEOI {
		return kind, nil, at + 2, nil
	}
	if at+4 > len(in) {
		return 0, nil, 0, spoiled()
	}
	size := int(binary.BigEndian.Uint16(in[at+2:]))
	if size < 2 || at+2+size > len(in) {
		return 0, nil, 0, spoiled()
	}
	return kind, in[at+4 : at+2+size], at + 2 + size, nil
}

// scanEnd finds the marker behind the coded bytes of a scan.
func scanEnd(in []byte, at int) int {
	for ; at+1 < len(in); at++ {
		if in[at] == 0xff && in[at+1] != 0 && in[at+1] != 0xff && (in[at+1] < 0xd0 || in[at+1] > 0xd7) {
			return at
		}
	}
	return len(in)
}

// jfifAlone is the JFIF header without its small picture.
func jfifAlone(body []byte) []byte {
	if len(body) < 14 {
		return body
	}
	b := bytes.Clone(body[:14])
	b[12], b[13] = 0, 0
	return b
}

func segment(kind byte, body []byte) []byte {
	out := []byte{0xff, kind, 0, 0}
	binary.BigEndian.PutUint16(out[2:], uint16(len(body)+2)) //nolint:gosec // bodies are of segments, or our own
	return append(out, body...)
}

const tagOrientation = 0x0112

// orientation reads which way is up from an Exif segment; 0: it does not say.
func orientation(body []byte) uint16 {
	tiff, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00"))
	if !ok || len(tiff) < 10 {
		return 0
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 0
	}
	for i := range int64(order.Uint16(tiff[at:])) {
		entry := at + 2 + 12*i
		if entry+12 > int64(len(tiff)) {
			return 0
		}
		if order.Uint16(tiff[entry:]) == tagOrientation {
			if o := order.Uint16(tiff[entry+8:]); o >= 1 && o <= 8 {
				return o
			}
		}
	}
	return 0
}

// exifTurned is an Exif segment that says the orientation and nothing else.
func exifTurned(o uint16) []byte {
	b := []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01")
	b = binary.BigEndian.AppendUint16(b, tagOrientation)
	b = append(b, 0, 3, 0, 0, 0, 1)
	b = binary.BigEndian.AppendUint16(b, o)
	return segment(markAPP1, append(b, 0, 0, 0, 0, 0, 0))
}

// barePNG leaves out the chunks of text, time and Exif, and all that a reader
// may skip but those that say how colours look.
func barePNG(in []byte) ([]byte, error) {
	const signature = "\x89PNG\r\n\x1a\n"
	if !bytes.HasPrefix(in, []byte(signature)) {
		return nil, spoiled()
	}
	out := append(make([]byte, 0, len(in)), signature...)
	at := int64(len(signature))
	for {
		if at+12 > int64(len(in)) {
			return nil, spoiled()
		}
		next := at + 12 + int64(binary.BigEndian.Uint32(in[at:]))
		if next > int64(len(in)) {
			return nil, spoiled()
		}
		switch kind := string(in[at+4 : at+8]); {
		case kind == "IEND":
			return append(out, in[at:next]...), nil
		case in[at+4]&0x20 == 0, pngColour(kind): // an upper-case first letter: critical
			out = append(out, in[at:next]...)
		}
		at = next
	}
}

func pngColour(kind string) bool {
	switch kind {
	case "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "bKGD", "pHYs", "acTL", "fcTL", "fdAT":
		return true
	}
	return false
}

// bareWebP leaves out the chunks EXIF and XMP of the RIFF container, and those
// that it does not know.
func bareWebP(in []byte) ([]byte, error) {
	if len(in) < 12 || string(in[:4]) != "RIFF" || string(in[8:12]) != "WEBP" {
		return nil, spoiled()
	}
	out, seen := append(make([]byte, 0, len(in)), in[:12]...), false
	end := min(int64(len(in)), 8+int64(binary.LittleEndian.Uint32(in[4:])))
	for at := int64(12); at+8 <= end; {
		size := int64(binary.LittleEndian.Uint32(in[at+4:]))
		next := at + 8 + size + size%2
		if at+8+size > end {
			return nil, spoiled()
		}
		next = min(next, end)
		switch string(in[at : at+4]) {
		case "VP8X":
			chunk := bytes.Clone(in[at:next])
			if len(chunk) > 8 {
				chunk[8] &^= 0x08 | 0x04 // it no longer has Exif and XMP
			}
			out = append(out, chunk...)
		case "VP8 ", "VP8L", "ANMF":
			seen = true
			out = append(out, in[at:next]...)
		case "ALPH", "ANIM", "ICCP":
			out = append(out, in[at:next]...)
		}
		at = next
	}
	if !seen {
		return nil, spoiled()
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8)) //nolint:gosec // at most MaxAttachment
	return out, nil
}
