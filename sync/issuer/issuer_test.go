package issuer_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"scranno/app/civic"
	"scranno/sync/issuer"
	"scranno/sync/wire"
)

const (
	person   civic.ID = "0190d3f0-0000-7000-8000-0000000000a1"
	device   civic.ID = "0190d3f0-0000-7000-8000-0000000000d1"
	email             = "giulia.conti@esempio.it"
	password          = "una parola lunga"
	callback          = "http://127.0.0.1:41234/callback"
	secret            = "un segreto che nasce con la base dati"
)

type world struct {
	*memory
	url    string
	issuer *issuer.Issuer
	mu     sync.Mutex
	now    time.Time
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) later(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func start(t *testing.T) *world { return startOn(t, 0) }

// startOn serves from one machine and others more, which take turns with each
// request.
func startOn(t *testing.T, others int) *world {
	t.Helper()
	w := &world{memory: newMemory(), now: time.Now()}
	hash, err := issuer.HashPassword(password)
	if err != nil {
		t.Fatal(err)
	}
	w.accounts[email] = civic.Account{Person: person, Email: email, Name: "Giulia Conti", Hash: hash}
	var machines []http.Handler
	var asked atomic.Int64
	ts := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		machines[asked.Add(1)%int64(len(machines))].ServeHTTP(rw, r)
	}))
	t.Cleanup(ts.Close)
	w.url = ts.URL
	w.issuer, err = issuer.New(w.options())
	if err != nil {
		t.Fatal(err)
	}
	machines = append(machines, w.issuer.Handler())
	for range others {
		other, err := issuer.New(w.options())
		if err != nil {
			t.Fatal(err)
		}
		machines = append(machines, other.Handler())
	}
	return w
}

func (w *world) options() issuer.Options {
	return issuer.Options{Secret: secret, Accounts: w, URL: w.url, Name: "Prova", Log: slog.New(slog.DiscardHandler), Now: w.clock}
}

// browser follows redirects on the central and stops at the loopback.
func browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Port() == "41234" {
			return http.ErrUseLastResponse
		}
		return nil
	}}
}

func (w *world) config(t *testing.T) *oauth2.Config {
	t.Helper()
	p, err := oidc.NewProvider(t.Context(), w.url)
	if err != nil {
		t.Fatal(err)
	}
	return &oauth2.Config{ClientID: wire.ClientDesk, Endpoint: p.Endpoint(), RedirectURL: callback, Scopes: []string{"openid", "profile", wire.ScopeOffline}}
}

func (w *world) begin(t *testing.T, c *oauth2.Config, options ...oauth2.AuthCodeOption) (*http.Client, reply, string) {
	t.Helper()
	b := browser(t)
	options = append(options, oauth2.SetAuthURLParam(wire.ParamDevice, string(device)), oauth2.SetAuthURLParam(wire.ParamDeviceName, "Terminale"))
	res, body := get(t, b, c.AuthCodeURL("stato", options...))
	return b, res, body
}

// reply is an answer whose body was read to its end.
type reply struct {
	StatusCode int
	Status     string
	Header     http.Header
}

func (r reply) Location() (*url.URL, error) {
	at := r.Header.Get("Location")
	if at == "" {
		return nil, http.ErrNoLocation
	}
	return url.Parse(at)
}

func get(t *testing.T, c *http.Client, u string) (reply, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, u, nil)
	if err != nil {
		t.Fatal(err)
	}
	return do(t, c, req)
}

func post(t *testing.T, c *http.Client, u string, form url.Values, headers ...string) (reply, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, u, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	return do(t, c, req)
}

func do(t *testing.T, c *http.Client, req *http.Request) (reply, string) {
	t.Helper()
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{res.StatusCode, res.Status, res.Header}, string(data)
}

