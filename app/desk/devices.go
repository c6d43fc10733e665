package desk

import (
	"context"

	"scranno/app/civic"
)

// Devices asks the central which computers come in with this account; it waits
// for the network. Those that were shut out are among them.
func (d *Desk) Devices(ctx context.Context) ([]civic.Device, error) {
	if d.o.Engine == nil {
		return nil, civic.NewError(civic.Offline, "desk.devices", "")
	}
	return d.o.Engine.Devices(ctx)
}

// ShutOut has the central let a computer in no more, at once: one that was lost.
// It waits for the network. What is on that computer stays there.
func (d *Desk) ShutOut(ctx context.Context, device civic.ID) ([]civic.Device, error) {
	const op = "desk.shut_out"
	if d.o.Engine == nil {
		return nil, civic.NewError(civic.Offline, op, "")
	}
	p, err := d.Profile(ctx)
	if err != nil {
		return nil, err
	}
	if device == p.Device {
		return nil, civic.NewError(civic.Invalid, op, "device.own")
	}
	return d.o.Engine.ShutOut(ctx, device)
}
