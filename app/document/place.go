package document

import (
	"strings"

	"scranno/app/civic"
)

// paginator puts lines on sheets, one after the other, never going back.
type paginator struct {
	set *setter
	out Pages
	y   float64 // baseline of the last line, or the top of the page
	top bool    // nothing on this page yet
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
	if f.block.Role == Signatures {
		p.signatures(f.block.Signers)
		return
	}
	if len(f.lines) == 0 {
		return
	}
	if p.left() < p.need(flows, i) && !p.top {
		p.newPage()
	}
	if !p.top {
		p.y += f.look.before
	}
	step := f.look.size * leading
	if f.block.Mark != "" {
		p.out.Outline = append(p.out.Outline, Mark{Title: f.block.Mark, Page: len(p.out.Pages) - 1, Y: p.y})
	}
	lastBlock := anchored(flows, i)
	for n := range f.lines {
		rest := len(f.lines) - n
		// No widow: the last two lines stay together, and before the signatures
		// they go over with them.
		short := p.left() < step || rest == 2 && p.left() < 2*step && n > 0
		if lastBlock && rest == min(2, len(f.lines)) && p.left() < float64(rest)*step+p.need(flows, i+1) && n > 0 {
			short = true
		}
		if short && !p.top {
			p.newPage()
		}
		p.y += step
		if n == 0 && f.label != nil {
			p.line(*f.label, look{size: f.look.size, align: ragged})
		}
		p.line(f.lines[n], f.look)
		p.top = false
	}
	p.y += f.look.after
}

// need gives the height without which block i does not begin: two lines, and
// with a block that keeps with the next what that needs.
func (p *paginator) need(flows []flow, i int) float64 {
	total := 0.0
	for ; i < len(flows); i++ {
		f := flows[i]
		if f.block.Role == Signatures {
			return total + signHeight
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
		if a.space > 0 && i < len(l.atoms)-1 {
			value += " "
		}
		p.page().Texts = append(p.page().Texts, Text{X: x, Y: p.y, Size: lk.size, Font: a.font, Value: value})
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

// signatures sets each name with its empty line at the right of the sheet. A
// name is never parted from its line.
func (p *paginator) signatures(signers []civic.Signatory) {
	indent := pageWidth - 2*marginX - signWidth
	for _, s := range signers {
		name := p.set.lines([]Span{{tidy(s.Name), SerifBold}}, bodySize, signWidth)
		group := p.set.lines([]Span{{tidy(s.Group), SerifItalic}}, 10, signWidth)
		if strings.TrimSpace(s.Group) == "" {
			group = nil
		}
		step := bodySize * leading
		if p.left() < step*float64(len(name)+len(group))+signHeight-step && !p.top {
			p.newPage()
		}
		for _, l := range name {
			p.y += step
			p.line(l, look{size: bodySize, indent: indent, align: ragged})
		}
		for _, l := range group {
			p.y += 10 * leading
			p.line(l, look{size: 10, indent: indent, align: ragged})
		}
		p.y += signHeight - 2*step
		p.page().Rules = append(p.page().Rules, Rule{X: marginX + indent, Y: p.y, Width: signWidth})
		p.y += 10
		p.top = false
	}
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
