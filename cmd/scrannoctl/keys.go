package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"strings"

	"scranno/app/civic"
	"scranno/app/desk"
)

type keyDoc struct {
	ID       civic.ID `json:"id"`
	Name     string   `json:"name"`
	State    string   `json:"state"` // question, confirmed, revoked
	Mine     bool     `json:"mine,omitempty"`
	Recovery bool     `json:"recovery,omitempty"`
}

// ring prints which of the person's computers can read sealed drafts.
func (s *session) ring(r desk.KeyRing) error {
	out := []keyDoc{}
	for _, k := range r.Keys {
		d := keyDoc{ID: k.ID, Name: k.Name, State: "question", Mine: k.Mine, Recovery: k.Key.Recovery}
		switch {
		case k.Revoked:
			d.State = "revoked"
		case k.Believed:
			d.State = "confirmed"
		}
		if d.Recovery {
			d.Name = s.T("keys.recovery")
		}
		out = append(out, d)
		name := d.Name
		if d.Mine {
			name = s.T("keys.mine", "name", d.Name)
		}
		s.printf("%s  %s  %s\n", d.ID, s.T("ctl.key."+d.State), name)
	}
	if r.Code != "" {
		s.printf("%s: %s\n", s.T("keys.this"), r.Code)
	} else {
		s.printf("%s\n", s.T("ctl.key.none"))
	}
	if r.Excluded {
		s.printf("%s\n", s.T("keys.excluded"))
	}
	return s.document(map[string]any{
		"code": r.Code, "excluded": r.Excluded, "recovery": r.Recovery, "unreadable": r.Unread, "keys": out,
	})
}

func cmdKeysList(ctx context.Context, s *session, words []string) error {
	if err := none(words); err != nil {
		return err
	}
	r, err := s.set.Desk.Keys(ctx)
	if err != nil {
		return err
	}
	return s.ring(r)
}

func cmdKeysAdd(ctx context.Context, s *session, words []string) error {
	r, err := s.set.Desk.AddThisDevice(ctx, strings.Join(words, " "))
	if err != nil {
		return err
	}
	return s.ring(r)
}

func cmdKeysConfirm(ctx context.Context, s *session, words []string) error {
	if len(words) < 2 {
		return misused("ctl.key.confirm_args")
	}
	id, err := idOf(words[0])
	if err != nil {
		return err
	}
	if err := s.set.Desk.ConfirmKey(ctx, id, strings.Join(words[1:], "")); err != nil {
		return err
	}
	s.printf("%s\n", s.T("ctl.key.confirmed"))
	return s.document(map[string]any{"id": id, "state": "confirmed"})
}

func cmdKeysRevoke(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	if err := s.set.Desk.RevokeKey(ctx, id); err != nil {
		return err
	}
	s.printf("%s\n", s.T("ctl.key.revoked"))
	return s.document(map[string]any{"id": id, "state": "revoked"})
}

func cmdKeysRecovery(f *flag.FlagSet) action {
	sheet := f.String("pdf", "", "")
	return func(ctx context.Context, s *session, words []string) error {
		if err := none(words); err != nil {
			return err
		}
		code, err := s.newRecovery(ctx, *sheet)
		if code == "" {
			return err
		}
		// The former one holds no longer: this is shown whatever became of its sheet.
		s.note(s.T("keys.recovery_write"))
		s.printf("%s\n", code)
		out := map[string]any{"code": code}
		if *sheet != "" && err == nil {
			s.note(s.T("keys.sheet_done", "file", *sheet))
			out["file"] = *sheet
		}
		return errors.Join(err, s.document(out))
	}
}

// newRecovery makes a code and, where one is asked for, the sheet to be printed.
// Where the sheet cannot be begun no code is made.
func (s *session) newRecovery(ctx context.Context, sheet string) (code string, err error) {
	if sheet == "" {
		return s.set.Desk.NewRecovery(ctx)
	}
	if _, err := os.Lstat(sheet); err == nil {
		return "", civic.NewError(civic.Conflict, "terminal.sheet", "ctl.file_there", "file", sheet)
	}
	err = writeFileFor(0o600, sheet, func(w io.Writer) (err error) {
		if code, err = s.set.Desk.NewRecovery(ctx); err != nil {
			return err
		}
		return s.set.Desk.RecoverySheet(ctx, code, w)
	})
	return code, err
}

// cmdKeysRecover takes the code as words, or from what is piped in, so that it
// need not stand in a list of processes.
func cmdKeysRecover(ctx context.Context, s *session, words []string) error {
	code := strings.Join(words, "")
	if code == "" {
		var err error
		if code, err = s.input(civic.MaxName); err != nil {
			return err
		}
	}
	if err := s.set.Desk.UseRecovery(ctx, code); err != nil {
		return err
	}
	return cmdKeysList(ctx, s, nil)
}

// keptForMe ends a submission for oneself alone: nothing is published.
func (s *session) keptForMe(id civic.ID) error {
	return s.keptFor(id, "drafts.kept_toast")
}

// keptFor ends a submission that publishes nothing, with the words of a key.
func (s *session) keptFor(id civic.ID, key string) error {
	s.printf("%s\n", s.T(key))
	return s.document(map[string]any{"act": "", "command": "", "state": "accepted", "reason": "", "draft": id})
}
