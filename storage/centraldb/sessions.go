package centraldb

import (
	"context"
	"encoding/json"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// PutSession makes or changes a chain of refresh tokens.
func (d *DB) PutSession(ctx context.Context, s civic.Session) error {
	scopes, err := json.Marshal(s.Scopes)
	if err != nil {
		return civic.WrapError(civic.Internal, "centraldb.session", err)
	}
	const put = `INSERT INTO session (id, person, device, client, scopes, authed, current, former, expires)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (id) DO UPDATE SET person = excluded.person, device = excluded.device, client = excluded.client,
			scopes = excluded.scopes, authed = excluded.authed, current = excluded.current, former = excluded.former,
			expires = excluded.expires`
	return d.exec(ctx, put, s.ID, s.Person, s.Device, s.Client, string(scopes), stamp(s.AuthTime), s.Current, s.Former, stamp(s.Expires))
}

// SessionByToken finds the chain whose newest or former token has the hash.
func (d *DB) SessionByToken(ctx context.Context, hash string) (civic.Session, error) {
	const get = `SELECT id, person, device, client, scopes, authed, current, former, expires FROM session
		WHERE (current = $1 AND current <> '') OR (former = $1 AND former <> '')`
	var s civic.Session
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		var scopes []byte
		var authed, expires int64
		dest := []any{&s.ID, &s.Person, &s.Device, &s.Client, &scopes, &authed, &s.Current, &s.Former, &expires}
		if err := tx.Get(ctx, get, []any{hash}, dest...); err != nil {
			return err
		}
		s.AuthTime, s.Expires = moment(authed), moment(expires)
		return civic.WrapError(civic.Damaged, "centraldb.session", json.Unmarshal(scopes, &s.Scopes))
	})
	return s, err
}

// DeleteSession ends a chain; one that is not there is ended already.
func (d *DB) DeleteSession(ctx context.Context, id civic.ID) error {
	return d.exec(ctx, `DELETE FROM session WHERE id = $1`, id)
}

// DeleteSessions ends all chains of a device.
func (d *DB) DeleteSessions(ctx context.Context, device civic.ID) error {
	return d.exec(ctx, `DELETE FROM session WHERE device = $1`, device)
}

// SigningKeys lists the keys, the newest first.
func (d *DB) SigningKeys(ctx context.Context) ([]civic.SigningKey, error) {
	const list = `SELECT id, private, created, retired FROM signing_key ORDER BY created DESC`
	var out []civic.SigningKey
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		var id string
		var private []byte
		var created, retired int64
		return tx.Each(ctx, list, nil, []any{&id, &private, &created, &retired}, func() error {
			out = append(out, civic.SigningKey{
				ID: id, Private: append([]byte(nil), private...), Created: moment(created), Retired: moment(retired),
			})
			return nil
		})
	})
	return out, err
}

// PutSigningKey keeps a key, or when it was retired.
func (d *DB) PutSigningKey(ctx context.Context, k civic.SigningKey) error {
	const put = `INSERT INTO signing_key (id, private, created, retired) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET private = excluded.private, retired = excluded.retired`
	return d.exec(ctx, put, k.ID, k.Private, stamp(k.Created), stamp(k.Retired))
}
