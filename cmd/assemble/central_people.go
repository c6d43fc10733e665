package assemble

import (
	"context"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/sync/issuer"
)

// AddPerson makes an account; an empty password leaves it without one, so that
// nobody signs in with it yet.
func (c *CentralSet) AddPerson(ctx context.Context, p central.NewPerson, password string) (civic.ID, error) {
	if password != "" {
		if err := issuer.CheckPassword(password); err != nil {
			return "", err
		}
		hash, err := issuer.HashPassword(password)
		if err != nil {
			return "", err
		}
		p.Hash = hash
	}
	return c.Service.AddPerson(ctx, p)
}

// Invite makes an invitation and gives the address of its page. Its token is in
// the address alone.
func (c *CentralSet) Invite(ctx context.Context, i civic.Invitation, lasts time.Duration) (string, error) {
	token, err := issuer.NewToken()
	if err != nil {
		return "", err
	}
	i.TokenHash = issuer.TokenHash(token)
	i.Expires = c.o.Now().Add(lasts)
	if err := c.Service.Invite(ctx, i); err != nil {
		return "", err
	}
	return c.o.PublicURL + "/invito/" + token, nil
}

// SetPassword gives the person with the address a new password.
func (c *CentralSet) SetPassword(ctx context.Context, email, password string) error {
	if err := issuer.CheckPassword(password); err != nil {
		return err
	}
	a, err := c.Service.AccountByEmail(ctx, email)
	if err != nil {
		return err
	}
	hash, err := issuer.HashPassword(password)
	if err != nil {
		return err
	}
	return c.Service.SetPassword(ctx, a.Person, hash)
}
