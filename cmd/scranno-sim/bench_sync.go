package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strconv"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/cmd/assemble"
)

// A desk that is measured is a process of its own, started with these words.
const (
	benchDesk  = "desk"
	deskEmail  = "banco@esempio.it"
	deskSecret = "una parola lunga per il banco" //nolint:gosec // of a central that lives a minute
)

// pulls are what first syncs took, ours and others' in turn.
type pulls struct {
	ours          []figures
	idle          []float64 // MB of a desk that is open and does nothing
	floorCPU      []float64 // seconds
	peerCPU, peer []float64 // seconds of PouchDB, and by the clock
}

func column(all []figures, of func(figures) float64) []float64 {
	out := make([]float64, len(all))
	for i, f := range all {
		out[i] = of(f)
	}
	return out
}

// sync compares a first sync, indexed and durable, with the floor's for the same
// rows, and with PouchDB's, which indexes nothing.
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
	p, err := b.pullAll(ctx, dir, space)
	if err != nil {
		return err
	}
	cpu := median(column(p.ours, func(f figures) float64 { return f.CPU }))
	wall := median(column(p.ours, func(f figures) float64 { return f.WallMS })) / 1000
	peak := median(column(p.ours, func(f figures) float64 { return f.Peak }))
	floor := median(p.floorCPU)
	b.add(measure{fmt.Sprintf("first sync of %d acts and %d posts, CPU", b.acts, b.posts), seconds(cpu), seconds(floor), cpu / floor, "≤ 1.3"})
	if len(p.peer) > 0 {
		other := median(p.peer)
		b.add(measure{"  by the clock, against PouchDB batch 1000", seconds(wall), seconds(other), wall / other, "≤ 0.33"})
		b.add(measure{"  CPU, against PouchDB", seconds(cpu), seconds(median(p.peerCPU)), cpu / median(p.peerCPU), ""})
	} else {
		b.add(measure{what: "  by the clock", ours: seconds(wall)})
	}
	b.add(measure{what: "  memory at its peak, above idle", ours: fmt.Sprintf("%.0f MB", peak-median(p.idle)), limit: "≤ 64 MB"})
	return nil
}

func seconds(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) + " s" }

// pullAll lets each of them pull all, in turn, so that a slower moment of the
// machine falls on all.
func (b *bencher) pullAll(ctx context.Context, dir string, space civic.ID) (p pulls, err error) {
	central, err := serveMeasured(ctx, b.path("central"))
	if err != nil {
		return p, err
	}
	defer func() { err = errors.Join(err, central.stop()) }()
	url, stop, err := b.floor.serve(ctx, dir)
	if err != nil {
		return p, err
	}
	defer stop()
	pouch, err := b.startPouch(ctx, dir)
	if err != nil {
		return p, err
	}
	defer pouch.stop()
	for n := range b.runs {
		if err := b.floorPull(ctx, url, &p); err != nil {
			return p, err
		}
		if err := b.deskPull(ctx, n, central.url, space, &p); err != nil {
			return p, err
		}
		if err := pouch.pull(ctx, &p); err != nil {
			return p, err
		}
	}
	return p, nil
}

func (b *bencher) floorPull(ctx context.Context, url string, p *pulls) error {
	said, err := b.floor.say(ctx, "pull", "-url", url, "-mode", "zstd", "-fts", "fts", "-db", b.path("floor.db"))
	if err != nil {
		return err
	}
	cpu, ok := said["client_cpu_s"].(float64)
	if !ok {
		return errors.New("the floor does not say its CPU")
	}
	p.floorCPU = append(p.floorCPU, cpu)
	return nil
}

func (b *bencher) deskPull(ctx context.Context, n int, url string, space civic.ID, p *pulls) error {
	home := b.path(fmt.Sprintf("desk-%d", n))
	if _, err := b.desk(ctx, "connect", home, url, string(space)); err != nil {
		return err
	}
	idle, err := b.desk(ctx, "open", home, "")
	if err != nil {
		return err
	}
	profile := ""
	if b.profile != "" && n == 0 {
		profile = filepath.Join(b.profile, "desk.pprof")
	}
	f, err := b.desk(ctx, "pull", home, strconv.Itoa(b.acts), profile)
	if err != nil {
		return err
	}
	p.ours, p.idle = append(p.ours, f), append(p.idle, idle.Peak)
	return os.RemoveAll(home)
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
// keep, "open" only opens and closes, "pull" fetches all.
func benchDeskProcess(ctx context.Context, args []string) (err error) {
	if len(args) < 3 {
		return usage("bench desk is started by bench")
	}
	set, err := assemble.OpenDesk(ctx, assemble.DeskOptions{Home: args[1], NoKeychain: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, set.Close()) }()
	switch {
	case args[0] == "connect" && len(args) == 4:
		if _, err := set.Desk.Connect(ctx, args[2], civic.SignInHow{Email: deskEmail, Password: deskSecret}); err != nil {
			return err
		}
		if err := set.Desk.Keep(ctx, nil, 15); err != nil {
			return err
		}
		return set.Desk.Join(ctx, civic.SpaceChannel(civic.ID(args[3])))
	case args[0] == "pull" && len(args) == 4:
		return benchPull(ctx, set, args[2], args[3])
	}
	return nil
}

// benchPull fetches all and makes sure that it is there. profile is a file for
// where the processor's time went; empty: none.
func benchPull(ctx context.Context, set *assemble.DeskSet, acts, profile string) error {
	if profile != "" {
		f, err := os.Create(profile) //nolint:gosec // the bench's own folder
		if err != nil {
			return err
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			return errors.Join(err, f.Close())
		}
		defer func() { pprof.StopCPUProfile(); _ = f.Close() }() // a profile that is cut is seen when it is read
	}
	if _, err := set.Desk.Sync(ctx, nil); err != nil {
		return err
	}
	found, err := set.Desk.Acts(ctx, civic.ActQuery{Limit: 1})
	if err == nil && strconv.Itoa(found.Total) != acts {
		err = fmt.Errorf("%w: %d of %s", errPulledShort, found.Total, acts)
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
	if err := t.flush(ctx); err != nil {
		return "", err
	}
	return space, c.Service.SealNow(ctx, 0) // as it is where all was not just written
}
