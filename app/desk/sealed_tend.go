package desk

import (
	"context"

	"scranno/app/civic"
)

// tending is one look at what is sealed: which keys are believed, what came, and
// what has to leave.
type tending struct {
	d        *Desk
	profile  civic.Profile
	own      *identity
	open     []*identity
	believed map[civic.ID]civic.TrustedKey
	to       []civic.TrustedKey
	rows     map[civic.ID]*civic.SharedDraft // by record
	sent     int
}

// tendSealed opens what came, joins it with what is here, and seals what the
// other devices lack. It may run at any time and any number of times: what it
// does is written together with how far it has come.
func (d *Desk) tendSealed(ctx context.Context) error {
	_, err := d.lookSealed(ctx)
	return err
}

// turn does what stands between two exchanges: it joins channels, opens what
// came and seals what has to leave. It tells how much there is to exchange anew.
func (d *Desk) turn(ctx context.Context) (int, error) {
	joined, err := d.tend(ctx)
	if err != nil {
		return joined, err
	}
	sent, err := d.lookSealed(ctx)
	return joined + sent, err
}

func (d *Desk) lookSealed(ctx context.Context) (int, error) {
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
	for _, r := range records {
		if r.Kind != civic.KindDraft {
			continue
		}
		if r.Deleted {
			err = t.ended(ctx, r)
		} else {
			err = t.meet(ctx, r)
		}
		if err := t.passable(err); err != nil {
			return t.sent, err
		}
	}
	for _, row := range t.rows {
		if row.State == civic.ShareOn {
			if err := t.openFiles(ctx, row); err != nil {
				return t.sent, err
			}
			if err := t.passable(t.send(ctx, row)); err != nil {
				return t.sent, err
			}
		}
	}
	return t.sent, nil
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
	t.own, t.open, t.to = own, []*identity{own}, recipients(t.believed)
	d.mu.Lock()
	if d.helper != nil {
		t.open = append(t.open, d.helper)
	}
	d.mu.Unlock()
	return records, nil
}
