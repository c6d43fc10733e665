package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"scranno/cmd/assemble"
)

func main() {
	if code, was := assemble.ServeReading(os.Args[1:], os.Stdin, os.Stdout); was {
		os.Exit(code)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// session is one run of the program: what was asked for in general, where it
// prints, and the desk once a command needs it.
type session struct {
	in   io.Reader
	out  io.Writer
	errs io.Writer
	text *texts

	home    string
	json    bool
	lang    string
	verbose bool

	answered bool // the JSON document is out

	set *assemble.DeskSet
}

// run does what the arguments say and gives the exit code.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	s := &session{in: in, out: out, errs: errs}
	words, cmd, err := s.parse(args)
	if lerr := s.loadTexts(ctx); lerr != nil {
		return s.fail(lerr)
	}
	if err != nil {
		return s.fail(err)
	}
	if cmd == nil {
		return s.usage(words)
	}
	if err := s.do(ctx, cmd, words); err != nil {
		return s.fail(err)
	}
	return exitDone
}

func (s *session) do(ctx context.Context, cmd *command, words []string) (err error) {
	if cmd.bare {
		return cmd.run(ctx, s, words)
	}
	if s.set, err = s.open(ctx); err != nil {
		return err
	}
	defer func() {
		if cerr := s.set.Close(); err == nil {
			err = cerr
		}
	}()
	if at := s.set.Opened.SetAside; at != "" {
		s.note(s.T("ctl.set_aside", "file", at))
	}
	if errors.Is(s.set.Why, assemble.ErrFull) {
		s.note(s.T("disk.full"))
	}
	if s.set.ReadOnly {
		s.note(s.T("ctl.read_only"))
	}
	return cmd.run(ctx, s, words)
}

func (s *session) open(ctx context.Context) (*assemble.DeskSet, error) {
	log := slog.New(slog.DiscardHandler)
	if s.verbose {
		log = slog.New(slog.NewTextHandler(s.errs, nil))
	}
	return assemble.OpenDesk(ctx, assemble.DeskOptions{
		Home: s.home, Log: log, ReadOnlyOK: true, DeviceName: s.T("ctl.device"),
	})
}
