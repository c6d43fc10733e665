package desk

import (
	"context"
	"time"

	"scranno/app/civic"
	"scranno/app/search"
)

// Likenesses finds acts whose words are like a text's.
type Likenesses interface {
	// Candidates gives acts that promise most in common with a text, the best
	// first, to be measured, and how many acts are not looked at yet.
	Candidates(ctx context.Context, like search.Shingles, limit int) (found []civic.Candidate, due int, err error)
	// SketchSome prepares some of those, in the background; more: there are others.
	SketchSome(ctx context.Context) (more bool, err error)
}

// Lexicon keeps the person's own words and knows those of the library.
type Lexicon interface {
	OwnWords(ctx context.Context) ([]string, error)
	// AddWord takes a word in; it may be there already.
	AddWord(ctx context.Context, word string, now time.Time) error
	// RemoveWord takes it out. NotFound: it is not there.
	RemoveWord(ctx context.Context, word string) error
	// Usual tells how many acts have each word, in that order.
	Usual(ctx context.Context, words []string) ([]int64, error)
}
