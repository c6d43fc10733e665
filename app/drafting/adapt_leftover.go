package drafting

import (
	"strings"

	"scranno/app/civic"
)

// Leftover is another town's name in a text.
type Leftover struct {
	Clause   civic.ID // empty: the subject
	Opener   bool     // in the clause's opener, not in its text
	From, To int      // bytes
	Town     string   // as in the gazetteer
	Source   bool     // of the council that the text was taken from
	Bare     bool     // the source's, where nothing says that it names the town
	Of       string   // the source's adjective that stands there: "modenese"; empty: its name
}

// Leftovers finds the names of other towns that stand in an act: the source's in
// every form, bare where it may be a word, and as an adjective; any other only
// where the words before say that it is a town, and only in a municipality's act.
// A street's name is no leftover: many towns have a "via Roma".
func (g *Gazetteer) Leftovers(c civic.Content, source, own Place) []Leftover {
	var forms, bare, kept []townForm
	mine := map[string]bool{}
	for _, p := range []Place{own} {
		name, other := p.municipality()
		mine[foldName(name)], mine[foldName(other)] = true, true
		if name != "" {
			kept = g.townForms(name, other)
		}
	}
	name, other := source.municipality()
	var called []demonym
	if name != "" && !mine[foldName(name)] {
		forms = append(g.townForms(name, other), g.shortForms(name, false)...)
		bare = append(g.townForms(name, other), g.shortForms(name, true)...)
		called = othersDemonyms(source, own)
	}
	var out []Leftover
	look := func(clause civic.ID, opener bool, s string) {
		r := unitsOf(s)
		street := 0 // the word after the street that was named last
		for i := 0; i < len(r.ts); i++ {
			if i < street {
				continue
			}
			if r.demonymAt(i, called) {
				t := r.ts[i]
				out = append(out, Leftover{Clause: clause, Opener: opener, From: t.start, To: t.end, Town: name, Source: true, Of: r.s[t.start:t.end]})
				continue
			}
			h, from, ok := g.otherTown(r, i, forms, mine, c.Level == civic.Municipal)
			alone := false
			if !ok {
				if h, alone = g.bareName(r, i, bare, kept); !alone {
					street = max(street, r.streetEnd(i))
					continue
				}
			}
			w := h.last - len(h.form.words)
			if h.sign {
				w--
			}
			out = append(out, Leftover{Clause: clause, Opener: opener, From: r.ts[w].start, To: r.ts[h.last-1].end, Town: h.form.name, Source: from, Bare: alone})
			i = h.last - 1
		}
	}
	look("", false, c.Subject)
	for _, cl := range c.Clauses {
		if len(cl.Opener) > 4 {
			look(cl.ID, true, cl.Opener)
		}
		look(cl.ID, false, cl.Text)
	}
	return out
}

// otherTown gives the other town named at word i, and whether it is the source.
func (g *Gazetteer) otherTown(r unitText, i int, source []townForm, mine map[string]bool, any bool) (townHit, bool, bool) {
	if r.ts[i].digit {
		return townHit{}, false, false
	}
	if _, _, kind, ok := r.street(i - 1); ok && i > 0 && kind == GapPlace {
		return townHit{}, false, false
	}
	for _, f := range source {
		if h, ok := g.town(r, i, f, false); ok {
			return h, true, true
		}
	}
	if !any || !r.ts[i].cap {
		return townHit{}, false, false
	}
	for _, f := range g.derived.firsts()[bare(r.ts[i].low)] {
		if h, ok := g.town(r, i, f, true); ok && !mine[foldName(f.name)] {
			return h, false, true
		}
	}
	return townHit{}, false, false
}

// otherCouncils blocks the name of the council that the text was taken from, and
// tells of any other town.
func (x *checking) otherCouncils() {
	g, c := x.k.Gazetteer, x.c
	if g == nil || c.Body == "" {
		return
	}
	own := g.placeOf(c.Body, c.BodyName, c.Level, c.Region)
	var source Place
	severity := civic.Blocking
	if l := c.Lineage; l != nil && l.Body != "" && l.Body != c.Body && l.Mode != civic.Amends {
		source = g.placeOf(l.Body, l.BodyName, l.Level, "")
		if l.Mode == civic.Inspired || l.Mode == civic.FollowUp {
			severity = civic.Warning
		}
	}
	told := map[string]bool{}
	for _, o := range g.Leftovers(c, source, own) {
		at := place{clause: o.Clause, from: o.From, to: o.To}
		switch {
		case o.Clause == "":
			at = place{field: "subject"}
		case o.Opener:
			at = place{clause: o.Clause}
		}
		switch {
		case o.Of != "" && told[o.Of]:
		case o.Of != "":
			told[o.Of] = true
			x.add(civic.Warning, "other_demonym", at, "name", o.Town, "text", o.Of)
		case o.Source:
			x.add(severity, "other_council", at, "name", o.Town)
		case !told[o.Town]:
			told[o.Town] = true
			x.add(civic.Hint, "other_town", at, "name", o.Town)
		}
	}
}

// calledOtherwise tells of what is still called by the source's people.
func calledOtherwise(c civic.Content, source, own Place) []civic.Finding {
	called := othersDemonyms(source, own)
	town, _ := source.municipality()
	var out []civic.Finding
	told := map[string]bool{}
	look := func(clause civic.ID, s string) {
		r := unitsOf(s)
		for i, t := range r.ts {
			if word := s[t.start:t.end]; r.demonymAt(i, called) && !told[word] {
				told[word] = true
				out = append(out, civic.Finding{
					Code: "other_demonym", Severity: civic.Warning, Clause: clause, From: t.start, To: t.end, Params: map[string]string{"name": town, "text": word},
				})
			}
		}
	}
	look("", c.Subject)
	for _, cl := range c.Clauses {
		look(cl.ID, cl.Text)
	}
	return out
}

// BodyOr finds a body, or makes one of what an act says of it.
func (g *Gazetteer) BodyOr(code civic.BodyCode, name string, level civic.Level, region civic.Region) civic.Body {
	b, err := g.Body(code)
	if err == nil && !code.Foreign() {
		return b
	}
	name, other, _ := strings.Cut(name, "/")
	b = body(code, name, level, region, "")
	b.Kind, b.OtherName = sortOf(b), other
	return b
}

func (g *Gazetteer) placeOf(code civic.BodyCode, name string, level civic.Level, region civic.Region) Place {
	return g.Place(g.BodyOr(code, name, level, region))
}
