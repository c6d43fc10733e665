package council

import (
	"context"
	"slices"
	"strings"

	"scranno/app/civic"
)

// sameClause is the share of common words from which a clause of a new version is
// the one that a note was on.
const sameClause = 0.5

// Clauses gives the text that notes may stand on: of a paper, or of the item's act
// for an empty paper. NotFound: there is none.
func (c *Council) Clauses(ctx context.Context, sitting, item, paper civic.ID) ([]civic.Clause, error) {
	s, err := c.o.Store.Sitting(ctx, sitting)
	if err != nil {
		return nil, err
	}
	return c.clausesOf(ctx, &s, item, paper)
}

func (c *Council) clausesOf(ctx context.Context, s *civic.Sitting, item, paper civic.ID) ([]civic.Clause, error) {
	it := s.Item(item)
	switch p := paperOf(s, paper); {
	case paper != "":
		if p != nil && p.Text != "" {
			return c.o.Store.PaperText(ctx, p.Text)
		}
	case it == nil:
	case it.Act != "":
		v, err := c.o.Store.Act(ctx, it.Act)
		return v.Act.Clauses, err
	case it.Draft != "":
		d, err := c.o.Store.Draft(ctx, it.Draft)
		if err != nil {
			return nil, err
		}
		if d.Plain != nil {
			return d.Plain.Clauses, nil
		}
	}
	return nil, civic.NewError(civic.NotFound, "council.clauses", "")
}

// KeepNote writes a private note: a new one, without an id, or an old one's text.
// On a clause it remembers the clause's words. An empty text takes it away.
func (c *Council) KeepNote(ctx context.Context, sitting civic.ID, n civic.SittingNote) (civic.Sitting, civic.ID, error) {
	n.Text = strings.TrimSpace(civic.CleanText(n.Text))
	if n.Text == "" {
		if n.ID == "" {
			return civic.Sitting{}, "", civic.NewError(civic.Invalid, "council.note", "sitting.note_empty")
		}
		s, err := c.DropNote(ctx, sitting, n.ID)
		return s, n.ID, err
	}
	fresh := n.ID == ""
	if fresh {
		var err error
		if n.ID, err = c.newID(); err != nil {
			return civic.Sitting{}, "", err
		}
		if n.Clause != "" {
			text, err := c.Clauses(ctx, sitting, n.Item, n.Paper)
			if err != nil {
				return civic.Sitting{}, "", err
			}
			at := slices.IndexFunc(text, func(cl civic.Clause) bool { return cl.ID == n.Clause })
			if at < 0 {
				return civic.Sitting{}, "", civic.NewError(civic.NotFound, "council.note", "sitting.clause_gone")
			}
			n.Quote = upTo(strings.TrimSpace(text[at].Text), civic.MaxLine)
		}
	}
	n.Updated = c.now()
	s, err := c.ChangeSitting(ctx, sitting, func(s *civic.Sitting) error {
		if fresh {
			if n.Item != "" && s.Item(n.Item) == nil {
				return civic.NewError(civic.NotFound, "council.item", "")
			}
			s.Notes = append(s.Notes, n)
			return nil
		}
		at := slices.IndexFunc(s.Notes, func(x civic.SittingNote) bool { return x.ID == n.ID })
		if at < 0 {
			return civic.NewError(civic.NotFound, "council.note", "")
		}
		s.Notes[at].Text, s.Notes[at].Updated = n.Text, n.Updated
		return nil
	})
	return s, n.ID, err
}

// DropNote takes a note away.
func (c *Council) DropNote(ctx context.Context, sitting, note civic.ID) (civic.Sitting, error) {
	return c.ChangeSitting(ctx, sitting, func(s *civic.Sitting) error {
		n := len(s.Notes)
		s.Notes = slices.DeleteFunc(slices.Clone(s.Notes), func(x civic.SittingNote) bool { return x.ID == note })
		if len(s.Notes) == n {
			return civic.NewError(civic.NotFound, "council.note", "")
		}
		return nil
	})
}

// anchor puts a note on the clause of the text that it was on: by its id, else by
// the words that it remembers. Where neither is there the note is lost, and is
// looked for again in the next version.
func anchor(n *civic.SittingNote, text []civic.Clause) {
	n.Lost = false
	if slices.ContainsFunc(text, func(cl civic.Clause) bool { return cl.ID == n.Clause && cl.Text != "" }) {
		return
	}
	best, at := sameClause, -1
	for i, cl := range text {
		if like := alike(n.Quote, cl.Text); like > best || like == best && at < 0 {
			best, at = like, i
		}
	}
	if at < 0 {
		n.Lost = true
		return
	}
	n.Clause = text[at].ID
}

// alike gives the share of words that two texts have in common; where one is a
// part of the other, the share of the shorter one counts for most of it.
func alike(a, b string) float64 {
	count := map[string]int{}
	na, nb, common := 0, 0, 0
	for _, w := range wordList(a) {
		count[w]++
		na++
	}
	for _, w := range wordList(b) {
		if nb++; count[w] > 0 {
			count[w]--
			common++
		}
	}
	if na == 0 || nb == 0 {
		return 0
	}
	whole := 2 * float64(common) / float64(na+nb)
	if short := min(na, nb); short >= 6 {
		return max(whole, 0.8*float64(common)/float64(short))
	}
	return whole
}
