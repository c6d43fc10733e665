package drafting

import (
	"slices"
	"strings"

	"scranno/app/civic"
)

// mark says what a line is: whether a clause starts there, in which section,
// and how many bytes of it are the opener.
type mark struct {
	starts  bool
	section civic.Section
	opener  int
	cue     cue
}

type cue int

const (
	noCue cue = iota
	recitalCue
	citationCue
	hingeCue
	formulaCue
	articleCue
	closingCue
	itemCue
)

// markLines goes down the lines once. A section lasts until the next cue;
// numbered points and dashes start clauses of the section they stand in.
func markLines(lines []line) []mark {
	marks := make([]mark, len(lines))
	section := civic.Intro
	formula, articles := false, false
	for i, l := range lines {
		m := readCue(l.view)
		if section == civic.Operative && m.cue != formulaCue && signs(l.view) {
			m = mark{cue: closingCue}
		}
		if m.cue == hingeCue && section == civic.Operative || (m.cue == recitalCue || m.cue == citationCue) && section == civic.Operative {
			m = mark{} // words of a point, not a new section
		}
		switch m.cue {
		case recitalCue:
			section = civic.Recital
		case citationCue:
			section = civic.CitationS
		case hingeCue:
			section = civic.Hinge
		case formulaCue:
			section, formula = civic.Operative, true
		case articleCue:
			section, articles = civic.Article, true
		case closingCue:
			section = civic.Closing
		}
		m.section = section
		m.starts = m.cue != noCue || i == 0 || paragraphStarts(lines[i-1], l) || alone(lines[i-1], marks[i-1])
		if section == civic.Hinge && m.cue == noCue && i > 0 && marks[i-1].cue == hingeCue && !strings.HasSuffix(lines[i-1].view, ":") {
			m.starts = false
		}
		marks[i] = m
		if m.cue != formulaCue && endsInFormula(l.view) {
			section, formula = civic.Operative, true
		}
	}
	if !formula && !articles { // the points of an article are its own
		markNumberedEnd(lines, marks)
	}
	markNames(lines, marks)
	return marks
}

// markNames takes the names at the end of a text, below its last sentence, out of
// its points.
func markNames(lines []line, marks []mark) {
	from := len(lines)
	for from > 0 && marks[from-1].section == civic.Operative && marks[from-1].cue == noCue && nameAlone.MatchString(strings.Trim(lines[from-1].view, "*_ ")) {
		from--
	}
	if from == 0 || !strings.HasSuffix(strings.TrimRight(lines[from-1].view, " *_"), ".") {
		return
	}
	for i := from; i < len(lines); i++ {
		marks[i].section, marks[i].starts = civic.Closing, true
	}
}

// alone tells whether a line is an opener and nothing else: what follows is a
// clause of its own.
func alone(l line, m mark) bool {
	return m.cue == formulaCue && m.opener >= len(l.view) || endsInFormula(l.view)
}

// paragraphStarts tells a new paragraph from a line that goes on: texts turned
// from PDF have blank lines inside sentences.
func paragraphStarts(before, l line) bool {
	end := strings.TrimRight(before.view, " *_»\"”)")
	if end == "" {
		return true
	}
	if !strings.HasSuffix(end, ".") && !strings.HasSuffix(end, ";") && !strings.HasSuffix(end, ":") &&
		!strings.HasSuffix(end, "?") && !strings.HasSuffix(end, "!") {
		// A short line is a heading or an address; a long one goes on.
		return len(end) < 60 && !startsLower(l.view)
	}
	return strings.HasSuffix(end, ";") || l.start-before.end > 1 || !startsLower(l.view)
}

func startsLower(view string) bool {
	w := words(view, 1)
	if len(w) == 0 {
		return false
	}
	c := view[w[0].start:w[0].end]
	return strings.ToLower(c) == c && (c[0] < '0' || c[0] > '9')
}

// readCue looks at the first words of a line.
func readCue(view string) mark {
	if m, ok := itemOf(view); ok {
		if f := readWords(view[m.opener:]); f.cue == formulaCue || f.cue == closingCue {
			f.opener = 0
			return f
		}
		return m
	}
	return readWords(view)
}

