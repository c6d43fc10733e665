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
	Push(ctx context.Context, who central.Caller, schema int, cmds []civic.Command) ([]civic.Answer, error)
	Receipts(ctx context.Context, who central.Caller, device civic.ID, after int64) ([]civic.Receipt, error)
	Search(ctx context.Context, who central.Caller, q civic.ActQuery) (civic.ActResult, error)
	// DeviceOK tells whether the device is known and not revoked.
	DeviceOK(ctx context.Context, device civic.ID) (bool, error)
}

// Verifier tells whose an access token is. Unauthenticated: the token is not
// good; any other error says nothing of it.
type Verifier interface {
	Verify(ctx context.Context, token string) (person, device civic.ID, err error)
}
