package drafting

import (
	"slices"
	"strings"

	"scranno/app/civic"
)

// CommentPlace is where a comment stands in a text now.
type CommentPlace struct {
	Clause civic.ID // empty: what it was about is gone
	// From and To are bytes of the clause's text; the same: all of it.
	From, To int
	Changed  bool // the words that it was about are others now, or gone
}

// Lost tells whether the clause is gone.
func (p CommentPlace) Lost() bool { return p.Clause == "" }

// PlaceComment finds the clause that a comment is about, and its words in it: by
// the clause's id, wherever it moved; by what clauses were made of it, where it
// was split or joined to another; and by its text.
func PlaceComment(c civic.Comment, text []civic.Clause) CommentPlace {
	on, quote := c.Clause(), c.Quote()
	var found []civic.Clause
	for _, x := range text {
		if x.ID == on.ID || slices.Contains(x.Origins, on.ID) {
			found = append(found, x)
		}
	}
	for _, x := range text {
		if len(found) == 0 && on.Text != "" && (x.Text == on.Text || quote != "" && strings.Contains(x.Text, quote) && alike(on, x)) {
			found = append(found, x)
		}
	}
	if len(found) == 0 {
		return CommentPlace{}
	}
	if i := slices.IndexFunc(found, func(x civic.Clause) bool { return x.ID == on.ID }); i > 0 {
		found[0], found[i] = found[i], found[0]
	}
	if quote == "" {
		return CommentPlace{Clause: found[0].ID, Changed: found[0].Text != on.Text}
	}
	best, kept := CommentPlace{Clause: found[0].ID, Changed: true}, 0
	for _, x := range found {
		from, to, same := carry(CompareWords(on.Text, x.Text), c.From, c.To)
		if i := strings.Index(x.Text, quote); same < len(quote) && i >= 0 {
			from, to, same = i, i+len(quote), len(quote)
		}
		if same > kept {
			best, kept = CommentPlace{Clause: x.ID, From: from, To: to, Changed: x.Text[from:to] != quote}, same
		}
	}
	return best
}

// carry finds the stretch of the second text that a stretch of the first became,
// and how many of its bytes stayed.
func carry(pieces []Piece, from, to int) (lo, hi, same int) {
	lo = -1
	before, after := 0, 0
	for _, p := range pieces {
		n := len(p.Text)
		switch p.Change {
		case Removed:
			before += n
			continue
		case Added:
			after += n
			continue
		}
		a, b := max(from, before), min(to, before+n)
		if a < b {
			if lo < 0 {
				lo = after + a - before
			}
			hi = after + b - before
			same += b - a
		}
		before, after = before+n, after+n
	}
	return max(lo, 0), hi, same
}
