package intake

import (
	"bytes"
	"encoding/hex"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/ledongthuc/pdf"
)

// letter is what one code of a font shows, and where on the page.
type letter struct {
	s          string
	x, y, w, h float64 // h: the size of the type
}

// maxForms is how deep drawings may stand in one another.
const maxForms = 6

// matrix is the first two columns of a PDF's matrices.
// Source: ISO 32000-1:2008, 8.3.3.
type matrix [6]float64

func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func moved(x, y float64) matrix { return matrix{1, 0, 0, 1, x, y} }

// graphics is what q keeps and Q gives back. Source: ISO 32000-1:2008, 9.3.
type graphics struct {
	page, text, line               matrix
	font                           *face
	size, letters, words, wide, up float64
	leading                        float64
}

// painter follows the marks of a page. The library's own walk shows a code of its
// making behind every line, knows no fonts of two bytes and skips forms.
type painter struct {
	faces map[string]*face
	kept  []graphics
	now   graphics
	out   []letter
}

// lettersOf gives the letters of a page in the order in which they are drawn.
func lettersOf(page pdf.Page) []letter {
	p := painter{now: graphics{page: matrix{1, 0, 0, 1, 0, 0}, wide: 1}}
	p.draw(page.V.Key("Contents"), page.Resources(), 0)
	return p.out
}

func (p *painter) draw(content, resources pdf.Value, depth int) {
	if content.Kind() == pdf.Null || depth > maxForms {
		return
	}
	p.faces = map[string]*face{}
	pdf.Interpret(content, func(stack *pdf.Stack, op string) {
		args := make([]pdf.Value, stack.Len())
		for i := len(args) - 1; i >= 0; i-- {
			args[i] = stack.Pop()
		}
		if op == "Do" && len(args) == 1 {
			p.form(resources.Key("XObject").Key(args[0].Name()), resources, depth)
			return
		}
		if op == "Tf" && len(args) == 2 {
			name := args[0].Name()
			if p.faces[name] == nil {
				p.faces[name] = newFace(resources.Key("Font").Key(name))
			}
			p.now.font, p.now.size = p.faces[name], args[1].Float64()
			return
		}
		if !p.state(op, args) {
			p.show(op, args)
		}
	})
}

// form draws a form within the page.
func (p *painter) form(form, resources pdf.Value, depth int) {
	if form.Key("Subtype").Name() != "Form" {
		return
	}
	was, kept, faces := p.now, p.kept, p.faces
	if m := numbers(form.Key("Matrix")); len(m) == 6 {
		p.now.page = matrix(m).times(p.now.page)
	}
	if own := form.Key("Resources"); own.Kind() != pdf.Null {
		resources = own
	}
	p.draw(form, resources, depth+1)
	p.now, p.kept, p.faces = was, kept, faces
}

func numbers(v pdf.Value) []float64 {
	out := make([]float64, 0, 6)
	for i := range v.Len() {
		out = append(out, v.Index(i).Float64())
	}
	return out
}

// state carries out what moves or sets; false: the operator does neither.
func (p *painter) state(op string, args []pdf.Value) bool {
	n := make([]float64, 6)
	for i := range min(6, len(args)) {
		n[i] = args[i].Float64()
	}
	g := &p.now
	switch op {
	case "q":
		p.kept = append(p.kept, *g)
	case "Q":
		if last := len(p.kept) - 1; last >= 0 {
			*g, p.kept = p.kept[last], p.kept[:last]
		}
	case "cm":
		g.page = matrix(n).times(g.page)
	case "BT":
		g.text, g.line = moved(0, 0), moved(0, 0)
	case "Tm":
		g.text, g.line = matrix(n), matrix(n)
	case "Td":
		p.down(n[0], n[1])
	case "TD":
		g.leading = -n[1]
		p.down(n[0], n[1])
	case "T*":
		p.down(0, -g.leading)
	case "TL":
		g.leading = n[0]
	case "Tc":
		g.letters = n[0]
	case "Tw":
		g.words = n[0]
	case "Tz":
		g.wide = n[0] / 100
	case "Ts":
		g.up = n[0]
	default:
		return false
	}
	return true
}

