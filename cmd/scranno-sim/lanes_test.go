package main

import (
	"flag"
	"os"
	"runtime"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// lanes is how many histories run at once: as many as there are processors, or
// one, where a seed is played again.
func lanes() int {
	if f := flag.Lookup("rapid.seed"); f != nil && f.Value.String() != "0" {
		return 1
	}
	return runtime.GOMAXPROCS(0)
}

// inLanes draws histories at once in lanes, each with its part of them and a
// folder of its own. Each must share nothing with the others.
func inLanes(t *testing.T, history func(rt *rapid.T, parent string)) {
	t.Helper()
	for n := range lanes() {
		t.Run("lane"+strconv.Itoa(n+1), func(t *testing.T) {
			t.Parallel()
			parent := inMemory(t)
			rapid.Check(t, func(rt *rapid.T) { history(rt, parent) })
		})
	}
}

// inCopies draws histories in lanes, each of a system of these people upon a copy
// of the template, which change, if any, has been at.
func inCopies(t *testing.T, from string, change func(dir string) error, names []string, play func(rt *rapid.T, s *system)) {
	t.Helper()
	inLanes(t, func(rt *rapid.T, parent string) {
		dir, err := fresh(parent, from)
		if err == nil && change != nil {
			err = change(dir)
		}
		if err != nil {
			rt.Fatal(err)
		}
		rapid.SyncTest(rt, func(rt *rapid.T) {
			s, err := openSystem(dir, names...)
			defer func() {
				if err := s.close(); err != nil {
					rt.Errorf("closing: %v", err)
				}
			}()
			if err != nil {
				rt.Fatal(err)
			}
			play(rt, s)
		})
		if err := os.RemoveAll(dir); err != nil {
			rt.Fatal(err)
		}
	})
}

// inMemory gives a folder that goes with the test, in memory where the system has
// such a place: here nothing dies by a power cut, and waiting for a disk was four
// fifths of a history's time.
func inMemory(t *testing.T) string {
	t.Helper()
	const shared = "/dev/shm"
	dir, err := os.MkdirTemp(shared, "scranno-sim-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}
