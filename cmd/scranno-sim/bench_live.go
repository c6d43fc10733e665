package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"scranno/app/civic"
	"scranno/cmd/assemble"
	"scranno/sync/wire"
)

// liveRounds is how many changes are waited for, one after another.
const liveRounds = 5

// live opens streams, one a desk, and measures what each costs the central and
// how long one change takes to reach all.
func (b *bencher) live(ctx context.Context) error {
	data := b.path("live")
	set, err := assemble.OpenCentral(ctx, assemble.CentralOptions{Data: data})
	if err != nil {
		return err
	}
	people, err := enlist(ctx, set, b.clients)
	var space, thread civic.ID
	if err == nil {
		space, thread, err = fillPosts(ctx, set, 1)
	}
	if err = errors.Join(err, set.Close()); err != nil {
		return err
	}
	m, err := serveMeasured(ctx, data)
	if err != nil {
		return err
	}
	return errors.Join(b.liveOn(ctx, m, people, space, thread), m.stop())
}

func (b *bencher) liveOn(ctx context.Context, m *measured, people *crew, space, thread civic.ID) error {
	if err := people.signIn(ctx, m.url); err != nil {
		return err
	}
	before, err := m.tell(wordStat)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	h := &hearers{moved: make(chan struct{}, b.clients)}
	defer h.close()
	for i := range b.clients {
		if err := h.listen(ctx, m.url, people.access[i], liveChannels(people.people[i], space)); err != nil {
			return fmt.Errorf("stream %d: %w", i, err)
		}
	}
	after, err := m.tell(wordStat)
	if err != nil {
		return err
	}
	each := float64(b.clients) / 1024 // streams for which a megabyte is a kibibyte each
	b.add(measure{
		what: fmt.Sprintf("%d live streams, memory of the central for each", b.clients),
		ours: fmt.Sprintf("%.1f KiB", (after.RSS-before.RSS)/each), limit: "≤ 40 KiB",
	})
	b.add(measure{
		what: "  of it in use, and of that stacks", ours: fmt.Sprintf("%.1f KiB, %.1f KiB", (after.Heap-before.Heap)/each, (after.Stacks-before.Stacks)/each),
	})
	b.add(measure{what: "  goroutines for each", ours: fmt.Sprintf("%.1f", float64(after.Threads-before.Threads)/float64(b.clients))})
	if b.profile != "" {
		if _, err := m.tell(wordHeap + " " + b.profile + "/live-heap.pprof"); err != nil {
			return err
		}
		if _, err := m.tell(wordProfile + " " + b.profile + "/live.pprof"); err != nil {
			return err
		}
	}
	var took []float64
	for n := range liveRounds {
		seconds, err := h.change(ctx, m.url, people, thread, n)
		if err != nil {
			return err
		}
		took = append(took, seconds)
	}
	if b.profile != "" {
		if _, err := m.tell(wordProfile); err != nil {
			return err
		}
	}
	end, err := m.tell("now")
	if err != nil {
		return err
	}
	b.add(measure{what: "  one change reaches all within", ours: fmt.Sprintf("%.2f s", quantile(took, 1)), limit: "≤ 0.5 s"})
	b.add(measure{what: "  CPU of the central for it", ours: fmt.Sprintf("%.2f s", (end.CPU-after.CPU)/liveRounds)})
	return nil
}

// liveChannels are thirty, as a desk keeps.
func liveChannels(person, space civic.ID) []civic.Channel {
	out := []civic.Channel{
		civic.UserChannel(person), civic.SpaceChannel(space), civic.PeoplePublic, civic.PeopleMembers, civic.PublicNational, "talk/08", "public/08",
	}
	for _, region := range []civic.Region{"08", "national", "europe", "09"} {
		for year := 2021; len(out) < 30 && year <= 2026; year++ {
			out = append(out, civic.ActChannel(civic.Everyone, region, year))
		}
	}
	return out
}

// hearers are desks that listen.
type hearers struct {
	moved chan struct{}
	mu    sync.Mutex
	conns []net.Conn
}

func (h *hearers) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range h.conns {
		_ = c.Close() // nothing more is wanted of it
	}
}

// listen opens a stream and waits for its first event.
func (h *hearers) listen(ctx context.Context, base, token string, channels []civic.Channel) error {
	u, err := url.Parse(base)
	if err != nil {
		return err
	}
	conn, err := (&net.Dialer{Timeout: time.Minute}).DialContext(ctx, "tcp", u.Host)
	if err != nil {
		return err
	}
	h.mu.Lock()
	h.conns = append(h.conns, conn)
	h.mu.Unlock()
	query, _ := wire.LiveQuery(channels)
	ask := "GET " + wire.PathLive + "?" + query + " HTTP/1.1\r\nHost: " + u.Host + "\r\nAuthorization: Bearer " + token +
		"\r\nAccept: " + wire.TypeEvents + "\r\n\r\n"
	if _, err := io.WriteString(conn, ask); err != nil {
		return err
	}
	in := bufio.NewReaderSize(conn, 1<<10)
	for {
		line, err := in.ReadSlice('\n')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
		if strings.HasPrefix(string(line), "data:") {
			break
		}
		if strings.HasPrefix(string(line), "HTTP/1.1 ") && !strings.HasPrefix(string(line), "HTTP/1.1 200") {
			return fmt.Errorf("refused: %s", strings.TrimSpace(string(line)))
		}
	}
	go h.hear(in)
	return nil
}

func (h *hearers) hear(in *bufio.Reader) {
	for {
		line, err := in.ReadSlice('\n')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return
		}
		if strings.HasPrefix(string(line), "event: "+wire.LiveMoved) {
			h.moved <- struct{}{}
		}
	}
}

// change has one person write a post, and gives the seconds until all heard.
func (h *hearers) change(ctx context.Context, base string, people *crew, thread civic.ID, n int) (float64, error) {
	time.Sleep(time.Second) // what the last one stirred is over
	for len(h.moved) > 0 {
		<-h.moved
	}
	began := time.Now()
	writer := asker{c: http.DefaultClient, base: base, token: people.access[n], device: people.devices[n]}
	if err := writer.pushSome(ctx, thread); err != nil {
		return 0, err
	}
	late := time.NewTimer(time.Minute)
	defer late.Stop()
	for heard := range len(people.access) {
		select {
		case <-h.moved:
		case <-late.C:
			return 0, fmt.Errorf("only %d of %d heard of it", heard, len(people.access))
		}
	}
	return time.Since(began).Seconds(), nil
}
