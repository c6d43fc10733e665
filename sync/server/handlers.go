package server

import (
	"bytes"
	"context"
	"io"
	"log/slog"
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
	q := central.FeedRequest{
		Epoch: in.Body.Epoch, Wants: wants, Pins: pins, MaxBytes: limit,
		Sealed: in.Body.Sealed, Heads: in.Body.Heads, Schema: in.Body.Schema,
	}
	form := formOf(in.AcceptEncoding)
	sent, ok, err := s.sentBefore(ctx, q, form)
	if err != nil {
		return nil, err
	}
	if ok {
		return pageAnswer(form, func(w io.Writer) error { _, err := w.Write(sent); return err }, s.log), nil
	}
	page, sent, err := s.makePage(ctx, q, form)
	if err != nil {
		return nil, err
	}
	if sent != nil {
		return pageAnswer(form, func(w io.Writer) error { _, err := w.Write(sent); return err }, s.log), nil
	}
	return pageAnswer(form, func(w io.Writer) error { return s.writePage(w, form, page) }, s.log), nil
}

// turn takes one's turn among those whose pages are made, and tells whether there
// was one to wait for.
func (s *Server) turn(ctx context.Context) (waited bool, err error) {
	select {
	case s.making <- struct{}{}:
		return false, nil
	default:
	}
	select {
	case s.making <- struct{}{}:
		return true, nil
	case <-ctx.Done():
		return true, civic.WrapError(civic.Busy, "server.feed", ctx.Err())
	}
}

// makePage makes a page, a few at a time; where another one made the same one
// meanwhile, or it is worth keeping, as the bytes to send.
func (s *Server) makePage(ctx context.Context, q central.FeedRequest, form string) (page civic.Page, sent []byte, err error) {
	waited, err := s.turn(ctx)
	if err != nil {
		return page, nil, err
	}
	defer func() { <-s.making }()
	if waited {
		if sent, ok, err := s.sentBefore(ctx, q, form); ok || err != nil {
			return page, sent, err
		}
	}
	if page, err = s.svc.Feed(ctx, callerOf(ctx), q); err != nil {
		return page, nil, err
	}
	s.metrics.fed(len(page.Ops))
	keep := s.worthKeeping(page, q, form)
	if keep == nil {
		return page, nil, nil
	}
	var body bytes.Buffer
	if err := s.writePage(&body, form, page); err != nil {
		return page, nil, err
	}
	keep.body = body.Bytes()
	s.memos.put(keep)
	return page, keep.body, nil
}

// pageAnswer is a page in the given form, whose bytes write gives.
func pageAnswer(form string, write func(w io.Writer) error, log *slog.Logger) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", wire.TypePage)
		hc.SetHeader("Cache-Control", "no-store")
		hc.SetHeader("Vary", "Accept-Encoding, Authorization")
		if form != "" {
			hc.SetHeader("Content-Encoding", form)
		}
		hc.SetStatus(http.StatusOK)
		if err := write(hc.BodyWriter()); err != nil {
			// The trailer is missing: the desk applies nothing of it.
			log.Info("a page was not taken to its end", "kind", civic.KindOf(err))
		}
	}}
}

func (s *Server) writePage(to io.Writer, form string, page civic.Page) error {
	w, _ := s.coders.writer(to, form)
	err := wire.WritePage(w, page)
	if cerr := w.Close(); err == nil {
		err = cerr
	}
	return err
}

// sentBefore gives a page that somebody else was sent a moment ago, where it is
// to the byte the one that this caller is to have.
func (s *Server) sentBefore(ctx context.Context, q central.FeedRequest, form string) ([]byte, bool, error) {
	if q.Epoch == "" || len(q.Pins) > 0 || q.Heads || !s.memos.likely(q.Wants) {
		return nil, false, nil
	}
	channels := make([]civic.Channel, len(q.Wants))
	for i, w := range q.Wants {
		channels[i] = w.Channel
	}
	at, err := s.svc.Standing(ctx, callerOf(ctx), channels)
	if err != nil || at.Epoch != q.Epoch {
		return nil, false, err
	}
	lacks, ok := lacking(q.Wants, at.Heads)
	if !ok {
		return nil, false, nil
	}
	body, ops, ok := s.memos.find(memo{epoch: q.Epoch, form: form, most: q.MaxBytes, schema: q.Schema, sealed: q.Sealed, lacks: lacks}, time.Now())
	if ok {
		s.metrics.fed(ops)
	}
	return body, ok, nil
}

// worthKeeping gives what is to be kept of a page; nil: nothing.
func (s *Server) worthKeeping(page civic.Page, q central.FeedRequest, form string) *memo {
	if page.Epoch != q.Epoch || len(q.Pins) > 0 || q.Heads || len(page.Lost) > 0 || len(page.Ops) == 0 {
		return nil
	}
	size := 0
	for i := range page.Ops {
		size += len(page.Ops[i].Body)
	}
	lacks, _ := lacking(q.Wants, headsOf(page, q.Wants))
	if size < memoLeast || len(lacks) == 0 {
		return nil
	}
	return &memo{
		epoch: q.Epoch, form: form, most: q.MaxBytes, schema: q.Schema, sealed: q.Sealed, lacks: lacks, ops: len(page.Ops), at: time.Now(),
	}
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
	answers, err := s.svc.Push(ctx, who, central.PushRequest{Epoch: p.Epoch, Schema: p.Schema, Commands: p.Commands})
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
