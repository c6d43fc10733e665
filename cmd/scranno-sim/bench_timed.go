package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// benchTimed are the words that start this program to measure another one. The
// system counts the memory of whoever starts a process as the process's own, so
// that a program with a large heap cannot measure a small one itself.
const benchTimed = "timed"

// figures are what a process took.
type figures struct {
	WallMS float64 `json:"wallMS"`
	CPU    float64 `json:"cpu"`  // seconds
	Peak   float64 `json:"peak"` // MB
}

// timedProcess runs a program and prints what it took.
func timedProcess(ctx context.Context, s streams, args []string) error {
	if len(args) == 0 {
		return usage("bench timed is started by bench")
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...) //nolint:gosec // what bench asks for
	cmd.Env = environment(clock{})
	cmd.Stderr = s.err
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return err
	}
	p := cmd.ProcessState
	return json.NewEncoder(s.out).Encode(figures{
		WallMS: float64(time.Since(start).Microseconds()) / 1000, CPU: (p.UserTime() + p.SystemTime()).Seconds(), Peak: peakMB(p),
	})
}

// timed runs a program in a process of its own and gives what it took.
func timed(ctx context.Context, args ...string) (figures, error) {
	var f figures
	self, err := os.Executable()
	if err != nil {
		return f, err
	}
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(ctx, self, append([]string{"bench", benchTimed}, args...)...) //nolint:gosec // this program
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return f, fmt.Errorf("%w: %s", err, bytes.TrimSpace(errs.Bytes()))
	}
	return f, json.Unmarshal(out.Bytes(), &f)
}