func readWords(view string) mark {
	w := words(view, 14)
	if len(w) == 0 {
		return mark{}
	}
	if isClosing(w) {
		return mark{cue: closingCue}
	}
	if n := articleWords(view, w); n > 0 {
		return mark{cue: articleCue, opener: afterPunctuation(view, w[n-1].end)}
	}
	hinge := hingeWords(w)
	if n := formulaWords(view, w, hinge); n > 0 {
		return mark{cue: formulaCue, opener: formulaEnd(view, w, n)}
	}
	if hinge > 0 {
		return mark{cue: hingeCue, opener: afterPunctuation(view, w[hinge-1].end)}
	}
	if c, n := recitalWords(w); n > 0 {
		return mark{cue: c, opener: afterPunctuation(view, w[n-1].end)}
	}
	return mark{}
}

// itemOf recognises "1.", "1)", "a)", "-", "–", "•", "·" at the start of a line.
func itemOf(view string) (mark, bool) {
	v := strings.TrimLeft(view, "*_")
	skipped := len(view) - len(v)
	for _, b := range []string{"- ", "– ", "— ", "• ", "· ", "● ", "o ", "▪ ", "\uf0b7 "} {
		if strings.HasPrefix(v, b) {
			return mark{cue: itemCue, opener: skipped + len(b) - 1}, true
		}
	}
	if n := nestedLabel(v); n > 0 {
		return mark{cue: itemCue, opener: skipped + n}, true
	}
	n := 0
	for n < len(v) && n < 3 && v[n] >= '0' && v[n] <= '9' {
		n++
	}
	if n == 0 && len(v) > 1 && v[0] >= 'a' && v[0] <= 'z' && v[1] == ')' {
		n = 1
	}
	if n == 0 {
		n = romanLabel(v)
	}
	if n == 0 || n >= len(v) || v[n] != '.' && v[n] != ')' {
		return mark{}, false
	}
	rest := strings.TrimLeft(v[n+1:], "*_")
	if rest == "" || rest[0] != ' ' {
		return mark{}, false
	}
	if v[n] == '.' && len(strings.TrimSpace(rest)) > 0 && strings.ContainsRune("0123456789", rune(strings.TrimSpace(rest)[0])) {
		return mark{}, false // "10. 000" and dates
	}
	return mark{cue: itemCue, opener: skipped + n + 1}, true
}

// romanLabel gives the length of a Roman number with its stop, as "ii)" or "IV.", or
// of a capital letter with a bracket; an initial before a name is none.
func romanLabel(v string) int {
	n := 0
	for n < len(v) && n < 5 && strings.IndexByte("ivxIVX", v[n]) >= 0 {
		n++
	}
	if n == 0 && len(v) > 1 && v[0] >= 'A' && v[0] <= 'Z' && v[1] == ')' {
		return 1
	}
	head, rest := v[:n], v[min(n+1, len(v)):]
	low := strings.ToLower(head)
	switch {
	case n == 0 || n >= len(v) || low != head && strings.ToUpper(head) != head || !slices.Contains(romans, low):
		return 0
	case v[n] == '.' && (low == head || !startsLower(rest)):
		return 0
	}
	return n
}

var romans = strings.Fields("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx")

// nestedLabel gives the length of a label such as "2.1." or "2.1)".
func nestedLabel(v string) int {
	head, rest, ok := strings.Cut(v, " ")
	if l, label := ParseLabel(head); !ok || strings.TrimSpace(rest) == "" || !label || len(l.Above) == 0 || l.Stop == "" || len(head) > 8 {
		return 0
	}
	return len(head)
}

