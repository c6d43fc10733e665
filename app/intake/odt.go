package intake

import (
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"strconv"
	"strings"
)

// odtText gives the text of an Open Document text, its notes at the end.
func odtText(ctx context.Context, data []byte) (string, error) {
	a, err := openArchive(data)
	if err != nil {
		return "", err
	}
	if locked, err := odtLocked(ctx, a); err != nil || locked {
		return "", cmp.Or(err, encrypted())
	}
	o := &openText{paper: newPaper(), styles: map[string]*[listLevels]listLevel{}, counts: map[string]*tally{}, last: map[string]string{}}
	if _, err := a.read(ctx, "styles.xml", &openStyles{styles: o.styles}); err != nil && ctx.Err() != nil {
		return "", err // ill styles cost the labels alone
	}
	there, err := a.read(ctx, "content.xml", o)
	if err == nil && !there {
		err = unreadable(errors.New("no document"))
	}
	if err != nil {
		return "", err
	}
	return o.text(), nil
}

// odtLocked tells whether the parts of a document are encrypted.
func odtLocked(ctx context.Context, a archive) (bool, error) {
	m := &manifestOf{}
	_, err := a.read(ctx, "META-INF/manifest.xml", m)
	if ctx.Err() == nil {
		err = nil // without a list of its parts a document can be read
	}
	return m.locked, err
}

type manifestOf struct{ locked bool }

func (m *manifestOf) start(t xml.StartElement, _ []string) bool {
	m.locked = m.locked || t.Name.Local == "encryption-data"
	return false
}
func (m *manifestOf) end(xml.Name, []string) {}
func (m *manifestOf) chars([]byte)           {}
func (m *manifestOf) full() bool             { return m.locked }

// openStyles reads how lists are labelled (OpenDocument 1.2, part 1, 16.30).
type openStyles struct {
	styles map[string]*[listLevels]listLevel
	now    *[listLevels]listLevel
	bytes  int
}

func (o *openStyles) start(t xml.StartElement, _ []string) bool {
	switch t.Name.Local {
	case "list-style":
		name := attr(t, "name")
		o.bytes += len(name) + listLevels*8
		o.now = &[listLevels]listLevel{}
		o.styles[name] = o.now
	case "list-level-style-number", "list-level-style-bullet":
		depth := number(attr(t, "level"), 0) - 1
		if o.now == nil || depth < 0 || depth >= listLevels {
			return false
		}
		o.now[depth] = openLevel(t, depth)
	}
	return false
}

func openLevel(t xml.StartElement, depth int) listLevel {
	l := listLevel{start: number(attr(t, "start-value"), 1), known: true}
	if t.Name.Local == "list-level-style-bullet" {
		l.format, l.pattern = "bullet", upTo(attr(t, "bullet-char"), longestLabel)
		return l
	}
	switch attr(t, "num-format") {
	case "":
		l.format = "none"
		return l
	case "a":
		l.format = "lowerLetter"
	case "A":
		l.format = "upperLetter"
	case "i":
		l.format = "lowerRoman"
	case "I":
		l.format = "upperRoman"
	default:
		l.format = "decimal"
	}
	shown := min(max(1, number(attr(t, "display-levels"), 1)), depth+1)
	var numbers []string
	for i := depth + 2 - shown; i <= depth+1; i++ {
		numbers = append(numbers, "%"+strconv.Itoa(i))
	}
	l.pattern = upTo(attr(t, "num-prefix"), longestLabel) + strings.Join(numbers, ".") + upTo(attr(t, "num-suffix"), longestLabel)
	return l
}

func (o *openStyles) end(name xml.Name, _ []string) {
	if name.Local == "list-style" {
		o.now = nil
	}
}
func (o *openStyles) chars([]byte) {}
func (o *openStyles) full() bool   { return o.bytes > maxText || len(o.styles) > maxLists }

// openText walks the body of an Open Document text: text:p and text:h are
// paragraphs, within lists the first of an item is its point. What was deleted
// while changes were tracked, remarks at the margin and what describes a picture
// are left out.
type openText struct {
	*paper
	styles map[string]*[listLevels]listLevel
	own    openStyles
	counts map[string]*tally
	last   map[string]string // the last list of a style
	lists  []openList
	paras  []*openPara // that are being written, the innermost last
	made   int         // lists without an id
}

type openList struct {
	style, id string
	item      bool // a point waits for its first paragraph
	from      int  // the number that the point bears; -1: the next one
}

// openPara is white space as it is collapsed: 6.1.2.
type openPara struct{ spaced bool }

const (
	textSpace   = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
	tableSpace  = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
	drawSpace   = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
	officeSpace = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
)

