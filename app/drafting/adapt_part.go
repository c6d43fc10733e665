package drafting

import (
	"slices"
	"strings"

	"scranno/app/civic"
)

// partTaken tells whether a text goes from a part of a town to a whole one.
func partTaken(from, to civic.Body) bool {
	return sortOf(from) == "district" && sortOf(to) == "municipality"
}

// part writes the town where its part is named: "del Municipio II" is "del
// Comune". A "municipio" without a capital is a building, and stays.
func (a *adapter) part(r unitText, i int) (swap, bool) {
	low := r.low(i)
	if !r.capital(i) || low != "municipio" && low != "municipi" || !partTaken(a.from.Body, a.to.Body) {
		return swap{}, false
	}
	from, to, now := i, i+1, "Comune"
	if low == "municipi" {
		now = "Comuni"
	}
	if r.close(to) && (r.ts[to].upper && strings.Trim(r.low(to), "ivxl") == "" || r.ts[to].digit) {
		to++
	}
	if before := r.low(i - 1); (before == "di" || before == "del") && r.close(i) && r.close(i-1) {
		switch r.low(i - 2) {
		case "consiglio":
			from, now = i-2, "Consiglio comunale"
		case "presidente":
			from, now = i-2, "Sindaco"
		}
	}
	h := swap{from: r.ts[from].start, to: r.ts[to-1].end, last: to, kind: GapTown, now: now, filled: true}
	h.was = r.s[h.from:h.to]
	if r.ts[i].upper {
		h.now = strings.ToUpper(now)
	}
	return h, true
}

// partWords speak of the parts that only large towns have.
var partWords = []string{"decentramento", "circoscrizione", "circoscrizioni", "circoscrizionale", "circoscrizionali"}

// partsNamed tells of what only a part of a town has or does, in a text taken
// from one: its name, the rules on parts, what it asks of the town.
func (x *checking) partsNamed(from, to civic.Body) {
	if sortOf(from) != "district" || sortOf(to) == "district" {
		return
	}
	look := func(clause civic.Clause, s, field string) {
		r := unitsOf(s)
		for i, t := range r.ts {
			end := i + 1
			switch {
			case slices.Contains(partWords, t.low), t.cap && (t.low == "municipio" || t.low == "municipi"):
			case t.low == "chiedere" && r.low(i+1) == "al" && r.low(i+2) == "comune" && sortOf(to) == "municipality":
				end = i + 3
			default:
				continue
			}
			from, to := t.start, r.ts[end-1].end
			at := place{clause: clause.ID, from: from, to: to}
			if field != "" {
				at = place{field: field}
			}
			x.add(civic.Warning, "other_part", at, "text", s[from:to])
		}
	}
	look(civic.Clause{}, x.c.Subject, "subject")
	for _, cl := range x.c.Clauses {
		look(cl, cl.Text, "")
	}
}
