package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"scranno/app/civic"
	"scranno/cmd/assemble"
)

type deviceRow struct {
	ID      civic.ID  `json:"id"`
	Name    string    `json:"name"`
	Created time.Time `json:"created"`
	Seen    time.Time `json:"seen"`
	Revoked time.Time `json:"revoked,omitzero"`
}

// userDevices lists a person's desks or, with --revoke, shuts one of them out:
// a computer that was lost.
func userDevices(ctx context.Context, w world, args []string) error {
	c := newFlags("user devices")
	p := c.who()
	revoke := c.flags.String("revoke", "", "")
	asJSON := c.flags.Bool("json", false, "")
	if err := c.only(args, func() error { return p.required(true, false) }); err != nil {
		return err
	}
	return opened(ctx, c, func(set *assemble.CentralSet) error {
		a, err := set.Service.AccountByEmail(ctx, *p.email)
		if err != nil {
			return err
		}
		if *revoke != "" {
			id, err := civic.ParseID(*revoke)
			if err != nil {
				return err
			}
			return set.Service.RevokeDevice(ctx, a.Person, id)
		}
		list, err := set.Service.Devices(ctx, a.Person)
		if err != nil {
			return err
		}
		return w.devices(list, *asJSON)
	})
}

func (w world) devices(list []civic.Device, asJSON bool) error {
	rows := make([]deviceRow, len(list))
	for i, d := range list {
		rows[i] = deviceRow{d.ID, d.Name, d.Created, d.Seen, d.Revoked}
	}
	if asJSON {
		return json.NewEncoder(w.out).Encode(map[string]any{"devices": rows})
	}
	for _, r := range rows {
		state := "visto il " + r.Seen.Local().Format("02/01/2006 15:04")
		if !r.Revoked.IsZero() {
			state = "escluso il " + r.Revoked.Local().Format("02/01/2006 15:04")
		}
		if _, err := fmt.Fprintf(w.out, "%s\t%s\t%s\n", r.ID, r.Name, state); err != nil {
			return err
		}
	}
	return nil
}
