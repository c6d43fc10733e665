package spelling

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// keys are the rows of an Italian keyboard: a finger slips to the key beside.
var keys = [...]string{"qwertyuiopè", "asdfghjklòà", "zxcvbnm"}

const letters = "abcdefghijklmnopqrstuvwxyzàèéìòù'"

// weights of a slip, the likelier the lower.
const (
	costAccent = 1 // an accent, or a letter doubled or not
	costKey    = 2 // the key beside, two letters in each other's place
	costLetter = 3
)

// option is a word that may have been meant.
type option struct {
	word string
	cost int
	acts int64
}

// offer adds corrections to the suspects that have none.
func (d *Dictionary) offer(ctx context.Context, found []Suspect, b Beside) error {
	done := map[string][]string{}
	for i := range found {
		s := &found[i]
		if s.Offers != nil {
			continue
		}
		offers, ok := done[s.Word]
		if !ok && len(done) < thought {
			if err := ctx.Err(); err != nil {
				return err
			}
			var err error
			if offers, err = d.Offers(ctx, s.Word, b); err != nil {
				return err
			}
			done[s.Word] = offers
		}
		s.Offers = offers
	}
	return nil
}

// Offers gives words that may have been meant, the likeliest first: by how likely
// the slip is, then by how many acts of the library have the word.
func (d *Dictionary) Offers(ctx context.Context, word string, b Beside) ([]string, error) {
	w := straight(word)
	if utf8.RuneCountInString(w) > 40 {
		return []string{}, nil
	}
	head, lower := "", strings.ToLower(w)
	if h, rest, ok := strings.Cut(lower, "'"); ok && elides(h+"'") && rest != "" {
		head, lower = h+"'", rest
	}
	all := d.near(lower, true)
	if len(all) < maxOffered {
		all = d.further(lower, all)
	}
	all = append(all, d.halves(lower)...)
	if len(all) == 0 {
		return []string{}, nil
	}
	words := make([]string, len(all))
	for i, o := range all {
		words[i] = o.word
	}
	if b.Usual != nil {
		counts, err := b.Usual(ctx, words)
		if err != nil {
			return nil, err
		}
		for i := range counts {
			all[i].acts = counts[i]
		}
	}
	slices.SortStableFunc(all, func(x, y option) int {
		return cmp.Or(cmp.Compare(x.rank(), y.rank()), cmp.Compare(y.acts, x.acts), cmp.Compare(x.word, y.word))
	})
	out := []string{}
	for _, o := range all[:min(len(all), maxOffered)] {
		out = append(out, sameCase(w, head+o.word))
	}
	return out, nil
}

// rank lets a word that councils use go before a likelier slip to one that they
// do not.
func (o option) rank() int {
	if o.acts == 0 {
		return o.cost + 1
	}
	return o.cost
}

// offices are words that acts write with a capital: one slip from them is no
// name.
const offices = " consiglio consigliere consigliera consiglieri consigliere comune comuni comunale giunta sindaco sindaca assessore assessora assessori" +
	" assessorato regione regionale provincia provinciale presidente presidenza vicepresidente ministero ministro commissione amministrazione" +
	" statuto regolamento interrogazione interpellanza mozione governo parlamento unione stato segretario polizia ufficio agenzia azienda" +
	" dipartimento direzione repubblica costituzione decreto legge delibera deliberazione italia europa europea nazionale capogruppo gruppo "

// likelyWrong tells whether a word with a capital inside a sentence is one of
// the usual ones with a slip, or a long word with a letter doubled or not: else
// it is taken for a name.
func (d *Dictionary) likelyWrong(word string) bool {
	lower := strings.ToLower(word)
	if _, rest, ok := strings.Cut(lower, "'"); ok {
		lower = rest
	}
	n := utf8.RuneCountInString(lower)
	if n < 5 || n > 40 {
		return false
	}
	for o := range strings.FieldsSeq(offices) {
		if oneSlip([]rune(lower), []rune(o)) {
			return true
		}
	}
	return n > 7 && slices.ContainsFunc(d.near(lower, false), func(o option) bool { return o.cost == costAccent })
}

