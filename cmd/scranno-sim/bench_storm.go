package main

import (
	"bytes"
	"compress/gzip"
	"context"
	cryptorand "crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"scranno/app/civic"
	"scranno/cmd/assemble"
	"scranno/sync/wire"
)

const (
	stormActs   = 5_000
	stormDown   = 100 // changes
	stormUp     = 3   // commands
	stormWithin = 5 * time.Second
	stormText   = 480      // bytes of what goes up
	stormAnswer = 16 << 20 // bytes of an answer that are made room for at once
)

// storm lets desks come back within five seconds, each with changes to fetch
// and commands to send, and the same number of clients come to PocketBase.
func (b *bencher) storm(ctx context.Context) error {
	data := b.path("storm")
	set, err := assemble.OpenCentral(ctx, assemble.CentralOptions{Data: data})
	if err != nil {
		return err
	}
	var thread civic.ID
	var people *crew
	err = fillActs(ctx, set, stormActs)
	if err == nil {
		_, thread, err = fillPosts(ctx, set, 1)
	}
	if err == nil {
		people, err = enlist(ctx, set, b.clients)
	}
	if err = errors.Join(err, set.Close()); err != nil {
		return err
	}
	m, err := serveMeasured(ctx, data)
	if err != nil {
		return err
	}
	ours, err := b.stormOn(ctx, m, people, thread)
	if err = errors.Join(err, m.stop()); err != nil {
		return err
	}
	b.add(measure{
		what: fmt.Sprintf("%d desks back in %s, server's CPU", b.clients, stormWithin), ours: fmt.Sprintf("%.2f s", ours.cpu),
	})
	row := len(b.rows) - 1
	b.add(measure{what: "  for each desk that was served", ours: ms(ours.each())})
	b.add(measure{what: "  failures", ours: fmt.Sprint(ours.failed), limit: "0"})
	b.add(measure{what: "  99 of 100 have all within", ours: fmt.Sprintf("%.2f s", ours.p99)})
	b.add(measure{what: "  all have all after", ours: fmt.Sprintf("%.1f s", ours.wall)})
	b.add(measure{what: "  memory of the server at its peak", ours: fmt.Sprintf("%.0f MB", ours.rss)})
	for _, why := range ours.why {
		say(b.s.err, "  failed: "+why)
	}
	if b.peers == "" {
		say(b.s.err, "no peers folder: the storm stands alone")
		return nil
	}
	theirs, err := b.stormPeer(ctx)
	if err != nil {
		return err
	}
	// Who is turned away costs little: the ratio is of what a served desk costs.
	b.rows[row].floor = fmt.Sprintf("%.2f s", theirs.cpu)
	b.rows[row+1].floor, b.rows[row+1].ratio, b.rows[row+1].limit = ms(theirs.each()), ours.each()/theirs.each(), "≤ 0.25"
	b.rows[row+2].floor = fmt.Sprint(theirs.failed)
	b.rows[row+3].floor = fmt.Sprintf("%.2f s", theirs.p99)
	b.rows[row+4].floor = fmt.Sprintf("%.1f s", theirs.wall)
	return nil
}

// stormed is how a storm went.
type stormed struct {
	cpu, p99, wall, rss float64
	served, failed      int
	why                 []string
}

// each is what one that was served took, in milliseconds of the server's CPU.
func (s stormed) each() float64 { return s.cpu * 1000 / float64(max(s.served, 1)) }

// gust runs one client's part at a random moment of the window, each on a
// connection of its own.
func gust(ctx context.Context, n int, one func(ctx context.Context, i int, c *http.Client) error) stormed {
	var all sync.WaitGroup
	var mu sync.Mutex
	var s stormed
	var took []float64
	seen := map[string]bool{}
	began := time.Now()
	for i := range n {
		all.Go(func() {
			t := time.NewTimer(rand.N(stormWithin)) //nolint:gosec // spreads arrivals
			defer t.Stop()
			select {
			case <-ctx.Done():
				return
			case <-t.C:
			}
			c := &http.Client{Timeout: 2 * time.Minute, Transport: &http.Transport{
				DisableCompression: true, MaxConnsPerHost: 1, DialContext: (&net.Dialer{Timeout: time.Minute}).DialContext,
			}}
			defer c.CloseIdleConnections()
			from := time.Now()
			err := one(ctx, i, c)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				s.failed++
				if why := err.Error(); !seen[why] && len(seen) < 5 {
					seen[why] = true
					s.why = append(s.why, why)
				}
				return
			}
			took = append(took, time.Since(from).Seconds())
		})
	}
	all.Wait()
	s.served, s.wall, s.p99 = len(took), time.Since(began).Seconds(), quantile(took, 0.99)
	return s
}

