package drafting

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a sentence with the white space behind it, or the beginning of a
// clause.
type token struct {
	text  string
	space string
	start string // key of the clause that begins here; text is empty
}

func (t token) same(u token) bool { return t.text == u.text && t.start == u.start }

// maxTable bounds the table of one comparison; longer texts are not joined
// inside a clause.
const maxTable = 4_000_000

// sentences parts a text. A stop ends a sentence before a capital letter and not
// behind an abbreviation; a semicolon and a new line always do.
func sentences(text string) []token {
	var out []token
	from := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		if !ends(text, from, i, r) {
			continue
		}
		end := i
		if r == '\n' {
			end = i - size
		}
		next := len(text) - len(strings.TrimLeftFunc(text[i:], unicode.IsSpace))
		body := strings.TrimRightFunc(text[from:end], unicode.IsSpace)
		if body != "" || next == len(text) || len(out) == 0 {
			out = append(out, token{text: body, space: text[from+len(body) : next]})
		} else {
			out[len(out)-1].space += text[from:next]
		}
		from, i = next, next
	}
	if from < len(text) {
		body := strings.TrimRightFunc(text[from:], unicode.IsSpace)
		out = append(out, token{text: body, space: text[from+len(body):]})
	}
	return out
}

func ends(text string, from, at int, r rune) bool {
	switch r {
	case '\n':
		return true
	case ';':
	case '.', '!', '?':
		rest := strings.TrimLeft(text[at:], " \t")
		next, _ := utf8.DecodeRuneInString(rest)
		if rest == "" || rest == text[at:] || !unicode.IsUpper(next) && next != '«' && next != '"' && next != '“' {
			return false
		}
		if r == '.' && abbreviated(text[from:at-1]) {
			return false
		}
	default:
		return false
	}
	return at == len(text) || text[at] == ' ' || text[at] == '\t' || text[at] == '\n'
}

// abbreviated tells whether the text ends in a word that is written with a stop,
// or is the number of a point. Behind another number, or a bracket, it ends a sentence.
func abbreviated(text string) bool {
	i := strings.LastIndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	word := strings.ToLower(text[i+1:])
	if word == "" {
		return strings.TrimFunc(text, unicode.IsDigit) == ""
	}
	switch word {
	case "art", "artt", "lett", "dott", "prof", "sig", "avv", "ing", "on", "lgs", "pag", "cfr", "ecc", "reg", "del", "geom", "arch", "rag":
		return true
	}
	return utf8.RuneCountInString(word) < 2
}

func textOf(tokens []token) string {
	var b strings.Builder
	for i, t := range tokens {
		b.WriteString(t.text)
		space := t.space
		if space == "" && i+1 < len(tokens) {
			space = " "
		}
		b.WriteString(space)
	}
	return b.String()
}

// hunk replaces the tokens [lo, hi) of the base.
type hunk struct {
	lo, hi int
	put    []token
}

// within tells whether the other hunk says all that this one says: it reaches as
// far and holds the same words in the same order.
func (h hunk) within(u hunk) bool {
	if h.lo < u.lo || h.hi > u.hi {
		return false
	}
	i := 0
	for _, t := range u.put {
		if i < len(h.put) && t.same(h.put[i]) {
			i++
		}
	}
	return i == len(h.put)
}

// mergeTokens joins two changes of a text. kept: a sentence stayed that one side
// took out and the other changed. Not ok: both changed the same one.
func mergeTokens(o, x, y []token) (out []token, kept, ok bool) {
	if len(o)*len(x) > maxTable || len(o)*len(y) > maxTable {
		return nil, false, false
	}
	hx, hy := hunks(o, x), hunks(o, y)
	spaces := spacesOf(o, x, y, hx, hy)
	at := 0
	emit := func(h hunk) {
		for ; at < h.lo; at++ {
			out = append(out, spaces[at])
		}
		out, at = append(out, h.put...), max(at, h.hi)
	}
	for len(hx) > 0 || len(hy) > 0 {
		switch {
		case len(hy) == 0 || len(hx) > 0 && before(hx[0], hy[0]):
			emit(hx[0])
			hx = hx[1:]
		case len(hx) == 0 || before(hy[0], hx[0]):
			emit(hy[0])
			hy = hy[1:]
		case hx[0].within(hy[0]):
			kept = kept || len(hx[0].put) == 0 && len(hy[0].put) > 0
			hx = hx[1:] // the other says it too; it may say so to the next one
		case hy[0].within(hx[0]):
			kept = kept || len(hy[0].put) == 0 && len(hx[0].put) > 0
			hy = hy[1:]
		case hx[0].lo == hx[0].hi && hy[0].lo == hy[0].hi:
			// In an order of their own: desks that join the same two upon other texts
			// agree on it.
			first, second := hx[0].put, hy[0].put
			if textOf(second) < textOf(first) {
				first, second = second, first
			}
			emit(hunk{hx[0].lo, hx[0].hi, slices.Concat(first, second)})
			hx, hy = hx[1:], hy[1:]
		default:
			return nil, false, false
		}
	}
	emit(hunk{lo: len(o), hi: len(o)})
	return rarest(out, x, y), kept, true
}

