package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"strings"
	"sync"
	"syscall"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/cmd/assemble"
	"scranno/sync/issuer"
	"scranno/sync/server"
	"scranno/sync/wire"
)

// A central that is measured is a process of its own, started with this word,
// its data folder and, where it speaks TLS, the file of its certificate and key. It prints its address, and answers each line that it is
// told with one of figures.
const benchCentral = "central"

// The words of a measured central: figures after a collection; begin and end a
// profile; what memory holds. All end with figures.
const (
	wordStat    = "stat"
	wordProfile = "profile"
	wordHeap    = "heap"
)

// serving is what a measured central says of itself.
type serving struct {
	URL     string  `json:"url,omitempty"`
	CPU     float64 `json:"cpu"`  // seconds so far
	RSS     float64 `json:"rss"`  // MB now
	Heap    float64 `json:"heap"` // MB, with stacks
	Stacks  float64 `json:"stacks"`
	Threads int     `json:"goroutines"`
}

// benchCentralProcess serves until its input ends.
func benchCentralProcess(ctx context.Context, s streams, args []string) error {
	if len(args) < 1 || len(args) > 2 {
		return usage("bench central is started by bench")
	}
	var cert string
	if len(args) == 2 {
		cert = args[1]
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	free := server.Rate{PerSecond: 1e6, Burst: 1e6}
	plenty := server.AtOnce{Total: 1e6, Address: 1e6, Person: 1e6}
	said := json.NewEncoder(s.out)
	ended := make(chan error, 1)
	ready := make(chan struct{})
	go func() {
		ended <- assemble.ServeCentral(ctx, assemble.ServeOptions{
			Listen: "127.0.0.1:0", TLSCert: cert, TLSKey: cert, Ready: func(v assemble.Serving) error {
				defer close(ready)
				return said.Encode(serving{URL: v.URL})
			},
			CentralOptions: assemble.CentralOptions{
				Data: args[0], Log: slog.New(slog.DiscardHandler),
				Rates: server.Rates{Address: free, Person: free, Flights: plenty, Streams: plenty},
			},
		})
	}()
	select {
	case <-ready:
	case err := <-ended:
		return err
	}
	for in := bufio.NewScanner(s.in); in.Scan(); {
		word, arg, _ := strings.Cut(in.Text(), " ")
		if err := obey(word, arg); err != nil {
			return err
		}
		if err := said.Encode(figuresNow()); err != nil {
			return err
		}
	}
	cancel()
	return <-ended
}

func obey(word, arg string) error {
	switch {
	case word == wordHeap:
		f, err := os.Create(arg) //nolint:gosec // the bench's own folder
		if err != nil {
			return err
		}
		return errors.Join(pprof.Lookup("heap").WriteTo(f, 0), f.Close())
	case word == wordStat:
		debug.FreeOSMemory()
	case word == wordProfile && arg != "":
		f, err := os.Create(arg) //nolint:gosec // the bench's own folder
		if err != nil {
			return err
		}
		return pprof.StartCPUProfile(f)
	case word == wordProfile:
		pprof.StopCPUProfile()
	}
	return nil
}

func figuresNow() serving {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return serving{
		CPU: ownCPU(), RSS: ownRSS(), Heap: float64(m.HeapAlloc+m.StackInuse) / (1 << 20),
		Stacks: float64(m.StackInuse) / (1 << 20), Threads: runtime.NumGoroutine(),
	}
}

// measured is a central in a process of its own.
type measured struct {
	url string
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
}

func serveMeasured(ctx context.Context, data string, cert ...string) (*measured, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	m := &measured{cmd: exec.CommandContext(ctx, self, append([]string{"bench", benchCentral, data}, cert...)...)} //nolint:gosec // this program
	m.cmd.Stderr = os.Stderr
	m.cmd.Cancel = func() error { return m.cmd.Process.Signal(syscall.SIGTERM) }
	if m.in, err = m.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := m.cmd.StdoutPipe()
	if err == nil {
		err = m.cmd.Start()
	}
	if err != nil {
		return nil, err
	}
	m.out = bufio.NewScanner(out)
	said, err := m.read()
	m.url = said.URL
	return m, err
}

func (m *measured) read() (s serving, err error) {
	if !m.out.Scan() {
		return s, errors.Join(m.out.Err(), errors.New("the central ended"))
	}
	return s, json.Unmarshal(m.out.Bytes(), &s)
}

// tell gives the central a word and reads its figures.
func (m *measured) tell(words string) (serving, error) {
	if _, err := io.WriteString(m.in, words+"\n"); err != nil {
		return serving{}, err
	}
	return m.read()
}

func (m *measured) stop() error {
	if err := m.in.Close(); err != nil {
		return err
	}
	return m.cmd.Wait()
}

// crew are people at desks, signed in without a password.
type crew struct {
	people  []civic.ID
	devices []civic.ID
	refresh []string
	access  []string
}

// enlist makes n desks, four to a person, in an open data folder.
func enlist(ctx context.Context, set *assemble.CentralSet, n int) (*crew, error) {
	c := &crew{}
	var person civic.ID
	for i := range n {
		if i%4 == 0 {
			var err error
			p := central.NewPerson{Email: fmt.Sprintf("banco%d@esempio.it", i), Name: fmt.Sprintf("Banco %d", i)}
			if person, err = set.AddPerson(ctx, p, ""); err != nil {
				return nil, err
			}
		}
		device := civic.DerivedID("bench", "device", fmt.Sprint(i))
		refresh, err := issuer.NewToken()
		if err == nil {
			err = set.Service.TouchDevice(ctx, civic.Device{ID: device, Person: person, Name: "Banco"})
		}
		if err == nil {
			err = set.Service.PutSession(ctx, civic.Session{
				ID: civic.DerivedID("bench", "session", fmt.Sprint(i)), Person: person, Device: device, Client: wire.ClientDesk,
				Scopes: []string{"openid", "profile", wire.ScopeOffline}, AuthTime: time.Now(), Current: issuer.TokenHash(refresh),
				Expires: time.Now().Add(time.Hour),
			})
		}
		if err != nil {
			return nil, err
		}
		c.people, c.devices, c.refresh = append(c.people, person), append(c.devices, device), append(c.refresh, refresh)
	}
	return c, nil
}

// signIn renews every desk's token.
func (c *crew) signIn(ctx context.Context, base string) error {
	c.access = make([]string, len(c.refresh))
	var first error
	var mu sync.Mutex
	next := make(chan int)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range next {
				token, err := renew(ctx, base, c.refresh[i])
				mu.Lock()
				c.access[i] = token
				first = errors.Join(first, err)
				mu.Unlock()
			}
		})
	}
	for i := range c.refresh {
		next <- i
	}
	close(next)
	all.Wait()
	return first
}

