package server

import (
	"context"
	"crypto/sha256"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
)

type callerKey struct{}

// callerOf gives who asks in this request.
func callerOf(ctx context.Context) central.Caller { return tokenOf(ctx).Caller }

// tokenOf gives the request's token; a zero one where nobody is signed in.
func tokenOf(ctx context.Context) central.Token {
	t, _ := ctx.Value(callerKey{}).(central.Token)
	return t
}

// signedIn finds out who asks. No token: anyone. A token that is not good, or
// whose device was revoked, is refused: it is never taken for no token.
func (s *Server) signedIn(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given := r.Header.Get("Authorization")
		if given == "" {
			next.ServeHTTP(w, r)
			return
		}
		who, err := s.who(r.Context(), given)
		if err != nil {
			if civic.Is(err, civic.Unauthenticated) {
				w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			}
			s.refuse(w, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, who)))
	})
}

func (s *Server) who(ctx context.Context, given string) (central.Token, error) {
	bad := civic.NewError(civic.Unauthenticated, "server.token", "")
	scheme, token, _ := strings.Cut(given, " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return central.Token{}, bad
	}
	out, err := s.verified(ctx, token)
	switch {
	case err != nil && !civic.Is(err, civic.Unauthenticated):
		return central.Token{}, err // it says nothing of the token
	case err != nil || !out.Person.Valid() || !out.Device.Valid():
		return central.Token{}, bad
	}
	ok, err := s.svc.Admit(ctx, out.Caller)
	if err != nil {
		return central.Token{}, err
	}
	if !ok {
		return central.Token{}, bad
	}
	return out, nil
}

// verified checks a token's signature once in its life: the answer holds as
// long as the token, and is of nothing but the token.
func (s *Server) verified(ctx context.Context, token string) (central.Token, error) {
	key := sha256.Sum256([]byte(token))
	now := time.Now()
	if t, ok := s.proven.get(key); ok && now.Before(t.Until) {
		return t, nil
	}
	t, err := s.tokens.Verify(ctx, token)
	if err == nil && now.Before(t.Until) {
		s.proven.put(key, t)
	}
	return t, err
}

// proven are tokens whose signature was checked, by their hash.
type proven struct {
	mu   sync.Mutex
	seen map[[sha256.Size]byte]central.Token
}

func (p *proven) get(key [sha256.Size]byte) (central.Token, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	t, ok := p.seen[key]
	return t, ok
}

func (p *proven) put(key [sha256.Size]byte, t central.Token) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen == nil || len(p.seen) >= maxCallers {
		p.seen = map[[sha256.Size]byte]central.Token{}
	}
	p.seen[key] = t
}

// realAddress puts the peer's own address into RemoteAddr: behind a trusted
// proxy, the last one in X-Forwarded-For that no trusted proxy wrote.
func (s *Server) realAddress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		peer := addressOf(r.RemoteAddr)
		if s.trusted(peer) {
			hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
			for i := len(hops) - 1; i >= 0; i-- {
				hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
				if err != nil {
					break
				}
				peer = hop.Unmap()
				if !s.trusted(peer) {
					break
				}
			}
		}
		r2 := r.Clone(r.Context())
		r2.RemoteAddr = net.JoinHostPort(peer.String(), "0")
		next.ServeHTTP(w, r2)
	})
}

func (s *Server) trusted(a netip.Addr) bool {
	for _, p := range s.proxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

func addressOf(remote string) netip.Addr {
	ap, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.IPv6Unspecified()
	}
	return ap.Addr().Unmap()
}

// localOnly hides a page from anyone who is not on this machine. What a proxy
// that nobody told us to trust hands on is somebody else's, wherever it runs.
func (s *Server) localOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handed := len(s.proxies) == 0 && (r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" || r.Header.Get("X-Real-Ip") != "")
		if handed || !addressOf(r.RemoteAddr).IsLoopback() {
			s.refuse(w, civic.NewError(civic.NotFound, "server.local", ""))
			return
		}
		next.ServeHTTP(w, r)
	})
}
