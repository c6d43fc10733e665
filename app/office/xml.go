package office

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

// XML puts a part together. Markup is written as it is given; what
// people wrote goes through Text or Attr.
type XML struct{ b bytes.Buffer }

// Header opens an XML file.
const Header = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// Raw writes markup as it stands.
func (x *XML) Raw(markup string) { x.b.WriteString(markup) }

// Tags writes markup with values put in by their format. They must be numbers,
// or go through Attr first.
func (x *XML) Tags(format string, values ...any) { fmt.Fprintf(&x.b, format, values...) }

// Text writes what a reader sees. Characters that XML cannot hold are left out.
func (x *XML) Text(s string) {
	// Writing to a buffer cannot fail.
	_ = xml.EscapeText(&x.b, []byte(Clean(s)))
}

// Bytes is what was written so far.
func (x *XML) Bytes() []byte { return x.b.Bytes() }

// Attr makes a value for an attribute between quotation marks.
func Attr(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(Clean(s))) // to a buffer: cannot fail
	return b.String()
}

// Clean leaves out the characters that XML cannot hold.
// Source: Extensible Markup Language (XML) 1.0, production 2.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r':
			return ' '
		case r < 0x20, r == 0xfffe, r == 0xffff:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// Twips gives a length in twentieths of a point.
func Twips(points float64) int { return int(points*20 + 0.5) }
