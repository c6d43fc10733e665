package main

import (
	"context"

	"scranno/app/civic"
)

type unsentLine struct {
	ID      civic.ID           `json:"id"`
	What    civic.StrandedKind `json:"what"`
	Name    civic.CommandName  `json:"name,omitempty"`
	Channel civic.Channel      `json:"channel"`
	Open    bool               `json:"open"` // its channel is here again
	Title   string             `json:"title,omitempty"`
	Text    string             `json:"text"`
	Draft   civic.ID           `json:"draft,omitempty"`
}

// cmdUnsentList lists what had not been sent when its channel was lost or left.
func cmdUnsentList(ctx context.Context, s *session, words []string) error {
	if err := none(words); err != nil {
		return err
	}
	all, err := s.set.Desk.Stranded(ctx)
	if err != nil {
		return err
	}
	lines := []unsentLine{}
	for _, x := range all {
		lines = append(lines, unsentLine{x.ID, x.What, x.Command.Name, x.Channel, x.Open, x.Title, x.Text, x.Draft})
		s.printf("%s  %s\n%s\n\n", x.ID, x.Title, x.Text)
	}
	if len(lines) == 0 {
		s.printf("%s\n", s.T("unsent.none"))
	}
	return s.document(map[string]any{"unsent": lines})
}

func cmdUnsentAgain(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	q, err := s.set.Desk.Resend(ctx, id)
	if err != nil {
		return err
	}
	s.printf("%s\n", s.T("ctl.queued"))
	return s.document(settled{Command: q.Command.ID, State: "queued"})
}

func cmdUnsentDrop(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	if err := s.set.Desk.DropStranded(ctx, id); err != nil {
		return err
	}
	s.printf("%s\n", s.T("ctl.dropped"))
	return s.document(map[string]any{"id": id})
}

// cmdNotice shows which privacy notice the central asks for and, told to,
// records that the person has read it.
func cmdNotice(ctx context.Context, s *session, words []string) error {
	if err := none(words); err != nil {
		return err
	}
	p, err := s.set.Desk.Profile(ctx)
	if err != nil {
		return err
	}
	if p.Hello == nil {
		return civic.NewError(civic.Offline, "terminal.notice", "")
	}
	if p.Notice == p.Hello.Notice {
		s.printf("%s\n", s.T("ctl.notice_known", "version", p.Notice))
		return s.document(map[string]any{"notice": p.Notice, "accepted": true})
	}
	q, err := s.set.Desk.AcceptNotice(ctx, p.Hello.Notice)
	if err != nil {
		return err
	}
	s.printf("%s\n", s.T("ctl.notice_accepted", "version", p.Hello.Notice, "url", p.Hello.NoticeURL))
	return s.document(map[string]any{"notice": p.Hello.Notice, "accepted": true, "command": q.Command.ID})
}
