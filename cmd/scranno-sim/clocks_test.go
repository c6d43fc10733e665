package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestClocksPlay is the kill play of programs whose clocks jump: hours, days and
// years, ahead and behind, while they run and while they are down. What must hold
// is the same: no comparison rests on the clock of a desk, and none that matters
// on the central's.
func TestClocksPlay(t *testing.T) {
	const seed = 4
	bin := t.TempDir()
	if err := buildWithClocks(t.Context(), bin); err != nil {
		t.Fatal(err)
	}
	p := play{seed: seed, bin: bin, dir: t.TempDir(), lasts: 20 * time.Second, clocks: true, group: true}
	if said := startOf(t, bin, clock{path: filepath.Join(p.dir, "own.clock")}, -26*year); !strings.Contains(said, "time="+time.Now().Add(-26*year).UTC().Format("2006")) {
		t.Fatalf("the programs do not read their clock: %s", said)
	}
	r, err := p.run(t.Context())
	if err != nil {
		t.Fatalf("%v\nreplay: scranno-sim run --seed %d --clocks", err, seed)
	}
	t.Log(r)
	if r.Acts == 0 || r.Posts == 0 || r.Jumps < 3 {
		t.Error("the play was too tame")
	}
}

// startOf gives what a central with that clock logs of its start.
func startOf(t *testing.T, bin string, c clock, by time.Duration) string {
	t.Helper()
	address, err := freeAddress(t.Context())
	if err == nil {
		err = c.set(by)
	}
	s := &service{bin: bin, data: filepath.Join(t.TempDir(), "central"), address: address, clock: c}
	if err == nil {
		err = s.start(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	s.kill()
	said, err := os.ReadFile(s.data + ".log")
	if err != nil {
		t.Fatal(err)
	}
	return string(said)
}
