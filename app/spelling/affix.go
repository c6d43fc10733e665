package spelling

import (
	"strings"
	"unicode/utf8"
)

// affixes are the endings, or the beginnings, of a dictionary by what they put
// there.
type affixes struct {
	by      map[string][]strip
	longest int // in bytes
}

// strip is one piece that an affix took the place of, and the rules by which.
type strip struct {
	text  string
	rules []rule
}

// rule is one way in which a word of the dictionary takes an affix.
type rule struct {
	flag  string // that the word must have
	cross bool   // the word may take one at its other end too
	near  []class
}

// class is one letter of what the rest of the word must look like at that end,
// in order.
type class struct {
	letters string
	not     bool
	any     bool
}

func (c class) fits(r rune) bool { return c.any || strings.ContainsRune(c.letters, r) != c.not }

// readAffixes reads the SFX and PFX of a file in Hunspell's form. The Italian
// one has no others that say which words there are.
func readAffixes(text string) (suffixes, prefixes affixes) {
	suffixes.by, prefixes.by = map[string][]strip{}, map[string][]strip{}
	cross := map[string]bool{}
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) < 4 || f[0] != "SFX" && f[0] != "PFX" {
			continue
		}
		to := &suffixes
		if f[0] == "PFX" {
			to = &prefixes
		}
		if len(f) == 4 {
			cross[f[0]+f[1]] = f[2] == "Y"
			continue
		}
		to.add(nothing(f[3]), nothing(f[2]), rule{flag: f[1], cross: cross[f[0]+f[1]], near: classes(f[4])})
	}
	return suffixes, prefixes
}

func nothing(field string) string {
	if field == "0" {
		return ""
	}
	return field
}

func (a *affixes) add(text, instead string, r rule) {
	a.longest = max(a.longest, len(text))
	all := a.by[text]
	for i := range all {
		if all[i].text == instead {
			all[i].rules = append(all[i].rules, r)
			return
		}
	}
	a.by[text] = append(all, strip{instead, []rule{r}})
}

// classes reads a condition: letters, [letters], [^letters], or a dot.
func classes(condition string) []class {
	if condition == "." {
		return nil
	}
	var out []class
	for condition != "" {
		if inside, after, ok := strings.Cut(condition, "]"); ok && inside[0] == '[' {
			inside, not := strings.CutPrefix(inside[1:], "^")
			out, condition = append(out, class{letters: inside, not: not}), after
			continue
		}
		r, size := utf8.DecodeRuneInString(condition)
		out, condition = append(out, class{letters: string(r), any: r == '.'}), condition[size:]
	}
	return out
}

// fitsEnd tells whether a word ends as the rule asks.
func (r rule) fitsEnd(word string) bool {
	for i := len(r.near) - 1; i >= 0; i-- {
		letter, size := utf8.DecodeLastRuneInString(word)
		if size == 0 || !r.near[i].fits(letter) {
			return false
		}
		word = word[:len(word)-size]
	}
	return true
}

// fitsStart tells whether a word begins as the rule asks.
func (r rule) fitsStart(word string) bool {
	for _, c := range r.near {
		letter, size := utf8.DecodeRuneInString(word)
		if size == 0 || !c.fits(letter) {
			return false
		}
		word = word[size:]
	}
	return true
}

// ends tells whether the word is one of the dictionary with an ending. with is a
// flag that it must have besides; empty: none.
func (d *Dictionary) ends(word, with string) bool {
	for cut := max(0, len(word)-d.suffixes.longest); cut <= len(word); cut++ {
		for _, s := range d.suffixes.by[word[cut:]] {
			stem := word[:cut] + s.text
			if d.entry(stem, func(flags string) bool {
				for _, r := range s.rules {
					if strings.Contains(flags, r.flag) && (with == "" || r.cross && strings.Contains(flags, with)) && r.fitsEnd(stem) {
						return true
					}
				}
				return false
			}) {
				return true
			}
		}
	}
	return false
}

// begins tells whether the word is one of the dictionary with something before
// it, and perhaps an ending.
func (d *Dictionary) begins(word string) bool {
	for cut := 1; cut <= min(len(word), d.prefixes.longest); cut++ {
		for _, s := range d.prefixes.by[word[:cut]] {
			rest := s.text + word[cut:]
			for _, r := range s.rules {
				if !r.fitsStart(rest) {
					continue
				}
				if d.entry(rest, func(flags string) bool { return strings.Contains(flags, r.flag) }) || r.cross && d.ends(rest, r.flag) {
					return true
				}
			}
		}
	}
	return false
}
