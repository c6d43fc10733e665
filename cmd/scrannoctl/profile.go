package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"io"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"scranno/app/civic"
	"scranno/cmd/assemble"
)

func cmdConnect(f *flag.FlagSet) action {
	user := f.String("user", "", "")
	stdin := f.Bool("password-stdin", false, "")
	return func(ctx context.Context, s *session, words []string) error {
		url, err := one(words)
		if err != nil {
			return err
		}
		if (*user != "") != *stdin {
			return misused("ctl.user_and_password")
		}
		how := civic.SignInHow{Email: *user, OpenBrowser: s.browse}
		if *stdin {
			if how.Password, err = firstLine(s.in); err != nil {
				return err
			}
		}
		url = assemble.CentralURL(url)
		who, err := s.set.Desk.Connect(ctx, url, how)
		if err != nil {
			return err
		}
		s.printf("%s\n", s.T("ctl.connected", "name", who.Name, "server", url))
		state, err := s.set.Desk.SignedIn(ctx)
		if err != nil {
			return err
		}
		if !state.Keychain {
			s.note(s.T("ctl.no_keychain"))
		}
		return s.document(map[string]any{"server": url, "person": who.Name, "personId": who.Person, "device": who.Device})
	}
}

// firstLine reads a password: one line, without its end.
func firstLine(r io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(r, 4<<10)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", civic.WrapError(civic.Internal, "terminal.password", err)
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", misused("ctl.no_password")
	}
	return line, nil
}

// browse shows the address and tries to open it: on a machine without a
// browser the person opens it elsewhere.
func (s *session) browse(address string) error {
	s.note(s.T("ctl.open_browser"))
	s.note(address)
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	cmd := exec.Command(name, args...) //nolint:gosec,noctx // a fixed program; it outlives the sign-in
	if cmd.Start() == nil {
		go func() { _ = cmd.Wait() }() // reaped; how it ended tells nothing
	}
	return nil
}

func cmdDisconnect(ctx context.Context, s *session, words []string) error {
	if err := none(words); err != nil {
		return err
	}
	if err := s.set.Desk.Disconnect(ctx); err != nil {
		return err
	}
	s.printf("%s\n", s.T("ctl.disconnected"))
	return s.document(map[string]any{})
}

type channelLine struct {
	ID       civic.Channel `json:"id"`
	Count    int64         `json:"count"`
	Complete bool          `json:"complete"`
}

type statusDoc struct {
	Server   string        `json:"server"`
	Person   string        `json:"person"`
	PersonID civic.ID      `json:"personId"`
	Online   bool          `json:"online"`
	SignedIn bool          `json:"signedIn"`
	Pending  int           `json:"pending"`
	Refused  int           `json:"refused"`
	LastSync *time.Time    `json:"lastSync"`
	Channels []channelLine `json:"channels"`
}

func cmdStatus(ctx context.Context, s *session, words []string) error {
	if err := none(words); err != nil {
		return err
	}
	st, err := s.set.Desk.Status(ctx)
	if err != nil {
		return err
	}
	signed, err := s.set.Desk.SignedIn(ctx)
	if err != nil {
		return err
	}
	doc := statusDoc{
		Server: st.Profile.Central, Person: st.Profile.Name, PersonID: st.Profile.Person,
		SignedIn: signed.SignedIn && !signed.Expired,
		Pending:  st.Pending, Refused: st.Refused, Channels: []channelLine{},
	}
	if !st.Synced.IsZero() {
		doc.LastSync = &st.Synced
	}
	for _, c := range st.Channels {
		doc.Channels = append(doc.Channels, channelLine{c.Channel, c.Count, c.Complete})
	}
	if doc.Server != "" {
		within, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		doc.Online = s.set.Reach(within) == nil
	}
	s.showStatus(doc)
	return s.document(doc)
}

