package civic

// Bug names a fault that a build with the tag "planted" carries on purpose, so
// that one can see which test catches it. Other builds carry none of them.
type Bug string

// The faults that synchronisation must never have, each known from a program
// that had it.
const (
	BugNaiveReader    Bug = "naive-reader"     // PostgreSQL: numbers from a sequence, read by "above the last seen"
	BugLaterEdit      Bug = "later-edit"       // a receipt clears a later edit
	BugCursorFirst    Bug = "cursor-first"     // the cursor is saved before the records
	BugLooseReceipt   Bug = "loose-receipt"    // the receipt is stored outside the effect's transaction
	BugDropOn401      Bug = "drop-on-401"      // a queue is dropped when the token does not hold
	BugPoison         Bug = "poison"           // a command that fails blocks the queue
	BugClientClock    Bug = "client-clock"     // the last writer by the desk's clock wins
	BugEpochIgnored   Bug = "epoch-ignored"    // a restored central is taken for the one before
	BugPartAttachment Bug = "part-attachment"  // a part of an attachment is taken for the whole
	BugEvictUnsent    Bug = "evict-unsent"     // unsent text goes with the channel that was lost
	BugMissedEvent    Bug = "missed-event"     // a live event that was missed means "nothing new"
	BugBatchKey       Bug = "batch-key"        // a command is known by its device and number alone
	BugStrictRotation Bug = "strict-rotation"  // the former refresh token ends before the new one is used
	BugRemoveAnywhere Bug = "remove-anywhere"  // a removal by id, whatever its channel
	BugHeadsStay      Bug = "heads-stay"       // a restore does not move the heads forward
	BugLowNumberClone Bug = "low-number-clone" // an unknown id under a lower number is taken for a clone
	BugLossGuessed    Bug = "loss-guessed"     // a channel that is not answered is taken for lost
	BugEncodedAnew    Bug = "encoded-anew"     // bodies are encoded again before they are hashed
	BugShownTwice     Bug = "shown-twice"      // a pending change is shown beside its record
	BugCutPageApplied Bug = "cut-page-applied" // a page that was cut is applied
)

// Bugs gives them all.
func Bugs() []Bug {
	return []Bug{
		BugNaiveReader, BugLaterEdit, BugCursorFirst, BugLooseReceipt, BugDropOn401, BugPoison, BugClientClock,
		BugEpochIgnored, BugPartAttachment, BugEvictUnsent, BugMissedEvent, BugBatchKey, BugStrictRotation,
		BugRemoveAnywhere, BugHeadsStay, BugLowNumberClone, BugLossGuessed, BugEncodedAnew, BugShownTwice,
		BugCutPageApplied,
	}
}
