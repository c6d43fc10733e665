package drafting

import (
	"slices"
	"strings"
	"unicode"

	"scranno/app/civic"
)

// Inspired begins an act with the source's subject and themes and the clauses of
// a template, none of its words.
func (g *Gazetteer) Inspired(c civic.Content, how Adaptation) Adapted {
	c.Clauses, c.Addressees = nil, Addressees(c.Kind, how.To.Body)
	out := g.Adapt(c, how)
	out.Content.Clauses = Template(c.Kind, c.Subkind, how.To.Body, how.IDs)
	return out
}

// FollowUp begins the question that asks what became of an act.
func FollowUp(c civic.Content, how Adaptation) Adapted {
	b := how.To.Body
	n := civic.Content{
		Kind: civic.Question, Level: b.Level, Body: b.Code(), BodyName: b.Name, Region: b.Region, Heading: how.Council.Heading,
		Subject: "Attuazione di: " + c.Subject, Themes: slices.Clone(c.Themes), Addressees: Addressees(civic.Question, b),
	}
	n.Subject = n.Subject[:min(len(n.Subject), civic.MaxSubject)]
	n.Place, _ = how.To.municipality()
	add := func(s civic.Section, opener, text string) {
		n.Clauses = append(n.Clauses, civic.Clause{ID: how.IDs(len(n.Clauses)), Section: s, Opener: opener, Text: text})
	}
	before, after := Verb(civic.Question)
	add(civic.Recital, "premesso che", "è stato presentato l'atto «"+c.Subject+"»"+ofDay(c.Date)+";")
	add(civic.Hinge, "tutto ciò premesso", "")
	add(civic.Operative, before+" "+strings.Join(n.Addressees, " e ")+" "+after+":", "")
	add(civic.Operative, "1.", "quali passi siano stati compiuti per dare seguito a quanto richiesto;")
	add(civic.Operative, "2.", "in quali tempi si preveda di completarlo.")
	return Adapted{Content: n}
}

// ofDay writes a day behind a name: " (12/03/2024)".
func ofDay(d civic.Date) string {
	if len(d) != 10 {
		return ""
	}
	return " (" + string(d[8:10]) + "/" + string(d[5:7]) + "/" + string(d[:4]) + ")"
}

// KinChanges is what a text that came from another one did with its clauses.
type KinChanges struct {
	Kept    int `json:"kept"`    // but for names and figures
	Changed int `json:"changed"` // in their words
	New     int `json:"new"`
	Gone    int `json:"gone"`
}

// KinParent is a text that others came from, read once for all of them.
type KinParent struct {
	clauses []civic.Clause
	at      map[civic.ID]int  // by where a clause may say that it comes from
	names   [][]string        // of each clause, when it was asked for
	words   []map[string]bool // the same
}

// NewKinParent reads a text.
func NewKinParent(parent civic.Content) *KinParent {
	n := len(parent.Clauses)
	p := &KinParent{clauses: parent.Clauses, at: map[civic.ID]int{}, names: make([][]string, n), words: make([]map[string]bool, n)}
	for i, c := range parent.Clauses {
		p.at[c.ID] = i
	}
	for i, c := range parent.Clauses {
		for _, o := range c.Origins {
			if _, own := p.at[o]; !own {
				p.at[o] = i
			}
		}
	}
	return p
}

// CompareKin counts what became of the parent's clauses in the child.
func CompareKin(parent, child civic.Content) KinChanges { return NewKinParent(parent).Compare(child) }

// Compare counts what became of the clauses in the child: by where each clause says
// that it comes from, and by its words where it does not say.
func (p *KinParent) Compare(child civic.Content) KinChanges {
	var out KinChanges
	used := make([]bool, len(p.clauses))
	var lost []civic.Clause
	for _, c := range child.Clauses {
		from, ok := parentClause(p.at, c)
		switch {
		case blankClause(c):
		case !ok:
			lost = append(lost, c)
			continue
		case p.sameButNames(from, c):
			out.Kept++
		default:
			out.Changed++
		}
		if ok {
			used[from] = true
		}
	}
	p.byWords(&out, lost, used)
	for i, u := range used {
		if !u && !blankClause(p.clauses[i]) {
			out.Gone++
		}
	}
	return out
}

// kinAlike is the share of common words from which a clause counts as a changed one
// and not as a new one.
const kinAlike = 0.5

// byWords finds the parents of clauses that do not say where they come from.
func (p *KinParent) byWords(k *KinChanges, lost []civic.Clause, used []bool) {
	for _, c := range lost {
		mine, best, at := wordSet(c), 0.0, -1
		for i := range p.clauses {
			if used[i] || p.clauses[i].Section != c.Section {
				continue
			}
			if p.words[i] == nil {
				p.words[i] = wordSet(p.clauses[i])
			}
			if x := commonShare(mine, p.words[i]); x > best {
				best, at = x, i
			}
		}
		switch {
		case at < 0 || best < kinAlike:
			k.New++
			continue
		case best == 1:
			k.Kept++
		default:
			k.Changed++
		}
		used[at] = true
	}
}

func wordSet(c civic.Clause) map[string]bool {
	out := map[string]bool{}
	for _, w := range nameless(c) {
		out[w] = true
	}
	return out
}

// commonShare is the share of the words of either that both have.
func commonShare(a, b map[string]bool) float64 {
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	if all := len(a) + len(b) - both; all > 0 {
		return float64(both) / float64(all)
	}
	return 0
}

func parentClause(at map[civic.ID]int, c civic.Clause) (int, bool) {
	for _, o := range append([]civic.ID{c.ID}, c.Origins...) {
		if i, ok := at[o]; ok {
			return i, true
		}
	}
	return 0, false
}

func blankClause(c civic.Clause) bool { return strings.TrimSpace(c.Opener+c.Text) == "" }

// sameButNames tells whether a clause says the same as that of the parent, names,
// figures and gaps aside.
func (p *KinParent) sameButNames(at int, c civic.Clause) bool {
	own := p.clauses[at]
	if own.Opener == c.Opener && own.Text == c.Text {
		return true
	}
	if p.names[at] == nil {
		p.names[at] = nameless(own)
	}
	return slices.Equal(p.names[at], nameless(c))
}

// nameless are a clause's words that are no names and no figures. Prepositions
// fall out too: they follow the name.
func nameless(c civic.Clause) []string {
	var out []string
	s := c.Opener + " " + c.Text
	for _, m := range slices.Backward(gaps(s)) {
		s = s[:m[0]] + " " + s[m[1]:]
	}
	for i, t := range units(s) {
		if t.digit || len(t.low) < 5 || t.cap && i > 0 && !t.upper || t.upper || strings.IndexFunc(t.low, unicode.IsLetter) < 0 || isMonth(t.low) {
			continue
		}
		out = append(out, t.low)
	}
	return out
}
