package faultlink_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"scranno/sync/faultlink"
)

func TestFaults(t *testing.T) {
	const reply = "risposta intera"
	rows := []struct {
		name    string
		fault   faultlink.Fault
		arrived int32
		status  int    // 0: the exchange fails
		body    string // what can be read of it
		cut     bool   // and reading ends in an error
	}{
		{"healthy", faultlink.Fault{}, 1, 200, reply, false},
		{"dropped", faultlink.Fault{Kind: faultlink.Drop}, 0, 0, "", false},
		{"reply lost", faultlink.Fault{Kind: faultlink.LoseReply}, 1, 0, "", false},
		{"cut at once", faultlink.Fault{Kind: faultlink.CutReply}, 1, 200, "", true},
		{"cut later", faultlink.Fault{Kind: faultlink.CutReply, After: 8}, 1, 200, "risposta", true},
		{"bad gateway", faultlink.Fault{Kind: faultlink.BadGateway}, 0, 502, "", false},
		{"portal", faultlink.Fault{Kind: faultlink.Portal}, 0, 200, "", false},
		{"redirect", faultlink.Fault{Kind: faultlink.Redirect}, 0, 302, "", false},
		{"too many", faultlink.Fault{Kind: faultlink.TooMany}, 0, 429, "", false},
		{"twice", faultlink.Fault{Kind: faultlink.Duplicate}, 2, 200, reply, false},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			var arrived atomic.Int32
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				arrived.Add(1)
				if got, err := io.ReadAll(r.Body); err != nil || string(got) != "domanda" {
					t.Errorf("arrived %q, %v", got, err)
				}
				_, _ = io.WriteString(w, reply)
			}))
			defer srv.Close()
			link := faultlink.New(http.DefaultTransport, faultlink.Sequence(row.fault))
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL, strings.NewReader("domanda"))
			if err != nil {
				t.Fatal(err)
			}
			resp, err := link.RoundTrip(req)
			if (err != nil) != (row.status == 0) {
				t.Fatalf("error %v", err)
			}
			if got := arrived.Load(); got != row.arrived {
				t.Errorf("%d requests arrived, want %d", got, row.arrived)
			}
			if err != nil {
				if !errors.Is(err, faultlink.ErrBroken) {
					t.Errorf("error %v", err)
				}
				return
			}
			defer func() { _ = resp.Body.Close() }()
			body, err := io.ReadAll(resp.Body)
			if resp.StatusCode != row.status || (err != nil) != row.cut {
				t.Errorf("status %d, error %v", resp.StatusCode, err)
			}
			if row.arrived > 0 && string(body) != row.body {
				t.Errorf("read %q", body)
			}
		})
	}
}

func TestRandomIsTheSameForASeed(t *testing.T) {
	a, b, c := faultlink.Random(7, 2), faultlink.Random(7, 2), faultlink.Random(8, 2)
	same, broken := true, 0
	for range 200 {
		x := a(nil)
		if x != b(nil) {
			t.Fatal("the same seed gave another fault")
		}
		same = same && x == c(nil)
		if x.Kind != faultlink.None {
			broken++
		}
	}
	if same || broken < 50 || broken > 150 {
		t.Fatalf("another seed the same: %v; broken %d of 200", same, broken)
	}
}

func TestDelayEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		link := faultlink.New(http.DefaultTransport, faultlink.Sequence(faultlink.Fault{Kind: faultlink.Drop, Wait: time.Hour}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://centrale.invalid", nil)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		resp, err := link.RoundTrip(req)
		if err == nil {
			_ = resp.Body.Close()
		}
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Minute {
			t.Fatalf("%v after %v", err, time.Since(start))
		}
	})
}

func TestCutConn(t *testing.T) {
	near, far := net.Pipe()
	go func() {
		_, _ = io.WriteString(far, "undici byte")
	}()
	got, err := io.ReadAll(faultlink.CutConn(near, 6))
	if string(got) != "undici" || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("%q, %v", got, err)
	}
}
