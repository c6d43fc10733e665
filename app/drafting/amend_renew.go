package drafting

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"scranno/app/civic"
)

// AmendTouch is a clause of an act that an amendment speaks of and that reads
// otherwise by now.
type AmendTouch struct {
	Name    string // as the act's present text calls it; where it is gone, the former one
	Was     string
	Now     string // empty: it is gone
	Applies bool   // what the amendment asks for is still possible there
}

// AmendNews is what a newer text of an act means for an amendment to it.
type AmendNews struct {
	Touched []AmendTouch
	Renamed int  // places that only have another number now
	Others  int  // clauses that changed and that it does not touch
	Applies bool // all of it: Renewed is the amendment upon the present text
	Renewed civic.Content
}

// Renew holds an amendment, in its words, against the text it was written upon
// and the present one. What it calls by number gets the present number.
func Renew(former, present, amendment civic.Content) AmendNews {
	r := renewing{former: former, present: present, was: nounsOf(former.Clauses), now: nounsOf(present.Clauses), touched: map[int]bool{}}
	out := AmendNews{Applies: true, Renewed: amendment}
	out.Renewed.Clauses = slices.Clone(amendment.Clauses)
	if amendment.Subject == amendSubject(former) {
		out.Renewed.Subject = amendSubject(present)
	}
	head, next := toThe(former.Kind)+" "+quoted(former.Subject), toThe(present.Kind)+" "+quoted(present.Subject)
	for i := range out.Renewed.Clauses {
		c := &out.Renewed.Clauses[i]
		if c.Section != civic.Operative {
			c.Text = strings.Replace(strings.Replace(c.Text, head, next, 1), upperFirst(head), upperFirst(next), 1)
			continue
		}
		r.clause(c, &out)
	}
	if subject := strings.TrimSpace(former.Subject); subject != strings.TrimSpace(present.Subject) && r.subject {
		out.Touched = append(out.Touched, AmendTouch{Name: "oggetto", Was: subject, Now: present.Subject, Applies: true})
	}
	for _, t := range out.Touched {
		out.Applies = out.Applies && t.Applies
	}
	out.Others = r.others()
	return out
}

type renewing struct {
	former, present civic.Content
	was, now        []noun
	touched         map[int]bool // of the former text
	subject         bool         // the amendment speaks of it
}

// mention is a place of an amendment's words that calls a clause by its name.
type mention struct {
	from, to int // bytes
	at       int // in the former text
	form     func(noun) string
}

// clause renews one point of the amendment.
func (r *renewing) clause(c *civic.Clause, out *AmendNews) {
	text := c.Text
	if strings.HasPrefix(text, "L'oggetto ") || strings.HasPrefix(text, "L’oggetto ") {
		r.subject = true
		return
	}
	found := r.mentions(text)
	if len(found) == 0 {
		for _, o := range c.Origins {
			if i := indexOf(r.former.Clauses, o); i >= 0 {
				r.touch(i, false, out) // it does not say where in words that we know
				break
			}
		}
		return
	}
	for k, m := range slices.Backward(found) { // from behind: places stay true
		to := indexOf(r.present.Clauses, r.former.Clauses[m.at].ID)
		fits := to >= 0 && r.now[to].she == r.was[m.at].she
		if fits && k == 0 {
			fits = stillThere(text[m.to:], wordsOf(r.present.Clauses[to]))
		}
		r.touch(m.at, fits, out)
		if to < 0 || r.now[to] == r.was[m.at] {
			continue
		}
		name := m.form(r.now[to])
		if first, _ := utf8.DecodeRuneInString(text[m.from:]); unicode.IsUpper(first) {
			name = upperFirst(name)
		}
		c.Text = c.Text[:m.from] + name + c.Text[m.to:]
		out.Renamed++
	}
}

// touch notes what became of a clause; one that reads as it did is none.
func (r *renewing) touch(i int, applies bool, out *AmendNews) {
	was := r.former.Clauses[i]
	t := AmendTouch{Name: r.was[i].word, Was: wordsOf(was), Applies: applies}
	if to := indexOf(r.present.Clauses, was.ID); to >= 0 {
		t.Name, t.Now = r.now[to].word, wordsOf(r.present.Clauses[to])
	}
	if withoutLabel(r.former, was.ID) == withoutLabel(r.present, was.ID) && t.Now != "" {
		return
	}
	if r.touched[i] {
		for k := range out.Touched {
			if out.Touched[k].Was == t.Was {
				out.Touched[k].Applies = out.Touched[k].Applies && applies
			}
		}
		return
	}
	r.touched[i] = true
	out.Touched = append(out.Touched, t)
}

