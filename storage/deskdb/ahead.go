package deskdb

import (
	"slices"
	"sync"

	"scranno/app/civic"
	"scranno/app/search"
)

// partAhead is how many items are prepared at once while others are written.
const partAhead = 32

// ahead prepares items on a goroutine of its own, a part or two before use takes
// them in their order: hashing and analysing go on while SQLite writes. A few
// items are not worth one.
func ahead[T, R any](items []T, prepare func(*T) R, use func(i int, r R) error) error {
	if len(items) <= partAhead {
		for i := range items {
			if err := use(i, prepare(&items[i])); err != nil {
				return err
			}
		}
		return nil
	}
	parts, stop := make(chan []R, 1), make(chan struct{})
	var preparing sync.WaitGroup
	preparing.Go(func() {
		defer close(parts)
		for some := range slices.Chunk(items, partAhead) {
			out := make([]R, len(some))
			for i := range some {
				out[i] = prepare(&some[i])
			}
			select {
			case parts <- out:
			case <-stop:
				return
			}
		}
	})
	defer preparing.Wait()
	defer close(stop)
	i := 0
	for part := range parts {
		for _, r := range part {
			if err := use(i, r); err != nil {
				return err
			}
			i++
		}
	}
	return nil
}

// lexicon analyses texts for the index, one at a time.
type lexicon struct {
	mu sync.Mutex
	a  *search.Analyser
}

func newLexicon() *lexicon { return &lexicon{a: search.NewAnalyser()} }

// words is a row of an index.
type words struct{ subject, text, folded string }

func (l *lexicon) post(text string) words {
	l.mu.Lock()
	defer l.mu.Unlock()
	row := l.a.Index("", text)
	return words{text: string(row.Text), folded: string(row.Folded)}
}

func (l *lexicon) act(act civic.Act, pieces []string) words {
	cited := normWords(act, pieces)
	l.mu.Lock()
	defer l.mu.Unlock()
	row := l.a.IndexBegins(act.Subject, append(pieces, act.BodyName, act.Protocol)...)
	return words{string(row.Subject), string(row.Text), string(row.Folded) + cited}
}
