package wire_test

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// A stream of events from who knows where ends, in events of ours or offline.
func FuzzEvents(f *testing.F) {
	at, err := wire.AppendEvent(nil, wire.LiveAt, wire.Live{Epoch: "e", Heads: map[civic.Channel]int64{"talk/08": 3}, Every: 20})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(at) + "event: ping\ndata: {}\n\n")
	f.Add("data: {\n\n")
	f.Add(":\n\n\r\nevent\ndata:" + strings.Repeat("[", 9_000) + "\n\n")
	f.Fuzz(func(t *testing.T, stream string) {
		r := wire.NewEventReader(strings.NewReader(stream))
		for range len(stream) + 1 {
			e, err := r.Next()
			if err != nil {
				if !civic.Is(err, civic.Offline) {
					t.Fatal(err)
				}
				return
			}
			if !utf8.ValidString(stream) {
				continue // what is no text is written otherwise
			}
			raw, err := wire.AppendEvent(nil, e.Name, e.Live)
			if err != nil {
				t.Fatal(err)
			}
			again, err := wire.NewEventReader(strings.NewReader(string(raw))).Next()
			if err != nil || len(again.Live.Heads) != len(e.Live.Heads) || again.Live.Epoch != e.Live.Epoch {
				t.Fatalf("%q came back as %+v: %v", raw, again, err)
			}
		}
		t.Fatal("more events than bytes")
	})
}

func FuzzLiveRequest(f *testing.F) {
	f.Add("channels=talk/08,space/x,,talk/08&wait=25&tag=a")
	f.Add("wait=-1")
	f.Fuzz(func(t *testing.T, query string) {
		q, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		r, err := wire.ReadLiveRequest(q)
		if err != nil {
			if k := civic.KindOf(err); k != civic.Invalid && k != civic.TooLarge {
				t.Fatal(err)
			}
			return
		}
		if len(r.Channels) > wire.MaxLiveChannels || r.Wait < 0 || len(r.Tag) > 32 {
			t.Fatalf("%+v", r)
		}
	})
}

// An answer that is no success says something when it is our problem document,
// and else that the central was not reached.
func FuzzProblem(f *testing.F) {
	f.Add(409, wire.TypeProblem, []byte(`{"type":"about:blank","kind":"conflict","key":"new-device","status":409}`))
	f.Add(200, wire.TypeProblem+"; x", []byte(`{"kind":"internal","params":{"a":"b"}}`))
	f.Add(0, "text/html", []byte("<h1>Accedi</h1>"))
	f.Fuzz(func(t *testing.T, status int, media string, body []byte) {
		e := wire.ReadProblem(status, media, body)
		if e == nil || e.Kind == "" {
			t.Fatalf("%d %q %q: %+v", status, media, body, e)
		}
		if !strings.Contains(strings.ToLower(media), wire.TypeProblem) && e.Kind != civic.Offline {
			t.Fatalf("%q is believed", media)
		}
		if again := wire.NewProblem(errors.Join(e)); again.Status < 400 {
			t.Fatalf("%+v", again)
		}
	})
}

// What a desk sends and what it is answered, as JSON of anybody's.
func FuzzMessages(f *testing.F) {
	const id = "0190d3f0-0000-7000-8000-0000000000d1"
	f.Add([]byte(`{"epoch":"e","channels":[{"channel":"talk/08","tail":-1,"from":2,"to":3}],"pins":[{"id":"` + id + `","version":1,"sum":"ff"}]}`))
	f.Add([]byte(`{"device":"` + id + `","schema":1,"commands":[{"id":"` + id + `","n":1,"name":"act.useful","args":{"act":"` + id + `"}}]}`))
	f.Add([]byte(`{"answers":[{"id":"` + id + `","state":"receipt","receipt":{"id":"` + id + `","outcome":"accepted"}},{"state":"later"}]}`))
	f.Add([]byte(`{"text":"a","kinds":["motion"],"limit":-5,"total":3,"acts":[{}],"facets":{"a":[{"value":"b"}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var feed wire.FeedRequest
		if wire.Decode(data, &feed) == nil {
			wants, err := feed.Civic()
			for _, w := range wants {
				if w.Tail < civic.Unopened || w.From < 0 || w.To < w.From {
					t.Fatalf("%+v", w)
				}
			}
			pins, err2 := feed.Pinned()
			for _, p := range pins {
				if !p.ID.Valid() || p.Channel != "" && !p.Channel.Valid() {
					t.Fatalf("%+v", p)
				}
			}
			for _, err := range []error{err, err2} {
				if k := civic.KindOf(err); err != nil && k != civic.Invalid && k != civic.TooLarge {
					t.Fatal(err)
				}
			}
		}
		var push wire.PushRequest
		if wire.Decode(data, &push) == nil {
			for _, c := range push.Commands {
				_ = civic.Check(c) // either is right; what counts is that it ends
				_, _ = c.Hash()
			}
		}
		var answer wire.PushAnswer
		if wire.Decode(data, &answer) == nil {
			answers, err := answer.Civic()
			if err != nil && !civic.Is(err, civic.Offline) {
				t.Fatal(err)
			}
			for _, a := range answers {
				if !a.ID.Valid() || a.State == civic.AnswerReceipt && (a.Receipt == nil || a.Receipt.ID != a.ID) {
					t.Fatalf("%+v", a)
				}
			}
		}
		var asked wire.SearchRequest
		if wire.Decode(data, &asked) == nil {
			if _, err := json.Marshal(wire.NewSearchRequest(asked.Civic())); err != nil {
				t.Fatal(err)
			}
		}
		var found wire.SearchAnswer
		if wire.Decode(data, &found) == nil && len(wire.NewSearchAnswer(found.Civic()).Acts) != len(found.Acts) {
			t.Fatalf("%+v", found)
		}
	})
}
