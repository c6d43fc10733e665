package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// peer is PocketBase with 5,000 acts of 6 kB, built from its sources in a
// folder of its own.
type peer struct {
	url string
	cmd *exec.Cmd
}

// startPeer builds, fills and starts it.
func (b *bencher) startPeer(ctx context.Context) (*peer, error) {
	dir := b.path("pocketbase")
	program := filepath.Join(dir, "peer.bin")
	if _, err := os.Stat(program); err != nil {
		if err := os.CopyFS(dir, sourceFS{os.DirFS(filepath.Join(b.peers, "http", "pocketbase"))}); err != nil {
			return nil, err
		}
		build := exec.CommandContext(ctx, "go", "build", "-o", program, ".") //nolint:gosec // our own paths
		build.Dir, build.Env = dir, append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-mod=mod")
		if said, err := build.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%w: %.500s", err, said)
		}
		seed := exec.CommandContext(ctx, program, "seed", "--dir", filepath.Join(dir, "data")) //nolint:gosec // our own program
		if said, err := seed.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%w: %.500s", err, said)
		}
	}
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	p := &peer{url: "http://" + address}
	p.cmd = exec.CommandContext(ctx, program, "serve", "--dir", filepath.Join(dir, "data"), "--http", address) //nolint:gosec // our own program
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	for until := time.Now().Add(patience); ; {
		if _, err := (asker{c: http.DefaultClient, base: p.url}).ask(ctx, http.MethodGet, "/api/health", nil); err == nil {
			return p, nil
		}
		if time.Now().After(until) || ctx.Err() != nil {
			_, err := p.stop()
			return nil, errors.Join(err, errors.New("the peer does not answer"))
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// stop ends it and gives the CPU seconds that it took in all.
func (p *peer) stop() (cpu float64, err error) {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return 0, err
	}
	_ = p.cmd.Wait() // it ends by a signal
	return (p.cmd.ProcessState.UserTime() + p.cmd.ProcessState.SystemTime()).Seconds(), nil
}

// stormPeer is the same storm upon the peer, without signing in.
func (b *bencher) stormPeer(ctx context.Context) (stormed, error) {
	p, err := b.startPeer(ctx)
	if err != nil {
		return stormed{}, err
	}
	s := gust(ctx, b.clients, func(ctx context.Context, i int, c *http.Client) error {
		after := rand.IntN(stormActs/stormDown-1) * stormDown //nolint:gosec // where it stood
		a := asker{c: c, base: p.url}
		if _, err := a.ask(ctx, http.MethodGet, listOf(after), nil); err != nil {
			return err
		}
		for n := range stormUp {
			body := fmt.Sprintf(`{"opid":"%d-%d-%d","body":"%s"}`, time.Now().UnixNano(), i, n, strings.Repeat("testo ", stormText/6))
			if _, err := a.ask(ctx, http.MethodPost, "/api/collections/ops/records", []byte(body)); err != nil {
				return err
			}
		}
		return nil
	})
	s.cpu, err = p.stop()
	return s, err
}

func listOf(after int) string {
	return fmt.Sprintf("/api/collections/acts/records?perPage=%d&skipTotal=1&sort=seq&filter=(seq%%3E%d)", stormDown, after)
}

// hammer asks again and again from so many connections for so long, and gives
// the answers in a second.
func hammer(ctx context.Context, conns int, lasts time.Duration, one func(ctx context.Context, c *http.Client) error) (perSecond float64, err error) {
	ctx, cancel := context.WithTimeout(ctx, lasts)
	defer cancel()
	var mu sync.Mutex
	done := 0
	var all sync.WaitGroup
	began := time.Now()
	for range conns {
		all.Go(func() {
			c := &http.Client{Transport: &http.Transport{DisableCompression: true, MaxConnsPerHost: 1}}
			defer c.CloseIdleConnections()
			for ctx.Err() == nil {
				oneErr := one(ctx, c)
				if ctx.Err() != nil {
					return
				}
				mu.Lock()
				done++
				if oneErr != nil && err == nil {
					err = oneErr
				}
				mu.Unlock()
				if oneErr != nil {
					return
				}
			}
		})
	}
	all.Wait()
	return float64(done) / time.Since(began).Seconds(), err
}
