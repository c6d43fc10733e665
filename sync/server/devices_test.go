package server_test

import (
	"encoding/json"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// One sees and shuts out one's own desks alone: another person's is as one that
// never was.
func TestDevicesAreOnesOwn(t *testing.T) {
	lost, theirs := civic.DerivedID("lost"), civic.DerivedID("theirs")
	f := &fake{desks: map[civic.ID][]civic.Device{
		person:                   {{ID: device, Person: person, Name: "Scranno su Linux", Seen: time.Unix(1_790_000_000, 0)}, {ID: lost, Person: person, Name: "Portatile"}},
		civic.DerivedID("other"): {{ID: theirs, Name: "Di un altro"}},
	}}
	ts, _ := start(t, f, nil)
	ask := func(method, path, body string, status int) []byte {
		t.Helper()
		res, data := send(t, method, ts.URL+path, body, "Authorization", "Bearer good", "Content-Type", wire.TypeJSON)
		if res.StatusCode != status {
			t.Fatalf("%s %s: %d %s", method, path, res.StatusCode, data)
		}
		return data
	}
	var got wire.DevicesAnswer
	if err := json.Unmarshal(ask("GET", wire.PathDevices, "", 200), &got); err != nil || len(got.Devices) != 2 || got.Devices[1].Name != "Portatile" {
		t.Fatalf("%+v %v", got, err)
	}
	absent := ask("POST", wire.PathShutOut, `{"device":"`+string(civic.DerivedID("nobody"))+`"}`, 404)
	if other := ask("POST", wire.PathShutOut, `{"device":"`+string(theirs)+`"}`, 404); string(other) != string(absent) {
		t.Errorf("another person's desk is told apart: %s, %s", other, absent)
	}
	ask("POST", wire.PathShutOut, `{"device":"x"}`, 400)
	got = wire.DevicesAnswer{}
	if err := json.Unmarshal(ask("POST", wire.PathShutOut, `{"device":"`+string(lost)+`"}`, 200), &got); err != nil || got.Devices[1].Revoked.IsZero() {
		t.Errorf("%+v %v", got, err)
	}
	for _, path := range []string{wire.PathDevices} {
		if res, _ := send(t, "GET", ts.URL+path, ""); res.StatusCode != 401 {
			t.Errorf("without a token: %d", res.StatusCode)
		}
	}
	if res, _ := send(t, "POST", ts.URL+wire.PathShutOut, `{"device":"`+string(lost)+`"}`, "Content-Type", wire.TypeJSON); res.StatusCode != 401 {
		t.Errorf("without a token: %d", res.StatusCode)
	}
}
