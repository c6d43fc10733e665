package server

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/klauspost/compress/zstd"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// NewSealer makes the encoder of segments: their content is written and
// compressed once, as well as can be.
func NewSealer() func(s civic.Segment, ops []civic.Op) (civic.SealedSegment, error) {
	var mu sync.Mutex
	var z *zstd.Encoder
	return func(s civic.Segment, ops []civic.Op) (civic.SealedSegment, error) {
		content, err := wire.AppendSegment(nil, s, ops)
		if err != nil {
			return civic.SealedSegment{}, err
		}
		mu.Lock()
		defer mu.Unlock()
		if z == nil {
			if z, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1)); err != nil {
				return civic.SealedSegment{}, civic.WrapError(civic.Internal, "server.seal", err)
			}
		}
		return civic.SealedSegment{Segment: wire.Content(s, len(ops), content), Data: z.EncodeAll(content, nil)}, nil
	}
}

// channels answers for what is below a channel's name: its manifest, and its
// segments. What is not there and what is not for this reader look alike.
func (s *Server) channels(w http.ResponseWriter, r *http.Request) {
	seg, ok := wire.ReadSegmentPath(r.PathValue("rest"))
	switch {
	case !ok:
		s.refuse(w, civic.NewError(civic.NotFound, "server.segment", ""))
	case seg.To == 0:
		s.manifest(w, r, seg.Channel)
	default:
		s.segment(w, r, seg)
	}
}

// manifest is never kept without asking, so that what was taken out of it is
// not looked for again.
func (s *Server) manifest(w http.ResponseWriter, r *http.Request, ch civic.Channel) {
	const op = "server.manifest"
	below := int64(1) << 62
	if v := r.URL.Query().Get("below"); v != "" {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil || n < 0 {
			s.refuse(w, civic.NewError(civic.Invalid, op, "invalid.range"))
			return
		}
		below = n
	}
	m, err := s.svc.Manifest(r.Context(), callerOf(r.Context()), ch, below)
	if err != nil {
		s.refuse(w, err)
		return
	}
	body, err := json.Marshal(wire.NewManifest(m))
	if err != nil {
		s.refuse(w, civic.WrapError(civic.Internal, op, err))
		return
	}
	sum := sha256.Sum256(body)
	tag := `W/"` + hex.EncodeToString(sum[:16]) + `"`
	h := w.Header()
	h.Set("ETag", tag)
	h.Set("Vary", "Accept-Encoding, Authorization")
	h.Set("Cache-Control", "no-cache")
	if !ch.Public() {
		h.Set("Cache-Control", "private, no-cache")
	}
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", wire.TypeJSON)
	s.send(w, r, body)
}

// segment sends what was compressed when it was sealed. Only what anybody may
// read may be kept on the way, and no longer than a day: so long may what was
// taken out of a segment stay in caches.
func (s *Server) segment(w http.ResponseWriter, r *http.Request, seg civic.Segment) {
	data, err := s.svc.Segment(r.Context(), callerOf(r.Context()), seg)
	if err != nil {
		s.refuse(w, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", wire.TypeSegment)
	h.Set("Vary", "Accept-Encoding")
	if seg.Channel.Public() {
		h.Set("Cache-Control", "public, max-age=86400, immutable")
	} else {
		h.Set("Cache-Control", "private, no-store")
	}
	if accepted(r.Header.Get("Accept-Encoding"), "zstd") {
		h.Set("Content-Encoding", "zstd")
		h.Set("Content-Length", strconv.Itoa(len(data)))
		s.put(w, data)
		return
	}
	content, err := s.coders.plain(data)
	if err != nil {
		s.refuse(w, err)
		return
	}
	s.send(w, r, content)
}

// send compresses what was not, where it is worth it.
func (s *Server) send(w http.ResponseWriter, r *http.Request, body []byte) {
	const worth = 512
	if len(body) < worth {
		s.put(w, body)
		return
	}
	z, name := s.coders.writer(w, r.Header.Get("Accept-Encoding"))
	if name != "" {
		w.Header().Set("Content-Encoding", name)
	}
	_, err := z.Write(body)
	if cerr := z.Close(); err != nil || cerr != nil {
		s.log.Debug("an answer could not be written")
	}
}

func (s *Server) put(w http.ResponseWriter, body []byte) {
	if _, err := w.Write(body); err != nil {
		s.log.Debug("an answer could not be written")
	}
}

// describeSegments tells the API's description of routes that are not huma's:
// a channel's name has slashes.
func (s *Server) describeSegments() {
	text := &huma.Schema{Type: huma.TypeString}
	channel := &huma.Param{Name: "channel", In: "path", Required: true, Schema: text, Description: "With its slashes as they are"}
	s.api.OpenAPI().AddOperation(&huma.Operation{
		Method: http.MethodGet, Path: wire.PathChannels + "{channel}/segments", OperationID: "manifest", Summary: "What of a channel is sealed, the newest first",
		Parameters: []*huma.Param{channel, {Name: "below", In: "query", Schema: &huma.Schema{Type: huma.TypeInteger}, Description: "Only what begins below this seq"}},
		Responses: map[string]*huma.Response{"200": {Description: "The manifest", Content: map[string]*huma.MediaType{
			wire.TypeJSON: {Schema: s.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[wire.Manifest](), true, "Manifest")},
		}}},
	})
	s.api.OpenAPI().AddOperation(&huma.Operation{
		Method: http.MethodGet, Path: wire.PathChannels + "{channel}/segments/{from}-{to}.{hash}", OperationID: "segment",
		Summary: "A sealed part of a channel, as NDJSON, zstd where it is accepted",
		Parameters: []*huma.Param{
			channel,
			{Name: "from", In: "path", Required: true, Schema: text},
			{Name: "to", In: "path", Required: true, Schema: text},
			{Name: "hash", In: "path", Required: true, Schema: text, Description: "SHA-256 of its content"},
		},
		Responses: map[string]*huma.Response{
			"200": {Description: "The segment", Content: map[string]*huma.MediaType{wire.TypeSegment: {Schema: text}}},
			"410": {Description: "It is not in the manifest any more: ask for that again"},
		},
	})
}
