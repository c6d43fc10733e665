package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// get asks the central as somebody without a token does, without compression.
func (s *stage) get(path string) *httptest.ResponseRecorder {
	s.t.Helper()
	h, err := s.set.Handler()
	s.ok(err)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(s.ctx, http.MethodGet, path, nil))
	return w
}

// segments gives the addresses of a channel's segments.
func (s *stage) segments(ch civic.Channel) []string {
	s.t.Helper()
	w := s.get(wire.ManifestPath(ch, 1<<62))
	m, err := wire.DecodeManifest(w.Body.Bytes(), ch)
	s.ok(err)
	var out []string
	for _, seg := range m.Segments {
		if seg.Hash != "" {
			out = append(out, wire.SegmentPath(seg))
		}
	}
	return out
}

// Within a minute of a redaction no segment holds the words, and the address of
// the one that did answers that it is gone; so with a publication undone, which
// never was in one.
func TestRedactedWordsLeaveTheSegments(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		source := s.clause(secret)
		act := s.publish(ada, content("Fonte", source, s.clause("un passo che resta")))
		s.syncAll()
		v, err := s.desks[ada].Desk.Act(s.ctx, act)
		s.ok(err)
		ch := v.Record.Channel
		s.ok(s.set.Service.SealNow(s.ctx, civic.UndoWindow))
		if got := s.segments(ch); len(got) != 0 {
			t.Errorf("what can still be undone is sealed: %v", got)
		}
		time.Sleep(11 * time.Minute)
		s.ok(s.set.Service.SealNow(s.ctx, civic.UndoWindow))
		had := s.segments(ch)
		if len(had) != 1 || !strings.Contains(strings.ToLower(s.get(had[0]).Body.String()), stem) {
			t.Fatalf("the words are in no segment of %v: the test looks for nothing", had)
		}
		_, err = s.desks[anna].Desk.RedactAct(s.ctx, act, []civic.ID{source.ID}, nil, civic.RedactPersonalData)
		s.ok(err)
		s.sync(anna)
		if w := s.get(had[0]); w.Code != http.StatusGone {
			t.Errorf("the former segment answers %d at once", w.Code)
		}
		time.Sleep(time.Minute)
		for _, path := range s.segments(ch) {
			if strings.Contains(strings.ToLower(s.get(path).Body.String()), stem) {
				t.Error("a segment still holds the words")
			}
		}
		time.Sleep(11 * time.Minute)
		s.ok(s.set.Service.SealNow(s.ctx, civic.UndoWindow))
		now := s.segments(ch)
		if len(now) != 1 {
			t.Fatalf("%d segments", len(now))
		}
		for _, path := range now {
			body := s.get(path).Body.String()
			if strings.Contains(strings.ToLower(body), stem) || !strings.Contains(body, "un passo che resta") {
				t.Errorf("the segment reads %s", body)
			}
		}
		if w := s.get(had[0]); w.Code != http.StatusGone {
			t.Errorf("the former segment answers %d", w.Code)
		}
		s.nowhere("with segments", "central")
		s.sync(bruno)
		s.nowhere("with segments", "bruno")
	})
}
