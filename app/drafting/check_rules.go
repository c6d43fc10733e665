package drafting

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"scranno/app/civic"
)

// signatures holds the signatories against what the council's rules ask for.
func (x *checking) signatures() {
	c := x.c
	if len(c.Signatories) == 0 && c.Kind != civic.Petition && c.Kind != civic.Document {
		x.add(civic.Warning, "signatories_missing", place{field: "signatories"})
	}
	need, rule := x.k.Council.SignaturesFor(c.Kind, c.Subkind)
	at := place{field: "signatories"}
	have := x.k.Council.SignaturesOn(c)
	if rule.Law && x.k.Council.AskedByMayor(c) {
		return
	}
	if rule.Of > 0 && need == 0 {
		x.cite(civic.Hint, "seats_missing", at, rule.Source)
		return
	}
	if need <= have {
		return
	}
	code := "signatures_few"
	switch {
	case rule.Law:
		code = "signatures_law"
	case x.ownRight():
		code = "signatures_right"
	}
	x.cite(civic.Warning, code, at, rule.Source, "need", strconv.Itoa(need), "have", strconv.Itoa(have))
}

// ownRight tells whether each councillor may file such an act alone, whatever the
// regulation says, where the general law holds.
// Law: d.lgs. 267/2000 (TUEL) art. 43 c. 1; Ministero dell'interno, parere 96957.
func (x *checking) ownRight() bool {
	c := x.c
	local := c.Level == civic.Municipal || c.Level == civic.Provincial
	kind := c.Kind.Inspection() || c.Kind == civic.Motion && !civic.SameSubkind(c.Subkind, civic.SubkindNoConfidence)
	return local && kind && c.Region.OrdinaryStatute()
}

// rules holds the text against the limits and forms of the council's rules.
func (x *checking) rules() {
	c, p := x.c, x.k.Council
	if r, ok := p.Rule(civic.RuleTextLimit, c.Kind, c.Subkind); ok {
		if n := utf8.RuneCountInString(Join(c.Clauses)); n > r.Value {
			x.cite(civic.Warning, "text_long", place{field: "clauses"}, r.Source, "have", strconv.Itoa(n), "most", strconv.Itoa(r.Value))
		}
	}
	if r, ok := p.Rule(civic.RuleQuestions, c.Kind, c.Subkind); ok {
		if n, at := questions(c.Clauses, r.Value); n > r.Value {
			x.cite(civic.Warning, "questions_many", place{clause: at}, r.Source, "have", strconv.Itoa(n), "most", strconv.Itoa(r.Value))
		}
	} else if c.Kind == civic.Question && civic.SameSubkind(c.Subkind, immediate) {
		if n, at := questions(c.Clauses, 1); n > 1 {
			x.add(civic.Warning, "questions_one", place{clause: at}, "have", strconv.Itoa(n))
		}
	}
	if r, ok := p.Rule(civic.RuleForm, c.Kind, c.Subkind); ok {
		x.cite(civic.Hint, "form_rule", place{}, r.Source, "text", r.Text)
	}
}

// immediate is the question that is answered on the spot: it asks one thing.
const immediate = "risposta immediata"

// questions counts what the operative part asks: its numbered points, else its
// question marks; and gives the first clause beyond the limit.
func questions(clauses []civic.Clause, most int) (n int, beyond civic.ID) {
	count := func(weight func(civic.Clause) int) {
		n, beyond = 0, ""
		for _, cl := range clauses {
			if cl.Section != civic.Operative {
				continue
			}
			if n += weight(cl); n > most && beyond == "" {
				beyond = cl.ID
			}
		}
	}
	count(func(cl civic.Clause) int {
		if pointMark.MatchString(strings.TrimSpace(cl.Opener)) {
			return 1
		}
		return 0
	})
	if n == 0 {
		count(func(cl civic.Clause) int { return strings.Count(cl.Text, "?") })
	}
	return n, beyond
}

var pointMark = regexp.MustCompile(`^\(?(\d{1,3}|[a-z])[.)°]`)

// enclosures looks for papers that the text names and that are not attached.
func (x *checking) enclosures() {
	c := x.c
	labels := map[string]bool{}
	told := false
	for _, cl := range c.Clauses {
		for _, m := range enclosed.FindAllStringSubmatchIndex(cl.Text, -1) {
			if ofAnother.MatchString(cl.Text[m[1]:]) || ofLaw(cl.Text[:m[0]]) {
				continue
			}
			if m[2] >= 0 {
				labels[strings.ToLower(cl.Text[m[2]:m[3]])] = true
			}
			if len(c.Attachments) == 0 {
				x.add(civic.Warning, "attachment_missing", place{clause: cl.ID, from: m[0], to: m[1]}, "text", cl.Text[m[0]:m[1]])
				told = true
				break
			}
		}
	}
	if n := len(c.Attachments); !told && n > 0 && len(labels) > n {
		x.add(civic.Warning, "attachments_fewer", place{field: "attachments"}, "named", strconv.Itoa(len(labels)), "have", strconv.Itoa(n))
	}
}

// enclosed are the words that promise a paper: "si allega", "in allegato",
// "allegato A", "vedi planimetria allegata".
var enclosed = regexp.MustCompile(`(?i)\bsi allega(?:no)?\b|\b(?:allego|alleghiamo)\b|\b(?:in|come da|vedi|vd\.?|cfr\.?) allegat[oiae]\b|\ballegat[oi] (?:n\. ?|sub )?["«“]?([a-h]|\d{1,2})\b["»”]?|` +
	`\b(?:planimetri[ae]|mapp[ae]|fotografi[ae]|foto|immagin[ei]|elenc(?:o|hi)|tabell[ae]|relazion[ei]|document(?:o|i|azione)|copia|copie|lettera|estratto|cartografia|rilievo|progetto) (?:qui )?allegat[oaie]\b`)

// ofAnother are words after the mention that make the paper another act's:
// "allegato A al regolamento", "allegato 1 della direttiva".
var ofAnother = regexp.MustCompile(`(?i)^[\s,]*(?:\([^)]*\)[\s,]*)?(?:al|alla|alle|ai|agli|allo|all['’]|del|della|delle|dei|degli|dello|dell['’]|di cui|parte [a-z]\b|e parte integrante|quale parte|punto|d\.|dl|d\.?lgs|dpr|dpcm)`)

// ofLaw tells whether what stands before makes it a law's annex: "direttiva
// 2008/98/CE, allegato 1".
func ofLaw(before string) bool {
	from := max(0, len(before)-110)
	tail := strings.ToLower(before[from:])
	if i := strings.LastIndexAny(tail, ".;:"); i >= 0 && !normDot.MatchString(tail[:i+1]) {
		tail = tail[i+1:]
	}
	return slices.ContainsFunc(lawWords, func(w string) bool { return strings.Contains(tail, w) })
}

var normDot = regexp.MustCompile(`(?:art|lett|n|d|lgs|l|p|r|m|c|delib|reg)\.$`)

var lawWords = []string{
	"direttiva", "regolamento", "decreto", "d.lgs", "d. lgs", "d.p.r", "dpr", "d.p.c.m", "dpcm", "d.m.", "legge", "l.p.", "l.r.", "delibera", "determina",
	"ordinanza", "intesa", "contratto", "convenzione", "capitolato", "protocollo d", "accordo", "piano ", "bando", "previst", "tabella",
}