func (p *painter) down(x, y float64) {
	p.now.line = moved(x, y).times(p.now.line)
	p.now.text = p.now.line
}

// show carries out what shows text.
func (p *painter) show(op string, args []pdf.Value) {
	switch {
	case op == "Tj" && len(args) == 1:
		p.say(args[0].RawString())
	case op == "'" && len(args) == 1:
		p.down(0, -p.now.leading)
		p.say(args[0].RawString())
	case op == `"` && len(args) == 3:
		p.now.words, p.now.letters = args[0].Float64(), args[1].Float64()
		p.down(0, -p.now.leading)
		p.say(args[2].RawString())
	case op == "TJ" && len(args) == 1:
		for i := range args[0].Len() {
			if x := args[0].Index(i); x.Kind() == pdf.String {
				p.say(x.RawString())
			} else {
				p.now.text = moved(-x.Float64()/1000*p.now.size*p.now.wide, 0).times(p.now.text)
			}
		}
	}
}

func (p *painter) say(raw string) {
	g := &p.now
	if g.font == nil {
		return
	}
	for raw != "" {
		s, w, n := g.font.next(raw)
		at := matrix{g.size * g.wide, 0, 0, g.size, 0, g.up}.times(g.text).times(g.page)
		step := w*g.size + g.letters
		if n == 1 && raw[0] == ' ' {
			step += g.words
		}
		if s != "" {
			h := math.Hypot(at[2], at[3])
			p.out = append(p.out, letter{s: s, x: at[4], y: at[5], w: w * math.Abs(at[0]), h: math.Max(h, 1)})
		}
		g.text = moved(step*g.wide, 0).times(g.text)
		raw = raw[n:]
	}
}

// face is a font as far as its text goes: what its codes mean, and how wide they
// are in parts of the size.
type face struct {
	bytes   int // of a code
	meaning map[string]string
	simple  pdf.TextEncoding
	width   map[int]float64
	usual   float64
	steps   int // that its tables may still take
}

// maxSteps bounds what the tables of one font may say.
const maxSteps = 1 << 18

// unknownWidth stands for a letter of a font that does not say its widths.
const unknownWidth = 0.5

func newFace(v pdf.Value) *face {
	f := &face{bytes: 1, width: map[int]float64{}, usual: unknownWidth, steps: maxSteps}
	if v.Key("Subtype").Name() == "Type0" {
		f.bytes = 2
		f.wideWidths(v.Key("DescendantFonts").Index(0))
	} else {
		first := int(v.Key("FirstChar").Int64())
		for i, w := range numbers(v.Key("Widths")) {
			f.width[first+i] = w / 1000
		}
		if v.Key("Subtype").Name() == "Type3" { // in units of its own
			if m := numbers(v.Key("FontMatrix")); len(m) == 6 {
				for code, w := range f.width {
					f.width[code] = w * 1000 * math.Abs(m[0])
				}
			}
		}
	}
	f.read(v.Key("ToUnicode"))
	own := pdf.Font{V: v}
	if f.simple = own.Encoder(); f.simple == nil {
		f.simple = latin{}
	}
	return f
}

// latin gives bytes as letters where a font says nothing.
type latin struct{}

// Decode reads each byte as a letter.
func (latin) Decode(raw string) string {
	out := make([]rune, 0, len(raw))
	for i := range len(raw) {
		out = append(out, rune(raw[i]))
	}
	return string(out)
}

// wideWidths reads "W": a code with the widths of those that follow, or a range
// with the width of all. Source: ISO 32000-1:2008, 9.7.4.3.
func (f *face) wideWidths(v pdf.Value) {
	f.usual = 1
	if d := v.Key("DW"); d.Kind() != pdf.Null {
		f.usual = d.Float64() / 1000
	}
	w := v.Key("W")
	for i := 0; i+1 < w.Len(); {
		first := int(w.Index(i).Int64())
		if list := w.Index(i + 1); list.Kind() == pdf.Array {
			for k, x := range numbers(list) {
				f.width[first+k] = x / 1000
			}
			i += 2
			continue
		}
		last, x := int(w.Index(i+1).Int64()), w.Index(i+2).Float64()/1000
		for code := first; code <= min(last, 1<<16) && f.steps > 0; code++ {
			f.steps--
			f.width[code] = x
		}
		i += 3
	}
}

