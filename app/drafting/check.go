package drafting

import (
	"strings"

	"scranno/app/civic"
)

// Context is what a check knows besides the text. The zero value knows nothing,
// and what depends on it is not looked at.
type Context struct {
	Council   civic.CouncilProfile // of the act's body
	Gazetteer *Gazetteer
}

// Check says what a draft lacks before it is published or filed. Blocking
// findings stop a publication; the others are told and left to the author.
func Check(c civic.Content, k Context) []civic.Finding {
	x := &checking{c: c, k: k}
	for _, check := range []func(*checking){
		(*checking).heading, (*checking).text, (*checking).placeholders, (*checking).signatures, (*checking).rules,
		(*checking).otherCouncils, (*checking).reused, (*checking).norms, (*checking).enclosures, (*checking).personal, (*checking).accents, (*checking).limits,
	} {
		check(x)
	}
	return x.out
}

// checking is one look at a draft.
type checking struct {
	c   civic.Content
	k   Context
	out []civic.Finding
}

// place is where a finding stands: bytes of a clause's text, or a field of the
// heading by its name in Content's JSON. The zero value: the act as a whole.
type place struct {
	clause   civic.ID
	from, to int
	field    string
}

// add tells a finding with pairs of parameters.
func (x *checking) add(s civic.Severity, code string, at place, kv ...string) {
	x.cite(s, code, at, "", kv...)
}

// cite is add with the article that the finding stands on.
func (x *checking) cite(s civic.Severity, code string, at place, source string, kv ...string) {
	f := civic.Finding{Code: code, Severity: s, Clause: at.clause, From: at.from, To: at.to, Field: at.field, Source: source}
	if len(kv) > 0 {
		f.Params = map[string]string{}
		for i := 0; i+1 < len(kv); i += 2 {
			f.Params[kv[i]] = kv[i+1]
		}
	}
	x.out = append(x.out, f)
}

// has tells whether the text has anything in one of the sections.
func (x *checking) has(sections ...civic.Section) bool {
	for _, cl := range x.c.Clauses {
		for _, s := range sections {
			if cl.Section == s && strings.TrimSpace(cl.Opener+cl.Text) != "" {
				return true
			}
		}
	}
	return false
}
