package norms

import (
	"slices"
	"strconv"
	"strings"
)

// mark begins a word of an index that stands for a norm. No word of a text has it.
const mark = '§'

// maxWords bounds how many norms of one act an index takes.
const maxWords = 400

// Words gives the words by which an index finds the acts that cite what a text
// cites: one for the act of law, one for each article, comma and letter. Those
// that are in have are left out.
func Words(text string, place Place, have []string) []string {
	for _, c := range Find(text, place) {
		have = c.words(have)
	}
	return have
}

// words adds those of one citation.
func (c Citation) words(have []string) []string {
	bases := []string{c.Norm.Key()}
	if o, ok := c.Norm.anywhere(); ok {
		bases = append(bases, o.Key())
	}
	for _, base := range bases {
		have = appendWord(have, base)
		for _, p := range c.Parts {
			for _, up := range p.upwards() {
				have = appendWord(have, base+"~"+up.Key())
			}
		}
	}
	return have
}

// Citing gives the citations of a text by which an index would find one of the
// words that Query gave.
func Citing(text string, words []string) []Citation {
	var out []Citation
	for _, c := range Find(text, Place{}) {
		have := c.words(nil)
		for _, w := range words {
			if slices.Contains(have, w) {
				out = append(out, c)
				break
			}
		}
	}
	return out
}

// anywhere is the same law without its region or province, by which those find
// it who do not say whose it is.
func (n Norm) anywhere() (Norm, bool) {
	switch {
	case strings.HasPrefix(n.Authority, regionPrefix):
		n.Authority = SomeRegion
	case n.Authority == trento || n.Authority == bolzano:
		n.Authority = SomeProvince
	default:
		return n, false
	}
	return n, true
}

// upwards gives the article, its comma and its letter, as far as they are named.
func (p Part) upwards() []Part {
	list := []Part{{Article: p.Article}}
	if p.Comma != "" {
		list = append(list, Part{Article: p.Article, Comma: p.Comma})
	}
	if p.Letter != "" {
		list = append(list, p)
	}
	return list
}

func appendWord(have []string, key string) []string {
	word := wordOf(key)
	if len(have) >= maxWords {
		return have
	}
	for _, h := range have {
		if h == word {
			return have
		}
	}
	return append(have, word)
}

// wordOf makes one word of a key: what divides words becomes a sign that does not.
func wordOf(key string) string {
	return string(mark) + strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		}
		return '·'
	}, key)
}

// Query reads what someone asks acts by, "dlgs 267/2000 art 42", "art. 42 TUEL" or
// a key, and gives the words of an index that an act must have. None: it names no
// norm.
func Query(value string) []string {
	value = strings.TrimSpace(value)
	if c, ok := ParseKey(value); ok {
		return c.asked()
	}
	for _, v := range [...]string{value, strings.ToUpper(value)} {
		if found := Find(v, Place{}); len(found) > 0 {
			return found[0].asked()
		}
	}
	return nil
}

func (c Citation) asked() []string {
	base := c.Norm.Key()
	if len(c.Parts) == 0 {
		return []string{wordOf(base)}
	}
	var out []string
	for _, p := range c.Parts {
		out = append(out, wordOf(base+"~"+p.Key()))
	}
	return out
}

// ParseKey reads what Citation.Key wrote.
func ParseKey(key string) (Citation, bool) {
	var c Citation
	act, parts, _ := strings.Cut(key, "~")
	authority, rest, ok := strings.Cut(act, ":")
	kind, number, numbered := strings.Cut(rest, ":")
	c.Norm = Norm{Authority: authority, Type: Type(kind)}
	if _, known := abbreviated[c.Norm.Type]; !ok || !known {
		return c, false
	}
	if numbered {
		year, n, _ := strings.Cut(number, ";")
		if c.Norm.Number = n; n == "" {
			if len(year) < len("2000") {
				return c, false
			}
			c.Norm.Date = dateIn(year)
			year = year[:4]
		}
		var err error
		if c.Norm.Year, err = strconv.Atoi(year); err != nil || c.Norm.Number == "" && c.Norm.Date == "" {
			return c, false
		}
		if c.Norm.Date == "" {
			c.Norm.Date = knownDate(c.Norm)
		}
	}
	for one := range strings.SplitSeq(parts, ",") {
		var p Part
		for piece := range strings.SplitSeq(one, "-") {
			switch value := piece[min(3, len(piece)):]; {
			case strings.HasPrefix(piece, "art"):
				p.Article = value
			case strings.HasPrefix(piece, "com"):
				p.Comma = value
			case strings.HasPrefix(piece, "let"):
				p.Letter = value
			}
		}
		if p != (Part{}) {
			c.Parts = append(c.Parts, p)
		}
	}
	return c, true
}