// withoutLabel is what a clause says beside its number; "" where it is not there.
func withoutLabel(c civic.Content, id civic.ID) string {
	i := indexOf(c.Clauses, id)
	if i < 0 {
		return ""
	}
	if IsPoint(c.Clauses[i]) {
		return strings.TrimSpace(c.Clauses[i].Text)
	}
	return wordsOf(c.Clauses[i])
}

// others counts the clauses that changed and are not spoken of.
func (r *renewing) others() int {
	n := 0
	for i, c := range r.former.Clauses {
		if !r.touched[i] && withoutLabel(r.former, c.ID) != withoutLabel(r.present, c.ID) {
			n++
		}
	}
	for _, c := range r.present.Clauses {
		if indexOf(r.former.Clauses, c.ID) < 0 {
			n++
		}
	}
	return n
}

// mentions finds which clauses a text calls by their names, in order, before and
// outside of what it quotes. Of names that begin alike the longest holds.
func (r *renewing) mentions(text string) []mention {
	var out []mention
	for at := 0; at < len(text); {
		if q := quotedEnd(text[at:]); q > 0 {
			at += q
			continue
		}
		best := mention{}
		if nameStarts(text, at) {
			for i, n := range r.was {
				for _, form := range []func(noun) string{noun.the, noun.at} {
					name := form(n)
					if end := at + len(name); end-at > best.to-best.from && end <= len(text) && strings.EqualFold(text[at:end], name) && nameEnds(text[end:]) {
						best = mention{at, end, i, form}
					}
				}
			}
		}
		if best.to > 0 {
			out = append(out, best)
			at = best.to
			continue
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return out
}

// nameStarts tells whether a word begins at a place.
func nameStarts(text string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:at])
	return at == 0 || unicode.IsSpace(r)
}

// nameEnds tells whether a word has ended before a text.
func nameEnds(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' || strings.HasPrefix(rest, ". ") || rest == "."
}

// quotedEnd is where a quotation that a text begins with ends; 0: it begins with
// none.
func quotedEnd(text string) int {
	for _, marks := range [][2]string{{"«", "»"}, {"“", "”"}} {
		if !strings.HasPrefix(text, marks[0]) {
			continue
		}
		if end := strings.Index(text, marks[1]); end > 0 {
			return end + len(marks[1])
		}
		return len(text)
	}
	return 0
}

var namesWords = regexp.MustCompile(`\bparol[ae] (?:«([^»]*)»|“([^”]*)”)`)

// stillThere tells whether the words that a point of an amendment quotes from a
// clause stand in it once; with none it is enough that the clause is there.
func stillThere(point, clause string) bool {
	m := namesWords.FindStringSubmatch(point)
	return m == nil || once(clause, m[1]+m[2]) == 1
}

// RenewCopy does so for the copy of an act on which one writes the changes. It does
// not apply where both changed the same words.
func RenewCopy(copied, former, present civic.Content, ids func(i int) civic.ID) AmendNews {
	r := renewing{former: former, present: present, was: nounsOf(former.Clauses), now: nounsOf(present.Clauses), touched: map[int]bool{}}
	own := map[civic.ID]civic.ID{} // the copy's clause by the act's
	for _, c := range slices.Backward(copied.Clauses) {
		if len(c.Origins) > 0 {
			own[c.Origins[0]] = c.ID
		}
	}
	as := func(act civic.Content) civic.Content {
		x := copied
		x.Subject, x.Clauses = act.Subject, make([]civic.Clause, len(act.Clauses))
		for i, c := range act.Clauses {
			if own[c.ID] == "" {
				own[c.ID] = ids(i) // taken out here, or new there
			}
			x.Clauses[i] = c
			x.Clauses[i].ID, x.Clauses[i].Origins = own[c.ID], c.Split()
		}
		return x
	}
	base := as(former)
	var out AmendNews
	merged, doubts := Merge(base, copied, as(present))
	for _, a := range Amendments(base, copied) {
		k := indexOf(base.Clauses, a.Clause)
		if a.Op == AmendSubject || k < 0 {
			continue
		}
		r.touch(k, len(doubts) == 0, &out)
	}
	out.Renewed, out.Applies, out.Others = merged, len(doubts) == 0, r.others()
	return out
}
