package document

import "strings"

// PlainText writes a document as text: a paragraph a line, an empty line
// between, points with their labels.
func PlainText(d Document) string {
	var b strings.Builder
	sheet := false // a new one begins with what comes
	for _, blk := range d.Blocks {
		sheet = sheet || blk.NewPage
		if blk.Role == Arms {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n")
			if sheet {
				b.WriteString("\n")
			}
		}
		sheet = false
		if blk.Role == Signatures {
			for n, s := range blk.Signers {
				if n > 0 {
					b.WriteString("\n\n")
				}
				b.WriteString(s.Name)
				if s.Group != "" {
					b.WriteString("\n" + s.Group)
				}
			}
			continue
		}
		b.WriteString(strings.Repeat("   ", blk.Depth))
		if blk.Label != "" {
			b.WriteString(blk.Label + " ")
		}
		b.WriteString(blk.Text())
	}
	b.WriteString("\n")
	return b.String()
}

// Text is the block's runs joined.
func (b Block) Text() string {
	if len(b.Spans) == 1 {
		return b.Spans[0].Text
	}
	var s strings.Builder
	for _, x := range b.Spans {
		s.WriteString(x.Text)
	}
	return s.String()
}
