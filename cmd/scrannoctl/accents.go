package main

import (
	"context"
	"strconv"
)

func cmdDraftAccents(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	n, err := s.set.Desk.CorrectAccents(ctx, id)
	if err != nil {
		return err
	}
	if n == 0 {
		s.printf("%s\n", s.T("drafts.accents_none"))
	} else {
		s.printf("%s\n", s.T("ctl.accents_done", "count", strconv.Itoa(n)))
	}
	return s.document(map[string]any{"id": id, "corrected": n})
}
