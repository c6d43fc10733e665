package drafting

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// formulaWords tells whether the line asks for something, and gives the number
// of words up to and with the verb. A common verb needs more: a hinge or a
// subject before it, capitals, or "si" before and an object after.
func formulaWords(view string, w []word, hinge int) int {
	if slices.Contains(weak, w[0].text) { // "esprime contrarietà al decreto e impegna il Sindaco"
		for i := 2; i+1 < len(w); i++ {
			if w[i-1].text == "e" && (w[i].text == "impegna" || w[i].text == "invita") && slices.Contains([]string{"il", "la", "l"}, w[i+1].text) {
				return i + 1
			}
		}
	}
	at, subject := hinge, false
	for _, s := range subjects {
		if n := prefixWords(w[at:], s); n > 0 {
			at, subject = at+n, true
			break
		}
	}
	limit := at + 1
	if subject {
		limit = at + 8 // "il sottoscritto consigliere comunale Tizio …"
	}
	for i := at; i < min(limit+2, len(w)); i++ {
		n := verbAt(w, i)
		if n == 0 {
			if !subject && (i > at || w[i].text != "si" && w[i].text != "pertanto" && w[i].text != "quindi" && w[i].text != "con") {
				return 0
			}
			continue
		}
		verb := w[n-1]
		if n < len(w) && !slices.Contains(objects, w[n].text) && !upper(view[verb.start:verb.end]) && hinge == 0 {
			return 0
		}
		if strong(view, w, n, hinge > 0 || subject) {
			return n
		}
		return 0
	}
	return perSapere(w)
}

func verbAt(w []word, i int) int {
	if slices.Contains(formulas, w[i].text) {
		return i + 1
	}
	return 0
}

func strong(view string, w []word, n int, led bool) bool {
	verb := w[n-1]
	if !slices.Contains(weak, verb.text) || led || upper(view[verb.start:verb.end]) {
		return true
	}
	si := n >= 2 && w[n-2].text == "si"
	rest := w[n:min(n+12, len(w))]
	asks := func(x ...string) bool {
		return slices.ContainsFunc(rest, func(r word) bool { return slices.Contains(x, r.text) })
	}
	colon := strings.HasSuffix(strings.TrimRight(view, "* _"), ":")
	if len(rest) == 0 {
		return si || colon
	}
	if strings.HasPrefix(verb.text, "chied") {
		if colon && rest[0].text == "di" && asks("ottenere", "ricevere", "acquisire") { // papers, of an office
			return true
		}
		return (si || verb.text == "chiedo" || verb.text == "chiediamo" || verb.text == "chiede" || verb.text == "chiedono") &&
			(asks("sindaco", "giunta", "presidente", "assessore", "assessora", "governo", "sapere", "conoscere", "seguente", "quanto", "amministrazione", "se") &&
				slices.Contains([]string{"al", "alla", "all", "allo", "di", "se", "quanto", "che", "inoltre", "a", "ai"}, rest[0].text))
	}
	return asks("sindaco", "sindaca", "giunta", "presidente", "assessore", "governo", "amministrazione", "consiglio") &&
		slices.Contains([]string{"il", "la", "l", "al", "alla", "all"}, rest[0].text)
}

// endsInFormula tells whether a line of prose closes with the question itself:
// "… interrogo il Presidente per sapere:".
func endsInFormula(view string) bool {
	v := strings.ToLower(strings.TrimRight(view, " *_"))
	if !strings.HasSuffix(v, "per sapere:") && !strings.HasSuffix(v, "per conoscere:") && !strings.HasSuffix(v, "di sapere:") {
		return false
	}
	return strings.Contains(v, "interrog") || strings.Contains(v, "interpell") || strings.Contains(v, "chied")
}

// perSapere accepts the formula's end on a line of its own.
func perSapere(w []word) int {
	if prefixWords(w, "per sapere") == 2 || prefixWords(w, "per conoscere") == 2 {
		if len(w) == 2 || w[2].text == "se" || w[2].text == "quali" || w[2].text == "quanto" {
			return 2
		}
	}
	return 0
}

func upper(s string) bool {
	return strings.IndexFunc(s, unicode.IsLower) < 0
}

