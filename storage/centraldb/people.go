package centraldb

import (
	"context"
	"encoding/json"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// Secret was made with the file and stays with it and its backups.
func (d *DB) Secret(ctx context.Context) (string, error) {
	var secret string
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error { return tx.Get(ctx, `SELECT secret FROM meta`, nil, &secret) })
	return secret, err
}

const accountColumns = `person, email, name, hash, disabled, created`

type accountRow struct {
	civic.Account
	created int64
}

func (r *accountRow) dest() []any {
	return []any{&r.Person, &r.Email, &r.Name, &r.Hash, &r.Disabled, &r.created}
}

func (r *accountRow) account() civic.Account {
	out := r.Account
	out.Created = moment(r.created)
	return out
}

const putAccount = `INSERT INTO account (` + accountColumns + `) VALUES ($1, $2, $3, $4, $5, $6)
	ON CONFLICT (person) DO UPDATE SET email = excluded.email, name = excluded.name, hash = excluded.hash,
		disabled = excluded.disabled`

func accountArgs(a civic.Account) []any {
	return []any{a.Person, a.Email, a.Name, a.Hash, a.Disabled, stamp(a.Created)}
}

// PutAccount makes or changes a person's account. Conflict: another person has
// the address.
func (d *DB) PutAccount(ctx context.Context, a civic.Account) error {
	return d.exec(ctx, putAccount, accountArgs(a)...)
}

func (d *DB) exec(ctx context.Context, query string, args ...any) error {
	return d.sql.Update(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	})
}

// Enrol makes the account of an invitation with its person's records and marks
// the invitation as used, all or nothing. NotFound: there is no such invitation,
// or it was used. Conflict: another person has the address.
func (d *DB) Enrol(ctx context.Context, a civic.Account, token string, now time.Time, effects []civic.Effect) error {
	return d.update(ctx, now, func(l *ledger) error {
		const use = `UPDATE invitation SET used = $1 WHERE token = $2 AND used = 0`
		n, err := l.tx.Exec(ctx, use, stamp(now), token)
		if err != nil {
			return err
		}
		if n == 0 {
			return civic.NewError(civic.NotFound, "centraldb.enrol", "")
		}
		if _, err := l.tx.Exec(ctx, putAccount, accountArgs(a)...); err != nil {
			return err
		}
		_, err = l.Apply(ctx, a.Person, effects)
		return err
	})
}

// AccountByEmail finds an account by its address, in lower case.
func (d *DB) AccountByEmail(ctx context.Context, email string) (civic.Account, error) {
	return d.account(ctx, `SELECT `+accountColumns+` FROM account WHERE email = $1`, email)
}

// Account finds a person's account.
func (d *DB) Account(ctx context.Context, person civic.ID) (civic.Account, error) {
	return d.account(ctx, `SELECT `+accountColumns+` FROM account WHERE person = $1`, person)
}

func (d *DB) account(ctx context.Context, query string, arg any) (civic.Account, error) {
	var r accountRow
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error { return tx.Get(ctx, query, []any{arg}, r.dest()...) })
	return r.account(), err
}

// Accounts lists all accounts by address.
func (d *DB) Accounts(ctx context.Context) ([]civic.Account, error) {
	const list = `SELECT ` + accountColumns + ` FROM account ORDER BY email`
	var out []civic.Account
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		var r accountRow
		return tx.Each(ctx, list, nil, r.dest(), func() error {
			out = append(out, r.account())
			return nil
		})
	})
	return out, err
}

// PutInvitation keeps an invitation; one of the same token is replaced while
// nobody used it.
func (d *DB) PutInvitation(ctx context.Context, i civic.Invitation) error {
	mandate, err := json.Marshal(i.Mandate)
	if err != nil {
		return civic.WrapError(civic.Internal, "centraldb.invitation", err)
	}
	roles, err := json.Marshal(i.Roles)
	if err != nil {
		return civic.WrapError(civic.Internal, "centraldb.invitation", err)
	}
	const put = `INSERT INTO invitation (token, person, email, name, mandate, roles, expires, used)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0)
		ON CONFLICT (token) DO UPDATE SET person = excluded.person, email = excluded.email, name = excluded.name,
			mandate = excluded.mandate, roles = excluded.roles, expires = excluded.expires
		WHERE invitation.used = 0`
	return d.exec(ctx, put, i.TokenHash, i.Person, i.Email, i.Name, string(mandate), string(roles), stamp(i.Expires))
}

// Invitation finds an invitation by the hash of its token, used ones too.
func (d *DB) Invitation(ctx context.Context, token string) (civic.Invitation, error) {
	const get = `SELECT token, person, email, name, mandate, roles, expires, used FROM invitation WHERE token = $1`
	var i civic.Invitation
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		var mandate, roles []byte
		var expires, used int64
		dest := []any{&i.TokenHash, &i.Person, &i.Email, &i.Name, &mandate, &roles, &expires, &used}
		if err := tx.Get(ctx, get, []any{token}, dest...); err != nil {
			return err
		}
		i.Expires, i.Used = moment(expires), moment(used)
		if err := json.Unmarshal(mandate, &i.Mandate); err != nil {
			return civic.WrapError(civic.Damaged, "centraldb.invitation", err)
		}
		return civic.WrapError(civic.Damaged, "centraldb.invitation", json.Unmarshal(roles, &i.Roles))
	})
	return i, err
}

const deviceColumns = `id, person, name, created, seen, revoked`

type deviceRow struct {
	civic.Device
	created, seen, revoked int64
}

func (r *deviceRow) dest() []any {
	return []any{&r.ID, &r.Person, &r.Name, &r.created, &r.seen, &r.revoked}
}

func (r *deviceRow) device() civic.Device {
	out := r.Device
	out.Created, out.Seen, out.Revoked = moment(r.created), moment(r.seen), moment(r.revoked)
	return out
}

// PutDevice makes or changes a desk's row. Conflict: it is another person's.
func (d *DB) PutDevice(ctx context.Context, v civic.Device) error {
	const put = `INSERT INTO device (` + deviceColumns + `) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, seen = excluded.seen, revoked = excluded.revoked
		WHERE device.person = excluded.person`
	return d.sql.Update(ctx, func(tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, put, v.ID, v.Person, v.Name, stamp(v.Created), stamp(v.Seen), stamp(v.Revoked))
		if err == nil && n == 0 {
			return civic.NewError(civic.Conflict, "centraldb.device", "")
		}
		return err
	})
}

// Device finds a desk.
func (d *DB) Device(ctx context.Context, id civic.ID) (civic.Device, error) {
	var r deviceRow
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		return tx.Get(ctx, `SELECT `+deviceColumns+` FROM device WHERE id = $1`, []any{id}, r.dest()...)
	})
	return r.device(), err
}

// Devices lists a person's desks, the one seen last first.
func (d *DB) Devices(ctx context.Context, person civic.ID) ([]civic.Device, error) {
	const list = `SELECT ` + deviceColumns + ` FROM device WHERE person = $1 ORDER BY seen DESC`
	var out []civic.Device
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		var r deviceRow
		return tx.Each(ctx, list, []any{person}, r.dest(), func() error {
			out = append(out, r.device())
			return nil
		})
	})
	return out, err
}
