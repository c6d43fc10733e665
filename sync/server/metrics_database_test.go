package server

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestTheDatabaseIsInTheMetrics(t *testing.T) {
	var fails error
	m, err := newMetrics(func(context.Context) (time.Duration, int, error) { return 90 * time.Second, 3, fails })
	if err != nil {
		t.Fatal(err)
	}
	read := func() string {
		w := httptest.NewRecorder()
		m.handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
		return w.Body.String()
	}
	for _, want := range []string{
		"scranno_database_answers 1\n", "scranno_database_oldest_transaction_seconds 90\n", "scranno_database_waiting_locks 3\n",
	} {
		if text := read(); !strings.Contains(text, want) {
			t.Errorf("without %s", want)
		}
	}
	fails = errors.New("the line is cut")
	if text := read(); !strings.Contains(text, "scranno_database_answers 0\n") || strings.Contains(text, "scranno_database_waiting") {
		t.Errorf("a database that does not answer: %s", text)
	}
	none, err := newMetrics(nil)
	if err != nil {
		t.Fatal(err)
	}
	m = none
	if strings.Contains(read(), "scranno_database") {
		t.Error("a file is told of as a server")
	}
}
