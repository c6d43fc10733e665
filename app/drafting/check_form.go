package drafting

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"scranno/app/civic"
)

// heading looks at what stands above and below the text.
func (x *checking) heading() {
	c := x.c
	if !c.Kind.Valid() {
		x.add(civic.Blocking, "kind_missing", place{field: "kind"})
	}
	x.lawmaking()
	if strings.TrimSpace(c.Subject) == "" {
		x.add(civic.Blocking, "subject_missing", place{field: "subject"})
	}
	if !c.Body.Valid() {
		x.add(civic.Blocking, "body_missing", place{field: "body"})
	}
	if len(c.Themes) == 0 && c.Kind != civic.AccessRequest { // it never enters the library, where themes serve
		x.add(civic.Warning, "themes_missing", place{field: "themes"})
	}
	if addressed(c.Kind) && len(c.Addressees) == 0 {
		x.add(civic.Warning, "addressees_missing", place{field: "addressees"})
	}
	if c.Date == "" {
		x.add(civic.Hint, "date_missing", place{field: "date"})
	}
	if strings.TrimSpace(c.Place) == "" && c.Kind != civic.Document {
		x.add(civic.Hint, "place_missing", place{field: "place"})
	}
}

// addressed tells whether an act of the kind speaks to somebody.
func addressed(k civic.ActKind) bool {
	switch k {
	case civic.Motion, civic.Question, civic.Interpellation, civic.OrderOfTheDay, civic.Resolution, civic.Petition,
		civic.SessionRequest, civic.AccessRequest:
		return true
	}
	return false
}

// text looks at the parts that an act of the kind has.
func (x *checking) text() {
	c := x.c
	if strings.TrimSpace(Join(c.Clauses)) == "" {
		x.add(civic.Blocking, "text_missing", place{field: "clauses"})
		return
	}
	for _, cl := range c.Clauses {
		if cl.Opener != "" && cl.Text == "" && cl.Section == civic.Recital && !strings.HasSuffix(cl.Opener, ":") && len(c.Clauses) > 1 {
			x.add(civic.Warning, "clause_empty", place{clause: cl.ID}, "opener", cl.Opener)
		}
	}
	switch c.Kind {
	case civic.Document:
	case civic.Bill:
		if !x.has(civic.Article) {
			x.add(civic.Warning, "articles_missing", place{})
		}
	case civic.Petition, civic.AccessRequest:
		if !x.has(civic.Operative, civic.Article) && !asks(c.Clauses) {
			x.add(civic.Warning, "request_missing", place{})
		}
	case civic.Question, civic.Interpellation:
		if !x.has(civic.Operative, civic.Article) && !strings.Contains(Join(c.Clauses), "?") {
			x.add(civic.Warning, "questions_missing", place{})
		}
	default:
		if !x.has(civic.Operative, civic.Article) {
			x.add(civic.Warning, "operative_missing", place{})
		}
	}
}

// asks tells whether a letter without points still asks for something.
func asks(clauses []civic.Clause) bool {
	return askWords.MatchString(Join(clauses))
}

var askWords = regexp.MustCompile(`(?i)\b(chied(e|o|ono|iamo)|richied(e|o|ono|iamo)|propon(e|go|gono|iamo)|domand(a|o|iamo))\b`)

// placeholders looks for gaps left to fill, in the text and in the heading.
func (x *checking) placeholders() {
	c := x.c
	fields := []struct{ name, text string }{
		{"subject", c.Subject}, {"addressees", strings.Join(c.Addressees, "\n")}, {"heading", c.Heading}, {"place", c.Place},
	}
	for _, s := range c.Signatories {
		fields = append(fields, struct{ name, text string }{"signatories", s.Name})
	}
	for _, f := range fields {
		for _, m := range gaps(f.text) {
			x.add(civic.Blocking, "placeholder", place{field: f.name}, "text", f.text[m[0]:m[1]])
		}
	}
	for _, cl := range c.Clauses {
		for _, m := range gaps(cl.Opener) {
			x.add(civic.Blocking, "placeholder", place{clause: cl.ID}, "text", cl.Opener[m[0]:m[1]])
		}
		for _, m := range gaps(cl.Text) {
			x.add(civic.Blocking, "placeholder", place{clause: cl.ID, from: m[0], to: m[1]}, "text", cl.Text[m[0]:m[1]])
		}
	}
}

