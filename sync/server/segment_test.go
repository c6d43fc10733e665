package server_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"scranno/app/civic"
	"scranno/sync/server"
	"scranno/sync/wire"
)

func sealedFake(t *testing.T, ch civic.Channel) (*fake, []byte) {
	t.Helper()
	ops := []civic.Op{{Seq: 4, Record: civic.Record{
		Kind: civic.KindAct, ID: civic.DerivedID("server", "1"), Channel: ch, Version: 1, Born: 4,
		Created: time.UnixMilli(5), Updated: time.UnixMilli(5), Body: json.RawMessage(`{"subject":"Pensiline"}`),
	}}}
	s := civic.Segment{Channel: ch, From: 0, To: 4}
	made, err := server.NewSealer()(s, ops)
	if err != nil {
		t.Fatal(err)
	}
	content, err := wire.AppendSegment(nil, s, ops)
	if err != nil {
		t.Fatal(err)
	}
	return &fake{sealed: made}, content
}

func TestSegmentsArePublicForADay(t *testing.T) {
	f, content := sealedFake(t, "acts/08/2025")
	ts, _ := start(t, f, nil)
	path := ts.URL + wire.SegmentPath(f.sealed.Segment)

	res, body := send(t, http.MethodGet, path, "", "Accept-Encoding", "zstd, gzip")
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Encoding") != "zstd" || !bytes.Equal(body, f.sealed.Data) {
		t.Fatalf("%s %v, %d bytes", res.Status, res.Header, len(body))
	}
	if res.Header.Get("Cache-Control") != "public, max-age=86400, immutable" || f.who.Person != "" {
		t.Fatalf("kept on the way as %q", res.Header.Get("Cache-Control"))
	}
	z, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if plain, err := z.DecodeAll(body, nil); err != nil || !bytes.Equal(plain, content) {
		t.Fatalf("%q %v", plain, err)
	}
	if res, body = send(t, http.MethodGet, path, ""); res.Header.Get("Content-Encoding") != "" || !bytes.Equal(body, content) {
		t.Fatalf("without zstd: %v %q", res.Header, body)
	}
}

func TestSegmentsOfOthersAreNotKept(t *testing.T) {
	f, _ := sealedFake(t, "people/members")
	ts, _ := start(t, f, nil)
	path := ts.URL + wire.SegmentPath(f.sealed.Segment)
	res, _ := send(t, http.MethodGet, path, "", "Authorization", "Bearer good")
	if res.StatusCode != http.StatusOK || res.Header.Get("Cache-Control") != "private, no-store" || f.who.Person != person {
		t.Fatalf("%s %q for %q", res.Status, res.Header.Get("Cache-Control"), f.who.Person)
	}
	manifest := ts.URL + wire.ManifestPath("people/members", 9)
	if res, _ = send(t, http.MethodGet, manifest, "", "Authorization", "Bearer good"); res.Header.Get("Cache-Control") != "private, no-cache" {
		t.Fatalf("the manifest is kept as %q", res.Header.Get("Cache-Control"))
	}
}

func TestManifestIsAskedForEachTime(t *testing.T) {
	f, _ := sealedFake(t, "acts/08/2025")
	ts, _ := start(t, f, nil)
	path := ts.URL + wire.ManifestPath("acts/08/2025", 9)
	res, body := send(t, http.MethodGet, path, "")
	m, err := wire.DecodeManifest(body, "acts/08/2025")
	if err != nil || len(m.Segments) != 1 || m.Segments[0] != f.sealed.Segment || res.Header.Get("Cache-Control") != "no-cache" {
		t.Fatalf("%s %+v %v %v", res.Status, m, err, res.Header)
	}
	tag := res.Header.Get("ETag")
	if res, body = send(t, http.MethodGet, path, "", "If-None-Match", tag); res.StatusCode != http.StatusNotModified || len(body) != 0 {
		t.Fatalf("with %s: %s", tag, res.Status)
	}
	f.sealed.Hash = strings.Repeat("a", 64)
	if res, _ = send(t, http.MethodGet, path, "", "If-None-Match", tag); res.StatusCode != http.StatusOK || res.Header.Get("ETag") == tag {
		t.Fatalf("another manifest: %s", res.Status)
	}
}

// Absent, forbidden and ill-formed look alike; only who may read is told that a
// segment has gone.
func TestSegmentsThatAreNotThere(t *testing.T) {
	f, _ := sealedFake(t, "acts/08/2025")
	ts, _ := start(t, f, nil)
	other := f.sealed.Segment
	other.Hash = strings.Repeat("0", 64)
	foreign := f.sealed.Segment
	foreign.Channel = "people/members"
	var absent []byte
	for _, row := range []struct {
		path   string
		status int
	}{
		{wire.SegmentPath(foreign), http.StatusNotFound},
		{wire.ManifestPath("people/members", 9), http.StatusNotFound},
		{wire.PathChannels + "nonsense/segments", http.StatusNotFound},
		{wire.PathChannels + "acts/08/2025/segments/x", http.StatusNotFound},
		{wire.PathChannels, http.StatusNotFound},
		{wire.SegmentPath(other), http.StatusGone},
		{wire.PathChannels + "acts/08/2025/segments?below=x", http.StatusBadRequest},
	} {
		res, body := send(t, http.MethodGet, ts.URL+row.path, "")
		if res.StatusCode != row.status {
			t.Errorf("%s: %s", row.path, res.Status)
		}
		if row.status != http.StatusNotFound {
			continue
		}
		if absent == nil {
			absent = body
		}
		if !bytes.Equal(absent, body) || res.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s differs: %s", row.path, body)
		}
	}
}
