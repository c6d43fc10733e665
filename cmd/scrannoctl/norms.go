package main

import (
	"context"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// normDoc is a norm as scripts read it. key is what acts norma:KEY asks for.
type normDoc struct {
	Key       string     `json:"key"`
	Label     string     `json:"label"`
	Name      string     `json:"name"`
	Words     string     `json:"words"`
	Clause    civic.ID   `json:"clause"` // empty: the subject
	From      int        `json:"from"`   // bytes of the clause's text
	To        int        `json:"to"`
	Link      string     `json:"link"`
	Site      string     `json:"site"`
	Abrogated bool       `json:"abrogated"`
	Since     civic.Date `json:"since"`
	Successor string     `json:"successor"`
}

func cmdDraftNorms(ctx context.Context, s *session, words []string) error {
	d, err := s.oneDraft(ctx, words)
	if err != nil {
		return err
	}
	return s.norms(*d.Plain)
}

func cmdActNorms(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	v, err := s.set.Desk.Act(ctx, id)
	if err != nil {
		return err
	}
	return s.norms(v.Act.Content)
}

// norms prints what an act cites, each place of it.
func (s *session) norms(c civic.Content) error {
	out := []normDoc{}
	for _, n := range drafting.Norms(c) {
		out = append(out, normDoc{
			n.Key, n.Label, n.Name, n.Words, n.Clause, n.From, n.To, n.Link, n.Site, n.Abrogated(), n.Since, n.Now,
		})
		name := ""
		if n.Name != "" {
			name = " (" + n.Name + ")"
		}
		s.printf("%s%s\n    %s\n", n.Label, name, n.Key)
		if n.Link != "" {
			s.printf("    %s\n", n.Link)
		}
		if n.Abrogated() {
			s.printf("    %s\n", s.T("norms.gone", "since", string(n.Since), "now", n.Now))
		}
	}
	if len(out) == 0 {
		s.printf("%s\n", s.T("norms.none"))
	}
	return s.document(map[string]any{"norms": out})
}