func (b *bencher) stormOn(ctx context.Context, m *measured, people *crew, thread civic.ID) (stormed, error) {
	if err := people.signIn(ctx, m.url); err != nil {
		return stormed{}, err
	}
	epoch, err := epochAt(ctx, m.url)
	if err != nil {
		return stormed{}, err
	}
	before, err := m.tell(wordStat)
	if err == nil && b.profile != "" {
		_, err = m.tell(wordProfile + " " + filepath.Join(b.profile, "storm.pprof"))
	}
	if err != nil {
		return stormed{}, err
	}
	s := gust(ctx, b.clients, func(ctx context.Context, i int, c *http.Client) error {
		after := int64(rand.IntN(stormActs/stormDown-1) * stormDown) //nolint:gosec // where it stood
		desk := asker{c: c, base: m.url, token: people.access[i], device: people.devices[i]}
		ops, err := desk.pullSome(ctx, epoch, after)
		if err != nil {
			return err
		}
		if ops < stormDown-10 {
			return fmt.Errorf("only %d changes", ops)
		}
		return desk.pushSome(ctx, thread)
	})
	if b.profile != "" {
		if _, err := m.tell(wordProfile); err != nil {
			return s, err
		}
	}
	after, err := m.tell("now")
	s.cpu, s.rss = after.CPU-before.CPU, after.RSS
	return s, err
}

func epochAt(ctx context.Context, base string) (string, error) {
	data, err := asker{c: http.DefaultClient, base: base}.ask(ctx, http.MethodGet, wire.PathHello, nil)
	if err != nil {
		return "", err
	}
	var h civic.Hello
	return h.Epoch, json.Unmarshal(data, &h)
}

// asker asks a server as somebody, in a form of compression.
type asker struct {
	c                 *http.Client
	base, token, form string
	device            civic.ID
}

// ask sends a request and gives the answer's body as it came.
func (a asker) ask(ctx context.Context, method, path string, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, a.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if a.token != "" {
		req.Header.Set("Authorization", "Bearer "+a.token)
	}
	req.Header.Set("Content-Type", wire.TypeJSON)
	if a.form != "" {
		req.Header.Set("Accept-Encoding", a.form)
	}
	resp, err := a.c.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }() // read whole below
	var whole bytes.Buffer
	if n := resp.ContentLength; n > 0 && n < stormAnswer {
		whole.Grow(int(n) + bytes.MinRead) // read without growing, which would cost the measured server its processor
	}
	_, err = whole.ReadFrom(resp.Body)
	data := whole.Bytes()
	if err == nil && resp.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %.200s", method, resp.Status, data)
	}
	return data, err
}

// pullSome asks for about a hundred changes above a cursor. One answer in a
// hundred is read as a desk reads it; the others are counted by their length.
func (a asker) pullSome(ctx context.Context, epoch string, after int64) (ops int, err error) {
	q := wire.NewFeedRequest(epoch, []civic.Want{{Channel: benchActs, Tail: after}}, stormDown*(actBytes+700))
	body, err := json.Marshal(q)
	if err != nil {
		return 0, err
	}
	read := rand.IntN(100) == 0 //nolint:gosec // which to read
	a.form = "zstd"
	if read {
		a.form = "gzip"
	}
	data, err := a.ask(ctx, http.MethodPost, wire.PathFeed, body)
	if err != nil {
		return 0, err
	}
	if !read && len(data) > 20_000 {
		return stormDown, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return 0, err
	}
	page, err := wire.ReadPage(z, wire.DefaultLimits())
	return len(page.Ops), err
}

// pushSome sends three posts and sees that each has its receipt.
func (a asker) pushSome(ctx context.Context, thread civic.ID) error {
	q := wire.PushRequest{Device: a.device, Schema: civic.SchemaVersion}
	for range stormUp {
		id, err := civic.NewID(time.Now(), cryptorand.Reader)
		if err != nil {
			return err
		}
		post, err := civic.NewID(time.Now(), cryptorand.Reader)
		if err != nil {
			return err
		}
		args, err := json.Marshal(civic.PostArgs{ID: post, Thread: thread, Text: strings.Repeat("testo ", stormText/6)})
		if err != nil {
			return err
		}
		n := 1 + rand.Int64N(1<<40) //nolint:gosec // numbers may come in any order
		q.Commands = append(q.Commands, civic.Command{ID: id, N: n, Name: civic.CmdPost, Args: args})
	}
	body, err := json.Marshal(q)
	if err != nil {
		return err
	}
	data, err := a.ask(ctx, http.MethodPost, wire.PathCommands, body)
	if err != nil {
		return err
	}
	var said wire.PushAnswer
	if err := json.Unmarshal(data, &said); err != nil {
		return err
	}
	for _, a := range said.Answers {
		if a.Receipt == nil || a.Receipt.Outcome != civic.Accepted {
			return fmt.Errorf("not accepted: %.200s", data)
		}
	}
	return nil
}
