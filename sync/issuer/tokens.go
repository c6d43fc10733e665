package issuer

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"scranno/app/civic"
)

// refreshRequest is a session that asks for new tokens.
type refreshRequest struct {
	session civic.Session
	scopes  []string
}

func (r *refreshRequest) GetAMR() []string             { return []string{"pwd"} }
func (r *refreshRequest) GetAudience() []string        { return []string{r.session.Client} }
func (r *refreshRequest) GetAuthTime() time.Time       { return r.session.AuthTime }
func (r *refreshRequest) GetClientID() string          { return r.session.Client }
func (r *refreshRequest) GetScopes() []string          { return r.scopes }
func (r *refreshRequest) GetSubject() string           { return string(r.session.Person) }
func (r *refreshRequest) SetCurrentScopes(to []string) { r.scopes = to }

// CreateAccessToken is for a sign-in that asks for no refresh token.
func (s *storage) CreateAccessToken(ctx context.Context, r op.TokenRequest) (string, time.Time, error) {
	a, ok := r.(*authRequest)
	if !ok {
		return "", time.Time{}, oidc.ErrUnsupportedGrantType()
	}
	if err := s.registerDevice(ctx, a); err != nil {
		return "", time.Time{}, err
	}
	return s.access()
}

func (s *storage) access() (id string, until time.Time, err error) {
	now := s.now()
	token, err := civic.NewID(now, rand.Reader)
	return string(token), now.Add(accessLife), civic.WrapError(civic.Internal, "token.id", err)
}

// registerDevice notes the desk once its person has signed in on it.
func (s *storage) registerDevice(ctx context.Context, a *authRequest) error {
	now := s.now()
	err := s.accounts.TouchDevice(ctx, civic.Device{ID: a.device, Person: a.person, Name: a.deviceName, Created: now, Seen: now})
	if note(ctx, err) != nil {
		return oidc.ErrInvalidGrant().WithParent(err)
	}
	return s.alive(ctx, a.person, a.device)
}

// alive refuses a person who was shut out and a desk that was revoked.
func (s *storage) alive(ctx context.Context, person, device civic.ID) error {
	account, err := s.accounts.Account(ctx, person)
	if note(ctx, err) != nil || account.Disabled {
		return oidc.ErrInvalidGrant().WithParent(err)
	}
	ok, err := s.accounts.DeviceOK(ctx, device)
	if note(ctx, err) != nil || !ok {
		return oidc.ErrInvalidGrant().WithParent(err)
	}
	return nil
}

// CreateAccessAndRefreshTokens begins a session at a sign-in and carries it on
// at a renewal. The token that was shown stays good until the one that follows
// it is first used: a lost reply signs nobody out.
func (s *storage) CreateAccessAndRefreshTokens(ctx context.Context, r op.TokenRequest, current string) (id, refresh string, until time.Time, err error) {
	switch r := r.(type) {
	case *authRequest:
		refresh, err = s.begin(ctx, r)
	case *refreshRequest:
		refresh, err = s.renew(ctx, current)
	default:
		err = oidc.ErrUnsupportedGrantType()
	}
	if err != nil {
		return "", "", time.Time{}, err
	}
	id, until, err = s.access()
	return id, refresh, until, err
}

func (s *storage) begin(ctx context.Context, a *authRequest) (string, error) {
	if err := s.registerDevice(ctx, a); err != nil {
		return "", err
	}
	token, err := NewToken()
	if err != nil {
		return "", err
	}
	now := s.now()
	id, err := civic.NewID(now, rand.Reader)
	if err != nil {
		return "", civic.WrapError(civic.Internal, "session.id", err)
	}
	return token, note(ctx, s.accounts.PutSession(ctx, civic.Session{
		ID: id, Person: a.person, Device: a.device, Client: a.asked.ClientID, Scopes: a.asked.Scopes,
		AuthTime: a.at, Current: TokenHash(token), Expires: now.Add(sessionLife),
	}))
}

func (s *storage) renew(ctx context.Context, shown string) (string, error) {
	s.renewing.Lock()
	defer s.renewing.Unlock()
	session, err := s.session(ctx, shown)
	if err != nil {
		return "", err
	}
	next := s.keys.next(shown)
	session.Current, session.Former = TokenHash(next), TokenHash(shown)
	if civic.Planted(civic.BugStrictRotation) {
		session.Former = ""
	}
	session.Expires = s.now().Add(sessionLife)
	return next, note(ctx, s.accounts.PutSession(ctx, session))
}

// session finds the live session of a refresh token.
func (s *storage) session(ctx context.Context, token string) (civic.Session, error) {
	session, err := s.accounts.SessionByToken(ctx, TokenHash(token))
	if note(ctx, err) != nil {
		return civic.Session{}, err
	}
	if !s.now().Before(session.Expires) {
		return civic.Session{}, civic.NewError(civic.NotFound, "session.expired", "")
	}
	return session, nil
}

func (s *storage) TokenRequestByRefreshToken(ctx context.Context, token string) (op.RefreshTokenRequest, error) {
	session, err := s.session(ctx, token)
	if err != nil {
		return nil, err
	}
	if err := s.alive(ctx, session.Person, session.Device); err != nil {
		return nil, err
	}
	return &refreshRequest{session: session, scopes: session.Scopes}, nil
}

// TerminateSession has no use here: a session ends by its refresh token.
func (s *storage) TerminateSession(context.Context, string, string) error { return nil }

func (s *storage) GetRefreshTokenInfo(ctx context.Context, _, token string) (person, session string, err error) {
	found, err := s.session(ctx, token)
	if civic.Is(err, civic.NotFound) {
		return "", "", op.ErrInvalidRefreshToken
	}
	return string(found.Person), string(found.ID), err
}

// RevokeToken ends the session of a refresh token. Access tokens end by
// themselves within minutes.
func (s *storage) RevokeToken(ctx context.Context, tokenOrID, person, _ string) *oidc.Error {
	id := civic.ID(tokenOrID)
	if person == "" || !id.Valid() {
		return nil
	}
	if err := s.accounts.DeleteSession(ctx, id); err != nil && !civic.Is(err, civic.NotFound) {
		return oidc.ErrServerError().WithParent(err)
	}
	return nil
}
