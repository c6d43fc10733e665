package drafting

import (
	"slices"
	"strings"

	"scranno/app/civic"
)

// What tests alone ask of amendments: to be made, so that one sees whether they
// lead where they should, and to be read one at a time.

// AmendText says one change.
func AmendText(act civic.Content, a Amend) string { return amendText(act, a, nounsOf(act.Clauses)) }

// OtherPowers finds them with nothing offered.
func OtherPowers(c civic.Content, b civic.Body) []civic.Finding { return otherPowers(c, b, nil) }

// ApplyAmendments makes the changes in a text and counts its points again. What
// a change speaks of and is not there is an Invalid error.
func ApplyAmendments(base civic.Content, list []Amend) (civic.Content, error) {
	out := base
	bad := civic.NewError(civic.Invalid, "drafting.amend", "")
	at := make(map[civic.ID]int, len(base.Clauses))
	for i, c := range base.Clauses {
		at[c.ID] = i
	}
	changed := slices.Clone(base.Clauses)
	gone, words := map[int]bool{}, map[int][]Amend{}
	behind := map[civic.ID][]civic.Clause{}
	for _, a := range list {
		i, known := at[a.Clause]
		if !known && a.Op != AmendSubject && (a.Op != AmendInsert || a.Clause != "") {
			return base, bad
		}
		switch a.Op {
		case AmendSubject:
			out.Subject = a.New
		case AmendWords:
			words[i] = append(words[i], a)
		case AmendClause:
			next := a.Put[0]
			next.ID = a.Clause
			changed[i] = next
		case AmendRemove:
			gone[i] = true
		case AmendInsert:
			behind[a.Clause] = append(behind[a.Clause], a.Put...)
		}
	}
	for i, some := range words {
		c, ok := withWords(base.Clauses[i], some)
		if !ok {
			return base, bad
		}
		changed[i] = c
	}
	for _, a := range list {
		if a.Op == AmendMove {
			i := at[a.Clause]
			gone[i] = true
			behind[a.After] = append(behind[a.After], changed[i])
		}
	}
	out.Clauses = slices.Clone(behind[""])
	for i, c := range changed {
		if !gone[i] {
			out.Clauses = append(out.Clauses, c)
		}
		out.Clauses = append(out.Clauses, behind[base.Clauses[i].ID]...)
	}
	return out, nil
}

// withWords makes changes of words in a clause, all of which speak of it as it is.
func withWords(c civic.Clause, list []Amend) (civic.Clause, bool) {
	text := wordsOf(c)
	type found struct{ at, n int }
	where := make([]found, len(list))
	for k, a := range list {
		if once(text, a.Old) != 1 {
			return c, false
		}
		where[k] = found{strings.Index(text, a.Old), k}
	}
	slices.SortFunc(where, func(x, y found) int { return y.at - x.at })
	for _, p := range where {
		a := list[p.n]
		text = text[:p.at] + a.New + text[p.at+len(a.Old):]
	}
	if !IsPoint(c) && c.Opener != "" {
		if rest, ok := strings.CutPrefix(text, c.Opener+" "); ok {
			text = rest
		} else {
			c.Opener = ""
		}
	}
	c.Text = text
	return c, true
}
