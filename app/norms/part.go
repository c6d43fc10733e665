package norms

import "strconv"

// maxParts bounds how many parts one citation names.
const maxParts = 64

// maxRange bounds a range that is written out; of a wider one the ends are kept.
const maxRange = 40

// partition is the words that name parts of an act.
type partition struct {
	start, end int
	parts      []Part
	bare       bool // commi or letters without an article
}

// suffixes follow the number of an article or a comma that was put in later.
var suffixes = [...]string{
	"bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "nonies", "decies", "undecies",
	"duodecies", "terdecies", "quaterdecies", "quinquiesdecies", "sexiesdecies",
}

var ordinals = [...]string{
	"primo", "secondo", "terzo", "quarto", "quinto", "sesto", "settimo", "ottavo", "nono", "decimo",
	"undicesimo", "dodicesimo",
}

// item reads the number of an article or a comma with its suffix: "3", "5-bis".
// One that a date or another act's number begins is none.
func (z *scanner) item(i int) (value string, n, end int) {
	n, e := z.digits(i, 4)
	if e == i || n == 0 {
		return "", 0, i
	}
	if c := z.byteAt(e); (c == '/' || c == '.') && z.digitAt(e+1) {
		return "", 0, i
	}
	value = strconv.Itoa(n)
	for _, mark := range [...]string{"°", "º"} {
		if len(z.s)-e >= len(mark) && z.s[e:e+len(mark)] == mark {
			e += len(mark)
		}
	}
	k := z.gap(e)
	if d := z.dash(k); d > 0 {
		k = z.gap(d)
	}
	if z.letterAt(k) {
		for _, s := range suffixes {
			if f := z.phrase(k, s); f > 0 {
				return value + s, n, f
			}
		}
		if z.month2(e) {
			return "", 0, i
		}
	}
	return value, n, e
}

func (z *scanner) ordinal(i int) (value string, end int) {
	if !z.letterAt(i) {
		return "", i
	}
	for k, w := range ordinals {
		if e := z.phrase(i, w); e > 0 {
			return strconv.Itoa(k + 1), e
		}
	}
	return "", i
}

// articleHead passes "art.", "artt.", "articolo", "articoli".
func (z *scanner) articleHead(i int) (end int, plural bool) {
	if b := z.byteAt(i); b|0x20 != 'a' {
		return 0, false
	}
	for _, w := range [...]string{"articolo", "art."} {
		if e := z.phrase(i, w); e > 0 {
			return e, false
		}
	}
	for _, w := range [...]string{"articoli", "artt.", "artt", "artì."} {
		if e := z.phrase(i, w); e > 0 {
			return e, true
		}
	}
	return z.phrase(i, "art"), false
}

// commaHead passes "comma", "commi", "c.", "co.", where a number follows.
func (z *scanner) commaHead(i int) (end int, plural bool) {
	if b := z.byteAt(i); b|0x20 != 'c' && b|0x20 != 'p' {
		return 0, false
	}
	for _, w := range [...]string{"commi", "cc.", "paragrafi"} {
		if e := z.phrase(i, w); e > 0 {
			return e, true
		}
	}
	for _, w := range [...]string{"comma", "co.", "c.", "paragrafo", "par.", "com.", "c"} {
		if e := z.phrase(i, w); e > 0 {
			return e, false
		}
	}
	if z.byteAt(i)|0x20 == 'c' && len(z.s)-i > 5 && z.digitAt(i+5) && foldEqual(z.s[i:i+5], "comma") {
		return i + 5, false // "comma1"
	}
	return 0, false
}

func foldEqual(s, lowerCase string) bool {
	for k := range len(lowerCase) {
		if lower(s[k]) != lowerCase[k] {
			return false
		}
	}
	return true
}

// separator passes what stands between the items of a list; comma says that it
// was no word.
func (z *scanner) separator(i int) (end int, comma bool) {
	k := z.gap(i)
	if z.byteAt(k) == ',' {
		k, comma = z.gap(k+1), true
	}
	for _, w := range [...]string{"e", "ed", "o", "nonché", "e/o"} {
		if e := z.phrase(k, w); e > 0 && e > k {
			return z.gap(e), false
		}
	}
	if comma {
		return k, true
	}
	return 0, false
}

