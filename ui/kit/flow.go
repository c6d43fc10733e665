package kit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// SpanKind is what is special about a stretch of text.
type SpanKind uint8

// The kinds add up: a marked word inside an emphasis is both.
const (
	Marked SpanKind = 1 << iota // found by the search
	Strong
	Emphasis
	Linked
	Gap  // a placeholder still to be filled
	Gone // of a comparison: it is not there any more
	Come // of a comparison: it is new
)

// Span is a stretch of a text, in bytes, half open. Link is where a Linked one
// leads.
type Span struct {
	From, To int
	Kind     SpanKind
	Link     string
}

// segment is a piece of one line in one style.
type segment struct {
	text     string
	x, width float32
	kind     SpanKind
	link     string
}

type flowLine struct {
	segs  []segment
	width float32
}

// measurer knows the width of words in one typeface and size, and remembers.
type measurer struct {
	size  float32
	serif bool
	bold  bool // the whole text is bold
	theme fyne.Theme
	cache map[wordKey]float32
}

type wordKey struct {
	word string
	kind SpanKind
}

func newMeasurer(th fyne.Theme, size float32, serif, bold bool) *measurer {
	return &measurer{size: size, serif: serif, bold: bold, theme: th, cache: map[wordKey]float32{}}
}

func (m *measurer) style(k SpanKind) fyne.TextStyle {
	return fyne.TextStyle{Bold: m.bold || k&Strong != 0, Italic: k&Emphasis != 0}
}

// font is nil for the sans, which the toolkit finds by itself.
func (m *measurer) font(k SpanKind) fyne.Resource {
	if !m.serif {
		return nil
	}
	return serifOf(m.theme, m.style(k))
}

func (m *measurer) width(word string, k SpanKind) float32 {
	key := wordKey{word, k & (Strong | Emphasis)}
	if w, ok := m.cache[key]; ok {
		return w
	}
	size, _ := fyne.CurrentApp().Driver().RenderedTextSize(word, m.size, m.style(k), m.font(k))
	m.cache[key] = size.Width
	return size.Width
}

func (m *measurer) lineHeight() float32 {
	size, _ := fyne.CurrentApp().Driver().RenderedTextSize("Àg", m.size, m.style(0), m.font(0))
	return size.Height
}

// piece is a word, or the space before one, in one style.
type piece struct {
	text  string
	kind  SpanKind
	link  string
	space bool
	brk   bool // a line ends here
	glue  bool // belongs to the word before it: a style changed inside a word
}

// pieces cuts a text where lines may break and where styles change.
func pieces(text string, spans []Span) []piece {
	cuts := map[int]bool{}
	for _, s := range spans {
		cuts[s.From], cuts[s.To] = true, true
	}
	var out []piece
	start := 0
	prevWord := false
	emit := func(end int) {
		if end > start {
			k, link := kindAt(spans, start)
			out = append(out, piece{text: text[start:end], kind: k, link: link, glue: prevWord})
			prevWord = true
		}
		start = end
	}
	for i, r := range text {
		if cuts[i] {
			emit(i)
		}
		if r != '\n' && (!unicode.IsSpace(r) || r == '\u00a0' || r == '\u202f') {
			continue
		}
		emit(i)
		prevWord = false
		k, link := kindAt(spans, i)
		if r == '\n' {
			out = append(out, piece{brk: true})
		} else if n := len(out); n == 0 || !out[n-1].space {
			out = append(out, piece{text: " ", kind: k, link: link, space: true})
		}
		start = i + utf8.RuneLen(r)
	}
	emit(len(text))
	return out
}

func kindAt(spans []Span, at int) (SpanKind, string) {
	var k SpanKind
	link := ""
	for _, s := range spans {
		if s.From <= at && at < s.To {
			k |= s.Kind
			if s.Link != "" {
				link = s.Link
			}
		}
	}
	return k, link
}

// flow breaks a text into lines no wider than width; maxLines 0 means all, else
// the last line ends with an ellipsis where text is left over. Spans outside
// the text are ignored; invalid UTF-8 is shown as the replacement character.
func flow(text string, spans []Span, width float32, m *measurer, maxLines int) []flowLine {
	if !utf8.ValidString(text) {
		text, spans = strings.ToValidUTF8(text, "\ufffd"), nil
	}
	f := &flower{m: m, width: width, max: maxLines}
	all := pieces(text, spans)
	for i := 0; i < len(all) && !f.full; {
		if all[i].brk {
			f.endLine()
			i++
			continue
		}
		if all[i].space {
			f.pending = &all[i]
			i++
			continue
		}
		j := i + 1 // a word with the pieces glued to it
		for j < len(all) && all[j].glue {
			j++
		}
		f.word(all[i:j])
		i = j
	}
	if len(f.line.segs) > 0 || len(f.lines) == 0 && !f.full {
		f.endLine()
	}
	return f.lines
}

