//go:build window && linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// What the journeys may be told by the environment: where the built programs
// are (else they are built), and where pictures go (else none are taken).
const (
	envPrograms = "SCRANNO_BIN"
	envPictures = "SCRANNO_PICTURES"
)

// patience is how long anything may take before it counts as hanging; pulse is
// how often one looks.
const (
	patience = 60 * time.Second
	pulse    = 50 * time.Millisecond
)

// programs is the folder of the three programs under trial.
var programs string

func TestMain(m *testing.M) { os.Exit(withPrograms(m)) }

func withPrograms(m *testing.M) int {
	if programs = os.Getenv(envPrograms); programs != "" {
		return m.Run()
	}
	dir, err := os.MkdirTemp("", "scranno-journeys")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }() // the system's temporary folder is swept anyway
	programs = dir
	for _, p := range [][]string{{"-tags", "migrated_fynedo,no_emoji", "../scranno"}, {"../scrannoctl"}, {"../scranno-central"}} {
		c := exec.Command("go", append([]string{"build", "-o", dir + "/"}, p...)...)
		if out, err := c.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "%v: %s\n", err, out)
			return 1
		}
	}
	return m.Run()
}

// until looks again and again until the condition holds.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	giveUp := time.Now().Add(patience)
	for !holds() {
		if time.Now().After(giveUp) {
			t.Fatalf("waited in vain: %s", what)
		}
		time.Sleep(pulse)
	}
}

// start runs a program until the test ends, its words in a file; ended is closed
// when it is over.
func start(t *testing.T, log string, c *exec.Cmd) (ended <-chan struct{}) {
	t.Helper()
	f, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	c.Stdout, c.Stderr = f, f
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	over := make(chan struct{})
	go func() {
		_ = c.Wait() // it is killed on purpose
		_ = f.Close()
		close(over)
	}()
	t.Cleanup(func() { stop(t, c, over) })
	return over
}

// stop asks a program to end and waits for it.
func stop(t *testing.T, c *exec.Cmd, ended <-chan struct{}) {
	t.Helper()
	if err := c.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Error(err)
	}
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		_ = c.Process.Kill() // it may end this very moment
		<-ended
	}
}

// screen is a display of its own with a window manager and a session bus.
type screen struct {
	t   *testing.T
	dir string
	env []string
}

const openboxXML = `<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc"><applications>
<application class="*"><decor>no</decor><maximized>yes</maximized></application>
</applications></openbox_config>`

// newScreen starts a display of that size in a folder of its own.
func newScreen(t *testing.T, size string) *screen {
	t.Helper()
	dir, err := os.MkdirTemp("", "scranno") // short: a socket's name has little room
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	s := &screen{t: t, dir: dir}
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		if strings.HasPrefix(name, "LC_") || strings.HasPrefix(name, "FYNE_") || strings.HasPrefix(name, "XDG_") || name == "WAYLAND_DISPLAY" {
			continue
		}
		s.env = append(s.env, v)
	}
	s.set("HOME", s.path("home"), "LANG", "C.UTF-8", "LC_ALL", "C.UTF-8", "LIBGL_ALWAYS_SOFTWARE", "1", "XDG_RUNTIME_DIR", s.path("run"))
	for _, d := range []string{"home/Documenti", "run"} {
		if err := os.MkdirAll(s.path(d), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	s.set("DISPLAY", ":"+s.announced(exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", size+"x24", "-nolisten", "tcp")))
	s.set("DBUS_SESSION_BUS_ADDRESS", s.announced(exec.Command("dbus-daemon", "--session", "--nofork", "--print-address=3")))
	xml := s.path("openbox.xml")
	if err := os.WriteFile(xml, []byte(openboxXML), 0o600); err != nil {
		t.Fatal(err)
	}
	manager := exec.Command("openbox", "--config-file", xml)
	manager.Env = s.env
	start(t, s.path("openbox.log"), manager)
	return s
}

func (s *screen) path(name string) string { return filepath.Join(s.dir, name) }

func (s *screen) set(pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		s.env = append(s.env, pairs[i]+"="+pairs[i+1])
	}
}

// announced starts a program that writes a line to its third descriptor when it
// is ready, and gives the line.
func (s *screen) announced(c *exec.Cmd) string {
	s.t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = r.Close() }() // the line is read
	c.Env, c.ExtraFiles = s.env, []*os.File{w}
	start(s.t, s.path(filepath.Base(c.Path)+".log"), c)
	if err := w.Close(); err != nil {
		s.t.Fatal(err)
	}
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		s.t.Fatalf("%s did not start: %v", c.Path, err)
	}
	return strings.TrimSpace(line)
}

// tool runs a program of the display and gives what it printed.
func (s *screen) tool(name string, args ...string) (string, error) {
	c := exec.Command(name, args...)
	c.Env = s.env
	out, err := c.Output()
	return strings.TrimSpace(string(out)), err
}

// window is the program on its screen, on one profile.
type window struct {
	*screen
	home   string
	number int // of its pictures
	cmd    *exec.Cmd
	ended  <-chan struct{}
	id     string
}

// open starts the program on a profile and waits for its window.
func (s *screen) open(home string, args ...string) *window {
	s.t.Helper()
	w := &window{screen: s, home: home}
	w.cmd = exec.Command(filepath.Join(programs, "scranno"), append([]string{"--home", home}, args...)...)
	w.cmd.Env = s.env
	w.ended = start(s.t, s.path("window.log"), w.cmd)
	s.t.Cleanup(func() {
		if s.t.Failed() {
			words, err := os.ReadFile(s.path("window.log"))
			s.t.Logf("the window's own words: %s %v", words, err)
		}
	})
	until(s.t, "the window", func() bool {
		out, err := s.tool("xdotool", "search", "--onlyvisible", "--name", "^Scranno")
		w.id, _, _ = strings.Cut(out, "\n")
		return err == nil && w.id != ""
	})
	until(s.t, "the keyboard in the window", func() bool {
		_, err := s.tool("xdotool", "windowfocus", w.id)
		now, nerr := s.tool("xdotool", "getwindowfocus")
		return err == nil && nerr == nil && now == w.id
	})
	return w
}

