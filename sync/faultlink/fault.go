package faultlink

import (
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// Kind is one way in which an exchange goes wrong.
type Kind int

// The kinds. The comment says what reaches the other end.
const (
	None       Kind = iota // everything
	Drop                   // nothing: the request never leaves
	LoseReply              // the request, whole; its reply never comes back
	CutReply               // the request, whole; After bytes of the reply's body come back
	BadGateway             // nothing: a proxy answers 502 with a page of HTML
	Portal                 // nothing: a captive portal answers 200 with its own page
	Redirect               // nothing: a proxy sends to a login page of another host
	TooMany                // nothing: 429 with Retry-After
	Duplicate              // the request twice; the second reply comes back
	Missing                // nothing: 404, as a central that has no such address answers
)

// Kinds lists all that lines and boxes in the middle break.
func Kinds() []Kind {
	return []Kind{Drop, LoseReply, CutReply, BadGateway, Portal, Redirect, TooMany, Duplicate}
}

// Fault is what happens to one exchange.
type Fault struct {
	Kind  Kind
	After int64         // bytes of the reply that pass, with CutReply
	Wait  time.Duration // before anything happens; the request's context ends it
}

// Plan chooses the fault of each request, in the order in which they arrive.
// It is called from any goroutine.
type Plan func(r *http.Request) Fault

// Healthy breaks nothing.
func Healthy(*http.Request) Fault { return Fault{} }

// Random breaks one exchange in every so many, of the given kinds (all of them
// when none is given), the same ones for the same seed and order of requests.
func Random(seed uint64, every int, kinds ...Kind) Plan {
	if len(kinds) == 0 {
		kinds = Kinds()
	}
	var mu sync.Mutex
	rng := rand.New(rand.NewPCG(seed, 0x5ca)) //nolint:gosec // faults are drawn to be repeated, not to be secret
	return func(*http.Request) Fault {
		mu.Lock()
		defer mu.Unlock()
		if every > 1 && rng.IntN(every) != 0 {
			return Fault{}
		}
		f := Fault{Kind: kinds[rng.IntN(len(kinds))]}
		if f.Kind == CutReply {
			f.After = rng.Int64N(1 << rng.IntN(17))
		}
		if rng.IntN(4) == 0 {
			f.Wait = time.Duration(rng.IntN(30_000)) * time.Millisecond
		}
		return f
	}
}

// Sequence gives the faults one by one and nothing more once they are used.
func Sequence(faults ...Fault) Plan {
	var mu sync.Mutex
	return func(*http.Request) Fault {
		mu.Lock()
		defer mu.Unlock()
		if len(faults) == 0 {
			return Fault{}
		}
		f := faults[0]
		faults = faults[1:]
		return f
	}
}
