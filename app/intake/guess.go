package intake

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"scranno/app/civic"
)

// titled are the words by which a paper says what it is; the longer ones first.
var titled = []struct {
	words string
	kind  civic.ActKind
}{
	{"richiesta di convocazione", civic.SessionRequest},
	{"richiesta di accesso agli atti", civic.AccessRequest},
	{"accesso agli atti", civic.AccessRequest},
	{"ordine del giorno", civic.OrderOfTheDay},
	{"proposta di deliberazione", civic.Deliberation},
	{"proposta di delibera", civic.Deliberation},
	{"proposta di legge", civic.Bill},
	{"disegno di legge", civic.Bill},
	{"interrogazione", civic.Question},
	{"interpellanza", civic.Interpellation},
	{"mozione", civic.Motion},
	{"risoluzione", civic.Resolution},
	{"deliberazione", civic.Deliberation},
	{"delibera", civic.Deliberation},
	{"emendamento", civic.Amendment},
	{"subemendamento", civic.Amendment},
	{"petizione", civic.Petition},
	{"istanza", civic.Petition},
	{"regolamento", civic.Document},
	{"documento", civic.Document},
}

// kindIn finds what a paper calls itself, in a short line of its head.
func kindIn(lines []string) (civic.ActKind, string) {
	for _, l := range lines {
		l = strings.ToLower(strings.Trim(strings.TrimSpace(l), "#*_ "))
		for _, t := range titled {
			rest, ok := strings.CutPrefix(l, t.words)
			if !ok || rest != "" && strings.ContainsAny(rest[:1], "abcdefghijklmnopqrstuvwxyzàèéìòù") {
				continue
			}
			if t.kind == civic.Question && strings.HasPrefix(strings.TrimSpace(rest), "a risposta ") {
				if answer := strings.Fields(rest); len(answer) > 2 && slices.Contains([]string{"scritta", "orale", "immediata"}, strings.Trim(answer[2], ".,;:")) {
					return t.kind, t.words + " a risposta " + strings.Trim(answer[2], ".,;:")
				}
			}
			return t.kind, ""
		}
	}
	return "", ""
}

// bodyIn finds the name of the council in the head of a paper: of a municipality
// the bare name, of others with what they are.
func bodyIn(lines []string) string {
	form := regexp.MustCompile(`(?i)\b(comune|citt[àa] metropolitana|citt[àa]|consiglio comunale|municipio|provincia|consiglio provinciale|regione|consiglio regionale)\s+` +
		`((?:di|della|del)\s+|d(?:i|ell|el)?[’']\s*)?([\p{L}][\p{L}’' -]{1,60})`)
	for _, l := range lines {
		if capital.MatchString(l) {
			return "Roma"
		}
		m := form.FindStringSubmatch(l)
		if m == nil {
			continue
		}
		name := strings.TrimSpace(m[3])
		switch with := strings.ToLower(strings.TrimSpace(m[2])); with { // the article is the name's: "Comune dell'Aquila"
		case "dell'", "dell’":
			name = "L'" + name
		case "della":
			if !strings.HasPrefix(strings.ToLower(m[1]), "reg") && !strings.HasPrefix(strings.ToLower(m[1]), "citt") {
				name = "La " + name
			}
		}
		switch what := strings.ToLower(m[1]); {
		case strings.HasSuffix(what, "metropolitana"):
			return "Città metropolitana di " + name
		case strings.HasPrefix(what, "provinc"), strings.HasSuffix(what, "provinciale"):
			return "Provincia di " + name
		case strings.HasPrefix(what, "region"), strings.HasSuffix(what, "regionale"):
			return "Regione " + name
		}
		return name
	}
	return ""
}

// capital is the council of Roma, which bears no other name.
var capital = regexp.MustCompile(`(?i)^\s*(?:roma capitale|assemblea capitolina)\b`)

// mayorOf finds the town of the mayor to whom an act goes, where nothing else says
// whose act it is: "il Sindaco di Anzio".
func mayorOf(to []string) string {
	form := regexp.MustCompile(`\bSindac[oa] (?:di |(?:del )?[Cc]omune di |d['’])(\p{Lu}[\p{L}’' -]{1,60})$`)
	for _, l := range to {
		if m := form.FindStringSubmatch(l); m != nil {
			return m[1]
		}
	}
	return ""
}

// kindOfText tells what an act is by what it asks for.
func kindOfText(c civic.Content) civic.ActKind {
	for _, x := range c.Clauses {
		if x.Section != civic.Operative && x.Section != civic.Hinge && x.Section != civic.Closing {
			continue
		}
		said := strings.ToLower(x.Opener + " " + upTo(x.Text, 200))
		for _, t := range []struct {
			word string
			kind civic.ActKind
		}{
			{"interpella", civic.Interpellation},
			{"interroga", civic.Question},
			{"impegna", civic.Motion},
			{"delibera", civic.Deliberation},
			{"chiede di sapere", civic.Question},
		} {
			if strings.Contains(said, t.word) {
				return t.kind
			}
		}
	}
	for _, x := range c.Clauses {
		if x.Section == civic.Article {
			return civic.Document
		}
	}
	return ""
}

