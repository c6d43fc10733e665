package issuer_test

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/oauth2"
)

func TestGuessesMadeAtOnceAreSlowedDownToo(t *testing.T) {
	w := start(t)
	b, _, page := w.begin(t, w.config(t), oauth2.S256ChallengeOption(oauth2.GenerateVerifier()))
	var looked, slowed atomic.Int64
	var crowd sync.WaitGroup
	for range 60 {
		crowd.Go(func() {
			res, err := b.PostForm(w.url+"/accedi", form(page, email, "sbagliata, certo"))
			if err != nil {
				t.Error(err)
				return
			}
			_ = res.Body.Close()
			switch res.StatusCode {
			case http.StatusUnauthorized:
				looked.Add(1)
			case http.StatusTooManyRequests:
				slowed.Add(1)
			default:
				t.Error(res.Status)
			}
		})
	}
	crowd.Wait()
	// Five are free; those whose password was being checked meanwhile pass too.
	if looked.Load() > 5+4 || looked.Load()+slowed.Load() != 60 {
		t.Errorf("%d were looked at, %d slowed down", looked.Load(), slowed.Load())
	}
}
