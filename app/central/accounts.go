package central

import (
	"context"
	"time"

	"scranno/app/civic"
)

// invitationLasts is how long an invitation without a term of its own holds.
const invitationLasts = 30 * 24 * time.Hour

// AccountByEmail finds the account of an address, in whatever case.
func (s *Service) AccountByEmail(ctx context.Context, email string) (civic.Account, error) {
	email, err := cleanEmail(email)
	if err != nil {
		return civic.Account{}, err
	}
	return s.store.AccountByEmail(ctx, email)
}

// Account finds a person's account.
func (s *Service) Account(ctx context.Context, person civic.ID) (civic.Account, error) {
	return s.store.Account(ctx, person)
}

// SetPassword keeps a new hash.
func (s *Service) SetPassword(ctx context.Context, person civic.ID, hash string) error {
	a, err := s.store.Account(ctx, person)
	if err != nil {
		return err
	}
	a.Hash = hash
	return s.store.PutAccount(ctx, a)
}

// Invite keeps an invitation. Its person derives from the token. Conflict: the
// address has an account already.
func (s *Service) Invite(ctx context.Context, i civic.Invitation) error {
	const op = "people.invite"
	email, err := cleanEmail(i.Email)
	if err != nil {
		return err
	}
	if i.TokenHash == "" {
		return civic.NewError(civic.Invalid, op, "invalid.token")
	}
	if _, err := s.store.AccountByEmail(ctx, email); !civic.Is(err, civic.NotFound) {
		if err == nil {
			err = civic.NewError(civic.Conflict, op, "person.taken")
		}
		return err
	}
	for _, r := range i.Roles {
		if err := checkRole(r); err != nil {
			return err
		}
	}
	if i.Mandate != nil {
		m, err := s.vouch(ctx, *i.Mandate)
		if err != nil {
			return err
		}
		i.Mandate = &m
	}
	i.Email, i.Person = email, civic.DerivedID("invited", i.TokenHash)
	if i.Expires.IsZero() {
		i.Expires = s.now().Add(invitationLasts)
	}
	return s.store.PutInvitation(ctx, i)
}

// Invitation finds an open invitation by its token's hash; NotFound when it was
// used or has expired.
func (s *Service) Invitation(ctx context.Context, tokenHash string) (civic.Invitation, error) {
	i, err := s.store.Invitation(ctx, tokenHash)
	if err != nil {
		return civic.Invitation{}, err
	}
	if !i.Used.IsZero() || !s.now().Before(i.Expires) {
		return civic.Invitation{}, civic.NewError(civic.NotFound, "people.invitation", "invitation.closed")
	}
	return i, nil
}

// Accept makes the account of an invitation, under the name that the person
// chose, with the mandate and roles that it carries.
func (s *Service) Accept(ctx context.Context, tokenHash, name, hash string) (civic.ID, error) {
	i, err := s.Invitation(ctx, tokenHash)
	if err != nil {
		return "", err
	}
	p := NewPerson{Email: i.Email, Name: name, Hash: hash, Roles: i.Roles}
	if i.Mandate != nil {
		p.Mandates = []civic.Mandate{*i.Mandate}
	}
	effects, err := s.personEffects(ctx, i.Person, &p)
	if err != nil {
		return "", err
	}
	account := civic.Account{Person: i.Person, Email: i.Email, Name: p.Name, Hash: hash, Created: s.now()}
	return i.Person, s.store.Enrol(ctx, account, tokenHash, s.now(), effects)
}

// Devices lists a person's desks.
func (s *Service) Devices(ctx context.Context, person civic.ID) ([]civic.Device, error) {
	return s.store.Devices(ctx, person)
}

// TouchDevice notes that a desk signed in, or renewed its token. Forbidden: it
// was revoked. Conflict: the id is another person's.
func (s *Service) TouchDevice(ctx context.Context, d civic.Device) error {
	const op = "people.device"
	if !d.ID.Valid() || d.Person == "" || len(d.Name) > civic.MaxName {
		return civic.NewError(civic.Invalid, op, "invalid.id")
	}
	old, err := s.store.Device(ctx, d.ID)
	switch {
	case civic.Is(err, civic.NotFound):
		d.Created, d.Revoked = s.now(), time.Time{}
	case err != nil:
		return err
	case old.Person != d.Person:
		return civic.NewError(civic.Conflict, op, "new-device")
	case !old.Revoked.IsZero():
		return civic.NewError(civic.Forbidden, op, "device.revoked")
	default:
		d.Created, d.Revoked = old.Created, old.Revoked
		if d.Name == "" {
			d.Name = old.Name
		}
	}
	d.Seen = s.now()
	return s.store.PutDevice(ctx, d)
}

// RevokeDevice shuts out one of a person's desks, at once.
func (s *Service) RevokeDevice(ctx context.Context, person, device civic.ID) error {
	d, err := s.store.Device(ctx, device)
	if err != nil {
		return err
	}
	if d.Person != person {
		return civic.NewError(civic.NotFound, "people.device", "")
	}
	if d.Revoked.IsZero() {
		d.Revoked = s.now()
		if err := s.store.PutDevice(ctx, d); err != nil {
			return err
		}
	}
	s.gate.forget()
	return s.store.DeleteSessions(ctx, device)
}

// DeviceOK tells whether a desk may come in: known, not revoked, its person's
// account open.
func (s *Service) DeviceOK(ctx context.Context, device civic.ID) (bool, error) {
	d, err := s.store.Device(ctx, device)
	if civic.Is(err, civic.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return s.open(ctx, d)
}

// PutSession makes or changes a chain of refresh tokens.
func (s *Service) PutSession(ctx context.Context, v civic.Session) error {
	return s.store.PutSession(ctx, v)
}

// SessionByToken finds the chain whose newest or former refresh token has the
// hash; NotFound also when it has expired.
func (s *Service) SessionByToken(ctx context.Context, hash string) (civic.Session, error) {
	v, err := s.store.SessionByToken(ctx, hash)
	if err == nil && !s.now().Before(v.Expires) {
		return civic.Session{}, civic.NewError(civic.NotFound, "people.session", "")
	}
	return v, err
}

// DeleteSession ends a chain.
func (s *Service) DeleteSession(ctx context.Context, id civic.ID) error {
	return s.store.DeleteSession(ctx, id)
}

// SigningKeys lists the keys of the issuer, the newest first.
func (s *Service) SigningKeys(ctx context.Context) ([]civic.SigningKey, error) {
	return s.store.SigningKeys(ctx)
}

// PutSigningKey keeps a key of the issuer.
func (s *Service) PutSigningKey(ctx context.Context, k civic.SigningKey) error {
	return s.store.PutSigningKey(ctx, k)
}
