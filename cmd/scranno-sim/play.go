package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// play is the kill play: two people at two desks write acts and posts while
// their terminals and the central are killed at moments drawn from the seed.
// Like careful people they look before they do something again. Afterwards all
// heals, and each act and each post must stand exactly once on both desks.
type play struct {
	seed  uint64
	bin   string // folder of the programs
	dir   string // for data and homes
	lasts time.Duration
}

type report struct {
	Acts, Posts, DeskKills, CentralKills int
}

func (r report) String() string {
	return fmt.Sprintf("%d acts and %d posts, each once, through %d kills of desks and %d of the central",
		r.Acts, r.Posts, r.DeskKills, r.CentralKills)
}

// The demo world's two councillors of different towns.
func people() []string { return []string{"giulia.conti@esempio.it", "marco.ferri@esempio.it"} }

func (p play) run(ctx context.Context) (r report, err error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return r, err
	}
	central := &service{bin: p.bin, data: filepath.Join(p.dir, "central"), address: address}
	if err := central.start(ctx); err != nil {
		return r, err
	}
	defer central.kill()
	writers, err := p.signIn(ctx, central)
	if err != nil {
		return r, err
	}
	if err := p.act(ctx, central, writers); err != nil {
		return r, err
	}
	for _, w := range writers {
		r.Acts, r.Posts, r.DeskKills = r.Acts+len(w.acts), r.Posts+len(w.posts), r.DeskKills+w.kills
	}
	r.CentralKills = central.kills
	if err := p.heal(ctx, writers); err != nil {
		return r, err
	}
	if err := p.judge(ctx, writers); err != nil {
		return r, err
	}
	if err := central.stop(); err != nil {
		return r, err
	}
	check := exec.CommandContext(ctx, filepath.Join(p.bin, "scranno-central"), "check", "--data", central.data) //nolint:gosec // our own program
	if said, err := check.CombinedOutput(); err != nil {
		return r, fmt.Errorf("the central's data is not sound: %w: %s", err, said)
	}
	return r, nil
}

func (p play) signIn(ctx context.Context, central *service) ([]*writer, error) {
	var out []*writer
	for i, email := range people() {
		w := &writer{
			terminal: terminal{bin: p.bin, home: filepath.Join(p.dir, fmt.Sprint("home", i+1))},
			name:     fmt.Sprintf("s%dd%d", p.seed, i+1),
			rng:      rand.New(rand.NewPCG(p.seed, uint64(i+1))), //nolint:gosec // drawn to be repeated
		}
		if err := w.must(ctx, central.accounts[email]+"\n", nil, "connect", central.url(), "--user", email, "--password-stdin"); err != nil {
			return nil, err
		}
		if err := w.must(ctx, "", nil, "sync"); err != nil {
			return nil, err
		}
		if err := w.findThread(ctx); err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

// act lets everyone write, and kills, until the time is over.
func (p play) act(ctx context.Context, central *service, writers []*writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	over := time.Now().Add(p.lasts)
	errs := make([]error, len(writers)+1)
	var wg, killing sync.WaitGroup
	for i, w := range writers {
		wg.Go(func() {
			for n := 0; errs[i] == nil && ctx.Err() == nil && time.Now().Before(over); n++ {
				if errs[i] = w.write(ctx, n); errs[i] != nil {
					cancel()
				}
			}
		})
	}
	stop := make(chan struct{})
	killing.Go(func() { errs[len(writers)] = p.killCentral(ctx, central, stop) })
	wg.Wait()
	close(stop)
	killing.Wait()
	return errors.Join(errs...)
}

// killCentral kills and starts the central again and again; it leaves it
// running.
func (p play) killCentral(ctx context.Context, central *service, stop <-chan struct{}) error {
	rng := rand.New(rand.NewPCG(p.seed, 99)) //nolint:gosec // drawn to be repeated
	for {
		select {
		case <-stop:
			return nil
		case <-ctx.Done():
			return nil
		case <-time.After(time.Duration(100+rng.IntN(1_500)) * time.Millisecond):
		}
		central.kill()
		down := time.NewTimer(time.Duration(rng.IntN(400)) * time.Millisecond)
		<-down.C
		if err := central.start(context.WithoutCancel(ctx)); err != nil {
			return err
		}
	}
}

// heal syncs every desk until nothing waits: first all send, then all fetch.
func (p play) heal(ctx context.Context, writers []*writer) error {
	for _, w := range append(writers, writers...) {
		var box struct {
			Commands []struct{ Name, State, Reason string }
		}
		for try := 0; ; try++ {
			err := w.must(ctx, "", nil, "sync")
			if err == nil {
				if err = w.must(ctx, "", &box, "outbox", "list"); err == nil && len(box.Commands) == 0 {
					break
				}
			}
			if try == 10 {
				return fmt.Errorf("%s: the queue does not drain: %+v, %w", w.name, box.Commands, err)
			}
		}
	}
	return nil
}

// judge looks at both desks: everything that was written is there, once.
func (p play) judge(ctx context.Context, writers []*writer) error {
	for _, at := range writers {
		for _, by := range writers {
			for _, marker := range by.acts {
				n, err := at.actsNamed(ctx, marker)
				if err != nil {
					return err
				}
				if n != 1 {
					return fmt.Errorf("on %s the act %s stands %d times", at.name, marker, n)
				}
			}
			for _, marker := range by.posts {
				n, err := at.postsNamed(ctx, by.thread, marker)
				if err != nil {
					return err
				}
				if n != 1 {
					return fmt.Errorf("on %s the post %s stands %d times", at.name, marker, n)
				}
			}
		}
		if err := at.sound(ctx); err != nil {
			return err
		}
	}
	return sameCounts(ctx, writers)
}

// sameCounts compares what both desks hold of the channels that all may read.
func sameCounts(ctx context.Context, writers []*writer) error {
	var first map[string]int64
	for _, w := range writers {
		var st struct {
			Channels []struct {
				ID       string
				Count    int64
				Complete bool
			}
		}
		if err := w.must(ctx, "", &st, "status"); err != nil {
			return err
		}
		counts := map[string]int64{}
		for _, c := range st.Channels {
			if family, _, _ := strings.Cut(c.ID, "/"); family == "acts" || family == "talk" || family == "public" {
				counts[c.ID] = c.Count
			}
			if !c.Complete {
				return fmt.Errorf("on %s the channel %s is not complete", w.name, c.ID)
			}
		}
		if first == nil {
			first = counts
		}
		for id, n := range counts {
			if first[id] != n {
				return fmt.Errorf("%s holds %d of %s, the other desk %d", w.name, n, id, first[id])
			}
		}
	}
	return nil
}

func decode(data []byte, v any) error {
	if v == nil {
		return nil
	}
	return json.Unmarshal(data, v)
}
