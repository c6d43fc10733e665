package drafting

import (
	"slices"
	"strconv"
	"strings"
)

const months = ` gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre `

func isMonth(low string) bool { return strings.Contains(months, " "+low+" ") }

func numberIn(low string, from, to int) bool {
	if len(low) == 0 || len(low) > 4 {
		return false
	}
	n, err := strconv.Atoi(low)
	return err == nil && n >= from && n <= to
}

// date tells whether a whole date stands at word i, where it ends and its year.
func (r unitText) date(i int) (end, year int, ok bool) {
	if i+2 >= len(r.ts) || !r.ts[i].digit {
		return 0, 0, false
	}
	day := strings.TrimRight(r.low(i), "°º")
	if !numberIn(day, 1, 31) || !numberIn(r.low(i+2), 1800, 2199) {
		return 0, 0, false
	}
	between := r.s[r.ts[i].end:r.ts[i+1].start]
	after := r.s[r.ts[i+1].end:r.ts[i+2].start]
	year, _ = strconv.Atoi(r.low(i + 2))
	if isMonth(r.low(i + 1)) {
		blank := strings.Trim(between, " \u00a0°º^\n") == "" && strings.TrimSpace(after) == ""
		return i + 3, year, blank
	}
	same := between == after && (after == "/" || after == "." || after == "-")
	return i + 3, year, same && numberIn(r.low(i+1), 1, 12)
}

// figure gives the end of a number with its points and commas.
func (r unitText) figure(i int) int {
	j := i + 1
	for j < len(r.ts) && r.ts[j].digit && (r.gap(j) == "." || r.gap(j) == ",") {
		j++
	}
	return j
}

// amount tells whether a sum of money begins at word i, and where its number
// ends: "€ 77.000,00", "10 milioni di euro".
func (r unitText) amount(i int) (end int, ok bool) {
	if !r.ts[i].digit {
		return 0, false
	}
	end = r.figure(i)
	if g := strings.TrimRight(r.s[:r.ts[i].start], " \u00a0"); strings.HasPrefix(lastWord(g), "€") || strings.HasSuffix(g, "€") || strings.EqualFold(lastWord(g), "euro") {
		if k := end; r.low(k) == "milioni" || r.low(k) == "miliardi" || r.low(k) == "mila" {
			end++
		}
		return end, true
	}
	k := end
	if w := r.low(k); w == "mila" || w == "milioni" || w == "miliardi" || w == "milione" || w == "miliardo" {
		k++
	}
	if strings.HasPrefix(strings.TrimLeft(r.s[r.ts[k-1].end:], " \u00a0"), "€") {
		return k, true
	}
	if r.low(k) == "di" || r.low(k) == "d" {
		return k, r.low(k+1) == "euro"
	}
	return k, r.low(k) == "euro" && r.close(k)
}

func lastWord(s string) string {
	if i := strings.LastIndexAny(s, " \u00a0\n('’"); i >= 0 {
		return s[i+1:]
	}
	return s
}

var (
	protocolWords = []string{"prot", "protocollo", "pg", "protocollato", "protocollata"}
	protocolFill  = []string{"n", "nr", "num", "numero", "gen", "generale", "di", "al", "col", "con", "il", "g", "comunale", "ente"}
	paperWords    = []string{
		"deliberazione", "delibera", "deliberazioni", "delibere", "determinazione", "determina", "ordinanza", "mozione", "interrogazione", "interpellanza",
		"verbale", "odg", "rep", "repertorio", "atto", "nota",
	}
	paperFill = []string{
		"di", "del", "della", "dell", "dei", "consiglio", "giunta", "comunale", "consiliare", "dirigenziale", "sindacale", "municipale", "sindaco",
		"c", "cc", "gc", "g", "d", "n", "nr", "num", "numero", "ordine", "giorno", "proprio", "propria", "cons", "com", "giunta",
	}
)

// filed tells whether a number of an office's own papers stands after the words
// at i: the word where the number begins and the one after it.
func (r unitText) filed(i int) (from, to int, kind GapKind, ok bool) {
	fill, most := paperFill, 9
	kind = GapNumber
	switch low := r.low(i); {
	case slices.Contains(protocolWords, low):
		fill, most, kind = protocolFill, 4, GapProtocol
	case !slices.Contains(paperWords, low):
		return 0, 0, "", false
	}
	for k := i + 1; k < min(i+1+most, len(r.ts)); k++ {
		t := r.ts[k]
		if strings.ContainsAny(r.gap(k), ";:\n!?)") && !strings.Contains(r.gap(k), "n.") {
			return 0, 0, "", false
		}
		if t.digit {
			numbered := strings.HasPrefix(r.low(k-1), "n") || kind == GapProtocol
			if r.low(i) == "protocollo" && t.end-t.start < 3 && !strings.HasPrefix(r.s[t.end:], "/") {
				return 0, 0, "", false // of a treaty
			}
			if _, _, dated := r.date(k); dated || !numbered && !strings.HasPrefix(r.s[t.end:], "/") {
				return 0, 0, "", false
			}
			to = k + 1
			for to < len(r.ts) && (r.ts[to].digit || r.ts[to].upper) && (r.gap(to) == "/" || r.gap(to) == "-" || r.gap(to) == "." && r.ts[to].digit) {
				to++
			}
			return k, to, kind, true
		}
		if !slices.Contains(fill, t.low) {
			return 0, 0, "", false
		}
	}
	return 0, 0, "", false
}

