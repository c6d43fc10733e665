package signin_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/sync/signin"
)

const device = civic.ID("01890000-0000-7000-8000-0000000000d1")

func byPassword() civic.SignInHow {
	return civic.SignInHow{Email: "ada@esempio.it", Password: "giusta & \"lunga\"", Device: device, DeviceName: "Prova"}
}

func newSignIn(t *testing.T, o signin.Options) *signin.SignIn {
	t.Helper()
	if o.Home == "" {
		o.Home = t.TempDir()
	}
	s, err := signin.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func connected(t *testing.T, f *fakeIssuer, o signin.Options) *signin.SignIn {
	t.Helper()
	s := newSignIn(t, o)
	if _, err := s.Connect(t.Context(), f.srv.URL, byPassword()); err != nil {
		t.Fatal(err)
	}
	return s
}

// fetch asks the central for data through the transport.
func fetch(t *testing.T, s *signin.SignIn, address string) (string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader("domanda"))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := s.Transport(nil).RoundTrip(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if resp.StatusCode != http.StatusOK {
		return "", errors.New(resp.Status)
	}
	return string(data), err
}

func TestConnectByPassword(t *testing.T) {
	f := newFakeIssuer(t)
	home := t.TempDir()
	s := newSignIn(t, signin.Options{Home: home})
	who, err := s.Connect(t.Context(), f.srv.URL, byPassword())
	if err != nil || who != (civic.Identity{Person: ada, Name: "Ada Esempio", Device: device}) {
		t.Fatalf("%+v, %v", who, err)
	}
	if got, err := fetch(t, s, f.srv.URL+"/v1/data"); err != nil || got != "dati" {
		t.Fatalf("%q, %v", got, err)
	}
	info, err := os.Stat(filepath.Join(home, "tokens.json"))
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info.Mode(), err)
	}
	// Another program on the same profile is signed in too.
	if got, err := fetch(t, newSignIn(t, signin.Options{Home: home}), f.srv.URL+"/v1/data"); err != nil || got != "dati" {
		t.Fatalf("%q, %v", got, err)
	}
	if f.refreshes != 0 {
		t.Errorf("%d renewals of a fresh token", f.refreshes)
	}
}

func TestWrongPassword(t *testing.T) {
	f := newFakeIssuer(t)
	s := newSignIn(t, signin.Options{})
	how := byPassword()
	how.Password = "sbagliata"
	if _, err := s.Connect(t.Context(), f.srv.URL, how); !civic.Is(err, civic.Unauthenticated) || strings.Contains(err.Error(), how.Password) {
		t.Fatal(err)
	}
	if f.logins != 1 {
		t.Errorf("tried %d times", f.logins)
	}
	if st, err := s.State(t.Context()); err != nil || st.SignedIn {
		t.Errorf("%+v, %v", st, err)
	}
}

// answering gives an answer of its own to what is posted to the login page.
type answering struct {
	status int
	page   string
}

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodPost || strings.HasSuffix(r.URL.Path, "/token") {
		return http.DefaultTransport.RoundTrip(r)
	}
	return &http.Response{
		StatusCode: a.status, Header: http.Header{"Content-Type": {"text/html"}}, Request: r, ProtoMajor: 1, ProtoMinor: 1,
		Body: io.NopCloser(strings.NewReader(a.page)),
	}, nil
}

func TestARefusedPageIsNoWrongPassword(t *testing.T) {
	form := `<form method="post" action="/x"><input name="email"><input name="password"></form>`
	for _, c := range []struct {
		answering
		kind civic.ErrorKind
		key  string
	}{
		{answering{http.StatusForbidden, "<html>cross-origin request</html>"}, civic.Forbidden, "signin.blocked"},
		{answering{http.StatusForbidden, form}, civic.Forbidden, "signin.blocked"},
		{answering{http.StatusOK, "<html>Benvenuto nella rete ospiti</html>"}, civic.Offline, "signin.no_form"},
		{answering{http.StatusBadRequest, "<html>?</html>"}, civic.Offline, "signin.no_form"},
		{answering{http.StatusUnauthorized, form}, civic.Unauthenticated, "signin.wrong"},
		{answering{http.StatusOK, form}, civic.Unauthenticated, "signin.wrong"},
	} {
		f := newFakeIssuer(t)
		s := newSignIn(t, signin.Options{Transport: c.answering})
		_, err := s.Connect(t.Context(), f.srv.URL, byPassword())
		if e, ok := errors.AsType[*civic.Error](err); !ok || e.Kind != c.kind || e.Key != c.key {
			t.Errorf("%d %.20s: %v", c.status, c.page, err)
		}
	}
}

