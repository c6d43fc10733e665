package akn

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"

	"scranno/app/norms"
)

// sheet is XML under way. Elements stand on lines of their own; inside a
// paragraph nothing is added, for white space is text there.
type sheet struct {
	b     bytes.Buffer
	depth int
	refs  int
}

func (s *sheet) line() {
	s.b.WriteByte('\n')
	s.b.WriteString(strings.Repeat("  ", s.depth))
}

// attrs are pairs of name and value; empty values are left out.
func (s *sheet) tag(name string, attrs []string) {
	s.b.WriteByte('<')
	s.b.WriteString(name)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] == "" {
			continue
		}
		s.b.WriteString(" " + attrs[i] + `="`)
		s.escape(attrs[i+1])
		s.b.WriteByte('"')
	}
}

func (s *sheet) open(name string, attrs ...string) {
	s.line()
	s.tag(name, attrs)
	s.b.WriteByte('>')
	s.depth++
}

func (s *sheet) close(name string) {
	s.depth--
	s.line()
	s.b.WriteString("</" + name + ">")
}

// empty is an element without content.
func (s *sheet) empty(name string, attrs ...string) {
	s.line()
	s.tag(name, attrs)
	s.b.WriteString("/>")
}

// text is an element that holds text alone, in the line of its surroundings.
func (s *sheet) text(name, text string, attrs ...string) {
	s.tag(name, attrs)
	s.b.WriteByte('>')
	s.escape(text)
	s.b.WriteString("</" + name + ">")
}

func (s *sheet) escape(text string) {
	_ = xml.EscapeText(&s.b, []byte(text)) // a buffer takes all
}

// words writes a paragraph's text: citations of law are references, ends of
// lines are elements.
func (s *sheet) words(text string) {
	at := 0
	for _, c := range norms.Find(text, norms.Place{}) {
		href := address(c)
		if href == "" || c.Start < at {
			continue
		}
		s.lines(text[at:c.Start])
		s.refs++
		s.tag("ref", []string{"eId", "ref_" + strconv.Itoa(s.refs), "href", href})
		s.b.WriteByte('>')
		s.lines(text[c.Start:c.End])
		s.b.WriteString("</ref>")
		at = c.End
	}
	s.lines(text[at:])
}

func (s *sheet) lines(text string) {
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r", ""), "\n") {
		if i > 0 {
			s.b.WriteString("<eol/>")
		}
		s.escape(line)
	}
}

// address is where a citation points: the standard's address of an act of the
// State where its day is known, else its uniform name. "": nothing sure.
func address(c norms.Citation) string {
	n, article := c.Norm, ""
	if len(c.Parts) > 0 {
		article = c.Parts[0].Article
	}
	if n.Authority == norms.State && n.Date != "" && n.Number != "" {
		to := "/akn/it/act/" + string(n.Type) + "/stato/" + string(n.Date) + "/" + n.Number
		if article != "" {
			to += "/!main~art_" + article
		}
		return to
	}
	return n.URN(article)
}
