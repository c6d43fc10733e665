package server_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/sync/server"
	"scranno/sync/wire"
)

const (
	person civic.ID = "0190d3f0-0000-7000-8000-0000000000a1"
	device civic.ID = "0190d3f0-0000-7000-8000-0000000000d1"
	other  civic.ID = "0190d3f0-0000-7000-8000-0000000000d2"
)

// fake answers as a central would and notes who asked.
type fake struct {
	who   central.Caller
	feed  central.FeedRequest
	cmds  []civic.Command
	fails error
	page  civic.Page

	sealed civic.SealedSegment
	desks  map[civic.ID][]civic.Device
	panic  bool
}

func (f *fake) Hello(context.Context) (civic.Hello, error) {
	return civic.Hello{Epoch: "e1", Version: civic.Version}, f.fails
}

func (f *fake) Feed(_ context.Context, who central.Caller, r central.FeedRequest) (civic.Page, error) {
	f.who, f.feed = who, r
	if f.panic {
		panic("il testo segreto")
	}
	return f.page, f.fails
}

func (f *fake) Push(_ context.Context, who central.Caller, q central.PushRequest) ([]civic.Answer, error) {
	cmds := q.Commands
	f.who, f.cmds = who, cmds
	out := make([]civic.Answer, len(cmds))
	for i, c := range cmds {
		out[i] = civic.Answer{ID: c.ID, State: civic.AnswerReceipt, Receipt: &civic.Receipt{ID: c.ID, Outcome: civic.Accepted}}
	}
	return out, f.fails
}

func (f *fake) Receipts(_ context.Context, who central.Caller, _ civic.ID, _ int64) ([]civic.Receipt, error) {
	f.who = who
	return nil, f.fails
}

func (f *fake) Search(_ context.Context, who central.Caller, q civic.ActQuery) (civic.ActResult, error) {
	f.who = who
	return civic.ActResult{Total: q.Limit, Facets: map[string][]civic.FacetCount{"kind": {{Value: "motion", Count: 1}}}}, f.fails
}

func (f *fake) Devices(_ context.Context, person civic.ID) ([]civic.Device, error) {
	return slices.Clone(f.desks[person]), f.fails
}

func (f *fake) RevokeDevice(_ context.Context, person, device civic.ID) error {
	for i, d := range f.desks[person] {
		if d.ID == device {
			f.desks[person][i].Revoked = time.Unix(1_800_000_000, 0).UTC()
			return f.fails
		}
	}
	return civic.NewError(civic.NotFound, "test", "")
}

func (f *fake) Admit(_ context.Context, who central.Caller) (bool, error) {
	return who.Device == device, nil
}

func (f *fake) Manifest(_ context.Context, who central.Caller, ch civic.Channel, below int64) (civic.Manifest, error) {
	f.who = who
	if ch != f.sealed.Channel {
		return civic.Manifest{}, civic.NewError(civic.NotFound, "test", "")
	}
	return civic.Manifest{Epoch: "e1", Channel: ch, Segments: []civic.Segment{f.sealed.Segment}}, f.fails
}

func (f *fake) Segment(_ context.Context, who central.Caller, s civic.Segment) ([]byte, error) {
	f.who = who
	if s.Channel != f.sealed.Channel {
		return nil, civic.NewError(civic.NotFound, "test", "")
	}
	if s.Hash != f.sealed.Hash {
		return nil, civic.NewError(civic.Gone, "test", "")
	}
	return f.sealed.Data, f.fails
}

func (f *fake) Standing(context.Context, central.Caller, []civic.Channel) (central.Standing, error) {
	return central.Standing{}, f.fails
}

func (f *fake) Listen([]civic.Channel) *central.Listener { return nil }