// maxTable bounds the table of a font's meanings, in bytes.
const maxTable = 2 << 20

// read takes what the codes mean from the table that the font carries for it.
// Source: ISO 32000-1:2008, 9.10.3.
func (f *face) read(table pdf.Value) {
	if table.Kind() != pdf.Stream {
		return
	}
	text, err := io.ReadAll(io.LimitReader(table.Reader(), maxTable))
	if err != nil {
		return
	}
	f.meaning = map[string]string{}
	var args [][]string // each a code, or the codes in brackets
	open := false
	for _, m := range tableWord.FindAllSubmatch(text, -1) {
		switch word := string(m[0]); {
		case word == "[":
			args, open = append(args, nil), true
		case word == "]":
			open = false
		case m[1] != nil:
			raw := unhex(m[1])
			if open {
				args[len(args)-1] = append(args[len(args)-1], raw)
			} else {
				args = append(args, []string{raw})
			}
		default:
			f.table(word, args)
			args = nil
		}
	}
	if len(f.meaning) == 0 {
		f.meaning = nil
	}
}

var tableWord = regexp.MustCompile(`<([0-9A-Fa-f\s]+)>|[\[\]]|(?:begin|end)(?:codespacerange|bfchar|bfrange)`)

func unhex(digits []byte) string {
	digits = bytes.Join(bytes.Fields(digits), nil)
	out := make([]byte, len(digits)/2)
	n, _ := hex.Decode(out, digits[:len(digits)/2*2]) // what is no number ends it
	return string(out[:n])
}

// table carries out what ends a part of the table.
func (f *face) table(word string, args [][]string) {
	one := func(i int) string {
		if i < len(args) && len(args[i]) > 0 {
			return args[i][0]
		}
		return ""
	}
	switch word {
	case "endcodespacerange":
		if n := len(one(max(0, len(args)-1))); n > 0 && n <= 2 {
			f.bytes = n
		}
	case "endbfchar":
		for i := 0; i+1 < len(args); i += 2 {
			f.meaning[one(i)] = wideText(one(i + 1))
		}
	case "endbfrange":
		for i := 0; i+2 < len(args); i += 3 {
			f.span(one(i), one(i+1), args[i+2])
		}
	}
}

// span gives a range of codes their meanings: one for each, or the first.
func (f *face) span(low, high string, to []string) {
	from, last := code(low), code(high)
	for c := from; c <= last && f.steps > 0 && len(to) > 0; c++ {
		f.steps--
		key := string([]byte{byte(c >> 8), byte(c)})[2-min(2, len(low)):]
		if len(to) > 1 {
			if c-from < len(to) {
				f.meaning[key] = wideText(to[c-from])
			}
			continue
		}
		b := []byte(to[0])
		if n := len(b); n >= 2 {
			v := int(b[n-2])<<8 + int(b[n-1]) + c - from
			b[n-2], b[n-1] = byte(v>>8), byte(v)
		}
		f.meaning[key] = wideText(string(b))
	}
}

func code(raw string) int {
	n := 0
	for i := range min(len(raw), 2) {
		n = n<<8 + int(raw[i])
	}
	return n
}

// wideText reads text of two bytes a letter.
func wideText(raw string) string {
	units := make([]uint16, 0, len(raw)/2)
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	if len(units) > 1 && !slices.ContainsFunc(units, func(u uint16) bool { return u&0xff != 0 || u>>8 < 'a' || u>>8 > 'z' }) {
		for i, u := range units { // "fi" with its bytes the wrong way round, as Ghostscript writes ligatures
			units[i] = u >> 8
		}
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return -1
		}
		return r
	}, string(utf16.Decode(units)))
}

// next gives what the first code of raw shows, its width and its length.
func (f *face) next(raw string) (s string, width float64, n int) {
	n = min(f.bytes, len(raw))
	head := raw[:n]
	width, ok := f.width[code(head)]
	if !ok || width == 0 && f.bytes == 1 {
		width = f.usual
	}
	if s, ok = f.meaning[head]; !ok && f.bytes == 1 {
		s = f.simple.Decode(head)
	}
	return s, width, n
}
