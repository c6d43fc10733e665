package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// clockVariable names the file that programs built with clocks read theirs from.
const clockVariable = "SCRANNO_SIM_CLOCK"

// clock is how far a program's clock is from the machine's, in a file that the
// program looks into while it runs. Without a path it is the machine's own.
type clock struct{ path string }

// set puts the clock that far from the machine's, ahead or behind.
func (c clock) set(by time.Duration) error {
	next := c.path + ".next"
	if err := os.WriteFile(next, []byte(strconv.FormatInt(int64(by/time.Second), 10)), 0o600); err != nil {
		return err
	}
	return os.Rename(next, c.path)
}

// environment gives what the program's environment has more.
func (c clock) environment() []string {
	if c.path == "" {
		return nil
	}
	return []string{clockVariable + "=" + c.path}
}

const (
	day  = 24 * time.Hour
	year = 365 * day
)

// wrongClocks are what is seen on computers: an hour and a day off, an emptied
// battery, a wrong year typed in.
func wrongClocks() []time.Duration {
	return []time.Duration{0, time.Hour, -time.Hour, day, -day, year, -year, 10 * year, -26 * year}
}

// jump puts one of the clocks somewhere else.
func jump(rng *rand.Rand, all []clock) error {
	return all[rng.IntN(len(all))].set(wrongClocks()[rng.IntN(len(wrongClocks()))])
}

// theClock stands in the standard library of the programs that have a clock of
// their own: all that reads the time in them reads this, our code and others'.
// The scheduler reads the time too, so what is read must be at hand.
const theClock = `package time

import (
	"sync/atomic"
	"syscall"
)

var simBy atomic.Int64

func simSeconds() int64 { return simBy.Load() }

func init() {
	path, ok := syscall.Getenv("` + clockVariable + `")
	if !ok {
		return
	}
	simLook(path)
	go func() {
		for {
			Sleep(10 * Millisecond)
			simLook(path)
		}
	}()
}

func simLook(path string) {
	file, err := open(path)
	if err != nil {
		return
	}
	buf := make([]byte, 24)
	n, err := read(file, buf)
	closefd(file)
	if err != nil {
		return
	}
	by, sign := int64(0), int64(1)
	for _, c := range buf[:n] {
		switch {
		case c == '-':
			sign = -1
		case c >= '0' && c <= '9':
			by = 10*by + int64(c-'0')
		}
	}
	simBy.Store(sign * by)
}
`

const (
	readsMachine = "sec, nsec, mono := runtimeNow()\n"
	readsOurs    = readsMachine + "\tsec += simSeconds()\n"
)

// buildWithClocks builds the programs of the play into a folder, from the same
// sources but for where the standard library reads the time.
func buildWithClocks(ctx context.Context, to string) error {
	root, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("clocks need the Go tool and these sources: %w", err)
	}
	library := filepath.Join(strings.TrimSpace(string(root)), "src", "time")
	source, err := os.ReadFile(filepath.Join(library, "time.go")) //nolint:gosec // the tool's own library
	if err != nil {
		return err
	}
	if bytes.Count(source, []byte(readsMachine)) != 1 {
		return errors.New("this Go reads the time in another way: clocks.go must follow it")
	}
	files := map[string]string{
		"time.go":  string(bytes.Replace(source, []byte(readsMachine), []byte(readsOurs), 1)),
		"clock.go": theClock,
	}
	replace := map[string]string{}
	for name, text := range files {
		path := filepath.Join(to, "std-"+name+".txt")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return err
		}
		replace[filepath.Join(library, name)] = path
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return err
	}
	table := filepath.Join(to, "overlay.json")
	if err := os.WriteFile(table, overlay, 0o600); err != nil {
		return err
	}
	build := exec.CommandContext(ctx, "go", "build", "-overlay", table, "-o", to+string(filepath.Separator), "scranno/cmd/scrannoctl", "scranno/cmd/scranno-central") //nolint:gosec // fixed words
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, said)
	}
	return nil
}