func (o *openText) start(t xml.StartElement, _ []string) bool {
	name := t.Name.Local
	switch t.Name.Space {
	case textSpace:
		return o.textElement(t)
	case tableSpace:
		switch name {
		case "table-row", "table-cell":
			o.push()
		case "covered-table-cell", "tracked-changes":
			return true
		}
	case drawSpace:
		if name == "text-box" {
			o.push()
		}
	case officeSpace:
		switch name {
		case "annotation", "forms", "event-listeners":
			return true
		case "automatic-styles":
			o.own.styles = o.styles
		}
	default:
		return name == "title" || name == "desc" // of a picture
	}
	return false
}

func (o *openText) textElement(t xml.StartElement) bool {
	switch t.Name.Local {
	case "list-style", "list-level-style-number", "list-level-style-bullet":
		if o.own.styles != nil {
			o.own.start(t, nil)
		}
	case "tracked-changes", "note-citation", "ruby-text", "number", "meta-field-content", "hidden-text", "table-of-content-source":
		return true
	case "section":
		return attr(t, "display") == "none"
	case "p", "h":
		o.paras = append(o.paras, &openPara{spaced: true})
		if label := o.point(); label != "" {
			o.label(label)
		}
	case "list":
		o.openList(t)
	case "list-item":
		if n := len(o.lists); n > 0 {
			o.lists[n-1].item, o.lists[n-1].from = true, number(attr(t, "start-value"), -1)
		}
	case "s":
		o.sign(strings.Repeat(" ", min(max(1, number(attr(t, "c"), 1)), 200)))
	case "tab":
		o.sign("\t")
	case "line-break":
		o.sign("\n")
	case "note-body":
		o.push()
	}
	return false
}

// sign writes white space that a document asks for.
func (o *openText) sign(s string) {
	if n := len(o.paras); n > 0 {
		o.write(s)
		o.paras[n-1].spaced = s == "\n"
	}
}

func (o *openText) openList(t xml.StartElement) {
	l := openList{style: attr(t, "style-name"), id: attr(t, "id"), from: -1}
	if n := len(o.lists); n > 0 {
		if up := o.lists[n-1]; l.style == "" || l.style == up.style {
			l.style, l.id = up.style, up.id
		}
	}
	if l.id == "" || len(o.counts) > maxLists {
		o.made = min(o.made+1, maxLists)
		l.id = "#" + strconv.Itoa(o.made)
	}
	if len(o.lists) == 0 {
		before := attr(t, "continue-list")
		if before == "" && attr(t, "continue-numbering") == "true" {
			before = o.last[l.style]
		}
		if c := o.counts[before]; c != nil {
			o.counts[l.id] = c
		}
		o.last[l.style] = l.id
	}
	o.lists = append(o.lists, l)
}

// point gives the label of the paragraph that begins, where it begins a point.
func (o *openText) point() string {
	n := len(o.lists)
	if n == 0 || n > listLevels || !o.lists[n-1].item {
		return ""
	}
	l := &o.lists[n-1]
	l.item = false
	levels := o.styles[l.style]
	if levels == nil || !levels[n-1].known {
		return "•"
	}
	c := o.counts[l.id]
	if c == nil {
		c = &tally{}
		o.counts[l.id] = c
	}
	if l.from >= 0 {
		c.from(n-1, l.from)
	}
	return c.next(levels, n-1)
}

func (o *openText) end(name xml.Name, _ []string) {
	switch {
	case name.Space == officeSpace && name.Local == "automatic-styles":
		o.own.styles = nil
	case name.Space == tableSpace && name.Local == "table-cell":
		o.cell()
	case name.Space == tableSpace && name.Local == "table-row":
		o.row()
	case name.Space == drawSpace && name.Local == "text-box":
		o.box()
	case name.Space == textSpace:
		o.textEnd(name)
	}
}

func (o *openText) textEnd(name xml.Name) {
	switch name.Local {
	case "p", "h":
		o.paras = o.paras[:len(o.paras)-1]
		o.paper.end(false)
	case "list":
		o.lists = o.lists[:len(o.lists)-1]
	case "list-style":
		o.own.end(name, nil)
	case "note-body":
		o.note()
	}
}

func (o *openText) chars(s []byte) {
	n := len(o.paras)
	if n == 0 {
		return
	}
	p := o.paras[n-1]
	var b strings.Builder
	for _, r := range string(s) {
		white := r == ' ' || r == '\t' || r == '\n' || r == '\r'
		switch {
		case !white:
			b.WriteRune(r)
		case !p.spaced:
			b.WriteByte(' ')
		}
		p.spaced = white
	}
	o.write(b.String())
}
