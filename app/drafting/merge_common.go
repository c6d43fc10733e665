package drafting

import (
	"slices"

	"scranno/app/civic"
)

// Common gives what two texts both say: the base of their merge where nobody knows
// which text both were written upon. Nothing that one side alone has is in it, so
// that nothing is taken out.
func Common(a, b civic.Content) civic.Content {
	if later(a, b) {
		a, b = b, a
	}
	out := civic.Content{Kind: a.Kind, Level: a.Level}
	for _, c := range a.Clauses {
		i := slices.IndexFunc(b.Clauses, func(x civic.Clause) bool { return x.ID == c.ID && c.ID != "" })
		if i < 0 {
			continue
		}
		x := b.Clauses[i]
		if c.Text != x.Text {
			o, y := sentences(c.Text), sentences(x.Text)
			if len(o)*len(y) > maxTable {
				continue
			}
			if c.Text = textOf(without(o, hunks(o, y))); c.Text == "" {
				continue // nothing in common: both stand
			}
		}
		if c.Opener != x.Opener {
			c.Opener = min(c.Opener, x.Opener)
		}
		out.Clauses = append(out.Clauses, c)
	}
	return out
}

// without gives the tokens that no hunk replaces.
func without(o []token, hs []hunk) []token {
	var out []token
	at := 0
	for _, h := range hs {
		out, at = append(out, o[at:h.lo]...), h.hi
	}
	return append(out, o[at:]...)
}
