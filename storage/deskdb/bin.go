package deskdb

import (
	"context"
	"encoding/json"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// binDays is how many of the central's days something stays in the bin.
const binDays = 30

// Binned lists the bin, the last thrown away first.
func (s *Store) Binned(ctx context.Context) ([]civic.Binned, error) {
	var out []civic.Binned
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		p, err := profile(ctx, tx)
		if err != nil {
			return err
		}
		var what, kind string
		var author civic.ID
		var body []byte
		var days int
		var b civic.Binned
		return tx.Each(ctx, `SELECT num, what, id, kind, author, body, days FROM bin ORDER BY num DESC`, nil,
			[]any{&b.Num, &what, &b.ID, &kind, &author, &body, &days}, func() error {
				x := b
				x.Mine, x.Left = author == p.Person, max(binDays-days+1, 0)
				if what == "command" {
					x.Name = civic.CommandName(kind)
					var q queued
					if err := json.Unmarshal(body, &q); err != nil {
						return civic.WrapError(civic.Damaged, "deskdb.bin", err)
					}
					x.Command = q.command()
					x.Title, x.Text = wordsOf(x.Command)
				} else {
					x.Kind, x.Body = civic.RecordKind(kind), body
					x.Title, x.Text = wordsIn(x.Kind, body)
				}
				out = append(out, x)
				return nil
			})
	})
	return out, err
}

// wordsIn gives the words of a record's body; of a form that this version cannot
// read, none.
func wordsIn(kind civic.RecordKind, body []byte) (title, text string) {
	var a struct {
		civic.Content
		Title string `json:"title"`
		Text  string `json:"text"`
		Name  string `json:"name"`
		Note  string `json:"note"`
	}
	if json.Unmarshal(body, &a) != nil {
		return "", ""
	}
	if kind == civic.KindAct {
		return a.Subject, contentText(a.Content)
	}
	return a.Title + a.Name, a.Text + a.Note
}

// DropBinned removes one for good.
func (s *Store) DropBinned(ctx context.Context, num int64) error {
	return s.unbin(ctx, `DELETE FROM bin WHERE num = $1`, num)
}

// EmptyBin removes all of it.
func (s *Store) EmptyBin(ctx context.Context) error {
	err := s.unbin(ctx, `DELETE FROM bin`)
	if civic.Is(err, civic.NotFound) {
		err = nil
	}
	return err
}

func (s *Store) unbin(ctx context.Context, query string, args ...any) error {
	err := s.write(ctx, func(w *work) error {
		n, err := w.Exec(ctx, query, args...)
		if err == nil && n == 0 {
			return civic.NewError(civic.NotFound, "deskdb.bin", "")
		}
		if err != nil {
			return err
		}
		return w.erased(ctx, false, false)
	})
	if err != nil {
		return err
	}
	return s.forget(ctx)
}

// KeepSwept keeps what a sweep would take, by the person's word; the next walk
// asks again.
func (s *Store) KeepSwept(ctx context.Context, name civic.Channel) error {
	return s.write(ctx, func(w *work) error {
		n, err := w.Exec(ctx, `UPDATE channel SET held = -held WHERE name = $1 AND held > 0`, string(name))
		if err == nil && n == 0 {
			return civic.NewError(civic.NotFound, "deskdb.keep", "")
		}
		return err
	})
}
