package server

import (
	"context"
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// apiError is a problem document as huma writes it.
type apiError struct{ wire.Problem }

func (e *apiError) Error() string               { return e.Problem.Title }
func (e *apiError) GetStatus() int              { return e.Problem.Status }
func (e *apiError) ContentType(_ string) string { return wire.TypeProblem }

// GetHeaders says when to come back.
func (e *apiError) GetHeaders() http.Header {
	h := http.Header{}
	if e.Retry > 0 {
		h.Set("Retry-After", strconv.Itoa(e.Retry))
	}
	return h
}

func problemType() reflect.Type { return reflect.TypeFor[wire.Problem]() }

// ownProblems replaces the library's error documents, which repeat what was
// sent, by ours, which do not.
func ownProblems(_ huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	key := ""
	if m.Status < http.StatusInternalServerError {
		key = "invalid.json"
	}
	p := wire.NewProblem(civic.NewError(wire.KindOfStatus(m.Status), "server", key))
	p.Status = m.Status
	return p, nil
}

// busyFor is how many seconds a caller is asked to wait when the central
// cannot answer now.
const busyFor = 5

func problemOf(err error) *apiError {
	p := wire.NewProblem(err)
	if p.Kind == civic.Busy {
		p.Key, p.Params = "", nil // why is this machine's own affair
	}
	if (p.Kind == civic.Busy || p.Kind == civic.Offline) && p.Retry == 0 {
		p.Retry = busyFor
	}
	return &apiError{Problem: p}
}

type handler[I, O any] func(ctx context.Context, in *I) (*O, error)

// answered makes the handler's errors problem documents.
func answered[I, O any](s *Server, h handler[I, O]) func(ctx context.Context, in *I) (*O, error) {
	return func(ctx context.Context, in *I) (*O, error) {
		out, err := h(ctx, in)
		if err != nil {
			return nil, s.told(err)
		}
		return out, nil
	}
}

// told turns an error into a problem document; what is our own fault is logged.
func (s *Server) told(err error) *apiError {
	switch civic.KindOf(err) {
	case civic.Internal, civic.Damaged:
		s.log.Error("a use case failed", "kind", civic.KindOf(err), "error", err)
	}
	return problemOf(err)
}

// refuse answers with a problem outside of huma.
func (s *Server) refuse(w http.ResponseWriter, err error) { s.write(w, s.told(err)) }

func (s *Server) write(w http.ResponseWriter, e *apiError) {
	for name, values := range e.GetHeaders() {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", wire.TypeProblem)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(e.Problem.Status)
	if _, err := w.Write(e.Problem.Encode()); err != nil {
		s.log.Debug("an answer could not be written")
	}
}