// form fills the page's own form.
func form(page, mail, word string) url.Values {
	v := url.Values{wire.FieldEmail: {mail}, wire.FieldPassword: {word}}
	for _, m := range regexp.MustCompile(`type="hidden" name="(\w+)" value="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		v.Set(m[1], m[2])
	}
	return v
}

func (w *world) signIn(t *testing.T) (*oauth2.Config, *oauth2.Token) {
	t.Helper()
	c := w.config(t)
	verifier := oauth2.GenerateVerifier()
	b, _, page := w.begin(t, c, oauth2.S256ChallengeOption(verifier))
	res, body := post(t, b, w.url+"/accedi", form(page, " Giulia.Conti@Esempio.IT ", password))
	at, err := res.Location()
	if err != nil || !strings.HasPrefix(at.String(), callback) || at.Query().Get("state") != "stato" {
		t.Fatalf("%d %v %v %s", res.StatusCode, at, err, body)
	}
	token, err := c.Exchange(t.Context(), at.Query().Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		t.Fatal(err)
	}
	return c, token
}

func TestSigningIn(t *testing.T) {
	w := start(t)
	_, token := w.signIn(t)
	good, err := w.issuer.Verify(t.Context(), token.AccessToken)
	if err != nil || good.Person != person || good.Device != device {
		t.Fatalf("%+v %v", good, err)
	}
	if life := good.Until.Sub(token.Expiry); life < -5*time.Second || life > 5*time.Second {
		t.Errorf("the token ends %s, and is said to end %s", token.Expiry, good.Until)
	}
	if life := time.Until(token.Expiry); life < 9*time.Minute || life > 11*time.Minute {
		t.Errorf("the access token lives for %s", life)
	}
	provider, err := oidc.NewProvider(t.Context(), w.url)
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := provider.Verifier(&oidc.Config{ClientID: wire.ClientDesk}).Verify(t.Context(), raw)
	if err != nil {
		t.Fatal(err)
	}
	var claims struct{ Name, Email string }
	if err := id.Claims(&claims); err != nil || claims.Name != "Giulia Conti" || claims.Email != "" || id.Subject != string(person) {
		t.Fatalf("%+v %v", claims, err)
	}
	if _, err := w.issuer.Verify(t.Context(), raw); !civic.Is(err, civic.Unauthenticated) {
		t.Errorf("an identity token was taken for an access token: %v", err)
	}
	if dev := w.devices[device]; dev.Name != "Terminale" || dev.Person != person {
		t.Errorf("%+v", dev)
	}
	for _, s := range w.sessions {
		if s.Current == token.RefreshToken || s.Current != issuer.TokenHash(token.RefreshToken) {
			t.Error("the refresh token is kept as it is")
		}
	}
}

func TestAnotherIssuersKeysSurviveARestart(t *testing.T) {
	w := start(t)
	_, token := w.signIn(t)
	again, err := issuer.New(issuer.Options{Secret: secret, Accounts: w, URL: w.url, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if good, err := again.Verify(t.Context(), token.AccessToken); err != nil || good.Person != person {
		t.Fatal(err)
	}
	if other := start(t); other.url != w.url {
		if _, err := other.issuer.Verify(t.Context(), token.AccessToken); !civic.Is(err, civic.Unauthenticated) {
			t.Fatalf("another central believed the token: %v", err)
		}
	}
}

func TestASignInGoesOnOnAnyMachine(t *testing.T) {
	for others := 1; others <= 2; others++ { // turns of two and three meet every step on another machine
		w := startOn(t, others)
		c, token := w.signIn(t)
		for range 4 {
			next, err := c.TokenSource(t.Context(), &oauth2.Token{RefreshToken: token.RefreshToken}).Token()
			if err != nil {
				t.Fatal(err)
			}
			if good, err := w.issuer.Verify(t.Context(), next.AccessToken); err != nil || good.Person != person {
				t.Fatalf("%v, %v", good, err)
			}
			token = next
		}
	}
}

func TestRefusals(t *testing.T) {
	w := start(t)
	c := w.config(t)
	s256 := oauth2.S256ChallengeOption(oauth2.GenerateVerifier())
	_, res, _ := w.begin(t, c)
	if at, err := res.Location(); err != nil || at.Query().Get("error") != "invalid_request" {
		t.Errorf("without PKCE: %d %v", res.StatusCode, at)
	}
	_, res, _ = w.begin(t, c, oauth2.SetAuthURLParam("code_challenge", "abc"), oauth2.SetAuthURLParam("code_challenge_method", "plain"))
	if at, err := res.Location(); err != nil || at.Query().Get("error") != "invalid_request" {
		t.Errorf("with a plain challenge: %d %v", res.StatusCode, at)
	}
	for _, u := range []string{"http://evil.example/callback", "http://127.0.0.1:1/other", "https://127.0.0.1.evil.example/callback", "scranno://callback"} {
		_, res, body := w.begin(t, c, s256, oauth2.SetAuthURLParam("redirect_uri", u))
		if res.StatusCode != http.StatusBadRequest {
			t.Errorf("redirect to %s: %d %s", u, res.StatusCode, body)
		}
	}
	_, res, _ = w.begin(t, c, s256, oauth2.SetAuthURLParam("client_id", "altro"))
	if res.StatusCode != http.StatusBadRequest {
		t.Errorf("another client: %d", res.StatusCode)
	}
	res, _ = get(t, browser(t), c.AuthCodeURL("x", s256))
	if at, err := res.Location(); err != nil || at.Query().Get("error") != "invalid_request" {
		t.Errorf("without a device: %d %v", res.StatusCode, at)
	}
}

func TestTheCodeIsForWhoGaveThePassword(t *testing.T) {
	w := start(t)
	c := w.config(t)
	verifier := oauth2.GenerateVerifier()
	b, _, page := w.begin(t, c, oauth2.S256ChallengeOption(verifier))
	filled := form(page, email, password)
	res, _ := post(t, b, w.url+"/accedi", filled)
	at, err := res.Location()
	if err != nil {
		t.Fatal(err)
	}
	// Who sent the victim to the page knows the request's id, and nothing more.
	res, _ = get(t, browser(t), w.url+"/authorize/callback?id="+url.QueryEscape(filled.Get(wire.FieldRequest)))
	if res.StatusCode < 400 {
		t.Errorf("the request's first id still gives %d %s", res.StatusCode, res.Header.Get("Location"))
	}
	if _, err := c.Exchange(t.Context(), at.Query().Get("code"), oauth2.VerifierOption(oauth2.GenerateVerifier())); err == nil {
		t.Error("another verifier was taken")
	}
	if _, err := c.Exchange(t.Context(), at.Query().Get("code"), oauth2.VerifierOption(verifier)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Exchange(t.Context(), at.Query().Get("code"), oauth2.VerifierOption(verifier)); err == nil {
		t.Error("a code was good twice")
	}
}

func TestWrongPasswordsLookAlike(t *testing.T) {
	w := start(t)
	disabled := w.accounts[email]
	disabled.Disabled, disabled.Email, disabled.Person = true, "fuori@esempio.it", device
	w.accounts[disabled.Email] = disabled
	c := w.config(t)
	var first string
	for _, try := range [][2]string{{email, "sbagliata, certo"}, {"nessuno@esempio.it", password}, {"fuori@esempio.it", password}} {
		b, _, page := w.begin(t, c, oauth2.S256ChallengeOption(oauth2.GenerateVerifier()))
		res, body := post(t, b, w.url+"/accedi", form(page, try[0], try[1]))
		if res.StatusCode != http.StatusUnauthorized || strings.Contains(body, try[1]) {
			t.Fatalf("%s: %d", try[0], res.StatusCode)
		}
		plain := regexp.MustCompile(`value="[^"]*"`).ReplaceAllString(body, "")
		if first == "" {
			first = plain
		} else if plain != first {
			t.Errorf("%s gets another page", try[0])
		}
	}
}

