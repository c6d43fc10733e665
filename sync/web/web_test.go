package web_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/sync/web"
)

const shown civic.ID = "0190d3f0-0000-7000-8000-000000000003"

type library struct {
	fails   error
	silence *civic.Silence
}

func (l library) Hello(context.Context) (civic.Hello, error) {
	return civic.Hello{Name: "Prova <b>", Controller: "Comune di esempio", Notice: "1"}, l.fails
}

func (l library) PublicActs(context.Context, int) ([]civic.ActHit, error) {
	return []civic.ActHit{{ID: shown, Kind: civic.Motion, Subject: "Beni comuni <script>", BodyName: "Valchiara", Date: "2026-03-01", Outcome: civic.Approved}}, l.fails
}

func (l library) PublicAct(_ context.Context, id civic.ID) (civic.ActView, error) {
	if id != shown {
		return civic.ActView{}, civic.NewError(civic.NotFound, "test", "")
	}
	return civic.ActView{
		Record: civic.Record{ID: shown}, Author: "Giulia Conti", Outcome: civic.Approved,
		Act: civic.Act{
			Visibility: civic.Everyone, Licence: civic.LicenceCCBY, Published: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
			Content: civic.Content{
				Kind: civic.Motion, Subkind: "ordinaria", Level: civic.Municipal, Body: "demo:908001", BodyName: "Valchiara", Region: "08",
				Subject: "Beni comuni <script>alert(1)</script>", Date: "2026-03-01", Themes: []civic.Theme{"participation"},
				Clauses: []civic.Clause{
					{ID: civic.DerivedID("1"), Section: civic.Recital, Opener: "Premesso che", Text: "la città è viva & <vera>"},
					{ID: civic.DerivedID("2"), Section: civic.Operative, Opener: "impegna il Sindaco e la Giunta", Text: ""},
					{ID: civic.DerivedID("3"), Section: civic.Operative, Opener: "1.", Text: "a fare"},
				},
				Signatories: []civic.Signatory{{Name: "Giulia Conti", Group: "Insieme"}},
				Attachments: []civic.Attachment{{Hash: strings.Repeat("0a", 32), Name: "pianta.pdf", Type: civic.TypePDF, Size: 9}},
			},
		},
		Events: []civic.EventView{{Event: civic.ActEvent{
			Type: civic.OutcomeEvent, Date: "2026-03-20", Outcome: civic.Approved, Votes: &civic.Votes{For: 9}, Source: "javascript:alert(1)",
		}}},
		Calls: []civic.CallView{{Call: civic.Call{
			Type: civic.CallDebate, To: civic.NationWide, Until: "2026-12-31", Name: "Ada Neri", Office: "deputata", Note: "Che cosa manca?\n\n<b>Dite</b>",
			Synthesis: "Manca il personale.", Closed: time.Date(2026, 6, 2, 9, 0, 0, 0, time.UTC),
		}, Silence: l.silence}},
		Children: []civic.ActHit{{ID: civic.DerivedID("child"), Kind: civic.Question, Subject: "Ripresa"}},
	}, l.fails
}

type exporter struct{ fails error }

func (e exporter) Export(_ context.Context, c civic.Content, format string, w io.Writer) error {
	if e.fails != nil {
		return e.fails
	}
	_, err := io.WriteString(w, "%"+strings.ToUpper(format)+" "+c.BodyName)
	return err
}

func start(t *testing.T, l library, e web.Exporter) (*httptest.Server, *bytes.Buffer) {
	t.Helper()
	var logged bytes.Buffer
	w, err := web.New(web.Options{Library: l, Exporter: e, URL: "https://atti.example", Log: slog.New(slog.NewTextHandler(&logged, nil))})
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(w.Handler())
	t.Cleanup(ts.Close)
	return ts, &logged
}

// reply is an answer whose body was read to its end.
type reply struct {
	StatusCode int
	Status     string
	Header     http.Header
}

func get(t *testing.T, u string) (reply, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, u, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
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

func TestPages(t *testing.T) {
	ts, _ := start(t, library{}, exporter{})
	for path, parts := range map[string][]string{
		"/":     {`href="/atti/` + string(shown) + `"`, "Beni comuni &lt;script&gt;"},
		"/atti": {"Mozione · Valchiara", "Approvato"},
		"/atti/" + string(shown): {
			"<h1>Beni comuni &lt;script&gt;", "la città è viva &amp; &lt;vera&gt;", "Giulia Conti", "9 favorevoli", "approvato all’unanimità", "Ripresa",
			`rel="canonical" href="https://atti.example/atti/` + string(shown), "creativecommons.org", "Partecipazione", "Emilia-Romagna",
			`<a href="/atti/` + string(shown) + `/inviti" rel="nofollow">Leggi l’invito di un altro livello istituzionale</a>`,
		},
		"/atti/" + string(shown) + "/inviti": {
			"Invito al dibattito", "Ada Neri, deputata", "Consigli invitati: tutta Italia · chiuso il 2 giugno 2026", "Che cosa manca?", "Manca il personale.",
			"&lt;b&gt;Dite&lt;/b&gt;", `<meta name="robots" content="noindex">`, `href="/atti/` + string(shown) + `"`,
		},
		"/informativa": {"Comune di esempio", "Versione dell’informativa: 1"},
	} {
		res, body := get(t, ts.URL+path)
		if res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
			t.Fatalf("%s: %d", path, res.StatusCode)
		}
		for _, part := range parts {
			if !strings.Contains(body, part) {
				t.Errorf("%s lacks %q:\n%s", path, part, body)
			}
		}
		if strings.Contains(body, "<script") || strings.Contains(body, "javascript:") || res.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s has scripts or cookies", path)
		}
		if csp := res.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if strings.Contains(body, "style=") {
			t.Errorf("%s has a style that the policy forbids", path)
		}
	}
}

