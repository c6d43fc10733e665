package document

import (
	"strings"

	"scranno/app/civic"
)

// Style is how a kind of paragraph is set, for the writers whose readers set
// the lines themselves. Lengths are in points.
type Style struct {
	Name          string // in Italian, as a word processor lists it
	Size          float64
	Left, Hanging float64 // of the text; how far its label stands out
	Before, After float64
	Align         Align
	Bold, Italic  bool
	Keep          bool // with what follows
	Level         int  // in the outline, from 1; 0: none
}

// Align is how lines stand between the margins.
type Align int

// The alignments.
const (
	Justified Align = iota
	Ragged
	Centred
	FlushRight
)

// Sheet is the paper and its margins, in points.
type Sheet struct{ Width, Height, Side, Top, Bottom, Foot float64 }

// SheetOfPaper gives the sheet that acts are set on.
func SheetOfPaper() Sheet {
	return Sheet{Width: pageWidth, Height: pageHeight, Side: marginX, Top: marginTop, Bottom: marginEnd, Foot: 30}
}

// Leading is the height of a line, in sizes of its type.
const Leading = leading

// StyleOf gives the style of a block. That of the signatures is the names' own.
func StyleOf(b Block) Style {
	lk := lookOf(b.Role)
	s := Style{
		Name: styleName(b), Size: lk.size, Left: lk.indent, Before: lk.before, After: lk.after, Keep: lk.keep,
		Align: [...]Align{justified: Justified, ragged: Ragged, centred: Centred, flushRight: FlushRight}[lk.align],
	}
	switch b.Role {
	case KindTitle:
		s.Bold, s.Level = true, 1
	case Article:
		s.Level = 2
	case Heading, Subject, Formula, CoverTitle, ContentsTitle:
		s.Bold = true
	case Point:
		s.Left, s.Hanging = hang*float64(1+b.Depth), hang
		if b.Depth > 0 {
			s.Name = "Punto interno"
		}
	case Signatures:
		return SignerName()
	}
	return s
}

// Base is the face that a style is set in.
func (s Style) Base() Font {
	switch {
	case s.Bold:
		return SerifBold
	case s.Italic:
		return SerifItalic
	}
	return Serif
}

// StyleAt gives the style of block i where it stands: the last addressee, and the
// words that announce a list, have one of their own.
func StyleAt(blocks []Block, i int) Style {
	b := blocks[i]
	s := StyleOf(b)
	switch {
	case b.Role == Addressee && (i+1 == len(blocks) || blocks[i+1].Role != Addressee):
		return lastAddressee(s)
	case b.Role == Lead && len(b.Spans) == 1:
		return announcing(s)
	}
	return s
}

func lastAddressee(s Style) Style {
	s.Name, s.After = "Ultimo destinatario", 16
	return s
}

func announcing(s Style) Style {
	s.Name, s.After, s.Keep, s.Italic = "Apertura di elenco", 5, true, true
	return s
}

// LabelGap is the room between a label and its text, in points.
const LabelGap = labelGap

// SignerName is the style of the name of who signs.
func SignerName() Style {
	return Style{Name: "Firmatario", Size: bodySize, Left: signLeft, Align: Ragged, Bold: true, Keep: true}
}

// SignerGroup is the style of the group below the name.
func SignerGroup() Style {
	return Style{Name: "Gruppo del firmatario", Size: groupSize, Left: signLeft, Align: Ragged, Italic: true, Keep: true}
}

// SignerLine is the style of the empty line to sign on.
func SignerLine() Style {
	return Style{Name: "Spazio per la firma", Size: bodySize, Left: signLeft, Align: Ragged, Before: signSpace - signGap - bodySize, After: signGap}
}

// Styles lists every style once, in the order in which an act uses them.
func Styles() []Style {
	var out []Style
	seen := map[string]bool{}
	add := func(s Style) {
		if !seen[s.Name] {
			seen[s.Name] = true
			out = append(out, s)
		}
	}
	for r := Heading; r <= Arms; r++ {
		if r == Signatures {
			add(SignerName())
			add(SignerGroup())
			add(SignerLine())
			continue
		}
		add(StyleOf(Block{Role: r}))
		for _, s := range civic.Sections() {
			add(StyleOf(Block{Role: r, Section: s}))
		}
		switch r {
		case Point:
			add(StyleOf(Block{Role: r, Depth: 1}))
		case Addressee:
			add(lastAddressee(StyleOf(Block{Role: r})))
		case Lead:
			add(announcing(StyleOf(Block{Role: r})))
		}
	}
	return out
}

const signLeft = pageWidth - 2*marginX - signWidth

// styleName is the block's style as the office sees it. None of these is a name
// that word processors give in Italian to a style of their own.
func styleName(b Block) string {
	switch b.Role {
	case Arms:
		return "Stemma"
	case Heading:
		return "Intestazione del gruppo"
	case BodyName:
		return "Ente"
	case KindTitle:
		return "Tipo di atto"
	case Subject:
		return "Oggetto dell’atto"
	case Addressee:
		return "Destinatario"
	case Formula:
		return "Dispositivo"
	case Point:
		return "Punto"
	case Article:
		return "Articolo"
	case PlaceDay:
		return "Luogo e data"
	case Note:
		return "Nota in calce"
	case CoverTitle:
		return "Titolo della raccolta"
	case CoverLine:
		return "Riga di copertina"
	case ContentsTitle:
		return "Titolo delle voci"
	case ContentsLine:
		return "Voce della raccolta"
	}
	switch b.Section {
	case civic.Recital:
		return "Premessa"
	case civic.CitationS:
		return "Riferimento"
	case civic.Hinge:
		return "Raccordo"
	case civic.Operative:
		return "Testo del dispositivo"
	case civic.Article:
		return "Comma"
	case civic.Closing:
		return "Chiusura"
	}
	return "Testo dell’atto"
}

// Keeps tells whether block i stays with the one below it: by its style, since
// it announces a list, or since it is the end of the text above the signatures.
func Keeps(blocks []Block, i int) bool {
	b := blocks[i]
	if i+1 == len(blocks) || blocks[i+1].NewPage {
		return false
	}
	next := blocks[i+1].Role
	switch {
	case next == Signatures, next == PlaceDay:
		return true
	case b.Role == Article:
		return len(b.Spans) == 1 // else the text stands beside the number
	case lookOf(b.Role).keep, b.Role == Lead && len(b.Spans) == 1:
		return true
	}
	n := len(b.Spans)
	return n > 0 && strings.HasSuffix(strings.TrimRight(b.Spans[n-1].Text, " "), ":")
}

// SignatureLine is a line of the block of signatures, as a program for texts has
// it.
type SignatureLine struct {
	Style Style
	Text  string
	Keep  bool // with the line that follows
}

// SignatureLines writes each name with its empty line. None is parted from its
// line, the first stay with the end of the text, and the last has company.
func SignatureLines(signers []civic.Signatory) []SignatureLine {
	var out []SignatureLine
	together := keptTogether(signers)
	for i, s := range signers {
		out = append(out, SignatureLine{SignerName(), s.Name, false})
		if s.Group != "" {
			out = append(out, SignatureLine{SignerGroup(), s.Group, false})
		}
		out = append(out, SignatureLine{SignerLine(), "", i+1 < together || i == len(signers)-2})
	}
	return out
}

// keptTogether tells how many names stay on one sheet with the end of the text: all
// of them, or the first two of very many.
func keptTogether(signers []civic.Signatory) int {
	const many = 6
	if len(signers) > many {
		return 2
	}
	return len(signers)
}
