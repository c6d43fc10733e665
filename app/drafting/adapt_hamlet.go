package drafting

import (
	"slices"
	"strings"
	"unicode/utf8"

	"scranno/app/civic"
)

var (
	hamletWords   = []string{"frazione", "frazioni", "località", "quartiere", "quartieri", "rione", "rioni", "borgata", "borgate", "fraz", "loc"}
	hamletPlurals = []string{"frazioni", "quartieri", "rioni", "borgate"}
	hamletJoins   = []string{"di", "del", "della", "dello", "dei", "degli", "delle", "dell", "d", "in", "al", "alla", "sul", "sulla", "la"}
	// hamletNever are words with a capital that begin no hamlet's name.
	hamletNever = strings.Fields(`comune comuni città regione provincia consiglio giunta unione municipio municipi stato italia sindaco sindaca repubblica
		parco ufficio assessorato azienda associazione comitato centro capoluogo premesso considerato visto`)
	// hamletCommon are words of the language that hamlets are often named by.
	hamletCommon = strings.Fields(`costa valle villa piano piana poggio colle monte bosco bricco torre mulino chiesa stazione isola riva porto centro case casale
		borgo campo fonte pieve pietra rocca sasso serra`)
	// bodyVerbs follow the name of a place that a sentence begins with.
	bodyVerbs = strings.Fields("è ha conta resta aveva era rimane conterà avrà sarà dispone vanta dista possiede chiede risulta subisce attende confina")
)

// hamlets gives the names of the hamlets and quarters that the word at i speaks
// of, each by its first word and the one after it.
func (a *adapter) hamlets(r unitText, i int) [][2]int {
	if !slices.Contains(hamletWords, r.low(i)) || r.shouted(i, i+1) {
		return nil
	}
	many := slices.Contains(hamletPlurals, r.low(i)) ||
		r.low(i) == "località" && slices.Contains([]string{"le", "nelle", "delle", "alle", "dalle", "sulle", "due", "tre"}, r.low(i-1))
	k := i + 1
	if k >= len(r.ts) || strings.Trim(r.gap(k), " \u00a0.:«\"") != "" {
		return nil
	}
	var out [][2]int
	for and := false; k < len(r.ts); {
		if low := r.low(k); (low == "di" || low == "d") && (r.close(k+1) || r.elided(k+1)) {
			k++
		}
		end := a.hamletName(r, k)
		if end == k {
			break
		}
		out = append(out, [2]int{k, end})
		gap, low := strings.TrimSpace(r.gap(end)), r.low(end)
		switch {
		case !many || end >= len(r.ts):
			return out
		case gap == "" && (low == "e" || low == "ed"):
			k, and = end+1, true
		case gap == "," && !and:
			k = end
		default:
			return out
		}
	}
	return out
}

// hamletName gives the word after a name that begins at k; k where none does.
func (a *adapter) hamletName(r unitText, k int) int {
	end := k
	for j := k; j < min(k+6, len(r.ts)); j++ {
		t, g := r.ts[j], r.gap(j)
		if j > k && (strings.Trim(g, " \u00a0'’-.") != "" || strings.Contains(g, ". ") && len(r.low(j-1)) > 3) {
			break
		}
		switch {
		case t.cap && !slices.Contains(hamletNever, t.low) && (j == k || !slices.Contains(hamletJoins, r.low(j-1)) || !a.ownTown(r, j)):
			end = j + 1
		case j > k && slices.Contains(hamletJoins, t.low):
		default:
			return end
		}
	}
	return end
}

// ownTown tells whether the source's own name stands at word i.
func (a *adapter) ownTown(r unitText, i int) bool {
	return slices.ContainsFunc(a.towns, func(f townForm) bool {
		_, ok := r.spells(i, f)
		return ok
	})
}

// learn takes in the hamlets that the text names as such: where their names stand
// alone they are places too.
func (a *adapter) learn(c civic.Content) {
	look := func(s string) {
		r := unitsOf(s)
		for i := range r.ts {
			for _, h := range a.hamlets(r, i) {
				var words []string
				for k := h[0]; k < h[1]; k++ {
					words = append(words, r.low(k))
				}
				if len(words) == 1 && utf8.RuneCountInString(words[0]) < 3 || a.ownTown(r, h[0]) {
					continue
				}
				if !slices.ContainsFunc(a.hamletNames, func(x []string) bool { return slices.Equal(x, words) }) {
					a.hamletNames = append(a.hamletNames, words)
				}
			}
		}
	}
	look(c.Subject)
	for _, cl := range c.Clauses {
		look(cl.Opener)
		look(cl.Text)
	}
	slices.SortStableFunc(a.hamletNames, func(x, y []string) int { return len(y) - len(x) })
}

// hamletsHere marks the hamlets that stand behind their noun in a text.
func (a *adapter) hamletsHere(r unitText) {
	a.here = nil
	for i := range r.ts {
		for _, h := range a.hamlets(r, i) {
			if a.here == nil {
				a.here = map[int]int{}
			}
			a.here[h[0]] = h[1]
		}
	}
}

// hamlet tells whether a hamlet that the text names elsewhere stands at word i.
func (a *adapter) hamlet(r unitText, i int) (swap, bool) {
	if !r.capital(i) {
		return swap{}, false
	}
	for _, words := range a.hamletNames {
		j, ok := r.spells(i, townForm{words: words})
		if !ok || !r.capital(j-1) || !r.apart(i, j) {
			continue
		}
		wordly := len(words) == 1 && (slices.Contains(hamletCommon, words[0]) || a.g.common()[bare(words[0])])
		if wordly && r.opensSentence(i) && !slices.Contains(bodyVerbs, r.low(j)) {
			continue
		}
		return a.gapAt(r, i, j, GapPlace), true
	}
	return swap{}, false
}

// opensSentence tells whether the word at i is the first of a sentence, whose
// capital says nothing.
func (r unitText) opensSentence(i int) bool {
	return i == 0 || strings.ContainsAny(r.gap(i), ".:;!?\n•«\"")
}
