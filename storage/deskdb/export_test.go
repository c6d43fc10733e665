package deskdb

import (
	"context"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// SaveProfile replaces the profile.
func (s *Store) SaveProfile(ctx context.Context, p civic.Profile) error {
	return s.ChangeProfile(ctx, func(q *civic.Profile) error {
		*q = p
		return nil
	})
}

// Shown gives every record that the screen shows, as often as it does.
func (s *Store) Shown(ctx context.Context) (map[civic.ID][]civic.Record, error) {
	out := map[civic.ID][]civic.Record{}
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		recs, err := records(ctx, tx, `SELECT `+recordColumns+` FROM live`)
		for _, r := range recs {
			out[r.ID] = append(out[r.ID], r)
		}
		return err
	})
	return out, err
}

// Overlaid counts what is drawn and not confirmed.
func (s *Store) Overlaid(ctx context.Context) (n int, err error) {
	err = s.db.View(ctx, func(tx *sqldb.Tx) error {
		return tx.Get(ctx, `SELECT (SELECT count(*) FROM overlay) + (SELECT count(*) FROM waits)`, nil, &n)
	})
	return n, err
}

// Sums gives each channel's own count and sum, read again from the rows.
func (s *Store) Sums(ctx context.Context) (map[civic.Channel][2]int64, error) {
	out := map[civic.Channel][2]int64{}
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		all, err := channels(ctx, tx, kept)
		if err != nil {
			return err
		}
		for _, c := range all {
			recs, err := records(ctx, tx, `SELECT `+recordColumns+` FROM known WHERE channel = $1`, string(c.name))
			if err != nil {
				return err
			}
			t := [2]int64{}
			for _, r := range recs {
				t[0]++
				t[1] += int64(r.Digest())
			}
			out[c.name] = t
			if t[0] != c.count || t[1] != c.sum {
				return civic.NewError(civic.Damaged, "test", string(c.name))
			}
		}
		return nil
	})
	return out, err
}

// Listed gives the ids in the list of acts.
func (s *Store) Listed(ctx context.Context) (map[civic.ID]bool, error) {
	out := map[civic.ID]bool{}
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		var id civic.ID
		return tx.Each(ctx, `SELECT id FROM act`, nil, []any{&id}, func() error {
			out[id] = true
			return nil
		})
	})
	return out, err
}

// Check runs every integrity check.
func (s *Store) Check(ctx context.Context) error {
	if err := s.db.FullCheck(ctx); err != nil {
		return err
	}
	return s.checkIndex(ctx)
}
