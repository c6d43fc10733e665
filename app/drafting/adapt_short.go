package drafting

import (
	"slices"
	"strings"
)

// shortNever begin the names of many towns, and alone name none.
var shortNever = strings.Fields(`acqua acque acquaviva alta altavilla bagni bagno bagnolo bassa bella borghetto borgo bosco campo campi capo carpeneto casa casal casale case
	cassano castel castell castello castelli castelnuovo castiglione castra castro cava cerro chiesa chiusa cima civita civitella colle colli corte costa crocetta due fiume
	fontana fonte forte forni fossa gran grande grotte guardia isola isole lago lama madonna marina massa mezzana monte montes monti motta mulino nova nuova palazzo
	piana piano pian pieve piazza pietra pino poggio ponte pont porto porte quattro quinto rio riva rive rocca roccaforte ronco sala salto san sasso santa sant santi
	santo santuario selva serra serre sesto sotto tempio terme terra terre torre torri tre trinità val valle valli vecchia vico vigna vigne villa villanova ville vito`)

// shortForms gives how a town of a long name is called at home: "Romagnano" for
// Romagnano Sesia. They are taken for the town only as words of the language are.
// With all also those that are rather a saint's or a part's: for a note.
func (g *Gazetteer) shortForms(name string, all bool) []townForm {
	ts := units(name)
	if len(ts) < 2 || ts[0].low == "l" || ts[0].low == "la" {
		return nil
	}
	saint := slices.Contains([]string{"san", "santa", "sant", "santo"}, ts[0].low)
	if saint && !all {
		return nil
	}
	var out []townForm
	for k := len(ts) - 1; k > 0; k-- {
		short := name[:ts[k-1].end]
		if !ts[k-1].cap || k == 1 && slices.Contains(shortNever, ts[0].low) || saint && k < 2 || g.namesTown(short) {
			continue
		}
		f := wordsForm(short)
		f.name, f.common = name, true
		out = append(out, f)
	}
	return out
}

// namesTown tells whether a municipality has exactly that name.
func (g *Gazetteer) namesTown(name string) bool {
	q := foldName(name)
	i, _ := slices.BinarySearchFunc(g.names, q, func(n named, t string) int { return strings.Compare(n.folded, t) })
	for ; i < len(g.names) && g.names[i].folded == q; i++ {
		if g.byCode[g.names[i].code].Kind == "municipality" {
			return true
		}
	}
	return false
}

// bareName finds the source's name where nothing around it says that it is the
// town: a whole word with its capital. Where it is a word of the language too, a
// capital within a sentence counts, and one that begins it before a verb.
func (g *Gazetteer) bareName(r unitText, i int, source, own []townForm) (townHit, bool) {
	if !r.ts[i].cap {
		return townHit{}, false
	}
	for _, f := range source {
		j, ok := r.spells(i, f)
		if !ok || !r.capital(j-1) || !r.apart(i, j) || g.longerName(r, i, j) || r.within(i, own) || f.common && !r.named(i, j) {
			continue
		}
		return townHit{form: f, from: r.ts[i].start, to: r.ts[j-1].end, word: i, last: j}, true
	}
	return townHit{}, false
}

// named tells whether the capital at [i, j) is a name's.
func (r unitText) named(i, j int) bool {
	if r.shouted(i, j) {
		return false
	}
	if r.opensSentence(i) {
		return slices.Contains(bodyVerbs, r.low(j)) && r.close(j)
	}
	_, article := withArticle(r.low(i - 1))
	return !article && !(r.capital(j) && r.close(j))
}

// within tells whether the word at i stands in one of the names.
func (r unitText) within(i int, names []townForm) bool {
	for _, f := range names {
		for k := range f.words {
			if i-k < 0 {
				break
			}
			if _, ok := r.spells(i-k, f); ok {
				return true
			}
		}
	}
	return false
}
