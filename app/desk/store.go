package desk

import (
	"context"
	"time"

	"scranno/app/civic"
)

// Store is the desk's copy on the disk. Each method is one transaction: when it
// fails nothing of it was written. Reading methods see the confirmed copy with
// what waits drawn upon it.
type Store interface {
	Shelf
	Library
	Likenesses
	Lexicon
	Talk
	Drafts
	Sealed
	Circles
	Versions
	Comments
	Outbox
	Enclosures
	Leftovers
	PinStore
	BinStore
	Family
	CallStore
}

// Shelf keeps the profile and the list of channels.
type Shelf interface {
	Profile(ctx context.Context) (civic.Profile, error)
	// ChangeProfile changes it in one transaction, so that nothing else that
	// changes it at the same time, in another process too, is written over.
	ChangeProfile(ctx context.Context, change func(*civic.Profile) error) error
	Channels(ctx context.Context) ([]civic.ChannelState, error)
	// Join keeps the channels from now on and gives how many are new. Those that
	// the person left stay left unless byHand.
	Join(ctx context.Context, channels []civic.Channel, byHand bool) (int, error)
	// Leave drops channels with all that was copied of them; what the person wrote
	// and has not been sent stays. NotFound when none of them was kept.
	Leave(ctx context.Context, channels ...civic.Channel) error
	Pending(ctx context.Context) (waiting, refused int, err error)
	// DataVersion changes when another process has written.
	DataVersion(ctx context.Context) (int64, error)
	// Look runs fn upon one unchanging picture of the copy.
	Look(ctx context.Context, fn func(ctx context.Context, w civic.World) error) error
	// Doctor looks into the store and says what is not sound.
	Doctor(ctx context.Context) ([]civic.Finding, error)
	// Sweep lets go what a walk did not see, where that was so much that the
	// person is asked first.
	Sweep(ctx context.Context, c civic.Channel, now time.Time) error
}

// Library reads acts.
type Library interface {
	Acts(ctx context.Context, q civic.ActQuery) (civic.ActResult, error)
	Act(ctx context.Context, id civic.ID) (civic.ActView, error)
	// Words gives words of the acts that begin with the prefix, the most used
	// first. All, up to the limit, for an empty one.
	Words(ctx context.Context, prefix string, limit int) ([]string, error)
	Record(ctx context.Context, id civic.ID) (civic.Record, error)
}

// Talk reads conversations.
type Talk interface {
	Spaces(ctx context.Context) ([]civic.SpaceHit, error)
	// Announced is Spaces without the counts, which take their time.
	Announced(ctx context.Context) ([]civic.SpaceHit, error)
	Threads(ctx context.Context, space civic.ID) ([]civic.ThreadHit, error)
	Posts(ctx context.Context, thread civic.ID) ([]civic.PostView, civic.ThreadHit, error)
	// FindPosts searches all conversations, the best first.
	FindPosts(ctx context.Context, text string, limit int) ([]civic.PostView, error)
}

// Drafts keeps acts in the making.
type Drafts interface {
	AddDraft(ctx context.Context, d civic.Draft) error
	Drafts(ctx context.Context) ([]civic.Draft, error)
	// DraftLines lists them without the clauses of their texts, which takes a third.
	DraftLines(ctx context.Context) ([]civic.Draft, error)
	BinnedDrafts(ctx context.Context) ([]civic.Draft, error)
	Draft(ctx context.Context, id civic.ID) (civic.Draft, error)
	// SaveDraft replaces the text if the draft is still at the base revision; else
	// it keeps this text as a stale version and gives a Conflict.
	SaveDraft(ctx context.Context, id civic.ID, base int64, c civic.Content, now time.Time) (civic.Draft, error)
	// ChangeDraft changes what is not text.
	ChangeDraft(ctx context.Context, id civic.ID, now time.Time, change func(*civic.Draft) error) (civic.Draft, error)
	BinDraft(ctx context.Context, id civic.ID, now time.Time) error
	RestoreDraft(ctx context.Context, id civic.ID, now time.Time) error
}

// Versions keeps former texts of drafts.
type Versions interface {
	NameVersion(ctx context.Context, id civic.ID, name string, now time.Time) (civic.DraftVersion, error)
	Versions(ctx context.Context, id civic.ID) ([]civic.DraftVersion, error)
}

// Outbox keeps what a person did, from the moment they did it.
type Outbox interface {
	// Enqueue numbers the command, links it to what it stands on, draws it and
	// lets judge see the drawing: an error of judge undoes it all. With a draft
	// (id not empty) the draft is marked submitted in the same transaction.
	Enqueue(ctx context.Context, q civic.Queued, draft civic.ID, judge func(civic.CommandDrawing) error) (civic.Queued, error)
	Outbox(ctx context.Context) ([]civic.Queued, error)
	History(ctx context.Context, limit int) ([]civic.Queued, error)
	Queued(ctx context.Context, id civic.ID) (civic.Queued, error)
	// Requeue gives a refused command a new id and the last place.
	Requeue(ctx context.Context, id, fresh civic.ID, now time.Time) (civic.Queued, error)
	// Drop removes a command that has not begun to leave, or was refused, into
	// the bin; those that stood on it become refused as dependent. Conflict when
	// it may have left.
	Drop(ctx context.Context, id civic.ID, now time.Time) (civic.Queued, error)
	// Release lets a held command go.
	Release(ctx context.Context, id civic.ID) error
	// Hold keeps a command here, with why; one that was refused comes back under
	// the fresh id. Conflict: it may have left.
	Hold(ctx context.Context, id, fresh civic.ID, why civic.Refusal, now time.Time) error
}

// SettingsStore keeps the few settings that are read before a store opens.
type SettingsStore interface {
	Load(ctx context.Context) (civic.Settings, error)
	Save(ctx context.Context, s civic.Settings) error
}
