package drafting

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// shortMonths are months as notes write them; the last twelve, of the German that
// South Tyrol writes beside Italian.
var shortMonths = strings.Fields(`gen feb mar apr mag giu lug ago sett set ott nov dic
	januar februar märz april mai juni juli august september oktober november dezember`)

// looseDate tells whether a day stands at word i in another form than date's: "3
// nov. 2025", "21 novembre ’25", "4. Februar 2026".
func (r unitText) looseDate(i int) (end, year int, ok bool) {
	if i+2 >= len(r.ts) || !numberIn(strings.TrimRight(r.low(i), "°º"), 1, 31) {
		return 0, 0, false
	}
	month, last := r.low(i+1), r.low(i+2)
	if !isMonth(month) && !slices.Contains(shortMonths, month) || strings.Trim(r.gap(i+1), " \u00a0.°º") != "" || len(r.gap(i+1)) == 0 {
		return 0, 0, false
	}
	switch gap := r.gap(i + 2); {
	case numberIn(last, 1800, 2199) && strings.Trim(gap, " \u00a0.") == "":
		year, _ = strconv.Atoi(last)
		return i + 3, year, true
	case len(last) == 2 && numberIn(last, 0, 99) && strings.Trim(gap, " \u00a0'’‘") == "" && strings.Trim(gap, " \u00a0") != "":
		year, _ = strconv.Atoi("20" + last)
		return i + 3, year, true
	}
	return 0, 0, false
}

// monthOfYear tells whether a month with its year stands at word i: "a marzo 2025".
func (r unitText) monthOfYear(i int) (end, year int, ok bool) {
	if !isMonth(r.low(i)) || i > 0 && r.ts[i-1].digit || !r.close(i+1) || !numberIn(r.low(i+1), 1800, 2199) {
		return 0, 0, false
	}
	year, _ = strconv.Atoi(r.low(i + 1))
	return i + 2, year, true
}

// numeral is a number in words.
var numeral = regexp.MustCompile(`^(?:uno?|due|tre|tré|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|tredici|quattordici|quindici|sedici|diciassette|diciotto|diciannove|` +
	`vent[io]?|trent[ao]?|quarant[ao]?|cinquant[ao]?|sessant[ao]?|settant[ao]?|ottant[ao]?|novant[ao]?|cento|mille|mila|milioni|milione|euro)+$`)

// spelledAmount tells whether a sum in words begins at word i, and where: "diecimila
// euro", "due milioni di euro", and behind its figures "(dodicimilacinquecento/00)".
func (r unitText) spelledAmount(i int) (end int, ok bool) {
	if low := r.low(i); low == "euro" || low == "mila" || r.ts[i].digit || !numeral.MatchString(low) {
		return 0, false
	}
	k := i + 1
	if strings.HasSuffix(r.gap(i), "(") && strings.HasPrefix(r.gap(k), "/") && len(r.low(k)) == 2 && k < len(r.ts) && r.ts[k].digit {
		return k + 1, true
	}
	for k < len(r.ts) && slices.Contains([]string{"mila", "milioni", "milione", "miliardi", "miliardo"}, r.low(k)) && r.close(k) {
		k++
	}
	money := k
	if k > i+1 && r.low(k) == "di" {
		money++
	}
	return k, money < len(r.ts) && r.low(money) == "euro" && r.close(money)
}

var (
	// titleFill may stand between a title and the name.
	titleFill = strings.Fields(`comunale comunali provinciale provinciali regionale regionali metropolitano metropolitana municipale generale delegato delegata capitolino capitolina
		della dell del di provincia regione giunta consiglio comune unione città`)
	// alwaysTitles go before the name of a person who is in the papers by office.
	alwaysTitles = strings.Fields("sindaco sindaca vicesindaco vicesindaca assessore assessora consigliere consigliera presidente segretario segretaria notaio comandante prefetto questore")
)

// titledFar tells whether the name at word i follows a title with words between
// them: "consigliere comunale Ivo Neri", "il Sindaco di Prova, Ugo Sarti".
func (r unitText) titledFar(i int) bool {
	if i == 0 || !r.capital(i) || !r.capital(i+1) || !r.close(i+1) {
		return false
	}
	gap := strings.Trim(r.gap(i), " \u00a0")
	comma := gap == ","
	if gap != "" && !comma {
		return false
	}
	for k := i - 1; k >= max(0, i-5); k-- {
		if slices.Contains(alwaysTitles, r.low(k)) {
			return true
		}
		between := slices.Contains(titleFill, r.low(k)) || comma && r.ts[k].cap // the name of the place
		if !between || strings.Trim(r.gap(k), " \u00a0'’") != "" {
			return false
		}
	}
	return false
}
