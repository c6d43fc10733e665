package server_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/sync/server"
	"scranno/sync/wire"
)

// busy is a central of two channels, of which one is not everyone's; it counts
// the pages that it makes.
type busy struct {
	crowded
	heads map[civic.Channel]int64
	made  int
}

const (
	open   civic.Channel = "acts/08/2026"
	closed civic.Channel = "councillors/08/2026"
)

func (b *busy) may(who central.Caller, ch civic.Channel) bool {
	return ch != closed || who.Person != ""
}

func (b *busy) Standing(_ context.Context, who central.Caller, channels []civic.Channel) (central.Standing, error) {
	out := central.Standing{Epoch: "e1", Heads: map[civic.Channel]int64{}}
	for _, ch := range channels {
		if b.may(who, ch) {
			out.Heads[ch] = b.heads[ch]
		}
	}
	return out, nil
}

func (b *busy) Feed(_ context.Context, who central.Caller, q central.FeedRequest) (civic.Page, error) {
	b.made++
	page := civic.Page{Epoch: "e1"}
	for _, w := range q.Wants {
		if !b.may(who, w.Channel) {
			page.Lost = append(page.Lost, w.Channel)
			continue
		}
		if w.Tail == b.heads[w.Channel] {
			continue
		}
		page.Heads = append(page.Heads, civic.Head{Channel: w.Channel, Head: b.heads[w.Channel]})
		page.Cursors = append(page.Cursors, civic.Cursor{Channel: w.Channel, Tail: b.heads[w.Channel]})
		page.Ops = append(page.Ops, civic.Op{Seq: b.heads[w.Channel], Record: civic.Record{
			Kind: civic.KindAct, ID: person, Channel: w.Channel, Version: 1, Born: 1,
			Body: json.RawMessage(`{"a":"` + string(w.Channel) + strings.Repeat("a", 40<<10) + `"}`),
		}})
	}
	return page, nil
}

func TestAPageIsMadeOnceForThoseWhoLackTheSame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &busy{crowded: *newCrowded(t), heads: map[civic.Channel]int64{open: 9, closed: 5, "talk/08": 3}}
		s, err := server.New(server.Options{Service: b, Verifier: b, Log: discard()})
		if err != nil {
			t.Fatal(err)
		}
		h := s.Handler()
		ask := func(token, form, body string) civic.Page {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, wire.PathFeed, strings.NewReader(body))
			r.Header.Set("Content-Type", wire.TypeJSON)
			r.Header.Set("Accept-Encoding", form)
			if token != "" {
				r.Header.Set("Authorization", "Bearer "+token)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != http.StatusOK || w.Header().Get("Content-Encoding") != form {
				t.Fatalf("%d %v", w.Code, w.Header())
			}
			if form != "" {
				return civic.Page{}
			}
			p, err := wire.ReadPage(w.Body, wire.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		const behind = `{"epoch":"e1","channels":[{"channel":"talk/08","tail":3},{"channel":"acts/08/2026","tail":4}]}`
		const both = `{"epoch":"e1","channels":[{"channel":"acts/08/2026","tail":4},{"channel":"councillors/08/2026","tail":2}]}`
		made := func(what string, want int) {
			t.Helper()
			if b.made != want {
				t.Errorf("%s: %d pages were made, not %d", what, b.made, want)
			}
		}
		for range 4 {
			if p := ask("good", "", behind); len(p.Ops) != 1 || p.Ops[0].Channel != open {
				t.Fatalf("%+v", p)
			}
			ask("", "", behind)
		}
		made("the same for all", 2) // who is not signed in gets smaller pages
		ask("good", "zstd", behind)
		ask("good", "zstd", behind)
		made("in another form", 3)
		if p := ask("good", "", both); len(p.Ops) != 2 {
			t.Fatalf("%+v", p)
		}
		ask("good", "", both)
		made("of two channels", 4)
		if p := ask("", "", both); len(p.Ops) != 1 || len(p.Lost) != 1 {
			t.Errorf("somebody who may not read: %d operations", len(p.Ops))
		}
		made("for who may not read", 5)
		b.heads[open] = 10
		if p := ask("good", "", behind); len(p.Ops) != 1 || p.Ops[0].Seq != 10 {
			t.Errorf("after a change: %+v", p.Cursors)
		}
		made("after a change", 6)
		ask("good", "", strings.Replace(behind, `"tail":4`, `"tail":5`, 1))
		made("from another cursor", 7)
		ask("good", "", strings.Replace(behind, `"epoch":"e1"`, `"epoch":"e0"`, 1))
		made("of another epoch", 8)
		time.Sleep(11 * time.Second)
		ask("good", "", behind)
		made("later", 9)
	})
}
