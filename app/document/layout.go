package document

import (
	"fmt"
	"strings"
)

// The sheet and its type, in points: A4, 25 mm at the left for the binding.
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	marginX    = 70.87
	marginTop  = 62.36
	marginEnd  = 70.87 // below the text; the folio stands inside it
	bodySize   = 11.5
	leading    = 1.36
	hang       = 22.0 // of a point's text
	labelGap   = 6.0  // between label and text: under half an em, so that copying takes them together
	signSpace  = 32.0 // below a name, for the hand
	signGap    = 10.0 // of it, below the line to sign on
	signWidth  = 215.0
)

// Layout sets a document on pages. It fails only where a font is damaged.
func Layout(d Document) (Pages, error) { return NewMetrics().Layout(d) }

// Layout sets a document on pages with measures that are already known.
func (m *Metrics) Layout(d Document) (Pages, error) {
	d, err := m.Number(d)
	if err != nil {
		return Pages{}, err
	}
	pages, _, err := m.set(d)
	return pages, err
}

// set gives the pages, and the number of that where each anchor stands.
func (m *Metrics) set(d Document) (Pages, map[string]int, error) {
	s := &setter{m: m, missing: map[rune]bool{}}
	p := &paginator{set: s, parts: newStructure(), anchors: map[string]int{}, out: Pages{
		Width: pageWidth, Height: pageHeight, Title: d.Title, Authors: d.Authors, Language: d.Language, Date: d.Date,
	}}
	p.newPage()
	flows := make([]flow, 0, len(d.Blocks)+1)
	for _, b := range d.Blocks {
		flows = append(flows, p.flow(b))
	}
	if note := missingNote(s.order); note != "" {
		flows = append(flows, p.flow(Block{Role: Note, Spans: []Span{{note, SerifItalic}}}))
	}
	for i := range flows {
		if flows[i].block.Role == Addressee && (i+1 == len(flows) || flows[i+1].block.Role != Addressee) {
			flows[i].look.after = 16
		}
	}
	for i := range flows {
		p.place(flows, i)
	}
	p.folios()
	if s.err != nil {
		return Pages{}, nil, s.err
	}
	p.out.Missing, p.out.Parts = s.order, p.parts.parts
	return p.out, p.anchors, nil
}

// missingNote says on paper which characters it could not show.
func missingNote(missing []rune) string {
	if len(missing) == 0 {
		return ""
	}
	const most = 40
	names := make([]string, 0, most)
	for i, r := range missing {
		if i == most {
			names = append(names, "…")
			break
		}
		names = append(names, fmt.Sprintf("U+%04X", r))
	}
	return "Caratteri che questo documento non può mostrare, segnati con " + string(box) + ": " + strings.Join(names, ", ") + "."
}

// look is how a role is set.
type look struct {
	size, indent, right float64
	before, after       float64
	align               alignment
	keep                bool // with what follows
}

type alignment int

const (
	justified alignment = iota
	ragged
	centred
	flushRight
)

func lookOf(r Role) look {
	switch r {
	case Arms:
		return look{size: bodySize, align: centred, after: 6, keep: true}
	case Heading:
		return look{size: 13, align: centred, after: 8, keep: true}
	case BodyName:
		return look{size: 11.5, align: centred, after: 4, keep: true}
	case KindTitle:
		return look{size: 15, align: centred, before: 16, after: 12, keep: true}
	case Subject:
		return look{size: 12, align: ragged, before: 4, after: 14, keep: true}
	case Addressee:
		return look{size: bodySize, indent: 250, align: ragged, after: 2, keep: true}
	case Formula:
		return look{size: bodySize, align: centred, before: 10, after: 8, keep: true}
	case Point:
		return look{size: bodySize, indent: hang, align: justified, after: 6}
	case Article:
		return look{size: bodySize, align: justified, before: 10, after: 6, keep: true}
	case PlaceDay:
		return look{size: bodySize, align: ragged, before: 18, after: 14, keep: true}
	case Note:
		return look{size: 9, align: ragged, before: 14}
	case CoverTitle:
		return look{size: 22, align: centred, before: 220, after: 18, keep: true}
	case CoverLine:
		return look{size: 12, align: centred, after: 6}
	case Code:
		return look{size: 24, align: centred, before: 26, after: 26}
	case ContentsTitle:
		return look{size: 15, align: ragged, after: 14, keep: true}
	case ContentsLine:
		return look{size: bodySize, right: 46, align: ragged, after: 7}
	}
	return look{size: bodySize, align: justified, after: 8}
}

// flow is a block broken into lines, ready to be placed.
type flow struct {
	block Block
	look  look
	lines []line
	label *line
}

func (p *paginator) flow(b Block) flow {
	f := flow{block: b, look: lookOf(b.Role)}
	f.look.indent += hang * float64(b.Depth)
	if b.Role == Lead && len(b.Spans) == 1 {
		f.look.keep, f.look.after = true, 5 // "Premesso che:" before its points
	}
	width := pageWidth - 2*marginX - f.look.indent - f.look.right
	f.lines = p.set.lines(b.Spans, f.look.size, width, f.look.align == justified)
	switch {
	case b.Role == Article && len(b.Spans) > 1:
		f.look.keep = len(f.lines) <= 2 // else the article's text stands beside its number
	case f.announces() && len(f.lines) <= 3:
		f.look.keep = true
	}
	if b.Label != "" {
		label := strings.Trim(b.Label, "*_")
		if label == "\uf0b7" { // a word processor's bullet, in a font of its own
			label = "•"
		}
		if l := p.set.lines([]Span{{label, Serif}}, f.look.size, width, false); len(l) > 0 {
			f.label = &l[0]
			f.label.atoms[0].text += " "
		}
		if len(f.lines) == 0 {
			f.lines = []line{{last: true}}
		}
	}
	return f
}

// announces tells whether a block ends with a colon, as what introduces a list
// does.
func (f flow) announces() bool {
	if len(f.lines) == 0 {
		return false
	}
	atoms := f.lines[len(f.lines)-1].atoms
	return len(atoms) > 0 && strings.HasSuffix(atoms[len(atoms)-1].text, ":")
}
