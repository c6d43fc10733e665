package main

import (
	"context"
	"time"

	"scranno/app/civic"
)

type deviceDoc struct {
	ID      civic.ID  `json:"id"`
	Name    string    `json:"name"`
	Seen    time.Time `json:"seen"`
	Revoked time.Time `json:"revoked,omitzero"`
	Mine    bool      `json:"mine,omitempty"`
}

func (s *session) devices(ctx context.Context, list []civic.Device) error {
	p, err := s.set.Desk.Profile(ctx)
	if err != nil {
		return err
	}
	out := make([]deviceDoc, len(list))
	for i, d := range list {
		out[i] = deviceDoc{d.ID, d.Name, d.Seen, d.Revoked, d.ID == p.Device}
		state := s.T("devices.seen", "when", d.Seen.Local().Format("02/01/2006 15:04"))
		if !d.Revoked.IsZero() {
			state = s.T("devices.revoked", "when", d.Revoked.Local().Format("02/01/2006 15:04"))
		}
		if out[i].Mine {
			state = s.T("devices.mine")
		}
		s.printf("%s  %s  %s\n", d.ID, d.Name, state)
	}
	return s.document(map[string]any{"devices": out})
}

func cmdDevices(ctx context.Context, s *session, words []string) error {
	if err := none(words); err != nil {
		return err
	}
	list, err := s.set.Desk.Devices(ctx)
	if err != nil {
		return err
	}
	return s.devices(ctx, list)
}

func cmdShutOut(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	list, err := s.set.Desk.ShutOut(ctx, id)
	if err != nil {
		return err
	}
	return s.devices(ctx, list)
}
