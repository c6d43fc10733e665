package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// pouch is PouchDB: a server that holds the floor's rows and a client that
// replicates them onto a disk, run from a copy of their sources. Without a server
// it is not measured.
type pouch struct {
	dir, url string
	runs     int
	server   *exec.Cmd
}

// startPouch copies the sources, lets npm fetch what they stand on, and starts
// the server. Without the folder of the peers there is none.
func (b *bencher) startPouch(ctx context.Context, data string) (*pouch, error) {
	if b.peers == "" {
		return &pouch{}, nil
	}
	p := &pouch{dir: b.path("pouch")}
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		return nil, err
	}
	for _, name := range []string{"package.json", "server.js", "client.js"} {
		text, err := os.ReadFile(filepath.Join(b.peers, "pouch", name)) //nolint:gosec // what bench was told
		if err == nil {
			err = os.WriteFile(filepath.Join(p.dir, name), text, 0o600)
		}
		if err != nil {
			return nil, err
		}
	}
	install := exec.CommandContext(ctx, "npm", "install", "--no-audit", "--no-fund")
	install.Dir = p.dir
	if said, err := install.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("npm: %w: %.500s", err, said)
	}
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	return p, p.serve(ctx, data, address)
}

func (p *pouch) serve(ctx context.Context, data, address string) error {
	_, port, _ := strings.Cut(address, ":")
	p.url = "http://" + address
	p.server = exec.CommandContext(ctx, "node", filepath.Join(p.dir, "server.js"), data, filepath.Join(p.dir, "source"), port) //nolint:gosec // our own paths
	p.server.Dir = p.dir
	out, err := p.server.StdoutPipe()
	if err == nil {
		err = p.server.Start()
	}
	if err != nil {
		return err
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "READY") {
			return nil
		}
	}
	p.stop()
	return errors.New("the server of PouchDB is not ready")
}

func (p *pouch) stop() {
	if p.server != nil {
		_ = p.server.Process.Kill() // it has no other end
		_ = p.server.Wait()
	}
}

// pull replicates all into an empty folder, a thousand at a time.
func (p *pouch) pull(ctx context.Context, into *pulls) error {
	if p.server == nil {
		return nil
	}
	p.runs++
	store := filepath.Join(p.dir, fmt.Sprintf("client-%d", p.runs))
	cmd := exec.CommandContext(ctx, "node", filepath.Join(p.dir, "client.js"), p.url, store, "1000", "1") //nolint:gosec // our own paths
	cmd.Dir = p.dir
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("PouchDB: %w", err)
	}
	var said struct {
		OK      bool    `json:"ok"`
		Seconds float64 `json:"seconds"`
		CPU     float64 `json:"client_cpu_s"`
	}
	lines := bytes.Split(bytes.TrimSpace(out), []byte("\n"))
	if err := json.Unmarshal(lines[len(lines)-1], &said); err != nil || !said.OK {
		return errors.Join(errors.New("PouchDB did not end well"), err)
	}
	into.peer, into.peerCPU = append(into.peer, said.Seconds), append(into.peerCPU, said.CPU)
	return os.RemoveAll(store)
}
