package issuer

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// claimDevice is the claim of a token that names the desk.
const claimDevice = "device"

var errNoRequest = errors.New("no such sign-in is under way")

// storage is what the library asks of the central.
type storage struct {
	accounts Accounts
	keys     *keyring
	pending  *pending
	now      func() time.Time
	// renewing makes one renewal follow another: each reads a session and
	// writes it back.
	renewing sync.Mutex
}

type deviceKey struct{}

// askedDevice is the desk that an authorization request names.
type askedDevice struct {
	id   civic.ID
	name string
}

func (s *storage) CreateAuthRequest(ctx context.Context, asked *oidc.AuthRequest, _ string) (op.AuthRequest, error) {
	if asked.CodeChallenge == "" || asked.CodeChallengeMethod != oidc.CodeChallengeMethodS256 {
		return nil, oidc.ErrInvalidRequest().WithDescription("PKCE with S256 is required")
	}
	if asked.ResponseType != oidc.ResponseTypeCode {
		return nil, oidc.ErrUnauthorizedClient()
	}
	d, _ := ctx.Value(deviceKey{}).(askedDevice)
	if !d.id.Valid() {
		return nil, oidc.ErrInvalidRequest().WithDescription("the parameter device is required")
	}
	if len(asked.Prompt) == 1 && asked.Prompt[0] == oidc.PromptNone {
		return nil, oidc.ErrLoginRequired()
	}
	proof, err := NewToken()
	if err != nil {
		return nil, err
	}
	a := &authRequest{proof: proof, asked: *asked, device: d.id, deviceName: d.name, expires: s.now().Add(requestLife)}
	return a, s.pending.add(a)
}

// AuthRequestByID gives a request whose person gave the password; another one
// still belongs to the login page.
func (s *storage) AuthRequestByID(_ context.Context, id string) (op.AuthRequest, error) {
	a, ok := s.pending.get(id, s.now())
	if !ok || !a.Done() {
		return nil, errNoRequest
	}
	return a, nil
}

func (s *storage) AuthRequestByCode(_ context.Context, code string) (op.AuthRequest, error) {
	a, ok := s.pending.byCode(code, s.now())
	if !ok || !a.Done() {
		return nil, errNoRequest
	}
	return a, nil
}

// SaveAuthCode keeps nothing: the code is the request's id, sealed.
func (s *storage) SaveAuthCode(context.Context, string, string) error { return nil }

func (s *storage) DeleteAuthRequest(_ context.Context, id string) error {
	s.pending.end(id, s.now())
	return nil
}

func (s *storage) SigningKey(ctx context.Context) (op.SigningKey, error) {
	keys, err := s.keys.all(ctx)
	if note(ctx, err) != nil {
		return nil, err
	}
	return keys[0], nil
}

func (s *storage) SignatureAlgorithms(context.Context) ([]jose.SignatureAlgorithm, error) {
	return []jose.SignatureAlgorithm{jose.RS256}, nil
}

func (s *storage) KeySet(ctx context.Context) ([]op.Key, error) {
	keys, err := s.keys.all(ctx)
	if err != nil {
		return nil, err
	}
	return published(keys), nil
}

func (s *storage) GetClientByClientID(_ context.Context, id string) (op.Client, error) {
	if id != wire.ClientDesk {
		return nil, errors.New("no such client")
	}
	return desk{}, nil
}

// AuthorizeClientIDSecret refuses always: the one client has no secret.
func (s *storage) AuthorizeClientIDSecret(context.Context, string, string) error {
	return errors.New("no client has a secret")
}

// SetUserinfoFromScopes adds nothing: SetUserinfoFromRequest does.
func (s *storage) SetUserinfoFromScopes(context.Context, *oidc.UserInfo, string, string, []string) error {
	return nil
}

// SetUserinfoFromRequest puts the display name into the identity token, and
// nothing more of a person.
func (s *storage) SetUserinfoFromRequest(ctx context.Context, info *oidc.UserInfo, r op.IDTokenRequest, _ []string) error {
	return s.describe(ctx, info, civic.ID(r.GetSubject()))
}

func (s *storage) SetUserinfoFromToken(ctx context.Context, info *oidc.UserInfo, _, subject, _ string) error {
	return s.describe(ctx, info, civic.ID(subject))
}

func (s *storage) describe(ctx context.Context, info *oidc.UserInfo, person civic.ID) error {
	a, err := s.accounts.Account(ctx, person)
	if note(ctx, err) != nil {
		return err
	}
	info.Subject, info.Name = string(a.Person), a.Name
	return nil
}

func (s *storage) GetPrivateClaimsFromScopes(context.Context, string, string, []string) (map[string]any, error) {
	return nil, nil
}

// GetPrivateClaimsFromRequest puts the device into the access token: without it
// no token is good.
func (s *storage) GetPrivateClaimsFromRequest(_ context.Context, r op.TokenRequest, _ []string) (map[string]any, error) {
	switch r := r.(type) {
	case *authRequest:
		return map[string]any{claimDevice: string(r.device)}, nil
	case *refreshRequest:
		return map[string]any{claimDevice: string(r.session.Device)}, nil
	}
	return nil, oidc.ErrUnsupportedGrantType()
}

func (s *storage) SetIntrospectionFromToken(context.Context, *oidc.IntrospectionResponse, string, string, string) error {
	return errors.New("tokens are not introspected here")
}

func (s *storage) GetKeyByIDAndClientID(context.Context, string, string) (*jose.JSONWebKey, error) {
	return nil, errors.New("no client has a key")
}

func (s *storage) ValidateJWTProfileScopes(context.Context, string, []string) ([]string, error) {
	return nil, oidc.ErrUnsupportedGrantType()
}

func (s *storage) Health(context.Context) error { return nil }