// guess fills what the paper does not say in so many words, and names what it
// filled.
func guess(p *civic.Paper, name string) {
	c := &p.Content
	if p.BodySaid == "" {
		var lines []string
		for _, x := range c.Clauses[:min(4, len(c.Clauses))] {
			if x.Section == civic.Intro && len(x.Text) < 120 {
				lines = append(lines, strings.Split(x.Text, "\n")...)
			}
		}
		p.BodySaid = bodyIn(lines)
	}
	if p.BodySaid == "" {
		p.BodySaid = mayorOf(c.Addressees)
	}
	if c.Kind == "" {
		first := make([]string, 0, 4)
		for _, x := range c.Clauses[:min(4, len(c.Clauses))] {
			first = append(first, upTo(x.Opener+x.Text, 120))
		}
		if c.Kind, c.Subkind = kindIn(first); c.Kind == "" {
			c.Kind = kindOfText(*c)
		}
		if c.Kind != "" {
			p.Guessed = append(p.Guessed, "kind")
		}
	}
	if c.Subject == "" {
		c.Subject = subjectOf(*c, name)
		p.Guessed = append(p.Guessed, "subject")
		dropHead(c)
	}
}

// dropHead takes off the text the head of a paper that has no line of the subject:
// the clauses down to the title that became the subject, where each of their lines
// says only what the act has a field for. Else the text is left whole.
func dropHead(c *civic.Content) {
	title := strings.Fields(c.Subject)
	var said []string
	for i, x := range c.Clauses {
		if x.Section != civic.Intro || x.Opener != "" || c.Kind == civic.Amendment || i == len(c.Clauses)-1 {
			return
		}
		for _, l := range strings.Split(x.Text, "\n") {
			words := strings.Fields(strings.Trim(l, "#*_ "))
			if rest := title[len(said):]; len(words) <= len(rest) && slices.Equal(words, rest[:len(words)]) {
				said = append(said, words...)
			} else if len(said) > 0 || !inField(strings.Join(words, " "), *c) {
				return
			}
		}
		if len(said) == len(title) {
			c.Clauses = slices.Delete(c.Clauses, 0, i+1)
			return
		}
	}
}

// inField tells a line that the program prints by itself: the body's name, or what
// the act is.
func inField(l string, c civic.Content) bool {
	if kind, _ := kindIn([]string{l}); kind != "" {
		return kind == c.Kind && len(l) < 40 && !strings.ContainsAny(l, "0123456789:")
	}
	return bodyLine.MatchString(l) || seat.MatchString(l) && !strings.Contains(strings.ToLower(l), "gruppo")
}

// bodyLine is the name of a body alone: each word of the name has a capital.
var bodyLine = regexp.MustCompile(`^\(?(?i:comune|citt[àa] metropolitana|citt[àa]|consiglio comunale|provincia|consiglio provinciale|regione|consiglio regionale|roma capitale|assemblea capitolina)` +
	`(?: (?:(?i:di|del|della|in|sul|con) )?(?:(?i:dell|d|nell|sull)['’] ?)?\p{Lu}[\p{L}’'-]*)*\)?$`)

var (
	// named is a title that says what the act is about, not only what it is.
	named = regexp.MustCompile(`(?i)^\p{L}+(?: [\p{L}]+){0,6}?(?:\s*[:–—-]\s|\s+(?:per|su|sul|sulla|sull’|sull'|sullo|sui|sugli|sulle|in merito|relativ[ao]|riguardante|concernente|avente)\b)`)
	// opening is what begins a letter or names who writes.
	opening = regexp.MustCompile(`(?i)^(?:(?:il|la|i|le) sottoscritt|egregi|gentil|spett|illustr|on\.|roma capitale$)`)
	// seat is the body of an act, by the name of its hall alone.
	seat = regexp.MustCompile(`(?i)^(?:il |l['’])?(?:consiglio|giunta|assemblea|gruppo)(?: [\p{L}]+){1,2},?$`)
)

// subjectOf takes the first words that could be a subject, else the file's name.
func subjectOf(c civic.Content, name string) string {
	first := c.Clauses[:min(6, len(c.Clauses))]
	for _, x := range first { // "Mozione sulla manutenzione delle strade provinciali"
		text := titleIn(x.Text)
		if kind, _ := kindIn([]string{text}); kind != "" && x.Section == civic.Intro && x.Opener == "" && len(text) <= 300 && named.MatchString(text) {
			return text
		}
	}
	for _, x := range first {
		text := titleIn(x.Text)
		kind, _ := kindIn([]string{text})
		if x.Section != civic.Intro || x.Opener != "" || len(text) < 12 || len(text) > 300 || addressed(text) || seat.MatchString(text) || opening.MatchString(text) || bodyIn([]string{text}) != "" || kind != "" && len(text) < 40 {
			continue
		}
		return text
	}
	name = strings.TrimSuffix(name, path.Ext(name))
	return upTo(strings.Join(strings.Fields(strings.ReplaceAll(civic.CleanText(name), "_", " ")), " "), civic.MaxSubject)
}

