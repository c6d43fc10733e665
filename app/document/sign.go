package document

import (
	"slices"
	"strings"

	"scranno/app/civic"
)

// signer is a name with its group and its empty line, never parted.
type signer struct {
	name, group []line
	height      float64
}

const (
	groupSize = 10
	// fewSigners stand one below the other; more of them two by two.
	fewSigners = 4
	// signatureMark is the title of the part that holds the names.
	signatureMark = "Firme"
)

func (p *paginator) signer(s civic.Signatory) signer {
	out := signer{name: p.set.lines([]Span{{tidy(s.Name), SerifBold}}, bodySize, signWidth, false)}
	if group := tidy(s.Group); strings.TrimSpace(group) != "" {
		out.group = p.set.lines([]Span{{group, SerifItalic}}, groupSize, signWidth, false)
	}
	out.height = leading*(bodySize*float64(len(out.name))+groupSize*float64(len(out.group))) + signSpace
	return out
}

// signRow is who signs side by side.
type signRow []signer

func (r signRow) height() float64 {
	h := 0.0
	for _, s := range r {
		h = max(h, s.height)
	}
	return h
}

func (p *paginator) signRows(signers []civic.Signatory) []signRow {
	all := make([]signer, len(signers))
	across := 1
	if len(signers) > fewSigners {
		across = 2
	}
	for i, s := range signers {
		all[i] = p.signer(s)
		if all[i].height > most {
			across = 1 // a name that goes over sheets has no neighbour
		}
	}
	var rows []signRow
	for row := range slices.Chunk(all, across) {
		rows = append(rows, row)
	}
	return rows
}

// signersTogether is the height of the names that stay on one sheet with the
// end of the text: all of them, or the first two rows of very many.
func (p *paginator) signersTogether(signers []civic.Signatory) float64 {
	total, two := 0.0, 0.0
	for i, row := range p.signRows(signers) {
		total += row.height()
		if i < 2 {
			two = total
		}
		if total > most {
			return two
		}
	}
	return total
}

// signatures sets each name with its empty line, at the right of the sheet, or
// in two columns. The last two rows stay together.
func (p *paginator) signatures(signers []civic.Signatory) {
	p.parts.enter(Block{Mark: signatureMark})
	rows := p.signRows(signers)
	wide := len(rows) > 0 && len(rows[0]) > 1
	for i, row := range rows {
		height := row.height()
		if i == len(rows)-2 {
			height += rows[i+1].height()
		}
		if p.left() < height && !p.top {
			p.newPage()
		}
		top := p.y
		for n, s := range row {
			indent, foot := pageWidth-2*marginX-signWidth, 0.0
			if wide {
				p.y, foot = top, top+row.height()
				indent *= float64(n)
			}
			p.sign(s, indent, foot)
		}
		if wide {
			p.y = top + row.height()
		}
	}
}

// sign sets a name; the line to sign on is no higher than that of its
// neighbour, which ends at foot.
func (p *paginator) sign(s signer, indent, foot float64) {
	p.part, _ = p.parts.open(Block{Role: Paragraph})
	for _, l := range s.name {
		p.signerLine(l, bodySize, indent)
	}
	if len(s.group) > 0 {
		p.part, _ = p.parts.open(Block{Role: Paragraph})
	}
	for _, l := range s.group {
		p.signerLine(l, groupSize, indent)
	}
	p.y = max(p.y+signSpace, foot)
	p.page().Rules = append(p.page().Rules, Rule{X: marginX + indent, Y: p.y - signGap, Width: signWidth})
}

func (p *paginator) signerLine(l line, size, indent float64) {
	if p.left() < size*leading+signSpace && !p.top {
		p.newPage() // only under a name longer than a sheet
	}
	p.y += size * leading
	p.line(l, look{size: size, indent: indent, align: ragged})
	p.top = false
}
