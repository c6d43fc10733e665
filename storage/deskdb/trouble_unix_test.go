//go:build unix

package deskdb_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"scranno/app/civic"
	"scranno/storage/deskdb"
)

// The child is this test's own program, writing into a home until its files may
// grow no further: it dies at the very write that would pass the limit, or, told
// to bear it, sees a full disk there.
const (
	childHome  = "DESKDB_CHILD_HOME"
	childLimit = "DESKDB_CHILD_LIMIT"
	childBears = "DESKDB_CHILD_BEARS"
)

var (
	childMe     = civic.DerivedID("person", "ada")
	childDraft  = uid("child", 1)
	childThread = civic.DerivedID("th")
	childPosts  = 120
)

// childCentral has a space with a conversation.
func childCentral() *central {
	c := newCentral()
	c.person(childMe, "Ada Verdi")
	other := civic.DerivedID("person", "bruno")
	c.put(civic.KindSpace, space, civic.PublicChannel(region), other, civic.Space{Title: "Acqua", Access: civic.AccessPublic, Region: region})
	c.put(civic.KindThread, childThread, civic.SpaceChannel(space), other, civic.Thread{Space: space, Title: "Bilancio"})
	for i := range childPosts {
		c.put(civic.KindPost, civic.DerivedID("po", fmt.Sprint(i)), civic.SpaceChannel(space), other,
			civic.Post{Thread: childThread, Text: strings.Repeat("la rete idrica perde ", 20)})
	}
	return c
}

// childSteps are what a person and a sync do, each durable when it returns.
func childSteps(ctx context.Context, s *deskdb.Store, c *central) []func() error {
	command := func(n int, name civic.CommandName, args any) error {
		raw, err := civic.CanonicalOf(args)
		if err != nil {
			return err
		}
		q := civic.Queued{State: civic.QueueWaiting, Queued: c.now, Command: civic.Command{ID: uid("cmd", n), Name: name, Schema: 1, Args: raw, Author: childMe}}
		_, err = s.Enqueue(ctx, q, "", func(civic.CommandDrawing) error { return nil })
		if civic.Is(err, civic.Conflict) {
			err = nil // an earlier try had come through
		}
		return err
	}
	page := func() error {
		wants, err := s.Wants(ctx)
		if err != nil {
			return err
		}
		_, err = s.ApplyPage(ctx, c.feed(wants, 60), c.now)
		return err
	}
	text := content("Bozza", "una parola")
	return []func() error{
		func() error {
			err := s.AddDraft(ctx, civic.Draft{ID: childDraft, State: civic.DraftOpen, Revision: 1, Created: c.now, Updated: c.now, Plain: &text})
			if civic.Is(err, civic.Conflict) {
				err = nil
			}
			return err
		},
		page, page, page,
		func() error {
			return command(1, civic.CmdPost, civic.PostArgs{ID: uid("post", 1), Thread: childThread, Text: "risposta mia"})
		},
		func() error { return s.Compose(ctx, childThread, civic.Composed{Text: "frase a metà"}, c.now) },
		func() error {
			_, err := s.Outgoing(ctx, 10)
			return err
		},
		func() error { return command(2, civic.CmdNotice, civic.NoticeArgs{Version: "1"}) },
		page,
	}
}

