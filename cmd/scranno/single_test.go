//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// opened is a door whose links come to a channel.
func opened(t *testing.T, home string) (*door, <-chan string) {
	t.Helper()
	d, err := openDoor(home)
	if err != nil {
		t.Fatal(err)
	}
	links, ended := make(chan string, 8), make(chan struct{})
	go func() {
		defer close(ended)
		d.serve(func(link string) { links <- link })
	}()
	t.Cleanup(func() {
		if err := d.close(); err != nil {
			t.Error(err)
		}
		<-ended
	})
	return d, links
}

// shortDir is a folder whose name leaves room for a socket's.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "door")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func TestASecondStartHandsItsLinkOver(t *testing.T) {
	home := shortDir(t)
	if handOver(t.Context(), home, "scranno://act/1") {
		t.Fatal("nobody is there")
	}
	_, links := opened(t, home)
	for _, link := range []string{"scranno://act/1", ""} {
		if !handOver(t.Context(), home, link) {
			t.Fatalf("%q was not taken", link)
		}
		if got := <-links; got != link {
			t.Errorf("got %q, not %q", got, link)
		}
	}
}

func TestADeadSocketIsReplaced(t *testing.T) {
	home := shortDir(t)
	d, err := openDoor(home)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.ln.Close(); err != nil { // as after kill -9: the file stays
		t.Fatal(err)
	}
	if handOver(t.Context(), home, "x") {
		t.Fatal("a dead socket took a link")
	}
	_, links := opened(t, home)
	if !handOver(t.Context(), home, "x") || <-links != "x" {
		t.Error("the new door does not answer")
	}
}

func TestClosingLeavesTheDoorOfAnother(t *testing.T) {
	home := shortDir(t)
	first, err := openDoor(home)
	if err != nil {
		t.Fatal(err)
	}
	opened(t, home)
	if err := first.close(); err != nil {
		t.Fatal(err)
	}
	if !handOver(t.Context(), home, "x") {
		t.Error("the second door went with the first")
	}
}

func TestOnlyThisUserMayEnter(t *testing.T) {
	home := shortDir(t)
	d, _ := opened(t, home)
	if m := d.own.Mode().Perm(); m != 0o600 {
		t.Errorf("the socket has mode %o", m)
	}
	if left, _ := filepath.Glob(filepath.Join(home, "*.sock.*")); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
}

func TestAnEndlessLinkIsNotTaken(t *testing.T) {
	home := shortDir(t)
	_, links := opened(t, home)
	if handOver(t.Context(), home, strings.Repeat("x", maxLink)) {
		t.Error("it was taken")
	}
	if !handOver(t.Context(), home, "short") || <-links != "short" {
		t.Error("the door does not answer any more")
	}
}
