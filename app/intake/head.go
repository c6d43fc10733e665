package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// head is what stands above the text of an act on its paper: the program has
// fields for it, and prints it by itself.
type head struct {
	subject  string
	protocol string
	date     civic.Date
	kind     civic.ActKind
	subkind  string
	to       []string
	body     string // the name of whose act it is, as the paper says it
}

// Bounds within which a head is looked for: further down, "oggetto:" is a word of
// the text.
const (
	headLines = 40
	headBytes = 2_500
)

// split takes the head off an act that has the usual one: all down to the line of
// the subject and to whom it is addressed. Else the text is left whole.
func split(text string) (head, string) {
	lines := strings.Split(text, "\n")
	above := 0
	for i, l := range lines {
		word, rest, ok := strings.Cut(strings.TrimSpace(l), ":")
		if ok && strings.EqualFold(strings.TrimSpace(word), "oggetto") {
			h := head{}
			var next int
			h.subject, next = subjectFrom(lines, i, strings.TrimSpace(rest))
			from := next
			next = afterAddressees(lines, next)
			h.to = addressees(append(slices.Clone(lines[:i]), lines[from:next]...))
			said := strings.Join(lines[:next], "\n")
			h.protocol, h.date = protocolIn(said), dateIn(said)
			h.kind, h.subkind = kindIn(append(slices.Clone(lines[:i]), h.subject))
			h.body = bodyIn(lines[:i])
			return h, strings.TrimSpace(strings.Join(lines[next:], "\n"))
		}
		if above += len(l) + 1; above > headBytes || i > headLines {
			break
		}
	}
	return head{}, text
}

// subjectFrom gives the subject that begins in a line, with what runs on until
// an empty line or an address, and the line after it.
func subjectFrom(lines []string, at int, subject string) (string, int) {
	i := at + 1
	for ; i < len(lines); i++ {
		more := strings.TrimSpace(lines[i])
		if subject != "" && (more == "" || addressed(more) || len(subject)+len(more) > 400 || begins(more) || point(more) || ended(subject, more)) {
			break
		}
		subject = strings.TrimSpace(subject + " " + more)
	}
	return upTo(strings.Join(strings.Fields(subject), " "), civic.MaxSubject), i
}

// begins tells a line that opens the text of an act, as below a subject without an
// empty line: a body that decides, who writes, a recital, or where an amendment goes.
func begins(l string) bool {
	first, _ := utf8.DecodeRuneInString(l)
	return unicode.IsUpper(first) && drafting.Opens(l) || textBegins.MatchString(l)
}

var textBegins = regexp.MustCompile(`^(?i:(?:il|la|l['’])\s*(?:consiglio|giunta|assemblea|commissione)\b|(?:il|la|i|le) sottoscritt)|` +
	`^(?:All['’](?:articolo|art\.)|Dopo (?:il|l['’]|la) ?(?:comma|articolo|lettera|punto)|Sopprimere|Sostituire|Aggiungere)`)

// ended tells whether a subject ends with its sentence and the next line begins
// another: not with "art." or "n.".
func ended(subject, next string) bool {
	last := subject[strings.LastIndexByte(subject, ' ')+1:]
	first, _ := utf8.DecodeRuneInString(next)
	return len(last) > 5 && strings.IndexByte(last, '.') == len(last)-1 && unicode.IsUpper(first)
}

func afterAddressees(lines []string, at int) int {
	for at < len(lines) {
		if l := strings.TrimSpace(lines[at]); l != "" && !addressed(l) {
			break
		}
		at++
	}
	return at
}

// addressees gives those that lines name, as the program writes them: "Al Sindaco
// e alla Giunta" is "il Sindaco e la Giunta".
func addressees(lines []string) []string {
	var to []string
	for _, l := range lines {
		if l = strings.TrimRight(strings.TrimSpace(l), ".,;: "); !addressed(l) || strings.HasPrefix(l, "e") || len(to) >= civic.MaxList {
			continue
		}
		for _, x := range [][2]string{
			{"al ", "il "}, {"alla ", "la "}, {"allo ", "lo "}, {"all'", "l'"}, {"all’", "l’"}, {"ai ", "i "}, {"agli ", "gli "}, {"alle ", "le "},
		} {
			if len(l) > len(x[0]) && strings.EqualFold(l[:len(x[0])], x[0]) {
				l = x[1] + l[len(x[0]):]
			}
			l = strings.ReplaceAll(l, " e "+x[0], " e "+x[1])
		}
		to = append(to, strings.Join(strings.Fields(l), " "))
	}
	return to
}

// addressed tells a line that says to whom an act goes.
func addressed(l string) bool {
	if len(l) > 120 {
		return false
	}
	for _, p := range []string{"Al ", "Alla ", "Allo ", "Ai ", "Agli ", "Alle ", "All'", "All’", "AL ", "ALLA ", "e p.c.", "e, p.c."} {
		if strings.HasPrefix(l, p) {
			return true
		}
	}
	return false
}

// protocolIn finds a number of protocol: "Prot. n. 12345/2026".
func protocolIn(s string) string {
	m := regexp.MustCompile(`(?i)\bprot(?:ocollo|\.)[\s.:]*(?:gen(?:erale|\.)?)?[\s.:]*(?:n(?:umero|\.|°)?)?[\s.:°]*([0-9][0-9./-]{0,24}[0-9]|[0-9])`).FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	return m[1]
}

// dateIn finds the day of the paper, in words or figures.
func dateIn(s string) civic.Date {
	months := []string{
		"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
	}
	if m := regexp.MustCompile(`(?i)\b(\d{1,2})[°º]?\s+(` + strings.Join(months, "|") + `)\s+(\d{4})\b`).FindStringSubmatch(s); m != nil {
		for i, name := range months {
			if strings.EqualFold(name, m[2]) {
				return day(m[3], strconv.Itoa(i+1), m[1])
			}
		}
	}
	if m := regexp.MustCompile(`\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b`).FindStringSubmatch(s); m != nil {
		return day(m[3], m[2], m[1])
	}
	return ""
}

func day(year, month, of string) civic.Date {
	two := func(s string) string {
		if len(s) == 1 {
			return "0" + s
		}
		return s
	}
	if d := civic.Date(year + "-" + two(month) + "-" + two(of)); d.Valid() {
		return d
	}
	return ""
}
