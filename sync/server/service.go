package server

import (
	"context"

	"scranno/app/central"
	"scranno/app/civic"
)

// Service is what the central does for desks. Its errors have civic kinds; a
// cancelled context means that nothing was written.
type Service interface {
	Hello(ctx context.Context) (civic.Hello, error)
	Feed(ctx context.Context, who central.Caller, r central.FeedRequest) (civic.Page, error)
	Push(ctx context.Context, who central.Caller, q central.PushRequest) ([]civic.Answer, error)
	Receipts(ctx context.Context, who central.Caller, device civic.ID, after int64) ([]civic.Receipt, error)
	Search(ctx context.Context, who central.Caller, q civic.ActQuery) (civic.ActResult, error)
	// Devices lists a person's desks; RevokeDevice shuts one out, at once. NotFound:
	// it is not that person's.
	Devices(ctx context.Context, person civic.ID) ([]civic.Device, error)
	RevokeDevice(ctx context.Context, person, device civic.ID) error
	// Admit tells whether the caller's desk may come in: known, that person's,
	// not revoked, the account open. It may be some seconds behind.
	Admit(ctx context.Context, who central.Caller) (bool, error)
	// Manifest lists a channel's segments at or below a seq, the newest first.
	Manifest(ctx context.Context, who central.Caller, ch civic.Channel, below int64) (civic.Manifest, error)
	// Segment gives a segment's content, compressed with zstd. Gone: it is in no
	// manifest.
	Segment(ctx context.Context, who central.Caller, s civic.Segment) ([]byte, error)
	// Standing tells where those of the channels are that the caller may read.
	Standing(ctx context.Context, who central.Caller, channels []civic.Channel) (central.Standing, error)
	// Listen has the channels' moves told until the listener is closed; it looks
	// at no right.
	Listen(channels []civic.Channel) *central.Listener
}

// Verifier tells whose an access token is. Unauthenticated: the token is not
// good; any other error says nothing of it.
type Verifier interface {
	Verify(ctx context.Context, token string) (central.Token, error)
}
