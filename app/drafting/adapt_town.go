package drafting

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// townHit is a town's name in a text, with the preposition that goes with it.
type townHit struct {
	form       townForm
	from, to   int    // bytes, the preposition and the sign of the province with it
	word, last int    // the first of the words taken, and the one after them
	base       string // the preposition in its plain form: "di", "a", …; empty: none
	lead       string // the preposition as written
	sign       bool   // "(MO)" follows
	loud       bool   // in capitals
	plain      bool   // without the accent that it has
}

// melted gives the plain preposition of those that hold an article.
func melted(low, article string) (base string, ok bool) {
	stem := map[string]string{"dell": "di", "all": "a", "dall": "da", "nell": "in", "sull": "su"}
	if article == "la" {
		stem = map[string]string{"della": "di", "alla": "a", "dalla": "da", "nella": "in", "sulla": "su"}
	}
	base, ok = stem[low]
	return base, ok
}

// town tells whether the town's name begins at word i. With strict only where
// the words before say that it is a town.
func (g *Gazetteer) town(r unitText, i int, f townForm, strict bool) (townHit, bool) {
	j, ok := r.spells(i, f)
	whole := i
	if f.article != "" && r.low(i-1) == f.article {
		whole--
	}
	if !ok || !r.apart(i, j) || g.longerName(r, whole, j) {
		return townHit{}, false
	}
	h := townHit{form: f, from: r.ts[i].start, to: r.ts[j-1].end, word: i, last: j}
	if low := r.ts[j-1].low; low == bare(low) && f.marked && strings.HasPrefix(r.s[h.to:], "'") {
		h.to++ // "FORLI'"
	} else if low != f.words[len(f.words)-1] && low == bare(low) {
		h.plain = true
	}
	if !h.prepose(r) || h.plain && !r.civicNoun(h) {
		return townHit{}, false
	}
	h.signed(r)
	h.loud = r.ts[i].upper && r.ts[i].end-r.ts[i].start > 1
	return h, r.townly(h, strict)
}

// spells tells whether the form's words stand at i, and where they end.
func (r unitText) spells(i int, f townForm) (int, bool) {
	if i+len(f.words) > len(r.ts) {
		return 0, false
	}
	for k, w := range f.words {
		low := r.ts[i+k].low
		if low != w && low != bare(w) {
			return 0, false
		}
		if k > 0 && !nameGap(r.gap(i+k), f.words[k-1]) {
			return 0, false
		}
	}
	return i + len(f.words), true
}

// nameGap tells whether what stands between two words keeps them one name.
func nameGap(gap, before string) bool {
	if before == "s" || before == "st" {
		gap = strings.TrimPrefix(gap, ".")
	}
	switch strings.TrimSpace(strings.ReplaceAll(gap, "\u00a0", " ")) {
	case "", "'", "’", "-", "‑", "–", "/":
		return true
	}
	return false
}

// longerName tells whether the words are part of another town's longer name.
func (g *Gazetteer) longerName(r unitText, i, j int) bool {
	first := bare(r.ts[i].low)
	for _, long := range g.derived.longer()[first] {
		if len(long) <= j-i {
			continue
		}
		for at, w := range long {
			if w != first || i-at < 0 || i-at+len(long) > len(r.ts) || at+j-i > len(long) {
				continue
			}
			same := true
			for k, x := range long {
				t := r.ts[i-at+k]
				if bare(t.low) != x || k > 0 && !nameGap(r.gap(i-at+k), long[k-1]) || !t.cap && len(x) > 4 {
					same = false
					break
				}
			}
			if same {
				return true
			}
		}
	}
	return false
}

// prepose takes in the preposition and the article before the name. It is false
// where the form needs its article and has none.
func (h *townHit) prepose(r unitText) bool {
	i, art := h.word, h.form.article
	take := func(k int, base string) {
		h.word, h.from, h.base = k, r.ts[k].start, base
		h.lead = r.s[r.ts[k].start:r.ts[k].end]
	}
	if art != "" {
		if i == 0 || art == "l" && !r.elided(i) || art == "la" && !r.close(i) {
			return false
		}
		if base, ok := melted(r.low(i-1), art); ok {
			take(i-1, base)
			return true
		}
		if r.low(i-1) != art {
			return false
		}
		i--
		h.word, h.from = i, r.ts[i].start
	}
	if i == 0 || !r.close(i) && !(r.elided(i) && r.low(i-1) == "d") {
		return true
	}
	switch low := r.low(i - 1); low {
	case "di", "a", "da", "in", "su", "e", "per", "tra", "fra", "con":
		take(i-1, low)
	case "de", "d":
		take(i-1, "di")
	case "ad":
		take(i-1, "a")
	case "ed":
		take(i-1, "e")
	}
	return true
}

// signed takes in "(MO)" after the name.
func (h *townHit) signed(r unitText) {
	j := h.last
	if j >= len(r.ts) || !r.ts[j].upper || r.ts[j].end-r.ts[j].start != 2 {
		return
	}
	if g := r.s[h.to:r.ts[j].start]; strings.TrimSpace(g) == "(" && strings.HasPrefix(r.s[r.ts[j].end:], ")") {
		h.to, h.last, h.sign = r.ts[j].end+1, j+1, true
	}
}

