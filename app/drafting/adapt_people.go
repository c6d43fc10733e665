package drafting

import (
	"slices"
	"strings"
	"unicode/utf8"

	"scranno/app/civic"
)

var (
	titles = []string{
		"sindaco", "sindaca", "vicesindaco", "vicesindaca", "assessore", "assessora", "assessori", "consigliere", "consigliera", "consiglieri", "consigliere",
		"presidente", "cons", "ass", "dott", "dottssa", "dottoressa", "dottore", "ing", "arch", "avv", "geom", "prof", "profssa", "sig", "sigra", "signor", "signora",
		"segretario", "segretaria", "dirigente", "firmatario", "firmataria", "on", "sen",
	}
	aloneTitles = []string{"sindaco", "sindaca", "vicesindaco", "vicesindaca", "assessore", "assessora", "consigliere", "consigliera", "dott", "dottssa", "ing", "arch", "avv", "geom"}
	officeWords = strings.Fields(`consiglio giunta commissione comune comunale comunali regione regionale provincia provinciale repubblica metropolitano metropolitana
		generale delegato delegata ambiente urbanistica lavori pubblici bilancio cultura scuola sport mobilità competente politiche sociali sociale attività
		produttive istruzione sanità turismo welfare personale trasporti sindaco giunta assessore consigliere presidente dell del della al alle ai e la il
		servizio settore area ufficio gruppo unione stato ministri senato camera anziano capogruppo proponente responsabile vicario uscente pro facente
		municipio quartiere circoscrizione assemblea ente azienda società associazione comitato premesso considerato visto per a di in con lo partito movimento lista
		alleanza coalizione federazione civica`)
)

// nameForms gives the ways in which the persons named on an act are written.
func nameForms(c civic.Content) [][]string {
	var out [][]string
	for _, s := range c.Signatories {
		var words []string
		for _, t := range units(s.Name) {
			words = append(words, t.low)
		}
		for len(words) > 0 && slices.Contains(titles, words[0]) {
			words = words[1:]
		}
		if len(words) < 2 || len(words) > 5 {
			continue
		}
		out = append(out, words)
		for k := 1; k < len(words); k++ {
			out = append(out, append(slices.Clone(words[k:]), words[:k]...))
		}
	}
	return out
}

// person tells whether somebody is named at word i: who signed the act, or who
// has a title before the name.
func (a *adapter) person(r unitText, i int) (swap, bool) {
	if !r.capital(i) {
		return swap{}, false
	}
	made := func(j int) (swap, bool) {
		h := swap{from: r.ts[i].start, to: r.ts[j-1].end, last: j, kind: GapName, now: GapName.Label()}
		h.was = r.s[h.from:h.to]
		if before := r.low(i - 1); a.mayor != "" && (before == "sindaco" || before == "sindaca") {
			h.now, h.filled = a.mayor, true
		}
		return h, r.apart(i, j)
	}
	for _, words := range a.people {
		if j, ok := r.spells(i, townForm{words: words}); ok {
			return made(j)
		}
	}
	titled := i > 0 && (r.close(i) || strings.Trim(r.gap(i), " .\u00a0") == "" && len(r.low(i-1)) <= 5) && r.title(i-1)
	far := !titled && r.titledFar(i)
	if !titled && !far {
		return swap{}, false
	}
	for _, words := range a.people { // the surname alone
		if r.low(i) == words[len(words)-1] || r.low(i) == words[0] && len(words) == 2 {
			return made(i + 1)
		}
	}
	if r.shouted(i, i+1) {
		if slices.Contains(firstNames, r.low(i)) && r.capital(i+1) && r.close(i+1) && len(r.low(i+1)) > 2 && !slices.Contains(officeWords, r.low(i+1)) {
			return made(i + 2)
		}
		return swap{}, false
	}
	j := i
	for j < len(r.ts) && j < i+4 && r.capital(j) && (j == i || r.close(j) || r.elided(j)) && !slices.Contains(officeWords, r.low(j)) && !slices.Contains(titles, r.low(j)) &&
		utf8.RuneCountInString(r.low(j)) > 1 {
		j++
	}
	if j < len(r.ts) && r.capital(j) && r.close(j) && j < i+4 { // an office with a long name
		return swap{}, false
	}
	if j-i >= 2 || j-i == 1 && slices.Contains(aloneTitles, r.low(i-1)) {
		return made(j)
	}
	return swap{}, false
}

// title tells whether the word at i is what goes before a person's name.
func (r unitText) title(i int) bool {
	low := r.low(i)
	return slices.Contains(titles, low) || (low == "ssa" || low == "ra") && i > 0 && r.gap(i) == "."
}

// group tells whether the group of who signed is named at word i.
func (a *adapter) group(r unitText, i int) (swap, bool) {
	for _, words := range a.groups {
		if j, ok := r.spells(i, townForm{words: words}); ok && r.capital(i) && r.apart(i, j) {
			h := swap{from: r.ts[i].start, to: r.ts[j-1].end, last: j, kind: GapGroup, now: GapGroup.Label()}
			h.was = r.s[h.from:h.to]
			return h, true
		}
	}
	return swap{}, false
}

func groupForms(c civic.Content) [][]string {
	var out [][]string
	for _, s := range c.Signatories {
		var words []string
		for _, t := range units(s.Group) {
			words = append(words, t.low)
		}
		if len(words) > 0 && len(s.Group) > 3 && !slices.ContainsFunc(out, func(x []string) bool { return slices.Equal(x, words) }) {
			out = append(out, words)
		}
	}
	return out
}