// gapMarks are a name in square brackets, a ruled line of four or more, dots that
// stand for a word, and the letters that one writes for what is not known yet.
var gapMarks = regexp.MustCompile(`\[[^\[\]\n.]{1,60}\]|_{4,}|(?:^|[\s(])(X{2,4}|N{2}|[.…]{6,}|…{2,})(?:$|[\s.,;:)])`)

// gaps gives the bytes of each gap.
func gaps(text string) [][2]int {
	var out [][2]int
	for _, m := range gapMarks.FindAllStringSubmatchIndex(text, -1) {
		if m[2] >= 0 {
			if s := text[m[2]:m[3]]; s == "NN" || s == "XX" && century(text[:m[2]], text[m[3]:]) {
				continue
			}
			out = append(out, [2]int{m[2], m[3]})
			continue
		}
		if text[m[0]] == '[' && (!gapName(text[m[0]+1:m[1]-1]) || strings.HasPrefix(text[m[1]:], "(") || insertion(text, m[0], m[1])) {
			continue
		}
		out = append(out, [2]int{m[0], m[1]})
	}
	return out
}

// century tells whether "XX" stands beside a word that has it as a Roman number.
func century(before, after string) bool {
	if strings.HasPrefix(after, " secolo") {
		return true
	}
	w := strings.Fields(strings.ToLower(before))
	if len(w) == 0 {
		return false
	}
	switch strings.Trim(w[len(w)-1], ".,;:(") {
	case "secolo", "sec", "titolo", "capo", "allegato", "parte", "sezione", "del", "xix", "settembre", "via", "viale", "piazza", "largo", "corso":
		return true
	}
	return false
}

// gapName tells whether words in brackets are a gap: not a passage that was
// obscured, marks of a quotation, a number of a note, or a tick.
func gapName(inside string) bool {
	s := strings.TrimSpace(strings.ToLower(inside))
	switch s {
	case "", "oscurato", "esempio", "sic", "sic!", "omissis", "…", "x", "si", "sì", "no", "ndr", "n d r":
		return false
	}
	for _, p := range []string{"nota ", "note ", "trad", "cfr", "vedi ", "ndr", "n.d.", "sic "} {
		if strings.HasPrefix(s, p) {
			return false
		}
	}
	return strings.Trim(s, "0123456789 ,-–") != ""
}

// insertion tells whether the words in brackets are the writer's own within a
// quotation: "«[il ministro] ha detto»".
func insertion(text string, from, to int) bool {
	r, _ := utf8.DecodeRuneInString(text[from+1 : to])
	before := text[:from]
	return unicode.IsLower(r) && (strings.LastIndex(before, "«") > strings.LastIndex(before, "»") ||
		strings.LastIndex(before, "“") > strings.LastIndex(before, "”"))
}

// limits tells what a publication would refuse of the form: texts too long, lists
// too many, characters that nobody sees. What is only missing is told elsewhere.
func (x *checking) limits() {
	probe := x.c
	if n := len(x.c.Subject); n > civic.MaxSubject {
		x.add(civic.Blocking, "subject_long", place{field: "subject"}, "most", strconv.Itoa(civic.MaxSubject))
		probe.Subject = "-"
	}
	for i, cl := range x.c.Clauses {
		if len(cl.Text) <= civic.MaxClause {
			continue
		}
		x.add(civic.Blocking, "clause_long", place{clause: cl.ID}, "most", strconv.Itoa(civic.MaxClause))
		if &probe.Clauses[0] == &x.c.Clauses[0] {
			probe.Clauses = slices.Clone(x.c.Clauses)
		}
		probe.Clauses[i].Text = ""
	}
	if !probe.Kind.Valid() {
		probe.Kind = civic.Motion
	}
	if strings.TrimSpace(probe.Subject) == "" {
		probe.Subject = "-"
	}
	if !probe.Body.Valid() {
		probe.Body, probe.Level, probe.Region = "demo:908001", civic.Municipal, civic.ExampleRegion
	}
	err := probe.Validate()
	if err == nil {
		return
	}
	at := place{}
	if e, ok := errors.AsType[*civic.Error](err); ok {
		at.field = e.Params["field"]
	}
	x.add(civic.Blocking, "form", at)
}
