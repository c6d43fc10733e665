package central

import (
	"context"
	"time"

	"scranno/app/civic"
)

// Store keeps the central's records, people and index. Nothing that a method
// reported as done is lost afterwards; what failed left nothing behind.
type Store interface {
	Records
	Library
	Accounts
	Sessions
	Pulse
	Segments
	BlobIndex
	Redactions
}

// Ledger is one transaction upon the records. It is an alias, so that a store
// declares the same method set without knowing this room.
type Ledger = interface {
	civic.World
	BlobLedger
	Redacting
	// Epoch gives the present epoch and when it began.
	Epoch(ctx context.Context) (id string, began time.Time, err error)
	// Note writes down that a command was read and counts an attempt. Conflict:
	// this number of this device was another command.
	Note(ctx context.Context, c civic.Command) (attempts int, err error)
	// Quiet forgets the attempts of a command that did not crash its rule.
	Quiet(ctx context.Context, c civic.Command) error
	// Receipt gives the final word on a command; NotFound: none yet.
	Receipt(ctx context.Context, id civic.ID) (civic.Receipt, error)
	// Keep stores a receipt for ever and an accepted command's arguments.
	Keep(ctx context.Context, c civic.Command, r civic.Receipt) error
	// Apply makes effects; those that change nothing give no reference. Conflict
	// with the key "id-taken": a removed thing's id came for another kind or from
	// another person.
	Apply(ctx context.Context, author civic.ID, effects []civic.Effect) ([]civic.EffectRef, error)
	// MarkTally remembers that figures may have moved.
	MarkTally(ctx context.Context, acts []civic.ID) error
	// DueTallies counts the figures of marked acts whose ids come after the given
	// one, in their order.
	DueTallies(ctx context.Context, after civic.ID, limit int) ([]civic.Tally, error)
	// ClearTally removes a mark.
	ClearTally(ctx context.Context, act civic.ID) error
	// Savepoint undoes what fn did when it fails, and the transaction goes on.
	Savepoint(ctx context.Context, fn func() error) error
}

// Records are the log, its state and what keeps them sound.
type Records interface {
	// Update runs fn in one transaction, durable when Update gives nil. A store that
	// others write to at once may run fn several times: it sets what it gives anew
	// at its beginning. Numbers in what Apply gave are final when Update gives nil.
	Update(ctx context.Context, now time.Time, fn func(l Ledger) error) error
	// View runs fn upon one unchanging picture.
	View(ctx context.Context, now time.Time, fn func(w civic.World) error) error
	// Feed makes a page of the wanted channels that may allows; others are Lost.
	Feed(ctx context.Context, now time.Time, q civic.FeedQuery,
		may func(ctx context.Context, w civic.World, ch civic.Channel) (bool, error)) (civic.Page, error)
	// Receipts gives a person's receipts for a device's numbers above after.
	Receipts(ctx context.Context, person, device civic.ID, after int64, limit int) ([]civic.Receipt, error)
	// Epoch gives the present epoch and when it began.
	Epoch(ctx context.Context) (id string, began time.Time, err error)
	// Guard begins the given epoch if the store has gone back in time, by the
	// file at path, which the store keeps from then on.
	Guard(ctx context.Context, path, id string, now time.Time) (bool, error)
	// MarkAllTallies has every figure counted again.
	MarkAllTallies(ctx context.Context) error
	// Purge forgets arguments of commands accepted before the given time.
	Purge(ctx context.Context, before time.Time) error
	// Sweep removes what erasing left in freed places.
	Sweep(ctx context.Context) error
	// DataVersion changes when another process wrote.
	DataVersion(ctx context.Context) (int64, error)
	// Backup writes a sound copy while others write.
	Backup(ctx context.Context, path string) error
	// Check reads everything; Damaged when something does not agree.
	Check(ctx context.Context) error
}

// Library finds acts and bodies.
type Library interface {
	// Acts answers a query over families of channels; before, unless zero, is
	// the latest publication shown; parent, unless empty, narrows to its reuses.
	Acts(ctx context.Context, q civic.ActQuery, families []string, before time.Time, parent civic.ID) (civic.ActResult, error)
	// PutBodies keeps bodies and tells how many are new or changed.
	PutBodies(ctx context.Context, bodies []civic.Body) (int, error)
	// Body finds an imported body by one of its codes.
	Body(ctx context.Context, code civic.BodyCode) (civic.Body, error)
}

// Accounts are how people sign in.
type Accounts interface {
	// Secret was made with the store and stays with it and its backups.
	Secret(ctx context.Context) (string, error)
	// PutAccount makes or changes an account; Conflict: the address is taken.
	PutAccount(ctx context.Context, a civic.Account) error
	// Enrol makes the account of an unused invitation with its person's records
	// and marks it as used: all of it or nothing. NotFound: it was used. Conflict:
	// the address has an account.
	Enrol(ctx context.Context, a civic.Account, token string, now time.Time, effects []civic.Effect) error
	AccountByEmail(ctx context.Context, email string) (civic.Account, error)
	Account(ctx context.Context, person civic.ID) (civic.Account, error)
	Accounts(ctx context.Context) ([]civic.Account, error)
	PutInvitation(ctx context.Context, i civic.Invitation) error
	Invitation(ctx context.Context, token string) (civic.Invitation, error)
	// PutDevice makes or changes a desk's row; Conflict: another person's.
	PutDevice(ctx context.Context, d civic.Device) error
	Device(ctx context.Context, id civic.ID) (civic.Device, error)
	Devices(ctx context.Context, person civic.ID) ([]civic.Device, error)
}

// Sessions are chains of refresh tokens and the keys that sign tokens.
type Sessions interface {
	PutSession(ctx context.Context, s civic.Session) error
	// SessionByToken finds the chain by its newest or its former token's hash.
	SessionByToken(ctx context.Context, hash string) (civic.Session, error)
	DeleteSession(ctx context.Context, id civic.ID) error
	DeleteSessions(ctx context.Context, device civic.ID) error
	SigningKeys(ctx context.Context) ([]civic.SigningKey, error)
	PutSigningKey(ctx context.Context, k civic.SigningKey) error
}
