package document

import "scranno/app/civic"

// Document is an act as blocks in reading order, before any page is known.
type Document struct {
	Title    string // the kind and subject, for the file's metadata
	Authors  []string
	Language string // BCP 47
	Date     civic.Date
	Blocks   []Block
}

// Role is what a block is, for its look and for whoever reads it by machine.
type Role int

// The roles.
const (
	Heading   Role = iota // the group's own, at the top
	BodyName              // the council that the act is for
	KindTitle             // MOZIONE
	Subject               // Oggetto: …
	Addressee
	Paragraph
	Lead     // a cue with its text: premesso che …
	Formula  // impegna il Sindaco e la Giunta a:
	Point    // a numbered or dashed point, with a hanging label
	Article  // the heading of an article
	PlaceDay // place and date
	Signatures
	Note // what the paper must say of itself

	CoverTitle    // of a dossier
	CoverLine     // by whom, when, how many acts
	ContentsTitle // above the list of the acts
	ContentsLine  // an act, with the page it begins on

	Arms // the coat of arms, above all else

	Code // a recovery code, on a sheet of its own kind
)

// Block is a paragraph, or the whole block of signatures.
type Block struct {
	Role    Role
	Label   string // of a point: "1.", "–"
	Depth   int    // of a point inside another
	Spans   []Span
	Signers []civic.Signatory
	Mark    string // the entry in the outline; empty: none
	Section civic.Section
	NewPage bool     // begins on a sheet of its own
	Anchor  string   // a name that Refers of another block may give
	Refers  string   // to the block whose page this one tells
	Tail    string   // that page, at the right end of the line
	Picture *Picture // of Arms
}

// Span is a run of text in one style.
type Span struct {
	Text string
	Font Font
}

// Font is a face of the paper's one family, or of the interface's.
type Font int

// The faces.
const (
	Serif Font = iota
	SerifBold
	SerifItalic
	Sans
	SansBold
)

// Pages is a document laid out. Lengths are in points from the top left.
type Pages struct {
	Width, Height float64
	Pages         []Page
	Outline       []Mark
	Parts         []Part // the structure; the first is the whole
	Missing       []rune // characters that the fonts cannot show, painted as a box
	Title         string
	Authors       []string
	Language      string
	Date          civic.Date
}

// Page is what stands on one sheet.
type Page struct {
	Texts    []Text
	Rules    []Rule
	Pictures []Image
}

// Image is a picture on a sheet; X and Y are its upper left corner.
type Image struct {
	X, Y, Width, Height float64
	Picture             *Picture
	Part                int // of Pages.Parts
}

// Text is a piece of a line; Y is its baseline. A word that goes on after a
// space carries the space, at the end of a line too, so that whoever copies it
// gets it; a word that was divided ends with a soft hyphen.
type Text struct {
	X, Y  float64
	Size  float64
	Font  Font
	Value string
	Part  int // of Pages.Parts; 0: no part of the text, such as the folio
}

// Rule is a thin horizontal line.
type Rule struct{ X, Y, Width float64 }

// Mark is an entry of the outline.
type Mark struct {
	Title string
	Page  int // from 0
	Y     float64
}
