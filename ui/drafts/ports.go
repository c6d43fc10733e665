package drafts

import (
	"context"
	"io"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/document"
)

// Desk is what the screen asks of the desk.
type Desk interface {
	Texts
	Doors
	Moderated
	Enclosing
	Filing
	Devices
	Margin
	Helping
	Following
	Circles
	Together
}

// Devices are the person's other computers.
type Devices interface {
	ShareDraft(ctx context.Context, id civic.ID, on bool) error
	Shared(ctx context.Context) (map[civic.ID]civic.SharedDraft, error)
	Looked(ctx context.Context, id civic.ID) (civic.Draft, error)
	Settled(ctx context.Context, id civic.ID, x civic.Doubt) (civic.Draft, error)
}

// Texts keeps drafts.
type Texts interface {
	NewDraft(ctx context.Context, c civic.Content) (civic.Draft, error)
	// Heading is what stands on top of a new draft for a body.
	Heading(ctx context.Context, body civic.BodyCode) (string, error)
	Drafts(ctx context.Context) ([]civic.Draft, error)
	Bin(ctx context.Context) ([]civic.Draft, error)
	Draft(ctx context.Context, id civic.ID) (civic.Draft, error)
	SaveDraft(ctx context.Context, id civic.ID, base int64, c civic.Content) (civic.Draft, error)
	DeleteDraft(ctx context.Context, id civic.ID) error
	RestoreDraft(ctx context.Context, id civic.ID) error
	NameVersion(ctx context.Context, id civic.ID, name string) (civic.DraftVersion, error)
	Versions(ctx context.Context, id civic.ID) ([]civic.DraftVersion, error)
	CheckDraft(ctx context.Context, id civic.ID) ([]civic.Finding, error)
	Rebase(ctx context.Context, id civic.ID) (civic.Draft, error)
}

// Doors are the ways out of a draft, and who goes through them.
type Doors interface {
	Submit(ctx context.Context, id civic.ID, how civic.SubmitHow) (civic.Queued, error)
	Outbox(ctx context.Context) ([]civic.Queued, error)
	Cancel(ctx context.Context, id civic.ID) (civic.Queued, error)
	Edit(ctx context.Context, id civic.ID) (desk.Given, error)
	ReviseAct(ctx context.Context, act civic.ID) (civic.Draft, error)
	Formats() []string
	Export(ctx context.Context, id civic.ID, format string, w io.Writer) error
	Paper(ctx context.Context, c civic.Content) (document.Document, error)
	Profile(ctx context.Context) (civic.Profile, error)
	Actor(ctx context.Context) (civic.Actor, error)
}
