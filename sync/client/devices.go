package client

import (
	"context"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// Devices asks the central for the person's own desks.
func (c *Client) Devices(ctx context.Context) ([]civic.Device, error) {
	return c.devices(ctx, call{path: wire.PathDevices})
}

// ShutOut has the central let one of the person's desks in no more, and gives
// how they stand then.
func (c *Client) ShutOut(ctx context.Context, device civic.ID) ([]civic.Device, error) {
	return c.devices(ctx, call{path: wire.PathShutOut, body: wire.ShutOut{Device: device}})
}

func (c *Client) devices(ctx context.Context, q call) ([]civic.Device, error) {
	at, err := c.standing(ctx)
	if err != nil {
		return nil, err
	}
	if !at.signed {
		return nil, civic.NewError(civic.Unauthenticated, "client.devices", "")
	}
	q.signed, q.timeout = true, shortWait
	var out wire.DevicesAnswer
	if err := c.askJSON(ctx, at.base, q, &out); err != nil {
		return nil, err
	}
	return out.Civic(at.profile.Person), nil
}