// formulaEnd gives the byte after the formula: the colon, "per sapere", or what
// comes before the first point where it goes on in the same line.
func formulaEnd(view string, w []word, n int) int {
	if i := strings.IndexByte(view, ':'); i >= w[n-1].end {
		return i + 1
	}
	for i := n; i+1 < len(w); i++ {
		if w[i].text == "per" && (w[i+1].text == "sapere" || w[i+1].text == "conoscere") ||
			w[i].text == "quanto" && w[i+1].text == "segue" {
			return afterPunctuation(view, w[i+1].end)
		}
	}
	for i := n + 1; i < len(w); i++ {
		if slices.Contains([]string{"a", "ad", "affinche", "perche", "se"}, w[i].text) && !strings.EqualFold(w[i-1].text, "quanto") {
			return w[i-1].end
		}
	}
	return len(strings.TrimRight(view, " "))
}

// afterPunctuation takes in the marks that belong to an opener.
func afterPunctuation(view string, at int) int {
	for at < len(view) && strings.ContainsRune(":,*_.", rune(view[at])) {
		at++
	}
	if strings.HasPrefix(view[at:], " :") {
		at += 2
	}
	return at
}

// articleWords recognises "Art. 3", "Articolo 12-bis" as a heading.
func articleWords(view string, w []word) int {
	if len(w) < 2 || w[0].text != "art" && w[0].text != "articolo" || !startsUpper(view, w[0]) {
		return 0
	}
	if c := w[1].text[0]; c < '0' || c > '9' {
		return 0
	}
	n := 2
	if n < len(w) && slices.Contains([]string{"bis", "ter", "quater", "quinquies"}, w[n].text) {
		n++
	}
	rest := strings.TrimSpace(view[w[n-1].end:])
	if rest == "" || strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, "–") || strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, "(") || strings.HasPrefix(rest, "*") || strings.HasPrefix(rest, "_") {
		return n
	}
	return 0
}

func startsUpper(view string, w word) bool {
	r := []rune(view[w.start:w.end])
	return len(r) > 0 && unicode.IsUpper(r[0])
}

var closings = []string{
	"a norma di regolamento", "a norma del regolamento", "a termini di regolamento", "a termine di regolamento", "ai sensi del regolamento si",
	"si richiede risposta", "si chiede risposta", "chiedo risposta scritta", "si chiede cortese risposta", "si attende risposta", "in attesa di",
	"distinti saluti", "cordiali saluti", "cordialmente", "con osservanza", "ringraziando", "in fede", "cons prov", "cons dott", "i consiglieri proponenti", "il consigliere proponente",
}

// signs tells a line that stands under the points of an act: its place and day, or
// who signs.
func signs(view string) bool {
	view = strings.Trim(view, "*_ ")
	return len(view) < 90 && (placeAndDay.MatchString(view) || signing.MatchString(view))
}

var (
	placeAndDay = regexp.MustCompile(`^(?:\p{Lu}[\p{L}’' -]{0,50}?,?\s+)?(?:[lL][iìIÌ]['’]?,?\s+|[aA]ddì\s+)?\d{1,2}(?:[°º]?\s+\p{L}{3,10}\s+|[/.-]\d{1,2}[/.-])\d{4}\.?(?:(?:\s*[—–]\s*|\s{2,}).{3,60})?$`)
	nameAlone   = regexp.MustCompile(`^\p{Lu}[\p{L}’']*\.?(?:[ -]\p{Lu}[\p{L}’']*\.?){1,3}(?:\s*\([^)]{2,40}\))?$`)
	signing     = regexp.MustCompile(`(?i)^(?:f\.?to\b|(?:(?:il|la|i|le)\s+)?(?:consiglier[aei]|capogruppo|proponent[ei]|firmatari[eo]?)(?:\s+(?:comunal[ei]|provincial[ei]|regional[ei]|proponent[ei]|firmatari[eo]?))*:?$|(?:il|la)\s+(?:consiglier[ea]|capogruppo)(?:\s+(?-i:\p{Lu})[\p{L}’'.]+){2,4}$|il gruppo consiliare\b[^.;:]*$|approvat[oa] all['’]unanimità\.?$|seguono (?:n\. ?)?\d+ firme)`)
)

func isClosing(w []word) bool {
	for _, c := range closings {
		if prefixWords(w, c) > 0 {
			return true
		}
	}
	return false
}