// rarest leaves no sentence more often than on the side that has it more often: what
// both put in at different places stands at the first of them.
func rarest(out, x, y []token) []token {
	left, other := tallyOf(x), tallyOf(y)
	for t, n := range other {
		left[t] = max(left[t], n)
	}
	kept := slices.DeleteFunc(slices.Clone(out), func(t token) bool {
		t.space = ""
		left[t]--
		return left[t] < 0
	})
	if n := len(kept); n > 0 && n < len(out) {
		kept[n-1].space = out[len(out)-1].space // the end stays the end
	}
	return kept
}

func tallyOf(tokens []token) map[token]int {
	out := map[token]int{}
	for _, t := range tokens {
		t.space = ""
		out[t]++
	}
	return out
}

// before tells whether a change lies before another without touching what that
// one changes. Two insertions at the same place touch.
func before(h, u hunk) bool {
	if h.lo == h.hi && u.lo == u.hi {
		return h.lo < u.lo
	}
	if h.hi > u.lo {
		return false
	}
	return !h.within(u) && !u.within(h) || h.hi < u.lo
}

// hunks compares a text with the base by their longest common part.
func hunks(o, x []token) []hunk {
	lo := 0
	for lo < len(o) && lo < len(x) && o[lo].same(x[lo]) {
		lo++
	}
	eo, ex := len(o), len(x)
	for eo > lo && ex > lo && o[eo-1].same(x[ex-1]) {
		eo, ex = eo-1, ex-1
	}
	n, m := eo-lo, ex-lo
	table := make([]int32, (n+1)*(m+1))
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			v := max(table[(i+1)*(m+1)+j], table[i*(m+1)+j+1])
			if o[lo+i].same(x[lo+j]) {
				v = table[(i+1)*(m+1)+j+1] + 1
			}
			table[i*(m+1)+j] = v
		}
	}
	var out []hunk
	i, j := 0, 0
	for i < n || j < m {
		if i < n && j < m && o[lo+i].same(x[lo+j]) {
			i, j = i+1, j+1
			continue
		}
		h := hunk{lo: lo + i, hi: lo + i}
		for (i < n || j < m) && (i == n || j == m || !o[lo+i].same(x[lo+j])) {
			if j == m || i < n && table[(i+1)*(m+1)+j] >= table[i*(m+1)+j+1] {
				i++
			} else {
				h.put = append(h.put, x[lo+j])
				j++
			}
		}
		h.hi = lo + i
		out = append(out, h)
	}
	return out
}

// spacesOf gives the base's tokens with the white space that either side gave
// them.
func spacesOf(o, x, y []token, hx, hy []hunk) []token {
	out := slices.Clone(o)
	sx, sy := keptSpaces(o, x, hx), keptSpaces(o, y, hy)
	for i := range out {
		v, ok := pick3(o[i].space, sx[i], sy[i])
		if !ok {
			v = max(sx[i], sy[i])
		}
		out[i].space = v
	}
	return out
}

func keptSpaces(o, x []token, hs []hunk) []string {
	out := make([]string, len(o))
	i, j := 0, 0
	keep := func(to int) {
		for ; i < to; i, j = i+1, j+1 {
			out[i] = x[j].space
		}
	}
	for _, h := range hs {
		keep(h.lo)
		for ; i < h.hi; i++ {
			out[i] = o[i].space
		}
		j += len(h.put)
	}
	keep(len(o))
	return out
}
