package server

import (
	"context"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// maxSmallBody is room for a body that names one thing.
const maxSmallBody = 4 << 10

// devices lists the caller's own desks.
func (s *Server) devices(ctx context.Context, _ *nothing) (*plain[wire.DevicesAnswer], error) {
	who := callerOf(ctx)
	if who.Person == "" {
		return nil, civic.NewError(civic.Unauthenticated, "server.devices", "")
	}
	list, err := s.svc.Devices(ctx, who.Person)
	if err != nil {
		return nil, err
	}
	return private(wire.NewDevicesAnswer(list)), nil
}

type shutOutInput struct{ Body wire.ShutOut }

// shutOut lets one of the caller's own desks come in no more; another person's
// is NotFound, as one that never was.
func (s *Server) shutOut(ctx context.Context, in *shutOutInput) (*plain[wire.DevicesAnswer], error) {
	who := callerOf(ctx)
	switch {
	case who.Person == "":
		return nil, civic.NewError(civic.Unauthenticated, "server.shut_out", "")
	case !in.Body.Device.Valid():
		return nil, civic.NewError(civic.Invalid, "server.shut_out", "invalid.id")
	}
	if err := s.svc.RevokeDevice(ctx, who.Person, in.Body.Device); err != nil {
		return nil, err
	}
	return s.devices(ctx, nil)
}
