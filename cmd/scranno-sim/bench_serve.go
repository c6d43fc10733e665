package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"time"

	"scranno/cmd/assemble"
	"scranno/sync/wire"
)

const (
	serveFor   = 8 * time.Second
	serveConns = 16
	serveActs  = 5_000
)

// serve measures how fast sealed segments are served to who is signed in, in
// pieces of a hundred acts' worth, against the peer's list of as many.
func (b *bencher) serve(ctx context.Context) error {
	data := b.path("serve")
	set, err := assemble.OpenCentral(ctx, assemble.CentralOptions{Data: data})
	if err != nil {
		return err
	}
	var people *crew
	err = fillActs(ctx, set, serveActs)
	if err == nil {
		people, err = enlist(ctx, set, serveConns)
	}
	if err == nil {
		err = set.Service.SealNow(ctx, 0)
	}
	if err = errors.Join(err, set.Close()); err != nil {
		return err
	}
	m, err := serveMeasured(ctx, data)
	if err != nil {
		return err
	}
	rate, cpu, err := b.serveOn(ctx, m, people)
	if err = errors.Join(err, m.stop()); err != nil {
		return err
	}
	row := measure{what: "sealed segments, of 100 acts' worth, a second", ours: fmt.Sprintf("%.0f", rate)}
	if b.peers == "" {
		say(b.s.err, "no peers folder: the segments stand alone")
		b.add(row)
		b.add(measure{what: "  CPU of the server for each", ours: ms(cpu)})
		return nil
	}
	theirs, theirCPU, err := b.servePeer(ctx)
	if err != nil {
		return err
	}
	row.floor, row.ratio, row.limit = fmt.Sprintf("%.0f", theirs), rate/theirs, "≥ 20"
	b.add(row)
	b.add(measure{what: "  CPU of the server for each", ours: ms(cpu), floor: ms(theirCPU), ratio: cpu / theirCPU})
	return nil
}

func (b *bencher) serveOn(ctx context.Context, m *measured, people *crew) (rate, cpu float64, err error) {
	if err := people.signIn(ctx, m.url); err != nil {
		return 0, 0, err
	}
	paths, acts, err := manifestOf(ctx, m.url, people.access[0])
	if err != nil {
		return 0, 0, err
	}
	before, err := m.tell("now")
	if err == nil && b.profile != "" {
		_, err = m.tell(wordProfile + " " + filepath.Join(b.profile, "serve.pprof"))
	}
	if err != nil {
		return 0, 0, err
	}
	began := time.Now()
	perSecond, err := hammer(ctx, serveConns, serveFor, func(ctx context.Context, c *http.Client) error {
		token := people.access[rand.IntN(len(people.access))] //nolint:gosec // whose turn it is
		a := asker{c: c, base: m.url, token: token, form: "zstd"}
		_, err := a.ask(ctx, http.MethodGet, paths[rand.IntN(len(paths))], nil) //nolint:gosec // which
		return err
	})
	if err != nil {
		return 0, 0, err
	}
	hundreds := perSecond * acts / stormDown
	lasted := time.Since(began).Seconds()
	if b.profile != "" {
		if _, err := m.tell(wordProfile); err != nil {
			return 0, 0, err
		}
	}
	after, err := m.tell("now")
	return hundreds, (after.CPU - before.CPU) * 1000 / (hundreds * lasted), err
}

// manifestOf gives where a channel's segments are and how many acts one has.
func manifestOf(ctx context.Context, base, token string) (paths []string, acts float64, err error) {
	data, err := (asker{c: http.DefaultClient, base: base, token: token}).ask(ctx, http.MethodGet, wire.ManifestPath(benchActs, 1<<40), nil)
	if err != nil {
		return nil, 0, err
	}
	manifest, err := wire.DecodeManifest(data, benchActs)
	if err != nil {
		return nil, 0, err
	}
	total := 0
	for _, s := range manifest.Segments {
		paths = append(paths, wire.SegmentPath(s))
		total += s.Ops
	}
	if len(paths) == 0 {
		return nil, 0, errors.New("nothing is sealed")
	}
	return paths, float64(total) / float64(len(paths)), nil
}

func (b *bencher) servePeer(ctx context.Context) (rate, cpu float64, err error) {
	p, err := b.startPeer(ctx)
	if err != nil {
		return 0, 0, err
	}
	began := time.Now()
	rate, err = hammer(ctx, serveConns, serveFor, func(ctx context.Context, c *http.Client) error {
		_, err := (asker{c: c, base: p.url}).ask(ctx, http.MethodGet, listOf(rand.IntN(serveActs-stormDown)), nil) //nolint:gosec // where it stood
		return err
	})
	lasted := time.Since(began).Seconds()
	took, stopErr := p.stop()
	return rate, took * 1000 / (rate * lasted), errors.Join(err, stopErr)
}
