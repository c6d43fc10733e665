package issuer

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"sync"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"scranno/app/civic"
)

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

// sealedRequest is what a sign-in under way is, as it travels in its id.
type sealedRequest struct {
	Nonce      string                   `json:"nonce"` // no two requests look alike
	Proof      string                   `json:"proof"`
	Asked      oidc.AuthRequest         `json:"asked"`
	Method     oidc.CodeChallengeMethod `json:"method"`
	Challenge  string                   `json:"challenge"`
	Device     civic.ID                 `json:"device"`
	DeviceName string                   `json:"deviceName"`
	Expires    time.Time                `json:"expires"`
	Person     civic.ID                 `json:"person,omitempty"`
	At         time.Time                `json:"at,omitzero"`
}

// pending are the sign-ins under way. Each is sealed into its own id, so that
// any machine of the central goes on with it, a restart ends none, and who only
// asks for the page costs no memory. What a code was good for once is kept.
type pending struct {
	seal op.Crypto

	mu   sync.Mutex
	used map[[sha256.Size]byte]time.Time // until when a request that ended could come back
}

func newPending(seal op.Crypto) *pending {
	return &pending{seal: seal, used: map[[sha256.Size]byte]time.Time{}}
}

// add gives the request its id.
func (p *pending) add(a *authRequest) error {
	nonce, err := NewToken()
	if err != nil {
		return err
	}
	body, err := json.Marshal(sealedRequest{
		Nonce: nonce, Proof: a.proof, Asked: a.asked, Method: a.asked.CodeChallengeMethod, Challenge: a.asked.CodeChallenge,
		Device: a.device, DeviceName: a.deviceName, Expires: a.expires, Person: a.person, At: a.at,
	})
	if err != nil {
		return civic.WrapError(civic.Internal, "issuer.request", err)
	}
	a.id, err = p.seal.Encrypt(string(body))
	return civic.WrapError(civic.Internal, "issuer.request", err)
}

func (p *pending) get(id string, now time.Time) (*authRequest, bool) {
	body, err := p.seal.Decrypt(id)
	if err != nil {
		return nil, false
	}
	var r sealedRequest
	if json.Unmarshal([]byte(body), &r) != nil || !now.Before(r.Expires) {
		return nil, false
	}
	p.mu.Lock()
	_, used := p.used[sha256.Sum256([]byte(id))]
	p.mu.Unlock()
	r.Asked.CodeChallenge, r.Asked.CodeChallengeMethod = r.Challenge, r.Method
	return &authRequest{
		id: id, proof: r.Proof, asked: r.Asked, device: r.Device, deviceName: r.DeviceName,
		expires: r.Expires, person: r.Person, at: r.At,
	}, !used
}

// done gives the request of whoever gave the right password. Its id is another
// one, which only that browser gets to know: who merely sent someone to the
// login page cannot collect the code.
func (p *pending) done(a *authRequest, person civic.ID, now time.Time) (*authRequest, error) {
	next := *a
	next.person, next.at = person, now
	return &next, p.add(&next)
}

func (p *pending) byCode(code string, now time.Time) (*authRequest, bool) {
	id, err := p.seal.Decrypt(code)
	if err != nil {
		return nil, false
	}
	return p.get(id, now)
}

// end keeps a request from coming back.
func (p *pending) end(id string, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for sum, until := range p.used {
		if !now.Before(until) {
			delete(p.used, sum)
		}
	}
	p.used[sha256.Sum256([]byte(id))] = now.Add(requestLife)
}