// oneSlip tells whether two different words are one letter apart: one more, one
// less, another one, or two swapped.
func oneSlip(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return slices.Equal(a[i:], b[i+1:])
	}
	if i == len(a) {
		return false
	}
	swapped := i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(a[i+2:], b[i+2:])
	return swapped || slices.Equal(a[i+1:], b[i+1:])
}

// near gives the known words that are one slip away; all of them, or only those
// that are likely slips.
func (d *Dictionary) near(word string, every bool) []option {
	best := map[string]int{}
	slips([]rune(word), every, func(r []rune, cost int) {
		w := string(r)
		if old, there := best[w]; there {
			best[w] = min(old, cost)
			return
		}
		if w != word && d.form(w) {
			best[w] = cost
		}
	})
	return options(best)
}

// further adds words that two likely slips lead to.
func (d *Dictionary) further(word string, have []option) []option {
	best := map[string]int{}
	for _, o := range have {
		best[o.word] = o.cost
	}
	seen := map[string]bool{word: true}
	slips([]rune(word), false, func(one []rune, cost int) {
		w := string(one)
		if seen[w] || len(seen) > 400 {
			return
		}
		seen[w] = true
		slips(one, false, func(two []rune, more int) {
			if x := string(two); x != word && d.form(x) {
				if old, there := best[x]; !there || old > cost+more+1 {
					best[x] = cost + more + 1
				}
			}
		})
	})
	return options(best)
}

func options(best map[string]int) []option {
	out := make([]option, 0, len(best))
	for w, cost := range best {
		out = append(out, option{word: w, cost: cost})
	}
	slices.SortFunc(out, func(a, b option) int { return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.word, b.word)) })
	return out
}

// halves gives two known words that were written as one.
func (d *Dictionary) halves(word string) []option {
	var out []option
	for i := range word {
		if i < 2 || len(word)-i < 3 {
			continue
		}
		if a, b := word[:i], word[i:]; d.form(a) && d.form(b) {
			out = append(out, option{word: a + " " + b, cost: 2 * costLetter})
		}
	}
	return out
}

// slips gives what one slip of the hand makes of a word; without every only the
// likely ones. fn must not keep the letters.
func slips(w []rune, every bool, fn func(r []rune, cost int)) {
	buf := make([]rune, 0, len(w)+1)
	put := func(i, drop int, cost int, in ...rune) {
		buf = append(append(append(buf[:0], w[:i]...), in...), w[i+drop:]...)
		fn(buf, cost)
	}
	for i, r := range w {
		if i > 0 && w[i-1] == r {
			put(i, 1, costAccent) // doubled
		} else {
			put(i, 1, costLetter)
		}
		put(i, 0, costAccent, r) // to be doubled
		if i+1 < len(w) && w[i+1] != r {
			put(i, 2, costKey, w[i+1], r)
		}
		for _, o := range accents(r) {
			put(i, 1, costAccent, o)
		}
		for _, o := range beside(r) {
			put(i, 1, costKey, o)
		}
	}
	if !every {
		return
	}
	for i := range len(w) + 1 {
		for _, o := range letters {
			put(i, 0, costLetter, o)
			if i < len(w) && w[i] != o {
				put(i, 1, costLetter, o)
			}
		}
	}
}

// accents are the same vowel with other accents, or none.
func accents(r rune) []rune {
	for _, family := range [...]string{"aàá", "eèé", "iìí", "oòó", "uùú"} {
		if !strings.ContainsRune(family, r) {
			continue
		}
		return slices.DeleteFunc([]rune(family), func(o rune) bool { return o == r || strings.ContainsRune("áíóú", o) })
	}
	return nil
}

// beside are the keys next to a letter's.
func beside(r rune) []rune {
	r = unicode.ToLower(r)
	for _, row := range keys {
		line := []rune(row)
		if i := slices.Index(line, r); i >= 0 {
			return slices.Concat(line[max(0, i-1):i], line[i+1:min(len(line), i+2)])
		}
	}
	return nil
}
