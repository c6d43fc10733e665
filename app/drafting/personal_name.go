package drafting

import (
	"regexp"
	"slices"
	"strings"
)

// person is a private person whom a text names.
type person struct {
	from, to  int
	sensitive bool // with words on health, or on a child, beside the name
}

const nameWord = `(?:\p{Lu}['’]\p{Lu}?\p{Ll}+|\p{Lu}\p{Ll}+(?:['’]\p{Lu}?\p{Ll}+)?(?:-\p{Lu}\p{Ll}+)?|\p{Lu}\.)`

const (
	particle = `(?: (?:de|di|del|della|dello|dei|degli|da|dal|dalla|lo|la|van|von|De|Di|Del|Della|Dello|Da|Dal|Dalla|Lo|La))?`
	fullName = nameWord + `(?:` + particle + ` ` + nameWord + `){0,3}`
	twoNames = nameWord + `(?:` + particle + ` ` + nameWord + `){1,3}`
)

var (
	// titled: "il signor Ugo Bianchi", "sig.ra Verdi".
	titled = regexp.MustCompile(`\b(?:[Ss]ignor(?:a|e|ina)?|[Ss]ig\.(?:ra|na|ri|re)?|[Ss]ig\.ra|SIG\.(?:RA)?)\.? (` + fullName + `)`)
	// described: a name with what says that it is a private person's.
	described = regexp.MustCompile(`(` + twoNames + `)\s*,?\s*\(?(?:nat[oa] (?:a|il|nel)\b|residente (?:in|a|ad)\b|domiciliat[oa] (?:in|a)\b|abitante (?:in|a)\b|di anni \d|di \d{1,2} anni|C\.F\.[ :]|codice fiscale|cod\. fisc)`)
	// fullNames: a name of two words or more, wherever it stands.
	fullNames = regexp.MustCompile(`\b(` + twoNames + `)`)
	// tender are words that, beside a name, say something of health or of a child.
	tender = regexp.MustCompile(`(?i)\b(?:minorenn[ei]|figli[oa] minore|minore (?:di|affid)|bambin[oa] di \d|alunn[oa] di \d|affett[oa] da|malat[oa] di|malattia|patologi[ae]|diagnosi|disabil[ei]|disabilità|invalid[oaie]|invalidità|ricoverat[oa]|tossicodipenden\w*|sieropositiv[oa]|gravidanza|cartella clinica|terapia|psichiatric[oa]|autismo|autistic[oa]|demenza|tumore|legge 104|l\. 104)\b`)
)

// persons gives the private people whom the text names: by title, by birth or
// residence, or beside words on health and children. Those who are known, and
// those named by a public office, are not.
func persons(text string, known []string) []person {
	var out []person
	put := func(from, to int) {
		name := text[from:to]
		if cut := officeWord(name); cut >= 0 {
			if name = strings.TrimSpace(name[:cut]); name == "" {
				return
			}
			to = from + len(name)
		}
		if slices.Contains(known, foldName(name)) || knownSurname(known, name) || inOffice(text[:from]) || officeNext(text[to:]) {
			return
		}
		for _, p := range out {
			if from < p.to && p.from < to {
				return
			}
		}
		out = append(out, person{from, to, tender.MatchString(sentence(text, from, to))})
	}
	for _, m := range titled.FindAllStringSubmatchIndex(text, -1) {
		put(m[2], m[3])
	}
	for _, m := range described.FindAllStringSubmatchIndex(text, -1) {
		if !ofPlace(text[:m[2]]) {
			put(m[2], m[3])
		}
	}
	for _, t := range tender.FindAllStringIndex(text, -1) {
		from, to := bounds(text, t[0], t[1])
		for _, m := range fullNames.FindAllStringSubmatchIndex(text[from:to], -1) {
			first, _, _ := strings.Cut(text[from+m[2]:from+m[3]], " ")
			if _, ok := slices.BinarySearch(firstNames, strings.ToLower(first)); ok && !ofPlace(text[:from+m[2]]) {
				put(from+m[2], from+m[3])
			}
		}
	}
	return out
}

// officeWord gives where in a name an office begins, as in "signor Sindaco"; -1:
// nowhere.
func officeWord(name string) int {
	at := 0
	for _, w := range strings.Split(name, " ") {
		if slices.Contains(officeTitles, strings.ToLower(strings.Trim(w, "."))) {
			return at
		}
		at += len(w) + 1
	}
	return -1
}

