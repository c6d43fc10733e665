package document

import (
	"strings"

	"scranno/app/civic"
)

// Build makes the document of an act. It prints names and empty lines, never a
// signature: adhesions gathered elsewhere are not signatures.
// Law: CAD (d.lgs. 82/2005) art. 65.
func Build(c civic.Content) Document {
	d := Document{Title: title(c), Language: "it-IT", Date: c.Date}
	for _, s := range c.Signatories {
		d.Authors = append(d.Authors, s.Name)
	}
	for line := range strings.Lines(c.Heading) {
		d.add(Heading, SerifBold, strings.TrimSpace(line))
	}
	if body := bodyLine(c); !strings.Contains(strings.ToLower(c.Heading), strings.ToLower(body)) {
		d.add(BodyName, Serif, body) // the heading may name it already
	}
	kind := KindLine(c.Kind, c.Subkind)
	d.Blocks = append(d.Blocks, Block{Role: KindTitle, Spans: []Span{{kind, SerifBold}}, Mark: kind})
	if c.Subject != "" {
		d.Blocks = append(d.Blocks, Block{
			Role: Subject, Mark: "Oggetto",
			Spans: []Span{{"Oggetto: ", SerifBold}, {tidy(c.Subject), SerifBold}},
		})
	}
	for _, a := range c.Addressees {
		d.add(Addressee, Serif, addressLine(a))
	}
	b := builder{doc: &d}
	for _, cl := range c.Clauses {
		b.clause(cl)
	}
	if day := placeDay(c); day != "" {
		d.add(PlaceDay, Serif, day)
	}
	if len(c.Signatories) > 0 {
		d.Blocks = append(d.Blocks, Block{Role: Signatures, Signers: signers(c.Signatories)})
	}
	d.add(Note, Serif, attachments(c.Attachments))
	typeset(&d)
	return d
}

func (d *Document) add(r Role, f Font, text string) {
	if text = tidy(text); strings.TrimSpace(text) != "" {
		d.Blocks = append(d.Blocks, Block{Role: r, Spans: []Span{{text, f}}})
	}
}

func title(c civic.Content) string {
	t := KindLine(c.Kind, c.Subkind)
	if c.Subject != "" {
		t += " – " + tidy(c.Subject)
	}
	return t
}

func bodyLine(c civic.Content) string {
	organ := c.Organ
	if organ == "" && c.Level == civic.Municipal && c.BodyName != "" {
		organ = "Consiglio comunale di"
		if strings.HasPrefix(c.BodyName, "Unione") || strings.Contains(c.BodyName, "Municipio") {
			return c.BodyName
		}
	}
	return strings.TrimSpace(organ + " " + c.BodyName)
}

// articled says how an address turns an article into a preposition.
var articled = [][2]string{
	{"il ", "al "}, {"la ", "alla "}, {"lo ", "allo "}, {"l'", "all'"}, {"i ", "ai "}, {"gli ", "agli "}, {"le ", "alle "},
}

// addressLine begins an address as a letter does: "il Sindaco e la Giunta"
// becomes "Al Sindaco e alla Giunta".
func addressLine(a string) string {
	for _, x := range articled {
		a = strings.ReplaceAll(a, " e "+x[0], " e "+x[1])
	}
	for _, x := range articled {
		if rest, ok := strings.CutPrefix(a, x[0]); ok {
			return strings.ToUpper(x[1][:1]) + x[1][1:] + rest
		}
	}
	return a
}

func placeDay(c civic.Content) string {
	day := Day(c.Date)
	switch {
	case c.Place != "" && day != "":
		return c.Place + ", " + day
	case c.Place != "":
		return c.Place
	}
	return day
}

type builder struct {
	doc      *Document
	marked   map[civic.Section]bool
	numbered bool // the points above have numbers: letters stand inside them
}