func TestConnectByBrowser(t *testing.T) {
	f := newFakeIssuer(t)
	s := newSignIn(t, signin.Options{})
	// The browser: follows redirects, posts the form, follows the way back.
	browse := func(address string) error {
		resp, err := http.Get(address) //nolint:noctx,gosec // stands in for a browser
		if err != nil {
			return err
		}
		page, err := io.ReadAll(resp.Body)
		if err = errors.Join(err, resp.Body.Close()); err != nil {
			return err
		}
		id := strings.SplitN(strings.SplitN(string(page), `name="request" value="`, 2)[1], `"`, 2)[0]
		form := strings.NewReader("request=" + id + "&proof=%22x%22&email=ada%40esempio.it&password=giusta+%26+%22lunga%22")
		req, err := http.NewRequest(http.MethodPost, f.srv.URL+"/login/check?a=1&b=2", form) //nolint:noctx // as above
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.AddCookie(&http.Cookie{Name: "prova", Value: "1"})
		resp, err = http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		page, err = io.ReadAll(resp.Body)
		if !strings.Contains(string(page), "Puoi chiudere questa pagina") {
			t.Errorf("the browser ended at %q", page)
		}
		return errors.Join(err, resp.Body.Close())
	}
	who, err := s.Connect(t.Context(), f.srv.URL, civic.SignInHow{Device: device, OpenBrowser: browse})
	if err != nil || who.Person != ada {
		t.Fatalf("%+v, %v", who, err)
	}
}

