package document

// Part is an element of a laid-out document's structure: what the pieces of
// text are to who reads them by machine, or by ear.
type Part struct {
	Kind   PartKind
	Parent int    // its place in Pages.Parts; the first part, the whole, has none
	Level  int    // of a title, from 1
	Title  string // of a section, as the outline has it; of a figure, what it shows
	Label  string // of a list: that of its first item
}

// PartKind tells parts apart.
type PartKind int

// The kinds of parts.
const (
	WholePart PartKind = iota
	SectionPart
	TitlePart
	ParagraphPart
	ListPart
	ItemPart  // of a list: a label and a body
	LabelPart // "1.", "–"
	BodyPart
	ContentsPart // the list of the acts of a dossier
	EntryPart    // of it
	FigurePart   // a picture, with the words for it in Title
)

// structure gathers the parts while the blocks are placed. A section begins
// where the outline has an entry below the subject, and a list where points
// follow each other; deeper points are a list inside the body of the one above.
type structure struct {
	parts   []Part
	act     int   // of a dossier, that is open; else the whole
	section int   // that is open, or the act
	entries int   // the list of a dossier's acts; 0: none yet
	lists   []int // that are open, the deepest last
	bodies  []int // of each open list, that of its last point
	inside  int   // how many blocks the open section holds
	subject bool  // has been seen: what comes below is one level down
}

// fullSection is where a section goes on in another: archives read no longer
// lists than 8,191.
// Source: ISO 19005-1:2005, 6.1.12.
const fullSection = 4_000

func newStructure() structure { return structure{parts: []Part{{}}} }

func (s *structure) add(p Part) int {
	s.parts = append(s.parts, p)
	return len(s.parts) - 1
}

// open begins the part of a block and tells in which ones its text and its
// label stand.
func (s *structure) open(b Block) (text, label int) {
	was := s.section
	s.enter(b)
	if s.inside++; was != s.section {
		s.inside = 1
	} else if s.inside > fullSection {
		s.lists, s.bodies = nil, nil
		s.section, s.inside = s.add(Part{Kind: SectionPart, Parent: s.act}), 1
	}
	if b.Role == Point {
		return s.point(b)
	}
	s.lists, s.bodies = nil, nil
	p := Part{Kind: ParagraphPart, Parent: s.section}
	if b.Role == ContentsLine {
		p.Parent = s.entry()
	}
	switch {
	case b.Role == KindTitle, b.Role == CoverTitle, b.Role == ContentsTitle:
		p.Kind, p.Level = TitlePart, 1
	case b.Role == Subject:
		p.Kind, p.Level = TitlePart, 2
		s.subject = true
	case b.Role == Arms:
		p.Kind, p.Title = FigurePart, b.Picture.Alt
	case b.Role == Article && len(b.Spans) == 1:
		p.Kind, p.Level = TitlePart, 2
		if s.subject {
			p.Level = 3
		}
	}
	return s.add(p), 0
}

// enter opens and closes sections.
func (s *structure) enter(b Block) {
	if b.Anchor != "" {
		s.act, s.subject = s.add(Part{Kind: SectionPart}), false
		s.section = s.act
	}
	switch b.Role {
	case KindTitle, Subject, PlaceDay, Signatures, Note:
		s.section = s.act
	default:
		if b.Mark != "" {
			s.lists, s.bodies = nil, nil
			s.section = s.add(Part{Kind: SectionPart, Parent: s.act, Title: b.Mark})
		}
	}
}

// entry begins a line of the contents.
func (s *structure) entry() int {
	if s.entries == 0 {
		s.entries = s.add(Part{Kind: ContentsPart, Parent: s.section})
	}
	return s.add(Part{Kind: EntryPart, Parent: s.entries})
}

func (s *structure) point(b Block) (text, label int) {
	depth := min(b.Depth, len(s.lists))
	if depth < len(s.lists) {
		s.lists, s.bodies = s.lists[:depth+1], s.bodies[:depth+1]
	} else {
		parent := s.section
		if depth > 0 {
			parent = s.bodies[depth-1]
		}
		s.lists = append(s.lists, s.add(Part{Kind: ListPart, Parent: parent, Label: b.Label}))
		s.bodies = append(s.bodies, 0)
	}
	item := s.add(Part{Kind: ItemPart, Parent: s.lists[depth]})
	label = s.add(Part{Kind: LabelPart, Parent: item})
	text = s.add(Part{Kind: BodyPart, Parent: item})
	s.bodies[depth] = text
	return text, label
}
