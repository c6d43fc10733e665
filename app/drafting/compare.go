package drafting

import (
	"strings"
	"unicode"
	"unicode/utf8"

	udiff "github.com/aymanbagabas/go-udiff"

	"scranno/app/civic"
)

// Change is what became of a stretch of text, or of a clause.
type Change string

// The changes. A clause that moved may have other words too.
const (
	Kept    Change = "kept"
	Changed Change = "changed"
	Added   Change = "added"
	Removed Change = "removed"
)

// Piece is a stretch of one text or of both.
type Piece struct {
	Change Change `json:"change"` // Kept, Added or Removed
	Text   string `json:"text"`
}

// ClauseChange is a clause of either text beside what it is in the other.
type ClauseChange struct {
	Change Change       `json:"change"`
	Moved  bool         `json:"moved,omitempty"`
	Before civic.Clause `json:"before,omitzero"` // zero where it was added
	After  civic.Clause `json:"after,omitzero"`  // zero where it was removed
	Pieces []Piece      `json:"pieces"`          // the opener and the text, word by word
}

// FieldChange is a part of the heading that differs.
type FieldChange struct {
	Field  string  `json:"field"` // its name in Content's JSON
	Pieces []Piece `json:"pieces"`
}

// Comparison is one text beside another.
type Comparison struct {
	Fields  []FieldChange  `json:"fields,omitempty"`
	Clauses []ClauseChange `json:"clauses"` // in the order of the second text; what was removed behind what it followed
	Kept    int            `json:"kept"`
	Changed int            `json:"changed"`
	Added   int            `json:"added"`
	Removed int            `json:"removed"`
}

// Same tells whether nothing differs.
func (c Comparison) Same() bool {
	return len(c.Fields) == 0 && c.Changed+c.Added+c.Removed == 0
}

// Compare puts two texts of an act beside each other, word by word. Clauses are
// the same one by their id, by what they were taken from, or by their words. A
// point that only has another number is not changed.
func Compare(before, after civic.Content) Comparison {
	out := Comparison{Fields: compareHeading(before, after)}
	p := pairClauses(before.Clauses, after.Clauses)
	gone := func(from int) {
		for i := from; i < len(before.Clauses) && p.to[i] < 0; i++ {
			c := before.Clauses[i]
			out.Clauses = append(out.Clauses, ClauseChange{Change: Removed, Before: c, Pieces: whole(Removed, wordsOf(c))})
			out.Removed++
		}
	}
	gone(0)
	for j, c := range after.Clauses {
		i := p.from[j]
		if i < 0 {
			out.Clauses = append(out.Clauses, ClauseChange{Change: Added, After: c, Pieces: whole(Added, wordsOf(c))})
			out.Added++
			continue
		}
		was := before.Clauses[i]
		x := ClauseChange{Change: Kept, Before: was, After: c, Moved: p.moved[i], Pieces: CompareWords(wordsOf(was), wordsOf(c))}
		if x.Moved || was.Section != c.Section || !sameWords(x.Pieces) || IsPoint(was) != IsPoint(c) {
			x.Change = Changed
			out.Changed++
		} else {
			out.Kept++
		}
		out.Clauses = append(out.Clauses, x)
		gone(i + 1)
	}
	return out
}

// wordsOf is what a clause says: a point's number is its place and no word.
func wordsOf(c civic.Clause) string {
	if c.Opener == "" || IsPoint(c) {
		return c.Text
	}
	return strings.TrimRight(c.Opener+" "+c.Text, " ")
}

func sameWords(pieces []Piece) bool {
	for _, p := range pieces {
		if p.Change != Kept {
			return false
		}
	}
	return true
}

func whole(c Change, text string) []Piece {
	if text == "" {
		return nil
	}
	return []Piece{{c, text}}
}

