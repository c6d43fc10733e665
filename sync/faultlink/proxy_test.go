package faultlink_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"scranno/sync/faultlink"
)

// A proxy breaks about half of the connections while it is told to, and none
// otherwise; what comes through whole is what was sent.
func TestProxy(t *testing.T) {
	reply := strings.Repeat("una riga di risposta\n", 2_000)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, reply) }))
	defer srv.Close()
	p, err := faultlink.Listen(t.Context(), "127.0.0.1:0", srv.Listener.Addr().String(), 5)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	whole := func(tries int) (n int) {
		for range tries {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+p.Address(), nil)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := client.Do(req)
			if err != nil {
				continue
			}
			body, err := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			if err != nil {
				continue
			}
			if string(body) != reply {
				t.Fatalf("%d bytes came as whole", len(body))
			}
			n++
		}
		return n
	}
	if n := whole(10); n != 10 || p.Broken() != 0 {
		t.Fatalf("%d of 10 whole, %d broken, before it breaks", n, p.Broken())
	}
	p.Break()
	if n := whole(20); n < 2 || n > 18 || p.Broken() == 0 {
		t.Errorf("%d of 20 whole, %d broken", n, p.Broken())
	}
	p.Heal()
	if n := whole(10); n != 10 {
		t.Errorf("%d of 10 whole after healing", n)
	}
}
