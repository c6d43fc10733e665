package document

import "strings"

// paginator puts lines on sheets, one after the other, never going back.
type paginator struct {
	set *setter
	out Pages
	y   float64 // baseline of the last line, or the top of the page
	top bool    // nothing on this page yet

	anchors map[string]int // the pages, from 1, on which anchored blocks begin

	parts structure
	part  int // in which the line being painted stands
}

func (p *paginator) newPage() {
	p.out.Pages = append(p.out.Pages, Page{})
	p.y, p.top = marginTop, true
}

func (p *paginator) page() *Page { return &p.out.Pages[len(p.out.Pages)-1] }

func (p *paginator) left() float64 { return pageHeight - marginEnd - p.y }

// place sets block i. It breaks the page first where the block's first two
// lines, with what must stay beside them, would not fit.
func (p *paginator) place(flows []flow, i int) {
	f := flows[i]
	if f.block.NewPage && !p.top {
		p.newPage()
	}
	switch {
	case f.block.Role == Signatures:
		p.signatures(f.block.Signers)
		p.parts.enter(f.block)
		return
	case f.block.Role == Arms && f.block.Picture != nil:
		p.arms(f)
		return
	}
	if len(f.lines) == 0 {
		return
	}
	if p.left() < p.need(flows, i) && !p.top {
		p.newPage()
	}
	if !p.top || f.block.Role == CoverTitle {
		p.y += f.look.before
	}
	step := f.look.size * leading
	for n := 0; n < len(f.lines); {
		fit := p.fitting(flows, i, n)
		if fit == 0 && !p.top {
			p.newPage()
			continue
		}
		if n == 0 {
			p.begin(f)
		}
		for _, l := range f.lines[n : n+max(fit, 1)] {
			p.y += step
			p.line(l, f.look)
			p.top = false
			n++
		}
	}
	p.tail(f)
	p.y += f.look.after
}

// arms sets the coat of arms in the middle; it always stands at the top of a
// sheet.
func (p *paginator) arms(f flow) {
	w, h := f.block.Picture.Size()
	if p.left() < h && !p.top {
		p.newPage()
	}
	p.begin(f)
	p.page().Pictures = append(p.page().Pictures, Image{
		X: (pageWidth - w) / 2, Y: p.y, Width: w, Height: h, Picture: f.block.Picture, Part: p.part,
	})
	p.y += h + f.look.after
	p.top = false
}

// begin notes where a block starts and sets its label.
func (p *paginator) begin(f flow) {
	if f.block.Anchor != "" {
		p.anchors[f.block.Anchor] = len(p.out.Pages)
	}
	if f.block.Mark != "" {
		p.out.Outline = append(p.out.Outline, Mark{Title: f.block.Mark, Page: len(p.out.Pages) - 1, Y: p.y})
	}
	text, label := p.parts.open(f.block)
	if f.label != nil {
		y := p.y
		p.part = label
		p.y += f.look.size * leading
		p.line(*f.label, look{size: f.look.size, indent: f.look.indent - labelGap - f.label.width, align: ragged})
		p.y = y
	}
	p.part = text
}

// fitting gives how many lines of block i, from line n on, go on this sheet.
// No first or last line stands alone, no word is divided between two sheets,
// and the last lines of the text go over with the signatures.
func (p *paginator) fitting(flows []flow, i, n int) int {
	f := flows[i]
	step := f.look.size * leading
	rest := len(f.lines) - n
	fit := min(max(int(p.left()/step), 0), rest)
	tail := min(2, rest)
	switch {
	case fit == rest && !(anchored(flows, i) && p.left() < float64(rest)*step+p.need(flows, i+1)):
		return fit
	case rest-fit < tail:
		fit = rest - tail
	}
	for fit > 0 && f.lines[n+fit-1].broken {
		fit--
	}
	if n == 0 && fit == 1 {
		return 0
	}
	return fit
}

// most is the height beyond which blocks do not keep together.
const most = (pageHeight - marginTop - marginEnd) / 2

// need gives the height without which block i does not begin: two lines, and
// with a block that keeps with the next what that needs.
func (p *paginator) need(flows []flow, i int) float64 {
	total, own := 0.0, 0.0
	for first := i; i < len(flows); i++ {
		if i > first && flows[i].block.NewPage {
			return total
		}
		if own == 0 {
			own = total // of block i alone
		}
		if total > most {
			return own
		}
		f := flows[i]
		if f.block.Role == Signatures {
			return total + p.signersTogether(f.block.Signers)
		}
		step := f.look.size * leading
		total += f.look.before + step*float64(min(len(f.lines), 2))
		if !f.look.keep && (!anchored(flows, i) || len(f.lines) > 3) {
			return total
		}
		total += step*float64(max(0, len(f.lines)-2)) + f.look.after
	}
	return total
}

// anchored tells whether a block is the last of the text: its end goes over
// with place, day and signatures, which never stand alone on a sheet.
func anchored(flows []flow, i int) bool {
	return i+1 < len(flows) && (flows[i+1].block.Role == Signatures || flows[i+1].block.Role == PlaceDay)
}

// line paints a line at the present baseline. Words before a space carry it, so
// that copied text keeps its spaces.
func (p *paginator) line(l line, lk look) {
	width := pageWidth - 2*marginX - lk.indent - lk.right
	x := marginX + lk.indent
	stretch := 0.0
	switch lk.align {
	case centred:
		x += (width - l.width) / 2
	case flushRight:
		x += width - l.width
	case justified:
		if gaps := l.gaps(); !l.last && gaps > 0 {
			stretch = (width - l.width) / float64(gaps)
			if stretch > lk.size*0.6 {
				stretch = 0 // too open: better ragged
			}
		}
	}
	for i, a := range l.atoms {
		value := a.text
		if i == len(l.atoms)-1 && !l.last && !l.parted || i < len(l.atoms)-1 && a.space > 0 {
			value += " "
		}
		p.page().Texts = append(p.page().Texts, Text{X: x, Y: p.y, Size: lk.size, Font: a.font, Value: value, Part: p.part})
		x += a.width
		if a.space > 0 {
			x += a.space + stretch
		}
	}
}

func (l line) gaps() int {
	n := 0
	for i, a := range l.atoms {
		if a.space > 0 && i < len(l.atoms)-1 {
			n++
		}
	}
	return n
}

// folios writes "Pagina x di y" at the foot of every page.
func (p *paginator) folios() {
	const size = 9
	for i := range p.out.Pages {
		text := Folio(i+1, len(p.out.Pages))
		w := p.set.measure(Serif, size, text)
		x := (pageWidth - w) / 2
		words := strings.Split(text, " ")
		for n, word := range words {
			if n < len(words)-1 {
				word += " "
			}
			p.out.Pages[i].Texts = append(p.out.Pages[i].Texts, Text{X: x, Y: pageHeight - 36, Size: size, Font: Serif, Value: word})
			x += p.set.measure(Serif, size, word)
		}
	}
}
