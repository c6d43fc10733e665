package plain

import (
	"strings"
	"unicode"

	"scranno/app/document"
)

// markdown writes CommonMark: a paragraph a line, so that what changed between
// two files can be seen.
func markdown(d document.Document) string {
	m := marker{items: document.Items(d.Blocks)}
	for i, b := range d.Blocks {
		if b.NewPage && i > 0 {
			m.paragraph("---", 0)
		}
		m.block(i, b)
	}
	return m.b.String()
}

type marker struct {
	b     strings.Builder
	items map[int]document.Item
	last  document.Item // of the paragraph above; zero: it is no point
	below []int         // how far the text of each open point stands in
}

func (m *marker) paragraph(text string, indent int) {
	if m.b.Len() > 0 {
		m.b.WriteByte('\n')
	}
	m.b.WriteString(strings.Repeat(" ", indent) + text + "\n")
}

func (m *marker) block(i int, b document.Block) {
	it := m.items[i]
	if b.Role != document.Point {
		m.below = nil
		m.last = document.Item{}
	}
	switch b.Role {
	case document.Arms: // a file of text holds no picture
	case document.KindTitle, document.CoverTitle:
		m.title("# ", b)
	case document.ContentsTitle, document.Subject:
		m.title("## ", b)
	case document.Article:
		if len(b.Spans) == 1 {
			m.title("### ", b)
			return
		}
		m.paragraph(marked(b.Spans), 0)
	case document.Signatures:
		for _, s := range b.Signers {
			text := "**" + escape(strings.TrimSpace(s.Name), true) + "**"
			if s.Name == "" {
				text = ""
			}
			if s.Group != "" {
				text += "\\\n*" + escape(s.Group, true) + "*"
			}
			m.paragraph(text, 0)
		}
	case document.Point:
		m.point(it, b)
	case document.ContentsLine:
		m.paragraph("- "+marked(b.Spans), 0)
	default:
		m.paragraph(marked(b.Spans), 0)
	}
}

func (m *marker) title(sign string, b document.Block) {
	m.paragraph(sign+escape(strings.TrimSpace(b.Text()), false), 0)
}

// point writes a point as an item of a list where CommonMark has such a list,
// else as a paragraph that begins with its label.
func (m *marker) point(it document.Item, b document.Block) {
	text := marked(b.Spans)
	depth := min(b.Depth, len(m.below))
	m.below = m.below[:depth]
	indent := 0
	if depth > 0 {
		indent = m.below[depth-1]
	}
	sign := ""
	switch it.Format {
	case document.NumberDot, document.NumberPar:
		sign = it.Label()
	case document.MarkedList:
		sign = "-"
	}
	if sign == "" {
		if b.Label != "" {
			text = escape(b.Label, true) + " " + text
		}
		m.paragraph(text, indent)
		if depth == 0 {
			m.last = document.Item{}
		}
		return
	}
	if it.First && m.last.Format == it.Format && it.Format != document.MarkedList && depth == 0 {
		m.paragraph("<!-- -->", 0) // else it would be the same list, counting on
	}
	if text == "" {
		text = "&#8203;" // an item without a word holds nothing below it
	}
	m.paragraph(sign+" "+text, indent)
	m.below = append(m.below, indent+len(sign)+1)
	if depth == 0 {
		m.last = it
	}
}

// marked writes runs of text with their relief. White space stands outside it:
// CommonMark takes none at its edges.
func marked(spans []document.Span) string {
	var b strings.Builder
	for _, s := range spans {
		sign := ""
		switch s.Font {
		case document.SerifBold, document.SansBold:
			sign = "**"
		case document.SerifItalic:
			sign = "*"
		}
		core := strings.TrimFunc(s.Text, unicode.IsSpace)
		if core == "" || sign == "" {
			b.WriteString(escape(s.Text, strings.TrimSpace(b.String()) == ""))
			continue
		}
		before, after, _ := strings.Cut(s.Text, core)
		b.WriteString(before + sign + escape(core, true) + sign + after)
	}
	return strings.TrimSpace(b.String())
}

// escape writes a text so that nothing of it means anything. At the start of a
// line some more signs would.
func escape(s string, starts bool) string {
	s = clean(s)
	var b strings.Builder
	if starts {
		b.WriteString(lineStart(&s))
	}
	for _, r := range s {
		if strings.ContainsRune("\\`*_[]<>&~|$#", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// lineStart takes from a text what would begin a title, a list or a line, and
// gives it escaped.
func lineStart(s *string) string {
	t := strings.TrimLeft(*s, " ")
	digits := len(t) - len(strings.TrimLeft(t, "0123456789"))
	switch {
	case t == "":
	case strings.ContainsRune("+-=", rune(t[0])):
		*s = t[1:]
		return "\\" + t[:1]
	case digits > 0 && digits < 10 && len(t) > digits && (t[digits] == '.' || t[digits] == ')'):
		*s = t[digits+1:]
		return t[:digits] + "\\" + t[digits:digits+1]
	default:
		*s = t
	}
	return ""
}

// clean leaves out what no text file should hold.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r == '\r' {
			return ' '
		}
		if unicode.IsControl(r) || r == '\ufffe' || r == '\uffff' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}
