package signin

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"scranno/app/civic"
	"scranno/sync/wire"
)

const (
	stepWait    = 20 * time.Second // one request of the sign-in
	browserWait = 10 * time.Minute // for the person at the login page
	renewAhead  = 30 * time.Second // before the access token ends
)

// Options are what a SignIn is made from. Only Home is required.
type Options struct {
	Home      string            // the profile's folder
	Transport http.RoundTripper // for the sign-in's own requests; nil: http.DefaultTransport
	Keychain  Keychain          // nil: tokens are kept in a file
	// Lock keeps other processes from renewing the same tokens; nil: there are
	// none.
	Lock func(ctx context.Context) (release func(), err error)
	Log  *slog.Logger     // nil: silent
	Now  func() time.Time // nil: time.Now
}

// SignIn holds one profile's tokens. It is safe for concurrent use.
type SignIn struct {
	vault vault
	http  *http.Client
	lock  func(context.Context) (func(), error)
	log   *slog.Logger
	now   func() time.Time

	gate chan struct{} // who holds its place renews
	mu   sync.Mutex    // guards what follows
	held tokens        // as of the generation below
	gen  int64         // 0: nothing held
}

// New makes a SignIn over a profile's folder, which need not exist yet.
func New(o Options) (*SignIn, error) {
	if o.Home == "" {
		return nil, civic.NewError(civic.Internal, "signin.new", "")
	}
	s := &SignIn{
		vault: vault{home: o.Home, keychain: o.Keychain}, lock: o.Lock, log: o.Log, now: o.Now,
		gate: make(chan struct{}, 1),
	}
	if o.Transport == nil {
		o.Transport = http.DefaultTransport
	}
	s.http = &http.Client{Transport: o.Transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.now == nil {
		s.now = time.Now
	}
	return s, nil
}

// State says whether tokens are there, without asking anyone whether they hold.
func (s *SignIn) State(context.Context) (civic.SignInState, error) {
	a, err := s.vault.account()
	if err != nil {
		return civic.SignInState{}, err
	}
	return civic.SignInState{SignedIn: a.SignedIn, Person: a.Person, Keychain: a.Keychain, Expired: a.Expired}, nil
}

// SignOut forgets the tokens, and tells the central so where it answers. Who
// was signed in stays known: the profile is theirs.
func (s *SignIn) SignOut(ctx context.Context) error {
	release, err := s.enter(ctx)
	if err != nil {
		return err
	}
	defer release()
	a, err := s.vault.account()
	if err != nil || !a.SignedIn {
		return err
	}
	if t, err := s.vault.tokens(a); err == nil {
		s.revoke(ctx, a, t.Refresh)
	}
	a.SignedIn, a.Expired = false, false
	a.Generation++
	s.mu.Lock()
	s.held, s.gen = tokens{}, 0
	s.mu.Unlock()
	return s.vault.forget(a)
}

// revoke tells the central that a refresh token is no longer wanted. Nobody
// waits long for it: an unused token ends by itself.
func (s *SignIn) revoke(ctx context.Context, a account, refresh string) {
	if a.RevokeURL == "" || refresh == "" {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, stepWait/4)
	defer cancel()
	form := url.Values{"token": {refresh}, "token_type_hint": {"refresh_token"}, "client_id": {wire.ClientDesk}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.RevokeURL, strings.NewReader(form.Encode()))
	if err != nil {
		return
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := s.http.Do(req)
	if err != nil {
		s.log.Info("the central could not be told of a sign-out")
		return
	}
	_ = resp.Body.Close() // nothing in it matters
}

// enter waits for its turn in this process and then among processes.
func (s *SignIn) enter(ctx context.Context) (func(), error) {
	select {
	case s.gate <- struct{}{}:
	case <-ctx.Done():
		return nil, civic.WrapError(civic.Busy, "signin.enter", ctx.Err())
	}
	if s.lock == nil {
		return func() { <-s.gate }, nil
	}
	unlock, err := s.lock(ctx)
	if err != nil {
		<-s.gate
		return nil, err
	}
	return func() {
		unlock()
		<-s.gate
	}, nil
}

func (s *SignIn) oauth(a account) oauth2.Config {
	return oauth2.Config{
		ClientID: wire.ClientDesk,
		Endpoint: oauth2.Endpoint{TokenURL: a.TokenURL, AuthStyle: oauth2.AuthStyleInParams},
	}
}

// centralURL checks a central's address. Plain http is for loopback alone.
func centralURL(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, civic.NewError(civic.Invalid, "signin.address", "connect.address")
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return nil, civic.NewError(civic.Invalid, "signin.address", "connect.plain_http")
	}
	u.Path = strings.TrimRight(u.Path, "/")
	return u, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// sameOrigin tells whether two addresses are one place: scheme, host and port.
// The names of loopback are one name.
func sameOrigin(a, b *url.URL) bool {
	if a.Scheme != b.Scheme || port(a) != port(b) {
		return false
	}
	return strings.EqualFold(a.Hostname(), b.Hostname()) || loopback(a.Hostname()) && loopback(b.Hostname())
}

func port(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "https":
		return "443"
	}
	return "80"
}
