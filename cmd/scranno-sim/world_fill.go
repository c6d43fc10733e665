package main

import (
	"context"
	"encoding/json"
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

// fillTalk spreads the posts over threads of a public space, many a
// transaction: an author's words are written together.
func fillTalk(ctx context.Context, s *central.Service, spec worldSpec) error {
	if spec.posts == 0 {
		return nil
	}
	g := newGrammar(spec)
	seed := strconv.FormatUint(spec.seed, 10)
	space := worldSpace(spec.seed)
	err := s.AddSpace(ctx, space, civic.Space{Title: "Atti che funzionano", Access: civic.AccessPublic, Region: civic.NationWide})
	if err != nil {
		return err
	}
	channel := civic.SpaceChannel(space)
	for first := 0; first < spec.posts; first += threadPosts {
		thread := civic.DerivedID("world", "thread", seed, strconv.Itoa(first))
		v := g.voice(postStream, first)
		effects := []civic.Effect{}
		add := func(kind civic.RecordKind, id civic.ID, body any) error {
			raw, err := json.Marshal(body)
			if err != nil {
				return err
			}
			var fields civic.Fields
			if err := json.Unmarshal(raw, &fields); err != nil {
				return err
			}
			effects = append(effects, civic.Effect{Kind: kind, ID: id, Channel: channel, Fields: fields})
			return nil
		}
		title := v.fill(v.pick(g.subjects[v.IntN(len(g.subjects))].subjects))
		if err := add(civic.KindThread, thread, civic.Thread{Space: space, Title: title}); err != nil {
			return err
		}
		for i := first; i < min(first+threadPosts, spec.posts); i++ {
			id := civic.DerivedID("world", "post", seed, strconv.Itoa(i))
			if err := add(civic.KindPost, id, civic.Post{Thread: thread, Text: g.post(i)}); err != nil {
				return err
			}
		}
		author := civic.DerivedID("world", "person", seed, strconv.Itoa(first/threadPosts%40))
		if err := s.Write(ctx, author, effects); err != nil {
			return err
		}
	}
	return nil
}

// worldSpace is the space that holds a world's threads.
func worldSpace(seed uint64) civic.ID {
	return civic.DerivedID("world", "space", strconv.FormatUint(seed, 10))
}