// name is what the title bar says, after the program's name.
func (w *window) name() string {
	out, err := w.tool("xdotool", "getwindowname", w.id)
	if err != nil {
		return ""
	}
	_, page, _ := strings.Cut(out, " – ")
	return page
}

// at waits until the page of that name is on show.
func (w *window) at(page string) {
	w.t.Helper()
	until(w.t, "the page "+page, func() bool { return w.name() == page })
}

// keys presses keys, in the words of xdotool: "ctrl+2", "Return".
func (w *window) keys(keys ...string) {
	w.t.Helper()
	for _, k := range keys {
		if _, err := w.tool("xdotool", "key", "--clearmodifiers", k); err != nil {
			w.t.Fatalf("key %s: %v", k, err)
		}
	}
}

// write types a text where the cursor is.
func (w *window) write(text string) {
	w.t.Helper()
	if _, err := w.tool("xdotool", "type", "--delay", "8", "--", text); err != nil {
		w.t.Fatal(err)
	}
}

// command runs a command by its words in the palette.
func (w *window) command(words string) {
	w.t.Helper()
	w.keys("ctrl+k")
	w.write(words)
	w.keys("Return")
}

// still waits until the picture of the screen rests, a few looks long where a
// cursor blinks, and gives it. It is for what nothing but the screen tells.
func (w *window) still() []byte {
	w.t.Helper()
	var before, now []byte
	for range 12 {
		out, err := w.tool("import", "-window", "root", w.path("now.png"))
		if err != nil {
			w.t.Fatalf("picture: %v %s", err, out)
		}
		if now, err = os.ReadFile(w.path("now.png")); err != nil {
			w.t.Fatal(err)
		}
		if bytes.Equal(before, now) {
			break
		}
		before = now
		time.Sleep(4 * pulse)
	}
	return now
}

// picture keeps a picture of the screen where pictures are asked for.
func (w *window) picture(name string) {
	w.t.Helper()
	dir := os.Getenv(envPictures)
	if dir == "" {
		return
	}
	w.number++
	file := fmt.Sprintf("%s-%02d-%s.png", strings.TrimPrefix(w.t.Name(), "Test"), w.number, name)
	w.keep(dir, file)
}

func (w *window) keep(dir, file string) {
	w.t.Helper()
	if err := os.MkdirAll(dir, 0o750); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, file), w.still(), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// kill ends the program as a power cut does.
func (w *window) kill() {
	w.t.Helper()
	if err := w.cmd.Process.Kill(); err != nil {
		w.t.Fatal(err)
	}
	<-w.ended
}

// ctl runs scrannoctl on the profile and gives its document.
func (s *screen) ctl(home string, into any, args ...string) error {
	c := exec.Command(filepath.Join(programs, "scrannoctl"), append([]string{"--home", home, "--json"}, args...)...)
	c.Env = s.env
	out, err := c.Output()
	if into != nil && len(out) > 0 {
		return errors.Join(err, json.Unmarshal(out, into))
	}
	return err
}

// central is a demo central in a process of its own, always at one address.
type central struct {
	t        *testing.T
	address  string
	data     string
	cmd      *exec.Cmd
	ended    <-chan struct{}
	accounts map[string]account // by the part of the e-mail before the at sign
}

type account struct{ email, password string }

func newCentral(t *testing.T, dir string) *central {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &central{t: t, address: l.Addr().String(), data: filepath.Join(dir, "central"), accounts: map[string]account{}}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	c.start()
	words, err := os.ReadFile(c.data + ".log")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`account: ((\S+)@\S+) +password: (\S+)`).FindAllStringSubmatch(string(words), -1) {
		c.accounts[m[2]] = account{m[1], m[3]}
	}
	return c
}

func (c *central) url() string { return "http://" + c.address }

// start serves, and waits until requests are answered.
func (c *central) start() {
	c.t.Helper()
	c.cmd = exec.Command(filepath.Join(programs, "scranno-central"), "serve", "--demo", "--data", c.data, "--listen", c.address)
	c.ended = start(c.t, c.data+".log", c.cmd)
	until(c.t, "the central", func() bool {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url()+"/readyz", http.NoBody)
		if err != nil {
			return false
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return false
		}
		defer func() { _ = resp.Body.Close() }()
		_, err = io.Copy(io.Discard, resp.Body)
		return err == nil && resp.StatusCode == http.StatusOK
	})
}

// stop ends it, as when there is no network.
func (c *central) stop() { c.t.Helper(); stop(c.t, c.cmd, c.ended) }

// signIn makes a profile of that account with all there is to copy.
func (s *screen) signIn(c *central, who string) (home string) {
	s.t.Helper()
	home = s.path(who)
	a := c.accounts[who]
	cmd := exec.Command(filepath.Join(programs, "scrannoctl"), "--home", home, "connect", c.url(), "--user", a.email, "--password-stdin")
	cmd.Env, cmd.Stdin = s.env, strings.NewReader(a.password+"\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("%v: %s", err, out)
	}
	if err := s.ctl(home, nil, "sync"); err != nil {
		s.t.Fatal(err)
	}
	return home
}
