package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"math"
)

// The paper's colours are those of sRGB, told by a profile of our own making.
// Source: IEC 61966-2-1:1999; ICC.1:2001-04 (version 2 of the format).
const (
	colours      = "sRGB IEC61966-2.1"
	curvePoints  = 256
	profileHead  = 128
	profileEntry = 12
)

// profileTag is a part of the profile, at a multiple of four bytes.
type profileTag struct {
	name string
	data []byte
}

// colourProfile makes the profile: primaries adapted to the D50 white of
// profiles, and the curve from a value to its light.
func colourProfile() []byte {
	xyz := func(x, y, z float64) []byte {
		b := append([]byte("XYZ "), make([]byte, 4)...)
		for _, v := range []float64{x, y, z} {
			b = binary.BigEndian.AppendUint32(b, fixed16(v))
		}
		return b
	}
	curve := append([]byte("curv"), 0, 0, 0, 0)
	curve = binary.BigEndian.AppendUint32(curve, curvePoints)
	for i := range curvePoints {
		curve = binary.BigEndian.AppendUint16(curve, uint16(math.Round(light(float64(i)/(curvePoints-1))*math.MaxUint16)))
	}
	tags := []profileTag{
		{"desc", description(colours)},
		{"cprt", append([]byte("text\x00\x00\x00\x00Public facts of IEC 61966-2-1; no rights reserved"), 0)},
		{"wtpt", xyz(0.9642, 1, 0.8249)},
		{"rXYZ", xyz(0.43607, 0.22250, 0.01393)},
		{"gXYZ", xyz(0.38506, 0.71688, 0.09710)},
		{"bXYZ", xyz(0.14308, 0.06062, 0.71417)},
		{"rTRC", curve},
		{"gTRC", nil}, // the same curve
		{"bTRC", nil},
	}
	return profileFile(tags)
}

// profileFile puts the parts behind the header and their table; one without
// data shares that of the part before.
func profileFile(tags []profileTag) []byte {
	at := profileHead + 4 + profileEntry*len(tags)
	var table, body []byte
	from, size := 0, 0
	for _, t := range tags {
		if t.data != nil {
			from, size = at+len(body), len(t.data)
			body = append(body, t.data...)
			body = append(body, make([]byte, -len(body)&3)...)
		}
		table = append(table, t.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(from)) //nolint:gosec // some hundred bytes
		table = binary.BigEndian.AppendUint32(table, uint32(size)) //nolint:gosec // some hundred bytes
	}
	head := make([]byte, profileHead, at+len(body))
	binary.BigEndian.PutUint32(head, uint32(at+len(body))) //nolint:gosec // some thousand bytes
	binary.BigEndian.PutUint32(head[8:], 0x02100000)
	copy(head[12:], "mntrRGB XYZ ")
	for i, v := range []uint16{2026, 1, 1} { // a day, the same in every file
		binary.BigEndian.PutUint16(head[24+2*i:], v)
	}
	copy(head[36:], "acsp")
	for i, v := range []float64{0.9642, 1, 0.8249} {
		binary.BigEndian.PutUint32(head[68+4*i:], fixed16(v))
	}
	head = binary.BigEndian.AppendUint32(head, uint32(len(tags))) //nolint:gosec // nine
	return append(append(head, table...), body...)
}

// description is a text in the form that version 2 has for names: in ASCII,
// with empty places for two other writings.
func description(name string) []byte {
	const otherWritings = 4 + 4 + 2 + 1 + 67
	b := append([]byte("desc"), 0, 0, 0, 0)
	b = binary.BigEndian.AppendUint32(b, uint32(len(name)+1)) //nolint:gosec // a short name
	b = append(append(b, name...), 0)
	return append(b, make([]byte, otherWritings)...)
}

func fixed16(v float64) uint32 { return uint32(math.Round(v * 65536)) }

// light is the light that a value between 0 and 1 stands for.
func light(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// colourStream is the profile as an object of the file.
func colourStream() (object, error) {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	if _, err := z.Write(colourProfile()); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return stream("/N 3 /Filter /FlateDecode ", b.Bytes()), nil
}