func compareHeading(a, b civic.Content) []FieldChange {
	var out []FieldChange
	add := func(field, x, y string) {
		if x != y {
			out = append(out, FieldChange{field, CompareWords(x, y)})
		}
	}
	signed := func(list []civic.Signatory) string {
		var s []string
		for _, x := range list {
			s = append(s, signatoryText(x))
		}
		return strings.Join(s, "; ")
	}
	add("kind", string(a.Kind), string(b.Kind))
	add("subkind", a.Subkind, b.Subkind)
	add("subject", a.Subject, b.Subject)
	add("bodyName", a.BodyName, b.BodyName)
	add("heading", a.Heading, b.Heading)
	add("addressees", strings.Join(a.Addressees, "; "), strings.Join(b.Addressees, "; "))
	add("signatories", signed(a.Signatories), signed(b.Signatories))
	add("place", a.Place, b.Place)
	add("date", string(a.Date), string(b.Date))
	return out
}

func signatoryText(s civic.Signatory) string {
	if s.Group == "" {
		return s.Name
	}
	return s.Name + " (" + s.Group + ")"
}

// pairing says which clause of one text is which of the other; -1: none.
type pairing struct {
	from, to []int        // of the second text, of the first
	moved    map[int]bool // of the first text
}

func pairClauses(a, b []civic.Clause) pairing {
	p := pairing{from: filled(len(b)), to: filled(len(a))}
	byID := make(map[civic.ID]int, len(a))
	for i, c := range a {
		if c.ID != "" {
			byID[c.ID] = i
		}
	}
	try := func(i, j int) {
		if p.to[i] < 0 && p.from[j] < 0 {
			p.to[i], p.from[j] = j, i
		}
	}
	for j, c := range b {
		if i, ok := byID[c.ID]; ok {
			try(i, j)
		}
	}
	p.byOrigin(a, b, byID, try)
	same := map[string][]int{}
	for i, c := range a {
		if w := wordsOf(c); p.to[i] < 0 && w != "" {
			same[w] = append(same[w], i)
		}
	}
	for j, c := range b {
		if list := same[wordsOf(c)]; p.from[j] < 0 && len(list) > 0 {
			try(list[0], j)
			same[wordsOf(c)] = list[1:]
		}
	}
	p.alike(a, b, try)
	p.moved = p.outOfOrder()
	return p
}

// byOrigin pairs what was taken from the same clause, the likest first.
func (p *pairing) byOrigin(a, b []civic.Clause, byID map[civic.ID]int, try func(i, j int)) {
	for j, c := range b {
		if p.from[j] >= 0 {
			continue
		}
		for _, o := range c.Origins {
			if i, ok := byID[o]; ok && p.to[i] < 0 {
				try(i, j)
				break
			}
		}
	}
}

// alike pairs what is alike between neighbours that are paired.
func (p *pairing) alike(a, b []civic.Clause, try func(i, j int)) {
	last := -1
	for j := range b {
		if p.from[j] >= 0 {
			last = max(last, p.from[j])
			continue
		}
		for i := last + 1; i < len(a) && p.to[i] < 0; i++ {
			if alike(a[i], b[j]) {
				try(i, j)
				last = i
				break
			}
		}
	}
}

func filled(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = -1
	}
	return out
}

// outOfOrder tells which clauses of the first text stand elsewhere in the second.
func (p *pairing) outOfOrder() map[int]bool {
	name := func(i int) string { return string(rune(i + 0x10000)) }
	var o, keys []string
	for i, j := range p.to {
		if j >= 0 {
			o = append(o, name(i))
		}
	}
	for _, i := range p.from {
		if i >= 0 {
			keys = append(keys, name(i))
		}
	}
	out := map[int]bool{}
	for k, on := range moved(o, keys, places(keys)) {
		if on {
			r, _ := utf8.DecodeRuneInString(k)
			out[int(r)-0x10000] = true
		}
	}
	return out
}

// mostWords bounds what is compared word by word; of longer texts only the
// beginning and the end that are the same are found.
const mostWords = 20_000

