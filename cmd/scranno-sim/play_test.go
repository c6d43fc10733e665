package main

import (
	"os/exec"
	"testing"
	"time"
)

// programs builds the two programs of the play.
func programs(t *testing.T) (bin string) {
	t.Helper()
	bin = t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", bin, "scranno/cmd/scrannoctl", "scranno/cmd/scranno-central") //nolint:gosec // fixed words
	build.Env = append(build.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	return bin
}

// TestKillPlay is the whole system in processes of its own, killed at random, on
// a line that breaks.
func TestKillPlay(t *testing.T) {
	const seed = 1
	p := play{seed: seed, bin: programs(t), dir: t.TempDir(), lasts: 25 * time.Second, group: true}
	r, err := p.run(t.Context())
	if err != nil {
		t.Fatalf("%v\nreplay: scranno-sim run --seed %d", err, seed)
	}
	t.Log(r)
	if r.Acts == 0 || r.Posts == 0 || r.DeskKills == 0 || r.CentralKills == 0 || r.Broken == 0 {
		t.Error("the play was too tame")
	}
}
