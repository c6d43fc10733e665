package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/sync/wire"
)

// BlobService is what the central does with attachments.
type BlobService interface {
	// BlobHeld tells a person how much of a file they have brought.
	BlobHeld(ctx context.Context, who central.Caller, hash string) (held int64, whole bool, err error)
	// PutBlob keeps the next bytes of a file; what came before r failed stays.
	PutBlob(ctx context.Context, who central.Caller, p civic.FilePart, r io.Reader) (held int64, whole bool, err error)
	// Blob gives a file to who may read the record that names it; else NotFound.
	Blob(ctx context.Context, who central.Caller, hash string, record civic.ID) (*central.FileContent, error)
}

// blobs is the route of attachments: bytes in and out, apart from the JSON of
// the others.
func (s *Server) blobsRoute() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hash := strings.TrimPrefix(r.URL.Path, wire.PathBlobs)
		if s.files == nil || !civic.ValidHash(hash) {
			s.refuse(w, civic.NewError(civic.NotFound, "server.blob", ""))
			return
		}
		switch r.Method {
		case http.MethodHead:
			s.blobHeld(w, r, hash)
		case http.MethodPatch:
			s.blobPut(w, r, hash)
		case http.MethodGet:
			s.blobGive(w, r, hash)
		default:
			w.Header().Set("Allow", "HEAD, PATCH, GET")
			p := problemOf(civic.NewError(civic.Invalid, "server.blob", ""))
			p.Status = http.StatusMethodNotAllowed
			s.write(w, p)
		}
	})
}

// blobHeld answers HEAD by headers alone; what went wrong is in the status.
func (s *Server) blobHeld(w http.ResponseWriter, r *http.Request, hash string) {
	held, whole, err := s.files.BlobHeld(r.Context(), callerOf(r.Context()), hash)
	if err != nil {
		s.refuse(w, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	brought(w, held, whole)
	w.WriteHeader(http.StatusOK)
}

func brought(w http.ResponseWriter, held int64, whole bool) {
	w.Header().Set(wire.HeaderOffset, strconv.FormatInt(held, 10))
	if whole {
		w.Header().Set(wire.HeaderComplete, "1")
	}
}

// blobPut takes the next bytes. A body that ends before its time leaves what
// came of it.
func (s *Server) blobPut(w http.ResponseWriter, r *http.Request, hash string) {
	const op = "server.blob"
	offset, err1 := strconv.ParseInt(r.Header.Get(wire.HeaderOffset), 10, 64)
	size, err2 := strconv.ParseInt(r.Header.Get(wire.HeaderLength), 10, 64)
	if err := errors.Join(err1, err2); err != nil || offset < 0 || r.Header.Get("Content-Encoding") != "" {
		s.refuse(w, civic.NewError(civic.Invalid, op, "invalid.attachment"))
		return
	}
	if callerOf(r.Context()).Person == "" { // nothing of the body is read
		s.refuse(w, civic.NewError(civic.Unauthenticated, op, ""))
		return
	}
	if r.ContentLength > wire.MaxPatchBody {
		s.refuse(w, civic.NewError(civic.TooLarge, op, ""))
		return
	}
	if err := http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyTime)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		s.refuse(w, civic.WrapError(civic.Internal, op, err))
		return
	}
	body := http.MaxBytesReader(w, r.Body, wire.MaxPatchBody)
	held, whole, err := s.files.PutBlob(r.Context(), callerOf(r.Context()), civic.FilePart{Hash: hash, Size: size, Offset: offset}, body)
	w.Header().Set("Cache-Control", "no-store")
	if err != nil {
		brought(w, held, false)
		s.refuse(w, err)
		return
	}
	brought(w, held, whole)
	w.WriteHeader(http.StatusNoContent)
}

// blobGive sends a file, or a range of it. It is never shown by a browser as a
// page of ours: it is handed over to be saved.
func (s *Server) blobGive(w http.ResponseWriter, r *http.Request, hash string) {
	f, err := s.files.Blob(r.Context(), callerOf(r.Context()), hash, civic.ID(r.URL.Query().Get(wire.ParamRecord)))
	if err != nil {
		s.refuse(w, err)
		return
	}
	defer func() {
		if err := f.Close(); err != nil {
			s.log.Warn("a file could not be closed")
		}
	}()
	h := w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Content-Disposition", "attachment")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("ETag", `"`+hash+`"`)
	h.Set("Vary", "Authorization")
	h.Set("Cache-Control", "private, no-store")
	if f.Public {
		h.Set("Cache-Control", "public, max-age=3600")
	}
	http.ServeContent(w, r, "", time.Time{}, f)
}