func (f *fake) Verify(_ context.Context, token string) (central.Token, error) {
	hour := time.Now().Add(time.Hour)
	switch token {
	case "good":
		return central.Token{Caller: central.Caller{Person: person, Device: device}, Until: hour}, nil
	case "revoked":
		return central.Token{Caller: central.Caller{Person: person, Device: other}, Until: hour}, nil
	case "unsure":
		return central.Token{}, civic.NewError(civic.Busy, "test", "")
	}
	return central.Token{}, civic.NewError(civic.Unauthenticated, "test", "")
}

func start(t *testing.T, f *fake, change func(*server.Options)) (*httptest.Server, *bytes.Buffer) {
	t.Helper()
	var logged bytes.Buffer
	o := server.Options{Service: f, Verifier: f, Log: slog.New(slog.NewTextHandler(&logged, nil))}
	if change != nil {
		change(&o)
	}
	s, err := server.New(o)
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(s.Handler())
	t.Cleanup(ts.Close)
	return ts, &logged
}

// reply is an answer whose body was read to its end.
type reply struct {
	StatusCode int
	Status     string
	Header     http.Header
}

func send(t *testing.T, method, url, body string, headers ...string) (reply, []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := (&http.Transport{DisableCompression: true}).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{res.StatusCode, res.Status, res.Header}, data
}

func problem(t *testing.T, res reply, data []byte) wire.Problem {
	t.Helper()
	if ct := res.Header.Get("Content-Type"); ct != wire.TypeProblem {
		t.Fatalf("content type %q, body %s", ct, data)
	}
	var p wire.Problem
	if err := json.Unmarshal(data, &p); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	if p.Status != res.StatusCode || p.Kind == "" {
		t.Fatalf("status %d, problem %+v", res.StatusCode, p)
	}
	return p
}

func TestFeedInEachCoding(t *testing.T) {
	f := &fake{page: civic.Page{Epoch: "e1", Now: time.UnixMilli(1).UTC(), Ops: []civic.Op{{Seq: 1, Record: civic.Record{
		Kind: civic.KindAct, ID: person, Channel: "acts/08/2026", Version: 1, Born: 1, Body: json.RawMessage(`{"a":1}`),
	}}}}}
	ts, _ := start(t, f, nil)
	for _, form := range []string{"", "gzip", "zstd", "gzip, zstd;q=0", "gzip, deflate, br, zstd"} {
		res, data := send(t, "POST", ts.URL+wire.PathFeed, `{"epoch":"e1","channels":[{"channel":"acts/08/2026","tail":-1}]}`, "Accept-Encoding", form)
		if res.StatusCode != 200 || res.Header.Get("Content-Type") != wire.TypePage {
			t.Fatalf("%q: %d %s", form, res.StatusCode, data)
		}
		var in io.Reader = bytes.NewReader(data)
		switch res.Header.Get("Content-Encoding") {
		case "gzip":
			z, err := gzip.NewReader(in)
			if err != nil {
				t.Fatal(err)
			}
			in = z
		case "zstd":
			z, err := zstd.NewReader(in)
			if err != nil {
				t.Fatal(err)
			}
			defer z.Close()
			in = z
		default:
			if form != "" {
				t.Fatalf("%q was not compressed", form)
			}
		}
		p, err := wire.ReadPage(in, wire.DefaultLimits())
		if err != nil || len(p.Ops) != 1 {
			t.Fatalf("%q: %v %+v", form, err, p)
		}
	}
	if f.who != (central.Caller{}) || len(f.feed.Wants) != 1 || f.feed.Wants[0].Tail != civic.Unopened {
		t.Fatalf("the central was asked %+v by %+v", f.feed, f.who)
	}
}

func TestTokens(t *testing.T) {
	f := &fake{page: civic.Page{Epoch: "e1"}}
	ts, _ := start(t, f, nil)
	for token, want := range map[string]int{
		"Bearer good": 200, "bearer good": 200, "Bearer revoked": 401, "Bearer bad": 401, "Bearer ": 401, "Basic Zm9vOmJhcg==": 401, "good": 401, "Bearer unsure": 429,
	} {
		f.who = central.Caller{}
		res, data := send(t, "POST", ts.URL+wire.PathFeed, `{"channels":[]}`, "Authorization", token)
		if res.StatusCode != want {
			t.Errorf("%q: %d, want %d", token, res.StatusCode, want)
		}
		if want == 401 {
			if p := problem(t, res, data); p.Kind != civic.Unauthenticated || f.who.Person != "" {
				t.Errorf("%q: %+v", token, p)
			}
		} else if want == 200 && (f.who.Person != person || f.who.Device != device) {
			t.Errorf("%q: asked as %+v", token, f.who)
		}
	}
}

