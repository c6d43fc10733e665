package drafting

import (
	"slices"
	"strings"

	"scranno/app/civic"
)

// SuggestionKind is what a parent's newer text does.
type SuggestionKind string

// The kinds.
const (
	SuggestChange SuggestionKind = "changed"
	SuggestNew    SuggestionKind = "new"
	SuggestGone   SuggestionKind = "gone"
)

// Suggestion is one clause of a parent's newer text, as it would stand in a text
// that came from it. It changes nothing until somebody takes it.
type Suggestion struct {
	Kind   SuggestionKind `json:"kind"`
	Clause civic.ID       `json:"clause,omitempty"` // of the child; empty for a new one
	After  civic.ID       `json:"after,omitempty"`  // the child's clause before a new one; empty: at the top
	Mine   string         `json:"mine,omitempty"`   // how the child's clause reads
	Was    string         `json:"was,omitempty"`    // how the parent's read
	Now    string         `json:"now,omitempty"`    // how it would read here

	Next civic.Clause `json:"-"` // to be taken
}

// Suggestions compares a parent's former and present text, and says what that
// would mean in a child, whose own words stay where nobody takes them.
func (g *Gazetteer) Suggestions(former, present, child civic.Content, how Adaptation) []Suggestion {
	mine := map[civic.ID]civic.Clause{} // the child's clause by the parent's
	for _, c := range child.Clauses {
		for _, o := range c.Origins {
			if _, taken := mine[o]; !taken {
				mine[o] = c
			}
		}
	}
	old := map[civic.ID]civic.Clause{}
	for _, c := range former.Clauses {
		old[c.ID] = c
	}
	next := present
	next.Subject, next.Clauses = "-", slices.Clone(present.Clauses)
	adapted := g.Adapt(next, how).Content.Clauses
	byOrigin := map[civic.ID]civic.Clause{}
	for _, c := range adapted {
		byOrigin[c.Origins[0]] = c
	}
	var out []Suggestion
	var after civic.ID
	there := map[civic.ID]bool{}
	for _, p := range present.Clauses {
		there[p.ID] = true
		m, has := mine[p.ID]
		o, was := old[p.ID]
		n, ok := byOrigin[p.ID]
		switch {
		case !ok || blankClause(p):
		case was && (clauseLine(o) == clauseLine(p) || !has): // not touched, or taken out here
		case was && clauseLine(m) != clauseLine(n):
			out = append(out, Suggestion{Kind: SuggestChange, Clause: m.ID, Mine: clauseLine(m), Was: clauseLine(o), Now: clauseLine(n), Next: n})
		case !was && !has:
			out = append(out, Suggestion{Kind: SuggestNew, After: after, Now: clauseLine(n), Next: n})
		}
		if has {
			after = m.ID
		}
	}
	for _, o := range former.Clauses {
		if m, has := mine[o.ID]; has && !there[o.ID] && !blankClause(o) {
			out = append(out, Suggestion{Kind: SuggestGone, Clause: m.ID, Mine: clauseLine(m), Was: clauseLine(o)})
		}
	}
	return out
}

func clauseLine(c civic.Clause) string { return strings.TrimSpace(c.Opener + " " + c.Text) }

// Take puts the chosen suggestions into the child's text. What has gone from it
// meanwhile is passed over.
func Take(child civic.Content, chosen []Suggestion) civic.Content {
	child.Clauses = slices.Clone(child.Clauses)
	last := map[civic.ID]civic.ID{} // the last new clause put behind one
	for _, s := range chosen {
		i := slices.IndexFunc(child.Clauses, func(c civic.Clause) bool { return c.ID == s.Clause })
		switch {
		case s.Kind == SuggestNew:
			at := s.After
			if x, ok := last[s.After]; ok {
				at = x
			}
			k := slices.IndexFunc(child.Clauses, func(c civic.Clause) bool { return c.ID == at })
			child.Clauses = slices.Insert(child.Clauses, k+1, s.Next)
			last[s.After] = s.Next.ID
		case i < 0:
		case s.Kind == SuggestGone:
			child.Clauses = slices.Delete(child.Clauses, i, i+1)
		default:
			child.Clauses[i].Opener, child.Clauses[i].Text = s.Next.Opener, s.Next.Text
		}
	}
	return child
}
