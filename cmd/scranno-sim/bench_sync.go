package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strconv"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/cmd/assemble"
	"scranno/sync/server"
)

// A desk that is measured is a process of its own, started with these words.
const (
	benchDesk  = "desk"
	deskEmail  = "banco@esempio.it"
	deskSecret = "una parola lunga per il banco" //nolint:gosec // of a central that lives a minute
)

// sync compares the CPU of a first sync, indexed and durable, with the floor's
// for the same rows.
func (b *bencher) sync(ctx context.Context) error {
	if b.floor == nil {
		return errors.New("wants the floor")
	}
	dir, err := b.floor.corpus(ctx, b.acts, b.posts)
	if err != nil {
		return err
	}
	space, err := b.fillCentral(ctx, dir)
	if err != nil {
		return err
	}
	theirs, err := b.floorPulls(ctx, dir)
	if err != nil {
		return err
	}
	ours, peak, err := b.deskPulls(ctx, space)
	if err != nil {
		return err
	}
	b.add(measure{
		fmt.Sprintf("first sync of %d acts and %d posts, CPU", b.acts, b.posts), fmt.Sprintf("%.2f s", median(ours)),
		fmt.Sprintf("%.2f s", median(theirs)), median(ours) / median(theirs), "≤ 2.5",
	})
	b.add(measure{what: "  memory of the desk at its peak", ours: fmt.Sprintf("%.0f MB", median(peak))})
	return nil
}

func (b *bencher) floorPulls(ctx context.Context, dir string) (cpu []float64, err error) {
	url, stop, err := b.floor.serve(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer stop()
	for range b.runs {
		said, err := b.floor.say(ctx, "pull", "-url", url, "-mode", "zstd", "-fts", "fts", "-db", b.path("floor.db"))
		if err != nil {
			return nil, err
		}
		seconds, ok := said["client_cpu_s"].(float64)
		if !ok {
			return nil, errors.New("the floor does not say its CPU")
		}
		cpu = append(cpu, seconds)
	}
	return cpu, nil
}

// deskPulls lets desks pull all from a central that this process serves.
func (b *bencher) deskPulls(ctx context.Context, space civic.ID) (cpu, peak []float64, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		free := server.Rate{PerSecond: 1e6, Burst: 1e6}
		ended <- assemble.ServeCentral(ctx, assemble.ServeOptions{
			Listen: "127.0.0.1:0", Ready: func(s assemble.Serving) error { ready <- s.URL; return nil },
			CentralOptions: assemble.CentralOptions{
				Data: b.path("central"), Log: slog.New(slog.DiscardHandler), Rates: server.Rates{Address: free, Person: free},
			},
		})
	}()
	url := ""
	select {
	case url = <-ready:
	case err := <-ended:
		return nil, nil, err
	}
	for n := range b.runs {
		home := b.path(fmt.Sprintf("desk-%d", n))
		if _, err := b.desk(ctx, "connect", home, url, string(space)); err != nil {
			return nil, nil, err
		}
		f, err := b.desk(ctx, "pull", home, strconv.Itoa(b.acts))
		if err != nil {
			return nil, nil, err
		}
		cpu, peak = append(cpu, f.CPU), append(peak, f.Peak)
		if err := os.RemoveAll(home); err != nil {
			return nil, nil, err
		}
	}
	cancel()
	return cpu, peak, <-ended
}

func (b *bencher) desk(ctx context.Context, args ...string) (figures, error) {
	self, err := os.Executable()
	if err != nil {
		return figures{}, err
	}
	return timed(ctx, append([]string{self, "bench", benchDesk}, args...)...)
}

var errPulledShort = errors.New("the desk does not hold all acts")

// benchDeskProcess is the measured desk: "connect" signs in and chooses what to
// keep, "pull" fetches it.
func benchDeskProcess(ctx context.Context, args []string) (err error) {
	if len(args) < 3 {
		return usage("bench desk is started by bench")
	}
	set, err := assemble.OpenDesk(ctx, assemble.DeskOptions{Home: args[1], NoKeychain: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, set.Close()) }()
	if args[0] == "connect" && len(args) == 4 {
		if _, err := set.Desk.Connect(ctx, args[2], civic.SignInHow{Email: deskEmail, Password: deskSecret}); err != nil {
			return err
		}
		if err := set.Desk.Keep(ctx, nil, 15); err != nil {
			return err
		}
		return set.Desk.Join(ctx, civic.SpaceChannel(civic.ID(args[3])))
	}
	if _, err := set.Desk.Sync(ctx, nil); err != nil {
		return err
	}
	found, err := set.Desk.Acts(ctx, civic.ActQuery{Limit: 1})
	if err == nil && strconv.Itoa(found.Total) != args[2] {
		err = fmt.Errorf("%w: %d of %s", errPulledShort, found.Total, args[2])
	}
	return err
}

// fillCentral puts the floor's material into a central, with someone who signs
// in, and gives the space that holds the posts.
func (b *bencher) fillCentral(ctx context.Context, dir string) (space civic.ID, err error) {
	c, err := assemble.OpenCentral(ctx, assemble.CentralOptions{Data: b.path("central"), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	if _, err := c.AddPerson(ctx, central.NewPerson{Email: deskEmail, Name: "Banco di prova"}, deskSecret); err != nil {
		return "", err
	}
	places := townsByName()
	var bad error
	lines := func(yield func(int, central.ImportLine) bool) {
		n := 0
		for it, err := range readCorpus(dir) {
			if err != nil {
				bad = errors.Join(bad, err)
				return
			}
			if it.Kind == "act" {
				if n++; !yield(n, it.line(places)) {
					return
				}
			}
		}
	}
	_, err = c.Service.ImportLines(ctx, lines, false, func(line int, err error) { bad = errors.Join(bad, fmt.Errorf("%w %d: %w", errRefused, line, err)) })
	if err := errors.Join(err, bad); err != nil {
		return "", err
	}
	space = civic.DerivedID("bench", "space")
	if err := c.Service.AddSpace(ctx, space, civic.Space{Title: "Banco", Access: civic.AccessPublic, Region: civic.NationWide}); err != nil {
		return "", err
	}
	t := talk{s: c.Service, space: space}
	for it, err := range readCorpus(dir) {
		if err == nil && it.Kind != "act" {
			err = t.post(ctx, it.ID, it.Body)
		}
		if err != nil {
			return "", err
		}
	}
	return space, t.flush(ctx)
}
