package drafts

import (
	"context"

	"scranno/app/civic"
	"scranno/app/desk"
)

// Circles are the groups that prepare texts together.
type Circles interface {
	Groups(ctx context.Context) ([]desk.GroupView, error)
	CreateGroup(ctx context.Context, name string) (civic.ID, error)
	RenameGroup(ctx context.Context, id civic.ID, name string) error
	InviteToGroup(ctx context.Context, group civic.ID, part civic.GroupPart) (code string, err error)
	CancelInvitation(ctx context.Context, group, invitation civic.ID) error
	JoinGroup(ctx context.Context, code string) error
	LeaveGroup(ctx context.Context, group civic.ID) error
	RemoveFromGroup(ctx context.Context, group, person civic.ID) error
}

// Together is a draft that a group has, and what its members say of it.
type Together interface {
	Barred(ctx context.Context) (map[civic.ID]desk.Bar, error)
	GroupDrafts(ctx context.Context) (map[civic.ID]desk.GroupDraft, error)
	ShareInGroup(ctx context.Context, draft, group civic.ID) error
	EndGroupSharing(ctx context.Context, draft civic.ID) error
	KeepEnded(ctx context.Context, draft civic.ID) error
	DraftMarks(ctx context.Context, draft civic.ID) ([]desk.DraftMark, error)
	SawDraft(ctx context.Context, draft civic.ID) error
	JoinDraft(ctx context.Context, draft civic.ID, on bool) error
	AskConfirmation(ctx context.Context, draft, to civic.ID) error
	ConfirmDraft(ctx context.Context, draft civic.ID) error
}
