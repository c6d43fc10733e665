package deskdb

import (
	"context"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// Due lists the acts of which a point has a day by which it is carried out, as
// the screen shows them.
func (s *Store) Due(ctx context.Context) ([]civic.ID, error) {
	var out []civic.ID
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		var id civic.ID
		return tx.Each(ctx, `SELECT DISTINCT parent FROM live WHERE shelf = 1 AND kind = 'commitment'
			AND coalesce(body ->> 'due', '') <> '' ORDER BY parent`, nil, []any{&id}, func() error {
			out = append(out, id)
			return nil
		})
	})
	return out, err
}