func TestDocument(t *testing.T) {
	ts, _ := start(t, library{}, exporter{})
	res, body := get(t, ts.URL+"/atti/"+string(shown)+".pdf")
	if res.StatusCode != http.StatusOK || body != "%PDF Valchiara" || res.Header.Get("Content-Type") != "application/pdf" {
		t.Fatalf("%d %s", res.StatusCode, body)
	}
	if res, body := get(t, ts.URL+"/atti/"+string(shown)+".akn"); res.StatusCode != http.StatusOK || body == "" || res.Header.Get("Content-Type") != "application/akn+xml" {
		t.Errorf("Akoma Ntoso: %d %s", res.StatusCode, body)
	}
	if res, _ := get(t, ts.URL+"/atti/"+string(shown)+".exe"); res.StatusCode != http.StatusNotFound {
		t.Errorf("an ending that is not known: %d", res.StatusCode)
	}
	if d := res.Header.Get("Content-Disposition"); !strings.Contains(d, "beni-comuni-script-alert-1-script.pdf") {
		t.Errorf("file name: %s", d)
	}
}

func TestWhatIsNotThere(t *testing.T) {
	ts, _ := start(t, library{}, nil)
	for _, path := range []string{"/atti/" + string(civic.DerivedID("altro")), "/atti/../etc", "/atti/x", "/altro", "/atti/" + string(shown) + ".pdf"} {
		res, body := get(t, ts.URL+path)
		if res.StatusCode != http.StatusNotFound || !strings.Contains(body, "L’atto che cerchi non c’è o non è ancora visibile") || res.Header.Get("X-Robots-Tag") != "noindex" {
			t.Errorf("%s: %d %s", path, res.StatusCode, body)
		}
	}
}

func TestFailures(t *testing.T) {
	fault := civic.NewError(civic.Internal, "test", "")
	ts, _ := start(t, library{fails: fault}, exporter{})
	for _, path := range []string{"/", "/atti", "/atti/" + string(shown), "/informativa"} {
		if res, _ := get(t, ts.URL+path); res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	ts, logged := start(t, library{}, exporter{fails: fault})
	if res, _ := get(t, ts.URL+"/atti/"+string(shown)+".pdf"); res.StatusCode != http.StatusServiceUnavailable {
		t.Error(res.Status)
	}
	if strings.Contains(logged.String(), "Beni comuni") {
		t.Error("the log has a subject")
	}
}

func TestFilesBesideThePages(t *testing.T) {
	ts, _ := start(t, library{}, nil)
	for path, media := range map[string]string{"/stile.css": "text/css; charset=utf-8", "/favicon.svg": "image/svg+xml", "/robots.txt": "text/plain; charset=utf-8"} {
		if res, body := get(t, ts.URL+path); res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != media || body == "" {
			t.Errorf("%s: %d %s", path, res.StatusCode, res.Header.Get("Content-Type"))
		}
	}
}

// Search engines keep acts, not what people say around them.
func TestInvitationsAreNotIndexed(t *testing.T) {
	ts, _ := start(t, library{}, exporter{})
	act, body := get(t, ts.URL+"/atti/"+string(shown))
	if act.Header.Get("X-Robots-Tag") != "" || strings.Contains(body, "noindex") || strings.Contains(body, "Ada Neri") || strings.Contains(body, "Manca il personale.") {
		t.Errorf("the act's page is kept from search engines, or has an invitation's words: %s", body)
	}
	calls, _ := get(t, ts.URL+"/atti/"+string(shown)+"/inviti")
	if calls.StatusCode != http.StatusOK || calls.Header.Get("X-Robots-Tag") != "noindex" {
		t.Errorf("%d, %q", calls.StatusCode, calls.Header.Get("X-Robots-Tag"))
	}
	for _, path := range []string{"/atti/nulla/inviti", "/atti/" + string(civic.DerivedID("other")) + "/inviti"} {
		if res, _ := get(t, ts.URL+path); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
}

// While an election silence holds an invitation is on no page, and the page says why.
func TestInvitationsOnHoldAreNotShown(t *testing.T) {
	ts, _ := start(t, library{silence: &civic.Silence{Region: "08", QuietWindow: civic.QuietWindow{From: "2026-03-01", To: "2026-04-26"}}}, exporter{})
	for _, path := range []string{"", "/inviti"} {
		_, body := get(t, ts.URL+"/atti/"+string(shown)+path)
		if strings.Contains(body, "Ada Neri") || strings.Contains(body, "Leggi l’invito") ||
			!strings.Contains(body, "Periodo elettorale (Emilia-Romagna): gli inviti su questo atto sono sospesi fino al 26 aprile 2026.") {
			t.Errorf("%q: %s", path, body)
		}
	}
}
