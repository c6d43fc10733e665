package issuer

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/op"

	"scranno/app/civic"
)

// Signing keys are followed by a new one every ninety days and stay good for
// reading as long as anything they signed may be shown.
const (
	keyLife  = 90 * 24 * time.Hour
	keyTail  = 24 * time.Hour
	keyBits  = 2048
	keyCache = time.Minute
	keyAgain = 2 * time.Second // the soonest that keys are read again for a token they do not fit
)

type signingKey struct {
	id      string
	private *rsa.PrivateKey
	created time.Time
}

func (k *signingKey) ID() string                                  { return k.id }
func (k *signingKey) Key() any                                    { return k.private }
func (k *signingKey) SignatureAlgorithm() jose.SignatureAlgorithm { return jose.RS256 }

type publicKey struct{ *signingKey }

func (k publicKey) Key() any                           { return &k.private.PublicKey }
func (k publicKey) Use() string                        { return "sig" }
func (k publicKey) Algorithm() jose.SignatureAlgorithm { return jose.RS256 }

// keyring reads the central's keys, at most once a minute.
type keyring struct {
	accounts Accounts
	now      func() time.Time
	chain    [32]byte   // makes each refresh token from the one before
	mu       sync.Mutex // held while keys are read or made
	keys     []*signingKey
	read     time.Time
}

// all gives the keys in use, the newest first, making one where it is time.
func (r *keyring) all(ctx context.Context) ([]*signingKey, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	if len(r.keys) > 0 && now.Sub(r.read) < keyCache {
		return r.keys, nil
	}
	kept, err := r.accounts.SigningKeys(ctx)
	if err != nil {
		return nil, err
	}
	var keys []*signingKey
	for _, k := range kept {
		if !k.Retired.IsZero() || now.Sub(k.Created) > keyLife+keyTail {
			continue
		}
		parsed, err := x509.ParsePKCS8PrivateKey(k.Private)
		private, ok := parsed.(*rsa.PrivateKey)
		if err != nil || !ok {
			return nil, civic.NewError(civic.Damaged, "issuer.key", "")
		}
		keys = append(keys, &signingKey{id: k.ID, private: private, created: k.Created})
		if last := len(keys) - 1; keys[last].created.After(keys[0].created) {
			keys[0], keys[last] = keys[last], keys[0]
		}
	}
	if len(keys) == 0 || now.Sub(keys[0].created) > keyLife {
		fresh, err := r.generate(ctx, now)
		if err != nil {
			return nil, err
		}
		keys = append([]*signingKey{fresh}, keys...)
	}
	r.keys, r.read = keys, now
	return keys, nil
}

func (r *keyring) generate(ctx context.Context, now time.Time) (*signingKey, error) {
	const op = "issuer.key"
	private, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return nil, civic.WrapError(civic.Internal, op, err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return nil, civic.WrapError(civic.Internal, op, err)
	}
	id, err := civic.NewID(now, rand.Reader)
	if err != nil {
		return nil, civic.WrapError(civic.Internal, op, err)
	}
	if err := r.accounts.PutSigningKey(ctx, civic.SigningKey{ID: string(id), Private: der, Created: now}); err != nil {
		return nil, err
	}
	return &signingKey{id: string(id), private: private, created: now}, nil
}

// next gives the refresh token that follows another one. It is always the same
// one, so that a reply that was lost, or two programs that renew at once, end
// with the same token.
func (r *keyring) next(token string) string {
	mac := hmac.New(sha256.New, r.chain[:])
	mac.Write([]byte(token))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// lookAgain has the keys read anew at the next look, unless they just were.
func (r *keyring) lookAgain() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.now().Sub(r.read) < keyAgain {
		return false
	}
	r.keys = nil
	return true
}

func published(keys []*signingKey) []op.Key {
	out := make([]op.Key, len(keys))
	for i, k := range keys {
		out[i] = publicKey{k}
	}
	return out
}
