package wire_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/sync/wire"
)

func TestPinsTravelThereAndBack(t *testing.T) {
	act, gone := civic.DerivedID("a"), civic.DerivedID("b")
	at := time.UnixMilli(1_746_000_000_000).UTC()
	rec := civic.Record{
		Kind: civic.KindAct, ID: act, Channel: "acts/08/2019", Version: 3, Born: 7, Created: at, Updated: at,
		Body: json.RawMessage(`{"subject":"<Acqua> & \"luce\""}`),
	}
	event := rec
	event.Kind, event.ID = civic.KindActEvent, civic.DerivedID("e")
	page := civic.Page{Epoch: "e1", Now: at, Pins: []civic.Pinned{{ID: act, Records: []civic.Record{rec, event}}, {ID: gone, Gone: true}}}
	var b bytes.Buffer
	if err := wire.WritePage(&b, page); err != nil {
		t.Fatal(err)
	}
	got, err := wire.ReadPage(bytes.NewReader(b.Bytes()), wire.DefaultLimits())
	if err != nil || !reflect.DeepEqual(got.Pins, page.Pins) {
		t.Fatalf("%+v %v", got.Pins, err)
	}
	q := wire.FeedRequest{Pins: wire.NewPins([]civic.Pin{{Channel: "acts/08/2019", ID: act, Version: 3, Sum: 1<<63 + 5}, {ID: gone}})}
	raw, err := json.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	var back wire.FeedRequest
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	pins, err := back.Pinned()
	if err != nil || len(pins) != 2 || pins[0].Sum != 1<<63+5 || pins[1].Version != 0 {
		t.Fatalf("%+v %v", pins, err)
	}
}

// readPins reads a page that is sound but for what it says of pins.
func readPins(pins string) (civic.Page, error) {
	page := `{"epoch":"e1","now":1,"channels":[],"pins":[` + pins + `],"ops":0}` + "\n" + `{"cursors":[]`
	page += fmt.Sprintf(`,"sha256":"%x"}`, sha256.Sum256([]byte(page))) + "\n"
	return wire.ReadPage(strings.NewReader(page), wire.DefaultLimits())
}

func TestPinsOfAnotherFormAreRefused(t *testing.T) {
	id := string(civic.DerivedID("a"))
	for _, bad := range []string{
		`{"id":"x","gone":true}`, `{"id":"` + id + `"}`, `{"id":"` + id + `","records":[]}`,
		`{"id":"` + id + `","gone":true,"records":[{"do":"remove"}]}`,
		`{"id":"` + id + `","records":[{"channel":"acts/08/2019","seq":1,"kind":"act","id":"` + string(civic.DerivedID("z")) +
			`","version":1,"born":1,"author":"","created":1,"updated":1,"do":"put","body":{"a":1}}]}`,
	} {
		if _, err := readPins(bad); !civic.Is(err, civic.Offline) {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if _, err := readPins(`{"id":"` + id + `","gone":true}`); err != nil {
		t.Error(err)
	}
	for _, p := range []wire.Pin{{ID: "x"}, {ID: civic.ID(id), Version: -1}, {ID: civic.ID(id), Sum: "zz"}, {ID: civic.ID(id), Channel: "x"}} {
		if _, err := (wire.FeedRequest{Pins: []wire.Pin{p}}).Pinned(); !civic.Is(err, civic.Invalid) {
			t.Errorf("%+v: %v", p, err)
		}
	}
	if _, err := (wire.FeedRequest{Pins: make([]wire.Pin, civic.MaxPins+1)}).Pinned(); !civic.Is(err, civic.TooLarge) {
		t.Error(err)
	}
}