func TestGuessingIsSlowedDown(t *testing.T) {
	w := start(t)
	b, _, page := w.begin(t, w.config(t), oauth2.S256ChallengeOption(oauth2.GenerateVerifier()))
	for range 5 {
		if res, _ := post(t, b, w.url+"/accedi", form(page, email, "sbagliata")); res.StatusCode != http.StatusUnauthorized {
			t.Fatal(res.Status)
		}
	}
	res, body := post(t, b, w.url+"/accedi", form(page, email, password))
	if res.StatusCode != http.StatusTooManyRequests || res.Header.Get("Retry-After") == "" || !strings.Contains(body, "Troppi tentativi") {
		t.Fatalf("%d %s", res.StatusCode, body)
	}
	w.later(6 * time.Minute)
	if res, body = post(t, b, w.url+"/accedi", form(page, email, password)); res.StatusCode != http.StatusFound {
		t.Fatalf("%d %s", res.StatusCode, body)
	}
}

func TestForgedForms(t *testing.T) {
	w := start(t)
	b, res, page := w.begin(t, w.config(t), oauth2.S256ChallengeOption(oauth2.GenerateVerifier()))
	if csp := res.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(page, "<script") {
		t.Errorf("policy %q", csp)
	}
	bad := form(page, email, password)
	bad.Set(wire.FieldProof, "x")
	if res, _ := post(t, b, w.url+"/accedi", bad); res.StatusCode != http.StatusBadRequest {
		t.Errorf("a forged proof: %d", res.StatusCode)
	}
	if res, _ := post(t, b, w.url+"/accedi", form(page, email, password), "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"); res.StatusCode != http.StatusForbidden {
		t.Errorf("from another site: %d", res.StatusCode)
	}
	if res, _ := post(t, b, w.url+"/accedi", form(page, email, password), "Origin", "https://evil.example"); res.StatusCode != http.StatusForbidden {
		t.Errorf("from another origin: %d", res.StatusCode)
	}
	if res, _ := post(t, b, w.url+"/accedi", url.Values{"x": {strings.Repeat("a", 64<<10)}}); res.StatusCode != http.StatusBadRequest {
		t.Errorf("a large form: %d", res.StatusCode)
	}
	w.later(11 * time.Minute)
	if res, _ := post(t, b, w.url+"/accedi", form(page, email, password)); res.StatusCode != http.StatusBadRequest {
		t.Errorf("an old form: %d", res.StatusCode)
	}
}

