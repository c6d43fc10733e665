package server

import (
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// bodyTime is how long a request's body may take to arrive.
const bodyTime = time.Minute

// routes is the whole table of the central.
func (s *Server) routes() http.Handler {
	v1 := http.NewServeMux()
	s.api = humago.New(v1, apiConfig())
	register(s, route{http.MethodGet, wire.PathHello, "hello", "What this central is", 0}, s.hello)
	register(s, route{http.MethodPost, wire.PathFeed, "feed", "What a desk lacks, as NDJSON", wire.MaxFeedBody}, s.feed)
	register(s, route{http.MethodPost, wire.PathCommands, "commands", "What a person did, each once", wire.MaxPushBody}, s.commands)
	register(s, route{http.MethodGet, wire.PathReceipts, "receipts", "One's own receipts", 0}, s.receipts)
	register(s, route{http.MethodPost, wire.PathSearch, "search", "Acts that are not kept offline", wire.MaxSearchBody}, s.search)
	register(s, route{http.MethodGet, wire.PathDevices, "devices", "One's own desks", 0}, s.devices)
	register(s, route{http.MethodPost, wire.PathShutOut, "shut-out", "A desk of one's own that may not come in any more", maxSmallBody}, s.shutOut)
	v1.HandleFunc("GET "+wire.PathLive, s.live)
	s.describeLive()
	v1.HandleFunc("GET "+wire.PathChannels+"{rest...}", s.channels)
	s.describeSegments()
	v1.HandleFunc("/", s.absent)
	for _, name := range []string{"ErrorModel", "ErrorDetail"} { // the library's, never sent
		delete(s.api.OpenAPI().Components.Schemas.Map(), name)
	}

	mux := http.NewServeMux()
	mux.Handle("/v1/", s.signedIn(s.limitPerson(s.unpack(v1))))
	mux.Handle(wire.PathBlobs, s.signedIn(s.limitPerson(s.blobsRoute())))
	mux.HandleFunc("GET "+wire.PathHealth, s.healthy)
	mux.HandleFunc("GET "+wire.PathReady, s.ready)
	mux.Handle("GET "+wire.PathMetrics, s.localOnly(s.metrics.handler()))
	if s.issuer != nil {
		for _, path := range []string{
			"/.well-known/openid-configuration", "/authorize", "/authorize/callback", "/oauth/token", "/keys",
			"/userinfo", "/revoke", "/accedi", "/invito/",
		} {
			mux.Handle(path, s.issuer)
		}
	}
	if s.web != nil {
		mux.Handle("/", s.web)
	}
	return mux
}

func apiConfig() huma.Config {
	c := huma.DefaultConfig("Scranno", civic.Version)
	c.Info.Description = "Records, channels, commands and receipts. Errors are problem documents (RFC 9457)."
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = wire.PathOpenAPI, "", ""
	c.CreateHooks = nil
	c.Transformers = []huma.Transformer{ownProblems}
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"bearer": {Type: "http", Scheme: "bearer", BearerFormat: "JWT", Description: "Public channels need none"},
	}
	return c
}

type route struct {
	method, path, id, summary string

	body int64 // bytes that it may have
}

func register[I, O any](s *Server, r route, h handler[I, O]) {
	s.bodies[r.path] = r.body
	problem := s.api.OpenAPI().Components.Schemas.Schema(problemType(), true, "Problem")
	huma.Register(s.api, huma.Operation{
		Method: r.method, Path: r.path, OperationID: r.id, Summary: r.summary,
		MaxBodyBytes: r.body, BodyReadTimeout: bodyTime, SkipValidateBody: true,
		Security: []map[string][]string{{}, {"bearer": {}}},
		Responses: map[string]*huma.Response{
			"200":     nil,
			"default": {Description: "Problem", Content: map[string]*huma.MediaType{wire.TypeProblem: {Schema: problem}}},
		},
	}, answered(s, h))
}
