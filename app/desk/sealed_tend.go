package desk

import (
	"context"

	"scranno/app/civic"
)

// tending is one look at what is sealed among those who share it: which keys are
// believed, what came, and what has to leave. They are the person's own devices,
// or the members of a group.
type tending struct {
	d        *Desk
	profile  civic.Profile
	own      *identity
	open     []*identity
	mine     map[civic.ID]civic.TrustedKey // keys of the person's own devices
	believed map[civic.ID]civic.TrustedKey // those, or in a group its members'
	to       []civic.TrustedKey
	rows     map[civic.ID]*civic.SharedDraft // by record, wherever they are shared
	ready    bool                            // what the central has of them now is here
	circle   *circle                         // nil: the own devices
	sent     int
}

// tendSealed opens what came, joins it with what is here, and seals what the
// other devices lack. It may run at any time and any number of times: what it
// does is written together with how far it has come.
func (d *Desk) tendSealed(ctx context.Context) error {
	_, err := d.lookSealed(ctx, nil)
	return err
}

// turn does what stands between two exchanges: it joins channels, opens what
// came and seals what has to leave. It tells how much there is to exchange anew.
func (d *Desk) turn(ctx context.Context) (int, error) {
	joined, err := d.tend(ctx)
	if err != nil {
		return joined, err
	}
	freed, err := d.tendCalls(ctx)
	if err != nil {
		return joined, err
	}
	sent, err := d.lookSealed(ctx, nil)
	return joined + freed + sent, err
}

// lookSealed looks everywhere, or only where one draft is shared: in that group,
// or among the own devices.
func (d *Desk) lookSealed(ctx context.Context, only *civic.ID) (int, error) {
	if d.o.Vault == nil {
		return 0, nil
	}
	d.sealing.Lock()
	defer d.sealing.Unlock()
	t := &tending{d: d, rows: map[civic.ID]*civic.SharedDraft{}}
	records, err := t.begin(ctx)
	if err != nil || t.own == nil {
		return 0, err
	}
	if t.ready, err = t.settled(ctx, civic.UserChannel(t.profile.Person)); err != nil {
		return 0, err
	}
	if only == nil || *only == "" {
		if err := t.look(ctx, records); err != nil {
			return t.sent, err
		}
	}
	if only == nil || *only != "" {
		err = t.lookGroups(ctx, only)
	}
	return t.sent, err
}

// look takes in what came and sends what the others lack. While a channel is still
// coming, at first or from a central that was put back, what stands here may be of
// another time: nothing is taken for the newest.
func (t *tending) look(ctx context.Context, records []civic.Record) error {
	for _, r := range records {
		if r.Kind != civic.KindDraft || !t.ready {
			continue
		}
		var err error
		if r.Deleted {
			err = t.ended(ctx, r)
		} else {
			err = t.meet(ctx, r)
		}
		if err := t.passable(err); err != nil {
			return err
		}
	}
	for _, row := range t.rows {
		if row.State != civic.ShareOn || row.Group != t.group() {
			continue
		}
		if err := t.openFiles(ctx, row); err != nil {
			return err
		}
		if !t.ready {
			continue
		}
		if t.forgotten(row, records) {
			if err := t.bringBack(ctx, row); err != nil {
				return err
			}
		}
		if err := t.passable(t.send(ctx, row)); err != nil {
			return err
		}
	}
	return nil
}

// passable lets one draft that cannot be read or sealed stand in nobody's way.
func (t *tending) passable(err error) error {
	if civic.Is(err, civic.TooLarge) || civic.Is(err, civic.Damaged) {
		t.d.o.Log.Warn("a sealed draft is passed over", "kind", string(civic.KindOf(err)))
		return nil
	}
	return err
}

func (t *tending) begin(ctx context.Context) ([]civic.Record, error) {
	d := t.d
	var err error
	if t.profile, err = d.o.Store.Profile(ctx); err != nil || t.profile.Person == "" {
		return nil, err
	}
	own, err := d.identity(ctx)
	if civic.Is(err, civic.NotFound) || civic.Is(err, civic.Unauthenticated) {
		return nil, nil // no keys, or a closed keychain: nothing is read and nothing lost
	}
	if err != nil {
		return nil, err
	}
	records, err := d.o.Store.SealedRecords(ctx)
	if err != nil {
		return nil, err
	}
	if t.believed, err = d.learn(ctx, t.profile.Person, records); err != nil {
		return nil, err
	}
	if k, ok := t.believed[own.id]; !ok || k.Revoked {
		return nil, nil // this device was excluded by another one
	}
	rows, err := d.o.Store.SharedDrafts(ctx)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		t.rows[rows[i].Record] = &rows[i]
	}
	t.own, t.open, t.to, t.mine = own, d.opens(own), recipients(t.believed), t.believed
	return records, nil
}