func refresh(t *testing.T, c *oauth2.Config, token string) (*oauth2.Token, error) {
	t.Helper()
	return c.TokenSource(t.Context(), &oauth2.Token{RefreshToken: token}).Token()
}

func TestALostReplySignsNobodyOut(t *testing.T) {
	w := start(t)
	c, token := w.signIn(t)
	first := token.RefreshToken
	lost, err := refresh(t, c, first)
	if err != nil {
		t.Fatal(err)
	}
	again, err := refresh(t, c, first)
	if err != nil {
		t.Fatalf("after a lost reply: %v", err)
	}
	if again.RefreshToken != lost.RefreshToken {
		t.Error("two renewals with one token part ways")
	}
	if _, err := refresh(t, c, lost.RefreshToken); err != nil {
		t.Fatal(err)
	}
	if _, err := refresh(t, c, first); err == nil {
		t.Error("a token is good although its successor was used")
	}
}

func TestRenewalsAtOnceEndTogether(t *testing.T) {
	w := start(t)
	c, token := w.signIn(t)
	got := make([]string, 4)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			next, err := c.TokenSource(context.Background(), &oauth2.Token{RefreshToken: token.RefreshToken}).Token()
			if err == nil {
				got[i] = next.RefreshToken
			}
		})
	}
	wg.Wait()
	for _, g := range got {
		if g == "" || g != got[0] {
			t.Fatalf("%d tokens differ", len(got))
		}
	}
}

func TestAStoreThatDoesNotAnswerSignsNobodyOut(t *testing.T) {
	w := start(t)
	c, token := w.signIn(t)
	w.memory.mu.Lock()
	w.down = civic.NewError(civic.Busy, "test", "")
	w.memory.mu.Unlock()
	_, err := refresh(t, c, token.RefreshToken)
	var told *oauth2.RetrieveError
	if !asRetrieve(err, &told) || told.Response.StatusCode != http.StatusServiceUnavailable || told.ErrorCode != "" {
		t.Fatalf("%v", err)
	}
	w.memory.mu.Lock()
	w.down = nil
	w.memory.mu.Unlock()
	if _, err := refresh(t, c, token.RefreshToken); err != nil {
		t.Fatal(err)
	}
}

func asRetrieve(err error, to **oauth2.RetrieveError) bool { return errors.As(err, to) }

func TestWhoIsShutOutStaysOut(t *testing.T) {
	for name, shut := range map[string]func(w *world){
		"device revoked": func(w *world) {
			d := w.devices[device]
			d.Revoked = w.now
			w.devices[device] = d
		},
		"account disabled": func(w *world) {
			a := w.accounts[email]
			a.Disabled = true
			w.accounts[email] = a
		},
		"session too old": func(w *world) { w.later(100 * 24 * time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t)
			c, token := w.signIn(t)
			shut(w)
			var told *oauth2.RetrieveError
			if _, err := refresh(t, c, token.RefreshToken); !asRetrieve(err, &told) || told.ErrorCode != "invalid_grant" {
				t.Fatalf("%v", err)
			}
		})
	}
}

func TestSigningOut(t *testing.T) {
	w := start(t)
	c, token := w.signIn(t)
	res, body := post(t, http.DefaultClient, w.url+"/revoke", url.Values{"token": {token.RefreshToken}, "client_id": {wire.ClientDesk}})
	if res.StatusCode != http.StatusOK {
		t.Fatalf("%d %s", res.StatusCode, body)
	}
	if _, err := refresh(t, c, token.RefreshToken); err == nil {
		t.Fatal("the session goes on")
	}
}

