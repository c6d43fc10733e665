package wire_test

import (
	"bytes"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/sync/wire"
)

func TestEventsComeThrough(t *testing.T) {
	heads := map[civic.Channel]int64{}
	for i := range 200 {
		heads[civic.SpaceChannel(civic.DerivedID("live", strings.Repeat("x", i)))] = int64(i)
	}
	want := []wire.Event{
		{Name: wire.LiveAt, Live: wire.Live{Epoch: "e1", Heads: heads, Every: 20}},
		{Name: wire.LivePing},
		{Name: wire.LiveMoved, Live: wire.Live{Heads: map[civic.Channel]int64{"talk/08": 9}, Spread: 100}},
	}
	var b []byte
	for _, e := range want {
		var err error
		if b, err = wire.AppendEvent(b, e.Name, e.Live); err != nil {
			t.Fatal(err)
		}
	}
	b = append([]byte(": a comment\n\n"), b...)
	r := wire.NewEventReader(bytes.NewReader(b))
	for i, w := range want {
		got, err := r.Next()
		if err != nil || got.Name != w.Name || len(got.Live.Heads) != len(w.Live.Heads) || got.Live.Spread != w.Live.Spread {
			t.Fatalf("event %d: %v, %+v", i, err, got)
		}
	}
	if _, err := r.Next(); !civic.Is(err, civic.Offline) {
		t.Fatalf("the end: %v", err)
	}
	for cut := range len(b) - 1 {
		r := wire.NewEventReader(bytes.NewReader(b[:cut]))
		for {
			e, err := r.Next()
			if err != nil {
				break
			}
			if e.Name == "" {
				t.Fatalf("cut at %d gave an event without a name", cut)
			}
		}
	}
}

func TestEventsAreBounded(t *testing.T) {
	read := 0
	endless := readerFunc(func(p []byte) (int, error) {
		read += len(p)
		return copy(p, bytes.Repeat([]byte("a"), len(p))), nil
	})
	if _, err := wire.NewEventReader(endless).Next(); !civic.Is(err, civic.Offline) || read > 1<<20 {
		t.Fatalf("%v after %d bytes", err, read)
	}
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

var _ io.Reader = readerFunc(nil)

func TestLiveQueries(t *testing.T) {
	channels := []civic.Channel{"acts/08/2026", "talk/08", civic.UserChannel(civic.DerivedID("live", "a"))}
	q, fit := wire.LiveQuery(channels)
	if fit != 3 {
		t.Fatal(fit)
	}
	values, err := url.ParseQuery(q + "&wait=20&tag=ab")
	if err != nil {
		t.Fatal(err)
	}
	r, err := wire.ReadLiveRequest(values)
	if err != nil || !slices.Equal(r.Channels, channels) || r.Wait != 20 || r.Tag != "ab" {
		t.Fatalf("%v %+v", err, r)
	}
	many := make([]civic.Channel, 1000)
	for i := range many {
		many[i] = civic.SpaceChannel(civic.DerivedID("live", strings.Repeat("y", i)))
	}
	if q, fit = wire.LiveQuery(many); fit < 100 || fit > wire.MaxLiveChannels || len(q) > 8<<10 {
		t.Fatalf("%d channels in %d bytes", fit, len(q))
	}
	for _, bad := range []string{"wait=0", "wait=x", "tag=" + strings.Repeat("t", 33), "channels=" + strings.Repeat("a,b", 1) + longList()} {
		values, err := url.ParseQuery(bad)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := wire.ReadLiveRequest(values); err == nil {
			t.Errorf("%.20s passes", bad)
		}
	}
}

func longList() string {
	var b strings.Builder
	for i := range wire.MaxLiveChannels + 1 {
		b.WriteString(",c" + strings.Repeat("z", i))
	}
	return b.String()
}
