package drafts

import (
	"context"

	"scranno/app/civic"
	"scranno/app/desk"
)

// Helping is what helps while one writes.
type Helping interface {
	SimilarToDraft(ctx context.Context, id civic.ID, c *civic.Content) (desk.Similar, error)
	PrepareSimilar(ctx context.Context) (more bool, err error)
	Reuse(ctx context.Context, act civic.ID, how desk.ReuseHow) (desk.Reused, error)
	Spelling(ctx context.Context, c civic.Content) ([]desk.Suspect, error)
	OwnWords(ctx context.Context) ([]string, error)
	AddWord(ctx context.Context, word string) error
	RemoveWord(ctx context.Context, word string) error
}
