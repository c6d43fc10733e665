package main

import (
	"context"
	"flag"

	"scranno/app/civic"
	"scranno/app/drafting"
)

type amendTouchDoc struct {
	Name    string `json:"name"`
	Was     string `json:"was"`
	Now     string `json:"now,omitempty"` // empty: it is gone
	Applies bool   `json:"applies"`
}

// cmdDraftRenew says what a newer text of the act means for an amendment to it,
// and brings the amendment up to it where that is asked.
func cmdDraftRenew(f *flag.FlagSet) action {
	apply := f.Bool("apply", false, "")
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		n, err := s.set.Desk.AmendNews(ctx, id)
		if err != nil {
			return err
		}
		if !n.Newer() {
			s.printf("%s\n", s.T("amend.no_news"))
			return s.document(map[string]any{"id": id, "newer": false})
		}
		touched := []amendTouchDoc{}
		for _, t := range n.Touched {
			touched = append(touched, amendTouchDoc(t))
			now := t.Now
			if now == "" {
				now = s.T("amend.clause_gone")
			}
			s.printf("%s\n  %s %s\n  %s %s\n", t.Name, s.T("amend.was"), t.Was, s.T("amend.now"), now)
		}
		out := map[string]any{"id": id, "newer": true, "act": n.Act.ID, "touched": touched, "renamed": n.Renamed, "others": n.Others, "applies": n.Applies}
		switch {
		case *apply:
			var d civic.Draft
			if d, err = s.set.Desk.RenewAmendment(ctx, id, s.T("amend.version")); err != nil {
				return err
			}
			out["id"] = d.ID
			s.printf("%s\n\n%s\n", s.T("amend.renewed"), drafting.Join(d.Plain.Clauses))
		case !n.Applies:
			s.printf("%s\n", s.T("amend.newer_lost"))
		case len(touched) == 0:
			s.printf("%s\n", s.T("amend.newer_none"))
		}
		return s.document(out)
	}
}
