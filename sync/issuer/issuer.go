package issuer

import (
	"bytes"
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/sync/wire"
)

// The issuer's own pages.
const (
	pathLogin  = "/accedi"
	pathInvite = "/invito/"
)

// Options are what an issuer is made of.
type Options struct {
	Accounts Accounts
	URL      string // as desks reach the central, without a slash at the end
	Name     string // of the central, for the pages
	Secret   string // of the central, the same on all its machines and after a restart
	Log      *slog.Logger
	Now      func() time.Time
}

// Issuer signs people in and tells whose a token is.
type Issuer struct {
	url      string
	name     string
	accounts Accounts
	log      *slog.Logger
	now      func() time.Time
	store    *storage
	provider *op.Provider
	pages    *template.Template
	policy   string // Content-Security-Policy of the pages
	cross    *http.CrossOriginProtection
	slow     *throttle
	hashing  chan struct{} // bounds the hashes under way: each takes 19 MiB
}

// hashesAtOnce bounds how many passwords are checked at the same time.
const hashesAtOnce = 4

// New makes an issuer; its signing key is made at the first need.
func New(o Options) (*Issuer, error) {
	const opName = "issuer.new"
	if o.Now == nil {
		o.Now = time.Now
	}
	if len(o.Secret) < minSecret {
		return nil, civic.NewError(civic.Internal, opName, "")
	}
	keys := &keyring{accounts: o.Accounts, now: o.Now}
	var err error
	if keys.chain, err = derived(o.Secret, "refresh tokens"); err != nil {
		return nil, civic.WrapError(civic.Internal, opName, err)
	}
	sealing, err := derived(o.Secret, "sign-ins under way")
	if err != nil {
		return nil, civic.WrapError(civic.Internal, opName, err)
	}
	seal := op.NewAES256GCMCrypto(sealing, "1")
	store := &storage{accounts: o.Accounts, keys: keys, pending: newPending(seal), now: o.Now}
	config := &op.Config{
		CryptoKey: sealing, CodeMethodS256: true, GrantTypeRefreshToken: true,
		SupportedScopes: []string{oidc.ScopeOpenID, oidc.ScopeProfile, oidc.ScopeOfflineAccess},
	}
	options := []op.Option{op.WithCORSOptions(nil), op.WithCrypto(seal)}
	if strings.HasPrefix(o.URL, "http://") { // the server sees to it that this is loopback
		options = append(options, op.WithAllowInsecure())
	}
	provider, err := op.NewProvider(config, store, op.StaticIssuer(o.URL), options...)
	if err != nil {
		return nil, civic.WrapError(civic.Invalid, opName, err)
	}
	pages, style, err := parsePages()
	if err != nil {
		return nil, civic.WrapError(civic.Internal, opName, err)
	}
	cross := http.NewCrossOriginProtection()
	// A proxy in front may ask under another host name than the one that the
	// page was read from.
	if u, err := url.Parse(o.URL); err == nil {
		if err := cross.AddTrustedOrigin(u.Scheme + "://" + u.Host); err != nil {
			return nil, civic.WrapError(civic.Invalid, opName, err)
		}
	}
	sum := sha256.Sum256([]byte(style))
	return &Issuer{
		url: o.URL, name: o.Name, accounts: o.Accounts, log: o.Log, now: o.Now, store: store, provider: provider, pages: pages,
		// Browsers hold the redirect that follows a form to form-action too.
		policy: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; " +
			"frame-ancestors 'none'; form-action 'self' http://127.0.0.1:* http://[::1]:* http://localhost:*",
		cross: cross, slow: newThrottle(), hashing: make(chan struct{}, hashesAtOnce),
	}, nil
}

// minSecret is how long the central's secret is at least, in characters.
const minSecret = 20

// derived gives the key of one use: no key serves two.
func derived(secret, use string) (key [32]byte, err error) {
	b, err := hkdf.Key(sha256.New, []byte(secret), nil, "scranno "+use, len(key))
	copy(key[:], b)
	return key, err
}

// Handler answers on the issuer's paths; whoever mounts it names them.
func (i *Issuer) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", i.discovery)
	mux.Handle("/authorize", i.withDevice(i.provider))
	mux.Handle("/authorize/callback", i.provider)
	mux.Handle("POST /oauth/token", i.honest(i.provider))
	mux.Handle("GET /keys", i.provider)
	mux.Handle("/userinfo", i.provider)
	mux.Handle("POST /revoke", i.provider)
	mux.HandleFunc("GET "+pathLogin, i.loginPage)
	mux.Handle("POST "+pathLogin, i.cross.Handler(http.HandlerFunc(i.login)))
	mux.HandleFunc("GET "+pathInvite+"{token}", i.invitePage)
	mux.Handle("POST "+pathInvite+"{token}", i.cross.Handler(http.HandlerFunc(i.accept)))
	return bounded(mux)
}

// maxForm bounds any form, in bytes.
const maxForm = 32 << 10

func bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// Verify tells whose an access token is. It looks at nothing but the token and
// the keys. Unauthenticated: the token is not good; any other kind: the keys
// could not be read, which says nothing of the token.
func (i *Issuer) Verify(ctx context.Context, token string) (central.Token, error) {
	if _, err := i.store.keys.all(ctx); err != nil {
		return central.Token{}, err
	}
	v := op.NewAccessTokenVerifier(i.url, &op.OpenIDKeySet{Storage: i.store})
	claims, err := op.VerifyAccessToken[*oidc.AccessTokenClaims](ctx, token, v)
	if err != nil && i.store.keys.lookAgain() {
		// Another machine of the central may have made a key meanwhile.
		claims, err = op.VerifyAccessToken[*oidc.AccessTokenClaims](ctx, token, v)
	}
	if err != nil {
		return central.Token{}, civic.WrapError(civic.Unauthenticated, "issuer.verify", err)
	}
	name, _ := claims.Claims[claimDevice].(string)
	out := central.Token{Caller: central.Caller{Person: civic.ID(claims.Subject), Device: civic.ID(name)}, Until: claims.GetExpiration()}
	if !out.Person.Valid() || !out.Device.Valid() {
		return central.Token{}, civic.NewError(civic.Unauthenticated, "issuer.verify", "")
	}
	return out, nil
}

// discovery says what there is, and nothing that there is not.
func (i *Issuer) discovery(w http.ResponseWriter, _ *http.Request) {
	doc := map[string]any{
		"issuer":                                i.url,
		"authorization_endpoint":                i.url + "/authorize",
		"token_endpoint":                        i.url + "/oauth/token",
		"userinfo_endpoint":                     i.url + "/userinfo",
		"revocation_endpoint":                   i.url + "/revoke",
		"jwks_uri":                              i.url + "/keys",
		"scopes_supported":                      []string{oidc.ScopeOpenID, oidc.ScopeProfile, oidc.ScopeOfflineAccess},
		"response_types_supported":              []string{"code"},
		"response_modes_supported":              []string{"query"},
		"grant_types_supported":                 []string{"authorization_code", "refresh_token"},
		"subject_types_supported":               []string{"public"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
		"token_endpoint_auth_methods_supported": []string{"none"},
		"code_challenge_methods_supported":      []string{"S256"},
		"ui_locales_supported":                  []string{"it"},
		"claims_supported":                      []string{"sub", "name", "iss", "aud", "exp", "iat", "auth_time", "nonce", claimDevice},
	}
	w.Header().Set("Content-Type", wire.TypeJSON)
	if err := json.NewEncoder(w).Encode(doc); err != nil {
		i.log.Debug("an answer could not be written")
	}
}

// withDevice takes the desk's id and name out of the authorization request.
func (i *Issuer) withDevice(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			http.Error(w, "the request cannot be read", http.StatusBadRequest)
			return
		}
		d := askedDevice{id: civic.ID(r.Form.Get(wire.ParamDevice)), name: deviceName(r.Form.Get(wire.ParamDeviceName))}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), deviceKey{}, d)))
	})
}

// deviceName keeps one short line of what a desk calls itself.
func deviceName(s string) string {
	s = strings.Join(strings.Fields(civic.CleanText(s)), " ")
	if len(s) > civic.MaxName {
		s = strings.ToValidUTF8(s[:civic.MaxName], "")
	}
	if s == "" {
		return "Scranno"
	}
	return s
}

// honest keeps the library from telling a desk that its session is over when
// it is the store that does not answer: such an answer becomes "try again".
func (i *Issuer) honest(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var f failure
		held := &heldAnswer{header: w.Header(), status: http.StatusOK}
		next.ServeHTTP(held, r.WithContext(context.WithValue(r.Context(), failureKey{}, &f)))
		if f.err != nil {
			i.log.Error("a session could not be looked at", "kind", civic.KindOf(f.err), "error", f.err)
			p := wire.NewProblem(civic.NewError(civic.Offline, "issuer.token", ""))
			w.Header().Set("Content-Type", wire.TypeProblem)
			w.Header().Set("Retry-After", "5")
			w.WriteHeader(p.Status)
			held.body.Reset()
			held.body.Write(p.Encode())
		} else {
			w.WriteHeader(held.status)
		}
		if _, err := w.Write(held.body.Bytes()); err != nil {
			i.log.Debug("an answer could not be written")
		}
	})
}

type failureKey struct{}

// failure is what went wrong in the store while a token was asked for.
type failure struct{ err error }

// note remembers a failure of the store; what it merely does not have is none.
func note(ctx context.Context, err error) error {
	switch civic.KindOf(err) {
	case "", civic.NotFound, civic.Forbidden, civic.Conflict, civic.Invalid:
		return err
	}
	if f, ok := ctx.Value(failureKey{}).(*failure); ok {
		f.err = err
	}
	return err
}

type heldAnswer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (h *heldAnswer) Header() http.Header         { return h.header }
func (h *heldAnswer) WriteHeader(status int)      { h.status = status }
func (h *heldAnswer) Write(b []byte) (int, error) { return h.body.Write(b) }