func TestPushTakesItsAuthorFromTheToken(t *testing.T) {
	f := &fake{}
	ts, _ := start(t, f, nil)
	body := `{"device":"` + string(device) + `","schema":1,"commands":[{"id":"` + string(other) + `","n":1,"name":"act.useful","args":{"act":"x"},"author":"` + string(other) + `","Author":"` + string(other) + `"}]}`
	res, data := send(t, "POST", ts.URL+wire.PathCommands, body)
	if p := problem(t, res, data); p.Kind != civic.Unauthenticated {
		t.Fatalf("without a token: %+v", p)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(body)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{{"", body}, {"gzip", packed.String()}} {
		res, data = send(t, "POST", ts.URL+wire.PathCommands, c[1], "Authorization", "Bearer good", "Content-Encoding", c[0])
		var a wire.PushAnswer
		if res.StatusCode != 200 || json.Unmarshal(data, &a) != nil || len(a.Answers) != 1 || a.Answers[0].ID != other {
			t.Fatalf("%d %s", res.StatusCode, data)
		}
		if f.cmds[0].Author != person || f.cmds[0].Device != device || string(f.cmds[0].Args) != `{"act":"x"}` {
			t.Fatalf("%+v", f.cmds[0])
		}
	}
}

func TestHostileRequests(t *testing.T) {
	ts, logged := start(t, &fake{}, nil)
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	if _, err := z.Write(bytes.Repeat([]byte(" "), wire.MaxPushBody+10)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	secret := "segreto"
	for _, c := range []struct {
		name, method, path, body, coding string
		status                           int
	}{
		{"no json", "POST", wire.PathFeed, "<" + secret + ">", "", 422},
		{"wrong type", "POST", wire.PathFeed, `{"channels":"` + secret + `"}`, "", 422},
		{"cut json", "POST", wire.PathCommands, `{"device":"` + secret, "", 422},
		{"bad range", "POST", wire.PathFeed, `{"channels":[{"channel":"` + secret + `","tail":-9}]}`, "", 400},
		{"large", "POST", wire.PathFeed, `{"epoch":"` + strings.Repeat("a", wire.MaxFeedBody) + `"}`, "", 413},
		{"very large", "POST", wire.PathCommands, strings.Repeat(" ", wire.MaxPushBody+100), "", 413},
		{"bomb", "POST", wire.PathCommands, bomb.String(), "gzip", 413},
		{"no gzip", "POST", wire.PathCommands, secret, "gzip", 400},
		{"no zstd", "POST", wire.PathCommands, secret, "zstd", 400},
		{"unknown coding", "POST", wire.PathCommands, secret, "br", 400},
		{"bad query", "GET", wire.PathReceipts + "?after=" + secret, "", "", 422},
		{"bad device", "GET", wire.PathReceipts + "?device=" + secret, "", "", 400},
		{"bad search", "POST", wire.PathSearch, `{"since":"` + secret + `"}`, "", 400},
		{"long search", "POST", wire.PathSearch, `{"text":"` + strings.Repeat("a", civic.MaxLine+1) + `"}`, "", 400},
		{"no path", "GET", "/v1/" + secret, "", "", 404},
		{"no method", "DELETE", wire.PathFeed, "", "", 405},
	} {
		res, data := send(t, c.method, ts.URL+c.path, c.body, "Content-Encoding", c.coding, "Content-Type", wire.TypeJSON, "Authorization", "Bearer good")
		if res.StatusCode != c.status {
			t.Errorf("%s: %d, want %d: %s", c.name, res.StatusCode, c.status, data)
			continue
		}
		problem(t, res, data)
		if bytes.Contains(data, []byte(secret)) || strings.Contains(logged.String(), secret) {
			t.Errorf("%s echoes what was sent: %s", c.name, data)
		}
	}
}

func TestAFaultIsAProblem(t *testing.T) {
	ts, logged := start(t, &fake{panic: true}, nil)
	res, data := send(t, "POST", ts.URL+wire.PathFeed, `{"channels":[]}`)
	if p := problem(t, res, data); p.Kind != civic.Internal {
		t.Fatalf("%+v", p)
	}
	if s := logged.String(); !strings.Contains(s, "fault of the program") || strings.Contains(s, "segreto") {
		t.Fatalf("log: %s", s)
	}
}

func TestErrorsKeepTheirKind(t *testing.T) {
	f := &fake{}
	ts, _ := start(t, f, nil)
	f.fails = civic.NewError(civic.Conflict, "push", "new-device")
	res, data := send(t, "POST", ts.URL+wire.PathCommands, `{"device":"`+string(device)+`","schema":1,"commands":[]}`, "Authorization", "Bearer good")
	if p := problem(t, res, data); res.StatusCode != 409 || p.Key != "new-device" {
		t.Fatalf("%d %+v", res.StatusCode, p)
	}
	f.fails = civic.NewError(civic.Busy, "push", "")
	res, data = send(t, "GET", ts.URL+wire.PathHello, "")
	if p := problem(t, res, data); res.StatusCode != 429 || res.Header.Get("Retry-After") == "" || p.Retry == 0 {
		t.Fatalf("%d %+v", res.StatusCode, p)
	}
	if res, data = send(t, "GET", ts.URL+wire.PathReady, ""); res.StatusCode != 503 {
		t.Fatalf("ready: %d %s", res.StatusCode, data)
	}
	if res, _ = send(t, "GET", ts.URL+wire.PathHealth, ""); res.StatusCode != 200 {
		t.Fatalf("healthy: %d", res.StatusCode)
	}
}

func TestRates(t *testing.T) {
	slow := server.Rates{Address: server.Rate{PerSecond: 0.001, Burst: 3}}
	ts, _ := start(t, &fake{}, func(o *server.Options) {
		o.Rates, o.Proxies = slow, []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	})
	from := func(addr string) reply {
		res, _ := send(t, "GET", ts.URL+wire.PathHealth, "", "X-Forwarded-For", addr)
		return res
	}
	for range 3 {
		if res := from("203.0.113.7"); res.StatusCode != 200 {
			t.Fatal(res.Status)
		}
	}
	if res := from("203.0.113.7"); res.StatusCode != 429 || res.Header.Get("Retry-After") == "" {
		t.Fatalf("%s %v", res.Status, res.Header)
	}
	if res := from("198.51.100.1, 203.0.113.7"); res.StatusCode != 429 {
		t.Fatalf("an address that the peer wrote itself was believed: %s", res.Status)
	}
	if res := from("203.0.113.8"); res.StatusCode != 200 {
		t.Fatal(res.Status)
	}
}

func TestForwardedIsIgnoredWithoutATrustedProxy(t *testing.T) {
	slow := server.Rates{Address: server.Rate{PerSecond: 0.001, Burst: 1}}
	ts, _ := start(t, &fake{}, func(o *server.Options) { o.Rates = slow })
	if res, _ := send(t, "GET", ts.URL+wire.PathHealth, "", "X-Forwarded-For", "203.0.113.1"); res.StatusCode != 200 {
		t.Fatal(res.Status)
	}
	if res, _ := send(t, "GET", ts.URL+wire.PathHealth, "", "X-Forwarded-For", "203.0.113.2"); res.StatusCode != 429 {
		t.Fatal(res.Status)
	}
}

func TestOpenAPIAndMetrics(t *testing.T) {
	ts, _ := start(t, &fake{}, nil)
	res, data := send(t, "GET", ts.URL+wire.PathOpenAPI+".json", "")
	var doc struct {
		OpenAPI string                    `json:"openapi"`
		Paths   map[string]map[string]any `json:"paths"`
	}
	if res.StatusCode != 200 || json.Unmarshal(data, &doc) != nil || !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Fatalf("%d %s", res.StatusCode, data)
	}
	for _, p := range []string{wire.PathHello, wire.PathFeed, wire.PathCommands, wire.PathReceipts, wire.PathSearch} {
		if doc.Paths[p] == nil {
			t.Errorf("%s is not described", p)
		}
	}
	if bytes.Contains(data, []byte("ErrorModel")) {
		t.Error("the library's error model is described")
	}
	res, data = send(t, "GET", ts.URL+wire.PathMetrics, "")
	if res.StatusCode != 200 || !bytes.Contains(data, []byte("scranno_requests_total")) {
		t.Fatalf("%d %s", res.StatusCode, data)
	}
	// A proxy on this machine that nobody told of hands on what others ask.
	for _, name := range []string{"X-Forwarded-For", "Forwarded", "X-Real-IP"} {
		if res, data := send(t, "GET", ts.URL+wire.PathMetrics, "", name, "203.0.113.7"); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d %.60s", name, res.StatusCode, data)
		}
	}
}

