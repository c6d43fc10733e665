package signin

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"

	"golang.org/x/oauth2"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// Transport adds the person's token to requests to the central, renewing it as
// needed, and sends requests to anyone else as they are. Without a token, or
// with one that can no longer be renewed, a request to the central does not
// leave: the error is of kind Unauthenticated.
func (s *SignIn) Transport(base http.RoundTripper) http.RoundTripper {
	if base == nil {
		base = http.DefaultTransport
	}
	return &transport{signIn: s, base: base}
}

type transport struct {
	signIn *SignIn
	base   http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	a, err := t.signIn.vault.account()
	if err != nil {
		return nil, errors.Join(err, closeBody(r))
	}
	central, err := url.Parse(a.Central)
	if err != nil || a.Central != "" && !sameOrigin(central, r.URL) {
		return t.base.RoundTrip(r)
	}
	token, err := t.signIn.access(r.Context(), "")
	if err != nil {
		return nil, errors.Join(err, closeBody(r))
	}
	resp, err := t.base.RoundTrip(withToken(r, token, r.Body))
	if err != nil || !unauthenticated(resp) || r.Body != nil && r.Body != http.NoBody && r.GetBody == nil {
		return resp, err
	}
	body := r.Body
	if r.GetBody != nil {
		if body, err = r.GetBody(); err != nil {
			return nil, errors.Join(err, resp.Body.Close())
		}
	}
	// The central no longer takes this token, whatever its age: one new one,
	// one more try.
	_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
	if err = errors.Join(err, resp.Body.Close()); err != nil {
		return nil, civic.WrapError(civic.Offline, "signin.transport", err)
	}
	if token, err = t.signIn.access(r.Context(), token); err != nil {
		return nil, err
	}
	return t.base.RoundTrip(withToken(r, token, body))
}

func withToken(r *http.Request, token string, body io.ReadCloser) *http.Request {
	c := r.Clone(r.Context())
	c.Body = body
	c.Header.Set("Authorization", "Bearer "+token)
	return c
}

// unauthenticated tells whether the central itself refused the token; a proxy
// on the way says nothing about it.
func unauthenticated(resp *http.Response) bool {
	media, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	return err == nil && resp.StatusCode == http.StatusUnauthorized && media == wire.TypeProblem
}

func closeBody(r *http.Request) error {
	if r.Body == nil {
		return nil
	}
	return r.Body.Close()
}

// access gives a token that holds and is not the stale one. Of many who ask at
// once, in this process or in others, one renews and all get what it got.
func (s *SignIn) access(ctx context.Context, stale string) (string, error) {
	if token, _, err := s.current(stale); err != nil || token != "" {
		return token, err
	}
	release, err := s.enter(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	token, a, err := s.current(stale)
	if err != nil || token != "" {
		return token, err
	}
	s.mu.Lock()
	t, known := s.held, s.gen == a.Generation
	s.mu.Unlock()
	if !known { // a keychain that closed meanwhile is not asked again
		if t, err = s.vault.tokens(a); err != nil {
			return "", err
		}
	}
	// A renewal that has left is waited for, even by who no longer wants it:
	// its reply is the only copy of the new token.
	whole, cancel := context.WithTimeout(context.WithoutCancel(ctx), stepWait)
	defer cancel()
	return s.renew(whole, a, t)
}

// current gives the token at hand, looked at again where another process has
// changed it; empty where it is stale or about to end.
func (s *SignIn) current(stale string) (string, account, error) {
	a, err := s.vault.account()
	if err != nil {
		return "", a, err
	}
	if !a.SignedIn || a.Expired {
		return "", a, civic.NewError(civic.Unauthenticated, "signin.token", "")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gen != a.Generation {
		t, err := s.vault.tokens(a)
		if err != nil {
			return "", a, err
		}
		s.held, s.gen = t, a.Generation
	}
	if s.held.Access == "" || s.held.Access == stale || !s.now().Before(s.held.Until.Add(-renewAhead)) {
		return "", a, nil
	}
	return s.held.Access, a, nil
}

// renew trades the refresh token for new ones. Only the central's own word that
// neither it nor the former one holds signs out.
func (s *SignIn) renew(ctx context.Context, a account, t tokens) (string, error) {
	used := t.Refresh
	got, err := s.refresh(ctx, a, used)
	if invalidGrant(err) && t.Former != "" {
		used = t.Former
		got, err = s.refresh(ctx, a, used)
	}
	switch {
	case invalidGrant(err):
		a.Expired = true
		s.log.Info("the sign-in has ended")
		return "", errors.Join(
			civic.NewError(civic.Unauthenticated, "signin.renew", ""), writeJSON(s.vault.path(accountFile), a))
	case err != nil:
		return "", civic.WrapError(civic.Offline, "signin.renew", plain(err))
	}
	next := tokens{Access: got.AccessToken, Until: got.Expiry, Refresh: used}
	if got.RefreshToken != "" && got.RefreshToken != used {
		next.Refresh, next.Former = got.RefreshToken, used
	}
	return next.Access, s.keep(a, next)
}

// keep saves tokens and holds them.
func (s *SignIn) keep(a account, t tokens) error {
	a.Generation++
	a, err := s.vault.save(a, t)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held, s.gen = t, a.Generation
	return nil
}

func (s *SignIn) refresh(ctx context.Context, a account, refresh string) (*oauth2.Token, error) {
	cfg := s.oauth(a)
	ctx = context.WithValue(ctx, oauth2.HTTPClient, s.http)
	return cfg.TokenSource(ctx, &oauth2.Token{RefreshToken: refresh}).Token()
}

func invalidGrant(err error) bool {
	e, ok := errors.AsType[*oauth2.RetrieveError](err)
	return ok && e.ErrorCode == "invalid_grant"
}

// plain drops what a failure of the token endpoint says of its answer, which
// may hold anything.
func plain(err error) error {
	if e, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		if e.Response != nil {
			return errors.New("token endpoint: " + e.Response.Status)
		}
		return errors.New("token endpoint")
	}
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}
