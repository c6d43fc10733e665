package desk

import (
	"context"

	"scranno/app/civic"
)

// Circles keeps what is known here of the groups that the person is in.
type Circles interface {
	// GroupRecords gives a group's members, keys and sealed drafts as the central
	// last said them, the oldest first; shared drafts that are gone come as deleted
	// ones.
	GroupRecords(ctx context.Context, group civic.ID) ([]civic.Record, error)
	// DrawnGroups gives the groups, their members, memberships, invitations and
	// marks, with what waits drawn upon them.
	DrawnGroups(ctx context.Context) ([]civic.Record, error)
	KeepCode(ctx context.Context, c civic.GroupCode) error
	Codes(ctx context.Context) ([]civic.GroupCode, error)
	DropCodes(ctx context.Context, invites ...civic.ID) error
}
