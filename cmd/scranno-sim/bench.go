package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// bencher is one run of the measurements. Everything is measured on this
// machine in this run, and told as a ratio where there is something to compare
// it with.
type bencher struct {
	s     streams
	dir   string // for data, removed at the end
	bin   string // folder of scrannoctl
	floor *floor // nil where its sources are not at hand
	acts  int
	posts int
	sizes []int // of the libraries that are searched
	runs  int
	rows  []measure

	peers   string // folder of the peers' sources; empty: none
	clients int    // desks of a storm, and streams
	records []int  // sizes of the libraries that change a little
	profile string // folder for profiles of the central; empty: none
}

// measure is a line of the table.
type measure struct {
	what  string
	ours  string
	floor string
	ratio float64 // of ours to the floor; 0: none
	limit string  // what it is held to
}

type measurement func(ctx context.Context) error

// measurements are what can be asked for, in the order of the table.
func (b *bencher) measurements() ([]string, map[string]measurement) {
	return []string{"pdf", "search", "screens", "frame", "sync", "noop", "changed", "serve", "storm", "live"}, map[string]measurement{
		"pdf": b.pdf, "search": b.search, "screens": b.screens, "frame": b.frame, "sync": b.sync,
		"noop": b.noop, "changed": b.changed, "serve": b.serve, "storm": b.storm, "live": b.live,
	}
}

// bench measures and prints a table.
func bench(ctx context.Context, s streams, args []string) (err error) {
	if len(args) > 0 && args[0] == benchDesk {
		return benchDeskProcess(ctx, args[1:])
	}
	if len(args) > 0 && args[0] == benchTimed {
		return timedProcess(ctx, s, args[1:])
	}
	if len(args) > 0 && args[0] == benchCentral {
		return benchCentralProcess(ctx, s, args[1:])
	}
	b := &bencher{s: s}
	only, sizes, sources, records := "", "", "", ""
	rest, err := words(s, "bench", args, func(f *flag.FlagSet) {
		f.StringVar(&only, "only", "pdf,search,frame,sync", "what to measure")
		f.IntVar(&b.acts, "acts", 5_000, "acts of a first sync")
		f.IntVar(&b.posts, "posts", 50_000, "posts of a first sync")
		f.StringVar(&sizes, "sizes", "5000", "sizes of the libraries that are searched")
		f.IntVar(&b.runs, "runs", 3, "how often; the median counts")
		f.StringVar(&sources, "floor", filepath.Join("..", "shared", "peers", "floor"), "sources of the floor")
		f.StringVar(&b.peers, "peers", "", "folder of the peers' sources; empty: nothing to compare storms and pages with")
		f.IntVar(&b.clients, "clients", 4_000, "desks of a storm, and live streams")
		f.StringVar(&records, "records", "5000,100000", "sizes of the libraries of which a little changes, and that screens look through")
		f.StringVar(&b.profile, "profile", "", "folder for profiles of the central")
		f.StringVar(&b.bin, "bin", "", "folder of scrannoctl; empty: beside this program")
	})
	if err != nil {
		return err
	}
	if len(rest) > 0 || b.acts < 1 || b.posts < 0 || b.runs < 1 || b.clients < 1 {
		return usage("bench [--only pdf,search,screens,frame,sync,noop,changed,serve,storm,live] [--acts N] [--posts M] [--sizes N,…] " +
			"[--records N,…] [--clients N] [--runs R] [--floor DIR] [--peers DIR] [--profile DIR] [--bin DIR]")
	}
	if b.sizes, err = numbers(sizes); err == nil {
		b.records, err = numbers(records)
	}
	if err != nil {
		return err
	}
	names := strings.Split(only, ",")
	known, _ := b.measurements()
	for _, n := range names {
		if !slices.Contains(known, n) {
			return usage("bench knows pdf, search, screens, frame, sync, noop, changed, serve, storm and live")
		}
	}
	return b.run(ctx, names, sources)
}

func numbers(list string) (out []int, err error) {
	for n := range strings.SplitSeq(list, ",") {
		size, err := strconv.Atoi(n)
		if err != nil || size < 1 {
			return nil, usage("--sizes and --records want numbers, divided by commas")
		}
		out = append(out, size)
	}
	return out, nil
}

func (b *bencher) run(ctx context.Context, names []string, sources string) (err error) {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if b.bin == "" {
		b.bin = filepath.Dir(self)
	}
	if b.dir, err = os.MkdirTemp("", "scranno-bench-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.dir)) }()
	if !slices.ContainsFunc(names, func(n string) bool { return n == "search" || n == "sync" }) {
		return b.each(ctx, names)
	}
	if b.floor, err = buildFloor(ctx, sources, filepath.Join(b.dir, "floor")); err != nil {
		say(b.s.err, fmt.Sprintf("The floor cannot be built, so there are no ratios to it: %v", err))
	}
	return b.each(ctx, names)
}

func (b *bencher) each(ctx context.Context, names []string) error {
	known, all := b.measurements()
	for _, n := range known {
		if !slices.Contains(names, n) {
			continue
		}
		say(b.s.err, "measuring "+n+" …")
		if err := all[n](ctx); err != nil {
			return fmt.Errorf("%s: %w", n, err)
		}
	}
	return b.table(b.s.out)
}

func (b *bencher) table(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	if _, err := fmt.Fprintln(w, "what\tours\tfloor\tratio\theld to"); err != nil {
		return err
	}
	for _, m := range b.rows {
		ratio := "–"
		if m.ratio > 0 {
			ratio = strconv.FormatFloat(m.ratio, 'f', 2, 64)
		}
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", m.what, m.ours, m.floor, ratio, m.limit); err != nil {
			return err
		}
	}
	return w.Flush()
}

func (b *bencher) add(m measure) {
	if m.floor == "" {
		m.floor = "–"
	}
	b.rows = append(b.rows, m)
}

func (b *bencher) path(name string) string { return filepath.Join(b.dir, name) }

// quantile gives the value below which the share q of the sample lies.
func quantile(sample []float64, q float64) float64 {
	if len(sample) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(sample))
	return s[min(len(s)-1, int(float64(len(s))*q))]
}

func median(sample []float64) float64 { return quantile(sample, 0.5) }

func ms(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) + " ms" }