// clause turns one clause into blocks. A clause's text may hold several
// paragraphs: lines that a converter broke inside a sentence are joined.
func (b *builder) clause(c civic.Clause) {
	paragraphs := reflow(c.Text)
	opener := tidy(c.Opener)
	if opener == "" && len(paragraphs) == 0 {
		return
	}
	first := ""
	if len(paragraphs) > 0 {
		first, paragraphs = paragraphs[0], paragraphs[1:]
	}
	if opener == "" && c.Section == civic.Operative {
		// A point that is a formula too is one clause without an opener.
		if l, rest, ok := strings.Cut(first, " "); ok && isLabel(l) {
			opener, first = l, rest
		}
	}
	blk := Block{Role: Paragraph, Section: c.Section, Mark: b.mark(c, opener)}
	switch {
	case opener == "" && chapter(first):
		blk.Role, blk.Spans, blk.Mark = Article, []Span{{first, SerifBold}}, first
	case opener == "":
		blk.Spans = []Span{{first, Serif}}
	case isLabel(opener):
		blk.Role, blk.Label = Point, label(opener)
		blk.Spans = []Span{{first, Serif}}
		blk.Depth = b.depth(strings.Trim(opener, "*_ "))
	case article(c, opener):
		blk.Role = Article
		blk.Spans = spans(opener, SerifBold, first, Serif)
	case c.Section == civic.Operative && first == "", c.Section == civic.Hinge && first == "":
		blk.Role = Formula
		blk.Spans = []Span{{opener, SerifBold}}
	default:
		blk.Role = Lead
		face := SerifItalic
		if c.Section == civic.Operative {
			face = SerifBold
		}
		blk.Spans = spans(opener, face, first, Serif)
	}
	if blk.Role != Point {
		b.numbered = false
	}
	b.doc.Blocks = append(b.doc.Blocks, blk)
	for _, p := range paragraphs {
		b.doc.Blocks = append(b.doc.Blocks, Block{Role: Paragraph, Section: c.Section, Spans: []Span{{p, Serif}}})
	}
}

// label is a point's label without the marks of a converted file.
func label(opener string) string {
	l := strings.Trim(opener, "*_ ")
	if l == "\uf0b7" { // a word processor's bullet, in a font of its own
		return "•"
	}
	return l
}

func signers(list []civic.Signatory) []civic.Signatory {
	out := make([]civic.Signatory, len(list))
	for i, s := range list {
		out[i] = civic.Signatory{Name: strings.TrimSpace(tidy(s.Name)), Group: strings.TrimSpace(tidy(s.Group))}
	}
	return out
}

// article tells whether a clause begins an article, wherever it was filed.
func article(c civic.Clause, opener string) bool {
	return c.Section == civic.Article || strings.HasPrefix(opener, "Art.") || strings.HasPrefix(opener, "Articolo")
}

// chapter tells whether a paragraph is the heading of a part of a regulation.
func chapter(s string) bool {
	word, rest, _ := strings.Cut(s, " ")
	switch strings.ToLower(word) {
	case "capo", "titolo", "sezione":
		number, _, _ := strings.Cut(rest, " ")
		return len(s) <= 120 && number != "" && strings.Trim(number, "IVXLC0123456789.:-–") == ""
	}
	return false
}

// depth tells how deep a point with the label stands.
func (b *builder) depth(label string) int {
	switch {
	case label[0] >= '0' && label[0] <= '9':
		b.numbered = true
	case b.numbered && label[0] >= 'a' && label[0] <= 'z':
		return 1
	}
	return 0
}

func spans(opener string, face Font, text string, f Font) []Span {
	if text == "" {
		return []Span{{opener, face}}
	}
	return []Span{{opener + " ", face}, {text, f}}
}

// mark gives the outline's entry for the first clause of each part, and for
// every article.
func (b *builder) mark(c civic.Clause, opener string) string {
	if article(c, opener) && !isLabel(opener) {
		return opener
	}
	if b.marked == nil {
		b.marked = map[civic.Section]bool{}
	}
	if b.marked[c.Section] {
		return ""
	}
	b.marked[c.Section] = true
	return sectionTitle(c.Section)
}

// isLabel tells a point's label from a cue.
func isLabel(s string) bool {
	s = strings.Trim(s, "*_ ")
	switch s {
	case "-", "–", "—", "•", "·", "●", "o", "▪", "\uf0b7":
		return true
	}
	if s == "" || len(s) > 4 || s[len(s)-1] != '.' && s[len(s)-1] != ')' {
		return false
	}
	for _, r := range s[:len(s)-1] {
		if (r < '0' || r > '9') && (len(s) != 2 || r < 'a' || r > 'z') {
			return false
		}
	}
	return true
}

// attachments names the files that go with the act, as a filed act does at its
// end.
func attachments(list []civic.Attachment) string {
	if len(list) == 0 {
		return ""
	}
	names := make([]string, len(list))
	for i, a := range list {
		names[i] = a.Name
	}
	return "Allegati: " + strings.Join(names, "; ") + "."
}