// partition reads parts that begin at i.
func (z *scanner) partition(i int) (p partition, ok bool) {
	if e, plural := z.articleHead(i); e > 0 {
		return z.articles(i, e, plural)
	}
	var letters, commas []string
	k := i
	if list, e := z.letterList(i); e > 0 {
		letters, k = list, e
		if f := z.of(k); f > 0 {
			k = f
		}
	}
	list, e := z.commaList(k, false)
	switch {
	case e > 0:
		commas, k = list, e
		if letters == nil {
			if some, f := z.letterList(z.afterComma(k)); f > 0 {
				letters, k = some, f
			}
		}
	case letters == nil:
		return p, false
	}
	end := k
	if letters != nil && commas == nil {
		end = z.lastEnd
	}
	p = partition{start: i, end: end, bare: true, parts: combine("", commas, letters)}
	if f := z.of(end); f > 0 {
		if a, plural := z.articleHead(f); a > 0 {
			if whole, there := z.articles(f, a, plural); there && len(whole.parts) == 1 {
				p.bare, p.end = false, whole.end
				for n := range p.parts {
					p.parts[n].Article = whole.parts[0].Article
				}
			}
		}
	}
	return p, true
}

// of passes ", dell'", "del", "di cui all'" or a comma between a part and the
// larger one that holds it; 0: the text goes on otherwise.
func (z *scanner) of(i int) int {
	k := z.gap(i)
	if z.byteAt(k) == ',' {
		k = z.gap(k + 1)
	}
	if e := z.anyPhrase(k, "dell'", "dello", "degli", "del", "di cui all'", "di cui al", "all'"); e > 0 {
		return z.gap(e)
	}
	if k > i {
		return k
	}
	return 0
}

func (z *scanner) afterComma(i int) int {
	k := z.gap(i)
	if z.byteAt(k) == ',' {
		k = z.gap(k + 1)
	}
	return k
}

// combine makes a part of each comma, or of each letter of the last comma.
func combine(article string, commas, letters []string) []Part {
	if len(commas) == 0 && len(letters) == 0 {
		return []Part{{Article: article}}
	}
	var out []Part
	for k, c := range commas {
		if k+1 < len(commas) || len(letters) == 0 {
			out = append(out, Part{Article: article, Comma: c})
		}
	}
	for _, l := range letters {
		p := Part{Article: article, Letter: l}
		if len(commas) > 0 {
			p.Comma = commas[len(commas)-1]
		}
		out = append(out, p)
	}
	return out
}

// articles reads the articles behind a head, each with its commi and letters.
func (z *scanner) articles(start, i int, plural bool) (partition, bool) {
	p := partition{start: start}
	k := z.gap(i)
	if e := z.anyPhrase(k, "da", "dal", "dall'"); e > 0 && plural {
		k = z.gap(e)
	}
	for len(p.parts) < maxParts {
		value, n, e := z.item(k)
		if value == "" {
			break
		}
		more, end := z.within(value, e, plural)
		p.parts, p.end = append(p.parts, more...), end
		if last, f := z.rangeEnd(e, end, plural); f > 0 {
			p.parts, p.end = appendRange(p.parts, n, last), f
		}
		next, comma := z.separator(p.end)
		if next == 0 {
			break
		}
		f := z.anyPhrase(next, "l'", "dell'", "all'", "gli", "degli", "agli")
		if f == 0 {
			f = next
		}
		if h, many := z.articleHead(z.gap(f)); h > 0 {
			k, plural = z.gap(h), many
			continue
		}
		if f != next || comma && !plural {
			break
		}
		k = next
	}
	if len(p.parts) == 0 {
		return p, false
	}
	if e := z.following(p.end); e > 0 {
		p.end = e
	}
	return p, true
}

// within reads the commi and letters of one article.
func (z *scanner) within(article string, i int, plural bool) ([]Part, int) {
	k := z.afterComma(i)
	commas, e := z.commaList(k, plural)
	if e == 0 {
		e = i
	}
	letters, f := z.letterList(z.afterComma(e))
	if f > 0 {
		e = f
	}
	return combine(article, commas, letters), e
}

// following passes "e seguenti" and its short forms.
func (z *scanner) following(i int) int {
	k := z.gap(i)
	if e := z.anyPhrase(k, "e"); e > 0 {
		k = z.gap(e)
	}
	return z.anyPhrase(k, "seguenti", "e ss.", "ss.", "segg.", "ss", "seg.")
}

// rangeEnd reads "a 12" behind "da 10", and "-12" behind "artt. 10".
func (z *scanner) rangeEnd(i, end int, plural bool) (last, e int) {
	if !plural || i != end {
		return 0, 0
	}
	k := z.gap(i)
	f := z.anyPhrase(k, "a", "al", "all'")
	if f == 0 {
		f = z.dash(k)
	}
	if f == 0 {
		return 0, 0
	}
	value, last, e := z.item(z.gap(f))
	if value == "" {
		return 0, 0
	}
	return last, e
}

