package document

import (
	"slices"
	"strings"
	"unicode"
)

// typeset gives a whole text the apostrophes and the quotation marks of print, in
// the form that it uses itself. Each sign takes the place of one: nothing else
// changes, and what was stored stays as it was. Addresses and code keep theirs.
func typeset(d *Document) {
	q := quotesOf(*d)
	d.Title = q.text(d.Title)
	for i := range d.Authors {
		d.Authors[i] = q.text(d.Authors[i])
	}
	for i := range d.Blocks {
		b := &d.Blocks[i]
		b.Mark = q.text(b.Mark)
		for n := range b.Signers {
			b.Signers[n].Name, b.Signers[n].Group = q.text(b.Signers[n].Name), q.text(b.Signers[n].Group)
		}
		q.spans(b.Spans)
	}
}

// quotes is the pair that a text puts first, and the one for words within it.
type quotes struct{ outer, inner [2]rune }

var (
	guillemets = [2]rune{'«', '»'}
	curly      = [2]rune{'“', '”'}
)

// quotesOf looks at which pair a text has more of; with none it is the curly one.
func quotesOf(d Document) quotes {
	angle, round := 0, 0
	for _, b := range d.Blocks {
		for _, s := range b.Spans {
			angle += strings.Count(s.Text, "«")
			round += strings.Count(s.Text, "“")
		}
	}
	if angle > round {
		return quotes{outer: guillemets, inner: curly}
	}
	return quotes{outer: curly, inner: guillemets}
}

func straight(r rune) bool { return r == '\'' || r == '"' }

func (q quotes) text(s string) string {
	if !strings.ContainsAny(s, `'"`) {
		return s
	}
	r := []rune(s)
	q.runes(r)
	return string(r)
}

// spans treats the runs of a block as the one text that they are.
func (q quotes) spans(spans []Span) {
	var all strings.Builder
	for _, s := range spans {
		all.WriteString(s.Text)
	}
	if !strings.ContainsAny(all.String(), `'"`) {
		return
	}
	r := []rune(strings.ToValidUTF8(all.String(), "□"))
	q.runes(r)
	for i := range spans {
		n := len([]rune(strings.ToValidUTF8(spans[i].Text, "□")))
		n = min(n, len(r))
		spans[i].Text = string(r[:n])
		r = r[n:]
	}
}

func (q quotes) runes(r []rune) {
	kept := untouched(r)
	inside := 0      // of marks of print that are open
	var open [2]rune // the pair of the straight mark that is open
	was := slices.Clone(r)
	for i, c := range was {
		switch {
		case c == q.outer[0]:
			inside++
		case c == q.outer[1] && inside > 0:
			inside--
		case !straight(c) || kept[i]:
		case c == '\'':
			r[i] = single(was, i)
		default:
			r[i], open = q.double(was, i, inside, open)
		}
	}
}

// double gives the mark for a straight double one, and the pair that is open then.
func (q quotes) double(r []rune, i, inside int, open [2]rune) (mark rune, then [2]rune) {
	before, after := around(r, i)
	var none [2]rune
	switch {
	case open != none && (!unicode.IsSpace(before) || !begins(after)):
		return open[1], none
	case unicode.IsDigit(before) && !begins(after):
		return '"', open // inches, or seconds
	case begins(after):
		pair := q.outer
		if inside > 0 {
			pair = q.inner
		}
		return pair[0], pair
	case unicode.IsSpace(before):
		return '"', open
	}
	return q.outer[1], none
}

// around gives the characters beside a place; white space at the edges.
func around(r []rune, i int) (before, after rune) {
	before, after = ' ', ' '
	if i > 0 {
		before = r[i-1]
	}
	if i+1 < len(r) {
		after = r[i+1]
	}
	return before, after
}

// begins tells whether a character may stand first within quotation marks.
func begins(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(`([{«“‘'"…€§*_-–—[□`, r)
}

