package drafting

import (
	"slices"
	"strings"

	"scranno/app/civic"
)

// power is a matter and whose it is; its words are a sign, not a proof.
type power struct {
	words  string
	levels []civic.Level
}

func powers() []power {
	local := []civic.Level{civic.Municipal}
	near := []civic.Level{civic.Municipal, civic.Provincial}
	region := []civic.Level{civic.Regional}
	state := []civic.Level{civic.National}
	return []power{
		{"regolamento comunale", local},
		{"regolamento edilizio", local},
		{"piano regolatore", local},
		{"polizia locale", local},
		{"polizia municipale", local},
		{"statuto comunale", local},
		{"bilancio comunale", local},
		{"consulta comunale", local},
		{"consiglio comunale", local},
		{"giunta comunale", local},
		{"variazione di bilancio comunale", local},
		{"a carico del comune", local},
		{"proprietà comunale", local},
		{"uffici comunali", local},
		{"strade comunali", local},
		{"rete comunale", local},
		{"strade provinciali", []civic.Level{civic.Provincial}},
		{"edilizia scolastica superiore", []civic.Level{civic.Provincial}},
		{"piano territoriale di coordinamento", near[1:]},
		{"legge regionale", region},
		{"giunta regionale", region},
		{"consiglio regionale", region},
		{"piano sanitario", region},
		{"aziende sanitarie", region},
		{"azienda sanitaria", region},
		{"bilancio regionale", region},
		{"disegno di legge", state},
		{"decreto-legge", state},
		{"decreto legge", state},
		{"legge di bilancio", state},
		{"legge dello stato", state},
		{"codice penale", state},
		{"codice della strada", state},
		{"aliquote iva", state},
		{"modifica costituzionale", state},
		{"decreto ministeriale", state},
		{"direttiva europea", []civic.Level{civic.European}},
		{"regolamento europeo", []civic.Level{civic.European}},
	}
}

// otherPowers finds operative clauses that name what is for another level to
// decide, and recitals that found the act on it. It warns; who writes knows better.
// It leaves out what is offered to be written otherwise.
func otherPowers(c civic.Content, b civic.Body, offered []Rewrite) []civic.Finding {
	var out []civic.Finding
	for _, cl := range c.Clauses {
		low := strings.ToLower(cl.Text)
		asks := cl.Section == civic.Operative || cl.Section == civic.Article
		if len(low) != len(cl.Text) || !asks && !competence(low) {
			continue
		}
		for _, p := range powers() {
			i := strings.Index(low, p.words)
			if !asks && reach(p.levels[0]) > reach(civic.Provincial) { // recitals cite laws
				continue
			}
			if i < 0 || slices.Contains(p.levels, b.Level) || !wordStarts(low, i) || pressed(strings.ToLower(cl.Opener)+" "+low[:i]) ||
				slices.ContainsFunc(offered, func(x Rewrite) bool { return x.Clause == cl.ID && x.From <= i && i < x.To }) {
				continue
			}
			out = append(out, civic.Finding{
				Code: "other_powers", Severity: civic.Warning, Clause: cl.ID,
				Params: map[string]string{"text": cl.Text[i : i+len(p.words)], "level": string(p.levels[0])},
			})
			break
		}
	}
	return out
}

// competence tells whether a recital says whose a matter is.
func competence(low string) bool {
	return strings.Contains(low, "funzioni fondamentali") || strings.Contains(low, "funzione fondamentale") ||
		strings.Contains(low, "è competente") || strings.Contains(low, "è di competenza") || strings.Contains(low, "rientra nelle competenze")
}

// pressed tells whether the words before ask only that others be pressed, or name
// a text that one keeps to.
func pressed(before string) bool {
	for _, w := range []string{"sollecit", "chiedere a", "farsi promotor", "promuovere presso"} {
		if strings.Contains(before, w) {
			return true
		}
	}
	near := before[max(0, len(before)-28):]
	for _, w := range []string{"ai sensi", "in attuazione", "nel rispetto", "previst"} {
		if strings.Contains(near, w) {
			return true
		}
	}
	return false
}
