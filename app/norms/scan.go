package norms

import (
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

const (
	// maxFar is how far behind a part its act may stand, where a description of
	// the act comes between them; in bytes.
	maxFar = 130
	// maxTitle is how far behind an act its part may stand, behind its title.
	maxTitle = 170
)

// scanner walks through one text once. What it looks at ahead or behind is
// bounded, so that its time grows with the text alone.
type scanner struct {
	s       string
	place   Place
	out     []Citation
	done    int // what is before was used
	lastEnd int // where the last list of letters ended
}

// Find gives the citations of a text in their order. Place says whose laws are
// meant where the text does not; its zero value means nobody's.
func Find(text string, place Place) []Citation {
	z := scanner{s: text, place: place}
	for i := 0; i < len(text); {
		c := text[i]
		if classes[c]&isLetter == 0 {
			i++
			continue
		}
		if i+1 < len(text) && begins[c][text[i+1]] && z.promising(i) {
			if e := z.at(i); e > i {
				i, z.done = e, e
				continue
			}
		}
		for i++; i < len(text) && classes[text[i]]&isLetter != 0; i++ {
		}
	}
	return z.out
}

// begins tells by two bytes whether a citation may begin with them.
var begins = func() (t [256][256]bool) {
	for _, head := range [...]string{
		"ar", "ai", "co", "c.", "cc", "ca", "ce", "d.", "dl", "dp", "dm", "dd", "de", "di", "ei", "gd", "l.", "lp", "lr", "lc", "le",
		"pa", "r.", "rd", "re", "rg", "st", "te", "t.", "tr", "tu", "tf",
	} {
		for _, first := range [...]byte{head[0], head[0] &^ 0x20} {
			t[first][head[1]] = true
			if head[1] != '.' {
				t[first][head[1]&^0x20] = true
			}
		}
	}
	for c := range 256 {
		if classes[c]&(isNoise|isDigit) != 0 {
			t['L'][c] = true // "L 241/1990", "L241/1990"
		}
	}
	return t
}()

// promising tells by a word's first letters whether a citation may begin there:
// hardly one word in a hundred is looked at twice.
func (z *scanner) promising(i int) bool {
	second, third := lower(z.s[i+1]), lower(z.byteAt(i+2))
	switch lower(z.s[i]) {
	case 'a':
		return second == 'r' && third == 't' || second == 'i' && third == ' '
	case 'c':
		if second == 'o' {
			return z.promisingCo(i, third)
		}
		return second == '.' || second == 'c' && third == '.' || second == 'a' && third == 'd' || second == 'e' && third == 'l'
	case 'd':
		switch second {
		case '.', 'l', 'p', 'm', 'd':
			return true
		case 'e':
			return third == 'c' && (z.letter4(i) == 'r' || z.letter4(i) == 'i')
		}
		return second == 'i' && third == 'r' && (z.letter4(i) == 'e' || z.letter4(i) == '.')
	case 'e':
		return z.s[i+1] == 'I'
	case 'g':
		return z.s[i+1] == 'D'
	case 'l':
		return second == '.' || second == 'p' || second == 'r' || second == 'c' || second == 'e' && (third == 'g' || third == 't') ||
			z.s[i] == 'L' && classes[second]&(isNoise|isDigit) != 0
	case 'p':
		return second == 'a' && third == 'r' && (z.letter4(i) == '.' || z.letter4(i) == 'a')
	case 'r':
		if second == 'e' && third == 'g' {
			return z.letter4(i) == 'o' || z.letter4(i) == '.' || z.letter4(i) == 'i' && lower(z.byteAt(i+5)) != 'n'
		}
		return second == '.' || second == 'd' || z.s[i+1] == 'G'
	case 's':
		return second == 't' && third == 'a' && z.letter4(i) == 't' && lower(z.byteAt(i+4)) == 'u'
	case 't':
		return second == 'e' && third == 's' && z.letter4(i) == 't' || second == '.' || second == 'r' && third == 'a' ||
			z.s[i+1] == 'U' || z.s[i+1] == 'F' || z.s[i] == 'T' && third == 'e'
	}
	return false
}

// promisingCo does so for "comma", "cost.", "codice" and "co.".
func (z *scanner) promisingCo(i int, third byte) bool {
	fifth := lower(z.byteAt(i + 4))
	switch third {
	case 'm':
		return z.letter4(i) == 'm' && (fifth == 'a' || fifth == 'i') && !z.letterAt(i+5)
	case 's':
		return z.letter4(i) == 't' && (fifth == 'i' || fifth == '.')
	}
	return third == 'd' || third == '.'
}

func (z *scanner) letter4(i int) byte { return lower(z.byteAt(i + 3)) }

// at reads what begins at i, and gives where to go on; i: nothing does.
func (z *scanner) at(i int) int {
	p, ok := z.partition(i)
	if !ok {
		p, ok = z.ordinalBefore(i)
	}
	if !ok {
		if n, f, e := z.act(i, false); e > 0 {
			return z.cite(partition{}, n, f, i, e)
		}
		return i
	}
	n, f, start, end := z.actBehind(p.end)
	if end == 0 || p.bare && !z.bareCounts(n) {
		return p.end
	}
	return z.cite(p, n, f, start, end)
}

// bareCounts tells whether an act may be cited by its comma alone: those of one
// article are.
func (z *scanner) bareCounts(n Norm) bool { return n.Type == Law || n.Type == DecreeLaw }

// ordinalBefore reads "secondo comma dell'art. 42" and "3° comma", when "comma" is
// met.
func (z *scanner) ordinalBefore(i int) (partition, bool) {
	e := z.phrase(i, "comma")
	if e == 0 {
		return partition{}, false
	}
	from, to := z.wordBefore(i)
	value, f := z.ordinal(from)
	if value == "" || f != to || from < z.done {
		return partition{}, false
	}
	p := partition{start: from, end: e, bare: true, parts: []Part{{Comma: value}}}
	if f := z.of(e); f > 0 {
		if a, plural := z.articleHead(f); a > 0 {
			if whole, there := z.articles(f, a, plural); there && len(whole.parts) == 1 {
				p.bare, p.end, p.parts[0].Article = false, whole.end, whole.parts[0].Article
			}
		}
	}
	return p, true
}

// prepositions hold a part to its act.
var prepositions = [...]string{
	"del", "della", "dell'", "dello", "dei", "degli", "delle", "di cui alla", "di cui al", "di cui all'", "alla", "al",
}

// links may stand between a part and its act, beside those.
var links = [...]string{
	"citato", "citata", "medesimo", "medesima", "predetto", "predetta", "suddetto", "suddetta", "stesso", "stessa",
	"richiamato", "richiamata", "vigente", "nuovo", "nostra", "sopra", "sopracitato", "sopracitata", "già", "ex",
}

// descriptions begin with one of these words.
var descriptions = [...]string{"legge", "leggi", "codice", "regolamento", "decreto", "testo", "statuto", "citato", "norme"}

// actBehind reads the act that a part belongs to.
func (z *scanner) actBehind(i int) (n Norm, f form, start, end int) {
	k := z.afterComma(i)
	if d := z.dash(k); d > 0 {
		k = z.gap(d)
	}
	held := false // by a preposition
	from := k
	for range 6 {
		if n, f, end = z.act(k, true); end > 0 {
			return n, f, k, end
		}
		e := z.anyPhrase(k, prepositions[:]...)
		held = held || e > 0
		if e == 0 {
			e = z.anyPhrase(k, links[:]...)
		}
		if e == 0 {
			if e = z.quote(k); e == 0 && z.byteAt(k) == '(' && k > from {
				e = k + 1
			}
		}
		if e == 0 {
			break
		}
		k = z.gap(e)
	}
	if held {
		return z.far(k)
	}
	return n, f, 0, 0
}

// far looks for the act behind its description: "legge provinciale di protezione
// civile, L.P. n. 9/2011".
func (z *scanner) far(i int) (n Norm, f form, start, end int) {
	if z.anyPhrase(i, descriptions[:]...) == 0 {
		return n, f, 0, 0
	}
	near, mark := i, false
	for k := z.wordEnd(i); k < len(z.s) && k-i < maxFar; {
		switch c := z.s[k]; {
		case classes[c]&isNoise != 0:
			k++
		case c == ';' || c == ')' || c == ':':
			return n, f, 0, 0
		case c == '.':
			if next := z.byteAt(z.gap(k + 1)); k-near > 3 && next >= 'A' && next <= 'Z' {
				return n, f, 0, 0
			}
			k++
		case c == ',' || c == '(' || z.dash(k) > 0:
			k, mark = max(k+1, z.dash(k)), true
		case classes[c]&isLetter != 0:
			if h, _ := z.articleHead(k); h > 0 {
				return n, f, 0, 0
			}
			if mark || z.anyPhrase(near, "provinciale", "regionale", "regolamento", "decreto") > 0 {
				if n, f, end = z.numbered(k); end > 0 {
					return n, f, k, end
				}
			}
			near, mark = k, false
			k = z.wordEnd(k)
		default:
			k, mark = k+1, false
		}
	}
	return n, f, 0, 0
}

// numbered is act for one that is cited by its number, not far behind.
func (z *scanner) numbered(i int) (n Norm, f form, end int) {
	switch z.byteAt(i) | 0x20 {
	case 'l':
		f, end = z.lawHead(i)
	case 'd':
		f, end = z.decreeHead(i)
	case 'r':
		f, end = z.royalHead(i)
	}
	if end == 0 {
		return n, f, 0
	}
	f.describe = 0
	n, end = z.tail(f, end)
	return n, f, end
}

// cite keeps a citation, with the parts behind it and the acts that share its
// head, and gives where it ends.
func (z *scanner) cite(p partition, n Norm, f form, start, end int) int {
	c := Citation{Start: start, End: end, ActStart: start, ActEnd: end, Norm: n, Parts: p.parts}
	if len(p.parts) > 0 {
		c.Start, c.partStart, c.partEnd = p.start, p.start, p.end
		if p.start > end { // a part that stands behind
			c.Start = start
		}
	}
	z.out = append(z.out, c)
	if e := z.partsBehind(len(z.out)-1, end); e > 0 {
		return e
	}
	for f.plural {
		next, s, e := z.another(n, f, end)
		if e == 0 || next.Type == "" {
			break
		}
		z.out = append(z.out, Citation{Start: s, End: e, ActStart: s, ActEnd: e, Norm: next})
		end = e
	}
	return end
}

// partsBehind reads the parts behind an act, in brackets or behind a comma,
// that do not belong to the next one; 0: there are none.
func (z *scanner) partsBehind(which, i int) int {
	c := &z.out[which]
	k := z.gap(z.asChanged(i))
	joined := false
	switch {
	case z.byteAt(k) == ',' || z.byteAt(k) == ':' || z.byteAt(k) == '(':
		k, joined = z.gap(k+1), true
	case z.dash(k) > 0:
		k, joined = z.gap(z.dash(k)), true
	case z.quote(k) > 0:
		k = z.gap(z.quote(k))
	}
	if e := z.anyPhrase(k, "in particolare", "e in particolare", "ed in particolare", "ai sensi"); e > 0 && joined {
		k = z.afterComma(e)
	}
	if e := z.anyPhrase(k, "all'", "agli", "dell'", "nell'", "l'", "gli", "ex"); e > 0 {
		k, joined = z.gap(e), true
	}
	p, ok := z.partition(k)
	switch {
	case !ok:
		p, ok = z.behindTitle(i)
		if !ok || len(c.Parts) > 0 {
			return 0
		}
	case !joined && strings.IndexByte(z.s[i:k], '\n') >= 0 && z.s[k] == 'A':
		return 0 // the heading of an article
	case z.ownAct(p.end):
		return 0
	}
	switch {
	case len(c.Parts) == 0 && (!p.bare || z.bareCounts(c.Norm)):
		c.Parts = p.parts
	case p.bare && len(c.Parts) == 1 && c.Parts[0].Comma == "" && c.Parts[0].Letter == "":
		article := c.Parts[0].Article
		c.Parts = p.parts
		for n := range c.Parts {
			c.Parts[n].Article = article
		}
	default:
		return 0
	}
	if c.partEnd == 0 {
		c.partStart = p.start
	}
	c.partEnd, c.End = p.end, p.end
	return p.end
}

// asChanged passes what says that the act was changed since, or its title in
// brackets, where a part stands behind: "d.lgs. 267/2000 e s.m.i., art. 42".
func (z *scanner) asChanged(i int) int {
	k := z.gap(i)
	e := z.anyPhrase(k, "e s.m.i.", "s.m.i.", "e ss.mm.ii.", "ss.mm.ii.", "e successive modificazioni e integrazioni", "e successive modifiche e integrazioni",
		"e successive modifiche ed integrazioni", "e successive modificazioni ed integrazioni", "e successive modificazioni", "e successive modifiche")
	if e == 0 && z.byteAt(k) == '(' {
		if n := strings.IndexAny(z.s[k:min(len(z.s), k+maxTitle)], ")\n;"); n > 0 && z.s[k+n] == ')' {
			if h, _ := z.articleHead(z.gap(k + 1)); h == 0 {
				e = k + n + 1
			}
		}
	}
	if e == 0 || z.byteAt(z.gap(e)) != ',' {
		return i
	}
	next := z.gap(z.gap(e) + 1)
	if f := z.anyPhrase(next, "all'", "agli", "dell'", "nell'"); f > 0 {
		next = z.gap(f)
	}
	if _, ok := z.partition(next); !ok {
		return i
	}
	return e
}

// ownAct tells whether a part belongs to an act behind it and not to the one
// before.
func (z *scanner) ownAct(i int) bool {
	if k := z.gap(i); z.byteAt(k) == ',' || z.dash(k) > 0 {
		if k = z.gap(max(k+1, z.dash(k))); z.anyPhrase(k, prepositions[:]...) == 0 {
			return false
		}
	}
	_, _, _, end := z.actBehind(i)
	if end > 0 {
		return true
	}
	k := z.gap(i)
	return z.anyPhrase(k, "del presente", "della presente", "del regolamento", "dello statuto", "della medesima", "del citato") > 0
}

// behindTitle looks for the part behind an act's title: "legge 22 febbraio 2001,
// n. 36, in materia di …, all'art. 8".
func (z *scanner) behindTitle(i int) (partition, bool) {
	k := z.afterComma(i)
	if z.anyPhrase(k, "in materia di", "recante", "concernente", "sulla", "sul") == 0 {
		return partition{}, false
	}
	for k = z.wordEnd(k); k < len(z.s) && k-i < maxTitle; {
		switch c := z.s[k]; {
		case c == '.' || c == ';' || c == ':' || c == '(':
			return partition{}, false
		case classes[c]&isLetter == 0:
			k++
		default:
			if z.anyPhrase(k, "legge", "decreto", "d.lgs.", "regolamento") > 0 {
				return partition{}, false
			}
			if e := z.anyPhrase(k, "all'", "agli", "dell'", "nell'"); e > 0 {
				if h, _ := z.articleHead(z.gap(e)); h > 0 {
					p, ok := z.partition(z.gap(e))
					return p, ok && !z.ownAct(p.end)
				}
			}
			k = z.wordEnd(k)
		}
	}
	return partition{}, false
}