func TestPlainHTTPStaysHome(t *testing.T) {
	for _, l := range []server.Listen{{Address: "0.0.0.0:0"}, {Address: ":0"}, {Address: "127.0.0.1:0", Cert: "x"}, {Address: "127.0.0.1:0", Cert: "x", Key: "y"}} {
		if ln, err := l.Open(t.Context()); !civic.Is(err, civic.Invalid) {
			t.Errorf("%+v: %v", l, err)
			if ln != nil {
				ln.Close()
			}
		}
	}
	for _, l := range []server.Listen{{Address: "127.0.0.1:0"}, {Address: "localhost:0"}, {Address: "0.0.0.0:0", Proxied: true}} {
		ln, err := l.Open(t.Context())
		if err != nil {
			t.Errorf("%+v: %v", l, err)
			continue
		}
		ln.Close()
	}
}

func TestTLS(t *testing.T) {
	dir := t.TempDir()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sheet := &x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	cert, err := x509.CreateCertificate(rand.Reader, sheet, sheet, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert})
	l := server.Listen{Address: "127.0.0.1:0", Cert: filepath.Join(dir, "cert.pem"), Key: filepath.Join(dir, "key.pem")}
	if err := errors.Join(os.WriteFile(l.Cert, certPEM, 0o600), os.WriteFile(l.Key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600)); err != nil {
		t.Fatal(err)
	}
	ln, err := l.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.New(server.Options{Service: &fake{}, Verifier: &fake{}, Log: slog.New(slog.DiscardHandler), Secure: true})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, ln, s.Handler(), slog.New(slog.DiscardHandler)) }()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(certPEM)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}}
	res, err := client.Get("https://" + ln.Addr().String() + wire.PathHealth)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK || res.ProtoMajor != 2 || res.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%s %s %v", res.Proto, res.Status, res.Header)
	}
	client.CloseIdleConnections()
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	ln, err := server.Listen{Address: "127.0.0.1:0"}.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	entered, leave := make(chan struct{}), make(chan struct{})
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		<-leave
		w.WriteHeader(http.StatusTeapot)
	})
	go func() { done <- server.Serve(ctx, ln, h, slog.New(slog.DiscardHandler)) }()
	got := make(chan int, 1)
	go func() {
		res, err := http.Get("http://" + ln.Addr().String())
		if err != nil {
			got <- 0
			return
		}
		defer res.Body.Close()
		got <- res.StatusCode
	}()
	<-entered
	cancel()
	close(leave)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if status := <-got; status != http.StatusTeapot {
		t.Fatalf("the request under way ended with %d", status)
	}
}
