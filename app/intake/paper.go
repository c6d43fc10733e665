package intake

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"scranno/app/drafting"
)

// paper gathers the text of a document of a word processor: a paragraph is a
// line with an empty one after it.
type paper struct {
	frames []*frame // what stands within what: the text, a row, a cell, a box
	size   int      // bytes so far
	notes  []string // of the foot and of the end, in the order of their marks
}

// frame is a part of the text that has paragraphs of its own.
type frame struct {
	lines []string // paragraphs that are whole
	cells [][]string
	now   strings.Builder
	later []string // boxes that hang on the paragraph that is being written
	gone  bool     // a row that was taken out
}

func newPaper() *paper { return &paper{frames: []*frame{{}}} }

func (p *paper) top() *frame { return p.frames[len(p.frames)-1] }

func (p *paper) full() bool { return p.size >= maxText }

func (p *paper) push() { p.frames = append(p.frames, &frame{}) }

// pop ends a frame and gives its paragraphs.
func (p *paper) pop() *frame {
	f := p.top()
	if len(p.frames) > 1 {
		p.frames = p.frames[:len(p.frames)-1]
	}
	return f
}

func (p *paper) write(s string) {
	p.size += len(s)
	p.top().now.WriteString(s)
}

// label begins a paragraph as a point.
func (p *paper) label(s string) {
	if s != "" && p.top().now.Len() == 0 { // else the paragraph before goes on
		p.write(s + " ")
	}
}

// end ends a paragraph, unless it goes on in the next one.
func (p *paper) end(goesOn bool) {
	f := p.top()
	if goesOn {
		return
	}
	if text := tidy(f.now.String()); text != "" {
		f.lines = append(f.lines, text)
	}
	f.lines = append(f.lines, f.later...)
	f.later = nil
	f.now.Reset()
}

// tidy takes away what only shapes a line: soft hyphens, spaces that do not break,
// white space around, and the tab between a label and its point.
func tidy(s string) string {
	s = strings.TrimSpace(strings.NewReplacer(softHyphen, "", "\u00a0", " ", "\u202f", " ").Replace(s))
	if head, rest, ok := strings.Cut(s, "\t"); ok {
		if _, point := drafting.ParseLabel(strings.TrimSpace(head)); point {
			s = strings.TrimSpace(head) + " " + strings.TrimSpace(rest)
		}
	}
	return s
}

// box ends a frame that hangs on a paragraph: its text comes after it.
func (p *paper) box() {
	p.end(false)
	lines := p.pop().lines
	p.top().later = append(p.top().later, lines...)
}

// note ends the frame of a note and leaves its mark.
func (p *paper) note() {
	p.end(false)
	text := strings.Join(p.pop().lines, " ")
	p.notes = append(p.notes, text)
	p.write("[" + strconv.Itoa(len(p.notes)) + "]")
}

func (p *paper) cell() {
	p.end(false)
	c := p.pop()
	p.top().cells = append(p.top().cells, c.lines)
}

// row ends a row of a table: one line, unless a single cell says anything, as in
// tables that only lay out a page.
func (p *paper) row() {
	r := p.pop()
	if r.gone {
		return
	}
	var said [][]string
	for _, c := range r.cells {
		if len(c) > 0 {
			said = append(said, c)
		}
	}
	f := p.top()
	f.lines = append(f.lines, r.lines...)
	if len(said) == 1 {
		f.lines = append(f.lines, said[0]...)
		return
	}
	cells := make([]string, len(said))
	for i, c := range said {
		cells[i] = strings.Join(c, " ")
	}
	if len(cells) > 0 {
		f.lines = append(f.lines, strings.Join(cells, "\t"))
	}
}

// text is all of it, the notes at the end.
func (p *paper) text() string {
	for len(p.frames) > 1 {
		p.end(false)
		lines := p.pop().lines
		p.top().lines = append(p.top().lines, lines...)
	}
	p.end(false)
	lines := p.top().lines
	for i, n := range p.notes {
		lines = append(lines, "["+strconv.Itoa(i+1)+"] "+n)
	}
	return strings.Join(lines, "\n\n")
}

// visitor is told of the elements of an XML document.
type visitor interface {
	// start: pass tells to leave the element out, with all that is in it.
	start(t xml.StartElement, above []string) (pass bool)
	end(name xml.Name, above []string)
	chars(s []byte)
	full() bool
}

// walk reads an XML document within its bounds.
func walk(in io.Reader, v visitor) error {
	d := xml.NewDecoder(in)
	var above []string
	pass := 0
	for !v.full() {
		tok, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
			return err
		case err != nil:
			return unreadable(err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if len(above) >= maxDepth {
				return unreadable(errors.New("too deep"))
			}
			if pass == 0 && v.start(t, above) {
				pass = len(above) + 1
			}
			above = append(above, t.Name.Local)
		case xml.EndElement:
			above = above[:len(above)-1] // the decoder has seen to it that they match
			if pass == 0 {
				v.end(t.Name, above)
			}
			if pass == len(above)+1 {
				pass = 0
			}
		case xml.CharData:
			if pass == 0 {
				v.chars(t)
			}
		}
	}
	return nil
}

// parent is the name of the element around.
func parent(above []string) string {
	if len(above) == 0 {
		return ""
	}
	return above[len(above)-1]
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// maxLists bounds the styles and lists that are kept of a document.
const maxLists = 5_000

// number reads a count that a document says, bounded.
func number(s string, missing int) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 99_999 {
		return missing
	}
	return n
}

// archive is the parts of a document.
type archive struct {
	files map[string]*zip.File
}

func openArchive(data []byte) (archive, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return archive{}, unreadable(err)
	}
	if len(z.File) > maxEntries {
		return archive{}, unreadable(errors.New("too many entries"))
	}
	a := archive{files: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		if a.files[f.Name] == nil {
			a.files[f.Name] = f
		}
	}
	return a, nil
}

// read gives a part to a visitor; false where there is no such part.
func (a archive) read(ctx context.Context, name string, v visitor) (there bool, err error) {
	f := a.files[name]
	if f == nil {
		return false, nil
	}
	in, err := f.Open()
	if err != nil {
		return true, unreadable(err)
	}
	defer func() { _ = in.Close() }() // only read; a wrong sum is no reason to refuse a text
	return true, walk(stoppable(ctx, io.LimitReader(in, maxDocument)), v)
}
