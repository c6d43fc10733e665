package signin

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// flow is one sign-in under way: what was sent out, to be found again in what
// comes back.
type flow struct {
	central  string
	issuer   *url.URL
	provider *oidc.Provider
	cfg      oauth2.Config
	verifier string // of PKCE
	state    string
	nonce    string
	device   civic.SignInHow
}

// Connect signs in at a central, with a password when there is one and in the
// browser otherwise; the device that it gives may be another one than it was
// asked for, where that one was shut out. Another person, or another central,
// than this profile's is a Conflict and leaves everything as it was. Errors: Offline, Unauthenticated
// when the central does not accept the person, Invalid for a bad address.
func (s *SignIn) Connect(ctx context.Context, central string, how civic.SignInHow) (civic.Identity, error) {
	if !how.Device.Valid() {
		return civic.Identity{}, civic.NewError(civic.Invalid, "signin.connect", "invalid.id")
	}
	who, err := s.connect(ctx, central, how)
	if !invalidGrant(err) {
		return who, err
	}
	// The person was let in and this device was not: it was revoked, or it is
	// someone else's. With another one the central says which.
	if how.Device, err = civic.NewID(s.now(), rand.Reader); err != nil {
		return civic.Identity{}, civic.WrapError(civic.Internal, "signin.connect", err)
	}
	if who, err = s.connect(ctx, central, how); invalidGrant(err) {
		err = civic.WrapError(civic.Unauthenticated, "signin.connect", plain(err))
	}
	return who, err
}

func (s *SignIn) connect(ctx context.Context, central string, how civic.SignInHow) (civic.Identity, error) {
	f, err := s.begin(ctx, central, how)
	if err != nil {
		return civic.Identity{}, err
	}
	var code string
	if how.Password != "" {
		code, err = s.byForm(ctx, f, how.Email, how.Password)
	} else {
		code, err = s.byBrowser(ctx, f, how.OpenBrowser)
	}
	if err != nil {
		return civic.Identity{}, err
	}
	return s.finish(ctx, f, code)
}

// begin asks the central for its issuer and the issuer for its endpoints, all
// of which must be the central's own.
func (s *SignIn) begin(ctx context.Context, central string, how civic.SignInHow) (*flow, error) {
	const op = "signin.discover"
	u, err := centralURL(central)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, stepWait)
	defer cancel()
	var hello civic.Hello
	if err := s.getJSON(ctx, u.String()+wire.PathHello, &hello); err != nil {
		return nil, err
	}
	issuer, err := centralURL(hello.Issuer)
	if err != nil || !sameOrigin(u, issuer) {
		return nil, civic.NewError(civic.Forbidden, op, "signin.foreign_issuer")
	}
	provider, err := oidc.NewProvider(s.client(ctx), hello.Issuer)
	if err != nil {
		return nil, civic.WrapError(civic.Offline, op, plain(err))
	}
	end := provider.Endpoint()
	for _, raw := range []string{end.AuthURL, end.TokenURL} {
		e, err := url.Parse(raw)
		if err != nil || !sameOrigin(u, e) {
			return nil, civic.NewError(civic.Forbidden, op, "signin.foreign_issuer")
		}
	}
	end.AuthStyle = oauth2.AuthStyleInParams
	return &flow{
		central: u.String(), issuer: issuer, provider: provider, device: how,
		cfg: oauth2.Config{
			ClientID: wire.ClientDesk, Endpoint: end,
			Scopes: []string{oidc.ScopeOpenID, "profile", wire.ScopeOffline},
		},
		verifier: oauth2.GenerateVerifier(), state: oauth2.GenerateVerifier(), nonce: oauth2.GenerateVerifier(),
	}, nil
}

// address is where the person signs in.
func (f *flow) address() string {
	return f.cfg.AuthCodeURL(f.state,
		oauth2.S256ChallengeOption(f.verifier), oidc.Nonce(f.nonce),
		oauth2.SetAuthURLParam(wire.ParamDevice, string(f.device.Device)),
		oauth2.SetAuthURLParam(wire.ParamDeviceName, f.device.DeviceName))
}

// code reads what the issuer sent back to the loopback address.
func (f *flow) code(q url.Values) (string, error) {
	const op = "signin.callback"
	switch {
	case q.Get("state") != f.state:
		return "", civic.NewError(civic.Forbidden, op, "signin.state")
	case q.Get("error") != "":
		return "", civic.NewError(civic.Unauthenticated, op, "signin.denied")
	case q.Get("code") == "":
		return "", civic.NewError(civic.Unauthenticated, op, "signin.denied")
	}
	return q.Get("code"), nil
}

