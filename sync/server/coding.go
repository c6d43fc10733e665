package server

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// coders are compressors kept for reuse: making one costs more than a page.
type coders struct {
	zstd sync.Pool
	gzip sync.Pool
	undo sync.Pool // of zstd
}

func newCoders() *coders { return &coders{} }

// plain gives what zstd compressed here.
func (c *coders) plain(data []byte) ([]byte, error) {
	const op = "server.plain"
	z, ok := c.undo.Get().(*zstd.Decoder)
	if !ok {
		var err error
		z, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(2*wire.MaxSegment))
		if err != nil {
			return nil, civic.WrapError(civic.Internal, op, err)
		}
	}
	defer c.undo.Put(z)
	out, err := z.DecodeAll(data, nil)
	return out, civic.WrapError(civic.Damaged, op, err)
}

// writer compresses towards w in the best form that the peer accepts; the name
// of the form is empty where it accepts none. It must be closed.
func (c *coders) writer(w io.Writer, accepts string) (io.WriteCloser, string) {
	switch {
	case accepted(accepts, "zstd"):
		if z, ok := c.zstd.Get().(*zstd.Encoder); ok {
			z.Reset(w)
			return &pooled{WriteCloser: z, give: func() { z.Reset(nil); c.zstd.Put(z) }}, "zstd"
		}
		z, err := zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
		if err == nil {
			return &pooled{WriteCloser: z, give: func() { z.Reset(nil); c.zstd.Put(z) }}, "zstd"
		}
	case accepted(accepts, "gzip"):
		if z, ok := c.gzip.Get().(*gzip.Writer); ok {
			z.Reset(w)
			return &pooled{WriteCloser: z, give: func() { c.gzip.Put(z) }}, "gzip"
		}
		z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
		if err == nil {
			return &pooled{WriteCloser: z, give: func() { c.gzip.Put(z) }}, "gzip"
		}
	}
	return noCloser{w}, ""
}

type pooled struct {
	io.WriteCloser
	give func()
}

func (p *pooled) Close() error {
	err := p.WriteCloser.Close()
	p.give()
	return err
}

type noCloser struct{ io.Writer }

func (noCloser) Close() error { return nil }

// formOf gives the best form that a peer accepts; empty: as it is.
func formOf(accepts string) string {
	for _, form := range []string{"zstd", "gzip"} {
		if accepted(accepts, form) {
			return form
		}
	}
	return ""
}

// accepted tells whether an Accept-Encoding header names the form without
// refusing it.
func accepted(header, name string) bool {
	for part := range strings.SplitSeq(header, ",") {
		form, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(strings.TrimSpace(form), name) {
			continue
		}
		q := strings.ReplaceAll(params, " ", "")
		return q != "q=0" && !strings.HasPrefix(q, "q=0.000")
	}
	return false
}

// unpack bounds a request's body before and after decompression by what its
// route takes, so that a small body cannot become a large one. Only who is
// signed in may send a push: nobody else's is read.
func (s *Server) unpack(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && r.URL.Path == wire.PathCommands && callerOf(r.Context()).Person == "" {
			s.refuse(w, civic.NewError(civic.Unauthenticated, "server.commands", ""))
			return
		}
		most := s.bodies[r.URL.Path]
		r.Body = http.MaxBytesReader(w, r.Body, most+1) // one more: the route's own limit answers first
		form := r.Header.Get("Content-Encoding")
		if form == "" {
			next.ServeHTTP(w, r)
			return
		}
		body, err := unpacked(r.Body, form, most)
		if err != nil {
			s.refuse(w, err)
			return
		}
		r2 := r.Clone(r.Context())
		r2.Body = io.NopCloser(bytes.NewReader(body))
		r2.ContentLength = int64(len(body))
		r2.Header.Del("Content-Encoding")
		next.ServeHTTP(w, r2)
	})
}

// leastWindow is what small bodies may look back, in bytes.
const leastWindow = 64 << 10

func unpacked(r io.Reader, form string, most int64) ([]byte, error) {
	const op = "server.unpack"
	var in io.Reader
	switch {
	case strings.EqualFold(form, "gzip"):
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, bodyError(op, err)
		}
		in = z
	case strings.EqualFold(form, "zstd"):
		// A window is memory that a few bytes may ask for: no more than the body.
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(uint64(max(most, leastWindow))), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, bodyError(op, err)
		}
		defer z.Close()
		in = z
	default:
		return nil, civic.NewError(civic.Invalid, op, "invalid.json")
	}
	body, err := io.ReadAll(io.LimitReader(in, most+1))
	if err != nil {
		return nil, bodyError(op, err)
	}
	if int64(len(body)) > most {
		return nil, civic.NewError(civic.TooLarge, op, "")
	}
	return body, nil
}

func bodyError(op string, err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok || errors.Is(err, zstd.ErrDecoderSizeExceeded) {
		return civic.WrapError(civic.TooLarge, op, err)
	}
	return civic.WrapError(civic.Invalid, op, err)
}
