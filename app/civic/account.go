package civic

import "time"

// Account is how a person signs in at the central's own login page. It is the
// central's alone: no record, never replicated.
type Account struct {
	Person   ID
	Email    string // lower case
	Name     string
	Hash     string // argon2id, in the PHC form; empty: no password yet
	Disabled bool
	Created  time.Time
}

// Invitation lets a person make an account, carrying what the administrator
// vouches for. Its token is kept as a hash only.
type Invitation struct {
	TokenHash string
	Person    ID // derived from the token: the same invitation gives the same person again
	Email     string
	Name      string
	Mandate   *Mandate
	Roles     []Role
	Expires   time.Time
	Used      time.Time
}

// Device is a desk that a person signed in from. Its row is looked at with
// each access token, so that revoking it works at once.
type Device struct {
	ID      ID
	Person  ID
	Name    string // as the desk calls itself: "Terminale", "Scranno su Linux"
	Created time.Time
	Seen    time.Time
	Revoked time.Time
}

// Session is a refresh token's chain on one device. The former token stays
// valid until the new one is first used, so that a lost reply signs nobody out.
type Session struct {
	ID       ID
	Person   ID
	Device   ID
	Client   string
	Scopes   []string
	AuthTime time.Time
	Current  string // hash of the newest refresh token
	Former   string // hash of the one before; empty once Current was used
	Expires  time.Time
}
