package drafting

import "scranno/app/civic"

// reused tells what does not fit the body that a text was taken to.
func (x *checking) reused() {
	g, c, l := x.k.Gazetteer, x.c, x.c.Lineage
	if g == nil || c.Body == "" || l == nil || l.Body == "" || l.Body == c.Body || l.Mode == civic.Amends {
		return
	}
	from, to := g.BodyOr(l.Body, l.BodyName, l.Level, ""), g.BodyOr(c.Body, c.BodyName, c.Level, c.Region)
	x.partsNamed(from, to)
	offered := Rewrites(c, from, to)
	for _, o := range offered {
		x.out = append(x.out, o.Finding())
	}
	x.out = append(x.out, otherPowers(c, to, offered)...)
}

// LevelWord is the code of the findings that offer a rewrite.
const LevelWord = "level_word"

// Finding tells a rewrite as a check does.
func (x Rewrite) Finding() civic.Finding {
	return civic.Finding{
		Code: LevelWord, Severity: civic.Warning, Clause: x.Clause, From: x.From, To: x.To, Params: map[string]string{"text": x.Was, "now": x.Now},
	}
}

// lawmaking warns of a bill in a council that makes no laws. The kind is left to
// the author: what was asked of a law is not asked the same way of a mayor.
// Law: Constitution art. 117; the two autonomous provinces make laws.
func (x *checking) lawmaking() {
	c := x.c
	if c.Kind == civic.Bill && (c.Level == civic.Municipal || c.Level == civic.Provincial && c.Region.OrdinaryStatute()) {
		x.add(civic.Warning, "kind_level", place{field: "kind"})
	}
}