func appendRange(parts []Part, first, last int) []Part {
	from := first + 1
	if last-first > maxRange || last <= first {
		from = last
	}
	for n := from; n <= last && len(parts) < maxParts; n++ {
		parts = append(parts, Part{Article: strconv.Itoa(n)})
	}
	return parts
}

// commaList reads "comma 2", "commi 1, 3 e 5-bis", "c. 4", "secondo comma"; end 0:
// none. Behind more than one article a number after "e" is the next article.
func (z *scanner) commaList(i int, articles bool) (list []string, end int) {
	value, k := z.ordinal(i)
	if value == "" {
		var n int
		if value, n, k = z.item(i); n == 0 || k == i {
			value = ""
		}
	}
	if value != "" {
		if e := z.phrase(z.gap(k), "comma"); e > 0 {
			return []string{value}, e
		}
		return nil, 0
	}
	e, plural := z.commaHead(i)
	if e == 0 {
		return nil, 0
	}
	k = z.gap(e)
	if f := z.anyPhrase(k, "da", "dal"); f > 0 && plural {
		k = z.gap(f)
	}
	if value, f := z.ordinal(k); value != "" {
		return []string{value}, f
	}
	for len(list) < maxParts {
		value, n, f := z.item(k)
		if value == "" {
			break
		}
		list, end = append(list, value), f
		if last, g := z.rangeEnd(f, f, plural); g > 0 {
			for _, p := range appendRange(nil, n, last) {
				list = append(list, p.Article)
			}
			end = g
		}
		next, comma := z.separator(end)
		if next == 0 || !plural && (comma || articles) {
			break
		}
		if h, many := z.commaHead(next); h > 0 {
			next, plural = z.gap(h), many
		}
		k = next
	}
	if len(list) == 0 {
		return nil, 0
	}
	return list, end
}

// letterList reads "lett. a)", "lettere a), b) e c-bis)"; end 0: none.
func (z *scanner) letterList(i int) (list []string, end int) {
	if b := z.byteAt(i); b|0x20 != 'l' {
		return nil, 0
	}
	e := z.anyPhrase(i, "lett.", "lettera", "lettere", "lett", "let.", "lettr.")
	if e == 0 {
		return nil, 0
	}
	k, many := z.gap(e), z.phrase(i, "lettere") > 0
	for len(list) < maxParts {
		letter, f, closed := z.letter(k)
		if letter == "" || len(list) > 0 && !closed && !many {
			break
		}
		list, end = append(list, letter), f
		next, _ := z.separator(end)
		if next == 0 {
			break
		}
		if h := z.anyPhrase(next, "lett.", "lettera"); h > 0 {
			next = z.gap(h)
		}
		k = next
	}
	z.lastEnd = end
	return list, end
}

// letter reads one letter, or a number that stands for one.
func (z *scanner) letter(i int) (letter string, end int, closed bool) {
	if e := z.quote(i); e > 0 {
		i = e
	}
	e := i
	for e < len(z.s) && e-i < 3 && z.s[e]|0x20 >= 'a' && z.s[e]|0x20 <= 'z' {
		e++
	}
	if e == i {
		n, f := z.digits(i, 2)
		if f == i || n == 0 {
			return "", i, false
		}
		letter, e = strconv.Itoa(n), f
	} else {
		if e-i > 2 || z.letterAt(e) {
			return "", i, false
		}
		for k := i; k < e; k++ {
			letter += string(rune(lower(z.s[k])))
		}
	}
	k := z.gap(e)
	if d := z.dash(k); d > 0 {
		k = z.gap(d)
	}
	for _, s := range suffixes {
		if f := z.phrase(k, s); f > 0 {
			letter, e = letter+s, f
			break
		}
	}
	if q := z.quote(e); q > 0 {
		e = q
	}
	if z.byteAt(e) == ')' {
		return letter, e + 1, true
	}
	return letter, e, false
}

// quote gives the end of a quote at i; 0: none.
func (z *scanner) quote(i int) int {
	switch {
	case i >= len(z.s):
	case z.s[i] == '"':
		return i + 1
	case z.s[i] == 0xE2 && i+2 < len(z.s) && z.s[i+1] == 0x80 && z.s[i+2] >= 0x98 && z.s[i+2] <= 0x9F:
		return i + 3
	case z.s[i] == 0xC2 && i+1 < len(z.s) && (z.s[i+1] == 0xAB || z.s[i+1] == 0xBB):
		return i + 2
	}
	return 0
}
