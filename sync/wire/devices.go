package wire

import (
	"time"

	"scranno/app/civic"
)

// Device is one of a person's own desks, as the central knows it.
type Device struct {
	ID      civic.ID  `json:"id"`
	Name    string    `json:"name"`
	Created time.Time `json:"created"`
	Seen    time.Time `json:"seen"`
	Revoked time.Time `json:"revoked,omitzero"`
}

// DevicesAnswer lists a person's own desks, those that were shut out too.
type DevicesAnswer struct {
	Devices []Device `json:"devices"`
}

// NewDevicesAnswer writes devices; whose they are is not said again.
func NewDevicesAnswer(list []civic.Device) DevicesAnswer {
	a := DevicesAnswer{Devices: make([]Device, len(list))}
	for i, d := range list {
		a.Devices[i] = Device{d.ID, d.Name, d.Created, d.Seen, d.Revoked}
	}
	return a
}

// Civic reads devices of a person.
func (a DevicesAnswer) Civic(person civic.ID) []civic.Device {
	out := make([]civic.Device, len(a.Devices))
	for i, d := range a.Devices {
		out[i] = civic.Device{ID: d.ID, Person: person, Name: d.Name, Created: d.Created, Seen: d.Seen, Revoked: d.Revoked}
	}
	return out
}

// ShutOut names a desk that may not come in any more.
type ShutOut struct {
	Device civic.ID `json:"device"`
}
