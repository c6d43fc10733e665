package main

import (
	"context"
	"flag"
)

// cmdDraftLook checks a draft; with --seen what a merge left to the person was
// looked at.
func cmdDraftLook(f *flag.FlagSet) action {
	seen := f.Bool("seen", false, "")
	return func(ctx context.Context, s *session, words []string) error {
		if *seen {
			id, err := oneID(words)
			if err != nil {
				return err
			}
			if _, err := s.set.Desk.Looked(ctx, id); err != nil {
				return err
			}
		}
		return cmdDraftCheck(ctx, s, words)
	}
}
