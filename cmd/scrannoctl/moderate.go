package main

import (
	"context"
	"flag"

	"scranno/app/civic"
)

// takenOut is what a moderator asks to take out, and why.
type takenOut struct {
	id     civic.ID
	reason civic.ReturnReason
	note   string
	how    sending
}

// takesOut reads what is to be taken out, for one of the given reasons.
func takesOut(f *flag.FlagSet, reasons []civic.ReturnReason, do func(context.Context, *session, takenOut) error) action {
	reason, note := f.String("reason", "", ""), f.String("note", "", "")
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		if err := oneOf(*reason, reasons); err != nil {
			return err
		}
		return do(ctx, s, takenOut{id, civic.ReturnReason(*reason), *note, how})
	}
}

// putsBack reads what was taken out and is to be there again.
func putsBack(f *flag.FlagSet, do func(context.Context, *session, civic.ID, sending) error) action {
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		return do(ctx, s, id, how)
	}
}

func cmdActReturn(f *flag.FlagSet) action {
	return takesOut(f, civic.ReturnReasons(), func(ctx context.Context, s *session, t takenOut) error {
		q, err := s.set.Desk.ReturnAct(ctx, t.id, t.reason, t.note)
		return s.settleAct(ctx, t.id, t.how, q, err)
	})
}

func cmdActReinstate(f *flag.FlagSet) action {
	return putsBack(f, func(ctx context.Context, s *session, id civic.ID, how sending) error {
		q, err := s.set.Desk.Reinstate(ctx, id)
		return s.settleAct(ctx, id, how, q, err)
	})
}

func cmdCallReturn(f *flag.FlagSet) action {
	return takesOut(f, civic.CallReturnReasons(), func(ctx context.Context, s *session, t takenOut) error {
		q, err := s.set.Desk.ReturnCall(ctx, t.id, t.reason, t.note)
		return s.settleCall(ctx, t.how, q, err)
	})
}

func cmdCallReinstate(f *flag.FlagSet) action {
	return putsBack(f, func(ctx context.Context, s *session, id civic.ID, how sending) error {
		q, err := s.set.Desk.ReinstateCall(ctx, id)
		return s.settleCall(ctx, how, q, err)
	})
}