func (s *session) showStatus(d statusDoc) {
	if d.Server == "" {
		s.printf("%s\n", s.T("desk.not_connected"))
		return
	}
	line := s.T("status.offline")
	switch {
	case !d.SignedIn:
		line = s.T("status.signed_out")
	case d.Online:
		line = s.T("status.online")
	}
	last := s.T("status.never")
	if d.LastSync != nil {
		last = s.T("status.last", "when", s.when(*d.LastSync))
	}
	s.printf("%s\n%s\n%s\n%s\n%s\n", d.Server, d.Person, line, last, s.N("status.waiting", d.Pending))
	empty := 0
	for _, c := range d.Channels {
		if c.Count == 0 {
			empty++
			continue
		}
		mark := " "
		if !c.Complete {
			mark = "…"
		}
		s.printf("  %-48s %8d %s\n", c.ID, c.Count, mark)
	}
	if empty > 0 {
		s.printf("  %s\n", s.N("ctl.empty_channels", empty))
	}
}

type syncDoc struct {
	Pulled   int  `json:"pulled"`
	Pushed   int  `json:"pushed"`
	Refused  int  `json:"refused"`
	Pending  int  `json:"pending"`
	Complete bool `json:"complete"`
}

func cmdSync(f *flag.FlagSet) action {
	watch := f.Bool("watch", false, "")
	return func(ctx context.Context, s *session, words []string) error {
		if err := none(words); err != nil {
			return err
		}
		if *watch {
			return s.watch(ctx)
		}
		r, err := s.set.Desk.Sync(ctx, nil)
		if err == nil || r.Pulled+r.Pushed > 0 {
			s.printf("%s\n", s.T("ctl.synced", "pulled", itoa(r.Pulled), "pushed", itoa(r.Pushed)))
		}
		if r.Refused > 0 {
			s.note(s.T("ctl.some_refused"))
		}
		return errors.Join(err, s.document(syncDoc(r)))
	}
}

// watch prints each state until it is interrupted; that is its good end.
func (s *session) watch(ctx context.Context) error {
	var last civic.SyncState
	s.set.Desk.Watch(ctx, func(st civic.SyncState) {
		if st.Busy {
			return
		}
		last = st
		line := s.T("status.offline")
		switch {
		case civic.Is(st.Err, civic.Unauthenticated):
			line = s.T("status.signed_out")
		case st.Online && st.Err != nil:
			line = s.T("status.trouble")
		case st.Live:
			line = s.T("status.live")
		case st.Online:
			line = s.T("status.online")
		}
		s.printf("%s  %s  %s\n", time.Now().Format(time.TimeOnly), line, s.N("status.waiting", st.Pending))
	})
	return s.document(syncDoc{Pending: last.Pending, Refused: last.Refused, Complete: last.Online && last.Err == nil})
}

func cmdDoctor(ctx context.Context, s *session, words []string) error {
	if err := none(words); err != nil {
		return err
	}
	found, err := s.set.Desk.Doctor(ctx)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		s.printf("%s\n", s.T("ctl.sound"))
	}
	if err := s.findings(found); err != nil {
		return err
	}
	for _, f := range found {
		if f.Severity == civic.Blocking {
			return &exitError{exitDamaged}
		}
	}
	return nil
}

func cmdKeep(f *flag.FlagSet) action {
	var regions list
	f.Var(&regions, "region", "")
	years := f.Int("years", 0, "")
	return func(ctx context.Context, s *session, words []string) error {
		if err := none(words); err != nil {
			return err
		}
		out := make([]civic.Region, len(regions))
		for i, r := range regions {
			if err := oneOf(r, civic.Regions()); err != nil {
				return err
			}
			out[i] = civic.Region(r)
		}
		if err := s.set.Desk.Keep(ctx, out, *years); err != nil {
			return err
		}
		s.printf("%s\n", s.T("ctl.kept"))
		return s.document(map[string]any{"regions": out, "years": *years})
	}
}

func cmdJoin(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	if err := s.set.Desk.JoinSpace(ctx, id); err != nil {
		return err
	}
	s.printf("%s\n", s.T("ctl.joined"))
	return s.document(map[string]any{"id": id, "joined": true})
}

func cmdLeave(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	if err := s.set.Desk.LeaveSpace(ctx, id); err != nil {
		return err
	}
	s.printf("%s\n", s.T("ctl.left"))
	return s.document(map[string]any{"id": id, "joined": false})
}

func cmdVersion(_ context.Context, s *session, words []string) error {
	if err := none(words); err != nil {
		return err
	}
	s.printf("scrannoctl %s\n", civic.Version)
	return s.document(map[string]any{"version": civic.Version})
}
