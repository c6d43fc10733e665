package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"html/template"
	"io"
	"log/slog"
	"net/http"

	"scranno/app/civic"
	"scranno/assets"
)

// Library is what of the central is public. NotFound: absent, or not for
// everyone yet, or no longer.
type Library interface {
	Hello(ctx context.Context) (civic.Hello, error)
	PublicAct(ctx context.Context, id civic.ID) (civic.ActView, error)
	PublicActs(ctx context.Context, limit int) ([]civic.ActHit, error)
}

// Exporter writes an act as a document. Nothing reaches w when it fails.
type Exporter interface {
	Export(ctx context.Context, c civic.Content, format string, w io.Writer) error
}

// Options are what the pages are made of.
type Options struct {
	Library  Library
	Exporter Exporter // nil: no PDF is offered
	URL      string   // as the public reaches the central, without a slash at the end
	Log      *slog.Logger
}

// Web answers with public pages.
type Web struct {
	lib    Library
	export Exporter
	url    string
	log    *slog.Logger
	pages  *template.Template
	texts  map[string]string
	style  []byte
	mark   string // of the style, so that browsers keep it
	paint  chan struct{}
}

// paintings bounds how many documents are written at once.
const paintings = 2

// policy lets a page use its own style and mark, and nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// New reads the pages and the Italian texts.
func New(o Options) (*Web, error) {
	const op = "web.new"
	style, err := files.ReadFile("pages/stile.css")
	if err != nil {
		return nil, civic.WrapError(civic.Internal, op, err)
	}
	texts, err := italian()
	if err != nil {
		return nil, civic.WrapError(civic.Internal, op, err)
	}
	sum := sha256.Sum256(style)
	w := &Web{
		lib: o.Library, export: o.Exporter, url: o.URL, log: o.Log, texts: texts,
		style: style, mark: hex.EncodeToString(sum[:6]), paint: make(chan struct{}, paintings),
	}
	if w.pages, err = w.parse(); err != nil {
		return nil, civic.WrapError(civic.Internal, op, err)
	}
	return w, nil
}

// Handler answers on the public paths.
func (w *Web) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", w.home)
	mux.HandleFunc("GET /atti", w.acts)
	mux.HandleFunc("GET /atti/{name}", w.act)
	mux.HandleFunc("GET /atti/{name}/inviti", w.invitations)
	mux.HandleFunc("GET /informativa", w.notice)
	mux.HandleFunc("GET /stile.css", w.stylesheet)
	mux.HandleFunc("GET /favicon.svg", w.icon)
	mux.HandleFunc("GET /robots.txt", w.robots)
	mux.HandleFunc("GET /", func(rw http.ResponseWriter, r *http.Request) { w.missing(rw, r) })
	return mux
}

// italian reads the plain texts of the locale.
func italian() (map[string]string, error) {
	data, err := assets.Locale("it")
	if err != nil {
		return nil, err
	}
	raw := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, err
	}
	texts := make(map[string]string, len(raw))
	for key, value := range raw {
		var s string
		if json.Unmarshal(value, &s) == nil {
			texts[key] = s
		}
	}
	return texts, nil
}

// aMinute: an act that its author takes back, or a moderator returns, is gone
// from caches within it.
const aMinute = "public, max-age=60"

func (w *Web) show(rw http.ResponseWriter, r *http.Request, status int, name string, view any) {
	var b bytes.Buffer
	if err := w.pages.ExecuteTemplate(&b, name, view); err != nil {
		w.log.ErrorContext(r.Context(), "a page could not be made", "page", name, "error", err)
		http.Error(rw, "Il servizio non risponde. Riprova tra poco.", http.StatusInternalServerError)
		return
	}
	h := rw.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", "it")
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	if status != http.StatusOK {
		h.Set("Cache-Control", "no-store")
		h.Set("X-Robots-Tag", "noindex")
	} else if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", aMinute)
	}
	w.write(rw, status, b.Bytes())
}

func (w *Web) write(rw http.ResponseWriter, status int, body []byte) {
	rw.WriteHeader(status)
	if _, err := rw.Write(body); err != nil {
		w.log.Debug("an answer could not be written")
	}
}

func (w *Web) stylesheet(rw http.ResponseWriter, _ *http.Request) {
	rw.Header().Set("Content-Type", "text/css; charset=utf-8")
	rw.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.write(rw, http.StatusOK, w.style)
}

func (w *Web) icon(rw http.ResponseWriter, _ *http.Request) {
	rw.Header().Set("Content-Type", "image/svg+xml")
	rw.Header().Set("Cache-Control", "public, max-age=86400")
	w.write(rw, http.StatusOK, assets.AppIcon())
}

func (w *Web) robots(rw http.ResponseWriter, _ *http.Request) {
	rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.write(rw, http.StatusOK, []byte("User-agent: *\nAllow: /atti\nAllow: /informativa\nDisallow: /v1/\nDisallow: /accedi\nDisallow: /invito/\n"))
}
