package server_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"scranno/sync/wire"
)

// counted is a body that notes how much of it was asked for.
type counted struct {
	in   *strings.Reader
	read int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.read += n
	return n, err
}

func (c *counted) Close() error { return nil }

// Anyone may send a request: what is read of it before it is refused must be
// little.
func TestBodiesAreBoundedByTheirRoute(t *testing.T) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	if _, err := z.Write(bytes.Repeat([]byte(" "), wire.MaxPushBody-1)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	ts, _ := start(t, &fake{}, nil)
	plain := strings.Repeat(" ", wire.MaxPushBody-1)
	for _, c := range []struct {
		path, form, body string
		want, most       int
	}{
		{wire.PathSearch, "gzip", bomb.String(), http.StatusRequestEntityTooLarge, bomb.Len()},
		{wire.PathSearch, "", plain, http.StatusRequestEntityTooLarge, wire.MaxSearchBody + 1},
		{wire.PathFeed, "gzip", bomb.String(), http.StatusRequestEntityTooLarge, bomb.Len()},
		{wire.PathFeed, "", plain, http.StatusRequestEntityTooLarge, wire.MaxFeedBody + 1},
		{wire.PathCommands, "gzip", bomb.String(), http.StatusUnauthorized, 0},
		{wire.PathCommands, "", plain, http.StatusUnauthorized, 0},
	} {
		body := &counted{in: strings.NewReader(c.body)}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, c.path, body)
		r.Header.Set("Content-Type", wire.TypeJSON)
		if c.form != "" {
			r.Header.Set("Content-Encoding", c.form)
		}
		w := httptest.NewRecorder()
		ts.Config.Handler.ServeHTTP(w, r)
		if w.Code != c.want || body.read > c.most {
			t.Errorf("%s %q: %d, %d bytes read, at most %d", c.path, c.form, w.Code, body.read, c.most)
		}
	}
}
