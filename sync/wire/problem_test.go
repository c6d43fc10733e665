package wire_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/sync/wire"
)

func TestProblemBothWays(t *testing.T) {
	kinds := []civic.ErrorKind{
		civic.NotFound, civic.Invalid, civic.Conflict, civic.Forbidden, civic.Unauthenticated, civic.Unknown,
		civic.Offline, civic.TooOld, civic.TooLarge, civic.Busy, civic.Damaged, civic.Internal,
	}
	for _, k := range kinds {
		err := fmt.Errorf("around: %w", civic.NewError(k, "op.secret", "some.key", "field", "subject"))
		p := wire.NewProblem(err)
		got := wire.ReadProblem(p.Status, wire.TypeProblem+"; charset=utf-8", p.Encode())
		if got.Kind != k || got.Key != "some.key" || got.Params["field"] != "subject" {
			t.Errorf("%s came back as %+v", k, got)
		}
		if p.Status < 400 || p.Title == "" {
			t.Errorf("%s: status %d, title %q", k, p.Status, p.Title)
		}
		if strings.Contains(string(p.Encode()), "secret") {
			t.Errorf("%s tells where it failed", k)
		}
	}
}

func TestProblemEchoesNothing(t *testing.T) {
	e := civic.NewError(civic.Invalid, "x", "invalid.line", "field", "il mio <segreto>", "value", "segreto")
	e.Err = errors.New("segreto")
	for _, err := range []error{e, errors.New("segreto")} {
		if b := wire.NewProblem(err).Encode(); strings.Contains(string(b), "segreto") {
			t.Errorf("%s", b)
		}
	}
}

func TestForeignProblemsAreOffline(t *testing.T) {
	for _, c := range []struct {
		status      int
		media, body string
	}{
		{502, "text/html", "<h1>Bad Gateway</h1>"},
		{200, "text/html", "<h1>Accedi</h1>"},
		{401, "application/json", `{"error":"no"}`},
		{409, wire.TypeProblem, `not json`},
		{403, wire.TypeProblem, `{"type":"about:blank","status":403}`},
		{500, "", ""},
	} {
		if e := wire.ReadProblem(c.status, c.media, []byte(c.body)); e.Kind != civic.Offline {
			t.Errorf("%d %s: %s", c.status, c.media, e.Kind)
		}
	}
	if e := wire.ReadProblem(409, wire.TypeProblem, []byte(`{"kind":"of_tomorrow"}`)); e.Kind != civic.Conflict {
		t.Errorf("an unknown kind with 409 is %s", e.Kind)
	}
}

func TestAnswersBothWays(t *testing.T) {
	r := &civic.Receipt{ID: idA, Outcome: civic.Accepted, Epoch: "e", At: time.UnixMilli(5).UTC(), Effects: []civic.EffectRef{{Channel: "talk/08", Seq: 4}}}
	in := []civic.Answer{
		{ID: idA, State: civic.AnswerReceipt, Receipt: r},
		{ID: idB, State: civic.AnswerDeferred},
		{ID: idB, State: civic.AnswerLater, Reason: civic.ReasonGone},
	}
	data, err := json.Marshal(wire.NewPushAnswer(in))
	if err != nil {
		t.Fatal(err)
	}
	var p wire.PushAnswer
	if err := wire.Decode(data, &p); err != nil {
		t.Fatal(err)
	}
	out, err := p.Civic()
	if err != nil || len(out) != 3 || out[0].Receipt.Effects[0].Seq != 4 || out[2].Reason != civic.ReasonGone {
		t.Fatalf("%+v %v", out, err)
	}
	for _, bad := range []string{
		`{"answers":[{"id":"` + string(idA) + `","state":"receipt"}]}`,
		`{"answers":[{"id":"` + string(idA) + `","state":"receipt","receipt":{"id":"` + string(idB) + `","outcome":"accepted"}}]}`,
		`{"answers":[{"id":"x","state":"later"}]}`,
		`{"answers":[{"id":"` + string(idA) + `","state":"maybe"}]}`,
	} {
		var p wire.PushAnswer
		if err := wire.Decode([]byte(bad), &p); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Civic(); !civic.Is(err, civic.Offline) {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if err := wire.Decode([]byte("<html>"), &p); !civic.Is(err, civic.Offline) {
		t.Error(err)
	}
}

func TestWantsBothWays(t *testing.T) {
	in := []civic.Want{{Channel: "acts/08/2026", Tail: civic.Unopened}, {Channel: "talk/08", Tail: 9, From: 1, To: 4}}
	out, err := wire.NewFeedRequest("e", in, 5).Civic()
	if err != nil || len(out) != 2 || out[0] != in[0] || out[1] != in[1] {
		t.Fatalf("%+v %v", out, err)
	}
	for _, w := range []wire.Want{{Tail: -2}, {From: -1}, {From: 5, To: 4}} {
		if _, err := (wire.FeedRequest{Wants: []wire.Want{w}}).Civic(); !civic.Is(err, civic.Invalid) {
			t.Errorf("%+v: %v", w, err)
		}
	}
}
