package issuer_test

import (
	"net/http"
	"strings"
	"testing"

	"golang.org/x/oauth2"
)

// A proxy that asks under a host name of its own does not make our own page a
// foreign one.
func TestSigningInThroughAProxyThatRenamesTheHost(t *testing.T) {
	w := start(t)
	b, _, page := w.begin(t, w.config(t), oauth2.S256ChallengeOption(oauth2.GenerateVerifier()))
	for origin, want := range map[string]int{"https://evil.example": http.StatusForbidden, w.url: http.StatusFound} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.url+"/accedi", strings.NewReader(form(page, email, password).Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", origin)
		req.Host = "interno:8420"
		if res, _ := do(t, b, req); res.StatusCode != want {
			t.Errorf("from %s: %d", origin, res.StatusCode)
		}
	}
}
