package desk

import (
	"context"

	"scranno/app/civic"
)

// Sealed keeps what is known of drafts that the person's other devices have too,
// and which keys are believed.
type Sealed interface {
	// SealedRecords gives the sealed drafts and the keys of the own channel, as the
	// central last said them; shared drafts that are gone come as deleted ones.
	SealedRecords(ctx context.Context) ([]civic.Record, error)
	SharedDrafts(ctx context.Context) ([]civic.SharedDraft, error)
	SaveShared(ctx context.Context, x civic.SharedDraft) error
	// TakeShared writes a merged draft upon the revision base, 0 where there was
	// none, with what is remembered of it and the text that stands beside, if any.
	// Conflict: it has moved on, nothing was written.
	TakeShared(ctx context.Context, d civic.Draft, base int64, x civic.SharedDraft, beside *civic.Draft) error
	// EnqueueSeal queues a sealed text in the place of one that has not begun to
	// leave. Busy: one may have left and has not come back.
	EnqueueSeal(ctx context.Context, q civic.Queued, x civic.SharedDraft) error
	// DropSeals takes the seals of a record that have not left out of the outbox.
	DropSeals(ctx context.Context, record civic.ID) (leaving bool, err error)
	BelievedKeys(ctx context.Context) ([]civic.TrustedKey, error)
	Believe(ctx context.Context, keys []civic.TrustedKey, forget ...civic.ID) error
}

// Vault keeps the one secret of this device.
type Vault interface {
	// Secret: NotFound where none was kept, Unauthenticated where the keychain is
	// closed.
	Secret(ctx context.Context) (string, error)
	// KeepSecret never replaces one: Conflict.
	KeepSecret(ctx context.Context, value string) error
}
