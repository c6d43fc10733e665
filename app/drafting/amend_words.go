package drafting

import (
	"strconv"
	"strings"

	"scranno/app/civic"
)

// Subkinds of an amendment, and of one to an amendment.
const (
	Suppressive  = "soppressivo"
	Additive     = "aggiuntivo"
	Substitutive = "sostitutivo"
	Modifying    = "modificativo"
	SubAmendment = "subemendamento " // before one of these: to an amendment
)

// AmendedCopy is the subkind of a draft that is the copy of an act with the
// changes that one wants: the amendment is made of what differs.
const AmendedCopy = "testo emendato"

// Amending tells whether a content is such a copy, and no amendment yet.
func Amending(c civic.Content) bool {
	return c.Lineage != nil && c.Lineage.Mode == civic.Amends && (c.Kind != civic.Amendment || c.Subkind == AmendedCopy)
}

// CopyToAmend begins the copy of an act that one wants to amend.
func CopyToAmend(act civic.Content, id civic.ID, version int64, ids func(i int) civic.ID) civic.Content {
	c := act
	c.Subkind = AmendedCopy
	c.Lineage = &civic.Lineage{Parent: id, Revision: version, Mode: civic.Amends}
	c.Signatories, c.Protocol, c.Source, c.Date, c.Attachments = nil, "", "", "", nil
	c.Clauses = make([]civic.Clause, len(act.Clauses))
	for i, x := range act.Clauses {
		c.Clauses[i] = x
		c.Clauses[i].ID, c.Clauses[i].Origins = ids(i), x.Split()
	}
	return c
}

// AmendmentOf writes the amendment that makes the edited text of the act: one
// clause for each change. Nothing changed is an Invalid error. What the person
// wrote in the copy's heading is kept.
func AmendmentOf(act, edited civic.Content, ids func(i int) civic.ID) (civic.Content, error) {
	list := Amendments(act, edited)
	if len(list) == 0 {
		return civic.Content{}, civic.NewError(civic.Invalid, "drafting.amend", "amend.no_changes")
	}
	c := edited
	c.Kind, c.Subkind, c.Subject = civic.Amendment, AmendmentKind(act.Kind, list), amendSubject(act)
	c.Addressees = Addressees(civic.Amendment, civic.Body{Name: act.BodyName, Level: act.Level, Region: act.Region})
	c.Clauses = nil
	add := func(s civic.Section, opener, text string, origins []civic.ID) {
		c.Clauses = append(c.Clauses, civic.Clause{ID: ids(len(c.Clauses)), Section: s, Opener: opener, Text: text, Origins: origins})
	}
	head := upperFirst(toThe(act.Kind)) + " " + quoted(act.Subject)
	if len(list) == 1 {
		add(civic.Intro, "", head+" è apportata la seguente modifica:", nil)
	} else {
		add(civic.Intro, "", head+" sono apportate le seguenti modifiche:", nil)
	}
	names := nounsOf(act.Clauses)
	for i, a := range list {
		label := ""
		if len(list) > 1 {
			label = strconv.Itoa(i+1) + "."
		}
		end := "."
		text := amendText(act, a, names)
		if i+1 < len(list) {
			end = ";"
		}
		add(civic.Operative, label, text+end, originsOf(act, a))
	}
	if act.Kind == civic.Deliberation {
		add(civic.Closing, "", "Sull'emendamento si chiedono i pareri di regolarità tecnica e contabile, come sulla proposta.", nil)
	}
	return c, nil
}

// originsOf are the clauses whose words an amendment repeats. Of an obscured one
// nobody here has the words: what names it would be obscured for nothing.
func originsOf(act civic.Content, a Amend) []civic.ID {
	var out []civic.ID
	unread := map[civic.ID]bool{}
	for _, c := range act.Clauses {
		switch {
		case c.Text == civic.Obscured:
			for _, o := range c.Split() {
				unread[o] = true
			}
		case c.ID == a.Clause && a.Op != AmendInsert:
			out = c.Split()
		}
	}
	for _, p := range a.Put {
		for _, o := range p.Origins {
			if len(out) < civic.MaxList && !unread[o] {
				out = append(out, o)
			}
		}
	}
	return out
}

// AmendmentKind is the subkind of a list of changes.
func AmendmentKind(of civic.ActKind, list []Amend) string {
	removed, added, replaced := 0, 0, 0
	for _, a := range list {
		switch {
		case a.Op == AmendRemove, a.Op == AmendWords && strings.TrimSpace(a.New) == "":
			removed++
		case a.Op == AmendInsert, a.Op == AmendWords && addition(a):
			added++
		case a.Op == AmendClause, a.Op == AmendSubject:
			replaced++
		}
	}
	kind := Modifying
	switch len(list) {
	case removed:
		kind = Suppressive
	case added:
		kind = Additive
	case replaced:
		kind = Substitutive
	}
	if of == civic.Amendment {
		return SubAmendment + kind
	}
	return kind
}

func addition(a Amend) bool {
	return strings.HasPrefix(a.New, a.Old) || strings.HasSuffix(a.New, a.Old)
}

func amendSubject(act civic.Content) string {
	s := "Emendamento " + toThe(act.Kind) + " " + quoted(act.Subject)
	if act.Kind == civic.Amendment {
		s = "Subemendamento all'emendamento " + quoted(act.Subject)
		if rest, ok := strings.CutPrefix(act.Subject, "Emendamento "); ok {
			s = "Subemendamento all'emendamento " + rest
		}
	}
	if len(s) > civic.MaxSubject {
		s = strings.ToValidUTF8(s[:civic.MaxSubject-len("…»")], "") + "…»"
	}
	return s
}

