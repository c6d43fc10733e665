package drafting

import (
	"slices"
	"strings"
)

// citingWords begin a citation of law, or of what is decided above any council.
var citingWords = []string{
	"legge", "leggi", "decreto", "decreti", "dlgs", "dpr", "dpcm", "dm", "dl", "lr", "tuel", "tulps", "direttiva", "direttive", "costituzione", "sentenza",
	"sentenze", "risoluzione", "articolo", "articoli", "art", "artt", "codice", "convenzione", "accordo", "dichiarazione", "conferenza", "circolare",
	"regio", "parere", "raccomandazione", "agenda",
}

var citingJoins = []string{
	"n", "nr", "num", "nn", "del", "dell", "della", "dei", "degli", "delle", "di", "da", "al", "comma", "commi", "c", "co", "art", "artt", "articolo", "articoli", "bis",
	"ter", "quater", "lett", "lettera", "lettere", "e", "ss", "regionale", "regionali", "provinciale", "legislativo", "presidente", "repubblica", "consiglio",
	"ministri", "ministeriale", "ministro", "interministeriale", "ue", "ce", "cee", "d", "lgs", "l", "r", "p", "m", "dpr", "legge", "decreto", "costituzionale",
	"statale", "delega", "ai", "sensi", "punto", "punti", "parlamento", "europeo", "europea", "cassazione", "corte", "tar", "stato", "sezione", "sez", "agosto",
	"gu", "serie", "giunta", "testo", "unico", "conti", "onu", "nazioni", "unite", "parigi", "mims", "mit", "mef", "in", "data", "codice", "civile", "penale",
}

// cited tells whether a citation of law begins at word i, and where it ends: its
// dates and numbers are the law's and stay.
func (r unitText) cited(i int) (end int, ok bool) {
	low := r.low(i)
	switch {
	case slices.Contains(citingWords, low):
	case (low == "d" || low == "l" || low == "r") && strings.HasPrefix(r.s[r.ts[i].end:], "."):
		// "d.lgs.", "d.P.R.", "l.r.", "r.d."
	case low == "regolamento" && (r.low(i+1) == "ue" || r.low(i+1) == "ce" || r.low(i+1) == "cee" || r.low(i+1) == "europeo"):
	case (strings.HasPrefix(low, "deliber") || low == "ordinanza") && r.elsewhere(i):
	default:
		return 0, false
	}
	figures := false
	end = i + 1
	for k := i + 1; k < min(i+30, len(r.ts)); k++ {
		t := r.ts[k]
		if strings.ContainsAny(r.gap(k), ";:\n!?€") || strings.Contains(r.gap(k), ". ") && len(r.low(k-1)) > 4 && !r.ts[k-1].digit {
			break
		}
		if t.digit {
			if e, money := r.amount(k); money && e > k {
				break
			}
			figures, end = true, k+1
			continue
		}
		if !slices.Contains(citingJoins, t.low) && !isMonth(t.low) && !(t.cap && regional(t.low)) {
			break
		}
		if isMonth(t.low) {
			end = k + 1
		}
	}
	return end, figures
}

// elsewhere tells whether a deliberation is of a body that decides for many.
func (r unitText) elsewhere(i int) bool {
	for k := i + 1; k < min(i+6, len(r.ts)); k++ {
		switch r.low(k) {
		case "regionale", "cipe", "cipess", "anac", "agcom", "arera", "ministri", "cassazione", "tar":
			return true
		}
	}
	return false
}

// regional tells whether a word is of a region's name.
func regional(low string) bool {
	return strings.Contains(` piemonte valle aosta lombardia trentino alto adige veneto friuli venezia giulia liguria emilia romagna toscana
 umbria marche lazio abruzzo molise campania puglia basilicata calabria sicilia sardegna `, " "+low+" ")
}