var (
	recitalWord = []string{
		"premesso", "premessa", "premessi", "premettendo", "considerato", "considerata", "considerati", "considerate",
		"rilevato", "rilevata", "rilevati", "ritenuto", "ritenuta", "atteso", "attesa", "constatato", "constatata", "evidenziato",
		"osservato", "valutato", "valutata", "sottolineato", "ricordato", "appreso", "appurato", "accertato", "precisato",
		"verificato", "riscontrato", "dato", "preso", "tenuto", "posto", "sentito", "sentita", "sentiti", "acquisito", "acquisiti",
		"ascoltato", "ascoltata", "ascoltati", "condiviso", "condivisa", "esaminato", "esaminata", "udito", "udita",
	}
	citationWord = []string{"visto", "vista", "visti", "viste", "richiamato", "richiamata", "richiamati", "richiamate"}
	// needed says which word must follow where one word is no cue by itself.
	needed = map[string][]string{
		"dato": {"atto"}, "preso": {"atto"}, "tenuto": {"conto", "presente"}, "posto": {"che"}, "attesa": {"la", "l"}, "premessa": {"la", "l"},
	}
	hingeStart = []string{
		"tutto cio premesso", "tutto cio considerato", "tutto cio premesso e considerato", "tutto quanto premesso",
		"tutto quanto sopra", "tutto quanto cio premesso", "cio premesso", "cio considerato", "tanto premesso", "premesso quanto sopra",
		"premesso tutto cio", "quanto premesso", "quanto sopra premesso", "quanto sopra esposto", "quanto sopra considerato", "per quanto sopra", "per quanto esposto", "per quanto premesso", "per tutto quanto",
		"per tutto cio", "per queste ragioni", "per questi motivi", "per le ragioni", "alla luce di quanto", "alla luce di cio", "sulla base di quanto",
		"stante quanto", "visto quanto sopra", "considerato quanto sopra", "a fronte di quanto", "a fronte di cio",
	}
	subjects = []string{
		"il consiglio", "la giunta", "il sottoscritto", "la sottoscritta", "i sottoscritti", "le sottoscritte", "il consigliere", "la consigliera",
		"i consiglieri", "il gruppo", "gli scriventi", "lo scrivente", "la scrivente", "l assemblea", "la commissione", "il parlamento", "la camera", "il senato",
		"il comitato",
	}
	formulas = []string{
		"interroga", "interrogano", "interrogo", "interroghiamo", "interpella", "interpellano", "interpello", "interpelliamo",
		"impegna", "impegnano", "invita", "invitano", "delibera", "chiede", "chiedono", "chiedo", "chiediamo", "esprime", "propone", "propongono",
		"sollecita", "raccomanda", "ritiene", "dispone", "approva", "esorta",
	}
	// weak formulas are common verbs: alone at the start of a line they are prose.
	weak    = []string{"chiede", "chiedono", "chiedo", "chiediamo", "esprime", "propone", "propongono", "ritiene", "dispone", "approva", "sollecita", "invita", "raccomanda", "esorta"}
	objects = []string{
		"al", "alla", "all", "allo", "agli", "ai", "alle", "il", "la", "l", "lo", "i", "gli", "le", "di", "se", "quanto", "che", "inoltre", "altresi", "a", "per", "risposta",
	}
)

func recitalWords(w []word) (cue, int) {
	c := noCue
	switch {
	case slices.Contains(recitalWord, w[0].text):
		c = recitalCue
	case slices.Contains(citationWord, w[0].text):
		c = citationCue
	default:
		return noCue, 0
	}
	n := 1
	if follow, ok := needed[w[0].text]; ok {
		if len(w) < 2 || !slices.Contains(follow, w[1].text) {
			return noCue, 0
		}
		if w[1].text != "la" && w[1].text != "l" {
			n = 2
		}
	}
	for n < len(w) && slices.Contains([]string{"inoltre", "altresi", "infine", "pertanto", "quindi", "ancora", "poi", "anche"}, w[n].text) {
		n++
	}
	if n < len(w) && w[n].text == "che" {
		n++
	}
	return c, n
}

func hingeWords(w []word) int {
	best := 0
	for _, h := range hingeStart {
		if n := prefixWords(w, h); n > best {
			best = n
		}
	}
	if best == 0 {
		return 0
	}
	for best < len(w) && slices.Contains([]string{"e", "ed", "considerato", "premesso", "esposto", "sopra", "rilevato", "ritenuto", "visto", "evidenziato", "illustrato", "riportato", "esposte", "detto"}, w[best].text) {
		best++
	}
	return best
}

// prefixWords counts the words of phrase that w begins with, all or none.
func prefixWords(w []word, phrase string) int {
	p := strings.Fields(phrase)
	if len(w) < len(p) {
		return 0
	}
	for i, x := range p {
		if w[i].text != x {
			return 0
		}
	}
	return len(p)
}
