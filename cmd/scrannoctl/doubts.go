package main

import (
	"context"
	"flag"
	"slices"
	"strconv"

	"scranno/app/civic"
)

// doubtDoc is something that a merge left to the person.
type doubtDoc struct {
	N     int             `json:"n"`
	Kind  civic.DoubtKind `json:"kind"`
	From  string          `json:"from,omitempty"`
	Text  string          `json:"text,omitempty"` // theirs
	Other string          `json:"other,omitempty"`
	Also  string          `json:"also,omitempty"` // the other's, where both stand
	Field string          `json:"field,omitempty"`
	Value string          `json:"value,omitempty"` // of the other, in the heading
}

// cmdDraftDoubts lists what two changed of a draft, or decides one of those: the
// first form stays, the second, or both.
func cmdDraftDoubts(f *flag.FlagSet) action {
	n, keep := f.Int("decide", 0, ""), f.String("keep", "", "")
	return func(ctx context.Context, s *session, words []string) error {
		d, err := s.oneDraft(ctx, words)
		if err != nil {
			return err
		}
		all := civic.Standing(d.Doubts, d.Plain.Clauses)
		if *n != 0 {
			if *n < 1 || *n > len(all) {
				return misused("ctl.doubt.unknown", "value", strconv.Itoa(*n))
			}
			if err := oneOf(*keep, []string{"first", "second", "both"}); err != nil {
				return err
			}
			if d, err = s.decide(ctx, d, all[*n-1], *keep); err != nil {
				return err
			}
			all = civic.Standing(d.Doubts, d.Plain.Clauses)
		}
		out := []doubtDoc{}
		for i, x := range all {
			doc := doubtDoc{i + 1, x.Kind, x.From, textIn(d, x.Clause), x.Other, textIn(d, x.Beside), x.Field, x.Value}
			out = append(out, doc)
			s.printf("%d  %s\n", doc.N, s.T("drafts.doubt."+string(x.Kind), "value", x.Value))
			for _, form := range [][2]string{{doc.From, doc.Text}, {doc.Other, doc.Also}} {
				if form[1] != "" {
					s.printf("    %s: %s\n", form[0], form[1])
				}
			}
		}
		if len(out) == 0 {
			s.printf("%s\n", s.T("ctl.doubt.none"))
		}
		return s.document(map[string]any{"id": d.ID, "doubts": out})
	}
}

// decide keeps one form of what two changed, or both. Of a passage that one took
// out the first is that it stays.
func (s *session) decide(ctx context.Context, d civic.Draft, x civic.Doubt, keep string) (civic.Draft, error) {
	c := *d.Plain
	var out civic.ID
	switch {
	case keep == "first" && x.Kind == civic.DoubtBoth:
		out = x.Beside
	case keep == "second" && x.Kind != civic.DoubtField:
		out = x.Clause
	case keep == "second" && x.Field == "subject":
		c.Subject = x.Value
	case keep == "second":
		return d, misused("ctl.doubt.by_hand")
	}
	if out != "" {
		c.Clauses = slices.DeleteFunc(slices.Clone(c.Clauses), func(y civic.Clause) bool { return y.ID == out })
	}
	if keep != "both" {
		var err error
		if d, err = s.set.Desk.SaveDraft(ctx, d.ID, d.Revision, c); err != nil {
			return d, err
		}
	}
	return s.set.Desk.Settled(ctx, d.ID, x)
}

// textIn gives the words of a clause; empty: it is not there.
func textIn(d civic.Draft, id civic.ID) string {
	for _, c := range d.Plain.Clauses {
		if id != "" && c.ID == id {
			return c.Text
		}
	}
	return ""
}
