package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"scranno/app/central"
	"scranno/app/civic"
)

// floor is the least that the task costs: a program that moves and indexes the
// same rows and knows no rule. It is built from its sources in a folder of its
// own.
type floor struct{ dir, program string }

func buildFloor(ctx context.Context, sources, dir string) (*floor, error) {
	if err := os.CopyFS(dir, sourceFS{os.DirFS(sources)}); err != nil {
		return nil, err
	}
	f := &floor{dir: dir, program: filepath.Join(dir, "floor.bin")}
	build := exec.CommandContext(ctx, "go", "build", "-o", f.program, ".") //nolint:gosec // our own paths
	build.Dir = dir
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-mod=mod")
	if said, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, bytes.TrimSpace(said))
	}
	return f, nil
}

// sourceFS shows the Go files of a folder, and nothing below it.
type sourceFS struct{ fs.FS }

func (s sourceFS) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(s.FS, name)
	var out []fs.DirEntry
	for _, e := range all {
		if ext := filepath.Ext(e.Name()); !e.IsDir() && (ext == ".go" || ext == ".mod" || ext == ".sum") {
			out = append(out, e)
		}
	}
	return out, err
}

// say runs a command of the floor and gives the last line of figures it prints.
func (f *floor) say(ctx context.Context, args ...string) (map[string]any, error) {
	out, err := exec.CommandContext(ctx, f.program, args...).Output() //nolint:gosec // our own program
	if err != nil {
		return nil, fmt.Errorf("floor %s: %w", args[0], err)
	}
	lines := bytes.Split(bytes.TrimSpace(out), []byte("\n"))
	var figures map[string]any
	if err := json.Unmarshal(lines[len(lines)-1], &figures); err != nil {
		return nil, fmt.Errorf("floor %s: %w", args[0], err)
	}
	return figures, nil
}

// corpus makes the floor's material: acts of 6 kB and posts of 400 bytes.
func (f *floor) corpus(ctx context.Context, acts, posts int) (dir string, err error) {
	dir = filepath.Join(f.dir, fmt.Sprintf("data-%d-%d", acts, posts))
	_, err = f.say(ctx, "gen", "-docs", strconv.Itoa(acts), "-size", "6000", "-small", strconv.Itoa(posts), "-smallsize", "400", "-dir", dir)
	return dir, err
}

// serve answers the floor's client until stop is called.
func (f *floor) serve(ctx context.Context, dir string) (url string, stop func(), err error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return "", nil, err
	}
	cmd := exec.CommandContext(ctx, f.program, "serve", "-dir", dir, "-addr", address) //nolint:gosec // our own program
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = cmd.Process.Kill() // it has no other end
		_ = cmd.Wait()
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || !strings.HasPrefix(line, "READY") {
		stop()
		return "", nil, errors.Join(err, errors.New("the floor's server is not ready"))
	}
	return "http://" + address, stop, nil
}

// item is a row of the floor's material.
type item struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	Act   string `json:"act"`
	Title string `json:"title"`
	Town  string `json:"comune"`
	Date  string `json:"date"`
	Body  string `json:"body"`
}

// readCorpus gives the material row by row; the error comes last.
func readCorpus(dir string) iter.Seq2[item, error] {
	return func(yield func(item, error) bool) {
		f, err := os.Open(filepath.Join(dir, "all.ndjson")) //nolint:gosec // our own folder
		if err != nil {
			yield(item{}, err)
			return
		}
		defer func() { _ = f.Close() }() // only read
		s := bufio.NewScanner(f)
		s.Buffer(nil, 1<<22)
		for s.Scan() {
			var it item
			if err := json.Unmarshal(s.Bytes(), &it); !yield(it, err) || err != nil {
				return
			}
		}
		if err := s.Err(); err != nil {
			yield(item{}, err)
		}
	}
}

// line makes an act of a row: the same words, for our store.
func (it item) line(places map[string]town) central.ImportLine {
	t := places[it.Town]
	l := central.ImportLine{ID: civic.DerivedID("floor", it.ID), Text: it.Body}
	l.Content = civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: civic.BodyCode("istat:" + t.code), BodyName: t.name, Region: t.region,
		Subject: it.Title, Date: civic.Date(it.Date[:min(len(it.Date), 10)]),
	}
	return l
}

func townsByName() map[string]town {
	out := map[string]town{}
	for _, t := range towns() {
		out[t.name] = t
	}
	return out
}
