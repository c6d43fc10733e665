package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/sync/wire"
)

type nothing struct{}

type plain[T any] struct {
	CacheControl string `header:"Cache-Control"`
	Body         T
}

func private[T any](v T) *plain[T] { return &plain[T]{CacheControl: "no-store", Body: v} }

func (s *Server) hello(ctx context.Context, _ *nothing) (*plain[civic.Hello], error) {
	h, err := s.svc.Hello(ctx)
	if err != nil {
		return nil, err
	}
	return private(h), nil
}

type feedInput struct {
	AcceptEncoding string `header:"Accept-Encoding"`
	Body           wire.FeedRequest
}

// pageBytes is the most that a page holds: what a slow line can take in one
// request without asking for it all again.
const pageBytes = 4 << 20

// openPageBytes is the most for who is not signed in: anyone may ask for many
// pages and read them slowly.
const openPageBytes = 1 << 20

func (s *Server) feed(ctx context.Context, in *feedInput) (*huma.StreamResponse, error) {
	wants, err := in.Body.Civic()
	if err != nil {
		return nil, err
	}
	pins, err := in.Body.Pinned()
	if err != nil {
		return nil, err
	}
	limit := pageBytes
	if callerOf(ctx).Person == "" {
		limit = openPageBytes
	}
	if in.Body.Max > 0 {
		limit = min(limit, in.Body.Max)
	}
	page, err := s.svc.Feed(ctx, callerOf(ctx), central.FeedRequest{
		Epoch: in.Body.Epoch, Wants: wants, Pins: pins, MaxBytes: limit,
		Sealed: in.Body.Sealed, Heads: in.Body.Heads, Schema: in.Body.Schema,
	})
	if err != nil {
		return nil, err
	}
	s.metrics.fed(len(page.Ops))
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", wire.TypePage)
		hc.SetHeader("Cache-Control", "no-store")
		hc.SetHeader("Vary", "Accept-Encoding, Authorization")
		w, name := s.coders.writer(hc.BodyWriter(), in.AcceptEncoding)
		if name != "" {
			hc.SetHeader("Content-Encoding", name)
		}
		hc.SetStatus(http.StatusOK)
		err := wire.WritePage(w, page)
		if cerr := w.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			// The trailer is missing: the desk applies nothing of it.
			s.log.Info("a page was not taken to its end", "kind", civic.KindOf(err))
		}
	}}, nil
}

type pushInput struct{ Body wire.PushRequest }

func (s *Server) commands(ctx context.Context, in *pushInput) (*plain[wire.PushAnswer], error) {
	who := callerOf(ctx)
	if who.Person == "" {
		return nil, civic.NewError(civic.Unauthenticated, "server.commands", "")
	}
	p := in.Body
	switch {
	case !p.Device.Valid() || p.Schema < 1:
		return nil, civic.NewError(civic.Invalid, "server.commands", "invalid.id")
	case p.Schema > civic.SchemaVersion:
		return nil, civic.NewError(civic.Unknown, "server.commands", "")
	case len(p.Commands) > civic.MaxPush:
		return nil, civic.NewError(civic.TooLarge, "server.commands", "invalid.too_many")
	}
	for i := range p.Commands {
		c := &p.Commands[i]
		c.Device, c.Schema, c.Author = p.Device, p.Schema, who.Person
		if !c.ID.Valid() || c.N < 1 || c.After != "" && !c.After.Valid() {
			return nil, civic.NewError(civic.Invalid, "server.commands", "invalid.id")
		}
	}
	answers, err := s.svc.Push(ctx, who, p.Schema, p.Commands)
	if err != nil {
		return nil, err
	}
	s.metrics.pushed(answers)
	return private(wire.NewPushAnswer(answers)), nil
}

type receiptsInput struct {
	Device string `query:"device"`
	After  int64  `query:"after" minimum:"0"`
}

func (s *Server) receipts(ctx context.Context, in *receiptsInput) (*plain[wire.ReceiptsAnswer], error) {
	who := callerOf(ctx)
	if who.Person == "" {
		return nil, civic.NewError(civic.Unauthenticated, "server.receipts", "")
	}
	device := civic.ID(in.Device)
	if device != "" && !device.Valid() {
		return nil, civic.NewError(civic.Invalid, "server.receipts", "invalid.id")
	}
	list, err := s.svc.Receipts(ctx, who, device, in.After)
	if err != nil {
		return nil, err
	}
	if list == nil {
		list = []civic.Receipt{}
	}
	return private(wire.ReceiptsAnswer{Receipts: list}), nil
}

type searchInput struct{ Body wire.SearchRequest }

// Bounds of a search; nothing of one is ever logged.
const (
	searchLimit  = 50
	searchMost   = 200
	searchOffset = 10_000
)

func (s *Server) search(ctx context.Context, in *searchInput) (*plain[wire.SearchAnswer], error) {
	q := in.Body.Civic()
	if len(q.Text) > civic.MaxLine || q.Offset < 0 || q.Offset > searchOffset || !q.Since.Valid() || !q.Until.Valid() {
		return nil, civic.NewError(civic.Invalid, "server.search", "invalid.json")
	}
	if len(q.Kinds)+len(q.Levels)+len(q.Regions)+len(q.Bodies)+len(q.Themes)+len(q.Outcomes) > civic.MaxList {
		return nil, civic.NewError(civic.TooLarge, "server.search", "invalid.too_many")
	}
	if q.Limit <= 0 {
		q.Limit = searchLimit
	}
	q.Limit = min(q.Limit, searchMost)
	result, err := s.svc.Search(ctx, callerOf(ctx), q)
	if err != nil {
		return nil, err
	}
	return private(wire.NewSearchAnswer(result)), nil
}

// healthy says that the process answers.
func (s *Server) healthy(w http.ResponseWriter, _ *http.Request) { s.say(w, "ok\n") }

// readyTime is how long the store may take to say that it is there.
const readyTime = 2 * time.Second

// ready says that the store answers too.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyTime)
	defer cancel()
	if _, err := s.svc.Hello(ctx); err != nil {
		s.refuse(w, civic.NewError(civic.Offline, "server.ready", ""))
		return
	}
	s.say(w, "ready\n")
}

func (s *Server) say(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if _, err := w.Write([]byte(text)); err != nil {
		s.log.Debug("an answer could not be written")
	}
}

// absent answers what no route takes: another path, or another method.
func (s *Server) absent(w http.ResponseWriter, r *http.Request) {
	if !known(r.URL.Path) {
		s.refuse(w, civic.NewError(civic.NotFound, "server.route", ""))
		return
	}
	e := problemOf(civic.NewError(civic.Invalid, "server.route", ""))
	e.Problem.Status = http.StatusMethodNotAllowed
	s.write(w, e)
}
