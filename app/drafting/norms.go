package drafting

import (
	"scranno/app/civic"
	"scranno/app/norms"
)

// Norm is a norm that an act cites, with where it stands.
type Norm struct {
	Clause civic.ID // empty: the subject
	From   int      // bytes of the clause's text, or of the subject
	To     int
	Words  string // as the text has it
	Key    string // of the norm with its parts: what norma: asks for
	Act    string // the key of the act of law alone
	One    string // the key of its first article; empty: the citation names none
	Label  string // "art. 42, comma 2, d.lgs. 18 agosto 2000, n. 267"
	Name   string // "TUEL", "Toscana"; empty: it has none
	Link   string // empty: there is no address that is sure
	Site   string // "Normattiva", "EUR-Lex"
	Since  civic.Date
	Now    string // what is in force since that day instead; empty: the norm is
}

// Abrogated tells whether the norm was in force no more on the act's day.
func (n Norm) Abrogated() bool { return n.Now != "" }

// Norms lists what an act cites, in the order of its text. An act without a date
// is of today.
func Norms(c civic.Content) []Norm {
	place := placeOf(c)
	var out []Norm
	out = appendNorms(out, "", c.Subject, place)
	for _, cl := range c.Clauses {
		out = appendNorms(out, cl.ID, cl.Text, place)
	}
	return out
}

// NormsIn lists what a piece of the act's text cites, however it is set.
func NormsIn(c civic.Content, piece string) []Norm { return appendNorms(nil, "", piece, placeOf(c)) }

// placeOf tells whose laws an act means.
func placeOf(c civic.Content) norms.Place {
	return norms.Place{Region: c.Region, Body: c.Body, Date: c.Date}
}

func appendNorms(out []Norm, clause civic.ID, text string, place norms.Place) []Norm {
	for _, c := range norms.Find(text, place) {
		link, site := c.Link()
		n := Norm{
			Clause: clause, From: c.Start, To: c.End, Words: text[c.Start:c.End],
			Key: c.Key(), Act: c.Norm.Key(), Label: c.Label(), Name: c.Norm.Name(), Link: link, Site: string(site),
		}
		if len(c.Parts) > 0 && c.Parts[0].Article != "" {
			n.One = n.Act + "~" + norms.Part{Article: c.Parts[0].Article}.Key()
		}
		if a, old := norms.AbrogatedOn(c.Norm, place.Date); old {
			n.Since, n.Now = a.From, a.Successor.Label()
		}
		out = append(out, n)
	}
	return out
}

// NormsOnce is Norms with each norm and part once, where it stands first.
func NormsOnce(c civic.Content) []Norm {
	seen := map[string]bool{}
	var out []Norm
	for _, n := range Norms(c) {
		if !seen[n.Key] {
			seen[n.Key] = true
			out = append(out, n)
		}
	}
	return out
}

// ReplaceNorm puts what is in force today in the place of an abrogated norm of
// the text; its articles are others, and become a gap to fill. False: the norm no
// longer stands there, or is in force.
func ReplaceNorm(c civic.Content, text string, n Norm) (string, bool) {
	place := placeOf(c)
	for _, at := range norms.Find(text, place) {
		if at.Start != n.From || at.Key() != n.Key {
			continue
		}
		a, old := norms.AbrogatedOn(at.Norm, place.Date)
		if !old {
			return text, false
		}
		return norms.Replace(text, at, a.Successor), true
	}
	return text, false
}

// norms warns of what is in force no more.
func (x *checking) norms() {
	for _, n := range Norms(x.c) {
		if !n.Abrogated() {
			continue
		}
		at := place{clause: n.Clause, from: n.From, to: n.To}
		if n.Clause == "" {
			at = place{field: "subject"}
		}
		x.add(civic.Warning, "norm_abrogated", at, "norm", n.Label, "since", n.sinceYear(), "now", n.Now)
	}
}

// sinceYear is enough for a warning, which has no calendar.
func (n Norm) sinceYear() string { return string(n.Since)[:4] }
