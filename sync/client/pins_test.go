package client_test

import (
	"encoding/json"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/sync/wire"
)

func (f *fakeCentral) pinned(asked []wire.Pin) []civic.Pinned {
	var out []civic.Pinned
	for _, p := range asked {
		if f.log["pin/"+civic.Channel(p.ID)] == 0 {
			out = append(out, civic.Pinned{ID: p.ID, Gone: true})
			continue
		}
		at := time.UnixMilli(1_746_000_000_000).UTC()
		out = append(out, civic.Pinned{ID: p.ID, Records: []civic.Record{{
			Kind: civic.KindAct, ID: p.ID, Channel: "acts/08/2019", Version: 1, Born: 1, Created: at, Updated: at, Body: json.RawMessage(`{"a":1}`),
		}}})
	}
	return append(out, civic.Pinned{ID: idOf(999), Gone: true}) // nobody asked after it
}

func TestPinsAreAskedAfterWithEachPull(t *testing.T) {
	w := newWorld(t, nil)
	here, gone := idOf(50), idOf(51)
	w.central.log["pin/"+civic.Channel(here)] = 1
	w.store.pins = []civic.Pin{{ID: here}, {ID: gone, Channel: "councillors/08/2019", Version: 3, Sum: 7}}
	if _, err := w.client.Sync(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if len(w.store.pinned) != 2 || w.store.pinned[0].Gone || !w.store.pinned[1].Gone {
		t.Fatalf("%+v", w.store.pinned)
	}
	asked := 0
	for _, q := range w.central.feeds {
		asked += len(q.Pins)
	}
	if asked != 2 {
		t.Errorf("%d pins were asked after in one sync", asked)
	}
	w.store.pinned = nil
	if err := w.client.FetchPins(t.Context()); err != nil || len(w.store.pinned) != 2 {
		t.Errorf("%+v %v", w.store.pinned, err)
	}
	if last := w.central.feeds[len(w.central.feeds)-1]; len(last.Wants) != 0 {
		t.Errorf("channels were asked for too: %+v", last)
	}
}

// Without the token nothing private is asked after, and what the token might
// have opened is not believed to be gone.
func TestPinsWithoutTheToken(t *testing.T) {
	w := newWorld(t, nil)
	w.token.missing = true
	w.store.pins = []civic.Pin{
		{ID: idOf(50)}, {ID: idOf(51), Channel: "councillors/08/2019", Version: 3}, {ID: idOf(52), Channel: "acts/08/2019", Version: 3},
	}
	if err := w.client.FetchPins(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(w.store.pinned) != 1 || w.store.pinned[0].ID != idOf(52) {
		t.Errorf("%+v", w.store.pinned)
	}
	for _, q := range w.central.feeds {
		for _, p := range q.Pins {
			if p.ID == idOf(51) {
				t.Error("a private pin was asked after")
			}
		}
	}
}
