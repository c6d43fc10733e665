package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// patience is how long anything may take before it counts as hanging.
const patience = 60 * time.Second

// environment keeps the programs away from the person's own keychain.
func environment(c clock) []string {
	return append(append(os.Environ(), "DBUS_SESSION_BUS_ADDRESS=disabled:", "XDG_RUNTIME_DIR=", "LC_ALL=C.UTF-8"), c.environment()...)
}

// service is a central in a process of its own, always at the same address.
type service struct {
	bin, data, address string
	public             string // as its desks reach it; empty: at its own address
	clock              clock

	mu       sync.Mutex
	cmd      *exec.Cmd
	ended    chan struct{}
	accounts map[string]string // e-mail to password, as printed
	kills    int
}

// freeAddress finds a port of loopback that is free now. It is below those that the
// system gives out by itself: a central that is down finds it free when it is back.
func freeAddress(ctx context.Context) (string, error) {
	const first, ports, tries = 20_000, 10_000, 100
	var lc net.ListenConfig
	var l net.Listener
	var err error
	begin := int(time.Now().UnixMicro() % ports)
	for n := range tries {
		l, err = lc.Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(first+(begin+n)%ports)))
		if err == nil {
			return l.Addr().String(), l.Close()
		}
	}
	return "", err
}

func (s *service) url() string { return "http://" + s.address }

// outside is the address that desks know.
func (s *service) outside() string {
	if s.public != "" {
		return s.public
	}
	return s.url()
}

// beside runs one command of the central on its data, while it serves or not.
func (s *service) beside(ctx context.Context, args ...string) error {
	ctx, cancel := context.WithTimeout(ctx, 10*patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin, "scranno-central"), append(args[:len(args):len(args)], "--data", s.data)...) //nolint:gosec // our own program
	cmd.Env = environment(s.clock)
	said, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("scranno-central %s: %w: %s", strings.Join(args, " "), err, said)
	}
	return nil
}

// start serves the demo world and waits until it is ready.
func (s *service) start(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	log, err := os.OpenFile(s.data+".log", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // the child has its own
	from, err := log.Seek(0, 2)
	if err != nil {
		return err
	}
	cmd := exec.Command(filepath.Join(s.bin, "scranno-central"), "serve", "--demo", "--data", s.data, "--listen", s.address, "--public-url", s.outside()) //nolint:gosec,noctx // killed by hand
	cmd.Env, cmd.Stdout, cmd.Stderr = environment(s.clock), log, log
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // it is killed on purpose
		close(ended)
	}()
	s.cmd, s.ended = cmd, ended
	if err := s.ready(ctx, ended); err != nil {
		return err
	}
	return s.readAccounts(from)
}

func (s *service) ready(ctx context.Context, ended <-chan struct{}) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url()+"/readyz", nil)
		if err != nil {
			return err
		}
		if resp, err := http.DefaultClient.Do(req); err == nil {
			if err := resp.Body.Close(); err != nil {
				return err
			}
			if resp.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ended:
			return errors.New("the central ended by itself: see " + s.data + ".log")
		case <-ctx.Done():
			return fmt.Errorf("the central is not ready: %w", ctx.Err())
		case <-tick.C:
		}
	}
}

func (s *service) readAccounts(from int64) error {
	data, err := os.ReadFile(s.data + ".log")
	if err != nil {
		return err
	}
	found := regexp.MustCompile(`account:\s+(\S+@\S+)\s+password:\s+(\S+)`).FindAllStringSubmatch(string(data[from:]), -1)
	if s.accounts == nil {
		s.accounts = map[string]string{}
	}
	for _, m := range found {
		s.accounts[m[1]] = m[2]
	}
	return nil
}

// kill ends the process as a power cut would.
func (s *service) kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Kill() // it may have ended already
	<-s.ended
	s.cmd = nil
	s.kills++
}

// sleep holds the process for a while, as a machine that is suspended: its lines
// stay open, and when it wakes its clock has gone on by more.
func (s *service) sleep(d, more time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cmd == nil {
		return nil
	}
	if err := hold(s.cmd.Process); err != nil {
		return err
	}
	wakes := time.NewTimer(d)
	<-wakes.C
	var err error
	if s.clock.path != "" {
		err = s.clock.set(more)
	}
	return errors.Join(err, release(s.cmd.Process))
}

// stop asks the process to end, and waits for it.
func (s *service) stop() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cmd == nil {
		return nil
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case <-s.ended:
		s.cmd = nil
		return nil
	case <-time.After(patience):
		return errors.New("the central does not end when it is asked to")
	}
}

// ended is how a command of a terminal ended.
type ended struct {
	code   int
	killed bool
	out    []byte
	errs   string
}

// terminal runs scrannoctl on one home.
type terminal struct {
	bin, home string
	clock     clock
}

// run runs one command; with a positive kill the process is killed that long
// after its start, unless it was faster.
func (t terminal) run(ctx context.Context, kill time.Duration, input string, args ...string) (ended, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(t.bin, "scrannoctl"), append([]string{"--home", t.home, "--json"}, args...)...) //nolint:gosec // our own program
	var out, errs bytes.Buffer
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = environment(t.clock), strings.NewReader(input), &out, &errs
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return ended{}, err
	}
	if kill > 0 {
		timer := time.AfterFunc(kill, func() { _ = cmd.Process.Kill() }) // it may have ended already
		defer timer.Stop()
	}
	err := cmd.Wait()
	e := ended{code: cmd.ProcessState.ExitCode(), out: out.Bytes(), errs: errs.String()}
	if err := t.note(began, e.code, args); err != nil {
		return e, err
	}
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		return e, err
	}
	if ctx.Err() != nil {
		return e, fmt.Errorf("scrannoctl %s hangs: %w", strings.Join(args, " "), ctx.Err())
	}
	e.killed = e.code < 0
	if e.killed && kill <= 0 {
		return e, fmt.Errorf("scrannoctl %s died: %s", strings.Join(args, " "), e.errs)
	}
	if strings.Contains(e.errs, "goroutine ") || strings.Contains(e.errs, "panic:") {
		return e, fmt.Errorf("scrannoctl %s shows its entrails: %s", strings.Join(args, " "), e.errs)
	}
	return e, nil
}

// note writes beside the home what was run and how it ended (below 0: killed), for
// whoever looks for the cause of a play's bad end.
func (t terminal) note(began time.Time, code int, args []string) error {
	f, err := os.OpenFile(t.home+".log", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(f, began.UTC().Format("15:04:05.000"), time.Now().UTC().Format("15:04:05.000"), code, strings.Join(args, " "))
	return errors.Join(err, f.Close())
}
