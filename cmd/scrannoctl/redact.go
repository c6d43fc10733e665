package main

import (
	"context"
	"flag"
	"slices"

	"scranno/app/civic"
)

// cmdActRedact takes passages out of an act and of all that was made of them.
func cmdActRedact(f *flag.FlagSet) action {
	var clauses []civic.ID
	var files []string
	f.Func("clause", "", func(v string) error {
		id, err := civic.ParseID(v)
		clauses = append(clauses, id)
		return err
	})
	f.Func("attachment", "", func(v string) error {
		files = append(files, v)
		return nil
	})
	reason := f.String("reason", "", "")
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		if err := oneOf(*reason, civic.RedactReasons()); err != nil {
			return err
		}
		if len(clauses)+len(files) == 0 {
			return misused("ctl.redact_what")
		}
		if i := slices.IndexFunc(files, func(h string) bool { return !civic.ValidHash(h) }); i >= 0 {
			return misused("ctl.bad_value", "value", files[i])
		}
		q, err := s.set.Desk.RedactAct(ctx, id, clauses, files, civic.RedactReason(*reason))
		return s.settleAct(ctx, id, how, q, err)
	}
}

// cmdActUndo takes a publication back.
func cmdActUndo(f *flag.FlagSet) action {
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		q, err := s.set.Desk.UndoAct(ctx, id)
		return s.settleAct(ctx, id, how, q, err)
	}
}

// cmdThreadWithdraw takes one's own conversation back.
func cmdThreadWithdraw(f *flag.FlagSet) action {
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		q, err := s.set.Desk.WithdrawThread(ctx, id)
		if err != nil {
			return err
		}
		return s.settle(ctx, q, how, func(st settled) any { return st })
	}
}
