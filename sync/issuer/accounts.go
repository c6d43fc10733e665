package issuer

import (
	"context"

	"scranno/app/civic"
)

// Accounts is what the central keeps for signing in. NotFound where there is
// none; a cancelled context means that nothing was written.
type Accounts interface {
	AccountByEmail(ctx context.Context, email string) (civic.Account, error)
	Account(ctx context.Context, person civic.ID) (civic.Account, error)
	Invitation(ctx context.Context, tokenHash string) (civic.Invitation, error)
	// Accept makes the invitation's account; Conflict or NotFound where it was
	// used.
	Accept(ctx context.Context, tokenHash, name, hash string) (civic.ID, error)
	// TouchDevice notes a device that signs in. Conflict where it is another
	// person's, Forbidden where it was revoked.
	TouchDevice(ctx context.Context, d civic.Device) error
	DeviceOK(ctx context.Context, device civic.ID) (bool, error)
	PutSession(ctx context.Context, s civic.Session) error
	// SessionByToken finds a session by the hash of its newest refresh token or
	// of the one before.
	SessionByToken(ctx context.Context, hash string) (civic.Session, error)
	DeleteSession(ctx context.Context, id civic.ID) error
	SigningKeys(ctx context.Context) ([]civic.SigningKey, error)
	PutSigningKey(ctx context.Context, k civic.SigningKey) error
}
