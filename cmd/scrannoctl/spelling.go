package main

import (
	"context"
	"strings"

	"scranno/app/civic"
)

// suspectDoc is a word that may be wrong, as scripts read it.
type suspectDoc struct {
	Clause  civic.ID `json:"clause"` // empty: the subject
	From    int      `json:"from"`   // bytes of the clause's text
	To      int      `json:"to"`
	Word    string   `json:"word"`
	Code    string   `json:"code"`
	Message string   `json:"message"`
	Offers  []string `json:"offers"`
}

func cmdDraftSpelling(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	found, err := s.set.Desk.DraftSpelling(ctx, id)
	if err != nil {
		return err
	}
	out := []suspectDoc{}
	for _, x := range found {
		d := suspectDoc{x.Clause, x.From, x.To, x.Word, x.Code, s.T("spelling.code." + x.Code), x.Offers}
		if d.Offers == nil {
			d.Offers = []string{}
		}
		out = append(out, d)
		s.printf("%s  %s\n    %s\n", d.Word, d.Message, strings.Join(d.Offers, ", "))
	}
	if len(out) == 0 {
		s.printf("%s\n", s.T("spelling.fine"))
	}
	return s.document(map[string]any{"suspects": out})
}

func cmdWordsList(ctx context.Context, s *session, words []string) error {
	if err := none(words); err != nil {
		return err
	}
	return s.ownWords(ctx)
}

func (s *session) ownWords(ctx context.Context) error {
	all, err := s.set.Desk.OwnWords(ctx)
	if err != nil {
		return err
	}
	out := []string{}
	for _, w := range all {
		out = append(out, w)
		s.printf("%s\n", w)
	}
	if len(out) == 0 {
		s.printf("%s\n", s.T("spelling.no_words"))
	}
	return s.document(map[string]any{"words": out})
}

func cmdWordsAdd(ctx context.Context, s *session, words []string) error {
	return s.eachWord(ctx, words, s.set.Desk.AddWord)
}

func cmdWordsRemove(ctx context.Context, s *session, words []string) error {
	return s.eachWord(ctx, words, s.set.Desk.RemoveWord)
}

func (s *session) eachWord(ctx context.Context, words []string, do func(context.Context, string) error) error {
	if len(words) == 0 {
		return misused("ctl.words")
	}
	for _, w := range words {
		if err := do(ctx, w); err != nil {
			return err
		}
	}
	return s.ownWords(ctx)
}
