package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/cmd/assemble"
)

var errRefused = errors.New("the central refused a line of the world")

// fillWorld puts a world into a central's data folder. Doing it again changes
// nothing.
func fillWorld(ctx context.Context, s streams, dir string, spec worldSpec) (err error) {
	c, err := assemble.OpenCentral(ctx, assemble.CentralOptions{Data: dir, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	var bad error
	res, err := c.Service.ImportLines(ctx, spec.lines(), false, func(line int, err error) {
		bad = errors.Join(bad, fmt.Errorf("%w %d: %w", errRefused, line, err))
	})
	if err := errors.Join(err, bad); err != nil {
		return err
	}
	if err := fillTalk(ctx, c.Service, spec); err != nil {
		return err
	}
	say(s.err, fmt.Sprintf("%d acts, %d of them new, and %d posts are in %s.", spec.acts, res.New, spec.posts, dir))
	return nil
}

// fillTalk spreads the posts over threads of a public space.
func fillTalk(ctx context.Context, s *central.Service, spec worldSpec) error {
	if spec.posts == 0 {
		return nil
	}
	g := newGrammar(spec)
	t := talk{s: s, space: worldSpace(spec.seed)}
	err := s.AddSpace(ctx, t.space, civic.Space{Title: "Atti che funzionano", Access: civic.AccessPublic, Region: civic.NationWide})
	if err != nil {
		return err
	}
	for i := range spec.posts {
		v := g.voice(postStream, i)
		t.title = v.fill(v.pick(g.subjects[v.IntN(len(g.subjects))].subjects))
		if err := t.post(ctx, strconv.Itoa(i), g.post(i)); err != nil {
			return err
		}
	}
	return t.flush(ctx)
}

// worldSpace is the space that holds a world's threads.
func worldSpace(seed uint64) civic.ID {
	return civic.DerivedID("world", "space", strconv.FormatUint(seed, 10))
}
