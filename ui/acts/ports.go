package acts

import (
	"context"
	"io"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/document"
	"scranno/ui/kit"
)

// Desk is what the screen asks of the desk.
type Desk interface {
	Library
	Deeds
	Moderation
	Talk
	Reusing
	Life
	Likening
	Inviting
	kit.FileAdder
}

// Library finds and reads acts.
type Library interface {
	Acts(ctx context.Context, q civic.ActQuery) (civic.ActResult, error)
	Act(ctx context.Context, id civic.ID) (civic.ActView, error)
	Suggest(ctx context.Context, prefix string) ([]string, error)
	Highlights(query, text string) []desk.Span
	Snippet(query, text string, characters int) (string, []desk.Span)
	SearchCentral(ctx context.Context, q civic.ActQuery) (civic.ActResult, error)
	// FetchAct gets an act that only the central has, and keeps it here.
	FetchAct(ctx context.Context, id civic.ID) (civic.ActView, error)
	Status(ctx context.Context) (civic.Status, error)
	Formats() []string
	Export(ctx context.Context, id civic.ID, format string, w io.Writer) error
	Paper(ctx context.Context, c civic.Content) (document.Document, error)
	ExportDossier(ctx context.Context, x desk.Dossier, format string, w io.Writer) error
}

// Deeds are what one may do with an act.
type Deeds interface {
	Abilities(ctx context.Context, act civic.ID) (desk.Abilities, error)
	MarkUseful(ctx context.Context, act civic.ID, on bool) (civic.Queued, error)
	Sponsor(ctx context.Context, act civic.ID, on bool) (civic.Queued, error)
	Pin(ctx context.Context, act civic.ID) error
	RecordEvent(ctx context.Context, e civic.ActEvent) (civic.Queued, error)
	ReviseAct(ctx context.Context, act civic.ID) (civic.Draft, error)
	AmendAct(ctx context.Context, act civic.ID, startAs string) (civic.Draft, error)
	WithdrawAct(ctx context.Context, act civic.ID) (civic.Queued, error)
	UndoAct(ctx context.Context, act civic.ID) (civic.Queued, error)
	ReturnAct(ctx context.Context, act civic.ID, r civic.ReturnReason, note string) (civic.Queued, error)
	Reinstate(ctx context.Context, act civic.ID) (civic.Queued, error)
}

// Moderation takes passages out.
type Moderation interface {
	RedactAct(ctx context.Context, act civic.ID, clauses []civic.ID, files []string, r civic.RedactReason) (civic.Queued, error)
	RedactPreview(v civic.ActView, clauses []civic.ID, files []string) (civic.Content, error)
}

// Talk is the conversation on an act.
type Talk interface {
	Posts(ctx context.Context, thread civic.ID) ([]civic.PostView, civic.ThreadHit, error)
	OpenThread(ctx context.Context, a civic.OpenThreadArgs) (civic.Queued, error)
	AddPost(ctx context.Context, thread civic.ID, text string, replyTo civic.ID, files ...civic.Attachment) (civic.Queued, error)
	EditPost(ctx context.Context, post civic.ID, text string) (civic.Queued, error)
	WithdrawPost(ctx context.Context, post civic.ID) (civic.Queued, error)
	MarkRead(ctx context.Context, thread civic.ID) error
	Compose(ctx context.Context, at civic.ID, c civic.Composed) error
	Composed(ctx context.Context, at civic.ID) (civic.Composed, error)
}