func TestBrowserThatNeverComesBack(t *testing.T) {
	f := newFakeIssuer(t)
	s := newSignIn(t, signin.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	_, err := s.Connect(ctx, f.srv.URL, civic.SignInHow{Device: device, OpenBrowser: func(string) error {
		cancel()
		return nil
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

// A profile is one person at one central.
func TestAnotherPerson(t *testing.T) {
	f := newFakeIssuer(t)
	s := connected(t, f, signin.Options{})
	f.person = bea
	if _, err := s.Connect(t.Context(), f.srv.URL, byPassword()); !civic.Is(err, civic.Conflict) {
		t.Fatal(err)
	}
	if len(f.revoked) != 1 {
		t.Errorf("revoked %v", f.revoked)
	}
	other := newFakeIssuer(t)
	if _, err := s.Connect(t.Context(), other.srv.URL, byPassword()); !civic.Is(err, civic.Conflict) {
		t.Fatal(err)
	}
	f.person = ada
	if _, err := s.Connect(t.Context(), f.srv.URL, byPassword()); err != nil {
		t.Fatal(err)
	}
}

// A device that was shut out gets another number; someone else's too, and then
// the profile says whose it is.
func TestDeviceThatWasShutOut(t *testing.T) {
	f := newFakeIssuer(t)
	f.shut = device
	s := newSignIn(t, signin.Options{})
	who, err := s.Connect(t.Context(), f.srv.URL, byPassword())
	if err != nil || who.Person != ada || who.Device == device || !who.Device.Valid() {
		t.Fatalf("%+v, %v", who, err)
	}
	f.person = bea
	if _, err := s.Connect(t.Context(), f.srv.URL, byPassword()); !civic.Is(err, civic.Conflict) {
		t.Fatal(err)
	}
}

func TestTokenGoesToTheCentralAlone(t *testing.T) {
	f := newFakeIssuer(t)
	s := connected(t, f, signin.Options{})
	var got string
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Get("Authorization")
		_, _ = io.WriteString(w, "altro")
	}))
	defer other.Close()
	if body, err := fetch(t, s, other.URL); err != nil || body != "altro" || got != "" {
		t.Fatalf("%q, %v, token %q", body, err, got)
	}
}

func TestNothingLeavesWithoutAToken(t *testing.T) {
	f := newFakeIssuer(t)
	s := newSignIn(t, signin.Options{})
	if _, err := fetch(t, s, f.srv.URL+"/v1/data"); !civic.Is(err, civic.Unauthenticated) {
		t.Fatal(err)
	}
	s = connected(t, f, signin.Options{})
	if err := s.SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := fetch(t, s, f.srv.URL+"/v1/data"); !civic.Is(err, civic.Unauthenticated) || len(f.revoked) != 1 {
		t.Fatalf("%v, revoked %v", err, f.revoked)
	}
}

// The central stops taking the access token: one renewal, and all who asked at
// once are served.
func TestRenewalIsSingleFlight(t *testing.T) {
	f := newFakeIssuer(t)
	home := t.TempDir()
	var between sync.Mutex // stands in for the lock among processes
	lock := func(context.Context) (func(), error) {
		between.Lock()
		return between.Unlock, nil
	}
	programs := []*signin.SignIn{
		connected(t, f, signin.Options{Home: home, Lock: lock}),
		newSignIn(t, signin.Options{Home: home, Lock: lock}),
	}
	f.mu.Lock()
	f.access = map[string]bool{}
	f.mu.Unlock()
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			if got, err := fetch(t, programs[i%2], f.srv.URL+"/v1/data"); err != nil || got != "dati" {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
	wg.Wait()
	if f.refreshes != 1 {
		t.Errorf("%d renewals", f.refreshes)
	}
}

func TestExpiredAccessTokenIsRenewedAhead(t *testing.T) {
	f := newFakeIssuer(t)
	now := time.Now()
	s := connected(t, f, signin.Options{Now: func() time.Time { return now }})
	now = now.Add(9*time.Minute + 45*time.Second)
	if got, err := fetch(t, s, f.srv.URL+"/v1/data"); err != nil || got != "dati" || f.refreshes != 1 {
		t.Fatalf("%q, %v, %d renewals", got, err, f.refreshes)
	}
}

// However often the reply to a renewal is lost, nobody is signed out.
func TestLostRenewalReply(t *testing.T) {
	f := newFakeIssuer(t)
	home := t.TempDir()
	connected(t, f, signin.Options{Home: home})
	broken := func(w http.ResponseWriter) bool {
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return false
		}
		_ = c.Close()
		return true
	}
	for _, bad := range []func(http.ResponseWriter) bool{broken, broken, func(w http.ResponseWriter) bool {
		_, _ = io.WriteString(w, "<html>pagina della rete ospiti</html>")
		return true
	}, func(w http.ResponseWriter) bool { w.WriteHeader(http.StatusBadGateway); return true }} {
		f.mu.Lock()
		f.access, f.onToken = map[string]bool{}, bad
		f.mu.Unlock()
		s := newSignIn(t, signin.Options{Home: home})
		if _, err := fetch(t, s, f.srv.URL+"/v1/data"); !civic.Is(err, civic.Offline) {
			t.Fatal(err)
		}
		if st, err := s.State(t.Context()); err != nil || !st.SignedIn || st.Expired {
			t.Fatalf("%+v, %v", st, err)
		}
		f.mu.Lock()
		f.access, f.onToken = map[string]bool{}, nil
		f.mu.Unlock()
		if got, err := fetch(t, s, f.srv.URL+"/v1/data"); err != nil || got != "dati" {
			t.Fatalf("%q, %v", got, err)
		}
	}
}

// A central put back from a backup knows only the refresh token before.
func TestFormerRefreshToken(t *testing.T) {
	f := newFakeIssuer(t)
	s := connected(t, f, signin.Options{})
	before := f.current
	f.access = map[string]bool{}
	if _, err := fetch(t, s, f.srv.URL+"/v1/data"); err != nil {
		t.Fatal(err)
	}
	f.access, f.current, f.former = map[string]bool{}, before, ""
	if got, err := fetch(t, s, f.srv.URL+"/v1/data"); err != nil || got != "dati" {
		t.Fatalf("%q, %v", got, err)
	}
}

func TestEndOfTheSession(t *testing.T) {
	f := newFakeIssuer(t)
	s := connected(t, f, signin.Options{})
	f.access, f.current = map[string]bool{}, "altro"
	if _, err := fetch(t, s, f.srv.URL+"/v1/data"); !civic.Is(err, civic.Unauthenticated) {
		t.Fatal(err)
	}
	tried := f.refreshes
	if _, err := fetch(t, s, f.srv.URL+"/v1/data"); !civic.Is(err, civic.Unauthenticated) || f.refreshes != tried {
		t.Fatalf("%v, %d renewals more", err, f.refreshes-tried)
	}
	if st, err := s.State(t.Context()); err != nil || !st.Expired || !st.SignedIn {
		t.Fatalf("%+v, %v", st, err)
	}
	if _, err := s.Connect(t.Context(), f.srv.URL, byPassword()); err != nil {
		t.Fatal(err)
	}
	if got, err := fetch(t, s, f.srv.URL+"/v1/data"); err != nil || got != "dati" {
		t.Fatalf("%q, %v", got, err)
	}
}

// chain is a keychain in memory.
type chain struct {
	mu     sync.Mutex
	kept   map[string]string
	closed bool
}

func (c *chain) Get(_, user string) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, ok := c.kept[user]
	if !ok || c.closed {
		return "", errors.New("closed")
	}
	return s, nil
}

func (c *chain) Set(_, user, secret string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return errors.New("closed")
	}
	c.kept[user] = secret
	return nil
}

