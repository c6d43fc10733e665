package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, out, errs io.Writer) int {
	if len(args) == 0 {
		say(errs, "scranno-sim run --seed N [--hours H] [--bin FOLDER | --clocks]")
		return exitUsage
	}
	if t, ok := tools()[args[0]]; ok {
		return t.use(ctx, streams{in: os.Stdin, out: out, err: errs}, args[1:])
	}
	switch args[0] {
	case "run":
		return runPlays(ctx, args[1:], out, errs)
	default:
		say(errs, "there is no such command: "+args[0])
	}
	return exitUsage
}

func say(w io.Writer, text string) { _, _ = fmt.Fprintln(w, text) }

// runPlays runs one play after another, each with the next seed, until the
// hours are over; without hours it runs one.
func runPlays(ctx context.Context, args []string, out, errs io.Writer) int {
	f := flag.NewFlagSet("run", flag.ContinueOnError)
	f.SetOutput(errs)
	seed := f.Uint64("seed", 1, "first seed")
	hours := f.Float64("hours", 0, "how long; 0: one play")
	bin := f.String("bin", "", "folder of scrannoctl and scranno-central; empty: beside this program")
	clocks := f.Bool("clocks", false, "clocks jump too: the programs are built for it, with the Go tool, in these sources")
	if f.Parse(args) != nil {
		return exitUsage
	}
	if f.NArg() > 0 || *hours < 0 || *clocks && *bin != "" {
		f.Usage()
		return exitUsage
	}
	if *clocks {
		built, err := os.MkdirTemp("", "scranno-sim-bin-")
		if err == nil {
			defer func() { _ = os.RemoveAll(built) }() // a folder of the system's own for such things
			err = buildWithClocks(ctx, built)
		}
		if err != nil {
			say(errs, err.Error())
			return exitFailed
		}
		*bin = built
	}
	if *bin == "" {
		self, err := os.Executable()
		if err != nil {
			say(errs, err.Error())
			return exitFailed
		}
		*bin = filepath.Dir(self)
	}
	until := time.Now().Add(time.Duration(*hours * float64(time.Hour)))
	for n := *seed; ; n++ {
		if err := onePlay(ctx, play{seed: n, bin: *bin, lasts: time.Minute, clocks: *clocks, group: true}, out); err != nil {
			if ctx.Err() != nil {
				return exitDone
			}
			again := ""
			if *clocks {
				again = " --clocks"
			}
			say(errs, fmt.Sprintf("seed %d: %v\nreplay: scranno-sim run --seed %d%s", n, err, n, again))
			return exitFailed
		}
		if !time.Now().Before(until) {
			return exitDone
		}
	}
}

func onePlay(ctx context.Context, p play, out io.Writer) (err error) {
	if p.dir, err = os.MkdirTemp("", "scranno-sim-"); err != nil {
		return err
	}
	r, err := p.run(ctx)
	if err != nil {
		return fmt.Errorf("%w (what was left is in %s)", err, p.dir)
	}
	say(out, fmt.Sprintf("seed %d: %s", p.seed, r))
	return os.RemoveAll(p.dir)
}
