package desk

import (
	"context"

	"scranno/app/civic"
)

// learn looks at the keys of the feed: one that a believed key vouches for is
// believed, one that a believed key revokes is not any longer. All others are
// questions to the person, and nothing is sealed to them.
func (d *Desk) learn(ctx context.Context, person civic.ID, records []civic.Record) (map[civic.ID]civic.TrustedKey, error) {
	believed, err := d.believed(ctx)
	if err != nil {
		return nil, err
	}
	for again := true; again; {
		again = false
		for _, r := range records {
			if r.Kind != civic.KindDeviceKey || r.Deleted {
				continue
			}
			k, err := civic.DecodeBody[civic.DeviceKey](r)
			if err != nil {
				continue // of a form that this version cannot read: no key
			}
			t, known := believed[r.ID]
			switch {
			case known && t.Revoked:
			case known && k.Revoked != nil && vouched(believed, *k.Revoked, claim{saysGone, person, r.ID, t.Key}):
				if err := d.disown(ctx, believed, r.ID); err != nil {
					return nil, err
				}
				again = true
			case !known:
				for _, c := range k.Certs {
					if !vouched(believed, c, claim{saysMine, person, r.ID, k}) {
						continue
					}
					bare := k
					bare.Certs, bare.Revoked = nil, nil
					t := civic.TrustedKey{ID: r.ID, Key: bare, By: c.By, At: d.now()}
					if err := d.o.Store.Believe(ctx, []civic.TrustedKey{t}); err != nil {
						return nil, err
					}
					believed[r.ID], again = t, true
					break
				}
			}
		}
	}
	return believed, nil
}

// vouched tells whether a believed key signed the claim; none speaks for itself.
func vouched(believed map[civic.ID]civic.TrustedKey, cert civic.KeyCert, c claim) bool {
	by, ok := believed[cert.By]
	return ok && !by.Revoked && cert.By != c.id && c.provedBy(by.Key, cert)
}

// recipients are the keys that this device seals to.
func recipients(believed map[civic.ID]civic.TrustedKey) []civic.TrustedKey {
	var out []civic.TrustedKey
	for _, id := range sortedKeys(believed) {
		if t := believed[id]; !t.Revoked {
			out = append(out, t)
		}
	}
	return out
}

// sealedFindings says what is not sound among shared drafts.
func (d *Desk) sealedFindings(ctx context.Context) ([]civic.Finding, error) {
	rows, err := d.o.Store.SharedDrafts(ctx)
	if err != nil {
		return nil, err
	}
	var out []civic.Finding
	add := func(on bool, code string, s civic.Severity) {
		if on {
			out = append(out, civic.Finding{Code: code, Severity: s})
		}
	}
	for _, r := range rows {
		add(r.Old, "doctor.sealed_old", civic.Warning)
		add(r.Foreign, "doctor.sealed_foreign", civic.Warning)
		add(r.Unread, "doctor.sealed_unread", civic.Hint)
	}
	return out, nil
}