// toThe names a kind behind "a".
func toThe(k civic.ActKind) string {
	switch k {
	case civic.Motion:
		return "alla mozione"
	case civic.Question:
		return "all'interrogazione"
	case civic.Interpellation:
		return "all'interpellanza"
	case civic.OrderOfTheDay:
		return "all'ordine del giorno"
	case civic.Resolution:
		return "alla risoluzione"
	case civic.Deliberation:
		return "alla proposta di deliberazione"
	case civic.Amendment:
		return "all'emendamento"
	case civic.Bill:
		return "alla proposta di legge"
	case civic.Petition:
		return "alla petizione"
	}
	return "al documento"
}

// amendText says a change in the words that councils use, with the names of the
// act's clauses.
func amendText(act civic.Content, a Amend, names []noun) string {
	if a.Op == AmendSubject {
		return "L'oggetto è sostituito dal seguente: " + quoted(a.New)
	}
	if a.Op == AmendInsert {
		return insertText(act, a, names)
	}
	i := indexOf(act.Clauses, a.Clause)
	if i < 0 {
		return ""
	}
	n := names[i]
	switch a.Op {
	case AmendRemove:
		return upperFirst(n.the()) + " è " + n.ended("soppress")
	case AmendClause:
		return upperFirst(n.the()) + " è " + n.ended("sostituit") + " " + n.from("dal", "dalla") + " seguente: " + quoted(wordsOf(a.Put[0]))
	case AmendMove:
		if k := indexOf(act.Clauses, a.After); k >= 0 {
			return upperFirst(n.the()) + " è " + n.ended("collocat") + " dopo " + names[k].the()
		}
		return upperFirst(n.the()) + " è " + n.ended("collocat") + " all'inizio del testo"
	}
	return upperFirst(n.at()) + wordText(wordsOf(act.Clauses[i]), a)
}

// wordText says a change of words within a clause.
func wordText(text string, a Amend) string {
	old, next := strings.TrimSpace(a.Old), strings.TrimSpace(a.New)
	if rest, ok := strings.CutPrefix(a.New, a.Old); ok && strings.TrimSpace(rest) != "" {
		w := wording(strings.TrimSpace(rest))
		if strings.HasSuffix(text, a.Old) {
			return " " + w.are + " " + w.end("aggiunt") + ", in fine, " + w.these + ": " + w.quote
		}
		return ", dopo " + wording(old).the + " " + wording(old).quote + " " + w.are + " " + w.end("inserit") + " " + w.these + ": " + w.quote
	}
	if rest, ok := strings.CutSuffix(a.New, a.Old); ok && strings.TrimSpace(rest) != "" {
		w := wording(strings.TrimSpace(rest))
		return ", prima " + wording(old).ofThe + " " + wording(old).quote + " " + w.are + " " + w.end("inserit") + " " + w.these + ": " + w.quote
	}
	w := wording(old)
	if next == "" {
		return ", " + w.the + " " + w.quote + " " + w.are + " " + w.end("soppress")
	}
	return ", " + w.the + " " + w.quote + " " + w.are + " " + w.end("sostituit") + " " + wording(next).byThe + ": " + wording(next).quote
}

// phrase is how one speaks of a word, or of several.
type phrase struct {
	many                            bool
	the, ofThe, byThe, these, quote string
	are                             string
}

func wording(text string) phrase {
	p := phrase{
		the: "la parola", ofThe: "della parola", byThe: "dalla seguente", these: "la seguente parola", are: "è", quote: quoted(text),
	}
	if len(strings.Fields(text)) != 1 {
		p.many = true
		p.the, p.ofThe, p.byThe, p.these, p.are = "le parole", "delle parole", "dalle seguenti", "le seguenti parole", "sono"
	}
	return p
}

func (p phrase) end(stem string) string {
	if p.many {
		return stem + "e"
	}
	return stem + "a"
}

// insertText says that clauses come.
func insertText(act civic.Content, a Amend, names []noun) string {
	i := indexOf(act.Clauses, a.Clause)
	where, verb := "All'inizio del testo", "inserit"
	if i >= 0 {
		where = "Dopo " + names[i].the()
		if i+1 == len(act.Clauses) || act.Clauses[i+1].Section != act.Clauses[i].Section {
			verb = "aggiunt"
		}
	}
	word, she := "capoverso", false
	if l, ok := ParseLabel(a.Put[0].Opener); ok {
		switch {
		case l.Letter:
			word, she = "lettera", true
		case l.Counted() && a.Put[0].Section == civic.Article:
			word = "comma"
		case l.Counted():
			word = "punto"
		}
	}
	var texts []string
	for _, p := range a.Put {
		texts = append(texts, quoted(wordsOf(p)))
	}
	all := strings.Join(texts, "; ")
	switch {
	case len(a.Put) > 1:
		return where + " sono " + verb + "i i seguenti: " + all
	case she:
		return where + " è " + verb + "a la seguente " + word + ": " + all
	}
	return where + " è " + verb + "o il seguente " + word + ": " + all
}

// quoted puts a text between marks that it does not have itself.
func quoted(text string) string {
	if strings.ContainsAny(text, "«»") {
		return "“" + text + "”"
	}
	return "«" + text + "»"
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func indexOf(list []civic.Clause, id civic.ID) int {
	for i, c := range list {
		if c.ID == id {
			return i
		}
	}
	return -1
}