// inOffice tells whether the name that follows is said with a public office.
func inOffice(before string) bool {
	w := strings.Fields(strings.ToLower(before[max(0, len(before)-100):]))
	for i := len(w) - 1; i >= 0 && i > len(w)-12; i-- {
		x := strings.Trim(w[i], "(«“\"'")
		if at := strings.LastIndexAny(x, "'’"); at >= 0 {
			x = strings.TrimLeft(x[at:], "'’")
		}
		if strings.HasSuffix(x, ".") && len(x) > 6 || strings.HasSuffix(x, ";") {
			return false
		}
		x = strings.Trim(x, ",.:")
		if !slices.Contains(officeTitles, x) || x == "signor" || x == "signora" {
			continue
		}
		// Between the office and the name only what the office is of.
		return !slices.ContainsFunc(w[i+1:], func(y string) bool { return slices.Contains(acting, strings.Trim(y, ",")) })
	}
	return false
}

// officeNext tells whether an office follows the name: "Ugo Bianchi, presidente
// del Consiglio".
func officeNext(after string) bool {
	w := strings.Fields(strings.ToLower(after[:min(len(after), 40)]))
	for _, x := range w[:min(len(w), 2)] {
		if slices.Contains(officeTitles, strings.Trim(x, ",.:()")) {
			return true
		}
	}
	return false
}

// acting are words after which the name is another's: "il Sindaco ha risposto al
// signor …".
var acting = []string{
	"ha", "hanno", "è", "era", "aveva", "abbia", "che", "con", "a", "al", "da", "dal", "dalla", "contro", "verso", "presso", "e", "non", "si", "ai", "incontrato", "scritto",
}

// ofPlace tells whether the name that follows is a street's, a school's or
// another thing's.
func ofPlace(before string) bool {
	w := strings.Fields(strings.ToLower(before[max(0, len(before)-40):]))
	for i := len(w) - 1; i >= 0 && i > len(w)-4; i-- {
		if slices.Contains(placeWords, strings.Trim(w[i], ".,(«“\"'")) {
			return true
		}
	}
	return false
}

// knownSurname tells whether a name alone is the surname of somebody known.
func knownSurname(known []string, name string) bool {
	n := foldName(name)
	if strings.Contains(n, " ") {
		return false
	}
	return slices.ContainsFunc(known, func(k string) bool { return strings.HasSuffix(k, " "+n) })
}

// sentence gives the words around a place.
func sentence(text string, from, to int) string {
	a, b := bounds(text, from, to)
	return text[a:b]
}

// bounds gives the sentence around a place, and at most a hundred bytes of it on
// either side.
func bounds(text string, from, to int) (int, int) {
	a, b := max(0, from-100), min(len(text), to+100)
	for a < from && text[a]&0xc0 == 0x80 {
		a++
	}
	for b > to && b < len(text) && text[b]&0xc0 == 0x80 {
		b--
	}
	if i := strings.LastIndexAny(text[a:from], ";\n?!"); i >= 0 {
		a += i + 1
	}
	if i := strings.LastIndex(text[a:from], ". "); i >= 0 && from-a-i > 6 {
		a += i + 2
	}
	if i := strings.IndexAny(text[to:b], ";\n?!"); i >= 0 {
		b = to + i
	}
	if i := strings.Index(text[to:b], ". "); i >= 4 {
		b = to + i
	}
	return a, b
}

var officeTitles = []string{
	"sindaco", "sindaca", "vicesindaco", "vicesindaca", "presidente", "vicepresidente", "assessore", "assessora", "assessori", "consigliere", "consigliera",
	"consiglieri", "ministro", "ministra", "segretario", "segretaria", "prefetto", "prefetta", "questore", "direttore", "direttrice", "dirigente",
	"comandante", "commissario", "commissaria", "onorevole", "on", "senatore", "senatrice", "deputato", "deputata", "giudice", "procuratore", "rettore", "rettrice", "vescovo",
	"papa", "cardinale", "governatore", "garante", "difensore", "responsabile", "rup", "architetto", "ingegnere", "avvocato", "professore", "professoressa",
	"prof", "dott", "dottor", "dottore", "dottoressa", "dott.ssa", "ing", "arch", "avv", "geom", "geometra", "consiglio", "giunta", "comune", "capogruppo", "relatore", "parroco", "don",
	"soprintendente", "sovrintendente", "primario", "amministratore", "amministratrice", "portavoce", "generale", "colonnello", "capitano", "maresciallo", "commissione", "gruppo", "signor", "signora",
}

var placeWords = []string{
	"via", "viale", "vicolo", "piazza", "piazzale", "piazzetta", "largo", "corso", "strada", "lungomare", "lungo", "rotatoria", "ponte", "parco", "giardino", "giardini", "scuola",
	"scuole", "istituto", "liceo", "ospedale", "clinica", "asilo", "nido", "palestra", "palazzetto", "palazzo", "stadio", "teatro", "biblioteca", "museo", "fondazione", "associazione",
	"villa", "casa", "centro", "chiesa", "parrocchia", "premio", "legge", "lodo", "rsa", "caserma", "galleria", "rifugio", "plesso", "collegio", "san", "santa", "beato", "comprensivo", "universita", "università", "cooperativa", "ditta", "società", "impresa", "studio",
}
