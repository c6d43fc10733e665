package drafting

import (
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"scranno/app/civic"
)

// personal looks for data of people that an act for everyone need not carry.
// Law: reg. UE 2016/679 art. 5 par. 1 lett. c (no more than is needed), art. 9
// (health).
func (x *checking) personal() {
	known := x.known()
	told := map[string]bool{} // what stands on every page is told once
	tell := func(s spot, at place, text string) {
		if what := text[s.from:s.to]; !told[s.code+what] {
			told[s.code+what] = true
			x.cite(civic.Warning, s.code, at, s.source, "text", what)
		}
	}
	for _, s := range personalIn(x.c.Subject, known) {
		tell(s, place{field: "subject"}, x.c.Subject)
	}
	for _, cl := range x.c.Clauses {
		for _, s := range personalIn(cl.Text, known) {
			tell(s, place{clause: cl.ID, from: s.from, to: s.to}, cl.Text)
		}
	}
}

// known are the names that may stand in the act: who signs it, and who holds an
// office.
func (x *checking) known() []string {
	var out []string
	add := func(name string) {
		if name = foldName(name); name != "" {
			out = append(out, name)
		}
	}
	for _, s := range x.c.Signatories {
		add(s.Name)
	}
	for _, o := range x.k.Council.Offices {
		add(o.Holder)
	}
	return out
}

// spot is a place in a text with what was found there.
type spot struct {
	code     string
	from, to int
	source   string
}

// Sources of what is said about people's data.
const (
	minimise = "reg. UE 2016/679, art. 5"
	special  = "reg. UE 2016/679, art. 9"
)

// personalIn gives what a text has of people's data, in order and each part once.
func personalIn(text string, known []string) []spot {
	var out []spot
	put := func(code, source string, from, to int) {
		for _, s := range out {
			if from < s.to && s.from < to {
				return
			}
		}
		out = append(out, spot{code, from, to, source})
	}
	for _, m := range taxCode.FindAllStringIndex(text, -1) {
		if taxCodeHolds(text[m[0]:m[1]]) {
			put("personal_tax_code", minimise, m[0], m[1])
		}
	}
	for _, m := range ibanForm.FindAllStringIndex(text, -1) {
		if end := ibanEnd(text[m[0]:m[1]]); end > 0 {
			put("personal_iban", minimise, m[0], m[0]+end)
		}
	}
	for _, m := range mailForm.FindAllStringIndex(text, -1) {
		if !officeMail(text[m[0]:m[1]]) {
			put("personal_email", minimise, m[0], m[1])
		}
	}
	for _, m := range phones(text) {
		put("personal_phone", minimise, m[0], m[1])
	}
	for _, m := range plateForm.FindAllStringSubmatchIndex(text, -1) {
		put("personal_plate", minimise, m[2], m[3])
	}
	for _, p := range persons(text, known) {
		if p.sensitive {
			put("personal_health", special, p.from, p.to)
		} else {
			put("personal_person", minimise, p.from, p.to)
		}
	}
	slices.SortStableFunc(out, func(a, b spot) int { return a.from - b.from })
	return out
}

// taxCode is the form of a codice fiscale, with the letters that stand for
// figures where two people have the same (omocodia), and with spaces.
// Law: d.m. 23 December 1976.
var taxCode = regexp.MustCompile(`(?i)\b[a-z]{3} ?[a-z]{3} ?[0-9lmnpqrstuv]{2} ?[abcdehlmprst] ?[0-9lmnpqrstuv]{2} ?[a-z][0-9lmnpqrstuv]{3} ?[a-z]\b`)

// taxCodeHolds tells whether the last letter is the check character of the rest.
func taxCodeHolds(s string) bool {
	s = strings.ToUpper(strings.ReplaceAll(s, " ", ""))
	// Values of the characters at odd places, figures and letters alike.
	odd := [26]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}
	sum := 0
	for i := range 15 {
		v := int(s[i] - 'A')
		if s[i] <= '9' {
			v = int(s[i] - '0')
		}
		if i%2 == 0 {
			v = odd[v]
		}
		sum += v
	}
	return s[15] == byte('A'+sum%26)
}

// ibanForm is the form of an IBAN (ISO 13616), in groups or not.
var ibanForm = regexp.MustCompile(`\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]){11,30}\b`)

// ibanEnd gives how many bytes of s are an IBAN whose check figures hold; the
// words after it may look like more of it. 0: none.
func ibanEnd(s string) int {
	for end := len(s); end > 0; end-- {
		if end < len(s) && s[end] != ' ' {
			continue
		}
		if ibanHolds(s[:end]) {
			return end
		}
	}
	return 0
}

