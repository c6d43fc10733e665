package council

import (
	"context"
	"time"

	"scranno/app/civic"
)

// Store keeps what is the person's own about their council. Each method is one
// transaction: when it fails nothing of it was written. All of it is journalled:
// a damaged database loses nothing.
type Store interface {
	Profiles
	Sittings
	TermStore
	FollowStore
	Around
}

// Profiles keeps council profiles, one per body.
type Profiles interface {
	Councils(ctx context.Context) ([]civic.CouncilProfile, error)
	// Council gives one. NotFound: nothing was kept for that body.
	Council(ctx context.Context, body civic.BodyCode) (civic.CouncilProfile, error)
	// KeepCouncil writes it whole.
	KeepCouncil(ctx context.Context, p civic.CouncilProfile) error
	DropCouncil(ctx context.Context, body civic.BodyCode) error
}

// Sittings keeps sittings and the text of their papers.
type Sittings interface {
	// Sittings lists them by date, the latest first.
	Sittings(ctx context.Context) ([]civic.Sitting, error)
	Sitting(ctx context.Context, id civic.ID) (civic.Sitting, error)
	// AddSitting keeps a new one. Conflict: the id is taken.
	AddSitting(ctx context.Context, s civic.Sitting) error
	// ChangeSitting reads, changes and writes one in one transaction, and raises
	// its revision.
	ChangeSitting(ctx context.Context, id civic.ID, now time.Time, change func(*civic.Sitting) error) (civic.Sitting, error)
	// BinSitting puts one away for thirty days; RestoreSitting takes it back.
	BinSitting(ctx context.Context, id civic.ID, now time.Time) error
	RestoreSitting(ctx context.Context, id civic.ID) error
	// PaperText gives the clauses of a version of a paper.
	PaperText(ctx context.Context, text civic.ID) ([]civic.Clause, error)
	// KeepPaperText writes them; they stay as long as the sitting.
	KeepPaperText(ctx context.Context, sitting, text civic.ID, clauses []civic.Clause) error
}

// Around is what this room reads of the desk's own things.
type Around interface {
	Profile(ctx context.Context) (civic.Profile, error)
	Look(ctx context.Context, fn func(ctx context.Context, w civic.World) error) error
	Acts(ctx context.Context, q civic.ActQuery) (civic.ActResult, error)
	Act(ctx context.Context, id civic.ID) (civic.ActView, error)
	Draft(ctx context.Context, id civic.ID) (civic.Draft, error)
	// DraftLines lists drafts without the clauses of their texts.
	DraftLines(ctx context.Context) ([]civic.Draft, error)
	// FiledLines lists those alone that have a day of filing.
	FiledLines(ctx context.Context) ([]civic.Draft, error)
}

// Reader reads the person's own files.
type Reader interface {
	Read(ctx context.Context, path string) (civic.LocalFile, error)
	// Text gives the act that a document holds, cut into clauses. Unknown where it
	// holds no text.
	Text(ctx context.Context, f civic.LocalFile, ids func(i int) civic.ID) (civic.Content, error)
}

// Files keeps the bytes of papers on this device.
type Files interface {
	// AddFile copies a file of the person's into the profile.
	AddFile(ctx context.Context, path string) (civic.Attachment, error)
}