// CompareWords gives the pieces of two texts, word by word: joined without the
// added ones they are the first, without the removed ones the second. It takes
// time in proportion to the texts, not to their product.
func CompareWords(before, after string) []Piece {
	if before == after {
		return whole(Kept, before)
	}
	x, y := wordTokens(before), wordTokens(after)
	lo := 0
	for lo < len(x) && lo < len(y) && x[lo] == y[lo] {
		lo++
	}
	hi := 0
	for hi < len(x)-lo && hi < len(y)-lo && x[len(x)-1-hi] == y[len(y)-1-hi] {
		hi++
	}
	var out pieces
	out.put(Kept, strings.Join(x[:lo], ""))
	midX, midY := x[lo:len(x)-hi], y[lo:len(y)-hi]
	if len(midX)+len(midY) > mostWords {
		out.put(Removed, strings.Join(midX, ""))
		out.put(Added, strings.Join(midY, ""))
	} else {
		out.diff(midX, midY)
	}
	out.put(Kept, strings.Join(x[len(x)-hi:], ""))
	return tidy(out)
}

// pieces grow at the end; those of one change are one.
type pieces []Piece

func (p *pieces) put(c Change, text string) {
	if text == "" {
		return
	}
	if n := len(*p); n > 0 && (*p)[n-1].Change == c {
		(*p)[n-1].Text += text
		return
	}
	*p = append(*p, Piece{c, text})
}

// diff compares words as if each were a letter.
func (p *pieces) diff(x, y []string) {
	letters := map[string]rune{}
	next := rune(0x100)
	spell := func(words []string) string {
		var b strings.Builder
		for _, w := range words {
			r, ok := letters[w]
			if !ok {
				if next++; next == 0xD800 {
					next = 0xE000 // what lies between are no letters
				}
				r = next
				letters[w] = r
			}
			b.WriteRune(r)
		}
		return b.String()
	}
	sx, sy := spell(x), spell(y)
	at := make(map[int]int, len(x)+1) // byte of sx: number of the word
	for i, b := 0, 0; i <= len(x); i++ {
		at[b] = i
		if i < len(x) {
			b += utf8.RuneLen(letters[x[i]])
		}
	}
	i, j := 0, 0
	for _, e := range udiff.Strings(sx, sy) {
		from, to := at[e.Start], at[e.End]
		p.put(Kept, strings.Join(x[i:from], ""))
		j += from - i
		p.put(Removed, strings.Join(x[from:to], ""))
		n := utf8.RuneCountInString(e.New)
		p.put(Added, strings.Join(y[j:j+n], ""))
		i, j = to, j+n
	}
	p.put(Kept, strings.Join(x[i:], ""))
}

// tidy joins changes that only white space lies between, and puts what was
// removed before what was added in its place.
func tidy(in []Piece) []Piece {
	var out pieces
	for i := 0; i < len(in); {
		if in[i].Change == Kept {
			out.put(Kept, in[i].Text)
			i++
			continue
		}
		gone, come, n := stretch(in[i:])
		out.put(Removed, gone)
		out.put(Added, come)
		i += n
	}
	return out
}

// stretch gives what was removed and added up to the next words that stayed, and
// how many pieces that takes.
func stretch(in []Piece) (gone, come string, n int) {
	for ; n < len(in); n++ {
		switch p := in[n]; {
		case p.Change == Removed:
			gone += p.Text
		case p.Change == Added:
			come += p.Text
		case strings.TrimSpace(p.Text) == "" && n+1 < len(in):
			gone += p.Text
			come += p.Text
		default:
			return gone, come, n
		}
	}
	return gone, come, n
}

// wordTokens parts a text into words, white space and single signs.
func wordTokens(text string) []string {
	var out []string
	class := func(r rune) int {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			return 1
		case unicode.IsSpace(r):
			return 2
		}
		return 0
	}
	from, was := 0, -1
	for i, r := range text {
		c := class(r)
		if i > 0 && (c != was || c == 0) {
			out = append(out, text[from:i])
			from = i
		}
		was = c
	}
	if from < len(text) {
		out = append(out, text[from:])
	}
	return out
}
