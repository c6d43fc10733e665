package document

import (
	"strconv"

	"scranno/app/civic"
)

// Dossier is several acts as one document.
type Dossier struct {
	Title string
	By    string
	Date  civic.Date
	Acts  []civic.Content
	Heads Letterheads // of the acts' own bodies
}

// BuildDossier makes the document of a dossier: a cover, the list of the acts
// with their pages, and each act on a sheet of its own.
func BuildDossier(x Dossier) Document {
	d := Document{Title: tidy(x.Title), Language: "it-IT", Date: x.Date}
	if x.By != "" {
		d.Authors = []string{tidy(x.By)}
	}
	d.add(CoverTitle, SerifBold, x.Title)
	d.add(CoverLine, Serif, x.By)
	d.add(CoverLine, Serif, Day(x.Date))
	d.add(CoverLine, Serif, actCount(len(x.Acts)))
	d.Blocks = append(d.Blocks, Block{Role: ContentsTitle, Mark: contentsTitle, NewPage: true, Spans: []Span{{contentsTitle, SerifBold}}})
	for i, c := range x.Acts {
		d.Blocks = append(d.Blocks, Block{Role: ContentsLine, Refers: anchor(i), Spans: contentsLine(c)})
	}
	for i, c := range x.Acts {
		blocks := BuildWith(c, x.Heads).Blocks
		for n, b := range blocks {
			if b.Role != KindTitle && b.Role != Article {
				blocks[n].Mark = ""
			}
			if b.Role == KindTitle {
				blocks[n].Mark = title(c)
			}
		}
		if len(blocks) > 0 {
			blocks[0].NewPage, blocks[0].Anchor = true, anchor(i)
		}
		d.Blocks = append(d.Blocks, blocks...)
	}
	typeset(&d)
	return d
}

func anchor(i int) string { return "atto" + strconv.Itoa(i+1) }

// contentsLine names an act: its kind, its subject, whose it is and when.
func contentsLine(c civic.Content) []Span {
	out := []Span{{title(c), Serif}}
	line := tidy(c.BodyName)
	if day := Day(c.Date); day != "" {
		if line != "" {
			line += ", "
		}
		line += day
	}
	if line != "" {
		out[0].Text += " "
		out = append(out, Span{"(" + line + ")", SerifItalic})
	}
	return out
}

// Number writes beside each entry of the contents the page that it begins on,
// as the paper has it.
func (m *Metrics) Number(d Document) (Document, error) {
	if !refers(d) {
		return d, nil
	}
	d.Blocks = append([]Block(nil), d.Blocks...)
	for i, b := range d.Blocks {
		if b.Refers != "" {
			d.Blocks[i].Tail = "000"
		}
	}
	// The tails have a column of their own: numbers move no line.
	_, pages, err := m.set(d)
	if err != nil {
		return d, err
	}
	for i, b := range d.Blocks {
		if b.Refers != "" {
			d.Blocks[i].Tail = strconv.Itoa(pages[b.Refers])
		}
	}
	return d, nil
}

func refers(d Document) bool {
	for _, b := range d.Blocks {
		if b.Refers != "" && b.Tail == "" {
			return true
		}
	}
	return false
}

// tail sets a page's number at the right end of a block's last line.
func (p *paginator) tail(f flow) {
	if f.block.Tail == "" {
		return
	}
	if l := p.set.lines([]Span{{f.block.Tail, Serif}}, f.look.size, pageWidth, false); len(l) > 0 {
		if n := len(p.page().Texts); n > 0 {
			p.page().Texts[n-1].Value += " " // who copies the line gets two words
		}
		p.line(l[0], look{size: f.look.size, align: flushRight})
	}
}