// asChild is the child. It prints the number of each step that is done.
func asChild() int {
	ctx := context.Background()
	limit, err := strconv.ParseUint(os.Getenv(childLimit), 10, 64)
	if err != nil {
		return 9
	}
	bears := os.Getenv(childBears) != ""
	signal.Ignore(syscall.SIGXFSZ)
	s, err := deskdb.Open(ctx, deskdb.Options{Home: os.Getenv(childHome)})
	if err != nil {
		return 8
	}
	var whole syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_FSIZE, &whole) != nil {
		return 7
	}
	small := whole
	small.Cur = limit
	if syscall.Setrlimit(syscall.RLIMIT_FSIZE, &small) != nil {
		return 7
	}
	for i, step := range childSteps(ctx, s, childCentral()) {
		err := step()
		if err != nil && bears {
			// There is room again: all goes on as if nothing had been.
			if syscall.Setrlimit(syscall.RLIMIT_FSIZE, &whole) != nil {
				return 7
			}
			fmt.Println("full")
			err = step()
		}
		if err != nil && !bears {
			// Nothing is tidied up any more: that write was the last thing it did.
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
		if err != nil {
			fmt.Println("error", err)
			return 6
		}
		fmt.Println("done", i)
	}
	if bears && errors.Join(s.Check(ctx), s.Close()) != nil {
		return 5
	}
	return 0
}

// child runs it over a copy of a prepared home and gives how far it came.
func child(t *testing.T, prepared string, limit int, bears bool) (home string, done int, out string, code int) {
	t.Helper()
	home = t.TempDir()
	if err := os.CopyFS(home, os.DirFS(prepared)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childHome+"="+home, childLimit+"="+strconv.Itoa(limit))
	if bears {
		cmd.Env = append(cmd.Env, childBears+"=1")
	}
	raw, err := cmd.Output()
	if err != nil {
		if code = cmd.ProcessState.ExitCode(); code == 0 || code >= 5 && code <= 9 {
			t.Fatalf("limit %d: exit %d: %s", limit, code, raw)
		}
	}
	for lines := bufio.NewScanner(bytes.NewReader(raw)); lines.Scan(); {
		if _, ok := strings.CutPrefix(lines.Text(), "done "); ok {
			done++
		}
	}
	return home, done, string(raw), code
}