// flower fills lines one after another.
type flower struct {
	m       *measurer
	width   float32
	max     int
	lines   []flowLine
	line    flowLine
	pending *piece
	full    bool
}

func (f *flower) word(parts []piece) {
	var w float32
	for _, p := range parts {
		w += f.m.width(p.text, p.kind)
	}
	gap := float32(0)
	if f.pending != nil && len(f.line.segs) > 0 {
		gap = f.m.width(" ", f.pending.kind)
	}
	if len(f.line.segs) > 0 && f.line.width+gap+w > f.width {
		if f.last() {
			f.ellipsis(parts)
			return
		}
		f.endLine()
	} else if gap > 0 {
		f.put(*f.pending)
	}
	f.pending = nil
	for _, p := range parts {
		f.place(p)
		if f.full {
			return
		}
	}
}

// place puts a piece, cutting it where even a whole line cannot hold it.
func (f *flower) place(p piece) {
	for f.line.width+f.m.width(p.text, p.kind) > f.width && utf8.RuneCountInString(p.text) > 1 {
		room := f.width - f.line.width
		if f.last() {
			f.ellipsis([]piece{p})
			return
		}
		head := f.fit(p, room)
		if head == "" && len(f.line.segs) == 0 {
			_, n := utf8.DecodeRuneInString(p.text)
			head = p.text[:n]
		}
		if head != "" {
			f.put(piece{text: head, kind: p.kind, link: p.link})
			p.text = p.text[len(head):]
		}
		f.endLine()
	}
	if p.text != "" {
		f.put(p)
	}
}

// fit gives the longest head of a piece that the room holds.
func (f *flower) fit(p piece, room float32) string {
	ends := make([]int, 0, len(p.text))
	for i, r := range p.text {
		ends = append(ends, i+utf8.RuneLen(r))
	}
	lo, hi := 0, len(ends)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		size, _ := fyne.CurrentApp().Driver().RenderedTextSize(p.text[:ends[mid-1]], f.m.size, f.m.style(p.kind), f.m.font(p.kind))
		if size.Width <= room {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	if lo == 0 {
		return ""
	}
	return p.text[:ends[lo-1]]
}

func (f *flower) put(p piece) {
	w := f.m.width(p.text, p.kind)
	if n := len(f.line.segs); n > 0 && f.line.segs[n-1].kind == p.kind && f.line.segs[n-1].link == p.link {
		f.line.segs[n-1].text += p.text
		f.line.segs[n-1].width += w
	} else {
		f.line.segs = append(f.line.segs, segment{text: p.text, x: f.line.width, width: w, kind: p.kind, link: p.link})
	}
	f.line.width += w
}

func (f *flower) last() bool { return f.max > 0 && len(f.lines) == f.max-1 }

func (f *flower) endLine() {
	f.lines = append(f.lines, f.line)
	f.line, f.pending = flowLine{}, nil
	f.full = f.max > 0 && len(f.lines) == f.max
}

// ellipsis ends the last line with as much of the word as fits before "…".
func (f *flower) ellipsis(parts []piece) {
	const dots = "…"
	dotsWidth := f.m.width(dots, 0)
	if f.pending != nil && len(f.line.segs) > 0 {
		f.put(*f.pending)
	}
	if head := f.fit(parts[0], f.width-f.line.width-dotsWidth); head != "" {
		f.put(piece{text: head, kind: parts[0].kind, link: parts[0].link})
	} else {
		f.shrink(dotsWidth)
	}
	f.put(piece{text: dots})
	f.endLine()
}

// shrink drops from the line's end until there is room for the dots.
func (f *flower) shrink(room float32) {
	for len(f.line.segs) > 0 && f.line.width+room > f.width {
		last := &f.line.segs[len(f.line.segs)-1]
		f.line.width -= last.width
		head := f.fit(piece{text: last.text, kind: last.kind}, f.width-f.line.width-room)
		head = strings.TrimRight(head, " ")
		if head == "" {
			f.line.segs = f.line.segs[:len(f.line.segs)-1]
			continue
		}
		last.text, last.width = head, f.m.width(head, last.kind)
		f.line.width += last.width
		return
	}
}
