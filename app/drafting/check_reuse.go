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
}
