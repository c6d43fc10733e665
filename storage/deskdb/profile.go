package deskdb

import (
	"context"
	"encoding/json"
	"reflect"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// Profile gives the profile; the zero value before the first sign-in.
func (s *Store) Profile(ctx context.Context) (civic.Profile, error) {
	var p civic.Profile
	err := s.db.View(ctx, func(tx *sqldb.Tx) (err error) {
		p, err = profile(ctx, tx)
		return err
	})
	return p, err
}

// ChangeProfile reads, changes and writes it in one transaction, so that what a
// person chooses and what a sync notes do not write over each other, whichever
// process does it. Nothing is written where change left it as it was.
func (s *Store) ChangeProfile(ctx context.Context, change func(*civic.Profile) error) error {
	return s.write(ctx, func(w *work) error {
		was, err := profile(ctx, w.Tx)
		if err != nil {
			return err
		}
		p := was
		if err := change(&p); err != nil || reflect.DeepEqual(p, was) {
			return err
		}
		return w.saveProfile(ctx, p)
	})
}

func profile(ctx context.Context, tx *sqldb.Tx) (civic.Profile, error) {
	var raw []byte
	var p civic.Profile
	err := tx.Get(ctx, `SELECT body FROM profile`, nil, &raw)
	if civic.Is(err, civic.NotFound) {
		return p, nil
	}
	if err != nil {
		return p, err
	}
	return p, civic.WrapError(civic.Damaged, "deskdb.profile", json.Unmarshal(raw, &p))
}

func (w *work) saveProfile(ctx context.Context, p civic.Profile) error {
	if err := putProfile(ctx, w.Tx, p); err != nil {
		return err
	}
	w.note(note{Profile: &p})
	return nil
}

func putProfile(ctx context.Context, tx *sqldb.Tx, p civic.Profile) error {
	raw, err := json.Marshal(p)
	if err != nil {
		return civic.WrapError(civic.Internal, "deskdb.profile", err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO profile (one, body) VALUES (1, $1)
		ON CONFLICT (one) DO UPDATE SET body = excluded.body`, string(raw))
	return err
}