func renew(ctx context.Context, base, refresh string) (string, error) {
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}, "client_id": {wire.ClientDesk}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/oauth/token", strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = resp.Body.Close() }() // read whole below
	var said struct {
		Access string `json:"access_token"`
	}
	data, err := io.ReadAll(resp.Body)
	if err == nil {
		err = json.Unmarshal(data, &said)
	}
	if err == nil && said.Access == "" {
		err = fmt.Errorf("no token: %s: %s", resp.Status, bytes.TrimSpace(data))
	}
	return said.Access, err
}

// The channel of the acts that are measured, and the size of one.
const (
	benchActs = civic.Channel("acts/08/2026")
	actBytes  = 5_900
)

// fillActs imports acts of 6 kB into one channel.
func fillActs(ctx context.Context, set *assemble.CentralSet, n int) error {
	var bad error
	lines := func(yield func(int, central.ImportLine) bool) {
		rng := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // words to fill with
		for i := range n {
			l := central.ImportLine{ID: civic.DerivedID("bench", "act", fmt.Sprint(i)), Text: filler(rng, actBytes)}
			l.Content = civic.Content{
				Kind: civic.Motion, Level: civic.Municipal, Body: "istat:037006", BodyName: "Bologna", Region: "08",
				Subject: fmt.Sprintf("Mozione %d", i), Date: "2026-03-02",
			}
			if !yield(i+1, l) {
				return
			}
		}
	}
	_, err := set.Service.ImportLines(ctx, lines, false, func(line int, err error) { bad = fmt.Errorf("%w %d: %w", errRefused, line, err) })
	return errors.Join(err, bad)
}

// filler makes words that compress about as acts do.
func filler(rng *rand.Rand, size int) string {
	words := strings.Fields("il consiglio comunale impegna la giunta a promuovere mobilità sostenibile rifiuti bilancio partecipativo scuola " +
		"ambiente acqua pubblica trasparenza urbanistica verde sociale digitale cultura lavoro sanità territorio quartiere delibera")
	var b strings.Builder
	for b.Len() < size {
		b.WriteString(words[rng.IntN(len(words))])
		b.WriteByte(byte('a' + rng.IntN(26)))
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String())
}

// fillPosts makes a space that all read, with a conversation of so many posts.
func fillPosts(ctx context.Context, set *assemble.CentralSet, posts int) (space, thread civic.ID, err error) {
	space = civic.DerivedID("bench", "space")
	err = set.Service.AddSpace(ctx, space, civic.Space{Title: "Banco", Access: civic.AccessPublic, Region: civic.NationWide})
	if err != nil {
		return "", "", err
	}
	rng := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // words to fill with
	t := talk{s: set.Service, space: space}
	for i := range posts {
		if err := t.post(ctx, fmt.Sprint(i), filler(rng, 400)); err != nil {
			return "", "", err
		}
		if i == 0 {
			thread = t.thread
		}
	}
	return space, thread, t.flush(ctx)
}
