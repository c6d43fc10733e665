package main

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"scranno-central": main})
}

func TestPlays(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("XDG_CONFIG_HOME", filepath.Join(e.WorkDir, "config"))
			e.Values["serving"] = map[string]*served{}
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"serve": cmdServe, "end": cmdEnd, "get": cmdGet, "code": cmdCode, "age": cmdAge, "same": cmdSame,
		},
	})
}

type served struct {
	cmd  *exec.Cmd
	rest *bufio.Reader
}

// cmdServe starts a central ("serve NAME args..."), waits until it answers and
// puts its address into $URL_NAME, what it printed into NAME.out and its log into
// NAME.err.
func cmdServe(ts *testscript.TestScript, neg bool, args []string) {
	program, err := exec.LookPath("scranno-central")
	if err != nil {
		program = filepath.Join(strings.Split(ts.Getenv("PATH"), string(os.PathListSeparator))[0], "scranno-central")
	}
	cmd := exec.Command(program, append([]string{"serve", "--listen", "127.0.0.1:0"}, args[1:]...)...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+ts.Getenv("XDG_CONFIG_HOME"))
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	logged, err := os.Create(ts.MkAbs(args[0] + ".err"))
	ts.Check(err)
	defer logged.Close()
	cmd.Stderr = logged
	ts.Check(cmd.Start())
	s := &served{cmd: cmd, rest: bufio.NewReader(out)}
	var said strings.Builder
	for {
		line, err := s.rest.ReadString('\n')
		said.WriteString(line)
		if strings.HasPrefix(line, "listening: ") {
			ts.Setenv("URL_"+args[0], strings.TrimSpace(strings.TrimPrefix(line, "listening: ")))
		}
		if line == "ready\n" {
			break
		}
		if err != nil {
			waited := cmd.Wait()
			if neg {
				return
			}
			ts.Fatalf("serve ended before it was ready: %v", errors.Join(err, waited))
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".out"), []byte(said.String()), 0o600))
	ts.Value("serving").(map[string]*served)[args[0]] = s
	ts.Defer(func() {
		if cmd.ProcessState == nil {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
	})
	if neg {
		ts.Fatalf("serve answered and should not have")
	}
}

// cmdEnd stops a central ("end NAME [kill]") and wants it to end well.
func cmdEnd(ts *testscript.TestScript, _ bool, args []string) {
	s := ts.Value("serving").(map[string]*served)[args[0]]
	if len(args) > 1 {
		ts.Check(s.cmd.Process.Kill())
		_ = s.cmd.Wait()
		return
	}
	ts.Check(s.cmd.Process.Signal(syscall.SIGTERM))
	_, err := io.Copy(io.Discard, s.rest)
	ts.Check(err)
	ts.Check(s.cmd.Wait())
}

// cmdGet fetches "get STATUS URL" and gives the body as stdout.
func cmdGet(ts *testscript.TestScript, _ bool, args []string) {
	client := http.Client{Timeout: 30 * time.Second}
	res, err := client.Get(args[1])
	ts.Check(err)
	defer res.Body.Close()
	_, err = io.Copy(ts.Stdout(), res.Body)
	ts.Check(err)
	if strconv.Itoa(res.StatusCode) != args[0] {
		ts.Fatalf("status %d", res.StatusCode)
	}
}

// cmdCode wants an exit code: "code N program args...".
func cmdCode(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if err != nil {
		e, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		code = e.ExitCode()
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d", code)
	}
}

// cmdAge makes a file some days old: "age FILE DAYS".
func cmdAge(ts *testscript.TestScript, _ bool, args []string) {
	days, err := strconv.Atoi(args[1])
	ts.Check(err)
	then := time.Now().AddDate(0, 0, -days)
	ts.Check(os.Chtimes(ts.MkAbs(args[0]), then, then))
}

// cmdSame wants two files' "epoch" to be the same, or with ! to differ.
func cmdSame(ts *testscript.TestScript, neg bool, args []string) {
	epoch := func(name string) string {
		_, rest, _ := strings.Cut(ts.ReadFile(name), `"epoch":"`)
		e, _, _ := strings.Cut(rest, `"`)
		return e
	}
	if a, b := epoch(args[0]), epoch(args[1]); a == "" || (a == b) == neg {
		ts.Fatalf("epochs %q and %q", a, b)
	}
}