// ibanHolds checks the figures modulo 97 (ISO 7064), and an Italian one's length.
func ibanHolds(s string) bool {
	s = strings.ReplaceAll(s, " ", "")
	if len(s) < 15 || len(s) > 34 || strings.HasPrefix(s, "IT") && len(s) != 27 {
		return false
	}
	var digits strings.Builder
	for _, r := range s[4:] + s[:4] {
		if r >= 'A' {
			v := int(r-'A') + 10
			digits.WriteString(strconv.Itoa(v))
			continue
		}
		digits.WriteRune(r)
	}
	n, ok := new(big.Int).SetString(digits.String(), 10)
	return ok && new(big.Int).Mod(n, big.NewInt(97)).Int64() == 1
}

var mailForm = regexp.MustCompile(`\b[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}\b`)

// officeMail tells whether an address is an office's and not a person's.
func officeMail(s string) bool {
	name, domain, _ := strings.Cut(strings.ToLower(s), "@")
	if slices.ContainsFunc(officeBoxes, func(w string) bool { return strings.Contains(name, w) }) {
		return true
	}
	first, rest, _ := strings.Cut(domain, ".")
	if first == "pec" || first == "cert" || first == "postacert" {
		first, _, _ = strings.Cut(rest, ".")
	}
	switch first {
	case "consiglio", "comune", "provincia", "regione", "cittametropolitana", "camera", "senato", "governo", "prefettura":
		return true // of somebody in office there
	}
	return false
}

var officeBoxes = []string{
	"info", "protocoll", "urp", "segreteri", "ufficio", "uffici", "comune", "regione", "provincia", "sindaco", "consiglio", "presiden",
	"giunta", "assessor", "anagrafe", "tributi", "polizia", "direzione", "dipartiment", "servizi", "servizio", "redazione", "stampa", "gruppo", "pec", "amministrazion", "scuola", "istituto", "privacy", "dpo",
}

var (
	// mobileForm begins with 3, has nine or ten figures and perhaps the country's.
	mobileForm = regexp.MustCompile(`(?:(?:\+|00)39[ .-]?)?\b3[1-9][0-9][ ./-]?[0-9]{3}[ .-]?[0-9]{3,4}\b`)
	// fixedForm needs a word that says that it is a telephone number.
	fixedForm = regexp.MustCompile(`(?i)\b(?:tel(?:\.|efono|efonico|efonica)?|cell(?:\.|ulare)?|fax|recapito|telefonare al|chiamare il|utenza)\.?[\s:]*(?:n\.?|numero|nr\.?)?[\s:]*((?:(?:\+|00)39[ .-]?)?0[0-9]{1,3}[ ./-]?[0-9]{2,4}[ .-]?[0-9]{2,5})\b`)
	// numbered are words before a number that is no telephone's.
	numbered  = regexp.MustCompile(`(?i)(?:prot(?:\.|ocollo)?|n\.|nr\.?|numero|rif\.?|€|euro|cig|cup|p\.? ?iva|partita iva|mapp(?:\.|ale)|foglio|p\.ed\.?|p\.f\.?|matricola|codice|[0-9/.,-])\s*:?\s*$`)
	thousands = regexp.MustCompile(`^[0-9]{3}\.[0-9]{3}\.[0-9]{3}$`)
	plateForm = regexp.MustCompile(`(?i:\btarg(?:a|he|ato|ata|ati|ate)\b)[^.;\n]{0,30}?\b([A-HJ-NPR-TV-Z]{2} ?[0-9]{3} ?[A-HJ-NPR-TV-Z]{2})\b`)
)

// phones gives the telephone numbers of people: mobile ones, and those that a
// word calls so. Toll-free and emergency numbers are nobody's.
func phones(text string) [][2]int {
	var out [][2]int
	for _, m := range mobileForm.FindAllStringIndex(text, -1) {
		figures := strings.Count(strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return '0'
			}
			return -1
		}, text[m[0]:m[1]]), "0")
		before := text[max(0, m[0]-24):m[0]]
		after := text[m[1]:min(len(text), m[1]+2)]
		if figures < 9 || thousands.MatchString(text[m[0]:m[1]]) || numbered.MatchString(before) || strings.HasPrefix(after, ",") && len(after) > 1 && after[1] >= '0' && after[1] <= '9' ||
			strings.HasPrefix(after, "/") || strings.HasPrefix(after, "-") {
			continue
		}
		out = append(out, [2]int{m[0], m[1]})
	}
	for _, m := range fixedForm.FindAllStringSubmatchIndex(text, -1) {
		if inProse(text, m[0]) {
			out = append(out, [2]int{m[2], m[3]})
		}
	}
	return out
}

// inProse tells whether a number stands in a sentence, not on a line of its own
// as in a letterhead, nor as an office's.
func inProse(text string, at int) bool {
	line := text[strings.LastIndexByte(text[:at], '\n')+1 : at]
	low := strings.ToLower(line)
	for _, w := range []string{"ufficio", "centralino", "numero verde", "sportello", "gruppo consiliare", "segreteria", "fax"} {
		if strings.Contains(low, w) {
			return false
		}
	}
	return len(strings.Fields(line)) >= 4 && !postCode.MatchString(line)
}

// postCode on the line of a number makes it a letterhead.
var postCode = regexp.MustCompile(`\b[0-9]{5}\b`)
