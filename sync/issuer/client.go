package issuer

import (
	"net/url"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"scranno/sync/wire"
)

// Lifetimes of what is issued.
const (
	accessLife  = 10 * time.Minute
	idLife      = 10 * time.Minute
	sessionLife = 90 * 24 * time.Hour // from the last use
	requestLife = 10 * time.Minute
)

// desk is the one client there is: the desktop and terminal programs, which
// keep no secret and listen on a loopback port of the moment (RFC 8252).
type desk struct{}

func (desk) GetID() string { return wire.ClientDesk }

// RedirectURIs match any port of the loopback addresses.
func (desk) RedirectURIs() []string { return []string{"http://127.0.0.1" + wire.CallbackPath} }

func (desk) PostLogoutRedirectURIs() []string    { return nil }
func (desk) ApplicationType() op.ApplicationType { return op.ApplicationTypeNative }
func (desk) AuthMethod() oidc.AuthMethod         { return oidc.AuthMethodNone }
func (desk) ResponseTypes() []oidc.ResponseType  { return []oidc.ResponseType{oidc.ResponseTypeCode} }

func (desk) GrantTypes() []oidc.GrantType {
	return []oidc.GrantType{oidc.GrantTypeCode, oidc.GrantTypeRefreshToken}
}

func (desk) LoginURL(id string) string {
	return pathLogin + "?" + wire.FieldRequest + "=" + url.QueryEscape(id)
}

func (desk) AccessTokenType() op.AccessTokenType                          { return op.AccessTokenTypeJWT }
func (desk) IDTokenLifetime() time.Duration                               { return idLife }
func (desk) DevMode() bool                                                { return false }
func (desk) IsScopeAllowed(string) bool                                   { return false }
func (desk) IDTokenUserinfoClaimsAssertion() bool                         { return true }
func (desk) ClockSkew() time.Duration                                     { return 0 }
func (desk) RestrictAdditionalIdTokenScopes() func([]string) []string     { return same }
func (desk) RestrictAdditionalAccessTokenScopes() func([]string) []string { return same }

func same(scopes []string) []string { return scopes }