func TestADeviceIsOnePersons(t *testing.T) {
	w := start(t)
	w.devices[device] = civic.Device{ID: device, Person: "0190d3f0-0000-7000-8000-0000000000ff"}
	c := w.config(t)
	verifier := oauth2.GenerateVerifier()
	b, _, page := w.begin(t, c, oauth2.S256ChallengeOption(verifier))
	res, _ := post(t, b, w.url+"/accedi", form(page, email, password))
	at, err := res.Location()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Exchange(t.Context(), at.Query().Get("code"), oauth2.VerifierOption(verifier)); err == nil {
		t.Fatal("another person's device was taken over")
	}
}

func TestInvitation(t *testing.T) {
	w := start(t)
	token, err := issuer.NewToken()
	if err != nil {
		t.Fatal(err)
	}
	w.invites[issuer.TokenHash(token)] = civic.Invitation{
		Person: device, Email: "nuovo@esempio.it", Name: "Nuovo <b>", Expires: w.now.Add(time.Hour),
		Mandate: &civic.Mandate{Office: "consigliere", BodyName: "Valchiara"}, Roles: []civic.Role{{Name: civic.RoleModerator, Scope: civic.ScopeAll}},
	}
	b, u := browser(t), w.url+"/invito/"+token
	res, page := get(t, b, u)
	if res.StatusCode != http.StatusOK || !strings.Contains(page, "consigliere, Valchiara") || !strings.Contains(page, "moderatore") || strings.Contains(page, "<b>") {
		t.Fatalf("%d %s", res.StatusCode, page)
	}
	for _, bad := range []url.Values{
		{"name": {"Nuovo"}, "password": {"corta"}, "repeat": {"corta"}},
		{"name": {"Nuovo"}, "password": {password}, "repeat": {"un'altra parola"}},
		{"name": {"  "}, "password": {password}, "repeat": {password}},
	} {
		if res, body := post(t, b, u, bad); res.StatusCode != http.StatusUnprocessableEntity || strings.Contains(body, password) {
			t.Fatalf("%v: %d", bad, res.StatusCode)
		}
	}
	if res, body := post(t, b, u, url.Values{"name": {" Nuovo  Nome "}, "password": {password}, "repeat": {password}}); res.StatusCode != http.StatusOK {
		t.Fatalf("%d %s", res.StatusCode, body)
	}
	made := w.accounts["nuovo@esempio.it"]
	if made.Name != "Nuovo Nome" || !issuer.VerifyPassword(made.Hash, password) || made.Person != device {
		t.Fatalf("%+v", made)
	}
	for _, u := range []string{u, w.url + "/invito/altro"} {
		if res, _ := get(t, b, u); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", u, res.StatusCode)
		}
	}
}

func TestDiscoverySaysWhatThereIs(t *testing.T) {
	w := start(t)
	_, body := get(t, http.DefaultClient, w.url+"/.well-known/openid-configuration")
	var doc map[string]any
	if err := json.Unmarshal([]byte(body), &doc); err != nil {
		t.Fatal(err)
	}
	for key, v := range doc {
		u, ok := v.(string)
		if !ok || !strings.HasPrefix(u, w.url+"/") {
			continue
		}
		if res, _ := get(t, browser(t), u); res.StatusCode == http.StatusNotFound {
			t.Errorf("%s leads nowhere", key)
		}
	}
}

func TestPasswords(t *testing.T) {
	hash, err := issuer.HashPassword("perché no? 12345")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=") {
		t.Fatal(hash, err)
	}
	if !issuer.VerifyPassword(hash, "perché no? 12345") || issuer.VerifyPassword(hash, "perche no? 12345") {
		t.Error("the hash does not tell passwords apart")
	}
	for _, bad := range []string{"", "x", "$argon2id$v=19$m=1,t=0,p=0$$", "$argon2id$v=19$m=99999999,t=1,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", strings.Replace(hash, "argon2id", "argon2i", 1)} {
		if issuer.VerifyPassword(bad, "") || issuer.VerifyPassword(bad, "perché no? 12345") {
			t.Errorf("%q opens", bad)
		}
	}
	for word, ok := range map[string]bool{"": false, "nove nove": false, "dieci diec": true, strings.Repeat("è", 10): true, strings.Repeat("a", 1001): false, "dieci diec\xff": false} {
		if (issuer.CheckPassword(word) == nil) != ok {
			t.Errorf("%q: want %v", word, ok)
		}
	}
}
