package server

import (
	"context"

	"scranno/app/civic"
)

// Caller is who asks; the zero one is not signed in.
type Caller struct{ Person, Device civic.ID }

// FeedRequest is what a desk lacks.
type FeedRequest struct {
	Epoch    string
	Wants    []civic.Want
	MaxBytes int
}

// Service is what the central does for desks. Its errors have civic kinds; a
// cancelled context means that nothing was written.
type Service interface {
	Hello(ctx context.Context) (civic.Hello, error)
	Feed(ctx context.Context, who Caller, r FeedRequest) (civic.Page, error)
	Push(ctx context.Context, who Caller, schema int, cmds []civic.Command) ([]civic.Answer, error)
	Receipts(ctx context.Context, who Caller, device civic.ID, after int64) ([]civic.Receipt, error)
	Search(ctx context.Context, who Caller, q civic.ActQuery) (civic.ActResult, error)
	// DeviceOK tells whether the device is known and not revoked.
	DeviceOK(ctx context.Context, device civic.ID) (bool, error)
}

// Verifier tells whose an access token is. Any other token is an error.
type Verifier interface {
	Verify(ctx context.Context, token string) (person, device civic.ID, err error)
}
