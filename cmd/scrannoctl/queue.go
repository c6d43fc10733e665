package main

import (
	"context"
	"flag"
	"io"
	"strconv"
	"time"
	"unicode/utf8"

	"scranno/app/civic"
)

// pushWait is how long a command that queues something waits for its answer.
const pushWait = 10 * time.Second

func itoa(n int) string { return strconv.Itoa(n) }

// sending is what every command that queues something has in common.
type sending struct{ queue *bool }

func sends(f *flag.FlagSet) sending { return sending{queue: f.Bool("queue", false, "")} }

// settled is what became of a queued command by the end of this run.
type settled struct {
	Command civic.ID `json:"command"`
	State   string   `json:"state"` // queued, accepted, refused
	Reason  string   `json:"reason"`
	By      string   `json:"by,omitempty"` // who of a group published the act already
}

// settle tries one push of what was queued, unless told not to, and says what
// came of it. doc makes the JSON document of the outcome.
func (s *session) settle(ctx context.Context, q civic.Queued, how sending, doc func(settled) any) error {
	var syncErr error
	if !*how.queue {
		within, cancel := context.WithTimeout(ctx, pushWait)
		_, syncErr = s.set.Desk.Sync(within, nil)
		cancel()
	}
	st, err := s.stateOf(ctx, q)
	if err != nil {
		return err
	}
	if err := s.document(doc(st)); err != nil {
		return err
	}
	switch {
	case st.State == "accepted":
		s.printf("%s\n", s.T("ctl.accepted"))
		return nil
	case st.State == "refused":
		s.note(s.T("ctl.refused", "reason", s.refusal(st.Reason, st.By)))
		return &exitError{exitRefused}
	case *how.queue:
		s.printf("%s\n", s.T("ctl.queued"))
		return nil
	case st.Reason == string(civic.ReasonQuiet):
		s.note(s.T("refusal.quiet"))
		return &exitError{exitOffline}
	}
	s.note(s.T("ctl.queued"))
	if syncErr != nil {
		text, _ := s.message(syncErr)
		s.note(text)
	}
	return &exitError{exitOffline}
}

// stateOf looks a command up in the outbox: what is no longer there was
// accepted, and is in the history.
func (s *session) stateOf(ctx context.Context, q civic.Queued) (settled, error) {
	out := settled{Command: q.Command.ID, State: "accepted"}
	all, err := s.set.Desk.Outbox(ctx)
	if err != nil {
		return out, err
	}
	for _, x := range all {
		// Sent back for an election silence, an invitation waits here under a new id.
		silent := x.State == civic.QueueHeld && x.Reason == civic.ReasonQuiet && civic.Concerns(x.Command) == civic.Concerns(q.Command)
		if x.Command.ID != q.Command.ID && !silent {
			continue
		}
		switch x.State {
		case civic.QueueRefused:
			out.State, out.Reason, out.By = "refused", string(x.Reason), x.Params[civic.ParamBy]
		case civic.QueueHeld:
			if out.State = "queued"; silent {
				out.Command, out.Reason = x.Command.ID, string(x.Reason)
			}
		case civic.QueueWaiting, civic.QueueSending:
			out.State = "queued"
		}
	}
	return out, nil
}

type queuedLine struct {
	ID      civic.ID          `json:"id"`
	N       int64             `json:"n"`
	Name    civic.CommandName `json:"name"`
	State   string            `json:"state"`
	Reason  string            `json:"reason"`
	Subject string            `json:"subject,omitempty"`
	Held    bool              `json:"held,omitempty"`
	By      string            `json:"by,omitempty"`  // who of a group published the act already
	Act     civic.ID          `json:"act,omitempty"` // that act
}

func cmdOutboxList(ctx context.Context, s *session, words []string) error {
	if err := none(words); err != nil {
		return err
	}
	all, err := s.set.Desk.Outbox(ctx)
	if err != nil {
		return err
	}
	lines := []queuedLine{}
	for _, q := range all {
		l := queuedLine{ID: q.Command.ID, N: q.Command.N, Name: q.Command.Name, Reason: string(q.Reason), Subject: q.Subject}
		switch q.State {
		case civic.QueueRefused:
			l.State = "refused"
			if l.By = q.Params[civic.ParamBy]; l.By != "" {
				l.Act = civic.Concerns(q.Command)
			}
		case civic.QueueSending:
			l.State = "sending"
		case civic.QueueHeld, civic.QueueWaiting:
			l.State, l.Held = "waiting", q.State == civic.QueueHeld
		default:
			continue
		}
		lines = append(lines, l)
		s.printf("%s  %s «%s»  %s\n", l.ID, s.T("command."+string(l.Name)), l.Subject, s.queuedState(q))
	}
	if len(lines) == 0 {
		s.printf("%s\n", s.T("outbox.empty"))
	}
	return s.document(map[string]any{"commands": lines})
}

func (s *session) queuedState(q civic.Queued) string {
	switch q.State {
	case civic.QueueRefused:
		return s.T("outbox.state.refused") + ": " + s.refusal(string(q.Reason), q.Params[civic.ParamBy])
	case civic.QueueSending:
		return s.T("outbox.state.sending")
	case civic.QueueHeld:
		if q.Reason == civic.ReasonQuiet {
			return s.T("outbox.state.quiet", "region", s.regionName(civic.Region(q.Params[civic.ParamRegion])), "date", q.Params[civic.ParamUntil])
		}
	}
	return s.T("outbox.state.waiting", "since", s.when(q.Queued))
}

func cmdOutboxRetry(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	q, err := s.set.Desk.Retry(ctx, id)
	if err != nil {
		return err
	}
	s.printf("%s\n", s.T("ctl.queued"))
	return s.document(settled{Command: q.Command.ID, State: "queued"})
}

func cmdOutboxCancel(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	q, err := s.set.Desk.Cancel(ctx, id)
	if err != nil {
		return err
	}
	if q.Command.ID == id {
		s.printf("%s\n", s.T("ctl.cancelled"))
		return s.document(settled{Command: id, State: "cancelled"})
	}
	s.printf("%s\n", s.T("ctl.withdrawal_queued"))
	return s.document(settled{Command: q.Command.ID, State: "queued"})
}

// input reads a text that a person pipes in, up to what an argument may hold.
func (s *session) input(limit int) (string, error) {
	data, err := io.ReadAll(io.LimitReader(s.in, int64(limit)+1))
	switch {
	case err != nil:
		return "", civic.WrapError(civic.Internal, "terminal.input", err)
	case len(data) > limit:
		return "", civic.NewError(civic.TooLarge, "terminal.input", "invalid.too_long", "field", "text")
	case !utf8.Valid(data):
		return "", civic.NewError(civic.Invalid, "terminal.input", "invalid.encoding", "field", "text")
	}
	return string(data), nil
}
