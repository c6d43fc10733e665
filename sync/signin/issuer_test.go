package signin_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/sync/wire"
)

const (
	ada = civic.ID("01890000-0000-7000-8000-00000000000a")
	bea = civic.ID("01890000-0000-7000-8000-00000000000b")
)

// fakeIssuer is a central's hello, login page and token endpoint, with refresh
// tokens that rotate as the real one's do: the former one holds until the new
// one is first used.
type fakeIssuer struct {
	srv *httptest.Server
	key *rsa.PrivateKey

	mu        sync.Mutex
	person    civic.ID
	requests  map[string]url.Values // authorization requests by their login
	codes     map[string]url.Values
	n         int
	current   string
	former    string
	refreshes int
	access    map[string]bool
	revoked   []string
	onToken   func(w http.ResponseWriter) bool // after the trade is done; true: it answered
	logins    int
	shut      civic.ID // a device that gets no tokens
}

func newFakeIssuer(t *testing.T) *fakeIssuer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	f := &fakeIssuer{key: key, person: ada, requests: map[string]url.Values{}, codes: map[string]url.Values{}, access: map[string]bool{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+wire.PathHello, func(w http.ResponseWriter, _ *http.Request) {
		reply(w, civic.Hello{Epoch: "e", Now: time.Now(), Issuer: f.srv.URL})
	})
	mux.HandleFunc("GET /.well-known/openid-configuration", f.discovery)
	mux.HandleFunc("GET /keys", f.keys)
	mux.HandleFunc("GET /authorize", f.authorize)
	mux.HandleFunc("GET /login", f.login)
	mux.HandleFunc("POST /login/check", f.check)
	mux.HandleFunc("POST /token", f.token)
	mux.HandleFunc("POST /revoke", func(_ http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.revoked = append(f.revoked, r.FormValue("token"))
	})
	mux.HandleFunc("/v1/data", f.data)
	f.srv = httptest.NewServer(mux)
	t.Cleanup(f.srv.Close)
	return f
}

func reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func (f *fakeIssuer) discovery(w http.ResponseWriter, _ *http.Request) {
	u := f.srv.URL
	reply(w, map[string]any{
		"issuer": u, "authorization_endpoint": u + "/authorize", "token_endpoint": u + "/token",
		"jwks_uri": u + "/keys", "revocation_endpoint": u + "/revoke",
		"id_token_signing_alg_values_supported": []string{"RS256"},
	})
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (f *fakeIssuer) keys(w http.ResponseWriter, _ *http.Request) {
	reply(w, map[string]any{"keys": []map[string]string{{
		"kty": "RSA", "kid": "k", "alg": "RS256", "use": "sig",
		"n": b64(f.key.N.Bytes()), "e": b64(big.NewInt(int64(f.key.E)).Bytes()),
	}}})
}

func (f *fakeIssuer) jwt(claims map[string]any) string {
	head, body := b64([]byte(`{"alg":"RS256","kid":"k"}`)), ""
	if data, err := json.Marshal(claims); err == nil {
		body = b64(data)
	}
	sum := sha256.Sum256([]byte(head + "." + body))
	sig, err := rsa.SignPKCS1v15(rand.Reader, f.key, crypto.SHA256, sum[:])
	if err != nil {
		return ""
	}
	return head + "." + body + "." + b64(sig)
}

func (f *fakeIssuer) next(kind string) string {
	f.n++
	return kind + "-" + strconv.Itoa(f.n)
}

func (f *fakeIssuer) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("code_challenge_method") != "S256" || q.Get("client_id") != wire.ClientDesk || !civic.ID(q.Get(wire.ParamDevice)).Valid() {
		http.Error(w, "bad request", http.StatusTeapot)
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	id := f.next("request")
	f.requests[id] = q
	http.Redirect(w, r, "/login?id="+id, http.StatusFound)
}

func (f *fakeIssuer) login(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: "prova", Value: "1", Path: "/"})
	id := html.EscapeString(r.URL.Query().Get("id"))
	_, _ = fmt.Fprintf(w, `<html><form action="/altro"><input name="q"></form>
<FORM method="post" action="/login/check?a=1&amp;b=2"><input type="hidden" name="request" value="%s">
<input type='hidden' name='proof' value='&quot;x&quot;'>
<label>E-mail <input type="email" name="email" required></label><input type="password" name="password"></FORM></html>`, id)
}

func (f *fakeIssuer) check(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.logins++
	q, ok := f.requests[r.PostFormValue("request")]
	if _, err := r.Cookie("prova"); err != nil || !ok || r.PostFormValue("proof") != `"x"` || r.URL.Query().Get("b") != "2" {
		http.Error(w, "bad form", http.StatusTeapot)
		return
	}
	if r.PostFormValue("email") != "ada@esempio.it" || r.PostFormValue("password") != "giusta & \"lunga\"" {
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = fmt.Fprint(w, "<html>E-mail o password non corrispondono</html>")
		return
	}
	code := f.next("code")
	f.codes[code] = q
	back := q.Get("redirect_uri") + "?" + url.Values{"code": {code}, "state": {q.Get("state")}}.Encode()
	http.Redirect(w, r, back, http.StatusFound)
}

func (f *fakeIssuer) token(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	nonce := ""
	switch r.PostFormValue("grant_type") {
	case "authorization_code":
		q, ok := f.codes[r.PostFormValue("code")]
		sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		if !ok || b64(sum[:]) != q.Get("code_challenge") || q.Get(wire.ParamDevice) == string(f.shut) {
			f.refuse(w)
			return
		}
		nonce = q.Get("nonce")
		f.current, f.former = f.next("refresh"), ""
	case "refresh_token":
		f.refreshes++
		used := r.PostFormValue("refresh_token")
		if used == "" || used != f.current && used != f.former {
			f.refuse(w)
			return
		}
		f.former, f.current = used, f.next("refresh")
	}
	access := f.next("access")
	f.access = map[string]bool{access: true}
	if f.onToken != nil && f.onToken(w) {
		return
	}
	reply(w, map[string]any{
		"access_token": access, "refresh_token": f.current, "token_type": "Bearer", "expires_in": 600,
		// The times are long past: a desk whose clock is wrong signs in too.
		"id_token": f.jwt(map[string]any{
			"iss": f.srv.URL, "aud": wire.ClientDesk, "sub": f.person, "name": "Ada Esempio", "nonce": nonce,
			"exp": 1_000_000_600, "iat": 1_000_000_000,
		}),
	})
}

func (f *fakeIssuer) refuse(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusBadRequest)
	_, _ = fmt.Fprint(w, `{"error":"invalid_grant"}`)
}

func (f *fakeIssuer) data(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	token := r.Header.Get("Authorization")
	if len(token) < 7 || !f.access[token[7:]] {
		p := wire.NewProblem(civic.NewError(civic.Unauthenticated, "", ""))
		w.Header().Set("Content-Type", wire.TypeProblem)
		w.WriteHeader(p.Status)
		_, _ = w.Write(p.Encode())
		return
	}
	_, _ = fmt.Fprint(w, "dati")
}
