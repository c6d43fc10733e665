package issuer

import (
	"crypto/subtle"
	"slices"
	"sync"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"

	"scranno/app/civic"
)

// maxRequests bounds the sign-ins under way; the oldest give way.
const maxRequests = 5_000

// authRequest is a sign-in under way. Once done it does not change.
type authRequest struct {
	id         string
	proof      string // in the page's form, and nowhere else
	asked      oidc.AuthRequest
	device     civic.ID
	deviceName string
	expires    time.Time
	person     civic.ID // empty until the password was right
	at         time.Time
}

func (a *authRequest) GetID() string          { return a.id }
func (a *authRequest) GetACR() string         { return "" }
func (a *authRequest) GetAudience() []string  { return []string{a.asked.ClientID} }
func (a *authRequest) GetAuthTime() time.Time { return a.at }
func (a *authRequest) GetClientID() string    { return a.asked.ClientID }
func (a *authRequest) GetNonce() string       { return a.asked.Nonce }
func (a *authRequest) GetRedirectURI() string { return a.asked.RedirectURI }
func (a *authRequest) GetScopes() []string    { return a.asked.Scopes }
func (a *authRequest) GetState() string       { return a.asked.State }
func (a *authRequest) GetSubject() string     { return string(a.person) }
func (a *authRequest) Done() bool             { return a.person != "" }
func (a *authRequest) GetAMR() []string       { return []string{"pwd"} }

func (a *authRequest) GetResponseType() oidc.ResponseType { return a.asked.ResponseType }
func (a *authRequest) GetResponseMode() oidc.ResponseMode { return "" } // always by redirect

func (a *authRequest) GetCodeChallenge() *oidc.CodeChallenge {
	return &oidc.CodeChallenge{Challenge: a.asked.CodeChallenge, Method: a.asked.CodeChallengeMethod}
}

func (a *authRequest) proves(proof string) bool {
	return subtle.ConstantTimeCompare([]byte(a.proof), []byte(proof)) == 1
}

// pending holds the sign-ins under way, by id and by code. They are in memory
// alone: after a restart one begins again.
type pending struct {
	mu    sync.Mutex
	byID  map[string]*authRequest
	codes map[string]string
	order []string // ids, oldest first
}

func newPending() *pending {
	return &pending{byID: map[string]*authRequest{}, codes: map[string]string{}}
}

func (p *pending) add(a *authRequest, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.purge(now)
	p.byID[a.id] = a
	p.order = append(p.order, a.id)
}

func (p *pending) purge(now time.Time) {
	for len(p.order) > 0 {
		a, there := p.byID[p.order[0]]
		if there && now.Before(a.expires) && len(p.order) < maxRequests {
			return
		}
		p.drop(p.order[0])
	}
}

func (p *pending) drop(id string) {
	delete(p.byID, id)
	p.order = slices.DeleteFunc(p.order, func(x string) bool { return x == id })
	for code, of := range p.codes {
		if of == id {
			delete(p.codes, code)
		}
	}
}

func (p *pending) get(id string, now time.Time) (*authRequest, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a, ok := p.byID[id]
	if !ok || !now.Before(a.expires) {
		return nil, false
	}
	return a, true
}

// done puts the request under a new id, which only the browser that gave the
// password gets to know: who merely sent someone to the login page cannot
// collect the code.
func (p *pending) done(a *authRequest, id string, person civic.ID, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := p.byID[a.id]; !ok {
		return false
	}
	p.drop(a.id)
	next := *a
	next.id, next.person, next.at = id, person, now
	p.byID[id] = &next
	p.order = append(p.order, id)
	return true
}

func (p *pending) saveCode(id, code string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := p.byID[id]; !ok {
		return false
	}
	p.codes[code] = id
	return true
}

func (p *pending) byCode(code string, now time.Time) (*authRequest, bool) {
	p.mu.Lock()
	id, ok := p.codes[code]
	p.mu.Unlock()
	if !ok {
		return nil, false
	}
	return p.get(id, now)
}

func (p *pending) remove(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.drop(id)
}