// preparedHome is a profile that has joined its channels and fetched nothing.
func preparedHome(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	s, err := deskdb.Open(t.Context(), deskdb.Options{Home: home})
	if err != nil {
		t.Fatal(err)
	}
	p := civic.Profile{Central: "http://localhost", Person: childMe, Name: "Ada Verdi", Device: civic.DerivedID("device")}
	if err := s.SaveProfile(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	_, err = s.Join(t.Context(), []civic.Channel{
		civic.UserChannel(childMe), civic.PeoplePublic, civic.PublicChannel(region), civic.SpaceChannel(space),
	}, true)
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	return home
}

// sound opens what was left and looks at all of it: what was said to be done is
// there, nothing is there twice, the rest comes again.
func sound(t *testing.T, home string, done int, what string) {
	t.Helper()
	ctx := t.Context()
	s, err := deskdb.Open(ctx, deskdb.Options{Home: home})
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}()
	if o := s.Opened(); o.SetAside != "" {
		t.Fatalf("%s: a sound file was set aside", what)
	}
	if err := s.Check(ctx); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if _, err := s.Sums(ctx); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	steps := []struct {
		name string
		here func() bool
	}{
		0: {"the draft", func() bool { _, err := s.Draft(ctx, childDraft); return err == nil }},
		4: {"the post", func() bool { _, err := s.Queued(ctx, uid("cmd", 1)); return err == nil }},
		5: {"the text being written", func() bool { x, _ := s.Composed(ctx, childThread); return x.Text == "frase a metà" }},
		7: {"the notice", func() bool { _, err := s.Queued(ctx, uid("cmd", 2)); return err == nil }},
	}
	for i, st := range steps {
		if st.here != nil && i < done && !st.here() {
			t.Errorf("%s: %s was done and is lost", what, st.name)
		}
	}
	// The rest comes again, and the whole is the central's.
	c := childCentral()
	for range 20 {
		wants, err := s.Wants(ctx)
		if err != nil {
			t.Fatal(err)
		}
		p := c.feed(wants, 1000)
		if _, err := s.ApplyPage(ctx, p, c.now); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	sums, err := s.Sums(ctx)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	for ch, got := range sums {
		if h := c.head(ch); got != [2]int64{h.Count, int64(h.Sum)} {
			t.Errorf("%s: %s has %v, the central %+v", what, ch, got, h)
		}
	}
	if r, err := s.FindPosts(ctx, "idrica", 500); err != nil || len(r) != childPosts {
		t.Errorf("%s: %d posts are found, %v", what, len(r), err)
	}
}

// FAULTS 3 and 4: the desk is killed at a write, wherever that is.
func TestKilledAtAWrite(t *testing.T) {
	prepared := preparedHome(t)
	_, all, _, _ := child(t, prepared, 1<<30, false)
	killed := 0
	for at := 48 << 10; at < 4<<20; at += 31 * 1024 {
		home, done, _, code := child(t, prepared, at, false)
		sound(t, home, done, fmt.Sprintf("killed past %d bytes, after %d steps", at, done))
		if code == 0 {
			break
		}
		killed++
	}
	if killed < 5 || all != len(childSteps(t.Context(), nil, newCentral())) {
		t.Errorf("killed %d times only; a whole run does %d steps", killed, all)
	}
}

// FAULTS 19: the disk is full at a write; there is room again, and all goes on.
func TestADiskThatIsFullAtAWrite(t *testing.T) {
	prepared := preparedHome(t)
	full := 0
	for at := 48 << 10; at < 4<<20; at += 47 * 1024 {
		home, done, out, code := child(t, prepared, at, true)
		if code != 0 {
			t.Fatalf("full past %d bytes: exit %d: %s", at, code, out)
		}
		sound(t, home, done, fmt.Sprintf("full past %d bytes", at))
		if !strings.Contains(out, "full") {
			break
		}
		full++
	}
	if full < 3 {
		t.Errorf("the disk was full %d times only", full)
	}
}

// FAULTS 19: bytes flipped in a page, a log that was deleted: noticed or
// harmless; what the person wrote is there, the rest is fetched again.
func TestFlippedBytesAndADeletedLog(t *testing.T) {
	prepared := preparedHome(t)
	whole, done, _, _ := child(t, prepared, 1<<30, false)
	flip := func(from int) func(string) error {
		return func(home string) error {
			path := filepath.Join(home, deskdb.FileName)
			raw, err := os.ReadFile(path)
			if err != nil || from >= len(raw) {
				return errors.Join(err, fmt.Errorf("%d of %d", from, len(raw)))
			}
			for i := from; i < min(from+64, len(raw)); i++ {
				raw[i] ^= 0xff
			}
			return os.WriteFile(path, raw, 0o600)
		}
	}
	kinds := map[string]func(string) error{
		"the log deleted": func(home string) error { return os.Remove(filepath.Join(home, deskdb.FileName+"-wal")) },
		"the head":        flip(0), "the schema": flip(100),
	}
	for at := 4096; at < 200<<10; at += 9 * 4096 {
		kinds[fmt.Sprintf("page %d", at/4096)] = flip(at + 8)
	}
	for name, hurt := range kinds {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			if err := os.CopyFS(home, os.DirFS(whole)); err != nil {
				t.Fatal(err)
			}
			if err := hurt(home); err != nil {
				t.Fatal(err)
			}
			s, err := deskdb.Open(t.Context(), deskdb.Options{Home: home})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if s.Opened().SetAside != "" {
				if err := os.Remove(s.Opened().SetAside); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := joinAgain(t, home); err != nil {
				t.Fatal(err)
			}
			sound(t, home, done, name)
		})
	}
}

// joinAgain keeps the channels as the desk does by itself after a store was
// made anew.
func joinAgain(t *testing.T, home string) (int, error) {
	s, err := deskdb.Open(t.Context(), deskdb.Options{Home: home})
	if err != nil {
		return 0, err
	}
	n, err := s.Join(t.Context(), []civic.Channel{
		civic.UserChannel(childMe), civic.PeoplePublic, civic.PublicChannel(region), civic.SpaceChannel(space),
	}, true)
	return n, errors.Join(err, s.Close())
}
