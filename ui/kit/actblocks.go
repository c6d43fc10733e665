package kit

import (
	"strings"

	"scranno/app/document"
)

// BlocksOf turns an act as a document into the blocks of a Reader; signed says
// what stands before the names of who signs.
func BlocksOf(d document.Document, signed string) []Block {
	out := make([]Block, 0, len(d.Blocks))
	for _, b := range d.Blocks {
		if b.Role == document.Arms {
			continue // of the paper alone
		}
		if b.Role == document.Signatures {
			out = append(out, signerBlocks(b, signed)...)
			continue
		}
		text, spans := plainSpans(b)
		out = append(out, Block{ID: b.Mark, Role: roleOf(b.Role), Marker: b.Label, Text: text, Spans: spans})
	}
	return out
}

func roleOf(r document.Role) BlockRole {
	switch r {
	case document.Heading, document.BodyName:
		return BlockLetterhead
	case document.KindTitle:
		return BlockKind
	case document.Subject:
		return BlockSubject
	case document.Formula:
		return BlockFormula
	case document.Point:
		return BlockPoint
	case document.Article:
		return BlockArticle
	case document.Addressee, document.PlaceDay:
		return BlockRight
	case document.Note:
		return BlockSmall
	}
	return BlockText
}

// plainSpans joins the runs of a block; faces become spans where the block is
// not set in them as a whole.
func plainSpans(b document.Block) (string, []Span) {
	var text strings.Builder
	var spans []Span
	whole := styleOf(roleOf(b.Role))
	for _, s := range b.Spans {
		from := text.Len()
		text.WriteString(s.Text)
		var kind SpanKind
		switch {
		case (s.Font == document.SerifBold || s.Font == document.SansBold) && !whole.bold && b.Role != document.Heading:
			kind = Strong
		case s.Font == document.SerifItalic:
			kind = Emphasis
		}
		if kind != 0 && text.Len() > from {
			spans = append(spans, Span{From: from, To: text.Len(), Kind: kind})
		}
	}
	return text.String(), spans
}

func signerBlocks(b document.Block, signed string) []Block {
	out := []Block{{Role: BlockRight, Text: signed}}
	for _, s := range b.Signers {
		text := s.Name
		if s.Group != "" {
			text += " (" + s.Group + ")"
		}
		out = append(out, Block{Role: BlockRight, Text: text})
	}
	return out
}