// finish trades the code for tokens, checks who they are of, and keeps them.
func (s *SignIn) finish(ctx context.Context, f *flow, code string) (civic.Identity, error) {
	const op = "signin.finish"
	ctx, cancel := context.WithTimeout(ctx, stepWait)
	defer cancel()
	got, err := f.cfg.Exchange(s.client(ctx), code, oauth2.VerifierOption(f.verifier))
	if err != nil {
		if invalidGrant(err) {
			return civic.Identity{}, err
		}
		return civic.Identity{}, civic.WrapError(civic.Offline, op, plain(err))
	}
	who, err := s.identity(ctx, f, got)
	if err != nil {
		return civic.Identity{}, err
	}
	var more struct {
		Revoke string `json:"revocation_endpoint"`
	}
	if err := f.provider.Claims(&more); err != nil {
		return civic.Identity{}, civic.WrapError(civic.Offline, op, err)
	}
	return who, s.takeOver(ctx, account{
		Central: f.central, TokenURL: f.cfg.Endpoint.TokenURL, RevokeURL: more.Revoke,
		Person: who.Person, Name: who.Name, Device: who.Device, SignedIn: true,
	}, tokens{Access: got.AccessToken, Until: got.Expiry, Refresh: got.RefreshToken})
}

// identity checks the ID token's signature, audience and nonce. Its times are
// not compared: it came straight from the token endpoint, and a desk's clock
// may be wrong by years (OpenID Connect Core 3.1.3.7).
func (s *SignIn) identity(ctx context.Context, f *flow, got *oauth2.Token) (civic.Identity, error) {
	const op = "signin.identity"
	raw, _ := got.Extra("id_token").(string)
	id, err := f.provider.VerifierContext(s.client(ctx), &oidc.Config{ClientID: wire.ClientDesk, SkipExpiryCheck: true}).Verify(ctx, raw)
	if err != nil {
		return civic.Identity{}, civic.WrapError(civic.Offline, op, err)
	}
	var claims struct {
		Name string `json:"name"`
	}
	if err := id.Claims(&claims); err != nil {
		return civic.Identity{}, civic.WrapError(civic.Offline, op, err)
	}
	person := civic.ID(id.Subject)
	if id.Nonce != f.nonce || !person.Valid() || got.RefreshToken == "" {
		return civic.Identity{}, civic.NewError(civic.Offline, op, "")
	}
	if claims.Name == "" {
		// Names may be told by the userinfo endpoint alone.
		info, err := f.provider.UserInfo(s.client(ctx), oauth2.StaticTokenSource(got))
		if err == nil && info.Subject == id.Subject {
			err = info.Claims(&claims)
		}
		if err != nil {
			s.log.Info("the central did not tell the name")
		}
	}
	return civic.Identity{Person: person, Name: claims.Name, Device: f.device.Device}, nil
}

// takeOver keeps new tokens, unless the profile is someone else's.
func (s *SignIn) takeOver(ctx context.Context, a account, t tokens) error {
	release, err := s.enter(ctx)
	if err != nil {
		return err
	}
	defer release()
	former, err := s.vault.account()
	if err != nil && !civic.Is(err, civic.Damaged) {
		return err
	}
	if former.Person != "" && (former.Person != a.Person || former.Central != a.Central) {
		s.revoke(ctx, a, t.Refresh)
		key := "desk.other_person"
		if former.Central != a.Central {
			key = "desk.other_central"
		}
		return civic.NewError(civic.Conflict, "signin.connect", key)
	}
	a.Generation = former.Generation
	return s.keep(a, t)
}

func (s *SignIn) client(ctx context.Context) context.Context {
	return oidc.ClientContext(context.WithValue(ctx, oauth2.HTTPClient, s.http), s.http)
}

func (s *SignIn) getJSON(ctx context.Context, address string, v any) error {
	const op = "signin.get"
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return civic.WrapError(civic.Invalid, op, err)
	}
	resp, err := s.http.Do(req)
	if err != nil {
		return civic.WrapError(civic.Offline, op, plain(err))
	}
	defer func() { _ = resp.Body.Close() }() // read whole below
	data, err := io.ReadAll(io.LimitReader(resp.Body, wire.MaxAnswer))
	switch {
	case err != nil:
		return civic.WrapError(civic.Offline, op, err)
	case resp.StatusCode != http.StatusOK:
		return wire.ReadProblem(resp.StatusCode, resp.Header.Get("Content-Type"), data)
	}
	if err := json.Unmarshal(data, v); err != nil {
		return civic.WrapError(civic.Offline, op, errors.New("not an answer of a central"))
	}
	return nil
}
