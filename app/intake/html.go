package intake

import (
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// isHTML tells a web page: by its name, or by how it begins.
func isHTML(f civic.LocalFile, text string) bool {
	name := strings.TrimSuffix(strings.ToLower(f.Name), ".txt") // which a page gets that is taken for a text
	switch filepath.Ext(name) {
	case ".html", ".htm", ".xhtml":
		return true
	}
	head := strings.ToLower(strings.TrimSpace(upTo(text, headBytes)))
	return strings.HasPrefix(head, "<!doctype html") || strings.HasPrefix(head, "<html") || strings.HasPrefix(head, "<body")
}

// page gathers the text of a web page: a block is a paragraph, a point of a list
// has its mark, what is not on show is left out.
type page struct {
	paper
	lists []webList
	pass  int // how deep within what is not on show
}

// webList is a list that is open.
type webList struct {
	kind string // of its numbers, as HTML names them; empty: not numbered
	next int
}

// htmlText gives the text of a web page. Any page can be read, an ill one too.
func htmlText(source string) string {
	p := &page{paper: paper{frames: []*frame{{}}}}
	z := html.NewTokenizer(strings.NewReader(source))
	for !p.full() {
		switch z.Next() {
		case html.ErrorToken:
			return p.text()
		case html.TextToken:
			if p.pass == 0 {
				p.chars(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			p.open(z.Token())
		case html.EndTagToken:
			name, _ := z.TagName()
			p.close(atom.Lookup(name))
		}
	}
	return p.text()
}

// chars writes text, its white space as a page shows it.
func (p *page) chars(s string) {
	fields := strings.Fields(s)
	now := p.top().now.String()
	inner := now != "" && !strings.HasSuffix(now, " ") && !strings.HasSuffix(now, "\t")
	switch {
	case len(fields) == 0:
		if inner {
			p.write(" ")
		}
		return
	case inner && strings.TrimLeft(s, " \t\r\n\f") != s:
		p.write(" ")
	}
	p.write(strings.Join(fields, " "))
	if strings.TrimRight(s, " \t\r\n\f") != s {
		p.write(" ")
	}
}

// unseen is what a page does not show, or what goes around its text.
func unseen(a atom.Atom) bool {
	switch a {
	case atom.Head, atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Nav, atom.Svg, atom.Select, atom.Button, atom.Iframe, atom.Object:
		return true
	}
	return false
}

func block(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Ul, atom.Ol, atom.Dl, atom.Dt, atom.Dd, atom.Blockquote,
		atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Table, atom.Tr, atom.Br, atom.Hr, atom.Pre, atom.Address, atom.Center,
		atom.Caption, atom.Figure, atom.Body, atom.Html:
		return true
	}
	return false
}

func (p *page) open(t html.Token) {
	switch a := t.DataAtom; {
	case a == atom.Body: // a head that was not closed ends here
		p.pass = 0
	case unseen(a):
		if t.Type == html.StartTagToken {
			p.pass++
		}
	case p.pass > 0:
	case a == atom.Td || a == atom.Th:
		if p.top().now.Len() > 0 {
			p.write("\t")
		}
	case block(a):
		if a != atom.P && a != atom.Div || !p.marked() { // the first paragraph of a point
			p.end(false)
		}
		p.begin(a, t)
	}
}

// marked tells whether nothing but the mark of a point stands in the paragraph.
func (p *page) marked() bool {
	_, mark := drafting.ParseLabel(strings.TrimSpace(p.top().now.String()))
	return mark
}

// begin begins a list or a point.
func (p *page) begin(a atom.Atom, t html.Token) {
	switch a {
	case atom.Ul, atom.Ol:
		if len(p.lists) >= maxDepth {
			return
		}
		l := webList{next: 1}
		if a == atom.Ol {
			l.kind = "1"
			for _, x := range t.Attr {
				switch x.Key {
				case "type":
					l.kind = x.Val
				case "start":
					l.next = number(x.Val, 1)
				}
			}
		}
		p.lists = append(p.lists, l)
	case atom.Li:
		p.label(p.mark(t))
	}
}

// mark is what stands before a point of the list that is open.
func (p *page) mark(t html.Token) string {
	if len(p.lists) == 0 || p.lists[len(p.lists)-1].kind == "" {
		return "-"
	}
	l := &p.lists[len(p.lists)-1]
	for _, x := range t.Attr {
		if x.Key == "value" {
			l.next = number(x.Val, l.next)
		}
	}
	n := l.next
	l.next++
	if (l.kind == "a" || l.kind == "A") && n >= 1 && n <= 26 {
		return string(rune('a'+n-1)) + ")"
	}
	return strconv.Itoa(n) + "."
}

func (p *page) close(a atom.Atom) {
	switch {
	case unseen(a):
		p.pass = max(0, p.pass-1)
	case p.pass > 0:
	case a == atom.Ul || a == atom.Ol:
		p.end(false)
		p.lists = p.lists[:max(0, len(p.lists)-1)]
	case block(a):
		p.end(false)
	}
}
