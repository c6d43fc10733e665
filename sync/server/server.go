package server

import (
	"log/slog"
	"net/http"
	"net/netip"
	"runtime"

	"github.com/danielgtaylor/huma/v2"

	"scranno/app/civic"
)

// Options are what a server is made of.
type Options struct {
	Service  Service
	Verifier Verifier
	Files    BlobService  // attachments; nil: none
	Issuer   http.Handler // sign-in; nil: none
	Web      http.Handler // public pages; nil: none
	Log      *slog.Logger
	// Proxies are the addresses whose X-Forwarded-For is believed.
	Proxies []netip.Prefix
	Rates   Rates
	Load    Load // of the database's server; nil: there is none
	// Secure tells browsers to come back by https only.
	Secure bool
}

// Server answers requests. It holds no data of its own but counters.
type Server struct {
	svc     Service
	files   BlobService // nil: none
	tokens  Verifier
	log     *slog.Logger
	proxies []netip.Prefix
	secure  bool
	metrics *metrics
	address *limiter
	person  *limiter
	coders  *coders
	proven  proven
	streams crowd
	flights crowd
	memos   memos
	making  chan struct{} // holds one for each page being made
	issuer  http.Handler
	web     http.Handler
	api     huma.API
	bodies  map[string]int64 // what each route takes, in bytes; written by routes alone
}

// New makes a server ready to handle requests.
func New(o Options) (*Server, error) {
	if o.Service == nil || o.Verifier == nil || o.Log == nil {
		return nil, civic.NewError(civic.Internal, "server.new", "")
	}
	m, err := newMetrics(o.Load)
	if err != nil {
		return nil, civic.WrapError(civic.Internal, "server.metrics", err)
	}
	r := o.Rates.orDefault()
	return &Server{
		svc: o.Service, files: o.Files, tokens: o.Verifier, log: o.Log, proxies: o.Proxies, secure: o.Secure, metrics: m,
		address: newLimiter(r.Address), person: newLimiter(r.Person), coders: newCoders(),
		streams: crowd{most: r.Streams}, flights: crowd{most: r.Flights},
		making: make(chan struct{}, max(4, 2*runtime.GOMAXPROCS(0))),
		issuer: o.Issuer, web: o.Web, bodies: map[string]int64{},
	}, nil
}

// Handler gives the whole central behind its limits.
func (s *Server) Handler() http.Handler {
	var h http.Handler = s.routes()
	h = s.limitAddress(h)
	h = s.headers(h)
	h = s.observe(h)
	return s.realAddress(h)
}

// headers are on every answer. Handlers may set stricter ones.
func (s *Server) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if s.secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}
