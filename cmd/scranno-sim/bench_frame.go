package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"scranno/storage/deskdb"
)

const frameActs = 5_000

// frame times the window from its start to its first painted frame: with a
// library, with none, and a bare window of the same build.
func (b *bencher) frame(ctx context.Context) error {
	program := filepath.Join(b.bin, "scranno")
	if _, err := os.Stat(program); err != nil || os.Getenv("DISPLAY") == "" || b.floor == nil {
		say(b.s.err, "The first frame wants scranno beside this program, a display and the floor: it is not measured")
		return nil
	}
	full, empty := b.path("frame-full"), b.path("frame-empty")
	if err := b.frameHome(ctx, full, frameActs); err != nil {
		return err
	}
	if err := b.frameHome(ctx, empty, 0); err != nil {
		return err
	}
	took := map[string][]float64{}
	for range b.runs + 4 { // in turn, so that a slower moment falls on all three
		for _, c := range [][2]string{{"bare", empty}, {"window", empty}, {"window", full}} {
			ms, err := firstFrame(ctx, program, c[0], c[1])
			if err != nil {
				return err
			}
			took[c[0]+c[1]] = append(took[c[0]+c[1]], ms)
		}
	}
	bare, none, many := median(took["bare"+empty]), median(took["window"+empty]), median(took["window"+full])
	b.add(measure{fmt.Sprintf("first frame with %d acts, against a bare window", frameActs), ms(many), ms(bare), many / bare, "≤ 1.8"})
	b.add(measure{fmt.Sprintf("first frame with %d acts, against none", frameActs), ms(many), ms(none), many / none, "≤ 1.1"})
	return nil
}

// frameHome makes a profile that holds n acts of the corpus.
func (b *bencher) frameHome(ctx context.Context, home string, n int) (err error) {
	store, err := deskdb.Open(ctx, deskdb.Options{Home: home, Log: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if n == 0 {
		return openChannel(ctx, store, "acts/08/2025")
	}
	dir, err := b.floor.corpus(ctx, n, 0)
	if err != nil {
		return err
	}
	_, err = fillLibrary(ctx, store, dir, n)
	return err
}

// firstFrame starts the program and gives the milliseconds until it says that
// it has painted.
func firstFrame(ctx context.Context, program, what, home string) (float64, error) {
	c := exec.CommandContext(ctx, program, "--home", home, "--first-frame", what) //nolint:gosec // our own program
	out, err := c.StdoutPipe()
	if err != nil {
		return 0, err
	}
	start := time.Now()
	if err := c.Start(); err != nil {
		return 0, err
	}
	painted := bufio.NewScanner(out).Scan()
	took := float64(time.Since(start).Microseconds()) / 1000
	if err := c.Wait(); err != nil || !painted {
		return 0, fmt.Errorf("%s was never painted: %w", what, err)
	}
	return took, nil
}
