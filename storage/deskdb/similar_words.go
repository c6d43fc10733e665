package deskdb

import (
	"context"
	"time"

	"scranno/app/civic"
	"scranno/app/search"
	"scranno/storage/sqldb"
)

// wordNote is a word of the person's own in the journal. gone: it was taken out.
type wordNote struct {
	Word  string `json:"word"`
	Added int64  `json:"added"`
	Gone  bool   `json:"gone,omitempty"`
}

// OwnWords lists the person's own words.
func (s *Store) OwnWords(ctx context.Context) ([]string, error) {
	var out []string
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		var w string
		return tx.Each(ctx, `SELECT word FROM own_word ORDER BY word`, nil, []any{&w}, func() error {
			out = append(out, w)
			return nil
		})
	})
	return out, err
}

// AddWord takes a word in.
func (s *Store) AddWord(ctx context.Context, word string, now time.Time) error {
	return s.write(ctx, func(w *work) error { return w.putWord(ctx, wordNote{Word: word, Added: milli(now)}) })
}

// RemoveWord takes a word out.
func (s *Store) RemoveWord(ctx context.Context, word string) error {
	return s.write(ctx, func(w *work) error {
		var n int
		err := w.Get(ctx, `SELECT 1 FROM own_word WHERE word = $1`, []any{word}, &n)
		if err != nil {
			return err
		}
		return w.putWord(ctx, wordNote{Word: word, Gone: true})
	})
}

func (w *work) putWord(ctx context.Context, n wordNote) error {
	how, args := `INSERT OR IGNORE INTO own_word (word, added) VALUES ($1, $2)`, []any{n.Word, n.Added}
	if n.Gone {
		how, args = `DELETE FROM own_word WHERE word = $1`, args[:1]
	}
	_, err := w.Exec(ctx, how, args...)
	w.note(note{Word: &n})
	return err
}

// wordNotes adds the person's own words to what a journal must hold.
func wordNotes(ctx context.Context, tx *sqldb.Tx, notes []note) ([]note, error) {
	var n wordNote
	err := tx.Each(ctx, `SELECT word, added FROM own_word ORDER BY word`, nil, []any{&n.Word, &n.Added}, func() error {
		x := n
		notes = append(notes, note{Word: &x})
		return nil
	})
	return notes, err
}

// mergeWords brings back the words of the journal, in its order.
func (w *work) mergeWords(ctx context.Context, notes []note) error {
	for _, n := range notes {
		if n.Word != nil {
			if err := w.putWord(ctx, *n.Word); err != nil {
				return err
			}
		}
	}
	return nil
}

// Usual tells how many acts have each word, in that order, by the word's stem.
func (s *Store) Usual(ctx context.Context, words []string) ([]int64, error) {
	out := make([]int64, len(words))
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		for i, word := range words {
			for _, t := range search.Analyse(word) {
				if t.Stem == "" {
					continue
				}
				var n int64
				err := tx.Get(ctx, `SELECT doc FROM act_word WHERE term = $1 AND col = 'text'`, []any{t.Stem}, &n)
				if err != nil && !civic.Is(err, civic.NotFound) {
					return err
				}
				out[i] = max(out[i], n)
			}
		}
		return nil
	})
	return out, err
}