func (c *chain) Delete(_, user string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.kept, user)
	return nil
}

func TestKeychain(t *testing.T) {
	f := newFakeIssuer(t)
	home, keys := t.TempDir(), &chain{kept: map[string]string{}}
	s := connected(t, f, signin.Options{Home: home, Keychain: keys})
	if st, err := s.State(t.Context()); err != nil || !st.Keychain || len(keys.kept) != 1 {
		t.Fatalf("%+v, %v, %d kept", st, err, len(keys.kept))
	}
	files, err := os.ReadDir(home)
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	data, err := os.ReadFile(filepath.Join(home, files[0].Name()))
	if err != nil || strings.Contains(string(data), "refresh-") || strings.Contains(string(data), "access-") {
		t.Fatalf("%s, %v", data, err)
	}
	if got, err := fetch(t, newSignIn(t, signin.Options{Home: home, Keychain: keys}), f.srv.URL+"/v1/data"); err != nil || got != "dati" {
		t.Fatalf("%q, %v", got, err)
	}
	// It closes: the next tokens go to the file, and the state says so.
	keys.closed = true
	f.access = map[string]bool{}
	if got, err := fetch(t, s, f.srv.URL+"/v1/data"); err != nil || got != "dati" {
		t.Fatalf("%q, %v", got, err)
	}
	if st, err := s.State(t.Context()); err != nil || st.Keychain || !st.SignedIn {
		t.Fatalf("%+v, %v", st, err)
	}
}

func TestAddresses(t *testing.T) {
	s := newSignIn(t, signin.Options{})
	for _, bad := range []string{"", "centrale", "http://centrale.example.it", "https://u:p@h", "javascript:alert(1)"} {
		if _, err := s.Connect(t.Context(), bad, byPassword()); !civic.Is(err, civic.Invalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// A central that names someone else's issuer does not get the password there.
func TestForeignIssuer(t *testing.T) {
	f, g := newFakeIssuer(t), newFakeIssuer(t)
	liar := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		reply(w, civic.Hello{Epoch: "e", Issuer: g.srv.URL})
	}))
	defer liar.Close()
	s := newSignIn(t, signin.Options{})
	if _, err := s.Connect(t.Context(), liar.URL, byPassword()); !civic.Is(err, civic.Forbidden) {
		t.Fatal(err)
	}
	if f.logins+g.logins != 0 {
		t.Error("a password left")
	}
}
