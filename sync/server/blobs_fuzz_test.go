package server_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/sync/server"
	"scranno/sync/wire"
)

// shelf takes what the route hands on, and says whether it may be so.
type shelf struct{ wrong string }

func (s *shelf) BlobHeld(_ context.Context, _ central.Caller, hash string) (int64, bool, error) {
	s.look(civic.FilePart{Hash: hash})
	return 0, false, nil
}

func (s *shelf) PutBlob(_ context.Context, who central.Caller, p civic.FilePart, r io.Reader) (int64, bool, error) {
	s.look(p)
	n, err := io.Copy(io.Discard, r)
	if who.Person == "" || n > wire.MaxPatchBody {
		s.wrong = "too much, or from nobody"
	}
	return p.Offset + n, false, err
}

func (s *shelf) Blob(_ context.Context, _ central.Caller, hash string, _ civic.ID) (*central.FileContent, error) {
	s.look(civic.FilePart{Hash: hash})
	return nil, civic.NewError(civic.NotFound, "test", "")
}

func (s *shelf) look(p civic.FilePart) {
	if !civic.ValidHash(p.Hash) || p.Offset < 0 {
		s.wrong = "a hash or an offset that there cannot be"
	}
}

// Whatever a desk writes into path and headers, what reaches the files is a hash
// and an offset, and the answer has a status of ours.
func FuzzBlobHeaders(f *testing.F) {
	hash := strings.Repeat("0a", 32)
	f.Add("PATCH", hash, "0", "10", "", "x")
	f.Add("PATCH", hash, "-1", "99999999999999999999", "zstd", "x")
	f.Add("HEAD", "../"+hash, "+5", "0x10", "", "")
	f.Add("GET", hash+"?record=%00", "1e3", " 5 ", "bytes=-1", "")
	f.Fuzz(func(t *testing.T, method, hash, offset, length, coding, body string) {
		r, err := http.NewRequestWithContext(t.Context(), method, wire.PathBlobs+hash, strings.NewReader(body))
		if err != nil {
			return
		}
		r.RemoteAddr = "127.0.0.1:9"
		for name, value := range map[string]string{
			"Authorization": "Bearer good", wire.HeaderOffset: offset, wire.HeaderLength: length, "Content-Encoding": coding, "Range": coding,
		} {
			r.Header.Set(name, value)
		}
		kept := &shelf{}
		s, err := server.New(server.Options{Service: &fake{}, Verifier: &fake{}, Files: kept, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		if kept.wrong != "" || w.Code < 200 || w.Code >= 500 {
			t.Fatalf("%d %s: %s", w.Code, w.Body, kept.wrong)
		}
	})
}