var (
	streetWords = []string{
		"via", "viale", "piazza", "piazzale", "piazzetta", "corso", "largo", "vicolo", "lungomare", "lungofiume", "lungarno", "borgo", "contrada", "calle", "salita", "riviera", "strada",
		"p.zza", "p.za", "v.le",
	}
	localWords   = []string{"frazione", "località", "quartiere", "rione", "borgata", "fraz", "loc"}
	streetJoins  = []string{"di", "del", "della", "dello", "dei", "delle", "degli", "dell", "d", "de", "e", "la", "le", "i", "al", "alla"}
	streetNever  = []string{"pec", "mail", "e", "email", "telematica", "sms", "internet", "web", "posta", "prioritaria", "libera", "consiglio"}
	streetStops  = []string{"a", "al", "nel", "nella", "con", "per", "presso", "tra", "in", "ed", "e", "fino", "da", "dal", "dalla", "sul", "sulla", "comune", "angolo", "che", "è"}
	shortStreets = map[string]string{"p": "zza", "v": "le"}
)

// street tells whether a street or a hamlet is named at word i: the word where
// its name begins and the one after it, with the house number.
func (r unitText) street(i int) (from, to int, kind GapKind, ok bool) {
	from, kind = i, GapStreet
	end := i + 1
	switch low := r.low(i); {
	case slices.Contains(streetWords, low):
	case shortStreets[low] != "" && strings.HasPrefix(r.low(i+1), shortStreets[low][:1]) && (r.gap(i+1) == "." || r.gap(i+1) == ".’") && (r.low(i+1) == shortStreets[low] || r.low(i+1) == "za"):
		end++
	case slices.Contains(localWords, low):
		from, kind = i+1, GapPlace
	default:
		return 0, 0, "", false
	}
	if end >= len(r.ts) || strings.Trim(r.gap(end), " \u00a0.") != "" || r.low(i) == "via" && r.low(i-1) == "in" && !r.capital(end) && !(r.low(end) == "di" && r.capital(end+1)) {
		return 0, 0, "", false
	}
	loud := r.shouted(i, i+1)
	if r.low(i) == "via" && r.ts[i].upper && (!loud || r.ts[end].end-r.ts[end].start < 4) {
		return 0, 0, "", false // an assessment, by its letters
	}
	last, caps := end, 0
	for k := end; k < min(end+8, len(r.ts)); k++ {
		t, g := r.ts[k], r.gap(k)
		if strings.Trim(g, " \u00a0'’.-") != "" || strings.Contains(g, ". ") && len(r.low(k-1)) > 3 {
			break
		}
		name := t.cap || t.digit && (caps > 0 || isMonth(r.low(k+1)))
		if loud && (slices.Contains(streetStops, t.low) || caps > 2) || !name && !slices.Contains(streetJoins, t.low) && !isMonth(t.low) {
			break
		}
		if t.cap && slices.Contains(streetNever, t.low) && k == end {
			return 0, 0, "", false
		}
		if name || isMonth(t.low) && caps > 0 {
			caps++
			last = k + 1
		}
	}
	if caps == 0 {
		return 0, 0, "", false
	}
	return from, r.houseNumber(last), kind, true
}

// houseNumber takes in ", 12" or "n. 12" after a street.
func (r unitText) houseNumber(i int) int {
	k := i
	if r.low(k) == "n" || r.low(k) == "civico" || r.low(k) == "nr" {
		k++
	}
	if k < len(r.ts) && (r.ts[k].digit && len(r.low(k)) <= 4 || r.low(k) == "snc") && strings.Trim(r.gap(k), " ,.\u00a0") == "" {
		if _, _, dated := r.date(k); !dated {
			if k+1 < len(r.ts) && r.gap(k+1) == "/" && len(r.low(k+1)) <= 2 { // "27/A"
				return k + 2
			}
			return k + 1
		}
	}
	if k == i && r.gap(k) == "/" && r.capital(k) { // its other name: "via Resia/Reschenstraße"
		return k + 1
	}
	return i
}

// streetEnd gives the word after the street that is named at word i; 0: none is.
// "La piazza di Modena" is the town's square, "piazza Modena" a street.
func (r unitText) streetEnd(i int) int {
	_, to, kind, ok := r.street(i)
	if !ok || kind != GapStreet || r.townsOwn(i) {
		return 0
	}
	for k := i + 2; k < to; k++ {
		if r.low(k) == "e" || r.low(k) == "ed" { // "via Roma e Carpi"
			return k
		}
	}
	return to
}

// townsOwn tells whether a street's noun at word i is said of a town: "il corso di
// Carpi". "Via di Carpi" is a street everywhere.
func (r unitText) townsOwn(i int) bool {
	low, next := r.low(i), r.low(i+1)
	return !r.ts[i].cap && low != "via" && low != "borgo" && (next == "di" || next == "d" || next == "dell") && (r.close(i+2) || r.elided(i+2)) && r.capital(i+2)
}