// townly tells whether the name names the town there.
func (r unitText) townly(h townHit, strict bool) bool {
	i := h.last - len(h.form.words)
	if h.sign {
		i--
	}
	caps, civicBefore := r.capital(i), r.civicNoun(h)
	switch {
	case civicBefore || h.sign && caps:
		return true
	case !caps || strict:
		return false
	case !h.form.common:
		return true
	case r.shouted(i, i+len(h.form.words)):
		return false
	case r.dateLine(h):
		return true
	}
	switch h.base {
	case "a", "da", "di", "in", "per", "tra", "fra", "con":
		return unicode.IsLower(leadRune(h.lead)) && !(r.capital(h.last) && r.close(h.last)) && r.low(h.word-1) != "via"
	}
	return false
}

func leadRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// civicNouns go before a town's name.
const civicNouns = ` comune comuni città citta municipio municipalità sindaco sindaca vicesindaco vicesindaca giunta consiglio
 comunale consiliare amministrazione territorio cittadini cittadine cittadinanza abitanti residenti popolazione capoluogo comunità
 consigliere consigliera consiglieri gemeinde stadt bürgermeister mairie commune `

// civicNoun tells whether a town's noun and "di" stand before the name.
func (r unitText) civicNoun(h townHit) bool {
	k := h.word - 1
	switch h.base {
	case "di":
	case "":
		if h.word == 0 || !r.close(h.word) { // "Gemeinde Aldein", "COMUNE L'AQUILA"
			return false
		}
	default:
		return false
	}
	if k < 0 || h.base == "di" && !r.close(k+1) {
		return false
	}
	w := r.low(k)
	if h.base == "" && w != "gemeinde" && w != "stadt" && w != "comune" && w != "commune" {
		return false
	}
	return strings.Contains(civicNouns, " "+w+" ")
}

// dateLine tells whether place and date stand there: "Sale, lì 12 marzo 2024".
func (r unitText) dateLine(h townHit) bool {
	if h.base != "" || h.last >= len(r.ts) {
		return false
	}
	if before := strings.TrimRight(r.s[:h.from], " \u00a0\t"); before != "" && !strings.HasSuffix(before, "\n") {
		return false
	}
	t := r.ts[h.last]
	gap := strings.TrimSpace(r.s[h.to:t.start])
	return (t.digit || t.low == "lì" || t.low == "li" || t.low == "il") && (gap == "," || gap == "") && r.dated(h.last)
}

// dated tells whether a date stands within the next words.
func (r unitText) dated(i int) bool {
	for k := i; k < min(i+3, len(r.ts)); k++ {
		if _, _, ok := r.date(k); ok {
			return true
		}
	}
	return false
}

// written gives what goes in a swap's place for a town named so.
func (h townHit) written(name, other, sign string) string {
	switch h.form.half {
	case otherHalf:
		if other != "" {
			name = other
		}
	case bothHalves:
		if other != "" {
			name += "/" + other
		}
	}
	var b strings.Builder
	lead := compose(h.base, h.lead, name)
	if article, rest := meltingArticle(name); article != "" && h.base != "" && lead != h.base && slices.Contains([]string{"di", "a", "da", "in", "su"}, h.base) {
		name = rest
	}
	loud := h.loud
	if h.lead != "" {
		switch {
		case loud && strings.ToUpper(h.lead) == h.lead && len(h.lead) > 1:
			lead = strings.ToUpper(lead)
		case unicode.IsUpper(leadRune(h.lead)):
			r, size := utf8.DecodeRuneInString(lead)
			lead = string(unicode.ToUpper(r)) + lead[size:]
		}
	}
	b.WriteString(lead)
	if lead != "" && !strings.HasSuffix(lead, "'") {
		b.WriteByte(' ')
	}
	if loud {
		name = strings.ToUpper(name)
	}
	b.WriteString(name)
	if h.sign && sign != "" {
		b.WriteString(" (" + sign + ")")
	}
	return b.String()
}

// meltingArticle gives the article of the names that melt theirs with a
// preposition: dell'Aquila, alla Spezia. The others keep it whole, as their own
// municipalities write it: di La Morra.
func meltingArticle(name string) (article, rest string) {
	if rest, ok := strings.CutPrefix(name, "L'"); ok {
		return "l", rest
	}
	if name == "La Spezia" {
		return "la", "Spezia"
	}
	return "", name
}

// compose writes a preposition as it stands before a name.
func compose(base, as, name string) string {
	if article, _ := meltingArticle(name); article != "" {
		stem := map[string]string{"di": "dell", "a": "all", "da": "dall", "in": "nell", "su": "sull"}[base]
		if stem != "" && article == "l" {
			return stem + "'"
		}
		if stem != "" {
			return stem + "a"
		}
	}
	first := fold(leadRune(name))
	switch base {
	case "a":
		if first == 'a' {
			return "ad"
		}
	case "e":
		if first == 'e' {
			return "ed"
		}
	case "", "di", "da", "in", "su":
	default:
		return strings.ToLower(as)
	}
	return base
}