// titleIn gives the lines of a paragraph down to where the act begins, as one.
func titleIn(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines[1:] {
		if begins(strings.TrimSpace(l)) || point(strings.TrimSpace(l)+" ") {
			lines = lines[:i+1]
			break
		}
	}
	return strings.Join(strings.Fields(strings.Trim(strings.Join(lines, "\n"), "#*_ ")), " ")
}

// tailLines is how many lines the foot of an act may have: its day, and who
// signed.
const tailLines = 40

// foot takes the place, the day and the names off the end of an act that has
// them as the usual paper does. Else the text is left whole.
func foot(p *civic.Paper, text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	at := -1
	for i := len(lines) - 1; i >= max(0, len(lines)-2*tailLines); i-- {
		if placeDay(lines[i]) != nil {
			at = i
			break
		}
	}
	if at < 1 {
		return text
	}
	var names []civic.Signatory
	for _, l := range lines[at+1:] {
		l = strings.Trim(strings.TrimSpace(l), "_. \t")
		switch inner, group := strings.CutPrefix(l, "("); {
		case l == "", heading(l):
		case !signature(l):
			return text
		case group && len(names) > 0 && strings.HasSuffix(inner, ")"):
			names[len(names)-1].Group = strings.TrimSuffix(inner, ")")
		default:
			for _, one := range signers(l) {
				names = append(names, signatory(one))
			}
		}
	}
	m := placeDay(lines[at])
	if len(names) > civic.MaxList || p.Content.Date != "" && dateIn(m[2]) != p.Content.Date {
		return text
	}
	p.Content.Place, p.Content.Date, p.Content.Signatories = m[1], dateIn(m[2]), names
	return strings.TrimSpace(strings.Join(lines[:at], "\n"))
}

// placeDay reads a line like "Valchiara, 3 marzo 2026".
func placeDay(line string) []string {
	m := regexp.MustCompile(`^\s*(\p{Lu}[\p{L}’' -]{0,60}?)?,?\s*(?:\b(?i:l[iì]['’]?|addì|il),?\s+)?(\d{1,2}[°º]?\s+\p{L}+\s+\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})\.?\s*$`).FindStringSubmatch(line)
	if m == nil || dateIn(m[2]) == "" || len(strings.Fields(m[1])) > 5 {
		return nil
	}
	if said := strings.ToLower(m[1]); said == "li" || said == "lì" || said == "addì" || said == "il" || strings.HasPrefix(said, "entro") || strings.HasPrefix(said, "dal") || strings.HasSuffix(said, " il") {
		m[1] = ""
	}
	return m
}

// heading tells a line that says who signs, above the names.
func heading(l string) bool {
	return regexp.MustCompile(`(?i)^(?:(?:il|la|i|le) )?(?:consiglier[aei]|capogruppo|proponent[ei]|firmatar[aei]i?|sottoscritt[aei])(?: (?:comunal[ei]|provincial[ei]|regional[ei]|proponent[ei]|firmatari[eo]?))*:?$`).MatchString(l)
}

// signatory reads a name, without the title before it and with the group behind it:
// "Il consigliere Ivo Neri (Gruppo misto)".
func signatory(l string) civic.Signatory {
	l = regexp.MustCompile(`(?i)^(?:f\.?to\s+)?(?:(?:il|la)\s+)?(?:(?:consiglier[ea]|capogruppo)(?:\s+(?:comunale|provinciale|regionale))?\s+|cons\.\s*)?`).ReplaceAllString(l, "")
	name, group, ok := strings.Cut(l, " (")
	if ok && strings.HasSuffix(group, ")") && len(group) > 2 {
		return civic.Signatory{Name: strings.TrimSpace(name), Group: strings.TrimSuffix(group, ")")}
	}
	return civic.Signatory{Name: l}
}

// signers parts a line of several names: "Ada Neri, Ivo Bianchi e Carlo Verdi".
func signers(l string) []string {
	parts := strings.Split(strings.ReplaceAll(l, " e ", ", "), ", ")
	for _, x := range parts {
		if !fullName.MatchString(x) {
			return []string{l}
		}
	}
	return parts
}

var fullName = regexp.MustCompile(`^(?:\p{Lu}[\p{L}’']*\.? ){1,3}\p{Lu}[\p{L}’']+$`)

// signature tells a line that may be a name, or a group in brackets.
func signature(l string) bool {
	return len(l) <= 80 && len(strings.Fields(l)) <= 8 && !strings.ContainsAny(l, ":;?!0123456789\t[") && !point(l)
}