// single gives the sign for a straight single one: an apostrophe, or the mark
// that opens a quotation which a later one closes.
func single(r []rune, i int) rune {
	before, after := around(r, i)
	switch {
	case unicode.IsDigit(before) && !unicode.IsLetter(after):
		return '\'' // feet, or minutes
	case unicode.IsLetter(before) || unicode.IsDigit(before):
		return '’'
	case unicode.IsLetter(after) && opens(before) && !clipped(r[i+1:]) && closes(r[i+1:]):
		return '‘'
	case unicode.IsSpace(before) && unicode.IsSpace(after):
		return '\''
	}
	return '’'
}

func opens(before rune) bool {
	return unicode.IsSpace(before) || strings.ContainsRune(`([{«“"–—-/`, before)
}

// clipped tells whether a text begins with a word that lost its first letters.
func clipped(r []rune) bool {
	switch strings.ToLower(firstWord(r)) {
	case "ndrangheta", "ndranghetista", "ndranghetisti", "ndrine", "ndrina", "sta", "sto", "ste", "sti", "na", "no", "nu", "l", "un", "o", "a", "e", "i", "ngiulo":
		return true
	}
	return false
}

func firstWord(r []rune) string {
	n := 0
	for n < len(r) && unicode.IsLetter(r[n]) {
		n++
	}
	return string(r[:n])
}

// closes tells whether a quotation that begins here ends: an apostrophe behind a
// word, that is not one of those which lost their end.
func closes(r []rune) bool {
	word := 0 // where it begins
	for i, c := range r {
		switch {
		case unicode.IsLetter(c):
			continue
		case c == '\'':
			_, after := around(r, i)
			if unicode.IsLetter(after) || unicode.IsDigit(after) {
				break // elided
			}
			switch strings.ToLower(string(r[word:i])) {
			case "po", "mo", "be", "va", "fa", "da", "sta", "di", "to", "ca", "e", "perche", "poiche", "citta", "cosi", "piu":
			default:
				return i > 0
			}
		}
		word = i + 1
	}
	return false
}

// untouched tells which characters belong to an address, to an e-mail or to code.
func untouched(r []rune) []bool {
	kept := make([]bool, len(r))
	code := false // between the marks of an attribute
	for i := 0; i < len(r); {
		if unicode.IsSpace(r[i]) {
			i++
			continue
		}
		end := i
		for end < len(r) && !unicode.IsSpace(r[end]) {
			end++
		}
		from, to := i, end
		word := string(r[from:to])
		switch {
		case code, !strings.Contains(word, "://") && (strings.Contains(word, `="`) || strings.Contains(word, `='`)):
			code = code != (strings.Count(word, `"`)%2 == 1)
		default:
			for from < to && strings.ContainsRune(`'"([{«“‘<`, r[from]) {
				from++
			}
			for to > from && strings.ContainsRune(`'")]}»”’>.,;:!?`, r[to-1]) {
				to--
			}
			if !machine(string(r[from:to])) {
				from = to
			}
		}
		for k := from; k < to; k++ {
			kept[k] = true
		}
		i = end
	}
	ticks(r, kept)
	return kept
}

// machine tells whether a word is for machines: an address, an e-mail, code.
func machine(word string) bool {
	low := strings.ToLower(word)
	switch {
	case strings.Contains(low, "://"), strings.HasPrefix(low, "www."), strings.HasPrefix(low, "mailto:"), strings.HasPrefix(low, "urn:"):
		return true
	case strings.ContainsAny(word, `\{}=`), strings.Contains(word, "()"):
		return true
	}
	name, host, mail := strings.Cut(word, "@")
	return mail && name != "" && strings.Contains(host, ".")
}

// ticks keeps what stands between two backticks.
func ticks(r []rune, kept []bool) {
	from := -1
	for i, c := range r {
		if c != '`' {
			continue
		}
		if from < 0 {
			from = i
			continue
		}
		for k := from; k <= i; k++ {
			kept[k] = true
		}
		from = -1
	}
}
