package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
)

// streams are what a tool reads and writes: results go to out, words for people
// to err.
type streams struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// usage is a fault in what was typed, in words.
type usage string

func (u usage) Error() string { return string(u) }

type tool func(ctx context.Context, s streams, args []string) error

// tools are the commands beside run.
func tools() map[string]tool {
	return map[string]tool{"bench": bench, "convert": convert, "world": world}
}

// use runs a tool and gives the exit code.
func (t tool) use(ctx context.Context, s streams, args []string) int {
	err := t(ctx, s, args)
	var u usage
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitDone
	case errors.As(err, &u):
		say(s.err, "scranno-sim: "+string(u))
		return exitUsage
	}
	say(s.err, fmt.Sprintf("scranno-sim: %v", err))
	return exitFailed
}

// words parses the flags, which may stand before and after the words, and gives
// the words.
func words(s streams, name string, args []string, define func(*flag.FlagSet)) ([]string, error) {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(s.err)
	define(f)
	var out []string
	for {
		if err := f.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, err
			}
			return nil, usage(err.Error())
		}
		if args = f.Args(); len(args) == 0 {
			return out, nil
		}
		out, args = append(out, args[0]), args[1:]
	}
}
